//! Questions that every record kind answers.
//!
//! Each is one `match` over all kinds, so that who adds a kind is asked.

use crate::bank::Matched;
use crate::change::{Record, RecordId};
use crate::collection::CollectionEvent;
use crate::date::Date;
use crate::ids::{CustomerId, InvoiceId};
use crate::invoice::Invoice;
use crate::payment::Source;
use crate::quote::QuoteFact;
use crate::schedule::Outcome;

/// The day that a record's fact belongs to, by which a period is closed for
/// it; `None` for what is no dated fact of the receivables.
pub(crate) fn day(record: &Record) -> Option<Date> {
    match record {
        Record::Invoice(invoice) => invoice.issue.as_ref().map(|issue| issue.date),
        Record::Payment(payment) => Some(payment.date),
        Record::Allocation(allocation) => Some(allocation.date),
        Record::Refund(refund) => Some(refund.date),
        Record::WriteOff(write_off) => Some(write_off.date),
        Record::Void(void) => Some(void.date),
        // A quote is counted by no report, sendings and what is done to collect
        // change no figure, and what a bank says is recorded as it says it.
        Record::Quote(_)
        | Record::QuoteEvent(_)
        | Record::Sending(_)
        | Record::Reminder(_)
        | Record::CollectionEvent(_)
        | Record::BankLine(_)
        | Record::Match(_)
        | Record::Business(_)
        | Record::Customer(_)
        | Record::Party(_)
        | Record::Item(_)
        | Record::Series(_)
        | Record::Closing(_)
        | Record::Schedule(_)
        | Record::Occurrence(_)
        | Record::BankAccount(_)
        | Record::Statement(_)
        | Record::IgnoreRule(_) => None,
    }
}

/// What may still happen to a record that is stored.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Lasting {
    /// It is put again, or removed where nothing refers to it.
    Changing,
    /// It never changes; where nothing refers to it, an undo may remove it.
    Unchanged,
    /// It never changes and never goes.
    Kept,
}

pub(crate) fn lasting(record: &Record) -> Lasting {
    match record {
        Record::Invoice(invoice) if !invoice.is_draft() => Lasting::Unchanged,
        Record::Quote(quote) if !quote.is_draft() => Lasting::Kept,
        Record::Invoice(_)
        | Record::Quote(_)
        | Record::Business(_)
        | Record::Customer(_)
        | Record::Party(_)
        | Record::Item(_)
        | Record::Series(_)
        | Record::Closing(_)
        | Record::Void(_)
        | Record::Sending(_)
        | Record::Payment(_)
        | Record::Allocation(_)
        | Record::Refund(_)
        | Record::WriteOff(_)
        | Record::Schedule(_)
        | Record::Occurrence(_)
        | Record::QuoteEvent(_)
        | Record::BankAccount(_)
        | Record::Statement(_)
        | Record::BankLine(_)
        | Record::Match(_)
        | Record::IgnoreRule(_)
        | Record::Reminder(_)
        | Record::CollectionEvent(_) => Lasting::Changing,
    }
}

/// What a stored record says of the numbers that documents bear.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Numbering {
    Nothing,
    /// It bears a number that this book gave.
    Bears,
    /// It voids the document that bears one.
    Voids(InvoiceId),
}

pub(crate) fn numbering(record: &Record) -> Numbering {
    match record {
        Record::Invoice(invoice) => {
            let counter = invoice.issue.as_ref().map(|issue| &issue.counter);
            match counter {
                Some(Some(_)) => Numbering::Bears,
                Some(None) | None => Numbering::Nothing,
            }
        }
        Record::Quote(quote) if quote.is_draft() => Numbering::Nothing,
        Record::Quote(_) => Numbering::Bears,
        Record::Void(void) => Numbering::Voids(void.invoice),
        Record::Business(_)
        | Record::Customer(_)
        | Record::Party(_)
        | Record::Item(_)
        | Record::Series(_)
        | Record::Closing(_)
        | Record::Sending(_)
        | Record::Payment(_)
        | Record::Allocation(_)
        | Record::Refund(_)
        | Record::WriteOff(_)
        | Record::Schedule(_)
        | Record::Occurrence(_)
        | Record::QuoteEvent(_)
        | Record::BankAccount(_)
        | Record::Statement(_)
        | Record::BankLine(_)
        | Record::Match(_)
        | Record::IgnoreRule(_)
        | Record::Reminder(_)
        | Record::CollectionEvent(_) => Numbering::Nothing,
    }
}

/// Whom a record is about, by what it names itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum About {
    /// Nobody but the business.
    Nobody,
    Customer(CustomerId),
    /// Whomever that one is about.
    Of(RecordId),
    /// Whoever its words name.
    Words,
}

