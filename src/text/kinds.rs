//! Records by their kinds, counted in words.

use std::collections::BTreeMap;

use ledger::book::RecordKind;

use super::counted;

/// How many records there are of each kind, in words: "1 item, 2 matches".
pub fn counts(kinds: &BTreeMap<RecordKind, usize>) -> Vec<String> {
    let words = |(kind, count): (&RecordKind, &usize)| {
        let (one, many) = name(*kind);
        counted(*count, one, many)
    };
    kinds.iter().map(words).collect()
}

/// One record of a kind.
pub fn one(kind: RecordKind) -> &'static str {
    name(kind).0
}

fn name(kind: RecordKind) -> (&'static str, &'static str) {
    match kind {
        RecordKind::Business => ("set of settings", "sets of settings"),
        RecordKind::Customer => ("customer", "customers"),
        RecordKind::Party => ("printed address", "printed addresses"),
        RecordKind::Item => ("item", "items"),
        RecordKind::Series => ("number series", "number series"),
        RecordKind::Closing => ("closing of a period", "closings of periods"),
        RecordKind::Invoice => ("document", "documents"),
        RecordKind::Void => ("document declared void", "documents declared void"),
        RecordKind::Sending => ("note of sending", "notes of sending"),
        RecordKind::Payment => ("payment", "payments"),
        RecordKind::Allocation => ("use of a payment or credit", "uses of payments and credits"),
        RecordKind::Refund => ("refund", "refunds"),
        RecordKind::WriteOff => ("discount or write-off", "discounts and write-offs"),
        RecordKind::Schedule => ("recurring schedule", "recurring schedules"),
        RecordKind::Occurrence => ("recurring date settled", "recurring dates settled"),
        RecordKind::Quote => ("quote", "quotes"),
        RecordKind::QuoteEvent => ("answer to a quote", "answers to quotes"),
        RecordKind::BankAccount => ("bank account", "bank accounts"),
        RecordKind::Statement => ("bank statement", "bank statements"),
        RecordKind::BankLine => ("bank line", "bank lines"),
        RecordKind::Match => ("reconciled bank line", "reconciled bank lines"),
        RecordKind::IgnoreRule => ("ignore rule", "ignore rules"),
    }
}
