### invoice
issue-dated-question = Issue the draft with the date { $day }?
draft-kept-date = The draft still has this date.
issue-dated = Issue with the date { $day }
issue-dated-today = Issue with today’s date
missing = This document is not in the book, or was removed.
back-to-list = Back to invoices
# $number (part)
of-quote = · from quote { $number }
of-recurring = recurring
of-day = , for { $day }
left-to-apply = Left to apply
# $day (part)
issued-on = Issued { $day }
# $day (part)
due-on = Due { $day }
# $number (part)
corrects = Corrects { $number }
edit-and-issue = Edit and issue
discard-draft = Discard draft
copy = Copy
make-recurring = Make recurring
print = Print
send = Send
mark-as-sent = Mark as sent
credit-note = Create credit note
write-off = Write off
void = Void
how = How it was sent
mark-as-sent-about = Once it is marked as sent, this document can’t be voided.
void-title = Void this document
void-about = The document keeps its number, and nothing is due on it. This is only possible while it is not sent, paid or credited.
write-off-about = The amount counts as a bad debt. You can reverse the write-off later.
discard-question = Discard this draft?
discard-about = A draft has no number, so discarding it leaves no gap.
discard = Discard
credits-title = Customer credit
credits-about = This customer has unused credit. Apply it to reduce what is due.
apply-credit = Apply { $credit }
unapply-on = Unapply the amount applied on { $day }
reverse-refund-of = Reverse the refund of { $day }
history = History
issued-as = Issued as { $number }
sent = Sent
sent-by = Sent: { $channel }
voided-because = Voided: { $reason }
# $number (part)
credited-by = Credited by { $number }
refunded = Refunded { $reference }
reversed-refund = Reversed: refund { $reference }
paid-by = Paid { $reference }
# $number (part)
applied-to = Applied to { $number }
# $number (part)
paid-by-credit = Paid with { $number }
written-off = Written off: { $reason }
write-off-reversed = Write-off reversed
early-discount = Early-payment discount
early-discount-reversed = Early-payment discount reversed
difference = Small difference written off
difference-reversed = Small difference reversed
returned-before = Returned:{" "}
deleted-before = Deleted:{" "}
unapplied-before = Unapplied:{" "}
subject = Subject
text = Text
download-draft = Download e-mail draft
open-mail-app = Open my mail app (without PDF)
draft-downloaded-hint = Open it in your mail program and send it from there. Owed doesn’t send e-mails itself.
no-address = “{ $part }” is not an e-mail address such as name@example.com.
odd-address = { $address } has characters before the @ that some mail programs and servers don’t accept.
to = To
have-sent = I have sent it
