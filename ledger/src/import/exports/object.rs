//! Objects of JSON whose numbers are taken digit by digit.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::export::ExportFault;
use crate::money::{Decimal, MoneyError};

/// Characters of a value shown with its problem.
const EXCERPT_CHARS: usize = 60;

/// Digits of a number that a binary fraction stands for.
const BINARY_DIGITS: usize = 15;

pub(super) type Members<'a> = BTreeMap<String, &'a RawValue>;

/// A JSON object of which nothing but the wanted is read.
#[derive(Default)]
pub(super) struct Object<'a>(pub(super) Members<'a>);

impl<'a> Object<'a> {
    /// Nothing where it is missing or null.
    pub(super) fn get(&self, name: &str) -> Option<&'a RawValue> {
        self.0
            .get(name)
            .copied()
            .filter(|value| value.get() != "null")
    }

    /// A text as it stands there; a number or truth value by its letters.
    pub(super) fn raw(&self, name: &str) -> Cow<'a, str> {
        self.get(name).map_or(Cow::Borrowed(""), plain_text)
    }

    /// A text of one line.
    pub(super) fn text(&self, name: &str) -> String {
        self.raw(name)
            .split(char::is_control)
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// The lines of a text that are not blank.
    pub(super) fn lines(&self, name: &str) -> Vec<String> {
        self.raw(name)
            .lines()
            .map(|line| line.replace(char::is_control, " ").trim().to_owned())
            .filter(|line| !line.is_empty())
            .collect()
    }

    pub(super) fn object(&self, name: &str) -> Object<'a> {
        self.get(name).and_then(object).unwrap_or_default()
    }
}

pub(super) fn object(value: &RawValue) -> Option<Object<'_>> {
    serde_json::from_str(value.get()).ok().map(Object)
}

fn plain_text(value: &RawValue) -> Cow<'_, str> {
    match value.get().as_bytes().first() {
        Some(b'"') => {
            serde_json::from_str::<String>(value.get()).map_or(Cow::Borrowed(""), Cow::Owned)
        }
        Some(b'{' | b'[') | None => Cow::Borrowed(""),
        Some(_) => Cow::Borrowed(value.get()),
    }
}

pub(super) fn excerpt(text: &str) -> String {
    text.chars()
        .take(EXCERPT_CHARS)
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect()
}

/// The number that a text states as JavaScript reads and writes it: `12`,
/// `-0.5`, `.5`, `1e-7`. Digits past the fifteenth of a longer fraction are
/// what a binary fraction adds to the number meant, and are cut.
pub(super) fn decimal(text: &str) -> Result<Decimal, ExportFault> {
    const EXPONENT_MAX: i32 = 40;
    let text = text.trim();
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (digits, exponent) = match text.split_once(['e', 'E']) {
        None => (text, 0),
        Some((digits, exponent)) => (
            digits,
            exponent.parse().map_err(|_| ExportFault::NotANumber)?,
        ),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all: String = [whole, fraction].concat();
    if all.is_empty() || !all.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(ExportFault::NotANumber);
    }
    let significant = all.trim_start_matches('0');
    if significant.is_empty() {
        return Ok(Decimal::ZERO);
    }
    // Of the digits in `all`, those before the point.
    let point = i32::try_from(whole.len())
        .ok()
        .and_then(|point| point.checked_add(exponent))
        .filter(|point| point.abs() <= EXPONENT_MAX && all.len() <= 100)
        .ok_or(MoneyError::TooManyDigits)?;
    let zeros = |count: i32| "0".repeat(usize::try_from(count).unwrap_or(0));
    let padded = zeros(-point) + &all + &zeros(point - i32::try_from(all.len()).unwrap_or(0));
    let (whole, fraction) = padded.split_at(usize::try_from(point).unwrap_or(0));
    let whole = whole.trim_start_matches('0');
    let mut fraction = fraction.trim_end_matches('0');
    if significant.len() > BINARY_DIGITS {
        let room = 18_usize.saturating_sub(whole.len()).min(12);
        fraction = fraction.get(..room).unwrap_or(fraction);
    }
    let sign = if negative { "-" } else { "" };
    let whole = if whole.is_empty() { "0" } else { whole };
    let point = if fraction.is_empty() { "" } else { "." };
    let number: Decimal = format!("{sign}{whole}{point}{fraction}").parse()?;
    Ok(number.trimmed())
}
