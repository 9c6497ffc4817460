//! Tables of text (CSV), whoever writes them: rows, dates, amounts, and the ways in which they can be read.
//!
//! What a table's columns mean is not known here: [`crate::csv`] knows it of
//! banks' tables.

pub mod amounts;
pub mod cells;
pub mod dates;
pub(crate) mod months;
mod rows;
mod ways;

pub use amounts::{BadAmount, DecimalSign, Mark};
pub use dates::DateOrder;
pub use rows::{
    DELIMITER_ROWS, Delimiter, FIELD_BYTES_MAX, FIELDS_MAX, Row, Rows, Unreadable, bare,
    guess_delimiter, stated_delimiter,
};
pub use ways::{Amounts, Dates, Outcome, Ways};

#[cfg(test)]
mod tests;
