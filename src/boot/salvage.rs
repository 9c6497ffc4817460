//! Opening a book to read only from whatever entries are left, where the
//! record of its end cannot be read or is older than its entries.

use ledger::book::Book;
use ledger::journal::{self, BookId, Salvage};

use crate::dispatch::follow;
use crate::platform::pause::Slices;
use crate::store::{Damage, Opening, Store};

/// All that is left of a book, and an opening that says so.
///
/// # Errors
/// Why the database cannot be read.
pub(super) async fn salvaged(
    store: &Store,
    damage: Damage,
) -> Result<(Opening, Option<Salvage>), String> {
    let found = store.salvage().await.map_err(|error| error.to_string())?;
    let salvage = journal::salvage(store.book(), found);
    let opening = Opening {
        created: false,
        head: salvage.head,
        sealed: 0,
        journal_last: salvage.head.seq,
        snapshot: None,
        damage: Some(damage),
        generation: None,
        superseded: Vec::new(),
    };
    Ok((opening, Some(salvage)))
}

/// The book up to the first entry that is missing or does not follow.
pub(super) async fn fold(id: &BookId, salvage: &Salvage) -> Book {
    let mut book = Book::empty(id.clone());
    let mut slices = Slices::begin();
    for line in &salvage.lines {
        if follow(&mut book, line).is_err() {
            break;
        }
        slices.breathe().await;
    }
    book
}
