//! Opening: from a page that just loaded to a book that can be worked in.
//!
//! Nothing is written before loading finished. Whatever does not add up opens
//! the book to read only; an empty database on a device that knows a book is
//! an alarm, never a welcome.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use ledger::command::Command;
use ledger::date::Date;
use ledger::ids::Seq;
use ledger::journal::{BookId, Head};
use wasm_bindgen_futures::spawn_local;
use yew::Callback;

use super::memory::{backup_mark, reminder, unskipped};
use super::{Dispatcher, Failure, NotDone, Session};
use crate::platform::{clock, device, random, version};
use crate::state::{Check, Keeping, Mode, News, NotOpened, Stage, View, ViewContext};
use crate::store::sentinel::Standing;
use crate::store::tabs::Notice;
use crate::store::{OpenBook, Store, StoredBook, books, read_book, stored_books};

impl Dispatcher {
    /// Opens the book that was open last on this device; the only one there is
    /// where nothing says which that was; of several the user chooses.
    pub async fn open_current(&self) {
        let known = books::load().await;
        let stored = stored_books().await.unwrap_or_default();
        if let Some(id) = &known.current {
            // A book that was named, and not begun before a crash, is none.
            if known.has_begun(id) || entries(id, &stored).await > 0 {
                return self.open_book(id, false).await;
            }
        }
        let mut whole = Vec::new();
        for id in &stored {
            if entries(id, &stored).await > 0 {
                whole.push(id.clone());
            }
        }
        let missing = known.books.iter().any(|book| book.begun);
        match &whole[..] {
            [] if missing => self.stage.emit(Stage::Choose),
            [] => self.stage.emit(Stage::Start),
            [id] => {
                self.open_book(id, false).await;
                let book = self.session().map(|session| session.book());
                let name = book.and_then(|book| Some(book.business()?.details.name.clone()));
                // Where it fails, the book is found anew at the next opening.
                drop(books::make_current(id, &name.unwrap_or_default(), true).await);
            }
            _ => self.stage.emit(Stage::Choose),
        }
    }

    /// Opens a book by its id. The demo book is never listed.
    pub async fn open_book(&self, id: &BookId, demo: bool) {
        self.stage.emit(Stage::Opening);
        match self.opened(id, demo).await {
            Ok(Some(session)) => {
                self.enter(session.clone());
                // What it comes to is shown by the book.
                drop(session.skip_numbers().await);
            }
            Ok(None) => {}
            Err(why) => self.stage.emit(Stage::Failed(why)),
        }
    }

    /// Begins a book of this device under a name and opens it: what begins it
    /// is one action, and only a book that has it becomes this device's.
    ///
    /// # Errors
    /// [`NotDone`]; no book was begun.
    pub async fn begin_book(&self, label: &str, command: &Command) -> Result<(), NotDone> {
        let id = BookId::from_random(random::bytes()?);
        let begun = self.begun(&id, label, command).await;
        if begun.is_err() {
            // Empty, it would be no book at the next opening either.
            drop(Store::delete(&id).await);
        }
        self.enter(begun?);
        Ok(())
    }

    async fn begun(
        &self,
        id: &BookId,
        label: &str,
        command: &Command,
    ) -> Result<Rc<Session>, NotDone> {
        let opened = self.opened(id, false).await;
        let session = opened
            .map_err(|why| match why {
                NotOpened::NewerVersion => Failure::Superseded,
                NotOpened::Other(said) => Failure::Unavailable(said),
            })?
            .ok_or(Failure::Vanished)?;
        let begun = match session.run_now(command).await {
            Ok(_) => books::make_current(id, label, true)
                .await
                .map_err(NotDone::from),
            Err(failure) => Err(failure),
        };
        if begun.is_err() {
            session.close();
        }
        begun.map(|()| session)
    }

    fn enter(&self, session: Rc<Session>) {
        if let Some(news) = self.news.take() {
            session.publish_news(news);
        }
        self.set_session(Some(session.clone()));
        session.shown.set(true);
        self.stage.emit(Stage::Ready(ViewContext(session.view())));
        // After the first paint: the whole book, then what there is to pack.
        session.check_in_background();
        session.learn_whether_kept();
        session.say_open();
        session.follow_day();
        session.bring_filters();
    }

