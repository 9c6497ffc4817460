//! The Book: all records, folded from the journal, and what lies in columns
//! beside them.
//!
//! Cloning a Book copies pointers; a version that a page holds stays as it
//! is. Everything a page shows is derived from it. The columns
//! ([`columns::InvoiceColumns`], [`columns::PaymentColumns`]) repeat what the
//! reports read most, in minor units and day numbers, one row per slot; they
//! follow each change and [`crate::check`] holds them against the records.

pub mod columns;
mod kinds;
pub mod recorded;
mod settled;

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::bank::{BankAccount, BankLine, IgnoreRule, Match, Matched, Statement};
use crate::business::{Business, Closing, ClosingDecision, Series};
use crate::change::{Change, Record, RecordId};
use crate::customer::{Customer, Party};
use crate::date::{Date, Timestamp};
use crate::ids::*;
use crate::invoice::{Counter, Deduction, Invoice, Kind, Sending, Void};
use crate::item::Item;
use crate::journal::{BookId, Entry, Head};
use crate::look::PrintedLook;
use crate::money::{Currency, Decimal, Money, MoneyError};
use crate::payment::{Allocation, Payment, Refund, Source, WriteOff};
use crate::quote::{Quote, QuoteEvent};
use crate::schedule::{Occurrence, Outcome, Schedule};
use crate::slices::{Steps, at_once};
use crate::table::{Chunked, OutOfOrder, Table};

pub use kinds::RecordKind;

use columns::{
    InvoiceColumns, LineColumns, NumberIndex, PaymentColumns, SettledBy, Settlement, day_or_never,
};

/// All records of one book.
#[derive(Clone, Debug, Default)]
pub struct Book {
    id: BookId,
    pub(crate) head: Head,
    pub(crate) business: Option<Rc<Business>>,
    pub(crate) business_seq: Seq,
    /// When something was recorded.
    pub(crate) marks: Rc<recorded::Marks>,
    pub(crate) customers: Table<Customer>,
    pub(crate) parties: Table<Party>,
    pub(crate) items: Table<Item>,
    pub(crate) series: Table<Series>,
    pub(crate) closings: Table<Closing>,
    pub(crate) invoices: Table<Invoice>,
    pub(crate) voids: Table<Void>,
    pub(crate) sendings: Table<Sending>,
    pub(crate) payments: Table<Payment>,
    pub(crate) allocations: Table<Allocation>,
    pub(crate) refunds: Table<Refund>,
    pub(crate) write_offs: Table<WriteOff>,
    pub(crate) schedules: Table<Schedule>,
    pub(crate) occurrences: Table<Occurrence>,
    pub(crate) quotes: Table<Quote>,
    pub(crate) quote_events: Table<QuoteEvent>,
    pub(crate) bank_accounts: Table<BankAccount>,
    pub(crate) statements: Table<Statement>,
    pub(crate) bank_lines: Table<BankLine>,
    pub(crate) matches: Table<Match>,
    pub(crate) rules: Table<IgnoreRule>,

    pub(crate) invoice_columns: Chunked<InvoiceColumns>,
    pub(crate) payment_columns: Chunked<PaymentColumns>,
    /// Slots of each customer's documents and payments, by customer slot.
    pub(crate) documents_of: Chunked<Rc<Vec<u32>>>,
    pub(crate) payments_of: Chunked<Rc<Vec<u32>>>,
    /// Slots of each schedule's occurrences, by schedule slot.
    pub(crate) occurrences_of: Chunked<Rc<Vec<u32>>>,
    /// Slots of each quote's events, by quote slot.
    pub(crate) events_of: Chunked<Rc<Vec<u32>>>,
    /// Slots of each statement's lines, by statement slot.
    pub(crate) lines_of: Chunked<Rc<Vec<u32>>>,
    /// What is left of each bank line, by line slot.
    pub(crate) line_columns: Chunked<LineColumns>,
    /// Slots of each line's matches, by line slot.
    pub(crate) matches_of: Chunked<Rc<Vec<u32>>>,
    /// The line that brought each payment, by payment slot.
    pub(crate) lines_of_payment: Chunked<Option<BankLineId>>,
    pub(crate) quote_numbers: NumberIndex,
    /// The newest frozen party of each customer, by customer slot.
    pub(crate) party_of: Chunked<Option<PartyId>>,
    pub(crate) seller: Option<PartyId>,
    pub(crate) numbers: NumberIndex,
    /// The highest number given, by series and run.
    pub(crate) highest: BTreeMap<(SeriesId, u32), u32>,
}

/// A change that does not fit the book: the journal is damaged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Misfit {
    #[error(transparent)]
    OutOfOrder(#[from] OutOfOrder),
    #[error("{0:?}: {1}")]
    Amount(RecordId, MoneyError),
}

/// Two books are equal where their records and columns are.
impl PartialEq for Book {
    fn eq(&self, other: &Book) -> bool {
        self.id == other.id
            && self.head == other.head
            && self.business == other.business
            && self.business_seq == other.business_seq
            && self.marks == other.marks
            && self.customers == other.customers
            && self.parties == other.parties
            && self.items == other.items
            && self.series == other.series
            && self.closings == other.closings
            && self.invoices == other.invoices
            && self.voids == other.voids
            && self.sendings == other.sendings
            && self.payments == other.payments
            && self.allocations == other.allocations
            && self.refunds == other.refunds
            && self.write_offs == other.write_offs
            && self.schedules == other.schedules
            && self.occurrences == other.occurrences
            && self.quotes == other.quotes
            && self.quote_events == other.quote_events
            && self.bank_accounts == other.bank_accounts
            && self.statements == other.statements
            && self.bank_lines == other.bank_lines
            && self.matches == other.matches
            && self.rules == other.rules
            && self.invoice_columns == other.invoice_columns
            && self.payment_columns == other.payment_columns
            && self.documents_of == other.documents_of
            && self.payments_of == other.payments_of
            && self.occurrences_of == other.occurrences_of
            && self.events_of == other.events_of
            && self.lines_of == other.lines_of
            && self.line_columns == other.line_columns
            && self.matches_of == other.matches_of
            && self.lines_of_payment == other.lines_of_payment
            && self.party_of == other.party_of
            && self.seller == other.seller
            && self.highest == other.highest
    }
}

