### actions
back-to-typed = Back to my input
no-backup = No backup was saved. Try again.
save-backup = Save a backup

# $count (count)
not-saved = { $count ->
    [one] Not saved. Fix { $count } field.
   *[other] Not saved. Fix { $count } fields.
}
reason-closed = Reason for recording this in a closed period
reason-closed-hint = The reason is stored in the history with the change.
