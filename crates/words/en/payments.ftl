### The list of payments, a payment, and the form that records one.

title = Payments
record = Record payment
search = Customer, reference or amount
empty = No payments yet.
no-match = No payment matches this filter.
# $count (count)
count = { $count ->
    [one] { $count } payment
   *[other] { $count } payments
}
payment = Payment
missing = This payment is not in the book, or was removed.
back-to-list = Back to payments
payment-of = Payment of { $amount }
deleted-on = Deleted on { $day }: it was recorded by mistake.
returned-on = Returned on { $day }.
credit-today = Customer credit today
used-later = A later change uses this payment.
received = Received
method = Method
bank-fee = Bank fee
reached-account = Received in account
on-statement = On the bank statement
bank-line-of = Bank line of { $day }
uses = How this payment was used
unapply-from = Unapply from { $number }
reverse-refund-of = Reverse the refund of { $day }
# $invoice (part)
applied-to = Applied to { $invoice }
# $invoice (part)
unapplied-from = Unapplied from { $invoice }
# $invoice (part)
discount-on = Early-payment discount on { $invoice }
# $invoice (part)
difference-on = Small difference written off on { $invoice }
# $invoice (part)
reversed-discount-on = Reversed: early-payment discount on { $invoice }
# $invoice (part)
reversed-difference-on = Reversed: small difference written off on { $invoice }
refunded = Refunded
returned = Returned
deleted = Deleted (recorded by mistake)
reversed = Reversed: { $what }
loss = loss
gain = gain
no-difference = no difference
exchange-difference = Exchange difference
exchange-how = This invoice’s share of the { $received } received, less the invoice amount at the exchange rate on its issue date.
future-title = Is the payment date in the future?
future-why = { $day } is in the future. Until then, the payment doesn’t count, and the invoices it pays stay open.
future-record = Record it for { $day }
future-change = Change the date
method-hint = Transfer, card, cash
bank-fee-hint = A fee deducted from what the customer paid
other-currency = Received in a different currency
reached-account-hint = After the exchange and the bank fee
account-currency = Currency of the account
by-hand = Choose invoices
as-credit = Keep as customer credit
apply-to = Apply to
choose-customer = Choose a customer to see their open invoices.
no-open-invoice = This customer has no open invoice in this currency. The whole amount stays as customer credit.
has-credit = This customer has unused credit:
due-open = due { $day }, open { $amount }
with-discount = With today’s early-payment discount, { $amount } pays it in full.
apply-to-number = Apply to { $number }
rest-of = Remainder of { $number }
nothing-open = no open balance; { $part } was to go here
remove-number = Remove { $number }
remove = Remove
another-payment = This is a different payment. Record it as well.
nothing-open-any-more = no open balance any more
nothing-left-on-day = Nothing is left of this payment on this day.
more-than-left = { $amount } more than is left
all-applied = The whole amount is applied
stays-credit = { $amount } stays as customer credit
apply = Apply
refund = Refund
mark-returned = Mark as returned
delete-payment = Delete payment
unapply = Unapply
reverse = Reverse
apply-to-invoices = Apply to invoices
refund-about = Record that you paid the money back. Owed doesn’t move money.
record-refund = Record refund
mark-returned-about = Use this for a bounced direct debit or a chargeback. The invoices this payment paid are open again from this day, with the same due dates.
delete-payment-about = Use this for a payment that never happened. It stays in the history as deleted. The invoices it paid are open again from this day, and its bank line can be matched again.
reverse-refund-title = Reverse the refund
reverse-refund-about = Use this for money that was not paid back after all, or that came back to you. From this day, it is customer credit again.
reverse-refund = Reverse refund
unapply-title = Unapply
unapply-about = From this day, the invoice is open again by this amount, and the money is customer credit.
credit-left = { $amount } customer credit
stays-open = { $amount } stays open
early-discount = Early-payment discount
write-off-difference = Write off the difference
left = { $amount } left
