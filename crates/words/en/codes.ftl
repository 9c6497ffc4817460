### Why a document has no payment code.

name = your name is missing, too long, or has characters that the code can’t hold.
no-bic = the BIC of your bank is needed.
euro-only = the amount is not in euros.
amount = the amount is outside the range that the code allows.
text = a text is too long, or has characters that the code can’t hold.
too-long = everything together is too long for the code.
swiss-account = your account is not in Switzerland or Liechtenstein.
swiss-currency = the currency is neither CHF nor EUR.
qr-reference-needed = a QR-IBAN needs a QR reference.
own-address = your address in the settings is incomplete, too long, or has characters that the code can’t hold.
customer-address = the customer’s address is incomplete, too long, or has characters that the code can’t hold.
qr-iban-needed = a QR reference needs a QR-IBAN.
