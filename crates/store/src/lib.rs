//! Where a book is kept: one IndexedDB database per book, and what watches
//! over it from outside.
//!
//! Where to start: [`Store`], then [`Store::append`]. Saved means that the
//! transaction's `complete` fired with the bytes flushed to the disk; every
//! write that moves the head is compare-and-append, so two tabs cannot
//! overwrite each other. [`sentinel`] tells an emptied database from a new
//! one, [`tabs`] tells the other tabs. Entries, snapshots and blobs are opaque
//! bytes to it.
//!
//! Above it, [`read_book`] folds the Book from what is stored, and says what
//! does not add up. An [`OpenBook`] runs commands on it, each in a loop of
//! compare and append, and follows what other tabs write. Nothing here knows a
//! page or says anything to a user.

// What is read is untrusted: no place in it is taken to be there.
#![cfg_attr(not(test), deny(clippy::indexing_slicing, clippy::string_slice))]

use ledger::journal::BookId;

mod blobs;
pub mod books;
pub mod clock;
mod commit;
mod device;
pub mod digest;
mod entries;
mod extent;
mod failure;
mod frame;
pub mod gzip;
mod handle;
mod idb;
mod incoming;
mod journal;
pub mod long;
mod mode;
mod open_book;
mod packed;
pub mod pause;
pub mod random;
mod read;
mod rewrite;
mod salvage;
mod scratch;
mod segments;
pub mod sentinel;
mod snapshot;
pub mod streams;
pub mod tabs;

pub use self::commit::Done;
pub use self::device::Device;
pub use self::extent::Superseded;
pub use self::failure::{Damage, Failure, NotDone};
pub use self::idb::StoredBytes;
pub use self::incoming::{Beside, Incoming};
pub use self::journal::{AppendError, Counts, Opening};
pub use self::mode::{Mode, Reason};
pub use self::open_book::OpenBook;
pub use self::packed::save_snapshot;
pub use self::read::{ENTRIES, StoredBook, follow, read_book};
pub use self::rewrite::Erasure;
pub use self::snapshot::{SnapshotMark, SnapshotSaved, StoredSnapshot};
pub use handle::Store;

use handle::PREFIX;

/// Whether this device may hold or know a book: what is told at once and at
/// little cost. Where nothing says so there is none.
pub async fn may_hold_books() -> bool {
    sentinel::are_books_listed() || {
        let names = idb::names().await.unwrap_or_default();
        let mut names = names.iter();
        names.any(|name| name == books::DATABASE || is_of_book(name))
    }
}

fn is_of_book(name: &str) -> bool {
    let is_id = |id: &str| id.len() == 32 && id.bytes().all(|digit| digit.is_ascii_hexdigit());
    name.strip_prefix(PREFIX).is_some_and(is_id)
}

/// The books whose databases this browser holds, whether or not the device's
/// memory outside of IndexedDB knows of them.
///
/// # Errors
/// A [`Failure`].
pub async fn stored_books() -> Result<Vec<BookId>, Failure> {
    let names = idb::names().await?;
    let ids = names.iter().filter(|name| is_of_book(name));
    let ids = ids.filter_map(|name| name.strip_prefix(PREFIX));
    Ok(ids.map(|id| BookId(id.to_owned())).collect())
}
