//! References that a payer quotes and a program finds again: the creditor
//! reference of ISO 11649 and the QR reference of Swiss bills.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A creditor reference of ISO 11649: RF, two check digits and at most 21
/// letters and digits. Kept in upper case without blanks.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct CreditorReference(String);

/// A Swiss QR reference: 26 digits and a check digit (modulo 10, recursive).
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct QrReference(String);

/// Why a text is no such reference, or makes none.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum ReferenceProblem {
    #[error("not a character of a reference: {0:?}")]
    Character(char),
    #[error("nothing that a reference can be made of")]
    Empty,
    #[error("longer than the {0} characters of a reference")]
    TooLong(usize),
    #[error("shorter than a reference")]
    TooShort,
    #[error("a creditor reference begins with RF and two digits")]
    Beginning,
    #[error("its check digits do not fit: a digit is wrong or two are swapped")]
    CheckDigits,
    #[error("a QR reference of nothing but zeros")]
    Zero,
}

/// Characters of a creditor reference after its check digits.
const CREDITOR_MAX: usize = 21;
/// Digits of a QR reference before its check digit.
const QR_DIGITS: usize = 26;

impl CreditorReference {
    /// Puts RF and the check digits before a reference of one's own; blanks
    /// and lower case are accepted.
    ///
    /// # Errors
    /// [`ReferenceProblem::Empty`], `TooLong` or `Character`.
    pub fn create(reference: &str) -> Result<CreditorReference, ReferenceProblem> {
        let reference = super::canonical(reference);
        if let Some(letter) = reference.chars().find(|c| !c.is_ascii_alphanumeric()) {
            return Err(ReferenceProblem::Character(letter));
        }
        if reference.len() > CREDITOR_MAX {
            return Err(ReferenceProblem::TooLong(CREDITOR_MAX));
        }
        let digits = super::check_digits(&format!("{reference}RF"));
        match digits.filter(|_| !reference.is_empty()) {
            Some(digits) => Ok(CreditorReference(format!("RF{digits:02}{reference}"))),
            None => Err(ReferenceProblem::Empty),
        }
    }

    /// Of a document's number, whose signs between letters and digits are
    /// left out: 2026-0042 gives that of 20260042.
    ///
    /// # Errors
    /// As [`CreditorReference::create`]; a letter that the standard does not
    /// know (É) is refused, not left out.
    pub fn of_number(number: &str) -> Result<CreditorReference, ReferenceProblem> {
        let kept: String = number.chars().filter(|c| c.is_alphanumeric()).collect();
        CreditorReference::create(&kept)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// In groups of four.
    pub fn printed(&self) -> String {
        super::in_fours(&self.0)
    }
}

impl FromStr for CreditorReference {
    type Err = ReferenceProblem;

    /// Blanks and lower case are accepted.
    fn from_str(text: &str) -> Result<CreditorReference, ReferenceProblem> {
        let text = super::canonical(text);
        if let Some(letter) = text.chars().find(|c| !c.is_ascii_alphanumeric()) {
            return Err(ReferenceProblem::Character(letter));
        }
        let rest = text.strip_prefix("RF").ok_or(ReferenceProblem::Beginning)?;
        let Some((digits, reference)) = rest.split_at_checked(2) else {
            return Err(ReferenceProblem::TooShort);
        };
        if reference.is_empty() {
            return Err(ReferenceProblem::TooShort);
        }
        if reference.len() > CREDITOR_MAX {
            return Err(ReferenceProblem::TooLong(CREDITOR_MAX + 4));
        }
        if super::is_checked("RF", digits, reference) {
            Ok(CreditorReference(text))
        } else {
            Err(ReferenceProblem::CheckDigits)
        }
    }
}

impl fmt::Display for CreditorReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl QrReference {
    /// Fills the digits up with zeros on the left and puts the check digit
    /// behind.
    ///
    /// # Errors
    /// [`ReferenceProblem::Empty`], `TooLong`, `Character` or `Zero`.
    pub fn create(digits: &str) -> Result<QrReference, ReferenceProblem> {
        let digits = super::canonical(digits);
        if let Some(letter) = digits.chars().find(|c| !c.is_ascii_digit()) {
            return Err(ReferenceProblem::Character(letter));
        }
        if digits.is_empty() {
            return Err(ReferenceProblem::Empty);
        }
        if digits.len() > QR_DIGITS {
            return Err(ReferenceProblem::TooLong(QR_DIGITS));
        }
        let digits = format!("{digits:0>QR_DIGITS$}");
        if digits.bytes().all(|digit| digit == b'0') {
            return Err(ReferenceProblem::Zero);
        }
        let check = mod_10_recursive(&digits);
        Ok(QrReference(format!("{digits}{check}")))
    }

