//! Tables of text (CSV), whoever writes them: rows, dates, amounts, and the ways in which they can be read.
//!
//! What a table's columns mean is not known here: [`crate::csv`] knows it of
//! banks' tables.

pub mod cells;
pub(crate) mod months;
mod rows;
mod ways;
pub mod written;

pub use rows::{
    DELIMITER_ROWS, Delimiter, FIELD_BYTES_MAX, FIELDS_MAX, Row, Rows, Unreadable, bare,
    guess_delimiter, stated_delimiter,
};
pub use ways::{Amounts, Dates, Outcome, Ways};
pub use written::{BadAmount, DateOrder, DecimalSign, Mark};
