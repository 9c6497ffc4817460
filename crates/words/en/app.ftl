### app
opening = Opening…
# $link (part)
slow = Opening is taking longer than it should. Your saved data is safe. Close other tabs of Owed, or { $link }.
slow-link = reload the page
owed = Owed
bring-a-book = Restore a book
bring-a-book-hint = If a book is missing here, choose a backup of it to bring it back.
missing-title = Your book is missing
missing-why = This happens when site data is cleared, by you or by a cleaning program, or when you use a new browser profile. Your backups are files, so they are safe.
restore-title = Restore your book
restore-hint = Choose your newest backup. Owed then asks for the last document numbers you used, so that no number is used twice.
no-backup-title = No backup?
no-backup-sure = A new book is empty, and its document numbers start again at 1. If you sent invoices from the missing book, set the first number in Settings to the one after your last, so that no number is used twice. Start a new book anyway?
no-backup-yes = Yes, start a new book
start-new-book = Start a new book…
not-opened-title = Owed could not open your book
not-opened-hint = Nothing was changed. Leave any private window, close other tabs of Owed, and reload the page.
reload = Reload
or-restore = Or restore a backup
loading = Loading…
not-loaded = Part of Owed could not be loaded.
not-loaded-hint = Nothing is lost. Go online and try again. Once loaded, Owed works without a network.
find-none = No results.
# $count (count)
find-first = First { $count } results
# $count (count)
find-places = { $count ->
    [one] { $count } page
   *[other] { $count } pages
}
# $count (count)
find-count = { $count ->
    [one] { $count } result
   *[other] { $count } results
}
find = Find
find-hint = Page, customer or invoice number
find-results = Results
find-customer = Customer
find-quote = Quote
key-filter = Filter the list
key-keys = Show this list of keys
key-find = Find a page, customer or invoice
keys = Keys
single-keys = Single-key shortcuts
skip = Skip to content
owed-today = Owed: go to Today
pages = Pages
saved-until-left = Saved until you leave the demo
read-only = Read only
new-version = A new version of Owed is ready.
new-version-hint = Loading it takes a moment. What you are typing is kept.
new-version-use = Use it now
document-title = { $title } · Owed
stopped = Owed has stopped because of an error. Your saved data is safe. Reload the page.
close-message = Close this message
not-found = Page not found
not-found-page = There is no page “{ $path }”.
to-today = Go to Today
read-only-because = Read only. { $what }
get-newer = Get the newer version
see-what-is-left = See what can be recovered
backup-behind = { $backup }, { $behind }. Data that is only on this device can be lost.
demo-title = Demo book
demo-hint = Made-up customers and figures. Try anything. Everything is deleted when you leave.
demo-leave = Leave the demo
lost = This device had a book, and its data is gone from this browser.
lost-with = This device had a book with { $changes }, and its data is gone from this browser.
not-opened-newer = A newer version of Owed uses this book.
not-opened-newer-hint = Nothing was changed. Reload the page to get the newer version.
not-opened-why = The browser’s storage for this page could not be opened.
