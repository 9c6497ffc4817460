//! The code of a SEPA credit transfer: European Payments Council, "Quick
//! Response Code: Guidelines to enable data capture for the initiation of a
//! SEPA credit transfer", EPC069-12 version 3.0.

use super::text::{TextProblem, check_text};
use crate::identifier::{Bic, BicProblem, Iban};
use crate::money::Money;
use serde::{Deserialize, Serialize};

/// What the code says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Epc {
    pub version: Version,
    /// The beneficiary, up to 70 characters.
    pub name: String,
    pub iban: Iban,
    /// Empty where it is not known; [`Version::V1`] needs it.
    pub bic: String,
    /// In euro, 0.01 to 999,999,999.99; `None` leaves it to the payer.
    pub amount: Option<Money>,
    /// A purpose code of ISO 20022, up to 4 characters.
    pub purpose: String,
    pub remittance: Remittance,
    /// From beneficiary to originator, up to 70 characters.
    pub information: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Version {
    V1,
    /// The BIC may be left out.
    #[default]
    V2,
}

/// What the transfer is for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Remittance {
    /// Up to 140 characters.
    Text(String),
    /// A structured reference, up to 35 characters.
    Reference(String),
}

/// Why there is no such code.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum EpcProblem {
    #[error("the beneficiary's name {0}")]
    Name(TextProblem),
    #[error(transparent)]
    Bic(#[from] BicProblem),
    #[error("the BIC is needed in version 001")]
    NoBic,
    #[error("the amount is not in euro")]
    Currency,
    #[error("the amount is not from 0.01 to 999999999.99")]
    Amount,
    #[error("the purpose {0}")]
    Purpose(TextProblem),
    #[error("the reference {0}")]
    Reference(TextProblem),
    #[error("the text {0}")]
    Text(TextProblem),
    #[error("the information {0}")]
    Information(TextProblem),
    #[error("all of it together has more than {BYTES_MAX} bytes")]
    TooLong,
}

/// Bytes of a code (version 13 of a QR code at error correction M).
pub const BYTES_MAX: usize = 331;
/// In cents.
const AMOUNT_MAX: i64 = 99_999_999_999;

impl Epc {
    /// The code's text: UTF-8, lines that end with LF, nothing after the last
    /// one that is filled.
    ///
    /// # Errors
    /// [`EpcProblem`], the first.
    pub fn payload(&self) -> Result<String, EpcProblem> {
        let (reference, text) = self.check()?;
        let amount = match self.amount {
            Some(amount) => format!("EUR{}", amount.amount()),
            None => String::new(),
        };
        let bic = match self.bic.trim() {
            "" => String::new(),
            bic => bic.parse::<Bic>()?.to_string(),
        };
        let lines = [
            "BCD",
            match self.version {
                Version::V1 => "001",
                Version::V2 => "002",
            },
            // UTF-8.
            "1",
            "SCT",
            &bic,
            &self.name,
            self.iban.as_str(),
            &amount,
            &self.purpose,
            reference,
            text,
            &self.information,
        ];
        let payload = lines.join("\n");
        let payload = payload.trim_end_matches('\n');
        if payload.len() > BYTES_MAX {
            return Err(EpcProblem::TooLong);
        }
        Ok(payload.to_owned())
    }

    /// The reference and the text, one of them empty.
    fn check(&self) -> Result<(&str, &str), EpcProblem> {
        if self.name.trim().is_empty() {
            return Err(EpcProblem::Name(TextProblem::Missing));
        }
        check_text(&self.name, 70, is_printable).map_err(EpcProblem::Name)?;
        if self.version == Version::V1 && self.bic.trim().is_empty() {
            return Err(EpcProblem::NoBic);
        }
        if let Some(amount) = self.amount {
            if amount.currency().code() != "EUR" {
                return Err(EpcProblem::Currency);
            }
            if !(1..=AMOUNT_MAX).contains(&amount.minor()) {
                return Err(EpcProblem::Amount);
            }
        }
        let is_code = |letter: char| letter.is_ascii_alphanumeric();
        check_text(&self.purpose, 4, is_code).map_err(EpcProblem::Purpose)?;
        check_text(&self.information, 70, is_printable).map_err(EpcProblem::Information)?;
        match &self.remittance {
            Remittance::Text(text) => {
                check_text(text, 140, is_printable).map_err(EpcProblem::Text)?;
                Ok(("", text))
            }
            Remittance::Reference(reference) => {
                check_text(reference, 35, is_printable).map_err(EpcProblem::Reference)?;
                Ok((reference, ""))
            }
        }
    }
}

/// A line break would begin the next line of the code.
fn is_printable(letter: char) -> bool {
    !letter.is_control() && !matches!(letter, '\u{2028}' | '\u{2029}')
}
