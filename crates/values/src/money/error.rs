//! What can go wrong with numbers and money.

use super::Currency;

/// What can go wrong with numbers and money.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, thiserror::Error,
)]
#[serde(rename_all = "snake_case")]
pub enum MoneyError {
    #[error("not a number")]
    NotANumber,
    #[error("too many digits: at most 18, and 12 after the point")]
    TooManyDigits,
    #[error("too large: amounts stay below 10,000,000,000,000")]
    TooLarge,
    #[error("division by zero")]
    DivisionByZero,
    #[error("{0} and {1} do not add up: they are different currencies")]
    MixedCurrencies(Currency, Currency),
    #[error("more decimals than {0} has")]
    TooPrecise(Currency),
    #[error("weights must be positive and not all zero")]
    BadWeights,
}
