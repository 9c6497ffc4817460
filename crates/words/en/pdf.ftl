### pdf
downloaded = Downloaded { $name }.
shared = Shared { $name }.
not-shared = No PDF: you closed the share sheet.
letters-missing = The PDF’s fonts don’t have these characters, and an empty box stands for each: { $letters }. They can still be copied from it.
right-to-left = Right-to-left text is not set in its order. Check the PDF before you send it.
code-left-out = A payment code was left out: its content doesn’t fit in one.
not-loaded = The part of Owed that creates PDFs could not be loaded.
not-loaded-hint = The document is unchanged. Check that this device is online, then try again.
too-long = Creating the PDF took too long and was stopped.
no-document = This document is not in the book any more.
opening-item = An opening item was printed by another program.
no-number = A draft has no number yet.
no-amounts = The amounts of this document don’t add up yet. Edit it first.
logo-damaged = The logo can’t be printed because its picture is damaged. Choose another one in the settings.
unchanged = The document is unchanged.
