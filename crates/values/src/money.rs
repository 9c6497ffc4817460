//! Exact numbers, currencies and money, and the only rounding there is.
//!
//! [`Decimal`] is a plain decimal number of at most 18 significant digits and
//! 12 decimals. It has no operators: every sum, product and quotient in Owed
//! is a function of this file that either is exact, or is rounded once, half
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

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal as Raw;
use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};

use crate::currencies::CURRENCIES;
use crate::ids::FromText;

mod exact;
mod power;

pub use exact::Exact;
pub use power::growth_percent;

/// Significant digits of a [`Decimal`]: what a 64-bit integer surely holds.
pub const DIGITS_MAX: u32 = 18;
/// Decimals of a [`Decimal`].
pub const SCALE_MAX: u32 = 12;
/// No amount that is entered reaches this many whole units of its currency.
/// Sums may, as far as 18 digits go.
pub const UNITS_MAX: i64 = 10_000_000_000_000;

const MANTISSA_MAX: i128 = 10_i128.pow(DIGITS_MAX) - 1;

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

/// An exact plain decimal: a quantity, a price, a rate, a percentage.
///
/// # Properties
/// Equal and ordered by value: `8.85 == 8.850`. The number of decimals it was
/// written with is kept, so a price of `29.00` is shown as entered.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Decimal(Raw);

impl Decimal {
    pub const ZERO: Decimal = Decimal(Raw::ZERO);
    pub const ONE: Decimal = Decimal(Raw::ONE);
    pub const HUNDRED: Decimal = Decimal(Raw::ONE_HUNDRED);

    /// `mantissa` × 10^-`scale`.
    ///
    /// # Errors
    /// [`MoneyError::TooManyDigits`] past 18 digits or 12 decimals.
    pub fn new(mantissa: i128, scale: u32) -> Result<Decimal, MoneyError> {
        if mantissa.abs() > MANTISSA_MAX || scale > SCALE_MAX {
            return Err(MoneyError::TooManyDigits);
        }
        Raw::try_from_i128_with_scale(mantissa, scale)
            .map(Decimal)
            .map_err(|_| MoneyError::TooManyDigits)
    }

    pub fn from_int(value: i32) -> Decimal {
        Decimal(Raw::from(value))
    }

    fn mantissa(self) -> i128 {
        self.0.mantissa()
    }

    /// The number of decimals it is written with.
    pub fn scale(self) -> u32 {
        self.0.scale()
    }

    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    pub fn is_negative(self) -> bool {
        self < Decimal::ZERO
    }

    pub fn is_positive(self) -> bool {
        self > Decimal::ZERO
    }

    /// Zero has no sign, which a credit of nothing would show.
    pub fn neg(self) -> Decimal {
        if self.0.is_zero() {
            return self;
        }
        Decimal(-self.0)
    }

    pub fn abs(self) -> Decimal {
        Decimal(self.0.abs())
    }

    /// Exact.
    ///
    /// # Errors
    /// [`MoneyError::TooManyDigits`].
    pub fn add(self, other: Decimal) -> Result<Decimal, MoneyError> {
        let scale = self.scale().max(other.scale());
        let sum = widened(self, scale)? + widened(other, scale)?;
        Decimal::new(sum, scale)
    }

    /// Exact.
    ///
    /// # Errors
    /// [`MoneyError::TooManyDigits`].
    pub fn sub(self, other: Decimal) -> Result<Decimal, MoneyError> {
        self.add(other.neg())
    }

    /// Rounded to `decimals`, half away from zero.
    ///
    /// # Errors
    /// [`MoneyError::TooManyDigits`] where `decimals` is above 12 or the
    /// result has too many digits.
    pub fn round(self, decimals: u32) -> Result<Decimal, MoneyError> {
        ratio(self.mantissa(), self.scale(), 1, 0, decimals)
    }

    /// `self` × `other`, rounded once to `decimals`, half away from zero.
    ///
    /// # Errors
    /// [`MoneyError::TooManyDigits`].
    pub fn mul(self, other: Decimal, decimals: u32) -> Result<Decimal, MoneyError> {
        // 18 digits times 18 digits fit in 128 bits.
        let product = self.mantissa() * other.mantissa();
        ratio(product, self.scale() + other.scale(), 1, 0, decimals)
    }

