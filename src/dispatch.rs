//! The one place where commands meet the store.
//!
//! Event → form → `Command` → `execute` → `ChangeSet` → apply to a copy →
//! `check` → commit → tell the other tabs → render. A [`Dispatcher`] has a stable
//! identity; the pages get it through `hooks` and see the result as a new
//! [`View`].

mod backup;
mod bank;
mod books;
mod commit;
mod day;
mod demo;
mod device;
mod export;
mod filters;
mod idle;
mod import;
mod import_file;
mod logo;
mod matching;
mod memory;
mod numbers;
mod opening;
mod print;
mod recovery;
mod restore;
mod restore_failure;
mod typing;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::pin::Pin;
use std::rc::Rc;

use ledger::bank::matching::Index;
use ledger::book::Book;
use ledger::command::Execute;
use ledger::date::Date;
use ledger::ids::Seq;
use ledger::journal::{BookId, Hash, Head, Salvage};
use yew::Callback;

use crate::platform::locks::Held;
use crate::platform::{clock, device as this_device, version};
use crate::state::{Browser, News, Reason, Stage, Surroundings, View, ViewContext};
use crate::store::{OpenBook, Store};

pub use crate::platform::files::{ChosenFile, Handed};
pub use crate::platform::pdf::NotMade;
pub use crate::store::long::{Long, Part, Progress};
pub use crate::store::{Done, Failure, NotDone};

pub use backup::SavedBackup;
pub use bank::{BankSource, ReadTable, StatementReport, is_table};
pub use import::{Chosen, CsvFile, ImportReport, Odd};
pub use import_file::ImportFailure;
pub use logo::LogoFailure;
pub use matching::Suggestions;
pub use print::{NoPdf, Printed};
pub use recovery::Damaged;
pub use restore_failure::RestoreFailure;
pub use typing::Typing;

/// The entry that begins a book, with the business and its number series:
/// nothing to undo, and nothing to remind of a backup.
pub(crate) const BEGINNING: Seq = 1;

/// Loads what runs commands; `None` where it cannot be loaded.
pub type LoadCommands = fn() -> Pin<Box<dyn Future<Output = Option<Execute>>>>;

/// The book that is open in this page, and what the page does for it.
pub(crate) struct Session {
    pub open_book: OpenBook,
    pub view: RefCell<Rc<View>>,
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
    /// The browser was asked to keep the book, or need not be.
    pub asked_to_keep: Cell<bool>,
    /// All that could be read, where the store's own order is damaged.
    pub salvaged: Option<Salvage>,
    /// What bank lines are matched by, for the book that it was last asked of.
    pub matching: RefCell<Option<Index>>,
    pub stage: Callback<Stage>,
    pub load_commands: LoadCommands,
    /// Opens the book anew, as another tab replaced it.
    pub reopen: Callback<()>,
    /// Says to the other tabs that this one has the book open.
    pub held: RefCell<Option<Held>>,
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
    /// How the commands are loaded.
    pub(crate) load_commands: LoadCommands,
}

impl PartialEq for Dispatcher {
    fn eq(&self, other: &Dispatcher) -> bool {
        Rc::ptr_eq(&self.session, &other.session)
    }
}

impl Dispatcher {
    pub fn new(stage: Callback<Stage>, load_commands: LoadCommands) -> Dispatcher {
        Dispatcher {
            session: Rc::default(),
            stage,
            news: Rc::default(),
            load_commands,
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
            old.close();
        }
    }
}

impl Session {
    pub fn view(&self) -> Rc<View> {
        self.view.borrow().clone()
    }

    /// The newest book that this tab knows.
    pub fn book(&self) -> Rc<Book> {
        self.open_book.book()
    }

    pub fn store(&self) -> &Store {
        self.open_book.store()
    }

    pub fn id(&self) -> BookId {
        self.open_book.id().clone()
    }

    /// What ran in the background ends, and other tabs are not heard any more.
    pub fn close(&self) {
        self.closed.set(true);
        self.open_book.leave_tabs();
        self.held.replace(None);
    }

    /// Shows a changed view, of the book as it stands.
    pub fn publish(&self, change: impl FnOnce(&mut View)) {
        let mut view = (**self.view.borrow()).clone();
        view.book = self.open_book.book();
        view.mode = self.open_book.mode();
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

    /// Shows what an operation on the book came to, and what it took in of
    /// other tabs.
    pub fn show<T>(&self, result: Result<T, NotDone>) -> Result<T, NotDone> {
        if let Err(NotDone::Store(Failure::Replaced)) = &result {
            self.reopen.emit(());
        }
        let view = self.view();
        if !Rc::ptr_eq(&view.book, &self.book()) || view.mode != self.open_book.mode() {
            self.publish(|_| {});
        }
        result
    }

    pub fn read_only(&self, reason: Reason) {
        self.open_book.read_only(reason);
        self.publish(|_| {});
    }

    pub fn today(&self) -> Date {
        clock::today().unwrap_or(self.view.borrow().today)
    }
}
