//! Dates and amounts as people and programs write them.
//!
//! A text has one reading per date order and per decimal sign, or none. Which
//! order or sign holds is not decided here, and never by one value alone.

use serde::{Deserialize, Serialize};

use values::date::{BadDate, Date};
use values::money::{Currency, Decimal, MoneyError};

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

/// What stands before the decimals. The other one may group thousands, as may
/// spaces and apostrophes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum DecimalSign {
    Point,
    Comma,
}

impl DecimalSign {
    pub const ALL: [DecimalSign; 2] = [DecimalSign::Point, DecimalSign::Comma];

    fn char(self) -> char {
        match self {
            DecimalSign::Point => '.',
            DecimalSign::Comma => ',',
        }
    }
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
    if let Some([year, month, day]) = super::months::named(text) {
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

#[derive(Clone, Copy)]
pub(super) struct Number {
    pub(super) value: u32,
    pub(super) digits: usize,
}

pub(super) fn number(text: &str) -> Option<Number> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit()) && (1..=4).contains(&text.len());
    Some(Number {
        value: text.parse().ok().filter(|_| is_plain)?,
        digits: text.len(),
    })
}

fn numbers(text: &str) -> Option<[Number; 3]> {
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some([
            number(&text[..4])?,
            number(&text[4..6])?,
            number(&text[6..])?,
        ]);
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

/// The text without a time of day, such as `T00:00:00.000Z`, `9:30 PM` or
/// `23:30:00+02:00`: who wrote a day beside a zone meant the day there.
fn without_time(text: &str) -> &str {
    let Some(colon) = text.find(':') else {
        return text;
    };
    let Some(start) = text[..colon].rfind(['T', ' ']) else {
        return text;
    };
    let time = text[start + 1..].trim_end_matches(['A', 'P', 'M', 'a', 'p', 'm', ' ', 'Z']);
    let time = match time.rfind(['+', '-']) {
        Some(zone) => &time[..zone],
        None => time,
    };
    if time
        .bytes()
        .all(|byte| matches!(byte, b'0'..=b'9' | b':' | b'.'))
    {
        text[..start].trim_end()
    } else {
        text
    }
}

/// An amount as it is written, with the currency beside it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Written {
    pub amount: Decimal,
    pub mark: Option<Mark>,
}

/// What names the currency beside an amount.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mark {
    Code(Currency),
    Symbol(char),
}

impl Mark {
    /// Whether it can stand for that currency.
    pub fn fits(self, currency: Currency) -> bool {
        match self {
            Mark::Code(code) => code == currency,
            Mark::Symbol('€') => currency.code() == "EUR",
            Mark::Symbol('£') => matches!(currency.code(), "GBP" | "GIP" | "FKP" | "SHP"),
            Mark::Symbol('¥') => matches!(currency.code(), "JPY" | "CNY"),
            // Two dozen currencies are called dollar or peso.
            Mark::Symbol(_) => !matches!(currency.code(), "EUR" | "GBP" | "JPY" | "CNY" | "CHF"),
        }
    }
}

/// Why a text is no amount.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum BadAmount {
    #[error("not an amount")]
    NotANumber,
    #[error("thousands are not grouped by three digits")]
    Grouping,
    #[error(transparent)]
    Number(MoneyError),
}

/// The amount that a text states with that decimal sign: `1,234.50`,
/// `EUR 1.234,50`, `(99)` and `99-` for what is below zero.
///
/// # Errors
/// [`BadAmount`].
pub fn amount(text: &str, sign: DecimalSign) -> Result<Written, BadAmount> {
    let (negative, text) = without_minus(text.trim());
    let (mark, text) = without_mark(text);
    // The minus may stand within or without the mark: -$5, $-5.
    let (negative_within, text) = if mark.is_some() && !negative {
        without_minus(text)
    } else {
        (false, text)
    };
    let plain = plain(text, sign)?;
    let amount: Decimal = plain.parse().map_err(|error| match error {
        MoneyError::NotANumber => BadAmount::NotANumber,
        other => BadAmount::Number(other),
    })?;
    Ok(Written {
        amount: if negative || negative_within {
            amount.neg()
        } else {
            amount
        },
        mark,
    })
}

