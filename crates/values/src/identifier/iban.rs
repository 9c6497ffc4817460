//! International bank account numbers of ISO 13616.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// An account number that is well formed for its country and whose check
/// digits fit. Kept in upper case without blanks.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Iban(String);

/// Why a text is no IBAN.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum IbanProblem {
    #[error("an IBAN consists of letters and digits, not {0:?}")]
    Character(char),
    #[error("an IBAN begins with two letters for the country and two digits")]
    Beginning,
    #[error("{0} is no country with IBANs")]
    Country(String),
    #[error("an IBAN of {country} has {expected} characters, this has {found}")]
    Length {
        country: String,
        expected: usize,
        found: usize,
    },
    /// `at` counts from 1, without blanks.
    #[error("its character {at} is a {} in an IBAN of {country}", if *.digit { "digit" } else { "letter" })]
    Structure {
        country: String,
        at: usize,
        digit: bool,
    },
    #[error("its check digits do not fit: a digit is wrong or two are swapped")]
    CheckDigits,
}

/// What follows country and check digits, by country: runs of so many digits
/// (n), letters (a) or either (c).
///
/// The SWIFT IBAN registry (ISO 13616-2), release 99 of December 2024. The
/// checks within an account number that some countries define are left out.
const REGISTRY: &str = "\
AD8n12c AE19n AL8n16c AT16n AZ4a20c BA16n BE12n BG4a6n8c BH4a14c BI23n BR23n1a1c BY4c4n16c \
CH5n12c CR18n CY8n16c CZ20n DE18n DJ23n DK14n DO4c20n EE16n EG25n ES20n FI14n FK2a12n FO14n \
FR10n11c2n GB4a14n GE2a16n GI4a15c GL14n GR7n16c GT24c HN4a20n HR17n HU24n IE4a14n IL19n \
IQ4a15n IS22n IT1a10n12c JO4a4n18c KW4a22c KZ3n13c LB4n20c LC4a24c LI5n12c LT16n LU3n13c \
LV4a13c LY21n MC10n11c2n MD20c ME18n MK3n10c2n MN16n MR23n MT4a5n18c MU4a19n3a NI4a20n NL4a10n \
NO11n OM3n16c PK4a16c PL24n PS4a21c PT21n QA4a21c RO4a16c RS18n RU14n15c SA2n18c SC4a20n3a \
SD14n SE20n SI15n SK20n SM1a10n12c SO19n ST21n SV4a20n TL19n TN20n TR6n16c UA6n19c VA18n \
VG4a16n XK16n YE4a4n18c";

/// Territories that the registry counts to a country, with its structure:
/// Åland, the French ones, the Crown dependencies.
const TERRITORIES: &str = "\
AX14n BL10n11c2n GF10n11c2n GG4a14n GP10n11c2n IM4a14n JE4a14n MF10n11c2n MQ10n11c2n NC10n11c2n \
PF10n11c2n PM10n11c2n RE10n11c2n TF10n11c2n WF10n11c2n YT10n11c2n";

/// Countries that are not in the registry and whose banks give such numbers
/// all the same; structures as they are seen in use, as of 2024.
const UNREGISTERED: &str = "\
AO21n BF2c22n BJ2c22n CF23n CG23n CI2c22n CM23n CV21n DZ22n GA23n GQ23n GW2c19n IR22n KM23n MA24n \
MG23n ML2c22n MZ21n NE2c22n SN2c22n TD23n TG2c22n";

/// Every country's code and runs.
fn entries() -> impl Iterator<Item = &'static str> {
    let tables = [REGISTRY, TERRITORIES, UNREGISTERED];
    tables.into_iter().flat_map(|table| table.split(' '))
}

/// The runs of a country.
fn structure(country: &str) -> Option<&'static str> {
    entries().find_map(|entry| entry.strip_prefix(country))
}

/// The class of each character of a structure, in order.
fn classes(structure: &str) -> impl Iterator<Item = u8> {
    let runs = structure.split_inclusive(|letter: char| letter.is_ascii_lowercase());
    runs.flat_map(|run| {
        let (count, class) = run.split_at(run.len() - 1);
        let count = count.parse().unwrap_or(0);
        std::iter::repeat_n(class.as_bytes()[0], count)
    })
}

impl Iban {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// ISO 3166-1 alpha-2, and XK.
    pub fn country(&self) -> &str {
        &self.0[..2]
    }

    /// In groups of four.
    pub fn printed(&self) -> String {
        super::in_fours(&self.0)
    }

