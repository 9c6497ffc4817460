use super::*;
use ledger::journal::read;
use ledger::report::aging::{self, Options, Sums};
use serde_json::json;

struct Still;

impl World for Still {
    fn salts(&self, count: usize) -> Result<Vec<[u8; 16]>, Failure> {
        Ok((0..count).map(|n| [n.to_le_bytes()[0] | 1; 16]).collect())
    }

    fn now(&self) -> Timestamp {
        "2026-01-31T12:00:00.000Z".parse().expect("a moment")
    }
}

fn day() -> Date {
    "2026-01-31".parse().expect("a date")
}

fn command(value: serde_json::Value) -> Command {
    crate::input::read(&value.to_string()).expect("a command")
}

fn run(held: &Held, value: serde_json::Value) -> Result<(Held, Done, Notice), Refusal> {
    let options = RunOptions::default();
    let ran = held.run(&command(value), &options, day(), &Still);
    ran.expect("no fault")
}

fn imported(options: &BookOptions) -> Held {
    let empty = Held::empty(options, &Still).expect("a book");
    let records = json!({"import_records": {
        "owed_records": 1, "currency": "EUR",
        "invoices": [
            {"number": "1", "customer": "Ada Lovelace", "issued": "2026-01-01", "due": "2026-01-15", "total": "10.00"},
            {"number": "2", "customer": "Bolt", "issued": "2026-01-01", "due": "2026-01-31", "total": "5.50"},
        ],
    }});
    run(&empty, records).expect("imported").0
}

fn sums(held: &Held) -> Sums {
    let aging = aging::aging(&held.book, &Options::as_of(day())).expect("aging");
    aging.currencies[0].total.clone()
}

#[test]
fn a_book_opens_again_from_its_entries_and_from_its_backup() {
    let held = imported(&BookOptions::default());
    let entries = held.entries(0).expect("a history").to_vec();
    assert_eq!(entries.len(), 1);
    let lines = entries.iter().map(|entry| entry.to_vec()).collect();
    let again = Held::from_entries(lines, &BookOptions::default(), &Still).expect("a book");
    assert_eq!(again.book, held.book);
    let backup = held.backup(&Still).expect("a backup");
    let restored = Held::from_backup(&backup, &BookOptions::default(), &Still).expect("a book");
    assert_eq!(restored.book, held.book);
    assert!(matches!(verify_backup(&backup), BackupReport::Whole(_)));
    let mut changed = backup;
    let place = changed.iter().position(|byte| *byte == b'5').expect("a 5");
    changed[place] = b'6';
    assert!(!matches!(verify_backup(&changed), BackupReport::Whole(_)));
    assert!(Held::from_backup(&changed, &BookOptions::default(), &Still).is_err());
}

#[test]
fn a_refusal_and_a_damaged_entry_change_nothing() {
    let held = imported(&BookOptions::default());
    let void =
        json!({"void_invoice": {"invoice": "00000009-9", "date": "2026-01-31", "reason": ""}});
    assert!(run(&held, void).is_err());
    let mut line = held.entries(0).expect("a history")[0].to_vec();
    let last = line.len() - 10;
    line[last] ^= 1;
    let opened = Held::from_entries(vec![line], &BookOptions::default(), &Still);
    let failure = opened.err().expect("damage");
    assert_eq!(failure.code, ErrorCode::InvalidJournal);
}

#[test]
fn without_a_history_the_figures_are_the_same() {
    let with = imported(&BookOptions::default());
    let without = imported(&BookOptions {
        without_history: true,
        ..BookOptions::default()
    });
    assert!(without.entries(0).is_err());
    assert_eq!(with.book.head().seq, without.book.head().seq);
    assert_eq!(sums(&with), sums(&without));
    assert_eq!(sums(&with).outstanding(), 1550);
}

#[test]
fn who_is_erased_is_in_no_entry_any_more() {
    let held = imported(&BookOptions::default());
    let customer = held
        .book
        .customers()
        .iter()
        .find(|known| known.details.name == "Ada Lovelace");
    let customer = customer.expect("Ada").id.to_string();
    let invoice = held
        .book
        .by_number("1")
        .expect("her invoice")
        .id
        .to_string();
    let write_off = json!({"write_off": {
        "invoice": invoice, "date": "2026-01-31", "amount": "10.00", "reason": "paid in kind",
    }});
    let (held, _, _) = run(&held, write_off).expect("written off");
    let erase =
        json!({"erase_customer": {"customer": customer, "keep_issued_since": "2026-01-31"}});
    let (held, done, _) = run(&held, erase).expect("erased");
    assert_eq!(done.replaced.first(), Some(&1));
    for entry in held.entries(0).expect("a history") {
        assert!(!String::from_utf8_lossy(entry).contains("Lovelace"));
        assert!(read(entry).is_ok());
    }
    let lines = held
        .entries(0)
        .expect("a history")
        .iter()
        .map(|entry| entry.to_vec());
    let again = Held::from_entries(lines.collect(), &BookOptions::default(), &Still);
    let again = again.expect("a book");
    assert_eq!(again.book.head(), held.book.head());
    assert_eq!(sums(&again), sums(&held));
}
