//! The Swiss QR-bill: SIX, "Swiss Implementation Guidelines for the QR-bill",
//! version 2.3 (in force since 2025-11-22): structured addresses only, and
//! the larger set of characters.

use super::text::{TextProblem, check_text};
use crate::identifier::{CreditorReference, Iban, QrReference};
use crate::money::{Currency, Money};
use crate::named::named;
use serde::{Deserialize, Serialize};

/// What the code and the payment part beside it say.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SwissBill {
    /// Of Switzerland or Liechtenstein.
    pub iban: Iban,
    pub creditor: BillParty,
    /// Up to 999,999,999.99, 0.00 for a notification that is not to be paid;
    /// `None` leaves a box to be filled in.
    pub amount: Option<Money>,
    /// CHF or EUR.
    pub currency: Currency,
    /// `None` leaves a box to be filled in.
    pub debtor: Option<BillParty>,
    pub reference: BillReference,
    /// To the payer; with `information` up to 140 characters.
    pub message: String,
    /// For the payer's programs, coded.
    pub information: String,
    /// Parameters of other ways to pay, up to two of 100 characters.
    pub schemes: Vec<String>,
}

/// A structured address (type S).
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct BillParty {
    pub name: String,
    /// May be empty; with the number of the house where `house` is empty.
    pub street: String,
    pub house: String,
    pub postcode: String,
    pub town: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
}

/// A QR-IBAN asks for a QR reference; any other account takes none or a
/// creditor reference.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum BillReference {
    Qr(QrReference),
    Creditor(CreditorReference),
    None,
}

impl BillReference {
    pub fn code(&self) -> &'static str {
        match self {
            BillReference::Qr(_) => "QRR",
            BillReference::Creditor(_) => "SCOR",
            BillReference::None => "NON",
        }
    }

    pub fn text(&self) -> &str {
        match self {
            BillReference::Qr(reference) => reference.as_str(),
            BillReference::Creditor(reference) => reference.as_str(),
            BillReference::None => "",
        }
    }

    /// Empty for none.
    pub fn printed(&self) -> String {
        match self {
            BillReference::Qr(reference) => reference.printed(),
            BillReference::Creditor(reference) => reference.printed(),
            BillReference::None => String::new(),
        }
    }
}

/// Whose address it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    Creditor,
    Debtor,
}

impl std::fmt::Display for Side {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Side::Creditor => "creditor",
            Side::Debtor => "debtor",
        })
    }
}

named! {
    /// The parts of a party's address.
    AddressPart {
        Name = "name",
        Street = "street",
        House = "number of the house",
        Postcode = "postcode",
        Town = "town",
        Country = "country",
    }
}

/// Why there is no such bill.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum SwissProblem {
    #[error("the account is not of Switzerland or Liechtenstein")]
    Account,
    #[error("the currency is neither CHF nor EUR")]
    Currency,
    #[error("the amount is not from 0.00 to 999999999.99")]
    Amount,
    #[error("a QR-IBAN needs a QR reference")]
    QrReferenceNeeded,
    #[error("a QR reference needs a QR-IBAN")]
    QrIbanNeeded,
    #[error("the {0}'s {1} {2}")]
    Address(Side, AddressPart, TextProblem),
    #[error("the {0}'s country is no code of two letters")]
    Country(Side),
    #[error("the message {0}")]
    Message(TextProblem),
    #[error("the bill information {0}")]
    Information(TextProblem),
    #[error("message and bill information together have more than 140 characters")]
    TogetherTooLong,
    #[error("an alternative scheme {0}")]
    Scheme(TextProblem),
    #[error("more than two alternative schemes")]
    TooManySchemes,
}

/// In hundredths.
const AMOUNT_MAX: i64 = 99_999_999_999;

/// Basic Latin, Latin-1 Supplement and Latin Extended-A without control
/// characters, Ș ș Ț ț, and € (version 2.3, 4.1.1).
fn is_allowed(letter: char) -> bool {
    matches!(letter,
        ' '..='~' | '\u{a0}'..='\u{17f}' | '\u{218}'..='\u{21b}' | '€')
}

