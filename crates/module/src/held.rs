//! A book in memory with its journal, without JavaScript: opening it, and
//! running commands on it.

use std::rc::Rc;

use ledger::backup::{self, Audit, BackupReader, BackupWriter, Breach, Item};
use ledger::book::Book;
use ledger::change::{Change, ChangeSet, RecordId};
use ledger::check;
use ledger::command::{Command, CommandName, Context, execute};
use ledger::date::{Date, Timestamp};
use ledger::erasure::Traces;
use ledger::ids::{Chain, CustomerId, Seq};
use ledger::journal::{self, BookId, Erased, Fault, Head, Writer, Written};
use ledger::problem::Refusal;
use ledger::slices::{Steps, at_once};
use serde::{Deserialize, Serialize};

use crate::failure::{ErrorCode, Failure};

/// What an action came to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Done {
    /// The entries it wrote; `last` is before `first` where it changed
    /// nothing.
    pub first: Seq,
    pub last: Seq,
    /// The records it put, in order.
    pub put: Vec<RecordId>,
    /// Earlier entries that lost bytes, as a person was erased: a store of
    /// one's own replaces them in the same transaction.
    pub replaced: Vec<Seq>,
}

/// What became of a command.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Done(Done),
    /// Nothing was changed.
    Refused(Refusal),
}

/// What an action changed, as those who follow the book are told.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Notice {
    pub command: CommandName,
    pub first: Seq,
    pub last: Seq,
    pub changes: Vec<Change>,
}

/// What a book is opened with.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct BookOptions {
    /// The name of the device, as it is to stand in the journal.
    #[serde(default)]
    pub device: String,
    /// Who acts.
    #[serde(default)]
    pub actor: String,
    /// The chain that this device writes on, 8 hexadecimal digits; missing: a
    /// new one. Two devices must never share one.
    #[serde(default)]
    pub chain: Option<Chain>,
    /// Without a history: no entries are written, so there is no backup and
    /// nothing to store. For figures alone, it takes half the time and memory.
    #[serde(default)]
    pub without_history: bool,
}

/// What a command is run with.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct RunOptions {
    /// The user's civil day; missing: today.
    #[serde(default)]
    pub today: Option<Date>,
    /// A reason to record a fact in a closed period.
    #[serde(default)]
    pub override_closed: Option<String>,
}

/// What a backup says of itself, and holds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BackupReport {
    /// It is whole, and keeps the laws of the books.
    Whole(Box<backup::Header>),
    /// It is no backup, or was changed or damaged.
    Problem(backup::Problem),
    /// Its bytes are whole, and what they say breaks a law of the books.
    Breach(String),
}

/// Chance and time, which the ledger has none of.
pub trait World {
    /// # Errors
    /// Where there is no source of randomness.
    fn salts(&self, count: usize) -> Result<Vec<[u8; 16]>, Failure>;
    fn now(&self) -> Timestamp;
}

/// A book, who writes it, and its entries.
#[derive(Clone)]
pub struct Held {
    pub book: Rc<Book>,
    device: String,
    actor: String,
    chain: Chain,
    /// `None` without a history.
    entries: Option<Vec<Rc<[u8]>>>,
}

impl Held {
    /// # Errors
    /// As [`World::salts`].
    pub fn empty(options: &BookOptions, world: &impl World) -> Result<Held, Failure> {
        let dice = world.salts(1)?;
        let id = BookId::from_random(dice.first().copied().unwrap_or_default());
        Held::of(Book::empty(id), Vec::new(), options, world)
    }

    fn of(
        book: Book,
        entries: Vec<Rc<[u8]>>,
        options: &BookOptions,
        world: &impl World,
    ) -> Result<Held, Failure> {
        let chain = match options.chain {
            Some(chain) => chain,
            None => {
                let dice = world.salts(1)?;
                let [a, b, c, d, ..] = dice.first().copied().unwrap_or_default();
                Chain(u32::from_be_bytes([a, b, c, d]))
            }
        };
        Ok(Held {
            book: Rc::new(book),
            device: options.device.clone(),
            actor: options.actor.clone(),
            chain,
            entries: (!options.without_history).then_some(entries),
        })
    }

    /// Folds a book of its entries, from the first one on.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidJournal`] with the place of the entry.
    pub fn from_entries(
        lines: Vec<Vec<u8>>,
        options: &BookOptions,
        world: &impl World,
    ) -> Result<Held, Failure> {
        let Some(first) = lines.first() else {
            return Held::empty(options, world);
        };
        let first = journal::read(first).map_err(|fault| unfit(0, &fault))?;
        let mut book = Book::empty(first.header.book);
        let mut entries = Vec::with_capacity(lines.len());
        for (place, line) in lines.into_iter().enumerate() {
            follow(&mut book, &line).map_err(|fault| unfit(place, &fault))?;
            entries.push(line.into());
        }
        sound(&book)?;
        Held::of(book, entries, options, world)
    }

