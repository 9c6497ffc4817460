//! What `:86:` says of a payment, in the dialects of banks:
//!
//! - fields of two digits after a code of three (GVC), as in Germany, Austria,
//!   Hungary, Poland and Italy: `166?00TRANSFER?20SVWZ+...?32NAME`;
//! - words between slashes, as in the Netherlands: `/TRTP/.../NAME/...`;
//! - labels, as ABN AMRO writes them: `IBAN: ... NAAM: ...`;
//! - text.
//!
//! Sources: German Banking Industry Committee, annex 3 to the DFÜ agreement,
//! chapter 8 (2023); ING, Rabobank and ABN AMRO, descriptions of their MT940
//! formats (2014 to 2021).

use super::entry::Entry;
use crate::cut::cut;
use crate::draft::{account, creditor_reference, join, reference, single_blanks, swift_amount};
use crate::file::FileLine;
use values::identifier::Iban;
use values::money::{Currency, Decimal};

/// Characters of a line of `:86:`: a full one is broken within a word.
const LINE_CHARS: usize = 65;
/// The same where the tag may be counted in.
const TAGGED_LINE_CHARS: usize = 61;
/// Characters of a field of two digits, likewise.
const FIELD_CHARS: usize = 27;

pub(super) fn read(lines: &[&str], line: &mut FileLine, of: &Entry) {
    let whole = lines.concat();
    let whole = whole.trim_start();
    if let Some((code, separator)) = coded(whole) {
        line.code = code.to_owned();
        fields(cut(whole, 3).1, separator, line);
    } else if Words::are_in(whole) {
        Words::read(joined(lines, TAGGED_LINE_CHARS).trim_start(), line);
    } else {
        let text = joined(lines, LINE_CHARS);
        if !labels(&text, line) {
            plain(&text, line, of);
        }
    }
    if line.reference.is_empty() {
        line.reference = belgian(&line.text).unwrap_or_default();
    }
}

/// Lines as one text: a full line goes on in the next one.
fn joined(lines: &[&str], full: usize) -> String {
    let mut text = String::new();
    for (place, line) in lines.iter().enumerate() {
        text.push_str(line);
        // A label is no part of the word before it.
        let next = lines.get(place + 1).map_or("", |next| next.trim_start());
        let is_label = LABELS.iter().any(|label| next.starts_with(label));
        if line.chars().count() < full || is_label {
            text.push(' ');
        }
    }
    text
}

/// Three digits, and the sign that stands before each field.
fn coded(text: &str) -> Option<(&str, char)> {
    let (code, rest) = text.split_at_checked(3)?;
    let mut letters = rest.chars();
    let separator = letters.next()?;
    let is_coded = code.bytes().all(|digit| digit.is_ascii_digit())
        && !separator.is_alphanumeric()
        && !separator.is_whitespace()
        && !matches!(separator, '/' | '.' | ',' | ':' | '-')
        && is_number(letters.as_str());
    is_coded.then_some((code, separator))
}

fn fields(text: &str, separator: char, line: &mut FileLine) {
    let mut purpose = String::new();
    let mut open = false;
    let (mut name, mut ultimate) = (String::new(), String::new());
    for field in split_fields(text, separator) {
        let (number, value) = cut(field, 2);
        // Only digits were split off.
        match number.parse::<u8>().unwrap_or_default() {
            20..=29 | 60..=63 => {
                let starts_tag = Tag::at_start(value);
                if open && starts_tag {
                    purpose.push(' ');
                }
                purpose.push_str(value);
                // A field that is not full ends a word.
                let is_full = value.chars().count() >= FIELD_CHARS;
                if !is_full {
                    purpose.push(' ');
                }
                open = is_full;
            }
            30 => line.bic = single_blanks(value),
            31 => line.iban = account(value),
            // Poland gives the whole IBAN beside the number.
            38 if !value.trim().is_empty() => line.iban = account(value),
            32 | 33 => push_piece(&mut name, value),
            35 | 36 => push_piece(&mut ultimate, value),
            // The kind of booking in words, the batch number, the bank's key.
            0 | 10 | 34 => {}
            _ => purpose.push_str(value),
        }
    }
    line.name = single_blanks(&name);
    line.ultimate_name = single_blanks(&ultimate);
    tags(&purpose, line);
}

fn push_piece(text: &mut String, piece: &str) {
    text.push_str(piece);
    if piece.chars().count() < FIELD_CHARS {
        text.push(' ');
    }
}

