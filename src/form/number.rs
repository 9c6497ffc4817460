//! Numbers as people type and paste them.
//!
//! `1.234,56`, `1,234.56`, `1'234.56`, `1 234,56`, `1,23,456.78`, with a
//! currency's sign before or after. One sign alone before exactly three digits
//! (`1,234`) is read in two ways in two countries: a problem, never a guess.

use ledger::money::{Decimal, MoneyError};

/// Why a text is not a number.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NumberFault {
    Missing,
    NotANumber,
    /// It reads as this or as that.
    Ambiguous {
        grouped: String,
        decimal: String,
    },
    TooManyDigits,
}

/// Reads a number.
///
/// # Errors
/// [`NumberFault`].
pub fn read(text: &str) -> Result<Decimal, NumberFault> {
    let text = bare(text);
    let (negative, digits) = match text.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text.as_str()),
    };
    if digits.is_empty() {
        return Err(if negative {
            NumberFault::NotANumber
        } else {
            NumberFault::Missing
        });
    }
    let plain = plain(digits)?;
    let signed = if negative { format!("-{plain}") } else { plain };
    signed.parse().map_err(|error| match error {
        MoneyError::TooManyDigits => NumberFault::TooManyDigits,
        _ => NumberFault::NotANumber,
    })
}

/// The same; `None` where nothing is typed.
///
/// # Errors
/// [`NumberFault`].
pub fn read_optional(text: &str) -> Result<Option<Decimal>, NumberFault> {
    match read(text) {
        Ok(value) => Ok(Some(value)),
        Err(NumberFault::Missing) => Ok(None),
        Err(fault) => Err(fault),
    }
}

/// A number as a field shows it first: [`read`] gives it back.
pub fn typed(value: Decimal) -> String {
    let text = value.to_string();
    match read(&text) {
        Err(NumberFault::Ambiguous { .. }) => format!("{text}0"),
        _ => text,
    }
}

/// Without blanks, percent and currency signs around it.
fn bare(text: &str) -> String {
    let is_around = |c: char| c.is_whitespace() || "%€$£¥₣₹₺₽zł".contains(c);
    let text = text.trim_matches(is_around);
    let text = text
        .strip_prefix(|c: char| c.is_ascii_uppercase())
        .map_or(text, |_| {
            text.trim_start_matches(|c: char| c.is_ascii_uppercase())
        });
    let text = text.trim_end_matches(|c: char| c.is_ascii_uppercase());
    text.trim_matches(is_around).to_owned()
}

/// The plain form of digits with grouping and decimal signs.
fn plain(digits: &str) -> Result<String, NumberFault> {
    let mut text = String::with_capacity(digits.len());
    let mut grouped_by_blank = false;
    for c in digits.chars() {
        match c {
            '0'..='9' | '.' | ',' => text.push(c),
            '\'' | '’' | '_' => grouped_by_blank = true,
            c if c.is_whitespace() => grouped_by_blank = true,
            _ => return Err(NumberFault::NotANumber),
        }
    }
    let is_sign = |c: char| c == '.' || c == ',';
    let Some(last) = text.rfind(is_sign) else {
        return Ok(text);
    };
    let sign = &text[last..=last];
    let others = text[..last].matches(is_sign).count();
    let same = text[..last].matches(sign).count();
    let (whole, part) = (&text[..last], &text[last + 1..]);
    if others == 0 {
        return single(whole, part, grouped_by_blank);
    }
    if same == others {
        // 1,234,567: one sign several times only groups.
        return groups(&text, sign).ok_or(NumberFault::NotANumber);
    }
    if same > 0 {
        return Err(NumberFault::NotANumber);
    }
    let other = if sign == "." { "," } else { "." };
    let whole = groups(whole, other).ok_or(NumberFault::NotANumber)?;
    Ok(joined(&whole, part))
}

