### Reminders: the worklist, a letter, what customers say, and how reminders go.

reminder = Reminder
reminder-to = Reminder to { $name }
letter = Letter
missing = This reminder is not in the book. It may have been discarded.
back-to-list = Back to the reminders
empty-title = No reminders are due today
empty-hint = Invoices appear here when a stage of your reminder schedule is reached. Nothing is ever sent without you: Owed makes the letter, and you send it.
no-invoices-hint = Issue an invoice first. When it becomes overdue, the reminder to send appears here.
set-up = Reminder schedule

# How far the bank statements go.
behind = The statements of { $account } end on { $day }.
behind-none = There are no statements of { $account } yet.
behind-hint = Import the newest statements first, so that you don’t remind customers who have already paid.

send-today = To remind today
send-today-hint = One letter for each customer, with everything that is overdue. Only the next stage goes, however many days you were away.
# The number of the stage, and what kind of letter it is.
stage = Stage { $stage }, { $tone }
tone-notice = notice before the due date
tone-friendly = friendly reminder
tone-firm = firm reminder
tone-final = last reminder
# $days (count)
days-late = { $days ->
    [one] 1 day overdue
   *[other] { $days } days overdue
}
# $days (count)
days-until = { $days ->
    [0] due today
    [one] due in 1 day
   *[other] due in { $days } days
}
invoices = Invoices
oldest = Oldest
total = Amount
# What a letter leaves out.
less-credit = after { $amount } customer credit
less-disputed = without { $amount } in dispute
considered-to = Payments considered up to
considered-to-hint = The letter says that your account shows no full payment up to this day.
pay-by = Ask for payment by
will-hand-over = Say in last reminders that I will hand the claim over
will-hand-over-hint = Tick this only if you will really do it. Otherwise the letter says that you may.
# $count (count)
make = { $count ->
    [one] Create 1 letter
   *[other] Create { $count } letters
}
# $count (count)
made = { $count ->
    [one] 1 letter was created. It counts once you record that you sent it.
   *[other] { $count } letters were created. They count once you record that you sent them.
}
# $count (count)
left-out = { $count ->
    [one] 1 letter was left out:
   *[other] { $count } letters were left out:
}
left-out-one = { $name }: { $why }
why-paid = paid, or no longer due
why-made = a letter is already waiting to be sent

unsent = Created, not yet sent
unsent-hint = Open each letter, send it, and record that you did. The next stage waits until then.
mark-all-sent = Mark all as sent…
mark-sent = Mark as sent…
# $count (count)
mark-sent-question = { $count ->
    [one] Record that you sent this letter?
   *[other] Record that you sent these { $count } letters?
}
mark-sent-hint = Owed records what you say. It cannot know whether a letter arrived.
record-sent = Record as sent
sent-on = Sent on
how = How
how-empty = Not stated
not-sent = Not sent yet
sent-day = Sent on { $day }
sent-day-by = Sent on { $day } ({ $channel })
created-on = Created on { $day }
not-really-sent = It was not sent
not-really-sent-question = Take back that this letter was sent?
not-really-sent-hint = The letter counts as not sent again, and the next stage waits for it.
discard = Discard letter
discard-question = Discard this letter?
discard-hint = It was not sent. The invoices appear under “To remind today” again.
copy-text = Copy as text
text-copied = The text was copied.
text-not-copied = The browser did not allow copying. Select the text of the e-mail instead.
write-mail = Write e-mail…
invoice-copies = Attach a copy of each invoice: customers often ask for it.
about-invoices = Invoices in this letter

broken = Broken promises
broken-hint = Nothing has been done since the promised day. Call, or let the reminders go on.
broken-row = { $amount } was promised by { $day }; { $short } is missing
disputes-due = Disputes to look at
hand-over = Reminded to the end
hand-over-hint = All stages were sent and the invoice is still open. Consider a call, a payment plan, a collection agency or a lawyer.
waiting = Waiting
waiting-hint = A stage is reached, and a letter is held back.
until = Until
reason = Reason
wait-disputed = In dispute
wait-promised = Payment promised
wait-gap = Last letter too recent
wait-named-day = The day named in the last letter has not passed
wait-held = On hold
wait-credit = Covered by customer credit
wait-small = Below the smallest amount

