//! What can go wrong between a book and the disk, and what that means for it.
//!
//! Every operation of the store ends in its value or in a [`Failure`], every
//! action on an open book in what it came to or in [`NotDone`]. A failed write
//! wrote nothing, with the one exception that the variant names.
//! The sentences the user reads are made in `text`, from these.

use ledger::check::Finding;
use ledger::ids::Seq;
use ledger::journal::{Fault, Hash, Head};
use ledger::problem::Refusal;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::DomException;

use crate::random::NoRandom;

/// Why an action came to nothing. Nothing was written.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
pub enum NotDone {
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The disk, the browser or the database.
    #[error(transparent)]
    Store(#[from] Failure),
    /// The book is open to read only.
    #[error("this book is open to read only")]
    ReadOnly,
    /// The change would break an invariant: an error of the program.
    #[error("this would break the books: {0:?}")]
    Findings(Vec<Finding>),
    #[error(transparent)]
    Journal(#[from] Fault),
    #[error(transparent)]
    NoRandom(#[from] NoRandom),
    #[error("other tabs kept writing; try again")]
    Busy,
    #[error("a part of the program could not be loaded")]
    NotLoaded,
    #[error("given up before anything was written")]
    Cancelled,
}

/// Why an operation of the store did not happen. Nothing was written.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Failure {
    /// The browser keeps no data for this page: a private window, a setting,
    /// or an old browser.
    #[error("this browser keeps no data for this page: {0}")]
    Unavailable(String),
    /// The disk, or the browser's share of it, is full.
    #[error("no room left; nothing of this was written")]
    QuotaExceeded,
    /// The connection broke, and again after it was reopened. The one case
    /// where a write may have arrived all the same: read the head to know.
    #[error("the connection to the database broke twice: {0}")]
    Disconnected(String),
    /// The connection broke, and the database is gone: storage was cleared.
    #[error("the book's database is gone")]
    Vanished,
    /// Another tab deleted the book.
    #[error("the book was deleted in another tab")]
    Deleted,
    /// A restore put another journal in the place of the one that this handle
    /// opened: open the book anew.
    #[error("the book was replaced from a backup")]
    Replaced,
    /// A newer version of the program changed the database's layout.
    #[error("a newer version of Owed uses this book")]
    Superseded,
    /// Another tab holds the book open and does not let go of it.
    #[error("another tab holds the book open")]
    Blocked,
    /// Other tabs sealed entries under this operation each time it was tried.
    #[error("other tabs kept changing the book; nothing of this was written")]
    Busy,
    /// The caller broke a rule of the store.
    #[error("refused: {0}")]
    Refused(&'static str),
    /// The browser refused or rolled back.
    #[error("rolled back by the browser: {0}")]
    Aborted(String),
    /// What was read does not add up.
    #[error(transparent)]
    Damaged(#[from] Damage),
}

/// What does not add up in the stored bytes. The book goes read-only.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Damage {
    #[error("the record of the book's head cannot be read")]
    Head,
    /// The head is older than the journal: a part of the database was set
    /// back.
    #[error("the head stands at entry {}, the journal at entry {journal_last}", .head.seq)]
    OldHead { head: Head, journal_last: Seq },
    #[error("entries {first} to {last} are not all there")]
    Missing { first: Seq, last: Seq },
    #[error("the sealed entries up to {last} do not match their digest")]
    Segment { last: Seq },
    #[error("the snapshot cannot be read")]
    Snapshot,
    #[error("the file {hash} does not match its digest")]
    Blob { hash: Hash },
    #[error("a value in the store {0} is not bytes")]
    NotBytes(&'static str),
}

impl Damage {
    /// Whether the book's end cannot be relied on, however good its entries.
    pub fn is_of_head(&self) -> bool {
        matches!(self, Damage::Head | Damage::OldHead { .. })
    }
}

impl Failure {
    /// Reads what JavaScript threw, or what a request or transaction failed of.
    pub(super) fn from_js(error: &JsValue) -> Failure {
        let Some(error) = error.dyn_ref::<DomException>() else {
            return Failure::Aborted(format!("{error:?}"));
        };
        let text = format!("{}: {}", error.name(), error.message());
        match error.name().as_str() {
            "QuotaExceededError" => Failure::QuotaExceeded,
            // How the engines say that the handle or the process behind it is
            // gone: Chromium the first two, WebKit the last two.
            "InvalidStateError" | "AbortError" | "UnknownError" => Failure::Disconnected(text),
            "VersionError" => Failure::Superseded,
            "SecurityError" => Failure::Unavailable(text),
            _ => Failure::Aborted(text),
        }
    }
}
