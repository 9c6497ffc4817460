//! Which reminder is to go next about an invoice, and from which day on.
//!
//! A stage counts as sent when its letter was recorded as sent, never when it
//! was made. At most one letter goes at a time.

use super::days::plus_working_days;
use crate::date::{BadDate, Date};
use crate::money::{Money, MoneyError};
use crate::named::named;

/// Banking days that a payment may take after the day that a letter named.
pub const BANKING_DAYS: u32 = 3;

named! {
    /// Which stage goes when several have come due unseen.
    CatchUp {
        /// The lowest.
        Next = "next",
        /// The highest that does not need the one before it to have been
        /// sent.
        Highest = "highest",
    }
}

/// A stage of a ladder.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LadderStage {
    pub stage: u32,
    /// Days from the due date; below 0 before it.
    pub days: i32,
    /// It goes only after the stage before it was sent.
    pub requires_previous: bool,
}

/// How reminders go.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ladder {
    /// In the order in which they go.
    pub stages: Vec<LadderStage>,
    /// The fewest days between two letters.
    pub min_gap_days: u32,
    pub catch_up: CatchUp,
}

/// The letter that was sent last.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LastLetter {
    pub date: Date,
    /// The day by which it asked to be paid.
    pub pay_by: Option<Date>,
}

/// What is known of an invoice.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reminded {
    pub due: Date,
    pub open: Money,
    /// What of it is disputed.
    pub disputed: Money,
    /// The stages that were sent.
    pub sent: Vec<u32>,
    /// To the customer, about this invoice or another.
    pub last_letter: Option<LastLetter>,
    /// From when and up to which day, days of grace included, a promise
    /// stands.
    pub promised: Option<(Date, Date)>,
}

named! {
    /// Why a stage that is due does not go.
    Hold {
        /// Nothing is open.
        NothingOpen = "nothing_open",
        /// All that is open is disputed.
        Dispute = "dispute",
        Promise = "promise",
        /// The last letter is too recent.
        Gap = "gap",
        /// The day that the last letter named, and [`BANKING_DAYS`], have not
        /// passed.
        NamedDay = "named_day",
    }
}

