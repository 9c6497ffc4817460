//! A marker is planted in every text of a person's records; after the erasure
//! it is nowhere. Which fields are texts is found by trying, so a new field is
//! tried as soon as there is one.

use crate::action::CommandName;
use serde_json::Value;

use super::*;
use crate::backup::{BackupWriter, ControlTotals, Header};
use crate::bank::{BankAccount, Match, Statement};
use crate::business::{Business, Series, SeriesFor};
use crate::check;
use crate::command::{
    Allocate, Command, Context, IssueInvoice, IssueQuote, RecordPayment, execute,
};
use crate::customer::Customer;
use crate::date::Timestamp;
use crate::ids::{
    BankAccountId, Chain, Id, InvoiceId, MatchId, PaymentId, RawId, RuleId, SendingId, StatementId,
    Version, VoidId,
};
use crate::invoice::{Adjustment, AdjustmentKind, AdjustmentValue};
use crate::invoice::{DocumentDetails, Invoice, Kind, Line, LineDetails, Sending, Void};
use crate::item::Item;
use crate::journal::{self, BookId, Erased, Head, Writer};
use crate::money::{Currency, Decimal};
use crate::quote::Quote;
use crate::schedule::{End, Every, Mode, Occurrence, Outcome, Schedule, Service, Unit};
use crate::slices::at_once;
use crate::snapshot::Packer;

const MARK: &str = "Zyxwv Markerson";
const OTHER: &str = "Linden Hosting";
/// Folded and in words, as a rule or a saved filter may have it.
const SEARCH: &str = "Zyxwv%20Markerson";

fn id<I: Id>(n: u32) -> I {
    I::from_raw(RawId { chain: Chain(7), n })
}

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

/// Texts that are no words about anybody: numbers, codes, names of taxes.
const NO_WORDS: [&str; 8] = [
    "issue.number",
    "deductions.number",
    "unit",
    "reason_code",
    "taxes.name",
    "exemption_reason",
    "exemption_code",
    "retained.name",
];

/// The same record with the marker in all of its texts.
fn planted(record: &Record) -> Record {
    let mut json = serde_json::to_value(record).expect("JSON");
    let mut places = Vec::new();
    collect(&json, String::new(), "", &mut places);
    for place in places {
        let before = json.pointer(&place).cloned();
        *json.pointer_mut(&place).expect("a place") = Value::String(MARK.to_owned());
        // What reads no text is no text: a date, an id, a kind.
        if serde_json::from_value::<Record>(json.clone()).is_err() {
            *json.pointer_mut(&place).expect("a place") = before.unwrap_or_default();
        }
    }
    serde_json::from_value(json).expect("a record")
}

fn collect(value: &Value, place: String, name: &str, places: &mut Vec<String>) {
    match value {
        Value::String(_) if !NO_WORDS.iter().any(|known| name.ends_with(known)) => {
            places.push(place);
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                collect(item, format!("{place}/{index}"), name, places);
            }
        }
        Value::Object(members) => {
            for (key, item) in members {
                collect(
                    item,
                    format!("{place}/{key}"),
                    &format!("{name}.{key}"),
                    places,
                );
            }
        }
        _ => {}
    }
}

/// A book as its entries come to, and the entries.
struct Desk {
    book: Book,
    entries: Vec<Vec<u8>>,
    /// Whose records the marker is planted in.
    person: CustomerId,
}

impl Desk {
    fn commit(&mut self, changes: &[Change]) {
        let person = self.person;
        let theirs = |record: &Record| match record {
            Record::Customer(known) => known.id == person,
            Record::Party(known) => known.customer == Some(person),
            Record::Invoice(known) => known.customer == person,
            Record::Quote(known) => known.document.customer == person,
            Record::Payment(known) => known.customer == person,
            Record::Schedule(known) => known.document.customer == person,
            Record::BankLine(line) => line.name == MARK,
            Record::IgnoreRule(rule) => rule.name == MARK,
            Record::Match(part) => part.id != id(9),
            Record::Void(_)
            | Record::Sending(_)
            | Record::Refund(_)
            | Record::WriteOff(_)
            | Record::Occurrence(_)
            | Record::QuoteEvent(_) => true,
            _ => false,
        };
        let changes: Vec<Change> = changes
            .iter()
            .map(|change| match change {
                Change::Put(record) if theirs(record) => Change::Put(planted(record)),
                change => change.clone(),
            })
            .collect();
        let written = journal::write(
            self.book.head(),
            &writer(),
            CommandName::SaveItem,
            &changes,
            || [1; 16],
        );
        for written in written.expect("entries") {
            let entry = journal::read(&written.bytes).expect("an entry");
            self.book.apply_entry(&entry).expect("changes");
            self.entries.push(written.bytes);
        }
    }

