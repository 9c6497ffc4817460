//! Going on after damage: what is left of a book or of a backup becomes the
//! book, as a restore does. Nothing is written before its user saw what is
//! lost.

use std::rc::Rc;

use ledger::backup;
use ledger::book::Book;
use ledger::business::GapReason;
use ledger::check;
use ledger::ids::SeriesId;
use ledger::journal::{BookId, Hash, Head, Writer, Written};
use ledger::recovery::{self, Recovery};

use super::backup::{fold, written_down};
use super::numbers::{last_sent, skips};
use super::restore::{SLICE, beside, differs, failed, here, replace, unpacked_max, unreadable};
use super::{Dispatcher, Long, RestoreFailure, Session};
use crate::platform::files::ChosenFile;
use crate::platform::pause::Slices;
use crate::platform::{clock, device, random};
use crate::state::{News, RecoveryPlan, Replaced};
use crate::store::Store;

/// Bytes of a damaged backup that is read as a whole.
const UNPACKED_MAX: u64 = 512 << 20;

/// What is damaged.
#[derive(Clone, PartialEq)]
pub enum Damaged {
    /// The book that is open.
    Here,
    /// A backup.
    File(ChosenFile),
}

/// The lines of a damaged journal.
struct Found {
    book: BookId,
    lines: Vec<Vec<u8>>,
    /// The hash by which the last one is known from elsewhere.
    last: Option<Hash>,
    blobs: Vec<(Hash, Vec<u8>)>,
}

impl Dispatcher {
    /// Works out what can go on of what is damaged. Nothing is written.
    ///
    /// # Errors
    /// [`RestoreFailure`].
    pub async fn plan_recovery(&self, damaged: &Damaged) -> Result<RecoveryPlan, RestoreFailure> {
        let found = match damaged {
            Damaged::Here => {
                let session = self.session();
                let session =
                    session.ok_or(RestoreFailure::Hopeless(recovery::Hopeless::Nothing))?;
                session.found().await?
            }
            Damaged::File(file) => in_file(file).await?,
        };
        let long = Long::default();
        let recovery = recovery::recover(&found.book, &found.lines, found.last, long.steps());
        let recovery = long.drive(recovery).await.map_err(failed)?;
        let shown = match (damaged, &recovery) {
            (_, Ok(recovery)) if recovery.is_whole() => None,
            (Damaged::Here, _) => self.shown().await,
            (Damaged::File(_), _) => None,
        };
        let as_shown = shown.is_some();
        let recovery = match shown {
            Some(book) => Recovery::as_it_stands(book),
            None => recovery.map_err(RestoreFailure::Hopeless)?,
        };
        let here = here(self, &found.book)
            .await
            .map_err(RestoreFailure::Store)?;
        let replaces = match (&here, damaged) {
            (Some(here), Damaged::File(_)) if here.book.head().seq > 0 => Some(Replaced {
                entries: here.book.head().seq,
                differs: differs(&here.book, &recovery.book).await,
            }),
            _ => None,
        };
        Ok(RecoveryPlan {
            ask: last_sent(&recovery.book, &recovery.numbers),
            book: found.book,
            recovery: Rc::new(recovery),
            as_shown,
            may_replace: match here {
                Some(here) => here.head,
                None => Some(Head::EMPTY),
            },
            replaces,
            blobs: Rc::new(found.blobs),
        })
    }

    /// Makes what can go on the book of this device and opens it. `numbers`
    /// holds the last number sent of each series; `reason` is why numbers are
    /// left out.
    ///
    /// # Errors
    /// [`RestoreFailure`].
    pub async fn recover(
        &self,
        plan: &RecoveryPlan,
        numbers: &[(SeriesId, String)],
        reason: GapReason,
    ) -> Result<(), RestoreFailure> {
        let skips = skips(&plan.recovery.book, &plan.recovery.numbers, numbers)?;
        let writer = self.writer_of(plan)?;
        let (entries, book) = match plan.as_shown {
            true => {
                let written = written_down(&plan.recovery.book, &writer).await;
                written.map_err(failed)?
            }
            false => {
                let entries = entries(plan, writer, reason)?;
                let book = fold(&plan.book, &entries).await.map_err(failed)?;
                (entries, book)
            }
        };
        let long = Long::default();
        let checking = check::whole_in_steps(&book, long.steps());
        let findings = long.drive(checking).await.map_err(failed)?;
        if !findings.is_empty() {
            return Err(RestoreFailure::Findings(findings));
        }
        let store = Store::open(&plan.book).await.map_err(failed)?;
        let mut incoming = store.incoming().await.map_err(failed)?;
        for slice in entries.chunks(SLICE) {
            let slice: Vec<(Head, Vec<u8>)> = slice
                .iter()
                .map(|entry| (entry.head, entry.bytes.clone()))
                .collect();
            incoming.entries(&slice).await.map_err(failed)?;
        }
        for (_, blob) in plan.blobs.iter() {
            incoming.blob(blob).await.map_err(failed)?;
        }
        let beside = beside(&store, plan.may_replace, None, skips, reason).await?;
        replace(&store, incoming, &beside).await?;
        let news = News::Recovered {
            lost: plan.recovery.lost.len(),
            later: plan.recovery.later.len(),
        };
        self.open_replaced(store, book, Some(news)).await;
        Ok(())
    }

