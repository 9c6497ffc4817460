//! What a recovery comes to, or why there is none.

use super::fact::Fact;
use crate::action::CommandName;
use crate::book::Book;
use crate::business::{Gap, GapReason, Series};
use crate::change::{Change, Record};
use crate::ids::{Seq, SeriesId};
use crate::journal;
use crate::journal::{Entry, Erased, Fault, Head, Writer, Written};
use crate::report::numbers::{self, Became};
use std::collections::BTreeMap;

/// The command of the entry that a recovery adds.
pub const COMMAND: CommandName = CommandName::Recover;

/// What can go on of a damaged journal.
#[derive(Clone, PartialEq, Debug)]
pub struct Recovery {
    /// The book as it goes on.
    pub book: Book,
    /// Entries that stay, those included that lost a change.
    pub entries: Seq,
    /// Changes that are lost although their entry stays, and what cannot be
    /// without them.
    pub lost: Vec<Fact>,
    /// What was recorded after the last entry that stays.
    pub later: Vec<Fact>,
    /// Later entries that are missing, or of which nothing can be read.
    pub unreadable: usize,
    /// The highest numbers among all that does not stay, by series and run.
    pub numbers: BTreeMap<(SeriesId, u32), u32>,
    pub(super) lines: Vec<Line>,
    pub(super) head: Head,
    pub(super) erased: Vec<Erased>,
    pub(super) changes: Vec<Change>,
}

impl Recovery {
    /// A book that is whole, while its journal is not: nothing of it is lost.
    /// It goes on by [`crate::backup::fresh_in_steps`].
    pub fn as_it_stands(book: Book) -> Recovery {
        Recovery {
            entries: book.head().seq,
            lost: Vec::new(),
            later: Vec::new(),
            unreadable: 0,
            numbers: BTreeMap::new(),
            lines: Vec::new(),
            head: Head::EMPTY,
            erased: Vec::new(),
            changes: Vec::new(),
            book,
        }
    }

    /// Whether everything that was recorded stays.
    pub fn is_whole(&self) -> bool {
        self.lost.is_empty() && self.later.is_empty() && self.unreadable == 0
    }

    /// Changes that [`Recovery::into_entries`] writes at the most: each takes
    /// a salt.
    pub fn changes_to_write(&self) -> usize {
        self.changes.len() + self.book.series().len()
    }

    /// The entries that go on, the one that tells of the recovery last.
    /// `reason` is why numbers that no document bears were left out.
    ///
    /// # Errors
    /// As [`journal::write`].
    pub fn into_entries(
        self,
        writer: &Writer,
        reason: GapReason,
        salt: impl FnMut() -> [u8; 16],
    ) -> Result<Vec<Written>, Fault> {
        let mut changes = self.changes;
        for (series, gaps) in unexplained(&self.book, reason) {
            // One that stands in for a lost one is put once, with its gaps.
            let stands_in = changes.iter_mut().find_map(|change| match change {
                Change::Put(Record::Series(known)) if known.id == series.id => Some(known),
                _ => None,
            });
            let series = Series {
                gaps: [series.gaps.clone(), gaps].concat(),
                ..series
            };
            match stands_in {
                Some(known) => *known = series.into(),
                None => changes.push(Change::Put(series.into())),
            }
        }
        let written =
            journal::write_erasing(&self.head, writer, COMMAND, &changes, self.erased, salt)?;
        let lines = self.lines.into_iter();
        let kept = lines.map(|line| Written {
            head: line.head,
            bytes: line.bytes,
        });
        Ok(kept.chain(written).collect())
    }
}

/// Why nothing can go on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Hopeless {
    #[error("written by a newer version of Owed (format {0})")]
    TooNew(u32),
    #[error("not one entry of it can be read")]
    Nothing,
    #[error("what can be read does not come to a book")]
    NoBook,
}

/// How often what hangs on lost changes is looked for.
pub(super) const ROUNDS: usize = 64;

/// An entry that stays.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Line {
    pub(super) head: Head,
    pub(super) bytes: Vec<u8>,
    pub(super) entry: Entry,
}

/// The numbers of each series that no document bears and nothing explains.
fn unexplained(book: &Book, reason: GapReason) -> Vec<(Series, Vec<Gap>)> {
    let mut all: BTreeMap<SeriesId, Vec<Gap>> = BTreeMap::new();
    for (id, run) in numbers::runs(book) {
        for row in numbers::rows(book, id, run) {
            if row.became == Became::Unknown {
                all.entry(id).or_default().push(Gap {
                    run,
                    first: row.first,
                    last: row.last,
                    reason: reason.into(),
                });
            }
        }
    }
    let series = |(id, gaps)| Some(((**book.series().get(id)?).clone(), gaps));
    all.into_iter().filter_map(series).collect()
}