    /// Whether it is a QR-IBAN of Switzerland or Liechtenstein, which asks
    /// for a QR reference: the bank is numbered 30000 to 31999 (Swiss
    /// Implementation Guidelines QR-bill 2.3, 4.1).
    pub fn is_qr(&self) -> bool {
        let bank = self.0.get(4..9).and_then(|bank| bank.parse::<u32>().ok());
        self.is_swiss() && bank.is_some_and(|bank| (30_000..=31_999).contains(&bank))
    }

    /// Of Switzerland or Liechtenstein.
    pub fn is_swiss(&self) -> bool {
        matches!(self.country(), "CH" | "LI")
    }
}

impl FromStr for Iban {
    type Err = IbanProblem;

    /// Blanks and lower case are accepted.
    fn from_str(text: &str) -> Result<Iban, IbanProblem> {
        let text = super::canonical(text);
        if let Some(letter) = text.chars().find(|letter| !letter.is_ascii_alphanumeric()) {
            return Err(IbanProblem::Character(letter));
        }
        let (Some(country), Some(digits)) = (text.get(..2), text.get(2..4)) else {
            return Err(IbanProblem::Beginning);
        };
        let is_country = country.bytes().all(|letter| letter.is_ascii_uppercase());
        if !is_country || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
            return Err(IbanProblem::Beginning);
        }
        let structure =
            structure(country).ok_or_else(|| IbanProblem::Country(country.to_owned()))?;
        let expected = 4 + classes(structure).count();
        if text.len() != expected {
            return Err(IbanProblem::Length {
                country: country.to_owned(),
                expected,
                found: text.len(),
            });
        }
        let account = &text[4..];
        let odd = account.bytes().zip(classes(structure)).position(fails);
        if let Some(place) = odd {
            return Err(IbanProblem::Structure {
                country: country.to_owned(),
                at: place + 5,
                digit: account.as_bytes()[place].is_ascii_uppercase(),
            });
        }
        if super::is_checked(country, digits, account) {
            Ok(Iban(text))
        } else {
            Err(IbanProblem::CheckDigits)
        }
    }
}

fn fails((letter, class): (u8, u8)) -> bool {
    match class {
        b'n' => !letter.is_ascii_digit(),
        b'a' => !letter.is_ascii_uppercase(),
        _ => false,
    }
}

impl fmt::Display for Iban {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// With the check digits that fit.
    fn made(country: &str, account: &str) -> String {
        let digits = super::super::check_digits(&format!("{account}{country}")).expect("letters");
        format!("{country}{digits:02}{account}")
    }

