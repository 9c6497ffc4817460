//! Restoring a backup: a dry run, then all of it or nothing.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::rc::Rc;

use ledger::backup::{self, BackupReader, Header, Item, compare};
use ledger::book::Book;
use ledger::business::Series;
use ledger::check;
use ledger::command::{Command, Problem, Refusal, What};
use ledger::date::Date;
use ledger::ids::SeriesId;
use ledger::invoice::numbering;
use ledger::journal::{BookId, Head};

use super::commit::{last_numbers, last_values};
use super::{Dispatcher, NotDone, Session, save_snapshot};
use crate::boot::{keep_backup_mark, keep_reminder, keep_unskipped, make_current, new_chain};
use crate::platform::files::ChosenFile;
use crate::platform::pause::Slices;
use crate::platform::rest::NotLoaded;
use crate::platform::{clock, rest};
use crate::state::{AskNumber, BackupMark, Mode, Replaced, RestorePlan, Unskipped};
use crate::store::sentinel::Sentinel;
use crate::store::tabs::Notice;
use crate::store::{AppendError, Failure, Incoming, Store};

/// Why nothing was restored. The book that was here is as it was.
#[derive(Clone, PartialEq, Debug)]
pub enum RestoreFailure {
    Unreadable(String),
    NotLoaded(NotLoaded),
    /// The file, and the line of it.
    File(backup::Problem),
    /// The file verifies, and its books do not add up.
    Findings(Vec<check::Finding>),
    Store(String),
    /// Another tab wrote meanwhile.
    Moved,
    /// A number that was asked for is missing or is not of its series.
    Number {
        pattern: String,
        given: String,
    },
}

/// What one passage over the file gives.
struct Read {
    header: Header,
    book: Book,
    /// Where the entries were to be stored: there, but not the book's yet.
    arrived: Option<Arrived>,
}

/// Entries in the store that nobody reads before they replace the book's.
struct Arrived {
    store: Store,
    expected: Head,
    incoming: Incoming,
}

/// Entries written at a time.
const SLICE: usize = 1_000;

impl Dispatcher {
    /// Reads a backup and says what it holds and what it would replace.
    /// Nothing is written.
    ///
    /// # Errors
    /// [`RestoreFailure`].
    pub async fn plan_restore(&self, file: &ChosenFile) -> Result<RestorePlan, RestoreFailure> {
        rest::load().await.map_err(RestoreFailure::NotLoaded)?;
        // Boxed, or the compiler makes it a piece of this function, which is there before.
        let planning: Pin<Box<dyn Future<Output = _>>> = Box::pin(self.planned(file));
        planning.await
    }

    async fn planned(&self, file: &ChosenFile) -> Result<RestorePlan, RestoreFailure> {
        let read = read(file, false).await?;
        let findings = check::whole(&read.book);
        if !findings.is_empty() {
            return Err(RestoreFailure::Findings(findings));
        }
        let here = self.session().map(|session| session.book());
        let replaces = here
            .filter(|book| book.head().seq > 0)
            .map(|book| Replaced {
                entries: book.head().seq,
                differs: (book.id() == &read.header.book).then(|| compare(&book, &read.book)),
            });
        let ask = ask_numbers(&read.book, &read.header);
        Ok(RestorePlan {
            customers: read.book.customers().len(),
            documents: read.book.invoices().len(),
            payments: read.book.payments().len(),
            header: read.header,
            replaces,
            ask,
        })
    }

    /// Restores a backup and opens its book. `numbers` holds the last number
    /// sent of each series that the plan asked for, as printed.
    ///
    /// # Errors
    /// [`RestoreFailure`]. Where only going on after the numbers fails, the
    /// restored book says so.
    pub async fn restore(
        &self,
        file: &ChosenFile,
        numbers: &[(SeriesId, String)],
        reason: &str,
    ) -> Result<(), RestoreFailure> {
        let Read {
            header,
            book,
            arrived,
        } = read(file, true).await?;
        let skips = skips(&book, numbers)?;
        let Some(Arrived {
            store,
            expected,
            incoming,
        }) = arrived
        else {
            return Err(RestoreFailure::Unreadable("no book in it".to_owned()));
        };
        // The book may go on elsewhere from this very file: what is written
        // here from now on is a chain of its own. First, so that no crash
        // leaves the restored book with the old one.
        new_chain(&store, true)
            .await
            .map_err(RestoreFailure::Store)?;
        // Before as well: nothing may be issued until they are skipped.
        let unskipped = (!skips.is_empty()).then(|| Unskipped {
            numbers: skips,
            reason: reason.to_owned(),
            why: String::new(),
        });
        keep_unskipped(&store, unskipped.as_ref())
            .await
            .map_err(failed)?;
        incoming
            .replace(&expected)
            .await
            .map_err(|error| match error {
                AppendError::Moved { .. } => RestoreFailure::Moved,
                AppendError::Failed(failure) => failed(failure),
            })?;
        forget_and_remember(&book)?;
        let label = book
            .business()
            .map_or_else(String::new, |business| business.details.name.clone());
        make_current(&header.book, &label).map_err(RestoreFailure::Store)?;
        // The file is a backup of what is here now.
        let mark = BackupMark {
            at: header.written,
            seq: header.head.seq,
        };
        keep_backup_mark(&store, mark).await;
        let at = clock::now();
        keep_reminder(&store, BackupMark { at, ..mark }).await;
        if let Some(session) = self.session().filter(|open| open.id() == header.book) {
            session.tell(&Notice::Replaced);
        }
        // Else opening it would read all entries once more.
        save_snapshot(&store, &book, || true).await;
        drop((store, book));
        self.open_book(&header.book, false).await;
        Ok(())
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
        self.write_changes("demo", changes).await?;
        self.when_idle();
        Ok(())
    }
}