impl Book {
    pub fn empty(id: BookId) -> Book {
        Book {
            id,
            ..Book::default()
        }
    }

    pub fn id(&self) -> &BookId {
        &self.id
    }

    /// The entry this book was folded up to.
    pub fn head(&self) -> &Head {
        &self.head
    }

    pub fn business(&self) -> Option<&Rc<Business>> {
        self.business.as_ref()
    }

    pub fn customers(&self) -> &Table<Customer> {
        &self.customers
    }

    pub fn parties(&self) -> &Table<Party> {
        &self.parties
    }

    pub fn items(&self) -> &Table<Item> {
        &self.items
    }

    pub fn series(&self) -> &Table<Series> {
        &self.series
    }

    pub fn closings(&self) -> &Table<Closing> {
        &self.closings
    }

    pub fn invoices(&self) -> &Table<Invoice> {
        &self.invoices
    }

    pub fn voids(&self) -> &Table<Void> {
        &self.voids
    }

    pub fn sendings(&self) -> &Table<Sending> {
        &self.sendings
    }

    pub fn payments(&self) -> &Table<Payment> {
        &self.payments
    }

    pub fn allocations(&self) -> &Table<Allocation> {
        &self.allocations
    }

    pub fn refunds(&self) -> &Table<Refund> {
        &self.refunds
    }

    pub fn write_offs(&self) -> &Table<WriteOff> {
        &self.write_offs
    }

    pub fn schedules(&self) -> &Table<Schedule> {
        &self.schedules
    }

    pub fn occurrences(&self) -> &Table<Occurrence> {
        &self.occurrences
    }

    /// What became of a schedule's occurrences, in order of recording.
    pub fn occurrences_of(&self, schedule: ScheduleId) -> impl Iterator<Item = &Rc<Occurrence>> {
        self.schedules
            .slot(schedule)
            .and_then(|slot| self.occurrences_of.get(slot))
            .into_iter()
            .flat_map(|slots| slots.iter())
            .filter_map(|slot| self.occurrences.at(usize::try_from(*slot).ok()?))
    }

    pub fn quotes(&self) -> &Table<Quote> {
        &self.quotes
    }

    pub fn quote_events(&self) -> &Table<QuoteEvent> {
        &self.quote_events
    }

    /// The facts about a quote, in order of recording.
    pub fn events_of_quote(&self, quote: QuoteId) -> impl Iterator<Item = &Rc<QuoteEvent>> {
        self.quotes
            .slot(quote)
            .and_then(|slot| self.events_of.get(slot))
            .into_iter()
            .flat_map(|slots| slots.iter())
            .filter_map(|slot| self.quote_events.at(usize::try_from(*slot).ok()?))
    }

    pub fn bank_accounts(&self) -> &Table<BankAccount> {
        &self.bank_accounts
    }

    pub fn statements(&self) -> &Table<Statement> {
        &self.statements
    }

    pub fn bank_lines(&self) -> &Table<BankLine> {
        &self.bank_lines
    }

    pub fn matches(&self) -> &Table<Match> {
        &self.matches
    }

    pub fn rules(&self) -> &Table<IgnoreRule> {
        &self.rules
    }

    /// The lines of a statement in the order of its file.
    pub fn lines_of(&self, statement: StatementId) -> impl Iterator<Item = &Rc<BankLine>> {
        self.statements
            .slot(statement)
            .and_then(|slot| self.lines_of.get(slot))
            .into_iter()
            .flat_map(|slots| slots.iter())
            .filter_map(|slot| self.bank_lines.at(usize::try_from(*slot).ok()?))
    }

    /// What a bank line was, as far as it is known.
    pub fn matches_of(&self, line: BankLineId) -> impl Iterator<Item = &Rc<Match>> {
        self.bank_lines
            .slot(line)
            .and_then(|slot| self.matches_of.get(slot))
            .into_iter()
            .flat_map(|slots| slots.iter())
            .filter_map(|slot| self.matches.at(usize::try_from(*slot).ok()?))
    }

    /// The figures of the bank line in a slot.
    pub fn line_row(&self, slot: usize) -> Option<&LineColumns> {
        self.line_columns.get(slot)
    }

    /// The figures of a bank line.
    pub fn line_figures(&self, id: BankLineId) -> Option<&LineColumns> {
        self.line_columns.get(self.bank_lines.slot(id)?)
    }

    /// The bank line that a payment came in on, where it is known.
    pub fn line_of_payment(&self, id: PaymentId) -> Option<BankLineId> {
        *self.lines_of_payment.get(self.payments.slot(id)?)?
    }

    /// Whether nothing of a payment is there any more: it came back, was
    /// recorded by mistake or was given back as a whole.
    pub fn is_taken_back(&self, id: PaymentId) -> bool {
        let Some(row) = self.payment_figures(id) else {
            return true;
        };
        let refunded = row.uses.as_slice().iter();
        let refunded = refunded.filter(|part| part.by == SettledBy::Refund);
        refunded.map(|part| part.amount).sum::<i64>() >= row.amount
    }

