//! What came in late: facts dated up to a day that were recorded after it.
//!
//! They are in the report as of that day by now, and were not when it could
//! first be read. Days of recording are those of UTC, from the entries.

use std::cmp::Reverse;

use crate::book::Book;
use crate::change::RecordId;
use crate::date::Date;
use crate::ids::Seq;
use crate::payment::RefundKind;

/// A fact that a report as of an earlier day did not have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Late {
    pub id: RecordId,
    /// The day it counts from.
    pub date: Date,
    /// The day it was recorded.
    pub recorded: Date,
}

/// The documents, voids, payments, refunds and write-offs dated up to
/// `as_of` that were recorded after it, the newest recorded first. None where
/// the book began after that day: what it took over was not there to be read.
pub fn late(book: &Book, as_of: Date) -> Vec<Late> {
    let Some(known) = book.recorded_up_to(as_of) else {
        return Vec::new();
    };
    let mut facts: Vec<(Reverse<Seq>, Late)> = Vec::new();
    let mut add = |seq: Seq, id: RecordId, date: Date| {
        if seq > known && date <= as_of {
            let recorded = book.recorded_on(seq).unwrap_or(date);
            facts.push((Reverse(seq), Late { id, date, recorded }));
        }
    };
    for row in book.invoices.rows().iter().filter(|row| row.seq > known) {
        if let Some(invoice) = &row.value
            && let Some(issue) = &invoice.issue
        {
            add(row.seq, invoice.id.into(), issue.date);
        }
    }
    for row in book.voids.rows().iter().filter(|row| row.seq > known) {
        if let Some(void) = &row.value {
            add(row.seq, void.id.into(), void.date);
        }
    }
    for row in book.payments.rows().iter().filter(|row| row.seq > known) {
        if let Some(payment) = &row.value {
            add(row.seq, payment.id.into(), payment.date);
        }
    }
    for row in book.refunds.rows().iter().filter(|row| row.seq > known) {
        if let Some(refund) = &row.value
            && refund.kind != RefundKind::Correction
        {
            add(row.seq, refund.id.into(), refund.date);
        }
    }
    for row in book.write_offs.rows().iter().filter(|row| row.seq > known) {
        if let Some(write_off) = &row.value {
            add(row.seq, write_off.id.into(), write_off.date);
        }
    }
    facts.sort_by_key(|(seq, fact)| (*seq, fact.id));
    facts.into_iter().map(|(_, fact)| fact).collect()
}
