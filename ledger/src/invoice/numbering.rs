//! Patterns of document numbers: `{YYYY}-{0000}` gives 2026-0042.
//!
//! A pattern is literal text with placeholders: `{YYYY}` and `{YY}` for the
//! year, `{MM}` for the month of the document's date, and one run of zeros
//! for the counter, as wide as there are zeros; a longer value takes the
//! room it needs. [`next_value`] says which value a series gives next.

use crate::book::Book;
use crate::business::Series;
use crate::date::Date;
use serde::{Deserialize, Serialize};

/// Characters of a pattern and of the numbers it gives. EN 16931 sets no
/// limit; printed references and bank transfers do.
pub const LENGTH_MAX: usize = 40;
/// Zeros of the counter: the digits of the largest value.
const WIDTH_MAX: usize = 10;

/// Why a text is not a pattern, or a pattern gives no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum PatternProblem {
    #[error("no counter: a run of zeros in braces, such as {{0000}}")]
    NoCounter,
    #[error("more than one counter")]
    TwoCounters,
    #[error("an unknown placeholder: there are {{YYYY}}, {{YY}}, {{MM}} and {{0000}}")]
    UnknownPlaceholder,
    #[error("a brace without its other half")]
    LoneBrace,
    #[error("the same part of the date twice")]
    PartTwice,
    #[error("a month without a year: January would come again")]
    MonthWithoutYear,
    #[error("too long: at most 40 characters")]
    TooLong,
    #[error("a counter of more than 10 digits")]
    TooWide,
    #[error("a control character, or a space at either end")]
    BadCharacter,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Piece<'a> {
    Text(&'a str),
    Year,
    ShortYear,
    Month,
    Counter(usize),
}

/// Whether `pattern` can number documents.
///
/// # Errors
/// The first [`PatternProblem`].
pub fn check(pattern: &str) -> Result<(), PatternProblem> {
    pieces(pattern).map(|_| ())
}

/// The number that `pattern` makes of a document's date and a counter.
///
/// # Errors
/// A [`PatternProblem`] of the pattern; [`PatternProblem::TooLong`] where the
/// counter outgrew the room.
pub fn format(pattern: &str, date: Date, value: u32) -> Result<String, PatternProblem> {
    let mut number = String::new();
    for piece in pieces(pattern)? {
        match piece {
            Piece::Text(text) => number.push_str(text),
            Piece::Year => number.push_str(&format!("{:04}", date.year())),
            Piece::ShortYear => number.push_str(&format!("{:02}", date.year() % 100)),
            Piece::Month => number.push_str(&format!("{:02}", date.month())),
            Piece::Counter(width) => number.push_str(&format!("{value:0width$}")),
        }
    }
    if number.chars().count() > LENGTH_MAX {
        return Err(PatternProblem::TooLong);
    }
    Ok(number)
}

/// The run that a document of `date` is numbered in, where `pattern` lets the
/// counter start anew: 2026 where it names the year, 202611 where it names
/// the month as well, 0 where it never starts anew.
///
/// # Errors
/// A [`PatternProblem`] of the pattern.
pub fn run(pattern: &str, date: Date) -> Result<u32, PatternProblem> {
    let pieces = pieces(pattern)?;
    let year = date.year().unsigned_abs();
    Ok(match (has_year(&pieces), pieces.contains(&Piece::Month)) {
        (false, _) => 0,
        (true, false) => year,
        (true, true) => year * 100 + date.month(),
    })
}

/// The run and the counter that `number` has in the series of `pattern`;
/// `None` where it does not belong to it. A short year is of this century.
///
/// # Properties
/// What [`format()`] gives is read back, for dates from 2000 to 2099 where the
/// year is short. Where the counter stands right beside the year, so that
/// digits could belong to either, the year's digits are the outer ones.
pub fn read(pattern: &str, number: &str) -> Option<(u32, u32)> {
    let pieces = pieces(pattern).ok()?;
    let counter = pieces
        .iter()
        .position(|piece| matches!(piece, Piece::Counter(_)))?;
    let mut date = (None, None);
    let mut rest = number;
    for piece in &pieces[..counter] {
        let (taken, left) = match piece {
            Piece::Text(text) => ("", rest.strip_prefix(text)?),
            _ => rest.split_at_checked(width(piece))?,
        };
        take(piece, taken, &mut date)?;
        rest = left;
    }
    for piece in pieces[counter + 1..].iter().rev() {
        let (left, taken) = match piece {
            Piece::Text(text) => (rest.strip_suffix(text)?, ""),
            _ => rest.split_at_checked(rest.len().checked_sub(width(piece))?)?,
        };
        take(piece, taken, &mut date)?;
        rest = left;
    }
    let zeros = width(&pieces[counter]);
    if rest.len() < zeros || (rest.len() > zeros && rest.starts_with('0')) {
        return None;
    }
    let run = match date {
        (None, _) => 0,
        (Some(year), None) => year,
        (Some(year), Some(month)) => year * 100 + month,
    };
    Some((run, digits(rest)?))
}

