//! Committing: one action, one transaction, and what follows from it.

use std::collections::BTreeMap;
use std::rc::Rc;

use ledger::book::Book;
use ledger::change::{Change, ChangeSet, Record, RecordId};
use ledger::check;
use ledger::command::{Command, CommandName, Context, Undo, execute_in_steps};
use ledger::erasure::Traces;
use ledger::ids::{CustomerId, Seq, SeriesId};
use ledger::journal::{self, Entry, Erased, Head};
use ledger::report::timeline;
use wasm_bindgen_futures::spawn_local;

use super::{Dispatcher, Long, NotDone, Part, Session};
use crate::boot::{ENTRIES, books};
use crate::platform::locks::{self, Held, Taken};
use crate::platform::{clock, random};
use crate::state::{Activity, Mode, Reason, Undoable};
use crate::store::sentinel::Sentinel;
use crate::store::tabs::Notice;
use crate::store::{AppendError, Erasure, Failure};

/// How often an action is run again because another tab wrote first.
const TRIES: u32 = 50;

/// The entry that begins a book, with the business and its number series:
/// nothing to undo.
pub(crate) const BEGINNING: Seq = 1;

/// So many actions keep the values from before them, those of at most so
/// many changes; older and larger ones are undone from the journal.
const KEPT_MAX: usize = 20;
const KEPT_CHANGES_MAX: usize = 1_000;

/// An entry's place and its bytes.
type StoredEntry = (Head, Vec<u8>);

/// The first entry of an action, and its records as they were before.
pub(crate) type KeptValues = (Seq, Vec<(RecordId, Option<Record>)>);

/// What stands between a form's name and the place of one tab's typing.
const PLACE: char = '#';

/// A place in the scratch store that this tab alone writes, as long as this
/// is kept.
pub struct Typing {
    pub name: String,
    /// What was typed there before.
    pub text: Option<String>,
    _held: Option<Held>,
}

impl Typing {
    fn new(name: String, text: Option<String>, held: Option<Held>) -> Typing {
        Typing {
            name,
            text,
            _held: held,
        }
    }
}

/// What an action came to.
#[derive(Clone, Debug)]
pub struct Done {
    /// The entries it wrote; the same where it changed nothing.
    pub first: Seq,
    pub last: Seq,
    /// The records it put.
    pub put: Vec<RecordId>,
}

impl Done {
    /// The first record put of a kind.
    pub fn find<T>(&self, pick: impl Fn(&RecordId) -> Option<T>) -> Option<T> {
        self.put.iter().find_map(pick)
    }
}

impl Dispatcher {
    /// Runs a command and saves what it comes to. `Ok` means saved: flushed
    /// to the disk. `scratch` names what was being typed; it is deleted in
    /// the same transaction.
    ///
    /// # Errors
    /// [`NotDone`]; nothing was written.
    pub async fn run(
        &self,
        command: Command,
        override_closed: Option<String>,
        scratch: Option<String>,
    ) -> Result<Done, NotDone> {
        let long = Long::default();
        self.run_long(&command, override_closed, scratch.as_deref(), &long)
            .await
    }

    /// The same, told and given up as long work.
    ///
    /// # Errors
    /// [`NotDone`]; nothing was written.
    pub async fn run_long(
        &self,
        command: &Command,
        override_closed: Option<String>,
        scratch: Option<&str>,
        long: &Long,
    ) -> Result<Done, NotDone> {
        let session = self.session().ok_or(NotDone::ReadOnly)?;
        if let Command::IssueInvoice(_) | Command::IssueQuote(_) | Command::MakeOccurrences(_) =
            command
        {
            // Else a number could be given that was sent before a restore.
            session.skip_numbers().await?;
        }
        session
            .run_as(command, override_closed, scratch, long)
            .await
    }

