//! Restoring a backup: a dry run, then all of it or nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::pin::Pin;
use std::rc::Rc;

use ledger::backup::{self, Audit, BackupReader, Breach, Comparison, Header, Item};
use ledger::book::Book;
use ledger::business::Series;
use ledger::check;
use ledger::command::{Command, CommandName};
use ledger::date::Date;
use ledger::ids::SeriesId;
use ledger::invoice::numbering;
use ledger::journal::{BookId, Hash, Head};
use ledger::problem::{Problem, Refusal, What};
use ledger::recovery::Hopeless;
use ledger::slices::Steps;

use super::commit::{last_numbers, last_values};
use super::{Dispatcher, Long, NotDone, Session, save_snapshot};
use crate::boot::{build, keep_unskipped, make_current, restored_meta, stored_book, unskipped};
use crate::platform::clock;
use crate::platform::files::ChosenFile;
use crate::platform::pause::Slices;
use crate::platform::streams::{Chunks, StreamError};
use crate::state::{AskNumber, BackupMark, Mode, News, Replaced, RestorePlan, Unskipped};
use crate::store::sentinel::{Sentinel, SentinelError};
use crate::store::tabs::{Notice, Tabs};
use crate::store::{AppendError, Beside, Failure, Incoming, Store, Superseded};

/// Why nothing was restored, where its name does not say otherwise. The book
/// that was here is as it was.
#[derive(Clone, PartialEq, Debug)]
pub enum RestoreFailure {
    Unreadable(String),
    /// A packed file that unpacks to more than any backup does.
    Bomb,
    /// The file, and the line of it.
    File(backup::Problem),
    /// The file verifies, and is not what this program wrote.
    Breach(Breach),
    /// The file verifies, and its books do not add up.
    Findings(Vec<check::Finding>),
    /// Nothing of it can go on.
    Hopeless(Hopeless),
    Store(String),
    /// Something was saved since the plan was made: it is no longer true.
    Moved,
    /// The file is not the one that the plan was made of.
    OtherFile,
    /// A number that was asked for is missing or is not of its series.
    Number {
        pattern: String,
        given: String,
    },
    /// The connection broke at the last step: it is restored, or it is not.
    Unknown(String),
}

impl RestoreFailure {
    /// Whether the file is a damaged backup, of which something may be left.
    pub fn is_damage(&self) -> bool {
        let RestoreFailure::File(problem) = self else {
            // A packed file that does not unpack is read by nobody else.
            return matches!(
                self,
                RestoreFailure::Findings(_) | RestoreFailure::Unreadable(_)
            );
        };
        !matches!(
            problem.fault,
            backup::Fault::WrongFile(_) | backup::Fault::TooNew(_) | backup::Fault::Rearranged
        )
    }

    /// Whether a new plan of the same file is to be made and confirmed.
    pub fn asks_anew(&self) -> bool {
        matches!(self, RestoreFailure::Moved | RestoreFailure::OtherFile)
    }
}

/// What one passage over the file gives.
struct Read {
    header: Header,
    digest: Hash,
    book: Book,
    /// The blobs that are in the file.
    blobs: BTreeSet<Hash>,
    /// Where the entries were to be stored: there, but not the book's yet.
    arrived: Option<Arrived>,
}

/// Entries in the store that nobody reads before they replace the book's.
struct Arrived {
    store: Store,
    incoming: Incoming,
}

/// The book of a file as it is on this device.
pub(super) struct Here {
    /// The head that a restore may replace; `None` where it cannot be read.
    pub head: Option<Head>,
    pub book: Rc<Book>,
}

/// Entries written at a time.
pub(super) const SLICE: usize = 1_000;
/// A packed file may unpack to so many bytes, and beyond them to so many times
/// its size: the text of entries packs to a tenth or so.
const UNPACKED_BYTES: u64 = 64 << 20;
const UNPACKED_TIMES: u64 = 200;

