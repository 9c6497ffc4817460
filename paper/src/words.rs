//! The words of a printed document in its languages: those of the catalogue
//! (`crates/words`, the groups of `printed/`), and tables of the units and the
//! countries by their codes.

use std::sync::OnceLock;

use ::words as printed;

use crate::language::Language;

/// Units of UN/ECE Recommendation 20 (rev. 17, 2021) and 21, by their code:
/// one and several in each language.
const UNITS: &str = include_str!("units.txt");
/// Countries by their code in ISO 3166-1. The names are those of Unicode CLDR
/// 44.
const COUNTRIES: &str = include_str!("countries.txt");

macro_rules! words {
    ($($(#[$about:meta])* $name:ident,)*) => {
        /// The words that stand by themselves on a document, in one language.
        pub struct Words {
            pub language: printed::Language,
            pub months: [&'static str; 12],
            $($(#[$about])* pub $name: &'static str,)*
        }

        impl Words {
            fn of(language: Language) -> Words {
                use printed::printed::document as said;
                let language = printed::Language::from(language);
                Words {
                    language,
                    months: [
                        said::january(language),
                        said::february(language),
                        said::march(language),
                        said::april(language),
                        said::may(language),
                        said::june(language),
                        said::july(language),
                        said::august(language),
                        said::september(language),
                        said::october(language),
                        said::november(language),
                        said::december(language),
                    ],
                    $($name: said::$name(language),)*
                }
            }
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

    description,
    quantity,
    price,
    tax,
    amount,
    /// Behind the heading of the amounts where they hold the taxes.
    with_tax,
    allowance,
    charge,

    sum,
    net,
    rounding,
    total,
    paid_before,
    to_pay,
    to_receive,
    carried,
    brought,

    instalments,
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
    fn words_are_in_the_language_asked_for() {
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
