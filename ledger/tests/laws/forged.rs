//! What is restored is a book that was kept: whoever writes other facts into a
//! backup and makes all digests anew is found out by the laws of the books,
//! as long as the file does not agree with itself.

use ledger::backup::{Audit, Breach, ControlTotals, Header, control_totals};
use ledger::book::Book;
use ledger::change::{Change, Record};
use ledger::check;
use ledger::date::Timestamp;
use ledger::invoice::Totals;
use ledger::journal::{self, Entry, Erased, Hash, Head};
use ledger::money::Decimal;
use proptest::prelude::*;

use crate::cases;
use crate::script::{Asked, Step, day, script};
use crate::world::{Outcome, World};

fn written() -> Timestamp {
    Timestamp(i64::from(day(500).number()) * 86_400_000)
}

fn header(book: &Book, totals: ControlTotals) -> Header {
    Header {
        book: book.id().clone(),
        written: written(),
        app: String::new(),
        entries: book.head().seq,
        blobs: 0,
        head: *book.head(),
        totals,
    }
}

fn entries(world: &World) -> Vec<Entry> {
    let all = 1..=world.book.head().seq;
    all.map(|seq| world.entry(seq)).collect()
}

/// The same entries under digests and hashes that fit, read as any are.
fn rehashed(entries: &[Entry]) -> Vec<Entry> {
    let mut head = Head::EMPTY;
    let mut all = Vec::new();
    for entry in entries {
        let text = |change: &Option<Change>| match change {
            Some(change) => change.to_json().expect("text"),
            None => "null".to_owned(),
        };
        let texts: Vec<String> = entry.changes.iter().map(text).collect();
        let mut header = entry.header.clone();
        header.seq = head.seq + 1;
        header.prev = head.hash;
        header.change_digests = texts.iter().map(|text| Hash::of(text.as_bytes())).collect();
        let header = serde_json::to_string(&header).expect("text");
        let hash = Hash::of(header.as_bytes());
        let changes = texts.join(",");
        let line = format!("{{\"header\":{header},\"hash\":\"{hash}\",\"changes\":[{changes}]}}");
        let entry = journal::read(line.as_bytes()).expect("an entry");
        head = entry.head();
        all.push(entry);
    }
    all
}

/// Follows the entries as a restore does: whatever is found first.
fn restored(entries: &[Entry], totals: ControlTotals) -> Result<Book, Breach> {
    let mut book = Book::empty(entries[0].header.book.clone());
    let mut audit = Audit::default();
    for entry in entries {
        journal::follows(book.head(), book.id(), &entry.header).expect("the next entry");
        audit.entry(&book, entry)?;
        book.apply_entry(entry).expect("changes that fit");
    }
    let header = header(&book, totals);
    audit.finish(&book, &header)?;
    Ok(book)
}

fn totals(book: &Book) -> ControlTotals {
    control_totals(book, day(500))
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn every_book_that_was_kept_passes(mut script in script(50), customer in 0_u8..4) {
        // What an erasure deletes goes with it; here that is done once, below.
        script.retain(|asked| !matches!(asked.step, Step::Erase { .. }));
        let mut world = World::after(&script);
        let found = restored(&entries(&world), totals(&world.book));
        prop_assert_eq!(found.map(|book| book == world.book), Ok(true));
        // An erasure, its bytes deleted: as they were named from the first on,
        // and as they are named now.
        let erasure = Step::Erase { customer, day: 450 };
        if !matches!(world.run(&Asked { step: erasure, reason: 2 }), Outcome::Done) {
            return Ok(());
        }
        let mut all = entries(&world);
        let (last, before) = all.split_last_mut().expect("an entry");
        let ids: Vec<_> = last.changes.iter().flatten().map(Change::id).collect();
        let mut erased = Vec::new();
        for entry in before {
            let mut changes = Vec::new();
            for (place, change) in (0..).zip(&mut entry.changes) {
                if change.as_ref().is_some_and(|change| ids.contains(&change.id())) {
                    *change = None;
                    changes.push(place);
                }
            }
            if !changes.is_empty() {
                erased.push(Erased { seq: entry.header.seq, changes });
            }
        }
        prop_assert!(restored(&all, totals(&world.book)).is_ok());
        let place = all.len() - 1;
        all[place].header.erased = erased.clone();
        prop_assert!(restored(&rehashed(&all), totals(&world.book)).is_ok());
        // Bytes that are back, and a change more that is gone.
        let mut back = entries(&world);
        back[place].header.erased = erased.clone();
        let found = restored(&rehashed(&back), totals(&world.book));
        // With its words back, an issued document loses them in the last entry.
        let is_told = matches!(
            found,
            Err(Breach::StillThere { .. } | Breach::IssuedChanged { .. })
        );
        prop_assert!(erased.is_empty() || is_told);
        let seq = all[place].header.seq;
        all[place].changes[0] = None;
        let found = restored(&rehashed(&all), totals(&world.book));
        prop_assert_eq!(found.err(), Some(Breach::NotErased { seq, change: 0 }));
    }
}

