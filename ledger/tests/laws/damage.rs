//! Damage at random places of a book that has every kind of record: what is
//! lost is named, everything else is there, and no number comes twice.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use ledger::book::{Book, RecordKind};
use ledger::business::GapReason;
use ledger::change::{Change, Record, RecordId};
use ledger::check;
use ledger::date::Timestamp;
use ledger::ids::{Chain, Seq};
use ledger::invoice::Counter;
use ledger::journal::{self, Entry, Writer, Written};
use ledger::recovery::{Fact, Recovery, recover};
use ledger::report::numbers::{self, Became};
use ledger::slices::{Steps, at_once};
use proptest::prelude::Strategy;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use crate::script::script;
use crate::world::{World, records};

/// Where an entry is damaged.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Part {
    Header,
    Hash,
    Salt,
    Change(RecordKind),
}

/// A book in which every kind of record was put.
fn world() -> World {
    let mut runner = TestRunner::deterministic();
    let scripts = script(300);
    for _ in 0..40 {
        let script = scripts.new_tree(&mut runner).expect("a script").current();
        let world = World::after(&script);
        if kinds(&world).len() == RecordKind::ALL.len() {
            return world;
        }
    }
    panic!("no script puts every kind");
}

fn kinds(world: &World) -> BTreeSet<RecordKind> {
    let all = entries(&world.journal);
    let puts = all.iter().flat_map(|entry| entry.changes.iter().flatten());
    let puts = puts.filter(|change| matches!(change, Change::Put(_)));
    puts.map(|change| RecordKind::of(change.id())).collect()
}

fn entries(journal: &[Written]) -> Vec<Entry> {
    let read = journal.iter().map(|entry| journal::read(&entry.bytes));
    read.collect::<Result<_, _>>().expect("entries")
}

/// Where each part of an entry stands in its bytes.
fn parts(bytes: &[u8]) -> Vec<(Part, Range<usize>)> {
    let text = std::str::from_utf8(bytes).expect("text");
    let hash = text.find("\"hash\":\"").expect("a hash") + 8;
    let mut all = vec![(Part::Header, 10..hash - 9), (Part::Hash, hash..hash + 64)];
    let entry = journal::read(bytes).expect("an entry");
    let starts: Vec<usize> = text
        .match_indices("{\"salt\":\"")
        .map(|(at, _)| at)
        .collect();
    assert_eq!(starts.len(), entry.changes.len());
    for (index, change) in entry.changes.iter().flatten().enumerate() {
        let end = starts
            .get(index + 1)
            .map_or(text.len() - 2, |next| next - 1);
        let (start, content) = (starts[index] + 9, starts[index] + 43);
        all.push((Part::Salt, start..start + 32));
        if let Change::Put(record) = change {
            all.push((Part::Change(RecordKind::of(record.id())), content..end));
        }
    }
    all
}

/// A stream of numbers that is the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(self.0 >> 33).expect("a number") % bound
    }
}

struct Damaged {
    part: Part,
    /// The place of the entry, from 0.
    entry: usize,
    lines: Vec<Vec<u8>>,
}

/// The journal with damage in so many places of each part, one at a time.
fn damaged(world: &World, each: usize, mut look: impl FnMut(Damaged)) {
    let mut places: BTreeMap<Part, Vec<(usize, Range<usize>)>> = BTreeMap::new();
    for (entry, written) in world.journal.iter().enumerate() {
        for (part, range) in parts(&written.bytes) {
            places.entry(part).or_default().push((entry, range));
        }
    }
    let mut dice = Dice(7);
    for (part, places) in &places {
        for _ in 0..each {
            let (entry, range) = &places[dice.below(places.len())];
            let mut lines: Vec<Vec<u8>> = world
                .journal
                .iter()
                .map(|written| written.bytes.clone())
                .collect();
            // One byte, or some in a row, or bytes that are no text.
            let length = [1, 1, 4, 16][dice.below(4)];
            let start = range.start + dice.below(range.len());
            let end = (start + length).min(range.end);
            for byte in &mut lines[*entry][start..end] {
                *byte ^= u8::try_from(1 + dice.below(255)).expect("a byte");
            }
            look(Damaged {
                part: *part,
                entry: *entry,
                lines,
            });
        }
    }
}

fn recovered(world: &World, lines: &[Vec<u8>]) -> Recovery {
    let last = Some(world.book.head().hash);
    at_once(recover(world.book.id(), lines, last, &Steps::default())).expect("a recovery")
}

