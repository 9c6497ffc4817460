//! A book that is open in this tab: what the tab holds of it, and how it
//! follows what other tabs write.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use ledger::book::Book;
use ledger::change::{Change, Record, RecordId};
use ledger::command::{Command, Context, Undo};
use ledger::date::Date;
use ledger::ids::{Chain, Seq};
use ledger::journal::{self, BookId, Entry, Writer};

use super::failure::{Failure, NotDone};
use super::handle::Store;
use super::mode::{Mode, Reason};
use super::read::follow;
use super::tabs::{Build, Notice, Tabs};
use crate::clock;

/// So many actions keep the values from before them, those of at most so
/// many changes; older and larger ones are undone from the journal.
const KEPT_MAX: usize = 20;
const KEPT_CHANGES_MAX: usize = 1_000;

/// Records as they were; `None` where there was none.
type Values = Vec<(RecordId, Option<Record>)>;

/// A book that is open in this tab. Commands run on it one after the other or
/// at once: each is saved whole after what was saved before, in any tab.
pub struct OpenBook {
    store: Store,
    book: RefCell<Rc<Book>>,
    mode: RefCell<Mode>,
    chain: Chain,
    device: RefCell<Rc<str>>,
    /// What the newest actions of this tab changed, as it was before, by their
    /// first entries.
    kept: RefCell<VecDeque<(Seq, Values)>>,
    tabs: RefCell<Option<Tabs>>,
}

impl OpenBook {
    /// A book as it was read. `chain` and `device` say who writes.
    pub fn new(store: Store, book: Book, mode: Mode, chain: Chain, device: Rc<str>) -> OpenBook {
        OpenBook {
            store,
            book: RefCell::new(Rc::new(book)),
            mode: RefCell::new(mode),
            chain,
            device: RefCell::new(device),
            kept: RefCell::default(),
            tabs: RefCell::default(),
        }
    }

    pub fn id(&self) -> &BookId {
        self.store.book()
    }

    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The newest book that this tab knows.
    pub fn book(&self) -> Rc<Book> {
        self.book.borrow().clone()
    }

    pub fn mode(&self) -> Mode {
        self.mode.borrow().clone()
    }

    /// The chain that this tab writes on.
    pub fn chain(&self) -> Chain {
        self.chain
    }

    /// The device's name, as it stands in what this tab writes.
    pub fn device(&self) -> Rc<str> {
        self.device.borrow().clone()
    }

    pub fn name_device(&self, name: Rc<str>) {
        self.device.replace(name);
    }

    /// Nothing is written any more. Of several reasons the first is the one to
    /// tell.
    pub fn read_only(&self, reason: Reason) {
        let mut mode = self.mode.borrow_mut();
        if *mode == Mode::Writable {
            *mode = Mode::ReadOnly(reason);
        }
    }

    /// What a command cannot know by itself. `override_closed` is why a fact is
    /// recorded in a closed period.
    pub fn context(&self, today: Date, override_closed: Option<String>) -> Context {
        Context {
            today,
            chain: self.chain,
            override_closed,
        }
    }

    /// Who writes, at this moment.
    pub fn writer(&self) -> Writer {
        let book = self.book();
        let business = book.business();
        Writer {
            book: self.id().clone(),
            chain: self.chain,
            device: self.device().to_string(),
            actor: business.map_or_else(String::new, |business| business.details.name.clone()),
            at: clock::now(),
        }
    }

    /// Tells the other tabs of this book what is saved here, and hears them:
    /// each notice is for [`OpenBook::heed`]. Without a channel the check of
    /// the head still guards the book.
    pub fn join_tabs(&self, build: Build, hear: impl FnMut(Notice) + 'static) {
        self.tabs.replace(Tabs::join(self.id(), build, hear).ok());
    }

    /// Neither tells nor hears the other tabs any more.
    pub fn leave_tabs(&self) {
        self.tabs.replace(None);
    }

    pub fn tell(&self, notice: &Notice) {
        if let Some(tabs) = &*self.tabs.borrow() {
            // The others find out at their next write.
            drop(tabs.tell(notice));
        }
    }

    /// Follows what another tab told.
    ///
    /// # Errors
    /// [`Failure::Replaced`] where the book must be opened anew, or as
    /// [`OpenBook::catch_up`].
    pub async fn heed(&self, notice: &Notice) -> Result<(), NotDone> {
        match notice {
            Notice::Committed { .. } => self.catch_up().await,
            Notice::Replaced => Err(Failure::Replaced.into()),
            Notice::Deleted => {
                self.read_only(Reason::Deleted);
                Ok(())
            }
            Notice::Outdated { .. } => {
                self.read_only(Reason::Outdated);
                Ok(())
            }
        }
    }