/// A book with some invoices.
fn world() -> World {
    let mut world = World::new();
    for day in 1..6 {
        let asked = Asked {
            step: crate::invoice_to(0, day),
            reason: 0,
        };
        assert!(matches!(world.run(&asked), Outcome::Done));
    }
    world
}

/// The entry that issues the first document, and its change.
fn issued(all: &[Entry]) -> (usize, usize) {
    let places = all.iter().enumerate().flat_map(|(at, entry)| {
        let changes = entry.changes.iter().enumerate();
        changes.map(move |(place, change)| (at, place, change))
    });
    let is_issued = |change: &Option<Change>| matches!(change, Some(Change::Put(Record::Invoice(known))) if !known.is_draft());
    let mut found = places.filter(|(_, _, change)| is_issued(change));
    found
        .next()
        .map(|(at, place, _)| (at, place))
        .expect("a document")
}

/// The document for more money, its totals following from its lines.
fn dearer(change: &Option<Change>) -> Option<Change> {
    let Some(Change::Put(Record::Invoice(invoice))) = change else {
        panic!("no document");
    };
    let mut invoice = (**invoice).clone();
    for line in &mut invoice.lines {
        line.quantity = line
            .quantity
            .add(Decimal::new(7, 0).expect("seven"))
            .expect("a sum");
    }
    let totals = Totals::of(&invoice, &[], Decimal::ZERO).expect("totals");
    invoice.issue.as_mut().expect("issued").totals = totals;
    Some(Change::Put(invoice.into()))
}

#[test]
fn an_amount_that_was_changed_is_told_by_the_control_totals() {
    let world = world();
    let mut all = entries(&world);
    let (at, place) = issued(&all);
    all[at].changes[place] = dearer(&all[at].changes[place]);
    let forged = rehashed(&all);
    let mut book = Book::empty(world.book.id().clone());
    for entry in &forged {
        book.apply_entry(entry).expect("changes that fit");
    }
    assert_eq!(check::whole(&book), [], "it adds up by itself");
    let found = restored(&forged, totals(&world.book));
    assert!(
        matches!(found, Err(Breach::Totals { .. })),
        "{:?}",
        found.err()
    );
    // Who changes the totals too has another book, and nobody can tell.
    assert!(restored(&forged, totals(&book)).is_ok());
}

#[test]
fn an_issued_document_that_is_put_again_is_refused() {
    let world = world();
    let mut all = entries(&world);
    let (at, place) = issued(&all);
    let last = all.len() - 1;
    let other = dearer(&all[at].changes[place]);
    all[last].changes.push(other);
    let found = restored(&rehashed(&all), totals(&world.book));
    assert!(
        matches!(found, Err(Breach::IssuedChanged { .. })),
        "{:?}",
        found.err()
    );
}

#[test]
fn half_an_action_is_refused() {
    let world = world();
    for (part, parts) in [(1, 2), (2, 2), (0, 1), (2, 1)] {
        for at in [2, world.journal.len() - 1] {
            let mut all = entries(&world);
            all[at].header.part = part;
            all[at].header.parts = parts;
            let found = restored(&rehashed(&all), totals(&world.book));
            let is_partial = matches!(found, Err(Breach::PartialAction { .. }));
            assert!(is_partial, "{part} of {parts}: {:?}", found.err());
        }
    }
}
