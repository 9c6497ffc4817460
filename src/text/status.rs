//! What state a document is in, in words and as a shape.

use std::rc::Rc;

use ledger::book::columns::SettledBy;
use ledger::book::{Book, Status};
use ledger::date::Date;
use ledger::invoice::Invoice;
use ledger::payment::{Payment, Refund, RefundKind, Source};
use ledger::quote::{Quote, QuoteStatus};

use super::format;

/// A status in words, with the name of its shape and colour.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StatusText {
    pub words: String,
    /// A class of the style sheet.
    pub shape: &'static str,
}

/// Open documents that are due within so many days say so.
const SOON_DAYS: i32 = 7;

pub fn status(book: &Book, invoice: &Invoice, today: Date) -> StatusText {
    let text = |words: String, shape| StatusText { words, shape };
    let Some(status) = book.status(invoice.id, today) else {
        return text(format::NONE.to_owned(), "open");
    };
    let is_credit = invoice.kind.is_credit();
    match status {
        Status::Draft => text(words::common::draft().to_owned(), "draft"),
        Status::Void => text(words::status::void().to_owned(), "void"),
        Status::Paid if is_credit => text(words::status::applied().to_owned(), "paid"),
        Status::Paid => text(paid(book, invoice, today), "paid"),
        Status::WrittenOff => text(words::status::written_off().to_owned(), "void"),
        Status::Overdue => text(late(book, invoice, today), "over"),
        Status::PartPaid if is_credit => text(words::status::partly_applied().to_owned(), "part"),
        Status::PartPaid => text(words::status::part_paid().to_owned(), "part"),
        Status::PartCredited => text(words::status::part_credited().to_owned(), "part"),
        Status::Upcoming => text(from(invoice), "soon"),
        Status::Open if is_credit => text(words::status::not_applied().to_owned(), "open"),
        Status::Open => open(book, invoice, today),
    }
}

/// What became of a payment as a whole, where something did: it came back, was
/// recorded by mistake or given back.
pub fn payment(book: &Book, payment: &Payment) -> Option<StatusText> {
    let refunds = book.standing_refunds(Source::Payment(payment.id));
    // The payment itself comes first.
    let order = |refund: &&Rc<Refund>| (refund.kind != RefundKind::Refund, refund.date);
    let last = refunds.iter().max_by_key(order)?;
    let is_whole = book.is_taken_back(payment.id);
    let (words, shape) = match last.kind {
        RefundKind::Returned => (words::status::returned(), "over"),
        RefundKind::Correction => (words::status::deleted(), "void"),
        RefundKind::Refund if is_whole => (words::status::refunded(), "void"),
        RefundKind::Refund => (words::status::part_refunded(), "part"),
    };
    // There is room for a day where it happened on one.
    let words = match shape {
        "part" => words.to_owned(),
        _ => format!("{words} {}", format::date(last.date)),
    };
    Some(StatusText { words, shape })
}

/// A document of a day to come.
fn from(invoice: &Invoice) -> String {
    let issued = invoice.issue.as_ref().map(|issue| issue.date);
    issued.map_or_else(
        || format::NONE.to_owned(),
        |day| words::status::from(&format::date(day)),
    )
}

/// How a quote stands.
pub fn quote(book: &Book, quote: &Quote, today: Date) -> StatusText {
    let (words, shape) = match book.quote_status(quote.id, today) {
        None => (format::NONE, "open"),
        Some(QuoteStatus::Draft) => (words::common::draft(), "draft"),
        Some(QuoteStatus::Open) => (words::common::open(), "open"),
        Some(QuoteStatus::Expired) => (words::status::expired(), "over"),
        Some(QuoteStatus::Declined) => (words::status::declined(), "void"),
        Some(QuoteStatus::Accepted) => (words::status::accepted(), "soon"),
        Some(QuoteStatus::Invoiced) => (words::status::invoiced(), "paid"),
    };
    StatusText {
        words: words.to_owned(),
        shape,
    }
}