    /// Loads the entries that another tab wrote.
    ///
    /// # Errors
    /// [`NotDone`]; where an entry does not verify the book goes read-only.
    /// [`Failure::Replaced`]: open the book anew.
    pub async fn catch_up(&self) -> Result<(), NotDone> {
        let known = *self.book().head();
        let lines = self.told(self.store.entries_after(known.seq).await)?;
        let mut after = (*self.book()).clone();
        if after.head() != &known {
            return Ok(());
        }
        if lines.is_empty() && self.store.head().await?.seq < known.seq {
            // Cleared under the open page, and made anew by another one.
            return Ok(self.told(Err(Failure::Vanished))?);
        }
        for line in lines {
            if let Err(fault) = follow(&mut after, &line) {
                self.read_only(fault.clone().into());
                return Err(fault.into());
            }
        }
        self.adopt(after);
        Ok(())
    }

    /// Holds a newer book from now on; an older one is left.
    pub(super) fn adopt(&self, newer: Book) {
        if self.book().head().seq < newer.head().seq {
            self.book.replace(Rc::new(newer));
        }
    }

    /// Entries of this book, as far as it has them.
    ///
    /// # Errors
    /// [`NotDone::Store`] or [`NotDone::Journal`].
    pub async fn entries(&self, first: Seq, last: Seq) -> Result<Vec<Entry>, NotDone> {
        let lines = self.told(self.store.entries(first..=last).await)?;
        lines
            .iter()
            .map(|line| journal::read(line).map_err(NotDone::from))
            .collect()
    }

    /// The command that undoes the entries of one action.
    ///
    /// # Errors
    /// [`NotDone::Store`] or [`NotDone::Journal`].
    pub async fn undo(&self, first: Seq, last: Seq) -> Result<Command, NotDone> {
        let entries = self.entries(first, last).await?;
        let before = self.values_before(first, &entries).await?;
        Ok(Command::Undo(Box::new(Undo { entries, before })))
    }

    /// The values that the records of `entries` had before entry `first`:
    /// kept from when this tab wrote them, else found by reading the journal
    /// backwards.
    async fn values_before(&self, first: Seq, entries: &[Entry]) -> Result<Values, NotDone> {
        const SLICE: Seq = 500;
        let kept = self
            .kept
            .borrow()
            .iter()
            .find(|(seq, _)| *seq == first)
            .cloned();
        if let Some((_, values)) = kept {
            return Ok(values);
        }
        let mut wanted: Vec<RecordId> = entries
            .iter()
            .flat_map(|entry| entry.changes.iter().flatten().map(Change::id))
            .collect();
        wanted.sort_unstable();
        wanted.dedup();
        let mut found = Vec::new();
        // What the action itself created has no earlier value: its ids were
        // minted by it, so nothing before it names them.
        let mut end = first;
        while end > 1 && !wanted.is_empty() {
            let start = end.saturating_sub(SLICE).max(1);
            for entry in self.entries(start, end - 1).await?.iter().rev() {
                for change in entry.changes.iter().rev().flatten() {
                    if let Ok(place) = wanted.binary_search(&change.id()) {
                        let id = wanted.remove(place);
                        found.push(match change {
                            Change::Put(record) => (id, Some(record.clone())),
                            Change::Remove(_) => (id, None),
                        });
                    }
                }
            }
            end = start;
        }
        Ok(found)
    }

    /// Keeps what an action changed as it was before, for its undo.
    pub(super) fn keep_values(&self, before: &Book, changes: &[Change]) {
        if changes.len() > KEPT_CHANGES_MAX {
            return;
        }
        let mut kept = self.kept.borrow_mut();
        if kept.len() == KEPT_MAX {
            kept.pop_front();
        }
        let values = changes.iter().map(|change| {
            let id = change.id();
            (id, before.record(id))
        });
        kept.push_back((before.head().seq + 1, values.collect()));
    }

    /// Forgets them: they have words that were erased.
    pub(super) fn forget_values(&self) {
        self.kept.borrow_mut().clear();
    }

    /// What the store answered; a failure that means more than this one
    /// operation makes the book read-only.
    pub(super) fn told<T>(&self, answer: Result<T, Failure>) -> Result<T, Failure> {
        if let Err(failure) = &answer
            && let Some(reason) = Reason::of(failure)
        {
            self.read_only(reason);
        }
        answer
    }
}
