//! Every record survives its JSON, with all fields empty and with all of
//! them filled, and so it survives the journal.

use ledger::bank::*;
use ledger::business::*;
use ledger::change::{Change, Record, RecordId};
use ledger::coded::Coded;
use ledger::collection::*;
use ledger::customer::*;
use ledger::date::Date;
use ledger::ids::*;
use ledger::invoice::*;
use ledger::item::Item;
use ledger::journal::Hash;
use ledger::late::{Audience, Law};
use ledger::look::*;
use ledger::mail::MailTemplate;
use ledger::money::{Currency, Decimal, Money};
use ledger::payment::*;
use ledger::payment_code::ReferenceChoice;
use ledger::quote::*;
use ledger::schedule::*;
use ledger::tax::*;
use ledger::terms::*;
use proptest::prelude::*;

use crate::cases;
use crate::script::script;
use crate::world::{World, changes};

fn date() -> Date {
    "2025-02-28".parse().expect("a date")
}

fn dollars() -> Currency {
    "USD".parse().expect("a currency")
}

fn raw() -> RawId {
    RawId {
        chain: Chain(7),
        n: 9,
    }
}

/// Each kind of record with nothing in it that need not be.
pub fn empty() -> Vec<Record> {
    vec![
        Business::default().into(),
        Customer::default().into(),
        Party::default().into(),
        Item::default().into(),
        Series::default().into(),
        Closing {
            id: ClosingId(raw()),
            decision: ClosingDecision::Close(date()),
            reason: String::new(),
        }
        .into(),
        Invoice::default().into(),
        Invoice {
            issue: Some(Box::new(issue())),
            ..Invoice::default()
        }
        .into(),
        Void {
            id: VoidId(raw()),
            invoice: InvoiceId::default(),
            date: date(),
            reason: String::new(),
        }
        .into(),
        Sending {
            id: SendingId(raw()),
            invoice: InvoiceId::default(),
            date: date(),
            channel: Coded::default(),
        }
        .into(),
        payment().into(),
        allocation(Source::Payment(PaymentId(raw()))).into(),
        refund(Source::Payment(PaymentId(raw()))).into(),
        write_off().into(),
        schedule().into(),
        occurrence(Outcome::Made(InvoiceId(raw()))).into(),
        Quote::default().into(),
        quote_event(QuoteFact::Accepted).into(),
        BankAccount::default().into(),
        statement().into(),
        bank_line().into(),
        matched(Matched::Payment(PaymentId(raw()))).into(),
        IgnoreRule::default().into(),
        reminder().into(),
        collected(CollectionFact::Contact {
            by: Coded::default(),
        })
        .into(),
    ]
}

fn reminder() -> Reminder {
    Reminder {
        id: ReminderId(raw()),
        customer: CustomerId(raw()),
        date: date(),
        currency: dollars(),
        seller: None,
        buyer: None,
        lines: Vec::new(),
        tone: Tone::default(),
        credit: Decimal::ZERO,
        considered_to: None,
        pay_by: Vec::new(),
        hand_over: false,
        text: String::new(),
    }
}

fn collected(what: CollectionFact) -> CollectionEvent {
    CollectionEvent {
        id: CollectionEventId(raw()),
        customer: CustomerId(raw()),
        date: date(),
        what,
        note: String::new(),
    }
}

fn schedule() -> Schedule {
    Schedule {
        id: ScheduleId(raw()),
        document: Box::default(),
        every: Every {
            count: 1,
            unit: Unit::Month,
        },
        first: date(),
        end: End::Never,
        mode: Mode::Draft,
        service: Service::OnTheDay,
        pauses: Vec::new(),
        last_of_month: false,
    }
}

fn quote_event(what: QuoteFact) -> QuoteEvent {
    QuoteEvent {
        id: QuoteEventId(raw()),
        quote: QuoteId(raw()),
        date: date(),
        what,
        note: String::new(),
    }
}

fn occurrence(outcome: Outcome) -> Occurrence {
    Occurrence {
        id: OccurrenceId(raw()),
        schedule: ScheduleId(raw()),
        day: date(),
        outcome,
    }
}

