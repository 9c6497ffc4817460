//! Payments, allocations, refunds and write-offs of an import.

use std::collections::BTreeSet;

use crate::book::columns::InvoiceColumns;
use crate::date::Date;
use crate::ids::{AllocationId, CustomerId, InvoiceId};
use crate::money::{Currency, Decimal, Money};
use crate::payment::{Allocation, Payment, Refund, RefundKind, Source, WriteOff, WriteOffKind};
use crate::problem::{At, FieldName, ImportFault, What};
use crate::records::{AllocationRecord, PaymentRecord, RecordsFile, RefundRecord, WriteOffRecord};

use super::plan::{Plan, Settled, WrittenOff};

/// Settlements of one document, and allocations of one payment, at the most.
const PARTS_MAX: usize = 1_000;

/// A payment or credit note of the file.
#[derive(Clone, Copy)]
struct Origin {
    source: Source,
    customer: CustomerId,
    currency: Currency,
    date: Date,
}

/// A document that money can be put against.
struct Receivable {
    customer: CustomerId,
    currency: Currency,
    issued: Date,
}

impl<'a> Plan<'a> {
    pub(super) async fn settlements(&mut self, file: &'a RecordsFile) {
        for (index, record) in file.invoices.iter().enumerate() {
            if record.allocations.is_empty() && record.refunds.is_empty() {
                continue;
            }
            self.record = (FieldName::Invoices, index, &record.number);
            let Some(Some(id)) = self.documents.get(record.number.trim()).copied() else {
                continue;
            };
            let Some(note) = self
                .after
                .invoices()
                .get(id)
                .filter(|note| note.kind.is_credit())
            else {
                self.problem(FieldName::Allocations, What::WrongKind);
                continue;
            };
            let origin = Origin {
                source: Source::CreditNote(id),
                customer: note.customer,
                currency: note.currency,
                date: record.issued,
            };
            self.parts(origin, &record.allocations, &record.refunds);
        }
        for (index, record) in file.payments.iter().enumerate() {
            self.steps.step().await;
            let name = match record.allocations.first() {
                Some(first) if record.customer.is_empty() => &first.invoice,
                _ => &record.customer,
            };
            self.record = (FieldName::Payments, index, name);
            self.payment(record);
        }
        for (index, record) in file.write_offs.iter().enumerate() {
            self.steps.step().await;
            self.record = (FieldName::WriteOffs, index, &record.invoice);
            self.write_off(record);
        }
        self.balances();
    }

    fn payment(&mut self, record: &'a PaymentRecord) {
        self.open_period(FieldName::Date, record.date);
        self.short(&[
            (FieldName::Method, &record.method),
            (FieldName::Reference, &record.reference),
        ]);
        self.long(&[(FieldName::Note, &record.note)]);
        let Some(customer) = self.payer(record) else {
            return;
        };
        let Some(currency) = self.currency(record.currency, customer) else {
            return;
        };
        let Some(amount) = self.money(FieldName::Amount, record.amount, currency) else {
            return;
        };
        let id = self.work.mint(self.book.payments());
        self.put(Payment {
            id,
            customer,
            date: record.date,
            amount: amount.amount(),
            currency,
            method: record.method.trim().to_owned(),
            reference: record.reference.trim().to_owned(),
            note: record.note.trim().to_owned(),
            fee: None,
            received: None,
        });
        let origin = Origin {
            source: Source::Payment(id),
            customer,
            currency,
            date: record.date,
        };
        self.parts(origin, &record.allocations, &record.refunds);
    }

    /// The customer that a payment names, or whose invoice it does.
    fn payer(&mut self, record: &PaymentRecord) -> Option<CustomerId> {
        match record.allocations.first() {
            Some(first) if record.customer.trim().is_empty() => {
                let id = self.named(At::from((FieldName::Allocations, 0)), &first.invoice)?;
                Some(self.after.invoices().get(id)?.customer)
            }
            _ => self.customer(&record.customer),
        }
    }

