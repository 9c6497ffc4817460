//! Civil dates and moments, with their text and snapshot forms.
//!
//! A document's date is a day in a calendar, never a moment: it has no zone
//! and no clock. [`Timestamp`] is used for the journal's headers only and no
//! figure depends on it. Nothing here knows what day it is.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, Months, NaiveDate, Timelike};
use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};

use crate::ids::FromText;

/// A civil date from 1900-01-01 to 2999-12-31.
///
/// The range keeps every computed due date far inside the calendar and makes
/// a mistyped year a problem instead of a report of 80,000 days.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(NaiveDate);

/// Why a text or a day is not a date.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, thiserror::Error,
)]
#[serde(rename_all = "snake_case")]
pub enum BadDate {
    #[error("not a date of the form YYYY-MM-DD")]
    Malformed,
    #[error("no such day in the calendar")]
    NoSuchDay,
    #[error("a date before 1900 or after 2999")]
    OutOfRange,
}

const YEAR_MIN: i32 = 1900;
const YEAR_MAX: i32 = 2999;
/// The number of 1970-01-01 counted from 0001-01-01 as day 1.
const EPOCH_FROM_CE: i32 = 719_163;

impl Date {
    /// # Errors
    /// [`BadDate::NoSuchDay`] for 30 February, [`BadDate::OutOfRange`]
    /// outside 1900 to 2999.
    pub fn new(year: i32, month: u32, day: u32) -> Result<Date, BadDate> {
        let date = NaiveDate::from_ymd_opt(year, month, day).ok_or(BadDate::NoSuchDay)?;
        Date::checked(date)
    }

    fn checked(date: NaiveDate) -> Result<Date, BadDate> {
        if (YEAR_MIN..=YEAR_MAX).contains(&date.year()) {
            Ok(Date(date))
        } else {
            Err(BadDate::OutOfRange)
        }
    }

    pub fn year(self) -> i32 {
        self.0.year()
    }

    pub fn month(self) -> u32 {
        self.0.month()
    }

    /// The day of the month, from 1.
    pub fn day(self) -> u32 {
        self.0.day()
    }

    /// Days since 1970-01-01, negative before it.
    pub fn number(self) -> i32 {
        self.0.num_days_from_ce() - EPOCH_FROM_CE
    }

    /// # Errors
    /// [`BadDate::OutOfRange`] outside 1900 to 2999.
    pub fn from_number(days: i32) -> Result<Date, BadDate> {
        let from_ce = days.checked_add(EPOCH_FROM_CE).ok_or(BadDate::OutOfRange)?;
        NaiveDate::from_num_days_from_ce_opt(from_ce)
            .ok_or(BadDate::OutOfRange)
            .and_then(Date::checked)
    }

    /// Days from `earlier` to `self`, negative where `earlier` is later.
    pub fn days_since(self, earlier: Date) -> i32 {
        self.number() - earlier.number()
    }

    /// # Errors
    /// [`BadDate::OutOfRange`] outside 1900 to 2999.
    pub fn plus_days(self, days: u32) -> Result<Date, BadDate> {
        self.0
            .checked_add_days(Days::new(days.into()))
            .ok_or(BadDate::OutOfRange)
            .and_then(Date::checked)
    }

    /// # Errors
    /// [`BadDate::OutOfRange`] outside 1900 to 2999.
    pub fn minus_days(self, days: u32) -> Result<Date, BadDate> {
        self.0
            .checked_sub_days(Days::new(days.into()))
            .ok_or(BadDate::OutOfRange)
            .and_then(Date::checked)
    }

    /// The same day `months` later; in a shorter month its last day.
    ///
    /// # Errors
    /// [`BadDate::OutOfRange`] outside 1900 to 2999.
    pub fn plus_months(self, months: u32) -> Result<Date, BadDate> {
        self.0
            .checked_add_months(Months::new(months))
            .ok_or(BadDate::OutOfRange)
            .and_then(Date::checked)
    }

    /// The same day `months` earlier; in a shorter month its last day.
    ///
    /// # Errors
    /// [`BadDate::OutOfRange`] outside 1900 to 2999.
    pub fn minus_months(self, months: u32) -> Result<Date, BadDate> {
        self.0
            .checked_sub_months(Months::new(months))
            .ok_or(BadDate::OutOfRange)
            .and_then(Date::checked)
    }

    /// The first day of the month.
    pub fn month_start(self) -> Date {
        Date(self.0.with_day(1).unwrap_or(self.0))
    }