impl Dispatcher {
    /// Reads a backup and says what it holds and what it would replace.
    /// Nothing is written.
    ///
    /// # Errors
    /// [`RestoreFailure`].
    pub async fn plan_restore(&self, file: &ChosenFile) -> Result<RestorePlan, RestoreFailure> {
        let read = read(file, false).await?;
        let findings = check::whole(&read.book);
        if !findings.is_empty() {
            return Err(RestoreFailure::Findings(findings));
        }
        let id = &read.header.book;
        let here = here(self, id).await.map_err(RestoreFailure::Store)?;
        let replaces = match &here {
            Some(here) if here.head.is_none() || here.book.head().seq > 0 => Some(Replaced {
                entries: here.book.head().seq,
                differs: differs(&here.book, &read.book).await,
            }),
            _ => None,
        };
        let other = self.session().filter(|open| open.id() != *id);
        let other = other.map(|open| open.book().head().seq);
        let named = backup::blobs_named(&read.book);
        Ok(RestorePlan {
            customers: read.book.customers().len(),
            documents: read.book.invoices().len(),
            payments: read.book.payments().len(),
            ask: ask_numbers(&read.book, &read.header),
            lacks_blobs: named.difference(&read.blobs).count(),
            stays: other.filter(|entries| *entries > 0),
            may_replace: match here {
                Some(here) => here.head,
                None => Some(Head::EMPTY),
            },
            digest: read.digest,
            header: read.header,
            replaces,
        })
    }

    /// Restores a backup as its plan said and opens its book. `numbers` holds
    /// the last number sent of each series that the plan asked for, as printed.
    ///
    /// # Errors
    /// [`RestoreFailure`]. What fails once it is restored, the restored book
    /// says.
    pub async fn restore(
        &self,
        file: &ChosenFile,
        plan: &RestorePlan,
        numbers: &[(SeriesId, String)],
        reason: &str,
    ) -> Result<(), RestoreFailure> {
        let Read {
            header,
            digest,
            book,
            arrived,
            ..
        } = read(file, true).await?;
        if (&header, digest) != (&plan.header, plan.digest) {
            return Err(RestoreFailure::OtherFile);
        }
        let skips = skips(&book, &BTreeMap::new(), numbers)?;
        let Some(Arrived { store, incoming }) = arrived else {
            return Err(RestoreFailure::Unreadable("no book in it".to_owned()));
        };
        // The file is a backup of what will be here.
        let mark = BackupMark {
            at: header.written,
            seq: header.head.seq,
        };
        let beside = beside(&store, plan.may_replace, Some(mark), skips, reason).await?;
        replace(&store, incoming, &beside).await?;
        self.open_replaced(store, book, None).await;
        Ok(())
    }

    /// Opens a book that a moment ago took the place of the one that was here,
    /// whatever else fails now.
    pub(super) async fn open_replaced(&self, store: Store, book: Book, news: Option<News>) {
        let id = book.id().clone();
        if let Some(session) = self.session().filter(|open| open.id() == id) {
            session.tell(&Notice::Replaced);
        } else if let Ok(tabs) = Tabs::join(&id, build(), drop) {
            // Other tabs may have it open.
            drop(tabs.tell(&Notice::Replaced));
        }
        let noted = note(&store, &book).await;
        // Else opening it would read all entries once more.
        save_snapshot(&store, &book, || true).await;
        drop((store, book));
        if let Some(news) = noted.err().map(News::RestoredBut).or(news) {
            self.bring(news);
        }
        self.open_book(&id, false).await;
    }

