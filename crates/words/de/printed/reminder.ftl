notice = Zahlungshinweis
reminder = Zahlungserinnerung
last = Letzte Zahlungserinnerung
greeting = Sehr geehrte Damen und Herren,
soon = die unten genannten Rechnungen werden bald fällig. Falls Ihre Zahlung schon unterwegs ist: vielen Dank.
account = bis zum { $day } zeigt unser Konto keine vollständige Zahlung der unten genannten Rechnungen.
account-plain = nach unseren Unterlagen sind die unten genannten Rechnungen nicht vollständig bezahlt.
ask = Bitte zahlen Sie { $amount } bis zum { $date }.
not-extended = Die Fälligkeit wird dadurch nicht hinausgeschoben.
may-follow = Zeigt unser Konto bis dahin keine Zahlung, können wir die Forderung zur Einziehung abgeben.
will-follow = Zeigt unser Konto bis dahin keine Zahlung, geben wir die Forderung zur Einziehung ab.
unclear = Wenn etwas nicht stimmt oder unklar ist, sagen Sie uns bitte Bescheid. Haben Sie inzwischen gezahlt, betrachten Sie dieses Schreiben bitte als gegenstandslos.
not-an-invoice = Dies ist keine Rechnung.
invoice = Rechnung
open = Offen
total = Summe
credit = Abzüglich Ihres Guthabens
of-total = von { $total }
overdue = { $days ->
    [one] 1 Tag überfällig
   *[other] { $days } Tage überfällig
}
pay-to = Bitte zahlen Sie auf:
subject-one = { $title }: Rechnung { $number }
subject-several = { $title }: { $count } Rechnungen
