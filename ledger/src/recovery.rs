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

mod fact;
pub mod gzip;

use std::collections::{BTreeMap, BTreeSet};

use crate::bank::BankAccount;
use crate::book::{Book, RecordKind};
use crate::business::{Business, Gap, Series, SeriesFor};
use crate::change::{Change, Record, RecordId};
use crate::check::{self, Finding};
use crate::customer::{Customer, Party};
use crate::ids::{CustomerId, InvoiceId, PartyId, PaymentId, Seq, SeriesId};
use crate::invoice::Invoice;
use crate::journal::{
    self, BookId, Entry, Erased, Fault, Hash, Head, Header, Lost, Piece, Remains, Torn, Writer,
    Written,
};
use crate::kinds::answers::{Reference, references};
use crate::payment::Source;
use crate::report::numbers::{self, Became};
use crate::slices::Steps;

pub use fact::Fact;

/// The command of the entry that a recovery adds.
pub const COMMAND: &str = "recover";
/// How often what hangs on lost changes is looked for.
const ROUNDS: usize = 64;

/// What can go on of a damaged journal.
#[derive(Clone, PartialEq, Debug)]
pub struct Recovery {
    /// The book as it goes on.
    pub book: Book,
    /// Entries that stay, those included that lost a change.
    pub entries: Seq,
    /// Changes that are lost although their entry stays, and what cannot be
    /// without them.
    pub lost: Vec<Fact>,
    /// What was recorded after the last entry that stays.
    pub later: Vec<Fact>,
    /// Later entries that are missing, or of which nothing can be read.
    pub unreadable: usize,
    /// The highest numbers among all that does not stay, by series and run.
    pub numbers: BTreeMap<(SeriesId, u32), u32>,
    lines: Vec<Line>,
    head: Head,
    erased: Vec<Erased>,
    changes: Vec<Change>,
}

/// An entry that stays.
#[derive(Clone, PartialEq, Debug)]
struct Line {
    head: Head,
    bytes: Vec<u8>,
    entry: Entry,
}

impl Recovery {
    /// A book that is whole, while its journal is not: nothing of it is lost.
    /// It goes on by [`crate::backup::fresh_in_steps`].
    pub fn as_it_stands(book: Book) -> Recovery {
        Recovery {
            entries: book.head().seq,
            lost: Vec::new(),
            later: Vec::new(),
            unreadable: 0,
            numbers: BTreeMap::new(),
            lines: Vec::new(),
            head: Head::EMPTY,
            erased: Vec::new(),
            changes: Vec::new(),
            book,
        }
    }

    /// Whether everything that was recorded stays.
    pub fn is_whole(&self) -> bool {
        self.lost.is_empty() && self.later.is_empty() && self.unreadable == 0
    }

    /// Changes that [`Recovery::into_entries`] writes at the most: each takes
    /// a salt.
    pub fn changes_to_write(&self) -> usize {
        self.changes.len() + self.book.series().len()
    }

    /// The entries that go on, the one that tells of the recovery last.
    /// `reason` is why numbers that no document bears were left out.
    ///
    /// # Errors
    /// As [`journal::write`].
    pub fn into_entries(
        self,
        writer: &Writer,
        reason: &str,
        salt: impl FnMut() -> [u8; 16],
    ) -> Result<Vec<Written>, Fault> {
        let mut changes = self.changes;
        for (series, gaps) in unexplained(&self.book, reason) {
            // One that stands in for a lost one is put once, with its gaps.
            let stands_in = changes.iter_mut().find_map(|change| match change {
                Change::Put(Record::Series(known)) if known.id == series.id => Some(known),
                _ => None,
            });
            let series = Series {
                gaps: [series.gaps.clone(), gaps].concat(),
                ..series
            };
            match stands_in {
                Some(known) => *known = series.into(),
                None => changes.push(Change::Put(series.into())),
            }
        }
        let written =
            journal::write_erasing(&self.head, writer, COMMAND, &changes, self.erased, salt)?;
        let lines = self.lines.into_iter();
        let kept = lines.map(|line| Written {
            head: line.head,
            bytes: line.bytes,
        });
        Ok(kept.chain(written).collect())
    }
}

/// Why nothing can go on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Hopeless {
    #[error("written by a newer version of Owed (format {0})")]
    TooNew(u32),
    #[error("not one entry of it can be read")]
    Nothing,
    #[error("what can be read does not come to a book")]
    NoBook,
}

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

/// The entries, read one by one.
struct Reading<'a> {
    id: &'a BookId,
    found: &'a [Vec<u8>],
    last: Option<Hash>,
    lines: Vec<Line>,
    /// Places of lost changes: the entry's number, and the change in it.
    lost: Vec<(Seq, u32)>,
    /// The same, with what can be told of them.
    torn: Vec<(Header, Lost)>,
    /// Records that only say who is who, as they read.
    doubtful: BTreeMap<RecordId, Record>,
}

