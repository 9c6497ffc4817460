//! Why a backup, or what is left of a damaged book, did not become the book.

use ledger::backup::{self, Breach};
use ledger::check;
use ledger::recovery::Hopeless;

/// Why nothing was restored, where its name does not say otherwise. The book
/// that was here is as it was.
#[derive(Clone, PartialEq, Debug)]
pub enum RestoreFailure {
    Unreadable(String),
    /// A packed file that unpacks to more than any backup does.
    Bomb,
    /// The file, and the line of it.
    File(backup::Problem),
    /// The file verifies, and is not what this program wrote.
    Breach(Breach),
    /// The file verifies, and its books do not add up.
    Findings(Vec<check::Finding>),
    /// Nothing of it can go on.
    Hopeless(Hopeless),
    Store(String),
    /// Something was saved since the plan was made: it is no longer true.
    Moved,
    /// The file is not the one that the plan was made of.
    OtherFile,
    /// A number that was asked for is missing or is not of its series.
    Number {
        pattern: String,
        given: String,
    },
    /// The connection broke at the last step: it is restored, or it is not.
    Unknown(String),
}

impl RestoreFailure {
    /// Whether the file is a damaged backup, of which something may be left.
    pub fn is_damage(&self) -> bool {
        let RestoreFailure::File(problem) = self else {
            // A packed file that does not unpack is read by nobody else.
            return matches!(
                self,
                RestoreFailure::Findings(_) | RestoreFailure::Unreadable(_)
            );
        };
        !matches!(
            problem.fault,
            backup::Fault::WrongFile(_) | backup::Fault::TooNew(_) | backup::Fault::Rearranged
        )
    }

    /// Whether a new plan of the same file is to be made and confirmed.
    pub fn asks_anew(&self) -> bool {
        matches!(self, RestoreFailure::Moved | RestoreFailure::OtherFile)
    }
}