    #[test]
    fn every_country_has_its_structure() {
        let countries: Vec<&str> = entries().map(|entry| &entry[..2]).collect();
        let mut once = countries.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), countries.len(), "a country twice");
        for entry in entries() {
            let (country, structure) = entry.split_at(2);
            let length = 4 + classes(structure).count();
            assert!((15..=34).contains(&length), "{entry}: {length}");
            let account: String = classes(structure)
                .map(|class| if class == b'n' { '7' } else { 'K' })
                .collect();
            let text = made(country, &account);
            let iban: Iban = text.parse().expect("an IBAN");
            assert_eq!((iban.as_str(), iban.country()), (text.as_str(), country));
        }
    }

    /// Lengths as banks publish them.
    #[test]
    fn lengths_are_those_of_the_registry() {
        for (country, length) in [
            ("NO", 15),
            ("BE", 16),
            ("DK", 18),
            ("NL", 18),
            ("AT", 20),
            ("CH", 21),
            ("DE", 22),
            ("GB", 22),
            ("CR", 22),
            ("ES", 24),
            ("PT", 25),
            ("FR", 27),
            ("IT", 27),
            ("PL", 28),
            ("BR", 29),
            ("MU", 30),
            ("MT", 31),
            ("LC", 32),
            ("RU", 33),
        ] {
            let structure = structure(country).expect("a country");
            assert_eq!(4 + classes(structure).count(), length, "{country}");
        }
    }

    #[test]
    fn what_is_wrong_is_said() {
        use IbanProblem as P;
        let country = |country: &str| country.to_owned();
        for (text, expected) in [
            (
                "de02 1203 0000 0000 2020 51",
                Ok("DE02 1203 0000 0000 2020 51"),
            ),
            (
                "CH93\u{a0}0076 2011 6238 5295 7",
                Ok("CH93 0076 2011 6238 5295 7"),
            ),
            ("", Err(P::Beginning)),
            ("D", Err(P::Beginning)),
            ("12345", Err(P::Beginning)),
            ("DEX2120300000000202051", Err(P::Beginning)),
            ("DE02-1203-0000-0000-2020-51", Err(P::Character('-'))),
            ("DE02…", Err(P::Character('…'))),
            ("ZZ02120300000000202051", Err(P::Country(country("ZZ")))),
            (
                "DE0212030000000020205",
                Err(P::Length {
                    country: country("DE"),
                    expected: 22,
                    found: 21,
                }),
            ),
            (
                "DE021203000000002O2051",
                Err(P::Structure {
                    country: country("DE"),
                    at: 18,
                    digit: true,
                }),
            ),
            (
                "NL91ABN00417164300",
                Err(P::Structure {
                    country: country("NL"),
                    at: 8,
                    digit: false,
                }),
            ),
            ("DE03120300000000202051", Err(P::CheckDigits)),
        ] {
            let iban = text.parse::<Iban>().map(|iban| iban.printed());
            assert_eq!(iban.as_deref(), expected.as_ref().copied(), "{text}");
        }
    }

    #[test]
    fn digits_that_leave_the_right_remainder_and_are_never_given_are_refused() {
        let mut tried = [false; 3];
        for number in 0..100_000_u32 {
            let text = made("NO", &format!("{number:011}"));
            let twin = match &text[2..4] {
                "97" => "00",
                "98" => "01",
                "02" => "99",
                _ => continue,
            };
            let text = format!("NO{twin}{}", &text[4..]);
            tried[usize::from(twin == "01") + 2 * usize::from(twin == "99")] = true;
            assert_eq!(
                text.parse::<Iban>(),
                Err(IbanProblem::CheckDigits),
                "{text}"
            );
        }
        assert_eq!(tried, [true; 3]);
    }

    #[test]
    fn a_qr_iban_is_told_by_its_bank() {
        for (account, is_qr) in [
            ("29999123000889012", false),
            ("30000123000889012", true),
            ("31999123000889012", true),
            ("32000123000889012", false),
        ] {
            for country in ["CH", "LI"] {
                let iban: Iban = made(country, account).parse().expect("an IBAN");
                assert_eq!(iban.is_qr(), is_qr, "{iban}");
            }
        }
        let other: Iban = made("AT", "3000012300088901").parse().expect("an IBAN");
        assert!(!other.is_qr());
    }

    fn any_iban() -> impl Strategy<Value = String> {
        let entries: Vec<&str> = entries().collect();
        (
            prop::sample::select(entries),
            prop::collection::vec(0..36_u32, 34),
        )
            .prop_map(|(entry, dice)| {
                let (country, structure) = entry.split_at(2);
                let account: String = classes(structure)
                    .zip(dice)
                    .filter_map(|(class, die)| {
                        let digit = match class {
                            b'n' => die % 10,
                            b'a' => 10 + die % 26,
                            _ => die,
                        };
                        char::from_digit(digit, 36)
                    })
                    .collect();
                made(country, &account.to_ascii_uppercase())
            })
    }

    proptest! {
        #[test]
        fn a_changed_digit_is_refused(text in any_iban(), place in 0..34_usize, by in 1..10_u32) {
            let mut letters: Vec<char> = text.chars().collect();
            let place = place % letters.len();
            if let Some(digit) = letters[place].to_digit(10) {
                letters[place] = char::from_digit((digit + by) % 10, 10).expect("a digit");
                let changed: String = letters.into_iter().collect();
                prop_assert!(changed.parse::<Iban>().is_err(), "{} {}", text, changed);
            }
            prop_assert!(text.parse::<Iban>().is_ok());
        }

        #[test]
        fn swapped_neighbours_are_refused(text in any_iban(), place in 0..33_usize) {
            let mut letters: Vec<char> = text.chars().collect();
            let place = place % (letters.len() - 1);
            // A letter counts as two digits: M and 2 swapped are 222 as before.
            let (one, other) = (letters[place], letters[place + 1]);
            if one != other && one.is_ascii_digit() == other.is_ascii_digit() {
                letters.swap(place, place + 1);
                let swapped: String = letters.into_iter().collect();
                prop_assert!(swapped.parse::<Iban>().is_err(), "{} {}", text, swapped);
            }
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,40}") {
            if let Ok(iban) = text.parse::<Iban>() {
                prop_assert_eq!(iban.printed().parse::<Iban>(), Ok(iban));
            }
        }
    }
}