impl BillParty {
    /// # Errors
    /// The part that is wrong, and how; `None` is the country's code.
    pub fn check(&self) -> Result<(), (AddressPart, Option<TextProblem>)> {
        let is_country = self.country.len() == 2
            && self
                .country
                .bytes()
                .all(|letter| letter.is_ascii_uppercase());
        for (part, text, max, is_needed) in [
            (AddressPart::Name, &self.name, 70, true),
            (AddressPart::Street, &self.street, 70, false),
            (AddressPart::House, &self.house, 16, false),
            (AddressPart::Postcode, &self.postcode, 16, true),
            (AddressPart::Town, &self.town, 35, true),
        ] {
            if is_needed && text.trim().is_empty() {
                return Err((part, Some(TextProblem::Missing)));
            }
            check_text(text, max, is_allowed).map_err(|problem| (part, Some(problem)))?;
        }
        if self.country.is_empty() {
            return Err((AddressPart::Country, Some(TextProblem::Missing)));
        }
        if is_country {
            Ok(())
        } else {
            Err((AddressPart::Country, None))
        }
    }

    fn check_of(&self, side: Side) -> Result<(), SwissProblem> {
        self.check().map_err(|(part, problem)| match problem {
            Some(problem) => SwissProblem::Address(side, part, problem),
            None => SwissProblem::Country(side),
        })
    }

    fn lines(&self) -> [&str; 7] {
        [
            "S",
            &self.name,
            &self.street,
            &self.house,
            &self.postcode,
            &self.town,
            &self.country,
        ]
    }
}

impl SwissBill {
    /// The code's text: UTF-8, lines that end with LF.
    ///
    /// # Errors
    /// [`SwissProblem`], the first.
    pub fn payload(&self) -> Result<String, SwissProblem> {
        self.check()?;
        const NOBODY: [&str; 7] = [""; 7];
        let amount = self.amount.map(|amount| amount.amount().to_string());
        let mut lines = vec!["SPC", "0200", "1", self.iban.as_str()];
        lines.extend(self.creditor.lines());
        // The ultimate creditor, for later use.
        lines.extend(NOBODY);
        lines.extend([amount.as_deref().unwrap_or(""), self.currency.code()]);
        lines.extend(self.debtor.as_ref().map_or(NOBODY, BillParty::lines));
        lines.extend([self.reference.code(), self.reference.text()]);
        lines.extend([self.message.as_str(), "EPD"]);
        if !self.information.is_empty() || !self.schemes.is_empty() {
            lines.push(&self.information);
        }
        lines.extend(self.schemes.iter().map(String::as_str));
        Ok(lines.join("\n"))
    }

    /// # Errors
    /// [`SwissProblem`], the first.
    pub fn check(&self) -> Result<(), SwissProblem> {
        if !self.iban.is_swiss() {
            return Err(SwissProblem::Account);
        }
        if !matches!(self.currency.code(), "CHF" | "EUR") {
            return Err(SwissProblem::Currency);
        }
        if let Some(amount) = self.amount {
            if amount.currency() != self.currency {
                return Err(SwissProblem::Currency);
            }
            if !(0..=AMOUNT_MAX).contains(&amount.minor()) {
                return Err(SwissProblem::Amount);
            }
        }
        match (&self.reference, self.iban.is_qr()) {
            (BillReference::Qr(_), false) => return Err(SwissProblem::QrIbanNeeded),
            (BillReference::Creditor(_) | BillReference::None, true) => {
                return Err(SwissProblem::QrReferenceNeeded);
            }
            _ => {}
        }
        self.creditor.check_of(Side::Creditor)?;
        if let Some(debtor) = &self.debtor {
            debtor.check_of(Side::Debtor)?;
        }
        self.check_texts()
    }

    fn check_texts(&self) -> Result<(), SwissProblem> {
        check_text(&self.message, 140, is_allowed).map_err(SwissProblem::Message)?;
        check_text(&self.information, 140, is_allowed).map_err(SwissProblem::Information)?;
        if self.message.chars().count() + self.information.chars().count() > 140 {
            return Err(SwissProblem::TogetherTooLong);
        }
        if self.schemes.len() > 2 {
            return Err(SwissProblem::TooManySchemes);
        }
        for scheme in &self.schemes {
            check_text(scheme, 100, is_allowed).map_err(SwissProblem::Scheme)?;
        }
        Ok(())
    }
}
