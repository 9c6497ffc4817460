### Kinds of records: how many there are of each, and one by itself.

# $n (count)
business-count = { $n ->
    [one] { $n } settings record
   *[other] { $n } settings records
}
business = settings
# $n (count)
customer-count = { $n ->
    [one] { $n } customer
   *[other] { $n } customers
}
customer = customer
# $n (count)
party-count = { $n ->
    [one] { $n } printed address
   *[other] { $n } printed addresses
}
party = printed address
# $n (count)
item-count = { $n ->
    [one] { $n } item
   *[other] { $n } items
}
item = item
# $n (count)
series-count = { $n ->
    [one] { $n } number series
   *[other] { $n } number series
}
series = number series
# $n (count)
closing-count = { $n ->
    [one] { $n } closed period
   *[other] { $n } closed periods
}
closing = closed period
# $n (count)
invoice-count = { $n ->
    [one] { $n } document
   *[other] { $n } documents
}
invoice = document
# $n (count)
void-count = { $n ->
    [one] { $n } voided document
   *[other] { $n } voided documents
}
void = voided document
# $n (count)
sending-count = { $n ->
    [one] { $n } record of sending
   *[other] { $n } records of sending
}
sending = record of sending
# $n (count)
payment-count = { $n ->
    [one] { $n } payment
   *[other] { $n } payments
}
payment = payment
# $n (count)
allocation-count = { $n ->
    [one] { $n } applied payment or credit
   *[other] { $n } applied payments and credits
}
allocation = applied payment or credit
# $n (count)
refund-count = { $n ->
    [one] { $n } refund
   *[other] { $n } refunds
}
refund = refund
# $n (count)
write-off-count = { $n ->
    [one] { $n } discount or write-off
   *[other] { $n } discounts and write-offs
}
write-off = discount or write-off
# $n (count)
schedule-count = { $n ->
    [one] { $n } recurring invoice
   *[other] { $n } recurring invoices
}
schedule = recurring invoice
# $n (count)
occurrence-count = { $n ->
    [one] { $n } recurring date
   *[other] { $n } recurring dates
}
occurrence = recurring date
# $n (count)
quote-count = { $n ->
    [one] { $n } quote
   *[other] { $n } quotes
}
quote = quote
# $n (count)
quote-event-count = { $n ->
    [one] { $n } answer to a quote
   *[other] { $n } answers to quotes
}
quote-event = answer to a quote
# $n (count)
bank-account-count = { $n ->
    [one] { $n } bank account
   *[other] { $n } bank accounts
}
bank-account = bank account
# $n (count)
statement-count = { $n ->
    [one] { $n } bank statement
   *[other] { $n } bank statements
}
statement = bank statement
# $n (count)
bank-line-count = { $n ->
    [one] { $n } bank line
   *[other] { $n } bank lines
}
bank-line = bank line
# $n (count)
match-count = { $n ->
    [one] { $n } matched bank line
   *[other] { $n } matched bank lines
}
match = matched bank line
# $n (count)
ignore-rule-count = { $n ->
    [one] { $n } ignore rule
   *[other] { $n } ignore rules
}
ignore-rule = ignore rule
# $n (count)
reminder-count = { $n ->
    [one] { $n } reminder
   *[other] { $n } reminders
}
reminder = reminder
# $n (count)
collection-event-count = { $n ->
    [one] { $n } reminder entry
   *[other] { $n } reminder entries
}
collection-event = reminder entry