    /// `self` ÷ `other`, rounded once to `decimals`, half away from zero.
    ///
    /// # Errors
    /// [`MoneyError::DivisionByZero`], [`MoneyError::TooManyDigits`].
    pub fn div(self, other: Decimal, decimals: u32) -> Result<Decimal, MoneyError> {
        ratio(
            self.mantissa(),
            self.scale(),
            other.mantissa(),
            other.scale(),
            decimals,
        )
    }

    /// `self` × `times` ÷ `by`, rounded once to `decimals`, half away from zero.
    ///
    /// # Errors
    /// [`MoneyError::DivisionByZero`], [`MoneyError::TooManyDigits`].
    pub fn mul_div(
        self,
        times: Decimal,
        by: Decimal,
        decimals: u32,
    ) -> Result<Decimal, MoneyError> {
        let product = self.mantissa() * times.mantissa();
        ratio(
            product,
            self.scale() + times.scale(),
            by.mantissa(),
            by.scale(),
            decimals,
        )
    }

    /// `percent` of `self`, rounded once to `decimals`.
    ///
    /// # Errors
    /// [`MoneyError::TooManyDigits`].
    pub fn percent(self, percent: Decimal, decimals: u32) -> Result<Decimal, MoneyError> {
        self.mul_div(percent, Decimal::HUNDRED, decimals)
    }

    /// The same value written without trailing zeros.
    pub fn trimmed(self) -> Decimal {
        Decimal(self.0.normalize())
    }
}

/// The mantissa `value` has when written with `scale` decimals.
fn widened(value: Decimal, scale: u32) -> Result<i128, MoneyError> {
    10_i128
        .checked_pow(scale - value.scale())
        .and_then(|factor| value.mantissa().checked_mul(factor))
        .ok_or(MoneyError::TooManyDigits)
}

/// (`above` × 10^-`above_scale`) ÷ (`below` × 10^-`below_scale`) with
/// `decimals` decimals, rounded from the exact quotient, half away from zero.
fn ratio(
    above: i128,
    above_scale: u32,
    below: i128,
    below_scale: u32,
    decimals: u32,
) -> Result<Decimal, MoneyError> {
    if below == 0 {
        return Err(MoneyError::DivisionByZero);
    }
    if decimals > SCALE_MAX {
        return Err(MoneyError::TooManyDigits);
    }
    // above × 10^(decimals + below_scale − above_scale) ÷ below
    let up = decimals + below_scale;
    let (mut above, mut below) = (above, below);
    if up >= above_scale {
        above = scaled(above, up - above_scale)?;
    } else {
        below = scaled(below, above_scale - up)?;
    }
    Decimal::new(nearest(above, below), decimals)
}

/// The whole number nearest to `above` ÷ `below`, half away from zero:
/// every rounding there is. `below` is not zero.
fn nearest(above: i128, below: i128) -> i128 {
    let quotient = above / below;
    let rest = above % below;
    let away = if rest.unsigned_abs() >= below.unsigned_abs() - rest.unsigned_abs() {
        above.signum() * below.signum()
    } else {
        0
    };
    quotient + away
}

fn scaled(value: i128, zeros: u32) -> Result<i128, MoneyError> {
    10_i128
        .checked_pow(zeros)
        .and_then(|factor| value.checked_mul(factor))
        .ok_or(MoneyError::TooManyDigits)
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// An optional minus, digits, and optionally a point and digits. No exponent,
/// no plus, no grouping: those belong to the form that reads what a person
/// typed.
impl FromStr for Decimal {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Decimal, MoneyError> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
        if whole.is_empty() || fraction.is_empty() {
            return Err(MoneyError::NotANumber);
        }
        let scale = match digits.len() - whole.len() {
            0 => 0,
            with_point => with_point - 1,
        };
        let mut mantissa: i128 = 0;
        for byte in whole.bytes().chain(fraction.bytes().take(scale)) {
            if !byte.is_ascii_digit() {
                return Err(MoneyError::NotANumber);
            }
            mantissa = mantissa * 10 + i128::from(byte - b'0');
            if mantissa > MANTISSA_MAX {
                // What follows must still be digits to be called a number.
                return Err(MoneyError::TooManyDigits);
            }
        }
        let scale = u32::try_from(scale).map_err(|_| MoneyError::TooManyDigits)?;
        Decimal::new(if negative { -mantissa } else { mantissa }, scale)
    }
}

