//! What was written once must be read forever: files of every released
//! format, and the layout of snapshots.
//!
//! `tests/golden/v1.jsonl` is the journal of a small book, one entry a line,
//! with an erased change in it; `v1-records.jsonl` is one entry with records
//! of every kind, empty and full, and every variant. Neither is ever written
//! anew. A new format gets files of its own:
//! `cargo test -p ledger --test laws -- --ignored golden`.

use std::fs;
use std::path::PathBuf;

use ledger::book::Book;
use ledger::change::{Change, ChangeSet, Record, RecordId};
use ledger::check;
use ledger::journal::{self, Entry, Fault, Hash, Head, VERSION};
use ledger::money::Currency;
use ledger::report::aging::{Options, aging};
use ledger::report::dso::{Period, figures};
use ledger::report::kpi::ZeroSales;
use ledger::snapshot::{Packer, SCHEMA};

use crate::records::{empty, hollow, variants};
use crate::script::{Amount, Asked, Document, Imported, Paid, Parts, Step, day};
use crate::world::{Outcome, World};

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(name)
}

fn entries(name: &str) -> Vec<Entry> {
    let text = fs::read_to_string(path(name)).expect("a golden file");
    let lines = text.lines().map(|line| journal::read(line.as_bytes()));
    lines.collect::<Result<_, _>>().expect("entries")
}

fn replayed(name: &str) -> Book {
    let entries = entries(name);
    let mut book = Book::empty(entries[0].header.book.clone());
    for entry in &entries {
        journal::follows(book.head(), book.id(), &entry.header).expect("the next entry");
        book.apply_entry(entry).expect("changes that fit");
    }
    book
}

#[test]
fn a_book_of_format_1_is_read_forever() {
    let entries = entries("v1.jsonl");
    assert!(entries.iter().all(|entry| entry.header.v == 1));
    let erased = entries
        .iter()
        .flat_map(|entry| &entry.changes)
        .filter(|change| change.is_none());
    assert_eq!(erased.count(), 1);
    let book = replayed("v1.jsonl");
    assert_eq!(check::whole(&book), []);
    assert_eq!(
        book.head().hash.to_string(),
        "ec54fdbc77feb2bfc2e3519d23c630a8939fd0abe1d52d0f54c12e8c00fd3ce6"
    );
    let numbers: Vec<_> = book
        .invoices()
        .iter()
        .map(|invoice| invoice.number())
        .collect();
    assert_eq!(
        numbers,
        [
            "",
            "2025-0001",
            "2025-0002",
            "2025-0003",
            "2025-0004",
            "2025-0005",
            "2025-0006",
            "CN-005",
            "2025-0012",
            "OLD-20",
            "OLD-21"
        ]
    );
    let as_of = day(80);
    let aging = aging(&book, &Options::as_of(as_of)).expect("an aging");
    let sums: Vec<_> = aging
        .currencies
        .iter()
        .map(|of| {
            (
                of.currency.code(),
                of.total.buckets.clone(),
                of.total.unapplied,
            )
        })
        .collect();
    assert_eq!(
        sums,
        [
            ("EUR", vec![8149, 215597, 75028, 48797, 0], 38339),
            ("USD", vec![0, 0, 64500, 0, 0], 0)
        ]
    );
    let figures = figures(
        &book,
        Currency::default(),
        Period::last_days(as_of, 60),
        ZeroSales::Count,
    );
    assert_eq!(
        figures.dso.map(|days| days.to_string()).as_deref(),
        Some("122.68")
    );
}