    fn put(&mut self, record: impl Into<Record>) {
        self.commit(&[Change::Put(record.into())]);
    }

    fn done(&mut self, command: Command) {
        let set = execute(&self.book, &command, &context()).expect("changes");
        self.commit(&set.changes);
    }
}

fn writer() -> Writer {
    Writer {
        book: BookId::default(),
        chain: Chain(7),
        device: "laptop".into(),
        actor: "Orla".into(),
        at: Timestamp::default(),
    }
}

fn context() -> Context {
    Context {
        today: day("2026-11-22"),
        chain: Chain(7),
        override_closed: None,
    }
}

fn document(customer: CustomerId) -> Invoice {
    let allowance = Adjustment {
        kind: AdjustmentKind::Allowance,
        value: AdjustmentValue::Amount(Decimal::ONE),
        reason: "because".into(),
        reason_code: "95".into(),
        taxes: Default::default(),
        spread: false,
    };
    Invoice {
        customer,
        lines: vec![Line {
            description: "Design".into(),
            quantity: Decimal::ONE,
            unit_price: Decimal::HUNDRED,
            adjustments: vec![allowance.clone()],
            more: Some(Box::new(LineDetails {
                note: "n".into(),
                ..LineDetails::default()
            })),
            ..Line::default()
        }],
        adjustments: vec![allowance],
        more: Some(Box::new(DocumentDetails {
            note: "n".into(),
            ..DocumentDetails::default()
        })),
        ..Invoice::default()
    }
}

fn line(n: u32, name: &str) -> BankLine {
    BankLine {
        id: id(n),
        statement: id::<StatementId>(1),
        date: day("2026-03-05"),
        value_date: None,
        amount: Decimal::from_int(98),
        currency: Currency::default(),
        text: "for 2026-0001".into(),
        reference: String::new(),
        end_to_end: String::new(),
        bank_id: String::new(),
        name: name.into(),
        ultimate_name: String::new(),
        iban: String::new(),
        code: String::new(),
        original: None,
        charges: None,
        returned: Some(crate::bank::Returned::default()),
    }
}

fn issue(document: Invoice, draft: Option<(InvoiceId, Version)>) -> Command {
    Command::IssueInvoice(Box::new(IssueInvoice {
        draft,
        settle_original: true,
        document,
        date: day("2026-03-01"),
        series: None,
        rate: None,
    }))
}

fn pay(customer: CustomerId, allocate: Allocate) -> Command {
    Command::RecordPayment(Box::new(RecordPayment {
        customer,
        date: day("2026-03-05"),
        amount: Decimal::from_int(98),
        currency: Currency::default(),
        method: "Transfer".into(),
        reference: "r".into(),
        note: "n".into(),
        fee: None,
        received: None,
        allocate,
        closes: Vec::new(),
    }))
}

