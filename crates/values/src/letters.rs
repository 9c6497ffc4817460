//! Letters that can be written in two ways: with an accent of their own, or
//! as a letter and an accent after it (Unicode's forms NFC and NFD).
//!
//! A crate for all of Unicode is larger than everything that is read with it;
//! the letters here are those of European alphabets.

use std::borrow::Cow;

/// An accent, and the letters that it makes: each letter with what it becomes.
const ACCENTS: [(char, &str); 14] = [
    ('\u{300}', "AÀEÈIÌNǸOÒUÙWẀYỲaàeèiìnǹoòuùwẁyỳ"),
    (
        '\u{301}',
        "AÁCĆEÉIÍLĹNŃOÓRŔSŚUÚWẂYÝZŹaácćeéiílĺnńoórŕsśuúwẃyýzźΑΆΕΈΗΉΙΊΟΌΥΎΩΏαάεέηήιίοόυύωώГЃКЌгѓкќ",
    ),
    (
        '\u{302}',
        "AÂCĈEÊGĜHĤIÎJĴOÔSŜUÛWŴYŶaâcĉeêgĝhĥiîjĵoôsŝuûwŵyŷ",
    ),
    ('\u{303}', "AÃEẼIĨNÑOÕUŨYỸaãeẽiĩnñoõuũyỹ"),
    ('\u{304}', "AĀEĒIĪOŌUŪaāeēiīoōuū"),
    ('\u{306}', "AĂEĔGĞIĬOŎUŬaăeĕgğiĭoŏuŭИЙийУЎуў"),
    ('\u{307}', "CĊEĖGĠIİZŻcċeėgġzż"),
    ('\u{308}', "AÄEËIÏOÖUÜWẄYŸaäeëiïoöuüwẅyÿΙΪΥΫιϊυϋЕЁІЇеёії"),
    ('\u{30a}', "AÅUŮaåuů"),
    ('\u{30b}', "OŐUŰoőuű"),
    (
        '\u{30c}',
        "AǍCČDĎEĚGǦIǏLĽNŇOǑRŘSŠTŤUǓZŽaǎcčdďeěgǧiǐlľnňoǒrřsštťuǔzž",
    ),
    ('\u{326}', "SȘTȚsștț"),
    ('\u{327}', "CÇGĢKĶLĻNŅRŖSŞTŢcçgģkķlļnņrŗsştţ"),
    ('\u{328}', "AĄEĘIĮUŲaąeęiįuų"),
];

fn composed(letter: char, accent: char) -> Option<char> {
    let (_, pairs) = ACCENTS.iter().find(|(known, _)| *known == accent)?;
    let mut letters = pairs.chars();
    while let (Some(plain), Some(whole)) = (letters.next(), letters.next()) {
        if plain == letter {
            return Some(whole);
        }
    }
    None
}

/// The text with each letter and the accent after it as one letter, where
/// there is such a letter.
pub fn compose(text: &str) -> Cow<'_, str> {
    let is_accent = |letter: char| ('\u{300}'..='\u{36f}').contains(&letter);
    if !text.contains(is_accent) {
        return Cow::Borrowed(text);
    }
    let mut whole = String::with_capacity(text.len());
    for letter in text.chars() {
        let known = is_accent(letter)
            .then(|| whole.chars().next_back())
            .flatten();
        match known.and_then(|known| composed(known, letter)) {
            Some(both) => {
                whole.pop();
                whole.push(both);
            }
            None => whole.push(letter),
        }
    }
    Cow::Owned(whole)
}

/// The text in one form: letters composed, and every run of spaces, no-break
/// and line ends among them, as one space.
pub fn tidy(text: &str) -> String {
    let whole = compose(text);
    let mut tidy = String::with_capacity(whole.len());
    for word in whole.split(is_space).filter(|word| !word.is_empty()) {
        if !tidy.is_empty() {
            tidy.push(' ');
        }
        tidy.push_str(word);
    }
    tidy
}

/// Whether it is a space, also one that has no width.
fn is_space(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '\u{200b}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_to_write_a_letter_are_one() {
        for (text, whole) in [
            ("Mu\u{308}ller", "Müller"),
            ("Müller", "Müller"),
            ("Cafe\u{301} d\u{2019}E\u{301}te\u{301}", "Café d’Été"),
            ("S\u{327}is\u{327}li", "Şişli"),
            ("\u{301}a", "\u{301}a"),
            ("q\u{301}", "q\u{301}"),
        ] {
            assert_eq!(compose(text), whole, "{text:?}");
        }
    }

    #[test]
    fn spaces_of_any_kind_are_one_space() {
        assert_eq!(
            tidy("  Alpha \u{a0} GmbH\r\n& Co\u{202f}KG\u{feff} "),
            "Alpha GmbH & Co KG"
        );
    }
}
