//! Simple interest at one rate. Over changes of the rate, and with what the
//! laws say: [`crate::late`].

use crate::money::{Decimal, Exact, Money, MoneyError};

/// Simple interest: `principal` × `annual_percent` ÷ 100 × `days` ÷ `basis`,
/// rounded once, half away from zero, to the minor unit.
///
/// `basis` is the days that a year counts: 365, 360, or 366.
///
/// # Errors
/// [`MoneyError::DivisionByZero`] for a basis of 0; [`MoneyError::TooLarge`]
/// or [`MoneyError::TooManyDigits`].
pub fn interest(
    principal: Money,
    annual_percent: Decimal,
    days: u32,
    basis: u32,
) -> Result<Money, MoneyError> {
    let currency = principal.currency();
    let minor = Exact::from(i128::from(principal.minor()))
        .mul(Exact::rate(annual_percent))?
        .mul(i128::from(days).into())?
        .div_minor(i128::from(basis).into(), 0)?;
    Money::from_minor(minor, currency)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(amount: &str, currency: &str) -> Money {
        let currency = currency.parse().expect("a currency");
        Money::new(amount.parse().expect("a decimal"), currency).expect("money")
    }

    #[test]
    fn interest_is_rounded_once() {
        for (principal, percent, days, basis, expected, source) in [
            (
                "1000.00",
                "5.12",
                25,
                365,
                "3.51",
                "anleiter.de Verzugszinsen",
            ),
            ("1000.00", "8.5", 365, 365, "85.00", "a whole year"),
            ("1000.00", "9", 0, 365, "0.00", "no day late"),
            ("1000.00", "9", 30, 360, "7.50", "the banker's year"),
            // A daily amount rounded first (0.01) would make it 3.00.
            (
                "50.00",
                "9",
                300,
                365,
                "3.70",
                "not 300 times a rounded day",
            ),
            ("0.01", "9", 365, 365, "0.00", "nothing of nothing"),
            (
                "9999999999999.99",
                "999.999999",
                100_000,
                1,
                "TooLarge",
                "too much",
            ),
        ] {
            let percent = percent.parse().expect("a decimal");
            let interest = interest(money(principal, "EUR"), percent, days, basis);
            let shown = interest.map_or_else(|e| format!("{e:?}"), |i| i.amount().to_string());
            assert_eq!(shown, expected, "{principal} {source}");
        }
        let free = interest(money("1.00", "EUR"), Decimal::ONE, 1, 0);
        assert_eq!(free, Err(MoneyError::DivisionByZero));
    }
}
