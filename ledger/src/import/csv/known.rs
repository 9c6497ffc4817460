//! The payments that a book has, by what a table says of one.

use std::collections::BTreeMap;

use crate::book::Book;
use crate::date::Date;
use crate::ids::CustomerId;
use crate::letters::tidy;
use crate::money::{Currency, Money};

/// The payments of a book by what makes two of them alike, and how many of
/// each there are.
pub(super) struct Known(pub(super) BTreeMap<(CustomerId, Date, i64, Currency, String), usize>);

impl Known {
    pub(super) fn of(book: &Book) -> Known {
        let mut known = BTreeMap::new();
        for payment in book.payments().iter() {
            if book.is_taken_back(payment.id) {
                continue;
            }
            let Ok(amount) = Money::new(payment.amount, payment.currency) else {
                continue;
            };
            let key = (
                payment.customer,
                payment.date,
                amount.minor(),
                payment.currency,
                tidy(&payment.reference),
            );
            *known.entry(key).or_default() += 1;
        }
        Known(known)
    }
}
