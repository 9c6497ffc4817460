//! The formulas of receivables management, on plain figures. Where the
//! figures come from is in [`super::dso`]; nothing here knows a book.
//!
//! Amounts are whole numbers, all of one call in the same unit: minor units
//! of one currency. Days are calendar days. Each formula is computed exactly
//! and rounded once at the end, to two decimals, half away from zero.
//!
//! `None` means that the figure is undefined and must not be shown as a
//! number: its divisor is zero or below (no sales, nothing to collect). The
//! same where a product passes 38 digits or the figure 16 before the point,
//! which a million documents below [`crate::money::UNITS_MAX`] do not reach.

use crate::money::{Decimal, Exact, MoneyError};
use serde::{Deserialize, Serialize};

/// Decimals of every figure.
const DECIMALS: u32 = 2;

/// The sales of one month, in minor units.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct MonthSales {
    pub sales: i128,
    /// Its actual length, or the part of it that is over.
    pub days: u32,
}

/// What [`dso_countback`] does with a month without sales.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ZeroSales {
    /// Its days count: time passed while nothing was collected.
    #[default]
    Count,
    /// It is left out.
    Skip,
}

/// Days weighted by amount: days to pay (from issue to payment) or days late
/// (from due date to payment, early negative). A part payment weighs in with
/// its own amount and day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct WeightedDays {
    pub(super) weighted: i128,
    pub(super) sum: i128,
    /// Past 38 digits: there is no mean any more.
    pub(super) overflown: bool,
}

impl WeightedDays {
    pub fn add(&mut self, amount: i128, days: i32) {
        let product = match i32::try_from(amount) {
            // Nearly all are so small: the browser multiplies 128 bits, and
            // checks them, in a long call.
            Ok(few) => Some(i128::from(i64::from(few) * i64::from(days))),
            Err(_) => amount.checked_mul(days.into()),
        };
        let weighted = product.and_then(|product| self.weighted.checked_add(product));
        match (weighted, self.sum.checked_add(amount)) {
            (Some(weighted), Some(sum)) => {
                self.weighted = weighted;
                self.sum = sum;
            }
            _ => self.overflown = true,
        }
    }

    /// Σ amount.
    pub fn amount(self) -> i128 {
        self.sum
    }

    /// Σ amount × days ÷ Σ amount.
    pub fn mean(self) -> Option<Decimal> {
        if self.overflown {
            return None;
        }
        ratio(Ok(self.weighted.into()), Ok(self.sum.into()))
    }
}

/// Days sales outstanding = receivables ÷ sales × days of the period.
///
/// Source: Association of Corporate Treasurers, wiki.treasurers.org, "Days
/// sales outstanding".
pub fn dso(receivables: i128, sales: i128, days: u32) -> Option<Decimal> {
    ratio(product(receivables, days), Ok(sales.into()))
}

/// DSO of average receivables = (opening + closing) ÷ 2 ÷ sales × days.
pub fn dso_average(opening: i128, closing: i128, sales: i128, days: u32) -> Option<Decimal> {
    let both = Exact::from(opening).add(closing.into());
    let above = both.and_then(|both| both.mul(i128::from(days).into()));
    ratio(above, product(sales, 2))
}

/// Best possible DSO = receivables not yet due ÷ sales × days.
pub fn dso_best_possible(current: i128, sales: i128, days: u32) -> Option<Decimal> {
    dso(current, sales, days)
}

/// Average days delinquent = DSO − best possible DSO = (receivables − not yet
/// due) ÷ sales × days, rounded once and not as a difference of rounded
/// figures.
pub fn average_days_delinquent(
    receivables: i128,
    current: i128,
    sales: i128,
    days: u32,
) -> Option<Decimal> {
    dso(receivables.checked_sub(current)?, sales, days)
}

/// DSO by the countback method, in days: the receivables are used up against
/// the sales of `months`, newest first. A month whose sales they cover counts
/// with all its days, the last one in proportion. Receivables older than all
/// months give the sum of their days.
///
/// A month whose credit notes reach its sales counts as one without sales,
/// and its amount is not carried into another month. Undefined for
/// receivables below zero, and where they met no month that counts.
///
/// Source: Anaplan community 55580, "count back for turnover".
pub fn dso_countback(
    receivables: i128,
    months: &[MonthSales],
    zero_sales: ZeroSales,
) -> Option<Decimal> {
    if receivables < 0 {
        return None;
    }
    let mut left = receivables;
    let mut days: u32 = 0;
    let mut counted = receivables == 0;
    for month in months {
        if left == 0 {
            break;
        }
        if month.sales <= 0 {
            if zero_sales == ZeroSales::Count {
                days = days.checked_add(month.days)?;
                counted = true;
            }
            continue;
        }
        counted = true;
        if left < month.sales {
            // days + left ÷ sales × days of this month, in one fraction.
            let part = product(left, month.days).ok()?;
            let above = product(month.sales, days).and_then(|whole| whole.add(part));
            return ratio(above, Ok(month.sales.into()));
        }
        days = days.checked_add(month.days)?;
        left -= month.sales;
    }
    if counted {
        Exact::from(i128::from(days)).round(DECIMALS).ok()
    } else {
        None
    }
}