/// The fields, each with its number, two digits.
fn split_fields(text: &str, separator: char) -> Vec<&str> {
    let starts = text
        .match_indices(separator)
        .map(|(place, found)| (place, place + found.len()))
        .filter(|(_, start)| is_number(cut(text, *start).1));
    let mut starts = starts.peekable();
    let mut fields = Vec::new();
    while let Some((_, start)) = starts.next() {
        let end = starts.peek().map_or(text.len(), |(end, _)| *end);
        fields.push(text.get(start..end).unwrap_or_default());
    }
    fields
}

/// Whether a field begins with its number.
fn is_number(text: &str) -> bool {
    matches!(text.as_bytes(), [b'0'..=b'9', b'0'..=b'9', ..])
}

/// What SEPA calls the parts of a purpose.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tag {
    EndToEnd,
    Customer,
    Mandate,
    Creditor,
    Text,
    Ultimate,
    Amount,
    Charges,
    Iban,
    Bic,
    Return,
}

const TAGS: [(&str, Tag); 18] = [
    ("EREF", Tag::EndToEnd),
    ("KREF", Tag::Customer),
    ("MREF", Tag::Mandate),
    ("CRED", Tag::Creditor),
    ("DEBT", Tag::Creditor),
    ("COAM", Tag::Charges),
    ("OAMT", Tag::Amount),
    ("SVWZ", Tag::Text),
    ("MTLG", Tag::Text),
    ("ABWA", Tag::Ultimate),
    ("ABWE", Tag::Ultimate),
    ("IBAN", Tag::Iban),
    ("BIC", Tag::Bic),
    ("RREF", Tag::Return),
    ("SQTP", Tag::Return),
    ("ORCR", Tag::Creditor),
    ("ORMR", Tag::Return),
    ("PURP", Tag::Return),
];

impl Tag {
    /// A tag at the beginning: its length with the sign behind it.
    fn of(text: &str) -> Option<(Tag, usize)> {
        TAGS.iter().find_map(|(name, tag)| {
            let rest = text.strip_prefix(name)?;
            // Some write a colon where the rule asks for a plus; only names
            // that are no words are taken then.
            let is_name = matches!(
                tag,
                Tag::EndToEnd | Tag::Customer | Tag::Mandate | Tag::Text | Tag::Ultimate
            );
            let is_tag = rest.starts_with('+')
                || (is_name && rest.starts_with(": "))
                || (*name == "MTLG" && rest.starts_with(':'));
            is_tag.then_some((*tag, name.len() + 1))
        })
    }

    fn at_start(text: &str) -> bool {
        Tag::of(text).is_some()
    }
}

/// A purpose with its tags: each part goes where it belongs.
fn tags(purpose: &str, line: &mut FileLine) {
    let mut text = String::new();
    let (mut tag, mut part) = (None, purpose);
    let mut letters = purpose.chars();
    let mut parts = Vec::new();
    while !letters.as_str().is_empty() {
        let rest = letters.as_str();
        if let Some((next, length)) = Tag::of(rest) {
            parts.push((tag, cut(part, part.len() - rest.len()).0));
            (tag, part) = (Some(next), cut(rest, length).1);
            letters = part.chars();
        } else {
            letters.next();
        }
    }
    parts.push((tag, part));
    for (tag, value) in parts {
        match tag {
            None | Some(Tag::Text) => join(&mut text, value),
            Some(Tag::EndToEnd) => line.end_to_end = reference(value),
            Some(Tag::Customer) if line.end_to_end.is_empty() => {
                line.end_to_end = reference(value);
            }
            Some(Tag::Mandate) => line.mandate = reference(value),
            Some(Tag::Ultimate) if line.ultimate_name.is_empty() => {
                line.ultimate_name = single_blanks(value);
            }
            Some(Tag::Iban) if line.iban.is_empty() => line.iban = account(value),
            Some(Tag::Bic) if line.bic.is_empty() => line.bic = single_blanks(value),
            Some(Tag::Charges) => line.charges = side_amount(value),
            Some(Tag::Amount) => line.original = original(value),
            _ => {}
        }
    }
    line.text = text;
}

/// `EUR1,50` or `1,50`.
fn side_amount(text: &str) -> Option<(Decimal, Option<Currency>)> {
    let text: String = text.split_whitespace().collect();
    let (code, number) = match text.split_at_checked(3) {
        Some((code, number)) if code.bytes().all(|letter| letter.is_ascii_uppercase()) => {
            (code.parse().ok(), number)
        }
        _ => (None, text.as_str()),
    };
    let amount = swift_amount(number).ok()?.abs();
    (!amount.is_zero()).then_some((amount, code))
}

fn original(text: &str) -> Option<(Decimal, Currency)> {
    let (amount, currency) = side_amount(text)?;
    Some((amount, currency?))
}

/// Words between slashes.
struct Words;

/// One of them: where its first slash stands, and where its value begins.
struct Word<'a> {
    slash: usize,
    value: usize,
    name: &'a str,
}

