### What is odd about an export from another program.

form = This doesn’t look like what that program writes.
unknown-status = Unknown status.
number-twice = The number of invoice { $number } again. Customers need different numbers, so change one in the other program.
negative-payment = Below zero. Record what was paid back as a refund.
no-due-date = No due date: imported as due on the issue date.
nothing = There is nothing to pay on it: skipped.
credit = Below zero: imported as an opening credit, without its lines.
other-total = The total is { $asked }, but its lines add up to { $lines } here: imported as an opening item, without lines.
lines = Its lines can’t be imported as they are: imported as an opening item, without lines.
cancelled = Cancelled without a date: imported as void from the issue date.
archived = Archived: what is unpaid is open.
overpaid = { $amount } more was paid than the total: it stays as customer credit.
same-name = Several customers have this name: they are kept apart by a customer number.