    /// The refunds of a payment or a credit note, reversals among them, by day.
    pub fn refunds_of(&self, source: Source) -> Vec<Rc<Refund>> {
        let uses = match source {
            Source::Payment(id) => self.payment_figures(id).map(|row| &row.uses),
            Source::CreditNote(id) => self.figures(id).map(|row| &row.settlements),
        };
        let uses = uses.into_iter().flat_map(|uses| uses.as_slice());
        uses.filter(|part| part.by == SettledBy::Refund)
            .filter_map(|part| self.refunds.at(usize::try_from(part.slot).ok()?).cloned())
            .collect()
    }

    /// The refunds that were not reversed: what was given back, came back or
    /// was taken out as a mistake, and still is.
    pub fn standing_refunds(&self, source: Source) -> Vec<Rc<Refund>> {
        let all = self.refunds_of(source);
        let reversed: Vec<RefundId> = all.iter().filter_map(|one| one.reverses).collect();
        let stands = |one: &Rc<Refund>| one.reverses.is_none() && !reversed.contains(&one.id);
        all.into_iter().filter(stands).collect()
    }

    /// The day on which the next of a document is due, as
    /// [`columns::InvoiceColumns::next_due`]; `None` for a draft and a credit.
    pub fn next_due(&self, id: InvoiceId, day: Date) -> Option<Date> {
        let row = self
            .figures(id)
            .filter(|row| row.is_issued() && !row.credit)?;
        Date::from_number(row.next_due(day.number())).ok()
    }

    /// Whether a refund is known on a bank line.
    pub fn is_matched_refund(&self, id: RefundId) -> bool {
        let what = Matched::Refund(id);
        self.matches.iter().any(|known| known.what == what)
    }