fn issue() -> Issue {
    Issue {
        number: String::new(),
        counter: None,
        date: date(),
        due: date(),
        instalments: Vec::new(),
        seller: None,
        buyer: None,
        totals: Totals::default(),
        deductions: Vec::new(),
        accounting: None,
    }
}

fn payment() -> Payment {
    Payment {
        id: PaymentId(raw()),
        customer: CustomerId::default(),
        date: date(),
        amount: Decimal::ZERO,
        currency: dollars(),
        method: String::new(),
        reference: String::new(),
        note: String::new(),
        fee: None,
        received: None,
    }
}

fn bank_line() -> BankLine {
    BankLine {
        id: BankLineId(raw()),
        statement: StatementId(raw()),
        date: date(),
        value_date: None,
        amount: Decimal::ZERO,
        currency: dollars(),
        text: String::new(),
        reference: String::new(),
        end_to_end: String::new(),
        bank_id: String::new(),
        name: String::new(),
        ultimate_name: String::new(),
        iban: String::new(),
        code: String::new(),
        original: None,
        charges: None,
        returned: None,
    }
}

fn statement() -> Statement {
    Statement {
        id: StatementId(raw()),
        first: StatementId(raw()),
        account: BankAccountId(raw()),
        file: String::new(),
        format: String::new(),
        number: String::new(),
        opening: None,
        closing: None,
        imported: date(),
        known: 0,
    }
}

fn matched(what: Matched) -> Match {
    Match {
        id: MatchId(raw()),
        line: BankLineId(raw()),
        what,
        amount: Decimal::ZERO,
        made: false,
    }
}

fn allocation(source: Source) -> Allocation {
    Allocation {
        id: AllocationId(raw()),
        source,
        invoice: InvoiceId::default(),
        date: date(),
        amount: Decimal::ZERO,
        currency: dollars(),
        reverses: None,
        with: None,
    }
}

fn refund(source: Source) -> Refund {
    Refund {
        id: RefundId(raw()),
        source,
        date: date(),
        amount: Decimal::ZERO,
        currency: dollars(),
        reference: String::new(),
        kind: RefundKind::Refund,
        received: None,
        reverses: None,
    }
}

fn write_off() -> WriteOff {
    WriteOff {
        id: WriteOffId(raw()),
        invoice: InvoiceId::default(),
        date: date(),
        amount: Decimal::ZERO,
        currency: dollars(),
        reason: String::new(),
        reverses: None,
        kind: WriteOffKind::BadDebt,
        payment: None,
        taxes: Vec::new(),
    }
}

/// What is there, but empty: `Some` of a struct without content, lists of
/// empty texts, lists with an empty element.
pub fn hollow() -> Vec<Record> {
    let tax = Tax::default();
    let line = Line {
        more: Some(Box::new(LineDetails::default())),
        ..Line::default()
    };
    vec![
        Business {
            bank: Some(BankDetails::default()),
            taxes: vec![tax.clone()],
            ..Business::default()
        }
        .into(),
        Customer {
            details: Details {
                address: Address {
                    lines: vec![String::new(), "x".into(), String::new()],
                    ..Address::default()
                },
                electronic_address: Some(ElectronicAddress::default()),
                ..Details::default()
            },
            terms: Some(Terms::default()),
            currency: Some(Currency::default()),
            ..Customer::default()
        }
        .into(),
        Customer {
            details: Details {
                address: Address {
                    lines: vec![String::new()],
                    ..Address::default()
                },
                ..Details::default()
            },
            ..Customer::default()
        }
        .into(),
        Party {
            customer: Some(CustomerId::default()),
            bank: Some(BankDetails::default()),
            ..Party::default()
        }
        .into(),
        Item {
            taxes: vec![tax.clone()],
            ..Item::default()
        }
        .into(),
        Series {
            gaps: vec![Gap {
                run: 0,
                first: 0,
                last: 0,
                reason: Coded::default(),
            }],
            ..Series::default()
        }
        .into(),
        Invoice {
            taxes: vec![tax],
            lines: vec![Line::default(), line],
            retained: vec![RetainedTax::default()],
            deducts: vec![InvoiceId::default()],
            credits: Some(InvoiceId::default()),
            more: Some(Box::new(DocumentDetails::default())),
            issue: Some(Box::new(Issue {
                counter: Some(Counter {
                    series: SeriesId::default(),
                    run: 0,
                    value: 0,
                }),
                instalments: vec![Instalment {
                    due: date(),
                    amount: Decimal::ZERO,
                }],
                deductions: vec![Deduction {
                    invoice: InvoiceId::default(),
                    number: String::new(),
                    date: date(),
                    net: Decimal::ZERO,
                    tax: Decimal::ZERO,
                    gross: Decimal::ZERO,
                }],
                totals: Totals {
                    line_net: vec![Decimal::ZERO],
                    rows: vec![TaxRow {
                        place: None,
                        taxable: Decimal::ZERO,
                        tax: Decimal::ZERO,
                    }],
                    ..Totals::default()
                },
                accounting: Some(Accounting {
                    currency: dollars(),
                    rate: Decimal::ONE,
                    tax: Decimal::ZERO,
                }),
                ..issue()
            })),
            ..Invoice::default()
        }
        .into(),
    ]
}

