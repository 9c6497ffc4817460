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
