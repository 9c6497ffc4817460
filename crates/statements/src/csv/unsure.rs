//! What a guess leaves open, and how much of a table it looks at.

use super::Role;

/// Rows that the columns are guessed from.
pub(super) const VALUE_ROWS: usize = 300;
/// Different values of a column of statuses.
pub(super) const STATUSES_MAX: usize = 10;

/// What a guess leaves open.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Unsure {
    /// No row names the columns: they were guessed by what stands in them.
    Header,
    /// No column was found for it.
    Missing(Role),
    DateOrder,
    DecimalSign,
    /// The column of marks says more than two things.
    Marks,
    /// No name says what this column holds: it was guessed by its values.
    Guessed(Role),
    /// Of two columns of amounts that are filled in turn nothing says which is
    /// money out.
    Sides,
    /// The column of statuses says something that is not known.
    Statuses,
    /// Nothing says whether the fee beside an amount came off it already.
    Fee,
    /// The days have no year, and none stands above them.
    Year,
}