    /// Undoes the entries of one action, if nothing came to depend on it.
    ///
    /// # Errors
    /// [`NotDone`].
    pub async fn undo(&self, first: Seq, last: Seq) -> Result<Done, NotDone> {
        let session = self.session().ok_or(NotDone::ReadOnly)?;
        let entries = session.read_entries(first, last).await?;
        let before = session.values_before(first, &entries).await?;
        let command = Command::Undo(Box::new(Undo { entries, before }));
        session.run_now(&command).await
    }

    /// The newest actions of the journal, the last one first; none where they
    /// cannot be read.
    pub async fn newest_activity(&self, most: Seq) -> Vec<Activity> {
        let Some(session) = self.session() else {
            return Vec::new();
        };
        let last = session.book().head().seq;
        let first = last.saturating_sub(most - 1).max(1);
        let entries = session.read_entries(first, last).await.unwrap_or_default();
        // An action of several entries counts once.
        let ends = |entry: &&Entry| entry.header.part == entry.header.parts;
        entries.iter().rev().filter(ends).map(activity).collect()
    }

    /// A place of its own for what is typed into one form of one tab: the
    /// first that a crash or a closed form left with something in it, else a
    /// new one. `form` says which form it is.
    pub async fn take_typed(&self, form: &str) -> Option<Typing> {
        let session = self.session()?;
        let names = session.store.scratch_names().await.unwrap_or_default();
        let is_of_form = |name: &String| {
            name.strip_prefix(form)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(PLACE))
        };
        for name in names.into_iter().filter(is_of_form) {
            match locks::take(&format!("owed-typing-{}-{name}", session.id())).await {
                Taken::Busy => {}
                Taken::Held(held) => {
                    let text = session.typed(&name).await;
                    return Some(Typing::new(name, text, Some(held)));
                }
                // Then the tabs share one place.
                Taken::Unknown => {
                    let text = session.typed(&name).await;
                    return Some(Typing::new(name, text, None));
                }
            }
        }
        let number = random::number().ok()?;
        let name = format!("{form}{PLACE}{number:08x}");
        match locks::take(&format!("owed-typing-{}-{name}", session.id())).await {
            Taken::Held(held) => Some(Typing::new(name, None, Some(held))),
            _ => Some(Typing::new(form.to_owned(), None, None)),
        }
    }

    /// Keeps what is being typed. Best effort: it is no fact.
    pub fn keep_typed(&self, name: String, text: String) {
        if let Some(session) = self.session() {
            spawn_local(async move {
                drop(session.store.scratch_put(&name, text.as_bytes()).await);
            });
        }
    }

    /// Forgets what was being typed.
    pub fn forget_typed(&self, name: String) {
        if let Some(session) = self.session() {
            spawn_local(async move {
                drop(session.store.scratch_delete(&name).await);
            });
        }
    }
}

impl Session {
    /// Runs a command that nobody types.
    pub(super) async fn run_now(self: &Rc<Self>, command: &Command) -> Result<Done, NotDone> {
        self.run_as(command, None, None, &Long::default()).await
    }

    /// Runs what begins a book, before anybody sees it.
    pub(crate) async fn begin(self: &Rc<Self>, command: &Command) -> Result<Done, NotDone> {
        self.run_now(command).await
    }

    async fn run_as(
        self: &Rc<Self>,
        command: &Command,
        override_closed: Option<String>,
        scratch: Option<&str>,
        long: &Long,
    ) -> Result<Done, NotDone> {
        let erased = match command {
            Command::EraseCustomer { customer, .. } => Some(*customer),
            _ => None,
        };
        let done = self
            .commit(scratch, long, erased, async |book| {
                long.begin(Part::Checking, 0);
                let context = self.context(override_closed.clone());
                let set = execute_in_steps(book, command, &context, long.steps());
                Ok(long.drive(set).await??)
            })
            .await?;
        self.after_commit(&done, command);
        Ok(done)
    }

    async fn typed(&self, name: &str) -> Option<String> {
        let bytes = self.store.scratch_get(name).await.ok()??;
        String::from_utf8(bytes).ok()
    }

