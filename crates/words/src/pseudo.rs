//! A language that nobody speaks, made of the English one: each letter is a foreign one that looks
//! alike, each text is longer by more than a third, and it is written from right to left. What a
//! page shows with an English letter in it was not taken from the catalogue.

use crate::pack::BETWEEN;
use crate::{ENGLISH, FINGERPRINT};

/// Hebrew: the browser writes its days and amounts without a Latin letter, from right to left.
pub const TAG: &str = "he";

/// The language as a pack.
#[must_use]
pub fn pack() -> String {
    let texts = ENGLISH.iter().map(|text| foreign(text));
    let fields = [TAG.to_owned(), FINGERPRINT.to_owned()]
        .into_iter()
        .chain(texts);
    let fields: Vec<String> = fields.collect();
    fields.join(&BETWEEN.to_string())
}

/// A pattern with foreign letters. Marks and keys stay.
fn foreign(pattern: &str) -> String {
    let mut text = String::with_capacity(pattern.len() * 3);
    let mut rest = pattern.chars();
    let mut in_key = false;
    while let Some(sign) = rest.next() {
        match sign {
            '\u{1}' | '\u{2}' => {
                text.push(sign);
                text.extend(rest.next());
                in_key = sign == '\u{2}';
            }
            '\u{3}' => {
                text.push(sign);
                in_key = false;
            }
            '\u{4}' => {
                text.push(sign);
                in_key = true;
            }
            _ if in_key => text.push(sign),
            _ => {
                text.push(letter(sign));
                // Vowels twice: about as much longer as German is.
                if "aeiou".contains(sign) {
                    text.push(letter(sign));
                }
            }
        }
    }
    text
}

/// The foreign letter that stands for an English one.
#[must_use]
pub fn letter(sign: char) -> char {
    const PLAIN: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const FOREIGN: &str = "àƀçðéƒĝĥîĵķļɱñöþɋŕšţûṽŵẋýžÀɃÇÐÉƑĜĤÎĴĶĻṀÑÖÞɊŔŠŢÛṼŴẊÝŽ";
    let place = PLAIN.chars().position(|plain| plain == sign);
    place
        .and_then(|place| FOREIGN.chars().nth(place))
        .unwrap_or(sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_foreign_and_marks_stay() {
        assert_eq!(
            foreign("\u{2}0one\u{3}\u{1}0 line\u{4}other\u{3}\u{1}0 lines\u{5}"),
            "\u{2}0one\u{3}\u{1}0 ļîîñéé\u{4}other\u{3}\u{1}0 ļîîñééš\u{5}"
        );
    }

    #[test]
    fn the_pack_is_of_this_program() {
        assert_eq!(crate::use_pack(&pack()), Ok(()));
        assert_eq!(crate::tag(), TAG);
        crate::use_english();
        assert_eq!(crate::tag(), "en");
        assert!(crate::use_pack("he\u{1e}0").is_err());
    }
}