/// Each variant of each enum that a record holds.
pub fn variants() -> Vec<Record> {
    let mut records = Vec::new();
    for (payment_reference, format, paper) in [
        (ReferenceChoice::Creditor, PictureFormat::Png, Paper::A4),
        (
            ReferenceChoice::Qr {
                prefix: String::new(),
            },
            PictureFormat::Jpeg,
            Paper::Letter,
        ),
    ] {
        records.push(
            Business {
                payment_reference,
                retained: vec![RetainedTax::default()],
                documents: DocumentLook {
                    logo: Some(Logo {
                        hash: Hash::of(b""),
                        format,
                        width: 0,
                        height: 0,
                    }),
                    accent: Some(Accent([0, 1, 255])),
                    paper: Some(paper),
                },
                ..Business::default()
            }
            .into(),
        );
    }
    records.push(
        Customer {
            bank: Some(BankDetails::default()),
            ..Customer::default()
        }
        .into(),
    );
    records.push(
        Party {
            look: Some(PrintedLook::default()),
            ..Party::default()
        }
        .into(),
    );
    records.push(
        Business {
            mails: vec![MailTemplate::default()],
            ..Business::default()
        }
        .into(),
    );
    for decision in [
        ClosingDecision::Close(date()),
        ClosingDecision::Reopen(None),
        ClosingDecision::Reopen(Some(date())),
        ClosingDecision::Override(date()),
    ] {
        records.push(
            Closing {
                id: ClosingId(raw()),
                decision,
                reason: String::new(),
            }
            .into(),
        );
    }
    for counts in [
        SeriesFor::Invoices,
        SeriesFor::CreditNotes,
        SeriesFor::Quotes,
    ] {
        records.push(
            Series {
                counts,
                ..Series::default()
            }
            .into(),
        );
    }
    for source in [
        Source::Payment(PaymentId::default()),
        Source::CreditNote(InvoiceId::default()),
    ] {
        records.push(allocation(source).into());
        records.push(refund(source).into());
        records.push(
            Refund {
                reverses: Some(RefundId(raw())),
                ..refund(source)
            }
            .into(),
        );
    }
    for kind in [
        Kind::Invoice,
        Kind::Deposit,
        Kind::CreditNote,
        Kind::Opening,
        Kind::OpeningCredit,
    ] {
        for price_mode in [PriceMode::Net, PriceMode::Gross] {
            records.push(
                Invoice {
                    kind,
                    price_mode,
                    ..Invoice::default()
                }
                .into(),
            );
        }
    }
    for kind in [AdjustmentKind::Allowance, AdjustmentKind::Charge] {
        for value in [
            AdjustmentValue::Amount(Decimal::ZERO),
            AdjustmentValue::Percent(Decimal::ONE),
        ] {
            let taxes = TaxSet::only(0).with(15);
            let adjustment = Adjustment {
                kind,
                value,
                reason: String::new(),
                reason_code: String::new(),
                taxes,
                spread: false,
            };
            let spread = Adjustment {
                taxes: TaxSet::default(),
                spread: true,
                ..adjustment.clone()
            };
            for (rule, adjustment) in [(Rule::First, adjustment), (Rule::Second, spread)] {
                records.push(
                    Invoice {
                        rule,
                        adjustments: vec![adjustment],
                        ..Invoice::default()
                    }
                    .into(),
                );
            }
        }
    }
    for category in TaxCategory::ALL {
        records.push(
            Item {
                taxes: vec![Tax {
                    category,
                    ..Tax::default()
                }],
                ..Item::default()
            }
            .into(),
        );
    }
    records.push(occurrence(Outcome::Skipped(String::new())).into());
    let other = CollectionEventId(raw());
    let promised = Promised {
        invoices: vec![InvoiceId(raw())],
        amount: Decimal::ONE,
        currency: dollars(),
        by: date(),
        grace_days: 3,
    };
    let disputed = Disputed {
        invoice: InvoiceId(raw()),
        amount: Decimal::ONE,
        reason: DisputeReason::Price.into(),
        next_on: Some(date()),
    };
    for what in [
        CollectionFact::Sent {
            reminder: ReminderId(raw()),
            channel: Channel::Post.into(),
        },
        CollectionFact::Promised(promised),
        CollectionFact::Held {
            invoice: Some(InvoiceId(raw())),
            until: Some(date()),
        },
        CollectionFact::Held {
            invoice: None,
            until: None,
        },
        CollectionFact::Disputed(disputed),
        CollectionFact::Settled {
            dispute: other,
            outcome: DisputeOutcome::Credited,
        },
        CollectionFact::Settled {
            dispute: other,
            outcome: DisputeOutcome::Rejected,
        },
        CollectionFact::Settled {
            dispute: other,
            outcome: DisputeOutcome::Withdrawn,
        },
        CollectionFact::Ended { event: other },
    ] {
        records.push(collected(what).into());
    }
    for tone in Tone::ALL {
        records.push(
            Reminder {
                tone: *tone,
                seller: Some(PartyId(raw())),
                buyer: Some(PartyId(raw())),
                lines: vec![ReminderLine {
                    invoice: InvoiceId(raw()),
                    due: date(),
                    stage: Some(2),
                    amount: Decimal::ONE,
                }],
                considered_to: Some(date()),
                pay_by: vec![date()],
                hand_over: true,
                ..reminder()
            }
            .into(),
        );
    }
    records.push(
        Business {
            reminders: Some(ReminderPolicy::default()),
            ..Business::default()
        }
        .into(),
    );
    for audience in Audience::ALL {
        records.push(
            Customer {
                reminders: Some(Box::new(CustomerReminders {
                    never: true,
                    policy: Some(ReminderPolicy::default()),
                    audience: Some(*audience),
                    law: Some(Law::De),
                })),
                ..Customer::default()
            }
            .into(),
        );
    }
    records.push(quote_event(QuoteFact::Declined).into());
    records.push(quote_event(QuoteFact::Invoiced(InvoiceId(raw()))).into());
    let counter = Counter {
        series: SeriesId(raw()),
        run: 2026,
        value: 7,
    };
    records.push(
        Quote {
            valid_until: Some(date()),
            issue: Some(Box::new(QuoteIssue {
                number: String::new(),
                counter,
                date: date(),
                seller: PartyId(raw()),
                buyer: None,
                totals: Totals::default(),
            })),
            ..Quote::default()
        }
        .into(),
    );
    for unit in [Unit::Week, Unit::Month, Unit::Quarter, Unit::Year] {
        for end in [End::Never, End::Last(date()), End::Count(0)] {
            let every = Every { count: 2, unit };
            records.push(
                Schedule {
                    every,
                    end,
                    ..schedule()
                }
                .into(),
            );
        }
    }
    for service in [
        Service::OnTheDay,
        Service::FromTheDay,
        Service::UpToTheDay,
        Service::BeforeTheDay,
    ] {
        for mode in [Mode::Draft, Mode::Issue] {
            records.push(
                Schedule {
                    mode,
                    service,
                    pauses: vec![(date(), None), (date(), Some(date()))],
                    last_of_month: false,
                    ..schedule()
                }
                .into(),
            );
        }
    }
    for due in [
        Due::OnReceipt,
        Due::Prepaid,
        Due::Net { days: 0 },
        Due::NetMonths { months: 0 },
        Due::EndOfMonth { days: 0 },
        Due::NetThenEndOfMonth { days: 0 },
        Due::NetThenDay { days: 0, day: 1 },
        Due::DayOfMonth { day: 1, months: 0 },
        Due::Fixed(date()),
    ] {
        for share in [
            Share::Percent(Decimal::ONE),
            Share::Amount(Decimal::ONE),
            Share::Rest,
        ] {
            let terms = Terms {
                due,
                early: vec![EarlyDiscount {
                    days: 0,
                    percent: Decimal::ONE,
                }],
                instalments: vec![InstalmentRule { share, due }],
            };
            records.push(
                Invoice {
                    terms,
                    ..Invoice::default()
                }
                .into(),
            );
        }
    }
    records
}

