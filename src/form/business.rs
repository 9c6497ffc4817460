//! The user's own business as a form.

use ledger::business::{Business, Series, SeriesFor};
use ledger::command::{At, Command};
use ledger::customer::BankDetails;
use ledger::ids::{Seq, SeriesId};
use ledger::tax::Tax;
use ledger::terms::{Due, Terms};
use serde::{Deserialize, Serialize};

use super::details::{DetailsField, DetailsForm};
use super::editing::Form;
use super::tax::{TaxField, TaxForm};
use super::{Fault, Problems, number, whole};

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct BusinessForm {
    pub details: DetailsForm,
    pub currency: String,
    pub net_days: String,
    pub iban: String,
    pub bic: String,
    pub account: String,
    pub bank: String,
    pub footer: String,
    pub taxes: Vec<TaxForm>,
    /// What the form does not show.
    pub base: Business,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BusinessField {
    Details(DetailsField),
    Currency,
    NetDays,
    Iban,
    Bic,
    Account,
    Bank,
    Footer,
    Tax(usize, TaxField),
    AddTax,
    RemoveTax(usize),
}

impl BusinessForm {
    pub fn of(business: &Business) -> BusinessForm {
        let bank = business.bank.clone().unwrap_or_default();
        BusinessForm {
            details: DetailsForm::of(&business.details),
            currency: business.currency.to_string(),
            net_days: match business.terms.due {
                Due::Net { days } => days.to_string(),
                Due::OnReceipt => "0".to_owned(),
                _ => String::new(),
            },
            iban: bank.iban,
            bic: bank.bic,
            account: bank.account,
            bank: bank.bank,
            footer: business.footer.clone(),
            taxes: business
                .taxes
                .iter()
                .zip(0..)
                .map(|(tax, key)| TaxForm::of(tax, key))
                .collect(),
            base: business.clone(),
        }
    }

    /// The command that saves it over the record as it was at `opened`.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn command(&self, opened: Seq) -> Result<Command, Problems> {
        let mut problems = Problems::default();
        let details = self.details.read(&mut problems);
        let currency = self
            .currency
            .trim()
            .parse()
            .map_err(|_| Fault::NoSuchCurrency);
        let currency = problems.noted("currency", currency);
        let mut terms = self.base.terms.clone();
        if let Some(days) = problems.noted("net_days", whole(&self.net_days)).flatten() {
            terms.due = if days == 0 {
                Due::OnReceipt
            } else {
                Due::Net { days }
            };
        }
        let trimmed = |text: &str| text.trim().to_owned();
        let bank = BankDetails {
            iban: trimmed(&self.iban),
            bic: trimmed(&self.bic),
            account: trimmed(&self.account),
            bank: trimmed(&self.bank),
            ..self.base.bank.clone().unwrap_or_default()
        };
        let mut taxes = Vec::new();
        for (index, tax) in self.taxes.iter().enumerate() {
            taxes.extend(tax.read(index, &mut problems));
        }
        match currency {
            Some(currency) if problems.is_empty() => Ok(Command::SaveBusiness {
                business: Business {
                    details,
                    bank: (bank != BankDetails::default()).then_some(bank),
                    currency,
                    terms,
                    taxes,
                    footer: trimmed(&self.footer),
                    ..self.base.clone()
                },
                opened,
            }),
            _ => Err(problems),
        }
    }

    fn next_tax_key(&self) -> u32 {
        self.taxes.iter().map(|tax| tax.key + 1).max().unwrap_or(0)
    }
}

impl Form for BusinessForm {
    type Field = BusinessField;

    fn set(&mut self, field: BusinessField, value: &str) {
        match field {
            BusinessField::Details(field) => self.details.set(field, value),
            BusinessField::Currency => value.clone_into(&mut self.currency),
            BusinessField::NetDays => value.clone_into(&mut self.net_days),
            BusinessField::Iban => value.clone_into(&mut self.iban),
            BusinessField::Bic => value.clone_into(&mut self.bic),
            BusinessField::Account => value.clone_into(&mut self.account),
            BusinessField::Bank => value.clone_into(&mut self.bank),
            BusinessField::Footer => value.clone_into(&mut self.footer),
            BusinessField::Tax(index, field) => {
                if let Some(tax) = self.taxes.get_mut(index) {
                    tax.set(field, value);
                }
            }
            BusinessField::AddTax => {
                let key = self.next_tax_key();
                self.taxes.push(TaxForm::new(key));
            }
            BusinessField::RemoveTax(index) => {
                if index < self.taxes.len() {
                    self.taxes.remove(index);
                }
            }
        }
    }

