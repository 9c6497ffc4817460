### numbers
empty-title = No numbers used yet.
empty-hint = Every number and what happened to it is listed here, without gaps.
not-saved = The file was not saved.
caption = All numbers
series = Series
invoices = Invoices
credit-notes = Credit notes
quotes = Quotes
bounds = from { $first } to { $last }
became = What happened to it
range = { $first } to { $last }
skipped-by-import = Not in this book: skipped by an import
left-out = Skipped: { $reason }
unknown = Unknown
