//! An account as fields, and what can be said of it while it is typed.

use ledger::customer::BankDetails;
use ledger::identifier::{Bic, BicProblem, Iban, IbanProblem};
use ledger::problem::{At, FieldName};
use serde::{Deserialize, Serialize};

use super::{Fault, Problems};

#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct BankForm {
    pub holder: String,
    pub iban: String,
    pub bic: String,
    pub account: String,
    pub bank: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BankField {
    Holder,
    Iban,
    Bic,
    Account,
    Bank,
}

impl BankField {
    pub const ALL: [BankField; 5] = [
        BankField::Holder,
        BankField::Iban,
        BankField::Bic,
        BankField::Account,
        BankField::Bank,
    ];

    /// As the ledger's problems name it.
    pub fn name(self) -> FieldName {
        match self {
            BankField::Holder => FieldName::Holder,
            BankField::Iban => FieldName::Iban,
            BankField::Bic => FieldName::Bic,
            BankField::Account => FieldName::Account,
            BankField::Bank => FieldName::Bank,
        }
    }
}

/// What an identifier is so far.
#[derive(Clone, PartialEq, Debug)]
pub enum AsTyped {
    Nothing,
    /// So many of so many characters, and nothing wrong with them.
    Begun {
        typed: usize,
        of: usize,
    },
    /// Right, as it is printed.
    Right(String),
    Wrong(Fault),
}

impl AsTyped {
    /// An IBAN: what is wrong is told as soon as it cannot become right.
    pub fn iban(text: &str) -> AsTyped {
        if text.trim().is_empty() {
            return AsTyped::Nothing;
        }
        match text.parse::<Iban>() {
            Ok(iban) => AsTyped::Right(iban.printed()),
            Err(IbanProblem::Length {
                expected, found, ..
            }) if found < expected => AsTyped::Begun {
                typed: found,
                of: expected,
            },
            Err(IbanProblem::Beginning) if text.trim().len() < 4 => AsTyped::Begun {
                typed: text.trim().len(),
                of: 4,
            },
            Err(wrong) => AsTyped::Wrong(Fault::Ledger(wrong.into())),
        }
    }

    /// A BIC.
    pub fn bic(text: &str) -> AsTyped {
        let typed = text
            .chars()
            .filter(|letter| !letter.is_whitespace())
            .count();
        match text.parse::<Bic>() {
            _ if typed == 0 => AsTyped::Nothing,
            Ok(bic) => AsTyped::Right(bic.to_string()),
            Err(BicProblem::Length(typed @ ..=7)) => AsTyped::Begun { typed, of: 8 },
            Err(BicProblem::Length(typed @ 9..=10)) => AsTyped::Begun { typed, of: 11 },
            Err(wrong) => AsTyped::Wrong(Fault::Ledger(wrong.into())),
        }
    }
}

impl BankForm {
    pub fn of(bank: Option<&BankDetails>) -> BankForm {
        let bank = bank.cloned().unwrap_or_default();
        BankForm {
            holder: bank.holder,
            iban: bank
                .iban
                .parse::<Iban>()
                .map_or(bank.iban, |iban| iban.printed()),
            bic: bank.bic,
            account: bank.account,
            bank: bank.bank,
        }
    }

    pub fn get(&self, field: BankField) -> &str {
        match field {
            BankField::Holder => &self.holder,
            BankField::Iban => &self.iban,
            BankField::Bic => &self.bic,
            BankField::Account => &self.account,
            BankField::Bank => &self.bank,
        }
    }

    pub fn set(&mut self, field: BankField, value: &str) {
        let place = match field {
            BankField::Holder => &mut self.holder,
            BankField::Iban => &mut self.iban,
            BankField::Bic => &mut self.bic,
            BankField::Account => &mut self.account,
            BankField::Bank => &mut self.bank,
        };
        value.clone_into(place);
    }

    pub fn parts(&self) -> impl Iterator<Item = (At, String)> {
        let part = |field: BankField| (field.name().into(), self.get(field).to_owned());
        BankField::ALL.into_iter().map(part)
    }

    /// Whether `part` is one of these.
    pub fn take(&mut self, other: &BankForm, part: At) -> bool {
        let found = BankField::ALL
            .into_iter()
            .find(|field| At::from(field.name()) == part);
        if let Some(field) = found {
            self.set(field, other.get(field));
        }
        found.is_some()
    }