/// Collection effectiveness index, in percent = (opening + sales − closing) ÷
/// (opening + sales − closing not yet due) × 100.
///
/// Source: Credit Research Foundation, as creditmanagementassociation.org and
/// creditguru.com give it.
pub fn cei(opening: i128, sales: i128, closing: i128, closing_current: i128) -> Option<Decimal> {
    cei_by_month(opening, sales, closing, closing_current, 1)
}

/// The same where sales enter as sales ÷ `months`, the number of months in
/// the period.
pub fn cei_by_month(
    opening: i128,
    sales: i128,
    closing: i128,
    closing_current: i128,
    months: u32,
) -> Option<Decimal> {
    // Both sides of the fraction times the number of months.
    let due = product(opening, months).and_then(|opening| opening.add(sales.into()));
    let due = due.ok().filter(|_| months > 0)?;
    let without = |part| product(part, months).and_then(|part| due.sub(part));
    let above = without(closing).and_then(|collected| collected.mul(HUNDRED.into()));
    ratio(above, without(closing_current))
}

/// Bad-debt ratio, in percent = write-offs ÷ sales × 100.
pub fn bad_debt_ratio(write_offs: i128, sales: i128) -> Option<Decimal> {
    let above = Exact::from(write_offs).mul(HUNDRED.into());
    ratio(above, Ok(sales.into()))
}

/// Receivables turnover, in times = sales ÷ ((opening + closing) ÷ 2).
pub fn turnover(sales: i128, opening: i128, closing: i128) -> Option<Decimal> {
    ratio(product(sales, 2), Exact::from(opening).add(closing.into()))
}

/// The tax in a part payment = payment × percent ÷ (100 + percent), rounded
/// once to `decimals`, those of the currency.
///
/// Source: invopop/gobl, bill/payment_line_test.go.
pub fn tax_share(payment: Decimal, tax_percent: Decimal, decimals: u32) -> Option<Decimal> {
    if tax_percent.is_negative() {
        return None;
    }
    let above = Exact::from(payment).mul(tax_percent.into()).ok()?;
    let below = Exact::from(Decimal::HUNDRED).add(tax_percent.into()).ok()?;
    above.div(below, decimals).ok()
}

const HUNDRED: i128 = 100;

fn product(amount: i128, count: u32) -> Result<Exact, MoneyError> {
    Exact::from(amount).mul(i128::from(count).into())
}

