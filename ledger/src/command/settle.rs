//! Payments, allocations, refunds and write-offs.
//!
//! At no day may an invoice be settled by more than it asks for, or a source
//! give more than it has: a backdated part is held against every later day as
//! well.

use std::rc::Rc;

use crate::book::Book;
use crate::book::columns::{InvoiceColumns, SettledBy, Settlement};
use crate::change::{Change, Record};
use crate::date::Date;
use crate::ids::{AllocationId, CustomerId, InvoiceId, PaymentId, RefundId, WriteOffId};
use crate::invoice::Invoice;
use crate::money::{Currency, Decimal, Money};
use crate::open_items::settled_in_order;
use crate::payment::{
    Allocation, Payment, Refund, RefundKind, Source, TaxShare, WriteOff, WriteOffKind,
};
use crate::query::fold;
use crate::terms::early::Earned;

use super::request::{Allocate, EnterPayment, RecordPayment};
use super::work::Work;
use crate::problem::{At, FieldName, What};

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

    /// A payment that somebody types. Two equal ones are asked about, and so is
    /// what no invoice takes any more.
    pub(super) fn enter_payment(&mut self, command: &EnterPayment) {
        let payment = &command.payment;
        if !command.again && is_known(self.book, payment) {
            self.problem(FieldName::Again, What::SamePayment);
        }
        let Some(id) = self.record_payment(payment) else {
            return;
        };
        let Some(most) = command.unapplied else {
            return;
        };
        let source = Source::Payment(id);
        let applied = self.changes.iter().filter_map(|change| match change {
            Change::Put(Record::Allocation(part)) if part.source == source => Some(part.amount),
            _ => None,
        });
        let left = applied
            .into_iter()
            .try_fold(payment.amount, Decimal::sub)
            .and_then(|left| Money::new(left, payment.currency));
        if let Ok(left) = left
            && left.amount() > most
        {
            self.problem(FieldName::Unapplied, What::StaysUnapplied(left));
        }
    }

    /// The payment, unless something is wrong with it.
    pub(super) fn record_payment(&mut self, command: &RecordPayment) -> Option<PaymentId> {
        if self.book.customers().get(command.customer).is_none() {
            self.problem(FieldName::Customer, What::Unknown);
        }
        self.short(FieldName::Method, &command.method);
        self.short(FieldName::Reference, &command.reference);
        self.long(FieldName::Note, &command.note);
        self.open_period(FieldName::Date, command.date);
        let amount = self.money(FieldName::Amount, command.amount, command.currency)?;
        let id = self.mint(self.book.payments().next_n(self.context.chain));
        self.put(Payment {
            id,
            customer: command.customer,
            date: command.date,
            amount: amount.amount(),
            currency: command.currency,
            method: command.method.trim().to_owned(),
            reference: command.reference.trim().to_owned(),
            note: command.note.trim().to_owned(),
            fee: command.fee.filter(|fee| !fee.is_zero()),
            received: command.received,
        });
        self.fee(command, amount);
        let customer = self.book.customers().slot(command.customer)?;
        let available = Available {
            source: Source::Payment(id),
            customer: crate::book::small(customer),
            currency: command.currency,
            date: command.date,
            left: amount.minor(),
        };
        let parts = match &command.allocate {
            Allocate::Nothing => Vec::new(),
            Allocate::Parts(parts) => parts.clone(),
            Allocate::OldestFirst => {
                let today = self.context.today;
                let parts =
                    settled_in_order(self.book, command.customer, amount, command.date, today);
                let parts = parts.into_iter();
                parts.map(|(id, part)| (id, part.amount())).collect()
            }
        };
        if !parts.is_empty() {
            self.put_parts(available, command.date, &parts, None);
        }
        for (index, (invoice, kind)) in command.closes.iter().enumerate() {
            let part = parts.iter().find(|(known, _)| known == invoice);
            match part {
                Some((_, part)) => {
                    self.close_rest(
                        (FieldName::Closes, index).into(),
                        *invoice,
                        *kind,
                        *part,
                        id,
                        command,
                    );
                }
                None => self.problem((FieldName::Closes, index), What::Unknown),
            }
        }
        Some(id)
    }

    /// What the bank kept must leave something, and another currency needs
    /// what arrived in it.
    fn fee(&mut self, command: &RecordPayment, amount: Money) {
        if let Some(fee) = command.fee {
            match Money::new(fee, command.currency) {
                Err(problem) => self.problem(FieldName::Fee, problem),
                Ok(fee) if fee.is_negative() => self.problem(FieldName::Fee, What::NotPositive),
                Ok(fee) if fee.minor() >= amount.minor() => {
                    self.problem(FieldName::Fee, What::MoreThanOpen(amount));
                }
                Ok(_) => {}
            }
        }
        if let Some(received) = command.received {
            self.money(FieldName::Received, received.amount, received.currency);
            if received.currency == command.currency {
                self.problem(FieldName::Received, What::OtherCurrency);
            }
        }
    }

    /// What is left of an invoice after a part of a payment is no longer asked
    /// for: as the discount that paying so early earns, or as a difference
    /// too small to ask for.
    fn close_rest(
        &mut self,
        at: At,
        id: InvoiceId,
        kind: WriteOffKind,
        part: Decimal,
        payment: PaymentId,
        command: &RecordPayment,
    ) {
        let Some((invoice, row)) = self.receivable(id, at) else {
            return;
        };
        let day = command.date.number().max(row.issued);
        let open = row.headroom_at(day);
        let (Ok(open), Ok(part), Ok(date)) = (
            Money::from_minor(open.into(), invoice.currency),
            Money::new(part, invoice.currency),
            Date::from_number(day),
        ) else {
            return;
        };
        let closed = match kind {
            WriteOffKind::BadDebt => return self.problem(at, What::WrongKind),
            WriteOffKind::SmallDifference => self.small_difference(at, invoice, open, part),
            WriteOffKind::EarlyDiscount => self.early_discount(at, invoice, open, part, date),
        };
        let Some((amount, taxes)) = closed else {
            return;
        };
        let write_off = self.mint(self.book.write_offs().next_n(self.context.chain));
        self.put(WriteOff {
            id: write_off,
            invoice: id,
            date,
            amount: amount.amount(),
            currency: invoice.currency,
            reason: String::new(),
            reverses: None,
            kind,
            payment: Some(payment),
            taxes,
        });
    }

    fn small_difference(
        &mut self,
        at: At,
        invoice: &Invoice,
        open: Money,
        part: Money,
    ) -> Option<(Money, Vec<TaxShare>)> {
        let business = self.book.business()?.clone();
        let rest = self.noted(at, open.sub(part))?;
        if !rest.is_positive() {
            self.problem(at, What::NotPositive);
            return None;
        }
        let limit = business.reconciling.write_off_up_to.unwrap_or_default();
        let limit = self.noted(at, Money::rounded(limit, business.currency))?;
        let rate = invoice.issue.as_ref().and_then(|issue| issue.accounting);
        let in_books = match rate {
            Some(rate) => self.noted(at, rest.convert(rate.rate, business.currency))?,
            None => rest,
        };
        let within = in_books.currency() == limit.currency() && in_books.minor() <= limit.minor();
        if !within {
            self.problem(at, What::MoreThanSmall(limit));
            return None;
        }
        Some((rest, Vec::new()))
    }

    fn early_discount(
        &mut self,
        at: At,
        invoice: &Invoice,
        open: Money,
        part: Money,
        date: Date,
    ) -> Option<(Money, Vec<TaxShare>)> {
        let issue = invoice.issue.as_ref()?;
        let earned = invoice.terms.earned(open, issue.date, date);
        let Some(earned) = self.noted(at, earned)? else {
            self.problem(at, What::NoDiscount);
            return None;
        };
        let settled = self.noted(at, earned.settle(part))?;
        let discount = match open.sub(part) {
            // Who pays more than was asked takes less of the discount.
            Ok(rest) => self.noted(at, settled.discount.min(rest))?,
            Err(error) => {
                self.problem(at, error);
                return None;
            }
        };
        if !discount.is_positive() {
            self.problem(at, What::NoDiscount);
            return None;
        }
        let shares = Earned { discount, ..earned }.parts(&issue.totals);
        // A document without a breakdown has no tax to correct.
        let shares = shares.unwrap_or_default().into_iter();
        let shares = shares.map(|share| TaxShare {
            place: share.place,
            net: share.net.amount(),
            tax: share.tax.amount(),
        });
        Some((discount, shares.collect()))
    }

    /// Takes a payment back as a whole: it came back from the bank, or there
    /// was none. What it settled is open again, with the due date it had;
    /// discounts and differences that came with it are asked for again.
    pub(super) fn take_back(
        &mut self,
        id: PaymentId,
        date: Date,
        kind: RefundKind,
        reason: &str,
    ) -> Option<RefundId> {
        self.short(FieldName::Reason, reason);
        let (Some(payment), Some(row)) = (
            self.book.payments().get(id).cloned(),
            self.book.payment_figures(id),
        ) else {
            self.problem(FieldName::Payment, What::Unknown);
            return None;
        };
        if date < payment.date {
            self.problem(FieldName::Date, What::Before(payment.date));
        }
        let parts = row.uses.as_slice().iter();
        let allocations = parts.filter_map(|part| self.book.allocation_of(part));
        let allocations: Vec<_> = allocations.cloned().collect();
        let reversed = |id| allocations.iter().any(|other| other.reverses == Some(id));
        let standing: Vec<_> = allocations
            .iter()
            .filter(|known| known.reverses.is_none() && !reversed(known.id))
            .cloned()
            .collect();
        // What stands and came later goes on its own day. Else not before all
        // that was ever done with it, whatever became of that: on each day in
        // between it gives no more than it has.
        let goes = |part: &&Settlement| {
            let allocation = self.book.allocation_of(part);
            allocation.is_some_and(|known| standing.iter().any(|one| one.id == known.id))
        };
        let used = row.uses.as_slice().iter().filter(|part| !goes(part));
        let used = used.filter_map(|part| Date::from_number(part.day).ok());
        let day = used.fold(date, Date::max);
        let refunded = row.uses.as_slice().iter();
        let refunded = refunded.filter(|part| part.by == SettledBy::Refund);
        let left = row.amount - refunded.map(|part| part.amount).sum::<i64>();
        let Ok(left) = Money::from_minor(left.into(), payment.currency) else {
            return None;
        };
        // There was a payment, or nothing could have been given back of it.
        let given_back = self.book.standing_refunds(Source::Payment(id));
        let mut given_back = given_back.iter();
        let given_back = given_back.find(|refund| refund.kind == RefundKind::Refund);
        if let Some(refund) = given_back.filter(|_| kind == RefundKind::Correction) {
            let amount = Money::new(refund.amount, refund.currency);
            let amount = amount.unwrap_or(refund.currency.zero());
            self.problem(FieldName::Payment, What::WasRefunded(amount, refund.date));
            return None;
        }
        if !left.is_positive() {
            self.problem(FieldName::Payment, What::Reversed);
            return None;
        }
        self.open_period(FieldName::Date, day);
        for allocation in &standing {
            let reversal = self.mint(self.book.allocations().next_n(self.context.chain));
            self.put(Allocation {
                id: reversal,
                date: day.max(allocation.date),
                amount: allocation.amount.neg(),
                reverses: Some(allocation.id),
                ..(**allocation).clone()
            });
        }
        self.take_back_rests(id, day, &standing);
        self.take_back_credits(id, payment.customer, day);
        let refund = self.mint(self.book.refunds().next_n(self.context.chain));
        self.put(Refund {
            id: refund,
            source: Source::Payment(id),
            date: day,
            amount: left.amount(),
            currency: payment.currency,
            reference: reason.trim().to_owned(),
            kind,
            received: None,
            reverses: None,
        });
        Some(refund)
    }

    /// What of credit notes and of other payments was put against invoices
    /// with a payment, as far as it stands.
    fn take_back_credits(&mut self, payment: PaymentId, customer: CustomerId, day: Date) {
        let mut known: Vec<Rc<Allocation>> = Vec::new();
        for invoice in self.book.invoices_of(customer) {
            // A credit note has the same allocations, as what it gives.
            let row = self.book.figures(invoice.id).filter(|row| !row.credit);
            let parts = row.into_iter().flat_map(|row| row.settlements.as_slice());
            let of_sources = parts.filter_map(|part| self.book.allocation_of(part));
            known.extend(of_sources.cloned());
        }
        let reversed = |id| known.iter().any(|other| other.reverses == Some(id));
        let standing: Vec<_> = known
            .iter()
            .filter(|part| part.with == Some(payment) && part.reverses.is_none())
            .filter(|part| !reversed(part.id))
            .cloned()
            .collect();
        for part in standing {
            let reversal = self.mint(self.book.allocations().next_n(self.context.chain));
            self.put(Allocation {
                id: reversal,
                date: day.max(part.date),
                amount: part.amount.neg(),
                reverses: Some(part.id),
                with: None,
                ..(*part).clone()
            });
        }
    }

    /// Puts credit notes and money on account against invoices, beside the
    /// parts that a payment of the same day puts against them.
    pub(super) fn put_credits(
        &mut self,
        at: At,
        payment: PaymentId,
        command: &RecordPayment,
        credits: &[(Source, InvoiceId, Decimal)],
    ) {
        let paid = match &command.allocate {
            Allocate::Parts(parts) => parts.as_slice(),
            Allocate::OldestFirst | Allocate::Nothing => &[],
        };
        let mut sources: Vec<Source> = Vec::new();
        let mut invoices: Vec<InvoiceId> = Vec::new();
        for (source, invoice, _) in credits {
            // A discount is of what the payment leaves.
            if command.closes.iter().any(|(known, _)| known == invoice) {
                self.problem(at, What::WrongKind);
            }
            if !sources.contains(source) {
                sources.push(*source);
            }
            if !invoices.contains(invoice) {
                invoices.push(*invoice);
            }
        }
        for id in invoices {
            let Some((invoice, row)) = self.receivable(id, at) else {
                continue;
            };
            let day = command.date.number().max(row.issued);
            let open = row.headroom_at(day);
            let of_credits = credits
                .iter()
                .filter(|part| part.1 == id)
                .map(|part| part.2);
            let of_payment = paid.iter().filter(|part| part.0 == id).map(|part| part.1);
            let sum = of_credits
                .chain(of_payment)
                .try_fold(Decimal::ZERO, Decimal::add)
                .and_then(|sum| Money::new(sum, invoice.currency));
            let (Some(sum), Ok(open)) = (
                self.noted(at, sum),
                Money::from_minor(open.max(0).into(), invoice.currency),
            ) else {
                continue;
            };
            if sum.minor() > open.minor() {
                self.problem(at, What::MoreThanOpen(open));
            }
        }
        for source in sources {
            let parts: Vec<(InvoiceId, Decimal)> = credits
                .iter()
                .filter(|part| part.0 == source)
                .map(|part| (part.1, part.2))
                .collect();
            if let Some(available) = self.available(source, command.date) {
                self.put_parts(available, command.date, &parts, Some(payment));
            }
        }
    }

    /// The write-offs that came with a payment, as far as they stand.
    fn take_back_rests(&mut self, payment: PaymentId, day: Date, parts: &[Rc<Allocation>]) {
        for part in parts {
            let Some(row) = self.book.figures(part.invoice) else {
                continue;
            };
            let known: Vec<_> = row
                .settlements
                .as_slice()
                .iter()
                .filter_map(|part| self.book.write_off_of(part))
                .cloned()
                .collect();
            for write_off in &known {
                let reversed = known
                    .iter()
                    .any(|other| other.reverses == Some(write_off.id));
                let came_with = write_off.payment == Some(payment) && write_off.reverses.is_none();
                if !came_with || reversed {
                    continue;
                }
                let reversal = self.mint(self.book.write_offs().next_n(self.context.chain));
                self.put(reversal_of(write_off, reversal, day.max(write_off.date)));
            }
        }
    }

    fn available(&mut self, source: Source, date: Date) -> Option<Available> {
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

    pub(super) fn allocate(&mut self, source: Source, date: Date, parts: &[(InvoiceId, Decimal)]) {
        if parts.is_empty() {
            self.problem(FieldName::Parts, What::Missing);
        }
        if let Some(available) = self.available(source, date) {
            self.put_parts(available, date, parts, None);
        }
    }

    /// Each part counts from the day on which both sides exist.
    fn put_parts(
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
            let id = self.mint(self.book.allocations().next_n(self.context.chain));
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

    pub(super) fn reverse_allocation(&mut self, id: AllocationId, date: Date) {
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
        let reversal = self.mint(self.book.allocations().next_n(self.context.chain));
        self.put(Allocation {
            id: reversal,
            date,
            amount: allocation.amount.neg(),
            reverses: Some(id),
            with: None,
            ..(*allocation).clone()
        });
    }

    pub(super) fn refund(
        &mut self,
        source: Source,
        date: Date,
        amount: Decimal,
        reference: &str,
    ) -> Option<RefundId> {
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
        let id = self.mint(self.book.refunds().next_n(self.context.chain));
        self.put(Refund {
            id,
            source,
            date,
            amount: amount.amount(),
            currency: available.currency,
            reference: reference.trim().to_owned(),
            kind: RefundKind::Refund,
            received: None,
            reverses: None,
        });
        Some(id)
    }

    /// Takes a refund back on a day: the money is there to be used again from
    /// then on. One that stands on a bank line left the account.
    pub(super) fn reverse_refund(&mut self, id: RefundId, date: Date) {
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
        let reversal = self.mint(self.book.refunds().next_n(self.context.chain));
        self.put(Refund {
            id: reversal,
            date,
            amount: refund.amount.neg(),
            received: None,
            reverses: Some(id),
            ..(*refund).clone()
        });
    }

    pub(super) fn write_off(&mut self, id: InvoiceId, date: Date, amount: Decimal, reason: &str) {
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
        let write_off = self.mint(self.book.write_offs().next_n(self.context.chain));
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

    pub(super) fn reverse_write_off(&mut self, id: WriteOffId, date: Date) {
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
        let reversal = self.mint(self.book.write_offs().next_n(self.context.chain));
        self.put(reversal_of(&write_off, reversal, date));
    }
}

/// Whether the book has a payment of this customer, day, amount and reference,
/// which was not taken back.
fn is_known(book: &Book, payment: &RecordPayment) -> bool {
    let said = |text: &str| fold(text.trim());
    let reference = said(&payment.reference);
    let mut known = book.payments_of(payment.customer);
    known.any(|known| {
        known.date == payment.date
            && known.currency == payment.currency
            && known.amount == payment.amount
            && said(&known.reference) == reference
            && !book.is_taken_back(known.id)
    })
}

/// Why a document takes no more on a day: what is left of it, or that it was
/// settled then and is open only since.
fn more_than_open(invoice: &Invoice, row: &InvoiceColumns, day: i32) -> What {
    let again = row.open_again_after(day);
    if let Some(since) = again.and_then(|day| Date::from_number(day).ok()) {
        return What::OpenAgain(invoice.number().to_owned(), since);
    }
    let open = row.headroom_at(day).max(0);
    let open = Money::from_minor(open.into(), invoice.currency);
    What::MoreThanOpen(open.unwrap_or(invoice.currency.zero()))
}

/// What is wrong with a fact of a day about a document that was not issued
/// then.
pub(super) fn before_issue(invoice: &Invoice, date: Date) -> Option<What> {
    let issued = invoice.issue.as_ref()?.date;
    let number = invoice.number().to_owned();
    (date < issued).then_some(What::BeforeIssue(number, issued))
}

/// What takes a write-off back: its taxes change their sign with it.
fn reversal_of(write_off: &WriteOff, id: WriteOffId, date: Date) -> WriteOff {
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

#[cfg(test)]
mod tests;
