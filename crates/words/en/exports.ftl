### What is odd about an export from another program.

form = This doesn’t look like an export from that program.
unknown-status = Unknown status.
number-twice = The number of invoice { $number } again. Customers need different numbers, so change one in the other program.
negative-payment = The payment is below zero. Record money that you paid back as a refund.
no-due-date = No due date: imported as due on the issue date.
nothing = Nothing is due on this invoice: skipped.
credit = The total is below zero: imported as an opening credit, without its lines.
other-total = The total is { $asked }, but Owed adds up the lines to { $lines }: imported as an opening item, without lines.
lines = The invoice’s lines can’t be imported as they are: imported as an opening item, without lines.
cancelled = Cancelled without a date: imported as void from the issue date.
archived = Archived: any unpaid amount is imported as open.
overpaid = { $amount } more than the total was paid: it stays as customer credit.
same-name = Several customers have this name: they are kept apart by a customer number.