    /// Opens a backup.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidBackup`].
    pub fn from_backup(
        bytes: &[u8],
        options: &BookOptions,
        world: &impl World,
    ) -> Result<Held, Failure> {
        let (book, entries, _) = restored(bytes).map_err(|report| match report {
            BackupReport::Problem(problem) => Failure::of(ErrorCode::InvalidBackup, &problem),
            BackupReport::Breach(breach) => Failure::new(ErrorCode::InvalidBackup, breach),
            BackupReport::Whole(_) => Failure::new(ErrorCode::Internal, "a whole backup"),
        })?;
        sound(&book)?;
        Held::of(book, entries, options, world)
    }

    /// The bytes of the entries after `after`.
    ///
    /// # Errors
    /// [`ErrorCode::NoHistory`].
    pub fn entries(&self, after: Seq) -> Result<&[Rc<[u8]>], Failure> {
        let entries = self.entries.as_deref().ok_or_else(|| {
            Failure::new(
                ErrorCode::NoHistory,
                "this book was opened without its history",
            )
        })?;
        let from = usize::try_from(after).unwrap_or(usize::MAX);
        Ok(entries.get(from.min(entries.len())..).unwrap_or_default())
    }

    /// The book as one file.
    ///
    /// # Errors
    /// [`ErrorCode::NoHistory`].
    pub fn backup(&self, world: &impl World) -> Result<Vec<u8>, Failure> {
        let entries = self.entries(0)?;
        let written = world.now();
        let day = Date::from_number(written.day())
            .map_err(|_| Failure::new(ErrorCode::Internal, "the clock shows no day"))?;
        let header = backup::Header {
            book: self.book.id().clone(),
            written,
            app: concat!("owed module ", env!("CARGO_PKG_VERSION")).to_owned(),
            entries: u32::try_from(entries.len()).unwrap_or(u32::MAX),
            blobs: 0,
            head: *self.book.head(),
            totals: backup::control_totals(&self.book, day),
        };
        let fault = |fault: backup::WriteFault| Failure::of(ErrorCode::Internal, &fault);
        let mut writer = BackupWriter::new(header).map_err(fault)?;
        let mut bytes = Vec::new();
        for entry in entries {
            writer.entry(entry).map_err(fault)?;
            bytes.extend(writer.piece().unwrap_or_default());
        }
        bytes.extend(writer.finish().map_err(fault)?);
        Ok(bytes)
    }

