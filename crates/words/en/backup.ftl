### backup
records-downloaded = Downloaded the records.
save-title = Save
about = A backup is one file that contains the whole book. Keep it wherever you like. It is plain text, so you can open it without Owed.
export-records = Export records for other tools
restore-title = Restore
restore-about = Choosing a file changes nothing yet: you first see what is in it and what it would replace.
books-about = A device can hold several books. Open another one, delete one, or start a new one.
not-saved = The file was not saved.
not-saved-hint = The book is unchanged.