/// What stands around a value and is no part of it.
fn is_around(letter: char) -> bool {
    letter == '/' || letter.is_whitespace()
}

const WORDS: [&str; 35] = [
    "TRTP", "TRCD", "TYPE", "EREF", "PREF", "MARF", "MREF", "CSID", "CNTP", "ORDP", "BENM", "NAME",
    "IBAN", "BIC", "ADDR", "REMI", "ISDT", "RTRN", "RREF", "OCMT", "CHGS", "CHGS1", "CHGS2",
    "ULTD", "ULTB", "ULTC", "PURP", "BUSP", "SVCL", "ACCW", "BTCH", "UCRD", "INIT", "IREF", "EXCH",
];

impl Words {
    fn are_in(text: &str) -> bool {
        // One alone may be part of a text.
        Words::places(text)
            .first()
            .is_some_and(|word| word.slash == 0)
    }

    /// The words. A line may end between the slash and the word.
    fn places(text: &str) -> Vec<Word<'_>> {
        let slashes: Vec<usize> = text.match_indices('/').map(|(place, _)| place).collect();
        let pairs = slashes.iter().zip(slashes.iter().skip(1));
        pairs
            .filter_map(|(slash, end)| {
                let name = text.get(slash + 1..*end)?.trim_start();
                WORDS.contains(&name).then_some(Word {
                    slash: *slash,
                    value: end + 1,
                    name,
                })
            })
            .collect()
    }

    fn read(text: &str, line: &mut FileLine) {
        let places = Words::places(text);
        let mut is_ultimate = false;
        for (index, word) in places.iter().enumerate() {
            let end = places.get(index + 1).map_or(text.len(), |next| next.slash);
            // Two words that share a slash have nothing between them.
            let mut value = text
                .get(word.value..end.max(word.value))
                .unwrap_or_default();
            // What stands behind the slash that closes a field is text.
            let is_text = matches!(word.name, "REMI" | "CNTP" | "ADDR");
            if let Some((closed, rest)) = value.split_once("/ ").filter(|_| !is_text)
                && !closed.is_empty()
            {
                join(&mut line.text, rest.trim_matches(is_around));
                value = closed;
            }
            let value = value.trim_end();
            let plain = single_blanks(value.trim_matches(is_around));
            match word.name {
                "CNTP" => counterparty(value, line),
                "ORDP" | "BENM" => is_ultimate = false,
                "ULTD" | "ULTB" | "ULTC" => {
                    is_ultimate = true;
                    line.ultimate_name = plain;
                }
                "NAME" if is_ultimate => line.ultimate_name = plain,
                "NAME" => line.name = plain,
                "IBAN" | "ACCW" => line.iban = account(value.split('/').next().unwrap_or_default()),
                "BIC" => line.bic = plain,
                "EREF" => line.end_to_end = reference(&plain),
                "MARF" | "MREF" => line.mandate = plain,
                "REMI" => remittance(value, line),
                "RTRN" => line.returned = Some(plain),
                "TRCD" | "TYPE" => line.code = plain,
                "OCMT" => line.original = original(&plain),
                "CHGS" | "CHGS1" | "CHGS2" => line.charges = side_amount(&plain),
                _ => {}
            }
        }
    }
}

/// `IBAN/BIC/NAME/CITY`.
fn counterparty(value: &str, line: &mut FileLine) {
    let mut parts = value.split('/').map(str::trim);
    let mut next = || parts.next().unwrap_or_default();
    line.iban = account(next());
    line.bic = single_blanks(next());
    line.name = single_blanks(next());
}

/// Text, or `USTD//TEXT/`, or `STRD/CUR/REFERENCE/`.
fn remittance(value: &str, line: &mut FileLine) {
    if let Some(structured) = value.strip_prefix("STRD/") {
        let (_, found) = structured.split_once('/').unwrap_or(("", structured));
        line.reference = creditor_reference(found.trim_matches(is_around));
        return;
    }
    let text = value.strip_prefix("USTD/").unwrap_or(value);
    join(&mut line.text, text.trim_matches(is_around));
}

/// What stands beside `:61:` rather than in `:86:`: the amount as it was
/// instructed and the charges, the other side's account, or all there is.
pub(super) fn supplement(line: &mut FileLine, of: &Entry) {
    let written: String = of.supplement.split_whitespace().collect();
    if Words::are_in(&written) {
        let mut beside = line.clone();
        Words::read(&written, &mut beside);
        line.original = line.original.or(beside.original);
        line.charges = line.charges.or(beside.charges);
    } else if line.iban.is_empty() && written.parse::<Iban>().is_ok() {
        line.iban = account(&written);
    } else if line.text.is_empty() && line.name.is_empty() {
        line.text = single_blanks(&of.supplement);
    }
}

