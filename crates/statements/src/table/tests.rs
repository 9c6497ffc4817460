//! Dates and amounts in one reading and another.

use proptest::prelude::*;

use values::date::{BadDate, Date};
use values::money::MoneyError;

use super::amounts::*;
use super::dates::*;

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
