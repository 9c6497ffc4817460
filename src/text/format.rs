//! Amounts, numbers, days and moments as the user's browser writes them.
//!
//! Nothing here rounds: what is written is what there is.

use ledger::date::{Date, Timestamp};
use ledger::money::{Decimal, Money};

/// What stands for a figure that there is not.
pub const NONE: &str = "–";

/// With its currency: €1,234.50.
pub fn money(money: Money) -> String {
    #[cfg(target_arch = "wasm32")]
    return super::intl::money(money);
    #[cfg(not(target_arch = "wasm32"))]
    {
        let amount = decimal(money.amount());
        match amount.strip_prefix('-') {
            Some(amount) => format!("-{} {amount}", money.currency()),
            None => format!("{} {amount}", money.currency()),
        }
    }
}

/// The same, or a dash where there is none.
pub fn money_or_none(amount: Option<Money>) -> String {
    amount.map_or_else(|| NONE.to_owned(), money)
}

/// With all its decimals: 1,234.50.
pub fn decimal(value: Decimal) -> String {
    #[cfg(target_arch = "wasm32")]
    return super::intl::decimal(value);
    #[cfg(not(target_arch = "wasm32"))]
    grouped(&value.to_string())
}

/// What stands between whole and part.
pub fn decimal_sign() -> char {
    let half = "0.5".parse().map_or_else(|_| String::new(), decimal);
    let mut signs = half.chars().filter(|sign| !sign.is_numeric());
    signs.next().unwrap_or('.')
}

/// 1,234.
pub fn count(count: usize) -> String {
    #[cfg(target_arch = "wasm32")]
    return super::intl::count(count);
    #[cfg(not(target_arch = "wasm32"))]
    grouped(&count.to_string())
}

/// A payment reference as it is printed: in groups, where it is of a kind
/// that has some.
pub fn reference(text: &str) -> String {
    use ledger::identifier::{CreditorReference, QrReference};
    if let Ok(reference) = text.parse::<QrReference>() {
        reference.printed()
    } else if let Ok(reference) = text.parse::<CreditorReference>() {
        reference.printed()
    } else {
        text.to_owned()
    }
}

/// 19 %, without needless decimals.
pub fn percent(value: Decimal) -> String {
    format!("{} %", decimal(value.trimmed()))
}

/// 21 Nov 2026.
pub fn date(date: Date) -> String {
    #[cfg(target_arch = "wasm32")]
    return super::intl::date(date);
    #[cfg(not(target_arch = "wasm32"))]
    date.to_string()
}

/// Nov 2026; without the year Nov.
pub fn month(date: Date, with_year: bool) -> String {
    #[cfg(target_arch = "wasm32")]
    return super::intl::month(date, with_year);
    #[cfg(not(target_arch = "wasm32"))]
    {
        let text = date.to_string();
        let (year, month) = (&text[..4], &text[5..7]);
        if with_year {
            format!("{year}-{month}")
        } else {
            month.to_owned()
        }
    }
}

/// 21 Nov 2026, 21:30, where the user is.
pub fn moment(at: Timestamp) -> String {
    #[cfg(target_arch = "wasm32")]
    return super::intl::moment(at);
    #[cfg(not(target_arch = "wasm32"))]
    at.to_string()
}

/// The civil day of a moment where the user is.
pub fn day_of(at: Timestamp) -> Option<Date> {
    #[cfg(target_arch = "wasm32")]
    return super::intl::day_of(at);
    #[cfg(not(target_arch = "wasm32"))]
    at.to_string().get(..10)?.parse().ok()
}

/// The moment at which a day ends where the user is.
pub fn end_of(day: Date) -> Timestamp {
    #[cfg(target_arch = "wasm32")]
    return super::intl::end_of(day);
    #[cfg(not(target_arch = "wasm32"))]
    Timestamp((i64::from(day.number()) + 1) * 86_400_000)
}

/// A country's name, or its code where the browser knows none.
pub fn country(code: &str) -> String {
    #[cfg(target_arch = "wasm32")]
    return super::intl::name("region", code);
    #[cfg(not(target_arch = "wasm32"))]
    code.to_owned()
}

/// A currency's name, or its code.
pub fn currency(code: &str) -> String {
    #[cfg(target_arch = "wasm32")]
    return super::intl::name("currency", code);
    #[cfg(not(target_arch = "wasm32"))]
    code.to_owned()
}

/// Whether `a` is sorted before `b` by a person, as [`Ord`] is not for names.
pub fn by_name(a: &str, b: &str) -> std::cmp::Ordering {
    #[cfg(target_arch = "wasm32")]
    return super::intl::by_name(a, b);
    #[cfg(not(target_arch = "wasm32"))]
    a.to_lowercase().cmp(&b.to_lowercase())
}

/// The country that the browser's language names: `DE` of `de-DE`.
pub fn own_country() -> Option<String> {
    #[cfg(target_arch = "wasm32")]
    return super::intl::own_country();
    #[cfg(not(target_arch = "wasm32"))]
    None
}

#[cfg(not(target_arch = "wasm32"))]
fn grouped(plain: &str) -> String {
    let (sign, digits) = match plain.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", plain),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let mut text = sign.to_owned();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if !part.is_empty() {
        text.push('.');
        text.push_str(part);
    }
    text
}

/// A file's size.
pub fn size(bytes: u64) -> String {
    const KB: u64 = 1_000;
    let (value, unit) = match bytes {
        0..KB => (bytes, "bytes"),
        KB..1_000_000 => (bytes / KB, "kB"),
        _ => (bytes / 1_000_000, "MB"),
    };
    format!(
        "{} {unit}",
        count(usize::try_from(value).unwrap_or(usize::MAX))
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_keep_all_their_decimals() {
        for (amount, currency, text) in [
            ("1234.5", "EUR", "EUR 1,234.50"),
            ("-0.01", "EUR", "-EUR 0.01"),
            ("999999999999", "JPY", "JPY 999,999,999,999"),
            ("12.345", "KWD", "KWD 12.345"),
        ] {
            let amount = amount.parse().expect("a decimal");
            let currency = currency.parse().expect("a currency");
            assert_eq!(money(Money::new(amount, currency).expect("money")), text);
        }
    }
}
