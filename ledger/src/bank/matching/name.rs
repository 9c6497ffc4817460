//! Names of customers in what banks call payers.
//!
//! Banks write names in capitals, without accents, surname first, cut off, or
//! with other words around them. A name is a set of words; legal forms and
//! titles say nothing. Letters with an accent are compared both ways that
//! they are written out: ü as ue and as u. Cyrillic and Greek letters are
//! compared as they are commonly written in Latin ones.

/// Words of one name, and of a whole text, that are looked at.
const WORDS_MAX: usize = 16;
const TEXT_WORDS_MAX: usize = 80;
/// Characters of a name from which on a bank may have cut it off.
const CUT_FROM: usize = 18;
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
    "doo",
    "dr",
    "eg",
    "ek",
    "et",
    "eu",
    "eurl",
    "ev",
    "frau",
    "gbr",
    "gesmbh",
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
    "oyj",
    "partg",
    "plc",
    "prof",
    "pty",
    "sa",
    "sarl",
    "sas",
    "sasu",
    "se",
    "sl",
    "slu",
    "snc",
    "sp",
    "spa",
    "srl",
    "sro",
    "the",
    "ug",
    "und",
    "and",
    "zoo",
];

/// Those of them that are legal forms, with the one they are compared as.
const FORMS: &[(&str, &str)] = &[
    ("ab", "ab"),
    ("ag", "ag"),
    ("as", "as"),
    ("aps", "aps"),
    ("bv", "bv"),
    ("bvba", "bvba"),
    ("cie", "co"),
    ("co", "co"),
    ("company", "co"),
    ("corp", "corp"),
    ("corporation", "corp"),
    ("cv", "cv"),
    ("doo", "doo"),
    ("eg", "eg"),
    ("ek", "ek"),
    ("eu", "eu"),
    ("eurl", "eurl"),
    ("ev", "ev"),
    ("gbr", "gbr"),
    ("gesmbh", "gmbh"),
    ("gmbh", "gmbh"),
    ("inc", "inc"),
    ("incorporated", "inc"),
    ("kft", "kft"),
    ("kg", "kg"),
    ("kgaa", "kgaa"),
    ("limited", "ltd"),
    ("llc", "llc"),
    ("llp", "llp"),
    ("ltd", "ltd"),
    ("mbh", "gmbh"),
    ("nv", "nv"),
    ("og", "og"),
    ("ohg", "ohg"),
    ("oy", "oy"),
    ("oyj", "oyj"),
    ("partg", "partg"),
    ("plc", "plc"),
    ("pty", "pty"),
    ("sa", "sa"),
    ("sarl", "sarl"),
    ("sas", "sas"),
    ("sasu", "sasu"),
    ("se", "se"),
    ("sl", "sl"),
    ("slu", "slu"),
    ("snc", "snc"),
    ("spa", "spa"),
    ("srl", "srl"),
    ("sro", "sro"),
    ("ug", "ug"),
    ("zoo", "zoo"),
];

fn form_of(word: &str) -> Option<&'static str> {
    let known = FORMS.iter().find(|(known, _)| *known == word);
    known.map(|(_, form)| *form)
}

/// How much a payer's name is a customer's, the least first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Likeness {
    /// The same words under another legal form: another firm.
    OtherForm,
    /// The payer's words are some of the customer's.
    Part,
    /// The customer's words are some of the payer's.
    Within,
    /// The same words; a legal form may be left out.
    Full,
    /// As much of it as the bank had room for.
    Cut,
    /// The same words and the same legal form, in any order.
    Exact,
}

/// A name as words, each in the ways it is written.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Name {
    /// Accents dropped, and written out; once where they are the same.
    pub words: Vec<Vec<String>>,
    /// The same with the legal forms, in the order and as often as written.
    pub whole: Vec<Vec<String>>,
    /// Characters, as written.
    length: usize,
}

impl Name {
    pub(super) fn of(text: &str) -> Name {
        Name::of_words(text, WORDS_MAX)
    }

    /// Of a text in which names may stand.
    pub(super) fn of_text(text: &str) -> Name {
        Name::of_words(text, TEXT_WORDS_MAX)
    }

    fn of_words(text: &str, most: usize) -> Name {
        let text = latin(text);
        let length = text.trim().chars().count();
        let mut written: Vec<Vec<String>> = Vec::new();
        for word in text.split(|c: char| !c.is_alphanumeric()) {
            if word.is_empty() {
                continue;
            }
            let mut ways = vec![crate::query::fold(word)];
            let written_out = crate::query::fold(&write_out(word));
            if written_out != ways[0] {
                ways.push(written_out);
            }
            written.push(ways);
            if written.len() == most {
                break;
            }
        }
        let mut words: Vec<Vec<String>> = Vec::new();
        for ways in &written {
            if !words.contains(ways) {
                words.push(ways.clone());
            }
        }
        // A letter alone is a part of S.A. or an initial.
        let says_something = |ways: &Vec<String>| {
            !ways.iter().any(|way| SAY_NOTHING.contains(&way.as_str())) && !is_letter(ways)
        };
        if words.iter().any(says_something) {
            words.retain(says_something);
        }
        Name {
            words,
            whole: with_forms(&written),
            length,
        }
    }

