//! The ways to the records of a book, made from the list of kinds.

use super::Book;
use crate::change::{Record, RecordId, RecordKind};
use crate::ids::{Id, Seq};
use crate::kinds::each_kind;
use crate::table::Table;

macro_rules! records {
    ($($code:literal $kind:ident($record:ty, $id:ty) $table:ident;)*) => {
        impl Book {
            $(
                pub fn $table(&self) -> &Table<$record> {
                    &self.records.$table
                }
            )*

            /// The place of the entry that last changed a record; 0 where
            /// there is none.
            pub fn seq(&self, id: RecordId) -> Seq {
                match id {
                    RecordId::Business => self.records.business_seq,
                    $(RecordId::$kind(id) => self.records.$table.seq(id),)*
                }
            }

            /// The record as it stands.
            pub fn record(&self, id: RecordId) -> Option<Record> {
                match id {
                    RecordId::Business => self.business().cloned().map(Record::Business),
                    $(RecordId::$kind(id) => {
                        self.records.$table.get(id).cloned().map(Record::$kind)
                    })*
                }
            }

            /// How many slots the records of a kind have, those that were
            /// removed and those that are only named included.
            pub(crate) fn slots(&self, kind: RecordKind) -> usize {
                match kind {
                    RecordKind::Business => 1,
                    $(RecordKind::$kind => self.records.$table.slots(),)*
                }
            }

            /// The record of a slot that [`Book::slots`] counts.
            pub(crate) fn id_at(&self, kind: RecordKind, slot: usize) -> RecordId {
                match kind {
                    RecordKind::Business => RecordId::Business,
                    $(RecordKind::$kind => self.records.$table.id_at(slot).into(),)*
                }
            }

            /// The records of a kind that exist, in order of creation.
            pub fn ids(&self, kind: RecordKind) -> Box<dyn Iterator<Item = RecordId> + '_> {
                match kind {
                    RecordKind::Business => {
                        Box::new(self.business().map(|_| RecordId::Business).into_iter())
                    }
                    $(RecordKind::$kind => {
                        Box::new(self.records.$table.iter().map(|record| record.id.into()))
                    })*
                }
            }

            /// The records of a kind that were removed, in order of creation.
            pub fn removed(&self, kind: RecordKind) -> Box<dyn Iterator<Item = RecordId> + '_> {
                match kind {
                    RecordKind::Business => Box::new(std::iter::empty()),
                    $(RecordKind::$kind => {
                        let rows = self.records.$table.rows().iter();
                        let gone = rows.filter(|row| row.value.is_none() && row.seq > 0);
                        Box::new(gone.map(|row| <$id as Id>::from_raw(row.id).into()))
                    })*
                }
            }

        }
    };
}
each_kind!(records);

impl Book {
    /// Every record that exists, kind by kind, each kind in order of creation.
    pub fn records(&self) -> impl Iterator<Item = Record> + '_ {
        RecordKind::ALL
            .iter()
            .flat_map(|kind| self.ids(*kind))
            .filter_map(|id| self.record(id))
    }
}
