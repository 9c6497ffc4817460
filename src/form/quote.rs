//! The days of a quote as a form. What is offered is a form of its own, that
//! of an invoice.

use ledger::date::Date;
use ledger::invoice::Invoice;
use ledger::problem::{At, FieldName};
use ledger::quote::Quote;
use serde::{Deserialize, Serialize};

use super::editing::Form;
use super::{Problems, date};

/// Days that a new quote holds.
const HOLDS: u32 = 30;

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct QuoteForm {
    pub date: String,
    pub valid_until: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum QuoteField {
    Date,
    ValidUntil,
}

impl QuoteForm {
    /// Of today, for a month or so.
    pub fn new(today: Date) -> QuoteForm {
        QuoteForm {
            date: today.to_string(),
            valid_until: today
                .plus_days(HOLDS)
                .map_or_else(|_| String::new(), |day| day.to_string()),
        }
    }

    pub fn of(quote: &Quote, today: Date) -> QuoteForm {
        let last = quote.valid_until;
        QuoteForm {
            date: quote.document.day_of_draft(today).to_string(),
            valid_until: last.map_or_else(String::new, |day| day.to_string()),
        }
    }

    /// The quote of a document, and its date.
    ///
    /// # Errors
    /// All that is wrong with the days.
    pub fn read(&self, document: Invoice) -> Result<(Quote, Date), Problems> {
        let mut problems = Problems::default();
        let day = problems.noted(FieldName::Date, date::read(&self.date));
        let last = problems.noted(
            FieldName::ValidUntil,
            date::read_optional(&self.valid_until),
        );
        let (Some(day), Some(valid_until)) = (day, last) else {
            return Err(problems);
        };
        let quote = Quote {
            document: Box::new(Invoice {
                draft_date: Some(day),
                ..document
            }),
            valid_until,
            ..Quote::default()
        };
        Ok((quote, day))
    }

    /// Whether a problem belongs to a field of this form.
    pub fn has(at: At) -> bool {
        matches!(at.field, FieldName::Date | FieldName::ValidUntil)
    }
}

impl Form for QuoteForm {
    type Field = QuoteField;

    fn set(&mut self, field: QuoteField, value: &str) {
        match field {
            QuoteField::Date => value.clone_into(&mut self.date),
            QuoteField::ValidUntil => value.clone_into(&mut self.valid_until),
        }
    }

    fn parts(&self) -> Vec<(At, String)> {
        vec![
            (FieldName::Date.into(), self.date.clone()),
            (FieldName::ValidUntil.into(), self.valid_until.clone()),
        ]
    }

    fn take(&mut self, other: &QuoteForm, part: At) {
        match part.field {
            FieldName::Date => self.date.clone_from(&other.date),
            FieldName::ValidUntil => self.valid_until.clone_from(&other.valid_until),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_holds_to_a_day_or_without_end() {
        let today: Date = "2026-04-01".parse().expect("a day");
        let mut form = QuoteForm::new(today);
        let read = |form: &QuoteForm| form.read(Invoice::default());
        let (quote, day) = read(&form).expect("a quote");
        assert_eq!(day, today);
        assert_eq!(
            quote.valid_until.map(|day| day.to_string()).as_deref(),
            Some("2026-05-01")
        );
        assert_eq!(QuoteForm::of(&quote, today), form);
        form.set(QuoteField::ValidUntil, "");
        assert_eq!(read(&form).expect("a quote").0.valid_until, None);
        form.set(QuoteField::ValidUntil, "2026-02-30");
        form.set(QuoteField::Date, "");
        let problems = read(&form).expect_err("problems");
        let places: Vec<_> = problems.iter().map(|(at, _)| at.field).collect();
        assert_eq!(places, [FieldName::Date, FieldName::ValidUntil]);
    }
}