/// Text in JSON, never a JSON number; mantissa and scale in the snapshot.
impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            let mantissa = i64::try_from(self.mantissa()).unwrap_or_default();
            let scale = u8::try_from(self.scale()).unwrap_or_default();
            (mantissa, scale).serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
        if deserializer.is_human_readable() {
            deserializer.deserialize_str(FromText::new("a decimal number in quotes"))
        } else {
            // A snapshot holds millions of these: checked as in `Decimal::new`,
            // without its arithmetic of 128 bits.
            let (mantissa, scale) = <(i64, u8)>::deserialize(deserializer)?;
            let scale = u32::from(scale);
            if i128::from(mantissa.unsigned_abs()) > MANTISSA_MAX || scale > SCALE_MAX {
                return Err(D::Error::custom(MoneyError::TooManyDigits));
            }
            Ok(Decimal(Raw::new(mantissa, scale)))
        }
    }
}

/// A currency of ISO 4217, by its place in the table of [`crate::currencies`].
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency(u8);

impl Currency {
    /// The three-letter code.
    pub fn code(self) -> &'static str {
        CURRENCIES[usize::from(self.0)].0
    }

    /// Decimals of the minor unit: 2 for EUR, 0 for JPY, 3 for KWD.
    pub fn exponent(self) -> u32 {
        u32::from(CURRENCIES[usize::from(self.0)].1)
    }

    /// Every currency, by code.
    pub fn all() -> impl Iterator<Item = Currency> {
        (0..CURRENCIES.len()).filter_map(|index| u8::try_from(index).ok().map(Currency))
    }

    /// A small number for tables in memory; never stored.
    pub fn index(self) -> u8 {
        self.0
    }

    pub fn from_index(index: u8) -> Option<Currency> {
        (usize::from(index) < CURRENCIES.len()).then_some(Currency(index))
    }

    pub fn zero(self) -> Money {
        Money {
            amount: Decimal(Raw::new(0, self.exponent())),
            currency: self,
        }
    }
}

/// Why a text is not a currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a currency code of ISO 4217")]
pub struct UnknownCurrency;

impl FromStr for Currency {
    type Err = UnknownCurrency;