    /// The issued quotes that bear a number: one at the most.
    pub(crate) fn quotes_by_number<'b>(
        &'b self,
        number: &'b str,
    ) -> impl Iterator<Item = &'b Rc<Quote>> {
        self.quote_numbers
            .candidates(number)
            .filter_map(|slot| self.quotes.at(slot))
            .filter(move |quote| quote.number() == number)
    }

    /// The occurrence that made a document.
    pub fn made_by(&self, invoice: InvoiceId) -> Option<&Rc<Occurrence>> {
        let made = Outcome::Made(invoice);
        self.occurrences
            .iter()
            .find(|occurrence| occurrence.outcome == made)
    }

    /// The figures of the document in a slot.
    pub fn invoice_row(&self, slot: usize) -> Option<&InvoiceColumns> {
        self.invoice_columns.get(slot)
    }

    /// The figures of the payment in a slot.
    pub fn payment_row(&self, slot: usize) -> Option<&PaymentColumns> {
        self.payment_columns.get(slot)
    }

    /// The figures of a document.
    pub fn figures(&self, id: InvoiceId) -> Option<&InvoiceColumns> {
        self.invoice_columns.get(self.invoices.slot(id)?)
    }

    /// The figures of a payment.
    pub fn payment_figures(&self, id: PaymentId) -> Option<&PaymentColumns> {
        self.payment_columns.get(self.payments.slot(id)?)
    }

    /// A customer's documents in order of creation, drafts included.
    pub fn invoices_of(&self, customer: CustomerId) -> impl Iterator<Item = &Rc<Invoice>> {
        self.customers
            .slot(customer)
            .and_then(|slot| self.documents_of.get(slot))
            .into_iter()
            .flat_map(|slots| slots.iter())
            .filter_map(|slot| self.invoices.at(usize::try_from(*slot).ok()?))
    }

    /// A customer's payments in order of creation.
    pub fn payments_of(&self, customer: CustomerId) -> impl Iterator<Item = &Rc<Payment>> {
        self.customers
            .slot(customer)
            .and_then(|slot| self.payments_of.get(slot))
            .into_iter()
            .flat_map(|slots| slots.iter())
            .filter_map(|slot| self.payments.at(usize::try_from(*slot).ok()?))
    }

    /// The issued document that bears a number.
    pub fn by_number(&self, number: &str) -> Option<&Rc<Invoice>> {
        self.numbers
            .candidates(number)
            .filter_map(|slot| self.invoices.at(slot))
            .find(|invoice| invoice.number() == number)
    }

    /// The highest number given in a run of a series; 0 for none.
    pub fn highest_number(&self, series: SeriesId, run: u32) -> u32 {
        self.highest.get(&(series, run)).copied().unwrap_or(0)
    }

    /// The highest number given in every run of every series.
    pub fn highest_numbers(&self) -> impl Iterator<Item = (SeriesId, u32, u32)> + '_ {
        self.highest
            .iter()
            .map(|((series, run), value)| (*series, *run, *value))
    }

    /// The last closed day.
    pub fn closed_until(&self) -> Option<Date> {
        let newest = self
            .closings
            .rows()
            .iter()
            .filter(|row| {
                row.value.as_ref().is_some_and(|closing| {
                    !matches!(closing.decision, ClosingDecision::Override(_))
                })
            })
            .max_by_key(|row| (row.seq, row.id))?;
        match newest.value.as_ref()?.decision {
            ClosingDecision::Close(date) => Some(date),
            ClosingDecision::Reopen(until) => until,
            ClosingDecision::Override(_) => None,
        }
    }

    /// Whether facts of that day are closed.
    pub fn is_closed(&self, date: Date) -> bool {
        self.closed_until().is_some_and(|until| date <= until)
    }

    /// The entry that last changed a record; 0 where there is none.
    pub fn seq(&self, id: RecordId) -> Seq {
        match id {
            RecordId::Business => self.business_seq,
            RecordId::Customer(id) => self.customers.seq(id),
            RecordId::Party(id) => self.parties.seq(id),
            RecordId::Item(id) => self.items.seq(id),
            RecordId::Series(id) => self.series.seq(id),
            RecordId::Closing(id) => self.closings.seq(id),
            RecordId::Invoice(id) => self.invoices.seq(id),
            RecordId::Void(id) => self.voids.seq(id),
            RecordId::Sending(id) => self.sendings.seq(id),
            RecordId::Payment(id) => self.payments.seq(id),
            RecordId::Allocation(id) => self.allocations.seq(id),
            RecordId::Refund(id) => self.refunds.seq(id),
            RecordId::WriteOff(id) => self.write_offs.seq(id),
            RecordId::Schedule(id) => self.schedules.seq(id),
            RecordId::Occurrence(id) => self.occurrences.seq(id),
            RecordId::Quote(id) => self.quotes.seq(id),
            RecordId::QuoteEvent(id) => self.quote_events.seq(id),
            RecordId::BankAccount(id) => self.bank_accounts.seq(id),
            RecordId::Statement(id) => self.statements.seq(id),
            RecordId::BankLine(id) => self.bank_lines.seq(id),
            RecordId::Match(id) => self.matches.seq(id),
            RecordId::IgnoreRule(id) => self.rules.seq(id),
        }
    }

    /// The record as it stands.
    pub fn record(&self, id: RecordId) -> Option<Record> {
        match id {
            RecordId::Business => self.business.clone().map(Record::Business),
            RecordId::Customer(id) => self.customers.get(id).cloned().map(Record::Customer),
            RecordId::Party(id) => self.parties.get(id).cloned().map(Record::Party),
            RecordId::Item(id) => self.items.get(id).cloned().map(Record::Item),
            RecordId::Series(id) => self.series.get(id).cloned().map(Record::Series),
            RecordId::Closing(id) => self.closings.get(id).cloned().map(Record::Closing),
            RecordId::Invoice(id) => self.invoices.get(id).cloned().map(Record::Invoice),
            RecordId::Void(id) => self.voids.get(id).cloned().map(Record::Void),
            RecordId::Sending(id) => self.sendings.get(id).cloned().map(Record::Sending),
            RecordId::Payment(id) => self.payments.get(id).cloned().map(Record::Payment),
            RecordId::Allocation(id) => self.allocations.get(id).cloned().map(Record::Allocation),
            RecordId::Refund(id) => self.refunds.get(id).cloned().map(Record::Refund),
            RecordId::WriteOff(id) => self.write_offs.get(id).cloned().map(Record::WriteOff),
            RecordId::Schedule(id) => self.schedules.get(id).cloned().map(Record::Schedule),
            RecordId::Occurrence(id) => self.occurrences.get(id).cloned().map(Record::Occurrence),
            RecordId::Quote(id) => self.quotes.get(id).cloned().map(Record::Quote),
            RecordId::QuoteEvent(id) => self.quote_events.get(id).cloned().map(Record::QuoteEvent),
            RecordId::BankAccount(id) => {
                self.bank_accounts.get(id).cloned().map(Record::BankAccount)
            }
            RecordId::Statement(id) => self.statements.get(id).cloned().map(Record::Statement),
            RecordId::BankLine(id) => self.bank_lines.get(id).cloned().map(Record::BankLine),
            RecordId::Match(id) => self.matches.get(id).cloned().map(Record::Match),
            RecordId::IgnoreRule(id) => self.rules.get(id).cloned().map(Record::IgnoreRule),
        }
    }

    /// Applies an entry that follows this book's head; the caller has checked
    /// that ([`crate::journal::follows`]).
    ///
    /// # Errors
    /// [`Misfit`]; the book is then unusable and must be thrown away.
    pub fn apply_entry(&mut self, entry: &Entry) -> Result<(), Misfit> {
        for change in entry.changes.iter().flatten() {
            self.apply(entry.header.seq, change)?;
        }
        self.head = entry.head();
        recorded::mark(
            Rc::make_mut(&mut self.marks),
            entry.header.seq,
            entry.header.at,
        );
        Ok(())
    }

    /// Applies the changes of one commit that was stored up to `head`. Each
    /// run of [`crate::journal::CHANGES_MAX`] changes is an entry of its own.
    ///
    /// # Errors
    /// As [`Book::apply_entry`].
    pub fn apply_commit(
        &mut self,
        changes: &[Change],
        head: Head,
        at: Timestamp,
    ) -> Result<(), Misfit> {
        at_once(self.apply_commit_in_steps(changes, head, at, &Steps::default()))
    }

    /// The same as long work, a step for each change.
    ///
    /// # Errors
    /// As [`Book::apply_entry`].
    pub async fn apply_commit_in_steps(
        &mut self,
        changes: &[Change],
        head: Head,
        at: Timestamp,
        steps: &Steps,
    ) -> Result<(), Misfit> {
        for (entry, changes) in
            (self.head.seq + 1..).zip(changes.chunks(crate::journal::CHANGES_MAX))
        {
            for change in changes {
                self.apply(entry, change)?;
                steps.step().await;
            }
        }
        self.head = head;
        recorded::mark(Rc::make_mut(&mut self.marks), head.seq, at);
        Ok(())
    }

    /// Applies one change as part of entry `seq`.
    ///
    /// # Errors
    /// As [`Book::apply_entry`].
    pub fn apply(&mut self, seq: Seq, change: &Change) -> Result<(), Misfit> {
        match change {
            Change::Put(record) => self.set(seq, record.id(), Some(record)),
            Change::Remove(id) => self.set(seq, *id, None),
        }
    }

    fn set(&mut self, seq: Seq, id: RecordId, record: Option<&Record>) -> Result<(), Misfit> {
        macro_rules! put {
            ($table:ident, $kind:ident, $id:expr) => {{
                let value = match record {
                    Some(Record::$kind(record)) => Some(record.clone()),
                    _ => None,
                };
                self.$table.set($id, seq, value)?
            }};
        }
        match id {
            RecordId::Business => {
                self.business = match record {
                    Some(Record::Business(business)) => Some(business.clone()),
                    _ => None,
                };
                self.business_seq = seq;
            }
            RecordId::Customer(id) => {
                put!(customers, Customer, id);
                self.grow_customers();
            }
            RecordId::Party(id) => {
                let (slot, before) = put!(parties, Party, id);
                self.link_party(slot, before.as_deref())?;
            }
            RecordId::Item(id) => {
                put!(items, Item, id);
            }
            RecordId::Series(id) => {
                put!(series, Series, id);
            }
            RecordId::Closing(id) => {
                put!(closings, Closing, id);
            }
            RecordId::Invoice(id) => {
                let (slot, before) = put!(invoices, Invoice, id);
                self.link_invoice(slot, before.as_deref())?;
            }
            RecordId::Void(id) => {
                let (_, before) = put!(voids, Void, id);
                self.link_void(id, before.as_deref())?;
            }
            RecordId::Sending(id) => {
                let (_, before) = put!(sendings, Sending, id);
                self.link_sending(id, before.as_deref())?;
            }
            RecordId::Payment(id) => {
                let (slot, before) = put!(payments, Payment, id);
                self.link_payment(slot, before.as_deref())?;
            }
            RecordId::Allocation(id) => {
                let (slot, before) = put!(allocations, Allocation, id);
                self.link_allocation(slot, before.as_deref())?;
            }
            RecordId::Refund(id) => {
                let (slot, before) = put!(refunds, Refund, id);
                self.link_refund(slot, before.as_deref())?;
            }
            RecordId::WriteOff(id) => {
                let (slot, before) = put!(write_offs, WriteOff, id);
                self.link_write_off(slot, before.as_deref())?;
            }
            RecordId::Schedule(id) => {
                put!(schedules, Schedule, id);
                self.grow_schedules();
            }
            RecordId::Occurrence(id) => {
                let (slot, before) = put!(occurrences, Occurrence, id);
                self.link_occurrence(slot, before.as_deref())?;
            }
            RecordId::Quote(id) => {
                let (slot, before) = put!(quotes, Quote, id);
                self.link_quote(slot, before.as_deref());
            }
            RecordId::QuoteEvent(id) => {
                let (slot, before) = put!(quote_events, QuoteEvent, id);
                self.link_quote_event(slot, before.as_deref())?;
            }
            RecordId::BankAccount(id) => {
                put!(bank_accounts, BankAccount, id);
            }
            RecordId::Statement(id) => {
                put!(statements, Statement, id);
                self.grow_bank();
            }
            RecordId::BankLine(id) => {
                let (slot, before) = put!(bank_lines, BankLine, id);
                self.link_bank_line(slot, before.as_deref())?;
            }
            RecordId::Match(id) => {
                let (slot, before) = put!(matches, Match, id);
                self.link_match(slot, before.as_deref())?;
            }
            RecordId::IgnoreRule(id) => {
                put!(rules, IgnoreRule, id);
            }
        }
        Ok(())
    }
}

