//! Exact intermediate results: what stands between figures and their one
//! rounding. An [`Exact`] is never stored and never shown.

use super::decimal::{nearest, scaled};
use super::{Decimal, MoneyError};

/// An exact decimal of up to 38 digits.
///
/// Amounts may enter as decimals or as whole minor units, as long as one
/// formula takes all its amounts the same way.
///
/// # Errors
/// Every function that can pass 38 digits returns
/// [`MoneyError::TooManyDigits`] instead; nothing is cut and nothing panics.
#[derive(Clone, Copy, Debug)]
pub struct Exact {
    mantissa: i128,
    scale: u32,
}

impl From<Decimal> for Exact {
    /// Trailing zeros are dropped, so that `19.0000` leaves as many digits to
    /// the product as `19` does.
    fn from(value: Decimal) -> Exact {
        let (mut mantissa, mut scale) = (value.mantissa(), value.scale());
        while scale > 0 && mantissa % 10 == 0 {
            mantissa /= 10;
            scale -= 1;
        }
        Exact { mantissa, scale }
    }
}

impl From<i128> for Exact {
    fn from(whole: i128) -> Exact {
        Exact {
            mantissa: whole,
            scale: 0,
        }
    }
}

impl Exact {
    pub const ZERO: Exact = Exact {
        mantissa: 0,
        scale: 0,
    };
    pub const ONE: Exact = Exact {
        mantissa: 1,
        scale: 0,
    };

    /// `percent` ÷ 100.
    pub fn rate(percent: Decimal) -> Exact {
        let mut rate = Exact::from(percent);
        rate.scale += 2;
        while rate.scale > 0 && rate.mantissa % 10 == 0 {
            rate.mantissa /= 10;
            rate.scale -= 1;
        }
        rate
    }

    pub fn is_zero(self) -> bool {
        self.mantissa == 0
    }

    pub fn is_negative(self) -> bool {
        self.mantissa < 0
    }

    pub fn is_positive(self) -> bool {
        self.mantissa > 0
    }

    /// The number of decimals.
    pub fn scale(self) -> u32 {
        self.scale
    }

    pub fn neg(self) -> Exact {
        Exact {
            mantissa: -self.mantissa,
            scale: self.scale,
        }
    }

    pub fn add(self, other: Exact) -> Result<Exact, MoneyError> {
        let scale = self.scale.max(other.scale);
        let mantissa = scaled(self.mantissa, scale - self.scale)?
            .checked_add(scaled(other.mantissa, scale - other.scale)?)
            .ok_or(MoneyError::TooManyDigits)?;
        Ok(Exact { mantissa, scale })
    }

    pub fn sub(self, other: Exact) -> Result<Exact, MoneyError> {
        self.add(other.neg())
    }

    pub fn mul(self, other: Exact) -> Result<Exact, MoneyError> {
        let mantissa = self
            .mantissa
            .checked_mul(other.mantissa)
            .ok_or(MoneyError::TooManyDigits)?;
        Ok(Exact {
            mantissa,
            scale: self.scale + other.scale,
        })
    }

    /// Rounded to `decimals`, half away from zero, counted in units of the
    /// last decimal: 12.345 to 2 decimals is 1235.
    pub fn minor(self, decimals: u32) -> Result<i128, MoneyError> {
        self.div_minor(Exact::ONE, decimals)
    }

    /// `self` ÷ `by`, rounded once to `decimals`, half away from zero, counted
    /// in units of the last decimal.
    ///
    /// # Errors
    /// Also [`MoneyError::DivisionByZero`].
    pub fn div_minor(self, by: Exact, decimals: u32) -> Result<i128, MoneyError> {
        if by.is_zero() {
            return Err(MoneyError::DivisionByZero);
        }
        let up = decimals
            .checked_add(by.scale)
            .ok_or(MoneyError::TooManyDigits)?;
        if up >= self.scale {
            Ok(nearest(
                scaled(self.mantissa, up - self.scale)?,
                by.mantissa,
            ))
        } else {
            Ok(nearest(
                self.mantissa,
                scaled(by.mantissa, self.scale - up)?,
            ))
        }
    }

    /// Rounded to `decimals`, half away from zero.
    pub fn round(self, decimals: u32) -> Result<Decimal, MoneyError> {
        Decimal::new(self.minor(decimals)?, decimals)
    }

    /// `self` ÷ `by`, rounded once to `decimals`, half away from zero.
    ///
    /// # Errors
    /// Also [`MoneyError::DivisionByZero`].
    pub fn div(self, by: Exact, decimals: u32) -> Result<Decimal, MoneyError> {
        Decimal::new(self.div_minor(by, decimals)?, decimals)
    }

