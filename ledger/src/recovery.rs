//! Going on after damage: what of a journal can be relied on, what is lost,
//! and the entries that go on from there.
//!
//! - **A change is damaged and its entry's header is not**: that change is
//!   lost, and what cannot be without it; everything else stays.
//! - **A header is damaged, or an entry is missing**: what follows hangs on
//!   nothing any more. The journal goes on before it, and every later fact
//!   that can still be read is listed, to be recorded again.
//!
//! Nothing is made up: who customers are, settings and bank accounts go on as
//! they read now, with whatever is wrong in them, and are listed to be looked
//! at. Where a customer does not read at all, an empty record or one that was
//! frozen on a document stands in, so that what refers to it can stay. Amounts
//! and documents that are damaged never go on. The last entry of what goes on
//! says which changes are gone ([`crate::journal::Header::erased`]).
//!
//! The bytes that are left out are the caller's to keep first.

// What is read is untrusted: no place in it is taken to be there.
#![cfg_attr(not(test), deny(clippy::indexing_slicing, clippy::string_slice))]

use std::collections::{BTreeMap, BTreeSet};

use crate::book::{Book, RecordKind};
use crate::change::{Change, RecordId};
use crate::ids::SeriesId;
use crate::journal::{BookId, Hash, Piece, Remains};
use crate::slices::Steps;
use crate::{check, journal};

mod fact;
mod folded;
pub mod gzip;
mod outcome;
mod reading;

pub use fact::Fact;
pub use outcome::{COMMAND, Hopeless, Recovery};

use folded::Folded;

use outcome::ROUNDS;
use reading::{Reading, erased, note_doubtful, note_number, note_unread};

/// Works out what can go on of a book's entries, given in order, each as it
/// was found; an empty one is missing. `last` is the hash by which the last
/// entry is known from elsewhere.
///
/// # Errors
/// [`Hopeless`].
pub async fn recover(
    book: &BookId,
    found: &[Vec<u8>],
    last: Option<Hash>,
    steps: &Steps,
) -> Result<Recovery, Hopeless> {
    let mut reading = Reading::new(book, found, last);
    reading.read(steps).await?;
    let mut whole = reading.without_what_hangs(steps).await;
    if whole.is_none() && !reading.doubtful.is_empty() {
        // What reads wrong may not fit.
        reading.doubtful.clear();
        whole = reading.without_what_hangs(steps).await;
    }
    match whole {
        Some((folded, dropped)) => Ok(reading.recovered(folded, &dropped)),
        None => {
            // Its parts do not come to a book without it: go on before the first.
            let first = reading.lost.iter().map(|(seq, _)| *seq).min();
            reading.cut(first.ok_or(Hopeless::NoBook)?);
            reading.end_with_an_action();
            let folded = reading.without_what_hangs(steps).await;
            let (folded, dropped) = folded.ok_or(Hopeless::NoBook)?;
            Ok(reading.recovered(folded, &dropped))
        }
    }
}

impl<'a> Reading<'a> {
    /// The book of what stays, and which records could not be in it.
    async fn without_what_hangs(&self, steps: &Steps) -> Option<(Folded, BTreeSet<RecordId>)> {
        let mut dropped = BTreeSet::new();
        for _ in 0..ROUNDS {
            let folded = Folded::of(self, &dropped, steps).await;
            let findings = check::whole_in_steps(&folded.book, steps).await;
            let more = folded.hanging(&findings);
            if findings.is_empty() && more.is_empty() && folded.misfits.is_empty() {
                return Some((folded, dropped));
            }
            let before = dropped.len();
            dropped.extend(more.into_iter().chain(folded.misfits));
            if dropped.len() == before {
                break;
            }
        }
        None
    }

