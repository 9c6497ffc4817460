//! What each kind of record refers to.

use crate::bank::Matched;
use crate::change::{Record, RecordId};
use crate::invoice::Invoice;
use crate::payment::Source;
use crate::quote::QuoteFact;
use crate::schedule::Outcome;

/// A record that another one names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Reference {
    /// It has to be there.
    Needed(RecordId),
    /// It has to have been there: it may be gone by now.
    Known(RecordId),
}

/// What a record refers to.
pub(super) fn references(record: &Record) -> Vec<Reference> {
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
            let mut all = vec![source(part.source), Needed(part.invoice.into())];
            all.extend(part.reverses.map(|id| Needed(id.into())));
            all.extend(part.with.map(|id| Needed(id.into())));
            all
        }
        Record::Refund(refund) => {
            let mut all = vec![source(refund.source)];
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

fn source(source: Source) -> Reference {
    Reference::Needed(match source {
        Source::Payment(id) => id.into(),
        Source::CreditNote(id) => id.into(),
    })
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