    /// Its words with the legal forms, whatever their order: the ways in
    /// which it is commonly looked up.
    pub(super) fn keys(&self) -> Vec<String> {
        let joined = |way: fn(&Vec<String>) -> Option<&String>| {
            let mut words: Vec<&str> = self
                .whole
                .iter()
                .filter_map(way)
                .map(String::as_str)
                .collect();
            words.sort_unstable();
            words.join(" ")
        };
        let mut keys = vec![joined(|ways| ways.first()), joined(|ways| ways.last())];
        keys.dedup();
        keys.retain(|key| !key.is_empty());
        keys
    }

    /// Its first two words, in each way, or the only one where that is long
    /// enough: what it is looked up by within a text.
    pub(super) fn beginnings(&self) -> Vec<String> {
        match self.whole.as_slice() {
            [one] => alone(one),
            [first, second, ..] => pairs(first, second),
            [] => Vec::new(),
        }
    }

    /// Every word and every two that follow each other, with the place of the
    /// first.
    pub(super) fn neighbours(&self) -> impl Iterator<Item = (usize, String)> + '_ {
        self.whole.iter().enumerate().flat_map(|(place, word)| {
            let next = self.whole.get(place + 1);
            let two = next.map_or_else(Vec::new, |next| pairs(word, next));
            let all = alone(word).into_iter().chain(two);
            all.map(move |key| (place, key))
        })
    }

    /// Whether all of it stands at this place of a text.
    pub(super) fn stands_at(&self, text: &Name, place: usize) -> bool {
        let end = place + self.whole.len();
        let there = text.whole.get(place..end);
        there.is_some_and(|there| {
            there
                .iter()
                .zip(&self.whole)
                .all(|(one, other)| share(one, other))
        })
    }

    /// How much this name, a customer's, is the payer's.
    pub(super) fn likeness(&self, payer: &Name) -> Option<Likeness> {
        if self.is_empty() || payer.is_empty() {
            return None;
        }
        if same_words(&self.whole, &payer.whole) {
            return Some(Likeness::Exact);
        }
        if self.is_cut_to(payer) {
            return Some(Likeness::Cut);
        }
        let found = self.within(payer);
        let all = found == self.words.len();
        let of_payer = payer.within(self);
        let found = if all && of_payer >= payer.words.len() && payer.words.len() <= found {
            Likeness::Full
        } else if all && (found >= 2 || payer.words.len() <= 3) {
            Likeness::Within
        } else if payer.words.len() >= 2 && of_payer == payer.words.len() {
            Likeness::Part
        } else {
            return None;
        };
        Some(if self.is_of_other_form(payer) {
            Likeness::OtherForm
        } else {
            found
        })
    }

    fn is_cut_to(&self, payer: &Name) -> bool {
        let Some((last, before)) = payer.whole.split_last() else {
            return false;
        };
        payer.length >= CUT_FROM
            && payer.length < self.length.max(payer.length + 1)
            && payer.whole.len() <= self.whole.len()
            && before
                .iter()
                .zip(&self.whole)
                .all(|(one, other)| share(one, other))
            && self.whole.get(before.len()).is_some_and(|word| {
                let cut = |way: &String| word.iter().any(|whole| whole.starts_with(way.as_str()));
                last.iter().any(cut)
            })
    }

    fn forms(&self) -> impl Iterator<Item = &'static str> + '_ {
        let words = self.whole.iter().filter_map(|ways| ways.first());
        words.filter_map(|word| form_of(word))
    }

    /// Whether both name a legal form, and neither has the other's with more.
    fn is_of_other_form(&self, payer: &Name) -> bool {
        let within =
            |one: &Name, other: &Name| one.forms().all(|form| other.forms().any(|f| f == form));
        self.forms().next().is_some()
            && payer.forms().next().is_some()
            && !within(self, payer)
            && !within(payer, self)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// How many words of this name, a customer's, are in `payer`; a payer's
    /// last word may be cut off.
    pub(super) fn within(&self, payer: &Name) -> usize {
        let last = payer.words.len().saturating_sub(1);
        let found = self.words.iter().filter(|word| {
            payer.words.iter().enumerate().any(|(place, other)| {
                share(word, other) || (place == last && other.iter().any(|cut| is_cut(cut, word)))
            })
        });
        found.count()
    }
}

