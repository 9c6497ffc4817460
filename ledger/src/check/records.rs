//! What must hold of each record, and of what it bears on.

use std::collections::BTreeSet;

use super::invariant::{Finding, Invariant};
use crate::bank::{Match, Matched};
use crate::book::Book;
use crate::book::columns::{NEVER, SettledBy, Settlement};
use crate::change::{Record, RecordId};
use crate::collection::{CollectionEvent, CollectionFact, Reminder};
use crate::date::Date;
use crate::ids::{BankLineId, CollectionEventId, CustomerId, InvoiceId, OccurrenceId, QuoteId};
use crate::invoice::{Invoice, Totals};
use crate::money::{Currency, Decimal, Money};
use crate::payment::{Allocation, Refund, Source, WriteOff};
use crate::quote::{QuoteEvent, QuoteFact};
use crate::schedule::Outcome;

pub(super) struct Check<'a> {
    pub(super) book: &'a Book,
    pub(super) findings: Vec<Finding>,
}

impl Check<'_> {
    fn require(&mut self, holds: bool, invariant: Invariant, id: impl Into<RecordId>) {
        if !holds {
            self.findings.push(Finding {
                invariant,
                id: id.into(),
            });
        }
    }

    pub(super) fn record(&mut self, id: RecordId) {
        match id {
            RecordId::Invoice(id) => self.invoice(id),
            RecordId::Payment(id) => {
                if let Some(payment) = self.book.payments().get(id).cloned() {
                    let known = self.customer_exists(payment.customer);
                    self.require(known, Invariant::ReferencesHold, id);
                    self.require(payment.amount.is_positive(), Invariant::AmountsPositive, id);
                    self.source(Source::Payment(id), id.into());
                }
            }
            RecordId::Allocation(id) => {
                if let Some(allocation) = self.book.allocations().get(id).cloned() {
                    self.allocation(&allocation);
                }
            }
            RecordId::Refund(id) => {
                if let Some(refund) = self.book.refunds().get(id).cloned() {
                    self.refund(&refund);
                }
            }
            RecordId::WriteOff(id) => {
                if let Some(write_off) = self.book.write_offs().get(id).cloned() {
                    self.write_off(&write_off);
                }
            }
            RecordId::Void(id) => {
                if let Some(void) = self.book.voids().get(id).cloned() {
                    self.issued(void.invoice, id.into());
                    let row = self.book.figures(void.invoice);
                    let unsent = row.is_some_and(|row| row.sent == NEVER);
                    self.require(unsent, Invariant::VoidsUnsent, id);
                }
            }
            RecordId::Sending(id) => {
                if let Some(sending) = self.book.sendings().get(id).cloned() {
                    self.issued(sending.invoice, id.into());
                    let void = self.is_void(sending.invoice);
                    self.require(!void, Invariant::VoidsUnsent, id);
                }
            }
            RecordId::Party(id) => {
                if let Some(customer) = self.book.parties().get(id).and_then(|party| party.customer)
                {
                    let known = self.customer_exists(customer);
                    self.require(known, Invariant::ReferencesHold, id);
                }
            }
            RecordId::Schedule(id) => {
                if let Some(schedule) = self.book.schedules().get(id) {
                    let known = self.customer_exists(schedule.document.customer);
                    self.require(known, Invariant::ReferencesHold, id);
                }
            }
            RecordId::Occurrence(id) => self.occurrence(id),
            RecordId::Quote(id) => self.quote(id),
            RecordId::QuoteEvent(id) => {
                if let Some(event) = self.book.quote_events().get(id).cloned() {
                    self.quote_event(&event);
                }
            }
            RecordId::Statement(id) => {
                if let Some(statement) = self.book.statements().get(id) {
                    let known = self.book.bank_accounts().get(statement.account).is_some();
                    self.require(known, Invariant::ReferencesHold, id);
                }
            }
            RecordId::BankLine(id) => {
                if let Some(line) = self.book.bank_lines().get(id) {
                    let known = self.book.statements().get(line.statement).is_some();
                    self.require(known, Invariant::ReferencesHold, id);
                    self.line(id, id.into());
                }
            }
            RecordId::Match(id) => {
                if let Some(part) = self.book.matches().get(id).cloned() {
                    self.matched(&part);
                }
            }
            RecordId::Reminder(id) => {
                if let Some(reminder) = self.book.reminders().get(id).cloned() {
                    self.reminder(&reminder);
                }
            }
            RecordId::CollectionEvent(id) => {
                if let Some(event) = self.book.collection_events().get(id).cloned() {
                    self.collection_event(&event);
                }
            }
            RecordId::BankAccount(_)
            | RecordId::IgnoreRule(_)
            | RecordId::Business
            | RecordId::Customer(_)
            | RecordId::Item(_)
            | RecordId::Series(_)
            | RecordId::Closing(_) => {}
        }
    }

    /// The parts of a line against the line.
    fn line(&mut self, line: BankLineId, id: RecordId) {
        let Some(row) = self.book.line_figures(line) else {
            return;
        };
        let within = if row.amount < 0 {
            (row.amount..=0).contains(&row.matched)
        } else {
            (0..=row.amount).contains(&row.matched)
        };
        self.require(within, Invariant::MatchedWithinLine, id);
    }

    fn matched(&mut self, part: &Match) {
        let id = part.id;
        let Some(line) = self.book.bank_lines().get(part.line).cloned() else {
            return self.require(false, Invariant::ReferencesHold, id);
        };
        self.line(part.line, id.into());
        let sign = part.amount.is_negative() == line.amount.is_negative()
            && part.amount.is_zero() == line.amount.is_zero();
        self.require(sign, Invariant::MatchedWithinLine, id);
        let stands_for = match part.what {
            Matched::Other { .. } => return,
            Matched::Payment(payment) => match self.book.payments().get(payment) {
                Some(payment) => payment.reached(),
                None => return self.require(false, Invariant::ReferencesHold, id),
            },
            Matched::Refund(refund) => match self.book.refunds().get(refund) {
                Some(refund) => Ok(refund.left()),
                None => return self.require(false, Invariant::ReferencesHold, id),
            },
        };
        let equal = stands_for == Ok((part.amount, line.currency));
        self.require(equal, Invariant::MatchedWithinLine, id);
        let same = self
            .book
            .matches()
            .iter()
            .filter(|known| known.what == part.what);
        let once = match part.what {
            // The column knows one line; another one would have taken its place.
            Matched::Payment(payment) => self.book.line_of_payment(payment) == Some(part.line),
            _ => same.count() == 1,
        };
        self.require(once, Invariant::MatchedOnce, id);
    }

    fn quote(&mut self, id: QuoteId) {
        let Some(quote) = self.book.quotes().get(id).cloned() else {
            return;
        };
        let known = self.customer_exists(quote.document.customer);
        self.require(known, Invariant::ReferencesHold, id);
        let Some(issue) = &quote.issue else { return };
        let parties = std::iter::once(issue.seller).chain(issue.buyer);
        let known = parties
            .into_iter()
            .all(|party| self.book.parties().get(party).is_some());
        self.require(known, Invariant::ReferencesHold, id);
        let bearers = self.book.quotes_by_number(&issue.number).count();
        self.require(bearers == 1, Invariant::QuoteNumbersUnique, id);
        let totals = Totals::of(&quote.document, &[], Decimal::ZERO);
        let hold = totals.is_ok_and(|totals| totals == issue.totals);
        self.require(hold, Invariant::TotalsMatchLines, id);
    }

    fn quote_event(&mut self, event: &QuoteEvent) {
        let quote = self.book.quotes().get(event.quote);
        let issued = quote
            .and_then(|quote| quote.issue.as_ref())
            .map(|issue| issue.date);
        let known = issued.is_some()
            && match event.what {
                QuoteFact::Invoiced(invoice) => self.book.invoices().slot(invoice).is_some(),
                QuoteFact::Accepted | QuoteFact::Declined => true,
            };
        self.require(known, Invariant::ReferencesHold, event.id);
        // The one of invoicing has the day on which it was done.
        let decides = !matches!(event.what, QuoteFact::Invoiced(_));
        let in_order = !decides || issued.is_some_and(|issued| issued <= event.date);
        self.require(in_order, Invariant::DatesInOrder, event.id);
    }

    /// Each stage of an invoice is in one letter at the most.
    fn reminder(&mut self, reminder: &Reminder) {
        let id = reminder.id;
        let book = self.book;
        let agree = reminder.lines.iter().all(|line| {
            let facts = self.receivable_facts(line.invoice);
            let owed = facts.filter(|(customer, currency, _)| {
                (*customer, *currency) == (reminder.customer, reminder.currency)
            });
            owed.is_some() && line.amount.is_positive()
        });
        let mut parties = reminder.seller.iter().chain(&reminder.buyer);
        let known = parties.all(|party| book.parties().get(*party).is_some());
        let agree = agree && known && self.customer_exists(reminder.customer);
        self.require(agree, Invariant::ReferencesHold, id);
        let once = reminder.lines.iter().all(|line| {
            let others = book.reminders_of(reminder.customer);
            let lines = others.flat_map(|other| &other.lines);
            line.stage.is_none() || lines.filter(|other| other.names_same(line)).count() == 1
        });
        self.require(once, Invariant::RemindedOnce, id);
    }

    fn collection_event(&mut self, event: &CollectionEvent) {
        let id = event.id;
        let book = self.book;
        let same = |other: CollectionEventId| {
            let other = book.collection_events().get(other);
            other.is_some_and(|other| other.customer == event.customer)
        };
        let others = || book.collection_events_of(event.customer);
        let once = match &event.what {
            CollectionFact::Sent { reminder, .. } => {
                let known = book.reminders().get(*reminder);
                let owed = known.is_some_and(|known| known.customer == event.customer);
                self.require(owed, Invariant::ReferencesHold, id);
                others()
                    .filter(|other| other.sent() == Some(*reminder))
                    .count()
                    == 1
            }
            CollectionFact::Settled { dispute: other, .. }
            | CollectionFact::Ended { event: other } => {
                self.require(same(*other), Invariant::ReferencesHold, id);
                others()
                    .filter(|known| known.ends() == Some(*other))
                    .count()
                    == 1
            }
            CollectionFact::Contact { .. }
            | CollectionFact::Promised(_)
            | CollectionFact::Held { .. }
            | CollectionFact::Disputed(_) => true,
        };
        self.require(once, Invariant::RemindedOnce, id);
        let agree = event.invoices().iter().all(|invoice| {
            let facts = self.receivable_facts(*invoice);
            facts.is_some_and(|(customer, ..)| customer == event.customer)
        });
        let agree = agree && self.customer_exists(event.customer);
        self.require(agree, Invariant::ReferencesHold, id);
        let positive = match &event.what {
            CollectionFact::Promised(promised) => promised.amount.is_positive(),
            CollectionFact::Disputed(disputed) => disputed.amount.is_positive(),
            CollectionFact::Sent { .. }
            | CollectionFact::Contact { .. }
            | CollectionFact::Held { .. }
            | CollectionFact::Settled { .. }
            | CollectionFact::Ended { .. } => true,
        };
        self.require(positive, Invariant::AmountsPositive, id);
    }

    /// A document that it made may be discarded by now, but was there.
    fn occurrence(&mut self, id: OccurrenceId) {
        let Some(occurrence) = self.book.occurrences().get(id).cloned() else {
            return;
        };
        let known = self.book.schedules().get(occurrence.schedule).is_some()
            && match occurrence.outcome {
                Outcome::Made(invoice) => self.book.invoices().slot(invoice).is_some(),
                Outcome::Skipped(_) => true,
            };
        self.require(known, Invariant::ReferencesHold, id);
        let same_day = self.book.occurrences_of(occurrence.schedule);
        let once = same_day.filter(|other| other.day == occurrence.day).count() == 1;
        self.require(once, Invariant::OccurrenceOnce, id);
    }

    /// What a record bears on is checked with it.
    pub(super) fn neighbours(&mut self, record: &Record) {
        match record {
            Record::Allocation(allocation) => {
                self.settled(allocation.invoice, allocation.id.into());
                self.source(allocation.source, allocation.id.into());
            }
            Record::Refund(refund) => self.source(refund.source, refund.id.into()),
            Record::WriteOff(write_off) => {
                self.settled(write_off.invoice, write_off.id.into());
            }
            Record::Void(void) => self.settled(void.invoice, void.id.into()),
            Record::Match(part) => self.line(part.line, part.id.into()),
            Record::Business(_)
            | Record::Customer(_)
            | Record::Party(_)
            | Record::Item(_)
            | Record::Series(_)
            | Record::Closing(_)
            | Record::Invoice(_)
            | Record::Sending(_)
            | Record::Payment(_)
            | Record::Schedule(_)
            | Record::Occurrence(_)
            | Record::Quote(_)
            | Record::QuoteEvent(_)
            | Record::BankAccount(_)
            | Record::Statement(_)
            | Record::BankLine(_)
            | Record::IgnoreRule(_)
            | Record::Reminder(_)
            | Record::CollectionEvent(_) => {}
        }
    }

    /// Nothing may refer to what was removed.
    pub(super) fn dangling(&mut self, removed: &BTreeSet<RecordId>) {
        for id in removed {
            let used = match *id {
                RecordId::Customer(customer) => {
                    let schedules = || self.book.schedules().iter();
                    self.book.invoices_of(customer).next().is_some()
                        || self.book.reminders_of(customer).next().is_some()
                        || self.book.collection_events_of(customer).next().is_some()
                        || self.book.payments_of(customer).next().is_some()
                        || schedules().any(|known| known.document.customer == customer)
                        || self
                            .book
                            .quotes()
                            .iter()
                            .any(|known| known.document.customer == customer)
                }
                RecordId::Invoice(invoice) => self.book.figures(invoice).is_some_and(|row| {
                    !row.settlements.as_slice().is_empty() || row.sent != NEVER || row.is_void()
                }),
                RecordId::Payment(payment) => {
                    self.book
                        .payment_figures(payment)
                        .is_some_and(|row| !row.uses.as_slice().is_empty())
                        || self.book.line_of_payment(payment).is_some()
                }
                RecordId::BankAccount(account) => {
                    let mut statements = self.book.statements().iter();
                    statements.any(|known| known.account == account)
                }
                RecordId::Statement(id) => self.book.lines_of(id).next().is_some(),
                RecordId::BankLine(id) => self.book.matches_of(id).next().is_some(),
                RecordId::Schedule(id) => self.book.occurrences_of(id).next().is_some(),
                RecordId::Quote(id) => self.book.events_of_quote(id).next().is_some(),
                RecordId::Series(series) => self
                    .book
                    .columns
                    .highest
                    .keys()
                    .any(|(known, _)| *known == series),
                // Nothing refers to them, or [`Check::referrers`] looks.
                RecordId::Business
                | RecordId::Party(_)
                | RecordId::Item(_)
                | RecordId::Closing(_)
                | RecordId::Void(_)
                | RecordId::Sending(_)
                | RecordId::Allocation(_)
                | RecordId::Refund(_)
                | RecordId::WriteOff(_)
                | RecordId::Occurrence(_)
                | RecordId::QuoteEvent(_)
                | RecordId::Match(_)
                | RecordId::IgnoreRule(_)
                | RecordId::Reminder(_)
                | RecordId::CollectionEvent(_) => false,
            };
            self.require(!used, Invariant::ReferencesHold, *id);
        }
        self.referrers(removed);
    }

    /// One pass over all that refers, as an undone import removes much.
    fn referrers(&mut self, removed: &BTreeSet<RecordId>) {
        let book = self.book;
        let mut refer =
            |to: RecordId| self.require(!removed.contains(&to), Invariant::ReferencesHold, to);
        // A draft may refer to anything; it is held against it at issue.
        for invoice in book.invoices().iter().filter(|_| !removed.is_empty()) {
            let Some(issue) = &invoice.issue else {
                continue;
            };
            for other in invoice.credits.iter().chain(&invoice.deducts) {
                refer((*other).into());
            }
            for party in issue.seller.iter().chain(&issue.buyer) {
                refer((*party).into());
            }
        }
        for reminder in book.reminders().iter() {
            let parties = reminder.seller.iter().chain(&reminder.buyer);
            parties.for_each(|id| refer((*id).into()));
            reminder
                .lines
                .iter()
                .for_each(|line| refer(line.invoice.into()));
        }
        for event in book.collection_events().iter() {
            event.invoices().iter().for_each(|id| refer((*id).into()));
            event.sent().into_iter().for_each(|id| refer(id.into()));
            event.ends().into_iter().for_each(|id| refer(id.into()));
        }
        let quotes = book.quotes().iter().filter(|_| !removed.is_empty());
        for issue in quotes.filter_map(|quote| quote.issue.as_ref()) {
            for party in std::iter::once(issue.seller).chain(issue.buyer) {
                refer(party.into());
            }
        }
        let money = |id: &RecordId| matches!(id, RecordId::Payment(_) | RecordId::Refund(_));
        if removed.iter().any(money) {
            for payment in book.write_offs().iter().filter_map(|known| known.payment) {
                refer(payment.into());
            }
            for payment in book.allocations().iter().filter_map(|known| known.with) {
                refer(payment.into());
            }
            for part in book.matches().iter() {
                match part.what {
                    Matched::Payment(payment) => refer(payment.into()),
                    Matched::Refund(refund) => refer(refund.into()),
                    Matched::Other { .. } => {}
                }
            }
        }
        if removed.iter().any(|id| matches!(id, RecordId::Refund(_))) {
            for other in book.refunds().iter().filter_map(|known| known.reverses) {
                refer(other.into());
            }
        }
        let reversals =
            |id: &RecordId| matches!(id, RecordId::Allocation(_) | RecordId::WriteOff(_));
        if removed.iter().any(reversals) {
            for other in book.allocations().iter().filter_map(|known| known.reverses) {
                refer(other.into());
            }
            for other in book.write_offs().iter().filter_map(|known| known.reverses) {
                refer(other.into());
            }
        }
    }

    fn customer_exists(&self, id: CustomerId) -> bool {
        self.book.customers().get(id).is_some()
    }

    fn issued(&mut self, invoice: InvoiceId, id: RecordId) {
        let issued = self
            .book
            .figures(invoice)
            .is_some_and(|row| row.is_issued());
        self.require(issued, Invariant::ReferencesHold, id);
    }

    fn invoice(&mut self, id: InvoiceId) {
        let Some(invoice) = self.book.invoices().get(id).cloned() else {
            return;
        };
        let known = self.customer_exists(invoice.customer);
        self.require(known, Invariant::ReferencesHold, id);
        let Some(issue) = &invoice.issue else { return };
        let parties = [issue.seller, issue.buyer];
        let known = parties
            .iter()
            .flatten()
            .all(|party| self.book.parties().get(*party).is_some());
        self.require(known, Invariant::ReferencesHold, id);
        let referred = invoice.credits.iter().chain(&invoice.deducts);
        let agree = referred.into_iter().all(|other| {
            self.book.invoices().get(*other).is_some_and(|other| {
                other.customer == invoice.customer && other.currency == invoice.currency
            })
        });
        self.require(agree, Invariant::ReferencesHold, id);
        let unique = self
            .book
            .by_number(&issue.number)
            .is_some_and(|first| first.id == id)
            && self.number_once(&issue.number);
        self.require(unique, Invariant::NumbersUnique, id);
        self.require(totals_hold(&invoice), Invariant::TotalsMatchLines, id);
        if !issue.instalments.is_empty() {
            let parts = issue.instalments.iter().map(|part| part.amount);
            let sum = parts.into_iter().try_fold(Decimal::ZERO, Decimal::add);
            self.require(
                sum == Ok(issue.totals.payable),
                Invariant::InstalmentsAddUp,
                id,
            );
        }
        self.settled(id, id.into());
        if !self.is_void(id) {
            self.corrections(&invoice);
        }
    }

    /// What a document that stands corrects or deducts.
    fn corrections(&mut self, invoice: &Invoice) {
        if let Some(original) = invoice.credits {
            let notes = self.book.credit_notes_of(original);
            let credited = notes.iter().map(|note| gross(note));
            let credited = credited.sum::<Option<i128>>();
            let whole = self
                .book
                .invoices()
                .get(original)
                .and_then(|known| gross(known));
            let within =
                matches!((credited, whole), (Some(credited), Some(whole)) if credited <= whole);
            let holds = within && !self.is_void(original);
            self.require(holds, Invariant::CreditedWithinDocument, invoice.id);
        }
        for deposit in &invoice.deducts {
            let once = self.book.deducted_by(*deposit).len() == 1;
            let holds = once && !self.is_void(*deposit);
            self.require(holds, Invariant::DeductedOnce, invoice.id);
        }
    }

    fn is_void(&self, id: InvoiceId) -> bool {
        self.book.figures(id).is_some_and(|row| row.is_void())
    }

    fn number_once(&self, number: &str) -> bool {
        let bearers = self
            .book
            .columns
            .numbers
            .candidates(number)
            .filter_map(|slot| self.book.invoices().at(slot))
            .filter(|invoice| invoice.number() == number);
        bearers.count() == 1
    }

    fn settled(&mut self, invoice: InvoiceId, id: RecordId) {
        let Some(row) = self.book.figures(invoice) else {
            return;
        };
        let within = row.settlements.stays_within(row.asked);
        let invariant = if row.credit {
            Invariant::UsedWithinSource
        } else {
            Invariant::SettledWithinDocument
        };
        let unsettled = !row.is_void() || row.settlements.peak_from(row.void) == 0;
        self.require(within, invariant, id);
        self.require(unsettled, Invariant::VoidsUnsettled, id);
    }

    fn source(&mut self, source: Source, id: RecordId) {
        match source {
            Source::CreditNote(note) => self.settled(note, id),
            Source::Payment(payment) => {
                let within = self
                    .book
                    .payment_figures(payment)
                    .is_some_and(|row| row.uses.stays_within(row.amount));
                self.require(within, Invariant::UsedWithinSource, id);
            }
        }
    }

    /// Customer, currency and date of a source.
    fn source_facts(&self, source: Source) -> Option<(CustomerId, Currency, Date)> {
        match source {
            Source::Payment(id) => {
                let payment = self.book.payments().get(id)?;
                Some((payment.customer, payment.currency, payment.date))
            }
            Source::CreditNote(id) => {
                let note = self
                    .book
                    .invoices()
                    .get(id)
                    .filter(|note| note.kind.is_credit())?;
                Some((note.customer, note.currency, note.issue.as_ref()?.date))
            }
        }
    }

    fn receivable_facts(&self, id: InvoiceId) -> Option<(CustomerId, Currency, Date)> {
        let invoice = self
            .book
            .invoices()
            .get(id)
            .filter(|known| !known.kind.is_credit())?;
        Some((
            invoice.customer,
            invoice.currency,
            invoice.issue.as_ref()?.date,
        ))
    }

    fn allocation(&mut self, allocation: &Allocation) {
        let id = allocation.id;
        let (Some(source), Some(invoice)) = (
            self.source_facts(allocation.source),
            self.receivable_facts(allocation.invoice),
        ) else {
            return self.require(false, Invariant::ReferencesHold, id);
        };
        let agree = (source.0, source.1) == (invoice.0, invoice.1)
            && source.1 == allocation.currency
            && allocation
                .reverses
                .is_none_or(|other| self.book.allocations().get(other).is_some())
            && allocation
                .with
                .is_none_or(|payment| self.book.payments().get(payment).is_some());
        self.require(agree, Invariant::ReferencesHold, id);
        let in_order = allocation.date >= source.2 && allocation.date >= invoice.2;
        self.require(in_order, Invariant::DatesInOrder, id);
        let sign = allocation.amount.is_positive() != allocation.reverses.is_some();
        self.require(sign, Invariant::AmountsPositive, id);
        let Some(other) = allocation.reverses else {
            return;
        };
        let known = self.book.allocations().get(other);
        let whole = known.is_some_and(|known| {
            (known.source, known.invoice) == (allocation.source, allocation.invoice)
                && known.amount == allocation.amount.neg()
                && known.date <= allocation.date
        });
        let reversals = self.settlements(allocation.invoice, |part| {
            let is_allocation = matches!(part.by, SettledBy::Payment | SettledBy::CreditNote);
            let slot = usize::try_from(part.slot).ok().filter(|_| is_allocation)?;
            self.book.allocations().at(slot)?.reverses
        });
        let once = reversals.filter(|reversed| *reversed == other).count() == 1;
        self.require(whole && once, Invariant::ReversedOnce, id);
    }

    fn settlements<'b, T>(
        &'b self,
        invoice: InvoiceId,
        of: impl Fn(&Settlement) -> Option<T> + 'b,
    ) -> impl Iterator<Item = T> + 'b {
        let row = self.book.figures(invoice).into_iter();
        row.flat_map(|row| row.settlements.as_slice())
            .filter_map(of)
    }

    fn refund(&mut self, refund: &Refund) {
        let id = refund.id;
        let Some((_, currency, date)) = self.source_facts(refund.source) else {
            return self.require(false, Invariant::ReferencesHold, id);
        };
        self.require(currency == refund.currency, Invariant::ReferencesHold, id);
        self.require(refund.date >= date, Invariant::DatesInOrder, id);
        let sign = refund.amount.is_positive() != refund.reverses.is_some();
        self.require(sign, Invariant::AmountsPositive, id);
        let Some(other) = refund.reverses else {
            return;
        };
        let known = self.book.refunds().get(other);
        self.require(known.is_some(), Invariant::ReferencesHold, id);
        let whole = known.is_some_and(|known| {
            (known.source, known.kind) == (refund.source, refund.kind)
                && known.amount == refund.amount.neg()
                && known.date <= refund.date
        });
        let all = self.book.refunds_of(refund.source);
        let reversals = all.iter().filter(|known| known.reverses == Some(other));
        let once = reversals.count() == 1;
        self.require(whole && once, Invariant::ReversedOnce, id);
    }

    fn write_off(&mut self, write_off: &WriteOff) {
        let id = write_off.id;
        let Some((_, currency, date)) = self.receivable_facts(write_off.invoice) else {
            return self.require(false, Invariant::ReferencesHold, id);
        };
        self.require(
            currency == write_off.currency,
            Invariant::ReferencesHold,
            id,
        );
        self.require(write_off.date >= date, Invariant::DatesInOrder, id);
        let with = write_off.payment;
        let known = with.is_none_or(|payment| self.book.payments().get(payment).is_some());
        self.require(known, Invariant::ReferencesHold, id);
        let sign = write_off.amount.is_positive() != write_off.reverses.is_some();
        self.require(sign, Invariant::AmountsPositive, id);
        let Some(other) = write_off.reverses else {
            return;
        };
        let known = self.book.write_offs().get(other);
        let whole = known.is_some_and(|known| {
            known.invoice == write_off.invoice
                && known.amount == write_off.amount.neg()
                && known.kind == write_off.kind
                && known.date <= write_off.date
        });
        let reversals = self.settlements(write_off.invoice, |part| {
            let is_write_off = part.by.is_write_off();
            let slot = usize::try_from(part.slot).ok().filter(|_| is_write_off)?;
            self.book.write_offs().at(slot)?.reverses
        });
        let once = reversals.filter(|reversed| *reversed == other).count() == 1;
        self.require(whole && once, Invariant::ReversedOnce, id);
    }
}

/// In minor units; `None` for a draft.
fn gross(document: &Invoice) -> Option<i128> {
    let issue = document.issue.as_ref()?;
    let gross = Money::new(issue.totals.gross, document.currency).ok()?;
    Some(gross.minor().into())
}

/// Whether a document's totals are what its lines come to. An opening item
/// has a total and no lines.
fn totals_hold(invoice: &Invoice) -> bool {
    let Some(issue) = &invoice.issue else {
        return true;
    };
    if invoice.kind.is_opening() {
        return invoice.lines.is_empty()
            && issue.totals.gross == issue.totals.payable
            && Money::new(issue.totals.payable, invoice.currency).is_ok();
    }
    Totals::of(invoice, &issue.deductions, Decimal::ZERO).is_ok_and(|totals| totals == issue.totals)
}
