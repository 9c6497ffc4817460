//! Where a book is kept: one IndexedDB database per book, and what watches
//! over it from outside.
//!
//! Where to start: [`Store`], then [`Store::append`]. Saved means that the
//! transaction's `complete` fired with the bytes flushed to the disk; every
//! write that moves the head is compare-and-append, so two tabs cannot
//! overwrite each other. [`sentinel`] tells an emptied database from a new
//! one, [`tabs`] tells the other tabs.
//!
//! Entries, snapshots and blobs are opaque bytes here. The store holds no
//! Book, computes no figure, verifies no chain, and says nothing to the user.

mod blobs;
pub mod books;
mod extent;
mod failure;
mod frame;
mod idb;
mod incoming;
mod journal;
mod rewrite;
mod salvage;
mod scratch;
mod segments;
pub mod sentinel;
mod snapshot;
pub mod tabs;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use ledger::journal::BookId;

pub use self::extent::Superseded;
pub use self::failure::{Damage, Failure};
pub use self::idb::StoredBytes;
pub use self::incoming::{Beside, Incoming};
pub use self::journal::{AppendError, Counts, Opening};
pub use self::rewrite::Erasure;
pub use self::snapshot::{SnapshotMark, SnapshotSaved, StoredSnapshot};

use self::extent::Extent;
use self::idb::{Access, Connection, Transaction};

/// A handle on one book's database. Clones share the connection.
#[derive(Clone)]
pub struct Store {
    shared: Rc<Shared>,
}

struct Shared {
    book: BookId,
    connection: RefCell<Rc<Connection>>,
    created: bool,
    /// The segments' generation when this handle last opened the book.
    generation: Cell<Option<u32>>,
}

impl Store {
    /// Opens a book's database, making it where there is none:
    /// [`Opening::created`] says so, and only the [`sentinel`] can say whether
    /// that is a new book or a lost one.
    ///
    /// # Errors
    /// [`Failure::Unavailable`] where the browser keeps no data,
    /// [`Failure::Superseded`] where a newer program changed its layout, or
    /// another [`Failure`].
    pub async fn open(book: &BookId) -> Result<Store, Failure> {
        let connection = Connection::open(&database_name(book), true).await?;
        Ok(Store {
            shared: Rc::new(Shared {
                book: book.clone(),
                created: connection.created(),
                connection: RefCell::new(Rc::new(connection)),
                generation: Cell::new(None),
            }),
        })
    }

    /// Deletes a book's database with all that is in it. Handles on it, here
    /// and in other tabs, answer [`Failure::Deleted`] from then on.
    ///
    /// # Errors
    /// [`Failure::Blocked`] where another tab does not let go of it: it goes
    /// when that tab closes.
    pub async fn delete(book: &BookId) -> Result<(), Failure> {
        idb::delete(&database_name(book)).await
    }

    pub fn book(&self) -> &BookId {
        &self.shared.book
    }

    fn created(&self) -> bool {
        self.shared.created
    }

    /// Which of the journals that were ever the book's this handle opened.
    pub fn generation(&self) -> Option<u32> {
        self.shared.generation.get()
    }

    fn set_generation(&self, generation: u32) {
        self.shared.generation.set(Some(generation));
    }

    /// The extent, where it is still that of the journal which this handle
    /// opened.
    async fn extent(&self, transaction: &Transaction) -> Result<Extent, Failure> {
        let extent = Extent::read(transaction).await?;
        match self.generation() {
            Some(known) if known != extent.generation => Err(Failure::Replaced),
            _ => Ok(extent),
        }
    }

    /// Runs `body` in one transaction and ends it: well where it answers `Ok`,
    /// else rolled back. Where the connection broke it is reopened and the
    /// whole run again, once: each body reads the head, or another condition,
    /// before it writes, or writes the same again.
    async fn run<T>(
        &self,
        stores: &[&str],
        access: Access,
        body: impl AsyncFn(&Transaction) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        match self.run_once(stores, access, &body).await {
            Err(Failure::Disconnected(_)) => {
                self.current().give_up();
                self.run_once(stores, access, &body).await
            }
            result => result,
        }
    }

    async fn run_once<T>(
        &self,
        stores: &[&str],
        access: Access,
        body: &impl AsyncFn(&Transaction) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let transaction = self.live().await?.begin(stores, access)?;
        match body(&transaction).await {
            Ok(value) => transaction.complete().await.map(|()| value),
            Err(failure) => Err(transaction.roll_back(failure).await),
        }
    }

    fn current(&self) -> Rc<Connection> {
        Rc::clone(&self.shared.connection.borrow())
    }

    /// A connection good for use, reopened where it was lost. Reopening never
    /// makes a database: one that is gone is an alarm, not a new book.
    async fn live(&self) -> Result<Rc<Connection>, Failure> {
        let connection = self.current();
        if connection.alive()? {
            return Ok(connection);
        }
        let reopened = Rc::new(Connection::open(&database_name(self.book()), false).await?);
        self.shared.connection.replace(Rc::clone(&reopened));
        Ok(reopened)
    }
}

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

const PREFIX: &str = "owed-";

fn database_name(book: &BookId) -> String {
    format!("{PREFIX}{book}")
}
