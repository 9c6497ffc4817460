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
