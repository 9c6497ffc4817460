//! A statement of one account in one currency, as its rows come.

use std::cmp::Ordering;

use crate::draft::{Draft, sum};
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
        let known: Vec<(usize, Decimal)> = self
            .balances
            .iter()
            .enumerate()
            .filter_map(|(index, balance)| balance.map(|balance| (index, balance)))
            .collect();
        let Some((first, last)) = ends(&known) else {
            return;
        };
        let down = |from: &(usize, Decimal), to: &(usize, Decimal)| {
            let amounts = lines[from.0 + 1..=to.0].iter().map(|line| line.amount);
            sum(amounts).and_then(|sum| from.1.add(sum))
        };
        let up = |from: &(usize, Decimal), to: &(usize, Decimal)| {
            let amounts = lines[from.0..to.0].iter().map(|line| line.amount);
            sum(amounts).and_then(|sum| to.1.add(sum))
        };
        let pairs = || known.windows(2);
        let fits_down = pairs().filter(|pair| down(&pair[0], &pair[1]) == Ok(pair[1].1));
        let fits_up = pairs().filter(|pair| up(&pair[0], &pair[1]) == Ok(pair[0].1));
        // Of equals, newest first is told by the days; on one day the last
        // movement is the one that has a balance.
        let (count_down, count_up) = (fits_down.count(), fits_up.count());
        let days = ends(lines).map(|(first, last)| first.date.cmp(&last.date));
        let by_days = match days {
            Some(Ordering::Equal) | None => known.len() == 1 && first.0 == 0,
            Some(order) => order == Ordering::Greater,
        };
        let newest_first = count_up > count_down || (count_up == count_down && by_days);
        let mut broken = Vec::new();
        for pair in known.windows(2) {
            let (expected, found) = if newest_first {
                (up(&pair[0], &pair[1]), pair[0])
            } else {
                (down(&pair[0], &pair[1]), pair[1])
            };
            match expected {
                Ok(expected) if expected == found.1 => {}
                Ok(expected) => broken.push(Warning::RunningBalance {
                    place: lines[found.0].place,
                    expected,
                    found: found.1,
                }),
                Err(_) => broken.push(Warning::Uncounted),
            }
        }
        // Before the oldest balance and after the newest there may be lines
        // without one.
        let of = |lines: &[FileLine]| sum(lines.iter().map(|line| line.amount));
        let (opening, closing, day) = if newest_first {
            let opening = of(&lines[last.0..]).and_then(|sum| last.1.sub(sum));
            let closing = of(&lines[..first.0]).and_then(|sum| first.1.add(sum));
            (opening, closing, lines.first())
        } else {
            let opening = of(&lines[..=first.0]).and_then(|sum| first.1.sub(sum));
            let closing = of(&lines[last.0 + 1..]).and_then(|sum| last.1.add(sum));
            (opening, closing, lines.last())
        };
        let day = day.map(|line| line.date);
        let balance = |date, amount: Decimal| Balance {
            date,
            amount,
            currency: None,
        };
        let opening = opening.ok().map(|amount| balance(None, amount));
        let closing = closing.ok().map(|amount| balance(day, amount));
        for warning in broken {
            self.draft.warn(warning);
        }
        let statement = &mut self.draft.statement;
        (statement.opening, statement.closing) = (opening, closing);
    }
}

/// The first and the last.
pub(super) fn ends<T: Clone>(list: &[T]) -> Option<(T, T)> {
    Some((list.first()?.clone(), list.last()?.clone()))
}
