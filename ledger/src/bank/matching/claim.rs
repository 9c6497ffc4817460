//! What of a payment or credit note a proposal lays claim to.

use std::collections::HashMap;

use crate::book::{Book, small};
use crate::payment::Source;

/// What a line can use up: an invoice or a credit note, a payment.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Claim {
    Invoice(u32),
    Payment(u32),
}

impl Claim {
    pub(super) fn of(book: &Book, source: Source) -> Option<Claim> {
        Some(match source {
            Source::Payment(id) => Claim::Payment(small(book.payments().slot(id)?)),
            Source::CreditNote(id) => Claim::Invoice(small(book.invoices().slot(id)?)),
        })
    }
}

/// What other lines of the same batch surely pay or use.
pub(super) type Taken = HashMap<Claim, i64>;