    /// Leaves a book that is lost on this device, to begin or restore another.
    /// Its sentinel stays: a restore still asks for the last numbers.
    pub fn leave_lost(&self, _book: &BookId) {
        self.stage.emit(crate::state::Stage::Start);
    }

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
    /// Goes on after the numbers that a restore left to be skipped; nothing
    /// where there are none.
    ///
    /// # Errors
    /// [`NotDone`]; the book says so until it succeeds.
    pub async fn skip_numbers(self: &Rc<Self>) -> Result<(), NotDone> {
        let view = self.view();
        let Some(unskipped) = view.unskipped.clone() else {
            return Ok(());
        };
        if view.mode != Mode::Writable {
            return Err(NotDone::ReadOnly);
        }
        for (series, last, date) in unskipped.numbers.iter().copied() {
            let command = Command::SkipNumbers {
                series,
                last,
                date,
                reason: unskipped.reason.clone(),
            };
            if let Err(why) = self.skip(&command).await {
                let still = Unskipped {
                    why: why.to_string(),
                    ..(*unskipped).clone()
                };
                self.publish(|view| view.unskipped = Some(Rc::new(still)));
                return Err(why);
            }
        }
        // Else it is tried again at the next opening, and finds nothing to do.
        drop(keep_unskipped(&self.store, None).await);
        self.publish(|view| view.unskipped = None);
        Ok(())
    }

    async fn skip(self: &Rc<Self>, command: &Command) -> Result<(), NotDone> {
        let is_done = |problem: &Problem| matches!(problem.what, What::NumberGiven(_));
        match self.run_now(command).await {
            Err(NotDone::Refused(Refusal::Problems(problems))) if problems.iter().all(is_done) => {
                Ok(())
            }
            done => done.map(drop),
        }
    }

    /// Fills an empty book with the demo.
    async fn make_up(self: Rc<Self>) -> Result<(), NotDone> {
        let changes = ledger::demo::changes(self.today(), self.chain.get());
        self.write_changes(CommandName::Demo, changes).await?;
        self.when_idle();
        Ok(())
    }
}

/// Reads the whole file, and into the store of its book as well. Each entry is
/// followed in [`Reading::take`].
async fn read(file: &ChosenFile, into_store: bool) -> Result<Read, RestoreFailure> {
    let mut reader = BackupReader::new();
    let (mut chunks, most) = chunks(file).await?;
    let mut slices = Slices::begin();
    let mut reading = Reading {
        into_store,
        ..Reading::default()
    };
    let mut length = 0_u64;
    while let Some(bytes) = chunks.next().await.map_err(unreadable)? {
        length += u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if most.is_some_and(|most| length > most) {
            return Err(RestoreFailure::Bomb);
        }
        for item in reader.feed(&bytes).map_err(RestoreFailure::File)? {
            reading.take(item).await?;
        }
        reading.store(SLICE).await?;
        slices.breathe().await;
    }
    let (header, digest) = reader.finish_with_digest().map_err(RestoreFailure::File)?;
    reading.store(1).await?;
    let book = reading.book.take();
    let book = book.unwrap_or_else(|| Book::empty(header.book.clone()));
    let audit = reading.audit.finish(&book, &header);
    audit.map_err(RestoreFailure::Breach)?;
    Ok(Read {
        digest,
        book,
        header,
        blobs: reading.blobs,
        arrived: reading.arrived,
    })
}

/// The bytes of a backup, unpacked where it is packed, and how many there may
/// be of them.
async fn chunks(file: &ChosenFile) -> Result<(Chunks, Option<u64>), RestoreFailure> {
    let most = unpacked_max(file).await?;
    let chunks = match most {
        Some(_) => file.unpacked_chunks().map_err(unreadable)?,
        None => file.chunks(),
    };
    Ok((chunks, most))
}

/// How many bytes a packed file may unpack to; `None` where it is not packed.
pub(super) async fn unpacked_max(file: &ChosenFile) -> Result<Option<u64>, RestoreFailure> {
    const GZIP: [u8; 2] = [0x1f, 0x8b];
    let first = file.chunks().next().await.map_err(unreadable)?;
    let is_packed = first.unwrap_or_default().starts_with(&GZIP);
    let most = UNPACKED_BYTES.saturating_add(file.size().saturating_mul(UNPACKED_TIMES));
    Ok(is_packed.then_some(most))
}

pub(super) fn unreadable(error: StreamError) -> RestoreFailure {
    RestoreFailure::Unreadable(error.to_string())
}

