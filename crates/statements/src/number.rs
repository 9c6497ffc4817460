//! Whether two numbers are of one account: an IBAN, or what a bank calls the
//! account within it.

use crate::cut::cut;
use values::identifier::Iban;

/// Digits of an account's number within an IBAN, where they stand at its end:
/// country, digits, and those of a check that come after them.
const WITHIN: [(&str, usize, usize); 18] = [
    ("AT", 11, 0),
    ("CH", 12, 0),
    ("CZ", 16, 0),
    ("DE", 10, 0),
    ("DK", 10, 0),
    ("ES", 10, 0),
    ("FR", 11, 2),
    ("GB", 8, 0),
    ("IE", 8, 0),
    ("IT", 12, 0),
    ("LI", 12, 0),
    ("LU", 13, 0),
    ("MC", 11, 2),
    ("NL", 10, 0),
    ("PL", 16, 0),
    ("PT", 11, 2),
    ("SK", 16, 0),
    ("SM", 12, 0),
];

/// Digits of a number that stands without its bank, at the least: a shorter
/// one may be of any bank.
const ALONE_MIN: usize = 6;

/// Letters and digits alone, in upper case.
fn plain(number: &str) -> String {
    let letters = number
        .chars()
        .filter(|letter| letter.is_ascii_alphanumeric());
    letters.map(|letter| letter.to_ascii_uppercase()).collect()
}

/// Whether both are of one account. `bank` is that of a number that is no
/// IBAN, where it is known; it may also stand before the number, with a slash
/// between them.
pub fn same_number(one: &str, other: &str, bank: &str) -> bool {
    let (first, second) = (plain(one), plain(other));
    if first.is_empty() || second.is_empty() {
        return false;
    }
    if first == second {
        return true;
    }
    match (first.parse::<Iban>(), second.parse::<Iban>()) {
        (Ok(iban), Err(_)) => is_within(&iban, other, bank),
        (Err(_), Ok(iban)) => is_within(&iban, one, bank),
        // The same number with its bank and without.
        (Err(_), Err(_)) => match (one.split_once('/'), other.split_once('/')) {
            (Some((of, number)), None) => is_alone(number, other) && of_bank(of, bank),
            (None, Some((of, number))) => is_alone(number, one) && of_bank(of, bank),
            _ => false,
        },
        (Ok(_), Ok(_)) => false,
    }
}

fn of_bank(one: &str, other: &str) -> bool {
    other.is_empty() || plain(one) == plain(other)
}

/// Whether two numbers without a bank are one, zeros before them aside.
fn is_alone(one: &str, other: &str) -> bool {
    let (one, other) = (plain(one), plain(other));
    let (one, other) = (one.trim_start_matches('0'), other.trim_start_matches('0'));
    one == other && one.len() >= ALONE_MIN
}

/// Whether a number is the one within an IBAN.
fn is_within(iban: &Iban, written: &str, bank: &str) -> bool {
    let (bank, number) = match written.split_once('/') {
        Some((bank, number)) => (plain(bank), plain(number)),
        None => (plain(bank), plain(written)),
    };
    let inner = cut(iban.as_str(), 4).1;
    if number == inner || format!("{bank}{number}") == inner {
        return true;
    }
    let found = WITHIN
        .iter()
        .find(|(country, ..)| *country == iban.country());
    let Some((_, digits, check)) = found else {
        return false;
    };
    // The bank may be its BIC: four letters of it stand in some IBANs.
    let before = inner.len().saturating_sub(digits + check);
    let (of_bank, rest) = cut(inner, before);
    let account = cut(rest, *digits).0;
    let is_bank = !bank.is_empty() && (of_bank.starts_with(&*bank) || bank.starts_with(of_bank));
    let number = number.trim_start_matches('0');
    let is_digits = number.bytes().all(|byte| byte.is_ascii_digit());
    let is_known_bank =
        bank.is_empty() || is_bank || bank.starts_with(|c: char| c.is_ascii_alphabetic());
    is_digits
        && !number.is_empty()
        && number == account.trim_start_matches('0')
        && is_known_bank
        && (is_bank || number.len() >= ALONE_MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_and_the_iban_of_its_account_are_one() {
        for (one, other, bank, same) in [
            (
                "DE37 9999 9999 0123 4567 89",
                "99999999/0123456789",
                "",
                true,
            ),
            ("DE37999999990123456789", "0123456789", "", true),
            ("DE37999999990123456789", "123456789", "99999999", true),
            ("DE37999999990123456789", "123456789", "10020030", false),
            ("DE37999999990123456789", "99999998/0123456789", "", false),
            ("DE37999999990123456789", "0123456788", "", false),
            ("NL91ABNA0417164300", "0417164300", "", true),
            ("NL91ABNA0417164300", "417164300", "", true),
            ("NL91ABNA0417164300", "7164300", "", false),
            ("NL91ABNA0417164300", "NL91 ABNA 0417 1643 00", "", true),
            ("NL91ABNA0417164300", "DE37999999990123456789", "", false),
            ("10020030/1234567", "1234567", "", true),
            ("10020030/1234567", "1234567", "10020031", false),
            ("10020030/1234567", "10020030/1234568", "", false),
            ("DE37999999990123456789", "89", "", false),
            ("", "", "", false),
            ("12345", "12345", "", true),
        ] {
            assert_eq!(same_number(one, other, bank), same, "{one} {other} {bank}");
            assert_eq!(same_number(other, one, bank), same, "{other} {one} {bank}");
        }
    }
}