    fn parts(&self) -> Vec<(At, String)> {
        let mut parts = self.details.parts();
        parts.extend([
            ("currency".into(), self.currency.clone()),
            ("net_days".into(), self.net_days.clone()),
            ("iban".into(), self.iban.clone()),
            ("bic".into(), self.bic.clone()),
            ("account".into(), self.account.clone()),
            ("bank".into(), self.bank.clone()),
            ("footer".into(), self.footer.clone()),
        ]);
        let taxes = self.taxes.iter().enumerate();
        parts.extend(taxes.map(|(index, tax)| (("tax", index).into(), tax.summary())));
        parts
    }

    fn take(&mut self, other: &BusinessForm, part: At) {
        if self.details.take(&other.details, part) {
            return;
        }
        match (part.field, part.index) {
            ("currency", _) => self.currency.clone_from(&other.currency),
            ("net_days", _) => self.net_days.clone_from(&other.net_days),
            ("iban", _) => self.iban.clone_from(&other.iban),
            ("bic", _) => self.bic.clone_from(&other.bic),
            ("account", _) => self.account.clone_from(&other.account),
            ("bank", _) => self.bank.clone_from(&other.bank),
            ("footer", _) => self.footer.clone_from(&other.footer),
            ("tax", Some(index)) => {
                let key = self.next_tax_key();
                match (other.taxes.get(index), self.taxes.get_mut(index)) {
                    (Some(tax), Some(place)) => place.clone_from(tax),
                    (Some(tax), None) => self.taxes.push(TaxForm { key, ..tax.clone() }),
                    (None, Some(_)) => {
                        self.taxes.remove(index);
                    }
                    (None, None) => {}
                }
            }
            _ => {}
        }
    }
}

/// What a new book begins with.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct StartForm {
    pub name: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    pub currency: String,
    pub tax_name: String,
    /// Empty for none.
    pub tax_percent: String,
}

/// Days to pay that a new book offers; changed in the settings.
const NET_DAYS: u32 = 30;

impl StartForm {
    /// The commands that set a new book up, in order.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn commands(&self) -> Result<Vec<Command>, Problems> {
        let mut problems = Problems::default();
        let name = problems.noted("name", super::required(&self.name));
        let currency = self
            .currency
            .trim()
            .parse()
            .map_err(|_| Fault::NoSuchCurrency);
        let currency = problems.noted("currency", currency);
        let percent = number::read_optional(&self.tax_percent);
        let percent = problems.noted("tax_percent", percent).flatten();
        let tax = percent
            .filter(|percent| !percent.is_zero())
            .map(|percent| Tax {
                name: self.tax_name.trim().to_owned(),
                percent,
                ..Tax::default()
            });
        let (Some(name), Some(currency), true) = (name, currency, problems.is_empty()) else {
            return Err(problems);
        };
        let mut business = Business {
            currency,
            terms: Terms {
                due: Due::Net { days: NET_DAYS },
                ..Terms::default()
            },
            taxes: tax.into_iter().collect(),
            ..Business::default()
        };
        name.clone_into(&mut business.details.name);
        business.details.address.country.clone_from(&self.country);
        Ok(vec![
            Command::SaveBusiness {
                business,
                opened: 0,
            },
            series(SeriesFor::Invoices, "{YYYY}-{0000}"),
            series(SeriesFor::CreditNotes, "CN-{YYYY}-{000}"),
        ])
    }
}

fn series(counts: SeriesFor, pattern: &str) -> Command {
    Command::SaveSeries {
        id: None,
        series: Series {
            id: SeriesId::default(),
            counts,
            pattern: pattern.to_owned(),
            start: 1,
            gaps: Vec::new(),
        },
        opened: 0,
    }
}