/// The columns follow the records.
impl Book {
    pub(crate) fn grow_customers(&mut self) {
        let slots = self.customers.slots();
        let none = Rc::new(Vec::new());
        self.documents_of.grow(slots, &none);
        self.payments_of.grow(slots, &none);
        self.party_of.grow(slots, &None);
    }

    pub(crate) fn grow_invoices(&mut self) {
        self.invoice_columns
            .grow(self.invoices.slots(), &InvoiceColumns::default());
    }

    pub(crate) fn grow_payments(&mut self) {
        self.payment_columns
            .grow(self.payments.slots(), &PaymentColumns::default());
        self.lines_of_payment.grow(self.payments.slots(), &None);
    }

    pub(crate) fn grow_bank(&mut self) {
        let none = Rc::new(Vec::new());
        self.lines_of.grow(self.statements.slots(), &none);
        self.line_columns
            .grow(self.bank_lines.slots(), &LineColumns::default());
        self.matches_of.grow(self.bank_lines.slots(), &none);
    }

    pub(crate) fn link_bank_line(
        &mut self,
        slot: usize,
        before: Option<&BankLine>,
    ) -> Result<(), Misfit> {
        self.grow_bank();
        let after = self.bank_lines.at(slot).cloned();
        for (line, add) in [(before, false), (after.as_deref(), true)] {
            let Some(line) = line else { continue };
            let statement = self.statements.slot_or_new(line.statement)?;
            self.grow_bank();
            if add {
                add_slot(&mut self.lines_of, statement, slot);
            } else {
                drop_slot(&mut self.lines_of, statement, slot);
            }
        }
        let id = RecordId::BankLine(self.bank_lines.id_at(slot));
        let (amount, currency, date) = match &after {
            Some(line) => (
                minor(id, line.amount, line.currency)?,
                line.currency.index(),
                line.date.number(),
            ),
            None => (0, 0, columns::NEVER),
        };
        if let Some(row) = self.line_columns.get_mut(slot) {
            row.amount = amount;
            row.currency = currency;
            row.date = date;
        }
        Ok(())
    }

