//! Document numbers within what payers write.
//!
//! A text is cut into runs of letters and of digits. A number is found where
//! runs that follow each other are its own, whatever stands between them
//! (RE-2025-0107, RE 2025/0107, RE20250107), and also without the letters it
//! begins with where enough digits are left. A run is never cut: INV-1 is not
//! within INV-10. Whose invoice it is and what is open is not known here.

/// Runs of one text that are looked at.
const RUNS_MAX: usize = 200;
/// Runs that one number or reference is made of at the most: an RF reference
/// in groups of four has up to nine.
const WINDOW: usize = 10;
/// Digits that a number needs to be found by them alone.
const DIGITS_MIN: usize = 4;
/// Digits, or digits beside letters, that make a number unlikely to be
/// something else.
const STRONG_DIGITS: usize = 7;
const STRONG_LITERAL: usize = 5;
const STRONG_WITH_LETTERS: usize = 3;

/// Words that stand before numbers of any kind, in the languages of the
/// documents: letters before digits that are no part of the number.
const LABELS: &[&str] = &[
    "a",
    "bill",
    "fac",
    "fact",
    "factura",
    "facture",
    "fattura",
    "fra",
    "fv",
    "inv",
    "invoice",
    "n",
    "no",
    "nr",
    "num",
    "numero",
    "re",
    "rech",
    "rechn",
    "rechnung",
    "rechnungsnr",
    "ref",
    "rf",
    "rg",
    "rn",
    "rnr",
    "renr",
    "rgnr",
    "faktura",
    "factuur",
    "factuurnr",
];

/// Letters or digits that stand together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Run {
    pub text: String,
    pub digits: bool,
    /// What stands before it.
    before: Join,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Join {
    /// Nothing: letters before digits, or the other way round.
    None,
    /// A sign that numbers have within: `-`, `/`, `.`, `_`, `:`.
    Sign,
    Blank,
    /// More than that, or what parts numbers: `,`, `;`, `+`.
    Apart,
}

/// How a number was found.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Strength {
    /// It could be something else.
    Weak,
    Strong,
}

/// A place in the text, by its runs, and the key that stands there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Window {
    pub first: usize,
    /// Behind the last.
    pub end: usize,
    pub key: u64,
    pub strength: Strength,
}

/// Letters and digits of `text` in lower case, accents gone.
pub(super) fn runs(text: &str) -> Vec<Run> {
    let folded = crate::query::fold(text);
    let mut runs: Vec<Run> = Vec::new();
    let mut between = String::new();
    let mut current: Option<Run> = None;
    for c in folded.chars() {
        let digits = c.is_ascii_digit();
        if !digits && !c.is_alphabetic() {
            runs.extend(current.take());
            between.push(c);
            continue;
        }
        match &mut current {
            Some(run) if run.digits == digits => run.text.push(c),
            _ => {
                if let Some(run) = current.take() {
                    runs.push(run);
                    between.clear();
                }
                if runs.len() >= RUNS_MAX {
                    return runs;
                }
                current = Some(Run {
                    text: c.to_string(),
                    digits,
                    before: join(&between),
                });
                between.clear();
            }
        }
    }
    runs.extend(current);
    runs
}

fn join(between: &str) -> Join {
    let trimmed = between.trim();
    let mut signs = trimmed.chars();
    match (signs.next(), signs.next()) {
        (None, _) if between.is_empty() => Join::None,
        (None, _) => Join::Blank,
        (Some('-' | '/' | '.' | '_' | ':' | '#' | '\\' | '–'), None) if between.len() <= 5 => {
            if trimmed.len() == between.len() {
                Join::Sign
            } else {
                Join::Blank
            }
        }
        _ => Join::Apart,
    }
}

/// The keys under which a document's number is found.
pub(super) struct Keys {
    /// As written, and with zeros at the front of its runs left out.
    pub whole: Vec<u64>,
    /// Without the letters that it begins with.
    pub bare: Vec<u64>,
}

pub(super) fn keys(number: &str) -> Keys {
    let runs = runs(number);
    let has_digits = runs.iter().any(|run| run.digits);
    let mut keys = Keys {
        whole: Vec::new(),
        bare: Vec::new(),
    };
    if !has_digits || runs.len() > WINDOW {
        return keys;
    }
    keys.whole = both(&runs);
    let letters = runs.iter().take_while(|run| !run.digits).count();
    let rest = &runs[letters..];
    if letters > 0 && digits_of(rest) >= DIGITS_MIN {
        keys.bare = both(rest);
    }
    keys
}

