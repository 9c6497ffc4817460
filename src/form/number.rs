//! Numbers as people type and paste them, and as the page shows them.
//!
//! `1.234,56`, `1,234.56`, `1'234.56`, `1 234,56`, `1,23,456.78`, with a
//! currency's sign or code before or after, in any decimal digits. One sign
//! alone before exactly three digits (`1,234`) is read in two ways in two
//! countries: a problem, never a guess. An amount of a currency decides it
//! where only one of the two can be meant: there is no 1.234 yen, and what the
//! page shows of a currency with three decimals can be typed as it is.

use std::cell::Cell;

use ledger::money::{Currency, Decimal, MoneyError};

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
    /// It says another currency than the field's.
    OtherCurrency {
        said: String,
        expected: Currency,
    },
}

thread_local! {
    /// Between whole and part, as the page shows numbers.
    static SHOWN: Cell<char> = const { Cell::new('.') };
}

/// What stands between whole and part where the page shows numbers.
pub fn set_shown_sign(sign: char) {
    SHOWN.set(sign);
}

/// What a number is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    /// A count, a rate, a percentage, a price.
    Anything,
    /// A price in a currency: with as many decimals as one likes.
    Price(Currency),
    /// Money: with the decimals of its currency.
    Amount(Currency),
}

/// Reads a number.
///
/// # Errors
/// [`NumberFault`].
pub fn read(text: &str) -> Result<Decimal, NumberFault> {
    read_of(text, Of::Anything)
}

/// Reads a price, or any number where its currency is not known.
///
/// # Errors
/// [`NumberFault`].
pub fn read_price(text: &str, currency: Option<Currency>) -> Result<Decimal, NumberFault> {
    read_of(text, currency.map_or(Of::Anything, Of::Price))
}

/// Reads an amount of money, or any number where its currency is not known.
///
/// # Errors
/// [`NumberFault`].
pub fn read_amount(text: &str, currency: Option<Currency>) -> Result<Decimal, NumberFault> {
    read_of(text, currency.map_or(Of::Anything, Of::Amount))
}

/// The same; `None` where nothing is typed.
///
/// # Errors
/// [`NumberFault`].
pub fn read_amount_optional(
    text: &str,
    currency: Option<Currency>,
) -> Result<Option<Decimal>, NumberFault> {
    optional(read_amount(text, currency))
}

/// As [`read`]; `None` where nothing is typed.
///
/// # Errors
/// [`NumberFault`].
pub fn read_optional(text: &str) -> Result<Option<Decimal>, NumberFault> {
    optional(read(text))
}

fn optional(read: Result<Decimal, NumberFault>) -> Result<Option<Decimal>, NumberFault> {
    match read {
        Ok(value) => Ok(Some(value)),
        Err(NumberFault::Missing) => Ok(None),
        Err(fault) => Err(fault),
    }
}

fn read_of(text: &str, of: Of) -> Result<Decimal, NumberFault> {
    let text: String = text.chars().filter_map(plain_sign).collect();
    let mut left = text.as_str();
    let mut negative = false;
    // The minus may stand before the currency or behind it.
    for _ in 0..2 {
        left = trimmed(left);
        if let Some(rest) = left.strip_prefix('-').filter(|_| !negative) {
            (left, negative) = (trimmed(rest), true);
        }
        left = without_mark_before(left, of)?;
    }
    left = without_mark_behind(trimmed(left), of)?;
    if left.is_empty() {
        return Err(if negative {
            NumberFault::NotANumber
        } else {
            NumberFault::Missing
        });
    }
    let plain = plain(left, of)?;
    let signed = if negative { format!("-{plain}") } else { plain };
    signed.parse().map_err(|error| match error {
        MoneyError::TooManyDigits => NumberFault::TooManyDigits,
        _ => NumberFault::NotANumber,
    })
}

/// A decimal point that is nothing else, of Arabic numbers.
const POINT: char = '\u{66b}';

/// Digits of all scripts as 0 to 9, one minus, and nothing that only directs
/// the writing.
fn plain_sign(sign: char) -> Option<char> {
    /// The zeros of scripts that people write amounts in.
    const ZEROS: [u32; 7] = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0x17e0, 0xff10];
    match sign {
        '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{2066}'..='\u{2069}' | '\u{202a}'..='\u{202e}' => {
            None
        }
        '−' | '\u{2010}' | '\u{2011}' => Some('-'),
        // The mark of thousands in Arabic numbers.
        '\u{66c}' => Some('\''),
        sign => {
            let code = u32::from(sign);
            let digit = ZEROS.iter().find_map(|zero| {
                let digit = code.checked_sub(*zero).filter(|digit| *digit < 10)?;
                char::from_digit(digit, 10)
            });
            Some(digit.unwrap_or(sign))
        }
    }
}

fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
}

