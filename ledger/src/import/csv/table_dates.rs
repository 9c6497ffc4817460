//! In which orders the columns of dates of a table can be read.

use statements::table::{DateOrder, Dates, Outcome, Ways, cells, dates};

use super::DATES;

/// The orders in which the columns of dates of a table can be read: one for
/// all of them where one fits, else one for each.
#[derive(Default)]
pub(super) struct TableDates {
    all: Dates,
    each: [Dates; DATES.len()],
}

impl TableDates {
    pub(super) fn add(&mut self, place: usize, line: u32, text: &str) {
        let Some(own) = self.each.get_mut(place).filter(|_| !text.is_empty()) else {
            return;
        };
        // Read once in each order: all that follows only compares.
        let days = DateOrder::ALL.map(|order| {
            let read = dates::date_with(text, order, cells::SHORT).ok()?;
            Some(read.date)
        });
        for dates in [&mut self.all, own] {
            dates.0.add(line, text, &DateOrder::ALL, |order| {
                let mut read = DateOrder::ALL.into_iter().zip(days);
                read.find(|(known, _)| *known == order)?.1
            });
        }
    }

    /// Where one column alone is of several orders, none of them can be
    /// relied on for the others.
    fn of(&self, place: usize) -> &Ways<DateOrder> {
        let is_mixed = |dates: &Dates| matches!(dates.0.outcome(), Outcome::Mixed(..));
        let own = self.each.get(place);
        let counts = is_mixed(&self.all) && !self.each.iter().any(is_mixed);
        &own.filter(|_| counts).unwrap_or(&self.all).0
    }

    /// Whether the column has dates.
    pub(super) fn is_used(&self, place: usize) -> bool {
        self.each.get(place).is_some_and(|dates| dates.0.is_used())
    }

    pub(super) fn outcome(&self, place: usize) -> Outcome<DateOrder> {
        self.of(place).outcome()
    }

    pub(super) fn possible(&self) -> [Vec<DateOrder>; DATES.len()] {
        std::array::from_fn(|place| {
            // A column without dates asks nothing.
            if self.is_used(place) {
                self.of(place).asked()
            } else {
                vec![DateOrder::Ymd]
            }
        })
    }
}
