//! One story, told of each that it is about.

use super::*;
use crate::book::RecordKind;
use crate::command::{Allocate, Command, RecordPayment};
use crate::desk::{Desk, date};
use crate::ids::Version;
use crate::invoice::{Channel, Kind};
use crate::payment::WriteOffKind;
use crate::terms::EarlyDiscount;

struct Story {
    desk: Desk,
    first: InvoiceId,
    note: InvoiceId,
    bounced: PaymentId,
    early: PaymentId,
}

/// An invoice is sent, paid in part, credited in part; the credit is taken off
/// it again and paid out; the payment bounces; what is left is given up. A
/// second one is paid early. A third is void, a fourth a draft.
fn story() -> Story {
    let mut desk = Desk::at("2026-11-30");
    desk.number_credit_notes();
    let first = desk.issue(desk.bill(100, "2026-12-31"), "2026-11-01");
    desk.done(Command::MarkSent {
        invoice: first,
        date: date("2026-11-02"),
        channel: Channel::Post.into(),
    });
    let bounced = desk.pay("2026-11-05", 60);
    let note = Invoice {
        kind: Kind::CreditNote,
        credits: Some(first),
        ..desk.bill(30, "2026-12-31")
    };
    let note = desk.issue(note, "2026-11-06");
    let credited = desk
        .book
        .allocations()
        .iter()
        .last()
        .expect("the credit")
        .id;
    desk.done(Command::ReverseAllocation {
        allocation: credited,
        date: date("2026-11-08"),
    });
    desk.done(Command::RecordRefund {
        source: Source::CreditNote(note),
        date: date("2026-11-09"),
        amount: Decimal::from_int(30),
        reference: String::new(),
    });
    desk.done(Command::TakeBackPayment {
        payment: bounced,
        date: date("2026-11-10"),
        kind: RefundKind::Returned,
        reason: String::new(),
    });
    desk.done(Command::WriteOff {
        invoice: first,
        date: date("2026-11-20"),
        amount: Decimal::from_int(100),
        reason: "Gone".to_owned(),
    });
    let mut second = desk.bill(50, "2026-12-31");
    second.terms.early = vec![EarlyDiscount {
        percent: Decimal::from_int(2),
        days: 10,
    }];
    let second = desk.issue(second, "2026-11-12");
    desk.done(Command::RecordPayment(Box::new(RecordPayment {
        customer: desk.customer(),
        date: date("2026-11-13"),
        amount: Decimal::from_int(49),
        currency: Currency::default(),
        method: String::new(),
        reference: String::new(),
        note: String::new(),
        fee: None,
        received: None,
        allocate: Allocate::Parts(vec![(second, Decimal::from_int(49))]),
        closes: vec![(second, WriteOffKind::EarlyDiscount)],
    })));
    let early = desk.book.payments().iter().last().expect("a payment").id;
    let third = desk.issue(desk.bill(40, "2026-12-31"), "2026-11-15");
    desk.done(Command::VoidInvoice {
        invoice: third,
        date: date("2026-11-16"),
        reason: "Twice".to_owned(),
    });
    let draft = Box::new(desk.bill(7, "2026-12-31"));
    desk.done(Command::SaveDraft {
        id: None,
        draft,
        opened: Version::NONE,
    });
    Story {
        desk,
        first,
        note,
        bounced,
        early,
    }
}

impl Story {
    fn number(&self, id: InvoiceId) -> &str {
        let number = self.desk.book.invoices().get(id).expect("a document");
        number.number()
    }

    fn told(&self, fact: &Fact) -> String {
        let book = &self.desk.book;
        let of = |source| match source {
            Source::Payment(id) if id == self.early => "the early payment",
            Source::Payment(_) => "the payment",
            Source::CreditNote(id) => self.number(id),
        };
        let event = match fact.event {
            Event::Issued(id) => format!("{} issued", self.number(id)),
            Event::Sent(id) => book
                .sendings()
                .get(id)
                .expect("sent")
                .channel
                .as_str()
                .to_owned(),
            Event::Voided(id) => book.voids().get(id).expect("void").reason.clone(),
            Event::CreditedBy(id) => format!("credited by {}", self.number(id)),
            Event::Received(id) => format!("{} came in", of(Source::Payment(id))),
            Event::Applied { source, invoice } => {
                format!("{} to {}", of(source), self.number(invoice))
            }
            Event::TakenBack {
                source,
                invoice,
                because,
            } => format!("{} off {}, {because:?}", of(source), self.number(invoice)),
            Event::WrittenOff(id) => {
                let known = book.write_offs().get(id).expect("a write-off");
                format!("{:?} of {}", known.kind, self.number(known.invoice))
            }
            Event::Refunded(id) => {
                let known = book.refunds().get(id).expect("a refund");
                format!("{:?} of {}", known.kind, of(known.source))
            }
            Event::Collected(id) => {
                let known = book.collection_events().get(id).expect("a fact");
                format!("{:?}", known.what)
            }
        };
        let amount = fact.amount.map(|amount| format!(" {}", amount.amount()));
        let can = if fact.reversible.is_some() { " *" } else { "" };
        format!(
            "{} {event}{}{can}",
            &fact.date.to_string()[8..],
            amount.unwrap_or_default()
        )
    }

    fn of(&self, subject: Subject) -> Vec<String> {
        let facts = facts_of(&self.desk.book, subject);
        facts.iter().map(|fact| self.told(fact)).collect()
    }
}