    /// The open book, where this page holds all of it.
    async fn shown(&self) -> Option<Book> {
        let session = self.session()?;
        let holds_all = session.holds_all().await;
        holds_all.then(|| (*session.book()).clone())
    }

    /// Who writes the entry that tells of the recovery: on a chain of its own.
    fn writer_of(&self, plan: &RecoveryPlan) -> Result<Writer, RestoreFailure> {
        let open = self.session().filter(|open| open.id() == plan.book);
        let name = |book: &Book| {
            let business = book.business();
            business.map_or_else(String::new, |business| business.details.name.clone())
        };
        Ok(Writer {
            book: plan.book.clone(),
            chain: random::chain().map_err(failed)?,
            device: open.map_or_else(device::name, |open| open.open_book.device().to_string()),
            actor: name(&plan.recovery.book),
            at: clock::now(),
        })
    }
}

impl Session {
    /// Every entry of the book as it is found in the store.
    async fn found(&self) -> Result<Found, RestoreFailure> {
        let (lines, last) = match &self.salvaged {
            Some(salvaged) => (salvaged.lines.clone(), None),
            None => {
                let head = self.store().head().await.map_err(failed)?;
                let mut lines = Vec::new();
                let mut slices = Slices::begin();
                let mut read = 0;
                while read < head.seq {
                    let more = self.lines_after(read).await.map_err(failed)?;
                    read += u32::try_from(more.len()).unwrap_or(u32::MAX);
                    lines.extend(more);
                    slices.breathe().await;
                }
                lines.truncate(usize::try_from(head.seq).unwrap_or(usize::MAX));
                (lines, Some(head.hash))
            }
        };
        Ok(Found {
            book: self.id(),
            lines,
            last,
            blobs: Vec::new(),
        })
    }
}

/// What is left in a damaged backup.
async fn in_file(file: &ChosenFile) -> Result<Found, RestoreFailure> {
    let most = unpacked_max(file).await?;
    let mut bytes = Vec::new();
    let mut chunks = file.chunks();
    while let Some(mut more) = chunks.next().await.map_err(unreadable)? {
        bytes.append(&mut more);
        if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > UNPACKED_MAX {
            return Err(RestoreFailure::Bomb);
        }
    }
    if let Some(most) = most {
        // The browser gives nothing of a packed file that is damaged.
        let most = usize::try_from(most.min(UNPACKED_MAX)).unwrap_or(usize::MAX);
        bytes = recovery::gzip::left_of(&bytes, most);
        if bytes.len() == most {
            return Err(RestoreFailure::Bomb);
        }
    }
    let remains = backup::remains(&bytes);
    let remains = remains.ok_or(RestoreFailure::Hopeless(recovery::Hopeless::Nothing))?;
    Ok(Found {
        last: remains.header.map(|header| header.head.hash),
        book: remains.book,
        lines: remains.lines,
        blobs: remains.blobs,
    })
}

fn entries(
    plan: &RecoveryPlan,
    writer: Writer,
    reason: GapReason,
) -> Result<Vec<Written>, RestoreFailure> {
    let recovery: Recovery = (*plan.recovery).clone();
    let salts = random::salts(recovery.changes_to_write()).map_err(failed)?;
    let mut salts = salts.into_iter();
    let salt = || salts.next().unwrap_or_default();
    recovery.into_entries(&writer, reason, salt).map_err(failed)
}