    fn recovered(mut self, folded: Folded, dropped: &BTreeSet<RecordId>) -> Recovery {
        let mut numbers = BTreeMap::new();
        // The newest state of each, told once.
        let mut told: BTreeMap<RecordId, Fact> = BTreeMap::new();
        let mut lost = Vec::new();
        for (header, torn) in &self.torn {
            let mut fact = Fact::lost(header, torn, &folded.book);
            if let Some(change) = &torn.reads {
                fact.stays = folded.stand_ins.contains(change);
                note_doubtful(change, &folded.book, &mut numbers);
            } else if torn.kind == Some(RecordKind::Invoice) {
                note_unread(&folded.book, &mut numbers);
            }
            lost.push(fact);
        }
        for line in &mut self.lines {
            for (place, change) in (0..).zip(&line.entry.changes) {
                let dropped = |change: &&Change| dropped.contains(&change.id());
                let Some(change) = change.as_ref().filter(dropped) else {
                    continue;
                };
                let fact = Fact::of(&line.entry.header, change, &folded.book);
                told.insert(change.id(), fact);
                note_number(change, &mut numbers);
                self.lost.push((line.head.seq, place));
            }
            let erase = |_: usize, change: &Change| dropped.contains(&change.id());
            if let Ok(Some(bytes)) = journal::erase(&line.bytes, erase) {
                line.bytes = bytes;
            }
        }
        self.lost.sort_unstable();
        lost.extend(told.into_values());
        lost.sort_by_key(|fact| fact.seq);
        let (later, unreadable) = self.later(&folded.book, &mut numbers);
        let last = |(id, run): &(SeriesId, u32)| folded.book.highest_number(*id, *run);
        numbers.retain(|run, value| *value > last(run));
        Recovery {
            entries: self.head().seq,
            head: self.head(),
            erased: erased(&self.lost),
            lost,
            later,
            unreadable,
            numbers,
            lines: self.lines,
            changes: folded.stand_ins,
            book: folded.book,
        }
    }

    /// What stands behind the entries that stay.
    fn later(
        &self,
        book: &Book,
        numbers: &mut BTreeMap<(SeriesId, u32), u32>,
    ) -> (Vec<Fact>, usize) {
        let mut book = book.clone();
        let (mut facts, mut unreadable) = (Vec::new(), 0);
        let mut next = self.head().seq + 1;
        for (place, bytes) in self.found.iter().enumerate().skip(self.lines.len()) {
            let read = match self.remains(place) {
                Remains::Whole(entry) => Some((entry.header, entry.changes)),
                Remains::Torn(torn) => {
                    for piece in &torn.changes {
                        if let Piece::Lost(lost) = piece {
                            facts.push(Fact::lost(&torn.header, lost, &book));
                            if let Some(change) = &lost.reads {
                                note_doubtful(change, &book, numbers);
                            }
                        }
                    }
                    let changes = torn.entry().changes;
                    Some((torn.header, changes))
                }
                Remains::TooNew(_) | Remains::Nothing => {
                    match journal::doubtful(bytes) {
                        Some((header, changes)) if !changes.is_empty() => {
                            for change in changes {
                                note_doubtful(&change, &book, numbers);
                                facts.push(Fact {
                                    doubtful: true,
                                    ..Fact::of(&header, &change, &book)
                                });
                            }
                        }
                        _ => unreadable += 1,
                    }
                    None
                }
            };
            let Some((header, changes)) = read else {
                next = next.saturating_add(1);
                continue;
            };
            // Between the two some are missing altogether.
            unreadable += usize::try_from(header.seq.saturating_sub(next)).unwrap_or(0);
            next = header.seq.saturating_add(1);
            for change in changes.iter().flatten() {
                note_number(change, numbers);
                // It only says who is who: what does not fit does no harm.
                let is_put = matches!(change, Change::Put(_));
                let applied = is_put && book.apply(header.seq, change).is_ok();
                facts.push(Fact::of(&header, change, &book));
                if !applied && !is_put {
                    drop(book.apply(header.seq, change));
                }
            }
        }
        (facts, unreadable)
    }
}
