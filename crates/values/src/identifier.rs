//! Identifiers that payers type or scan: account numbers, bank codes and
//! references, each with the check that its standard defines.
//!
//! Nothing here knows whether an account exists, or national check digits
//! within an account number.

mod bic;
mod iban;
mod reference;

pub use bic::{Bic, BicProblem};
pub use iban::{Iban, IbanProblem};
pub use reference::{CreditorReference, QrReference, ReferenceProblem};

/// The text in upper case without blanks, as all of these are compared.
fn canonical(text: &str) -> String {
    let letters = text.chars().filter(|letter| !letter.is_whitespace());
    letters.map(|letter| letter.to_ascii_uppercase()).collect()
}

/// The remainder by 97 of the number that letters and digits spell, a letter
/// being 10 to 35 (ISO/IEC 7064, MOD 97-10); `None` for another character.
fn mod_97(text: &[u8]) -> Option<u32> {
    text.iter().try_fold(0, |rest: u32, letter| {
        let value = char::from(*letter).to_digit(36)?;
        let shift = if value > 9 { 100 } else { 10 };
        Some((rest * shift + value) % 97)
    })
}

/// The two digits that bring `text` (the rest, then the two letters) to the
/// remainder of 1: 02 to 98.
fn check_digits(text: &str) -> Option<u32> {
    Some(98 - mod_97(format!("{text}00").as_bytes())?)
}

/// Whether the two digits that lead and the rest fit each other.
/// 00, 01 and 99 leave the same remainders as 97, 98 and 02 but are never
/// given.
fn is_checked(lead: &str, digits: &str, rest: &str) -> bool {
    let given = digits.parse::<u32>().ok();
    digits.bytes().all(|digit| digit.is_ascii_digit())
        && given.is_some()
        && given == check_digits(&format!("{rest}{lead}"))
}

/// In groups of four, as it is printed.
fn in_fours(text: &str) -> String {
    let groups = text.as_bytes().chunks(4);
    let groups: Vec<&str> = groups
        .filter_map(|group| std::str::from_utf8(group).ok())
        .collect();
    groups.join(" ")
}
