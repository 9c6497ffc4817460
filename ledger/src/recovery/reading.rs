//! Entry by entry: what of the journal reads, what is torn, what comes later.

use std::collections::BTreeMap;

use super::outcome::{Hopeless, Line};
use crate::book::Book;
use crate::business::SeriesFor;
use crate::change::{Change, Record, RecordId};
use crate::ids::{Seq, SeriesId};
use crate::journal;
use crate::journal::{BookId, Erased, Hash, Head, Header, Lost, Piece, Remains, Torn};
use crate::slices::Steps;

/// The entries, read one by one.
pub(super) struct Reading<'a> {
    pub(super) id: &'a BookId,
    pub(super) found: &'a [Vec<u8>],
    pub(super) last: Option<Hash>,
    pub(super) lines: Vec<Line>,
    /// Places of lost changes: the entry's number, and the change in it.
    pub(super) lost: Vec<(Seq, u32)>,
    /// The same, with what can be told of them.
    pub(super) torn: Vec<(Header, Lost)>,
    /// Records that only say who is who, as they read.
    pub(super) doubtful: BTreeMap<RecordId, Record>,
}

impl<'a> Reading<'a> {
    pub(super) fn new(id: &'a BookId, found: &'a [Vec<u8>], last: Option<Hash>) -> Reading<'a> {
        Reading {
            id,
            found,
            last,
            lines: Vec::new(),
            lost: Vec::new(),
            torn: Vec::new(),
            doubtful: BTreeMap::new(),
        }
    }

    pub(super) fn head(&self) -> Head {
        self.lines.last().map_or(Head::EMPTY, |line| line.head)
    }

    /// Takes entries until one does not follow. Where a later one is of a newer
    /// format, none is: what this program cannot read, it may not leave out.
    pub(super) async fn read(&mut self, steps: &Steps) -> Result<(), Hopeless> {
        let mut has_ended = false;
        for (place, bytes) in self.found.iter().enumerate() {
            steps.step().await;
            let follows = |header| journal::follows(&self.head(), self.id, header).is_ok();
            match self.remains(place) {
                Remains::TooNew(version) => return Err(Hopeless::TooNew(version)),
                _ if has_ended => {}
                Remains::Whole(entry) if follows(&entry.header) => self.lines.push(Line {
                    head: entry.head(),
                    bytes: bytes.clone(),
                    entry: *entry,
                }),
                Remains::Torn(torn) if follows(&torn.header) => self.take_torn(&torn),
                Remains::Whole(_) | Remains::Torn(_) | Remains::Nothing => has_ended = true,
            }
        }
        self.end_with_an_action();
        if self.lines.is_empty() && !self.take_all_that_reads() {
            return Err(Hopeless::Nothing);
        }
        Ok(())
    }

    /// Nothing stays: who is who is taken from all that can be read. Whether
    /// there is any of it.
    fn take_all_that_reads(&mut self) -> bool {
        let mut reads = false;
        for (place, bytes) in self.found.iter().enumerate() {
            let changes = match self.remains(place) {
                Remains::Whole(entry) => entry.changes,
                Remains::Torn(torn) => torn.entry().changes,
                Remains::TooNew(_) | Remains::Nothing => {
                    let doubtful = journal::doubtful(bytes);
                    let changes = doubtful.map_or_else(Vec::new, |(_, changes)| changes);
                    changes.into_iter().map(Some).collect()
                }
            };
            for change in changes.iter().flatten() {
                reads = true;
                self.take_doubtful(change);
            }
        }
        reads
    }

    fn take_doubtful(&mut self, change: &Change) {
        if let Change::Put(
            record @ (Record::Business(_)
            | Record::Customer(_)
            | Record::Party(_)
            | Record::Series(_)
            | Record::BankAccount(_)),
        ) = change
        {
            self.doubtful.insert(record.id(), record.clone());
        }
    }

    /// Leaves out the first entries of an action whose last ones do not stay.
    pub(super) fn end_with_an_action(&mut self) {
        let last = self.lines.last().map(|line| &line.entry.header);
        if let Some(header) = last.filter(|header| header.part < header.parts) {
            self.cut(header.seq + 1 - header.part);
        }
    }

    /// What is left of an entry, known by the one after it as well.
    pub(super) fn remains(&self, place: usize) -> Remains {
        let next = match self.found.get(place + 1) {
            Some(next) => journal::header_of(next).map(|header| header.prev),
            None => self.last,
        };
        let bytes = self.found.get(place).map_or(&[][..], Vec::as_slice);
        journal::remains(bytes, next)
    }

    fn take_torn(&mut self, torn: &Torn) {
        for (index, piece) in (0..).zip(&torn.changes) {
            if let Piece::Lost(lost) = piece {
                self.lost.push((torn.header.seq, index));
                if let Some(change) = &lost.reads {
                    self.take_doubtful(change);
                }
                self.torn.push((torn.header.clone(), lost.clone()));
            }
        }
        let entry = torn.entry();
        self.lines.push(Line {
            head: entry.head(),
            bytes: torn.bytes(),
            entry,
        });
    }

    /// Leaves out everything from an entry on.
    pub(super) fn cut(&mut self, seq: Seq) {
        self.lines.retain(|line| line.head.seq < seq);
        self.lost.retain(|(known, _)| *known < seq);
        self.torn.retain(|(header, _)| header.seq < seq);
    }
}

/// The number that a document bears, where it is the highest of its run.
pub(super) fn note_number(change: &Change, numbers: &mut BTreeMap<(SeriesId, u32), u32>) {
    let counter = match change {
        Change::Put(Record::Invoice(invoice)) => {
            invoice.issue.as_ref().and_then(|issue| issue.counter)
        }
        Change::Put(Record::Quote(quote)) => quote.issue.as_ref().map(|issue| issue.counter),
        _ => None,
    };
    if let Some(counter) = counter {
        let known = numbers.entry((counter.series, counter.run)).or_default();
        *known = counter.value.max(*known);
    }
}

/// The same of a document that reads wrong: a number far from the others is
/// what is wrong in it.
pub(super) fn note_doubtful(
    change: &Change,
    book: &Book,
    numbers: &mut BTreeMap<(SeriesId, u32), u32>,
) {
    const FAR: u32 = 1_000;
    let mut own = BTreeMap::new();
    note_number(change, &mut own);
    for ((series, run), value) in own {
        let known = numbers.get(&(series, run)).copied().unwrap_or_default();
        let known = known.max(book.highest_number(series, run));
        if value > known && value - known <= FAR {
            numbers.insert((series, run), value);
        }
    }
}

/// The same of a document that does not read at all: it may have had the next
/// number of the newest run.
pub(super) fn note_unread(book: &Book, numbers: &mut BTreeMap<(SeriesId, u32), u32>) {
    let invoices = |id: &SeriesId| {
        let series = book.series().get(*id);
        series.is_some_and(|series| series.counts == SeriesFor::Invoices)
    };
    let newest = book.highest_numbers().filter(|(id, ..)| invoices(id));
    if let Some((id, run, highest)) = newest.max_by_key(|(_, run, _)| *run) {
        let known = numbers.entry((id, run)).or_insert(highest);
        *known = known.saturating_add(1);
    }
}

pub(super) fn erased(lost: &[(Seq, u32)]) -> Vec<Erased> {
    let mut all: Vec<Erased> = Vec::new();
    for (seq, change) in lost {
        match all.last_mut().filter(|known| known.seq == *seq) {
            Some(known) => known.changes.push(*change),
            None => all.push(Erased {
                seq: *seq,
                changes: vec![*change],
            }),
        }
    }
    all
}
