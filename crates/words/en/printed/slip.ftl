### The headings of a Swiss QR-bill, of appendix D of the guidelines (SIX). There are none in Spanish: it has the English ones.

payment-part = Payment part
receipt = Receipt
account = Account / Payable to
reference = Reference
information = Additional information
payable-by = Payable by
payable-by-whom = Payable by (name/address)
currency = Currency
amount = Amount
acceptance = Acceptance point
separate = Separate before paying in
