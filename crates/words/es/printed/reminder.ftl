notice = Aviso de vencimiento
reminder = Recordatorio de pago
last = Último recordatorio
greeting = Estimados señores:
soon = Las facturas indicadas abajo vencerán pronto. Si su pago ya está en camino, muchas gracias.
account = A { $day }, en nuestra cuenta no consta el pago completo de las facturas indicadas abajo.
account-plain = Según nuestros registros, las facturas indicadas abajo no están pagadas por completo.
ask = Les rogamos que paguen { $amount } antes del { $date } inclusive.
not-extended = Esta fecha no prorroga el vencimiento.
may-follow = Si hasta entonces no consta el pago en nuestra cuenta, podremos encargar el cobro a un tercero.
will-follow = Si hasta entonces no consta el pago en nuestra cuenta, encargaremos el cobro a un tercero.
unclear = Si algo no es correcto o no está claro, díganoslo. Si ya han pagado, no tengan en cuenta esta carta.
not-an-invoice = Esto no es una factura.
invoice = Factura
open = Pendiente
total = Total
credit = Menos su saldo a favor
of-total = de { $total }
overdue = { $days ->
    [one] 1 día de retraso
    [many] { $days } de días de retraso
   *[other] { $days } días de retraso
}
pay-to = Paguen, por favor, a:
subject-one = { $title }: factura { $number }
subject-several = { $title }: { $count } facturas
