//! Days and amounts as banks write them in tables, beyond what every table
//! has (`table::dates`, `table::amounts`): months by their names, times and zones behind
//! a day, days without a year, the letters of debit and credit, currencies and
//! their signs beside an amount, thousands as in India.

use crate::cut::cut;
use crate::table::amounts::{self, Mark, Written};
use crate::table::cells::{Side, side as side_of, unmarked};
use crate::table::dates::{self, without_time};
use crate::table::months::month_of;
use crate::table::{BadAmount, DateOrder, DecimalSign};
use values::date::Date;
use values::money::{Currency, Decimal};
use values::text::fold;

/// What a cell of days says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Day {
    Whole(Date),
    /// The year stands elsewhere, or nowhere.
    OfAnyYear {
        month: u32,
        day: u32,
    },
}

/// The day that a cell states in that order; a time or zone behind it says
/// nothing, as the bank's day is the day it writes.
pub(super) fn day(text: &str, order: DateOrder) -> Option<Day> {
    const LETTERS_MAX: usize = 60;
    let text = unmarked(text);
    if text.len() > LETTERS_MAX || !text.contains(|letter: char| letter.is_ascii_digit()) {
        return None;
    }
    let text = without_time(text);
    if let Ok(date) = dates::date(text, order) {
        return Some(Day::Whole(date));
    }
    if text.chars().any(char::is_alphabetic) {
        return with_month_name(text, order);
    }
    short(text, order)
}

/// The whole day that a cell states.
pub(super) fn date(text: &str, order: DateOrder) -> Option<Date> {
    match day(text, order) {
        Some(Day::Whole(date)) => Some(date),
        _ => None,
    }
}

/// Words that stand beside the parts of a day.
const BESIDE: [&str; 31] = [
    "de", "del", "of", "the", "d", "st", "nd", "rd", "th", "er", "e", "o", "a", "den", "el", "le",
    "mon", "tue", "wed", "thu", "fri", "sat", "sun", "mo", "di", "mi", "do", "fr", "sa", "so",
    "am",
];

/// A text cut where letters, digits and signs meet.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    let kind = |letter: char| (letter.is_alphabetic(), letter.is_ascii_digit());
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = kind(rest.chars().next()?);
        let end = rest.find(|letter| kind(letter) != first);
        let (run, after) = cut(rest, end.unwrap_or(rest.len()));
        rest = after;
        Some(run)
    })
}

/// `02 Mar 2026`, `1. März 2026`, `02MAR26`, `Mar 2, 2026`, `2 de marzo`.
fn with_month_name(text: &str, order: DateOrder) -> Option<Day> {
    let folded = fold(text);
    let parts: Vec<&str> = runs(&folded)
        .filter(|part| part.starts_with(char::is_alphanumeric) && !BESIDE.contains(part))
        .collect();
    let number = |part: &str| -> Option<u32> {
        const DIGITS_MAX: usize = 4;
        part.parse().ok().filter(|_| part.len() <= DIGITS_MAX)
    };
    let is_year = |part: &str| part.len() == 4;
    let (year, named, day) = match *parts.as_slice() {
        [a, b, c] => match (number(a), number(b), number(c)) {
            (Some(_), None, Some(_)) if is_year(a) => (Some(a), b, c),
            // Year first with two digits, where the file has the year first.
            (Some(_), None, Some(_)) if order == DateOrder::Ymd && !is_year(c) => return None,
            (Some(_), None, Some(_)) => (Some(c), b, a),
            (None, Some(_), Some(_)) => (Some(c), a, b),
            _ => return None,
        },
        [a, b] => match (number(a), number(b)) {
            (Some(_), None) => (None, b, a),
            (None, Some(_)) => (None, a, b),
            _ => return None,
        },
        _ => return None,
    };
    let month = month_of(named)?;
    let day = number(day).filter(|_| day.len() <= 2)?;
    let Some(year) = year else {
        return of_any_year(month, day);
    };
    let year = match (year.len(), number(year)?) {
        (4, year) => year,
        (2, year) if year < 70 => 2000 + year,
        (2, year) => 1900 + year,
        _ => return None,
    };
    let date = Date::new(i32::try_from(year).ok()?, month, day);
    date.ok().map(Day::Whole)
}

