//! What lateness costs: interest and the fixed compensation of UK law. Which
//! rate applies, and from which day, is for the user to say.

use crate::money::{Currency, Decimal, Exact, Money, MoneyError};

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

/// The fixed sum that a UK business may claim for each late commercial debt:
/// GBP 40 below 1,000, 70 below 10,000, else 100.
///
/// Late Payment of Commercial Debts (Interest) Act 1998, section 5A(2), as
/// inserted by SI 2002/1674, regulation 2(4), in force since 2002-08-07 (text
/// of legislation.gov.uk, no outstanding effects).
///
/// `None` where there is no debt, or where it is not in pounds: the Act
/// names its sums and bounds in pounds only.
pub fn late_compensation_uk(principal: Money) -> Option<Money> {
    let pounds: Currency = "GBP".parse().ok()?;
    if principal.currency() != pounds || !principal.is_positive() {
        return None;
    }
    let debt = principal.amount();
    let sum = if debt < Decimal::from_int(1_000) {
        40
    } else if debt < Decimal::from_int(10_000) {
        70
    } else {
        100
    };
    Money::new(Decimal::from_int(sum), pounds).ok()
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

    #[test]
    fn uk_compensation_steps_at_one_and_ten_thousand_pounds() {
        for (debt, currency, expected) in [
            ("0.01", "GBP", Some("40.00")),
            ("999.99", "GBP", Some("40.00")),
            ("1000.00", "GBP", Some("70.00")),
            ("9999.99", "GBP", Some("70.00")),
            ("10000.00", "GBP", Some("100.00")),
            ("0.00", "GBP", None),
            ("-5.00", "GBP", None),
            ("999.99", "EUR", None),
        ] {
            let expected = expected.map(|amount| money(amount, "GBP"));
            assert_eq!(
                late_compensation_uk(money(debt, currency)),
                expected,
                "{debt} {currency}"
            );
        }
    }
}