/// A backup on its way in.
#[derive(Default)]
struct Reading {
    into_store: bool,
    arrived: Option<Arrived>,
    book: Option<Book>,
    /// What each entry is held against.
    audit: Audit,
    slice: Vec<(Head, Vec<u8>)>,
    blob: Vec<u8>,
    blobs: BTreeSet<Hash>,
}

impl Reading {
    async fn take(&mut self, item: Item) -> Result<(), RestoreFailure> {
        match item {
            Item::Header(header) => {
                if self.into_store {
                    self.arrived = Some(Arrived::begin(&header.book).await?);
                }
                self.book = Some(Book::empty(header.book));
            }
            Item::Entry { bytes, entry } => {
                let Some(book) = &mut self.book else {
                    return Ok(());
                };
                self.audit
                    .entry(book, &entry)
                    .map_err(RestoreFailure::Breach)?;
                book.apply_entry(&entry)
                    .map_err(|misfit| RestoreFailure::Store(misfit.to_string()))?;
                if self.arrived.is_some() {
                    self.slice.push((entry.head(), bytes));
                }
            }
            Item::Blob(chunk) => {
                let is_last = chunk.is_last();
                if let Some(Arrived { incoming, .. }) = &self.arrived {
                    self.blob.extend_from_slice(&chunk.bytes);
                    if is_last {
                        incoming.blob(&self.blob).await.map_err(failed)?;
                        self.blob.clear();
                    }
                }
                if is_last {
                    self.blobs.insert(chunk.blob);
                }
            }
        }
        Ok(())
    }

    /// Hands the store what came, where it is so much.
    async fn store(&mut self, least: usize) -> Result<(), RestoreFailure> {
        if self.slice.len() >= least
            && let Some(Arrived { incoming, .. }) = &mut self.arrived
        {
            incoming.entries(&self.slice).await.map_err(failed)?;
            self.slice.clear();
        }
        Ok(())
    }
}

impl Arrived {
    async fn begin(book: &BookId) -> Result<Arrived, RestoreFailure> {
        let store = Store::open(book).await.map_err(failed)?;
        Ok(Arrived {
            incoming: store.incoming().await.map_err(failed)?,
            store,
        })
    }
}

pub(super) fn failed(failure: impl std::fmt::Display) -> RestoreFailure {
    RestoreFailure::Store(failure.to_string())
}

/// The book of this name as it is on this device, with what was saved of it a
/// moment ago; `None` where there is none.
pub(super) async fn here(dispatcher: &Dispatcher, id: &BookId) -> Result<Option<Here>, String> {
    let Some(session) = dispatcher.session().filter(|open| open.id() == *id) else {
        let stored = stored_book(id).await?;
        return Ok(stored.map(|(head, book)| Here {
            head,
            book: Rc::new(book),
        }));
    };
    // Where it fails, this page shows an older book, and the restore is refused.
    drop(session.catch_up().await);
    let book = session.book();
    let head = match session.store.head().await {
        // What may be replaced is what is compared, whatever is saved after it.
        Ok(_) if session.view().mode == Mode::Writable => Some(*book.head()),
        Ok(head) => Some(head),
        Err(Failure::Damaged(_)) => None,
        Err(Failure::Deleted | Failure::Vanished) => Some(Head::EMPTY),
        Err(failure) => return Err(failure.to_string()),
    };
    Ok(Some(Here { head, book }))
}

pub(super) async fn differs(here: &Book, there: &Book) -> Comparison {
    let steps = Steps::default();
    let comparing = backup::compare_in_steps(here, there, &steps);
    // It is not given up.
    Long::default().drive(comparing).await.unwrap_or_default()
}

