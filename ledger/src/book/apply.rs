//! How a change is applied to the records of a book, and what it says to the columns.

use std::rc::Rc;

use super::links::{Linked, Misfit};
use super::{Book, recorded};
use crate::change::{Change, Record, RecordId, RecordKind};
use crate::date::Timestamp;
use crate::ids::Seq;
use crate::journal::{self, CHANGES_MAX, Entry, Head};
use crate::kinds::each_kind;
use crate::slices::{Steps, at_once};

impl Book {
    /// Applies an entry that follows this book's head; the caller has checked
    /// that ([`crate::journal::follows`]).
    ///
    /// # Errors
    /// [`Misfit`]; the book is then unusable and must be thrown away.
    pub fn apply_entry(&mut self, entry: &Entry) -> Result<(), Misfit> {
        for change in entry.changes.iter().flatten() {
            self.apply(entry.header.seq, change)?;
        }
        self.head = entry.head();
        Rc::make_mut(&mut self.records.versions).note(entry.header.seq, entry.header.version());
        recorded::mark(
            Rc::make_mut(&mut self.records.marks),
            entry.header.seq,
            entry.header.at,
        );
        Ok(())
    }

    /// Applies the changes of one commit that was stored up to `head`. Each
    /// run of [`crate::journal::CHANGES_MAX`] changes is an entry of its own.
    ///
    /// # Errors
    /// As [`Book::apply_entry`].
    pub fn apply_commit(
        &mut self,
        changes: &[Change],
        head: Head,
        at: Timestamp,
    ) -> Result<(), Misfit> {
        at_once(self.apply_commit_in_steps(changes, head, at, &Steps::default()))
    }

    /// The same as long work, a step for each change.
    ///
    /// # Errors
    /// As [`Book::apply_entry`].
    pub async fn apply_commit_in_steps(
        &mut self,
        changes: &[Change],
        head: Head,
        at: Timestamp,
        steps: &Steps,
    ) -> Result<(), Misfit> {
        for (entry, changes) in (self.head.seq + 1..).zip(changes.chunks(CHANGES_MAX)) {
            for change in changes {
                self.apply(entry, change)?;
                steps.step().await;
            }
        }
        let first = self.head.seq + 1;
        if first <= head.seq {
            let version = journal::version(head.chain, first);
            Rc::make_mut(&mut self.records.versions).note(first, version);
        }
        self.head = head;
        recorded::mark(Rc::make_mut(&mut self.records.marks), head.seq, at);
        Ok(())
    }

    /// Applies one change as part of entry `seq`.
    ///
    /// # Errors
    /// As [`Book::apply_entry`].
    pub fn apply(&mut self, seq: Seq, change: &Change) -> Result<(), Misfit> {
        match change {
            Change::Put(record) => self.set(seq, record.id(), Some(record)),
            Change::Remove(id) => self.set(seq, *id, None),
        }
    }
}

macro_rules! applied {
    ($($code:literal $kind:ident($record:ty, $id:ty) $table:ident;)*) => {
        impl Book {
            fn set(
                &mut self,
                seq: Seq,
                id: RecordId,
                record: Option<&Record>,
            ) -> Result<(), Misfit> {
                match id {
                    RecordId::Business => {
                        self.records.business = match record {
                            Some(Record::Business(business)) => Some(business.clone()),
                            _ => None,
                        };
                        self.records.business_seq = seq;
                        Ok(())
                    }
                    $(RecordId::$kind(id) => {
                        let value = match record {
                            Some(Record::$kind(record)) => Some(record.clone()),
                            _ => None,
                        };
                        let (slot, before) = self.records.$table.set(id, seq, value)?;
                        <$record as Linked>::link(self, slot, before.as_deref())
                    })*
                }
            }

            /// Makes what the columns say of the record in a slot, where they
            /// say nothing of it yet.
            pub(crate) fn link(&mut self, kind: RecordKind, slot: usize) -> Result<(), Misfit> {
                match kind {
                    RecordKind::Business => Ok(()),
                    $(RecordKind::$kind => <$record as Linked>::link(self, slot, None),)*
                }
            }
        }
    };
}
each_kind!(applied);
