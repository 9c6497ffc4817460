//! The sentinel: what this device remembers of a book outside IndexedDB.
//!
//! A browser can lose a database and open an empty one in its place without a
//! word. The sentinel, in localStorage, holds where the book's journal ended
//! and the last number of each series, so that a loss shows and no number is
//! used twice. It is written after `complete` fired, so after a crash it may
//! lag behind the book, never run ahead of it. Beside it stands the list of
//! books this device knows. It holds no other data of the book.

use std::collections::BTreeMap;

use ledger::date::Timestamp;
use ledger::journal::{BookId, Head};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use web_sys::Storage;

use super::journal::Opening;

/// What the device remembers of a book.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Sentinel {
    pub book: BookId,
    pub head: Head,
    /// Which of the journals that were ever the book's it is of; `None` where
    /// an older version wrote it.
    #[serde(default)]
    pub generation: Option<u32>,
    /// The last number given out, by the series' name.
    pub numbers: BTreeMap<String, String>,
    /// When it was written.
    pub at: Timestamp,
}

/// A book and the database's head beside what the sentinel remembers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// This device remembers nothing of the book.
    Unknown,
    /// The database is where the sentinel says, or further: a crash came
    /// between the two.
    Agrees,
    /// The database is empty although entries were saved here. Never a new
    /// user: lead to the restore.
    Lost,
    /// The database ends before an entry that was saved here.
    Behind,
    /// The same number of entries, but another last one; or another journal
    /// than the one that was saved here last.
    Differs,
    /// It remembers a journal that a restore replaced: the device crashed
    /// before it had written the newer memory down. No loss.
    Superseded,
}

/// Why the sentinel could not be read or written. The book itself is not
/// touched by it.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SentinelError {
    #[error("this browser keeps no local storage for this page")]
    Unavailable,
    #[error("the local storage is full")]
    Full,
    #[error("what the local storage holds under {0} cannot be read")]
    Unreadable(String),
}

/// A book that this device knows.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct KnownBook {
    pub id: BookId,
    /// The name the user chooses it by.
    pub label: String,
    /// It has entries: found empty, it was lost.
    #[serde(default = "yes")]
    pub begun: bool,
}

fn yes() -> bool {
    true
}

/// The books this device knows, and the one to open.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct KnownBooks {
    pub current: Option<BookId>,
    pub books: Vec<KnownBook>,
    /// How often it was changed.
    #[serde(default)]
    pub changed: u64,
}

impl Sentinel {
    /// # Errors
    /// A [`SentinelError`]; an unreadable sentinel is one, never `None`.
    pub fn load(book: &BookId) -> Result<Option<Sentinel>, SentinelError> {
        load(&key(book))
    }

    /// Writes it after a commit. Where another tab has already written a later
    /// one, that one stays.
    ///
    /// # Errors
    /// A [`SentinelError`].
    pub fn advance(&self) -> Result<(), SentinelError> {
        match Sentinel::load(&self.book) {
            Ok(Some(stored))
                if stored.generation == self.generation && stored.head.seq > self.head.seq =>
            {
                Ok(())
            }
            Err(SentinelError::Unavailable) => Err(SentinelError::Unavailable),
            _ => self.replace(),
        }
    }

    /// Writes it whatever stood there: after a restore.
    ///
    /// # Errors
    /// A [`SentinelError`].
    pub fn replace(&self) -> Result<(), SentinelError> {
        save(&key(&self.book), self)
    }

    /// Forgets a book that was deleted on purpose.
    ///
    /// # Errors
    /// A [`SentinelError`].
    pub fn forget(book: &BookId) -> Result<(), SentinelError> {
        storage()?
            .remove_item(&key(book))
            .map_err(|_| SentinelError::Unavailable)
    }
}

impl Opening {
    /// Whether the device remembers a journal that a restore replaced.
    fn has_superseded(&self, sentinel: &Sentinel) -> bool {
        self.superseded.iter().any(|replaced| {
            let generations = replaced.generation.zip(sentinel.generation);
            let may_be_it = generations.is_none_or(|(replaced, known)| replaced == known);
            may_be_it && sentinel.head.seq <= replaced.seq
        })
    }
}

impl Standing {
    /// Compares what the device remembers with what opening the database found.
    pub fn of(sentinel: Option<&Sentinel>, opening: &Opening) -> Standing {
        let Some(sentinel) = sentinel else {
            return Standing::Unknown;
        };
        let (head, known) = (&opening.head, &sentinel.head);
        let generations = sentinel.generation.zip(opening.generation);
        let is_other = generations.is_some_and(|(known, found)| known != found);
        let may_be_other = generations.is_none() || is_other;
        if head.seq == 0 && known.seq > 0 {
            Standing::Lost
        } else if may_be_other && opening.has_superseded(sentinel) {
            Standing::Superseded
        } else if is_other {
            // The database was set back to before a restore.
            Standing::Differs
        } else if head.seq < known.seq {
            Standing::Behind
        } else if head.seq == known.seq && head != known {
            Standing::Differs
        } else {
            Standing::Agrees
        }
    }
}

impl KnownBooks {
    /// # Errors
    /// A [`SentinelError`].
    pub fn load() -> Result<KnownBooks, SentinelError> {
        Ok(load(BOOKS_KEY)?.unwrap_or_default())
    }

    /// # Errors
    /// A [`SentinelError`].
    pub fn save(&self) -> Result<(), SentinelError> {
        save(BOOKS_KEY, self)
    }

    /// Whether a book is known to have entries.
    pub fn has_begun(&self, book: &BookId) -> bool {
        let mut books = self.books.iter();
        books.any(|known| known.id == *book && known.begun)
    }

    pub fn knows(&self, book: &BookId) -> bool {
        self.books.iter().any(|known| known.id == *book)
    }
}

const BOOKS_KEY: &str = "owed-books";

/// Whether there is a list of books, whatever it says.
pub(super) fn are_books_listed() -> bool {
    storage().is_ok_and(|storage| matches!(storage.get_item(BOOKS_KEY), Ok(Some(_))))
}

fn key(book: &BookId) -> String {
    format!("owed-sentinel-{book}")
}

fn storage() -> Result<Storage, SentinelError> {
    web_sys::window()
        .and_then(|window| window.local_storage().ok()?)
        .ok_or(SentinelError::Unavailable)
}

fn load<T: DeserializeOwned>(key: &str) -> Result<Option<T>, SentinelError> {
    let text = storage()?
        .get_item(key)
        .map_err(|_| SentinelError::Unavailable)?;
    text.map(|text| serde_json::from_str(&text))
        .transpose()
        .map_err(|_| SentinelError::Unreadable(key.to_owned()))
}

fn save(key: &str, value: &impl Serialize) -> Result<(), SentinelError> {
    let text =
        serde_json::to_string(value).map_err(|_| SentinelError::Unreadable(key.to_owned()))?;
    storage()?
        .set_item(key, &text)
        .map_err(|_| SentinelError::Full)
}
