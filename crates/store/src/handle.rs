//! A handle on one book's database.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::extent::Extent;
use super::failure::Failure;
use super::idb;
use super::idb::{Access, Connection, Transaction};
use ledger::journal::BookId;

/// A handle on one book's database. Clones share the connection.
#[derive(Clone)]
pub struct Store {
    pub(super) shared: Rc<Shared>,
}

pub(super) struct Shared {
    pub(super) book: BookId,
    pub(super) connection: RefCell<Rc<Connection>>,
    pub(super) created: bool,
    /// The segments' generation when this handle last opened the book.
    pub(super) generation: Cell<Option<u32>>,
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

    pub(super) fn created(&self) -> bool {
        self.shared.created
    }

    /// Which of the journals that were ever the book's this handle opened.
    pub fn generation(&self) -> Option<u32> {
        self.shared.generation.get()
    }

    pub(super) fn set_generation(&self, generation: u32) {
        self.shared.generation.set(Some(generation));
    }

    /// The extent, where it is still that of the journal which this handle
    /// opened.
    pub(super) async fn extent(&self, transaction: &Transaction) -> Result<Extent, Failure> {
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
    pub(super) async fn run<T>(
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

    pub(super) async fn run_once<T>(
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

    pub(super) fn current(&self) -> Rc<Connection> {
        Rc::clone(&self.shared.connection.borrow())
    }

    /// A connection good for use, reopened where it was lost. Reopening never
    /// makes a database: one that is gone is an alarm, not a new book.
    pub(super) async fn live(&self) -> Result<Rc<Connection>, Failure> {
        let connection = self.current();
        if connection.alive()? {
            return Ok(connection);
        }
        let reopened = Rc::new(Connection::open(&database_name(self.book()), false).await?);
        self.shared.connection.replace(Rc::clone(&reopened));
        Ok(reopened)
    }
}

pub(super) const PREFIX: &str = "owed-";

pub(super) fn database_name(book: &BookId) -> String {
    format!("{PREFIX}{book}")
}
