### ui
same-in-table = { $label }. The same figures are in the table below.
as-a-table = As a table
half-date = This date is incomplete. Type the rest, or clear the field.
details = Details
code-epc = QR code: SEPA credit transfer
code-swiss = Swiss QR code
code-link = QR code
show-more = Show more ({ $left } left)
# $count (count)
rows = { $count ->
    [one] { $count } row
   *[other] { $count } rows
}
first-rows = { $caption }, the first { $shown } of { $rows }