/// A book with all kinds of facts about a person, and some of another.
fn desk() -> Desk {
    let person = id(1);
    let other: CustomerId = id(2);
    let mut desk = Desk {
        book: Book::empty(BookId::default()),
        entries: Vec::new(),
        person,
    };
    let mut business = Business::default();
    business.details.name = "Harbour & Pine".into();
    desk.put(business);
    for (n, counts, pattern) in [
        (1, SeriesFor::Invoices, "{YYYY}-{0000}"),
        (2, SeriesFor::CreditNotes, "CN-{000}"),
        (3, SeriesFor::Quotes, "Q-{000}"),
    ] {
        desk.put(Series {
            id: id(n),
            counts,
            pattern: pattern.into(),
            start: 1,
            gaps: Vec::new(),
        });
    }
    for (n, name) in [(1, "person"), (2, OTHER)] {
        let mut customer = Customer {
            id: id(n),
            bank: Some(BankDetails::default()),
            ..Customer::default()
        };
        customer.details.name = name.into();
        customer.details.address.lines = vec!["Street".into()];
        customer.details.electronic_address = Some(Default::default());
        desk.put(customer);
    }
    // Gone by now: a draft, a quote, a schedule with what was skipped.
    for draft in [
        Record::from(Invoice {
            id: id(50),
            ..document(person)
        }),
        Quote {
            id: id(50),
            document: Box::new(document(person)),
            ..Quote::default()
        }
        .into(),
    ] {
        desk.commit(&[Change::Put(draft.clone())]);
        desk.commit(&[Change::Remove(draft.id())]);
    }
    let schedule = Schedule {
        id: id(1),
        document: Box::new(document(person)),
        every: Every {
            count: 1,
            unit: Unit::Month,
        },
        first: day("2026-01-31"),
        end: End::Never,
        mode: Mode::Draft,
        service: Service::OnTheDay,
        pauses: Vec::new(),
        last_of_month: true,
    };
    desk.put(schedule);
    desk.put(Occurrence {
        id: id(1),
        schedule: id(1),
        day: day("2026-01-31"),
        outcome: Outcome::Skipped("ill".into()),
    });
    // A draft that was issued, so that its first version is in the journal.
    desk.put(Invoice {
        id: id(1),
        ..document(person)
    });
    let opened = desk.book.version(RecordId::Invoice(id(1)));
    let mut plain = document(person);
    plain.more = None;
    desk.done(issue(plain, Some((id(1), opened))));
    desk.done(pay(person, Allocate::OldestFirst));
    desk.done(issue(document(person), None));
    let second = desk.book.by_number("2026-0002").expect("it").id;
    desk.put(Sending {
        id: id::<SendingId>(1),
        invoice: id(1),
        date: day("2026-03-01"),
        channel: "by hand".into(),
    });
    desk.put(Void {
        id: id::<VoidId>(1),
        invoice: second,
        date: day("2026-03-01"),
        reason: "twice".into(),
    });
    desk.done(issue(document(person), None));
    let third = desk.book.by_number("2026-0003").expect("it").id;
    desk.done(Command::WriteOff {
        invoice: third,
        date: day("2026-03-02"),
        amount: Decimal::from_int(98),
        reason: "gone".into(),
    });
    let note = Invoice {
        kind: Kind::CreditNote,
        ..document(person)
    };
    desk.done(issue(note, None));
    let note = desk.book.by_number("CN-001").expect("it").id;
    desk.done(Command::RecordRefund {
        source: Source::CreditNote(note),
        date: day("2026-03-03"),
        amount: Decimal::from_int(98),
        reference: "back".into(),
    });
    desk.done(Command::IssueQuote(Box::new(IssueQuote {
        draft: None,
        quote: Quote {
            document: Box::new(document(person)),
            ..Quote::default()
        },
        date: day("2026-03-01"),
    })));
    let quote = desk.book.quotes().iter().last().expect("it").id;
    desk.done(Command::DecideQuote {
        quote,
        date: day("2026-03-02"),
        accepted: true,
        note: "yes".into(),
    });
    // The other one's.
    desk.done(issue(document(other), None));
    desk.done(pay(other, Allocate::OldestFirst));
    // The bank.
    desk.put(BankAccount {
        id: id::<BankAccountId>(1),
        name: "Account".into(),
        ..BankAccount::default()
    });
    desk.put(Statement {
        id: id(1),
        first: id(1),
        account: id(1),
        file: "march.xml".into(),
        format: "CAMT".into(),
        number: "3".into(),
        opening: None,
        closing: None,
        imported: day("2026-03-31"),
        known: 0,
    });
    // Matched, of their name only, not a receipt, and removed since.
    for n in 1..=4 {
        desk.put(line(n, MARK));
    }
    desk.commit(&[Change::Remove(RecordId::BankLine(id(4)))]);
    desk.put(line(5, OTHER));
    let payments: Vec<PaymentId> = desk.book.payments().iter().map(|known| known.id).collect();
    for (n, line, what) in [
        (1, 1, Matched::Payment(payments[0])),
        (
            2,
            3,
            Matched::Other {
                reason: "gift".into(),
                rule: None,
            },
        ),
        (9, 5, Matched::Payment(payments[1])),
    ] {
        desk.put(Match {
            id: id::<MatchId>(n),
            line: id(line),
            what,
            amount: Decimal::from_int(98),
            made: false,
        });
    }
    desk.put(IgnoreRule {
        id: id::<RuleId>(1),
        name: MARK.into(),
        ..IgnoreRule::default()
    });
    for (name, address) in [
        (MARK, "#/invoices?q=x".to_owned()),
        ("Late", format!("#/invoices?q={SEARCH}")),
        ("Theirs", format!("#/invoices?customer={person}")),
        ("All", format!("#/invoices?customer={other}2")),
    ] {
        desk.done(Command::NameFilter {
            name: name.to_owned(),
            address: Some(address),
        });
    }
    // A description that names nobody, in a record that is no one's.
    desk.put(Item {
        id: id(1),
        description: "Design".into(),
        ..Item::default()
    });
    desk
}

