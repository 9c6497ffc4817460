//! What a cell says, once it is known how its column is written.

use crate::cut::cut;
use values::money::Currency;

use super::amounts::{self, BadAmount, DecimalSign, Mark, Written};
use super::bare;
use super::dates::{self, DateOrder, ShortYears};

/// How short years are read while only the order is asked for.
pub const SHORT: ShortYears = ShortYears {
    first: dates::FIRST_YEAR,
    lead: true,
};

/// An amount with what stands beside it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cell {
    pub written: Written,
    /// DR or CR, S or H.
    pub side: Option<Side>,
}

/// The amount that a cell states with that decimal sign.
///
/// # Errors
/// [`BadAmount`].
pub fn amount(text: &str, sign: DecimalSign) -> Result<Cell, BadAmount> {
    let text = unmarked(text);
    let (side, text) = without_side(text.trim());
    let written = amounts::amount(text, sign)?;
    Ok(Cell { written, side })
}

/// The text with the mark by which spreadsheets keep numbers as text.
pub(crate) fn unmarked(text: &str) -> &str {
    let text = formula_text(text.trim());
    text.strip_prefix('\'').unwrap_or(text).trim()
}

/// The text of a formula that is nothing but a text: `="0042"`.
fn formula_text(text: &str) -> &str {
    let inner = text
        .strip_prefix("=\"")
        .and_then(|text| text.strip_suffix('"'));
    inner.filter(|inner| !inner.contains('"')).unwrap_or(text)
}

/// The amount without DR, CR, S or H before or behind it.
fn without_side(text: &str) -> (Option<Side>, &str) {
    let head = text.trim_start_matches(|sign: char| sign.is_alphabetic() || sign == '.');
    let first = cut(text, text.len() - head.len()).0;
    // One letter is that of a currency: C$5, S$5.
    if let Some(side) = side(first).filter(|_| first.len() > 1 && !head.is_empty()) {
        return (Some(side), head.trim());
    }
    let rest = text.trim_end_matches(|sign: char| sign.is_alphabetic());
    let last = cut(text, rest.len()).1;
    match side(last).filter(|_| !last.is_empty() && !rest.is_empty()) {
        Some(side) => (Some(side), rest.trim()),
        None => (None, text),
    }
}

/// The side of an account that an amount is on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Side {
    Debit,
    Credit,
}

/// What a mark beside an amount says.
pub fn side(text: &str) -> Option<Side> {
    match bare(text).as_str() {
        "dr" | "d" | "db" | "dt" | "debit" | "s" | "soll" | "debe" | "dare" => Some(Side::Debit),
        "cr" | "c" | "ct" | "credit" | "h" | "haben" | "haber" | "avere" => Some(Side::Credit),
        _ => None,
    }
}

/// What a column of currencies says: a code in any case, or a sign.
pub fn currency(text: &str) -> Option<Mark> {
    let text = text.trim();
    if let Ok(code) = text.to_uppercase().parse() {
        return Some(Mark::Code(code));
    }
    let mut letters = text.chars();
    match (letters.next(), letters.next()) {
        (Some(sign @ ('€' | '£' | '¥' | '$')), None) => Some(decided(Mark::Symbol(sign))),
        _ if matches!(text.to_lowercase().as_str(), "euro" | "euros") => {
            Some(decided(Mark::Symbol('€')))
        }
        _ => None,
    }
}

/// The currency of a mark that can stand for one only, as its code.
pub fn decided(mark: Mark) -> Mark {
    match (mark, "EUR".parse::<Currency>()) {
        (Mark::Symbol('€'), Ok(euro)) => Mark::Code(euro),
        _ => mark,
    }
}

/// A number or name without the apostrophe that says: this is text. One that
/// begins a word is a letter of it ('s-Hertogenbosch).
pub fn text_of(text: &str, is_number: bool) -> &str {
    let text = formula_text(text);
    let rest = text.strip_prefix('\'');
    let is_mark = |rest: &&str| {
        let first = rest.chars().next();
        first.is_some_and(|sign| {
            matches!(sign, '=' | '+' | '-' | '@') || (is_number && sign.is_ascii_digit())
        })
    };
    rest.filter(is_mark).unwrap_or(text)
}

/// Whether a text can be read as a date in some order.
pub fn is_date(text: &str) -> bool {
    DateOrder::ALL
        .into_iter()
        .any(|order| dates::date_with(text, order, SHORT).is_ok())
}

/// Whether a text can be read as an amount with some sign.
pub fn is_amount(text: &str) -> bool {
    DecimalSign::ALL
        .into_iter()
        .any(|sign| amount(text, sign).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_may_have_their_side_beside_them() {
        for (text, expected, side) in [
            ("100.00 DR", "100.00", Some(Side::Debit)),
            ("40.00CR", "40.00", Some(Side::Credit)),
            ("CR 40.00", "40.00", Some(Side::Credit)),
            ("50.00 H", "50.00", Some(Side::Credit)),
            ("CHF 5", "5", None),
            ("5 CRC", "5", None),
            ("'5", "5", None),
            ("(45.50) €", "-45.50", None),
        ] {
            let cell = amount(text, DecimalSign::Point).expect(text);
            assert_eq!(
                (cell.written.amount.to_string().as_str(), cell.side),
                (expected, side),
                "{text}"
            );
        }
    }

    #[test]
    fn an_apostrophe_is_a_mark_before_numbers_only() {
        for (text, is_number, expected) in [
            ("'0001", true, "0001"),
            ("'0001", false, "'0001"),
            ("'=1+2", false, "=1+2"),
            ("'s-Gravenhage", false, "'s-Gravenhage"),
        ] {
            assert_eq!(text_of(text, is_number), expected, "{text}");
        }
    }
}
