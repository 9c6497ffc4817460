//! Committing: one action, one transaction.
//!
//! A command is run on the newest book that this tab knows. Its entries are
//! written and read again, the book that they come to is checked, and all is
//! appended where the head is still the one that the command saw. Where
//! another tab wrote first, its entries are taken in and the command runs
//! again on the book that they come to.

use ledger::book::Book;
use ledger::change::{Change, ChangeSet, RecordId};
use ledger::check;
use ledger::command::{Command, Context, Execute};
use ledger::erasure::Traces;
use ledger::ids::{CustomerId, Seq};
use ledger::journal::{self, Erased, Fault, Head};

use super::failure::NotDone;
use super::journal::AppendError;
use super::long::{Long, Part};
use super::mode::Mode;
use super::open_book::OpenBook;
use super::read::ENTRIES;
use super::rewrite::Erasure;
use super::tabs::Notice;
use crate::random;

/// How often an action is run again because another tab wrote first.
const TRIES: u32 = 50;

/// An entry's place and its bytes.
type StoredEntry = (Head, Vec<u8>);

/// What an action came to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Done {
    /// The entries it wrote; `last` is before `first` where it changed nothing.
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

impl OpenBook {
    /// Runs a command by `execute` and saves what it comes to. `Ok` means saved: flushed
    /// to the disk. `scratch` names what was being typed; it is deleted in
    /// the same transaction. The other tabs are told.
    ///
    /// # Errors
    /// [`NotDone`]; nothing was written. [`super::Failure::Replaced`]: open
    /// the book anew.
    pub async fn run(
        &self,
        execute: Execute,
        command: &Command,
        context: &Context,
        scratch: Option<&str>,
        long: &Long,
    ) -> Result<Done, NotDone> {
        let erased = match command {
            Command::EraseCustomer { customer, .. } => Some(*customer),
            _ => None,
        };
        self.commit(scratch, erased, long, async |book| {
            long.begin(Part::Checking, 0);
            let set = execute(book, command, context, long.steps());
            Ok(long.drive(set).await??)
        })
        .await
    }

    /// Saves changes that were made elsewhere, as one action.
    ///
    /// # Errors
    /// As [`OpenBook::run`].
    pub async fn write(&self, set: &ChangeSet) -> Result<Done, NotDone> {
        self.commit(None, None, &Long::default(), async |_| Ok(set.clone()))
            .await
    }

    /// Makes a change set on the newest book and saves it; again on the book
    /// that another tab left, where one wrote first. Where it erases a person,
    /// the bytes of what was erased go in the same transaction.
    async fn commit(
        &self,
        scratch: Option<&str>,
        erased: Option<CustomerId>,
        long: &Long,
        make: impl AsyncFn(&Book) -> Result<ChangeSet, NotDone>,
    ) -> Result<Done, NotDone> {
        for _ in 0..TRIES {
            if self.mode() != Mode::Writable {
                return Err(NotDone::ReadOnly);
            }
            let before = self.book();
            let set = make(&before).await?;
            let saved = match erased {
                None => self.append(&before, &set, scratch, long).await,
                Some(customer) => self.erase(&before, &set, customer, long).await,
            };
            match saved? {
                Some(done) => return Ok(done),
                None => self.catch_up().await?,
            }
        }
        Err(NotDone::Busy)
    }

    /// `None` where another tab wrote first.
    async fn append(
        &self,
        before: &Book,
        set: &ChangeSet,
        scratch: Option<&str>,
        long: &Long,
    ) -> Result<Option<Done>, NotDone> {
        let (after, entries) = self.prepare(before, set, Vec::new(), long).await?;
        long.begin(Part::Saving, 0);
        let scratch: Vec<&str> = scratch.into_iter().collect();
        let store = self.store();
        let saved = store
            .append_and_discard(before.head(), &entries, &scratch)
            .await;
        if !self.is_saved(saved)? {
            return Ok(None);
        }
        self.keep_values(before, &set.changes);
        Ok(Some(self.saved(before, after, set)))
    }

    /// `None` where another tab wrote first.
    async fn erase(
        &self,
        before: &Book,
        set: &ChangeSet,
        customer: CustomerId,
        long: &Long,
    ) -> Result<Option<Done>, NotDone> {
        let (replaced, gone) = self.bare(before, set, customer, long).await?;
        let (after, append) = self.prepare(before, set, gone, long).await?;
        long.begin(Part::Saving, 0);
        let erasure = Erasure {
            append,
            replaced,
            scratch: self.store().scratch_names().await?,
            blobs: Vec::new(),
        };
        let saved = self.store().rewrite(before.head(), &erasure).await;
        if !self.is_saved(saved)? {
            return Ok(None);
        }
        // What could be undone has the words that went.
        self.forget_values();
        Ok(Some(self.saved(before, after, set)))
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
        let salts = random::salts(set.changes.len())?;
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
            .map_err(|misfit| Fault::Malformed(misfit.to_string()))?;
        let checked = check::commit_in_steps(before, &after, &set.changes, long.steps());
        let findings = long.drive(checked).await?;
        if findings.is_empty() {
            Ok((after, entries))
        } else {
            Err(NotDone::Findings(findings))
        }
    }

    /// The entries that lose bytes by an erasure, as they are then, and which
    /// of their changes.
    async fn bare(
        &self,
        before: &Book,
        set: &ChangeSet,
        customer: CustomerId,
        long: &Long,
    ) -> Result<(Vec<(Seq, Vec<u8>)>, Vec<Erased>), NotDone> {
        let traces = Traces::of(before, customer, &set.changes, long.steps());
        let mut traces = long.drive(traces).await?;
        let end = before.head().seq;
        long.begin(Part::Reading, usize::try_from(end).unwrap_or(usize::MAX));
        let (mut replaced, mut erased) = (Vec::new(), Vec::new());
        let mut seq: Seq = 0;
        while seq < end {
            let lines = self.told(self.store().next_entries(seq, ENTRIES).await)?;
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
                Ok::<(), Fault>(())
            };
            long.drive(reading).await??;
        }
        Ok((replaced, erased))
    }

    /// Whether it is saved; not where another tab wrote first.
    fn is_saved(&self, saved: Result<(), AppendError>) -> Result<bool, NotDone> {
        match saved {
            Ok(()) => Ok(true),
            Err(AppendError::Moved { .. }) => Ok(false),
            Err(AppendError::Failed(failure)) => Ok(self.told(Err(failure))?),
        }
    }

    /// Holds what was saved, unless a notice of another tab's later entry was
    /// faster, and tells the other tabs.
    fn saved(&self, before: &Book, after: Book, set: &ChangeSet) -> Done {
        let head = *after.head();
        self.adopt(after);
        if head != *before.head() {
            self.tell(&Notice::Committed { head });
        }
        let put = |change: &&Change| matches!(change, Change::Put(_));
        Done {
            first: before.head().seq + 1,
            last: head.seq,
            put: set.changes.iter().filter(put).map(Change::id).collect(),
        }
    }
}
