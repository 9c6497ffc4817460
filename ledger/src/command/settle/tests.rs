//! What refunds can be and cannot be, and what a document's status makes of
//! money that comes and goes.

use super::*;
use crate::book::Status;
use crate::book::columns::NEVER;
use crate::command::Command;
use crate::desk::{Desk, date};
use crate::ids::{PaymentId, RefundId};
use crate::invoice::Kind;
use crate::payment::{RefundKind, Source};
use crate::terms::{Due, InstalmentRule, Share, Terms};

fn refund(desk: &mut Desk, payment: PaymentId, day: &str, amount: i32) -> RefundId {
    desk.done(Command::RecordRefund {
        source: Source::Payment(payment),
        date: date(day),
        amount: Decimal::from_int(amount),
        reference: String::new(),
    });
    desk.book.refunds().iter().last().expect("the newest").id
}

fn reverse(refund: RefundId, day: &str) -> Command {
    Command::ReverseRefund {
        refund,
        date: date(day),
    }
}

fn unapplied(desk: &Desk, payment: PaymentId, day: &str) -> String {
    let left = desk.book.unapplied(payment, date(day)).expect("an amount");
    left.amount().to_string()
}

#[test]
fn a_reversed_refund_is_there_to_be_used_again_from_that_day_on() {
    let mut desk = Desk::at("2026-11-30");
    let payment = desk.pay("2026-11-01", 100);
    let refunded = refund(&mut desk, payment, "2026-11-10", 60);
    assert_eq!(
        desk.refused(&reverse(refunded, "2026-11-09")),
        [What::Before(date("2026-11-10"))]
    );
    desk.done(reverse(refunded, "2026-11-20"));
    for (day, left) in [
        ("2026-11-01", "100.00"),
        ("2026-11-10", "40.00"),
        ("2026-11-19", "40.00"),
        ("2026-11-20", "100.00"),
    ] {
        assert_eq!(unapplied(&desk, payment, day), left, "{day}");
    }
    assert_eq!(
        desk.refused(&reverse(refunded, "2026-11-20")),
        [What::Reversed]
    );
    let reversal = desk.book.refunds().iter().last().expect("the newest").id;
    assert_eq!(
        desk.refused(&reverse(reversal, "2026-11-20")),
        [What::WrongKind]
    );
    assert!(
        desk.book
            .standing_refunds(Source::Payment(payment))
            .is_empty()
    );
    // All of it may be given back once more.
    refund(&mut desk, payment, "2026-11-20", 100);
    assert!(desk.book.is_taken_back(payment));
}

#[test]
fn a_return_that_was_recorded_by_mistake_is_reversed_as_well() {
    let mut desk = Desk::at("2026-11-30");
    let invoice = desk.bill(100, "2027-01-31");
    let invoice = desk.issue(invoice, "2026-11-01");
    let payment = desk.pay("2026-11-02", 100);
    desk.done(Command::TakeBackPayment {
        payment,
        date: date("2026-11-05"),
        kind: RefundKind::Returned,
        reason: String::new(),
    });
    assert!(desk.book.is_taken_back(payment));
    let returned = desk.book.refunds().iter().last().expect("the newest").id;
    desk.done(reverse(returned, "2026-11-06"));
    assert!(!desk.book.is_taken_back(payment));
    assert_eq!(unapplied(&desk, payment, "2026-11-06"), "100.00");
    // What it paid is open until it is applied again.
    let day = date("2026-11-06");
    assert_eq!(desk.book.status(invoice, day), Some(Status::Open));
}

#[test]
fn a_payment_is_not_deleted_over_its_refund() {
    let mut desk = Desk::at("2026-11-30");
    let payment = desk.pay("2026-11-01", 100);
    let refunded = refund(&mut desk, payment, "2026-11-10", 60);
    let take_back = |kind| Command::TakeBackPayment {
        payment,
        date: date("2026-11-20"),
        kind,
        reason: String::new(),
    };
    let amount = Money::new(Decimal::from_int(60), Currency::default()).expect("money");
    assert_eq!(
        desk.refused(&take_back(RefundKind::Correction)),
        [What::WasRefunded(amount, date("2026-11-10"))]
    );
    // The way on.
    desk.done(reverse(refunded, "2026-11-20"));
    desk.done(take_back(RefundKind::Correction));
    assert_eq!(unapplied(&desk, payment, "2026-11-20"), "0.00");

    // The rest of another one can come back.
    let payment = desk.pay("2026-11-01", 100);
    refund(&mut desk, payment, "2026-11-10", 60);
    desk.done(Command::TakeBackPayment {
        payment,
        date: date("2026-11-20"),
        kind: RefundKind::Returned,
        reason: String::new(),
    });
    assert_eq!(unapplied(&desk, payment, "2026-11-20"), "0.00");
}