    pub fn context(&self, override_closed: Option<String>) -> Context {
        Context {
            today: self.today(),
            chain: self.chain.get(),
            override_closed,
        }
    }

    /// Makes a change set on the newest book and saves it; again on the book
    /// that another tab left, where one wrote first. Where it erases a person,
    /// the bytes of what was erased go in the same transaction.
    async fn commit(
        &self,
        scratch: Option<&str>,
        long: &Long,
        erased: Option<CustomerId>,
        make: impl AsyncFn(&Book) -> Result<ChangeSet, NotDone>,
    ) -> Result<Done, NotDone> {
        for _ in 0..TRIES {
            if self.view().mode != Mode::Writable {
                return Err(NotDone::ReadOnly);
            }
            self.begin_write();
            let before = self.book();
            let set = make(&before).await?;
            let (replaced, gone) = match erased {
                Some(customer) => self.bare(&before, customer, &set, long).await?,
                None => Default::default(),
            };
            let (after, entries) = self.prepare(&before, &set, gone, long).await?;
            long.begin(Part::Saving, 0);
            let saved = if erased.is_some() {
                let erasure = Erasure {
                    append: entries.clone(),
                    replaced,
                    scratch: self.store.scratch_names().await?,
                    blobs: Vec::new(),
                };
                self.store.rewrite(before.head(), &erasure).await
            } else {
                let scratch: Vec<&str> = scratch.into_iter().collect();
                self.store
                    .append_and_discard(before.head(), &entries, &scratch)
                    .await
            };
            match saved {
                Ok(()) => {
                    if erased.is_some() {
                        self.snapshot_seq.set(0);
                        // What could be undone has the words that went.
                        self.kept.borrow_mut().clear();
                    } else {
                        self.keep_values(&before, &set.changes);
                    }
                    self.saved(&before, after, &entries);
                    return Ok(Done {
                        first: before.head().seq + 1,
                        last: entries
                            .last()
                            .map_or(before.head().seq, |(head, _)| head.seq),
                        put: put_ids(&set.changes),
                    });
                }
                Err(AppendError::Moved { .. }) => self.catch_up().await?,
                Err(AppendError::Failed(failure)) => {
                    self.failed(&failure);
                    return Err(failure.into());
                }
            }
        }
        Err(NotDone::Busy)
    }

    /// The book with the changes, and the entries that say so, with what they
    /// delete of earlier ones.
    async fn prepare(
        &self,
        before: &Book,
        set: &ChangeSet,
        erased: Vec<Erased>,
        long: &Long,
    ) -> Result<(Book, Vec<StoredEntry>), NotDone> {
        // Each change is written, applied and checked.
        long.begin(Part::Preparing, 3 * set.changes.len());
        let salts = random::salts(set.changes.len()).map_err(|_| NotDone::NoRandom)?;
        let mut salts = salts.into_iter();
        let writer = self.writer();
        let mut salt = || salts.next().unwrap_or_default();
        let (head, command, changes) = (before.head(), set.command, &set.changes);
        let steps = long.steps();
        let written = if erased.is_empty() {
            let written =
                journal::write_in_steps(head, &writer, command, changes, &mut salt, steps);
            long.drive(written).await??
        } else {
            let written = journal::write_erasing_in_steps(
                head, &writer, command, changes, erased, &mut salt, steps,
            );
            long.drive(written).await??
        };
        let entries: Vec<StoredEntry> = written
            .into_iter()
            .map(|written| (written.head, written.bytes))
            .collect();
        let mut after = before.clone();
        let head = entries.last().map_or(*before.head(), |(head, _)| *head);
        let applied = after.apply_commit_in_steps(&set.changes, head, writer.at, long.steps());
        long.drive(applied)
            .await?
            .map_err(|misfit| journal::Fault::Malformed(misfit.to_string()))?;
        let checked = check::commit_in_steps(before, &after, &set.changes, long.steps());
        let findings = long.drive(checked).await?;
        if findings.is_empty() {
            Ok((after, entries))
        } else {
            Err(NotDone::Findings(findings))
        }
    }