/// The entries of a recovery, read as strictly as any.
fn goes_on(world: &World, recovery: Recovery) -> Book {
    let writer = Writer {
        book: world.book.id().clone(),
        chain: Chain(0xbeef),
        device: String::new(),
        actor: String::new(),
        at: Timestamp(1_800_000_000_000),
    };
    let (kept, shown) = (recovery.entries, recovery.book.clone());
    let written = recovery
        .into_entries(&writer, GapReason::Damage, || [9; 16])
        .expect("entries");
    assert_eq!(written.len(), usize::try_from(kept + 1).expect("a number"));
    let mut book = Book::empty(world.book.id().clone());
    for written in &written {
        let entry = journal::read(&written.bytes).expect("an entry");
        journal::follows(book.head(), book.id(), &entry.header).expect("the next entry");
        book.apply_entry(&entry).expect("changes that fit");
    }
    assert_eq!(check::whole(&book), []);
    for (series, run) in numbers::runs(&book) {
        let rows = numbers::rows(&book, series, run);
        assert!(
            rows.iter().all(|row| row.became != Became::Unknown),
            "{rows:?}"
        );
    }
    for (id, record) in records(&shown) {
        if !matches!(id, RecordId::Series(_)) {
            assert_eq!(book.record(id), Some(record), "as it was shown");
        }
    }
    book
}

/// What others need and is replaced where it is lost.
fn stands_in(id: RecordId) -> bool {
    matches!(
        RecordKind::of(id),
        RecordKind::Business
            | RecordKind::Customer
            | RecordKind::Party
            | RecordKind::Series
            | RecordKind::BankAccount
    )
}

/// The records of the whole book, each with the ids that stand in its text.
struct Named {
    all: BTreeMap<RecordId, Record>,
    /// Who names an id, whatever kind it is of.
    by: BTreeMap<String, BTreeSet<RecordId>>,
}

impl Named {
    fn of(book: &Book) -> Named {
        let all = records(book);
        let mut by: BTreeMap<String, BTreeSet<RecordId>> = BTreeMap::new();
        for (id, record) in &all {
            let text = serde_json::to_string(record).expect("text");
            for named in text
                .split('"')
                .filter(|part| part.as_bytes().get(8) == Some(&b'-'))
            {
                by.entry(named.to_owned()).or_default().insert(*id);
            }
        }
        Named { all, by }
    }

    /// Everything that names one of these, on and on: no more than this may be
    /// lost with them.
    fn near(&self, ids: &BTreeSet<RecordId>) -> BTreeSet<RecordId> {
        let mut near = ids.clone();
        let mut left: Vec<RecordId> = ids.iter().copied().collect();
        while let Some(id) = left.pop() {
            let id = serde_json::to_value(id).expect("a value");
            let id = id.as_object().and_then(|id| id.values().next()?.as_str());
            let named_by = id.and_then(|id| self.by.get(id)).into_iter().flatten();
            left.extend(named_by.filter(|id| near.insert(**id)));
        }
        near
    }
}

/// In a torn entry only what was damaged is lost, and what hangs on it.
fn check_torn(world: &World, named: &Named, damaged: &Damaged) {
    let recovery = recovered(world, &damaged.lines);
    check_numbers(world, damaged, &recovery);
    let entry = journal::read(&world.journal[damaged.entry].bytes).expect("an entry");
    let place = format!(
        "{:?} of entry {} ({})",
        damaged.part, entry.header.seq, entry.header.command
    );
    assert_eq!(recovery.entries, world.book.head().seq, "{place}");
    assert_eq!(
        (recovery.later.len(), recovery.unreadable),
        (0, 0),
        "{place}"
    );
    let book = recovery.book.clone();
    let lost = recovery.lost.clone();
    goes_on(world, recovery);
    if damaged.part == Part::Hash {
        // The entry after it names it as well.
        assert_eq!(lost, []);
        assert_eq!(book, world.book);
        return;
    }
    let is_damaged = |fact: &&Fact| fact.id.is_none() || fact.doubtful;
    let unknown: Vec<&Fact> = lost.iter().filter(is_damaged).collect();
    let changed: BTreeSet<RecordId> = entry.changes.iter().flatten().map(Change::id).collect();
    assert_eq!(unknown.len(), 1, "{place}: one change is damaged");
    assert_eq!(unknown[0].seq, entry.header.seq);
    let known: BTreeSet<RecordId> = lost.iter().filter_map(|fact| fact.id).collect();
    let near = named.near(&changed);
    for (id, record) in &named.all {
        let same = book.record(*id).as_ref() == Some(record);
        let told = known.contains(id) || changed.contains(id) || stands_in(*id);
        assert!(same || told, "{place}: {id:?} is gone and not told");
        assert!(
            same || near.contains(id),
            "{place}: {id:?} has nothing to do with it"
        );
    }
    for (id, _) in records(&book) {
        let is_known = named.all.contains_key(&id) || changed.contains(&id) || near.contains(&id);
        let was_there = world.history.iter().any(|book| book.record(id).is_some());
        assert!(is_known || was_there, "{place}: {id:?} is made up");
    }
}

