use super::*;
use crate::command::Command;
use crate::desk::{Desk, date};
use crate::ids::InvoiceId;
use crate::payment::RefundKind;
use crate::terms::{Due, InstalmentRule, Share, Terms};

/// An invoice of 1,000.00 from 2 August, due on these days in equal parts.
fn invoice(desk: &mut Desk, dues: &[&str]) -> InvoiceId {
    let parts = Decimal::from_int(i32::try_from(1000 / dues.len()).expect("few"));
    let instalments = dues.iter().map(|due| InstalmentRule {
        share: Share::Amount(parts),
        due: Due::Fixed(date(due)),
    });
    let mut document = desk.bill(1000, dues[0]);
    if dues.len() > 1 {
        document.terms = Terms {
            instalments: instalments.collect(),
            ..Terms::default()
        };
    }
    desk.issue(document, "2026-08-02")
}

/// Days to pay and days late of the days from `from` to `to`.
fn days(desk: &Desk, from: &str, to: &str) -> [String; 2] {
    let period = Period {
        from: date(from),
        to: date(to),
    };
    let figures = figures(&desk.book, Currency::default(), period, ZeroSales::Count);
    [figures.days_to_pay, figures.days_late]
        .map(|days| days.map_or_else(|| "none".to_owned(), |days| days.to_string()))
}

#[test]
fn each_instalment_is_late_by_its_own_day() {
    let mut desk = Desk::at("2026-11-30");
    invoice(&mut desk, &["2026-09-01", "2026-10-31"]);
    desk.pay("2026-10-01", 500);
    // 500.00 due on 1 September came on 1 October.
    assert_eq!(
        days(&desk, "2026-08-01", "2026-10-01"),
        ["60.00", "30.00"],
        "of the first instalment"
    );
    desk.pay("2026-10-21", 500);
    assert_eq!(
        days(&desk, "2026-10-02", "2026-10-31"),
        ["80.00", "-10.00"],
        "of the second one"
    );
    assert_eq!(days(&desk, "2026-08-01", "2026-10-31"), ["70.00", "10.00"]);
}

#[test]
fn a_payment_over_two_instalments_is_of_both() {
    let mut desk = Desk::at("2026-11-30");
    invoice(&mut desk, &["2026-09-01", "2026-10-31"]);
    desk.pay("2026-09-11", 750);
    // 500 × 10 and 250 × −50, over 750.
    assert_eq!(days(&desk, "2026-08-01", "2026-09-30"), ["40.00", "-10.00"]);
}

#[test]
fn what_came_back_was_no_payment() {
    let mut desk = Desk::at("2026-11-30");
    invoice(&mut desk, &["2026-09-01"]);
    let first = desk.pay("2026-08-22", 1000);
    assert_eq!(days(&desk, "2026-08-01", "2026-08-31"), ["20.00", "-10.00"]);
    desk.done(Command::TakeBackPayment {
        payment: first,
        date: date("2026-09-05"),
        kind: RefundKind::Returned,
        reason: "No cover".to_owned(),
    });
    assert_eq!(
        days(&desk, "2026-08-01", "2026-08-31"),
        ["20.00", "-10.00"],
        "as it was known then"
    );
    assert_eq!(
        days(&desk, "2026-08-01", "2026-09-30"),
        ["none", "none"],
        "it came back, nothing was paid"
    );
    assert_eq!(days(&desk, "2026-09-01", "2026-09-30"), ["none", "none"]);
    desk.pay("2026-10-01", 1000);
    assert_eq!(
        days(&desk, "2026-08-01", "2026-10-31"),
        ["60.00", "30.00"],
        "only the second one paid"
    );
}

#[test]
fn what_came_back_leaves_the_first_instalment_open() {
    let mut desk = Desk::at("2026-11-30");
    invoice(&mut desk, &["2026-09-01", "2026-10-31"]);
    let first = desk.pay("2026-09-01", 500);
    desk.done(Command::TakeBackPayment {
        payment: first,
        date: date("2026-09-05"),
        kind: RefundKind::Correction,
        reason: String::new(),
    });
    desk.pay("2026-10-01", 500);
    assert_eq!(days(&desk, "2026-08-01", "2026-10-31"), ["60.00", "30.00"]);
}
