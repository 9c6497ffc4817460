### conflict
restored-input = This is what you typed earlier. It has not been saved.
start-over = Start over
changed-elsewhere = This was changed in another tab or window since you opened it.
changed-elsewhere-hint = Nothing was overwritten. Compare both versions, then save again.
taken-over = Changed only in the other tab or window, so that version is used:
yours = Yours: { $value }
saved-there = Saved there: { $value }
keep-mine-of = Keep my version, { $name }
keep-mine = Keep my version
take-theirs-of = Use the other version, { $name }
take-theirs = Use the other version