    fn parts(
        &mut self,
        origin: Origin,
        allocations: &'a [AllocationRecord],
        refunds: &'a [RefundRecord],
    ) {
        if allocations.len() + refunds.len() > PARTS_MAX {
            return self.problem(FieldName::Allocations, What::TooMany(PARTS_MAX));
        }
        let mut earlier: Vec<(AllocationId, Allocation, bool)> = Vec::new();
        for (index, record) in allocations.iter().enumerate() {
            let at = At::from((FieldName::Allocations, index));
            self.allocation(at, origin, record, &mut earlier);
        }
        for (index, record) in refunds.iter().enumerate() {
            self.refund(At::from((FieldName::Refunds, index)), origin, record);
        }
    }

    fn receivable(&mut self, at: At, number: &str) -> Option<(InvoiceId, Receivable)> {
        let id = self.named(at, number)?;
        let invoice = self.after.invoices().get(id)?;
        let is_credit = invoice.kind.is_credit();
        let Some(issue) = &invoice.issue else {
            self.problem(at, What::NotIssued);
            return None;
        };
        let receivable = Receivable {
            customer: invoice.customer,
            currency: invoice.currency,
            issued: issue.date,
        };
        let row = self.after.figures(id)?;
        let (void, parts) = (row.is_void(), row.settlements.as_slice().len());
        for (holds, what) in [
            (!is_credit, What::WrongKind),
            (!void, What::IsVoid),
            (parts < PARTS_MAX, What::TooMany(PARTS_MAX)),
        ] {
            if !holds {
                self.problem(at, what);
                return None;
            }
        }
        Some((id, receivable))
    }

    fn allocation(
        &mut self,
        at: At,
        origin: Origin,
        record: &AllocationRecord,
        earlier: &mut Vec<(AllocationId, Allocation, bool)>,
    ) {
        let Some((invoice, receivable)) = self.receivable(at, &record.invoice) else {
            return;
        };
        if receivable.customer != origin.customer {
            return self.problem(at, What::OtherCustomer);
        }
        if receivable.currency != origin.currency {
            return self.problem(at, What::OtherCurrency);
        }
        let first_day = origin.date.max(receivable.issued);
        let date = record.date.unwrap_or(first_day);
        if date < first_day {
            self.problem(at, What::Before(first_day));
        }
        self.open_period(at, date);
        let Some(amount) = self.part(at, record.amount, origin.currency) else {
            return;
        };
        let reverses = if amount.is_negative() {
            let reversed = earlier.iter_mut().find(|(_, other, reversed)| {
                !reversed
                    && other.invoice == invoice
                    && other.date <= date
                    && other.amount == amount.amount().neg()
            });
            let Some((id, _, reversed)) = reversed else {
                return self.problem(at, ImportFault::NothingToReverse);
            };
            *reversed = true;
            Some(*id)
        } else {
            None
        };
        let id = self.work.mint(self.book.allocations());
        let allocation = Allocation {
            id,
            source: origin.source,
            invoice,
            date,
            amount: amount.amount(),
            currency: origin.currency,
            reverses,
            with: None,
        };
        self.put(allocation.clone());
        self.settle(at, Some(invoice), Some(origin.source), date, amount);
        earlier.push((id, allocation, false));
    }

    fn refund(&mut self, at: At, origin: Origin, record: &RefundRecord) {
        if record.date < origin.date {
            self.problem(at, What::Before(origin.date));
        }
        self.open_period(at, record.date);
        self.short(&[(FieldName::Refunds, &record.reference)]);
        let Some(amount) = self.money(at, record.amount, origin.currency) else {
            return;
        };
        let id = self.work.mint(self.book.refunds());
        self.put(Refund {
            id,
            source: origin.source,
            date: record.date,
            amount: amount.amount(),
            currency: origin.currency,
            reference: record.reference.trim().to_owned(),
            kind: RefundKind::Refund,
            reverses: None,
            received: None,
        });
        self.settle(at, None, Some(origin.source), record.date, amount);
    }

