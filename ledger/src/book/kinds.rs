//! The kinds of records, and all records of a book by kind.
//!
//! Everything that must look at each record of a book goes through here, so
//! that a kind that comes to the book cannot be left out in silence: the
//! compiler asks for it.

use super::Book;
use crate::change::{Record, RecordId};
use crate::ids::Id;

macro_rules! kinds {
    ($($kind:ident: $table:ident),* $(,)?) => {
        /// What a record is.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum RecordKind {
            Business,
            $($kind,)*
        }

        impl RecordKind {
            pub const ALL: &'static [RecordKind] = &[RecordKind::Business, $(RecordKind::$kind,)*];

            pub fn of(id: RecordId) -> RecordKind {
                match id {
                    RecordId::Business => RecordKind::Business,
                    $(RecordId::$kind(_) => RecordKind::$kind,)*
                }
            }
        }

        impl Book {
            /// The records of a kind that exist, in order of creation.
            pub fn ids(&self, kind: RecordKind) -> Box<dyn Iterator<Item = RecordId> + '_> {
                match kind {
                    RecordKind::Business => {
                        Box::new(self.business.iter().map(|_| RecordId::Business))
                    }
                    $(RecordKind::$kind => {
                        Box::new(self.$table.iter().map(|record| RecordId::$kind(record.id)))
                    })*
                }
            }

            /// The records of a kind that were removed, in order of creation.
            pub fn removed(&self, kind: RecordKind) -> Box<dyn Iterator<Item = RecordId> + '_> {
                match kind {
                    RecordKind::Business => Box::new(std::iter::empty()),
                    $(RecordKind::$kind => {
                        let rows = self.$table.rows().iter();
                        let gone = rows.filter(|row| row.value.is_none() && row.seq > 0);
                        Box::new(gone.map(|row| RecordId::$kind(Id::from_raw(row.id))))
                    })*
                }
            }
        }
    };
}

kinds! {
    Customer: customers,
    Party: parties,
    Item: items,
    Series: series,
    Closing: closings,
    Invoice: invoices,
    Void: voids,
    Sending: sendings,
    Payment: payments,
    Allocation: allocations,
    Refund: refunds,
    WriteOff: write_offs,
    Schedule: schedules,
    Occurrence: occurrences,
    Quote: quotes,
    QuoteEvent: quote_events,
    BankAccount: bank_accounts,
    Statement: statements,
    BankLine: bank_lines,
    Match: matches,
    IgnoreRule: rules,
}

impl Book {
    /// Every record that exists, kind by kind, each kind in order of creation.
    pub fn records(&self) -> impl Iterator<Item = Record> + '_ {
        RecordKind::ALL
            .iter()
            .flat_map(|kind| self.ids(*kind))
            .filter_map(|id| self.record(id))
    }
}