/// Without a header the journal goes on before it, and all that follows is
/// listed.
fn check_headless(world: &World, damaged: &Damaged) {
    let seq = damaged.entry;
    let result = at_once(recover(
        world.book.id(),
        &damaged.lines,
        Some(world.book.head().hash),
        &Steps::default(),
    ));
    let recovery = result.expect("a recovery");
    check_numbers(world, damaged, &recovery);
    assert_eq!(usize::try_from(recovery.entries), Ok(seq));
    let of_damaged = |fact: &&Fact| fact.doubtful;
    let reads = recovery.later.iter().any(|fact| of_damaged(&fact));
    assert_eq!(recovery.unreadable, usize::from(!reads));
    assert_eq!(recovery.lost, []);
    let later = entries(&world.journal[seq + 1..]);
    let told: Vec<(Seq, Option<RecordId>)> = recovery
        .later
        .iter()
        .filter(|fact| !of_damaged(fact))
        .map(|fact| (fact.seq, fact.id))
        .collect();
    let changes: Vec<(Seq, Option<RecordId>)> = later
        .iter()
        .flat_map(|entry| {
            let changes = entry.changes.iter().flatten();
            changes.map(|change| (entry.header.seq, Some(change.id())))
        })
        .collect();
    assert_eq!(told, changes);
    if seq > 0 {
        assert!(recovery.book == world.history[seq]);
    } else {
        // Nothing stays but who is who, and the book can be worked in.
        assert!(recovery.book.business().is_some());
        assert_eq!(recovery.book.invoices().len(), 0);
    }
    for fact in recovery.later.iter().filter(|fact| !fact.doubtful) {
        let is_document = matches!(fact.id, Some(RecordId::Invoice(_))) && !fact.removed;
        assert!(!is_document || !fact.customer.is_empty(), "{fact:?}");
    }
    goes_on(world, recovery);
}

/// The numbers that were given and do not stay are told.
fn check_numbers(world: &World, damaged: &Damaged, recovery: &Recovery) {
    let torn = journal::read(&world.journal[damaged.entry].bytes).expect("an entry");
    for (series, run, value) in world.book.highest_numbers() {
        let kept = recovery.book.highest_number(series, run);
        let told = recovery.numbers.get(&(series, run)).copied().unwrap_or(0);
        let in_damage = torn
            .changes
            .iter()
            .flatten()
            .any(|change| counter(change) == Some(Counter { series, run, value }));
        assert!(
            in_damage || kept.max(told) >= value,
            "{:?}: {value} of {series} could be given again",
            damaged.part
        );
    }
}

fn counter(change: &Change) -> Option<Counter> {
    match change {
        Change::Put(Record::Invoice(invoice)) => invoice.issue.as_ref()?.counter,
        Change::Put(Record::Quote(quote)) => Some(quote.issue.as_ref()?.counter),
        _ => None,
    }
}

#[test]
fn damage_costs_what_was_damaged_and_what_hangs_on_it() {
    let world = world();
    let named = Named::of(&world.book);
    let mut tried: BTreeMap<Part, usize> = BTreeMap::new();
    damaged(&world, 5, |damaged| {
        *tried.entry(damaged.part).or_default() += 1;
        match damaged.part {
            Part::Header => check_headless(&world, &damaged),
            Part::Hash | Part::Salt | Part::Change(_) => check_torn(&world, &named, &damaged),
        }
    });
    println!("{tried:?}");
    assert_eq!(tried.len(), RecordKind::ALL.len() + 3);
    assert!(tried.values().sum::<usize>() >= 100);
}

#[test]
fn a_whole_journal_goes_on_as_it_is() {
    let world = world();
    let lines: Vec<Vec<u8>> = world
        .journal
        .iter()
        .map(|entry| entry.bytes.clone())
        .collect();
    let recovery = recovered(&world, &lines);
    assert_eq!((recovery.lost.len(), recovery.later.len()), (0, 0));
    assert!(recovery.book == world.book);
}