    fn write_off(&mut self, record: &'a WriteOffRecord) {
        self.open_period(FieldName::Date, record.date);
        self.short(&[(FieldName::Reason, &record.reason)]);
        let Some((invoice, receivable)) =
            self.receivable(FieldName::Invoice.into(), &record.invoice)
        else {
            return;
        };
        if record.date < receivable.issued {
            self.problem(FieldName::Date, What::Before(receivable.issued));
        }
        let Some(amount) = self.part(FieldName::Amount.into(), record.amount, receivable.currency)
        else {
            return;
        };
        let known = self.written_off.entry(invoice).or_default();
        let reverses = if amount.is_negative() {
            let reversed = known.iter_mut().find(|other| {
                !other.reversed
                    && other.date <= record.date
                    && other.amount == amount.amount().neg()
            });
            let Some(reversed) = reversed else {
                return self.problem(FieldName::Amount, ImportFault::NothingToReverse);
            };
            reversed.reversed = true;
            Some(reversed.id)
        } else {
            None
        };
        let id = self.work.mint(self.book.write_offs());
        known.push(WrittenOff {
            id,
            date: record.date,
            amount: amount.amount(),
            reversed: false,
        });
        self.put(WriteOff {
            id,
            invoice,
            date: record.date,
            amount: amount.amount(),
            currency: receivable.currency,
            reason: record.reason.trim().to_owned(),
            reverses,
            kind: WriteOffKind::BadDebt,
            payment: None,
            taxes: Vec::new(),
        });
        self.settle(
            FieldName::Amount.into(),
            Some(invoice),
            None,
            record.date,
            amount,
        );
    }

    /// An amount of either sign.
    fn part(&mut self, at: At, amount: Decimal, currency: Currency) -> Option<Money> {
        let money = self.noted(at, Money::new(amount, currency))?;
        if money.is_zero() {
            self.problem(at, What::NotPositive);
            return None;
        }
        Some(money)
    }

    fn settle(
        &mut self,
        at: At,
        invoice: Option<InvoiceId>,
        source: Option<Source>,
        date: Date,
        amount: Money,
    ) {
        self.settled.push(Settled {
            record: self.record,
            at,
            invoice,
            source,
            date,
            amount,
        });
    }

    /// Holds all settlements against their documents and sources. The last
    /// one in the file that bears on what is settled too far has the problem.
    fn balances(&mut self) {
        let settled = std::mem::take(&mut self.settled);
        let mut seen = BTreeSet::new();
        let mut problems = Vec::new();
        for part in settled
            .iter()
            .rev()
            .filter(|part| part.amount.is_positive())
        {
            if let Some(id) = part.invoice
                && seen.insert((Some(id), None))
                && let Some(row) = self.after.figures(id)
            {
                problems.extend(over(row, part).map(|fault| (part, fault)));
            }
            if let Some(source) = part.source
                && seen.insert((None, Some(source)))
            {
                problems.extend(self.over_used(source, part).map(|fault| (part, fault)));
            }
        }
        for (part, fault) in problems.into_iter().rev() {
            self.record = part.record;
            self.problem(part.at, fault);
        }
    }

    fn over_used(&self, source: Source, part: &Settled) -> Option<ImportFault> {
        let (uses, whole) = match source {
            Source::Payment(id) => {
                let row = self.after.payment_figures(id)?;
                (&row.uses, row.amount)
            }
            Source::CreditNote(id) => {
                let row = self.after.figures(id)?;
                (&row.settlements, row.asked)
            }
        };
        if uses.stays_within(whole) {
            return None;
        }
        let left = uses.headroom(whole, part.date.number());
        Some(What::MoreThanUnapplied(left_without(part, left)).into())
    }
}

/// What is wrong with how a document is settled.
fn over(row: &InvoiceColumns, part: &Settled) -> Option<ImportFault> {
    if row.is_void() && row.settlements.peak_from(row.void) != 0 {
        return Some(ImportFault::SettledVoid);
    }
    if row.settlements.stays_within(row.asked) {
        return None;
    }
    let left = row.settlements.headroom(row.asked, part.date.number());
    Some(What::MoreThanOpen(left_without(part, left)).into())
}

/// What would be left without that part, where `left` is left with it.
fn left_without(part: &Settled, left: i64) -> Money {
    let currency = part.amount.currency();
    let left = i128::from(left) + i128::from(part.amount.minor());
    Money::from_minor(left.max(0), currency).unwrap_or(currency.zero())
}
