//! Names of customers in what banks call payers.
//!
//! Banks write names in capitals, without accents, surname first, cut off, or
//! with other words around them. A name is a set of words; legal forms and
//! titles say nothing. Letters with an accent are compared both ways that
//! they are written out: ü as ue and as u. Cyrillic and Greek letters are
//! compared as they are commonly written in Latin ones.

/// Words of one name that are looked at.
const WORDS_MAX: usize = 16;
/// Characters that a word needs to be recognised by its beginning, where a
/// bank cut it off.
const CUT_MIN: usize = 4;

/// Legal forms and titles.
const SAY_NOTHING: &[&str] = &[
    "ab",
    "ag",
    "as",
    "aps",
    "bv",
    "bvba",
    "cie",
    "co",
    "company",
    "corp",
    "corporation",
    "cv",
    "dr",
    "eg",
    "ek",
    "et",
    "eurl",
    "ev",
    "frau",
    "gbr",
    "gmbh",
    "herr",
    "herrn",
    "inc",
    "incorporated",
    "inh",
    "kft",
    "kg",
    "kgaa",
    "limited",
    "llc",
    "llp",
    "ltd",
    "mag",
    "mbh",
    "mr",
    "mrs",
    "ms",
    "nv",
    "of",
    "og",
    "ohg",
    "oy",
    "partg",
    "plc",
    "prof",
    "sa",
    "sarl",
    "sas",
    "se",
    "sl",
    "sp",
    "spa",
    "srl",
    "the",
    "ug",
    "und",
    "and",
    "zoo",
];

/// A name as words, each in the ways it is written.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Name {
    /// Accents dropped, and written out; once where they are the same.
    pub words: Vec<Vec<String>>,
}

impl Name {
    pub fn of(text: &str) -> Name {
        let text = latin(text);
        let mut words: Vec<Vec<String>> = Vec::new();
        for word in text.split(|c: char| !c.is_alphanumeric()) {
            if word.is_empty() {
                continue;
            }
            let mut ways = vec![crate::query::fold(word)];
            let written_out = crate::query::fold(&write_out(word));
            if written_out != ways[0] {
                ways.push(written_out);
            }
            if !words.contains(&ways) {
                words.push(ways);
            }
            if words.len() == WORDS_MAX {
                break;
            }
        }
        // A letter alone is a part of S.A. or an initial.
        let says_something = |ways: &Vec<String>| {
            !ways.iter().any(|way| {
                SAY_NOTHING.contains(&way.as_str())
                    || (way.len() == 1 && !way.as_bytes()[0].is_ascii_digit())
            })
        };
        if words.iter().any(says_something) {
            words.retain(says_something);
        }
        Name { words }
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// How many words of this name, a customer's, are in `payer`; a payer's
    /// last word may be cut off.
    pub fn within(&self, payer: &Name) -> usize {
        let last = payer.words.len().saturating_sub(1);
        let found = self.words.iter().filter(|word| {
            payer.words.iter().enumerate().any(|(place, other)| {
                share(word, other) || (place == last && other.iter().any(|cut| is_cut(cut, word)))
            })
        });
        found.count()
    }
}

fn share(one: &[String], other: &[String]) -> bool {
    one.iter().any(|way| other.contains(way))
}

fn is_cut(cut: &str, word: &[String]) -> bool {
    cut.len() >= CUT_MIN && word.iter().any(|way| way.starts_with(cut))
}

/// Letters that German, Danish, Norwegian and Swedish write out as two.
fn write_out(word: &str) -> String {
    let mut out = String::with_capacity(word.len() + 4);
    for c in word.chars() {
        match c {
            'ä' | 'Ä' => out.push_str("ae"),
            'ö' | 'Ö' | 'ø' | 'Ø' => out.push_str("oe"),
            'ü' | 'Ü' => out.push_str("ue"),
            'å' | 'Å' => out.push_str("aa"),
            c => out.push(c),
        }
    }
    out
}

/// Cyrillic letters from а to я, and Greek ones from α to ω, as they are
/// commonly written in Latin letters.
const CYRILLIC: &str = "a b v g d e zh z i i k l m n o p r s t u f kh ts ch sh shch  y  e yu ya";
const GREEK: &str = "a v g d e z i th i k l m n x o p r s s t y f ch ps o";

fn latin(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let small = c.to_lowercase().next().unwrap_or(c);
        let letter = match small {
            'а'..='я' => CYRILLIC.split(' ').nth(offset(small, 'а')),
            'α'..='ω' => GREEK.split(' ').nth(offset(small, 'α')),
            'ё' | 'є' | 'έ' => Some("e"),
            'і' | 'ї' | 'ί' | 'ή' => Some("i"),
            'ґ' => Some("g"),
            'ά' => Some("a"),
            'ό' | 'ώ' => Some("o"),
            'ύ' => Some("y"),
            _ => None,
        };
        match letter {
            Some(letter) => out.push_str(letter),
            None => out.push(c),
        }
    }
    out
}

fn offset(c: char, from: char) -> usize {
    usize::try_from(u32::from(c) - u32::from(from)).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_as_banks_write_it() {
        for (customer, payer, all) in [
            ("Jürgen Größmann", "GROESSMANN, JUERGEN", true),
            ("Jürgen Größmann", "GROSSMANN JURGEN", true),
            ("Muster GmbH", "MUSTER", true),
            ("Muster GmbH", "Muster GmbH & Co. KG", true),
            ("Muster Beratung GmbH", "MUSTER GMBH", false),
            ("Søren Ågård", "SOEREN AAGAARD", true),
            ("Иван Петров", "IVAN PETROV", true),
            ("Γιώργος Παππάς", "GIORGOS PAPPAS", true),
            ("Schreinerei Holzwurm", "SCHREINEREI HOLZWU", true),
            ("partner_1", "partner_1", true),
            ("partner_1", "partner_2", false),
            ("The Blue Group", "Other Group", false),
            ("Acme S.A.", "ACME SA", true),
        ] {
            let name = Name::of(customer);
            let within = name.within(&Name::of(payer));
            assert_eq!(
                within == name.words.len(),
                all,
                "{customer} in {payer}: {within}"
            );
        }
    }
}
