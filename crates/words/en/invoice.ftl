### invoice
issue-dated-question = Issue it dated { $day }?
draft-kept-date = The draft still has this date.
issue-dated = Issue dated { $day }
issue-dated-today = Issue dated today
