### recurring
due-title = Recurring invoices due
all = All recurring invoices
create = Create { $count }
create-drafts = Create drafts only
skip = Skip
skip-question = Skip { $count }?
skip-about = No invoice is created for them, now or later. The reason is stored.
skip-yes = Skip them
oldest-shown = {" "}The oldest { $count } are shown.
due-about = { $count } due. Choose what to create.{ $more }
issue-date = Issue date
rate = Rate: 1 { $currency } in { $own }
recurring-invoice = Recurring invoice
missing = This recurring invoice is not in the book, or was removed.
back-to-list = Back to recurring invoices
# $day (part)
next-on = Next { $day }
# $day (part)
from-day = From { $day }
paused-from = Paused from { $from }, until further notice.
paused-between = Paused from { $from } to { $to }.
skip-next = Skip the next invoice
resume = Resume
pause = Pause
end = End
next-is = The next invoice is for { $day }.
pause-title = Pause this recurring invoice
pause-about = No invoice is created from this day until you resume it. Invoices that fall into the pause are not created later.
pause-first = First day of the pause
resume-title = Resume this recurring invoice
resume-about = Invoices are created again from this day.
resume-first = First day after the pause
end-title = End this recurring invoice
end-about = No invoice is created after this day. Invoices already created stay.
last-day = Last day
skip-next-about = No invoice is created for this day, now or later. The reason is stored.
day = Day
became = Result
created = Created so far
skipped-because = Skipped: { $reason }
draft-discarded = Draft, discarded
gone = This recurring invoice is not in the book any more.
no-invoice-to-repeat = The invoice to repeat was not found.
new = New recurring invoice
edit-title = Edit recurring invoice
when = When
what = What is invoiced
# The names in braces are typed by the user as they stand here.
placeholders-hint = {"{month}"}, {"{year}"}, {"{quarter}"}, {"{from}"}, {"{to}"} and {"{date}"} are filled in each time, in descriptions and the note.
save = Save recurring invoice
save-hint = Nothing happens while Owed is closed. When you open it, invoices that are due are created; if there are several, Owed asks first. The issue date is the day you open Owed; the service date follows the day for which the invoice was due.
same-day = On the same day of the month
last-of-month = On the last day of the month
never = Never
after-day = After a date
after-count = After a number of times
first-day = First day
first-day-hint-last = Any day of the first month; its last day is used.
first-day-hint = Dates are counted from this day. The 31st means the last day of each month.
every = Every
unit = Unit of time
day-of-month = Day of the month
action = What it creates
service = Service
ends = Ends
times = Number of times
next-days = Next: { $days }
empty-title = No recurring invoices yet.
empty-hint = A recurring invoice creates the same invoice every week, month, quarter or year, as a draft or issued. Start one here, or with “Make recurring” on an invoice.
caption = Recurring invoices
content = Content
how-often = How often
next = Next
made = Created
on-last-day = on the last day of the month
on-31st = on the 31st, or the last day of shorter months
on-nth = on day { $day } of the month, or the last day of shorter months
no-end = No end
until = Until { $day }
once = Once
times-count = { $count } times
creates-draft = Creates a draft
issues = Issues automatically
delivered-on-day = Delivered on the day
service-from-day = Service starting on the day
service-to-day = Service up to the day
service-before-day = Service up to the day before
paused = Paused
ended = Ended
active = Active
# $count (count)
every-week = { $count ->
    [one] Every week
   *[other] Every { $count } weeks
}
# $count (count)
every-month = { $count ->
    [one] Every month
   *[other] Every { $count } months
}
# $count (count)
every-quarter = { $count ->
    [one] Every quarter
   *[other] Every { $count } quarters
}
# $count (count)
every-year = { $count ->
    [one] Every year
   *[other] Every { $count } years
}
unit-weeks = weeks
unit-months = months
unit-quarters = quarters
unit-years = years