    async fn opened(&self, id: &BookId, demo: bool) -> Result<Option<Rc<Session>>, NotOpened> {
        let stored = read_book(id).await?;
        let standing = stored.standing();
        // A head that is gone while entries are there is damage, not loss.
        let is_empty = stored.opening.head.seq == 0 && !demo && stored.salvaged.is_none();
        if is_empty && (standing == Standing::Lost || books::load().await.has_begun(id)) {
            self.stage.emit(Stage::Lost {
                book: id.clone(),
                remembered: stored.remembered(),
            });
            return Ok(None);
        }
        let today = clock::today().map_err(NotOpened::other)?;
        let session = self.session_of(stored, today, demo).await;
        let session = Rc::new(session.map_err(NotOpened::other)?);
        if matches!(standing, Standing::Unknown | Standing::Superseded) {
            session.remember_if_whole();
        }
        session.join_tabs();
        Ok(Some(session))
    }

    async fn session_of(
        &self,
        stored: StoredBook,
        today: Date,
        demo: bool,
    ) -> Result<Session, NotDone> {
        let mode = stored.reason().map_or(Mode::Writable, Mode::ReadOnly);
        let StoredBook {
            store,
            opening,
            salvaged,
            book,
            snapshot_seq,
            ..
        } = stored;
        let may_write = mode == Mode::Writable;
        let this_device = store.device(may_write).await?;
        let name: Rc<str> = match &this_device.name[..] {
            "" => device::name().into(),
            name => name.into(),
        };
        let backup = backup_mark(&store).await;
        let reminded = reminder(&store, backup, &book, may_write).await;
        let unskipped = unskipped(&store).await;
        let reopen = self.reopening(store.book());
        let open_book = OpenBook::new(store, book, mode, this_device.chain, name);
        let view = View {
            book: open_book.book(),
            mode: open_book.mode(),
            check: Check::Running,
            backup,
            today,
            now: clock::now(),
            reminded,
            keeping: Keeping::Unknown,
            device: open_book.device(),
            unskipped,
            demo,
            undo: None,
            news: None,
        };
        Ok(Session {
            open_book,
            view: RefCell::new(Rc::new(view)),
            snapshot_seq: Cell::new(snapshot_seq),
            sealed: Cell::new(opening.sealed),
            writes: Cell::new(0),
            shown: Cell::new(false),
            closed: Cell::new(false),
            verified: Cell::new(Head::EMPTY),
            asked_to_keep: Cell::new(false),
            salvaged,
            matching: RefCell::default(),
            stage: self.stage.clone(),
            load_commands: self.load_commands,
            reopen,
            held: RefCell::default(),
            pictures: RefCell::default(),
        })
    }

    /// Opens the book anew, once, as another tab replaced it.
    fn reopening(&self, id: &BookId) -> Callback<()> {
        let (dispatcher, id, begun) = (self.clone(), id.clone(), Cell::new(false));
        Callback::from(move |()| {
            if !begun.replace(true) {
                let (dispatcher, id) = (dispatcher.clone(), id.clone());
                dispatcher.bring(News::RestoredElsewhere);
                spawn_local(async move { dispatcher.open_book(&id, false).await });
            }
        })
    }
}

impl Session {
    /// Follows what other tabs tell of the book.
    fn join_tabs(self: &Rc<Self>) {
        let weak = Rc::downgrade(self);
        let hear = move |notice: Notice| {
            if let Some(session) = weak.upgrade() {
                spawn_local(async move {
                    let heeded = session.open_book.heed(&notice).await;
                    // A failure has told its reason itself.
                    drop(session.show(heeded));
                });
            }
        };
        self.open_book.join_tabs(version::build(), hear);
    }
}

/// How many entries a book has; one where it is damaged, as that is not empty.
async fn entries(id: &BookId, stored: &[BookId]) -> Seq {
    if !stored.contains(id) {
        return 0;
    }
    let Ok(store) = Store::open(id).await else {
        return 1;
    };
    match store.opening().await {
        Ok(opening) => opening.head.seq.max(opening.journal_last),
        Err(_) => 1,
    }
}