    /// The account, identifiers as they are compared; `None` where nothing is
    /// typed.
    pub fn read(&self, problems: &mut Problems) -> Option<BankDetails> {
        let mut checked = |field: BankField, read: Option<Result<String, Fault>>| {
            let read = read.map(|read| problems.noted(field.name(), read));
            read.flatten().unwrap_or_default()
        };
        let typed = |text: &str| !text.trim().is_empty();
        let iban = typed(&self.iban).then(|| {
            let iban = self.iban.parse::<Iban>();
            iban.map(|iban| iban.to_string())
                .map_err(|wrong| Fault::Ledger(wrong.into()))
        });
        let bic = typed(&self.bic).then(|| {
            let bic = self.bic.parse::<Bic>();
            bic.map(|bic| bic.to_string())
                .map_err(|wrong| Fault::Ledger(wrong.into()))
        });
        let bank = BankDetails {
            holder: self.holder.trim().to_owned(),
            iban: checked(BankField::Iban, iban),
            bic: checked(BankField::Bic, bic),
            account: self.account.trim().to_owned(),
            bank: self.bank.trim().to_owned(),
        };
        (bank != BankDetails::default()).then_some(bank)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(typed: AsTyped) -> String {
        match typed {
            AsTyped::Nothing => String::new(),
            AsTyped::Begun { typed, of } => format!("{typed} of {of}"),
            AsTyped::Right(printed) => printed,
            AsTyped::Wrong(Fault::Ledger(what)) => what.to_string(),
            AsTyped::Wrong(fault) => panic!("{fault:?}"),
        }
    }

    #[test]
    fn an_iban_is_checked_while_it_is_typed() {
        for (text, expected) in [
            ("", ""),
            ("D", "1 of 4"),
            ("DE02", "4 of 22"),
            ("DE02 1203 0000", "12 of 22"),
            ("de02120300000000202051", "DE02 1203 0000 0000 2020 51"),
            (
                "1234",
                "an IBAN begins with two letters for the country and two digits",
            ),
            // A letter in place of a digit shows once all is typed.
            ("DE02 12O3", "8 of 22"),
            ("DE02-", "an IBAN consists of letters and digits, not '-'"),
            ("ZZ02 1", "ZZ is no country with IBANs"),
            ("DE02 1203 0000 0000 2020 5", "21 of 22"),
            (
                "DE02 1203 0000 0000 2020 15",
                "its check digits do not fit: a digit is wrong or two are swapped",
            ),
            (
                "DE02 1203 0000 0000 2020 511",
                "an IBAN of DE has 22 characters, this has 23",
            ),
        ] {
            assert_eq!(told(AsTyped::iban(text)), expected, "{text}");
        }
    }

    #[test]
    fn a_bic_is_checked_while_it_is_typed() {
        for (text, expected) in [
            ("", ""),
            ("COBADE", "6 of 8"),
            ("cobadeff", "COBADEFF"),
            ("COBADEFFX", "9 of 11"),
            ("COBADEFFXXX", "COBADEFFXXX"),
            ("COBADEFFXXXX", "a BIC has 8 or 11 characters, this has 12"),
            (
                "COBA0EFF",
                "its 5th and 6th character name the country, such as DE",
            ),
        ] {
            assert_eq!(told(AsTyped::bic(text)), expected, "{text}");
        }
    }

    #[test]
    fn an_account_is_kept_as_it_is_compared_and_shown_as_it_is_printed() {
        let mut form = BankForm::default();
        let mut problems = Problems::default();
        assert_eq!(form.read(&mut problems), None);
        form.set(BankField::Iban, "de02 1203 0000 0000 2020 51");
        form.set(BankField::Bic, "byladem1001");
        let bank = form.read(&mut problems).expect("an account");
        assert!(problems.is_empty());
        assert_eq!(
            (bank.iban.as_str(), bank.bic.as_str()),
            ("DE02120300000000202051", "BYLADEM1001")
        );
        assert_eq!(
            BankForm::of(Some(&bank)).iban,
            "DE02 1203 0000 0000 2020 51"
        );
        form.set(BankField::Iban, "DE02");
        assert!(form.read(&mut problems).is_some());
        assert!(problems.of(FieldName::Iban).is_some());
    }
}
