//! Whether a promise to pay was kept, by what was put against the invoices it
//! was about.

use serde::{Deserialize, Serialize};

use crate::date::{BadDate, Date};
use crate::money::{Money, MoneyError};
use crate::named::named;

named! {
    PromiseStatus {
        /// Its last day has not passed.
        Open = "open",
        Kept = "kept",
        /// Its last day has passed and less was paid.
        Broken = "broken",
        /// The invoices were closed in another way by its last day.
        Moot = "moot",
    }
}

/// What was promised.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Promise {
    pub made: Date,
    /// The day by which it is to be paid.
    pub by: Date,
    /// Days after it on which it is still kept.
    pub grace_days: u32,
    pub amount: Money,
    /// What was open of all its invoices when it was made.
    pub open_when_made: Money,
}

impl Promise {
    /// The last day on which it can be kept.
    ///
    /// # Errors
    /// [`BadDate::OutOfRange`].
    pub fn last_day(&self) -> Result<Date, BadDate> {
        self.by.plus_days(self.grace_days)
    }
}

/// What was put against the invoices of a promise.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PromiseEvent {
    pub date: Date,
    pub amount: Money,
    /// A payment; else a credit note, a write-off or the like.
    pub is_payment: bool,
}

/// How a promise stands on a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PromiseStanding {
    pub status: PromiseStatus,
    /// The day whose payment reached the amount.
    pub kept_on: Option<Date>,
    /// What was paid from the day it was made to its last day.
    pub paid: Money,
    /// What is missing of the amount.
    pub short: Money,
    pub last_day: Date,
}

/// Why a promise has no standing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PromiseProblem {
    #[error(transparent)]
    Date(#[from] BadDate),
    #[error(transparent)]
    Money(#[from] MoneyError),
}

/// How a promise stands at the end of the day `as_of`. Nine tenths paid is
/// broken; what comes after the last day counts no more.
///
/// # Errors
/// [`PromiseProblem`].
pub fn standing(
    promise: &Promise,
    events: &[PromiseEvent],
    as_of: Date,
) -> Result<PromiseStanding, PromiseProblem> {
    let last_day = promise.last_day()?;
    let end = as_of.min(last_day);
    let mut events: Vec<&PromiseEvent> = events.iter().collect();
    events.retain(|event| (promise.made..=end).contains(&event.date));
    events.sort_by_key(|event| event.date);
    let mut paid = promise.amount.currency().zero();
    let mut closed = paid;
    let mut kept_on = None;
    for event in events {
        closed = closed.add(event.amount)?;
        if event.is_payment {
            paid = paid.add(event.amount)?;
            if kept_on.is_none() && !promise.amount.sub(paid)?.is_positive() {
                kept_on = Some(event.date);
            }
        }
    }
    let is_closed = !promise.open_when_made.sub(closed)?.is_positive();
    let status = if kept_on.is_some() {
        PromiseStatus::Kept
    } else if is_closed {
        PromiseStatus::Moot
    } else if as_of > last_day {
        PromiseStatus::Broken
    } else {
        PromiseStatus::Open
    };
    let missing = promise.amount.sub(paid)?;
    Ok(PromiseStanding {
        status,
        kept_on,
        paid,
        short: if missing.is_positive() {
            missing
        } else {
            promise.amount.currency().zero()
        },
        last_day,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;

    fn date(text: &str) -> Date {
        text.parse().expect("a date")
    }

    fn cents(minor: i64) -> Money {
        Money::from_minor(minor.into(), Currency::default()).expect("money")
    }

    #[test]
    fn a_promise_is_kept_by_payments_in_its_time_only() {
        let promise = Promise {
            made: date("2026-06-01"),
            by: date("2026-06-12"),
            grace_days: 3,
            amount: cents(1_000),
            open_when_made: cents(1_500),
        };
        let on = |as_of: &str, events: &[(&str, i64, bool)]| {
            let events: Vec<PromiseEvent> = events
                .iter()
                .map(|(day, minor, is_payment)| PromiseEvent {
                    date: date(day),
                    amount: cents(*minor),
                    is_payment: *is_payment,
                })
                .collect();
            let standing = standing(&promise, &events, date(as_of)).expect("a standing");
            let kept_on = standing.kept_on.map(|day| day.to_string());
            (standing.status, kept_on, standing.short.minor())
        };
        use PromiseStatus::*;
        let kept = |day: &str| (Kept, Some(day.to_owned()), 0);
        for (as_of, events, expected, why) in [
            ("2026-06-15", &[][..], (Open, None, 1_000), "its last day"),
            ("2026-06-16", &[], (Broken, None, 1_000), "the day after"),
            (
                "2026-06-16",
                &[("2026-06-15", 1_000, true)],
                kept("2026-06-15"),
                "in the days of grace",
            ),
            (
                "2026-06-14",
                &[("2026-06-15", 1_000, true)],
                (Open, None, 1_000),
                "not yet paid then",
            ),
            (
                "2026-06-16",
                &[("2026-06-15", 999, true)],
                (Broken, None, 1),
                "a cent short",
            ),
            (
                "2026-06-20",
                &[("2026-06-16", 1_000, true)],
                (Broken, None, 1_000),
                "a day late",
            ),
            (
                "2026-06-20",
                &[("2026-05-31", 1_000, true)],
                (Broken, None, 1_000),
                "before it was made",
            ),
            (
                "2026-06-01",
                &[("2026-06-01", 1_200, true)],
                kept("2026-06-01"),
                "more, and at once",
            ),
            (
                "2026-06-20",
                &[("2026-06-10", 1_500, false)],
                (Moot, None, 1_000),
                "credited",
            ),
            (
                "2026-06-20",
                &[("2026-06-10", 600, false), ("2026-06-11", 900, true)],
                (Moot, None, 100),
                "nothing is open",
            ),
            (
                "2026-06-20",
                &[("2026-06-18", 1_500, false)],
                (Broken, None, 1_000),
                "credited when it was broken",
            ),
            (
                "2026-06-20",
                &[("2026-06-10", 200, false)],
                (Broken, None, 1_000),
                "a credit is no payment",
            ),
        ] {
            assert_eq!(on(as_of, events), expected, "{as_of}: {why}");
        }
    }
}
