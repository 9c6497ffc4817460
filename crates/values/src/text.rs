//! Words in texts, whatever their case and accents.

use std::cmp::Ordering;

/// The base letters of U+00C0 to U+017F, in order; `*` where it takes two.
const BASES: &str = "aaaaaa*ceeeeiiiidnooooo×ouuuuyþ*\
                     aaaaaa*ceeeeiiiidnooooo÷ouuuuyþy\
                     aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii**jjkkk\
                     llllllllllnnnnnnnnnoooooo**rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

/// The text in lower case without accents, as it is searched.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

fn fold_into(text: &str, out: &mut String) {
    if text.is_ascii() {
        out.extend(
            text.bytes()
                .map(|byte| char::from(byte.to_ascii_lowercase())),
        );
        return;
    }
    let mut bases = None;
    for c in text.chars() {
        match c {
            'ß' | 'ẞ' => out.push_str("ss"),
            'æ' | 'Æ' => out.push_str("ae"),
            'œ' | 'Œ' => out.push_str("oe"),
            'ĳ' | 'Ĳ' => out.push_str("ij"),
            // Accents that stand by themselves.
            '\u{300}'..='\u{36f}' => {}
            '\u{c0}'..='\u{17f}' => {
                let bases: &Vec<char> = bases.get_or_insert_with(|| BASES.chars().collect());
                let place = u32::from(c) - 0xc0;
                let base = usize::try_from(place).ok().and_then(|at| bases.get(at));
                out.push(*base.unwrap_or(&c));
            }
            c => out.extend(c.to_lowercase()),
        }
    }
}

/// Compares two texts as people number things: runs of digits by their value.
pub fn natural(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a.as_bytes(), b.as_bytes());
    while let (Some(x), Some(y)) = (left.first(), right.first()) {
        if x.is_ascii_digit() && y.is_ascii_digit() {
            let (one, rest_one) = digits(left);
            let (other, rest_other) = digits(right);
            let order = one.len().cmp(&other.len()).then_with(|| one.cmp(other));
            if order != Ordering::Equal {
                return order;
            }
            (left, right) = (rest_one, rest_other);
        } else if x == y {
            (left, right) = (&left[1..], &right[1..]);
        } else {
            return x.cmp(y);
        }
    }
    left.len().cmp(&right.len()).then_with(|| a.cmp(b))
}

/// The digits that a text begins with, without their zeros, and the rest.
fn digits(text: &[u8]) -> (&[u8], &[u8]) {
    let end = text.iter().position(|byte| !byte.is_ascii_digit());
    let (digits, rest) = text.split_at(end.unwrap_or(text.len()));
    let zeros = digits.iter().take_while(|byte| **byte == b'0').count();
    (&digits[zeros..], rest)
}

/// What is searched for: every word must be found, in any order.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Words {
    folded: String,
    /// The ways of writing each word.
    words: Vec<Vec<String>>,
}

impl Words {
    pub fn of(text: &str) -> Words {
        let folded = fold(text.trim());
        let words = folded.split_whitespace().map(ways).collect();
        Words { folded, words }
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether these only add letters to `before`: then all that is found was
    /// found before.
    pub fn narrows(&self, before: &Words) -> bool {
        self.folded.starts_with(&before.folded)
    }
}

/// A word, and an amount also as it is written plainly: 1,234.5 and 1.234,5
/// are 1234.5.
fn ways(word: &str) -> Vec<String> {
    let mut ways = vec![word.to_owned()];
    let is_amount = word.bytes().any(|byte| byte.is_ascii_digit())
        && word
            .bytes()
            .all(|byte| byte.is_ascii_digit() || b".,'".contains(&byte));
    if is_amount {
        for (group, point) in [(",'", '.'), (".'", ','), (".,'", ' ')] {
            let plain: String = word.chars().filter(|c| !group.contains(*c)).collect();
            let plain = plain.replace(point, ".");
            if !ways.contains(&plain) {
                ways.push(plain);
            }
        }
    }
    ways
}

/// Texts in one piece of memory.
#[derive(Clone, Debug, Default)]
struct Texts {
    all: String,
    /// Where each ends.
    ends: Vec<u32>,
}

impl Texts {
    fn push(&mut self, parts: &[&str]) {
        for part in parts.iter().filter(|part| !part.is_empty()) {
            fold_into(part, &mut self.all);
            // No word has a line's end in it, so none is found across parts.
            self.all.push('\n');
        }
        self.ends
            .push(u32::try_from(self.all.len()).unwrap_or(u32::MAX));
    }

    fn get(&self, place: usize) -> &[u8] {
        let at = |place: usize| {
            let end = self.ends.get(place).copied().unwrap_or(0);
            usize::try_from(end).unwrap_or(usize::MAX)
        };
        let start = place.checked_sub(1).map_or(0, at);
        self.all.as_bytes().get(start..at(place)).unwrap_or(&[])
    }