fn paid(book: &Book, invoice: &Invoice, today: Date) -> String {
    let last = book.last_settled(invoice.id);
    let settled_by = |by| {
        let row = book.figures(invoice.id);
        row.map_or(0, |row| row.settled_by(by, today.number()))
    };
    // Who was credited all of it paid nothing.
    let is_credited = settled_by(SettledBy::Payment) == 0 && settled_by(SettledBy::CreditNote) > 0;
    match (last, is_credited) {
        (None, true) => words::status::credited().to_owned(),
        (None, false) => words::status::paid().to_owned(),
        (Some(day), true) => words::status::credited_on(&format::date(day)),
        (Some(day), false) => words::status::paid_on(&format::date(day)),
    }
}

fn late(book: &Book, invoice: &Invoice, today: Date) -> String {
    let days = usize::try_from(book.days_late(invoice.id, today)).unwrap_or(0);
    words::status::late(&words::counts::days(days))
}

fn open(book: &Book, invoice: &Invoice, today: Date) -> StatusText {
    let days = book
        .next_due(invoice.id, today)
        .map_or(0, |due| due.days_since(today));
    let left = usize::try_from(days).unwrap_or(0);
    let (words, shape) = match days {
        ..=0 => (words::status::due_today().to_owned(), "soon"),
        1..=SOON_DAYS => (words::status::due_in(&words::counts::days(left)), "soon"),
        _ => (words::status::open_left(&words::counts::days(left)), "open"),
    };
    StatusText { words, shape }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ledger::business::{Business, Series, SeriesFor};
    use ledger::command::{Allocate, Command, Context, IssueInvoice, RecordPayment, execute};
    use ledger::customer::Customer;
    use ledger::ids::{Chain, Version};
    use ledger::invoice::{Kind, Line};
    use ledger::money::{Currency, Decimal};
    use ledger::terms::{Due, InstalmentRule, Share, Terms};

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    /// A book with a business, two series and a customer, as of 30 November 2026.
    fn book() -> Book {
        let mut business = Business::default();
        "Studio".clone_into(&mut business.details.name);
        let mut customer = Customer::default();
        "Linden".clone_into(&mut customer.details.name);
        let series = |counts, pattern: &str| Series {
            counts,
            pattern: pattern.to_owned(),
            start: 1,
            ..Series::default()
        };
        let mut book = Book::default();
        run(
            &mut book,
            &Command::Begin {
                business,
                series: vec![
                    series(SeriesFor::Invoices, "{0000}"),
                    series(SeriesFor::CreditNotes, "CN-{000}"),
                ],
            },
        );
        run(
            &mut book,
            &Command::SaveCustomer {
                id: None,
                customer,
                opened: Version::NONE,
            },
        );
        book
    }

    fn run(book: &mut Book, command: &Command) {
        let context = Context {
            today: day("2026-11-30"),
            chain: Chain(1),
            override_closed: None,
        };
        let set = execute(book, command, &context).expect("done");
        for change in &set.changes {
            let seq = book.head().seq + 1;
            book.apply(seq, change).expect("a change that fits");
        }
    }

    fn issue(
        book: &mut Book,
        date: &str,
        price: i32,
        change: impl FnOnce(&mut Invoice),
    ) -> Invoice {
        let mut document = Invoice {
            customer: book.customers().iter().next().expect("a customer").id,
            lines: vec![Line {
                description: "Work".to_owned(),
                quantity: Decimal::ONE,
                unit_price: Decimal::from_int(price),
                ..Line::default()
            }],
            terms: Terms {
                due: Due::Fixed(day("2027-01-31")),
                ..Terms::default()
            },
            ..Invoice::default()
        };
        change(&mut document);
        let settle_original = document.kind == Kind::CreditNote;
        run(
            book,
            &Command::IssueInvoice(Box::new(IssueInvoice {
                draft: None,
                document,
                date: day(date),
                series: None,
                rate: None,
                settle_original,
            })),
        );
        (**book.invoices().iter().last().expect("the newest")).clone()
    }

    fn pay(book: &mut Book, date: &str, amount: i32) -> Payment {
        let customer = book.customers().iter().next().expect("a customer").id;
        run(
            book,
            &Command::RecordPayment(Box::new(RecordPayment {
                customer,
                date: day(date),
                amount: Decimal::from_int(amount),
                currency: Currency::default(),
                method: String::new(),
                reference: String::new(),
                note: String::new(),
                fee: None,
                received: None,
                allocate: Allocate::OldestFirst,
                closes: Vec::new(),
            })),
        );
        (**book.payments().iter().last().expect("the newest")).clone()
    }

    fn words(book: &Book, invoice: &Invoice, today: &str) -> String {
        status(book, invoice, day(today)).words
    }

    #[test]
    fn a_document_says_what_is_to_come_and_what_was_credited() {
        let mut book = book();
        let invoice = issue(&mut book, "2026-12-24", 100, |_| {});
        assert_eq!(
            words(&book, &invoice, "2026-12-23"),
            "Counts from 2026-12-24"
        );
        assert_eq!(words(&book, &invoice, "2026-12-24"), "Open, 38 days left");
        let credit = |invoice: &Invoice| {
            let id = invoice.id;
            move |note: &mut Invoice| {
                note.kind = Kind::CreditNote;
                note.credits = Some(id);
            }
        };
        issue(&mut book, "2026-12-25", 30, credit(&invoice));
        assert_eq!(words(&book, &invoice, "2026-12-25"), "Partly credited");
        issue(&mut book, "2026-12-26", 70, credit(&invoice));
        assert_eq!(words(&book, &invoice, "2026-12-26"), "Credited 2026-12-26");
    }

    #[test]
    fn an_open_document_counts_the_days_to_its_next_instalment() {
        let mut book = book();
        let rule = |due: &str| InstalmentRule {
            share: Share::Percent(Decimal::from_int(50)),
            due: Due::Fixed(day(due)),
        };
        let invoice = issue(&mut book, "2026-11-01", 1000, |document| {
            document.terms.instalments = vec![rule("2026-12-10"), rule("2027-01-31")];
        });
        assert_eq!(words(&book, &invoice, "2026-11-30"), "Open, 10 days left");
        assert_eq!(words(&book, &invoice, "2026-12-12"), "2 days late");
    }

    #[test]
    fn a_payment_says_that_it_came_back_was_deleted_or_refunded() {
        let mut book = book();
        let said = |book: &Book, payment: &Payment| {
            super::payment(book, payment).map(|became| became.words)
        };
        let returned = pay(&mut book, "2026-11-01", 100);
        let deleted = pay(&mut book, "2026-11-01", 100);
        let refunded = pay(&mut book, "2026-11-01", 100);
        assert_eq!(said(&book, &returned), None);
        for (payment, kind) in [
            (&returned, RefundKind::Returned),
            (&deleted, RefundKind::Correction),
        ] {
            run(
                &mut book,
                &Command::TakeBackPayment {
                    payment: payment.id,
                    date: day("2026-11-05"),
                    kind,
                    reason: String::new(),
                },
            );
        }
        let refund = |amount| Command::RecordRefund {
            source: Source::Payment(refunded.id),
            date: day("2026-11-06"),
            amount: Decimal::from_int(amount),
            reference: String::new(),
        };
        run(&mut book, &refund(60));
        assert_eq!(said(&book, &refunded).as_deref(), Some("Partly refunded"));
        run(&mut book, &refund(40));
        for (payment, words) in [
            (&returned, "Returned 2026-11-05"),
            (&deleted, "Deleted 2026-11-05"),
        ] {
            assert_eq!(said(&book, payment).as_deref(), Some(words));
        }
        let newest = book.refunds().iter().last().expect("a refund").id;
        run(
            &mut book,
            &Command::ReverseRefund {
                refund: newest,
                date: day("2026-11-07"),
            },
        );
        assert_eq!(said(&book, &refunded).as_deref(), Some("Partly refunded"));
    }
}