/// What goes next.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NextReminder {
    /// The stages that are due and were not sent, in their order.
    pub due_stages: Vec<u32>,
    /// The one that goes; `None` where none does.
    pub stage: Option<u32>,
    /// What it reminds of: what is open and not disputed.
    pub amount: Option<Money>,
    /// What holds a stage that would go.
    pub hold: Option<Hold>,
    /// The first day on which the next letter may go: the one after the one
    /// that goes, if one does. `None` where no stage is left or nothing is to
    /// be reminded of.
    pub next_on: Option<Date>,
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LadderProblem {
    #[error(transparent)]
    Date(#[from] BadDate),
    #[error(transparent)]
    Money(#[from] MoneyError),
}

/// Which reminder goes on the day `as_of`. A stage below one that was sent
/// goes no more. `holidays` are days on which banks rest.
///
/// # Errors
/// [`LadderProblem`].
pub fn next(
    ladder: &Ladder,
    invoice: &Reminded,
    as_of: Date,
    holidays: &[Date],
) -> Result<NextReminder, LadderProblem> {
    let day_of = |stage: &LadderStage| {
        let days = stage.days.unsigned_abs();
        if stage.days < 0 {
            invoice.due.minus_days(days)
        } else {
            invoice.due.plus_days(days)
        }
    };
    let was_sent = |stage: &LadderStage| invoice.sent.contains(&stage.stage);
    let mut due_stages = Vec::new();
    // What may still go, with its place and its day.
    let mut ahead: Vec<(usize, Date)> = Vec::new();
    for (place, stage) in ladder.stages.iter().enumerate() {
        if was_sent(stage) {
            ahead.clear();
            continue;
        }
        let day = day_of(stage)?;
        if day <= as_of {
            due_stages.push(stage.stage);
        }
        ahead.push((place, day));
    }
    let may_go = |place: usize| {
        let stage = ladder.stages.get(place);
        let before = place
            .checked_sub(1)
            .and_then(|before| ladder.stages.get(before));
        stage.is_some_and(|stage| !stage.requires_previous || before.is_none_or(was_sent))
    };
    let due = ahead.iter().filter(|(_, day)| *day <= as_of);
    let candidate = match ladder.catch_up {
        CatchUp::Next => due.map(|(place, _)| *place).next(),
        CatchUp::Highest => due
            .map(|(place, _)| *place)
            .rev()
            .find(|place| may_go(*place)),
    };

    let amount = invoice.open.sub(invoice.disputed)?;
    let nothing = if !invoice.open.is_positive() {
        Some(Hold::NothingOpen)
    } else if !amount.is_positive() {
        Some(Hold::Dispute)
    } else {
        None
    };
    // What holds, and the first day on which it does not.
    let mut holds: Vec<(Hold, Date)> = Vec::new();
    if let Some((made, until)) = invoice.promised
        && made <= as_of
    {
        holds.push((Hold::Promise, until.plus_days(1)?));
    }
    if let Some(last) = invoice.last_letter {
        holds.push((Hold::Gap, last.date.plus_days(ladder.min_gap_days)?));
        if let Some(pay_by) = last.pay_by {
            let day = plus_working_days(pay_by, BANKING_DAYS, holidays)?;
            holds.push((Hold::NamedDay, day.plus_days(1)?));
        }
    }
    let free_on = holds.iter().map(|(_, day)| *day).max();
    let held = holds.iter().find(|(_, day)| as_of < *day);
    let hold = nothing.or(held.map(|(hold, _)| *hold));

    let next_on = if nothing.is_some() {
        None
    } else if let Some(place) = candidate.filter(|_| hold.is_none()) {
        let mut later = ahead.iter().filter(|(other, _)| *other > place);
        let gap = as_of.plus_days(ladder.min_gap_days)?;
        later.next().map(|(_, day)| gap.max(*day))
    } else {
        let place = candidate.or(ahead.first().map(|(place, _)| *place));
        let mut stage = ahead.iter().filter(|(other, _)| Some(*other) == place);
        let first = stage.next().map(|(_, day)| *day);
        first.map(|day| day.max(as_of).max(free_on.unwrap_or(day)))
    };
    let goes = candidate.filter(|_| hold.is_none());
    Ok(NextReminder {
        due_stages,
        stage: goes
            .and_then(|place| ladder.stages.get(place))
            .map(|stage| stage.stage),
        amount: goes.map(|_| amount),
        hold: hold.filter(|_| candidate.is_some()),
        next_on,
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

    fn ladder(catch_up: CatchUp) -> Ladder {
        let stages = [(1, -3, false), (2, 7, false), (3, 21, false), (4, 35, true)];
        let stages = stages.map(|(stage, days, requires_previous)| LadderStage {
            stage,
            days,
            requires_previous,
        });
        Ladder {
            stages: stages.to_vec(),
            min_gap_days: 10,
            catch_up,
        }
    }

    fn unpaid(sent: &[u32], last: Option<&str>) -> Reminded {
        Reminded {
            due: date("2026-03-01"),
            open: cents(1_000),
            disputed: cents(0),
            sent: sent.to_vec(),
            last_letter: last.map(|day| LastLetter {
                date: date(day),
                pay_by: None,
            }),
            promised: None,
        }
    }

    fn on(
        day: &str,
        ladder: &Ladder,
        invoice: &Reminded,
    ) -> (Option<u32>, Option<Hold>, Option<String>) {
        let next = next(ladder, invoice, date(day), &[]).expect("an answer");
        (
            next.stage,
            next.hold,
            next.next_on.map(|day| day.to_string()),
        )
    }

    #[test]
    fn stages_go_one_by_one_from_before_the_due_date() {
        let ladder = ladder(CatchUp::Next);
        let day = |text: &str| Some(text.to_owned());
        for (as_of, invoice, expected) in [
            (
                "2026-02-25",
                unpaid(&[], None),
                (None, None, day("2026-02-26")),
            ),
            (
                "2026-02-26",
                unpaid(&[], None),
                (Some(1), None, day("2026-03-08")),
            ),
            (
                "2026-03-08",
                unpaid(&[1], Some("2026-02-26")),
                (Some(2), None, day("2026-03-22")),
            ),
            (
                "2026-03-20",
                unpaid(&[1, 2], Some("2026-03-12")),
                (None, None, day("2026-03-22")),
            ),
            (
                "2026-03-22",
                unpaid(&[1, 2], Some("2026-03-15")),
                (None, Some(Hold::Gap), day("2026-03-25")),
            ),
            (
                "2026-06-01",
                unpaid(&[3], Some("2026-03-22")),
                (Some(4), None, None),
            ),
            (
                "2026-06-01",
                unpaid(&[4], Some("2026-03-22")),
                (None, None, None),
            ),
        ] {
            assert_eq!(on(as_of, &ladder, &invoice), expected, "{as_of}");
        }
    }

    #[test]
    fn the_highest_stage_goes_that_needs_no_other_before_it() {
        let ladder = ladder(CatchUp::Highest);
        let fresh = on("2026-06-01", &ladder, &unpaid(&[], None));
        assert_eq!(fresh, (Some(3), None, Some("2026-06-11".to_owned())));
        let after = on("2026-06-11", &ladder, &unpaid(&[3], Some("2026-06-01")));
        assert_eq!(after, (Some(4), None, None));
    }

    #[test]
    fn nothing_goes_for_what_is_paid_or_disputed() {
        let ladder = ladder(CatchUp::Next);
        let paid = Reminded {
            open: cents(0),
            ..unpaid(&[], None)
        };
        assert_eq!(
            on("2026-06-01", &ladder, &paid),
            (None, Some(Hold::NothingOpen), None)
        );
        let disputed = Reminded {
            disputed: cents(1_000),
            ..unpaid(&[], None)
        };
        assert_eq!(
            on("2026-06-01", &ladder, &disputed),
            (None, Some(Hold::Dispute), None)
        );
        let part = Reminded {
            disputed: cents(400),
            ..unpaid(&[], None)
        };
        let next = next(&ladder, &part, date("2026-06-01"), &[]).expect("an answer");
        assert_eq!((next.stage, next.amount), (Some(1), Some(cents(600))));
    }

    proptest! {
        #[test]
        fn walking_through_the_days_no_stage_goes_twice_and_no_letter_too_soon(
            opened in prop::collection::btree_set(0_u32..120, 1..60), gap in 0_u32..20,
            promise in prop::option::of((0_u32..60, 0_u32..30)), is_next: bool,
        ) {
            let catch_up = if is_next { CatchUp::Next } else { CatchUp::Highest };
            let ladder = Ladder { min_gap_days: gap, ..ladder(catch_up) };
            let mut invoice = unpaid(&[], None);
            let start = date("2026-02-20");
            let day = |days: u32| start.plus_days(days).expect("a date");
            invoice.promised = promise.map(|(from, days)| (day(from), day(from + days)));
            let mut announced: Option<Date> = None;
            for today in opened {
                let today = day(today);
                let next = next(&ladder, &invoice, today, &[]).expect("an answer");
                if let Some(stage) = next.stage {
                    prop_assert!(!invoice.sent.contains(&stage), "twice");
                    prop_assert!(next.due_stages.contains(&stage));
                    if let Some(last) = invoice.last_letter {
                        prop_assert!(today.days_since(last.date) >= i32::try_from(gap).expect("few"));
                    }
                    if let Some((from, until)) = invoice.promised {
                        prop_assert!(today < from || today > until);
                    }
                    if let Some(announced) = announced {
                        prop_assert!(today >= announced, "before the day that was named");
                    }
                    invoice.sent.push(stage);
                    invoice.last_letter = Some(LastLetter { date: today, pay_by: None });
                } else if next.hold.is_none() && next.next_on.is_some() {
                    prop_assert!(next.next_on > Some(today), "due and left out");
                }
                announced = next.next_on;
            }
        }
    }
}