    pub(crate) fn link_match(&mut self, slot: usize, before: Option<&Match>) -> Result<(), Misfit> {
        let after = self.matches.at(slot).cloned();
        let id = RecordId::Match(self.matches.id_at(slot));
        for (part, add) in [(before, false), (after.as_deref(), true)] {
            let Some(part) = part else { continue };
            let line = self.bank_lines.slot_or_new(part.line)?;
            self.grow_bank();
            let currency = self
                .bank_lines
                .at(line)
                .map_or(Currency::default(), |line| line.currency);
            let amount = minor(id, part.amount, currency)?;
            if let Some(row) = self.line_columns.get_mut(line) {
                row.matched += if add { amount } else { -amount };
            }
            if add {
                add_slot(&mut self.matches_of, line, slot);
            } else {
                drop_slot(&mut self.matches_of, line, slot);
            }
            if let Matched::Payment(payment) = part.what {
                let payment = self.payments.slot_or_new(payment)?;
                self.grow_payments();
                if let Some(known) = self.lines_of_payment.get_mut(payment) {
                    *known = add.then_some(part.line);
                }
            }
        }
        Ok(())
    }

    pub(crate) fn grow_schedules(&mut self) {
        let none = Rc::new(Vec::new());
        self.occurrences_of.grow(self.schedules.slots(), &none);
    }

    pub(crate) fn link_occurrence(
        &mut self,
        slot: usize,
        before: Option<&Occurrence>,
    ) -> Result<(), Misfit> {
        for (schedule, add) in [
            (before.map(|before| before.schedule), false),
            (self.occurrences.at(slot).map(|now| now.schedule), true),
        ] {
            let Some(schedule) = schedule else { continue };
            let schedule = self.schedules.slot_or_new(schedule)?;
            self.grow_schedules();
            if add {
                add_slot(&mut self.occurrences_of, schedule, slot);
            } else {
                drop_slot(&mut self.occurrences_of, schedule, slot);
            }
        }
        Ok(())
    }

    pub(crate) fn grow_quotes(&mut self) {
        let none = Rc::new(Vec::new());
        self.events_of.grow(self.quotes.slots(), &none);
    }

    pub(crate) fn link_quote(&mut self, slot: usize, before: Option<&Quote>) {
        self.grow_quotes();
        if let Some(before) = before {
            self.quote_numbers.remove(before.number(), slot);
        }
        let after = self.quotes.at(slot).cloned();
        if let Some(issue) = after.as_ref().and_then(|after| after.issue.as_ref()) {
            self.quote_numbers.add(&issue.number, slot);
            let Counter { series, run, value } = issue.counter;
            let highest = self.highest.entry((series, run)).or_default();
            *highest = value.max(*highest);
        }
    }

    pub(crate) fn link_quote_event(
        &mut self,
        slot: usize,
        before: Option<&QuoteEvent>,
    ) -> Result<(), Misfit> {
        for (quote, add) in [
            (before.map(|before| before.quote), false),
            (self.quote_events.at(slot).map(|now| now.quote), true),
        ] {
            let Some(quote) = quote else { continue };
            let quote = self.quotes.slot_or_new(quote)?;
            self.grow_quotes();
            if add {
                add_slot(&mut self.events_of, quote, slot);
            } else {
                drop_slot(&mut self.events_of, quote, slot);
            }
        }
        Ok(())
    }

    fn customer_slot(&mut self, id: CustomerId) -> Result<usize, Misfit> {
        let slot = self.customers.slot_or_new(id)?;
        self.grow_customers();
        Ok(slot)
    }

    /// The newest party is the one in the highest slot: ids of another chain
    /// need not rise.
    pub(crate) fn link_party(&mut self, slot: usize, before: Option<&Party>) -> Result<(), Misfit> {
        let after = self.parties.at(slot).cloned();
        let Some(customer) = after.as_deref().or(before).map(|party| party.customer) else {
            return Ok(());
        };
        let known = match customer {
            None => self.seller,
            Some(customer) => {
                let customer = self.customer_slot(customer)?;
                self.party_of.get(customer).copied().flatten()
            }
        };
        let known = known.and_then(|id| self.parties.slot(id));
        let newest = match after {
            Some(_) => known.max(Some(slot)),
            // Rare (an undo): the newest of those that are left.
            None => (0..self.parties.slots()).rev().find(|slot| {
                self.parties
                    .at(*slot)
                    .is_some_and(|party| party.customer == customer)
            }),
        };
        let newest = newest.map(|slot| self.parties.id_at(slot));
        match customer {
            None => self.seller = newest,
            Some(customer) => {
                let customer = self.customer_slot(customer)?;
                if let Some(known) = self.party_of.get_mut(customer) {
                    *known = newest;
                }
            }
        }
        Ok(())
    }

