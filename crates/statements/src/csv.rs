//! Statements as tables (CSV), which every bank writes in its own way: a
//! [`CsvProfile`] says how, [`guess`] proposes one.
//!
//! Rows above the header and rows that are no movement (totals, balances) are
//! passed by; the latter are named, and rows of the opening and closing balance
//! give these. A column of balances is checked row by row, oldest or newest
//! first, and gives both otherwise. Rows whose status says that they are not
//! booked are left out and counted. Each account and each currency is a
//! statement of its own.
//!
//! Rows, dates and amounts are read as in `import::csv`, with what banks add
//! ([`cells`]).

use super::draft::Count;
use super::file::{FileStatement, Place, ReadError};
use crate::table::{DateOrder, DecimalSign, Rows};
use values::date::Date;
use values::money::Decimal;
use values::slices::Steps;

mod account;
mod aside;
mod cells;
mod columns;
mod guess;
mod names;
mod places;
mod profile;
mod reading;
mod unsure;

pub use guess::{CsvGuess, Layout, Looks, guess, guess_as_in_steps, guess_in_steps};
pub use profile::{Column, CsvProfile, Role};
pub use unsure::Unsure;

pub(crate) use aside::plain_name;
pub(crate) use names::OPENING;

pub(super) use aside::{HEADER_ROWS_MAX, is_nothing};

use aside::{Words, newest_above};
use places::begin;
use reading::Reading;

/// Reads a table. `year` is that of its newest line, where the days are
/// written without one.
///
/// # Errors
/// [`ReadError`], with the line of the file.
pub(super) async fn read(
    text: &str,
    profile: &CsvProfile,
    year: Option<i32>,
    steps: &Steps,
) -> Result<Vec<FileStatement>, ReadError> {
    match profile.missing() {
        Some(Role::Date) => return Err(ReadError::NotChosen("the date".into())),
        Some(_) => return Err(ReadError::NotChosen("the amount".into())),
        None => {}
    }
    let mut rows = Rows::new(text, profile.delimiter);
    let places = begin(&mut rows, profile)?;
    let mut reading = Reading {
        profile,
        year,
        places,
        statements: Vec::new(),
        count: Count::default(),
        without_day: None,
        without_amount: None,
        yearless: Vec::new(),
        debits: Vec::new(),
    };
    steps.begin(text.len() / 64);
    for row in rows {
        steps.step().await;
        match row {
            Ok(row) => reading.row(&row)?,
            Err((line, fault)) => {
                return Err(ReadError::Row {
                    place: Place::line(line),
                    fault: fault.into(),
                });
            }
        }
    }
    reading.finish()
}

/// The day that a cell of a table states in that order.
pub fn day_in(cell: &str, order: DateOrder) -> Option<Date> {
    cells::date(cell, order)
}

/// The amount that a cell of a table states with that decimal sign.
pub fn amount_in(cell: &str, sign: DecimalSign) -> Option<Decimal> {
    cells::amount(cell, sign).ok().map(|found| found.amount)
}
