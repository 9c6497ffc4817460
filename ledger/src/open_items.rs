//! Open items: what is left of a customer's invoices, payments and credit
//! notes on a day, and in which order money settles it.
//!
//! A day's answer leaves room for what is recorded of later days: what is put
//! against an invoice by it is refused on no day.

use serde::{Deserialize, Serialize};
use std::rc::Rc;

use crate::book::Book;
use crate::book::columns::InvoiceColumns;
use crate::business::SettlementOrder;
use crate::date::Date;
use crate::ids::{CustomerId, InvoiceId};
use crate::invoice::{Invoice, Kind};
use crate::money::{Currency, Money};
use crate::payment::Source;
use crate::query::natural;

/// An invoice that something is left of on a day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OpenItem {
    pub id: InvoiceId,
    pub number: String,
    /// Of its first part that is open.
    pub due: Date,
    /// Above zero.
    pub open: Money,
    /// What settles all of it, where paying on the day earns a discount.
    pub discounted: Option<Money>,
}

/// What a customer has that is put against nothing yet: money on account, or
/// what is left of a credit note.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OpenCredit {
    pub source: Source,
    pub date: Date,
    /// Above zero.
    pub left: Money,
    /// The invoice that a credit note corrects.
    pub corrects: Option<InvoiceId>,
}

/// A part of an invoice that is left: an instalment, or all of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct OpenPart {
    invoice: InvoiceId,
    left: Money,
}

/// Where a part stands in the order.
struct Place<'b> {
    key: (i64, i32, i32),
    number: &'b str,
    part: OpenPart,
}

/// The invoice and its figures, where it is issued, not void, and asks for
/// money.
fn receivable(book: &Book, id: InvoiceId) -> Option<(&Rc<Invoice>, &InvoiceColumns)> {
    let row = book.figures(id).filter(|row| !row.credit)?;
    Some((book.invoices().get(id)?, row))
}

/// What can still be put against an invoice on a day, or on that of its issue
/// where that is later; `None` for nothing.
pub fn open_item(book: &Book, id: InvoiceId, day: Date) -> Option<OpenItem> {
    let (invoice, row) = receivable(book, id)?;
    let open = row.headroom_at(day.number());
    let open = Money::from_minor(open.into(), invoice.currency).ok()?;
    let mut due = None;
    row.parts_of(open.minor(), |part, _| due = due.or(Some(part)));
    let due = Date::from_number(due?).ok()?;
    item(invoice, due, open, day)
}

fn item(invoice: &Invoice, due: Date, open: Money, day: Date) -> Option<OpenItem> {
    let issued = invoice.issue.as_ref()?.date;
    let earned = invoice.terms.earned(open, issued, day.max(issued));
    open.is_positive().then(|| OpenItem {
        id: invoice.id,
        number: invoice.number().to_owned(),
        due,
        open,
        discounted: earned.ok().flatten().map(|earned| earned.pay),
    })
}

/// What can be put against a customer's invoices in one currency on a day, in
/// the order in which money settles them.
pub fn open_items(
    book: &Book,
    customer: CustomerId,
    currency: Currency,
    day: Date,
) -> Vec<OpenItem> {
    let mut items: Vec<OpenItem> = Vec::new();
    for part in open_parts(book, customer, currency, day) {
        if !items.iter().any(|known| known.id == part.invoice) {
            items.extend(open_item(book, part.invoice, day));
        }
    }
    items
}

/// The same part by part. As the settings say: by due date, an instalment by
/// its own; by date of issue; or the smallest invoice first. Of one due date
/// the invoice that was issued first comes first, then the lower number.
fn open_parts(book: &Book, customer: CustomerId, currency: Currency, day: Date) -> Vec<OpenPart> {
    let order = settlement_order(book);
    let mut places = Vec::new();
    for id in book.invoices_of(customer).map(|invoice| invoice.id) {
        let known = receivable(book, id).filter(|(invoice, _)| invoice.currency == currency);
        let Some((invoice, row)) = known else {
            continue;
        };
        let left = row.headroom_at(day.number());
        if left <= 0 {
            continue;
        }
        row.parts_of(left, |due, part| {
            let key = match order {
                SettlementOrder::OldestDue => (i64::from(due), row.issued, due),
                SettlementOrder::OldestIssued => (i64::from(row.issued), row.issued, due),
                SettlementOrder::Smallest => (left, due, row.issued),
            };
            let Ok(left) = Money::from_minor(part.into(), currency) else {
                return;
            };
            places.push(Place {
                key,
                number: invoice.number(),
                part: OpenPart {
                    invoice: invoice.id,
                    left,
                },
            });
        });
    }
    places.sort_by(|one, other| {
        let by_key = one.key.cmp(&other.key);
        by_key.then_with(|| natural(one.number, other.number))
    });
    places.into_iter().map(|place| place.part).collect()
}

/// Which of a customer's invoices money settles first, by the settings.
pub fn settlement_order(book: &Book) -> SettlementOrder {
    let business = book.business();
    business.map_or_else(SettlementOrder::default, |known| known.reconciling.order)
}