    /// Of a document's number, of which only the digits are taken, behind
    /// the digits that the bank gave the account holder, if it did.
    ///
    /// # Errors
    /// As [`QrReference::create`].
    pub fn of_number(prefix: &str, number: &str) -> Result<QrReference, ReferenceProblem> {
        let prefix = super::canonical(prefix);
        let kept: String = number.chars().filter(char::is_ascii_digit).collect();
        if kept.is_empty() {
            return Err(ReferenceProblem::Empty);
        }
        let room = QR_DIGITS.saturating_sub(prefix.chars().count());
        if kept.len() > room {
            return Err(ReferenceProblem::TooLong(QR_DIGITS));
        }
        QrReference::create(&format!("{prefix}{kept:0>room$}"))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// In groups of five from the right.
    pub fn printed(&self) -> String {
        let mut printed = String::with_capacity(self.0.len() + 5);
        for (place, digit) in self.0.chars().enumerate() {
            if place > 0 && (self.0.len() - place).is_multiple_of(5) {
                printed.push(' ');
            }
            printed.push(digit);
        }
        printed
    }
}

/// The check digit of modulo 10, recursive: each digit leads on in a table
/// (Swiss Implementation Guidelines QR-bill 2.3, annex B). It finds every
/// changed digit, and two swapped neighbours but for one pair in 45.
fn mod_10_recursive(digits: &str) -> u32 {
    const TABLE: [usize; 10] = [0, 9, 4, 6, 8, 2, 7, 1, 3, 5];
    let carry = digits.bytes().fold(0, |carry, digit| {
        TABLE[(carry + usize::from(digit.wrapping_sub(b'0'))) % 10]
    });
    u32::try_from((10 - carry) % 10).unwrap_or(0)
}

impl FromStr for QrReference {
    type Err = ReferenceProblem;

    /// Blanks are accepted; zeros that lead are not left out.
    fn from_str(text: &str) -> Result<QrReference, ReferenceProblem> {
        let text = super::canonical(text);
        if let Some(letter) = text.chars().find(|c| !c.is_ascii_digit()) {
            return Err(ReferenceProblem::Character(letter));
        }
        match text.len() {
            27 => {}
            28.. => return Err(ReferenceProblem::TooLong(QR_DIGITS + 1)),
            _ => return Err(ReferenceProblem::TooShort),
        }
        let made = QrReference::create(&text[..QR_DIGITS])?;
        if made.0 == text {
            Ok(made)
        } else {
            Err(ReferenceProblem::CheckDigits)
        }
    }
}

impl fmt::Display for QrReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::ReferenceProblem as P;
    use super::*;

    #[test]
    fn creditor_references_are_made_and_read() {
        for (number, expected) in [
            ("7", Ok("RF09 7")),
            ("539007547034", Ok("RF18 5390 0754 7034")),
            ("2026-0042", Ok("RF88 2026 0042")),
            ("RE/2026/7", Ok("RF79 RE20 267")),
            ("", Err(P::Empty)),
            ("---", Err(P::Empty)),
            ("ÉTÉ-7", Err(P::Character('É'))),
            ("1234567890123456789012", Err(P::TooLong(21))),
        ] {
            let made = CreditorReference::of_number(number);
            let printed = made.as_ref().map(CreditorReference::printed);
            assert_eq!(printed.as_deref().map_err(|e| **e), expected, "{number}");
            if let Ok(made) = made {
                assert_eq!(made.printed().parse(), Ok(made));
            }
        }
        assert_eq!(CreditorReference::create("20-26"), Err(P::Character('-')));
    }