impl<'a> Reading<'a> {
    fn new(id: &'a BookId, found: &'a [Vec<u8>], last: Option<Hash>) -> Reading<'a> {
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

    fn head(&self) -> Head {
        self.lines.last().map_or(Head::EMPTY, |line| line.head)
    }

    /// Takes entries until one does not follow.
    async fn read(&mut self, steps: &Steps) -> Result<(), Hopeless> {
        for place in 0..self.found.len() {
            steps.step().await;
            let follows = |header| journal::follows(&self.head(), self.id, header).is_ok();
            match self.remains(place) {
                Remains::TooNew(version) => return Err(Hopeless::TooNew(version)),
                Remains::Whole(entry) if follows(&entry.header) => self.lines.push(Line {
                    head: entry.head(),
                    bytes: self.found[place].clone(),
                    entry: *entry,
                }),
                Remains::Torn(torn) if follows(&torn.header) => self.take_torn(&torn),
                Remains::Whole(_) | Remains::Torn(_) | Remains::Nothing => break,
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
        for place in 0..self.found.len() {
            let changes = match self.remains(place) {
                Remains::Whole(entry) => entry.changes,
                Remains::Torn(torn) => torn.entry().changes,
                Remains::TooNew(_) | Remains::Nothing => {
                    let doubtful = journal::doubtful(&self.found[place]);
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
    fn end_with_an_action(&mut self) {
        let last = self.lines.last().map(|line| &line.entry.header);
        if let Some(header) = last.filter(|header| header.part < header.parts) {
            self.cut(header.seq + 1 - header.part);
        }
    }

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

    /// What is left of an entry, known by the one after it as well.
    fn remains(&self, place: usize) -> Remains {
        let next = match self.found.get(place + 1) {
            Some(next) => journal::header_of(next).map(|header| header.prev),
            None => self.last,
        };
        journal::remains(&self.found[place], next)
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
    fn cut(&mut self, seq: Seq) {
        self.lines.retain(|line| line.head.seq < seq);
        self.lost.retain(|(known, _)| *known < seq);
        self.torn.retain(|(header, _)| header.seq < seq);
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
        for place in self.lines.len()..self.found.len() {
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
                    match journal::doubtful(&self.found[place]) {
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

/// The number that a document bears, where it is the highest of its run.
fn note_number(change: &Change, numbers: &mut BTreeMap<(SeriesId, u32), u32>) {
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
fn note_doubtful(change: &Change, book: &Book, numbers: &mut BTreeMap<(SeriesId, u32), u32>) {
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
fn note_unread(book: &Book, numbers: &mut BTreeMap<(SeriesId, u32), u32>) {
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

fn erased(lost: &[(Seq, u32)]) -> Vec<Erased> {
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

/// The book of the entries that stay, with what stands in for lost records.
struct Folded {
    book: Book,
    stand_ins: Vec<Change>,
    /// Changes that do not fit by themselves.
    misfits: Vec<RecordId>,
}

impl Folded {
    async fn of(reading: &Reading<'_>, dropped: &BTreeSet<RecordId>, steps: &Steps) -> Folded {
        let mut folded = Folded {
            book: Book::empty(reading.id.clone()),
            stand_ins: Vec::new(),
            misfits: Vec::new(),
        };
        for line in &reading.lines {
            let mut entry = line.entry.clone();
            for change in &mut entry.changes {
                if change
                    .as_ref()
                    .is_some_and(|change| dropped.contains(&change.id()))
                {
                    *change = None;
                }
            }
            folded.follow(&entry);
            steps.step().await;
        }
        if !reading.lost.is_empty() || !dropped.is_empty() || reading.lines.is_empty() {
            folded.stand_in(&reading.doubtful, reading.lines.is_empty());
        }
        folded
    }

    fn follow(&mut self, entry: &Entry) {
        let mut after = self.book.clone();
        if after.apply_entry(entry).is_ok() {
            self.book = after;
            return;
        }
        let mut fitting = entry.clone();
        let mut tried = self.book.clone();
        for change in &mut fitting.changes {
            let Some(known) = change else { continue };
            let mut with = tried.clone();
            if with.apply(entry.header.seq, known).is_ok() {
                tried = with;
            } else {
                self.misfits.push(known.id());
                *change = None;
            }
        }
        let mut after = self.book.clone();
        if after.apply_entry(&fitting).is_ok() {
            self.book = after;
        }
    }

    /// Puts what can stand in for records that others need.
    fn stand_in(&mut self, doubtful: &BTreeMap<RecordId, Record>, all: bool) {
        let seq = self.book.head().seq + 1;
        // Where something stays, only what it names is needed: an id may be what
        // is wrong.
        let is_needed = |id: &RecordId| all || *id == RecordId::Business;
        for (id, record) in doubtful.iter().filter(|(id, _)| is_needed(id)) {
            let change = Change::Put(record.clone());
            if self.book.record(*id).is_none() && self.book.apply(seq, &change).is_ok() {
                self.stand_ins.push(change);
            }
        }
        let mut done = BTreeSet::new();
        loop {
            let missing = self.missing();
            let change = missing
                .into_iter()
                .filter(|(_, reference)| done.insert(id_of(*reference)))
                .find_map(|(record, reference)| {
                    let reads = match reference {
                        Reference::Needed(id) => doubtful.get(&id),
                        Reference::Known(_) => None,
                    };
                    let reads = reads.map(|record| Change::Put(record.clone()));
                    reads.or_else(|| self.substitute(&record, reference))
                });
            let Some(change) = change else { break };
            if self.book.apply(seq, &change).is_ok() {
                self.stand_ins.push(change);
            }
        }
        if self.book.business().is_none() {
            let change = Change::Put(self.business().into());
            if self.book.apply(seq, &change).is_ok() {
                self.stand_ins.push(change);
            }
        }
        for change in self.series() {
            let change = match doubtful.get(&change.id()) {
                Some(record) => Change::Put(record.clone()),
                None => change,
            };
            if self.book.apply(seq, &change).is_ok() {
                self.stand_ins.push(change);
            }
        }
    }

    /// What records name and is not there, with one that names it.
    fn missing(&self) -> Vec<(Record, Reference)> {
        let mut missing = Vec::new();
        for record in self.book.records() {
            for reference in references(&record) {
                let there = match reference {
                    Reference::Needed(id) => self.book.record(id).is_some(),
                    Reference::Known(RecordId::Invoice(id)) => {
                        self.book.invoices().slot(id).is_some()
                    }
                    Reference::Known(_) => true,
                };
                if !there {
                    missing.push((record.clone(), reference));
                }
            }
        }
        missing
    }

    fn substitute(&self, named_by: &Record, reference: Reference) -> Option<Change> {
        match reference {
            // A slot of its own says that it was there once.
            Reference::Known(id) => Some(Change::Remove(id)),
            Reference::Needed(RecordId::Customer(id)) => {
                let parties = self.book.parties().iter();
                let party = parties.filter(|party| party.customer == Some(id)).last();
                let details = party.map(|party| party.details.clone()).unwrap_or_default();
                Some(Change::Put(
                    Customer {
                        id,
                        details,
                        ..Customer::default()
                    }
                    .into(),
                ))
            }
            Reference::Needed(RecordId::Party(id)) => {
                let customer = match named_by {
                    Record::Invoice(invoice) => customer_of(invoice, id),
                    Record::Quote(quote) => {
                        let buyer = quote.issue.as_ref().and_then(|issue| issue.buyer);
                        (buyer == Some(id)).then_some(quote.document.customer)
                    }
                    _ => None,
                };
                let known = customer.and_then(|id| self.book.customers().get(id));
                let party = match (customer, known, self.book.business()) {
                    (Some(_), Some(known), _) => Party::of_customer(known),
                    (None, _, Some(business)) => Party::of_business(business),
                    (customer, ..) => Party {
                        customer,
                        ..Party::default()
                    },
                };
                Some(Change::Put(Party { id, ..party }.into()))
            }
            Reference::Needed(RecordId::BankAccount(id)) => {
                let lines = self.book.bank_lines().iter();
                let currency = lines.filter_map(|line| {
                    let statement = self.book.statements().get(line.statement)?;
                    (statement.account == id).then_some(line.currency)
                });
                let business = self.book.business().map(|business| business.currency);
                let account = BankAccount {
                    id,
                    name: String::new(),
                    number: String::new(),
                    currency: currency.last().or(business).unwrap_or_default(),
                    archived: false,
                    csv: None,
                };
                Some(Change::Put(account.into()))
            }
            Reference::Needed(_) => None,
        }
    }

    fn business(&self) -> Business {
        let sellers = self.book.parties().iter();
        let seller = sellers.filter(|party| party.customer.is_none()).last();
        let currency = self
            .book
            .invoices()
            .iter()
            .last()
            .map(|known| known.currency);
        Business {
            details: seller
                .map(|party| party.details.clone())
                .unwrap_or_default(),
            bank: seller.and_then(|party| party.bank.clone()),
            currency: currency.unwrap_or_default(),
            ..Business::default()
        }
    }

    /// A series for the documents that bear a number of one that is lost. Its
    /// pattern is that of a new book; the user may choose another.
    fn series(&self) -> Vec<Change> {
        let numbered = self.book.highest_numbers().map(|(id, ..)| id);
        let lost: BTreeSet<SeriesId> = numbered
            .filter(|id| self.book.series().get(*id).is_none())
            .collect();
        let counts = |id: SeriesId| {
            let mut invoices = self.book.invoices().iter();
            let of = invoices.find(|invoice| {
                let counter = invoice.issue.as_ref().and_then(|issue| issue.counter);
                counter.is_some_and(|counter| counter.series == id)
            });
            match of {
                Some(invoice) if invoice.kind.is_credit() => SeriesFor::CreditNotes,
                Some(_) => SeriesFor::Invoices,
                None => SeriesFor::Quotes,
            }
        };
        let series = |id: SeriesId| Series {
            id,
            counts: counts(id),
            pattern: match counts(id) {
                SeriesFor::Invoices => "{YYYY}-{0000}",
                SeriesFor::CreditNotes => "CN-{YYYY}-{000}",
                SeriesFor::Quotes => "Q-{YYYY}-{000}",
            }
            .to_owned(),
            start: 1,
            gaps: Vec::new(),
        };
        lost.into_iter()
            .map(|id| Change::Put(series(id).into()))
            .collect()
    }

    /// Which records cannot be without what is lost.
    fn hanging(&self, findings: &[Finding]) -> BTreeSet<RecordId> {
        let missing = self.missing();
        let mut hanging: BTreeSet<RecordId> =
            missing.iter().map(|(record, _)| record.id()).collect();
        if hanging.is_empty() {
            let blamed = findings.iter().map(|finding| self.blamed(finding.id));
            // What concerns the book as a whole has no culprit.
            hanging.extend(blamed.filter(|id| *id != RecordId::Business));
        }
        hanging
    }

    /// Of a document, payment or bank line that does not add up, the newest
    /// record that was put against it; else the record itself.
    fn blamed(&self, id: RecordId) -> RecordId {
        let newest = match id {
            RecordId::Invoice(invoice) => self.newest(|record| names_invoice(record, invoice)),
            RecordId::Payment(payment) => self.newest(|record| names_payment(record, payment)),
            RecordId::BankLine(line) => {
                self.newest(|record| matches!(record, Record::Match(part) if part.line == line))
            }
            _ => None,
        };
        newest.unwrap_or(id)
    }

    fn newest(&self, is_meant: impl Fn(&Record) -> bool) -> Option<RecordId> {
        let records = self.book.records().filter(is_meant);
        records
            .map(|record| record.id())
            .max_by_key(|id| self.book.seq(*id))
    }
}

fn id_of(reference: Reference) -> RecordId {
    match reference {
        Reference::Needed(id) | Reference::Known(id) => id,
    }
}

fn names_invoice(record: &Record, invoice: InvoiceId) -> bool {
    match record {
        Record::Allocation(part) => {
            part.invoice == invoice || part.source == Source::CreditNote(invoice)
        }
        Record::Refund(refund) => refund.source == Source::CreditNote(invoice),
        Record::WriteOff(write_off) => write_off.invoice == invoice,
        Record::Void(void) => void.invoice == invoice,
        Record::Sending(sending) => sending.invoice == invoice,
        _ => false,
    }
}

fn names_payment(record: &Record, payment: PaymentId) -> bool {
    match record {
        Record::Allocation(part) => {
            part.source == Source::Payment(payment) || part.with == Some(payment)
        }
        Record::Refund(refund) => refund.source == Source::Payment(payment),
        Record::WriteOff(write_off) => write_off.payment == Some(payment),
        _ => false,
    }
}

fn customer_of(invoice: &Invoice, party: PartyId) -> Option<CustomerId> {
    let buyer = invoice.issue.as_ref().and_then(|issue| issue.buyer);
    (buyer == Some(party)).then_some(invoice.customer)
}

/// The numbers of each series that no document bears and nothing explains.
fn unexplained(book: &Book, reason: &str) -> Vec<(Series, Vec<Gap>)> {
    let mut all: BTreeMap<SeriesId, Vec<Gap>> = BTreeMap::new();
    for (id, run) in numbers::runs(book) {
        for row in numbers::rows(book, id, run) {
            if row.became == Became::Unknown {
                all.entry(id).or_default().push(Gap {
                    run,
                    first: row.first,
                    last: row.last,
                    reason: reason.to_owned(),
                });
            }
        }
    }
    let series = |(id, gaps)| Some(((**book.series().get(id)?).clone(), gaps));
    all.into_iter().filter_map(series).collect()
}