const MINUS: [char; 3] = ['-', '\u{2212}', '\u{2013}'];

fn without_minus(text: &str) -> (bool, &str) {
    if let Some(inner) = text
        .strip_prefix('(')
        .and_then(|text| text.strip_suffix(')'))
    {
        return (true, inner.trim());
    }
    match text
        .strip_prefix(MINUS)
        .or_else(|| text.strip_suffix(MINUS))
    {
        Some(rest) => (true, rest.trim()),
        None => (false, text),
    }
}

fn without_mark(text: &str) -> (Option<Mark>, &str) {
    const SYMBOLS: [char; 4] = ['€', '£', '¥', '$'];
    for symbol in SYMBOLS {
        if let Some(rest) = text
            .strip_prefix(symbol)
            .or_else(|| text.strip_suffix(symbol))
        {
            return (Some(Mark::Symbol(symbol)), rest.trim());
        }
    }
    let code = |code: &str| code.parse().ok().map(Mark::Code);
    if let Some((head, rest)) = text.split_at_checked(3)
        && let Some(mark) = code(head)
    {
        return (Some(mark), rest.trim());
    }
    if let Some((rest, tail)) = text.split_at_checked(text.len().saturating_sub(3))
        && let Some(mark) = code(tail)
    {
        return (Some(mark), rest.trim());
    }
    (None, text)
}

/// The number without its grouping, and with a decimal point.
fn plain(text: &str, sign: DecimalSign) -> Result<String, BadAmount> {
    let (whole, decimals) = match text.split_once(sign.char()) {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (text, None),
    };
    let is_group = |sign_found: char| {
        matches!(
            sign_found,
            '.' | ',' | ' ' | '\'' | '’' | '\u{a0}' | '\u{202f}' | '\u{2009}'
        ) && sign_found != sign.char()
    };
    let mut plain = String::with_capacity(text.len() + 1);
    match whole.chars().find(|sign| is_group(*sign)) {
        None => plain.push_str(whole),
        Some(group) => {
            let groups: Vec<&str> = whole.split(group).collect();
            if !is_grouped(&groups) {
                return Err(BadAmount::Grouping);
            }
            groups.iter().for_each(|digits| plain.push_str(digits));
        }
    }
    // .50 is written by some; 50. by some.
    if plain.is_empty() && decimals.is_some_and(|decimals| !decimals.is_empty()) {
        plain.push('0');
    }
    if let Some(decimals) = decimals.filter(|decimals| !decimals.is_empty()) {
        plain.push('.');
        plain.push_str(decimals);
    }
    let is_number = plain
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    if plain.is_empty() || !is_number {
        return Err(BadAmount::NotANumber);
    }
    Ok(plain)
}

