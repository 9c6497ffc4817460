//! The one place where commands meet the store.
//!
//! Event → form → `Command` → `execute` → `ChangeSet` → `check` → commit →
//! apply → render → tell the other tabs. A [`Dispatcher`] has a stable
//! identity; the pages get it through `hooks` and see the result as a new
//! [`View`].

mod bank;
mod books;
mod commit;
mod day;
mod device;
mod exchange;
mod filters;
mod idle;
mod logo;
mod long;
mod matching;
mod print;
mod recovery;
mod restore;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use ledger::book::Book;
use ledger::date::Date;
use ledger::ids::Chain;
use ledger::journal::{BookId, Fault, Hash, Head, Salvage, Writer};
use ledger::problem::Refusal;
use yew::Callback;

use crate::platform::locks::Held;
use crate::platform::{clock, device as this_device, version};
use crate::state::{
    BackupMark, Browser, Check, Keeping, Mode, News, Reason, Stage, Surroundings, Undoable, View,
    ViewContext,
};
use crate::store::Store;
use crate::store::tabs::{Notice, Tabs};

pub(crate) use commit::{BEGINNING, follow};
pub(crate) use restore::remember_anew;

pub use crate::platform::files::{ChosenFile, Handed};
pub use crate::platform::pdf::NotMade;
pub use crate::store::Failure;

pub use bank::{BankSource, ReadTable, StatementReport, is_table};
pub use commit::{Done, Typing};
pub use exchange::{Chosen, CsvFile, ImportFailure, ImportReport, Odd, SavedBackup};
pub use idle::save_snapshot;
pub use logo::LogoFailure;
pub use long::{Long, Part, Progress};
pub use matching::Suggestions;
pub use print::{NoPdf, Printed};
pub use recovery::Damaged;
pub use restore::RestoreFailure;

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
    Findings(Vec<ledger::check::Finding>),
    #[error(transparent)]
    Journal(#[from] Fault),
    #[error("this browser has no source of random numbers")]
    NoRandom,
    #[error("other tabs kept writing; try again")]
    Busy,
    #[error("given up before anything was written")]
    Cancelled,
}

/// An open book: its store, its tabs, and what this tab holds of it.
pub(crate) struct Session {
    pub store: Store,
    pub tabs: RefCell<Option<Tabs>>,
    pub view: RefCell<Rc<View>>,
    pub chain: Cell<Chain>,
    pub device: RefCell<Rc<str>>,
    pub snapshot_seq: Cell<u32>,
    pub sealed: Cell<u32>,
    /// Grows with every write of this tab: work in the background gives way.
    pub writes: Cell<u32>,
    /// The page shows it: not before a book that begins is whole.
    pub shown: Cell<bool>,
    /// Another book is open now, or none: work in the background ends.
    pub closed: Cell<bool>,
    /// The journal was read back and verified up to here.
    pub verified: Cell<Head>,
    /// What the newest actions of this tab changed, as it was before.
    pub kept: RefCell<VecDeque<commit::KeptValues>>,
    /// The browser was asked to keep the book, or need not be.
    pub asked_to_keep: Cell<bool>,
    /// All that could be read, where the store's own order is damaged.
    pub salvaged: Option<Salvage>,
    /// What bank lines are matched by, for the book that it was last asked of.
    pub matching: RefCell<Option<ledger::bank::matching::Index>>,
    pub stage: Callback<Stage>,
    /// Opens the book anew, as another tab replaced it.
    pub reopen: Callback<()>,
    /// Says to the other tabs that this one has the book open.
    pub open: RefCell<Option<Held>>,
    /// Pictures that were read or kept, should the database go under the open
    /// book.
    pub pictures: RefCell<BTreeMap<Hash, Rc<[u8]>>>,
}

/// The pages' handle on the session.
#[derive(Clone)]
pub struct Dispatcher {
    pub(crate) session: Rc<RefCell<Option<Rc<Session>>>>,
    pub(crate) stage: Callback<Stage>,
    /// What the book that opens next has to tell.
    pub(crate) news: Rc<RefCell<Option<News>>>,
}

impl PartialEq for Dispatcher {
    fn eq(&self, other: &Dispatcher) -> bool {
        Rc::ptr_eq(&self.session, &other.session)
    }
}