/// Notes the year and month that `taken` stands for.
fn take(piece: &Piece, taken: &str, date: &mut (Option<u32>, Option<u32>)) -> Option<()> {
    match piece {
        Piece::Year => date.0 = Some(digits(taken)?),
        Piece::ShortYear => date.0 = Some(2000 + digits(taken)?),
        Piece::Month => {
            date.1 = Some(digits(taken).filter(|month| (1..=12).contains(month))?);
        }
        Piece::Text(_) | Piece::Counter(_) => {}
    }
    Some(())
}

fn digits(text: &str) -> Option<u32> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

fn width(piece: &Piece) -> usize {
    match piece {
        Piece::Text(text) => text.len(),
        Piece::Year => 4,
        Piece::ShortYear | Piece::Month => 2,
        Piece::Counter(zeros) => *zeros,
    }
}

fn has_year(pieces: &[Piece]) -> bool {
    pieces.contains(&Piece::Year) || pieces.contains(&Piece::ShortYear)
}

fn pieces(pattern: &str) -> Result<Vec<Piece<'_>>, PatternProblem> {
    if pattern.chars().count() > LENGTH_MAX {
        return Err(PatternProblem::TooLong);
    }
    if pattern.chars().any(char::is_control) || pattern.trim() != pattern {
        return Err(PatternProblem::BadCharacter);
    }
    let mut pieces = Vec::new();
    let mut rest = pattern;
    while let Some(brace) = rest.find(['{', '}']) {
        let (text, from_brace) = rest.split_at(brace);
        if !text.is_empty() {
            pieces.push(Piece::Text(text));
        }
        let inside = from_brace
            .strip_prefix('{')
            .ok_or(PatternProblem::LoneBrace)?;
        let (name, after) = inside.split_once('}').ok_or(PatternProblem::LoneBrace)?;
        pieces.push(placeholder(name)?);
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    check_pieces(&pieces)?;
    Ok(pieces)
}

fn placeholder(name: &str) -> Result<Piece<'_>, PatternProblem> {
    match name {
        "YYYY" => Ok(Piece::Year),
        "YY" => Ok(Piece::ShortYear),
        "MM" => Ok(Piece::Month),
        _ if name.contains('{') => Err(PatternProblem::LoneBrace),
        _ if name.is_empty() || !name.bytes().all(|byte| byte == b'0') => {
            Err(PatternProblem::UnknownPlaceholder)
        }
        _ if name.len() > WIDTH_MAX => Err(PatternProblem::TooWide),
        _ => Ok(Piece::Counter(name.len())),
    }
}

fn check_pieces(pieces: &[Piece]) -> Result<(), PatternProblem> {
    let count = |wanted: fn(&Piece) -> bool| pieces.iter().filter(|piece| wanted(piece)).count();
    let years = count(|piece| matches!(piece, Piece::Year | Piece::ShortYear));
    let months = count(|piece| matches!(piece, Piece::Month));
    match count(|piece| matches!(piece, Piece::Counter(_))) {
        0 => return Err(PatternProblem::NoCounter),
        1 => {}
        _ => return Err(PatternProblem::TwoCounters),
    }
    if years > 1 || months > 1 {
        return Err(PatternProblem::PartTwice);
    }
    if months > 0 && years == 0 {
        return Err(PatternProblem::MonthWithoutYear);
    }
    Ok(())
}