fn without_mark_before(text: &str, of: Of) -> Result<&str, NumberFault> {
    let is_number = |(at, sign): (usize, char)| {
        let digit_follows = text[at + sign.len_utf8()..].starts_with(|c: char| c.is_ascii_digit());
        sign.is_ascii_digit() || sign == '-' || (".,".contains(sign) && digit_follows && at == 0)
    };
    let end = text.char_indices().find(|place| is_number(*place));
    let end = end.map_or(text.len(), |(at, _)| at);
    let (mark, rest) = text.split_at(end);
    check_mark(trimmed(mark), of)?;
    Ok(trimmed(rest))
}

fn without_mark_behind(text: &str, of: Of) -> Result<&str, NumberFault> {
    let end = text.rfind(|c: char| c.is_ascii_digit());
    let mut end = end.map_or(0, |at| at + 1);
    // 5. is 5.
    if text[end..].starts_with(['.', ',', POINT]) {
        end += text[end..].chars().next().map_or(0, char::len_utf8);
    }
    let (number, mark) = text.split_at(end);
    check_mark(trimmed(mark), of)?;
    Ok(trimmed(number))
}

/// What stands beside a number must be a currency's, and that of the field;
/// or a percent sign, where it is no money.
fn check_mark(mark: &str, of: Of) -> Result<(), NumberFault> {
    let expected = match of {
        _ if mark.is_empty() => return Ok(()),
        Of::Anything if mark == "%" => return Ok(()),
        Of::Anything => None,
        Of::Price(currency) | Of::Amount(currency) => Some(currency),
    };
    let Some(is_of) = mark_of(mark) else {
        return Err(NumberFault::NotANumber);
    };
    match expected {
        Some(expected) if !is_of.fits(expected) => Err(NumberFault::OtherCurrency {
            said: mark.to_owned(),
            expected,
        }),
        _ => Ok(()),
    }
}

