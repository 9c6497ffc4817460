### document
document = Document
from = From
to = To
terms = Terms
opening-item = This is an opening item: an amount without lines.
lines = Lines
reason = Reason: { $reason }
delivered-on = Delivered on { $day }
service = Service from { $from } to { $to }
payment = Payment
# $reference (part)
quoting = Reference { $reference }
payment-link = Payment link
quantity = Quantity
net = Net
instalments = Instalments
making-pdf = Creating the PDF…
download-pdf = Download PDF
