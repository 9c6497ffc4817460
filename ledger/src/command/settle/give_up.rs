//! Money given back, and what is no longer asked for.

use super::allocate::more_than_open;
use super::before_issue;
use crate::command::work::Work;
use crate::date::Date;
use crate::ids::{InvoiceId, RefundId, WriteOffId};
use crate::money::{Decimal, Money};
use crate::payment::{Refund, RefundKind, Source, TaxShare, WriteOff, WriteOffKind};
use crate::problem::{FieldName, What};

impl<'a> Work<'a> {
    pub(in crate::command) fn refund(
        &mut self,
        source: Source,
        date: Date,
        amount: Decimal,
        reference: &str,
    ) -> Option<Refund> {
        self.short(FieldName::Reference, reference);
        self.open_period(FieldName::Date, date);
        let available = self.available(source, date)?;
        let amount = self.money(FieldName::Amount, amount, available.currency)?;
        if amount.minor() > available.left {
            let left = Money::from_minor(available.left.max(0).into(), available.currency);
            self.problem(
                FieldName::Amount,
                What::MoreThanUnapplied(left.unwrap_or(available.currency.zero())),
            );
        }
        let refund = Refund {
            id: self.mint(self.book.refunds()),
            source,
            date,
            amount: amount.amount(),
            currency: available.currency,
            reference: reference.trim().to_owned(),
            kind: RefundKind::Refund,
            received: None,
            reverses: None,
        };
        self.put(refund.clone());
        Some(refund)
    }

    /// Takes a refund back on a day: the money is there to be used again from
    /// then on. One that stands on a bank line left the account.
    pub(in crate::command) fn reverse_refund(&mut self, id: RefundId, date: Date) {
        let Some(refund) = self.book.refunds().get(id).cloned() else {
            return self.problem(FieldName::Refund, What::Unknown);
        };
        if refund.reverses.is_some() {
            self.problem(FieldName::Refund, What::WrongKind);
        }
        let others = self.book.refunds_of(refund.source);
        if others.iter().any(|other| other.reverses == Some(id)) {
            self.problem(FieldName::Refund, What::Reversed);
        }
        if self.book.is_matched_refund(id) {
            self.problem(FieldName::Refund, What::OnBankLine);
        }
        if date < refund.date {
            self.problem(FieldName::Date, What::Before(refund.date));
        }
        self.open_period(FieldName::Date, date);
        let reversal = self.mint(self.book.refunds());
        self.put(Refund {
            id: reversal,
            date,
            amount: refund.amount.neg(),
            received: None,
            reverses: Some(id),
            ..(*refund).clone()
        });
    }

    pub(in crate::command) fn write_off(
        &mut self,
        id: InvoiceId,
        date: Date,
        amount: Decimal,
        reason: &str,
    ) {
        self.required(FieldName::Reason, reason);
        self.open_period(FieldName::Date, date);
        let Some((invoice, row)) = self.receivable(id, FieldName::Invoice) else {
            return;
        };
        if let Some(what) = before_issue(invoice, date) {
            return self.problem(FieldName::Date, what);
        }
        let Some(amount) = self.money(FieldName::Amount, amount, invoice.currency) else {
            return;
        };
        let open = row.headroom_at(date.number());
        if amount.minor() > open {
            self.problem(
                FieldName::Amount,
                more_than_open(invoice, row, date.number()),
            );
        }
        let write_off = self.mint(self.book.write_offs());
        self.put(WriteOff {
            id: write_off,
            invoice: id,
            date,
            amount: amount.amount(),
            currency: invoice.currency,
            reason: reason.trim().to_owned(),
            reverses: None,
            kind: WriteOffKind::BadDebt,
            payment: None,
            taxes: Vec::new(),
        });
    }

    pub(in crate::command) fn reverse_write_off(&mut self, id: WriteOffId, date: Date) {
        let Some(write_off) = self.book.write_offs().get(id).cloned() else {
            return self.problem(FieldName::WriteOff, What::Unknown);
        };
        if write_off.reverses.is_some() {
            self.problem(FieldName::WriteOff, What::WrongKind);
        }
        if self
            .book
            .write_offs()
            .iter()
            .any(|other| other.reverses == Some(id))
        {
            self.problem(FieldName::WriteOff, What::Reversed);
        }
        if date < write_off.date {
            self.problem(FieldName::Date, What::Before(write_off.date));
        }
        self.open_period(FieldName::Date, date);
        let reversal = self.mint(self.book.write_offs());
        self.put(reversal_of(&write_off, reversal, date));
    }
}

/// What takes a write-off back: its taxes change their sign with it.
pub(super) fn reversal_of(write_off: &WriteOff, id: WriteOffId, date: Date) -> WriteOff {
    let taxes = write_off.taxes.iter().map(|share| TaxShare {
        place: share.place,
        net: share.net.neg(),
        tax: share.tax.neg(),
    });
    WriteOff {
        id,
        date,
        amount: write_off.amount.neg(),
        reverses: Some(write_off.id),
        taxes: taxes.collect(),
        ..write_off.clone()
    }
}
