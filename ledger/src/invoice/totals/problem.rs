//! What is wrong with the amounts of a document, and their limits.

use crate::money::MoneyError;
use serde::{Deserialize, Serialize};

/// Lines of one document.
pub const LINES_MAX: usize = 10_000;

/// Allowances and charges of one document, and of one line.
pub const ADJUSTMENTS_MAX: usize = 100;

/// Retained taxes of one document.
pub const RETAINED_MAX: usize = 8;

/// Deposit invoices that one document deducts.
pub const DEDUCTIONS_MAX: usize = 100;

/// An allowance or charge in percent is at most this, of either sign.
pub const ADJUSTMENT_PERCENT_MAX: i32 = 1000;

/// Decimals of a product of compounding rates; three rates of four decimals
/// stay below it.
pub(super) const FACTOR_SCALE_MAX: u32 = 18;

/// Where in a document, counted from 0.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    Document,
    Line(usize),
    LineAdjustment { line: usize, adjustment: usize },
    Adjustment(usize),
    Tax(usize),
    Retained(usize),
    Deduction(usize),
    Prepaid,
    Rounding,
}

/// Why something in a document has no amount.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum TotalsProblem {
    #[error("too many of them: at most {0}")]
    TooMany(usize),
    #[error("too large an amount, or too many digits")]
    TooLarge,
    #[error("more decimals than the currency has")]
    TooPrecise,
    #[error("a price for zero or fewer units")]
    BaseQuantity,
    #[error("a percentage out of range")]
    Percent,
    #[error("a rate above zero in a tax category without one")]
    RateOfCategory,
    #[error("the lines come to nothing by which it could be spread over their rates")]
    NothingToSpread,
    #[error("a tax that is not on the document")]
    NoSuchTax,
    #[error("the same tax twice")]
    SameTaxTwice,
}

impl From<MoneyError> for TotalsProblem {
    fn from(error: MoneyError) -> TotalsProblem {
        match error {
            MoneyError::TooPrecise(_) => TotalsProblem::TooPrecise,
            _ => TotalsProblem::TooLarge,
        }
    }
}
