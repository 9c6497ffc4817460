//! Whether what a backup holds is a book that was kept by this program.
//!
//! Digests prove that a file was not damaged, not that nobody wrote another
//! one. So a restore also holds each entry against the laws of the books:
//!
//! - an action is whole: its entries come together, from the first to the last;
//! - an issued document never changes;
//! - a change is missing only where a later entry says that its bytes were
//!   deleted, and what such an entry names is gone;
//! - the control totals are what the book comes to.
//!
//! A file that was forged so that all of it agrees with itself cannot be told
//! from a true one by anybody who has nothing but the file.

use std::collections::{BTreeMap, BTreeSet};

use crate::backup::{ControlTotals, Header};
use crate::book::Book;
use crate::change::{Change, RecordId};
use crate::date::{Date, Timestamp};
use crate::ids::Seq;
use crate::journal::Entry;
use crate::kinds::answers::{Lasting, lasting};
use crate::money::{Currency, Decimal, Money};
use crate::report::aging;

/// The command that deleted bytes before its entries named them.
const ERASE: &str = "erase_customer";

/// What does not hold.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Breach {
    #[error("entry {seq}: part {part} of {parts} of an action, where {expected} should be")]
    PartialAction {
        seq: Seq,
        part: u32,
        parts: u32,
        expected: u32,
    },
    #[error("entry {seq} changes a document that was issued before")]
    IssuedChanged { seq: Seq, id: RecordId },
    #[error("entry {seq}, change {change} is missing, and no later entry deleted it")]
    NotErased { seq: Seq, change: u32 },
    #[error("entry {seq}, change {change} is there, although entry {by} deleted it")]
    StillThere { seq: Seq, change: u32, by: Seq },
    #[error("{currency} {figure} comes to {found}, not to {stated}")]
    Totals {
        currency: String,
        figure: String,
        stated: String,
        found: String,
    },
}

/// Follows the entries of a backup, one by one.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Audit {
    /// The part that comes next, and of how many; 0 of 0 between two actions.
    next: (u32, u32),
    /// Changes without bytes, and whether an entry says that they were deleted.
    missing: BTreeMap<(Seq, u32), bool>,
    /// Changes so far, for what a later entry says of them.
    counts: BTreeMap<Seq, u32>,
}

impl Audit {
    /// Holds an entry against the book before it.
    ///
    /// # Errors
    /// The first [`Breach`].
    pub fn entry(&mut self, before: &Book, entry: &Entry) -> Result<(), Breach> {
        let seq = entry.header.seq;
        self.part(entry)?;
        for change in entry.changes.iter().flatten() {
            if changes_issued(before, change) {
                return Err(Breach::IssuedChanged {
                    seq,
                    id: change.id(),
                });
            }
        }
        let places = (0_u32..).zip(&entry.changes);
        let gone = places.filter(|(_, change)| change.is_none());
        let gone = gone.map(|(place, _)| ((seq, place), false));
        self.missing.extend(gone);
        let count = u32::try_from(entry.changes.len()).unwrap_or(u32::MAX);
        self.counts.insert(seq, count);
        self.account(entry)
    }

    fn part(&mut self, entry: &Entry) -> Result<(), Breach> {
        let (part, parts) = (entry.header.part, entry.header.parts);
        let expected = match self.next {
            (0, _) => (1, parts),
            next => next,
        };
        if (part, parts) != expected || part > parts {
            return Err(Breach::PartialAction {
                seq: entry.header.seq,
                part,
                parts,
                expected: expected.0,
            });
        }
        self.next = if part == parts {
            (0, 0)
        } else {
            (part + 1, parts)
        };
        Ok(())
    }

    /// Takes off what an entry says was deleted with it.
    fn account(&mut self, entry: &Entry) -> Result<(), Breach> {
        let by = entry.header.seq;
        if entry.header.command == ERASE && entry.header.erased.is_empty() {
            // Such entries did not always say which bytes went.
            let before = self.missing.range_mut(..(by, 0));
            before.for_each(|(_, told)| *told = true);
        }
        for erased in &entry.header.erased {
            let seq = erased.seq;
            for change in erased.changes.iter().copied() {
                if let Some(told) = self.missing.get_mut(&(seq, change)) {
                    *told = true;
                } else if self.counts.get(&seq).is_some_and(|count| change < *count) {
                    return Err(Breach::StillThere { seq, change, by });
                }
            }
        }
        Ok(())
    }