/// Whose a mark is.
enum MarkOf {
    Code(Currency),
    /// Of these, by their codes.
    Sign(&'static str),
    /// A letter or two before a dollar, kroner, and others that are not told
    /// apart here.
    Some,
}

impl MarkOf {
    fn fits(&self, expected: Currency) -> bool {
        match self {
            MarkOf::Code(code) => *code == expected,
            MarkOf::Sign(codes) => codes.split(' ').any(|code| code == expected.code()),
            MarkOf::Some => true,
        }
    }
}

/// Signs that tell their currency, with all that use them.
const SIGNS: [(&str, &str); 10] = [
    ("€", "EUR"),
    ("£", "GBP EGP FKP GIP LBP SDG SHP SSP SYP"),
    ("¥", "JPY CNY"),
    ("￥", "JPY CNY"),
    ("₹", "INR"),
    ("₺", "TRY"),
    ("₽", "RUB"),
    ("₴", "UAH"),
    ("zł", "PLN"),
    ("Kč", "CZK"),
];
/// Dollars and pesos, whichever letters stand before the sign.
const DOLLARS: &str = "ARS AUD BBD BMD BND BRL BSD BZD CAD CLP COP CUP CVE DOP FJD GYD HKD JMD KYD \
    LRD MOP MXN NAD NIO NZD SBD SGD SRD TOP TTD TWD USD UYU WST XCD";
/// Words that stand for money where a country's numbers are shown.
const WORDS: &str = "kr kr. Ft lei leu лв лв. KM ден ден. Fr Fr. SFr SFr. Rs Rs. Rp RM DH сом";

fn mark_of(mark: &str) -> Option<MarkOf> {
    if let Ok(code) = mark.parse::<Currency>() {
        return Some(MarkOf::Code(code));
    }
    if let Some((_, codes)) = SIGNS.iter().find(|(sign, _)| *sign == mark) {
        return Some(MarkOf::Sign(codes));
    }
    if mark.ends_with('$') && mark.chars().all(|c| c.is_ascii_uppercase() || c == '$') {
        return Some(MarkOf::Sign(DOLLARS));
    }
    let is_sign = |c: char| {
        matches!(
            c,
            '\u{20a0}'..='\u{20cf}' | '֏' | '؋' | '৳' | '฿' | '៛' | '﷼'
        )
    };
    // Of Arabic letters and points, as currencies of the dinar and its like
    // are written.
    let is_arabic = |c: char| matches!(c, '\u{620}'..='\u{64a}' | '.');
    let is_upper = |c: char| c.is_ascii_uppercase() || c.is_whitespace();
    let known = WORDS.split(' ').any(|word| word == mark)
        || mark.chars().all(is_sign)
        || mark.chars().count() <= 6 && (mark.chars().all(is_arabic) || mark.chars().all(is_upper));
    known.then_some(MarkOf::Some)
}

/// A number as a field shows it first: [`read`] gives it back.
pub fn typed(value: Decimal) -> String {
    let text = value.to_string();
    match read(&text) {
        Err(NumberFault::Ambiguous { .. }) => format!("{text}0"),
        _ => text,
    }
}

/// The plain form of digits with grouping and decimal signs.
fn plain(digits: &str, of: Of) -> Result<String, NumberFault> {
    let mut text = String::with_capacity(digits.len());
    // Then a point or comma is no mark of thousands.
    let mut grouped_by_blank = false;
    for c in digits.chars() {
        match c {
            '0'..='9' | '.' | ',' => text.push(c),
            POINT => {
                text.push('.');
                grouped_by_blank = true;
            }
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
        return single(whole, part, sign, of, grouped_by_blank);
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
fn single(
    whole: &str,
    part: &str,
    sign: &str,
    of: Of,
    grouped_by_blank: bool,
) -> Result<String, NumberFault> {
    let could_group = part.len() == 3 && (1..=3).contains(&whole.len()) && !whole.starts_with('0');
    if could_group && !grouped_by_blank {
        if let Of::Amount(currency) = of {
            match currency.exponent() {
                0 => return Ok(format!("{whole}{part}")),
                // All three decimals stand there, as the page shows them.
                3 if sign.starts_with(SHOWN.get()) => return Ok(joined(whole, part)),
                _ => {}
            }
        }
        return Err(NumberFault::Ambiguous {
            grouped: format!("{whole}{part}"),
            decimal: match of {
                // An amount has no third decimal.
                Of::Amount(_) => format!("{whole}.{}", &part[..2]),
                _ => format!("{whole}.{part}0"),
            },
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
    fn amounts_are_read_as_the_page_shows_them() {
        for (currency, text, plain) in [
            ("EUR", "€1,234.50", "1234.50"),
            ("EUR", "-€1,234.50", "-1234.50"),
            ("EUR", "€-1,234.50", "-1234.50"),
            ("EUR", "−1.234,50\u{a0}€", "-1234.50"),
            ("EUR", "1\u{202f}234,50\u{a0}€", "1234.50"),
            ("CHF", "CHF 1’234.50", "1234.50"),
            ("CHF", "Fr.5", "5"),
            ("USD", "US$1,234.50", "1234.50"),
            ("CAD", "CA$0.50", "0.50"),
            ("SEK", "1 234,50 kr", "1234.50"),
            ("DKK", "1.234,50 kr.", "1234.50"),
            ("PLN", "1234,50 zł", "1234.50"),
            ("INR", "₹1,23,456.00", "123456.00"),
            ("XOF", "1 234 F CFA", "1234"),
            // No decimals: what looks like three are thousands.
            ("JPY", "¥1,234", "1234"),
            ("JPY", "1.234", "1234"),
            // Three decimals, as they are shown.
            ("KWD", "KWD 1.234", "1.234"),
            ("KWD", "KWD\u{a0}1,234.500", "1234.500"),
            ("KWD", "-KWD 12.345", "-12.345"),
            ("KWD", "1234.567", "1234.567"),
            ("EGP", "\u{200f}١٬٢٣٤٫٥٠ ج.م.\u{200f}", "1234.50"),
            ("KWD", "١٫٢٣٤ د.ك", "1.234"),
            ("NPR", "रु १,२३४.५०", ""),
            ("INR", "₹१,२३४.५०", "1234.50"),
        ] {
            let currency = currency.parse().ok();
            let read = read_amount(text, currency).map(|value| value.to_string());
            let expected = match plain {
                "" => Err(NumberFault::NotANumber),
                plain => Ok(plain.to_owned()),
            };
            assert_eq!(read, expected, "{text}");
        }
    }

    #[test]
    fn an_amount_with_two_readings_is_a_question_and_another_currency_is_told() {
        let is_asked = |currency: &str, text: &str| {
            let read = read_amount(text, currency.parse().ok());
            matches!(read, Err(NumberFault::Ambiguous { .. }))
        };
        for (currency, text) in [("EUR", "1,234"), ("EUR", "€1.234"), ("KWD", "1,234")] {
            assert!(is_asked(currency, text), "{currency} {text}");
        }
        // Where commas are shown it is the other one.
        set_shown_sign(',');
        assert!(is_asked("KWD", "1.234"));
        let comma = read_amount("1,234 KWD", "KWD".parse().ok());
        assert_eq!(comma.map(|value| value.to_string()).as_deref(), Ok("1.234"));
        set_shown_sign('.');
        for (currency, text, said) in [
            ("EUR", "USD 100", "USD"),
            ("EUR", "$100", "$"),
            ("USD", "100 €", "€"),
            ("USD", "¥100", "¥"),
        ] {
            let expected: Currency = currency.parse().expect("a currency");
            let fault = NumberFault::OtherCurrency {
                said: said.to_owned(),
                expected,
            };
            assert_eq!(
                read_amount(text, Some(expected)),
                Err(fault.clone()),
                "{text}"
            );
            assert_eq!(read_price(text, Some(expected)), Err(fault), "{text}");
        }
        // Five per cent is no amount, and a letter no digit.
        for text in ["5 %", "l00", "1o0", "--5", "5-5"] {
            let fault = read_amount(text, "EUR".parse().ok());
            assert_eq!(fault, Err(NumberFault::NotANumber), "{text}");
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
