### quotes
quote = Quote
missing = This quote is not in the book, or was removed.
back-to-list = Back to quotes
quote-draft = Quote draft
quote-number = Quote { $number }
offered = Offered
# $day (part)
issued-on = Issued { $day }
# $day (part)
valid-until-day = Valid until { $day }
# $number (part)
invoiced-as = Invoiced as { $number }
a-draft = a draft
expired = This quote has expired.
expired-hint = It can still be accepted if you both agree, or copied with a new date.
create-invoice = Create invoice
accepted = Mark as accepted
declined = Mark as declined
accept-title = The customer accepted
accept-about = This is recorded with its date. Create an invoice when you are ready.
record = Record
decline-title = The customer declined
decline-about = This is recorded with its date. The latest answer counts.
invoice-draft-discarded = Invoice draft created, discarded since
# $number (part)
invoice-created = Invoice created: { $number }
no-quote-to-copy = The quote to copy was not found.
issue = Issue quote
issue-hint = Issuing assigns the next quote number. An issued quote can’t be changed, only copied.
valid-until = Valid until
valid-until-hint = Without a date, the quote is valid until accepted or declined.
empty-title = No quotes yet.
empty-hint = The amount of a quote isn’t owed until you create an invoice from it.
search = Number or customer
no-match = No quote matches this filter.
