//! Records by their kinds, counted in words.

use std::collections::BTreeMap;

use ledger::book::RecordKind;

/// How many records there are of each kind, in words: "1 item, 2 matched bank lines".
pub fn counts(kinds: &BTreeMap<RecordKind, usize>) -> Vec<String> {
    kinds
        .iter()
        .map(|(kind, count)| counted(*kind, *count))
        .collect()
}

fn counted(kind: RecordKind, count: usize) -> String {
    match kind {
        RecordKind::Business => words::kinds::business_count(count),
        RecordKind::Customer => words::kinds::customer_count(count),
        RecordKind::Party => words::kinds::party_count(count),
        RecordKind::Item => words::kinds::item_count(count),
        RecordKind::Series => words::kinds::series_count(count),
        RecordKind::Closing => words::kinds::closing_count(count),
        RecordKind::Invoice => words::kinds::invoice_count(count),
        RecordKind::Void => words::kinds::void_count(count),
        RecordKind::Sending => words::kinds::sending_count(count),
        RecordKind::Payment => words::kinds::payment_count(count),
        RecordKind::Allocation => words::kinds::allocation_count(count),
        RecordKind::Refund => words::kinds::refund_count(count),
        RecordKind::WriteOff => words::kinds::write_off_count(count),
        RecordKind::Schedule => words::kinds::schedule_count(count),
        RecordKind::Occurrence => words::kinds::occurrence_count(count),
        RecordKind::Quote => words::kinds::quote_count(count),
        RecordKind::QuoteEvent => words::kinds::quote_event_count(count),
        RecordKind::BankAccount => words::kinds::bank_account_count(count),
        RecordKind::Statement => words::kinds::statement_count(count),
        RecordKind::BankLine => words::kinds::bank_line_count(count),
        RecordKind::Match => words::kinds::match_count(count),
        RecordKind::IgnoreRule => words::kinds::ignore_rule_count(count),
        RecordKind::Reminder => words::kinds::reminder_count(count),
        RecordKind::CollectionEvent => words::kinds::collection_event_count(count),
    }
}

/// One record of a kind.
pub fn one(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Business => words::kinds::business(),
        RecordKind::Customer => words::kinds::customer(),
        RecordKind::Party => words::kinds::party(),
        RecordKind::Item => words::kinds::item(),
        RecordKind::Series => words::kinds::series(),
        RecordKind::Closing => words::kinds::closing(),
        RecordKind::Invoice => words::kinds::invoice(),
        RecordKind::Void => words::kinds::void(),
        RecordKind::Sending => words::kinds::sending(),
        RecordKind::Payment => words::kinds::payment(),
        RecordKind::Allocation => words::kinds::allocation(),
        RecordKind::Refund => words::kinds::refund(),
        RecordKind::WriteOff => words::kinds::write_off(),
        RecordKind::Schedule => words::kinds::schedule(),
        RecordKind::Occurrence => words::kinds::occurrence(),
        RecordKind::Quote => words::kinds::quote(),
        RecordKind::QuoteEvent => words::kinds::quote_event(),
        RecordKind::BankAccount => words::kinds::bank_account(),
        RecordKind::Statement => words::kinds::statement(),
        RecordKind::BankLine => words::kinds::bank_line(),
        RecordKind::Match => words::kinds::r#match(),
        RecordKind::IgnoreRule => words::kinds::ignore_rule(),
        RecordKind::Reminder => words::kinds::reminder(),
        RecordKind::CollectionEvent => words::kinds::collection_event(),
    }
}
