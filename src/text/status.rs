//! What state a document is in, in words and as a shape.

use std::rc::Rc;

use ledger::book::columns::SettledBy;
use ledger::book::{Book, Status};
use ledger::date::Date;
use ledger::invoice::Invoice;
use ledger::payment::{Payment, Refund, RefundKind, Source};
use ledger::quote::{Quote, QuoteStatus};

use super::{counted, format};

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
        Status::Draft => text("Draft".to_owned(), "draft"),
        Status::Void => text("Void".to_owned(), "void"),
        Status::Paid if is_credit => text("Applied".to_owned(), "paid"),
        Status::Paid => text(paid(book, invoice, today), "paid"),
        Status::WrittenOff => text("Written off".to_owned(), "void"),
        Status::Overdue => text(late(book, invoice, today), "over"),
        Status::PartPaid if is_credit => text("Partly applied".to_owned(), "part"),
        Status::PartPaid => text("Part-paid".to_owned(), "part"),
        Status::PartCredited => text("Part-credited".to_owned(), "part"),
        Status::Upcoming => text(from(invoice), "soon"),
        Status::Open if is_credit => text("Not applied".to_owned(), "open"),
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
        RefundKind::Returned => ("Returned", "over"),
        RefundKind::Correction => ("Deleted", "void"),
        RefundKind::Refund if is_whole => ("Refunded", "void"),
        // Whoever wants to know when opens it.
        RefundKind::Refund => {
            return Some(StatusText {
                words: "Part refunded".to_owned(),
                shape: "part",
            });
        }
    };
    Some(StatusText {
        words: format!("{words} {}", format::date(last.date)),
        shape,
    })
}

/// A document of a day to come.
fn from(invoice: &Invoice) -> String {
    let issued = invoice.issue.as_ref().map(|issue| issue.date);
    issued.map_or_else(
        || format::NONE.to_owned(),
        |day| format!("From {}", format::date(day)),
    )
}

/// How a quote stands.
pub fn quote(book: &Book, quote: &Quote, today: Date) -> StatusText {
    let (words, shape) = match book.quote_status(quote.id, today) {
        None => (format::NONE, "open"),
        Some(QuoteStatus::Draft) => ("Draft", "draft"),
        Some(QuoteStatus::Open) => ("Open", "open"),
        Some(QuoteStatus::Expired) => ("Expired", "over"),
        Some(QuoteStatus::Declined) => ("Declined", "void"),
        Some(QuoteStatus::Accepted) => ("Accepted", "soon"),
        Some(QuoteStatus::Invoiced) => ("Invoiced", "paid"),
    };
    StatusText {
        words: words.to_owned(),
        shape,
    }
}

fn paid(book: &Book, invoice: &Invoice, today: Date) -> String {
    let last = book
        .figures(invoice.id)
        .and_then(|row| row.settlements.as_slice().last().map(|part| part.day))
        .and_then(|day| Date::from_number(day).ok());
    let settled_by = |by| {
        let row = book.figures(invoice.id);
        row.map_or(0, |row| row.settled_by(by, today.number()))
    };
    // Who was credited all of it paid nothing.
    let is_credited = settled_by(SettledBy::Payment) == 0 && settled_by(SettledBy::CreditNote) > 0;
    let words = if is_credited { "Credited" } else { "Paid" };
    last.map_or_else(
        || words.to_owned(),
        |day| format!("{words} {}", format::date(day)),
    )
}

fn late(book: &Book, invoice: &Invoice, today: Date) -> String {
    let mut due = today.number();
    if let Some(row) = book.figures(invoice.id) {
        row.parts_at(today.number(), |part, _| due = due.min(part));
    }
    let days = usize::try_from(today.number() - due).unwrap_or(0);
    format!("{} late", counted(days, "day", "days"))
}

fn open(book: &Book, invoice: &Invoice, today: Date) -> StatusText {
    let days = book
        .next_due(invoice.id, today)
        .map_or(0, |due| due.days_since(today));
    let left = usize::try_from(days).unwrap_or(0);
    let (words, shape) = match days {
        ..=0 => ("Due today".to_owned(), "soon"),
        1..=SOON_DAYS => (format!("Due in {}", counted(left, "day", "days")), "soon"),
        _ => (
            format!("Open, {} left", counted(left, "day", "days")),
            "open",
        ),
    };
    StatusText { words, shape }
}