fn survives(change: &Change) {
    let json = change.to_json().expect("json");
    assert_eq!(
        Change::from_json(&json).as_ref().ok(),
        Some(change),
        "{json}"
    );
    let Change::Put(record) = change else { return };
    let bytes = postcard::to_allocvec(record).expect("bytes");
    assert_eq!(
        postcard::from_bytes::<Record>(&bytes).as_ref().ok(),
        Some(record),
        "{json}"
    );
}

#[test]
fn records_that_are_empty_hollow_or_of_any_variant_survive() {
    let records = [empty(), hollow(), variants()].concat();
    for record in records {
        survives(&Change::Remove(record.id()));
        survives(&Change::Put(record));
    }
}

#[test]
fn there_is_an_empty_record_of_every_kind() {
    let mut kinds: Vec<_> = empty()
        .iter()
        .map(|record| std::mem::discriminant(&record.id()))
        .collect();
    kinds.dedup();
    // A new kind makes this match incomplete: add it to `empty` as well.
    let known = |id: RecordId| match id {
        RecordId::Business
        | RecordId::Customer(_)
        | RecordId::Party(_)
        | RecordId::Item(_)
        | RecordId::Series(_)
        | RecordId::Closing(_)
        | RecordId::Invoice(_)
        | RecordId::Void(_)
        | RecordId::Sending(_)
        | RecordId::Payment(_)
        | RecordId::Allocation(_)
        | RecordId::Refund(_)
        | RecordId::WriteOff(_)
        | RecordId::Schedule(_)
        | RecordId::Occurrence(_)
        | RecordId::Quote(_)
        | RecordId::QuoteEvent(_)
        | RecordId::BankAccount(_)
        | RecordId::Statement(_)
        | RecordId::BankLine(_)
        | RecordId::Match(_)
        | RecordId::IgnoreRule(_)
        | RecordId::Reminder(_)
        | RecordId::CollectionEvent(_) => 24,
    };
    assert_eq!(kinds.len(), known(RecordId::Business));
}