/// One sign alone: decimals, unless three digits follow it and grouping is as
/// likely.
fn single(whole: &str, part: &str, grouped_by_blank: bool) -> Result<String, NumberFault> {
    let could_group = part.len() == 3 && (1..=3).contains(&whole.len()) && !whole.starts_with('0');
    if could_group && !grouped_by_blank {
        return Err(NumberFault::Ambiguous {
            grouped: format!("{whole}{part}"),
            decimal: format!("{whole}.{part}0"),
        });
    }
    Ok(joined(whole, part))
}

fn joined(whole: &str, part: &str) -> String {
    match (whole, part) {
        (whole, "") => whole.to_owned(),
        ("", part) => format!("0.{part}"),
        (whole, part) => format!("{whole}.{part}"),
    }
}

/// The digits, where they are grouped by threes, or as in India by twos
/// before the last three.
fn groups(text: &str, sign: &str) -> Option<String> {
    let parts: Vec<&str> = text.split(sign).collect();
    let (first, rest) = parts.split_first()?;
    let last_is_three = rest.last().is_none_or(|last| last.len() == 3);
    let middle = rest.split_last().map_or(&[][..], |(_, middle)| middle);
    let by = |size: usize| middle.iter().all(|part| part.len() == size);
    let fits = (1..=3).contains(&first.len()) && last_is_three && (by(3) || by(2));
    (rest.is_empty() || fits).then(|| parts.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_are_written_anywhere() {
        for (text, plain) in [
            ("1234.56", "1234.56"),
            ("1.234,56", "1234.56"),
            ("1,234.56", "1234.56"),
            ("1'234.56", "1234.56"),
            ("1’234,56", "1234.56"),
            ("1 234,56", "1234.56"),
            ("1\u{a0}234\u{a0}567,5", "1234567.5"),
            ("1,234,567", "1234567"),
            ("1.234.567", "1234567"),
            ("1,23,456.78", "123456.78"),
            ("1'234", "1234"),
            ("12,5", "12.5"),
            ("0,125", "0.125"),
            ("1234.567", "1234.567"),
            ("1.2345", "1.2345"),
            ("1 234.567", "1234.567"),
            (",5", "0.5"),
            ("5.", "5"),
            ("-12.50", "-12.50"),
            ("−3", "-3"),
            ("€ 1.234,56", "1234.56"),
            ("1.234,56 €", "1234.56"),
            ("EUR 99.90", "99.90"),
            ("99.90 CHF", "99.90"),
            ("19 %", "19"),
        ] {
            assert_eq!(
                read(text).map(|value| value.to_string()).as_deref(),
                Ok(plain),
                "{text}"
            );
        }
    }

    #[test]
    fn what_reads_in_two_ways_is_a_problem() {
        for text in ["1,234", "1.234", "12.500", "€1,000", "-1,234"] {
            assert!(
                matches!(read(text), Err(NumberFault::Ambiguous { .. })),
                "{text}"
            );
        }
        let fault = NumberFault::Ambiguous {
            grouped: "1234".to_owned(),
            decimal: "1.2340".to_owned(),
        };
        assert_eq!(read("1,234"), Err(fault));
        assert_eq!(
            read("1.2340"),
            "1.2340".parse().map_err(|_| NumberFault::NotANumber)
        );
    }

    #[test]
    fn what_is_no_number_is_a_problem() {
        for (text, fault) in [
            ("", NumberFault::Missing),
            ("  ", NumberFault::Missing),
            ("€", NumberFault::Missing),
            ("-", NumberFault::NotANumber),
            ("abc", NumberFault::NotANumber),
            ("1.2.3", NumberFault::NotANumber),
            ("1,234.56,7", NumberFault::NotANumber),
            ("12,34.5", NumberFault::NotANumber),
            ("1e5", NumberFault::NotANumber),
            ("=1+1", NumberFault::NotANumber),
            ("1234567890123456789", NumberFault::TooManyDigits),
        ] {
            assert_eq!(read(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn what_a_field_shows_first_is_read_back() {
        for text in ["12.345", "1.000", "0.125", "1234.50", "7", "-1.234"] {
            let value: Decimal = text.parse().expect("a decimal");
            assert_eq!(read(&typed(value)), Ok(value), "{text}");
        }
    }
}
