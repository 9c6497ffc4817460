### Words that many pages share. The same thing has the same name everywhere.

save = Save
cancel = Cancel
close = Close
delete = Delete
edit = Edit
undo = Undo
try-again = Try again
back = Back
required = Required
optional = Optional
yes = Yes
no = No
none = None
all = All