/// The number that a run of a series gives next: after the highest given and
/// after the last gap. A run that has given none begins at the start.
pub(crate) fn next_value(book: &Book, series: &Series, run: u32) -> u32 {
    let gap = series
        .gaps
        .iter()
        .filter(|gap| gap.run == run)
        .map(|gap| gap.last)
        .max()
        .unwrap_or(0);
    let highest = book.highest_number(series.id, run);
    let next = highest.max(gap).saturating_add(1);
    if highest > 0 {
        next
    } else {
        next.max(series.start)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn date(text: &str) -> Date {
        text.parse().expect("a date")
    }

    #[test]
    fn patterns_are_checked() {
        for (pattern, expected, why) in [
            ("{0000}", Ok(()), "a counter alone"),
            ("RE-{YYYY}-{MM}-{000}", Ok(()), "year, month, counter"),
            ("{YY}{0000}", Ok(()), "nothing between"),
            ("Ä №{0}", Ok(()), "any letters"),
            ("", Err(PatternProblem::NoCounter), "nothing"),
            ("RE-{YYYY}", Err(PatternProblem::NoCounter), "no counter"),
            ("{0}{0}", Err(PatternProblem::TwoCounters), "two"),
            (
                "{MM}-{00}",
                Err(PatternProblem::MonthWithoutYear),
                "January again",
            ),
            ("{YYYY}{YY}{0}", Err(PatternProblem::PartTwice), "two years"),
            (
                "{yyyy}-{0}",
                Err(PatternProblem::UnknownPlaceholder),
                "small letters",
            ),
            ("{}-{0}", Err(PatternProblem::UnknownPlaceholder), "empty"),
            (
                "{01}",
                Err(PatternProblem::UnknownPlaceholder),
                "not only zeros",
            ),
            ("{0", Err(PatternProblem::LoneBrace), "not closed"),
            ("0}", Err(PatternProblem::LoneBrace), "not opened"),
            ("{{0}}", Err(PatternProblem::LoneBrace), "doubled"),
            (
                "{00000000000}",
                Err(PatternProblem::TooWide),
                "eleven digits",
            ),
            ("a\n{0}", Err(PatternProblem::BadCharacter), "a line break"),
            (
                " {0}",
                Err(PatternProblem::BadCharacter),
                "a space in front",
            ),
            (
                "12345678901234567890123456789012345678{0}",
                Err(PatternProblem::TooLong),
                "41 characters",
            ),
        ] {
            assert_eq!(check(pattern), expected, "{pattern}: {why}");
        }
    }

    #[test]
    fn numbers_follow_their_pattern() {
        let day = date("2026-03-09");
        for (pattern, value, number, run_of_day) in [
            ("{0000}", 7, "0007", 0),
            ("{0}", 12345, "12345", 0),
            ("RE-{YYYY}-{000}", 42, "RE-2026-042", 2026),
            ("{YY}{MM}{00}", 5, "260305", 202_603),
            ("{000}/{YY}", 1000, "1000/26", 2026),
            ("G{0000}", 4_294_967_295, "G4294967295", 0),
        ] {
            assert_eq!(
                format(pattern, day, value),
                Ok(number.to_owned()),
                "{pattern}"
            );
            assert_eq!(run(pattern, day), Ok(run_of_day), "{pattern}");
        }
        assert_eq!(
            format("12345678901234567890123456789012345{0}", day, 1_000_000),
            Err(PatternProblem::TooLong),
        );
    }

    #[test]
    fn only_numbers_of_the_series_are_read() {
        for (pattern, number, expected, why) in [
            (
                "RE-{YYYY}-{000}",
                "RE-2024-017",
                Some((2024, 17)),
                "its own",
            ),
            (
                "RE-{YYYY}-{000}",
                "RE-2024-1017",
                Some((2024, 1017)),
                "grown past its width",
            ),
            ("RE-{YYYY}-{000}", "RE-2024-17", None, "too narrow"),
            ("RE-{YYYY}-{000}", "RE-2024-0017", None, "padded too wide"),
            ("RE-{YYYY}-{000}", "GS-2024-017", None, "another prefix"),
            (
                "RE-{YYYY}-{000}",
                "RE-2O24-017",
                None,
                "a letter in the year",
            ),
            ("{YYYY}{MM}-{0}", "202413-1", None, "no such month"),
            (
                "{YYYY}{MM}{00}",
                "20241207",
                Some((202_412, 7)),
                "nothing between",
            ),
            ("{00}{YY}", "1724", Some((2024, 17)), "the year behind"),
            ("{0}", "4294967296", None, "past 32 bits"),
            ("{0}", "+1", None, "a sign"),
            ("{0}", "", None, "nothing"),
            ("{0}", "１", None, "a digit that is not ASCII"),
            (
                "{YY}-{0}",
                "é-1",
                None,
                "a letter of two bytes where the year stands",
            ),
            ("bad", "bad", None, "no pattern"),
        ] {
            assert_eq!(read(pattern, number), expected, "{pattern} {number}: {why}");
        }
    }

    proptest! {
        #[test]
        fn what_is_formatted_is_read_back(
            before in "[A-Z0-9/-]{0,6}",
            between in "[A-Z0-9/-]{0,3}",
            after in "[A-Z0-9/-]{0,6}",
            parts in prop::sample::select(vec!["", "{YYYY}", "{YY}", "{YYYY}{MM}", "{YY}-{MM}"]),
            width in 1_usize..=10,
            counter_first: bool,
            days in 10_957_i32..40_000,
            value: u32,
        ) {
            let counter = format!("{{{}}}", "0".repeat(width));
            let pattern = if counter_first {
                format!("{before}{counter}{between}{parts}{after}")
            } else {
                format!("{before}{parts}{between}{counter}{after}")
            };
            let date = Date::from_number(days).expect("a date");
            prop_assume!(check(&pattern).is_ok());
            if let Ok(number) = format(&pattern, date, value) {
                let run = run(&pattern, date).expect("a run");
                prop_assert_eq!(read(&pattern, &number), Some((run, value)));
            }
        }

        #[test]
        fn any_text_is_refused_or_accepted_without_a_panic(pattern: String, number: String) {
            let _ = check(&pattern);
            let _ = read(&pattern, &number);
            let _ = read("É{YY}{0}é", &number);
        }
    }
}
