//! The Book: all records, folded from the journal, and what lies in columns
//! beside them.
//!
//! Cloning a Book copies pointers; a version that a page holds stays as it
//! is. Everything a page shows is derived from it. The columns
//! ([`columns::InvoiceColumns`], [`columns::PaymentColumns`]) repeat what the
//! reports read most, in minor units and day numbers, one row per slot; they
//! follow each change and [`crate::check`] holds them against the records.
//!
//! Here are its fields, and what it is asked most. How a change is applied is
//! in `apply`, how the columns follow in `links`, the ways to the records by
//! kind in `records`.

mod apply;
pub mod columns;
mod links;
mod quotes;
pub mod recorded;
mod records;
mod settled;
pub(crate) mod versions;

use std::rc::Rc;

use crate::bank::{BankLine, IgnoreRule, Match, Matched};
use crate::business::{Business, ClosingDecision};
use crate::change::RecordId;
use crate::collection::{CollectionEvent, Reminder};
use crate::date::Date;
use crate::ids::*;
use crate::invoice::{Deduction, Invoice, Kind};
use crate::journal::{BookId, Head};
use crate::kinds::each_kind;
use crate::look::PrintedLook;
use crate::money::{Money, MoneyError};
use crate::payment::{Payment, Refund, Source};
use crate::quote::{Quote, QuoteEvent};
use crate::schedule::{Occurrence, Outcome};
use crate::table::Table;

pub use crate::change::RecordKind;
pub use columns::Status;
pub(crate) use columns::{Columns, small};
pub use links::Misfit;

use columns::{InvoiceColumns, LineColumns, PaymentColumns, SettledBy, Settlement};
use recorded::{Marks, Recorded};
use versions::Versions;

macro_rules! records {
    ($($code:literal $kind:ident($record:ty, $id:ty) $table:ident;)*) => {
        /// What the journal says, folded: every record, and when something
        /// was recorded.
        #[derive(Clone, PartialEq, Debug, Default)]
        pub(crate) struct Records {
            pub(crate) business: Option<Rc<Business>>,
            pub(crate) business_seq: Seq,
            pub(crate) versions: Rc<Versions>,
            pub(crate) marks: Rc<Marks>,
            $(pub(crate) $table: Table<$record>,)*
        }
    };
}
each_kind!(records);

/// All records of one book, and what is derived from each change of them.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Book {
    id: BookId,
    pub(crate) head: Head,
    pub(crate) records: Records,
    pub(crate) columns: Columns,
}

impl Book {
    pub fn empty(id: BookId) -> Book {
        Book {
            id,
            ..Book::default()
        }
    }

    /// The same records, and columns that say nothing yet.
    pub(crate) fn without_columns(&self) -> Book {
        Book {
            columns: Columns::default(),
            ..self.clone()
        }
    }

    pub fn id(&self) -> &BookId {
        &self.id
    }

    /// The entry this book was folded up to.
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// When its entries were recorded. It is worked out from all of them: ask
    /// once for a report.
    pub fn recorded(&self) -> Recorded {
        Recorded::of(&self.records.marks)
    }

    /// The version of a record: the entry that last put or removed it, or
    /// [`Version::NONE`].
    pub fn version(&self, id: RecordId) -> Version {
        self.version_at(self.seq(id))
    }

    /// The version of the records that the entry at a place put.
    pub fn version_at(&self, seq: Seq) -> Version {
        self.records.versions.at(seq)
    }

    pub fn business(&self) -> Option<&Rc<Business>> {
        self.records.business.as_ref()
    }

    /// What became of a schedule's occurrences, in order of recording.
    pub fn occurrences_of(&self, schedule: ScheduleId) -> impl Iterator<Item = &Rc<Occurrence>> {
        self.records
            .schedules
            .slot(schedule)
            .and_then(|slot| self.columns.occurrences_of.get(slot))
            .into_iter()
            .flat_map(|slots| slots.iter())
            .filter_map(|slot| self.records.occurrences.at(usize::try_from(*slot).ok()?))
    }

