//! Work that was delivered and is not invoiced: drafts that say when.

use serde::{Deserialize, Serialize};
use std::rc::Rc;

use crate::book::Book;
use crate::date::Date;
use crate::invoice::{Invoice, Totals};
use crate::money::Money;

/// Days after the one of delivery that a draft may take: 48 hours from its end.
pub const DAYS: i32 = 2;

/// A draft that should be an invoice by now.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Unbilled {
    pub draft: Rc<Invoice>,
    /// The day of delivery, or the last day of the service.
    pub delivered: Date,
    /// What it would ask for; `None` where it cannot be issued as it stands.
    pub total: Option<Money>,
}

/// The drafts whose delivery, or else the last day of whose service, is more
/// than 48 hours over, the oldest first. A draft that says neither is not
/// guessed at.
pub fn unbilled(book: &Book, today: Date) -> Vec<Unbilled> {
    let drafts = book
        .invoices()
        .iter()
        .filter(|draft| draft.is_draft() && !draft.kind.is_credit());
    let mut found: Vec<Unbilled> = drafts
        .filter_map(|draft| {
            let more = draft.more.as_deref()?;
            let delivered = more.delivered.or(more.period.map(|(_, last)| last))?;
            let total = Totals::of_draft(draft, &[]).ok();
            (today.days_since(delivered) > DAYS).then(|| Unbilled {
                draft: draft.clone(),
                delivered,
                total: total.and_then(|total| Money::new(total.payable, draft.currency).ok()),
            })
        })
        .collect();
    found.sort_by_key(|unbilled| (unbilled.delivered, unbilled.draft.id));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::Change;
    use crate::customer::Customer;
    use crate::ids::{Chain, CustomerId, InvoiceId, RawId};
    use crate::invoice::{DocumentDetails, Line};
    use crate::journal::BookId;
    use crate::money::Decimal;

    fn date(text: &str) -> Date {
        text.parse().expect("a date")
    }

    #[test]
    fn a_draft_counts_48_hours_after_its_delivery_and_never_without_one() {
        let mut book = Book::empty(BookId::default());
        let id = |n| RawId { chain: Chain(1), n };
        let customer = Customer {
            id: CustomerId(id(1)),
            ..Customer::default()
        };
        let customer_id = customer.id;
        book.apply(1, &Change::Put(customer.into()))
            .expect("a customer");
        let drafts = [
            (Some("2026-11-18"), None),
            (None, Some(("2026-10-01", "2026-10-31"))),
            (Some("2026-11-19"), None),
            // Delivered in the middle of a service: the delivery counts.
            (Some("2026-11-20"), Some(("2026-10-01", "2026-10-31"))),
            (None, None),
        ];
        for (n, (delivered, period)) in (1..).zip(drafts) {
            let more = DocumentDetails {
                delivered: delivered.map(date),
                period: period.map(|(from, to)| (date(from), date(to))),
                ..DocumentDetails::default()
            };
            let draft = Invoice {
                id: InvoiceId(id(n)),
                customer: customer_id,
                more: Some(Box::new(more)),
                lines: vec![Line {
                    quantity: Decimal::ONE,
                    unit_price: Decimal::from_int(100),
                    ..Line::default()
                }],
                ..Invoice::default()
            };
            book.apply(1, &Change::Put(draft.into())).expect("a draft");
        }
        let days = |today: &str| -> Vec<String> {
            let found = unbilled(&book, date(today));
            assert!(found.iter().all(|one| one.total.is_some()));
            found.iter().map(|one| one.delivered.to_string()).collect()
        };
        assert_eq!(days("2026-11-20"), ["2026-10-31"]);
        assert_eq!(days("2026-11-21"), ["2026-10-31", "2026-11-18"]);
        assert_eq!(days("2026-11-22").len(), 3);
        assert_eq!(days("2027-01-01").len(), 4);
    }
}
