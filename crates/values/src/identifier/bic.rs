//! Business identifier codes of ISO 9362.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The code of a bank: its party, its country, its place, and perhaps a
/// branch; 8 or 11 characters.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Bic(String);

/// Why a text is no BIC.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum BicProblem {
    #[error("a BIC has 8 or 11 characters, this has {0}")]
    Length(usize),
    #[error("a BIC consists of letters and digits, not {0:?}")]
    Character(char),
    #[error("its 5th and 6th character name the country, such as DE")]
    Country,
}

impl Bic {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// ISO 3166-1 alpha-2.
    pub fn country(&self) -> &str {
        &self.0[4..6]
    }
}

impl FromStr for Bic {
    type Err = BicProblem;

    /// Blanks and lower case are accepted.
    fn from_str(text: &str) -> Result<Bic, BicProblem> {
        let text = super::canonical(text);
        if let Some(letter) = text.chars().find(|letter| !letter.is_ascii_alphanumeric()) {
            return Err(BicProblem::Character(letter));
        }
        if !matches!(text.len(), 8 | 11) {
            return Err(BicProblem::Length(text.len()));
        }
        if text.as_bytes()[4..6].iter().any(u8::is_ascii_digit) {
            return Err(BicProblem::Country);
        }
        Ok(Bic(text))
    }
}

impl fmt::Display for Bic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bic_has_eight_or_eleven_characters_and_a_country() {
        for (text, expected) in [
            ("COBADEFFXXX", Ok("COBADEFFXXX")),
            ("cobadeff", Ok("COBADEFF")),
            ("UBSW CH ZH 80A", Ok("UBSWCHZH80A")),
            ("COBADEF", Err(BicProblem::Length(7))),
            ("COBADEFFX", Err(BicProblem::Length(9))),
            ("", Err(BicProblem::Length(0))),
            ("COBA0EFF", Err(BicProblem::Country)),
            ("COBADEF-", Err(BicProblem::Character('-'))),
            ("COBADÉFF", Err(BicProblem::Character('É'))),
        ] {
            let bic = text.parse::<Bic>();
            assert_eq!(
                bic.as_ref().map(Bic::as_str),
                expected.as_ref().copied(),
                "{text}"
            );
        }
    }
}
