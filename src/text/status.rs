//! What state a document is in, in words and as a shape.

use ledger::book::{Book, Status};
use ledger::date::Date;
use ledger::invoice::Invoice;
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
        Status::Paid => text(paid(book, invoice), "paid"),
        Status::WrittenOff => text("Written off".to_owned(), "void"),
        Status::Overdue => text(late(book, invoice, today), "over"),
        Status::PartPaid if is_credit => text("Partly applied".to_owned(), "part"),
        Status::PartPaid => text("Part-paid".to_owned(), "part"),
        Status::Open if is_credit => text("Not applied".to_owned(), "open"),
        Status::Open => open(invoice, today),
    }
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

fn paid(book: &Book, invoice: &Invoice) -> String {
    let last = book
        .figures(invoice.id)
        .and_then(|row| row.settlements.as_slice().last().map(|part| part.day))
        .and_then(|day| Date::from_number(day).ok());
    last.map_or_else(
        || "Paid".to_owned(),
        |day| format!("Paid {}", format::date(day)),
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

fn open(invoice: &Invoice, today: Date) -> StatusText {
    let days = invoice
        .issue
        .as_ref()
        .map_or(0, |issue| issue.due.days_since(today));
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