#[test]
fn what_happened_to_a_document_a_payment_and_a_customer() {
    let story = story();
    let draft = story
        .desk
        .book
        .invoices()
        .iter()
        .last()
        .expect("a draft")
        .id;
    for (subject, expected) in [
        (
            Subject::Document(story.first),
            &[
                "01 2026-0001 issued 100.00",
                "02 post",
                "05 the payment to 2026-0001 60.00",
                "06 credited by CN-001 30.00",
                "06 CN-001 to 2026-0001 30.00",
                "08 CN-001 off 2026-0001, ByHand -30.00",
                "10 the payment off 2026-0001, CameBack -60.00",
                "20 BadDebt of 2026-0001 100.00",
            ][..],
        ),
        (
            Subject::Document(story.note),
            &[
                "06 CN-001 issued 30.00",
                "06 CN-001 to 2026-0001 30.00",
                "08 CN-001 off 2026-0001, ByHand -30.00",
                "09 Refund of CN-001 30.00 *",
            ],
        ),
        (
            Subject::Payment(story.bounced),
            &[
                "05 the payment came in 60.00",
                "05 the payment to 2026-0001 60.00",
                "10 the payment off 2026-0001, CameBack -60.00",
                "10 Returned of the payment 60.00 *",
            ],
        ),
        (
            Subject::Payment(story.early),
            &[
                "13 the early payment came in 49.00",
                "13 the early payment to 2026-0002 49.00 *",
                "13 EarlyDiscount of 2026-0002 1.00",
            ],
        ),
        (
            Subject::Customer(story.desk.customer()),
            &[
                "01 2026-0001 issued 100.00",
                "02 post",
                "05 the payment to 2026-0001 60.00",
                "05 the payment came in 60.00",
                "06 CN-001 to 2026-0001 30.00",
                "06 CN-001 issued 30.00",
                "08 CN-001 off 2026-0001, ByHand -30.00",
                "09 Refund of CN-001 30.00 *",
                "10 the payment off 2026-0001, CameBack -60.00",
                "10 Returned of the payment 60.00 *",
                "12 2026-0002 issued 50.00",
                "13 the early payment to 2026-0002 49.00 *",
                "13 EarlyDiscount of 2026-0002 1.00",
                "13 the early payment came in 49.00",
                "15 2026-0003 issued 40.00",
                "16 Twice",
                "20 BadDebt of 2026-0001 100.00",
            ],
        ),
        (Subject::Document(draft), &[]),
        (Subject::Document(InvoiceId::default()), &[]),
        (Subject::Payment(PaymentId::default()), &[]),
        (Subject::Customer(CustomerId::default()), &[]),
    ] {
        assert_eq!(story.of(subject), expected, "{subject:?}");
    }
}

#[test]
fn what_was_no_payment_is_told_as_such() {
    let mut story = story();
    story.desk.done(Command::TakeBackPayment {
        payment: story.early,
        date: date("2026-11-25"),
        kind: RefundKind::Correction,
        reason: String::new(),
    });
    assert_eq!(
        story.of(Subject::Payment(story.early)),
        [
            "13 the early payment came in 49.00",
            "13 the early payment to 2026-0002 49.00",
            "13 EarlyDiscount of 2026-0002 1.00",
            "25 the early payment off 2026-0002, Mistake -49.00",
            "25 EarlyDiscount of 2026-0002 -1.00",
            "25 Correction of the early payment 49.00 *",
        ]
    );
}

#[test]
fn a_record_is_seen_at_what_it_is_about() {
    let story = story();
    let book = &story.desk.book;
    let first = Place::Document(story.first);
    let customer = Place::Customer(story.desk.customer());
    for (kind, place, amount) in [
        (RecordKind::Invoice, Some(first), Some("100.00")),
        (RecordKind::Customer, Some(customer), None),
        (RecordKind::Payment, Some(customer), Some("60.00")),
        (RecordKind::Sending, Some(first), None),
        (RecordKind::WriteOff, Some(first), Some("100.00")),
        (RecordKind::Allocation, Some(first), None),
        (RecordKind::Refund, Some(Place::Document(story.note)), None),
        (RecordKind::Series, Some(Place::Settings), None),
        (RecordKind::Business, Some(Place::Settings), None),
        (RecordKind::Party, None, None),
    ] {
        let id = book.ids(kind).next().expect("a record");
        assert_eq!(place_of(book, id), place, "{kind:?}");
        let found = amount_of(book, id).map(|amount| amount.amount().to_string());
        assert_eq!(found.as_deref(), amount, "{kind:?}");
    }
    let gone = RecordId::Invoice(InvoiceId::default());
    assert_eq!(place_of(book, gone), None, "not in the book any more");
}

#[test]
fn an_action_is_about_the_payment_or_document_before_what_came_with_it() {
    let payment = RecordId::Payment(PaymentId::default());
    let invoice = RecordId::Invoice(InvoiceId::default());
    let customer = RecordId::Customer(CustomerId::default());
    let allocation = RecordId::Allocation(AllocationId::default());
    let refund = RecordId::Refund(RefundId::default());
    let sending = RecordId::Sending(SendingId::default());
    for (ids, expected) in [
        (vec![allocation, payment], payment),
        (vec![RecordId::Business, invoice, customer], invoice),
        (vec![refund, allocation], refund),
        (vec![customer, sending], sending),
        (vec![RecordId::Business, customer], customer),
    ] {
        let first = ids.iter().copied().min_by_key(|id| rank(*id));
        assert_eq!(first, Some(expected), "{ids:?}");
    }
}
