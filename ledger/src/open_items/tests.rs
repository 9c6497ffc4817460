//! What is open on a day, as its user would count it by hand.

use super::*;
use crate::business::Business;
use crate::command::{Allocate, Command};
use crate::desk::{Desk, date};
use crate::ids::{PaymentId, Version};
use crate::invoice::Kind;
use crate::money::Decimal;
use crate::payment::RefundKind;
use crate::terms::{Due, EarlyDiscount, InstalmentRule, Share, Terms};

const TODAY: &str = "2026-11-30";

/// The customer owes, by number: 100 from 1 October due on 31 December, 50
/// from 5 October due on the 20th less 2 % within ten days, 60 from the 6th in
/// halves due on the 10th and on 31 January, 40 dated ahead to 5 December.
fn owing() -> Desk {
    let mut desk = Desk::at(TODAY);
    let first = desk.bill(100, "2026-12-31");
    desk.issue(first, "2026-10-01");
    let mut second = desk.bill(50, "2026-10-20");
    second.terms.early = vec![EarlyDiscount {
        percent: Decimal::from_int(2),
        days: 10,
    }];
    desk.issue(second, "2026-10-05");
    let half = |due: &str| InstalmentRule {
        share: Share::Percent(Decimal::from_int(50)),
        due: Due::Fixed(date(due)),
    };
    let mut third = desk.bill(60, "2027-01-31");
    third.terms = Terms {
        instalments: vec![half("2026-10-10"), half("2027-01-31")],
        ..Terms::default()
    };
    desk.issue(third, "2026-10-06");
    let ahead = desk.bill(40, "2026-12-20");
    desk.issue(ahead, "2026-12-05");
    desk
}

fn invoice(desk: &Desk, number: &str) -> InvoiceId {
    let number = format!("2026-000{number}");
    desk.book.by_number(&number).expect("an invoice").id
}

fn amount(text: &str) -> Decimal {
    text.parse().expect("a decimal")
}

fn put(desk: &mut Desk, source: Source, day: &str, number: &str, part: &str) {
    let parts = vec![(invoice(desk, number), amount(part))];
    desk.done(Command::Allocate {
        source,
        date: date(day),
        parts,
    });
}

/// Each with the last digit of its number, its due day, what is open and what
/// settles it with a discount.
fn items(desk: &Desk, day: &str) -> Vec<String> {
    let items = open_items(&desk.book, desk.customer(), Currency::default(), date(day));
    let told = items.iter().map(|item| {
        let number = &item.number[item.number.len() - 1..];
        let pay = item.discounted.map(|pay| format!(" or {}", pay.amount()));
        let due = item.due.to_string();
        let (due, open) = (&due[5..], item.open.amount());
        format!("{number} {due} {open}{}", pay.unwrap_or_default())
    });
    told.collect()
}

#[test]
fn an_item_is_open_by_what_no_later_day_needs() {
    let mut desk = owing();
    let payment = desk.receive("2026-11-10", 200, Allocate::Nothing);
    let source = Source::Payment(payment);
    put(&mut desk, source, "2026-11-10", "1", "30");
    put(&mut desk, source, "2026-11-20", "1", "50");
    put(&mut desk, source, "2026-11-10", "2", "50");
    put(&mut desk, source, "2026-11-10", "3", "40");
    let left = ["4 12-20 40.00", "1 12-31 20.00", "3 01-31 20.00"];
    for (day, expected, why) in [
        (
            "2026-10-01",
            &left,
            "before all payments: what comes later is spoken for",
        ),
        (
            "2026-11-19",
            &left,
            "20 of the first, as 50 more come the next day",
        ),
        ("2026-12-31", &left, "a day to come"),
    ] {
        assert_eq!(items(&desk, day), expected, "{day}: {why}");
    }
    let why = |desk: &Desk, number| why_not_open(&desk.book, invoice(desk, number));
    assert_eq!(why(&desk, "2"), NotOpen::Settled);
    assert_eq!(why(&desk, "3"), NotOpen::Open);
    // What paid the second comes back, on its own day.
    desk.done(Command::TakeBackPayment {
        payment,
        date: date("2026-11-25"),
        kind: RefundKind::Returned,
        reason: String::new(),
    });
    for (day, expected, why) in [
        ("2026-11-24", &left[..], "it was settled until then"),
        (
            "2026-11-25",
            &[
                "3 10-10 60.00",
                "2 10-20 50.00",
                "4 12-20 40.00",
                "1 12-31 100.00",
            ],
            "all is asked for again, with the due dates it had",
        ),
    ] {
        assert_eq!(items(&desk, day), expected, "{day}: {why}");
    }
    let since = NotOpen::OpenAgain(date("2026-11-25"));
    assert_eq!(why(&desk, "2"), since);
    assert_eq!(why(&desk, "4"), NotOpen::Open);
}