    /// The last day of the month.
    pub fn month_end(self) -> Date {
        let last = i64::from(self.0.num_days_in_month());
        Date(self.0 + chrono::TimeDelta::days(last - i64::from(self.0.day())))
    }

    /// `day` of this month, or its last day where it has fewer.
    pub fn with_day_clamped(self, day: u32) -> Date {
        let last = u32::from(self.0.num_days_in_month());
        Date(self.0.with_day(day.clamp(1, last)).unwrap_or(self.0))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// `YYYY-MM-DD` and nothing else.
impl FromStr for Date {
    type Err = BadDate;

    fn from_str(text: &str) -> Result<Date, BadDate> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return Err(BadDate::Malformed);
        }
        let number = |range: std::ops::Range<usize>| -> Result<u32, BadDate> {
            bytes[range].iter().try_fold(0, |sum, byte| {
                if byte.is_ascii_digit() {
                    Ok(sum * 10 + u32::from(byte - b'0'))
                } else {
                    Err(BadDate::Malformed)
                }
            })
        };
        let year = i32::try_from(number(0..4)?).map_err(|_| BadDate::Malformed)?;
        Date::new(year, number(5..7)?, number(8..10)?)
    }
}

/// Text in JSON, the day's number in the snapshot.
impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            self.number().serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
        if deserializer.is_human_readable() {
            deserializer.deserialize_str(FromText::new("a date"))
        } else {
            let number = i32::deserialize(deserializer)?;
            Date::from_number(number).map_err(D::Error::custom)
        }
    }
}

/// A moment: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// The day it is in, UTC, as a day number.
    pub fn day(self) -> i32 {
        i32::try_from(self.0.div_euclid(86_400_000)).unwrap_or(i32::MAX)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let moment = chrono::DateTime::from_timestamp_millis(self.0).unwrap_or_default();
        let (year, month, day) = (moment.year(), moment.month(), moment.day());
        let (hour, minute, second) = (moment.hour(), moment.minute(), moment.second());
        let millis = moment.timestamp_subsec_millis();
        write!(
            f,
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millis:03}Z"
        )
    }
}

impl FromStr for Timestamp {
    type Err = BadDate;

    fn from_str(text: &str) -> Result<Timestamp, BadDate> {
        chrono::DateTime::parse_from_rfc3339(text)
            .map(|moment| Timestamp(moment.timestamp_millis()))
            .map_err(|_| BadDate::Malformed)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            self.0.serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
        if deserializer.is_human_readable() {
            deserializer.deserialize_str(FromText::new("a moment"))
        } else {
            i64::deserialize(deserializer).map(Timestamp)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().expect("a date")
    }

    #[test]
    fn dates_are_read_strictly() {
        assert_eq!(date("2024-02-29").to_string(), "2024-02-29");
        for (text, problem) in [
            ("2023-02-29", BadDate::NoSuchDay),
            ("2023-13-01", BadDate::NoSuchDay),
            ("0000-01-01", BadDate::OutOfRange),
            ("1899-12-31", BadDate::OutOfRange),
            ("3000-01-01", BadDate::OutOfRange),
            ("2023-1-01", BadDate::Malformed),
            ("2023/01/01", BadDate::Malformed),
            ("+023-01-01", BadDate::Malformed),
            ("２０23-01-01", BadDate::Malformed),
        ] {
            assert_eq!(text.parse::<Date>(), Err(problem), "{text}");
        }
    }

    #[test]
    fn numbers_count_from_1970() {
        assert_eq!(date("1970-01-01").number(), 0);
        assert_eq!(date("2026-11-21").number(), 20_778);
        assert_eq!(Date::from_number(20_778), Ok(date("2026-11-21")));
    }

    #[test]
    fn months_end_on_their_last_day() {
        assert_eq!(date("2024-02-10").month_end(), date("2024-02-29"));
        assert_eq!(date("2025-01-31").plus_months(1), Ok(date("2025-02-28")));
        assert_eq!(date("2025-02-03").with_day_clamped(31), date("2025-02-28"));
        assert_eq!(date("2025-12-31").month_end(), date("2025-12-31"));
    }

    #[test]
    fn moments_have_one_text_form() {
        let text = "2026-11-21T21:30:00.123Z";
        let moment: Timestamp = text.parse().expect("a moment");
        assert_eq!(moment.to_string(), text);
    }
}