#[test]
fn what_was_credited_is_not_called_paid() {
    let mut desk = Desk::at("2026-11-30");
    desk.number_credit_notes();
    let invoice = desk.bill(100, "2027-01-31");
    let invoice = desk.issue(invoice, "2026-11-01");
    let note = Invoice {
        kind: Kind::CreditNote,
        credits: Some(invoice),
        ..desk.bill(30, "2027-01-31")
    };
    desk.issue(note, "2026-11-05");
    let status = |desk: &Desk, day| desk.book.status(invoice, date(day));
    assert_eq!(status(&desk, "2026-11-04"), Some(Status::Open));
    assert_eq!(status(&desk, "2026-11-05"), Some(Status::PartCredited));
    let payment = desk.pay("2026-11-06", 10);
    assert_eq!(status(&desk, "2026-11-06"), Some(Status::PartPaid));
    desk.done(Command::TakeBackPayment {
        payment,
        date: date("2026-11-07"),
        kind: RefundKind::Returned,
        reason: String::new(),
    });
    assert_eq!(
        status(&desk, "2026-11-07"),
        Some(Status::PartCredited),
        "what came back paid nothing"
    );
    assert_eq!(status(&desk, "2027-02-01"), Some(Status::Overdue));
}

#[test]
fn a_document_of_a_day_to_come_is_not_open_yet() {
    let mut desk = Desk::at("2026-11-30");
    let invoice = desk.bill(200, "2027-01-31");
    let invoice = desk.issue(invoice, "2027-01-01");
    let status = |day| desk.book.status(invoice, date(day));
    assert_eq!(status("2026-12-31"), Some(Status::Upcoming));
    assert_eq!(status("2027-01-01"), Some(Status::Open));
}

#[test]
fn the_next_instalment_that_is_left_is_due() {
    let mut desk = Desk::at("2026-11-30");
    let rule = |due: &str| InstalmentRule {
        share: Share::Percent(Decimal::from_int(50)),
        due: Due::Fixed(date(due)),
    };
    let invoice = Invoice {
        terms: Terms {
            instalments: vec![rule("2026-09-01"), rule("2026-10-31")],
            ..Terms::default()
        },
        ..desk.bill(1000, "2027-01-31")
    };
    let invoice = desk.issue(invoice, "2026-08-02");
    let due = |desk: &Desk, day| desk.book.next_due(invoice, date(day));
    let first = Some(date("2026-09-01"));
    let second = Some(date("2026-10-31"));
    assert_eq!(due(&desk, "2026-08-01"), first, "before it is issued");
    assert_eq!(due(&desk, "2026-11-30"), first, "as long as it is left");
    desk.pay("2026-10-01", 500);
    assert_eq!(due(&desk, "2026-09-30"), first);
    assert_eq!(due(&desk, "2026-10-01"), second);
    desk.pay("2026-10-02", 500);
    assert_eq!(due(&desk, "2026-10-02"), second, "nothing is left");
    let listed = crate::query::Documents::of(&desk.book, date("2026-09-30"));
    let order = listed.ordered(&desk.book, Some((crate::query::Sort::Due, false)));
    assert_eq!(order, [0]);
    let row = desk.book.figures(invoice).expect("a row");
    assert_ne!(row.next_due(NEVER - 1), NEVER);
}

/// What was put against an invoice of a later day does not put the return off.
#[test]
fn what_came_back_counts_from_its_own_day_whatever_it_was_used_for_later() {
    let mut desk = Desk::at("2026-11-30");
    let first = desk.bill(122, "2027-01-31");
    let first = desk.issue(first, "2026-11-01");
    let later = desk.bill(61, "2027-01-31");
    let later = desk.issue(later, "2026-11-25");
    let payment = desk.pay("2026-11-02", 183);
    let settled = |desk: &Desk, invoice, day| {
        let row = desk.book.figures(invoice).expect("a row");
        row.settlements.up_to(date(day).number())
    };
    assert_eq!(settled(&desk, first, "2026-11-02"), 12_200);
    assert_eq!(settled(&desk, later, "2026-11-25"), 6_100);
    desk.done(Command::TakeBackPayment {
        payment,
        date: date("2026-11-05"),
        kind: RefundKind::Returned,
        reason: String::new(),
    });
    let returned = desk.book.refunds().iter().last().expect("the newest");
    assert_eq!(returned.date, date("2026-11-05"));
    assert_eq!(settled(&desk, first, "2026-11-04"), 12_200);
    assert_eq!(settled(&desk, first, "2026-11-05"), 0);
    assert_eq!(settled(&desk, later, "2026-11-25"), 0);
    for day in ["2026-11-05", "2026-11-24", "2026-11-25", "2026-11-30"] {
        assert_eq!(unapplied(&desk, payment, day), "0.00", "{day}");
    }
    assert_eq!(crate::check::whole(&desk.book), []);
}
