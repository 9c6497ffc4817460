### Units of quantities, as the form of a line offers them.

hours = hours
hour = hour
days = days
day = day
months = months
month = month
pieces = pieces
piece = piece
lump-sum = lump sum
