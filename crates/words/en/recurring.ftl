### recurring
due-title = Recurring invoices due
all = All recurring invoices
create = Create { $count }
create-drafts = Create drafts only
skip = Skip
skip-question = Skip { $count }?
skip-about = No invoice is created for them, now or later. The reason is stored.
skip-yes = Skip them
oldest-shown = The oldest { $count } are shown.
due-about = { $count } due. Choose what to create.{ $more }
issue-date = Issue date
rate = Rate: 1 { $currency } in { $own }
