//! Timelines: the dated facts about a document, a payment or a customer, and
//! which record an action of the journal is about.
//!
//! They are facts with what they name, in order of their days; the words for
//! them are the shell's.

use crate::action::CommandName;
use crate::book::Book;
use crate::book::columns::InvoiceColumns;
use crate::change::{Change, RecordId};
use crate::collection::{CollectionEvent, CollectionFact};
use crate::date::Date;
use crate::ids::{
    AllocationId, CollectionEventId, CustomerId, InvoiceId, PaymentId, QuoteId, RefundId,
    ScheduleId, SendingId, VoidId, WriteOffId,
};
use crate::invoice::Invoice;
use crate::journal::Entry;
use crate::money::{Currency, Decimal, Money};
use crate::payment::{Allocation, Refund, RefundKind, Source, WriteOff};
use serde::{Deserialize, Serialize};

/// Whose facts are asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// An invoice or a credit note. Of a draft there are none.
    Document(InvoiceId),
    Payment(PaymentId),
    /// All of their documents and payments, each fact once.
    Customer(CustomerId),
}

/// Something that happened on a day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Fact {
    pub date: Date,
    pub event: Event,
    /// Below zero for what takes an earlier fact back.
    pub amount: Option<Money>,
    /// It stands, and can be taken back by a dated fact of its own.
    pub reversible: Option<Reversible>,
}

/// What happened, with what it names.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    Issued(InvoiceId),
    Sent(SendingId),
    Voided(VoidId),
    /// A credit note that corrects the document was issued.
    CreditedBy(InvoiceId),
    Received(PaymentId),
    Applied {
        source: Source,
        invoice: InvoiceId,
    },
    /// What was applied is not any more.
    TakenBack {
        source: Source,
        invoice: InvoiceId,
        because: TakenBack,
    },
    /// Of whatever kind; its reversals as well.
    WrittenOff(WriteOffId),
    /// Of whatever kind; its reversals as well.
    Refunded(RefundId),
    /// What was done or said to collect.
    Collected(CollectionEventId),
}

/// Why what was applied is not any more.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TakenBack {
    /// The payment came back.
    CameBack,
    /// There was no such payment.
    Mistake,
    /// Somebody took it off.
    ByHand,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reversible {
    Allocation(AllocationId),
    Refund(RefundId),
}

/// The facts about a subject, the oldest first; of one day in the order in
/// which they are told of: issued, sent, void, credited, then money.
pub fn facts_of(book: &Book, subject: Subject) -> Vec<Fact> {
    let mut facts = Vec::new();
    match subject {
        Subject::Document(id) => {
            if let Some((document, row)) = book.invoices().get(id).zip(book.figures(id)) {
                of_document(book, document, &mut facts);
                let notes = book.credit_notes_of(id).into_iter();
                facts.extend(notes.filter_map(|note| issued(&note, Event::CreditedBy(note.id))));
                facts.extend(settled(book, row));
                let events = book.collection_events_of(document.customer);
                let events = events.filter(|event| book.is_collected(event, id));
                facts.extend(events.map(|event| collected(event)));
            }
        }
        Subject::Payment(id) => of_payment(book, id, &mut facts),
        Subject::Customer(id) => {
            for document in book.invoices_of(id) {
                of_document(book, document, &mut facts);
                // What a credit note gave is told of at what it was put against.
                let row = book.figures(document.id);
                let credit = row.is_some_and(|row| row.credit);
                let settled = row.into_iter().flat_map(|row| settled(book, row));
                facts.extend(settled.filter(|fact| !credit || !fact.event.is_applied()));
            }
            let events = book.collection_events_of(id);
            facts.extend(events.map(|event| collected(event)));
            for payment in book.payments_of(id) {
                facts.extend(received(book, payment.id));
                let refunds = book.refunds_of(Source::Payment(payment.id));
                facts.extend(refunds.iter().map(|one| refunded(book, one)));
            }
        }
    }
    facts.sort_by_key(|fact| fact.date);
    facts
}

impl Event {
    fn is_applied(self) -> bool {
        matches!(self, Event::Applied { .. } | Event::TakenBack { .. })
    }
}

fn plain(date: Date, event: Event, amount: Option<Money>) -> Fact {
    Fact {
        date,
        event,
        amount,
        reversible: None,
    }
}

fn money(amount: Decimal, currency: Currency) -> Option<Money> {
    Money::new(amount, currency).ok()
}

/// That a document was issued, or credited by the one that was.
fn issued(document: &Invoice, event: Event) -> Option<Fact> {
    let issue = document.issue.as_ref()?;
    let amount = money(issue.totals.payable, document.currency);
    Some(plain(issue.date, event, amount))
}

