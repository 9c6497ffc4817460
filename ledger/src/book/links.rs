//! How the columns of a book follow each change of a record.

use std::rc::Rc;

use super::Book;
use super::columns::{
    self, InvoiceColumns, LineColumns, PaymentColumns, SettledBy, Settlement, day_or_never, small,
};
use crate::bank::{BankAccount, BankLine, IgnoreRule, Match, Matched, Statement};
use crate::business::{Closing, Series};
use crate::change::RecordId;
use crate::collection::{CollectionEvent, Reminder};
use crate::customer::{Customer, Party};
use crate::ids::*;
use crate::invoice::{Counter, Invoice, Sending, Void};
use crate::item::Item;
use crate::money::{Currency, Decimal, Money, MoneyError};
use crate::payment::{Allocation, Payment, Refund, Source, WriteOff};
use crate::quote::{Quote, QuoteEvent};
use crate::schedule::{Occurrence, Schedule};
use crate::table::{Chunked, Entity, OutOfOrder};

/// A change that does not fit the book: the journal is damaged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Misfit {
    #[error(transparent)]
    OutOfOrder(#[from] OutOfOrder),
    #[error("{0:?}: {1}")]
    Amount(RecordId, MoneyError),
}

/// How the columns follow a record of a kind.
pub(crate) trait Linked: Entity {
    /// After the record in `slot` was put or removed; `before` is what stood
    /// there.
    ///
    /// # Errors
    /// [`Misfit`] for a record that does not fit the book.
    fn link(book: &mut Book, slot: usize, before: Option<&Self>) -> Result<(), Misfit>;
}

/// Kinds of which the columns say nothing.
macro_rules! not_linked {
    ($($record:ident),*) => {$(
        impl Linked for $record {
            fn link(_: &mut Book, _: usize, _: Option<&Self>) -> Result<(), Misfit> {
                Ok(())
            }
        }
    )*};
}
not_linked!(Item, Series, Closing, BankAccount, IgnoreRule);

impl Linked for Customer {
    fn link(book: &mut Book, _: usize, _: Option<&Customer>) -> Result<(), Misfit> {
        book.grow_customers();
        Ok(())
    }
}

impl Linked for Party {
    fn link(book: &mut Book, slot: usize, before: Option<&Party>) -> Result<(), Misfit> {
        let after = book.records.parties.at(slot).cloned();
        let Some(customer) = after.as_deref().or(before).map(|party| party.customer) else {
            return Ok(());
        };
        let known = match customer {
            None => book.columns.seller,
            Some(customer) => {
                let customer = book.customer_slot(customer)?;
                book.columns.party_of.get(customer).copied().flatten()
            }
        };
        let known = known.and_then(|id| book.records.parties.slot(id));
        let newest = match after {
            Some(_) => known.max(Some(slot)),
            // Rare (an undo): the newest of those that are left.
            None => (0..book.records.parties.slots()).rev().find(|slot| {
                book.records
                    .parties
                    .at(*slot)
                    .is_some_and(|party| party.customer == customer)
            }),
        };
        let newest = newest.map(|slot| book.records.parties.id_at(slot));
        match customer {
            None => book.columns.seller = newest,
            Some(customer) => {
                let customer = book.customer_slot(customer)?;
                if let Some(known) = book.columns.party_of.get_mut(customer) {
                    *known = newest;
                }
            }
        }
        Ok(())
    }
}

impl Linked for Invoice {
    fn link(book: &mut Book, slot: usize, before: Option<&Invoice>) -> Result<(), Misfit> {
        let after = book.records.invoices.at(slot).cloned();
        book.grow_invoices();
        if let Some(before) = before {
            if after.as_ref().map(|after| after.customer) != Some(before.customer) {
                let customer = book.customer_slot(before.customer)?;
                drop_slot(&mut book.columns.documents_of, customer, slot);
            }
            book.columns.numbers.remove(before.number(), slot);
        }
        let customer = match &after {
            Some(after) => book.customer_slot(after.customer)?,
            None => 0,
        };
        if let Some(row) = book.columns.invoices.get_mut(slot) {
            row.set_document(after.as_deref(), customer)
                .map_err(|error| {
                    Misfit::Amount(RecordId::Invoice(book.records.invoices.id_at(slot)), error)
                })?;
        }
        let Some(after) = after else { return Ok(()) };
        if before.map(|before| before.customer) != Some(after.customer) {
            add_slot(&mut book.columns.documents_of, customer, slot);
        }
        if let Some(issue) = &after.issue {
            book.columns.numbers.add(&issue.number, slot);
            if let Some(Counter { series, run, value }) = issue.counter {
                let highest = book.columns.highest.entry((series, run)).or_default();
                *highest = value.max(*highest);
            }
        }
        Ok(())
    }
}

