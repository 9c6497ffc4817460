### demo
title = Demo
not-made = The demo could not be created.
not-made-hint = Your own book is unchanged.
making = Creating sample customers and invoices…
