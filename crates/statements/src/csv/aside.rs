//! Rows that are no movement: what their words say, and what stands above the header.

use super::names::OPENING;
use super::{cells, names};
use crate::table::{DateOrder, Row};
use values::date::Date;
use values::text::fold;

/// Rows among which the header is looked for.
pub(in super::super) const HEADER_ROWS_MAX: usize = 60;

/// A column's name as it is compared: in lower case, without accents and
/// signs.
pub(crate) fn plain_name(name: &str) -> String {
    let mut plain = fold(name);
    plain.retain(char::is_alphanumeric);
    plain
}

/// The last whole day that a row above the header names.
pub(super) fn newest_above(row: &Row, order: DateOrder) -> Option<Date> {
    let words = row.fields.iter().flat_map(|field| {
        let words = field.split([' ', ',', '(', ')']);
        words.chain(std::iter::once(&**field))
    });
    let orders = [order, DateOrder::Ymd, DateOrder::Dmy, DateOrder::Mdy];
    words
        .filter_map(|word| orders.iter().find_map(|order| cells::date(word, *order)))
        .max()
}

/// What a row's words say that it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Words {
    Opening,
    Closing,
    Between,
    Sum,
}

impl Words {
    /// A cell of nothing but such words, whatever day stands behind them.
    pub(super) fn of(cell: &str) -> Option<Words> {
        const LETTERS_MAX: usize = 60;
        if cell.len() > LETTERS_MAX || !cell.starts_with(char::is_alphabetic) {
            return None;
        }
        let folded = fold(cell);
        let words = folded.split(|letter: char| !letter.is_alphabetic());
        let beside = [
            "vom", "am", "per", "zum", "on", "as", "at", "of", "du", "au", "al", "del", "eur",
        ];
        let plain: String = words.filter(|word| !beside.contains(word)).collect();
        let plain = plain.as_str();
        if OPENING.contains(&plain) {
            Some(Words::Opening)
        } else if names::CLOSING.contains(&plain) {
            Some(Words::Closing)
        } else if names::BETWEEN.contains(&plain) {
            Some(Words::Between)
        } else {
            names::SUMS.contains(&plain).then_some(Words::Sum)
        }
    }

    /// Whether a cell begins with such a word: `Total of 5 rows`.
    pub(super) fn begin(cell: &str) -> bool {
        let first = cell.split([' ', ':', '\u{a0}']).next();
        cell.starts_with(char::is_alphabetic) && first.is_some_and(|word| Words::of(word).is_some())
    }

    /// What a row says of itself.
    pub(super) fn of_row(row: &Row) -> Option<Words> {
        row.fields.iter().find_map(|cell| Words::of(cell))
    }
}

/// An empty cell, or a dash for nothing.
pub(in super::super) fn is_nothing(text: &str) -> bool {
    matches!(text, "" | "-" | "–")
}
