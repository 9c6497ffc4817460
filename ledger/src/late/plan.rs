//! Payment plans that are agreed later, on a balance that is open: making
//! one, and how it stands by its payments.

use serde::{Deserialize, Serialize};

use crate::date::{BadDate, Date};
use crate::money::{Money, MoneyError};
use crate::named::named;
use crate::terms::INSTALMENTS_MAX;

named! {
    /// How far the days of a plan are apart.
    Every {
        Week = "week",
        TwoWeeks = "two_weeks",
        /// The day of the month of the first one; in a shorter month its last.
        Month = "month",
        Quarter = "quarter",
    }
}

/// A part of the balance with its own day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PlanInstalment {
    pub due: Date,
    pub amount: Money,
}

/// Why a plan is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum PlanProblem {
    #[error("a plan has from 1 to {INSTALMENTS_MAX} instalments")]
    Count,
    #[error("an instalment of nothing or less")]
    NotPositive,
    #[error("the instalments do not add up to the balance")]
    DoesNotAddUp,
    #[error("the days of the instalments do not rise")]
    DaysDoNotRise,
    #[error(transparent)]
    Date(#[from] BadDate),
    #[error(transparent)]
    Money(#[from] MoneyError),
}

/// Even instalments that add up to `total`, by largest remainder: what does
/// not divide goes to the first ones.
///
/// # Errors
/// [`PlanProblem::Count`], [`PlanProblem::NotPositive`] where there is less
/// than a minor unit for each, [`PlanProblem::Date`].
pub fn make(
    total: Money,
    count: u32,
    first_due: Date,
    every: Every,
) -> Result<Vec<PlanInstalment>, PlanProblem> {
    let length = usize::try_from(count).unwrap_or(usize::MAX);
    if !(1..=INSTALMENTS_MAX).contains(&length) {
        return Err(PlanProblem::Count);
    }
    let amounts = total.split(&vec![1; length])?;
    let mut plan = Vec::with_capacity(length);
    for (place, amount) in (0_u32..).zip(amounts) {
        let due = match every {
            Every::Week => first_due.plus_days(7 * place)?,
            Every::TwoWeeks => first_due.plus_days(14 * place)?,
            Every::Month => first_due.plus_months(place)?,
            Every::Quarter => first_due.plus_months(3 * place)?,
        };
        plan.push(PlanInstalment { due, amount });
    }
    check(&plan, total)?;
    Ok(plan)
}

/// Whether instalments, perhaps entered by hand, are a plan for `total`.
///
/// # Errors
/// The first [`PlanProblem`].
pub fn check(plan: &[PlanInstalment], total: Money) -> Result<(), PlanProblem> {
    if !(1..=INSTALMENTS_MAX).contains(&plan.len()) {
        return Err(PlanProblem::Count);
    }
    if plan.iter().any(|part| !part.amount.is_positive()) {
        return Err(PlanProblem::NotPositive);
    }
    if plan.windows(2).any(|pair| pair[0].due >= pair[1].due) {
        return Err(PlanProblem::DaysDoNotRise);
    }
    let sum = Money::sum(total.currency(), plan.iter().map(|part| part.amount))?;
    if sum == total {
        Ok(())
    } else {
        Err(PlanProblem::DoesNotAddUp)
    }
}

/// When a plan counts as missed and as broken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PlanRules {
    /// Days after its due date on which an instalment may still be paid.
    pub grace_days: u32,
    /// The plan is broken on the first day on which so many instalments are
    /// missed at once; `None` for never.
    pub accelerate_after: Option<u32>,
}

named! {
    /// How an instalment stands.
    PlanStatus {
        Paid = "paid",
        /// Not paid, and not missed.
        Open = "open",
        /// Past its due date and the days of grace, and anything of it open.
        Missed = "missed",
    }
}

/// How an instalment stands on a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PlanRow {
    pub due: Date,
    pub paid: Money,
    pub open: Money,
    pub status: PlanStatus,
    /// The day that paid the last of it.
    pub paid_on: Option<Date>,
    /// From its due date to the day it was paid, 0 where that was in time;
    /// `None` while it is open.
    pub days_late: Option<u32>,
}

/// How a plan stands on a day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlanStanding {
    pub rows: Vec<PlanRow>,
    /// How many are missed.
    pub missed: u32,
    /// Once broken it stays so, whatever is paid later.
    pub broken_on: Option<Date>,
    pub outstanding: Money,
    /// What is open of instalments due up to the day; all of it once broken.
    pub due_now: Money,
    /// The next day, that day included, on which an instalment that is open
    /// is due; none once broken.
    pub next_due: Option<Date>,
    /// What was paid beyond the plan.
    pub unapplied: Money,
}

