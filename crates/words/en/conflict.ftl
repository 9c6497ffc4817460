### conflict
restored-input = This is what you typed earlier. It has not been saved.
start-over = Start over
changed-elsewhere = This was changed in another tab or window since you opened it.
changed-elsewhere-hint = Nothing was overwritten. Compare both versions, then save again.
taken-over = Changed there but not by you, so taken over:
yours = Yours: { $value }
saved-there = Saved there: { $value }
keep-mine-of = Keep mine, { $name }
keep-mine = Keep mine
take-theirs-of = Use the other, { $name }
take-theirs = Use the other
