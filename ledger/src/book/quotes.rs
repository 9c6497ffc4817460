//! How quotes stand, and what was made of them.

use std::rc::Rc;

use super::Book;
use crate::date::Date;
use crate::ids::{InvoiceId, QuoteId};
use crate::invoice::Invoice;
use crate::quote::{Quote, QuoteEvent, QuoteFact, QuoteStatus};

impl Book {
    /// How a quote stands on a day. Of several decisions the latest counts,
    /// of one day the one that was recorded last.
    pub fn quote_status(&self, id: QuoteId, day: Date) -> Option<QuoteStatus> {
        let quote = self.quotes().get(id)?;
        if quote.is_draft() {
            return Some(QuoteStatus::Draft);
        }
        if self.invoice_of_quote(id).is_some() {
            return Some(QuoteStatus::Invoiced);
        }
        Some(match self.quote_decision(id, day).map(|event| event.what) {
            Some(QuoteFact::Accepted) => QuoteStatus::Accepted,
            Some(QuoteFact::Declined) => QuoteStatus::Declined,
            _ if quote.valid_until.is_some_and(|last| last < day) => QuoteStatus::Expired,
            _ => QuoteStatus::Open,
        })
    }

    /// What the customer said of a quote up to a day.
    pub fn quote_decision(&self, id: QuoteId, day: Date) -> Option<&Rc<QuoteEvent>> {
        let decisions = self.events_of_quote(id).filter(|event| {
            event.date <= day && matches!(event.what, QuoteFact::Accepted | QuoteFact::Declined)
        });
        // Of equals the last one.
        decisions.max_by_key(|event| event.date)
    }

    /// The draft or invoice that was made of a quote, as long as it stands:
    /// not discarded and not void.
    pub fn invoice_of_quote(&self, id: QuoteId) -> Option<&Rc<Invoice>> {
        self.events_of_quote(id).find_map(|event| {
            let QuoteFact::Invoiced(invoice) = event.what else {
                return None;
            };
            let is_void = self.figures(invoice).is_some_and(|row| row.is_void());
            self.invoices().get(invoice).filter(|_| !is_void)
        })
    }

    /// The quote that a document was made of.
    pub fn quote_of_invoice(&self, invoice: InvoiceId) -> Option<&Rc<Quote>> {
        let made = QuoteFact::Invoiced(invoice);
        let event = self
            .quote_events()
            .iter()
            .find(|event| event.what == made)?;
        self.quotes().get(event.quote)
    }
}