pub(crate) fn about(record: &Record) -> About {
    match record {
        Record::Customer(customer) => About::Customer(customer.id),
        Record::Party(party) => party.customer.map_or(About::Nobody, About::Customer),
        Record::Invoice(invoice) => About::Customer(invoice.customer),
        Record::Quote(quote) => About::Customer(quote.document.customer),
        Record::Payment(payment) => About::Customer(payment.customer),
        Record::Reminder(reminder) => About::Customer(reminder.customer),
        Record::CollectionEvent(event) => About::Customer(event.customer),
        Record::Schedule(schedule) => About::Customer(schedule.document.customer),
        Record::Void(void) => About::Of(void.invoice.into()),
        Record::Sending(sending) => About::Of(sending.invoice.into()),
        Record::WriteOff(write_off) => About::Of(write_off.invoice.into()),
        Record::Refund(refund) => About::Of(source(refund.source)),
        Record::Occurrence(occurrence) => About::Of(occurrence.schedule.into()),
        Record::QuoteEvent(event) => About::Of(event.quote.into()),
        Record::Match(part) => About::Of(part.line.into()),
        Record::BankLine(_) | Record::IgnoreRule(_) | Record::Business(_) => About::Words,
        // An allocation has no words: it says how much of which of the others.
        Record::Allocation(_)
        | Record::Item(_)
        | Record::Series(_)
        | Record::Closing(_)
        | Record::BankAccount(_)
        | Record::Statement(_) => About::Nobody,
    }
}

/// A record that another one names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Reference {
    /// It has to be there.
    Needed(RecordId),
    /// It has to have been there: it may be gone by now.
    Known(RecordId),
}

/// What a record refers to.
pub(crate) fn references(record: &Record) -> Vec<Reference> {
    use Reference::{Known, Needed};
    let needed = |id: RecordId| vec![Needed(id)];
    match record {
        Record::Business(_)
        | Record::Customer(_)
        | Record::Item(_)
        | Record::Series(_)
        | Record::Closing(_)
        | Record::BankAccount(_)
        | Record::IgnoreRule(_) => Vec::new(),
        Record::Party(party) => party
            .customer
            .map(|id| Needed(id.into()))
            .into_iter()
            .collect(),
        Record::Invoice(invoice) => of_invoice(invoice),
        Record::Void(void) => needed(void.invoice.into()),
        Record::Sending(sending) => needed(sending.invoice.into()),
        Record::Payment(payment) => needed(payment.customer.into()),
        Record::Allocation(part) => {
            let mut all = vec![Needed(source(part.source)), Needed(part.invoice.into())];
            all.extend(part.reverses.map(|id| Needed(id.into())));
            all.extend(part.with.map(|id| Needed(id.into())));
            all
        }
        Record::Refund(refund) => {
            let mut all = vec![Needed(source(refund.source))];
            all.extend(refund.reverses.map(|id| Needed(id.into())));
            all
        }
        Record::WriteOff(write_off) => {
            let mut all = needed(write_off.invoice.into());
            all.extend(write_off.payment.map(|id| Needed(id.into())));
            all.extend(write_off.reverses.map(|id| Needed(id.into())));
            all
        }
        Record::Schedule(schedule) => needed(schedule.document.customer.into()),
        Record::Occurrence(occurrence) => {
            let mut all = needed(occurrence.schedule.into());
            if let Outcome::Made(invoice) = occurrence.outcome {
                all.push(Known(invoice.into()));
            }
            all
        }
        Record::Quote(quote) => {
            let mut all = needed(quote.document.customer.into());
            if let Some(issue) = &quote.issue {
                all.push(Needed(issue.seller.into()));
                all.extend(issue.buyer.map(|id| Needed(id.into())));
            }
            all
        }
        Record::QuoteEvent(event) => {
            let mut all = needed(event.quote.into());
            if let QuoteFact::Invoiced(invoice) = event.what {
                all.push(Known(invoice.into()));
            }
            all
        }
        Record::Reminder(reminder) => {
            let mut all = needed(reminder.customer.into());
            let parties = reminder.seller.iter().chain(&reminder.buyer);
            all.extend(parties.map(|id| Needed((*id).into())));
            all.extend(
                reminder
                    .lines
                    .iter()
                    .map(|line| Needed(line.invoice.into())),
            );
            all
        }
        Record::CollectionEvent(event) => of_collection(event),
        Record::Statement(statement) => needed(statement.account.into()),
        Record::BankLine(line) => needed(line.statement.into()),
        Record::Match(part) => {
            let mut all = needed(part.line.into());
            match part.what {
                Matched::Payment(id) => all.push(Needed(id.into())),
                Matched::Refund(id) => all.push(Needed(id.into())),
                Matched::Other { .. } => {}
            }
            all
        }
    }
}

fn source(source: Source) -> RecordId {
    match source {
        Source::Payment(id) => id.into(),
        Source::CreditNote(id) => id.into(),
    }
}

fn of_collection(event: &CollectionEvent) -> Vec<Reference> {
    let mut all = vec![Reference::Needed(event.customer.into())];
    all.extend(
        event
            .invoices()
            .iter()
            .map(|id| Reference::Needed((*id).into())),
    );
    all.extend(event.sent().map(|id| Reference::Needed(id.into())));
    all.extend(event.ends().map(|id| Reference::Needed(id.into())));
    all
}

/// A draft may name anything but a customer that is not there.
fn of_invoice(invoice: &Invoice) -> Vec<Reference> {
    let mut all = vec![Reference::Needed(invoice.customer.into())];
    if let Some(issue) = &invoice.issue {
        let parties = issue.seller.iter().chain(&issue.buyer);
        all.extend(parties.map(|id| Reference::Needed((*id).into())));
        let others = invoice.credits.iter().chain(&invoice.deducts);
        all.extend(others.map(|id| Reference::Needed((*id).into())));
    }
    all
}