#[test]
fn what_is_not_a_change_is_refused() {
    for text in [
        "{}",
        "[]",
        "null",
        r#"{"put":{}}"#,
        r#"{"put":{"customer":{}}}"#,
        r#"{"put":{"unheard_of":{}}}"#,
        r#"{"remove":"business","put":{"business":{"details":{},"currency":"EUR"}}}"#,
    ] {
        assert!(Change::from_json(text).is_err(), "{text}");
    }
}

proptest! {
    #![proptest_config(cases(32))]

    #[test]
    fn what_scripts_write_survives(script in script(40)) {
        for change in changes(&World::after(&script)) {
            survives(&change);
        }
    }

    #[test]
    fn any_text_in_any_place_survives(text: String, number in -999_999_i64..999_999, scale in 0_u32..6) {
        let decimal = Decimal::new(number.into(), scale).expect("a decimal");
        let money = Money::rounded(decimal, dollars()).expect("money");
        let details = Details {
            name: text.clone(),
            address: Address { lines: vec![text.clone(), text.clone()], region: text.clone(), ..Address::default() },
            ..Details::default()
        };
        let line = Line { description: text.clone(), quantity: decimal, unit_price: decimal, ..Line::default() };
        for record in [
            Record::from(Customer { details, note: text.clone(), ..Customer::default() }),
            Payment { reference: text, amount: money.amount(), ..payment() }.into(),
            Invoice { lines: vec![line], ..Invoice::default() }.into(),
        ] {
            survives(&Change::Put(record));
        }
    }
}
