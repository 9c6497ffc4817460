### settlement
oldest-due = Longest overdue first
oldest-issued = Oldest invoice first, as in the settings
smallest = Smallest first, as in the settings
oldest-due-about = These are the invoices this pays. The longest overdue are paid first unless you change it.
oldest-issued-about = These are the invoices this pays. The oldest invoices are paid first, as set in the settings, unless you change it.
smallest-about = These are the invoices this pays. The smallest are paid first, as set in the settings, unless you change it.
credit-to = { $amount } of { $credit } to { $number }
to-invoice = { $amount } to { $number }
discount-on = { $amount } discount on { $number }{ $tax }
written-off = { $amount } written off on { $number }{ $tax }
of-it-tax = , including { $amount } tax
