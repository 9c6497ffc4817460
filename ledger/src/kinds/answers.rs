//! Questions that every record kind answers.
//!
//! Each is one `match` over all kinds, so that who adds a kind is asked.

use crate::change::Record;
use crate::date::Date;
use crate::ids::{BankLineId, CustomerId, InvoiceId, QuoteId, ScheduleId};
use crate::payment::Source;

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
        // A quote is counted by no report, a sending changes no figure, and
        // what a bank says is recorded as it says it.
        Record::Quote(_)
        | Record::QuoteEvent(_)
        | Record::Sending(_)
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
        | Record::IgnoreRule(_) => Lasting::Changing,
    }
}

/// Whom a record is about, by what it names itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum About {
    /// Nobody but the business.
    Nobody,
    Customer(CustomerId),
    /// The customer of what it names.
    Invoice(InvoiceId),
    Quote(QuoteId),
    Schedule(ScheduleId),
    Source(Source),
    Line(BankLineId),
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
        Record::Schedule(schedule) => About::Customer(schedule.document.customer),
        Record::Void(void) => About::Invoice(void.invoice),
        Record::Sending(sending) => About::Invoice(sending.invoice),
        Record::WriteOff(write_off) => About::Invoice(write_off.invoice),
        Record::Refund(refund) => About::Source(refund.source),
        Record::Occurrence(occurrence) => About::Schedule(occurrence.schedule),
        Record::QuoteEvent(event) => About::Quote(event.quote),
        Record::Match(part) => About::Line(part.line),
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
