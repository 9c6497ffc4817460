//! In which order money settles what a customer owes.

use crate::book::Book;
use crate::business::SettlementOrder;
use crate::date::Date;
use crate::ids::{CustomerId, InvoiceId};
use crate::money::{Currency, Money};
use crate::query::natural;

/// A part of an invoice that is left: an instalment, or all of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpenPart {
    pub invoice: InvoiceId,
    /// Its own due date.
    pub due: Date,
    pub left: Money,
}

/// Where a part stands in the order.
struct Place<'b> {
    key: (i64, i32, i32),
    number: &'b str,
    part: OpenPart,
}

/// What is left of a customer's invoices in one currency on a day, so that no
/// later day settles more than they ask for, in the order in which money
/// settles it. As the settings say: by due date, an instalment by its own;
/// by date of issue; or the smallest invoice first. Of one due date the
/// invoice that was issued first comes first, then the lower number.
pub fn open_parts(
    book: &Book,
    customer: CustomerId,
    currency: Currency,
    day: Date,
) -> Vec<OpenPart> {
    let business = book.business();
    let order = business.map_or_else(SettlementOrder::default, |known| known.reconciling.order);
    let mut places = Vec::new();
    for invoice in book.invoices_of(customer) {
        let Some(row) = book.figures(invoice.id) else {
            continue;
        };
        let is_asked = row.is_issued() && !row.is_void() && !row.credit;
        if !is_asked || invoice.currency != currency {
            continue;
        }
        let left = row
            .settlements
            .headroom(row.asked, day.number().max(row.issued));
        if left <= 0 {
            continue;
        }
        row.parts_of(left, |due, part| {
            let key = match order {
                SettlementOrder::OldestDue => (i64::from(due), row.issued, due),
                SettlementOrder::OldestIssued => (i64::from(row.issued), row.issued, due),
                SettlementOrder::Smallest => (left, due, row.issued),
            };
            let (Ok(due), Ok(left)) = (
                Date::from_number(due),
                Money::from_minor(part.into(), currency),
            ) else {
                return;
            };
            places.push(Place {
                key,
                number: invoice.number(),
                part: OpenPart {
                    invoice: invoice.id,
                    due,
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

/// The parts of invoices that are issued by a day: money settles what is asked
/// for, not what is dated ahead, unless its user says so.
#[must_use]
pub fn issued_by(book: &Book, mut parts: Vec<OpenPart>, today: Date) -> Vec<OpenPart> {
    parts.retain(|part| {
        let row = book.figures(part.invoice);
        row.is_some_and(|row| row.issued <= today.number())
    });
    parts
}

/// What each invoice gets of an amount that fills the parts one after the
/// other. What is more than all of them is in none.
pub fn shares(parts: &[OpenPart], amount: Money) -> Vec<(InvoiceId, Money)> {
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