/// Reads the whole file, and into the store of its book as well.
async fn read(file: &ChosenFile, into_store: bool) -> Result<Read, RestoreFailure> {
    let mut reader = BackupReader::new();
    let mut chunks = file.chunks();
    let mut slices = Slices::begin();
    let mut arrived: Option<Arrived> = None;
    let mut book: Option<Book> = None;
    let mut slice: Vec<(Head, Vec<u8>)> = Vec::new();
    let mut blob: Vec<u8> = Vec::new();
    while let Some(bytes) = chunks
        .next()
        .await
        .map_err(|error| RestoreFailure::Unreadable(error.to_string()))?
    {
        for item in reader.feed(&bytes).map_err(RestoreFailure::File)? {
            match item {
                Item::Header(header) => {
                    if into_store {
                        arrived = Some(Arrived::begin(&header.book).await?);
                    }
                    book = Some(Book::empty(header.book));
                }
                Item::Entry { bytes, entry } => {
                    let Some(book) = &mut book else { continue };
                    book.apply_entry(&entry)
                        .map_err(|misfit| RestoreFailure::Store(misfit.to_string()))?;
                    if arrived.is_some() {
                        slice.push((entry.head(), bytes));
                    }
                }
                Item::Blob(chunk) => {
                    if let Some(Arrived { incoming, .. }) = &arrived {
                        blob.extend_from_slice(&chunk.bytes);
                        if chunk.is_last() {
                            incoming.blob(&blob).await.map_err(failed)?;
                            blob.clear();
                        }
                    }
                }
            }
            if slice.len() >= SLICE
                && let Some(Arrived { incoming, .. }) = &mut arrived
            {
                incoming.entries(&slice).await.map_err(failed)?;
                slice.clear();
            }
        }
        slices.breathe().await;
    }
    let header = reader.finish().map_err(RestoreFailure::File)?;
    if let Some(Arrived { incoming, .. }) = &mut arrived {
        incoming.entries(&slice).await.map_err(failed)?;
    }
    let book = book.unwrap_or_else(|| Book::empty(header.book.clone()));
    Ok(Read {
        header,
        book,
        arrived,
    })
}

impl Arrived {
    async fn begin(book: &BookId) -> Result<Arrived, RestoreFailure> {
        let store = Store::open(book).await.map_err(failed)?;
        Ok(Arrived {
            expected: match store.head().await {
                // It is replaced whatever it was.
                Err(Failure::Damaged(_)) => Head::EMPTY,
                head => head.map_err(failed)?,
            },
            incoming: store.incoming().await.map_err(failed)?,
            store,
        })
    }
}

fn failed(failure: impl std::fmt::Display) -> RestoreFailure {
    RestoreFailure::Store(failure.to_string())
}

/// After a restore the sentinel stands where the restored book ends; the
/// numbers it remembered stay until they are skipped.
fn forget_and_remember(book: &Book) -> Result<(), RestoreFailure> {
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
        numbers,
        at: clock::now(),
    }
    .replace()
    .map_err(failed)
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
    book.series()
        .iter()
        .map(|series| {
            let in_file = newest_run(book, series)
                .map_or_else(String::new, |(run, value)| printed(series, run, value));
            let remembered = sentinel.as_ref().and_then(|known| {
                let prefix = format!("{}/", series.id);
                let newest = known.numbers.iter().filter_map(|(key, value)| {
                    let run: u32 = key.strip_prefix(&prefix)?.parse().ok()?;
                    Some((run, value.parse().ok()?))
                });
                newest
                    .max()
                    .map(|(run, value): (u32, u32)| printed(series, run, value))
            });
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
fn skips(
    book: &Book,
    numbers: &[(SeriesId, String)],
) -> Result<Vec<(SeriesId, u32, Date)>, RestoreFailure> {
    let mut last = remembered(book);
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