    /// Ends the audit: `book` is what all entries came to.
    ///
    /// # Errors
    /// The first [`Breach`].
    pub fn finish(self, book: &Book, header: &Header) -> Result<(), Breach> {
        if let (part @ 1.., parts) = self.next {
            return Err(Breach::PartialAction {
                seq: book.head().seq,
                part: part - 1,
                parts,
                expected: part,
            });
        }
        let untold = self.missing.iter().find(|(_, told)| !**told);
        if let Some((&(seq, change), _)) = untold {
            return Err(Breach::NotErased { seq, change });
        }
        totals_hold(book, header)
    }
}

/// Whether a change puts an issued document otherwise than it was.
fn changes_issued(before: &Book, change: &Change) -> bool {
    let Change::Put(record) = change else {
        return false;
    };
    let known = before.record(change.id());
    known.is_some_and(|known| lasting(&known) != Lasting::Changing && known != *record)
}

/// The figures that a backup states, and a restore holds the book against, as
/// of a day: what is outstanding and unapplied, and what was ever asked for
/// and received.
pub fn control_totals(book: &Book, day: Date) -> ControlTotals {
    let mut totals = ControlTotals::new();
    let Ok(aging) = aging::aging(book, &aging::Options::as_of(day)) else {
        return totals;
    };
    for aging in &aging.currencies {
        let figures = totals.entry(aging.currency.to_string()).or_default();
        for (name, minor) in [
            ("outstanding", aging.total.outstanding()),
            ("unapplied", aging.total.unapplied),
        ] {
            if let Some(money) = aging.money(minor) {
                figures.insert(name.to_owned(), money.amount().to_string());
            }
        }
    }
    for (currency, issued, received) in sums(book) {
        let figures = totals.entry(currency.to_string()).or_default();
        for (name, minor) in [("issued", issued), ("received", received)] {
            if let Ok(money) = Money::from_minor(minor, currency) {
                figures.insert(name.to_owned(), money.amount().to_string());
            }
        }
    }
    totals
}

/// By currency, in minor units: what all issued documents ask for, credit
/// notes taken off, and all payments.
fn sums(book: &Book) -> Vec<(Currency, i128, i128)> {
    let mut sums: BTreeMap<Currency, (i128, i128)> = BTreeMap::new();
    for invoice in book.invoices().iter() {
        let Some(issue) = &invoice.issue else {
            continue;
        };
        if let Ok(money) = Money::new(issue.totals.payable, invoice.currency) {
            let sign = if invoice.kind.is_credit() { -1 } else { 1 };
            sums.entry(invoice.currency).or_default().0 += sign * i128::from(money.minor());
        }
    }
    for payment in book.payments().iter() {
        if let Ok(money) = Money::new(payment.amount, payment.currency) {
            sums.entry(payment.currency).or_default().1 += i128::from(money.minor());
        }
    }
    let sums = sums.into_iter();
    sums.map(|(currency, (issued, received))| (currency, issued, received))
        .collect()
}

/// The control totals on the day that the backup was written. Which day that
/// was depends on where: the moment's day in UTC, or the one before or after.
fn totals_hold(book: &Book, header: &Header) -> Result<(), Breach> {
    let days = [0, -1, 1]
        .into_iter()
        .filter_map(|off| near(header.written, off));
    let mut first = None;
    for day in days {
        match difference(&header.totals, &control_totals(book, day)) {
            None => return Ok(()),
            Some(breach) => first = first.or(Some(breach)),
        }
    }
    first.map_or(Ok(()), Err)
}

fn near(moment: Timestamp, off: i32) -> Option<Date> {
    const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
    let day = i32::try_from(moment.0.div_euclid(DAY_MS)).ok()?;
    Date::from_number(day.saturating_add(off)).ok()
}

/// The first figure that differs. One that only one of the two has counts as
/// zero in the other.
fn difference(stated: &ControlTotals, found: &ControlTotals) -> Option<Breach> {
    let currencies: BTreeSet<&String> = stated.keys().chain(found.keys()).collect();
    for currency in currencies {
        let none = BTreeMap::new();
        let (one, other) = (
            stated.get(currency).unwrap_or(&none),
            found.get(currency).unwrap_or(&none),
        );
        // Files of earlier versions state fewer figures.
        for (figure, stated) in one {
            let found = other.get(figure).map_or("0", String::as_str);
            if !same_amount(stated, found) {
                return Some(Breach::Totals {
                    currency: currency.clone(),
                    figure: figure.clone(),
                    stated: stated.clone(),
                    found: found.to_owned(),
                });
            }
        }
    }
    None
}

fn same_amount(one: &str, other: &str) -> bool {
    let read = |text: &str| text.parse::<Decimal>();
    matches!((read(one), read(other)), (Ok(one), Ok(other)) if one == other)
}