/// Two numbers: `14/03`, `14.03.`.
fn short(text: &str, order: DateOrder) -> Option<Day> {
    let separator = text.chars().find(|letter| !letter.is_ascii_digit())?;
    if !matches!(separator, '/' | '.' | '-') {
        return None;
    }
    let text = text.strip_suffix('.').unwrap_or(text);
    let (first, second) = text.split_once(separator)?;
    let number = |part: &str| -> Option<u32> {
        let is_plain = (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        part.parse().ok().filter(|_| is_plain)
    };
    let (first, second) = (number(first)?, number(second)?);
    match order {
        DateOrder::Dmy => of_any_year(second, first),
        DateOrder::Mdy | DateOrder::Ymd => of_any_year(first, second),
    }
}

/// A day that there is in some year.
fn of_any_year(month: u32, day: u32) -> Option<Day> {
    const LEAP: i32 = 2000;
    let is_one = Date::new(LEAP, month, day).is_ok();
    is_one.then_some(Day::OfAnyYear { month, day })
}

/// The amount of a cell, and the currency beside it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Amount {
    pub(super) amount: Decimal,
    pub(super) currency: Option<Currency>,
}

/// What a word or sign beside an amount says of its currency: `Some(None)`
/// where it is one of several.
pub(super) fn currency_of(word: &str) -> Option<Option<Currency>> {
    if let Ok(currency) = word.to_ascii_uppercase().parse() {
        return Some(Some(currency)).filter(|_| word.len() == 3);
    }
    let code = match word.trim_end_matches('.').to_lowercase().as_str() {
        "€" | "euro" => "EUR",
        "£" => "GBP",
        "₹" | "rs" => "INR",
        "₽" | "руб" => "RUB",
        "₺" | "tl" => "TRY",
        "₴" => "UAH",
        "₪" => "ILS",
        "₩" => "KRW",
        "฿" => "THB",
        "zł" | "zl" => "PLN",
        "kč" => "CZK",
        "ft" => "HUF",
        "лв" => "BGN",
        "r$" => "BRL",
        "us$" => "USD",
        "hk$" => "HKD",
        "a$" | "au$" => "AUD",
        "c$" | "ca$" => "CAD",
        "nz$" => "NZD",
        "s$" => "SGD",
        "sfr" | "fr" => "CHF",
        "$" | "¥" | "￥" | "kr" | ":" => return Some(None),
        _ => return None,
    };
    Some(code.parse().ok())
}

