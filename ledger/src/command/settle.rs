//! Payments, allocations, refunds and write-offs.
//!
//! At no day may an invoice be settled by more than it asks for, or a source
//! give more than it has: a backdated part is held against every later day as
//! well.

use super::work::Work;
use crate::book::columns::InvoiceColumns;
use crate::date::Date;
use crate::ids::InvoiceId;
use crate::invoice::Invoice;
use crate::money::{Currency, Decimal, Money};
use crate::problem::{At, What, above_zero};

mod allocate;
mod give_up;
mod receive;

impl<'a> Work<'a> {
    /// A document that is issued and not void, or the problem noted.
    pub(super) fn issued(
        &mut self,
        id: InvoiceId,
        at: impl Into<At>,
    ) -> Option<(&'a Invoice, &'a InvoiceColumns)> {
        let (Some(invoice), Some(row)) = (self.book.invoices().get(id), self.book.figures(id))
        else {
            self.problem(at, What::Unknown);
            return None;
        };
        if !row.is_issued() {
            self.problem(at, What::NotIssued);
            return None;
        }
        if row.is_void() {
            self.problem(at, What::IsVoid);
            return None;
        }
        Some((invoice, row))
    }

    /// Such a document that asks for money.
    fn receivable(
        &mut self,
        id: InvoiceId,
        at: impl Into<At> + Copy,
    ) -> Option<(&'a Invoice, &'a InvoiceColumns)> {
        let (invoice, row) = self.issued(id, at)?;
        if row.credit {
            self.problem(at, What::WrongKind);
            return None;
        }
        Some((invoice, row))
    }

    fn money(&mut self, at: impl Into<At>, amount: Decimal, currency: Currency) -> Option<Money> {
        self.noted(at, above_zero(amount, currency))
    }
}

/// What is wrong with a fact of a day about a document that was not issued
/// then.
pub(super) fn before_issue(invoice: &Invoice, date: Date) -> Option<What> {
    let issued = invoice.issue.as_ref()?.date;
    let number = invoice.number().to_owned();
    (date < issued).then_some(What::BeforeIssue(number, issued))
}

#[cfg(test)]
mod tests;
