//! What is read of files, written here in the ways of many banks.

use std::fmt::Write;

use expect_test::Expect;

use super::file::{BankFile, FileLine, FileStatement};
use super::{ReadOptions, read};

mod camt;
mod csv;
mod found;
mod fuzz;
mod habits;
mod mt940;
mod ofx;
mod qif;
mod round_trip;
mod whole;

/// The only place that calls what is tested: what a file comes to, or why it
/// was refused.
#[track_caller]
fn check_with(bytes: &[u8], options: &ReadOptions, expect: &Expect) {
    let told = match read(bytes, "file", options) {
        Ok(file) => told(&file),
        Err(error) => format!("refused: {error}\n"),
    };
    expect.assert_eq(&told);
}

#[track_caller]
#[allow(
    clippy::needless_pass_by_value,
    reason = "an expectation is written in place"
)]
fn check(text: &str, expect: Expect) {
    check_with(text.as_bytes(), &ReadOptions::default(), &expect);
}

fn told(file: &BankFile) -> String {
    let mut told = String::new();
    for warning in &file.warnings {
        let _ = writeln!(told, "! {warning}");
    }
    for statement in &file.statements {
        tell_statement(&mut told, statement);
    }
    told
}

fn tell_statement(told: &mut String, statement: &FileStatement) {
    let _ = write!(told, "{} {}", statement.format, statement.account);
    for (name, text) in [("at", &statement.bank), ("no", &statement.number)] {
        if !text.is_empty() {
            let _ = write!(told, " {name} {text}");
        }
    }
    if let Some(currency) = statement.currency {
        let _ = write!(told, " {currency}");
    }
    for (name, balance) in [("from", statement.opening), ("to", statement.closing)] {
        if let Some(balance) = balance {
            let _ = write!(told, " {name} {}", balance.amount);
            if let Some(date) = balance.date {
                let _ = write!(told, " on {date}");
            }
        }
    }
    told.push('\n');
    for line in &statement.lines {
        tell_line(told, line);
    }
    for warning in &statement.warnings {
        let _ = writeln!(told, "  ! {warning}");
    }
}

fn tell_line(told: &mut String, line: &FileLine) {
    let _ = write!(told, "  {} {}", line.date, line.amount);
    if let Some(currency) = line.currency {
        let _ = write!(told, " {currency}");
    }
    if let Some(value) = line.value_date.filter(|value| *value != line.date) {
        let _ = write!(told, " value {value}");
    }
    for (name, text) in [
        ("text", &line.text),
        ("ref", &line.reference),
        ("e2e", &line.end_to_end),
        ("id", &line.bank_id),
        ("name", &line.name),
        ("for", &line.ultimate_name),
        ("iban", &line.iban),
        ("bic", &line.bic),
        ("mandate", &line.mandate),
        ("code", &line.code),
    ] {
        if !text.is_empty() {
            let _ = write!(told, " | {name} {text}");
        }
    }
    if let Some((amount, currency)) = line.charges {
        let _ = write!(told, " | charges {amount}");
        if let Some(currency) = currency {
            let _ = write!(told, " {currency}");
        }
    }
    if let Some((amount, currency)) = line.original {
        let _ = write!(told, " | original {amount} {currency}");
    }
    if let Some(reason) = &line.returned {
        let _ = write!(told, " | returned {reason}");
    }
    told.push('\n');
}
