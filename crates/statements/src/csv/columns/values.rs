//! What stands in a cell and in a column, whatever the column is called.

use std::collections::BTreeSet;

use crate::csv::cells;
use crate::csv::{is_nothing, plain_name};
use crate::table::{DateOrder, DecimalSign};
use values::money::Currency;

/// Whether a cell states a whole day, in whatever order.
pub(super) fn is_day(cell: &str) -> bool {
    let mut orders = DateOrder::ALL.into_iter();
    orders.any(|order| cells::date(cell, order).is_some())
}

/// Whether it states a day of which the year may be elsewhere.
pub(super) fn is_some_day(cell: &str) -> bool {
    let mut orders = DateOrder::ALL.into_iter();
    orders.any(|order| cells::day(cell, order).is_some())
}

/// Whether a cell is an amount, and no day, number of an account or the like.
pub(in crate::csv) fn is_amount(cell: &str) -> bool {
    const DIGITS_MAX: usize = 13;
    const LETTERS_MAX: usize = 40;
    if cell.len() > LETTERS_MAX {
        return false;
    }
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    let is_number = cell.starts_with('0') && digits > 1 && !cell.contains(['.', ',']);
    let reads = |sign| cells::amount(cell, sign).is_ok();
    digits > 0
        && digits <= DIGITS_MAX
        && !is_number
        && DecimalSign::ALL.into_iter().any(reads)
        && !is_day(cell)
}

/// What stands in a column, of the rows that are movements.
pub(super) struct Values {
    pub(super) filled: usize,
    pub(super) days: usize,
    pub(super) some_days: usize,
    pub(super) amounts: usize,
    /// Amounts with a sign or a letter of debit below zero.
    pub(super) negative: usize,
    /// Amounts with decimals, a sign or a currency: no mere numbers.
    pub(super) marked: usize,
    pub(super) codes: usize,
    pub(super) letters: usize,
    pub(super) words: BTreeSet<String>,
}

impl Values {
    /// Those of an empty column.
    pub(super) const NONE: Values = Values {
        filled: 0,
        days: 0,
        some_days: 0,
        amounts: 0,
        negative: 0,
        marked: 0,
        codes: 0,
        letters: 0,
        words: BTreeSet::new(),
    };

    pub(super) fn of<'a>(cells: impl Iterator<Item = &'a str>) -> Values {
        let mut values = Values::NONE;
        for cell in cells.filter(|cell| !is_nothing(cell)) {
            values.filled += 1;
            values.days += usize::from(is_day(cell));
            values.some_days += usize::from(is_some_day(cell));
            values.codes += usize::from(cell.parse::<Currency>().is_ok());
            values.letters += cell.len();
            if is_amount(cell) {
                values.amounts += 1;
                let negative =
                    |sign| cells::amount(cell, sign).is_ok_and(|found| found.amount.is_negative());
                let is_negative = DecimalSign::ALL.into_iter().any(negative);
                values.negative += usize::from(is_negative);
                let is_marked = !cell.bytes().all(|byte| byte.is_ascii_digit());
                values.marked += usize::from(is_marked);
            }
            values.words.insert(plain_name(cell));
        }
        values
    }

    pub(super) fn is_empty(&self) -> bool {
        self.filled == 0
    }

    /// Most of it; a footer in between does not matter.
    pub(super) fn are(&self, count: usize) -> bool {
        count > 0 && count * 10 >= self.filled * 8
    }

    pub(super) fn are_amounts(&self) -> bool {
        self.are(self.amounts)
    }

    /// At least half of it.
    pub(super) fn are_codes(&self) -> bool {
        self.codes > 0 && self.codes * 2 >= self.filled
    }

    pub(super) fn are_words(&self) -> bool {
        !self.is_empty() && !self.are(self.days) && !self.are_amounts()
    }
}
