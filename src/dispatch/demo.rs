//! The demo book: nobody's own, and deleted on leaving.

use std::pin::Pin;
use std::rc::Rc;

use ledger::change::ChangeSet;
use ledger::command::CommandName;
use ledger::journal::BookId;

use super::{Dispatcher, NotDone, Session};
use crate::store::Store;

impl Dispatcher {
    /// Opens the demo book, made anew where there is none. Leaving it deletes
    /// it.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn open_demo(&self) -> Result<(), String> {
        self.open_book(&demo_id(), true).await;
        let session = self.session().filter(|session| session.view().demo);
        let session = session.ok_or("the demo did not open")?;
        if session.book().head().seq > 0 {
            return Ok(());
        }
        let making: Pin<Box<dyn Future<Output = _>>> = Box::pin(session.make_up());
        making.await.map_err(|error| error.to_string())
    }

    /// Deletes the demo book, where it is open, and opens the user's own.
    pub async fn leave_demo(&self) {
        if let Some(session) = self.session().filter(|session| session.view().demo) {
            let id = session.id();
            self.set_session(None);
            drop(session);
            // A demo that stays behind takes room and does no harm.
            drop(Store::delete(&id).await);
        }
        self.open_current().await;
    }
}

impl Session {
    /// Fills an empty book with the demo.
    async fn make_up(self: Rc<Self>) -> Result<(), NotDone> {
        let set = ChangeSet {
            command: CommandName::Demo,
            changes: ledger::demo::changes(self.today(), self.open_book.chain()),
        };
        self.begin_write();
        self.show(self.open_book.write(&set).await)?;
        self.when_idle();
        Ok(())
    }
}

/// The demo's database has a name of its own, so that one left behind is
/// found again.
fn demo_id() -> BookId {
    BookId("demo".to_owned())
}