/// What each invoice of a customer gets of an amount on a day, in the order in
/// which money settles them, until it is used up. What is dated after `today`
/// is not asked for yet and gets nothing.
pub fn settled_in_order(
    book: &Book,
    customer: CustomerId,
    amount: Money,
    day: Date,
    today: Date,
) -> Vec<(InvoiceId, Money)> {
    let mut parts = open_parts(book, customer, amount.currency(), day);
    parts.retain(|part| {
        let row = book.figures(part.invoice);
        row.is_some_and(|row| row.issued <= today.number())
    });
    shares(&parts, amount)
}

/// What each invoice gets of an amount that fills the parts one after the
/// other. What is more than all of them is in none.
fn shares(parts: &[OpenPart], amount: Money) -> Vec<(InvoiceId, Money)> {
    let mut left = amount;
    let mut shares: Vec<(InvoiceId, Money)> = Vec::new();
    for part in parts {
        let Ok(taken) = part.left.min(left) else {
            continue;
        };
        let Ok(rest) = left.sub(taken) else {
            break;
        };
        if !taken.is_positive() {
            break;
        }
        left = rest;
        let known = shares.iter_mut().find(|(known, _)| *known == part.invoice);
        match known {
            Some((_, share)) => *share = share.add(taken).unwrap_or(*share),
            None => shares.push((part.invoice, taken)),
        }
    }
    shares
}

/// Whose money a source is.
pub fn customer_of(book: &Book, source: Source) -> Option<CustomerId> {
    match source {
        Source::Payment(id) => Some(book.payments().get(id)?.customer),
        Source::CreditNote(id) => Some(book.invoices().get(id)?.customer),
    }
}

/// What can be used of a payment or a credit note on a day, or on its own day
/// where that is later; `None` for nothing.
pub fn left_of(book: &Book, source: Source, day: Date) -> Option<Money> {
    let (left, currency) = match source {
        Source::Payment(id) => {
            let row = book.payment_figures(id)?;
            (row.headroom_at(day.number()), row.currency())
        }
        Source::CreditNote(id) => {
            let row = book.figures(id).filter(|row| row.credit)?;
            (row.headroom_at(day.number()), row.currency())
        }
    };
    let left = Money::from_minor(left.into(), currency).ok()?;
    Some(left).filter(|left| left.is_positive())
}

/// What a customer has by a day, of all currencies; the oldest first.
pub fn open_credits(book: &Book, customer: CustomerId, day: Date) -> Vec<OpenCredit> {
    let payments = book.payments_of(customer);
    let payments = payments.map(|payment| (Source::Payment(payment.id), payment.date, None));
    let notes = book.invoices_of(customer).filter_map(|note| {
        let date = note.issue.as_ref()?.date;
        Some((Source::CreditNote(note.id), date, note.credits))
    });
    let mut found: Vec<OpenCredit> = payments
        .chain(notes)
        .filter(|(_, date, _)| *date <= day)
        .filter_map(|(source, date, corrects)| {
            Some(OpenCredit {
                source,
                date,
                left: left_of(book, source, day)?,
                corrects,
            })
        })
        .collect();
    found.sort_by_key(|credit| (credit.date, credit.source));
    found
}

/// A customer's deposit invoices in one currency that nothing deducts yet, and
/// those of `taken`, which a form has chosen.
pub fn deductible(
    book: &Book,
    customer: CustomerId,
    currency: &str,
    taken: &[InvoiceId],
) -> Vec<Rc<Invoice>> {
    let deposits = book.invoices_of(customer).filter(|invoice| {
        invoice.kind == Kind::Deposit
            && invoice.currency.code() == currency
            && book
                .figures(invoice.id)
                .is_some_and(|row| row.is_issued() && !row.is_void())
            && (taken.contains(&invoice.id) || book.deducted_by(invoice.id).is_empty())
    });
    deposits.cloned().collect()
}

/// Why nothing can be put against an invoice on a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotOpen {
    /// It is not in the book, or not any more.
    Gone,
    Void,
    /// It gives money and takes none.
    Credit,
    Settled,
    /// It was settled, and is open again since a later day.
    OpenAgain(Date),
    /// It is open by what is recorded.
    Open,
}

/// What stands in the way of an invoice being paid by a fact of the past.
pub fn why_not_open(book: &Book, id: InvoiceId) -> NotOpen {
    let Some(row) = book.figures(id) else {
        return NotOpen::Gone;
    };
    let parts = row.settlements.as_slice().iter();
    let taken_back = parts.filter(|part| part.amount < 0).map(|part| part.day);
    match taken_back.max().and_then(|day| Date::from_number(day).ok()) {
        _ if row.is_void() => NotOpen::Void,
        _ if row.credit => NotOpen::Credit,
        _ if row.settlements.total() >= row.asked => NotOpen::Settled,
        Some(since) => NotOpen::OpenAgain(since),
        None => NotOpen::Open,
    }
}

#[cfg(test)]
mod tests;