impl Linked for Void {
    fn link(book: &mut Book, slot: usize, before: Option<&Void>) -> Result<(), Misfit> {
        if let Some(before) = before {
            book.with_row(before.invoice, |row| row.void = day_or_never(None))?;
        }
        if let Some(void) = book.records.voids.at(slot).cloned() {
            book.with_row(void.invoice, |row| row.void = day_or_never(Some(void.date)))?;
        }
        Ok(())
    }
}

impl Linked for Sending {
    fn link(book: &mut Book, slot: usize, before: Option<&Sending>) -> Result<(), Misfit> {
        if let Some(before) = before {
            // Rare (an undo): the earliest of those that are left.
            let earliest = book
                .records
                .sendings
                .iter()
                .filter(|sending| sending.invoice == before.invoice)
                .map(|sending| sending.date)
                .min();
            book.with_row(before.invoice, |row| row.sent = day_or_never(earliest))?;
        }
        if let Some(sending) = book.records.sendings.at(slot).cloned() {
            book.with_row(sending.invoice, |row| {
                row.sent = row.sent.min(day_or_never(Some(sending.date)));
            })?;
        }
        Ok(())
    }
}

impl Linked for Payment {
    fn link(book: &mut Book, slot: usize, before: Option<&Payment>) -> Result<(), Misfit> {
        let after = book.records.payments.at(slot).cloned();
        book.grow_payments();
        if let Some(before) = before
            && after.as_ref().map(|after| after.customer) != Some(before.customer)
        {
            let customer = book.customer_slot(before.customer)?;
            drop_slot(&mut book.columns.payments_of, customer, slot);
        }
        let customer = match &after {
            Some(after) => book.customer_slot(after.customer)?,
            None => 0,
        };
        if let Some(row) = book.columns.payments.get_mut(slot) {
            row.set_payment(after.as_deref(), customer)
                .map_err(|error| {
                    Misfit::Amount(RecordId::Payment(book.records.payments.id_at(slot)), error)
                })?;
        }
        if let Some(after) = after
            && before.map(|before| before.customer) != Some(after.customer)
        {
            add_slot(&mut book.columns.payments_of, customer, slot);
        }
        Ok(())
    }
}

impl Linked for Allocation {
    fn link(book: &mut Book, slot: usize, before: Option<&Allocation>) -> Result<(), Misfit> {
        let id = RecordId::Allocation(book.records.allocations.id_at(slot));
        for (allocation, add) in [
            (before.cloned(), false),
            (
                book.records.allocations.at(slot).map(|a| (**a).clone()),
                true,
            ),
        ] {
            let Some(allocation) = allocation else {
                continue;
            };
            let by = match allocation.source {
                Source::Payment(_) => SettledBy::Payment,
                Source::CreditNote(_) => SettledBy::CreditNote,
            };
            let settlement = Settlement {
                day: allocation.date.number(),
                by,
                slot: small(slot),
                amount: minor(id, allocation.amount, allocation.currency)?,
            };
            book.with_row(allocation.invoice, |row| {
                row.settlements.change(settlement, add);
            })?;
            book.use_source(allocation.source, settlement, add)?;
        }
        Ok(())
    }
}

impl Linked for Refund {
    fn link(book: &mut Book, slot: usize, before: Option<&Refund>) -> Result<(), Misfit> {
        let id = RecordId::Refund(book.records.refunds.id_at(slot));
        for (refund, add) in [
            (before.cloned(), false),
            (book.records.refunds.at(slot).map(|r| (**r).clone()), true),
        ] {
            let Some(refund) = refund else { continue };
            let settlement = Settlement {
                day: refund.date.number(),
                by: SettledBy::Refund,
                slot: small(slot),
                amount: minor(id, refund.amount, refund.currency)?,
            };
            book.use_source(refund.source, settlement, add)?;
        }
        Ok(())
    }
}

impl Linked for WriteOff {
    fn link(book: &mut Book, slot: usize, before: Option<&WriteOff>) -> Result<(), Misfit> {
        let id = RecordId::WriteOff(book.records.write_offs.id_at(slot));
        for (write_off, add) in [
            (before.cloned(), false),
            (
                book.records.write_offs.at(slot).map(|w| (**w).clone()),
                true,
            ),
        ] {
            let Some(write_off) = write_off else { continue };
            let settlement = Settlement {
                day: write_off.date.number(),
                by: SettledBy::of(write_off.kind),
                slot: small(slot),
                amount: minor(id, write_off.amount, write_off.currency)?,
            };
            book.with_row(write_off.invoice, |row| {
                row.settlements.change(settlement, add);
            })?;
        }
        Ok(())
    }
}