/// What becomes the book's in the same moment as the entries do: the chain of
/// this device, the numbers to go on after, the age of the backup.
pub(super) async fn beside(
    store: &Store,
    replaces: Option<Head>,
    backup: Option<BackupMark>,
    mut skips: Vec<(SeriesId, u32, Date)>,
    reason: &str,
) -> Result<Beside, RestoreFailure> {
    // What an earlier restore left to be skipped is skipped after this one.
    if let Some(earlier) = unskipped(store).await {
        let known = |one: &(SeriesId, u32, Date)| skips.contains(one);
        let more: Vec<_> = earlier
            .numbers
            .iter()
            .filter(|one| !known(one))
            .copied()
            .collect();
        skips.extend(more);
    }
    let unskipped = (!skips.is_empty()).then(|| Unskipped {
        numbers: skips,
        reason: reason.to_owned(),
        why: String::new(),
    });
    // The book may go on elsewhere from this very file: what is written here
    // from now on is a chain of its own.
    let meta = restored_meta(store, unskipped.as_ref(), backup)
        .await
        .map_err(RestoreFailure::Store)?;
    let remembered = Sentinel::load(store.book()).ok().flatten();
    let remembered = remembered.map(|known| Superseded {
        generation: known.generation,
        seq: known.head.seq,
    });
    Ok(Beside {
        replaces,
        remembered: remembered.into_iter().collect(),
        meta,
    })
}

/// Makes what arrived the book's, if the book is still the one that the plan
/// showed.
pub(super) async fn replace(
    store: &Store,
    incoming: Incoming,
    beside: &Beside,
) -> Result<(), RestoreFailure> {
    let generation = incoming.generation();
    match incoming.replace(beside).await {
        Ok(_) => Ok(()),
        Err(AppendError::Moved { .. }) => Err(RestoreFailure::Moved),
        // The one failure after which it may be there all the same.
        Err(AppendError::Failed(Failure::Disconnected(why))) => match store.opening().await {
            Ok(opening) if opening.generation == Some(generation) => Ok(()),
            Ok(_) => Err(RestoreFailure::Store(why)),
            Err(_) => Err(RestoreFailure::Unknown(why)),
        },
        Err(AppendError::Failed(failure)) => Err(failed(failure)),
    }
}

/// Notes outside of the book that it is the one to open, and where it ends.
async fn note(store: &Store, book: &Book) -> Result<(), String> {
    let label = book
        .business()
        .map_or_else(String::new, |business| business.details.name.clone());
    let current = make_current(book.id(), &label, true).await;
    remember_anew(store, book).map_err(|error| error.to_string())?;
    current
}

/// After a restore the sentinel stands where the restored book ends; the
/// numbers it remembered stay until they are skipped.
pub(crate) fn remember_anew(store: &Store, book: &Book) -> Result<(), SentinelError> {
    let remembered = Sentinel::load(book.id()).ok().flatten();
    let mut numbers = remembered.map(|known| known.numbers).unwrap_or_default();
    for (run, value) in last_numbers(book) {
        let number = numbers.entry(run).or_default();
        let of = |text: &str| text.parse::<u32>().unwrap_or(0);
        if of(&value) > of(number) {
            *number = value;
        }
    }
    Sentinel {
        book: book.id().clone(),
        head: *book.head(),
        generation: store.generation(),
        numbers,
        at: clock::now(),
    }
    .replace()
}

/// The series whose last number must be asked for: all, where this device
/// remembers nothing of the book or remembers later numbers than the file's.
fn ask_numbers(book: &Book, header: &Header) -> Vec<AskNumber> {
    let sentinel = Sentinel::load(&header.book).ok().flatten();
    if sentinel
        .as_ref()
        .is_some_and(|known| known.head.seq <= header.head.seq)
    {
        return Vec::new();
    }
    last_sent(book, &BTreeMap::new())
}