/// The amount that a cell states with that decimal sign: as every table has
/// it, or with the letters and signs of banks around it.
pub(super) fn amount(text: &str, sign: DecimalSign) -> Result<Amount, BadAmount> {
    let plain = unmarked(text);
    let plain = plain.strip_prefix('+').unwrap_or(plain);
    let mut plain = plain.strip_suffix('+').unwrap_or(plain).trim();
    let mut side = None;
    let mut currency = None;
    // A minus may stand before the currency as well.
    let is_minus = |letter: char| matches!(letter, '-' | '\u{2212}' | '\u{2013}');
    let inner = plain.trim_start_matches(is_minus).trim_start();
    let is_named = inner.starts_with(|letter: char| letter.is_alphabetic());
    let is_negative = inner.len() < plain.len() && is_named;
    if is_negative {
        plain = inner;
    }
    // A currency and a mark may both stand on either side.
    for _ in 0..2 {
        let is_word = |letter: char| letter.is_alphabetic() || "€£₹₽₺₴₪₩฿$¥￥".contains(letter);
        let behind = plain.trim_end_matches(|letter| is_word(letter) || letter == '.');
        // A point that ends a number is of the number.
        let word = cut(plain, behind.len()).1.trim_start_matches('.');
        let behind = cut(plain, plain.len() - word.len()).0;
        let front = plain.trim_start_matches(is_word);
        let before = cut(plain, plain.len() - front.len()).0;
        let pointless = front.strip_prefix('.').filter(|_| !before.is_empty());
        let front = pointless.unwrap_or(front);
        for (word, rest) in [(word, behind), (before, front)] {
            if word.is_empty() || !rest.contains(|letter: char| letter.is_ascii_digit()) {
                continue;
            }
            // S$ and C$ are currencies.
            let is_plain = word.trim_end_matches('.').chars().all(char::is_alphabetic);
            if let Some(found) = side_of(word).filter(|_| is_plain && side.is_none()) {
                side = Some(found);
            } else if let Some(found) = currency_of(word) {
                currency = currency.or(found);
            } else {
                return Err(BadAmount::NotANumber);
            }
            plain = rest.trim();
            break;
        }
    }
    // `100:-` is a hundred crowns.
    let plain = plain.strip_suffix(":-").unwrap_or(plain);
    let Written { amount, mark } = amounts::amount(plain, sign)?;
    let marked = match mark {
        Some(Mark::Code(code)) => Some(code),
        Some(Mark::Symbol(symbol)) => currency_of(symbol.encode_utf8(&mut [0; 4])).flatten(),
        None => None,
    };
    let value = match side {
        Some(Side::Debit) => amount.abs().neg(),
        Some(Side::Credit) => amount.abs(),
        None if is_negative => amount.neg(),
        None => amount,
    };
    Ok(Amount {
        amount: value,
        currency: currency.or(marked),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn is(text: &str, order: DateOrder, expected: Option<&str>) {
        let read = day(text, order).map(|day| match day {
            Day::Whole(date) => date.to_string(),
            Day::OfAnyYear { month, day } => format!("{month}-{day}"),
        });
        assert_eq!(read.as_deref(), expected, "{text} as {order:?}");
    }

    #[test]
    fn months_are_known_by_their_names_in_seven_languages() {
        use DateOrder::*;
        for text in [
            "02 Mar 2026",
            "2 March 2026",
            "Mar 2, 2026",
            "02-MAR-2026",
            "02MAR2026",
            "02 Mar 26",
            "2nd March 2026",
            "02. März 2026",
            "2. Mrz. 2026",
            "Mo, 2. Maerz 2026",
            "2 mars 2026",
            "2 de marzo de 2026",
            "02 marzo 2026",
            "2 maart 2026",
            "2 mrt. 2026",
            "2 de março de 2026",
            "2 mars 2026 10:15",
            "02/Mar/2026",
        ] {
            is(text, Dmy, Some("2026-03-02"));
        }
        is("2026-Mar-02", Ymd, Some("2026-03-02"));
        is("1er août 2026", Dmy, Some("2026-08-01"));
        is("02 Dez. 2026", Dmy, Some("2026-12-02"));
        is("2 dic 2026", Dmy, Some("2026-12-02"));
        is("2 out 2026", Dmy, Some("2026-10-02"));
        is("3 ott 2026", Dmy, Some("2026-10-03"));
        is("3 déc. 2026", Dmy, Some("2026-12-03"));
        is("3 févr. 2026", Dmy, Some("2026-02-03"));
        is("02 Mar", Dmy, Some("3-2"));
        is("Mar 2", Mdy, Some("3-2"));
        // Two months begin so.
        is("2 jui 2026", Dmy, None);
        is("31 Feb 2026", Dmy, None);
        is("2 Mars Attacks 2026", Dmy, None);
        is("Total 2026", Dmy, None);
    }

    #[test]
    fn times_and_zones_say_nothing_of_the_day() {
        use DateOrder::*;
        for text in [
            "2026-03-14T23:30:00+01:00",
            "2026-03-14 23:30:00 +0000",
            "2026-03-14T23:30:00Z",
            "2026-03-14 23:30:00.123 UTC",
            "2026-03-14 11:30 PM",
            "2026-03-14 23:30 (CET)",
            "2026-03-14 23:30:00 GMT+1",
            "=\"2026-03-14\"",
        ] {
            is(text, Ymd, Some("2026-03-14"));
        }
        is("14.03.2026, 23:30", Dmy, Some("2026-03-14"));
        is("14.03.2026 23:30:15 Uhr", Dmy, Some("2026-03-14"));
        is("14/03", Dmy, Some("3-14"));
        is("03/14", Mdy, Some("3-14"));
        is("14.03.", Dmy, Some("3-14"));
        is("14/03", Mdy, None);
        is("29.02.", Dmy, Some("2-29"));
        is("Note: 14", Dmy, None);
    }

    #[test]
    fn amounts_are_read_with_what_banks_write_beside_them() {
        use DecimalSign::*;
        for (text, sign, expected, currency) in [
            ("1.119,00 H", Comma, "1119.00", None),
            ("5,00 S", Comma, "-5.00", None),
            ("1,234.50Cr", Point, "1234.50", None),
            ("1,234.50 Dr.", Point, "-1234.50", None),
            ("CR 10.00", Point, "10.00", None),
            ("10.00 DB", Point, "-10.00", None),
            ("2 500,00 kr", Comma, "2500.00", None),
            ("-139,31 kr.", Comma, "-139.31", None),
            ("100:-", Comma, "100", None),
            ("1,18,043.75", Point, "118043.75", None),
            ("-1,18,043.75", Point, "-118043.75", None),
            ("(1,18,043.75)", Point, "-118043.75", None),
            ("12,34,56,789.00", Point, "123456789.00", None),
            ("₹ 1,18,043", Point, "118043", Some("INR")),
            ("Rs. 500.00", Point, "500.00", Some("INR")),
            ("5'200.00", Point, "5200.00", None),
            ("CHF 5’200.00", Point, "5200.00", Some("CHF")),
            ("5.00 CHF Cr", Point, "5.00", Some("CHF")),
            ("R$ 1.234,50", Comma, "1234.50", Some("BRL")),
            ("-R$ 1.234,50", Comma, "-1234.50", Some("BRL")),
            ("-US$5.00", Point, "-5.00", Some("USD")),
            ("S$ 5.00", Point, "5.00", Some("SGD")),
            ("5.00 C$ D", Point, "-5.00", Some("CAD")),
            ("1.234,50 €", Comma, "1234.50", Some("EUR")),
            ("€-5,00", Comma, "-5.00", Some("EUR")),
            ("1 234,50 zł", Comma, "1234.50", Some("PLN")),
            ("1\u{a0}234,50 Kč", Comma, "1234.50", Some("CZK")),
            ("$5.00", Point, "5.00", None),
            ("+ 5,00", Comma, "5.00", None),
            ("- 5,00", Comma, "-5.00", None),
            ("5,00-", Comma, "-5.00", None),
            ("5. €", Point, "5", Some("EUR")),
        ] {
            let read = amount(text, sign).map(|found| {
                let code = found.currency.map(|currency| currency.code().to_owned());
                (found.amount.to_string(), code)
            });
            let expected = (expected.to_owned(), currency.map(str::to_owned));
            assert_eq!(read, Ok(expected), "{text} with {sign:?}");
        }
        for text in [
            "5,00 X",
            "abc",
            "Cr",
            "1,18,04.75",
            "1,,18,043",
            "12 Main St 5",
            "5 5 S D",
            "",
        ] {
            assert!(amount(text, Point).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_stops_them(text in "[a-zA-Zä€$0-9.,:'() /T+-]{0,24}") {
            for order in DateOrder::ALL {
                let _ = day(&text, order);
            }
            for sign in DecimalSign::ALL {
                let _ = amount(&text, sign);
            }
        }
    }
}
