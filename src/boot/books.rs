//! Which book is opened, where this device knows of some.

use ledger::ids::Seq;
use ledger::journal::BookId;

use crate::dispatch::Dispatcher;
use crate::state::Stage;
use crate::store::sentinel::{KnownBook, KnownBooks};
use crate::store::{Failure, Store, books, stored_books};

/// Opens the book that was open last; the only one there is where nothing says
/// which that was; of several the user chooses.
pub(super) async fn open_known(dispatcher: &Dispatcher) {
    let known = books::load().await;
    let stored = stored_books().await.unwrap_or_default();
    if let Some(id) = &known.current {
        // A book that was named, and not begun before a crash, is none.
        if known.has_begun(id) || entries(id, &stored).await > 0 {
            return dispatcher.open_book(id, false).await;
        }
    }
    let mut whole = Vec::new();
    for id in &stored {
        if entries(id, &stored).await > 0 {
            whole.push(id.clone());
        }
    }
    let missing = known.books.iter().any(|book| book.begun);
    match &whole[..] {
        [] if missing => dispatcher.stage.emit(Stage::Choose),
        [] => dispatcher.stage.emit(Stage::Start),
        [id] => {
            dispatcher.open_book(id, false).await;
            let book = dispatcher.session().map(|session| session.book());
            let name = book.and_then(|book| Some(book.business()?.details.name.clone()));
            // Where it fails, the book is found anew at the next opening.
            drop(make_current(id, &name.unwrap_or_default(), true).await);
        }
        _ => dispatcher.stage.emit(Stage::Choose),
    }
}

/// How many entries a book has; one where it is damaged, as that is not empty.
async fn entries(id: &BookId, stored: &[BookId]) -> Seq {
    if !stored.contains(id) {
        return 0;
    }
    let Ok(store) = Store::open(id).await else {
        return 1;
    };
    match store.opening().await {
        Ok(opening) => opening.head.seq.max(opening.journal_last),
        Err(_) => 1,
    }
}

/// Makes a book the one that this device opens. One that has `begun` has
/// entries: if it is found empty, its data was lost.
pub(crate) async fn make_current(id: &BookId, label: &str, begun: bool) -> Result<(), String> {
    let changed = books::change(|known: &mut KnownBooks| {
        match known.books.iter_mut().find(|book| book.id == *id) {
            Some(book) => {
                book.begun |= begun;
                if !label.is_empty() {
                    label.clone_into(&mut book.label);
                }
            }
            None => known.books.push(KnownBook {
                id: id.clone(),
                label: label.to_owned(),
                begun,
            }),
        }
        known.current = Some(id.clone());
    });
    changed.await.map_err(|failure| failure.to_string())
}

/// Notes that a book has entries from now on.
pub(crate) async fn has_begun(id: &BookId) {
    // Where it fails, the sentinel tells of its loss.
    drop(
        books::change(|known| {
            if let Some(book) = known.books.iter_mut().find(|book| book.id == *id) {
                book.begun = true;
            }
        })
        .await,
    );
}

/// Whether the device knows that a book has entries.
pub(super) async fn is_known(id: &BookId) -> bool {
    books::load().await.has_begun(id)
}

/// Forgets a book that was deleted on purpose.
///
/// # Errors
/// A [`Failure`]; it is listed on.
pub(crate) async fn forget(id: &BookId) -> Result<(), Failure> {
    books::change(|known| {
        known.books.retain(|book| book.id != *id);
        if known.current.as_ref() == Some(id) {
            known.current = None;
        }
    })
    .await
}
