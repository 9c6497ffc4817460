//! Growth over a fraction of a period, exact to the last digit without
//! roots, logarithms or floats: the result is found by comparing whole
//! powers of whole numbers.

use super::{Decimal, Exact, MoneyError, Whole};

/// The results and exponents that are looked for: past them the figure is no
/// figure any more (growth of a billion percent) or the powers get long.
const RESULT_MAX: u64 = 100_000_000_000;
const EXPONENT_MAX: u32 = 1000;

/// ((`above` ÷ `below`) ^ (`times` ÷ `of`) − 1) × 100, rounded once to two
/// decimals, half up.
///
/// For whole Y: (1 + Y/20,000) ≤ (above/below)^(times/of) exactly where
/// (20,000 + Y)^of × below^times ≤ 20,000^of × above^times. The largest such
/// Y counts half hundredths of a percent.
///
/// # Errors
/// [`MoneyError::DivisionByZero`] where `of` or `below` is zero;
/// [`MoneyError::TooManyDigits`] where `above` < `below`, where an exponent
/// is above 1,000, a base has more than 18 digits, or the result is a
/// billion percent or more.
pub fn growth_percent(
    above: Exact,
    below: Exact,
    times: u32,
    of: u32,
) -> Result<Decimal, MoneyError> {
    if of == 0 || !below.is_positive() {
        return Err(MoneyError::DivisionByZero);
    }
    let scale = above.scale().max(below.scale());
    let above = above.minor(scale)?;
    let below = below.minor(scale)?;
    if above < below || times > EXPONENT_MAX || of > EXPONENT_MAX {
        return Err(MoneyError::TooManyDigits);
    }
    let divisor = gcd(above, below);
    let short = |value: i128| u64::try_from(value / divisor).map_err(|_| MoneyError::TooManyDigits);
    let (above, below) = (short(above)?, short(below)?);
    let shared = u32::try_from(gcd(times.into(), of.into())).unwrap_or(1);
    let (times, of) = (times / shared, of / shared);

    const UNIT: u64 = 20_000;
    let goal = times_power(times_power(Whole::from(1), UNIT, of), above, times);
    let start = times_power(Whole::from(1), below, times);
    let reached = |y: u64| times_power(start.clone(), UNIT + y, of) <= goal;
    if reached(RESULT_MAX * 2) {
        return Err(MoneyError::TooManyDigits);
    }
    let (mut low, mut high) = (0, RESULT_MAX * 2);
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if reached(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    Decimal::new(i128::from(low.div_ceil(2)), 2)
}

fn gcd(a: i128, b: i128) -> i128 {
    if b == 0 { a.max(1) } else { gcd(b, a % b) }
}

fn times_power(start: Whole, factor: u64, exponent: u32) -> Whole {
    (0..exponent).fold(start, |product, _| product.times(factor))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn growth(above: i128, below: i128, times: u32, of: u32) -> String {
        let percent = growth_percent(above.into(), below.into(), times, of);
        percent.map_or_else(|error| format!("{error:?}"), |percent| percent.to_string())
    }

    #[test]
    fn growth_is_exact_to_the_last_digit() {
        for ((above, below, times, of), expected, why) in [
            ((100, 98, 365, 20), "44.59", "1.0204^18.25 = 1.445853"),
            ((100, 99, 365, 20), "20.13", "1.0101^18.25 = 1.201297"),
            ((4, 1, 1, 2), "100.00", "the root of four"),
            ((2, 1, 1, 2), "41.42", "the root of two"),
            ((2, 1, 10, 1), "102300.00", "1024"),
            ((10_001, 10_000, 1, 1), "0.01", "the least there is"),
            ((20_001, 20_000, 1, 1), "0.01", "half of it goes up"),
            ((200_009, 200_000, 1, 1), "0.00", "less than half does not"),
            ((1, 1, 1000, 1), "0.00", "no growth"),
            ((5, 1, 0, 7), "0.00", "no time"),
            ((3, 2, 700, 350), "125.00", "2.25: exponents are shortened"),
            ((1, 2, 1, 1), "TooManyDigits", "shrinking"),
            ((2, 1, 1001, 1), "TooManyDigits", "too long a power"),
            ((2, 1, 365, 1), "TooManyDigits", "past all reason"),
            ((2, 1, 1, 0), "DivisionByZero", "no period"),
            ((2, 0, 1, 1), "DivisionByZero", "from nothing"),
        ] {
            assert_eq!(growth(above, below, times, of), expected, "{why}");
        }
    }

    #[test]
    fn long_powers_stay_quick() {
        assert_eq!(growth(100, 97, 997, 991), "3.11", "hundreds of limbs");
    }
}
