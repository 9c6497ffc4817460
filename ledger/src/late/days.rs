//! Counting days: of interest, and working days.
//!
//! The due date is the last day in time, so the first day of interest is the
//! one after it, and the day of payment is still counted. A payment on a day
//! therefore leaves that day on the old balance.

use serde::{Deserialize, Serialize};

use super::law::{Law, Source, rules};
use crate::date::{BadDate, Date};
use crate::named::named;

named! {
    /// How days become parts of a year.
    Basis {
        Actual365 = "actual/365",
        Actual360 = "actual/360",
        /// A day of a leap year is 1/366 of it, any other 1/365.
        ActualActual = "actual/actual",
        /// Months of 30 days, years of 360: a 31st counts as the 30th.
        Thirty360 = "30E/360",
    }
}

impl Basis {
    /// In how many equal parts a year is cut so that every day is a whole
    /// number of them.
    pub(super) fn parts_of_year(self) -> u64 {
        match self {
            Basis::Actual365 => 365,
            Basis::Actual360 | Basis::Thirty360 => 360,
            Basis::ActualActual => 365 * 366,
        }
    }

    /// The days from the one after `last` up to and including `to`, and how
    /// many parts of a year ([`Basis::parts_of_year`]) they are. Nothing where
    /// `to` is not later.
    pub(super) fn days(self, last: Date, to: Date) -> (u32, u64) {
        if to <= last {
            return (0, 0);
        }
        let days = match self {
            Basis::Thirty360 => {
                let number = |date: Date| {
                    let months = i64::from(date.year()) * 12 + i64::from(date.month());
                    months * 30 + i64::from(date.day().min(30))
                };
                u32::try_from(number(to) - number(last)).unwrap_or(0)
            }
            _ => to.days_since(last).unsigned_abs(),
        };
        let parts = match self {
            Basis::ActualActual => {
                let leap = leap_days(to) - leap_days(last);
                u64::from(days) * 366 - u64::from(leap)
            }
            _ => u64::from(days),
        };
        (days, parts)
    }
}

/// The days in leap years from the start of 1900 up to and including `to`:
/// each is one part of a year less than other days.
fn leap_days(to: Date) -> u32 {
    let is_leap = |year: i32| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let full = (1900..to.year()).filter(|year| is_leap(*year)).count();
    let full = u32::try_from(full).unwrap_or(0) * 366;
    if is_leap(to.year()) {
        let start = to.month_start().minus_months(to.month() - 1);
        let day = start.map_or(0, |start| to.days_since(start).unsigned_abs() + 1);
        full + day
    } else {
        full
    }
}

/// Whether a due date moves on a day without work.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shift {
    #[default]
    None,
    /// From a Saturday, Sunday or holiday to the next working day.
    NextWorkingDay,
}

/// Whether the law moves a due date on a weekend or holiday, for the start of
/// default as well, and where it says so; `None` where no such rule is known.
pub fn shift_by_law(law: Law) -> Option<(Shift, Source)> {
    let mut found = rules("shift", law);
    found
        .next()
        .map(|(_, source)| (Shift::NextWorkingDay, source))
}

/// From Monday to Friday, and none of `holidays`.
pub fn is_working_day(day: Date, holidays: &[Date]) -> bool {
    // 1970-01-01 was a Thursday.
    let weekday = (day.number() + 3).rem_euclid(7);
    weekday < 5 && !holidays.contains(&day)
}

/// `day`, or the next working day where it is none.
///
/// # Errors
/// [`BadDate::OutOfRange`].
pub fn working_day_from(day: Date, holidays: &[Date]) -> Result<Date, BadDate> {
    let mut day = day;
    while !is_working_day(day, holidays) {
        day = day.plus_days(1)?;
    }
    Ok(day)
}

/// The last of `count` working days after `day`.
///
/// # Errors
/// [`BadDate::OutOfRange`].
pub fn plus_working_days(day: Date, count: u32, holidays: &[Date]) -> Result<Date, BadDate> {
    let mut day = day;
    for _ in 0..count {
        day = working_day_from(day.plus_days(1)?, holidays)?;
    }
    Ok(day)
}

