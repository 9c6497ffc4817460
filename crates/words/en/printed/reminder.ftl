### The words of a letter that reminds of invoices. No letter names a credit bureau, a court, the police, an employer or
### a visit, and none says that nothing was received: only what the account shows.

notice = Payment notice
reminder = Payment reminder
# Only where the sender means it: the next step is not another letter.
last = Last reminder
greeting = Dear Sir or Madam,
# Before the due date.
soon = The invoices below will soon be due. If your payment is on its way already, thank you.
# The day up to which the account was looked at.
account = Up to { $day }, our account shows no full payment of the invoices below.
account-plain = By our records, the invoices below are not paid in full.
ask = Please pay { $amount } by { $date }.
not-extended = This does not extend the due date.
may-follow = If our account shows no payment by then, we may hand the claim over for collection.
will-follow = If our account shows no payment by then, we will hand the claim over for collection.
unclear = If something is wrong or unclear, please tell us. If you have paid in the meantime, please disregard this letter.
not-an-invoice = This is not an invoice.
invoice = Invoice
open = Open
total = Total
credit = Less your credit with us
of-total = of { $total }
# $days (count)
overdue = { $days ->
    [one] 1 day overdue
   *[other] { $days } days overdue
}
pay-to = Please pay to:
subject-one = { $title }: invoice { $number }
# $count (count)
subject-several = { $title }: { $count } invoices
