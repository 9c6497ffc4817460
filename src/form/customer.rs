//! A customer's details as a form.

use ledger::command::{At, Command};
use ledger::customer::Customer;
use ledger::ids::{CustomerId, Seq};
use ledger::terms::{Due, Terms};
use serde::{Deserialize, Serialize};

use super::details::{DetailsField, DetailsForm};
use super::editing::Form;
use super::{Fault, Problems, whole};

#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct CustomerForm {
    pub details: DetailsForm,
    pub number: String,
    pub currency: String,
    pub net_days: String,
    pub note: String,
    /// What the form does not show.
    pub base: Customer,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CustomerField {
    Details(DetailsField),
    Number,
    Currency,
    NetDays,
    Note,
}

impl CustomerForm {
    pub fn of(customer: &Customer) -> CustomerForm {
        let net_days = match customer.terms.as_ref().map(|terms| terms.due) {
            Some(Due::Net { days }) => days.to_string(),
            Some(Due::OnReceipt) => "0".to_owned(),
            _ => String::new(),
        };
        CustomerForm {
            details: DetailsForm::of(&customer.details),
            number: customer.number.clone(),
            currency: customer
                .currency
                .map_or_else(String::new, |currency| currency.to_string()),
            net_days,
            note: customer.note.clone(),
            base: customer.clone(),
        }
    }

    /// The command that saves it over the record as it was at `opened`.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn command(&self, id: Option<CustomerId>, opened: Seq) -> Result<Command, Problems> {
        let mut problems = Problems::default();
        let details = self.details.read(&mut problems);
        let currency = match self.currency.trim() {
            "" => None,
            code => problems.noted("currency", code.parse().map_err(|_| Fault::NoSuchCurrency)),
        };
        let days = problems.noted("net_days", whole(&self.net_days)).flatten();
        let terms = match days {
            Some(days) => Some(Terms {
                due: if days == 0 {
                    Due::OnReceipt
                } else {
                    Due::Net { days }
                },
                ..self.base.terms.clone().unwrap_or_default()
            }),
            // Terms that are no number of days are not shown here, and stay.
            None => self
                .base
                .terms
                .clone()
                .filter(|terms| !matches!(terms.due, Due::Net { .. } | Due::OnReceipt)),
        };
        let customer = Customer {
            details,
            number: self.number.trim().to_owned(),
            currency,
            terms,
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

impl Form for CustomerForm {
    type Field = CustomerField;

    fn set(&mut self, field: CustomerField, value: &str) {
        match field {
            CustomerField::Details(field) => self.details.set(field, value),
            CustomerField::Number => value.clone_into(&mut self.number),
            CustomerField::Currency => value.clone_into(&mut self.currency),
            CustomerField::NetDays => value.clone_into(&mut self.net_days),
            CustomerField::Note => value.clone_into(&mut self.note),
        }
    }

    fn parts(&self) -> Vec<(At, String)> {
        let mut parts = self.details.parts();
        parts.extend([
            ("number".into(), self.number.clone()),
            ("currency".into(), self.currency.clone()),
            ("net_days".into(), self.net_days.clone()),
            ("note".into(), self.note.clone()),
        ]);
        parts
    }

    fn take(&mut self, other: &CustomerForm, part: At) {
        if self.details.take(&other.details, part) {
            return;
        }
        match part.field {
            "number" => self.number.clone_from(&other.number),
            "currency" => self.currency.clone_from(&other.currency),
            "net_days" => self.net_days.clone_from(&other.net_days),
            "note" => self.note.clone_from(&other.note),
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
        assert_eq!(comparison.taken, [("city".into(), "Vienna".to_owned())]);
        let names: Vec<_> = comparison
            .differences
            .iter()
            .map(|difference| (difference.mine.as_str(), difference.theirs.as_str()))
            .collect();
        assert_eq!(names, [("Linden Architects", "Linden GmbH")]);
    }

    #[test]
    fn a_customer_needs_no_more_than_a_name() {
        assert!(form("Linden", "", "").command(None, 0).is_ok());
        let problems = form(" ", "", "").command(None, 0).expect_err("no name");
        assert_eq!(problems.of("name"), Some(&Fault::Missing));
    }
}