    #[test]
    fn what_is_wrong_with_a_creditor_reference_is_said() {
        for (text, expected) in [
            ("rf09 7", Ok(())),
            ("RF097", Ok(())),
            ("RF09", Err(P::TooShort)),
            ("RF0", Err(P::TooShort)),
            ("RG097", Err(P::Beginning)),
            ("RF087", Err(P::CheckDigits)),
            ("RFX97", Err(P::CheckDigits)),
            ("RF09.7", Err(P::Character('.'))),
            ("RF091234567890123456789012", Err(P::TooLong(25))),
        ] {
            assert_eq!(
                text.parse::<CreditorReference>().map(|_| ()),
                expected,
                "{text}"
            );
        }
    }

    #[test]
    fn qr_references_are_made_and_read() {
        for (prefix, number, expected) in [
            ("", "2026-0042", Ok("00000000000000000020260042")),
            ("12 3456", "2026-0042", Ok("12345600000000000020260042")),
            ("21000000000313947143000901", "", Err(P::Empty)),
            ("", "no digit", Err(P::Empty)),
            ("", "0000", Err(P::Zero)),
            ("12E", "7", Err(P::Character('E'))),
            ("123456", "123456789012345678901", Err(P::TooLong(26))),
        ] {
            let made = QrReference::of_number(prefix, number);
            let digits = made.as_ref().map(|made| &made.as_str()[..QR_DIGITS]);
            assert_eq!(digits.map_err(|e| *e), expected, "{prefix} {number}");
        }
        let known = "21 00000 00003 13947 14300 09017";
        let made = QrReference::create("21000000000313947143000901").expect("one");
        assert_eq!(made.printed(), known);
        assert_eq!(known.parse(), Ok(made));
    }

    #[test]
    fn what_is_wrong_with_a_qr_reference_is_said() {
        for (text, expected) in [
            ("210000000003139471430009017", Ok(())),
            ("210000000003139471430009016", Err(P::CheckDigits)),
            ("21000000000313947143000901", Err(P::TooShort)),
            ("2100000000031394714300090170", Err(P::TooLong(27))),
            ("21000000000313947143000901A", Err(P::Character('A'))),
            ("000000000000000000000000000", Err(P::Zero)),
        ] {
            assert_eq!(text.parse::<QrReference>().map(|_| ()), expected, "{text}");
        }
    }

    /// All pairs after all beginnings: the check finds 440 of 450.
    #[test]
    fn few_swapped_digits_of_a_qr_reference_go_unseen() {
        let mut unseen = 0;
        // What is carried on from 1 and a second digit is each of 0 to 9.
        for second in 0..10 {
            for first in 0..10 {
                for next in 0..first {
                    let check = |a, b| mod_10_recursive(&format!("1{second}{a}{b}"));
                    unseen += usize::from(check(first, next) == check(next, first));
                }
            }
        }
        assert_eq!(unseen, 10);
    }

    proptest! {
        #[test]
        fn a_changed_or_swapped_character_is_refused(
            body in "[0-9A-Z]{1,21}", place in 0..25_usize, by in 1..10_u32,
        ) {
            let made = CreditorReference::create(&body).expect("a reference").0;
            let mut letters: Vec<char> = made.chars().collect();
            let place = 2 + place % (letters.len() - 2);
            if let Some(digit) = letters[place].to_digit(10) {
                letters[place] = char::from_digit((digit + by) % 10, 10).expect("a digit");
                let changed: String = letters.iter().collect();
                prop_assert!(changed.parse::<CreditorReference>().is_err(), "{}", changed);
            }
            let mut letters: Vec<char> = made.chars().collect();
            // A letter counts as two digits: M and 2 swapped are 222 as before.
            let differ = letters.get(place + 1).is_some_and(|next| {
                *next != letters[place] && next.is_ascii_digit() == letters[place].is_ascii_digit()
            });
            if differ {
                letters.swap(place, place + 1);
                let swapped: String = letters.iter().collect();
                prop_assert!(swapped.parse::<CreditorReference>().is_err(), "{}", swapped);
            }
        }

        #[test]
        fn a_changed_digit_is_refused(
            body in "[0-9]{0,25}[1-9]", place in 0..27_usize, by in 1..10_u32,
        ) {
            let made = QrReference::create(&body).expect("a reference").0;
            let mut letters: Vec<char> = made.chars().collect();
            let digit = letters[place].to_digit(10).expect("a digit");
            letters[place] = char::from_digit((digit + by) % 10, 10).expect("a digit");
            let changed: String = letters.iter().collect();
            prop_assert!(changed.parse::<QrReference>().is_err(), "{}", changed);
        }
    }
}