/// A key of a reference that is no number: only as a whole, without signs.
pub(super) fn reference_key(reference: &str) -> Option<u64> {
    let runs = runs(reference);
    let mut joined = Hash::joined();
    runs.iter().for_each(|run| joined.add(run));
    (!runs.is_empty()).then_some(joined.0)
}

fn both(runs: &[Run]) -> Vec<u64> {
    let mut joined = Hash::joined();
    let mut loose = Hash::loose();
    for run in runs {
        joined.add(run);
        loose.add_loose(run);
    }
    vec![joined.0, loose.0]
}

fn digits_of(runs: &[Run]) -> usize {
    runs.iter()
        .filter(|run| run.digits)
        .map(|run| run.text.len())
        .sum()
}

/// FNV-1a, 64 bits. Whoever finds something by it compares the number itself.
#[derive(Clone, Copy)]
struct Hash(u64);

impl Hash {
    /// Of what a number comes to without its signs.
    fn joined() -> Hash {
        Hash(0xcbf2_9ce4_8422_2325)
    }

    /// Of its runs, one by one, without the zeros that they begin with.
    fn loose() -> Hash {
        Hash(0x9ae1_6a3b_2f90_404f)
    }

    fn add(&mut self, run: &Run) {
        run.text.bytes().for_each(|byte| self.byte(byte));
    }

    fn add_loose(&mut self, run: &Run) {
        self.byte(b'|');
        let text = if run.digits {
            run.text.trim_start_matches('0')
        } else {
            &run.text
        };
        text.bytes().for_each(|byte| self.byte(byte));
    }