/// As the shell does it: the changes, and the bytes of earlier ones gone.
fn erase(desk: &mut Desk, since: &str) {
    let before = desk.book.clone();
    let steps = Steps::default();
    let command = Command::EraseCustomer {
        customer: desk.person,
        keep_issued_since: day(since),
    };
    let set = execute(&before, &command, &context());
    let set = set.expect("changes");
    let mut traces = at_once(Traces::of(&before, desk.person, &set.changes, &steps));
    let mut erased = Vec::new();
    for (seq, bytes) in (1..).zip(&mut desk.entries) {
        let mut places = Vec::new();
        let bare = journal::erase(bytes, |place, change| {
            let is_meant = traces.is_meant(change);
            places.extend(is_meant.then(|| u32::try_from(place).expect("a place")));
            is_meant
        });
        if let Some(bare) = bare.expect("an entry") {
            *bytes = bare;
            erased.push(Erased {
                seq,
                changes: places,
            });
        }
    }
    let written = journal::write_erasing(
        before.head(),
        &writer(),
        set.command,
        &set.changes,
        erased,
        || [2; 16],
    );
    for written in written.expect("entries") {
        let entry = journal::read(&written.bytes).expect("an entry");
        desk.book.apply_entry(&entry).expect("changes");
        desk.entries.push(written.bytes);
    }
    assert_eq!(check::commit(&before, &desk.book, &set.changes), []);
    assert_eq!(check::whole(&desk.book), []);
}

/// All that a book is kept in: journal, snapshot, backup.
fn kept_bytes(desk: &Desk) -> Vec<u8> {
    let mut bytes = desk.entries.concat();
    let mut packer = Packer::new(&desk.book);
    while let Some(part) = packer.next_part().expect("a part") {
        bytes.extend(part);
    }
    let mut backup = BackupWriter::new(Header {
        book: BookId::default(),
        written: Timestamp::default(),
        app: String::new(),
        entries: u32::try_from(desk.entries.len()).expect("few"),
        blobs: 0,
        head: *desk.book.head(),
        totals: ControlTotals::new(),
    })
    .expect("a backup");
    for entry in &desk.entries {
        backup.entry(entry).expect("an entry");
    }
    bytes.extend(backup.finish().expect("a backup"));
    bytes
}

fn has(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|part| part == text.as_bytes())
}

