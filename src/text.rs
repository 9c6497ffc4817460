//! Sentences for people, and how amounts and days are written for them.
//!
//! Each message is a function of typed values, worded by the catalogue (`crates/words`). Amounts, numbers and days are written by the browser's `Intl` in the
//! user's own way; a plain form stands in where there is no browser, so that
//! views are tested natively.

pub mod action;
pub mod bank;
pub mod calendar;
pub mod coded;
pub mod country;
pub mod csv;
pub mod failure;
pub mod figure;
pub mod format;
pub mod keeping;
pub mod kinds;
pub mod matching;
pub mod pdf;
pub mod problem;
pub mod recovery;
pub mod recurring;
pub mod reminders;
pub mod review;
pub mod settlement;
pub mod status;
pub mod tax_preset;
pub mod terms;
pub mod trust;
pub mod values;

#[cfg(target_arch = "wasm32")]
mod intl;

use ledger::invoice::Kind;
use ledger::tax::Tax;

/// What a kind of document is called.
pub fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Invoice => words::common::invoice(),
        Kind::Deposit => words::invoice_form::deposit_invoice(),
        Kind::CreditNote => words::common::credit_note(),
        Kind::Opening => words::common::opening_item(),
        Kind::OpeningCredit => words::common::opening_credit(),
    }
}

/// A tax as lines and totals name it: VAT 19 %.
pub fn tax(tax: &Tax) -> String {
    let name = if tax.name.is_empty() {
        words::items::tax()
    } else {
        &tax.name
    };
    format!("{name} {}", format::percent(tax.percent))
}