    /// Keeps what an action changed as it was before, for its undo.
    fn keep_values(&self, before: &Book, changes: &[Change]) {
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

    /// Shows what was saved, unless a notice of another tab's later entry was
    /// faster.
    fn saved(&self, before: &Book, after: Book, entries: &[StoredEntry]) {
        let head = *after.head();
        if self.book().head() == before.head() {
            self.publish(|view| view.book = Rc::new(after));
        }
        self.remember();
        if before.head().seq == 0 && !self.view().demo {
            let id = self.id();
            spawn_local(async move { books::has_begun(&id).await });
        }
        if !entries.is_empty() {
            self.tell(&Notice::Committed { head });
        }
    }

    /// Writes the sentinel. Where the browser refuses, the book is safe all
    /// the same; only the alarm for its loss is not set.
    pub fn remember(&self) {
        // The demo is nobody's book.
        if !self.view().demo {
            drop(self.sentinel().advance());
        }
    }

    pub fn sentinel(&self) -> Sentinel {
        let book = self.book();
        Sentinel {
            book: self.id(),
            head: *book.head(),
            generation: self.store.generation(),
            numbers: last_numbers(&book),
            at: clock::now(),
        }
    }

    /// Writes changes that were made elsewhere, as one action.
    pub async fn write_changes(
        &self,
        command: CommandName,
        changes: Vec<Change>,
    ) -> Result<Done, NotDone> {
        self.commit(None, &Long::default(), None, async |_| {
            Ok(ChangeSet {
                command,
                changes: changes.clone(),
            })
        })
        .await
    }

    fn after_commit(self: &Rc<Self>, done: &Done, command: &Command) {
        if let Command::EraseCustomer { .. } = command {
            // What could be undone before is not there any more.
            self.publish(|view| view.undo = None);
            self.when_idle();
            return;
        }
        let begins = done.last <= BEGINNING;
        let undoable = (done.last >= done.first && !begins).then_some(Undoable {
            first: done.first,
            last: done.last,
            command: command.name(),
        });
        self.publish(|view| view.undo = undoable);
        self.ask_to_keep(command.name());
        self.when_idle();
    }

    /// A failure that means more than this one action.
    pub(super) fn failed(&self, failure: &Failure) {
        match failure {
            Failure::Damaged(damage) => self.read_only(Reason::Damaged(damage.to_string())),
            Failure::Superseded => self.read_only(Reason::Outdated),
            Failure::Deleted | Failure::Vanished => self.read_only(Reason::Deleted),
            Failure::Replaced => self.reopen.emit(()),
            _ => {}
        }
    }

    /// Loads the entries that another tab wrote.
    ///
    /// # Errors
    /// [`NotDone`]; where an entry does not verify the book goes read-only.
    pub async fn catch_up(&self) -> Result<(), NotDone> {
        let known = *self.book().head();
        let lines = self.store.entries_after(known.seq).await;
        let lines = lines.inspect_err(|failure| self.failed(failure))?;
        let mut after = (*self.book()).clone();
        if after.head() != &known {
            return Ok(());
        }
        if lines.is_empty() && self.store.head().await?.seq < known.seq {
            // Cleared under the open page, and made anew by another one.
            self.failed(&Failure::Vanished);
            return Err(Failure::Vanished.into());
        }
        for line in lines {
            if let Err(fault) = follow(&mut after, &line) {
                self.read_only(fault.clone().into());
                return Err(fault.into());
            }
        }
        if self.book().head().seq < after.head().seq {
            self.publish(|view| view.book = Rc::new(after));
        }
        Ok(())
    }

    async fn read_entries(&self, first: Seq, last: Seq) -> Result<Vec<Entry>, NotDone> {
        let lines = self.store.entries(first..=last).await;
        let lines = lines.inspect_err(|failure| self.failed(failure))?;
        lines
            .iter()
            .map(|line| journal::read(line).map_err(NotDone::from))
            .collect()
    }

    /// The values that the records of `entries` had before entry `first`:
    /// kept from when this tab wrote them, else found by reading the journal
    /// backwards.
    async fn values_before(
        &self,
        first: Seq,
        entries: &[Entry],
    ) -> Result<Vec<(RecordId, Option<Record>)>, NotDone> {
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
            for entry in self.read_entries(start, end - 1).await?.iter().rev() {
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

    /// The entries that lose bytes by an erasure, as they are then, and which
    /// of their changes.
    async fn bare(
        &self,
        before: &Book,
        customer: CustomerId,
        set: &ChangeSet,
        long: &Long,
    ) -> Result<(Vec<(Seq, Vec<u8>)>, Vec<Erased>), NotDone> {
        let traces = Traces::of(before, customer, &set.changes, long.steps());
        let mut traces = long.drive(traces).await?;
        let end = before.head().seq;
        long.begin(Part::Reading, usize::try_from(end).unwrap_or(usize::MAX));
        let (mut replaced, mut erased) = (Vec::new(), Vec::new());
        let mut seq: Seq = 0;
        while seq < end {
            let lines = self.store.next_entries(seq, ENTRIES).await;
            let lines = lines.inspect_err(|failure| self.failed(failure))?;
            if lines.is_empty() {
                // Another tab replaced the book: the transaction tells.
                break;
            }
            let steps = long.steps();
            let reading = async {
                for line in lines {
                    if seq == end {
                        break;
                    }
                    seq += 1;
                    let mut changes = Vec::new();
                    let line = journal::erase(&line, |place, change| {
                        let is_meant = traces.is_meant(change);
                        changes.extend(is_meant.then(|| u32::try_from(place).unwrap_or(u32::MAX)));
                        is_meant
                    })?;
                    if let Some(line) = line {
                        replaced.push((seq, line));
                        erased.push(Erased { seq, changes });
                    }
                    steps.step().await;
                }
                Ok::<(), journal::Fault>(())
            };
            long.drive(reading).await??;
        }
        Ok((replaced, erased))
    }
}

fn activity(entry: &Entry) -> Activity {
    Activity {
        seq: entry.header.seq,
        at: entry.header.at,
        command: entry.header.command_name(),
        about: timeline::about(entry),
    }
}

/// Reads an entry that must follow the book's head, and applies it.
pub(crate) fn follow(book: &mut Book, line: &[u8]) -> Result<(), journal::Fault> {
    let entry = journal::read(line)?;
    journal::follows(book.head(), book.id(), &entry.header)?;
    book.apply_entry(&entry)
        .map_err(|misfit| journal::Fault::Malformed(misfit.to_string()))
}

fn put_ids(changes: &[Change]) -> Vec<RecordId> {
    changes
        .iter()
        .filter(|change| matches!(change, Change::Put(_)))
        .map(Change::id)
        .collect()
}

/// The last number of every run of every series, given or skipped.
pub(crate) fn last_numbers(book: &Book) -> BTreeMap<String, String> {
    last_values(book)
        .into_iter()
        .map(|((series, run), value)| (remembered_key(series, run), value.to_string()))
        .collect()
}

/// The same, by series and run.
pub(crate) fn last_values(book: &Book) -> BTreeMap<(SeriesId, u32), u32> {
    let skipped = book
        .series()
        .iter()
        .flat_map(|series| series.gaps.iter().map(|gap| (series.id, gap.run, gap.last)));
    let mut last: BTreeMap<(SeriesId, u32), u32> = BTreeMap::new();
    for (series, run, value) in book.highest_numbers().chain(skipped) {
        let known = last.entry((series, run)).or_default();
        *known = value.max(*known);
    }
    last
}

/// How the sentinel names a run of a series.
pub(crate) fn remembered_key(series: SeriesId, run: u32) -> String {
    format!("{series}/{run}")
}
