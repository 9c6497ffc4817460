//! The list of record kinds: the only one.
//!
//! [`each_kind`] hands its rows to a macro, which makes of them what is the
//! same for every kind: the enums [`crate::change::Record`],
//! [`crate::change::RecordId`] and [`crate::change::RecordKind`], the tables of
//! a book and the ways to them, and the parts of a snapshot. What differs from kind to
//! kind is a trait or a `match` without a last resort, so that the compiler
//! asks for it: `book::links::Linked`, [`answers`], and the places that
//! ARCHITECTURE.md lists under "To add a record kind".

pub(crate) mod answers;

/// Calls `$rows!` with a row for each kind: its code in snapshots, its name,
/// the record, its id, and its table. Codes are never given again. A kind
/// stands after those that its records name.
macro_rules! each_kind {
    ($rows:ident) => {
        $rows! {
            1 Customer(crate::customer::Customer, crate::ids::CustomerId) customers;
            2 Party(crate::customer::Party, crate::ids::PartyId) parties;
            3 Item(crate::item::Item, crate::ids::ItemId) items;
            4 Series(crate::business::Series, crate::ids::SeriesId) series;
            5 Closing(crate::business::Closing, crate::ids::ClosingId) closings;
            6 Invoice(crate::invoice::Invoice, crate::ids::InvoiceId) invoices;
            7 Void(crate::invoice::Void, crate::ids::VoidId) voids;
            8 Sending(crate::invoice::Sending, crate::ids::SendingId) sendings;
            9 Payment(crate::payment::Payment, crate::ids::PaymentId) payments;
            10 Allocation(crate::payment::Allocation, crate::ids::AllocationId) allocations;
            11 Refund(crate::payment::Refund, crate::ids::RefundId) refunds;
            12 WriteOff(crate::payment::WriteOff, crate::ids::WriteOffId) write_offs;
            13 Schedule(crate::schedule::Schedule, crate::ids::ScheduleId) schedules;
            14 Occurrence(crate::schedule::Occurrence, crate::ids::OccurrenceId) occurrences;
            15 Quote(crate::quote::Quote, crate::ids::QuoteId) quotes;
            16 QuoteEvent(crate::quote::QuoteEvent, crate::ids::QuoteEventId) quote_events;
            17 BankAccount(crate::bank::BankAccount, crate::ids::BankAccountId) bank_accounts;
            18 Statement(crate::bank::Statement, crate::ids::StatementId) statements;
            19 BankLine(crate::bank::BankLine, crate::ids::BankLineId) bank_lines;
            20 Match(crate::bank::Match, crate::ids::MatchId) matches;
            21 IgnoreRule(crate::bank::IgnoreRule, crate::ids::RuleId) rules;
            22 Reminder(crate::collection::Reminder, crate::ids::ReminderId) reminders;
            23 CollectionEvent(crate::collection::CollectionEvent, crate::ids::CollectionEventId) collection_events;
        }
    };
}
pub(crate) use each_kind;
