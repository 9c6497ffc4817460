//! The words of a printed document in its four languages.
//!
//! They are in tables of text, so that the page's program can load them with
//! its rest: a line a word, in English, German, French and Spanish.

use std::sync::OnceLock;

use crate::language::Language;

/// A credit note is no „Gutschrift“ in German: that is an invoice which the
/// customer writes (§ 14 Abs. 2 UStG in Germany, § 11 Abs. 7 UStG in Austria).
const WORDS: &str = include_str!("words.txt");
/// Units of UN/ECE Recommendation 20 (rev. 17, 2021) and 21, by their code:
/// one and several in each language.
const UNITS: &str = include_str!("units.txt");
/// Countries by their code in ISO 3166-1. The names are those of Unicode CLDR
/// 44.
const COUNTRIES: &str = include_str!("countries.txt");

macro_rules! words {
    ($($(#[$about:meta])* $name:ident,)*) => {
        /// Every word that a document may need, in one language.
        pub struct Words {
            pub months: [&'static str; 12],
            $($(#[$about])* pub $name: &'static str,)*
        }

        impl Words {
            /// The table has the months first, then the words in this order.
            fn of(language: Language) -> Words {
                let mut words = WORDS.lines().map(|line| word(line, language));
                let mut next = || words.next().unwrap_or_default();
                Words {
                    months: std::array::from_fn(|_| next()),
                    $($name: next(),)*
                }
            }

            #[cfg(test)]
            const NAMES: &[&str] = &[$(stringify!($name)),*];
        }
    };
}

words! {
    invoice,
    deposit_invoice,
    final_invoice,
    quote,
    credit_note,
    /// A credit note over the whole of a document.
    cancellation,
    draft,
    void,

    number,
    issued,
    due,
    valid_until,
    on_receipt,
    prepaid,
    service,
    delivered,
    tax_point,
    purchase_order,
    buyer_reference,
    contract,
    project,
    customer_number,
    your_vat_id,
    vat_id,
    tax_number,
    registration,
    /// `{number}` and `{date}` of the document that a credit note corrects.
    corrects,
    reason,

    description,
    quantity,
    price,
    tax,
    amount,
    /// Behind the heading of the amounts where they hold the taxes.
    with_tax,
    /// `{quantity}` of what a price is for.
    per,
    our_item,
    your_item,
    allowance,
    charge,

    sum,
    net,
    /// `{tax}` and `{amount}` of a row of the tax breakdown.
    tax_on,
    untaxed,
    rounding,
    total,
    /// `{number}` and `{date}` of a deposit invoice that is deducted.
    deducted,
    /// `{net}` and `{tax}` of it.
    deducted_parts,
    paid_before,
    /// `{tax}` and `{amount}` of a tax that the customer keeps back.
    retained_on,
    to_pay,
    to_receive,
    carried,
    brought,

    instalments,
    /// `{percent}`, `{discount}`, `{date}`, `{pay}` of an early payment.
    early,
    /// `{amount}` that the customer has not used, on `{date}`.
    credit_left,
    /// `{tax}`, `{rate}` in the currency of the books.
    accounting,
    payment,
    scan,
    online,
    holder,
    account,
    bank,
    reference,
    page,

    /// `{title}`, `{number}`, `{date}` and `{amount}` of what is attached.
    mail_text,
}

impl Language {
    /// From January on.
    pub fn months(self) -> &'static [&'static str; 12] {
        &of(self).months
    }
}

/// The word of a line in a language, behind its name.
fn word(line: &'static str, language: Language) -> &'static str {
    line.split('|')
        .nth(1 + language as usize)
        .unwrap_or_default()
}

pub(crate) fn of(language: Language) -> &'static Words {
    static KNOWN: [OnceLock<Words>; Language::ALL.len()] =
        [const { OnceLock::new() }; Language::ALL.len()];
    KNOWN[language as usize].get_or_init(|| Words::of(language))
}

/// A unit in words; the code itself where it is none of these.
pub(crate) fn unit(language: Language, code: &str, is_one: bool) -> &str {
    let known = UNITS.lines().find_map(|line| {
        let (known, names) = line.split_once('|')?;
        let place = language as usize * 2 + usize::from(!is_one);
        (known == code)
            .then(|| names.split('|').nth(place))
            .flatten()
    });
    known.unwrap_or(code)
}

/// A country's name, by its code.
pub(crate) fn country(language: Language, code: &str) -> Option<&'static str> {
    if code.len() != 2 {
        return None;
    }
    let names = COUNTRIES.lines().find_map(|line| line.strip_prefix(code))?;
    names.split('|').nth(language as usize)
}

/// `text` with what stands for `{name}`.
pub(crate) fn filled(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len() + 32);
    let mut left = text;
    while let Some((before, behind)) = left.split_once('{') {
        filled.push_str(before);
        let Some((name, after)) = behind.split_once('}') else {
            break;
        };
        let value = values.iter().find(|(known, _)| *known == name);
        filled.push_str(value.map_or("", |(_, value)| value));
        left = after;
    }
    filled.push_str(left);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_have_a_name_in_each_language() {
        assert_eq!(country(Language::English, "DE"), Some("Germany"));
        assert_eq!(country(Language::Spanish, "CH"), Some("Suiza"));
        assert_eq!(country(Language::French, "ZW"), Some("Zimbabwe"));
        for code in ["", "D", "de", "??", "DEU"] {
            assert_eq!(country(Language::German, code), None, "{code:?}");
        }
    }

    #[test]
    fn every_word_is_there_in_each_language() {
        let names: Vec<&str> = WORDS
            .lines()
            .filter_map(|line| line.split('|').next())
            .collect();
        assert_eq!(names[12..], *Words::NAMES);
        for line in WORDS.lines() {
            let words: Vec<&str> = line.split('|').skip(1).collect();
            assert!(
                words.len() == Language::ALL.len() && words.iter().all(|word| !word.is_empty()),
                "{line}"
            );
            // What is filled in has the same names everywhere.
            let places = |word: &str| {
                let mut places: Vec<String> = word
                    .split('{')
                    .skip(1)
                    .filter_map(|part| Some(part.split_once('}')?.0.to_owned()))
                    .collect();
                places.sort();
                places.dedup();
                places
            };
            assert!(
                words.iter().all(|word| places(word) == places(words[0])),
                "{line}"
            );
        }
        assert_eq!(of(Language::French).months[1], "février");
        assert_eq!(of(Language::German).page, "Seite");
        for line in COUNTRIES.lines() {
            assert_eq!(line.split('|').count(), Language::ALL.len(), "{line}");
        }
        for line in UNITS.lines() {
            assert_eq!(
                line.split('|').count(),
                1 + 2 * Language::ALL.len(),
                "{line}"
            );
        }
    }

    #[test]
    fn what_a_customer_calls_himself_fills_no_other_place() {
        let filled = filled("{a} of {b}", &[("a", "{b}"), ("b", "x")]);
        assert_eq!(filled, "{b} of x");
    }
}