impl Linked for Schedule {
    fn link(book: &mut Book, _: usize, _: Option<&Schedule>) -> Result<(), Misfit> {
        book.grow_schedules();
        Ok(())
    }
}

impl Linked for Occurrence {
    fn link(book: &mut Book, slot: usize, before: Option<&Occurrence>) -> Result<(), Misfit> {
        for (schedule, add) in [
            (before.map(|before| before.schedule), false),
            (
                book.records.occurrences.at(slot).map(|now| now.schedule),
                true,
            ),
        ] {
            let Some(schedule) = schedule else { continue };
            let schedule = book.records.schedules.slot_or_new(schedule)?;
            book.grow_schedules();
            if add {
                add_slot(&mut book.columns.occurrences_of, schedule, slot);
            } else {
                drop_slot(&mut book.columns.occurrences_of, schedule, slot);
            }
        }
        Ok(())
    }
}

impl Linked for Quote {
    fn link(book: &mut Book, slot: usize, before: Option<&Quote>) -> Result<(), Misfit> {
        book.grow_quotes();
        if let Some(before) = before {
            book.columns.quote_numbers.remove(before.number(), slot);
        }
        let after = book.records.quotes.at(slot).cloned();
        if let Some(issue) = after.as_ref().and_then(|after| after.issue.as_ref()) {
            book.columns.quote_numbers.add(&issue.number, slot);
            let Counter { series, run, value } = issue.counter;
            let highest = book.columns.highest.entry((series, run)).or_default();
            *highest = value.max(*highest);
        }
        Ok(())
    }
}

impl Linked for QuoteEvent {
    fn link(book: &mut Book, slot: usize, before: Option<&QuoteEvent>) -> Result<(), Misfit> {
        for (quote, add) in [
            (before.map(|before| before.quote), false),
            (
                book.records.quote_events.at(slot).map(|now| now.quote),
                true,
            ),
        ] {
            let Some(quote) = quote else { continue };
            let quote = book.records.quotes.slot_or_new(quote)?;
            book.grow_quotes();
            if add {
                add_slot(&mut book.columns.events_of, quote, slot);
            } else {
                drop_slot(&mut book.columns.events_of, quote, slot);
            }
        }
        Ok(())
    }
}

impl Linked for Reminder {
    fn link(book: &mut Book, slot: usize, before: Option<&Reminder>) -> Result<(), Misfit> {
        let after = book.records.reminders.at(slot).map(|now| now.customer);
        for (customer, add) in [(before.map(|before| before.customer), false), (after, true)] {
            let Some(customer) = customer else { continue };
            let customer = book.customer_slot(customer)?;
            if add {
                add_slot(&mut book.columns.reminders_of, customer, slot);
            } else {
                drop_slot(&mut book.columns.reminders_of, customer, slot);
            }
        }
        Ok(())
    }
}

impl Linked for CollectionEvent {
    fn link(book: &mut Book, slot: usize, before: Option<&CollectionEvent>) -> Result<(), Misfit> {
        let after = book
            .records
            .collection_events
            .at(slot)
            .map(|now| now.customer);
        for (customer, add) in [(before.map(|before| before.customer), false), (after, true)] {
            let Some(customer) = customer else { continue };
            let customer = book.customer_slot(customer)?;
            if add {
                add_slot(&mut book.columns.collection_events_of, customer, slot);
            } else {
                drop_slot(&mut book.columns.collection_events_of, customer, slot);
            }
        }
        Ok(())
    }
}

impl Linked for Statement {
    fn link(book: &mut Book, _: usize, _: Option<&Statement>) -> Result<(), Misfit> {
        book.grow_bank();
        Ok(())
    }
}

impl Linked for BankLine {
    fn link(book: &mut Book, slot: usize, before: Option<&BankLine>) -> Result<(), Misfit> {
        book.grow_bank();
        let after = book.records.bank_lines.at(slot).cloned();
        for (line, add) in [(before, false), (after.as_deref(), true)] {
            let Some(line) = line else { continue };
            let statement = book.records.statements.slot_or_new(line.statement)?;
            book.grow_bank();
            if add {
                add_slot(&mut book.columns.lines_of, statement, slot);
            } else {
                drop_slot(&mut book.columns.lines_of, statement, slot);
            }
        }
        let id = RecordId::BankLine(book.records.bank_lines.id_at(slot));
        let (amount, currency, date) = match &after {
            Some(line) => (
                minor(id, line.amount, line.currency)?,
                line.currency.index(),
                line.date.number(),
            ),
            None => (0, 0, columns::NEVER),
        };
        if let Some(row) = book.columns.lines.get_mut(slot) {
            row.amount = amount;
            row.currency = currency;
            row.date = date;
        }
        Ok(())
    }
}

