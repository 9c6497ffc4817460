//! An account of the user's own, as a form.

use ledger::bank::BankAccount;
use ledger::bank::csv::CsvProfile;
use ledger::command::Command;
use ledger::identifier::Iban;
use ledger::ids::{BankAccountId, Version};
use ledger::money::Currency;
use ledger::problem::{At, FieldName, What};
use serde::{Deserialize, Serialize};

use super::editing::Form;
use super::{Fault, Problems};

#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct BankAccountForm {
    pub name: String,
    pub number: String,
    pub currency: String,
    pub archived: bool,
    /// How its tables are read, as an import kept it.
    pub csv: Option<Box<CsvProfile>>,
    /// It is to be forgotten.
    pub forgets_csv: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BankAccountField {
    Name,
    Number,
    Currency,
    /// `true` or anything else, as those below.
    Archived,
    ForgetsCsv,
}

impl BankAccountForm {
    pub fn new(currency: Currency) -> BankAccountForm {
        BankAccountForm {
            currency: currency.to_string(),
            ..BankAccountForm::default()
        }
    }

    pub fn of(account: &BankAccount) -> BankAccountForm {
        BankAccountForm {
            name: account.name.clone(),
            number: account
                .number
                .parse::<Iban>()
                .map_or_else(|_| account.number.clone(), |iban| iban.printed()),
            currency: account.currency.to_string(),
            archived: account.archived,
            csv: account.csv.clone(),
            forgets_csv: false,
        }
    }

    /// The command that saves it over the record as it was at `opened`.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn command(&self, id: Option<BankAccountId>, opened: Version) -> Result<Command, Problems> {
        let mut problems = Problems::default();
        let name = problems.noted(FieldName::Name, super::required(&self.name));
        let number = problems.noted(FieldName::Number, number(&self.number));
        let currency = self.currency.parse().map_err(|_| Fault::NoSuchCurrency);
        let currency = problems.noted(FieldName::Currency, currency);
        let account = BankAccount {
            id: id.unwrap_or_default(),
            name: name.unwrap_or_default().to_owned(),
            number: number.unwrap_or_default(),
            currency: currency.unwrap_or_default(),
            archived: self.archived,
            csv: self.csv.clone().filter(|_| !self.forgets_csv),
        };
        if problems.is_empty() {
            Ok(Command::SaveBankAccount {
                id,
                account,
                opened,
            })
        } else {
            Err(problems)
        }
    }
}

/// As the bank's files have it: without blanks. What begins like an IBAN must
/// be one.
fn number(text: &str) -> Result<String, Fault> {
    let plain: String = text
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .collect();
    match plain.parse::<Iban>() {
        Ok(iban) => Ok(iban.to_string()),
        Err(problem) if is_like_iban(&plain) => Err(Fault::Ledger(What::Iban(problem))),
        Err(_) => Ok(plain),
    }
}

/// Two letters, two digits, and as long as the shortest there is.
fn is_like_iban(plain: &str) -> bool {
    let bytes = plain.as_bytes();
    bytes.len() >= 15
        && bytes[..2].iter().all(u8::is_ascii_alphabetic)
        && bytes[2..4].iter().all(u8::is_ascii_digit)
}

impl Form for BankAccountForm {
    type Field = BankAccountField;

    fn set(&mut self, field: BankAccountField, value: &str) {
        match field {
            BankAccountField::Name => value.clone_into(&mut self.name),
            BankAccountField::Number => value.clone_into(&mut self.number),
            BankAccountField::Currency => value.clone_into(&mut self.currency),
            BankAccountField::Archived => self.archived = value == "true",
            BankAccountField::ForgetsCsv => self.forgets_csv = value == "true",
        }
    }

    fn parts(&self) -> Vec<(At, String)> {
        // A profile is compared, not read.
        let csv = self.csv.as_ref().map(|csv| format!("{csv:?}"));
        vec![
            (FieldName::Name.into(), self.name.clone()),
            (FieldName::Number.into(), self.number.clone()),
            (FieldName::Currency.into(), self.currency.clone()),
            (FieldName::Archived.into(), self.archived.to_string()),
            (FieldName::Csv.into(), csv.unwrap_or_default()),
        ]
    }

    fn take(&mut self, other: &BankAccountForm, part: At) {
        match part.field {
            FieldName::Name => self.name.clone_from(&other.name),
            FieldName::Number => self.number.clone_from(&other.number),
            FieldName::Currency => self.currency.clone_from(&other.currency),
            FieldName::Archived => self.archived = other.archived,
            FieldName::Csv => self.csv.clone_from(&other.csv),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_read_back_and_a_wrong_iban_is_told() {
        let mut form = BankAccountForm::new(Currency::default());
        form.set(BankAccountField::Name, " House bank ");
        for (typed, kept) in [
            ("DE89 3704 0044 0532 0130 00", "DE89370400440532013000"),
            ("12 34 567", "1234567"),
            ("", ""),
        ] {
            form.set(BankAccountField::Number, typed);
            let Ok(Command::SaveBankAccount { account, .. }) = form.command(None, Version::NONE)
            else {
                panic!("{typed} is refused");
            };
            assert_eq!(
                (account.name.as_str(), account.number.as_str()),
                ("House bank", kept)
            );
            assert_eq!(
                BankAccountForm::of(&account).command(None, Version::NONE),
                form.command(None, Version::NONE)
            );
        }
        form.set(BankAccountField::Number, "DE89 3704 0044 0532 0130 01");
        form.set(BankAccountField::Name, "");
        let problems = form.command(None, Version::NONE).expect_err("refused");
        assert!(problems.of(FieldName::Number).is_some() && problems.of(FieldName::Name).is_some());
    }
}