    /// The facts about a quote, in order of recording.
    pub fn events_of_quote(&self, quote: QuoteId) -> impl Iterator<Item = &Rc<QuoteEvent>> {
        self.records
            .quotes
            .slot(quote)
            .and_then(|slot| self.columns.events_of.get(slot))
            .into_iter()
            .flat_map(|slots| slots.iter())
            .filter_map(|slot| self.records.quote_events.at(usize::try_from(*slot).ok()?))
    }

    /// The reminders of a customer, in order of recording.
    pub fn reminders_of(&self, customer: CustomerId) -> impl Iterator<Item = &Rc<Reminder>> {
        self.records
            .customers
            .slot(customer)
            .and_then(|slot| self.columns.reminders_of.get(slot))
            .into_iter()
            .flat_map(|slots| slots.iter())
            .filter_map(|slot| self.records.reminders.at(usize::try_from(*slot).ok()?))
    }

    /// What was done and said to collect from a customer, in order of
    /// recording.
    pub fn collection_events_of(
        &self,
        customer: CustomerId,
    ) -> impl Iterator<Item = &Rc<CollectionEvent>> {
        self.records
            .customers
            .slot(customer)
            .and_then(|slot| self.columns.collection_events_of.get(slot))
            .into_iter()
            .flat_map(|slots| slots.iter())
            .filter_map(|slot| {
                self.records
                    .collection_events
                    .at(usize::try_from(*slot).ok()?)
            })
    }

    /// Whether a fact is about an invoice: it names it, or what it names does.
    pub fn is_collected(&self, event: &CollectionEvent, invoice: InvoiceId) -> bool {
        if event.invoices().contains(&invoice) {
            return true;
        }
        let letter = event.sent().and_then(|id| self.reminders().get(id));
        let other = event.ends().and_then(|id| self.collection_events().get(id));
        letter.is_some_and(|letter| letter.lines.iter().any(|line| line.invoice == invoice))
            || other.is_some_and(|other| other.invoices().contains(&invoice))
    }

    /// The lines of a statement in the order of its file.
    pub fn lines_of(&self, statement: StatementId) -> impl Iterator<Item = &Rc<BankLine>> {
        self.records
            .statements
            .slot(statement)
            .and_then(|slot| self.columns.lines_of.get(slot))
            .into_iter()
            .flat_map(|slots| slots.iter())
            .filter_map(|slot| self.records.bank_lines.at(usize::try_from(*slot).ok()?))
    }

    /// What a bank line was, as far as it is known.
    pub fn matches_of(&self, line: BankLineId) -> impl Iterator<Item = &Rc<Match>> {
        self.records
            .bank_lines
            .slot(line)
            .and_then(|slot| self.columns.matches_of.get(slot))
            .into_iter()
            .flat_map(|slots| slots.iter())
            .filter_map(|slot| self.records.matches.at(usize::try_from(*slot).ok()?))
    }