#[test]
fn a_discount_is_earned_until_its_last_day_and_before_the_issue_as_on_its_day() {
    let desk = owing();
    for (day, expected) in [
        ("2026-10-01", "2 10-20 50.00 or 49.00"),
        ("2026-10-05", "2 10-20 50.00 or 49.00"),
        ("2026-10-15", "2 10-20 50.00 or 49.00"),
        ("2026-10-16", "2 10-20 50.00"),
    ] {
        let found = items(&desk, day);
        assert_eq!(found.get(1).map(String::as_str), Some(expected), "{day}");
    }
    // Of a part that is paid, it is of what is left.
    let mut desk = owing();
    let payment = desk.receive("2026-10-06", 25, Allocate::Nothing);
    put(&mut desk, Source::Payment(payment), "2026-10-06", "2", "25");
    assert_eq!(items(&desk, "2026-10-06")[1], "2 10-20 25.00 or 24.50");
}

#[test]
fn what_asks_for_nothing_is_no_open_item() {
    let mut desk = owing();
    desk.number_credit_notes();
    let day = date(TODAY);
    let void = invoice(&desk, "1");
    desk.done(Command::VoidInvoice {
        invoice: void,
        date: day,
        reason: "Twice".to_owned(),
    });
    let draft = desk.bill(10, "2026-12-31");
    desk.done(Command::SaveDraft {
        id: None,
        draft: Box::new(draft),
        opened: Version::NONE,
    });
    let draft = desk.book.invoices().iter().last().expect("a draft").id;
    let note = Invoice {
        kind: Kind::CreditNote,
        credits: Some(invoice(&desk, "2")),
        ..desk.bill(50, "2026-12-31")
    };
    let note = desk.issue(note, TODAY);
    for (id, why) in [
        (void, NotOpen::Void),
        (note, NotOpen::Credit),
        (invoice(&desk, "2"), NotOpen::Settled),
        (InvoiceId::default(), NotOpen::Gone),
    ] {
        assert_eq!(open_item(&desk.book, id, day), None, "{why:?}");
        assert_eq!(why_not_open(&desk.book, id), why);
    }
    assert_eq!(open_item(&desk.book, draft, day), None, "a draft");
    assert_eq!(
        items(&desk, TODAY),
        ["3 10-10 60.00", "4 12-20 40.00"],
        "what is left"
    );
    let dollars = "USD".parse().expect("a currency");
    let other = open_items(&desk.book, desk.customer(), dollars, day);
    assert_eq!(other, [], "of another currency");
    assert_eq!(
        open_items(&desk.book, CustomerId::default(), Currency::default(), day),
        [],
        "of nobody"
    );
}

#[test]
fn money_settles_in_the_order_of_the_settings_and_not_what_is_dated_ahead() {
    use SettlementOrder::{OldestDue, OldestIssued, Smallest};
    for (order, amount, day, today, expected) in [
        (OldestDue, 25, TODAY, TODAY, &["3 25.00"][..]),
        (OldestDue, 80, TODAY, TODAY, &["3 30.00", "2 50.00"]),
        // The second half of the third is due last.
        (
            OldestDue,
            190,
            TODAY,
            TODAY,
            &["3 40.00", "2 50.00", "1 100.00"],
        ),
        (
            OldestDue,
            999,
            TODAY,
            TODAY,
            &["3 60.00", "2 50.00", "1 100.00"],
        ),
        (
            OldestDue,
            999,
            TODAY,
            "2026-12-05",
            &["3 60.00", "2 50.00", "4 40.00", "1 100.00"],
        ),
        // A payment from before they were issued goes to them all the same.
        (OldestDue, 40, "2026-09-01", TODAY, &["3 30.00", "2 10.00"]),
        (
            OldestDue,
            999,
            TODAY,
            "2026-10-05",
            &["2 50.00", "1 100.00"],
        ),
        (
            OldestIssued,
            160,
            TODAY,
            TODAY,
            &["1 100.00", "2 50.00", "3 10.00"],
        ),
        (Smallest, 70, TODAY, TODAY, &["2 50.00", "3 20.00"]),
        (
            Smallest,
            120,
            TODAY,
            TODAY,
            &["2 50.00", "3 60.00", "1 10.00"],
        ),
        (Smallest, 60, TODAY, "2026-12-05", &["4 40.00", "2 20.00"]),
        (OldestDue, 0, TODAY, TODAY, &[]),
    ] {
        let mut desk = owing();
        let mut business = Business::clone(desk.book.business().expect("a business"));
        business.reconciling.order = order;
        let opened = desk.book.version(crate::change::RecordId::Business);
        desk.done(Command::SaveBusiness { business, opened });
        assert_eq!(settlement_order(&desk.book), order);
        let money = Money::new(Decimal::from_int(amount), Currency::default()).expect("money");
        let parts = settled_in_order(&desk.book, desk.customer(), money, date(day), date(today));
        let parts: Vec<String> = parts
            .into_iter()
            .map(|(id, part)| {
                let number = desk.book.invoices().get(id).expect("an invoice").number();
                format!("{} {}", &number[number.len() - 1..], part.amount())
            })
            .collect();
        assert_eq!(parts, expected, "{order:?} {amount} on {day}, {today}");
    }
}

