//! Columns of days, and of whether a row is booked.

use super::finding::{Finding, cell};
use super::values::{Values, is_some_day};
use crate::csv::names::{BOOKED, NOT_BOOKED};
use crate::csv::unsure::STATUSES_MAX;
use crate::csv::{Role, Words};
use crate::table::Row;

impl Finding<'_> {
    /// The days, and the rows that have one: these are the movements.
    pub(super) fn days(&mut self) {
        let most = (0..self.width()).map(|place| self.values(place).days);
        let most = most.max().unwrap_or(0);
        // Titles and footers stand in the column too.
        let of_days =
            |values: &Values| values.days > 0 && values.days * 2 >= most.max(values.filled);
        let mut booked = self.exactly(Role::Date, |values| values.days > 0);
        let mut valued = self.named(Role::ValueDate, of_days);
        booked.retain(|place| !valued.contains(place) || self.name(*place) == "buchung");
        let others: Vec<usize> = self
            .free()
            .filter(|place| of_days(self.values(*place)))
            .filter(|place| !booked.contains(place) && !valued.contains(place))
            .collect();
        booked.extend(others);
        // A day of value alone is the day.
        if booked.is_empty() && !valued.is_empty() {
            booked.push(valued.remove(0));
        }
        if booked.is_empty() {
            // Without a year a day looks like an amount: only a name tells.
            let of_short = |values: &Values| values.are(values.some_days);
            booked = self.exactly(Role::Date, of_short);
            valued = self.named(Role::ValueDate, of_short);
            if booked.is_empty() && !valued.is_empty() {
                booked.push(valued.remove(0));
            }
        }
        let Some(day) = booked.first().copied() else {
            return;
        };
        self.take(Role::Date, day);
        // Without names the second column of days is that of value.
        if valued.is_empty() && !self.is_named {
            valued.extend(booked.get(1));
        }
        if let Some(place) = valued
            .first()
            .copied()
            .filter(|place| !self.is_taken(*place))
        {
            self.take(Role::ValueDate, place);
        }
        let is_movement = |row: &&Row| {
            is_some_day(cell(row, day))
                && Words::of_row(row).is_none_or(|words| words == Words::Sum)
        };
        self.body.retain(is_movement);
        self.look();
    }

    pub(super) fn statuses(&mut self) {
        let is_known = |values: &Values| {
            let known = |word: &String| {
                BOOKED.contains(&word.as_str()) || NOT_BOOKED.contains(&word.as_str())
            };
            !values.is_empty()
                && values.words.len() <= STATUSES_MAX
                && values.words.iter().any(known)
        };
        let named = self.exactly(Role::Status, is_known);
        // In a column of another name every word must be one.
        let all_known = |values: &Values| {
            let is_odd = |word: &String| NOT_BOOKED.contains(&word.as_str());
            let known = |word: &String| BOOKED.contains(&word.as_str()) || is_odd(word);
            !values.is_empty() && values.words.iter().all(known) && values.words.iter().any(is_odd)
        };
        let unnamed = self.free().find(|place| all_known(self.values(*place)));
        if let Some(place) = named.first().copied().or(unnamed) {
            self.take(Role::Status, place);
        }
    }
}
