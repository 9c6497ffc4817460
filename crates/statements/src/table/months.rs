//! Dates whose month is named: `01-Oct-2025`, `Oct 2, 2025`, `1. März 2025`.

use super::written::{Number, number};
use values::text::fold;

/// The names of the months in English, German, French, Spanish, Italian, Dutch,
/// Portuguese and the languages of Scandinavia, without accents. What begins one of them, with three
/// letters or more, stands for it.
const NAMES: [&[&str]; 12] = [
    &[
        "january", "januar", "janner", "janvier", "enero", "gennaio", "januari", "janeiro",
    ],
    &[
        "february",
        "februar",
        "feber",
        "fevrier",
        "febrero",
        "febbraio",
        "februari",
        "fevereiro",
    ],
    &[
        "march", "marz", "maerz", "mrz", "mars", "marzo", "maart", "marco", "mrt",
    ],
    &["april", "avril", "abril", "aprile"],
    &["may", "mai", "mayo", "maggio", "mei", "maio", "maj"],
    &["june", "juni", "juin", "junio", "giugno", "junho"],
    &["july", "juli", "juillet", "julio", "luglio", "julho"],
    &["august", "aout", "agosto", "augustus", "augusti"],
    &[
        "september",
        "septembre",
        "septiembre",
        "setiembre",
        "settembre",
        "setembro",
    ],
    &[
        "october", "oktober", "octobre", "octubre", "ottobre", "outubro",
    ],
    &["november", "novembre", "noviembre", "novembro"],
    &[
        "december",
        "dezember",
        "decembre",
        "diciembre",
        "dicembre",
        "dezembro",
    ],
];
/// Words that may stand between the parts.
const FILLERS: [&str; 4] = ["de", "del", "do", "of"];
/// What is written behind the number of a day.
const ORDINALS: [&str; 5] = ["st", "nd", "rd", "th", "er"];

/// Year, month and day, where the text names the month.
pub(super) fn named(text: &str) -> Option<[Number; 3]> {
    if !text.chars().any(char::is_alphabetic) {
        return None;
    }
    let text = fold(text);
    let parts = text.split(|sign: char| !sign.is_alphanumeric());
    let mut month = None;
    let mut numbers: Vec<Number> = Vec::new();
    for part in parts.filter(|part| !part.is_empty() && !FILLERS.contains(part)) {
        let bare = ORDINALS.iter().find_map(|end| part.strip_suffix(end));
        if let Some(found) = number(bare.unwrap_or(part)).or_else(|| number(part)) {
            numbers.push(found);
        } else if month.replace(month_of(part)?).is_some() {
            return None;
        }
    }
    let month = Number {
        value: month?,
        digits: 2,
    };
    match numbers[..] {
        [year, day] if year.digits == 4 && day.digits <= 2 => Some([year, month, day]),
        [day, year] if day.digits <= 2 => Some([year, month, day]),
        _ => None,
    }
}

/// The month that a word begins, from 1; `None` where it is none, or several.
pub(crate) fn month_of(word: &str) -> Option<u32> {
    if word.len() < 3 {
        return None;
    }
    let begins = |names: &&[&str]| names.iter().any(|name| name.starts_with(word));
    let mut found = (1..).zip(NAMES.iter()).filter(|(_, names)| begins(names));
    let (month, _) = found.next()?;
    found.next().is_none().then_some(month)
}