    fn byte(&mut self, byte: u8) {
        self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
}

/// Every place of a text at which a number could stand, with its keys.
pub(super) fn windows(runs: &[Run], mut at: impl FnMut(Window)) {
    for first in 0..runs.len() {
        let mut joined = Hash::joined();
        let mut loose = Hash::loose();
        for end in first..runs.len().min(first + WINDOW) {
            let run = &runs[end];
            if end > first && run.before == Join::Apart {
                break;
            }
            joined.add(run);
            loose.add_loose(run);
            let end = end + 1;
            let Some(strength) = strength(runs, first, end) else {
                continue;
            };
            for (key, strength) in [(joined.0, strength.0), (loose.0, strength.1)] {
                at(Window {
                    first,
                    end,
                    key,
                    strength,
                });
            }
        }
    }
}

/// Words between the numbers of a list.
const AND: &[&str] = &["and", "e", "et", "u", "und", "y"];

/// The keys of numbers that a list goes on with after the window, its last
/// run changed: RE-2025-0107, 0109 und 0110.
pub(super) fn listed_after(runs: &[Run], window: Window) -> Vec<u64> {
    let Some((last, begin)) = runs[window.first..window.end].split_last() else {
        return Vec::new();
    };
    let mut found = Vec::new();
    if !last.digits || begin.is_empty() || last.text.len() < 2 {
        return found;
    }
    let mut rest = runs[window.end..].iter().peekable();
    while let Some(run) = rest.next_if(|run| {
        AND.contains(&run.text.as_str()) || (run.digits && run.text.len() == last.text.len())
    }) {
        if run.digits {
            let mut joined = Hash::joined();
            begin.iter().for_each(|run| joined.add(run));
            joined.add(run);
            found.push(joined.0);
        }
    }
    found
}

/// How much a number at this place would say, where its runs are joined and
/// where they are taken one by one. `None` where it is a part of something
/// longer.
fn strength(runs: &[Run], first: usize, end: usize) -> Option<(Strength, Strength)> {
    let window = runs.get(first..end)?;
    let digits = digits_of(window);
    if digits == 0 {
        return None;
    }
    let letters = window.iter().any(|run| !run.digits);
    let is_joined = |join: Join| matches!(join, Join::None | Join::Sign);
    // Letters just before bare digits belong to them, unless they only say
    // that a number follows: KD-4711 is not 4711.
    let begins = &window[0];
    let mut bound = true;
    if begins.digits && is_joined(begins.before) && first > 0 {
        let before = &runs[first - 1];
        if before.digits {
            bound = false;
        } else if !LABELS.contains(&before.text.as_str()) {
            if !letters && digits < STRONG_DIGITS {
                return None;
            }
            bound = false;
        }
    }
    if let Some(after) = runs.get(end)
        && is_joined(after.before)
        && after.digits
    {
        bound = false;
    }
    // A part of a day, of an amount, of another number.
    if !bound && !letters && digits < STRONG_LITERAL {
        return None;
    }
    let blanks = window[1..].iter().any(|run| run.before == Join::Blank);
    let enough = if letters {
        digits >= STRONG_WITH_LETTERS || !blanks
    } else {
        digits >= STRONG_DIGITS || (!blanks && digits >= STRONG_LITERAL)
    };
    let grade = |strong: bool| {
        if strong {
            Strength::Strong
        } else {
            Strength::Weak
        }
    };
    // Digits put together from parts may be a date or an amount.
    let together = letters || window.len() == 1 || digits >= STRONG_DIGITS;
    Some((grade(bound && enough && together), grade(bound && enough)))
}

/// Whether the text holds something of the shape of `number` that is not it:
/// the same letters and as many digits in each run. Eight digits that are a
/// day are no number.
pub(super) fn names_another(runs: &[Run], number: &str) -> bool {
    let own = self::runs(number);
    if digits_of(&own) < DIGITS_MIN {
        return false;
    }
    let alike = |(run, own): (&Run, &Run)| {
        run.digits == own.digits
            && run.text.len() == own.text.len()
            && (run.digits || run.text == own.text)
    };
    runs.windows(own.len()).any(|window| {
        let together = window[1..].iter().all(|run| run.before != Join::Apart);
        let shape = together && window.iter().zip(&own).all(alike);
        let same = window
            .iter()
            .zip(&own)
            .all(|(run, own)| run.text == own.text);
        shape && !same && !is_day(window)
    })
}

/// Whether digits are a day: 20250310, 10.03.2025, 2025-03-10.
fn is_day(window: &[Run]) -> bool {
    let digits: String = window.iter().map(|run| run.text.as_str()).collect();
    if digits.len() != 8 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let part = |from: usize, to: usize| digits[from..to].parse::<u32>().unwrap_or(0);
    let fits = |year: u32, month: u32, day: u32| {
        (1990..=2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day)
    };
    fits(part(0, 4), part(4, 6), part(6, 8))
        || fits(part(4, 8), part(2, 4), part(0, 2))
        || fits(part(4, 8), part(0, 2), part(2, 4))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How a number is found in a text, if it is.
    fn found(number: &str, text: &str) -> Option<Strength> {
        let keys = keys(number);
        let mut best = None;
        windows(&runs(text), |window| {
            if keys.whole.contains(&window.key) || keys.bare.contains(&window.key) {
                best = best.max(Some(window.strength));
            }
        });
        best
    }

    #[test]
    fn a_number_is_found_however_it_is_written() {
        use Strength::{Strong, Weak};
        for (number, text, expected) in [
            ("RE-2025-0107", "RE-2025-0107", Some(Strong)),
            (
                "RE-2025-0107",
                "Rechnung re 2025/0107 vom 14.02.",
                Some(Strong),
            ),
            ("RE-2025-0107", "RE20250107", Some(Strong)),
            ("RE-2025-0107", "RE-2025-107 danke", Some(Strong)),
            ("RE-2025-0107", "Nr.2025-0107", Some(Strong)),
            ("RE-2025-0107", "RE-2025-01 07", Some(Strong)),
            ("INV/2019/00001", "invoice 2019-00001", Some(Strong)),
            ("INV-10", "payment INV-10", Some(Strong)),
            ("INV-1", "payment INV-10", None),
            ("INV-100", "payment INV-10", None),
            ("A-17", "a-17", Some(Strong)),
            ("A-17", "Apartment A 17", Some(Weak)),
            ("539", "Rechnung 539", Some(Weak)),
            ("4711", "KD-4711", None),
            ("4711", "RE-4711", Some(Weak)),
            ("20251234", "Rechnung 20251324", None),
            ("20251234", "Rechnung 2025 1234", Some(Strong)),
            ("2025-3", "Miete 01.2025, 3 Zimmer", None),
            ("2025-3", "Miete 01.2025 3 Zimmer", Some(Weak)),
            ("1203", "vom 12.03.", Some(Weak)),
            ("2025-0107", "2025-0107-2", Some(Weak)),
            ("2025", "Miete 03/2025", None),
            ("", "anything 1", None),
            ("Total", "Total", None),
        ] {
            assert_eq!(found(number, text), expected, "{number} in {text:?}");
        }
    }

    #[test]
    fn another_number_is_told_from_a_day() {
        for (number, text, expected) in [
            ("20251234", "Rechnung 20251324", true),
            ("20251234", "Rechnung 20251234", false),
            ("20251234", "vom 20250310", false),
            ("RE-2025-0107", "RE-2025-0170", true),
            ("RE-2025-0107", "RE 2025/0107", false),
            ("RE-2025-0107", "danke", false),
            ("17", "18", false),
        ] {
            assert_eq!(
                names_another(&runs(text), number),
                expected,
                "{number} in {text:?}"
            );
        }
    }
}
