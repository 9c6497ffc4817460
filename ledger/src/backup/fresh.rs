//! A book in memory as a journal of its own, where the one it was folded from
//! is gone.
//!
//! It holds every record as it stands, in an order in which each finds what it
//! names, on a new chain. What is lost with the old journal is the history:
//! what a record was before, who changed it and when, and what stood in those
//! that were removed. Of these the names stay, as others may name them.

use std::cmp::Reverse;

use crate::action::CommandName;
use crate::book::{Book, RecordKind};
use crate::change::{Change, RecordId};
use crate::journal::{self, Fault, Head, Writer, Written};
use crate::slices::Steps;

/// The command of its entries.
pub const COMMAND: CommandName = CommandName::KeptFromMemory;

/// Writes a book anew: entries from 1 on that fold to the same records and
/// figures. `salt` gives fresh random bytes at each call.
///
/// # Errors
/// As [`journal::write`].
pub async fn fresh_in_steps(
    book: &Book,
    writer: &Writer,
    mut salt: impl FnMut() -> [u8; 16],
    steps: &Steps,
) -> Result<Vec<Written>, Fault> {
    let mut written: Vec<Written> = Vec::new();
    for changes in actions(book) {
        let head = written.last().map_or(Head::EMPTY, |last| last.head);
        let action =
            journal::write_in_steps(&head, writer, COMMAND, &changes, &mut salt, steps).await?;
        written.extend(action);
    }
    Ok(written)
}

/// All records, in one action; and each closing in one of its own after it, as
/// the newest of them counts.
fn actions(book: &Book) -> Vec<Vec<Change>> {
    let (mut all, mut closings) = (Vec::new(), Vec::new());
    for kind in RecordKind::ALL {
        for id in book.ids(*kind) {
            match (id, book.record(id)) {
                (_, None) => {}
                (RecordId::Closing(_), Some(record)) => closings.push((book.seq(id), id, record)),
                (_, Some(record)) => all.push(Change::Put(record)),
            }
        }
        // So that who names one names what was there once.
        all.extend(book.removed(*kind).map(Change::Remove));
    }
    closings.sort_by_key(|(seq, id, _)| Reverse((*seq, *id)));
    let mut actions: Vec<Vec<Change>> = (!all.is_empty()).then_some(all).into_iter().collect();
    while let Some((_, _, closing)) = closings.pop() {
        actions.push(vec![Change::Put(closing)]);
    }
    actions
}