impl Linked for Match {
    fn link(book: &mut Book, slot: usize, before: Option<&Match>) -> Result<(), Misfit> {
        let after = book.records.matches.at(slot).cloned();
        let id = RecordId::Match(book.records.matches.id_at(slot));
        for (part, add) in [(before, false), (after.as_deref(), true)] {
            let Some(part) = part else { continue };
            let line = book.records.bank_lines.slot_or_new(part.line)?;
            book.grow_bank();
            let currency = book
                .records
                .bank_lines
                .at(line)
                .map_or(Currency::default(), |line| line.currency);
            let amount = minor(id, part.amount, currency)?;
            if let Some(row) = book.columns.lines.get_mut(line) {
                row.matched += if add { amount } else { -amount };
            }
            if add {
                add_slot(&mut book.columns.matches_of, line, slot);
            } else {
                drop_slot(&mut book.columns.matches_of, line, slot);
            }
            if let Matched::Payment(payment) = part.what {
                let payment = book.records.payments.slot_or_new(payment)?;
                book.grow_payments();
                if let Some(known) = book.columns.lines_of_payment.get_mut(payment) {
                    *known = add.then_some(part.line);
                }
            }
        }
        Ok(())
    }
}

impl Book {
    fn grow_customers(&mut self) {
        let slots = self.records.customers.slots();
        let none = Rc::new(Vec::new());
        self.columns.documents_of.grow(slots, &none);
        self.columns.payments_of.grow(slots, &none);
        self.columns.reminders_of.grow(slots, &none);
        self.columns.collection_events_of.grow(slots, &none);
        self.columns.party_of.grow(slots, &None);
    }

    fn grow_invoices(&mut self) {
        self.columns
            .invoices
            .grow(self.records.invoices.slots(), &InvoiceColumns::default());
    }

    fn grow_payments(&mut self) {
        self.columns
            .payments
            .grow(self.records.payments.slots(), &PaymentColumns::default());
        self.columns
            .lines_of_payment
            .grow(self.records.payments.slots(), &None);
    }

    fn grow_bank(&mut self) {
        let none = Rc::new(Vec::new());
        self.columns
            .lines_of
            .grow(self.records.statements.slots(), &none);
        self.columns
            .lines
            .grow(self.records.bank_lines.slots(), &LineColumns::default());
        self.columns
            .matches_of
            .grow(self.records.bank_lines.slots(), &none);
    }

    fn grow_schedules(&mut self) {
        let none = Rc::new(Vec::new());
        self.columns
            .occurrences_of
            .grow(self.records.schedules.slots(), &none);
    }

    fn grow_quotes(&mut self) {
        let none = Rc::new(Vec::new());
        self.columns
            .events_of
            .grow(self.records.quotes.slots(), &none);
    }

    fn customer_slot(&mut self, id: CustomerId) -> Result<usize, Misfit> {
        let slot = self.records.customers.slot_or_new(id)?;
        self.grow_customers();
        Ok(slot)
    }

    /// The newest party is the one in the highest slot: ids of another chain
    /// need not rise.
    fn with_row(
        &mut self,
        id: InvoiceId,
        change: impl FnOnce(&mut InvoiceColumns),
    ) -> Result<(), Misfit> {
        let slot = self.records.invoices.slot_or_new(id)?;
        self.grow_invoices();
        if let Some(row) = self.columns.invoices.get_mut(slot) {
            change(row);
        }
        Ok(())
    }

    fn use_source(
        &mut self,
        source: Source,
        settlement: Settlement,
        add: bool,
    ) -> Result<(), Misfit> {
        match source {
            Source::CreditNote(id) => {
                self.with_row(id, |row| row.settlements.change(settlement, add))
            }
            Source::Payment(id) => {
                let slot = self.records.payments.slot_or_new(id)?;
                self.grow_payments();
                if let Some(row) = self.columns.payments.get_mut(slot) {
                    row.uses.change(settlement, add);
                }
                Ok(())
            }
        }
    }
}

fn minor(id: RecordId, amount: Decimal, currency: Currency) -> Result<i64, Misfit> {
    Money::new(amount, currency)
        .map(Money::minor)
        .map_err(|error| Misfit::Amount(id, error))
}

fn add_slot(lists: &mut Chunked<Rc<Vec<u32>>>, customer: usize, slot: usize) {
    if let Some(list) = lists.get_mut(customer) {
        let list = Rc::make_mut(list);
        if let Err(place) = list.binary_search(&small(slot)) {
            list.insert(place, small(slot));
        }
    }
}

fn drop_slot(lists: &mut Chunked<Rc<Vec<u32>>>, customer: usize, slot: usize) {
    if let Some(list) = lists.get_mut(customer)
        && let Ok(place) = list.binary_search(&small(slot))
    {
        Rc::make_mut(list).remove(place);
    }
}