fn collected(event: &CollectionEvent) -> Fact {
    let amount = match &event.what {
        CollectionFact::Promised(promised) => money(promised.amount, promised.currency),
        CollectionFact::Sent { .. }
        | CollectionFact::Contact { .. }
        | CollectionFact::Held { .. }
        | CollectionFact::Disputed(_)
        | CollectionFact::Settled { .. }
        | CollectionFact::Ended { .. } => None,
    };
    plain(event.date, Event::Collected(event.id), amount)
}

/// What became of a document but for money.
fn of_document(book: &Book, document: &Invoice, facts: &mut Vec<Fact>) {
    let Some(issued) = issued(document, Event::Issued(document.id)) else {
        return;
    };
    facts.push(issued);
    let sendings = book.sendings().iter();
    let sendings = sendings.filter(|sending| sending.invoice == document.id);
    facts.extend(sendings.map(|sending| plain(sending.date, Event::Sent(sending.id), None)));
    let voids = book.voids().iter();
    let voids = voids.filter(|void| void.invoice == document.id);
    facts.extend(voids.map(|void| plain(void.date, Event::Voided(void.id), None)));
}

/// What was put against a document, or what a credit note gave.
fn settled<'b>(book: &'b Book, row: &'b InvoiceColumns) -> impl Iterator<Item = Fact> + 'b {
    let parts = row.settlements.as_slice().iter();
    parts.filter_map(|part| {
        if let Some(allocation) = book.allocation_of(part) {
            Some(applied(book, allocation))
        } else if let Some(write_off) = book.write_off_of(part) {
            Some(written_off(write_off))
        } else {
            let refund = book.refund_of(part)?;
            Some(refunded(book, refund))
        }
    })
}

fn applied(book: &Book, part: &Allocation) -> Fact {
    let (source, invoice) = (part.source, part.invoice);
    let event = match part.reverses {
        None => Event::Applied { source, invoice },
        Some(_) => Event::TakenBack {
            source,
            invoice,
            because: why_taken_back(book, part),
        },
    };
    let stands = part.reverses.is_none() && !book.is_reversed(part);
    Fact {
        date: part.date,
        event,
        amount: money(part.amount, part.currency),
        reversible: stands.then_some(Reversible::Allocation(part.id)),
    }
}

/// A payment that is taken back as a whole takes its allocations along on one
/// day.
fn why_taken_back(book: &Book, reversal: &Allocation) -> TakenBack {
    let refunds = book.standing_refunds(reversal.source);
    let with = refunds.iter().find(|refund| refund.date == reversal.date);
    match with.map(|refund| refund.kind) {
        Some(RefundKind::Returned) => TakenBack::CameBack,
        Some(RefundKind::Correction) => TakenBack::Mistake,
        Some(RefundKind::Refund) | None => TakenBack::ByHand,
    }
}

fn written_off(write_off: &WriteOff) -> Fact {
    let amount = money(write_off.amount, write_off.currency);
    plain(write_off.date, Event::WrittenOff(write_off.id), amount)
}

fn refunded(book: &Book, refund: &Refund) -> Fact {
    let standing = book.standing_refunds(refund.source);
    let stands = standing.iter().any(|one| one.id == refund.id);
    Fact {
        date: refund.date,
        event: Event::Refunded(refund.id),
        amount: money(refund.amount, refund.currency),
        reversible: stands.then_some(Reversible::Refund(refund.id)),
    }
}

fn received(book: &Book, id: PaymentId) -> Option<Fact> {
    let payment = book.payments().get(id)?;
    let amount = money(payment.amount, payment.currency);
    Some(plain(payment.date, Event::Received(id), amount))
}

/// Where a payment's money went, with the discounts and differences that came
/// with it.
fn of_payment(book: &Book, id: PaymentId, facts: &mut Vec<Fact>) {
    let Some(row) = book.payment_figures(id) else {
        return;
    };
    facts.extend(received(book, id));
    let parts = row.uses.as_slice().iter();
    let parts: Vec<_> = parts.filter_map(|part| book.allocation_of(part)).collect();
    facts.extend(parts.iter().map(|part| applied(book, part)));
    let mut invoices: Vec<InvoiceId> = parts.iter().map(|part| part.invoice).collect();
    invoices.sort_unstable();
    invoices.dedup();
    let rows = invoices.into_iter().filter_map(|id| book.figures(id));
    let write_offs = rows
        .flat_map(|row| row.settlements.as_slice())
        .filter_map(|part| book.write_off_of(part));
    facts.extend(
        write_offs
            .filter(|known| known.payment == Some(id))
            .map(|known| written_off(known)),
    );
    let refunds = book.refunds_of(Source::Payment(id));
    facts.extend(refunds.iter().map(|one| refunded(book, one)));
}

/// The record that an action of the journal is about: the payment or document
/// before what came with it. `None` where there is no one record: an import,
/// or what took several entries.
pub fn about(entry: &Entry) -> Option<RecordId> {
    let is_one =
        entry.header.parts == 1 && entry.header.command_name() != Some(CommandName::ImportRecords);
    let ids = entry.changes.iter().flatten().map(Change::id);
    ids.min_by_key(|id| rank(*id)).filter(|_| is_one)
}

