//! Aging of a balance for which a payment plan was agreed later: by the days
//! of the plan and by the old due date, side by side.

use super::aging::Options;
use crate::date::Date;
use crate::late::plan::PlanInstalment;
use crate::money::{Money, MoneyError};

/// A balance and its plan.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlannedBalance {
    pub total: Money,
    /// The old due date.
    pub due: Date,
    /// From this day on the days of the plan count.
    pub agreed: Date,
    pub plan: Vec<PlanInstalment>,
    /// What was put against it, by day.
    pub settled: Vec<(Date, Money)>,
}

/// An instalment, or the whole before the agreement, of which something is
/// open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PlannedRow {
    pub due: Date,
    pub open: Money,
    pub bucket: usize,
}

/// How late a balance is, by both days.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlanAging {
    pub outstanding: Money,
    /// By bucket, the current one first; each adds up to the outstanding.
    pub by_plan: Vec<Money>,
    pub by_due: Vec<Money>,
    /// By the plan.
    pub rows: Vec<PlannedRow>,
}

/// The aging of the balance at the end of the day of `options`, whose basis
/// does not matter. What is open is open of the last instalments: what was
/// settled filled the earliest first. What is open beyond the plan ages by
/// the old due date.
///
/// # Errors
/// [`MoneyError::MixedCurrencies`], [`MoneyError::TooLarge`].
pub fn plan_aging(balance: &PlannedBalance, options: &Options) -> Result<PlanAging, MoneyError> {
    let as_of = options.as_of;
    let currency = balance.total.currency();
    let zero = currency.zero();
    let settled = balance.settled.iter().filter(|(date, _)| *date <= as_of);
    let settled = Money::sum(currency, settled.map(|(_, amount)| *amount))?;
    let left = balance.total.sub(settled)?;
    let outstanding = if left.is_positive() { left } else { zero };

    let mut rows = Vec::new();
    let mut rest = outstanding;
    let mut plan = balance.plan.clone();
    plan.sort_by_key(|part| part.due);
    if as_of < balance.agreed {
        plan.clear();
    }
    let mut push = |due: Date, open: Money| {
        if open.is_positive() {
            let bucket = options.bucket(as_of.days_since(due));
            rows.push(PlannedRow { due, open, bucket });
        }
    };
    for part in plan.iter().rev() {
        let open = rest.min(part.amount)?;
        rest = rest.sub(open)?;
        push(part.due, open);
    }
    push(balance.due, rest);
    rows.sort_by_key(|row| row.due);

    let width = options.bounds.len() + 2;
    let mut by_plan = vec![zero; width];
    for row in &rows {
        if let Some(bucket) = by_plan.get_mut(row.bucket) {
            *bucket = bucket.add(row.open)?;
        }
    }
    let mut by_due = vec![zero; width];
    if let Some(bucket) = by_due.get_mut(options.bucket(as_of.days_since(balance.due))) {
        *bucket = outstanding;
    }
    Ok(PlanAging {
        outstanding,
        by_plan,
        by_due,
        rows,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;
    use proptest::prelude::*;

    fn date(text: &str) -> Date {
        text.parse().expect("a date")
    }

    fn cents(minor: i64) -> Money {
        Money::from_minor(minor.into(), Currency::default()).expect("money")
    }

    fn balance() -> PlannedBalance {
        let part = |due: &str| PlanInstalment {
            due: date(due),
            amount: cents(300),
        };
        PlannedBalance {
            total: cents(1_000),
            due: date("2026-02-28"),
            agreed: date("2026-04-10"),
            plan: vec![part("2026-04-30"), part("2026-05-31")],
            settled: vec![
                (date("2026-03-15"), cents(300)),
                (date("2026-05-02"), cents(200)),
            ],
        }
    }

    #[test]
    fn before_the_agreement_the_old_due_date_counts() {
        let on = |day: &str| {
            let aging = plan_aging(&balance(), &Options::as_of(date(day))).expect("an aging");
            let rows = aging.rows.iter();
            rows.map(|row| (row.due.to_string(), row.open.minor(), row.bucket))
                .collect::<Vec<_>>()
        };
        let row = |due: &str, open, bucket| (due.to_owned(), open, bucket);
        assert_eq!(on("2026-04-09"), [row("2026-02-28", 700, 2)]);
        let agreed = [
            row("2026-02-28", 100, 2),
            row("2026-04-30", 300, 0),
            row("2026-05-31", 300, 0),
        ];
        assert_eq!(on("2026-04-10"), agreed, "100 are in no instalment");
        assert_eq!(
            on("2026-05-02"),
            [row("2026-04-30", 200, 1), row("2026-05-31", 300, 0)]
        );
    }

    proptest! {
        #[test]
        fn both_ways_add_up_to_what_is_outstanding(total in 0_i64..2_000, days in 0_u32..400) {
            let balance = PlannedBalance { total: cents(total), ..balance() };
            let day = date("2026-02-01").plus_days(days).expect("a date");
            let aging = plan_aging(&balance, &Options::as_of(day)).expect("an aging");
            let euro = Currency::default();
            prop_assert_eq!(Money::sum(euro, aging.by_plan), Ok(aging.outstanding));
            prop_assert_eq!(Money::sum(euro, aging.by_due), Ok(aging.outstanding));
        }
    }
}
