notice = Avis d’échéance
reminder = Rappel de paiement
last = Dernier rappel
greeting = Madame, Monsieur,
soon = Les factures ci-dessous arriveront bientôt à échéance. Si votre paiement est déjà en cours, nous vous en remercions.
account = Au { $day }, notre compte ne fait apparaître aucun paiement complet des factures ci-dessous.
account-plain = Selon nos écritures, les factures ci-dessous ne sont pas entièrement réglées.
ask = Nous vous prions de régler { $amount } au plus tard le { $date }.
not-extended = Cette date ne reporte pas l’échéance.
may-follow = Si notre compte ne fait apparaître aucun paiement d’ici là, nous pourrons confier la créance à un tiers pour recouvrement.
will-follow = Si notre compte ne fait apparaître aucun paiement d’ici là, nous confierons la créance à un tiers pour recouvrement.
unclear = Si quelque chose est inexact ou peu clair, merci de nous le dire. Si vous avez payé entre-temps, veuillez ne pas tenir compte de cette lettre.
not-an-invoice = Ceci n’est pas une facture.
invoice = Facture
open = Restant dû
total = Total
credit = Moins votre avoir chez nous
of-total = sur { $total }
overdue = { $days ->
    [one] { $days } jour de retard
    [many] { $days } de jours de retard
   *[other] { $days } jours de retard
}
pay-to = Merci de payer à :
subject-one = { $title } : facture { $number }
subject-several = { $title } : { $count } factures
