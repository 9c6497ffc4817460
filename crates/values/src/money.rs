//! Exact numbers, currencies and money, and the only rounding there is.
//!
//! [`Decimal`] is a plain decimal number of at most 18 significant digits and
//! 12 decimals. It has no operators: every sum, product and quotient in Owed
//! is a function of `money/decimal.rs` that either is exact, or is rounded once, half
//! away from zero, to a stated number of decimals, or fails. Products and
//! quotients are formed from integers of 128 bits and rounded from the exact
//! result, so there is no double rounding.
//!
//! [`Money`] is an amount with its currency. Amounts of different currencies
//! do not add. There is no floating point here or anywhere else in the crate.

#![allow(
    clippy::should_implement_trait,
    reason = "no operators: they could neither fail nor be told where to round"
)]

use std::fmt;

mod currency;
mod decimal;
mod error;
mod exact;
mod minor_text;
mod power;
mod whole;

pub use currency::{Currency, UnknownCurrency};
pub use decimal::{DIGITS_MAX, Decimal, SCALE_MAX};
pub use error::MoneyError;
pub use exact::Exact;
pub use minor_text::MinorText;
pub use power::growth_percent;
pub use whole::Whole;

/// No amount that is entered reaches this many whole units of its currency.
/// Sums may, as far as 18 digits go.
pub const UNITS_MAX: i64 = 10_000_000_000_000;

/// Minor units as a decimal number in text, with the currency's decimals:
/// `1234` of EUR is `12.34`. Exact, however many digits there are.
pub fn minor_text(minor: i128, currency: Currency) -> String {
    MinorText::of(minor, currency).as_str().to_owned()
}

/// The minor units of what [`minor_text`] writes; `None` for any other text.
pub fn minor_of(text: &str, currency: Currency) -> Option<i128> {
    let digits: String = text.chars().filter(|one| *one != '.').collect();
    let minor = digits.parse().ok()?;
    (minor_text(minor, currency) == text).then_some(minor)
}

/// An amount of money: a decimal in whole units, and its currency.
///
/// # Properties
/// Always a whole number of minor units of the currency, of at most 18
/// digits; written with the currency's decimals.
/// In JSON the two by name; what is no whole number of minor units is not
/// read.
#[derive(Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "AmountIn")]
pub struct Money {
    amount: Decimal,
    currency: Currency,
}

#[derive(serde::Deserialize)]
struct AmountIn {
    amount: Decimal,
    currency: Currency,
}

impl TryFrom<AmountIn> for Money {
    type Error = MoneyError;

    /// Sums are read as well: they may be larger than what is entered.
    fn try_from(read: AmountIn) -> Result<Money, MoneyError> {
        let amount = read.amount.round(read.currency.exponent());
        match amount {
            Ok(amount) if amount == read.amount => Ok(Money {
                amount,
                currency: read.currency,
            }),
            Ok(_) => Err(MoneyError::TooPrecise(read.currency)),
            Err(_) => Err(MoneyError::TooLarge),
        }
    }
}

impl Money {
    /// `amount` as it stands.
    ///
    /// # Errors
    /// [`MoneyError::TooPrecise`] where it has a part of a minor unit,
    /// [`MoneyError::TooLarge`].
    pub fn new(amount: Decimal, currency: Currency) -> Result<Money, MoneyError> {
        let money = Money::rounded(amount, currency)?;
        if money.amount == amount {
            Ok(money)
        } else {
            Err(MoneyError::TooPrecise(currency))
        }
    }

    /// `amount` rounded to the minor unit, half away from zero.
    ///
    /// # Errors
    /// [`MoneyError::TooLarge`].
    pub fn rounded(amount: Decimal, currency: Currency) -> Result<Money, MoneyError> {
        let amount = amount
            .round(currency.exponent())
            .map_err(|_| MoneyError::TooLarge)?;
        if amount.abs().is_at_least(UNITS_MAX) {
            return Err(MoneyError::TooLarge);
        }
        Ok(Money { amount, currency })
    }

