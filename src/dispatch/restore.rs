//! Restoring a backup: a dry run, then all of it or nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use ledger::backup::{self, Audit, BackupReader, Comparison, Header, Item};
use ledger::book::Book;
use ledger::business::GapReason;
use ledger::check;
use ledger::command::Command;
use ledger::date::Date;
use ledger::ids::SeriesId;
use ledger::journal::{BookId, Hash, Head};
use ledger::problem::{Problem, Refusal, What};
use ledger::slices::Steps;

use super::memory::{keep_unskipped, restored_meta, unskipped};
use super::numbers::{ask_numbers, remember_anew, skips};
use super::{Dispatcher, Long, NotDone, RestoreFailure, Session};
use crate::platform::files::ChosenFile;
use crate::platform::pause::Slices;
use crate::platform::streams::{Chunks, StreamError};
use crate::platform::version;
use crate::state::{BackupMark, Mode, News, Replaced, RestorePlan, Stage, Unskipped};
use crate::store::sentinel::Sentinel;
use crate::store::tabs::{Notice, Tabs};
use crate::store::{
    AppendError, Beside, Failure, Incoming, Store, StoredBook, Superseded, books, read_book,
    save_snapshot, stored_books,
};

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
        reason: GapReason,
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
            session.open_book.tell(&Notice::Replaced);
        } else if let Ok(tabs) = Tabs::join(&id, version::build(), drop) {
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
        self.stage.emit(Stage::Start);
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
        drop(keep_unskipped(self.store(), None).await);
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
        return stored(id).await;
    };
    // Where it fails, this page shows an older book, and the restore is refused.
    drop(session.catch_up().await);
    let book = session.book();
    let head = match session.store().head().await {
        // What may be replaced is what is compared, whatever is saved after it.
        Ok(_) if session.view().mode == Mode::Writable => Some(*book.head()),
        Ok(head) => Some(head),
        Err(Failure::Damaged(_)) => None,
        Err(Failure::Deleted | Failure::Vanished) => Some(Head::EMPTY),
        Err(failure) => return Err(failure.to_string()),
    };
    Ok(Some(Here { head, book }))
}

/// The same of a book that is not open, as far as it can be read.
async fn stored(id: &BookId) -> Result<Option<Here>, String> {
    if let Ok(stored) = stored_books().await
        && !stored.contains(id)
    {
        return Ok(None);
    }
    let read = read_book(id).await.map_err(|failure| failure.to_string())?;
    let StoredBook { store, book, .. } = read;
    // Asked of the record itself: what was salvaged ends elsewhere.
    let head = match store.head().await {
        Ok(head) => Some(head),
        Err(Failure::Damaged(_)) => None,
        Err(failure) => return Err(failure.to_string()),
    };
    let book = Rc::new(book);
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
    reason: GapReason,
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
        reason: reason.into(),
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
    let current = books::make_current(book.id(), &label, true).await;
    remember_anew(store, book).map_err(|error| error.to_string())?;
    current.map_err(|failure| failure.to_string())
}