    pub(crate) fn link_invoice(
        &mut self,
        slot: usize,
        before: Option<&Invoice>,
    ) -> Result<(), Misfit> {
        let after = self.invoices.at(slot).cloned();
        self.grow_invoices();
        if let Some(before) = before {
            if after.as_ref().map(|after| after.customer) != Some(before.customer) {
                let customer = self.customer_slot(before.customer)?;
                drop_slot(&mut self.documents_of, customer, slot);
            }
            self.numbers.remove(before.number(), slot);
        }
        let customer = match &after {
            Some(after) => self.customer_slot(after.customer)?,
            None => 0,
        };
        if let Some(row) = self.invoice_columns.get_mut(slot) {
            row.set_document(after.as_deref(), customer)
                .map_err(|error| {
                    Misfit::Amount(RecordId::Invoice(self.invoices.id_at(slot)), error)
                })?;
        }
        let Some(after) = after else { return Ok(()) };
        if before.map(|before| before.customer) != Some(after.customer) {
            add_slot(&mut self.documents_of, customer, slot);
        }
        if let Some(issue) = &after.issue {
            self.numbers.add(&issue.number, slot);
            if let Some(Counter { series, run, value }) = issue.counter {
                let highest = self.highest.entry((series, run)).or_default();
                *highest = value.max(*highest);
            }
        }
        Ok(())
    }

    pub(crate) fn link_void(&mut self, id: VoidId, before: Option<&Void>) -> Result<(), Misfit> {
        if let Some(before) = before {
            self.with_row(before.invoice, |row| row.void = day_or_never(None))?;
        }
        if let Some(void) = self.voids.get(id).cloned() {
            self.with_row(void.invoice, |row| row.void = day_or_never(Some(void.date)))?;
        }
        Ok(())
    }

    pub(crate) fn link_sending(
        &mut self,
        id: SendingId,
        before: Option<&Sending>,
    ) -> Result<(), Misfit> {
        if let Some(before) = before {
            // Rare (an undo): the earliest of those that are left.
            let earliest = self
                .sendings
                .iter()
                .filter(|sending| sending.invoice == before.invoice)
                .map(|sending| sending.date)
                .min();
            self.with_row(before.invoice, |row| row.sent = day_or_never(earliest))?;
        }
        if let Some(sending) = self.sendings.get(id).cloned() {
            self.with_row(sending.invoice, |row| {
                row.sent = row.sent.min(day_or_never(Some(sending.date)));
            })?;
        }
        Ok(())
    }

    fn with_row(
        &mut self,
        id: InvoiceId,
        change: impl FnOnce(&mut InvoiceColumns),
    ) -> Result<(), Misfit> {
        let slot = self.invoices.slot_or_new(id)?;
        self.grow_invoices();
        if let Some(row) = self.invoice_columns.get_mut(slot) {
            change(row);
        }
        Ok(())
    }

    pub(crate) fn link_payment(
        &mut self,
        slot: usize,
        before: Option<&Payment>,
    ) -> Result<(), Misfit> {
        let after = self.payments.at(slot).cloned();
        self.grow_payments();
        if let Some(before) = before
            && after.as_ref().map(|after| after.customer) != Some(before.customer)
        {
            let customer = self.customer_slot(before.customer)?;
            drop_slot(&mut self.payments_of, customer, slot);
        }
        let customer = match &after {
            Some(after) => self.customer_slot(after.customer)?,
            None => 0,
        };
        if let Some(row) = self.payment_columns.get_mut(slot) {
            row.set_payment(after.as_deref(), customer)
                .map_err(|error| {
                    Misfit::Amount(RecordId::Payment(self.payments.id_at(slot)), error)
                })?;
        }
        if let Some(after) = after
            && before.map(|before| before.customer) != Some(after.customer)
        {
            add_slot(&mut self.payments_of, customer, slot);
        }
        Ok(())
    }

    pub(crate) fn link_allocation(
        &mut self,
        slot: usize,
        before: Option<&Allocation>,
    ) -> Result<(), Misfit> {
        let id = RecordId::Allocation(self.allocations.id_at(slot));
        for (allocation, add) in [
            (before.cloned(), false),
            (self.allocations.at(slot).map(|a| (**a).clone()), true),
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
            self.with_row(allocation.invoice, |row| {
                row.settlements.change(settlement, add);
            })?;
            self.use_source(allocation.source, settlement, add)?;
        }
        Ok(())
    }

    pub(crate) fn link_refund(
        &mut self,
        slot: usize,
        before: Option<&Refund>,
    ) -> Result<(), Misfit> {
        let id = RecordId::Refund(self.refunds.id_at(slot));
        for (refund, add) in [
            (before.cloned(), false),
            (self.refunds.at(slot).map(|r| (**r).clone()), true),
        ] {
            let Some(refund) = refund else { continue };
            let settlement = Settlement {
                day: refund.date.number(),
                by: SettledBy::Refund,
                slot: small(slot),
                amount: minor(id, refund.amount, refund.currency)?,
            };
            self.use_source(refund.source, settlement, add)?;
        }
        Ok(())
    }

    pub(crate) fn link_write_off(
        &mut self,
        slot: usize,
        before: Option<&WriteOff>,
    ) -> Result<(), Misfit> {
        let id = RecordId::WriteOff(self.write_offs.id_at(slot));
        for (write_off, add) in [
            (before.cloned(), false),
            (self.write_offs.at(slot).map(|w| (**w).clone()), true),
        ] {
            let Some(write_off) = write_off else { continue };
            let settlement = Settlement {
                day: write_off.date.number(),
                by: SettledBy::of(write_off.kind),
                slot: small(slot),
                amount: minor(id, write_off.amount, write_off.currency)?,
            };
            self.with_row(write_off.invoice, |row| {
                row.settlements.change(settlement, add);
            })?;
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
                let slot = self.payments.slot_or_new(id)?;
                self.grow_payments();
                if let Some(row) = self.payment_columns.get_mut(slot) {
                    row.uses.change(settlement, add);
                }
                Ok(())
            }
        }
    }
}

