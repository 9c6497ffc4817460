//! Every sentence for people, and how amounts and days are written for them.
//!
//! Each message is a function of typed values; the program's other parts hold
//! none. Amounts, numbers and days are written by the browser's `Intl` in the
//! user's own way; a plain form stands in where there is no browser, so that
//! views are tested natively.

pub mod action;
pub mod country;
pub mod csv;
pub mod failure;
pub mod figure;
pub mod format;
pub mod problem;
pub mod recurring;
pub mod status;
pub mod trust;

#[cfg(target_arch = "wasm32")]
mod intl;

use ledger::invoice::Kind;
use ledger::tax::Tax;
use ledger::terms::{Due, Terms};

/// "1 invoice", "2 invoices".
pub fn counted(count: usize, one: &str, many: &str) -> String {
    let word = if count == 1 { one } else { many };
    format!("{} {word}", format::count(count))
}

/// What a kind of document is called.
pub fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Invoice => "Invoice",
        Kind::Deposit => "Deposit invoice",
        Kind::CreditNote => "Credit note",
        Kind::Opening => "Opening item",
        Kind::OpeningCredit => "Opening credit",
    }
}

/// The terms in words, without discounts and instalments.
pub fn due(due: Due) -> String {
    let day_s = |days: u32| if days == 1 { "day" } else { "days" };
    match due {
        Due::OnReceipt => "On receipt".to_owned(),
        Due::Prepaid => "Paid in advance".to_owned(),
        Due::Net { days } => format!("{days} {}", day_s(days)),
        Due::NetMonths { months: 1 } => "1 month".to_owned(),
        Due::NetMonths { months } => format!("{months} months"),
        Due::EndOfMonth { days: 0 } => "End of the month".to_owned(),
        Due::EndOfMonth { days } => format!("End of the month, then {days} {}", day_s(days)),
        Due::NetThenEndOfMonth { days } => {
            format!("{days} {}, then the end of the month", day_s(days))
        }
        Due::NetThenDay { days, day } => {
            format!("{days} {}, then the next {day}. of a month", day_s(days))
        }
        Due::DayOfMonth { day, months } => format!("The {day}. of the {months}. following month"),
        Due::Fixed(date) => format::date(date),
    }
}

/// A tax as lines and totals name it: VAT 19 %.
pub fn tax(tax: &Tax) -> String {
    let name = if tax.name.is_empty() {
        "Tax"
    } else {
        &tax.name
    };
    format!("{name} {}", format::percent(tax.percent))
}

/// Terms in words.
pub fn terms(terms: &Terms) -> String {
    let mut text = due(terms.due);
    for tier in &terms.early {
        text.push_str(&format!(
            "; {} % less within {} days",
            tier.percent.trimmed(),
            tier.days
        ));
    }
    if !terms.instalments.is_empty() {
        text.push_str(&format!("; {} instalments", terms.instalments.len()));
    }
    text
}
