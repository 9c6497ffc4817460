### items
item = Item
missing = This item is not in the book.
back-to-list = Back to items
save = Save item
description = Description
unit-price = Unit price
unit = Unit
tax = Tax
number = Item number
archived = Archived
empty-title = No items yet.
empty-hint = Items are things you sell often. Their description, unit, price and taxes are suggested while you write a line.
taxes = Taxes
archived-mark = {" "}(archived)