/// Whether digits are grouped by three, or as in India: three, and by two
/// before them.
fn is_grouped(groups: &[&str]) -> bool {
    let [first, middle @ .., last] = groups else {
        return true;
    };
    let by = |size: usize| middle.iter().all(|group| group.len() == size);
    last.len() == 3
        && ((by(3) && (1..=3).contains(&first.len()))
            || (by(2) && !middle.is_empty() && (1..=2).contains(&first.len())))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn dates_are_read_in_a_stated_order() {
        use DateOrder::*;
        for (text, order, expected) in [
            ("2013-01-02", Ymd, Ok("2013-01-02")),
            ("2013/1/2", Ymd, Ok("2013-01-02")),
            ("20130102", Ymd, Ok("2013-01-02")),
            ("2013-01-02T00:00:00.000Z", Ymd, Ok("2013-01-02")),
            ("2013-01-02 23:59", Ymd, Ok("2013-01-02")),
            ("1/2/2013 9:30 PM", Mdy, Ok("2013-01-02")),
            ("1/2/2013", Mdy, Ok("2013-01-02")),
            ("1/2/2013", Dmy, Ok("2013-02-01")),
            ("02.01.2013", Dmy, Ok("2013-01-02")),
            ("2. 1. 2013", Dmy, Ok("2013-01-02")),
            ("02.01.13", Dmy, Ok("2013-01-02")),
            ("1/2/71", Mdy, Ok("1971-01-02")),
            ("29/02/2023", Dmy, Err(BadDate::NoSuchDay)),
            ("13/13/2023", Dmy, Err(BadDate::NoSuchDay)),
            ("13/1/2023", Mdy, Err(BadDate::NoSuchDay)),
            ("1/1/0013", Mdy, Err(BadDate::OutOfRange)),
            ("2013-01-02", Dmy, Err(BadDate::Malformed)),
            ("13-01-02", Ymd, Err(BadDate::Malformed)),
            ("1/2/2013/4", Mdy, Err(BadDate::Malformed)),
            ("1/2-2013", Mdy, Err(BadDate::Malformed)),
            ("2013-01-02T23:30:00+02:00", Ymd, Ok("2013-01-02")),
            ("2013-01-02T00:00:00-05:00", Ymd, Ok("2013-01-02")),
            ("01-Oct-2025", Dmy, Ok("2025-10-01")),
            ("Oct 2, 2025", Ymd, Ok("2025-10-02")),
            ("3 October 2025", Mdy, Ok("2025-10-03")),
            ("2 Nov 25", Mdy, Ok("2025-11-02")),
            ("2025-Oct-01", Dmy, Ok("2025-10-01")),
            ("1. März 2025", Dmy, Ok("2025-03-01")),
            ("1er août 2025", Dmy, Ok("2025-08-01")),
            ("31 de octubre de 2025", Dmy, Ok("2025-10-31")),
            ("3rd of Oct 2025", Dmy, Ok("2025-10-03")),
            ("31 Feb 2025", Dmy, Err(BadDate::NoSuchDay)),
            ("Oct 2025", Dmy, Err(BadDate::Malformed)),
            ("1 jui 2025", Dmy, Err(BadDate::Malformed)),
            ("41276", Ymd, Err(BadDate::Malformed)),
            ("yesterday", Ymd, Err(BadDate::Malformed)),
            ("", Ymd, Err(BadDate::Malformed)),
            ("١/٢/2013", Mdy, Err(BadDate::Malformed)),
        ] {
            let read = date(text, order).map(|date| date.to_string());
            assert_eq!(read, expected.map(str::to_owned), "{text} as {order:?}");
        }
    }

    #[test]
    fn years_of_two_digits_are_of_a_stated_century() {
        let short = |first, lead| ShortYears { first, lead };
        for (text, order, short, expected) in [
            (
                "2/3/69",
                DateOrder::Mdy,
                short(1970, false),
                Some("2069-02-03"),
            ),
            (
                "2/3/69",
                DateOrder::Mdy,
                short(1946, false),
                Some("1969-02-03"),
            ),
            (
                "1/30/00",
                DateOrder::Mdy,
                short(1946, false),
                Some("2000-01-30"),
            ),
            (
                "25-10-31",
                DateOrder::Ymd,
                short(1970, true),
                Some("2025-10-31"),
            ),
            ("25-10-31", DateOrder::Ymd, short(1970, false), None),
            ("25/10/31", DateOrder::Ymd, short(1970, true), None),
        ] {
            let read = date_with(text, order, short).ok();
            assert_eq!(
                read.map(|read| read.date.to_string()).as_deref(),
                expected,
                "{text}"
            );
            assert!(read.is_none_or(|read| read.is_short), "{text}");
        }
    }

    #[test]
    fn amounts_are_read_with_a_stated_sign() {
        use DecimalSign::*;
        for (text, sign, expected) in [
            ("55.94", Point, Ok("55.94")),
            ("1,234.50", Point, Ok("1234.50")),
            ("1.234,50", Comma, Ok("1234.50")),
            ("1 234,50", Comma, Ok("1234.50")),
            ("1\u{202f}234\u{202f}567,5", Comma, Ok("1234567.5")),
            ("12’345.00", Point, Ok("12345.00")),
            ("-5", Point, Ok("-5")),
            ("\u{2212}5", Point, Ok("-5")),
            ("5-", Point, Ok("-5")),
            ("(5.00)", Point, Ok("-5.00")),
            ("-$5", Point, Ok("-5")),
            ("$-5", Point, Ok("-5")),
            ("EUR 1.234,50", Comma, Ok("1234.50")),
            ("1.234,50 €", Comma, Ok("1234.50")),
            (".5", Point, Ok("0.5")),
            ("5.", Point, Ok("5")),
            ("1,23,456.50", Point, Ok("123456.50")),
            ("12,34,567", Point, Ok("1234567")),
            ("100.0000", Point, Ok("100.0000")),
            ("123,45,678", Point, Err(BadAmount::Grouping)),
            ("12,34", Point, Err(BadAmount::Grouping)),
            ("1,5", Point, Err(BadAmount::Grouping)),
            ("1,2345", Point, Err(BadAmount::Grouping)),
            ("1234,567", Point, Err(BadAmount::Grouping)),
            ("1,,234", Point, Err(BadAmount::Grouping)),
            ("1.2.3", Point, Err(BadAmount::NotANumber)),
            ("1e3", Point, Err(BadAmount::NotANumber)),
            ("--5", Point, Err(BadAmount::NotANumber)),
            ("NaN", Point, Err(BadAmount::NotANumber)),
            ("", Point, Err(BadAmount::NotANumber)),
            (".", Point, Err(BadAmount::NotANumber)),
            ("$", Point, Err(BadAmount::NotANumber)),
            ("USD", Point, Err(BadAmount::NotANumber)),
            (
                "99999999999999999999",
                Point,
                Err(BadAmount::Number(MoneyError::TooManyDigits)),
            ),
        ] {
            let read = amount(text, sign).map(|written| written.amount.to_string());
            assert_eq!(read, expected.map(str::to_owned), "{text} with {sign:?}");
        }
    }

    #[test]
    fn marks_stand_for_some_currencies_only() {
        for (text, code, fits) in [
            ("5 €", "EUR", true),
            ("5 €", "USD", false),
            ("$5", "CAD", true),
            ("$5", "EUR", false),
            ("CHF 5", "CHF", true),
            ("CHF 5", "EUR", false),
        ] {
            let currency = code.parse().expect("a currency");
            let mark = amount(text, DecimalSign::Point).expect("an amount").mark;
            assert_eq!(
                mark.map(|mark| mark.fits(currency)),
                Some(fits),
                "{text} {code}"
            );
        }
    }

    proptest! {
        #[test]
        fn no_text_stops_them(text in ".{0,20}") {
            for order in DateOrder::ALL {
                let _ = date(&text, order);
            }
            for sign in DecimalSign::ALL {
                let _ = amount(&text, sign);
            }
        }

        #[test]
        fn dates_are_read_as_they_were_written(
            year in 1970_i32..2069, month in 1_u32..13, day in 1_u32..29, short in any::<bool>(),
        ) {
            let expected = Date::new(year, month, day);
            let shown = if short { format!("{:02}", year % 100) } else { year.to_string() };
            prop_assert_eq!(date(&format!("{day}.{month}.{shown}"), DateOrder::Dmy), expected);
            prop_assert_eq!(date(&format!("{month:02}/{day:02}/{shown}"), DateOrder::Mdy), expected);
            prop_assert_eq!(date(&format!("{year}-{month}-{day}"), DateOrder::Ymd), expected);
        }
    }
}
