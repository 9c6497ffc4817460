//! Whole numbers of any length, for sums whose denominators grow: interest
//! that joins the sum year after year, powers that are compared. A [`Whole`]
//! is never stored and never shown.

use super::MoneyError;

/// A whole number from 0 on, of any length: limbs from the lowest, no zero
/// limb on top.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Whole(Vec<u64>);

impl From<u64> for Whole {
    fn from(value: u64) -> Whole {
        Whole(if value == 0 { Vec::new() } else { vec![value] })
    }
}

impl Whole {
    pub fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    #[must_use]
    pub fn times(mut self, factor: u64) -> Whole {
        if factor == 0 {
            return Whole::default();
        }
        let mut carry: u128 = 0;
        for limb in &mut self.0 {
            let product = u128::from(*limb) * u128::from(factor) + carry;
            *limb = low(product);
            carry = product >> 64;
        }
        if carry > 0 {
            self.0.push(low(carry));
        }
        self
    }

    #[must_use]
    pub fn plus(mut self, other: &Whole) -> Whole {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        let mut carry: u128 = 0;
        for (place, limb) in self.0.iter_mut().enumerate() {
            let added = other.0.get(place).copied().unwrap_or(0);
            let sum = u128::from(*limb) + u128::from(added) + carry;
            *limb = low(sum);
            carry = sum >> 64;
        }
        if carry > 0 {
            self.0.push(low(carry));
        }
        self
    }

    /// `self` × 10^`decimals` ÷ `below`^`times`, rounded once to a whole
    /// number, half up: with the decimals the number counts units of the last
    /// of them.
    ///
    /// # Errors
    /// [`MoneyError::DivisionByZero`]; [`MoneyError::TooManyDigits`] past
    /// 38 digits.
    pub fn over(self, below: u64, times: usize, decimals: u32) -> Result<i128, MoneyError> {
        if below == 0 {
            return Err(MoneyError::DivisionByZero);
        }
        let mut above = self;
        for _ in 0..decimals {
            above = above.times(10);
        }
        // floor((2a + b) / 2b) is a / b rounded half up; dividing step by step
        // and cutting down each time comes to the same as dividing once.
        let half = (0..times).fold(Whole::from(1), |power, _| power.times(below));
        let mut result = above.times(2).plus(&half).cut(2);
        for _ in 0..times {
            result = result.cut(below);
        }
        let too_long = MoneyError::TooManyDigits;
        match result.0.as_slice() {
            [] => Ok(0),
            [low] => Ok(i128::from(*low)),
            [low, high] => {
                i128::try_from((u128::from(*high) << 64) | u128::from(*low)).map_err(|_| too_long)
            }
            _ => Err(too_long),
        }
    }

    /// `self` ÷ `by`, cut down. `by` is not 0.
    fn cut(mut self, by: u64) -> Whole {
        let mut rest: u128 = 0;
        for limb in self.0.iter_mut().rev() {
            let all = (rest << 64) | u128::from(*limb);
            *limb = low(all / u128::from(by));
            rest = all % u128::from(by);
        }
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
        self
    }
}

/// The lower 64 bits.
fn low(value: u128) -> u64 {
    (value & u128::from(u64::MAX)) as u64
}

impl PartialOrd for Whole {
    fn partial_cmp(&self, other: &Whole) -> Option<std::cmp::Ordering> {
        let by_length = self.0.len().cmp(&other.0.len());
        Some(by_length.then_with(|| self.0.iter().rev().cmp(other.0.iter().rev())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_numbers_are_divided_and_rounded_once() {
        let long = (0..40).fold(Whole::from(3), |sum, _| sum.times(u64::MAX));
        assert_eq!(long.clone().over(u64::MAX, 40, 2), Ok(300));
        assert_eq!(long.clone().over(u64::MAX, 41, 0), Ok(0));
        assert_eq!(long.over(u64::MAX, 1, 0), Err(MoneyError::TooManyDigits));
        assert_eq!(Whole::from(1).over(2, 1, 0), Ok(1), "half goes up");
        assert_eq!(Whole::from(49).over(10, 2, 0), Ok(0), "0.49 once");
        assert_eq!(Whole::from(1).over(3, 1, 6), Ok(333_333));
        assert_eq!(
            Whole::from(7).over(0, 1, 0),
            Err(MoneyError::DivisionByZero)
        );
        assert_eq!(
            Whole::from(7).over(0, 0, 0),
            Err(MoneyError::DivisionByZero)
        );
        assert_eq!(Whole::from(7).times(0), Whole::default());
        assert!(Whole::default().plus(&Whole::default()).is_zero());
        let carried = Whole::from(u64::MAX).plus(&Whole::from(1));
        assert_eq!(carried.over(1, 1, 0), Ok(1 << 64));
    }

    proptest::proptest! {
        #[test]
        fn short_numbers_are_as_those_of_the_machine(a: u64, b: u64, c: u32, by in 1_u64..) {
            let whole = Whole::from(a).times(u64::from(c)).plus(&Whole::from(b));
            let exact = i128::from(a) * i128::from(c) + i128::from(b);
            let by_machine = (2 * exact + i128::from(by)) / (2 * i128::from(by));
            proptest::prop_assert_eq!(whole.over(by, 1, 0), Ok(by_machine));
        }
    }
}
