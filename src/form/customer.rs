//! A customer's details as a form.

use ledger::collection::CustomerReminders;
use ledger::command::Command;
use ledger::customer::Customer;
use ledger::ids::{CustomerId, Version};
use ledger::late::Audience;
use ledger::problem::{At, FieldName};
use serde::{Deserialize, Serialize};

use super::bank::{BankField, BankForm};
use super::details::{DetailsField, DetailsForm};
use super::editing::Form;
use super::terms::{TermsField, TermsForm};
use super::{Fault, Problems};

#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct CustomerForm {
    pub details: DetailsForm,
    pub number: String,
    pub currency: String,
    pub language: String,
    pub terms: TermsForm,
    pub bank: BankForm,
    pub note: String,
    /// Empty where nobody said.
    #[serde(default)]
    pub audience: String,
    #[serde(default)]
    pub never_remind: bool,
    /// What the form does not show.
    pub base: Customer,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CustomerField {
    Details(DetailsField),
    Number,
    Currency,
    Language,
    Terms(TermsField),
    Bank(BankField),
    Note,
    Audience,
    /// Empty for no.
    NeverRemind,
}

impl CustomerForm {
    pub fn of(customer: &Customer) -> CustomerForm {
        let reminders = customer.reminders.as_deref().cloned().unwrap_or_default();
        CustomerForm {
            details: DetailsForm::of(&customer.details),
            number: customer.number.clone(),
            currency: customer
                .currency
                .map_or_else(String::new, |currency| currency.to_string()),
            language: customer.language.clone(),
            terms: TermsForm::of(customer.terms.as_ref()),
            bank: BankForm::of(customer.bank.as_ref()),
            note: customer.note.clone(),
            audience: reminders
                .audience
                .map_or_else(String::new, |audience| audience.to_string()),
            never_remind: reminders.never,
            base: customer.clone(),
        }
    }

    /// The command that saves it over the record as it was at `opened`.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn command(&self, id: Option<CustomerId>, opened: Version) -> Result<Command, Problems> {
        let mut problems = Problems::default();
        let details = self.details.read(&mut problems);
        let currency = match self.currency.trim() {
            "" => None,
            code => problems.noted(
                FieldName::Currency,
                code.parse().map_err(|_| Fault::NoSuchCurrency),
            ),
        };
        let terms = self.terms.read(&mut problems);
        let bank = self.bank.read(&mut problems);
        let reminders = CustomerReminders {
            never: self.never_remind,
            audience: Audience::of(&self.audience),
            ..self.base.reminders.as_deref().cloned().unwrap_or_default()
        };
        let is_usual = reminders == CustomerReminders::default();
        let customer = Customer {
            reminders: (!is_usual).then(|| Box::new(reminders)),
            details,
            number: self.number.trim().to_owned(),
            language: self.language.clone(),
            currency,
            terms,
            bank,
            note: self.note.trim().to_owned(),
            ..self.base.clone()
        };
        if problems.is_empty() {
            Ok(Command::SaveCustomer {
                id,
                customer,
                opened,
            })
        } else {
            Err(problems)
        }
    }
}

impl CustomerForm {
    /// How they are reminded, to be compared.
    fn reminders_said(&self) -> String {
        let never = if self.never_remind { "never" } else { "" };
        [self.audience.as_str(), never].join(" ").trim().to_owned()
    }
}

impl Form for CustomerForm {
    type Field = CustomerField;

    fn set(&mut self, field: CustomerField, value: &str) {
        match field {
            CustomerField::Details(field) => self.details.set(field, value),
            CustomerField::Number => value.clone_into(&mut self.number),
            CustomerField::Currency => value.clone_into(&mut self.currency),
            CustomerField::Language => value.clone_into(&mut self.language),
            CustomerField::Terms(field) => self.terms.set(field, value),
            CustomerField::Bank(field) => self.bank.set(field, value),
            CustomerField::Note => value.clone_into(&mut self.note),
            CustomerField::Audience => value.clone_into(&mut self.audience),
            CustomerField::NeverRemind => self.never_remind = !value.is_empty(),
        }
    }

    fn parts(&self) -> Vec<(At, String)> {
        let mut parts = self.details.parts();
        parts.extend([
            (FieldName::Number.into(), self.number.clone()),
            (FieldName::Currency.into(), self.currency.clone()),
            (FieldName::Language.into(), self.language.clone()),
            (FieldName::Terms.into(), self.terms.summary()),
            (FieldName::Note.into(), self.note.clone()),
            (FieldName::Reminder.into(), self.reminders_said()),
        ]);
        parts.extend(self.bank.parts());
        parts
    }

    fn take(&mut self, other: &CustomerForm, part: At) {
        if self.details.take(&other.details, part) || self.bank.take(&other.bank, part) {
            return;
        }
        match part.field {
            FieldName::Number => self.number.clone_from(&other.number),
            FieldName::Currency => self.currency.clone_from(&other.currency),
            FieldName::Language => self.language.clone_from(&other.language),
            FieldName::Terms => self.terms.clone_from(&other.terms),
            FieldName::Note => self.note.clone_from(&other.note),
            FieldName::Reminder => {
                self.audience.clone_from(&other.audience);
                self.never_remind = other.never_remind;
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::editing::compare;
    use super::*;

    fn form(name: &str, city: &str, note: &str) -> CustomerForm {
        let mut form = CustomerForm::default();
        form.set(CustomerField::Details(DetailsField::Name), name);
        form.set(CustomerField::Details(DetailsField::City), city);
        form.set(CustomerField::Note, note);
        form
    }

    #[test]
    fn neither_edit_of_a_stale_form_is_lost() {
        let opened = form("Linden", "Munich", "");
        let mine = form("Linden Architects", "Munich", "calls on Fridays");
        let theirs = form("Linden GmbH", "Vienna", "");
        let comparison = compare(&opened, &mine, &theirs);
        assert_eq!(
            comparison.merged,
            form("Linden Architects", "Vienna", "calls on Fridays")
        );
        assert_eq!(
            comparison.taken,
            [(FieldName::City.into(), "Vienna".to_owned())]
        );
        let names: Vec<_> = comparison
            .differences
            .iter()
            .map(|difference| (difference.mine.as_str(), difference.theirs.as_str()))
            .collect();
        assert_eq!(names, [("Linden Architects", "Linden GmbH")]);
    }

    #[test]
    fn a_customer_needs_no_more_than_a_name() {
        assert!(form("Linden", "", "").command(None, Version::NONE).is_ok());
        let problems = form(" ", "", "")
            .command(None, Version::NONE)
            .expect_err("no name");
        assert_eq!(problems.of(FieldName::Name), Some(&Fault::Missing));
    }
}