/// The last day on which a payment is in time: the due date, moved where
/// `shift` says so. The printed due date stays as it is.
///
/// # Errors
/// [`BadDate::OutOfRange`].
pub fn last_day_in_time(due: Date, shift: Shift, holidays: &[Date]) -> Result<Date, BadDate> {
    match shift {
        Shift::None => Ok(due),
        Shift::NextWorkingDay => working_day_from(due, holidays),
    }
}

/// The first day on which a payment is late.
///
/// # Errors
/// [`BadDate::OutOfRange`].
pub fn late_from(due: Date, shift: Shift, holidays: &[Date]) -> Result<Date, BadDate> {
    last_day_in_time(due, shift, holidays)?.plus_days(1)
}

/// Public holidays of a year in the whole country, to begin with: a list that
/// the user edits, because regions and municipalities have more.
///
/// DE: the nine that all its states have. AT: the thirteen of
/// Feiertagsruhegesetz par. 1. CH: only 1 August holds everywhere. None for
/// laws that do not move a due date.
pub fn national_holidays(law: Law, year: i32) -> Vec<Date> {
    let fixed: &[(u32, u32)] = match law {
        Law::De => &[(1, 1), (5, 1), (10, 3), (12, 25), (12, 26)],
        Law::At => &[
            (1, 1),
            (1, 6),
            (5, 1),
            (8, 15),
            (10, 26),
            (11, 1),
            (12, 8),
            (12, 25),
            (12, 26),
        ],
        Law::Be => &[
            (1, 1),
            (5, 1),
            (7, 21),
            (8, 15),
            (11, 1),
            (11, 11),
            (12, 25),
        ],
        Law::Ch => &[(8, 1)],
        _ => &[],
    };
    // Days from Easter Sunday: Good Friday, Easter Monday, Ascension, Whit
    // Monday, Corpus Christi.
    let by_easter: &[i32] = match law {
        Law::De => &[-2, 1, 39, 50],
        Law::At => &[1, 39, 50, 60],
        Law::Be => &[1, 39, 50],
        _ => &[],
    };
    let fixed = fixed
        .iter()
        .filter_map(|(month, day)| Date::new(year, *month, *day).ok());
    let easter = easter_sunday(year);
    let moving = by_easter
        .iter()
        .filter_map(|days| Date::from_number(easter?.number() + days).ok());
    let mut holidays: Vec<Date> = fixed.chain(moving).collect();
    holidays.sort_unstable();
    holidays.dedup();
    holidays
}

/// The days on which euro payments rest besides weekends (the closing days of
/// T2): 1 January, Good Friday, Easter Monday, 1 May, 25 and 26 December.
pub fn euro_bank_holidays(year: i32) -> Vec<Date> {
    let fixed = [(1, 1), (5, 1), (12, 25), (12, 26)];
    let fixed = fixed
        .iter()
        .filter_map(|(month, day)| Date::new(year, *month, *day).ok());
    let easter = easter_sunday(year);
    let moving = [-2, 1]
        .into_iter()
        .filter_map(|days| Date::from_number(easter?.number() + days).ok());
    let mut holidays: Vec<Date> = fixed.chain(moving).collect();
    holidays.sort_unstable();
    holidays
}

/// By the Gregorian computus (Meeus, Jones, Butcher).
fn easter_sunday(year: i32) -> Option<Date> {
    let a = year.rem_euclid(19);
    let (b, c) = (year.div_euclid(100), year.rem_euclid(100));
    let g = (8 * b + 13).div_euclid(25);
    let h = (19 * a + b - b.div_euclid(4) - g + 15).rem_euclid(30);
    let l = (32 + 2 * b.rem_euclid(4) + 2 * c.div_euclid(4) - h - c.rem_euclid(4)).rem_euclid(7);
    let m = (a + 11 * h + 22 * l).div_euclid(451);
    let day = h + l - 7 * m + 114;
    let month = u32::try_from(day.div_euclid(31)).ok()?;
    let day = u32::try_from(day.rem_euclid(31) + 1).ok()?;
    Date::new(year, month, day).ok()
}
