//! A statement of one account in one currency, as its rows come.

use std::cmp::Ordering;

use crate::draft::Draft;
use crate::file::{Balance, FileLine, Warning};
use values::money::{Currency, Decimal};

/// A statement of an account in one currency, and its column of balances.
pub(super) struct Account {
    pub(super) draft: Draft,
    pub(super) name: String,
    pub(super) currency: Option<Currency>,
    pub(super) entries: u32,
    /// For each line, where it has one.
    pub(super) balances: Vec<Option<Decimal>>,
    /// As rows of their own state them.
    pub(super) opening: Option<Balance>,
    pub(super) closing: Option<Balance>,
}

impl Account {
    /// Holds each balance against the one before it, in the order in which
    /// more of them fit, and takes the first and the last one.
    pub(super) fn running_balance(&mut self) {
        let lines = &self.draft.statement.lines;
        let rows = || lines.iter().zip(self.balances.iter().copied());
        let (Some(down), Some(up)) = (Followed::of(rows()), Followed::of(rows().rev())) else {
            return;
        };
        // Of equals, newest first is told by the days; on one day the last
        // movement is the one that has a balance.
        let days = lines.first().zip(lines.last());
        let by_days = match days.map(|(first, last)| first.date.cmp(&last.date)) {
            Some(Ordering::Equal) | None => {
                let mut places = rows().enumerate().filter(|(_, row)| row.1.is_some());
                places.next().is_some_and(|(place, _)| place == 0) && places.next().is_none()
            }
            Some(order) => order == Ordering::Greater,
        };
        let is_newest_first = up.fits > down.fits || (up.fits == down.fits && by_days);
        let (mut found, newest) = if is_newest_first {
            (up, lines.first())
        } else {
            (down, lines.last())
        };
        if is_newest_first {
            found.broken.reverse();
        }
        let balance = |date, amount| Balance {
            date,
            amount,
            currency: None,
        };
        let day = newest.map(|line| line.date);
        let opening = found.opening.map(|amount| balance(None, amount));
        let closing = found.closing.map(|amount| balance(day, amount));
        for warning in found.broken {
            self.draft.warn(warning);
        }
        let statement = &mut self.draft.statement;
        (statement.opening, statement.closing) = (opening, closing);
    }
}

/// Movements, oldest first, held against their balances.
struct Followed {
    /// Balances that follow from the one before.
    fits: usize,
    broken: Vec<Warning>,
    /// Before the oldest balance and after the newest there may be movements
    /// without one. `None` where they are too much to count.
    opening: Option<Decimal>,
    closing: Option<Decimal>,
}

impl Followed {
    /// `None` where no movement has a balance.
    fn of<'l>(rows: impl Iterator<Item = (&'l FileLine, Option<Decimal>)>) -> Option<Followed> {
        let mut followed = Followed {
            fits: 0,
            broken: Vec::new(),
            opening: None,
            closing: None,
        };
        let mut last: Option<Decimal> = None;
        let mut moved_since = Some(Decimal::ZERO);
        for (line, balance) in rows {
            moved_since = moved_since.and_then(|sum| sum.add(line.amount).ok());
            let Some(found) = balance else {
                continue;
            };
            match last {
                None => followed.opening = moved_since.and_then(|sum| found.sub(sum).ok()),
                Some(last) => match moved_since.and_then(|sum| last.add(sum).ok()) {
                    Some(expected) if expected == found => followed.fits += 1,
                    Some(expected) => followed.broken.push(Warning::RunningBalance {
                        place: line.place,
                        expected,
                        found,
                    }),
                    None => followed.broken.push(Warning::Uncounted),
                },
            }
            last = Some(found);
            moved_since = Some(Decimal::ZERO);
        }
        let last = last?;
        followed.closing = moved_since.and_then(|sum| last.add(sum).ok());
        Some(followed)
    }
}
