### The list of payments, a payment, and the form that records one.

title = Payments
record = Record a payment
search = Customer, reference or amount
empty = No payments yet.
no-match = No payment matches this filter.
# $count (count)
count = { $count ->
    [one] { $count } payment
   *[other] { $count } payments
}
