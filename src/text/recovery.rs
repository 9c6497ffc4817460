//! What was lost by damage, and what is to be recorded again.

use ledger::command::CommandName;
use ledger::recovery::Fact;

use super::{action, format, kinds};

/// The action that a change was part of, and when: "Statement imported,
/// 30 Nov 2026, 10:02".
pub fn action(fact: &Fact) -> String {
    let done = CommandName::of(&fact.command)
        .and_then(action::done)
        .unwrap_or(words::recovery::saved_action());
    format!("{done}, {}", format::moment(fact.at))
}

/// What a change put or removed: "Payment, Alpha AG, 100.00 EUR, 2 Nov 2026".
pub fn fact(fact: &Fact) -> String {
    let kind = match fact.kind {
        Some(kind) => capital(kinds::one(kind)),
        None => words::recovery::unreadable_fact().to_owned(),
    };
    let mut text = match (fact.removed, fact.name.is_empty()) {
        (false, false) => format!("{kind} {}", fact.name),
        (false, true) => kind,
        (true, false) => words::recovery::removed_named(&kind.to_lowercase(), &fact.name),
        (true, true) => words::recovery::removed(&kind.to_lowercase()),
    };
    let amount = fact.amount.map(format::money);
    let day = fact.day.map(format::date);
    let customer = Some(fact.customer.clone()).filter(|name| !name.is_empty());
    for part in [customer, amount, day].into_iter().flatten() {
        text.push_str(", ");
        text.push_str(&part);
    }
    match (fact.stays, fact.doubtful) {
        (true, _) => text.push_str(words::recovery::check_suspicious()),
        (false, true) => text.push_str(words::recovery::suspicious_now()),
        (false, false) => {}
    }
    text
}

/// That entries are missing.
pub fn unreadable(entries: usize) -> String {
    match entries {
        1 => words::recovery::missing_one().to_owned(),
        more => words::recovery::missing_many(&more.to_string()),
    }
}

/// That what is stored was saved as a file.
pub fn kept(bytes: u64) -> String {
    let size = format::size(bytes);
    words::recovery::file_handed(&size)
}

/// A list of facts as a table for a spreadsheet.
pub fn csv(facts: &[Fact]) -> String {
    let mut text = "When,Action,What,Name,Customer,Amount,Currency,Date,Record\n".to_owned();
    for fact in facts {
        let amount = fact.amount.map(|money| money.amount().to_string());
        let currency = fact.amount.map(|money| money.currency().to_string());
        let kind = fact.kind.map(kinds::one).unwrap_or_default();
        let cells = [
            fact.at.to_string(),
            CommandName::of(&fact.command)
                .and_then(action::done)
                .unwrap_or(&fact.command)
                .to_owned(),
            if fact.removed {
                format!("removed: {kind}")
            } else {
                kind.to_owned()
            },
            fact.name.clone(),
            fact.customer.clone(),
            amount.unwrap_or_default(),
            currency.unwrap_or_default(),
            fact.day.map(|day| day.to_string()).unwrap_or_default(),
            fact.text.clone(),
        ];
        text.push_str(&cells.map(|text| super::csv::cell(&text)).join(","));
        text.push('\n');
    }
    text
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}
