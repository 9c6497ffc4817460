//! The list of record kinds: the only one.
//!
//! [`each_kind`] hands its rows to a macro, which makes of them what is the
//! same for every kind: the enums [`crate::change::Record`],
//! [`crate::change::RecordId`] and [`RecordKind`], the tables of a book and
//! the ways to them, and the parts of a snapshot. What differs from kind to
//! kind is a trait or a `match` without a last resort, so that the compiler
//! asks for it: [`crate::book::Linked`], [`answers`], and the places that
//! ARCHITECTURE.md lists under "To add a record kind".

pub(crate) mod answers;

use crate::change::RecordId;

/// Calls `$rows!` with a row for each kind: its code in snapshots, its name,
/// the record, its id, and its table. Codes are never given again.
macro_rules! each_kind {
    ($rows:ident) => {
        $rows! {
            1 Customer(Customer, CustomerId) customers;
            2 Party(Party, PartyId) parties;
            3 Item(Item, ItemId) items;
            4 Series(Series, SeriesId) series;
            5 Closing(Closing, ClosingId) closings;
            6 Invoice(Invoice, InvoiceId) invoices;
            7 Void(Void, VoidId) voids;
            8 Sending(Sending, SendingId) sendings;
            9 Payment(Payment, PaymentId) payments;
            10 Allocation(Allocation, AllocationId) allocations;
            11 Refund(Refund, RefundId) refunds;
            12 WriteOff(WriteOff, WriteOffId) write_offs;
            13 Schedule(Schedule, ScheduleId) schedules;
            14 Occurrence(Occurrence, OccurrenceId) occurrences;
            15 Quote(Quote, QuoteId) quotes;
            16 QuoteEvent(QuoteEvent, QuoteEventId) quote_events;
            17 BankAccount(BankAccount, BankAccountId) bank_accounts;
            18 Statement(Statement, StatementId) statements;
            19 BankLine(BankLine, BankLineId) bank_lines;
            20 Match(Match, MatchId) matches;
            21 IgnoreRule(IgnoreRule, RuleId) rules;
        }
    };
}
pub(crate) use each_kind;

macro_rules! kinds {
    ($($code:literal $kind:ident($record:ident, $id:ident) $table:ident;)*) => {
        /// What a record is.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize)]
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
    };
}
each_kind!(kinds);