/// What some banks write in `:NS:` instead: two digits a line, 01 to 14 for
/// the purpose, 15 and 16 for the name, 33 and 34 for bank and account.
pub(super) fn read_numbered(lines: &[&str], line: &mut FileLine) {
    for part in lines {
        let Some((number, value)) = part.split_at_checked(2) else {
            continue;
        };
        match number.parse::<u8>() {
            Ok(1..=14) => join(&mut line.text, value),
            Ok(15 | 16) => join(&mut line.name, value),
            Ok(33) => line.bic = single_blanks(value),
            Ok(34) => line.iban = account(value),
            _ => {}
        }
    }
}

const LABELS: [&str; 12] = [
    "IBAN:",
    "BIC:",
    "NAAM:",
    "NAME:",
    "OMSCHRIJVING:",
    "REMITTANCE:",
    "KENMERK:",
    "MACHTIGING:",
    "INCASSANT:",
    "BETALINGSKENM.:",
    "BETALINGSKENMERK:",
    "VOOR:",
];

/// Labels; whether there are any.
fn labels(text: &str, line: &mut FileLine) -> bool {
    let is_start = |place: usize| cut(text, place).0.ends_with([' ', '\n']) || place == 0;
    let mut places: Vec<(usize, &str)> = Vec::new();
    for label in LABELS {
        let found = text.match_indices(label).map(|(place, _)| place);
        places.extend(
            found
                .filter(|place| is_start(*place))
                .map(|place| (place, label)),
        );
    }
    places.sort_unstable();
    let has = |label: &str| places.iter().any(|(_, found)| *found == label);
    if !has("IBAN:") || !(has("NAAM:") || has("NAME:")) {
        return false;
    }
    for (index, (place, label)) in places.iter().enumerate() {
        let end = places.get(index + 1).map_or(text.len(), |(next, _)| *next);
        let value = text.get(place + label.len()..end).unwrap_or_default();
        let value = single_blanks(value);
        match *label {
            "IBAN:" => line.iban = account(&value),
            "BIC:" => line.bic = value,
            "NAAM:" | "NAME:" => line.name = value,
            "OMSCHRIJVING:" | "REMITTANCE:" => join(&mut line.text, &value),
            "KENMERK:" => line.end_to_end = reference(&value),
            "MACHTIGING:" => line.mandate = value,
            "BETALINGSKENM.:" | "BETALINGSKENMERK:" => {
                line.reference = creditor_reference(&value);
            }
            _ => {}
        }
    }
    true
}

/// Text. The account of the other side may be the reference of `:61:`, and
/// its name beside it; the text then begins with it. Tags of SEPA may stand
/// in it.
fn plain(text: &str, line: &mut FileLine, of: &Entry) {
    tags(text, line);
    let own = &of.own_reference;
    let is_iban = own.parse::<Iban>().is_ok();
    let is_number = own.len() >= 7 && own.bytes().all(|digit| digit.is_ascii_digit());
    if line.iban.is_empty() && (is_iban || (is_number && line.text.starts_with(own.as_str()))) {
        line.iban = account(own);
        line.name = single_blanks(&of.supplement);
        return;
    }
    if line.iban.is_empty() {
        let mut ibans = line
            .text
            .split([' ', ';', ',', '/', ':'])
            .filter_map(|word| {
                // Shorter ones are hardly ever written alone.
                let is_long = word.len() >= 15;
                word.parse::<Iban>().ok().filter(|_| is_long)
            });
        if let (Some(iban), None) = (ibans.next(), ibans.next()) {
            line.iban = iban.as_str().to_owned();
        }
    }
}

/// A structured communication of Belgium (OGM): `+++123/4567/89012+++`, ten
/// digits and their remainder by 97.
fn belgian(text: &str) -> Option<String> {
    for mark in ["+++", "***"] {
        let Some((_, rest)) = text.split_once(mark) else {
            continue;
        };
        let Some((inner, _)) = rest.split_once(mark) else {
            continue;
        };
        let digits: String = inner.chars().filter(char::is_ascii_digit).collect();
        let is_plain = inner
            .chars()
            .all(|letter| letter.is_ascii_digit() || matches!(letter, '/' | ' '));
        if digits.len() != 12 || !is_plain {
            continue;
        }
        let (number, check) = digits.split_at_checked(10)?;
        let (number, check): (u64, u64) = (number.parse().ok()?, check.parse().ok()?);
        let rest = if number.is_multiple_of(97) {
            97
        } else {
            number % 97
        };
        if rest == check {
            return Some(digits);
        }
    }
    None
}
