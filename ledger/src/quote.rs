//! Quotes: what a document would ask for, offered until a day.
//!
//! A quote holds a document as a value of its own, in a table of its own, with
//! numbers of its own series: no report and no list of documents ever counts
//! it. An issued quote never changes; that it was accepted, declined or
//! invoiced are dated facts beside it ([`QuoteEvent`]). That it expired is
//! derived from the day, never stored.

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::ids::{InvoiceId, PartyId, QuoteEventId, QuoteId};
use crate::invoice::{Counter, Invoice, Totals};

/// A quote. A draft while [`Quote::issue`] is `None`.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Quote {
    pub id: QuoteId,
    /// What an invoice of it would say, its customer included; never issued
    /// itself.
    pub document: Box<Invoice>,
    /// The last day on which it holds.
    #[serde(default)]
    pub valid_until: Option<Date>,
    #[serde(default)]
    pub issue: Option<Box<QuoteIssue>>,
}

/// What became fixed at issue.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct QuoteIssue {
    #[serde(default)]
    pub number: String,
    pub counter: Counter,
    pub date: Date,
    pub seller: PartyId,
    #[serde(default)]
    pub buyer: Option<PartyId>,
    pub totals: Totals,
}

/// A fact about an issued quote.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct QuoteEvent {
    pub id: QuoteEventId,
    pub quote: QuoteId,
    pub date: Date,
    pub what: QuoteFact,
    #[serde(default)]
    pub note: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuoteFact {
    Accepted,
    Declined,
    /// This draft was made of it, which may be discarded, issued or void by
    /// now.
    Invoiced(InvoiceId),
}

/// How a quote stands on a day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum QuoteStatus {
    Draft,
    Open,
    /// Undecided after its last day.
    Expired,
    Declined,
    Accepted,
    Invoiced,
}

impl Quote {
    pub fn is_draft(&self) -> bool {
        self.issue.is_none()
    }

    /// The number, or nothing for a draft.
    pub fn number(&self) -> &str {
        self.issue.as_ref().map_or("", |issue| &issue.number)
    }
}

#[cfg(test)]
mod tests;
