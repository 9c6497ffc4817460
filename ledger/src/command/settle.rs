//! Payments, allocations, refunds and write-offs.
//!
//! At no day may an invoice be settled by more than it asks for, or a source
//! give more than it has: a backdated part is held against every later day as
//! well.

use crate::book::columns::InvoiceColumns;
use crate::date::Date;
use crate::ids::{AllocationId, InvoiceId, WriteOffId};
use crate::invoice::Invoice;
use crate::money::{Currency, Decimal, Money};
use crate::payment::{Allocation, Payment, Refund, Source, WriteOff};

use super::{Allocate, At, RecordPayment, What, Work};

/// Parts of one payment.
const PARTS_MAX: usize = 1_000;

/// A payment or credit note with what is left of it.
struct Available {
    source: Source,
    customer: u32,
    currency: Currency,
    date: Date,
    left: i64,
}

impl<'a> Work<'a> {
    /// A document that is issued and not void, or the problem noted.
    pub(super) fn issued(
        &mut self,
        id: InvoiceId,
        at: impl Into<At>,
    ) -> Option<(&'a Invoice, &'a InvoiceColumns)> {
        let (Some(invoice), Some(row)) = (self.book.invoices.get(id), self.book.figures(id)) else {
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

    fn money(
        &mut self,
        at: impl Into<At> + Copy,
        amount: Decimal,
        currency: Currency,
    ) -> Option<Money> {
        let money = self.noted(at, Money::new(amount, currency))?;
        if !money.is_positive() {
            self.problem(at, What::NotPositive);
            return None;
        }
        Some(money)
    }

    pub(super) fn record_payment(&mut self, command: &RecordPayment) {
        if self.book.customers.get(command.customer).is_none() {
            self.problem("customer", What::Unknown);
        }
        self.short("method", &command.method);
        self.short("reference", &command.reference);
        self.long("note", &command.note);
        self.open_period("date", command.date);
        let Some(amount) = self.money("amount", command.amount, command.currency) else {
            return;
        };
        let id = self.mint(self.book.payments.next_n(self.context.chain));
        self.put(Payment {
            id,
            customer: command.customer,
            date: command.date,
            amount: amount.amount(),
            currency: command.currency,
            method: command.method.trim().to_owned(),
            reference: command.reference.trim().to_owned(),
            note: command.note.trim().to_owned(),
        });
        let Some(customer) = self.book.customers.slot(command.customer) else {
            return;
        };
        let available = Available {
            source: Source::Payment(id),
            customer: crate::book::small(customer),
            currency: command.currency,
            date: command.date,
            left: amount.minor(),
        };
        match &command.allocate {
            Allocate::Nothing => {}
            Allocate::Parts(parts) => self.put_parts(available, command.date, parts),
            Allocate::OldestFirst => {
                let parts = self.oldest_first(&available, command);
                self.put_parts(available, command.date, &parts);
            }
        }
    }

    /// The customer's open invoices by due date, each with what is left of
    /// it, until the payment is used up.
    fn oldest_first(
        &self,
        available: &Available,
        command: &RecordPayment,
    ) -> Vec<(InvoiceId, Decimal)> {
        let mut open = Vec::new();
        for invoice in self.book.invoices_of(command.customer) {
            let Some(row) = self.book.figures(invoice.id) else {
                continue;
            };
            if row.credit
                || !row.is_issued()
                || row.is_void()
                || invoice.currency != command.currency
            {
                continue;
            }
            let day = command.date.number().max(row.issued);
            let left = row.settlements.headroom(row.asked, day);
            if left > 0 {
                let mut due = row.due;
                row.parts_at(day, |part, _| due = due.min(part));
                open.push((due, row.issued, invoice.id, left));
            }
        }
        open.sort_unstable();
        let mut left = available.left;
        let mut parts = Vec::new();
        for (_, _, id, due) in open {
            let part = due.min(left);
            if part == 0 {
                break;
            }
            left -= part;
            if let Ok(part) = Money::from_minor(part.into(), command.currency) {
                parts.push((id, part.amount()));
            }
        }
        parts
    }

    fn available(&mut self, source: Source, date: Date) -> Option<Available> {
        let (customer, currency, day, left) = match source {
            Source::Payment(id) => match self.book.payment_figures(id) {
                Some(row) if row.date != crate::book::columns::NEVER => (
                    row.customer,
                    Currency::from_index(row.currency)?,
                    row.date,
                    row.uses.headroom(row.amount, date.number()),
                ),
                _ => {
                    self.problem("source", What::Unknown);
                    return None;
                }
            },
            Source::CreditNote(id) => {
                let (invoice, row) = self.issued(id, "source")?;
                if !row.credit {
                    self.problem("source", What::WrongKind);
                    return None;
                }
                (
                    row.customer,
                    invoice.currency,
                    row.issued,
                    row.settlements.headroom(row.asked, date.number()),
                )
            }
        };
        let from = Date::from_number(day).ok()?;
        if date < from {
            self.problem("date", What::Before(from));
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

    pub(super) fn allocate(&mut self, source: Source, date: Date, parts: &[(InvoiceId, Decimal)]) {
        if parts.is_empty() {
            self.problem("parts", What::Missing);
        }
        if let Some(available) = self.available(source, date) {
            self.put_parts(available, date, parts);
        }
    }

    /// Each part counts from the day on which both sides exist.
    fn put_parts(&mut self, available: Available, date: Date, parts: &[(InvoiceId, Decimal)]) {
        if parts.len() > PARTS_MAX {
            return self.problem("parts", What::TooMany(PARTS_MAX));
        }
        let mut left = available.left;
        for (index, (invoice, amount)) in parts.iter().enumerate() {
            let at = At::from(("part", index));
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
            let open = row.settlements.headroom(row.asked, day);
            if amount.minor() > open {
                let open = Money::from_minor(open.max(0).into(), available.currency);
                self.problem(
                    at,
                    What::MoreThanOpen(open.unwrap_or(available.currency.zero())),
                );
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
            let id = self.mint(self.book.allocations.next_n(self.context.chain));
            self.put(Allocation {
                id,
                source: available.source,
                invoice: *invoice,
                date: day,
                amount: amount.amount(),
                currency: available.currency,
                reverses: None,
            });
        }
    }

    pub(super) fn reverse_allocation(&mut self, id: AllocationId, date: Date) {
        let Some(allocation) = self.book.allocations.get(id).cloned() else {
            return self.problem("allocation", What::Unknown);
        };
        if allocation.reverses.is_some() {
            self.problem("allocation", What::WrongKind);
        }
        let reversed = self
            .book
            .figures(allocation.invoice)
            .into_iter()
            .flat_map(|row| row.settlements.as_slice())
            .filter_map(|part| self.book.allocations.at(usize::try_from(part.slot).ok()?))
            .any(|other| other.reverses == Some(id));
        if reversed {
            self.problem("allocation", What::Reversed);
        }
        if date < allocation.date {
            self.problem("date", What::Before(allocation.date));
        }
        self.open_period("date", date);
        let reversal = self.mint(self.book.allocations.next_n(self.context.chain));
        self.put(Allocation {
            id: reversal,
            date,
            amount: allocation.amount.neg(),
            reverses: Some(id),
            ..(*allocation).clone()
        });
    }

    pub(super) fn refund(&mut self, source: Source, date: Date, amount: Decimal, reference: &str) {
        self.short("reference", reference);
        self.open_period("date", date);
        let Some(available) = self.available(source, date) else {
            return;
        };
        let Some(amount) = self.money("amount", amount, available.currency) else {
            return;
        };
        if amount.minor() > available.left {
            let left = Money::from_minor(available.left.max(0).into(), available.currency);
            self.problem(
                "amount",
                What::MoreThanUnapplied(left.unwrap_or(available.currency.zero())),
            );
        }
        let id = self.mint(self.book.refunds.next_n(self.context.chain));
        self.put(Refund {
            id,
            source,
            date,
            amount: amount.amount(),
            currency: available.currency,
            reference: reference.trim().to_owned(),
        });
    }

    pub(super) fn write_off(&mut self, id: InvoiceId, date: Date, amount: Decimal, reason: &str) {
        self.required("reason", reason);
        self.open_period("date", date);
        let Some((invoice, row)) = self.receivable(id, "invoice") else {
            return;
        };
        if let Ok(issued) = Date::from_number(row.issued)
            && date < issued
        {
            return self.problem("date", What::Before(issued));
        }
        let Some(amount) = self.money("amount", amount, invoice.currency) else {
            return;
        };
        let open = row.settlements.headroom(row.asked, date.number());
        if amount.minor() > open {
            let open = Money::from_minor(open.max(0).into(), invoice.currency);
            self.problem(
                "amount",
                What::MoreThanOpen(open.unwrap_or(invoice.currency.zero())),
            );
        }
        let write_off = self.mint(self.book.write_offs.next_n(self.context.chain));
        self.put(WriteOff {
            id: write_off,
            invoice: id,
            date,
            amount: amount.amount(),
            currency: invoice.currency,
            reason: reason.trim().to_owned(),
            reverses: None,
        });
    }

    pub(super) fn reverse_write_off(&mut self, id: WriteOffId, date: Date) {
        let Some(write_off) = self.book.write_offs.get(id).cloned() else {
            return self.problem("write_off", What::Unknown);
        };
        if write_off.reverses.is_some() {
            self.problem("write_off", What::WrongKind);
        }
        if self
            .book
            .write_offs
            .iter()
            .any(|other| other.reverses == Some(id))
        {
            self.problem("write_off", What::Reversed);
        }
        if date < write_off.date {
            self.problem("date", What::Before(write_off.date));
        }
        self.open_period("date", date);
        let reversal = self.mint(self.book.write_offs.next_n(self.context.chain));
        self.put(WriteOff {
            id: reversal,
            date,
            amount: write_off.amount.neg(),
            reverses: Some(id),
            ..(*write_off).clone()
        });
    }
}