    /// The lines that a rule would take of those that nothing is said of yet.
    pub fn lines_taken_by<'b>(
        &'b self,
        rule: &'b IgnoreRule,
    ) -> impl Iterator<Item = &'b Rc<BankLine>> {
        self.records.bank_lines.iter().filter(|line| {
            let is_open = self.line_figures(line.id).is_some_and(|row| row.is_open());
            let statement = self.records.statements.get(line.statement);
            is_open
                && self.matches_of(line.id).next().is_none()
                && statement.is_some_and(|statement| rule.fits(line, statement.account))
        })
    }

    /// The figures of a bank line.
    pub fn line_figures(&self, id: BankLineId) -> Option<&LineColumns> {
        self.columns.lines.get(self.records.bank_lines.slot(id)?)
    }

    /// The bank line that a payment came in on, where it is known.
    pub fn line_of_payment(&self, id: PaymentId) -> Option<BankLineId> {
        *self
            .columns
            .lines_of_payment
            .get(self.records.payments.slot(id)?)?
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
            .filter_map(|part| {
                self.records
                    .refunds
                    .at(usize::try_from(part.slot).ok()?)
                    .cloned()
            })
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
        self.records.matches.iter().any(|known| known.what == what)
    }

    /// The issued quotes that bear a number: one at the most.
    pub(crate) fn quotes_by_number<'b>(
        &'b self,
        number: &'b str,
    ) -> impl Iterator<Item = &'b Rc<Quote>> {
        self.columns
            .quote_numbers
            .candidates(number)
            .filter_map(|slot| self.records.quotes.at(slot))
            .filter(move |quote| quote.number() == number)
    }

    /// The occurrence that made a document.
    pub fn made_by(&self, invoice: InvoiceId) -> Option<&Rc<Occurrence>> {
        let made = Outcome::Made(invoice);
        self.records
            .occurrences
            .iter()
            .find(|occurrence| occurrence.outcome == made)
    }

    /// The figures of the document in a slot.
    pub fn invoice_row(&self, slot: usize) -> Option<&InvoiceColumns> {
        self.columns.invoices.get(slot)
    }

    /// The figures of the payment in a slot.
    pub fn payment_row(&self, slot: usize) -> Option<&PaymentColumns> {
        self.columns.payments.get(slot)
    }

    /// The figures of a document.
    pub fn figures(&self, id: InvoiceId) -> Option<&InvoiceColumns> {
        self.columns.invoices.get(self.records.invoices.slot(id)?)
    }

    /// The figures of a payment.
    pub fn payment_figures(&self, id: PaymentId) -> Option<&PaymentColumns> {
        self.columns.payments.get(self.records.payments.slot(id)?)
    }

    /// A customer's documents in order of creation, drafts included.
    pub fn invoices_of(&self, customer: CustomerId) -> impl Iterator<Item = &Rc<Invoice>> {
        self.records
            .customers
            .slot(customer)
            .and_then(|slot| self.columns.documents_of.get(slot))
            .into_iter()
            .flat_map(|slots| slots.iter())
            .filter_map(|slot| self.records.invoices.at(usize::try_from(*slot).ok()?))
    }

    /// A customer's payments in order of creation.
    pub fn payments_of(&self, customer: CustomerId) -> impl Iterator<Item = &Rc<Payment>> {
        self.records
            .customers
            .slot(customer)
            .and_then(|slot| self.columns.payments_of.get(slot))
            .into_iter()
            .flat_map(|slots| slots.iter())
            .filter_map(|slot| self.records.payments.at(usize::try_from(*slot).ok()?))
    }

    /// The issued document that bears a number.
    pub fn by_number(&self, number: &str) -> Option<&Rc<Invoice>> {
        self.columns
            .numbers
            .candidates(number)
            .filter_map(|slot| self.records.invoices.at(slot))
            .find(|invoice| invoice.number() == number)
    }

    /// The highest number given in a run of a series; 0 for none.
    pub fn highest_number(&self, series: SeriesId, run: u32) -> u32 {
        self.columns
            .highest
            .get(&(series, run))
            .copied()
            .unwrap_or(0)
    }

    /// The highest number given in every run of every series.
    pub fn highest_numbers(&self) -> impl Iterator<Item = (SeriesId, u32, u32)> + '_ {
        self.columns
            .highest
            .iter()
            .map(|((series, run), value)| (*series, *run, *value))
    }

    /// The last closed day.
    pub fn closed_until(&self) -> Option<Date> {
        let newest = self
            .records
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

    /// What the customer of a document had, in its currency, on a day, by all
    /// that was recorded up to its issue: what is recorded later changes
    /// nothing of what was printed. Of a draft, by all that is recorded.
    ///
    /// # Errors
    /// Where the sum is beyond what money holds.
    pub fn credit_beside(&self, document: &Invoice, day: Date) -> Result<Money, MoneyError> {
        let until = match document.is_draft() {
            true => Seq::MAX,
            false => self.records.invoices.seq(document.id),
        };
        let at = day.number();
        let used = |parts: &columns::Settlements| -> i64 {
            let known = |part: &&Settlement| {
                let slot = usize::try_from(part.slot).unwrap_or(usize::MAX);
                let recorded = match part.by {
                    SettledBy::Refund => self.records.refunds.rows().get(slot).map(|row| row.seq),
                    _ => self.records.allocations.rows().get(slot).map(|row| row.seq),
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
                && self.records.payments.seq(payment.id) <= until;
            is_there.then(|| row.amount - used(&row.uses))
        });
        let of_notes = self.invoices_of(document.customer).filter_map(|note| {
            let row = self.figures(note.id)?;
            let is_there = row.credit
                && note.currency == document.currency
                && row.stands_at(at)
                && self.records.invoices.seq(note.id) <= until;
            is_there.then(|| row.asked - used(&row.settlements))
        });
        let sum: i128 = of_payments.chain(of_notes).map(i128::from).sum();
        Money::from_minor(sum, document.currency)
    }

    /// The status of a document on a day.
    pub fn status(&self, id: InvoiceId, today: Date) -> Option<Status> {
        let invoice = self.records.invoices.get(id)?;
        let row = self.figures(id)?;
        Some(row.status(invoice, today.number()))
    }

    /// What is left of a document on a day: of an invoice to be paid, of a
    /// credit note to be applied. Zero for drafts, voids and before its date.
    pub fn balance(&self, id: InvoiceId, day: Date) -> Option<Money> {
        let invoice = self.records.invoices.get(id)?;
        let row = self.figures(id)?;
        Money::from_minor(row.open_at(day.number()).into(), invoice.currency).ok()
    }

    /// What is left of a payment on a day: unapplied cash.
    pub fn unapplied(&self, id: PaymentId, day: Date) -> Option<Money> {
        let payment = self.records.payments.get(id)?;
        let row = self.payment_figures(id)?;
        Money::from_minor(row.unapplied_at(day.number()).into(), payment.currency).ok()
    }

    /// The credit notes issued against a document and not void.
    pub fn credit_notes_of(&self, id: InvoiceId) -> Vec<Rc<Invoice>> {
        self.standing_beside(id, |note| {
            note.kind == Kind::CreditNote && note.credits == Some(id)
        })
    }

    /// Documents of the same customer, issued and not void.
    fn standing_beside(
        &self,
        id: InvoiceId,
        wanted: impl Fn(&Invoice) -> bool,
    ) -> Vec<Rc<Invoice>> {
        let Some(document) = self.records.invoices.get(id) else {
            return Vec::new();
        };
        let stands = |id| {
            let row = self.figures(id);
            row.is_some_and(|row| row.is_issued() && !row.is_void())
        };
        self.invoices_of(document.customer)
            .filter(|other| wanted(other) && stands(other.id))
            .cloned()
            .collect()
    }

    /// How a document of this seller is printed: as the business had it when it
    /// was issued; of a draft, and where that was not kept, as it has it today.
    pub fn look(&self, seller: Option<PartyId>) -> PrintedLook {
        let frozen = seller.and_then(|id| self.records.parties.get(id)?.look.clone());
        let today = || {
            let business = self.records.business.as_deref();
            business.map_or_else(PrintedLook::default, PrintedLook::of)
        };
        frozen.unwrap_or_else(today)
    }

    /// What a document being written deducts: its deposit invoices as they
    /// were issued. One that is not there is left out; issuing refuses it.
    pub fn deductions(&self, document: &Invoice) -> Vec<Deduction> {
        let deposits = document.deducts.iter().filter_map(|id| {
            let issue = self.records.invoices.get(*id)?.issue.as_ref()?;
            Some(Deduction::of(*id, issue))
        });
        deposits.collect()
    }

    /// The invoices, issued and not void, that deduct a deposit invoice.
    pub fn deducted_by(&self, id: InvoiceId) -> Vec<Rc<Invoice>> {
        self.standing_beside(id, |invoice| invoice.deducts.contains(&id))
    }
}
