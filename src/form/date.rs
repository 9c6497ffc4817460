//! Days as fields give them and as people type them.
//!
//! The browser's date field gives `YYYY-MM-DD`. Typed or pasted text is read
//! where its parts can be nothing else: `21.11.2026`, `11/21/2026`. A day
//! that could be a month as well (3/4/2026) is a problem, never a guess. What
//! a date field gives while a day is typed in part is no day and not nothing.

use ledger::date::{BadDate, Date};

/// Why a text is not a day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DateFault {
    Missing,
    NotADate,
    NoSuchDay,
    OutOfRange,
    /// It reads as this or as that.
    Ambiguous(Date, Date),
}

/// Reads a day.
///
/// # Errors
/// [`DateFault`].
pub fn read(text: &str) -> Result<Date, DateFault> {
    let text = text.trim();
    if text.is_empty() {
        return Err(DateFault::Missing);
    }
    if let Ok(date) = text.parse() {
        return Ok(date);
    }
    let parts: Vec<&str> = text
        .split(['.', '/', '-', ' '])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let [first, second, third] = parts[..] else {
        return Err(DateFault::NotADate);
    };
    let number = |part: &str| -> Result<u32, DateFault> {
        let is_digits = part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse()
            .ok()
            .filter(|_| is_digits)
            .ok_or(DateFault::NotADate)
    };
    match (first.len(), third.len()) {
        (4, 1..=2) => day(number(first)?, number(second)?, number(third)?),
        (1..=2, 4) => {
            let (a, b, year) = (number(first)?, number(second)?, number(third)?);
            match (day(year, b, a), day(year, a, b)) {
                (Ok(one), Ok(other)) if one != other => Err(DateFault::Ambiguous(one, other)),
                (Ok(date), _) | (_, Ok(date)) => Ok(date),
                (Err(fault), _) => Err(fault),
            }
        }
        _ => Err(DateFault::NotADate),
    }
}

/// The same; `None` where nothing is typed.
///
/// # Errors
/// [`DateFault`].
pub fn read_optional(text: &str) -> Result<Option<Date>, DateFault> {
    match read(text) {
        Ok(date) => Ok(Some(date)),
        Err(DateFault::Missing) => Ok(None),
        Err(fault) => Err(fault),
    }
}

fn day(year: u32, month: u32, day: u32) -> Result<Date, DateFault> {
    let year = i32::try_from(year).map_err(|_| DateFault::OutOfRange)?;
    Date::new(year, month, day).map_err(|bad| match bad {
        BadDate::OutOfRange => DateFault::OutOfRange,
        BadDate::NoSuchDay | BadDate::Malformed => DateFault::NoSuchDay,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_where_they_can_be_nothing_else() {
        for (text, date) in [
            ("2026-11-21", "2026-11-21"),
            (" 2026/11/21 ", "2026-11-21"),
            ("2026.1.9", "2026-01-09"),
            ("21.11.2026", "2026-11-21"),
            ("11/21/2026", "2026-11-21"),
            ("5.5.2026", "2026-05-05"),
        ] {
            assert_eq!(
                read(text).map(|date| date.to_string()).as_deref(),
                Ok(date),
                "{text}"
            );
        }
    }

    #[test]
    fn other_texts_are_problems() {
        let date = |text: &str| text.parse().expect("a date");
        for (text, fault) in [
            ("", DateFault::Missing),
            (
                "3/4/2026",
                DateFault::Ambiguous(date("2026-04-03"), date("2026-03-04")),
            ),
            ("31.2.2026", DateFault::NoSuchDay),
            ("2026-02-30", DateFault::NoSuchDay),
            ("1.1.1800", DateFault::OutOfRange),
            ("1.1.26", DateFault::NotADate),
            ("tomorrow", DateFault::NotADate),
            ("half a date", DateFault::NotADate),
            ("1.1.2026.1", DateFault::NotADate),
        ] {
            assert_eq!(read(text), Err(fault), "{text}");
        }
    }
}
