//! The list of books on this device, and the one to open.
//!
//! It is kept twice: in a database of its own, which is on the disk before
//! anybody goes on, and in localStorage, which the browser writes some seconds
//! late and which may be cleared, full or refused on its own. Each change
//! counts up; where the two differ, the one with more changes counts. Neither
//! is needed to find a book: the databases of the books themselves are listed
//! as well.

use ledger::journal::BookId;
use wasm_bindgen::JsValue;

use super::failure::Failure;
use super::idb::{self, Access, Connection, META, Transaction, from_bytes};
use super::sentinel::{KnownBook, KnownBooks};

/// Not the name of a book, which is 32 digits.
pub(super) const DATABASE: &str = "owed-device";
const KEY: &str = "books";

/// The list as it is known best; empty where nothing of it can be read.
pub async fn load() -> KnownBooks {
    let local = KnownBooks::load().ok();
    let stored = stored().await.ok().flatten();
    newest(local, stored)
}

/// Changes the list, in both places: `Ok` where at least one of them keeps it.
///
/// # Errors
/// A [`Failure`]; the list is as it was.
pub async fn change(change: impl Fn(&mut KnownBooks)) -> Result<(), Failure> {
    let changed = |mut books: KnownBooks| {
        change(&mut books);
        books.changed = books.changed.saturating_add(1);
        books
    };
    match stored_change(&changed).await {
        Ok(books) => {
            // The one on the disk counts.
            drop(books.save());
            Ok(())
        }
        Err(failure) => {
            let books = changed(KnownBooks::load().unwrap_or_default());
            books.save().map_err(|_| failure)
        }
    }
}

/// Makes a book the one that this device opens. One that has `begun` has
/// entries: if it is found empty, its data was lost. An empty label leaves the
/// one that is known.
///
/// # Errors
/// A [`Failure`]; the list is as it was.
pub async fn make_current(id: &BookId, label: &str, begun: bool) -> Result<(), Failure> {
    change(|known| {
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
    })
    .await
}

/// Notes that a book has entries from now on.
///
/// # Errors
/// A [`Failure`]; the sentinel tells of its loss all the same.
pub async fn has_begun(id: &BookId) -> Result<(), Failure> {
    change(|known| {
        if let Some(book) = known.books.iter_mut().find(|book| book.id == *id) {
            book.begun = true;
        }
    })
    .await
}

/// Forgets a book that was deleted on purpose.
///
/// # Errors
/// A [`Failure`]; it is listed on.
pub async fn forget(id: &BookId) -> Result<(), Failure> {
    change(|known| {
        known.books.retain(|book| book.id != *id);
        if known.current.as_ref() == Some(id) {
            known.current = None;
        }
    })
    .await
}

async fn stored() -> Result<Option<KnownBooks>, Failure> {
    // Where the browser does not list its databases, it is looked for.
    if let Ok(names) = idb::names().await
        && !names.iter().any(|name| name == DATABASE)
    {
        return Ok(None);
    }
    let connection = Connection::open(DATABASE, false).await?;
    let transaction = connection.begin(&[META], Access::Read)?;
    read(&transaction).await
}

async fn stored_change(changed: &impl Fn(KnownBooks) -> KnownBooks) -> Result<KnownBooks, Failure> {
    let connection = Connection::open(DATABASE, true).await?;
    let transaction = connection.begin(&[META], Access::Write)?;
    let stored = read(&transaction).await?;
    let books = changed(newest(KnownBooks::load().ok(), stored));
    let bytes = serde_json::to_vec(&books).unwrap_or_default();
    transaction.put(META, &JsValue::from_str(KEY), &from_bytes(&bytes))?;
    transaction.complete().await?;
    Ok(books)
}

/// `None` where there is none, or none that can be read.
async fn read(transaction: &Transaction) -> Result<Option<KnownBooks>, Failure> {
    let bytes = transaction.get(META, &JsValue::from_str(KEY))?;
    let bytes = bytes.bytes(META).await?;
    Ok(bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
}

fn newest(local: Option<KnownBooks>, stored: Option<KnownBooks>) -> KnownBooks {
    match (local, stored) {
        (Some(local), Some(stored)) if local.changed > stored.changed => local,
        (_, Some(stored)) => stored,
        (local, None) => local.unwrap_or_default(),
    }
}
