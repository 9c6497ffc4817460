//! What came in late: facts dated up to a day that were recorded after it.
//!
//! They are in the report as of that day by now, and were not when it could
//! first be read. When they were recorded comes from the entries, as far as
//! their clocks agree (`book::recorded`).

use serde::{Deserialize, Serialize};
use std::cmp::Reverse;

use crate::book::Book;
use crate::change::RecordId;
use crate::date::{Date, Timestamp};
use crate::ids::Seq;
use crate::payment::RefundKind;

/// A fact that a report as of an earlier day did not have.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Late {
    pub id: RecordId,
    /// The day it counts from.
    pub date: Date,
    /// When it was recorded, to the quarter of an hour; `None` where no entry
    /// says so.
    pub recorded: Option<Timestamp>,
}

/// The documents, voids, payments, refunds and write-offs dated up to
/// `as_of` that were recorded after it, the newest recorded first. The day
/// ends, where the user is, at the moment `end`. None where the book began
/// after that day: what it took over was not there to be read.
pub fn late(book: &Book, as_of: Date, end: Timestamp) -> Vec<Late> {
    let recorded = book.recorded();
    let Some(known) = recorded.before(end) else {
        return Vec::new();
    };
    let mut facts: Vec<(Reverse<Seq>, Late)> = Vec::new();
    let mut add = |seq: Seq, id: RecordId, date: Date| {
        if seq > known && date <= as_of {
            let recorded = recorded.at(seq);
            facts.push((Reverse(seq), Late { id, date, recorded }));
        }
    };
    for row in book.invoices().rows().iter().filter(|row| row.seq > known) {
        if let Some(invoice) = &row.value
            && let Some(issue) = &invoice.issue
        {
            add(row.seq, invoice.id.into(), issue.date);
        }
    }
    for row in book.voids().rows().iter().filter(|row| row.seq > known) {
        if let Some(void) = &row.value {
            add(row.seq, void.id.into(), void.date);
        }
    }
    for row in book.payments().rows().iter().filter(|row| row.seq > known) {
        if let Some(payment) = &row.value {
            add(row.seq, payment.id.into(), payment.date);
        }
    }
    for row in book.refunds().rows().iter().filter(|row| row.seq > known) {
        if let Some(refund) = &row.value
            && refund.kind != RefundKind::Correction
        {
            add(row.seq, refund.id.into(), refund.date);
        }
    }
    for row in book
        .write_offs()
        .rows()
        .iter()
        .filter(|row| row.seq > known)
    {
        if let Some(write_off) = &row.value {
            add(row.seq, write_off.id.into(), write_off.date);
        }
    }
    facts.sort_by_key(|(seq, fact)| (*seq, fact.id));
    facts.into_iter().map(|(_, fact)| fact).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::{Allocate, Command, RecordPayment};
    use crate::desk::{Desk, date};

    /// Writes a payment of a day, by a clock.
    fn pay(desk: &mut Desk, day: &str, at: &str) {
        desk.at = at.parse().expect("a moment");
        desk.today = date(day).max(desk.today);
        desk.done(Command::RecordPayment(Box::new(RecordPayment {
            customer: desk.customer(),
            date: date(day),
            amount: "100".parse().expect("a decimal"),
            currency: "EUR".parse().expect("a currency"),
            method: String::new(),
            reference: at.to_owned(),
            note: String::new(),
            fee: None,
            received: None,
            allocate: Allocate::Parts(Vec::new()),
            closes: Vec::new(),
        })));
    }

    /// The references of payments that came in late.
    fn late_ones(desk: &Desk, as_of: &str, end: &str) -> Vec<String> {
        late(&desk.book, date(as_of), end.parse().expect("a moment"))
            .iter()
            .filter_map(|fact| match fact.id {
                RecordId::Payment(id) => desk.book.payments().get(id),
                _ => None,
            })
            .map(|payment| payment.reference.clone())
            .collect()
    }

    #[test]
    fn what_is_late_is_told_by_the_day_where_the_user_is() {
        // On 30 November at 23:30 and on 1 December at 0:30, in zones from
        // Kiritimati to Niue, with those of a half and a quarter of an hour.
        for minutes in [
            14 * 60,
            13 * 60,
            12 * 60 + 45,
            5 * 60 + 45,
            60,
            0,
            -210,
            -5 * 60,
            -11 * 60,
        ] {
            let utc = |local: &str| {
                let local: Timestamp = local.parse().expect("a moment");
                Timestamp(local.0 - i64::from(minutes) * 60_000).to_string()
            };
            let mut desk = Desk::at("2026-11-30");
            pay(&mut desk, "2026-11-29", &utc("2026-11-29T12:00:00Z"));
            pay(&mut desk, "2026-11-30", &utc("2026-11-30T23:30:00Z"));
            let late_one = utc("2026-12-01T00:30:00Z");
            pay(&mut desk, "2026-11-30", &late_one);
            let end = utc("2026-12-01T00:00:00Z");
            assert_eq!(
                late_ones(&desk, "2026-11-30", &end),
                [late_one],
                "{minutes}"
            );
        }
    }

    #[test]
    fn a_clock_that_jumped_once_makes_nothing_else_late() {
        for jump in ["2099-01-01T12:00:00Z", "2025-11-29T12:00:00Z"] {
            let mut desk = Desk::at("2026-11-28");
            for (day, at) in [
                ("2026-11-27", "2026-11-27T12:00:00Z"),
                ("2026-11-28", "2026-11-28T12:00:00Z"),
                ("2026-11-28", jump),
                ("2026-11-29", "2026-11-29T12:00:00Z"),
                ("2026-11-30", "2026-11-30T12:00:00Z"),
                ("2026-11-29", "2026-12-02T12:00:00Z"),
            ] {
                pay(&mut desk, day, at);
            }
            let end = "2026-12-01T00:00:00Z";
            assert_eq!(
                late_ones(&desk, "2026-11-30", end),
                ["2026-12-02T12:00:00Z"],
                "{jump}"
            );
        }
    }
}