#[test]
fn after_an_erasure_nothing_that_is_kept_bears_the_marker() {
    let mut desk = desk();
    assert!(has(&kept_bytes(&desk), MARK));
    let documents = desk.book.invoices().iter().count();
    erase(&mut desk, "2100-01-01");
    let bytes = kept_bytes(&desk);
    for text in [MARK, SEARCH] {
        let at = bytes
            .windows(text.len())
            .position(|part| part == text.as_bytes());
        let around = at.map(|at| String::from_utf8_lossy(&bytes[at.saturating_sub(300)..at + 40]));
        assert_eq!(around, None, "{text}");
    }
    // What others said and every figure stay.
    assert!(has(&bytes, OTHER));
    assert_eq!(desk.book.invoices().iter().count(), documents);
    let line = desk.book.bank_lines().get(id(1)).expect("a line");
    assert_eq!(
        (line.name.as_str(), line.amount),
        ("", Decimal::from_int(98))
    );
    let others = desk.book.bank_lines().get(id(5)).expect("a line");
    assert_eq!(others.name, OTHER);
    let rule = desk.book.rules().get(id(1)).expect("a rule");
    assert!(rule.ended && rule.name.is_empty());
    let filters = &desk.book.business().expect("a business").filters;
    let names: Vec<&str> = filters.iter().map(|known| known.name.as_str()).collect();
    assert_eq!(names, ["All"]);

    // Opened again from its bytes it is the same book.
    let mut again = Book::empty(BookId::default());
    let mut head = Head::EMPTY;
    for bytes in &desk.entries {
        let entry = journal::read(bytes).expect("an entry");
        journal::follows(&head, &BookId::default(), &entry.header).expect("the next one");
        head = entry.head();
        again.apply_entry(&entry).expect("changes");
    }
    assert_eq!(check::whole(&again), []);
    let records = |book: &Book| -> Vec<Record> {
        let invoices = book.invoices().iter().cloned().map(Record::Invoice);
        let lines = book.bank_lines().iter().cloned().map(Record::BankLine);
        let mut all: Vec<Record> = invoices.chain(lines).collect();
        all.sort_by_key(Record::id);
        all
    };
    assert_eq!(records(&again), records(&desk.book));
}

#[test]
fn what_must_be_kept_stays_with_its_words_and_is_named() {
    let mut desk = desk();
    let since = "2026-03-01";
    let kept = kept(&desk.book, desk.person, day(since));
    assert_eq!(
        kept.documents,
        ["2026-0001", "2026-0002", "2026-0003", "CN-001", "Q-001"]
    );
    assert_eq!((kept.payments, kept.lines), (1, 3));
    assert_eq!(kept.newest, Some(day("2026-03-01")));
    let invoice = desk.book.by_number("2026-0001").expect("it").clone();
    erase(&mut desk, since);
    assert_eq!(desk.book.by_number("2026-0001"), Some(&invoice));
    let line = desk.book.bank_lines().get(id(1)).expect("a line");
    assert_eq!(line.name, MARK);
    // A rule is no document.
    assert!(desk.book.rules().get(id(1)).expect("a rule").ended);
    let customer = desk.book.customers().get(desk.person).expect("it");
    assert!(customer.erased && customer.details.name.is_empty());
}

#[test]
fn a_payment_service_is_not_taken_for_the_person() {
    let mut desk = desk();
    // Both come by the same service, of which only theirs is known so far.
    let payments: Vec<PaymentId> = desk.book.payments().iter().map(|known| known.id).collect();
    for n in [6, 7] {
        let mut service = line(n, "Paywell Ltd");
        service.iban = "IE00PAYWELL".into();
        desk.put(service);
    }
    desk.commit(&[
        Change::Remove(RecordId::Match(id(1))),
        Change::Put(
            Match {
                id: id::<MatchId>(9),
                line: id(6),
                what: Matched::Payment(payments[0]),
                amount: Decimal::from_int(98),
                made: false,
            }
            .into(),
        ),
    ]);
    erase(&mut desk, "2100-01-01");
    let name = |n| {
        desk.book
            .bank_lines()
            .get(id(n))
            .map(|line| line.name.as_str())
    };
    assert_eq!(name(6), Some(""));
    assert_eq!(name(7), Some("Paywell Ltd"));
}

#[test]
fn an_erasure_of_many_records_is_one_action_of_several_entries() {
    let mut desk = desk();
    let lines: Vec<Change> = (100..2_300)
        .map(|n| Change::Put(line(n, MARK).into()))
        .collect();
    desk.commit(&lines);
    erase(&mut desk, "2100-01-01");
    let last = journal::read(desk.entries.last().expect("an entry")).expect("an entry");
    assert_eq!((last.header.part, last.header.parts), (3, 3));
    assert!(!last.header.erased.is_empty());
    assert!(!has(&kept_bytes(&desk), MARK));
}
