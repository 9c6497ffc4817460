//! A table (CSV) of invoices, payments or customers as a records file.
//!
//! Each row of invoices is one document: customer, number, dates, amount and,
//! where it is paid, how much and when. Several rows of one number are one
//! document. It becomes an opening item, as the table says nothing of taxes,
//! and what was paid of it a payment put against it. A negative amount, or one
//! on the side of the credits, becomes an opening credit; what was given back
//! of it is a refund.
//!
//! Each row of payments is money received of a customer, put against the
//! invoices that it names; of the two, one is enough.
//!
//! Good rows come in whatever the others are: [`check`] says what is odd, row
//! by row with line and column, and what can be done about each kind
//! ([`Odd`], [`Choice`]). What two people could read as two things (3/4/2026,
//! 1,234, $) is asked back, not guessed: [`sniff`] says what is possible,
//! [`Options`] what the user chose.
//!
//! Nothing here changes the book: the records that [`Checked`] holds are
//! planned and committed as those of any other file.

use crate::date::Date;
use crate::money::Currency;
use crate::problem::{At, FieldName};
use statements::table::Row;

mod bytes;
mod check;
mod customers;
mod fault;
mod fields;
mod guess;
mod invoices;
mod known;
mod names;
mod odd;
mod payments;
mod sniff;
mod table_dates;
mod words;

pub use bytes::{Decoded, decode_in_steps};
pub use check::{Checked, LeftOut, Shown, check, check_in_steps, preview, sound_in_steps};
pub use fault::{BYTES_MAX, FileFault, PROBLEMS_MAX, ROWS_MAX, RowFault, RowProblem, check_bytes};
pub use fields::{Columns, DATES, Field, Holds};
pub use guess::guess_columns;
pub use odd::{Choice, Choices, Odd};
pub use sniff::{Guess, HEADER_ROWS, Look, sniff, sniff_as, sniff_in_steps};
pub use statements::table::{
    BadAmount, DateOrder, DecimalSign, Delimiter, FIELD_BYTES_MAX, Mark, Unreadable,
};

use fault::{TEXT_CHARS_MAX, check_text, excerpt};
use fields::MONEY;

/// The order of the dates of each column of dates, as [`DATES`]; `None`: the
/// one in which all can be read, if there is but one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct DateOrders([Option<DateOrder>; DATES.len()]);

impl DateOrders {
    pub fn of(&self, field: Field) -> Option<DateOrder> {
        let mut orders = DATES.into_iter().zip(self.0);
        orders.find(|(known, _)| *known == field)?.1
    }

    pub fn set(&mut self, field: Field, order: Option<DateOrder>) {
        let mut orders = DATES.into_iter().zip(&mut self.0);
        if let Some((_, known)) = orders.find(|(known, _)| *known == field) {
            *known = order;
        }
    }
}

/// When what is paid was paid, where no column has the day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PaidWhen {
    /// Only what is open is taken.
    OpenOnly,
    /// On the day each was due, or today where that is later.
    WhenDue,
    On(Date),
}

/// How a file is to be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Options {
    pub holds: Holds,
    /// `None`: the one that [`sniff`] finds.
    pub delimiter: Option<Delimiter>,
    /// The line of the row that names the columns; what stands above it is no
    /// row. `None` where no row names them.
    pub header: Option<u32>,
    pub columns: Columns,
    pub date_orders: DateOrders,
    /// `None`: the one with which all amounts can be read, if there is but one.
    pub decimal_sign: Option<DecimalSign>,
    /// Of every row that states none.
    pub currency: Option<Currency>,
    /// The first of the hundred years that years of two digits are of.
    pub first_year: i32,
    pub paid: Option<PaidWhen>,
    /// What is to become of odd rows.
    pub choices: Choices,
    /// The user's day: rows far from it are odd.
    pub today: Date,
}

/// Years of two digits are of the hundred years that end so many years from
/// now.
const YEARS_AHEAD: i32 = 20;

impl Options {
    /// As the file seems to be. What is ambiguous stays open.
    pub fn from_guess(guess: &Guess, today: Date) -> Options {
        let mut date_orders = DateOrders::default();
        for (field, possible) in DATES.into_iter().zip(&guess.date_orders) {
            date_orders.set(field, only(possible));
        }
        Options {
            holds: guess.holds,
            delimiter: Some(guess.delimiter),
            header: guess.header_line,
            columns: guess.columns,
            date_orders,
            decimal_sign: only(&guess.decimal_signs),
            currency: None,
            first_year: today.year() + YEARS_AHEAD - 99,
            paid: None,
            choices: Choices::default(),
            today,
        }
    }
}

/// The one there is.
fn only<T: Copy>(possible: &[T]) -> Option<T> {
    match possible {
        [one] => Some(*one),
        _ => None,
    }
}

/// What a row has in a field; nothing where it ends before.
fn value<'a>(row: &'a Row, options: &Options, field: Field) -> &'a str {
    options
        .columns
        .of(field)
        .and_then(|column| row.fields.get(column))
        .map_or("", |value| value)
}

/// The place of a row in the file.
fn line(row: &Row) -> At {
    let line = usize::try_from(row.line).unwrap_or(usize::MAX);
    (FieldName::Line, line.saturating_sub(1)).into()
}

#[cfg(test)]
mod tests;