#[test]
fn what_is_left_of_a_payment_and_of_a_credit_note() {
    let mut desk = owing();
    desk.number_credit_notes();
    let payment = desk.receive("2026-11-01", 100, Allocate::Nothing);
    let paid = Source::Payment(payment);
    desk.done(Command::RecordRefund {
        source: paid,
        date: date("2026-11-10"),
        amount: Decimal::from_int(60),
        reference: String::new(),
    });
    let refund = desk.book.refunds().iter().last().expect("a refund").id;
    desk.done(Command::ReverseRefund {
        refund,
        date: date("2026-11-20"),
    });
    put(&mut desk, paid, "2026-11-25", "1", "70");
    // 30 of the second are paid: the note that corrects it has as much left.
    let part = vec![(invoice(&desk, "2"), Decimal::from_int(30))];
    desk.receive("2026-11-12", 30, Allocate::Parts(part));
    let note = Invoice {
        kind: Kind::CreditNote,
        credits: Some(invoice(&desk, "2")),
        ..desk.bill(50, "2026-12-31")
    };
    let note = Source::CreditNote(desk.issue(note, "2026-11-15"));
    for (source, day, left, why) in [
        (
            paid,
            "2026-10-01",
            Some("30.00"),
            "before its day, as on it",
        ),
        (paid, "2026-11-01", Some("30.00"), "70 are used later"),
        (paid, "2026-11-20", Some("30.00"), "the refund is reversed"),
        (paid, "2026-11-25", Some("30.00"), "after all of that"),
        (
            note,
            "2026-11-01",
            Some("30.00"),
            "before its day, as on it",
        ),
        (note, "2026-11-15", Some("30.00"), "less than it corrects"),
        (
            Source::CreditNote(invoice(&desk, "1")),
            TODAY,
            None,
            "an invoice gives nothing",
        ),
        (
            Source::Payment(PaymentId::default()),
            TODAY,
            None,
            "no such payment",
        ),
    ] {
        let found = left_of(&desk.book, source, date(day));
        let found = found.map(|left| left.amount().to_string());
        assert_eq!(found.as_deref(), left, "{day}: {why}");
    }
    let credits = |day: &str| -> Vec<(Source, String)> {
        let credits = open_credits(&desk.book, desk.customer(), date(day));
        let told = |credit: OpenCredit| (credit.source, credit.left.amount().to_string());
        credits.into_iter().map(told).collect()
    };
    let thirty = |source| (source, "30.00".to_owned());
    assert_eq!(credits("2026-10-31"), [], "nothing is there yet");
    assert_eq!(credits("2026-11-14"), [thirty(paid)]);
    assert_eq!(credits("2026-11-15"), [thirty(paid), thirty(note)]);
    put(&mut desk, note, "2026-11-30", "1", "30");
    assert_eq!(
        left_of(&desk.book, note, date("2026-11-15")),
        None,
        "all of it is used"
    );
}

#[test]
fn a_deposit_is_deducted_once() {
    let mut desk = Desk::at(TODAY);
    let deposit = |desk: &Desk| Invoice {
        kind: Kind::Deposit,
        ..desk.bill(40, "2026-12-31")
    };
    let mut issued = Vec::new();
    for day in ["2026-11-01", "2026-11-02", "2026-11-03"] {
        let document = deposit(&desk);
        issued.push(desk.issue(document, day));
    }
    let draft = Box::new(deposit(&desk));
    desk.done(Command::SaveDraft {
        id: None,
        draft,
        opened: Version::NONE,
    });
    desk.done(Command::VoidInvoice {
        invoice: issued[2],
        date: date(TODAY),
        reason: "Twice".to_owned(),
    });
    let found = |desk: &Desk, currency: &str, taken: &[InvoiceId]| -> Vec<InvoiceId> {
        let found = deductible(&desk.book, desk.customer(), currency, taken);
        found.iter().map(|invoice| invoice.id).collect()
    };
    let [first, second, void] = issued[..] else {
        panic!("three");
    };
    assert_eq!(found(&desk, "EUR", &[]), [first, second]);
    assert_eq!(found(&desk, "USD", &[]), [], "of another currency");
    assert_eq!(found(&desk, "", &[]), [], "of none");
    let last = Invoice {
        deducts: vec![first],
        ..desk.bill(100, "2026-12-31")
    };
    desk.issue(last, TODAY);
    assert_eq!(found(&desk, "EUR", &[]), [second], "one is deducted");
    assert_eq!(
        found(&desk, "EUR", &[first]),
        [first, second],
        "by this form"
    );
    assert_eq!(
        found(&desk, "EUR", &[void]),
        [second],
        "void deducts nothing"
    );
    let nobody = deductible(&desk.book, CustomerId::default(), "EUR", &[]);
    assert_eq!(nobody, []);
}