/// How a plan stands at the end of the day `as_of`. Payments fill the earliest
/// instalment first; later ones are left out.
///
/// # Properties
/// What is paid of the rows and the unapplied add up to the payments.
///
/// # Errors
/// [`PlanProblem::Date`], [`PlanProblem::Money`]; a payment below 0 is
/// [`PlanProblem::NotPositive`].
pub fn standing(
    plan: &[PlanInstalment],
    payments: &[(Date, Money)],
    rules: PlanRules,
    as_of: Date,
) -> Result<PlanStanding, PlanProblem> {
    let currency = match (plan.first(), payments.first()) {
        (Some(part), _) => part.amount.currency(),
        (None, Some((_, amount))) => amount.currency(),
        (None, None) => return Err(PlanProblem::Count),
    };
    let zero = currency.zero();
    let mut plan: Vec<PlanInstalment> = plan.to_vec();
    plan.sort_by_key(|part| part.due);
    let mut payments: Vec<(Date, Money)> = payments.to_vec();
    payments.retain(|(date, _)| *date <= as_of);
    payments.sort_by_key(|(date, _)| *date);
    let mut rows: Vec<PlanRow> = plan
        .iter()
        .map(|part| PlanRow {
            due: part.due,
            paid: zero,
            open: part.amount,
            status: PlanStatus::Open,
            paid_on: None,
            days_late: None,
        })
        .collect();
    let mut unapplied = zero;
    for (date, amount) in payments {
        if amount.is_negative() {
            return Err(PlanProblem::NotPositive);
        }
        let mut rest = amount;
        for row in rows.iter_mut().filter(|row| row.open.is_positive()) {
            let part = rest.min(row.open)?;
            row.paid = row.paid.add(part)?;
            row.open = row.open.sub(part)?;
            rest = rest.sub(part)?;
            if row.open.is_zero() {
                let late = date.days_since(row.due).max(0).unsigned_abs();
                row.status = PlanStatus::Paid;
                row.paid_on = Some(date);
                row.days_late = Some(late);
            }
        }
        unapplied = unapplied.add(rest)?;
    }
    // From when on a row is missed if it is not paid by then.
    let mut missed_from = Vec::with_capacity(rows.len());
    for row in &rows {
        missed_from.push(row.due.plus_days(rules.grace_days)?.plus_days(1)?);
    }
    let missed_on = |day: Date| {
        let rows = rows.iter().zip(&missed_from);
        let missed = rows
            .filter(|(row, from)| **from <= day && row.paid_on.is_none_or(|paid_on| paid_on > day));
        u32::try_from(missed.count()).unwrap_or(u32::MAX)
    };
    let after = rules.accelerate_after.filter(|after| *after > 0);
    let broken_on = after.and_then(|after| {
        let mut days = missed_from.iter().copied().filter(|day| *day <= as_of);
        days.find(|day| missed_on(*day) >= after)
    });
    let missed = missed_on(as_of);
    let outstanding = Money::sum(currency, rows.iter().map(|row| row.open))?;
    let due_now = if broken_on.is_some() {
        outstanding
    } else {
        let due = rows.iter().filter(|row| row.due <= as_of);
        Money::sum(currency, due.map(|row| row.open))?
    };
    let mut next = rows.iter().filter(|row| row.open.is_positive());
    let next_due = match broken_on {
        Some(_) => None,
        None => next.find(|row| row.due >= as_of).map(|row| row.due),
    };
    for (row, from) in rows.iter_mut().zip(missed_from) {
        if row.open.is_positive() && from <= as_of {
            row.status = PlanStatus::Missed;
        }
    }
    Ok(PlanStanding {
        rows,
        missed,
        broken_on,
        outstanding,
        due_now,
        next_due,
        unapplied,
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

    #[test]
    fn a_plan_keeps_its_day_of_the_month() {
        let days = |first: &str, every, count| {
            let plan = make(cents(1_000), count, date(first), every).expect("a plan");
            plan.iter()
                .map(|part| part.due.to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            days("2027-12-31", Every::Month, 4),
            ["2027-12-31", "2028-01-31", "2028-02-29", "2028-03-31"]
        );
        assert_eq!(
            days("2026-01-31", Every::Quarter, 2),
            ["2026-01-31", "2026-04-30"]
        );
        assert_eq!(
            days("2026-01-31", Every::TwoWeeks, 2),
            ["2026-01-31", "2026-02-14"]
        );
        assert_eq!(
            days("2026-01-31", Every::Week, 2),
            ["2026-01-31", "2026-02-07"]
        );
    }

    #[test]
    fn what_is_no_plan_is_refused() {
        let first = date("2026-01-31");
        let made =
            |total, count| make(cents(total), count, first, Every::Month).map(|plan| plan.len());
        assert_eq!(made(100, 0), Err(PlanProblem::Count));
        assert_eq!(made(1_000_000, 121), Err(PlanProblem::Count));
        assert_eq!(
            made(2, 3),
            Err(PlanProblem::NotPositive),
            "a cent for two of three"
        );
        assert_eq!(made(-100, 3), Err(PlanProblem::NotPositive));
        let part = |due: &str, minor| PlanInstalment {
            due: date(due),
            amount: cents(minor),
        };
        let plan = [part("2026-01-31", 60), part("2026-02-28", 40)];
        assert_eq!(check(&plan, cents(100)), Ok(()));
        assert_eq!(check(&plan, cents(101)), Err(PlanProblem::DoesNotAddUp));
        let turned = [plan[1], plan[0]];
        assert_eq!(check(&turned, cents(100)), Err(PlanProblem::DaysDoNotRise));
        let dollar = Currency::from_index(0).expect("a currency").zero();
        assert!(matches!(check(&plan, dollar), Err(PlanProblem::Money(_))));
    }

    #[test]
    fn a_plan_is_broken_on_the_first_day_with_so_many_missed_at_once() {
        let plan = make(cents(400), 4, date("2026-01-31"), Every::Month).expect("a plan");
        let rules = |after| PlanRules {
            grace_days: 5,
            accelerate_after: after,
        };
        let on = |as_of: &str, after, paid: &[(&str, i64)]| {
            let paid: Vec<(Date, Money)> = paid
                .iter()
                .map(|(day, minor)| (date(day), cents(*minor)))
                .collect();
            let standing = standing(&plan, &paid, rules(after), date(as_of)).expect("a standing");
            let broken = standing.broken_on.map(|day| day.to_string());
            (
                standing.missed,
                broken,
                standing.due_now.minor(),
                standing.next_due.map(|day| day.to_string()),
            )
        };
        let day = |text: &str| Some(text.to_owned());
        assert_eq!(
            on("2026-01-31", Some(2), &[]),
            (0, None, 100, day("2026-01-31"))
        );
        assert_eq!(
            on("2026-02-05", Some(2), &[]),
            (0, None, 100, day("2026-02-28")),
            "days of grace"
        );
        assert_eq!(
            on("2026-02-06", Some(2), &[]),
            (1, None, 100, day("2026-02-28"))
        );
        assert_eq!(
            on("2026-03-06", Some(2), &[]),
            (2, day("2026-03-06"), 400, None)
        );
        assert_eq!(
            on("2026-03-06", None, &[]),
            (2, None, 200, day("2026-03-31"))
        );
        // The first instalment was paid before the second was missed.
        let late = [("2026-03-05", 100)];
        assert_eq!(
            on("2026-03-06", Some(2), &late),
            (1, None, 100, day("2026-03-31"))
        );
        // On the very day: it counts at the end of the day.
        let just = [("2026-03-06", 100)];
        assert_eq!(
            on("2026-03-06", Some(2), &just),
            (1, None, 100, day("2026-03-31"))
        );
        // Paid after it was broken: it stays so.
        let too_late = [("2026-03-07", 200)];
        assert_eq!(
            on("2026-03-08", Some(2), &too_late),
            (0, day("2026-03-06"), 200, None)
        );
    }

    proptest! {
        #[test]
        fn payments_go_into_a_plan_or_stay_unapplied(
            total in 1_i64..100_000, count in 1_u32..20,
            paid in prop::collection::vec((0_u32..900, 0_i64..40_000), 0..8),
            day in 0_u32..900, grace_days in 0_u32..10, after in prop::option::of(0_u32..4),
        ) {
            let start = date("2026-01-01");
            let on = |days: u32| start.plus_days(days).expect("a date");
            let plan = make(cents(total), count, on(30), Every::Month);
            prop_assume!(plan.is_ok());
            let plan = plan.expect("a plan");
            let paid: Vec<(Date, Money)> = paid.iter().map(|(days, minor)| (on(*days), cents(*minor))).collect();
            let rules = PlanRules { grace_days, accelerate_after: after };
            let standing = standing(&plan, &paid, rules, on(day)).expect("a standing");
            let euro = Currency::default();
            let counted = paid.iter().filter(|(date, _)| *date <= on(day)).map(|(_, amount)| *amount);
            let counted = Money::sum(euro, counted).expect("a sum");
            let filled = Money::sum(euro, standing.rows.iter().map(|row| row.paid)).expect("a sum");
            prop_assert_eq!(filled.add(standing.unapplied), Ok(counted));
            prop_assert_eq!(filled.add(standing.outstanding), Ok(cents(total)));
            // By hand, each day: how many are open past their day and grace.
            let mut broken = None;
            let mut date = start;
            while date <= on(day) {
                let by_now: i64 = paid.iter().filter(|(on, _)| *on <= date).map(|(_, amount)| amount.minor()).sum();
                let mut up_to = 0;
                let mut missed = 0;
                for part in &plan {
                    up_to += part.amount.minor();
                    if date.days_since(part.due) > i32::try_from(grace_days).expect("few") && up_to > by_now {
                        missed += 1;
                    }
                }
                if broken.is_none() && after.is_some_and(|after| after > 0 && missed >= after) {
                    broken = Some(date);
                }
                if date == on(day) {
                    prop_assert_eq!(standing.missed, missed);
                }
                date = date.plus_days(1).expect("a date");
            }
            prop_assert_eq!(standing.broken_on, broken);
        }
    }
}
