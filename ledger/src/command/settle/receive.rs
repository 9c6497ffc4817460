//! Payments: what is received, its fees, its small differences, and taking it back.

use std::rc::Rc;

use super::allocate::Available;
use super::give_up::reversal_of;
use crate::book::Book;
use crate::book::columns::{PaymentColumns, SettledBy, Settlement};
use crate::change::{Change, Record};
use crate::command::request::{Allocate, EnterPayment, RecordPayment};
use crate::command::work::Work;
use crate::date::Date;
use crate::ids::{CustomerId, InvoiceId, PaymentId};
use crate::invoice::Invoice;
use crate::money::{Decimal, Money};
use crate::open_items::settled_in_order;
use crate::payment::{
    Allocation, Payment, Received, Refund, RefundKind, Source, TaxShare, WriteOff, WriteOffKind,
};
use crate::problem::{At, FieldName, What};
use crate::query::fold;
use crate::terms::early::Earned;

impl<'a> Work<'a> {
    /// A payment that somebody types. Two equal ones are asked about, and so is
    /// what no invoice takes any more.
    pub(in crate::command) fn enter_payment(&mut self, command: &EnterPayment) {
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
    pub(in crate::command) fn record_payment(
        &mut self,
        command: &RecordPayment,
    ) -> Option<PaymentId> {
        if self.book.customers().get(command.customer).is_none() {
            self.problem(FieldName::Customer, What::Unknown);
        }
        self.short(FieldName::Method, &command.method);
        self.short(FieldName::Reference, &command.reference);
        self.long(FieldName::Note, &command.note);
        self.open_period(FieldName::Date, command.date);
        let amount = self.money(FieldName::Amount, command.amount, command.currency)?;
        let id = self.mint(self.book.payments());
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
        let write_off = self.mint(self.book.write_offs());
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
    /// `received` is what left the account, where that is in another currency.
    pub(in crate::command) fn take_back(
        &mut self,
        id: PaymentId,
        date: Date,
        kind: RefundKind,
        reason: &str,
        received: Option<Received>,
    ) -> Option<Refund> {
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
        let standing = standing_allocations(self.book, row);
        let day = day_to_take_back(self.book, row, &standing, date);
        let left = self.left_to_take_back(&payment, row, kind)?;
        self.open_period(FieldName::Date, day);
        for allocation in &standing {
            let reversal = self.mint(self.book.allocations());
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
        let refund = Refund {
            id: self.mint(self.book.refunds()),
            source: Source::Payment(id),
            date: day,
            amount: left.amount(),
            currency: payment.currency,
            reference: reason.trim().to_owned(),
            kind,
            received,
            reverses: None,
        };
        self.put(refund.clone());
        Some(refund)
    }

    /// What of a payment was not given back yet; a problem where there is
    /// nothing, or where it cannot be called a mistake.
    fn left_to_take_back(
        &mut self,
        payment: &Payment,
        row: &PaymentColumns,
        kind: RefundKind,
    ) -> Option<Money> {
        let refunded = row.uses.as_slice().iter();
        let refunded = refunded.filter(|part| part.by == SettledBy::Refund);
        let left = row.amount - refunded.map(|part| part.amount).sum::<i64>();
        let left = Money::from_minor(left.into(), payment.currency).ok()?;
        // There was a payment, or nothing could have been given back of it.
        let given_back = self.book.standing_refunds(Source::Payment(payment.id));
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
        Some(left)
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
            let reversal = self.mint(self.book.allocations());
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
    pub(in crate::command) fn put_credits(
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
                let reversal = self.mint(self.book.write_offs());
                self.put(reversal_of(write_off, reversal, day.max(write_off.date)));
            }
        }
    }
}

/// The allocations of a payment that nothing reversed.
fn standing_allocations(book: &Book, row: &PaymentColumns) -> Vec<Rc<Allocation>> {
    let parts = row.uses.as_slice().iter();
    let all: Vec<_> = parts.filter_map(|part| book.allocation_of(part)).collect();
    let reversed = |id| all.iter().any(|other| other.reverses == Some(id));
    let standing = all
        .iter()
        .filter(|known| known.reverses.is_none() && !reversed(known.id));
    standing.copied().cloned().collect()
}

/// What stands and came later goes on its own day. Else not before all that
/// was ever done with a payment, whatever became of that: on each day in
/// between it gives no more than it has.
fn day_to_take_back(
    book: &Book,
    row: &PaymentColumns,
    standing: &[Rc<Allocation>],
    date: Date,
) -> Date {
    let goes = |part: &&Settlement| {
        let allocation = book.allocation_of(part);
        allocation.is_some_and(|known| standing.iter().any(|one| one.id == known.id))
    };
    let used = row.uses.as_slice().iter().filter(|part| !goes(part));
    let used = used.filter_map(|part| Date::from_number(part.day).ok());
    used.fold(date, Date::max)
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