    /// From minor units: cents, yen, fils.
    ///
    /// # Errors
    /// [`MoneyError::TooLarge`].
    pub fn from_minor(minor: i128, currency: Currency) -> Result<Money, MoneyError> {
        let amount = Decimal::new(minor, currency.exponent()).map_err(|_| MoneyError::TooLarge)?;
        Ok(Money { amount, currency })
    }

    /// In minor units: cents, yen, fils. 18 digits always fit.
    pub fn minor(self) -> i64 {
        i64::try_from(self.amount.mantissa()).unwrap_or_default()
    }

    /// In whole units, with the currency's decimals.
    pub fn amount(self) -> Decimal {
        self.amount
    }

    pub fn currency(self) -> Currency {
        self.currency
    }

    pub fn is_zero(self) -> bool {
        self.amount.is_zero()
    }

    pub fn is_negative(self) -> bool {
        self.amount.is_negative()
    }

    pub fn is_positive(self) -> bool {
        self.amount.is_positive()
    }

    pub fn neg(self) -> Money {
        Money {
            amount: self.amount.neg(),
            currency: self.currency,
        }
    }

    /// # Errors
    /// [`MoneyError::MixedCurrencies`], [`MoneyError::TooLarge`].
    pub fn add(self, other: Money) -> Result<Money, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::MixedCurrencies(self.currency, other.currency));
        }
        let amount = self
            .amount
            .add(other.amount)
            .map_err(|_| MoneyError::TooLarge)?;
        Ok(Money {
            amount,
            currency: self.currency,
        })
    }

    /// # Errors
    /// [`MoneyError::MixedCurrencies`], [`MoneyError::TooLarge`].
    pub fn sub(self, other: Money) -> Result<Money, MoneyError> {
        self.add(other.neg())
    }

    /// The sum, which is zero `currency` where there is nothing to add.
    ///
    /// # Errors
    /// As [`Money::add`].
    pub fn sum(
        currency: Currency,
        parts: impl IntoIterator<Item = Money>,
    ) -> Result<Money, MoneyError> {
        parts.into_iter().try_fold(currency.zero(), Money::add)
    }

    /// The smaller of two amounts of one currency.
    ///
    /// # Errors
    /// [`MoneyError::MixedCurrencies`].
    pub fn min(self, other: Money) -> Result<Money, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::MixedCurrencies(self.currency, other.currency));
        }
        Ok(if other.amount < self.amount {
            other
        } else {
            self
        })
    }

    /// In another currency: `self` × `rate`, rounded to its minor unit.
    ///
    /// # Errors
    /// [`MoneyError::TooLarge`].
    pub fn convert(self, rate: Decimal, to: Currency) -> Result<Money, MoneyError> {
        let amount = self
            .amount
            .mul(rate, to.exponent())
            .map_err(|_| MoneyError::TooLarge)?;
        Ok(Money {
            amount,
            currency: to,
        })
    }

    /// Cut into parts in proportion to `weights`, by largest remainder; a tie
    /// goes to the first. See [`split`].
    ///
    /// # Errors
    /// [`MoneyError::BadWeights`].
    pub fn split(self, weights: &[i128]) -> Result<Vec<Money>, MoneyError> {
        split(self.minor().into(), weights)?
            .into_iter()
            .map(|part| Money::from_minor(part, self.currency))
            .collect()
    }
}

impl Currency {
    pub fn zero(self) -> Money {
        Money {
            amount: Decimal::zero_with(self.exponent()),
            currency: self,
        }
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount, self.currency)
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// Cuts `total` minor units into parts in proportion to `weights`: each gets
/// its exact share cut towards zero, and what is left goes one by one to the
/// largest remainders, the first of equals first.
///
/// # Properties
/// The parts add up to `total`; a weight of zero gets nothing; no part is
/// more than one minor unit from its exact share.
///
/// # Errors
/// [`MoneyError::BadWeights`] for no weights, a negative one, or all zero;
/// [`MoneyError::TooLarge`] past 128 bits.
pub fn split(total: i128, weights: &[i128]) -> Result<Vec<i128>, MoneyError> {
    if weights.iter().any(|weight| *weight < 0) {
        return Err(MoneyError::BadWeights);
    }
    let sum = weights
        .iter()
        .try_fold(0_i128, |sum, weight| sum.checked_add(*weight))
        .ok_or(MoneyError::TooLarge)?;
    if sum == 0 {
        return Err(MoneyError::BadWeights);
    }
    let mut parts = Vec::with_capacity(weights.len());
    let mut order = Vec::with_capacity(weights.len());
    for (index, weight) in weights.iter().enumerate() {
        let share = total.checked_mul(*weight).ok_or(MoneyError::TooLarge)?;
        parts.push(share / sum);
        order.push((std::cmp::Reverse((share % sum).abs()), index));
    }
    let mut left = total - parts.iter().sum::<i128>();
    order.sort_unstable();
    for (_, index) in order {
        if left == 0 {
            break;
        }
        parts[index] += left.signum();
        left -= left.signum();
    }
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().expect("a decimal")
    }

