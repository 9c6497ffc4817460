//! A command at work: the changes it has come to and the problems it has found
//! so far.

use serde::{Deserialize, Serialize};

use crate::action::CommandName;
use crate::book::Book;
use crate::change::{Change, ChangeSet, Record, RecordId};
use crate::date::Date;
use crate::ids::*;
use crate::problem::{At, FieldName, LONG_MAX, Problem, Refusal, SHORT_MAX, What};
use crate::table::{Entity, Table};

/// What a command cannot know by itself.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Context {
    /// The user's civil day.
    pub today: Date,
    /// The chain this device writes on: new ids are of it.
    pub chain: Chain,
    /// The user's reason for recording a fact in a closed period, where they
    /// gave one.
    pub override_closed: Option<String>,
}

/// A command at work: what it has come to so far.
pub(crate) struct Work<'a> {
    pub(super) book: &'a Book,
    pub(super) context: &'a Context,
    pub(super) changes: Vec<Change>,
    pub(super) problems: Vec<Problem>,
    minted: Vec<(std::any::TypeId, u32)>,
    pub(super) overridden: Vec<Date>,
}

impl<'a> Work<'a> {
    pub(crate) fn new(book: &'a Book, context: &'a Context) -> Work<'a> {
        Work {
            book,
            context,
            changes: Vec::new(),
            problems: Vec::new(),
            minted: Vec::new(),
            overridden: Vec::new(),
        }
    }

    /// The changes, where nothing was wrong.
    pub(crate) fn finish(mut self, command: CommandName) -> Result<ChangeSet, Refusal> {
        if self.problems.is_empty() {
            self.record_overrides();
        }
        if self.problems.is_empty() {
            Ok(ChangeSet {
                command,
                changes: self.changes,
            })
        } else {
            Err(Refusal::Problems(self.problems))
        }
    }

    pub(crate) fn put(&mut self, record: impl Into<Record>) {
        self.changes.push(Change::Put(record.into()));
    }

    pub(super) fn remove(&mut self, id: impl Into<RecordId>) {
        self.changes.push(Change::Remove(id.into()));
    }

    pub(crate) fn problem(&mut self, at: impl Into<At>, what: impl Into<What>) {
        self.problems.push(Problem {
            at: at.into(),
            what: what.into(),
        });
    }

    /// The value, or the problem noted.
    pub(crate) fn noted<T, E: Into<What>>(
        &mut self,
        at: impl Into<At>,
        result: Result<T, E>,
    ) -> Option<T> {
        result.map_err(|error| self.problem(at, error)).ok()
    }

    /// An id for a new record, on this device's chain.
    pub(crate) fn mint<T: Entity>(&mut self, table: &Table<T>) -> T::Id {
        let kind = std::any::TypeId::of::<T::Id>();
        let n = match self.minted.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, n)) => {
                *n += 1;
                *n
            }
            None => {
                let next = table.next_n(self.context.chain);
                self.minted.push((kind, next));
                next
            }
        };
        T::Id::from_raw(RawId {
            chain: self.context.chain,
            n,
        })
    }

    /// The id of the record that a form opened on, with a problem noted where
    /// it is not there or does not fit; a new one where it opened on none.
    ///
    /// # Errors
    /// [`Refusal::Changed`] where the record is not the one the form opened on.
    pub(super) fn target<T: Entity<Id: Into<RecordId>>>(
        &mut self,
        table: &Table<T>,
        opened: Option<(T::Id, Version)>,
        fits: impl Fn(&T) -> bool,
        problem: (FieldName, What),
    ) -> Result<T::Id, Refusal> {
        let Some((id, version)) = opened else {
            return Ok(self.mint(table));
        };
        self.unchanged(id, version)?;
        if !table.get(id).is_some_and(|known| fits(known)) {
            self.problem(problem.0, problem.1);
        }
        Ok(id)
    }

    /// Refuses where the record is not the one the form opened on.
    pub(super) fn unchanged(
        &self,
        id: impl Into<RecordId>,
        opened: Version,
    ) -> Result<(), Refusal> {
        let id = id.into();
        let now = self.book.version(id);
        if now == opened {
            Ok(())
        } else {
            Err(Refusal::Changed { id, now })
        }
    }

    /// Notes a problem where the day is closed and no reason was given.
    pub(crate) fn open_period(&mut self, at: impl Into<At>, date: Date) {
        let Some(until) = self.book.closed_until().filter(|until| date <= *until) else {
            return;
        };
        match &self.context.override_closed {
            Some(reason) if !reason.trim().is_empty() => {
                if !self.overridden.contains(&date) {
                    self.overridden.push(date);
                }
            }
            _ => self.problem(at, What::Closed(until)),
        }
    }

    pub(crate) fn short(&mut self, at: impl Into<At>, text: &str) {
        if text.chars().nth(SHORT_MAX).is_some() {
            self.problem(at, What::TooLong(SHORT_MAX));
        }
    }

    pub(crate) fn long(&mut self, at: impl Into<At>, text: &str) {
        if text.chars().nth(LONG_MAX).is_some() {
            self.problem(at, What::TooLong(LONG_MAX));
        }
    }

    pub(crate) fn required(&mut self, at: impl Into<At>, text: &str) {
        let at = at.into();
        if text.trim().is_empty() {
            self.problem(at, What::Missing);
        }
        self.short(at, text);
    }
}