    fn from_str(code: &str) -> Result<Currency, UnknownCurrency> {
        CURRENCIES
            .binary_search_by(|(known, _)| (*known).cmp(code))
            .ok()
            .and_then(|index| u8::try_from(index).ok())
            .map(Currency)
            .ok_or(UnknownCurrency)
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl PartialOrd for Currency {
    fn partial_cmp(&self, other: &Currency) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Currency {
    fn cmp(&self, other: &Currency) -> Ordering {
        self.code().cmp(other.code())
    }
}

impl Default for Currency {
    /// The euro. A book always states its own.
    fn default() -> Currency {
        "EUR".parse().unwrap_or(Currency(0))
    }
}

/// The code in JSON and in the snapshot: the table's order may change.
impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.serialize_str(self.code())
        } else {
            let mut code = [0; 3];
            code.copy_from_slice(self.code().as_bytes());
            code.serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Currency, D::Error> {
        if deserializer.is_human_readable() {
            deserializer.deserialize_str(FromText::new("a currency code"))
        } else {
            let code = <[u8; 3]>::deserialize(deserializer)?;
            std::str::from_utf8(&code)
                .map_err(D::Error::custom)?
                .parse()
                .map_err(D::Error::custom)
        }
    }
}

/// Minor units as a decimal number in text, with the currency's decimals:
/// `1234` of EUR is `12.34`. Exact, however many digits there are.
pub fn minor_text(minor: i128, currency: Currency) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    let one = 10_u128.pow(currency.exponent());
    let (whole, part) = (minor.unsigned_abs() / one, minor.unsigned_abs() % one);
    match currency.exponent() {
        0 => format!("{sign}{whole}"),
        decimals => format!("{sign}{whole}.{part:0width$}", width = decimals as usize),
    }
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
        if amount.abs().0 >= Raw::from(UNITS_MAX) {
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

    #[test]
    fn the_opposite_of_zero_has_no_sign() {
        assert_eq!(decimal("0.00").neg().to_string(), "0.00");
        assert_eq!(decimal("0.01").neg().to_string(), "-0.01");
    }

    fn currency(code: &str) -> Currency {
        code.parse().expect("a currency")
    }

    #[test]
    fn numbers_are_read_strictly() {
        for (text, expected) in [
            ("0", Ok("0")),
            ("-0.50", Ok("-0.50")),
            ("007", Ok("7")),
            ("29.00", Ok("29.00")),
            ("999999999999999999", Ok("999999999999999999")),
            ("1000000000000000000", Err(MoneyError::TooManyDigits)),
            ("0.0000000000001", Err(MoneyError::TooManyDigits)),
            ("1e3", Err(MoneyError::NotANumber)),
            ("+1", Err(MoneyError::NotANumber)),
            ("1,5", Err(MoneyError::NotANumber)),
            ("1.", Err(MoneyError::NotANumber)),
            (".5", Err(MoneyError::NotANumber)),
            ("", Err(MoneyError::NotANumber)),
            ("-", Err(MoneyError::NotANumber)),
            ("--1", Err(MoneyError::NotANumber)),
            ("1.2.3", Err(MoneyError::NotANumber)),
            ("١٢", Err(MoneyError::NotANumber)),
        ] {
            let read = text.parse::<Decimal>().map(|number| number.to_string());
            assert_eq!(read, expected.map(str::to_owned), "{text}");
        }
    }

    #[test]
    fn halves_round_away_from_zero() {
        for (value, decimals, expected) in [
            ("2.5", 0, "3"),
            ("-2.5", 0, "-3"),
            ("1.005", 2, "1.01"),
            ("2.675", 2, "2.68"),
            ("-0.005", 2, "-0.01"),
            ("0.0049999", 2, "0.00"),
            ("7", 2, "7.00"),
        ] {
            let rounded = decimal(value).round(decimals);
            assert_eq!(rounded, Ok(decimal(expected)), "{value}");
            assert_eq!(rounded.map(Decimal::scale), Ok(decimals), "{value}");
        }
    }

    #[test]
    fn a_product_is_rounded_once_from_its_exact_value() {
        // 0.05 × 0.0999999999 = 0.004999999995: rounding it to 10 decimals
        // first would make it 0.005 and then 0.01.
        assert_eq!(
            decimal("0.05").mul(decimal("0.0999999999"), 2),
            Ok(decimal("0.00"))
        );
        assert_eq!(
            decimal("999999999999.999999").mul(decimal("999999999999.999999"), 2),
            Err(MoneyError::TooManyDigits)
        );
        assert_eq!(
            decimal("1").div(decimal("0"), 2),
            Err(MoneyError::DivisionByZero)
        );
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

    #[test]
    fn numbers_survive_json_and_snapshot() {
        for text in ["0", "-0.01", "999999999999999999", "0.000000000001"] {
            let number = decimal(text);
            let json = serde_json::to_string(&number).expect("json");
            assert_eq!(json, format!("\"{text}\""));
            assert_eq!(
                serde_json::from_str::<Decimal>(&json).expect("json"),
                number
            );
            let bytes = postcard::to_allocvec(&number).expect("postcard");
            let back: Decimal = postcard::from_bytes(&bytes).expect("postcard");
            assert_eq!((back, back.scale()), (number, number.scale()));
        }
        assert!(serde_json::from_str::<Decimal>("1.5").is_err());
    }

    #[test]
    fn the_table_of_currencies_is_sorted() {
        assert!(CURRENCIES.is_sorted());
        assert!(CURRENCIES.len() < 256);
        for currency in Currency::all() {
            assert_eq!(currency.code().parse(), Ok(currency));
        }
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

        /// Against long division by hand: a quotient is right when the
        /// remainder is at most half the divisor, and exactly half only
        /// where it was rounded away from zero.
        #[test]
        fn quotients_are_nearest(
            a in -999_999_999_i64..999_999_999,
            b in 1_i64..999_999,
            decimals in 0_u32..6,
        ) {
            let quotient = Decimal::new(a.into(), 2).expect("a")
                .div(Decimal::new(b.into(), 3).expect("b"), decimals)
                .expect("quotient");
            // a/100 ÷ b/1000 = 10a/b, times 10^decimals
            let exact_above = i128::from(a) * 10 * 10_i128.pow(decimals);
            let off = (quotient.mantissa() * i128::from(b) - exact_above).abs() * 2;
            prop_assert!(off <= i128::from(b));
            if off == i128::from(b) {
                prop_assert!((quotient.mantissa() * i128::from(b)).abs() > exact_above.abs());
            }
        }
    }
}