    fn currency(code: &str) -> Currency {
        code.parse().expect("a currency")
    }

    #[test]
    fn currencies_keep_their_minor_units_and_do_not_mix() {
        let yen = Money::new(decimal("1200"), currency("JPY")).expect("yen");
        assert_eq!(yen.minor(), 1200);
        let dinar = Money::rounded(decimal("1.2345"), currency("KWD")).expect("dinar");
        assert_eq!(dinar.to_string(), "1.235 KWD");
        assert_eq!(dinar.minor(), 1235);
        assert_eq!(
            yen.add(dinar),
            Err(MoneyError::MixedCurrencies(
                currency("JPY"),
                currency("KWD")
            ))
        );
        assert_eq!(
            Money::new(decimal("0.001"), currency("EUR")),
            Err(MoneyError::TooPrecise(currency("EUR")))
        );
        assert_eq!(
            Money::new(decimal("10000000000000"), currency("EUR")),
            Err(MoneyError::TooLarge)
        );
    }

    proptest! {
        #[test]
        fn parts_add_up_and_stay_near_their_share(
            total in -1_000_000_000_000_i128..1_000_000_000_000,
            weights in prop::collection::vec(0_i128..1_000_000, 1..30),
        ) {
            let sum: i128 = weights.iter().sum();
            prop_assume!(sum > 0);
            let parts = split(total, &weights).expect("parts");
            prop_assert_eq!(parts.iter().sum::<i128>(), total);
            for (part, weight) in parts.iter().zip(&weights) {
                prop_assert!((part * sum - total * weight).abs() < sum);
                prop_assert!(*weight > 0 || *part == 0);
            }
        }
    }

    #[test]
    fn minor_units_are_written_with_the_decimals_of_their_currency() {
        let (eur, jpy, kwd) = (currency("EUR"), currency("JPY"), currency("KWD"));
        for (minor, currency, text) in [
            (0, eur, "0.00"),
            (-5, eur, "-0.05"),
            (123_456, eur, "1234.56"),
            (123_456, jpy, "123456"),
            (-123_456, kwd, "-123.456"),
            (i128::MIN, jpy, "-170141183460469231731687303715884105728"),
            (i128::MAX, kwd, "170141183460469231731687303715884105.727"),
        ] {
            assert_eq!(minor_text(minor, currency), text);
            assert_eq!(minor_of(text, currency), Some(minor));
        }
        for text in [
            "", "-", "1", "1.0", "1.000", "+1.00", "-0.00", "01.00", "1,00",
        ] {
            assert_eq!(minor_of(text, eur), None, "{text}");
        }
    }

    #[test]
    fn money_in_json_is_a_whole_number_of_minor_units() {
        let read =
            |text: &str| serde_json::from_str::<Money>(text).map_err(|error| error.to_string());
        let money = Money::from_minor(999_999_999_999_999_999, currency("EUR")).expect("money");
        let text = serde_json::to_string(&money).expect("json");
        assert_eq!(text, r#"{"amount":"9999999999999999.99","currency":"EUR"}"#);
        assert_eq!(read(&text), Ok(money));
        assert_eq!(
            read(r#"{"amount":"1.005","currency":"EUR"}"#),
            Err("more decimals than EUR has".to_owned())
        );
    }
}