/// The only division and rounding of this file.
fn ratio(above: Result<Exact, MoneyError>, below: Result<Exact, MoneyError>) -> Option<Decimal> {
    let below = below.ok().filter(|below| below.is_positive())?;
    above.ok()?.div(below, DECIMALS).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(figure: Option<Decimal>, expected: &str, source: &str) {
        let shown = figure.map_or_else(|| "undefined".to_owned(), |figure| figure.to_string());
        assert_eq!(shown, expected, "{source}");
    }

    #[test]
    fn dso_is_receivables_over_daily_sales() {
        for (receivables, sales, days, expected, source) in [
            (
                10_869,
                17_674,
                90,
                "55.35",
                "JD Edwards 9.2, balance divided by sales",
            ),
            (
                50_000_000,
                730_000_000,
                365,
                "25.00",
                "wiki.treasurers.org, example 2",
            ),
            (100, 0, 30, "undefined", "no sales"),
            (0, 0, 30, "undefined", "no sales and no receivables"),
            (100, -5, 30, "undefined", "credited more than sold"),
            (0, 100, 30, "0.00", "nothing open"),
            (1, 200, 1, "0.01", "half a hundredth goes up"),
            (-1, 200, 1, "-0.01", "and away from zero"),
            (i128::MAX, 1, 365, "undefined", "past 38 digits"),
        ] {
            check(dso(receivables, sales, days), expected, source);
        }
        check(
            dso_average(10_000, 26_000, 20_000, 30),
            "27.00",
            "fool.com, average of 18,000",
        );
        check(
            dso_average(0, 1, 100, 1),
            "0.01",
            "half of one hundredth, once rounded",
        );
        check(
            dso_best_possible(4_000, 10_000, 30),
            "12.00",
            "creditguru.com",
        );
    }

    #[test]
    fn days_delinquent_are_no_difference_of_rounded_figures() {
        check(
            average_days_delinquent(15_000, 4_000, 10_000, 30),
            "33.00",
            "creditguru.com",
        );
        // 10/3 - 5/3: 3.33 - 1.67 would be 1.66.
        check(average_days_delinquent(10, 5, 3, 1), "1.67", "rounded once");
    }

    const fn month(sales: i128, days: u32) -> MonthSales {
        MonthSales { sales, days }
    }
    const ANAPLAN: &[MonthSales] = &[
        month(200, 31),
        month(400, 31),
        month(600, 30),
        month(700, 31),
        month(500, 30),
    ];
    const GAP: &[MonthSales] = &[month(1000, 31), month(0, 28), month(1000, 31)];
    const CREDITED: &[MonthSales] = &[month(1000, 31), month(-300, 28), month(1000, 31)];
    const EMPTY: &[MonthSales] = &[month(0, 31)];

    const COUNTBACK: &[(i128, &[MonthSales], ZeroSales, &str, &str)] = &[
        (
            2000,
            ANAPLAN,
            ZeroSales::Count,
            "129.00",
            "Anaplan community 55580",
        ),
        (
            2400,
            ANAPLAN,
            ZeroSales::Count,
            "153.00",
            "exactly all months",
        ),
        (
            9999,
            ANAPLAN,
            ZeroSales::Count,
            "153.00",
            "older than all months",
        ),
        (0, ANAPLAN, ZeroSales::Count, "0.00", "nothing open"),
        (
            500,
            GAP,
            ZeroSales::Count,
            "15.50",
            "half of the newest month",
        ),
        (
            1000,
            GAP,
            ZeroSales::Count,
            "31.00",
            "the empty month is not reached",
        ),
        (1500, GAP, ZeroSales::Count, "74.50", "31 + 28 + 15.5"),
        (1500, GAP, ZeroSales::Skip, "46.50", "31 + 15.5"),
        (
            1500,
            CREDITED,
            ZeroSales::Count,
            "74.50",
            "a month of credit notes",
        ),
        (
            -1,
            GAP,
            ZeroSales::Count,
            "undefined",
            "receivables below zero",
        ),
        (5, &[], ZeroSales::Count, "undefined", "no month at all"),
        (
            5,
            EMPTY,
            ZeroSales::Skip,
            "undefined",
            "no month that counts",
        ),
        (5, EMPTY, ZeroSales::Count, "31.00", "its days count"),
    ];

    #[test]
    fn countback_uses_up_receivables_from_the_newest_month() {
        for (receivables, months, zero, expected, source) in COUNTBACK {
            check(dso_countback(*receivables, months, *zero), expected, source);
        }
    }

    #[test]
    fn effectiveness_is_what_was_collected_of_what_was_due() {
        check(
            cei(100_000, 1_000_000, 120_000, 100_000),
            "98.00",
            "gaviti.com",
        );
        check(cei(0, 1_000, 0, 0), "100.00", "everything collected");
        check(
            cei(0, 1_000, 1_000, 1_000),
            "undefined",
            "nothing was due yet",
        );
        check(cei(100, 0, 0, 200), "undefined", "a divisor below zero");
        check(
            cei_by_month(100, 300, 120, 60, 3),
            "57.14",
            "80 of 140: sales enter as 100",
        );
        check(
            cei_by_month(100, 100, 100, 50, 3),
            "40.00",
            "33.33.. of 83.33.., exactly",
        );
        check(
            cei_by_month(6_200, 10_890, 6_340, 3_590, 3),
            "55.93",
            "creditguru.com, January to March: 55.9",
        );
        check(cei_by_month(1, 1, 1, 1, 0), "undefined", "no months");
    }

    #[test]
    fn days_are_weighted_by_amount() {
        let mean = |list: &[(i128, i32)]| {
            let mut days = WeightedDays::default();
            for (amount, late) in list {
                days.add(*amount, *late);
            }
            days.mean()
        };
        check(
            mean(&[(1000, 15), (3000, 30), (2000, 45)]),
            "32.50",
            "snowdaycalculatornow",
        );
        check(
            mean(&[(2, 3), (998, 30)]),
            "29.95",
            "PANTHEON late payments",
        );
        check(mean(&[(100, -10), (100, 5)]), "-2.50", "early is negative");
        check(mean(&[]), "undefined", "nothing paid");
        check(mean(&[(5, 1), (-5, 1)]), "undefined", "all reversed");
        check(mean(&[(i128::MAX, 2)]), "undefined", "past 38 digits");
    }

    #[test]
    fn ratios_are_in_percent_and_times() {
        check(
            bad_debt_ratio(1_000, 100_000),
            "1.00",
            "kpiexamples.operately.com",
        );
        check(bad_debt_ratio(1_000, 0), "undefined", "no sales");
        check(
            turnover(1_000, 100, 300),
            "5.00",
            "sales over the average of 200",
        );
        check(turnover(1_000, 0, 0), "undefined", "no receivables");
        let share = |payment: &str, percent: &str, decimals| {
            let decimal = |text: &str| text.parse().expect("a decimal");
            tax_share(decimal(payment), decimal(percent), decimals)
        };
        check(
            share("60.50", "21", 2),
            "10.50",
            "gobl bill/payment_line_test.go",
        );
        check(share("100", "0", 2), "0.00", "no tax");
        check(share("100", "-5", 2), "undefined", "no such rate");
        check(share("100", "10", 0), "9", "yen");
    }
}