#[test]
fn a_later_format_is_called_so_and_not_damaged() {
    let header = r#"{"v":2,"seq":7,"clock":[1,2],"prev":{"sha3":"x"}}"#;
    let hash = Hash::of(header.as_bytes());
    let line = format!(r#"{{"header":{header},"hash":"{hash}","changes":["a",2],"more":null}}"#);
    assert_eq!(journal::read(line.as_bytes()), Err(Fault::TooNew(2)));
    let damaged = line.replace("\"v\":2", "\"v\":3");
    assert_eq!(
        journal::read(damaged.as_bytes()),
        Err(Fault::HeaderDamaged(7))
    );
}

#[test]
fn every_record_of_format_1_is_read_forever() {
    let now: Vec<Change> = every_record();
    let read: Vec<Change> = entries("v1-records.jsonl")
        .into_iter()
        .flat_map(|entry| entry.changes)
        .map(|change| change.expect("nothing erased"))
        .collect();
    assert_eq!(read.len(), RECORDS);
    for change in read {
        assert!(now.contains(&change), "{change:?}");
    }
}

const RECORDS: usize = 82;

/// Where this fails, fields of a record have changed: old snapshots cannot be
/// read any more. Raise [`SCHEMA`] and put the new digest here.
#[test]
fn the_layout_of_snapshots_is_that_of_their_schema() {
    let mut bytes = Vec::new();
    let mut packer = Packer::new(&replayed("v1.jsonl"));
    while let Some(part) = packer.next_part().expect("a part") {
        bytes.extend(part);
    }
    for change in every_record() {
        if let Change::Put(record) = change {
            bytes.extend(postcard::to_allocvec(&record).expect("bytes"));
        }
    }
    assert_eq!(
        (SCHEMA, Hash::of(&bytes).to_string().as_str()),
        (
            8,
            "1490bbde73b0247718d9965b3f5c8db0892bfc2124c4001a12eec75b7e5679b9"
        )
    );
}

fn every_record() -> Vec<Change> {
    let records = [empty(), hollow(), variants()].concat();
    let removed = Change::Remove(RecordId::Business);
    records
        .into_iter()
        .map(Change::Put)
        .chain([removed])
        .collect()
}

/// A book with something of everything.
fn world() -> World {
    let mut world = World::new();
    let sold = |customer, price| Document {
        kind: 0,
        customer,
        currency: 0,
        lines: vec![(2, price, 1), (1, 5_000, 3)],
        gross: false,
        allowance: None,
        retained: false,
        credits: None,
        deducts: Vec::new(),
        fits: true,
        terms: 5,
    };
    let issue = |document, day| Step::Issue {
        draft: None,
        document,
        day,
        rate: true,
        settle: true,
    };
    let pay = |customer, day, minor, parts| Step::Pay {
        customer,
        day,
        amount: Amount::Minor(minor),
        currency: 0,
        parts,
    };
    let dollars = Document {
        currency: 6,
        gross: true,
        allowance: Some(500),
        ..sold(1, 30_000)
    };
    let deposit = Document {
        kind: 12,
        ..sold(2, 20_000)
    };
    let finally = Document {
        kind: 0,
        deducts: vec![0],
        ..sold(2, 90_000)
    };
    let note = Document {
        kind: 17,
        credits: Some(2),
        lines: vec![(1, 4_000, 1)],
        ..sold(0, 0)
    };
    let plan = Document {
        terms: 0,
        retained: true,
        ..sold(0, 44_444)
    };
    let imported = |number, kind, settles| Imported {
        kind,
        number,
        customer: 5,
        currency: 0,
        day: 10,
        due: 20,
        total: 7_700,
        lines: false,
        instalments: false,
        credits: None,
        sent: false,
        void: None,
        settles,
    };
    for step in [
        Step::Item {
            pick: None,
            stale: false,
        },
        Step::Draft {
            pick: None,
            document: sold(1, 100),
            stale: false,
        },
        Step::Draft {
            pick: None,
            document: sold(1, 200),
            stale: false,
        },
        Step::Discard { pick: 1 },
        issue(sold(0, 10_000), 3),
        Step::Sent { invoice: 2, day: 4 },
        issue(dollars, 8),
        issue(deposit, 10),
        issue(plan, 12),
        issue(finally, 30),
        issue(sold(1, 123), 31),
        Step::Void {
            invoice: 7,
            day: 32,
        },
        issue(note, 33),
        pay(0, 40, 9_000, Parts::OldestFirst),
        pay(
            2,
            41,
            30_000,
            Parts::These(vec![(0, Amount::Minor(11_111))]),
        ),
        pay(1, 42, 5_000, Parts::Nothing),
        Step::ReverseAllocation { pick: 1, day: 44 },
        Step::Refund {
            note: false,
            source: 2,
            day: 45,
            amount: Amount::Minor(2_000),
        },
        Step::WriteOff {
            invoice: 5,
            day: 50,
            amount: Amount::Minor(100),
        },
        Step::ReverseWriteOff { pick: 0, day: 51 },
        Step::WriteOff {
            invoice: 5,
            day: 52,
            amount: Amount::Minor(200),
        },
        Step::Skip {
            series: 0,
            ahead: 5,
            day: 60,
        },
        issue(sold(0, 777), 60),
        Step::Import {
            documents: vec![
                imported(20, 0, Vec::new()),
                imported(21, 6, vec![(20, 500)]),
            ],
            payments: vec![Paid {
                customer: 5,
                day: 15,
                amount: 1_000,
                settles: vec![(20, 250)],
            }],
            write_off: Some((20, 20, 50)),
        },
        Step::Close { day: 5 },
        Step::Reopen { day: None },
        Step::Close { day: 20 },
        Step::Reopen { day: Some(10) },
        Step::Sent {
            invoice: 6,
            day: 31,
        },
        Step::Undo { back: 0 },
    ] {
        let outcome = world.run(&Asked {
            step: step.clone(),
            reason: 0,
        });
        assert!(matches!(outcome, Outcome::Done), "{step:?}: {outcome:?}");
    }
    let closed = Step::WriteOff {
        invoice: 2,
        day: 6,
        amount: Amount::Minor(1),
    };
    let outcome = world.run(&Asked {
        step: closed,
        reason: 2,
    });
    assert!(matches!(outcome, Outcome::Done), "{outcome:?}");
    world
}

#[test]
#[ignore = "writes the golden files of a new format"]
fn golden_files_of_this_format_are_written_once() {
    let mut world = world();
    // The first state of the first item is erased.
    for written in &mut world.journal {
        let gone = journal::erase(&written.bytes, |_, change| {
            matches!(change, Change::Put(Record::Item(_)))
        });
        if let Some(bytes) = gone.expect("an entry") {
            written.bytes = bytes;
        }
    }
    let lines: Vec<_> = world
        .journal
        .iter()
        .map(|written| written.bytes.clone())
        .collect();
    write_once(&format!("v{VERSION}.jsonl"), &lines);
    let set = ChangeSet {
        command: "everything",
        changes: every_record(),
    };
    let mut empty = World::bare();
    empty.journal.clear();
    assert_eq!(*empty.book.head(), Head::EMPTY);
    let written = empty.write(&empty.book, &set);
    let lines: Vec<_> = written.into_iter().map(|written| written.bytes).collect();
    write_once(&format!("v{VERSION}-records.jsonl"), &lines);
}

fn write_once(name: &str, lines: &[Vec<u8>]) {
    let path = path(name);
    assert!(!path.exists(), "{name} is never written anew");
    let mut bytes = lines.join(&b'\n');
    bytes.push(b'\n');
    fs::write(path, bytes).expect("a file");
}