fn rank(id: RecordId) -> u8 {
    match id {
        RecordId::Payment(_) => 0,
        RecordId::Invoice(_) => 1,
        RecordId::Void(_) | RecordId::Sending(_) | RecordId::WriteOff(_) => 2,
        RecordId::Refund(_) | RecordId::Allocation(_) => 3,
        RecordId::Quote(_) | RecordId::Schedule(_) => 4,
        RecordId::Customer(_) => 5,
        RecordId::CollectionEvent(_) | RecordId::Reminder(_) => 2,
        RecordId::Occurrence(_) | RecordId::QuoteEvent(_) => 6,
        RecordId::Business
        | RecordId::Party(_)
        | RecordId::Item(_)
        | RecordId::Series(_)
        | RecordId::Closing(_)
        | RecordId::BankAccount(_)
        | RecordId::Statement(_)
        | RecordId::BankLine(_)
        | RecordId::Match(_)
        | RecordId::IgnoreRule(_) => 7,
    }
}

/// Where a record of the journal is to be seen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    Document(InvoiceId),
    Customer(CustomerId),
    Quote(QuoteId),
    Schedule(ScheduleId),
    Settings,
}

/// The place of a record; `None` where it has none or is gone.
pub fn place_of(book: &Book, id: RecordId) -> Option<Place> {
    let of_source = |source| match source {
        Source::Payment(id) => {
            let payment = book.payments().get(id)?;
            Some(Place::Customer(payment.customer))
        }
        Source::CreditNote(id) => Some(Place::Document(id)),
    };
    let place = match id {
        RecordId::Customer(id) => Place::Customer(id),
        RecordId::Invoice(id) => Place::Document(id),
        RecordId::Payment(id) => of_source(Source::Payment(id))?,
        RecordId::Void(id) => Place::Document(book.voids().get(id)?.invoice),
        RecordId::Sending(id) => Place::Document(book.sendings().get(id)?.invoice),
        RecordId::WriteOff(id) => Place::Document(book.write_offs().get(id)?.invoice),
        RecordId::Allocation(id) => Place::Document(book.allocations().get(id)?.invoice),
        RecordId::Refund(id) => of_source(book.refunds().get(id)?.source)?,
        RecordId::Quote(id) => Place::Quote(id),
        RecordId::QuoteEvent(id) => Place::Quote(book.quote_events().get(id)?.quote),
        RecordId::Reminder(id) => Place::Customer(book.reminders().get(id)?.customer),
        RecordId::CollectionEvent(id) => {
            Place::Customer(book.collection_events().get(id)?.customer)
        }
        RecordId::Schedule(id) => Place::Schedule(id),
        RecordId::Occurrence(id) => Place::Schedule(book.occurrences().get(id)?.schedule),
        RecordId::Business | RecordId::Series(_) | RecordId::Closing(_) => Place::Settings,
        RecordId::Party(_)
        | RecordId::Item(_)
        | RecordId::BankAccount(_)
        | RecordId::Statement(_)
        | RecordId::BankLine(_)
        | RecordId::Match(_)
        | RecordId::IgnoreRule(_) => return None,
    };
    let is_there = match place {
        Place::Document(id) => book.invoices().get(id).is_some(),
        Place::Customer(id) => book.customers().get(id).is_some(),
        Place::Quote(id) => book.quotes().get(id).is_some(),
        Place::Schedule(id) => book.schedules().get(id).is_some(),
        Place::Settings => true,
    };
    is_there.then_some(place)
}

/// What a record came to, where that is one figure.
pub fn amount_of(book: &Book, id: RecordId) -> Option<Money> {
    match id {
        RecordId::Invoice(id) => issued(book.invoices().get(id)?, Event::Issued(id))?.amount,
        RecordId::Payment(id) => received(book, id)?.amount,
        RecordId::WriteOff(id) => written_off(book.write_offs().get(id)?).amount,
        RecordId::Business
        | RecordId::Customer(_)
        | RecordId::Party(_)
        | RecordId::Item(_)
        | RecordId::Series(_)
        | RecordId::Closing(_)
        | RecordId::Void(_)
        | RecordId::Sending(_)
        | RecordId::Allocation(_)
        | RecordId::Refund(_)
        | RecordId::Schedule(_)
        | RecordId::Occurrence(_)
        | RecordId::Quote(_)
        | RecordId::QuoteEvent(_)
        | RecordId::BankAccount(_)
        | RecordId::Statement(_)
        | RecordId::BankLine(_)
        | RecordId::Match(_)
        | RecordId::IgnoreRule(_)
        | RecordId::Reminder(_)
        | RecordId::CollectionEvent(_) => None,
    }
}

#[cfg(test)]
mod tests;