    /// Runs a command on a day: the book after it, or why nothing was done.
    ///
    /// # Errors
    /// [`ErrorCode::Internal`] where what came of it breaks an invariant;
    /// this book is as it was.
    pub fn run(
        &self,
        command: &Command,
        options: &RunOptions,
        today: Date,
        world: &impl World,
    ) -> Result<Result<(Held, Done, Notice), Refusal>, Failure> {
        let context = Context {
            today,
            chain: self.chain,
            override_closed: options.override_closed.clone(),
        };
        let set = match execute(&self.book, command, &context) {
            Ok(set) => set,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let erased = match command {
            Command::EraseCustomer { customer, .. } => Some(*customer),
            _ => None,
        };
        self.saved(set, erased, world).map(Ok)
    }

    fn saved(
        &self,
        set: ChangeSet,
        erased: Option<CustomerId>,
        world: &impl World,
    ) -> Result<(Held, Done, Notice), Failure> {
        let before = &self.book;
        let at = world.now();
        let mut held = self.clone();
        let mut replaced = Vec::new();
        let head = match &mut held.entries {
            Some(entries) => {
                let gone = match erased {
                    Some(customer) => erase(entries, before, customer, &set.changes)?,
                    None => Vec::new(),
                };
                replaced = gone.iter().map(|erased| erased.seq).collect();
                let written = self.written(&set, gone, at, world)?;
                let head = written.last().map_or(*before.head(), |entry| entry.head);
                entries.extend(written.into_iter().map(|entry| entry.bytes.into()));
                head
            }
            None => {
                let count = set.changes.len().div_ceil(journal::CHANGES_MAX);
                Head {
                    chain: self.chain,
                    seq: before.head().seq + Seq::try_from(count).unwrap_or(0),
                    ..*before.head()
                }
            }
        };
        let mut after = Book::clone(before);
        after
            .apply_commit(&set.changes, head, at)
            .map_err(|misfit| Failure::new(ErrorCode::Internal, misfit.to_string()))?;
        if let Some(finding) = check::commit(before, &after, &set.changes).first() {
            return Err(Failure::new(ErrorCode::Internal, format!("{finding:?}")));
        }
        held.book = Rc::new(after);
        let first = before.head().seq + 1;
        let put = |change: &&Change| matches!(change, Change::Put(_));
        let done = Done {
            first,
            last: head.seq,
            put: set.changes.iter().filter(put).map(Change::id).collect(),
            replaced,
        };
        let notice = Notice {
            command: set.command,
            first,
            last: head.seq,
            changes: set.changes,
        };
        Ok((held, done, notice))
    }

    fn written(
        &self,
        set: &ChangeSet,
        gone: Vec<Erased>,
        at: Timestamp,
        world: &impl World,
    ) -> Result<Vec<Written>, Failure> {
        let writer = Writer {
            book: self.book.id().clone(),
            chain: self.chain,
            device: self.device.clone(),
            actor: self.actor.clone(),
            at,
        };
        let mut salts = world.salts(set.changes.len())?.into_iter();
        let salt = || salts.next().unwrap_or_default();
        let head = self.book.head();
        let written = if gone.is_empty() {
            journal::write(head, &writer, set.command, &set.changes, salt)
        } else {
            journal::write_erasing(head, &writer, set.command, &set.changes, gone, salt)
        };
        written.map_err(|fault| Failure::of(ErrorCode::Internal, &fault))
    }
}

/// Takes the bytes of a person out of the entries; which changes went.
fn erase(
    entries: &mut [Rc<[u8]>],
    before: &Book,
    customer: CustomerId,
    changes: &[Change],
) -> Result<Vec<Erased>, Failure> {
    let steps = Steps::default();
    let mut traces = at_once(Traces::of(before, customer, changes, &steps));
    let mut erased = Vec::new();
    for (seq, line) in (1..).zip(entries) {
        let mut places = Vec::new();
        let bare = journal::erase(line, |place, change| {
            let is_meant = traces.is_meant(change);
            places.extend(is_meant.then(|| u32::try_from(place).unwrap_or(u32::MAX)));
            is_meant
        });
        let bare = bare.map_err(|fault| Failure::of(ErrorCode::Internal, &fault))?;
        if let Some(bare) = bare {
            *line = bare.into();
            erased.push(Erased {
                seq,
                changes: places,
            });
        }
    }
    Ok(erased)
}

/// Reads an entry that must follow the book's head, and applies it.
fn follow(book: &mut Book, line: &[u8]) -> Result<(), Fault> {
    let entry = journal::read(line)?;
    journal::follows(book.head(), book.id(), &entry.header)?;
    book.apply_entry(&entry)
        .map_err(|misfit| Fault::Malformed(misfit.to_string()))
}

fn unfit(place: usize, fault: &Fault) -> Failure {
    let mut failure = Failure::of(ErrorCode::InvalidJournal, fault);
    let place = u32::try_from(place).unwrap_or(u32::MAX);
    failure.path.push(crate::failure::Step::Place(place));
    failure
}

/// Entries that fit each other may still come to a book that breaks a law.
fn sound(book: &Book) -> Result<(), Failure> {
    match check::whole(book).first() {
        None => Ok(()),
        Some(finding) => {
            let message = format!("the book does not add up: {finding:?}");
            Err(Failure::new(ErrorCode::InvalidJournal, message))
        }
    }
}

/// What a backup holds, held against the laws of the books.
type Restored = (Book, Vec<Rc<[u8]>>, backup::Header);

fn restored(bytes: &[u8]) -> Result<Restored, BackupReport> {
    let breach = |breach: Breach| BackupReport::Breach(breach.to_string());
    let mut reader = BackupReader::new();
    let mut audit = Audit::default();
    let mut book = Book::default();
    let mut entries: Vec<Rc<[u8]>> = Vec::new();
    for item in reader.feed(bytes).map_err(BackupReport::Problem)? {
        match item {
            Item::Header(header) => book = Book::empty(header.book),
            Item::Entry { bytes, entry } => {
                audit.entry(&book, &entry).map_err(breach)?;
                book.apply_entry(&entry)
                    .map_err(|misfit| BackupReport::Breach(misfit.to_string()))?;
                entries.push(bytes.into());
            }
            Item::Blob(_) => {}
        }
    }
    let header = reader.finish().map_err(BackupReport::Problem)?;
    audit.finish(&book, &header).map_err(breach)?;
    Ok((book, entries, header))
}

/// Holds a backup against its digests and the laws of the books.
pub fn verify_backup(bytes: &[u8]) -> BackupReport {
    match restored(bytes) {
        Ok((book, _, header)) => match check::whole(&book).first() {
            None => BackupReport::Whole(Box::new(header)),
            Some(finding) => BackupReport::Breach(format!("{finding:?}")),
        },
        Err(report) => report,
    }
}

#[cfg(test)]
mod tests;
