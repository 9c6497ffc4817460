//! What this device keeps beside the book: its name, that the browser was
//! asked to keep it, when a backup was put off. None of it is a fact of the
//! book, and none of it is in a backup.

use std::rc::Rc;

use ledger::command::CommandName;
use ledger::date::Timestamp;
use wasm_bindgen_futures::spawn_local;

use super::books::open_name;
use super::memory::keep_reminder;
use super::{Dispatcher, NotDone, Session};
use crate::platform::{clock, device, locks, quota};
use crate::state::{Asking, BackupMark, Keeping, News, Room};
use crate::store::Device;

/// Commands that make a book worth keeping.
const REAL: [CommandName; 7] = [
    CommandName::SaveCustomer,
    CommandName::IssueInvoice,
    CommandName::RecordPayment,
    CommandName::ImportRecords,
    CommandName::IssueQuote,
    CommandName::SaveSchedule,
    CommandName::MakeOccurrences,
];
/// What the store remembers the asking by.
const ASKED: &str = "asked-to-keep";

impl Dispatcher {
    /// Asks the browser never to delete the book by itself.
    pub async fn keep_data(&self) {
        let keeping = ask().await;
        if let Some(session) = self.session() {
            session.publish(|view| view.keeping = keeping);
        }
    }

    /// How much room there is, and how much is taken, in bytes; `None` where
    /// the browser does not say.
    pub async fn room(&self) -> Option<Room> {
        let estimate = quota::estimate().await?;
        Some(Room {
            used: estimate.used,
            most: estimate.quota,
        })
    }

    /// When this program was made; `None` where its build was not told.
    pub fn program_made(&self) -> Option<Timestamp> {
        let seconds: i64 = option_env!("OWED_BUILD")?.parse().ok()?;
        Some(Timestamp(seconds.checked_mul(1_000)?))
    }

    /// Names this device for the entries that it writes from now on; without a
    /// name the browser's own word for it stands there.
    ///
    /// # Errors
    /// [`NotDone`]; the name is as it was.
    pub async fn name_device(&self, name: &str) -> Result<(), NotDone> {
        let session = self.session().ok_or(NotDone::ReadOnly)?;
        let device = Device {
            chain: session.open_book.chain(),
            name: name.to_owned(),
        };
        session.store().keep_device(&device).await?;
        let name: Rc<str> = match name {
            "" => device::name().into(),
            name => name.into(),
        };
        session.open_book.name_device(name.clone());
        session.publish(|view| view.device = name);
        Ok(())
    }

    /// Puts the reminder of a backup off: it counts anew from now.
    pub async fn remind_later(&self) {
        let Some(session) = self.session() else {
            return;
        };
        let mark = BackupMark {
            at: clock::now(),
            seq: session.book().head().seq,
        };
        session.publish(|view| view.reminded = mark);
        keep_reminder(session.store(), mark).await;
    }

    /// The news of the book were read.
    pub fn heard(&self) {
        if let Some(session) = self.session() {
            session.publish(|view| view.news = None);
        }
    }

    /// Tries once more to go on after the numbers that a restore left.
    pub async fn skip_numbers(&self) {
        if let Some(session) = self.session() {
            // What it comes to is shown by the book.
            drop(session.skip_numbers().await);
        }
    }
}

impl Session {
    /// Has the other tabs know that this one has the book open.
    pub fn say_open(self: &Rc<Self>) {
        let session = self.clone();
        spawn_local(async move {
            let held = locks::share(&open_name(&session.id())).await;
            if !session.closed.get() {
                session.held.replace(held);
            }
        });
    }

    /// Has the book tell how it came to be what it is.
    pub fn publish_news(&self, news: News) {
        let mut view = (*self.view()).clone();
        view.news = Some(news);
        self.view.replace(Rc::new(view));
    }

    /// Finds out whether the browser promised to keep the book.
    pub fn learn_whether_kept(self: &Rc<Self>) {
        let session = self.clone();
        spawn_local(async move {
            let keeping = keeping().await;
            session
                .asked_to_keep
                .set(!matches!(keeping, Keeping::MayForget(Asking::Helps)));
            if !session.closed.get() {
                session.publish(|view| view.keeping = keeping);
            }
        });
    }

    /// Asks the browser to keep the book, once, after the first record that
    /// would be missed. Not before: some browsers ask the user.
    pub(super) fn ask_to_keep(self: &Rc<Self>, command: CommandName) {
        if self.view().demo || !REAL.contains(&command) || self.asked_to_keep.replace(true) {
            return;
        }
        let session = self.clone();
        spawn_local(async move {
            let before = session.store().meta_get(ASKED).await;
            if !matches!(before, Ok(None)) || session.store().meta_put(ASKED, b"1").await.is_err() {
                return;
            }
            let keeping = ask().await;
            if !session.closed.get() {
                session.publish(|view| view.keeping = keeping);
            }
        });
    }
}

/// How the browser keeps the book, without asking its user anything.
async fn keeping() -> Keeping {
    if quota::persisted().await {
        Keeping::Promised
    } else if quota::is_private().await {
        Keeping::Private
    } else if quota::is_blocked().await {
        Keeping::MayForget(Asking::Blocked)
    } else {
        Keeping::MayForget(Asking::Helps)
    }
}

/// The same after asking it to keep it.
async fn ask() -> Keeping {
    let promised = quota::persist().await;
    match keeping().await {
        _ if promised => Keeping::Promised,
        Keeping::MayForget(Asking::Helps) => Keeping::MayForget(Asking::Refused),
        known => known,
    }
}