    /// Each part × `self` ÷ `by`, rounded so that the results add up to the
    /// rounded sum: every result is its exact value cut down, and what is left
    /// goes one by one to the largest remainders, the first of equals first.
    /// Unlike [`super::split`] the parts may have both signs.
    ///
    /// # Properties
    /// The results add up to Σ parts × `self` ÷ `by`, rounded half away from
    /// zero. No result is a whole unit or more from its exact value, and one
    /// whose exact value is whole stays as it is. With all signs turned
    /// around the results turn around as well.
    ///
    /// # Errors
    /// Also [`MoneyError::DivisionByZero`] where `by` is not above zero.
    pub fn round_together(self, parts: &[i128], by: Exact) -> Result<Vec<i128>, MoneyError> {
        if !by.is_positive() {
            return Err(MoneyError::DivisionByZero);
        }
        let below = scaled(by.mantissa, self.scale)?;
        let times = scaled(self.mantissa, by.scale)?;
        let mut exact = Vec::with_capacity(parts.len());
        let mut sum: i128 = 0;
        for part in parts {
            let above = part.checked_mul(times).ok_or(MoneyError::TooManyDigits)?;
            sum = sum.checked_add(above).ok_or(MoneyError::TooManyDigits)?;
            exact.push(above);
        }
        // Where they cancel out, the first part decides which way is up.
        let first = exact.iter().copied().find(|above| *above != 0).unwrap_or(0);
        let sign = if sum < 0 || (sum == 0 && first < 0) {
            -1
        } else {
            1
        };
        let mut results: Vec<i128> = exact
            .iter()
            .map(|above| (sign * above).div_euclid(below))
            .collect();
        let mut left = nearest(sign * sum, below) - results.iter().sum::<i128>();
        if left > 0 {
            let mut order: Vec<usize> = (0..parts.len()).collect();
            order.sort_by_key(|index| std::cmp::Reverse((sign * exact[*index]).rem_euclid(below)));
            for index in order {
                if left == 0 {
                    break;
                }
                results[index] += 1;
                left -= 1;
            }
        }
        for result in &mut results {
            *result *= sign;
        }
        Ok(results)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn exact(text: &str) -> Exact {
        text.parse::<Decimal>().expect("a decimal").into()
    }

    #[test]
    fn products_and_quotients_are_rounded_once() {
        let product = exact("0.05").mul(exact("0.0999999999")).expect("a product");
        assert_eq!(product.minor(2), Ok(0), "0.004999999995 is no half");
        assert_eq!(exact("-0.005").minor(2), Ok(-1), "away from zero");
        assert_eq!(exact("1").div_minor(exact("-3"), 2), Ok(-33));
        assert_eq!(exact("2").div_minor(exact("0.03"), 0), Ok(67));
        assert_eq!(
            exact("1").div_minor(Exact::ZERO, 2),
            Err(MoneyError::DivisionByZero)
        );
        assert_eq!(exact("1").round(13), Err(MoneyError::TooManyDigits));
        assert_eq!(exact("1").minor(u32::MAX), Err(MoneyError::TooManyDigits));
        let large = exact("999999999999999999");
        let larger = large.mul(large).expect("36 digits");
        assert!(larger.mul(large).is_err(), "54 digits");
        assert!(larger.round(0).is_err(), "no room in 18 digits");
    }

    #[test]
    fn results_rounded_together_add_up() {
        for (parts, times, by, expected, why) in [
            (
                &[100, 100, 100][..],
                "1",
                "1.19",
                &[84, 84, 84][..],
                "252.1 is 252",
            ),
            (&[1, 1], "1", "2", &[1, 0], "1.0: a tie goes to the first"),
            (&[-1, -1], "1", "2", &[-1, 0], "mirrored"),
            (&[5, -5], "1", "2", &[3, -3], "they cancel out"),
            (&[-5, 5], "1", "2", &[-3, 3], "and the other way"),
            (&[0, 3], "0.5", "1", &[0, 2], "nothing stays nothing"),
            (&[], "1", "1", &[], "none"),
        ] {
            let results = exact(times).round_together(parts, exact(by));
            assert_eq!(results, Ok(expected.to_vec()), "{why}");
        }
        assert_eq!(
            Exact::ONE.round_together(&[1], Exact::ZERO),
            Err(MoneyError::DivisionByZero)
        );
        let past = Exact::ONE.round_together(&[i128::MAX], exact("0.1"));
        assert_eq!(past, Err(MoneyError::TooManyDigits));
    }

    proptest! {
        #[test]
        fn results_rounded_together_keep_their_law(
            parts in prop::collection::vec(-1_000_000_i128..1_000_000, 0..20),
            times in 0_i64..100_000, by in 1_i64..100_000,
        ) {
            let (times, by) = (i128::from(times), i128::from(by));
            let results = Exact::from(times).round_together(&parts, by.into()).expect("results");
            let sum: i128 = parts.iter().sum();
            let twice = 2 * (results.iter().sum::<i128>() * by - sum * times).abs();
            prop_assert!(twice <= by, "the sum is the nearest");
            for (part, result) in parts.iter().zip(&results) {
                let off = result * by - part * times;
                prop_assert!(off.abs() < by);
                prop_assert!(part * times % by != 0 || off == 0);
            }
            let turned: Vec<i128> = parts.iter().map(|part| -part).collect();
            let turned = Exact::from(times).round_together(&turned, by.into()).expect("results");
            let back: Vec<i128> = turned.iter().map(|result| -result).collect();
            prop_assert_eq!(results, back);
        }
    }
}
