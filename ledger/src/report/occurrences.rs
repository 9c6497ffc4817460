//! The occurrences of schedules of which nothing became yet.

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::book::Book;
use crate::date::Date;
use crate::ids::ScheduleId;
use crate::schedule::Schedule;

/// An occurrence of which nothing became yet.
#[derive(Clone, PartialEq, Debug)]
pub struct DueOccurrence {
    pub schedule: Rc<Schedule>,
    pub day: Date,
}

/// The occurrences up to `today` of which nothing became yet, the oldest
/// first.
pub fn due(book: &Book, today: Date) -> Vec<DueOccurrence> {
    let mut due: Vec<DueOccurrence> = Vec::new();
    for schedule in book.schedules().iter() {
        let known = known_days(book, schedule.id);
        let days = schedule.days().take_while(|day| *day <= today);
        due.extend(days.filter(|day| !known.contains(day)).map(|day| {
            let schedule = schedule.clone();
            DueOccurrence { schedule, day }
        }));
    }
    due.sort_by_key(|due| (due.day, due.schedule.id));
    due
}

/// The first occurrence of which nothing became yet; `None` where there is
/// none any more, and while the schedule is paused until further notice.
pub fn next(book: &Book, schedule: &Schedule) -> Option<Date> {
    let known = known_days(book, schedule.id);
    let paused = schedule.paused_since();
    let mut days = (0..)
        .map_while(|place| schedule.day(place))
        .take_while(|day| paused.is_none_or(|since| *day < since))
        .filter(|day| !schedule.is_paused_on(*day));
    days.find(|day| !known.contains(day))
}

fn known_days(book: &Book, schedule: ScheduleId) -> BTreeSet<Date> {
    let known = book.occurrences_of(schedule);
    known.map(|occurrence| occurrence.day).collect()
}
