//! What this device keeps in a book's database beside the book: when it was
//! backed up, and numbers that are still to be skipped. None of it is a fact
//! of the book, and none of it is in a backup.

use std::rc::Rc;

use ledger::book::Book;

use super::BEGINNING;
use crate::platform::clock;
use crate::state::{BackupMark, Unskipped};
use crate::store::{Failure, Store};

const BACKUP: &str = "backup";
const REMINDER: &str = "reminder";
const UNSKIPPED: &str = "unskipped";

/// What is kept beside a restored book, to be written with it: a new chain, the
/// numbers to go on after, when the backup was made, what its reminder counts
/// from.
///
/// # Errors
/// There are no random numbers.
pub(super) async fn restored_meta(
    store: &Store,
    unskipped: Option<&Unskipped>,
    backup: Option<BackupMark>,
) -> Result<Vec<(&'static str, Vec<u8>)>, String> {
    let device = store.renewed_device().await;
    // Without a backup it is due at once.
    let reminder = BackupMark {
        at: clock::now(),
        seq: backup.map_or(0, |backup| backup.seq),
    };
    let bytes = |written: serde_json::Result<Vec<u8>>| written.map_err(|error| error.to_string());
    Ok(vec![
        device.map_err(|error| error.to_string())?,
        (UNSKIPPED, bytes(serde_json::to_vec(&unskipped))?),
        (BACKUP, bytes(serde_json::to_vec(&backup))?),
        (REMINDER, bytes(serde_json::to_vec(&reminder))?),
    ])
}

async fn mark(store: &Store, name: &str) -> Option<BackupMark> {
    let bytes = store.meta_get(name).await.ok()??;
    serde_json::from_slice(&bytes).ok()
}

async fn keep_mark(store: &Store, name: &str, mark: BackupMark) {
    if let Ok(bytes) = serde_json::to_vec(&mark) {
        // Only the age of the backup is lost with it.
        drop(store.meta_put(name, &bytes).await);
    }
}

/// When the last backup was made.
pub(super) async fn backup_mark(store: &Store) -> Option<BackupMark> {
    mark(store, BACKUP).await
}

/// Keeps when the last backup was made.
pub(super) async fn keep_backup_mark(store: &Store, mark: BackupMark) {
    keep_mark(store, BACKUP, mark).await;
}

/// What the reminder of a backup counts from: the last one that was made or put
/// off.
pub(super) async fn reminder(
    store: &Store,
    backup: Option<BackupMark>,
    book: &Book,
    may_write: bool,
) -> BackupMark {
    match mark(store, REMINDER).await.max(backup) {
        Some(mark) => mark,
        None => first_reminder(store, book, may_write).await,
    }
}

/// Keeps what the reminder of a backup counts from.
pub(super) async fn keep_reminder(store: &Store, mark: BackupMark) {
    keep_mark(store, REMINDER, mark).await;
}

/// A book that was never backed up here: it counts from its first opening, and
/// what begins it is no change.
async fn first_reminder(store: &Store, book: &Book, may_write: bool) -> BackupMark {
    let first = BackupMark {
        seq: book.head().seq.max(BEGINNING),
        at: clock::now(),
    };
    if may_write {
        keep_reminder(store, first).await;
    }
    first
}

/// The numbers that are still to be skipped.
pub(super) async fn unskipped(store: &Store) -> Option<Rc<Unskipped>> {
    let bytes = store.meta_get(UNSKIPPED).await.ok()??;
    let unskipped: Option<Unskipped> = serde_json::from_slice(&bytes).ok()?;
    unskipped.map(Rc::new)
}

/// Keeps which numbers are still to be skipped.
///
/// # Errors
/// A [`Failure`]; it is as it was.
pub(super) async fn keep_unskipped(
    store: &Store,
    unskipped: Option<&Unskipped>,
) -> Result<(), Failure> {
    let bytes = serde_json::to_vec(&unskipped).unwrap_or_default();
    store.meta_put(UNSKIPPED, &bytes).await
}
