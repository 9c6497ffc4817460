//! What a payment or credit note is put against.

use crate::book::columns::InvoiceColumns;
use crate::command::work::Work;
use crate::date::Date;
use crate::ids::{AllocationId, InvoiceId, PaymentId};
use crate::invoice::Invoice;
use crate::money::{Currency, Decimal, Money};
use crate::payment::{Allocation, Source};
use crate::problem::{At, FieldName, What};

/// Parts of one payment.
const PARTS_MAX: usize = 1_000;

/// A payment or credit note with what is left of it.
pub(super) struct Available {
    pub(super) source: Source,
    pub(super) customer: u32,
    pub(super) currency: Currency,
    pub(super) date: Date,
    pub(super) left: i64,
}

impl<'a> Work<'a> {
    pub(super) fn available(&mut self, source: Source, date: Date) -> Option<Available> {
        let (customer, currency, day, left) = match source {
            Source::Payment(id) => match self.book.payment_figures(id) {
                Some(row) if row.date != crate::book::columns::NEVER => (
                    row.customer,
                    Currency::from_index(row.currency)?,
                    row.date,
                    row.headroom_at(date.number()),
                ),
                _ => {
                    self.problem(FieldName::Source, What::Unknown);
                    return None;
                }
            },
            Source::CreditNote(id) => {
                let (invoice, row) = self.issued(id, FieldName::Source)?;
                if !row.credit {
                    self.problem(FieldName::Source, What::WrongKind);
                    return None;
                }
                (
                    row.customer,
                    invoice.currency,
                    row.issued,
                    row.headroom_at(date.number()),
                )
            }
        };
        let from = Date::from_number(day).ok()?;
        if date < from {
            self.problem(FieldName::Date, What::Before(from));
            return None;
        }
        Some(Available {
            source,
            customer,
            currency,
            date: from,
            left,
        })
    }

    pub(in crate::command) fn allocate(
        &mut self,
        source: Source,
        date: Date,
        parts: &[(InvoiceId, Decimal)],
    ) {
        if parts.is_empty() {
            self.problem(FieldName::Parts, What::Missing);
        }
        if let Some(available) = self.available(source, date) {
            self.put_parts(available, date, parts, None);
        }
    }

    /// Each part counts from the day on which both sides exist.
    pub(super) fn put_parts(
        &mut self,
        available: Available,
        date: Date,
        parts: &[(InvoiceId, Decimal)],
        with: Option<PaymentId>,
    ) {
        if parts.len() > PARTS_MAX {
            return self.problem(FieldName::Parts, What::TooMany(PARTS_MAX));
        }
        let mut left = available.left;
        for (index, (invoice, amount)) in parts.iter().enumerate() {
            let at = At::from((FieldName::Part, index));
            if parts[..index].iter().any(|(earlier, _)| earlier == invoice) {
                self.problem(at, What::WrongKind);
                continue;
            }
            let Some((document, row)) = self.receivable(*invoice, at) else {
                continue;
            };
            if row.customer != available.customer {
                self.problem(at, What::OtherCustomer);
            }
            if document.currency != available.currency {
                self.problem(at, What::OtherCurrency);
                continue;
            }
            let Some(amount) = self.money(at, *amount, available.currency) else {
                continue;
            };
            let day = date.number().max(row.issued).max(available.date.number());
            let open = row.headroom_at(day);
            if amount.minor() > open {
                self.problem(at, more_than_open(document, row, day));
            }
            if amount.minor() > left {
                let left = Money::from_minor(left.max(0).into(), available.currency);
                self.problem(
                    at,
                    What::MoreThanUnapplied(left.unwrap_or(available.currency.zero())),
                );
            }
            left -= amount.minor();
            let Ok(day) = Date::from_number(day) else {
                continue;
            };
            self.open_period(at, day);
            let id = self.mint(self.book.allocations());
            self.put(Allocation {
                id,
                source: available.source,
                invoice: *invoice,
                date: day,
                amount: amount.amount(),
                currency: available.currency,
                reverses: None,
                with,
            });
        }
    }

    pub(in crate::command) fn reverse_allocation(&mut self, id: AllocationId, date: Date) {
        let Some(allocation) = self.book.allocations().get(id).cloned() else {
            return self.problem(FieldName::Allocation, What::Unknown);
        };
        if allocation.reverses.is_some() {
            self.problem(FieldName::Allocation, What::WrongKind);
        }
        if self.book.is_reversed(&allocation) {
            self.problem(FieldName::Allocation, What::Reversed);
        }
        if date < allocation.date {
            self.problem(FieldName::Date, What::Before(allocation.date));
        }
        self.open_period(FieldName::Date, date);
        let reversal = self.mint(self.book.allocations());
        self.put(Allocation {
            id: reversal,
            date,
            amount: allocation.amount.neg(),
            reverses: Some(id),
            with: None,
            ..(*allocation).clone()
        });
    }
}

/// Why a document takes no more on a day: what is left of it, or that it was
/// settled then and is open only since.
pub(super) fn more_than_open(invoice: &Invoice, row: &InvoiceColumns, day: i32) -> What {
    let again = row.open_again_after(day);
    if let Some(since) = again.and_then(|day| Date::from_number(day).ok()) {
        return What::OpenAgain(invoice.number().to_owned(), since);
    }
    let open = row.headroom_at(day).max(0);
    let open = Money::from_minor(open.into(), invoice.currency);
    What::MoreThanOpen(open.unwrap_or(invoice.currency.zero()))
}
