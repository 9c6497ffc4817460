//! Plain decimal numbers, and every rounding there is.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal as Raw;
use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};

use super::MoneyError;
use crate::ids::FromText;

/// Significant digits of a [`Decimal`]: what a 64-bit integer surely holds.
pub const DIGITS_MAX: u32 = 18;
/// Decimals of a [`Decimal`].
pub const SCALE_MAX: u32 = 12;
const MANTISSA_MAX: i128 = 10_i128.pow(DIGITS_MAX) - 1;

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

    /// Zero, written with so many decimals.
    pub(super) fn zero_with(scale: u32) -> Decimal {
        Decimal(Raw::new(0, scale))
    }

    pub fn from_int(value: i32) -> Decimal {
        Decimal(Raw::from(value))
    }

    pub(super) fn mantissa(self) -> i128 {
        self.0.mantissa()
    }

    /// The number of decimals it is written with.
    pub fn scale(self) -> u32 {
        self.0.scale()
    }

    pub(super) fn is_at_least(self, whole: i64) -> bool {
        self.0 >= Raw::from(whole)
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
pub(super) fn nearest(above: i128, below: i128) -> i128 {
    let quotient = above / below;
    let rest = above % below;
    let away = if rest.unsigned_abs() >= below.unsigned_abs() - rest.unsigned_abs() {
        above.signum() * below.signum()
    } else {
        0
    };
    quotient + away
}

pub(super) fn scaled(value: i128, zeros: u32) -> Result<i128, MoneyError> {
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

    proptest! {
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