/// A letter by itself, not a digit.
fn is_letter(ways: &[String]) -> bool {
    ways.iter()
        .any(|way| way.len() == 1 && !way.as_bytes()[0].is_ascii_digit())
}

/// What says something of a name, and its legal forms; letters that stand by
/// themselves are put together, as S.A. is SA.
fn with_forms(written: &[Vec<String>]) -> Vec<Vec<String>> {
    let mut whole: Vec<Vec<String>> = Vec::new();
    let mut letters = String::new();
    let flush = |letters: &mut String, whole: &mut Vec<Vec<String>>| {
        if !letters.is_empty() {
            let word = std::mem::take(letters);
            whole.push(vec![form_of(&word).map_or(word, str::to_owned)]);
        }
    };
    for ways in written {
        if is_letter(ways) {
            letters.push_str(&ways[0]);
            continue;
        }
        flush(&mut letters, &mut whole);
        if let Some(form) = form_of(&ways[0]) {
            whole.push(vec![form.to_owned()]);
        } else if !ways.iter().any(|way| SAY_NOTHING.contains(&way.as_str())) {
            whole.push(ways.clone());
        }
    }
    flush(&mut letters, &mut whole);
    whole
}

/// A word that can be a name by itself, in each way.
fn alone(word: &[String]) -> Vec<String> {
    let ways = word.iter().filter(|way| way.chars().count() >= CUT_MIN);
    let ways = ways.filter(|way| !way.bytes().any(|byte| byte.is_ascii_digit()));
    ways.cloned().collect()
}

fn pairs(first: &[String], second: &[String]) -> Vec<String> {
    let with = |one: &String| {
        second
            .iter()
            .map(move |other| format!("{one} {other}"))
            .collect::<Vec<_>>()
    };
    first.iter().flat_map(with).collect()
}

fn same_words(one: &[Vec<String>], other: &[Vec<String>]) -> bool {
    let mut left: Vec<&Vec<String>> = other.iter().collect();
    one.len() == other.len()
        && one.iter().all(|word| {
            let place = left.iter().position(|known| share(word, known));
            place.map(|place| left.swap_remove(place)).is_some()
        })
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

    #[test]
    fn the_exact_name_is_more_than_one_without_its_legal_form() {
        use Likeness::{Cut, Exact, Full, OtherForm, Part, Within};
        for (customer, payer, expected) in [
            ("Alpha GmbH", "Alpha GmbH", Some(Exact)),
            ("Alpha GmbH", "GMBH ALPHA", Some(Exact)),
            ("Alpha GmbH", "Alpha mbH", Some(Exact)),
            ("Alpha AG", "Alpha GmbH", Some(OtherForm)),
            ("Alpha AG", "ALPHA", Some(Full)),
            ("Alpha", "Alpha AG", Some(Full)),
            ("Alpha S.A.", "ALPHA SA", Some(Exact)),
            ("Muster GmbH", "Muster GmbH & Co. KG", Some(Full)),
            ("Berger e.K.", "BERGER EK", Some(Exact)),
            ("Jürgen Größmann", "GROESSMANN, JUERGEN", Some(Exact)),
            (
                "Mühlenhof Bau Technik GmbH & Co. KG",
                "MUEHLENHOF BAU TECHNIK GMBH",
                Some(Cut),
            ),
            (
                "Zimmerleitner Immobilien GmbH",
                "ZIMMERLEITNER IMMOBILI",
                Some(Cut),
            ),
            ("Anna Huber", "Anna und Bernd Huber", Some(Within)),
            ("Huber Bau Technik GmbH", "Huber Bau GmbH", Some(Part)),
            ("Huber Bau Technik", "Huber", None),
            ("Alpha", "", None),
        ] {
            let found = Name::of(customer).likeness(&Name::of(payer));
            assert_eq!(found, expected, "{customer} in {payer}");
        }
    }

    #[test]
    fn a_name_stands_in_a_text_as_a_whole() {
        for (name, text, expected) in [
            ("Beta AG", "Ihr Einkauf bei Testfirma, Beta AG", true),
            ("Beta AG", "Beta und Alpha AG", false),
            ("Anna Huber", "Miete HUBER ANNA", false),
            ("Anna Huber", "Miete ANNA HUBER danke", true),
            ("Beta", "fuer Beta", true),
            ("Abc", "fuer Abc", false),
            ("Beta", "Betaversion", false),
        ] {
            let (name, text) = (Name::of(name), Name::of_text(text));
            let mut there = text.neighbours();
            let found = there.any(|(place, pair)| {
                name.beginnings().contains(&pair) && name.stands_at(&text, place)
            });
            assert_eq!(found, expected, "{name:?} in {text:?}");
        }
    }
}
