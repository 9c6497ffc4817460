### Numbers of things, wherever they stand.

# $n (count)
bank-lines = { $n ->
    [one] { $n } bank line
   *[other] { $n } bank lines
}
# $n (count)
candidates = { $n ->
    [one] { $n } candidate
   *[other] { $n } candidates
}
# $n (count)
changes = { $n ->
    [one] { $n } change
   *[other] { $n } changes
}
# $n (count)
changes-are = { $n ->
    [one] { $n } change is
   *[other] { $n } changes are
}
# $n (count)
columns = { $n ->
    [one] { $n } column
   *[other] { $n } columns
}
# $n (count)
customers = { $n ->
    [one] { $n } customer
   *[other] { $n } customers
}
# $n (count)
days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
# $n (count)
documents = { $n ->
    [one] { $n } document
   *[other] { $n } documents
}
# $n (count)
documents-are-called-paid-without-a-date = { $n ->
    [one] { $n } document is marked as paid without a date
   *[other] { $n } documents are marked as paid without a date
}
# $n (count)
documents-cannot-be-taken = { $n ->
    [one] { $n } document can’t be imported
   *[other] { $n } documents can’t be imported
}
# $n (count)
documents-or-instalments = { $n ->
    [one] { $n } document or instalment
   *[other] { $n } documents or instalments
}
# $n (count)
drafts-are = { $n ->
    [one] { $n } draft is
   *[other] { $n } drafts are
}
# $n (count)
entries = { $n ->
    [one] { $n } change
   *[other] { $n } changes
}
# $n (count)
facts = { $n ->
    [one] { $n } record
   *[other] { $n } records
}
# $n (count)
invoices = { $n ->
    [one] { $n } invoice
   *[other] { $n } invoices
}
# $n (count)
invoices-together = { $n ->
    [one] { $n } invoice
   *[other] { $n } invoices together
}
# $n (count)
later-changes-are = { $n ->
    [one] { $n } later change is
   *[other] { $n } later changes are
}
# $n (count)
lines = { $n ->
    [one] { $n } line
   *[other] { $n } lines
}
# $n (count)
lines-are = { $n ->
    [one] { $n } line is
   *[other] { $n } lines are
}
# $n (count)
lines-were = { $n ->
    [one] { $n } line was
   *[other] { $n } lines were
}
# $n (count)
numbers = { $n ->
    [one] { $n } number
   *[other] { $n } numbers
}
# $n (count)
occurrences = { $n ->
    [one] { $n } recurring invoice
   *[other] { $n } recurring invoices
}
# $n (count)
occurrences-are-due = { $n ->
    [one] { $n } recurring invoice is due
   *[other] { $n } recurring invoices are due
}
# $n (count)
open-lines = { $n ->
    [one] { $n } open line
   *[other] { $n } open lines
}
# $n (count)
open-lines-fit = { $n ->
    [one] { $n } open line matches
   *[other] { $n } open lines match
}
# $n (count)
payments = { $n ->
    [one] { $n } payment
   *[other] { $n } payments
}
# $n (count)
payments-were = { $n ->
    [one] { $n } payment was
   *[other] { $n } payments were
}
# $n (count)
pictures = { $n ->
    [one] { $n } picture
   *[other] { $n } pictures
}
# $n (count)
places = { $n ->
    [one] { $n } place
   *[other] { $n } places
}
# $n (count)
problems = { $n ->
    [one] { $n } problem
   *[other] { $n } problems
}
# $n (count)
quotes = { $n ->
    [one] { $n } quote
   *[other] { $n } quotes
}
# $n (count)
records = { $n ->
    [one] { $n } record
   *[other] { $n } records
}
# $n (count)
rows = { $n ->
    [one] { $n } row
   *[other] { $n } rows
}
# $n (count)
statements = { $n ->
    [one] { $n } statement
   *[other] { $n } statements
}
# $n (count)
drafts = { $n ->
    [one] { $n } draft
   *[other] { $n } drafts
}