    fn says(&self, place: usize, ways: &[String]) -> bool {
        let text = self.get(place);
        ways.iter().any(|way| contains(text, way.as_bytes()))
    }
}

/// For short texts; `str::contains` prepares for long ones at every call.
fn contains(text: &[u8], wanted: &[u8]) -> bool {
    let Some((first, rest)) = wanted.split_first() else {
        return true;
    };
    let Some(last) = text.len().checked_sub(wanted.len()) else {
        return false;
    };
    (0..=last).any(|at| text[at] == *first && text[at + 1..].starts_with(rest))
}

/// The texts of a list's records, each with what it shares with others: the
/// documents of one customer share the name.
#[derive(Clone, Debug, Default)]
pub struct Search {
    own: Texts,
    shared: Texts,
    /// Which shared text a record has.
    shares: Vec<u32>,
}

impl Search {
    /// Adds the text of the next record.
    pub fn push(&mut self, parts: &[&str], shares: u32) {
        self.own.push(parts);
        self.shares.push(shares);
    }

    /// Adds the next text that records share.
    pub fn push_shared(&mut self, parts: &[&str]) {
        self.shared.push(parts);
    }

    /// Those of `among` in which every word is found, in their order.
    pub fn find(&self, among: &[u32], words: &Words) -> Vec<u32> {
        let mut found = None::<Vec<u32>>;
        for ways in &words.words {
            let shared: Vec<bool> = (0..self.shared.ends.len())
                .map(|place| self.shared.says(place, ways))
                .collect();
            let fits = |record: &u32| {
                let Ok(place) = usize::try_from(*record) else {
                    return false;
                };
                let shares = self.shares.get(place).copied().unwrap_or(u32::MAX);
                let shares = usize::try_from(shares).ok();
                shares.and_then(|shares| shared.get(shares).copied()) == Some(true)
                    || self.own.says(place, ways)
            };
            found = Some(match found {
                None => among.iter().copied().filter(fits).collect(),
                Some(found) => found.into_iter().filter(fits).collect(),
            });
        }
        found.unwrap_or_else(|| among.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_lose_their_case_and_accents() {
        assert_eq!(BASES.chars().count(), 0x17f - 0xc0 + 1);
        for (text, folded) in [
            ("Müller & Söhne", "muller & sohne"),
            ("ÅNGSTRÖM", "angstrom"),
            ("Straße", "strasse"),
            ("Łódź Žižek Ğ İstanbul", "lodz zizek g istanbul"),
            ("Œuvre Æther", "oeuvre aether"),
            ("Cafe\u{301}", "cafe"),
            ("ÞÓR ſ ŵŷ", "þor s wy"),
            ("شركة ΑΒΓ Жук", "شركة αβγ жук"),
        ] {
            assert_eq!(fold(text), folded);
        }
    }

    #[test]
    fn numbers_are_ordered_by_their_value() {
        let mut numbers = ["INV-10", "INV-9", "A7", "INV-009", "2026-2", "INV-9a", ""];
        numbers.sort_by(|a, b| natural(a, b));
        assert_eq!(
            numbers,
            ["", "2026-2", "A7", "INV-009", "INV-9", "INV-9a", "INV-10"]
        );
    }

    fn search() -> Search {
        let mut search = Search::default();
        search.push_shared(&["Müller GmbH"]);
        search.push_shared(&["Acme", "C-7"]);
        search.push(&["2026-0001", "1234.50"], 0);
        search.push(&["2026-0002", "0.99", "PO 77"], 1);
        search.push(&["2026-0003", "1234567.00"], 0);
        search
    }

    #[test]
    fn every_word_must_be_found_in_any_order() {
        let search = search();
        for (text, found) in [
            ("", &[0, 1, 2][..]),
            ("muller", &[0, 2]),
            ("GMBH 0003", &[2]),
            ("0003 müll", &[2]),
            ("acme 2026", &[1]),
            ("77 c-7", &[1]),
            ("nobody", &[]),
            // Not across two parts.
            ("0001 1234.500", &[]),
            ("1,234", &[0, 2]),
            ("1,234.50", &[0]),
            ("1.234,50", &[0]),
            ("1'234'567", &[2]),
            ("0,99", &[1]),
        ] {
            assert_eq!(search.find(&[0, 1, 2], &Words::of(text)), found, "{text}");
        }
        assert_eq!(search.find(&[2, 0], &Words::of("muller")), [2, 0]);
    }

    #[test]
    fn narrowing_letter_by_letter_finds_the_same() {
        let search = search();
        for text in [
            "1,234.50",
            "1.234.567",
            "gmbh 1'2",
            "Müller 2026-0001",
            "0,99",
        ] {
            let mut found = vec![0, 1, 2];
            let mut before = Words::default();
            for (end, c) in text.char_indices() {
                let words = Words::of(&text[..end + c.len_utf8()]);
                assert!(words.narrows(&before), "{text}");
                found = search.find(&found, &words);
                assert_eq!(found, search.find(&[0, 1, 2], &words), "{text} up to {end}");
                before = words;
            }
            assert!(!Words::of("x").narrows(&before));
        }
    }
}