/// Asks for the last number of each series. `seen` are numbers that are known
/// to have been given, whatever the book says.
pub(super) fn last_sent(book: &Book, seen: &BTreeMap<(SeriesId, u32), u32>) -> Vec<AskNumber> {
    let sentinel = Sentinel::load(book.id()).ok().flatten();
    book.series()
        .iter()
        .map(|series| {
            let seen = seen.iter().filter(|((id, _), _)| *id == series.id);
            let seen = seen.map(|((_, run), value)| (*run, *value));
            let in_file = newest_run(book, series)
                .map_or_else(String::new, |(run, value)| printed(series, run, value));
            let prefix = format!("{}/", series.id);
            let known = sentinel.iter().flat_map(|known| &known.numbers);
            let known = known.filter_map(|(key, value)| {
                let run: u32 = key.strip_prefix(&prefix)?.parse().ok()?;
                Some((run, value.parse().ok()?))
            });
            let newest = known.chain(seen).max();
            let remembered = newest.map(|(run, value): (u32, u32)| printed(series, run, value));
            AskNumber {
                series: series.id,
                pattern: series.pattern.clone(),
                in_file,
                remembered,
            }
        })
        .collect()
}

fn newest_run(book: &Book, series: &Rc<Series>) -> Option<(u32, u32)> {
    book.highest_numbers()
        .filter(|(known, _, _)| *known == series.id)
        .map(|(_, run, value)| (run, value))
        .max()
}

/// A number as its document shows it.
fn printed(series: &Series, run: u32, value: u32) -> String {
    day_in_run(run)
        .and_then(|day| numbering::format(&series.pattern, day, value).ok())
        .unwrap_or_else(|| value.to_string())
}

/// A day that belongs to a run: 2026, 202611, or 0 for any day.
fn day_in_run(run: u32) -> Option<Date> {
    let (year, month) = match run {
        0 => return clock::today().ok(),
        1..10_000 => (run, 1),
        _ => (run / 100, run % 100),
    };
    Date::new(i32::try_from(year).ok()?, month, 1).ok()
}

/// The last numbers that this device remembers to have given out of the
/// series of a book.
fn remembered(book: &Book) -> BTreeMap<(SeriesId, u32), u32> {
    let known = Sentinel::load(book.id()).ok().flatten();
    let numbers = known.map(|known| known.numbers).unwrap_or_default();
    numbers
        .iter()
        .filter_map(|(key, value)| {
            let (series, run) = key.split_once('/')?;
            let (id, run) = (series.parse().ok()?, run.parse().ok()?);
            let series = book.series().get(id)?;
            // Numbers of another pattern are other numbers.
            let is_run = numbering::run(&series.pattern, day_in_run(run)?) == Ok(run);
            is_run.then_some(((id, run), value.parse().ok()?))
        })
        .collect()
}

/// The numbers to go on after, each as a command's figures: those that were
/// given as sent and, whatever was given, those that this device remembers.
pub(super) fn skips(
    book: &Book,
    seen: &BTreeMap<(SeriesId, u32), u32>,
    numbers: &[(SeriesId, String)],
) -> Result<Vec<(SeriesId, u32, Date)>, RestoreFailure> {
    let mut last = remembered(book);
    for (run, value) in seen {
        let known = last.entry(*run).or_default();
        *known = (*known).max(*value);
    }
    for (id, given) in numbers {
        let Some(series) = book.series().get(*id) else {
            continue;
        };
        let given = given.trim();
        if given.is_empty() {
            // None was ever sent.
            continue;
        }
        let wrong = || RestoreFailure::Number {
            pattern: series.pattern.clone(),
            given: given.to_owned(),
        };
        let (run, value) = numbering::read(&series.pattern, given).ok_or_else(wrong)?;
        day_in_run(run).ok_or_else(wrong)?;
        let known = last.entry((*id, run)).or_default();
        *known = value.max(*known);
    }
    let in_book = last_values(book);
    last.retain(|run, value| *value > in_book.get(run).copied().unwrap_or(0));
    let skip = |((series, run), value)| Some((series, value, day_in_run(run)?));
    Ok(last.into_iter().filter_map(skip).collect())
}

/// The demo's database has a name of its own, so that one left behind is
/// found again.
fn demo_id() -> BookId {
    BookId("demo".to_owned())
}