/// Slots are counted in 32 bits: a Book of four billion records does not fit
/// in a browser.
pub(crate) fn small(slot: usize) -> u32 {
    u32::try_from(slot).unwrap_or(u32::MAX)
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

/// What a document is worth to its reader on a day; derived, never stored.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Status {
    Draft,
    Void,
    /// Nothing is left and the last of it was paid or credited.
    Paid,
    /// Nothing is left and some of it was given up.
    WrittenOff,
    /// Something is left after its due date.
    Overdue,
    /// Some of it was paid; of a credit, some of it is used.
    PartPaid,
    /// Some of it was credited, and nothing paid.
    PartCredited,
    Open,
    /// Issued for a day that is still to come: nothing of it is open yet.
    Upcoming,
}

impl Book {
    /// What the customer of a document had, in its currency, on a day, by all
    /// that was recorded up to its issue: what is recorded later changes
    /// nothing of what was printed. Of a draft, by all that is recorded.
    ///
    /// # Errors
    /// Where the sum is beyond what money holds.
    pub fn credit_beside(&self, document: &Invoice, day: Date) -> Result<Money, MoneyError> {
        let until = match document.is_draft() {
            true => Seq::MAX,
            false => self.invoices.seq(document.id),
        };
        let at = day.number();
        let used = |parts: &columns::Settlements| -> i64 {
            let known = |part: &&Settlement| {
                let slot = usize::try_from(part.slot).unwrap_or(usize::MAX);
                let recorded = match part.by {
                    SettledBy::Refund => self.refunds.rows().get(slot).map(|row| row.seq),
                    _ => self.allocations.rows().get(slot).map(|row| row.seq),
                };
                part.day <= at && recorded.is_some_and(|seq| seq <= until)
            };
            parts
                .as_slice()
                .iter()
                .filter(known)
                .map(|part| part.amount)
                .sum()
        };
        let of_payments = self.payments_of(document.customer).filter_map(|payment| {
            let row = self.payment_figures(payment.id)?;
            let is_there = payment.currency == document.currency
                && payment.date <= day
                && self.payments.seq(payment.id) <= until;
            is_there.then(|| row.amount - used(&row.uses))
        });
        let of_notes = self.invoices_of(document.customer).filter_map(|note| {
            let row = self.figures(note.id)?;
            let is_there = row.credit
                && note.currency == document.currency
                && row.stands_at(at)
                && self.invoices.seq(note.id) <= until;
            is_there.then(|| row.asked - used(&row.settlements))
        });
        let sum: i128 = of_payments.chain(of_notes).map(i128::from).sum();
        Money::from_minor(sum, document.currency)
    }

    /// The status of a document on a day.
    pub fn status(&self, id: InvoiceId, today: Date) -> Option<Status> {
        let invoice = self.invoices.get(id)?;
        let row = self.figures(id)?;
        Some(row.status(invoice, today.number()))
    }

    /// What is left of a document on a day: of an invoice to be paid, of a
    /// credit note to be applied. Zero for drafts, voids and before its date.
    pub fn balance(&self, id: InvoiceId, day: Date) -> Option<Money> {
        let invoice = self.invoices.get(id)?;
        let row = self.figures(id)?;
        Money::from_minor(row.open_at(day.number()).into(), invoice.currency).ok()
    }

    /// What is left of a payment on a day: unapplied cash.
    pub fn unapplied(&self, id: PaymentId, day: Date) -> Option<Money> {
        let payment = self.payments.get(id)?;
        let row = self.payment_figures(id)?;
        Money::from_minor(row.unapplied_at(day.number()).into(), payment.currency).ok()
    }

    /// The credit notes issued against a document and not void.
    pub fn credit_notes_of(&self, id: InvoiceId) -> Vec<Rc<Invoice>> {
        let Some(customer) = self.invoices.get(id).map(|invoice| invoice.customer) else {
            return Vec::new();
        };
        self.invoices_of(customer)
            .filter(|note| {
                note.kind == Kind::CreditNote
                    && note.credits == Some(id)
                    && self
                        .figures(note.id)
                        .is_some_and(|row| row.is_issued() && !row.is_void())
            })
            .cloned()
            .collect()
    }

    /// How a document of this seller is printed: as the business had it when it
    /// was issued; of a draft, and where that was not kept, as it has it today.
    pub fn look(&self, seller: Option<PartyId>) -> PrintedLook {
        let frozen = seller.and_then(|id| self.parties.get(id)?.look.clone());
        let today = || {
            let business = self.business.as_deref();
            business.map_or_else(PrintedLook::default, PrintedLook::of)
        };
        frozen.unwrap_or_else(today)
    }

    /// What a document being written deducts: its deposit invoices as they
    /// were issued. One that is not there is left out; issuing refuses it.
    pub fn deductions(&self, document: &Invoice) -> Vec<Deduction> {
        let deposits = document.deducts.iter().filter_map(|id| {
            let issue = self.invoices.get(*id)?.issue.as_ref()?;
            Some(Deduction::of(*id, issue))
        });
        deposits.collect()
    }

    /// The invoices, issued and not void, that deduct a deposit invoice.
    pub fn deducted_by(&self, id: InvoiceId) -> Vec<Rc<Invoice>> {
        let Some(customer) = self.invoices.get(id).map(|invoice| invoice.customer) else {
            return Vec::new();
        };
        self.invoices_of(customer)
            .filter(|invoice| {
                invoice.deducts.contains(&id)
                    && self
                        .figures(invoice.id)
                        .is_some_and(|row| row.is_issued() && !row.is_void())
            })
            .cloned()
            .collect()
    }
}
