### settlement
oldest-due = Oldest first
oldest-issued = Issued first, as in the settings
smallest = Smallest first, as in the settings
oldest-due-about = Which invoices this pays. The oldest are paid first unless you change it.
oldest-issued-about = Which invoices this pays. Those issued first are paid first, as set in the settings, unless you change it.
smallest-about = Which invoices this pays. The smallest are paid first, as set in the settings, unless you change it.
credit-to = { $amount } of { $credit } to { $number }
to-invoice = { $amount } to { $number }
discount-on = { $amount } discount on { $number }{ $tax }
written-off = { $amount } written off on { $number }{ $tax }
of-it-tax = , including { $amount } tax
