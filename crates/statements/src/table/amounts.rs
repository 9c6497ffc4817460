//! Amounts as people and programs write them, with the currency beside them.
//!
//! A text has one reading per decimal sign, or none. Which sign holds is not
//! decided here, and never by one value alone.

use serde::{Deserialize, Serialize};

use values::money::{Currency, Decimal, MoneyError};

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
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
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
