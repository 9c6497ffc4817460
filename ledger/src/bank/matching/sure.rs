//! What of many lines can be confirmed at once, and what that comes to.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use super::{Suggestion, Words};
use crate::book::Book;
use crate::command::{Allocate, MatchLine, MatchPart};
use crate::ids::{BankLineId, InvoiceId, StatementId};
use crate::money::Money;

/// The lines of statements that just came in that may be posted without the
/// user: those that are open, and none where the settings post nothing.
pub fn unposted(book: &Book, statements: &[StatementId]) -> Vec<BankLineId> {
    let posts = book
        .business()
        .is_some_and(|known| known.reconciling.post_up_to.is_some());
    let lines = statements
        .iter()
        .filter(|_| posts)
        .flat_map(|statement| book.lines_of(*statement))
        .map(|line| line.id);
    let is_open = |line: &BankLineId| book.line_figures(*line).is_some_and(|row| row.is_open());
    lines.filter(is_open).collect()
}

/// What is posted of them without the user: what is sure, of no more than the
/// settings say, and needs no words of theirs.
pub fn posted_unasked<'s>(
    book: &Book,
    lines: &[BankLineId],
    suggestion: impl Fn(BankLineId) -> Option<&'s Suggestion>,
) -> Vec<MatchLine> {
    let limit = book
        .business()
        .and_then(|known| known.reconciling.post_up_to);
    let is_small = |line: BankLineId| {
        let row = book.line_figures(line)?;
        let limit = Money::rounded(limit?, row.currency()).ok()?;
        Some(row.amount.abs() <= limit.minor())
    };
    let close = |line: &BankLineId| {
        let one = suggestion(*line)?;
        let is_silent = !one.proposal.as_ref()?.takes_words();
        let posts = is_silent && is_small(*line)?;
        one.close(book, *line, Words::default()).filter(|_| posts)
    };
    lines.iter().filter_map(close).collect()
}

/// What confirming lines comes to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Settles {
    /// Invoices of which nothing is left.
    pub whole: usize,
    /// Invoices of which a part stays open.
    pub part: usize,
}

/// How many invoices lines settle, by all that is recorded of whatever day.
pub fn settles(book: &Book, lines: &[MatchLine]) -> Settles {
    let mut left: BTreeMap<InvoiceId, i64> = BTreeMap::new();
    for part in lines.iter().flat_map(|line| &line.parts) {
        let MatchPart::Receipt(receipt) = part else {
            continue;
        };
        let Allocate::Parts(parts) = &receipt.allocate else {
            continue;
        };
        let credits = receipt.credits.iter().map(|(_, id, part)| (*id, *part));
        for (id, part) in parts.iter().copied().chain(credits) {
            let Some(row) = book.figures(id) else {
                continue;
            };
            let part = Money::new(part, row.currency()).map_or(0, Money::minor);
            *left
                .entry(id)
                .or_insert_with(|| row.headroom_at(i32::MAX - 1)) -= part;
        }
        for (id, _) in &receipt.closes {
            left.insert(*id, 0);
        }
    }
    let part = left.values().filter(|left| **left > 0).count();
    Settles {
        whole: left.len() - part,
        part,
    }
}
