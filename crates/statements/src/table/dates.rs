//! Dates as people and programs write them.
//!
//! A text has one reading per order, or none. Which order holds is not
//! decided here, and never by one value alone.

use serde::{Deserialize, Serialize};

use super::months::month_of;
use crate::cut::cut;
use values::date::{BadDate, Date};
use values::text::fold;

/// In which order a date names year, month and day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum DateOrder {
    Ymd,
    Dmy,
    Mdy,
}

impl DateOrder {
    pub const ALL: [DateOrder; 3] = [DateOrder::Ymd, DateOrder::Dmy, DateOrder::Mdy];
}

/// The first of the hundred years that a year of two digits is of, where
/// nobody says another.
pub const FIRST_YEAR: i32 = 1970;

/// How years of two digits are read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ShortYears {
    /// The first of the hundred years that they are of.
    pub first: i32,
    /// Whether one may stand first, between dashes: 25-10-31.
    pub lead: bool,
}

impl Default for ShortYears {
    fn default() -> ShortYears {
        ShortYears {
            first: FIRST_YEAR,
            lead: false,
        }
    }
}

/// A date, and whether its year was written with two digits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DateRead {
    pub date: Date,
    pub is_short: bool,
}

/// The date that a text states in that order: numbers between `/`, `-`, `.`
/// or spaces, eight digits, year first, or a month by its name. A time of day
/// after it is left out, with its zone: the day is the one that is written. A
/// year of two digits is of 1970 to 2069.
///
/// # Errors
/// [`BadDate::Malformed`] where the text is no date in that order.
pub fn date(text: &str, order: DateOrder) -> Result<Date, BadDate> {
    date_with(text, order, ShortYears::default()).map(|read| read.date)
}

/// The same, with years of two digits read in that way.
///
/// # Errors
/// As [`date`].
pub fn date_with(text: &str, order: DateOrder, short: ShortYears) -> Result<DateRead, BadDate> {
    let text = without_time(text.trim());
    if let Some([year, month, day]) = named(text) {
        return day_of(year, month, day, short);
    }
    let [first, second, third] = numbers(text).ok_or(BadDate::Malformed)?;
    let (year, month, day) = match order {
        DateOrder::Ymd => (first, second, third),
        DateOrder::Dmy => (third, second, first),
        DateOrder::Mdy => (third, first, second),
    };
    let may_lead = short.lead && text.contains('-') && first.digits == 2 && third.digits == 2;
    if month.digits > 2
        || day.digits > 2
        || (order == DateOrder::Ymd && year.digits < 4 && !may_lead)
    {
        return Err(BadDate::Malformed);
    }
    day_of(year, month, day, short)
}

fn day_of(
    year: Number,
    month: Number,
    day: Number,
    short: ShortYears,
) -> Result<DateRead, BadDate> {
    let stated = i32::try_from(year.value).map_err(|_| BadDate::OutOfRange)?;
    let (year, is_short) = match year.digits {
        4 => (stated, false),
        2 => (short.first + (stated - short.first).rem_euclid(100), true),
        _ => return Err(BadDate::Malformed),
    };
    Date::new(year, month.value, day.value).map(|date| DateRead { date, is_short })
}

fn numbers(text: &str) -> Option<[Number; 3]> {
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let (year, day) = text.split_at_checked(4)?;
        let (month, day) = day.split_at_checked(2)?;
        return Some([number(year)?, number(month)?, number(day)?]);
    }
    let separator = text.chars().find(|sign| !sign.is_ascii_digit())?;
    if !matches!(separator, '/' | '-' | '.' | ' ') {
        return None;
    }
    let mut parts = text
        .strip_suffix('.')
        .unwrap_or(text)
        .split(separator)
        .map(|part| number(part.trim()));
    let numbers = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(numbers)
}

#[derive(Clone, Copy)]
struct Number {
    value: u32,
    digits: usize,
}

fn number(text: &str) -> Option<Number> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit()) && (1..=4).contains(&text.len());
    Some(Number {
        value: text.parse().ok().filter(|_| is_plain)?,
        digits: text.len(),
    })
}

/// Year, month and day, where the text names the month: `01-Oct-2025`, `Oct 2, 2025`, `1. März 2025`.
fn named(text: &str) -> Option<[Number; 3]> {
    if !text.chars().any(char::is_alphabetic) {
        return None;
    }
    let text = fold(text);
    let parts = text.split(|sign: char| !sign.is_alphanumeric());
    let mut month = None;
    let mut numbers: Vec<Number> = Vec::new();
    for part in parts.filter(|part| !part.is_empty() && !FILLERS.contains(part)) {
        let bare = ORDINALS.iter().find_map(|end| part.strip_suffix(end));
        if let Some(found) = number(bare.unwrap_or(part)).or_else(|| number(part)) {
            numbers.push(found);
        } else if month.replace(month_of(part)?).is_some() {
            return None;
        }
    }
    let month = Number {
        value: month?,
        digits: 2,
    };
    match numbers[..] {
        [year, day] if year.digits == 4 && day.digits <= 2 => Some([year, month, day]),
        [day, year] if day.digits <= 2 => Some([year, month, day]),
        _ => None,
    }
}

/// Words that may stand between the parts.
const FILLERS: [&str; 4] = ["de", "del", "do", "of"];

/// What is written behind the number of a day.
const ORDINALS: [&str; 5] = ["st", "nd", "rd", "th", "er"];

/// Without a time of day and a zone: `T23:30:00+01:00`, ` 12:34:56 +0000`,
/// `, 9:30 PM`, ` 08:00 (CET)`.
pub(crate) fn without_time(text: &str) -> &str {
    let Some(colon) = text.find(':') else {
        return text;
    };
    let (hours, time) = cut(text, colon);
    let hours = hours.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let digits = colon - hours.len();
    let day = hours.trim_end_matches(['T', 't', ' ', ',', '\u{a0}']);
    if !(1..=2).contains(&digits) || day.len() == hours.len() || day.is_empty() {
        return text;
    }
    let is_time = |letter: char| letter.is_ascii_digit() || matches!(letter, ':' | '.' | ',');
    let zone = time.trim_start_matches(is_time).trim();
    let is_of_zone = |letter: char| {
        letter.is_alphanumeric() || matches!(letter, '+' | '-' | ':' | '.' | ' ' | '(' | ')' | '/')
    };
    const ZONE_MAX: usize = 40;
    if zone.len() <= ZONE_MAX && zone.chars().all(is_of_zone) {
        day
    } else {
        text
    }
}
