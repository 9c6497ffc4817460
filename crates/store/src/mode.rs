//! Whether an open book may be written, and why not.

use ledger::check::Finding;
use ledger::ids::Seq;
use ledger::journal::Fault;

use super::failure::Failure;

/// Whether this tab may write.
#[derive(Clone, PartialEq, Debug)]
pub enum Mode {
    Writable,
    ReadOnly(Reason),
}

/// Why a book is open to read only. Nothing is written, and the export stays
/// possible.
#[derive(Clone, PartialEq, Debug)]
pub enum Reason {
    /// The stored bytes do not add up.
    Damaged(String),
    /// An entry does not verify; the book is shown up to the one before.
    Entry(Fault),
    /// A newer program wrote this book.
    TooNew,
    /// A newer program runs in another tab.
    Outdated,
    /// The database ends before entries that this device remembers.
    Behind { remembered: Seq },
    /// Another last entry than this device remembers.
    Differs,
    /// An invariant does not hold.
    Findings(Vec<Finding>),
    /// The book was deleted in another tab.
    Deleted,
}

impl Reason {
    /// Whether something of the book is damaged, so that what is left may go
    /// on.
    pub fn is_damage(&self) -> bool {
        match self {
            Reason::Damaged(_)
            | Reason::Entry(_)
            | Reason::Behind { .. }
            | Reason::Differs
            | Reason::Findings(_) => true,
            Reason::TooNew | Reason::Outdated | Reason::Deleted => false,
        }
    }

    /// What a failure says of the whole book; `None` where it says nothing
    /// beyond the one operation.
    pub(super) fn of(failure: &Failure) -> Option<Reason> {
        match failure {
            Failure::Damaged(damage) => Some(Reason::Damaged(damage.to_string())),
            Failure::Superseded => Some(Reason::Outdated),
            Failure::Deleted | Failure::Vanished => Some(Reason::Deleted),
            _ => None,
        }
    }
}

impl From<Fault> for Reason {
    fn from(fault: Fault) -> Reason {
        match fault {
            Fault::TooNew(_) => Reason::TooNew,
            fault => Reason::Entry(fault),
        }
    }
}
