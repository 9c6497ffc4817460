//! Undoing an action: a new entry that restores the earlier values.
//!
//! Refused where a record changed since, where other records came to depend
//! on it, where the action gave or voided a number or erased a person, or
//! where its period is closed; the pages then offer the dated reversal.

use std::collections::{BTreeSet, HashSet};

use crate::action::CommandName;
use crate::book::Book;
use crate::business::{Gap, Series};
use crate::change::{Change, ChangeSet, Record, RecordId};
use crate::check;
use crate::ids::Version;
use crate::kinds::answers::{Lasting, Numbering, day, lasting, numbering};

use super::request::Undo;
use super::work::{Context, Work};
use crate::problem::{FieldName, Problem, Refusal, What};

/// The name that [`super::Command::EraseCustomer`] has in the journal.
const ERASED: &str = "erase_customer";

/// # Errors
/// [`Refusal::Problems`] with the reason.
pub(super) fn undo(book: &Book, undo: &Undo, context: &Context) -> Result<ChangeSet, Refusal> {
    let entries = &undo.entries;
    let earlier = |id: RecordId| {
        let found = undo.before.iter().find(|(known, _)| *known == id);
        found.and_then(|(_, record)| record.clone())
    };
    let refuse = |what| {
        Refusal::Problems(vec![Problem {
            at: FieldName::Entry.into(),
            what,
        }])
    };
    let action: HashSet<Version> = entries.iter().map(|entry| entry.header.version()).collect();
    if entries.iter().any(|entry| entry.header.command == ERASED) {
        return Err(refuse(What::NothingToUndo));
    }
    // Notes the closed days, and the user's reason beside each of them.
    let mut work = Work::new(book, context);
    let mut changes: Vec<Change> = Vec::new();
    let mut seen = BTreeSet::new();
    let all = entries.iter().flat_map(|entry| entry.changes.iter());
    for change in all.rev() {
        let Some(change) = change else {
            return Err(refuse(What::NothingToUndo));
        };
        let id = change.id();
        let now = book.version(id);
        if !action.contains(&now) {
            return Err(refuse(What::ChangedSince(now)));
        }
        if !seen.insert(id) && entries.len() == 1 {
            continue;
        }
        let before = earlier(id);
        if gave_number(book, &action, change, before.as_ref())
            || counted_on(book, change, before.as_ref())
        {
            return Err(refuse(What::Numbered));
        }
        let now = match change {
            Change::Put(record) => Some(record),
            Change::Remove(_) => None,
        };
        for day in now.into_iter().chain(&before).filter_map(day) {
            work.open_period(FieldName::Entry, day);
        }
        changes.push(match before {
            Some(record) => Change::Put(record),
            None => Change::Remove(id),
        });
    }
    if changes.is_empty() {
        return Err(refuse(What::NothingToUndo));
    }
    let mut after = book.clone();
    let seq = book.head().seq + 1;
    for change in &changes {
        if after.apply(seq, change).is_err() {
            return Err(refuse(What::InUse));
        }
    }
    if !check::commit(book, &after, &changes).is_empty() {
        return Err(refuse(What::InUse));
    }
    changes.extend(work.finish(CommandName::Undo)?.changes);
    Ok(ChangeSet {
        command: CommandName::Undo,
        changes,
    })
}

/// Whether a number came to be, or was voided, by this action. What an import
/// brought void was void before, and goes with its document.
fn gave_number(
    book: &Book,
    action: &HashSet<Version>,
    change: &Change,
    before: Option<&Record>,
) -> bool {
    let Change::Put(record) = change else {
        return false;
    };
    let was_issued = before.is_some_and(|before| lasting(before) != Lasting::Changing);
    match numbering(record) {
        Numbering::Nothing => false,
        Numbering::Bears => !was_issued,
        Numbering::Voids(invoice) => !action.contains(&book.version(invoice.into())),
    }
}

/// Whether numbers were given that follow what the change said of a series,
/// so that going back would leave a gap that nothing explains, or call given
/// numbers a gap.
fn counted_on(book: &Book, change: &Change, before: Option<&Record>) -> bool {
    let Change::Put(Record::Series(after)) = change else {
        return false;
    };
    let Some(Record::Series(before)) = before else {
        return false;
    };
    book.highest_numbers()
        .filter(|(series, _, _)| *series == after.id)
        .any(|(_, run, highest)| {
            let only_in = |one: &Series, other: &Series, from: fn(&Gap) -> u32| {
                let gaps = one.gaps.iter().filter(|gap| !other.gaps.contains(gap));
                gaps.filter(|gap| gap.run == run)
                    .any(|gap| highest >= from(gap))
            };
            only_in(after, before, |gap| gap.last.saturating_add(1))
                || only_in(before, after, |gap| gap.first)
                || before.start != after.start
        })
}