impl Dispatcher {
    pub fn new(stage: Callback<Stage>) -> Dispatcher {
        Dispatcher {
            session: Rc::default(),
            stage,
            news: Rc::default(),
        }
    }

    /// Lets go of the open book: what ran in the background ends, and what
    /// other tabs write is not heard any more. What was saved stays.
    pub fn close(&self) {
        self.set_session(None);
    }

    /// Calls back each time that another version of the program can be used.
    pub fn on_new_version(&self, tell: Callback<()>) {
        version::on_new(move || tell.emit(()));
    }

    /// Loads the page again, with the newest version of the program.
    pub fn use_new_version(&self) {
        version::use_new();
    }

    /// Loads the page again as the host has it, past all that is kept of the
    /// program here.
    pub fn load_anew(&self) {
        version::load_anew();
    }

    /// The open book as it stands now, which may be newer than the view that a
    /// page was drawn from.
    pub fn book(&self) -> Option<Rc<Book>> {
        self.session().map(|session| session.book())
    }

    /// Whether keys without Ctrl do something on this device.
    pub fn single_keys(&self) -> bool {
        this_device::single_keys()
    }

    pub fn set_single_keys(&self, on: bool) {
        this_device::set_single_keys(on);
    }

    /// What the page runs in.
    pub fn surroundings(&self) -> Surroundings {
        let told = this_device::told();
        Surroundings {
            browser: Browser::of(&told.vendor, &told.platform, &told.agent, told.touch_points),
            installed: this_device::is_installed(),
        }
    }

    pub(crate) fn session(&self) -> Option<Rc<Session>> {
        self.session.borrow().clone()
    }

    /// Has the book that opens next tell something.
    pub(crate) fn bring(&self, news: News) {
        self.news.replace(Some(news));
    }

    pub(crate) fn set_session(&self, session: Option<Rc<Session>>) {
        if let Some(old) = self.session.replace(session) {
            old.closed.set(true);
            old.tabs.replace(None);
            old.open.replace(None);
        }
    }
}

impl Session {
    pub fn view(&self) -> Rc<View> {
        self.view.borrow().clone()
    }

    pub fn book(&self) -> Rc<Book> {
        self.view.borrow().book.clone()
    }

    pub fn id(&self) -> BookId {
        self.store.book().clone()
    }

    /// Shows a changed view.
    pub fn publish(&self, change: impl FnOnce(&mut View)) {
        let mut view = (**self.view.borrow()).clone();
        change(&mut view);
        if let Ok(today) = clock::today() {
            view.today = today;
        }
        view.now = clock::now();
        let view = Rc::new(view);
        self.view.replace(view.clone());
        // Another one may be in sight by now, or this one not yet.
        if self.closed.get() || !self.shown.get() {
            return;
        }
        self.stage.emit(Stage::Ready(ViewContext(view)));
    }

    pub fn read_only(&self, reason: Reason) {
        self.publish(|view| {
            // The first reason is the one to tell.
            if view.mode == Mode::Writable {
                view.mode = Mode::ReadOnly(reason);
            }
        });
    }

    pub fn writer(&self) -> Writer {
        let book = self.book();
        Writer {
            book: self.id(),
            chain: self.chain.get(),
            device: self.device.borrow().to_string(),
            actor: book
                .business()
                .map(|business| business.details.name.clone())
                .unwrap_or_default(),
            at: clock::now(),
        }
    }

    pub fn today(&self) -> Date {
        clock::today().unwrap_or(self.view.borrow().today)
    }

    pub fn tell(&self, notice: &Notice) {
        if let Some(tabs) = &*self.tabs.borrow() {
            // The others find out at their next write.
            drop(tabs.tell(notice));
        }
    }
}

/// A fresh view of a book.
pub(crate) fn first_view(book: Book, today: Date, demo: bool) -> View {
    View {
        book: Rc::new(book),
        mode: Mode::Writable,
        check: Check::Running,
        backup: None::<BackupMark>,
        today,
        now: clock::now(),
        reminded: BackupMark::default(),
        keeping: Keeping::Unknown,
        device: Rc::default(),
        unskipped: None,
        demo,
        undo: None::<Undoable>,
        news: None,
    }
}