today-title = Reminders
# $count (count)
today-letters = { $count ->
    [one] 1 customer to remind
   *[other] { $count } customers to remind
}
# $count (count)
today-unsent = { $count ->
    [one] 1 letter not yet sent
   *[other] { $count } letters not yet sent
}
# $count (count)
today-broken = { $count ->
    [one] 1 broken promise
   *[other] { $count } broken promises
}
# $count (count)
today-disputes = { $count ->
    [one] 1 dispute to look at
   *[other] { $count } disputes to look at
}
# $count (count)
today-hand-over = { $count ->
    [one] 1 invoice reminded to the end
   *[other] { $count } invoices reminded to the end
}

collecting = Reminders and agreements
collecting-hint = What you did and what the customer said. Reminders follow it.
log = Log a call or note…
promise = Record a promise…
hold = Put on hold…
dispute = Record a dispute…
log-title = Log a call or note
what-happened = What happened
contact-call = Call
contact-message = Message
contact-meeting = Meeting
contact-note = Note
on-day = On
call-owes = Open
call-overdue = Overdue
call-last-promise = Last promise
call-ask = Ask when they will pay, and whether anything is wrong with the invoice.
save-log = Save entry
promise-title = Record a promise to pay
promised-amount = Amount promised
promised-by = Pays by
grace = Days of grace
grace-hint = The promise counts as kept if the money is there within these days.
promise-invoices-hint = The promise is for all invoices that are overdue; with none overdue, for all that are open.
save-promise = Save promise
hold-title = Put reminders on hold
hold-what = For
hold-all = All invoices of this customer
hold-until = Until (empty: until you end it)
save-hold = Put on hold
dispute-title = Record a dispute
dispute-invoice = Disputed invoice
dispute-amount = Disputed amount
dispute-reason = Why
dispute-next = Look at it again on
dispute-hint = The disputed part is left out of reminders until the dispute ends.
save-dispute = Save dispute
reason-quality = Quality
reason-not-delivered = Not delivered
reason-price = Price
reason-quantity = Quantity
reason-duplicate = Invoiced twice
reason-missing-reference = Reference or order number missing
reason-paid-already = Already paid
reason-late-discount = Early-payment discount taken too late
reason-withholding = Withholding tax
end-dispute = End dispute…
end-dispute-title = How did the dispute end?
outcome-credited = The customer was right (issue a credit note)
outcome-rejected = The invoice is right
outcome-withdrawn = The customer withdrew it
save-outcome = End dispute
end-hold = End hold
end-promise = Withdraw promise
remove = Remove
remove-question = Remove this entry?
remove-hint = Use this for an entry made by mistake. The history keeps that it was there.

# What is recorded, as it stands in a history.
fact-sent = Reminder sent
fact-sent-by = Reminder sent ({ $channel })
fact-contact = { $kind }: { $note }
fact-promised = Promised to pay { $amount } by { $day }
fact-held = Reminders on hold
fact-held-until = Reminders on hold until { $day }
fact-disputed = { $amount } of { $number } disputed
fact-disputed-why = { $amount } of { $number } disputed: { $reason }
fact-settled = Dispute ended: { $outcome }
outcome-short-credited = customer was right
outcome-short-rejected = invoice is right
outcome-short-withdrawn = withdrawn
fact-ended = Ended: { $fact }
promise-open = open
promise-kept = kept
promise-broken = broken
promise-moot = no longer needed

settings-title = Reminder schedule
settings-about = When a stage is reached, the customer appears under Reminders. You create the letter and send it; Owed sends nothing by itself.
stage-number = Stage { $n }
stage-days = Days
stage-when = When
stage-before = before the due date
stage-after = after the due date
stage-tone = Letter
add-stage = Add stage
remove-stage = Remove stage { $n }
min-gap = Fewest days between two letters
pay-within = Days to pay that a letter gives
smallest = Smallest amount to remind of
smallest-hint = Customers who owe less get no reminder.
hand-over-after = Suggest handing over after
hand-over-after-hint = Days after the due date, once all stages were sent. Empty: never.
usual = Use the standard schedule
save-settings = Save schedule
by-law = Whether and what you may charge for late payment differs by country and by customer. These letters charge nothing.
customer-audience = Customer is
audience-business = Business
audience-public-body = Public body
audience-consumer = Private person
audience-unknown = Not stated
audience-hint = Private persons get the mildest wording when a letter covers several stages.
customer-never = Never send reminders to this customer
