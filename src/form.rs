//! From what a person typed to a command, or to all that is wrong with it.
//!
//! A form is strings; it can be saved at any moment as it is, and is
//! read as a whole. Whatever can be read in two ways is a problem, never a
//! guess. The sentences are made in `text`.

pub mod adjustment;
pub mod bank;
pub mod bank_account;
pub mod business;
pub mod customer;
pub mod customers;
pub mod date;
pub mod details;
pub mod editing;
pub mod invoice;
pub mod item;
pub mod ladder;
pub mod number;
pub mod payment;
pub mod quote;
pub mod reconcile;
pub mod schedule;
pub mod series;
pub mod tax;
pub mod terms;

use ledger::money::Currency;
use ledger::problem::{At, FieldName, Problem, Refusal, What};

use self::date::DateFault;
use self::number::NumberFault;

/// What is wrong with what stands in a field.
#[derive(Clone, PartialEq, Debug)]
pub enum Fault {
    Missing,
    Number(NumberFault),
    Date(DateFault),
    /// No such customer is known.
    NoSuchCustomer,
    /// So many customers are called so.
    SeveralCustomers(usize),
    NoSuchCurrency,
    /// What should be two currencies is one.
    SameCurrency,
    NotAWholeNumber,
    /// Of what something was to be put against.
    NothingLeft,
    /// What the ledger says of it.
    Ledger(What),
}

/// All that is wrong with a form, each with its field.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Problems {
    list: Vec<(At, Fault)>,
}

impl Problems {
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub fn add(&mut self, at: impl Into<At>, fault: Fault) {
        self.list.push((at.into(), fault));
    }

    pub fn extend(&mut self, more: Problems) {
        self.list.extend(more.list);
    }

    /// The value, or the problem noted.
    pub fn noted<T, E: Into<Fault>>(
        &mut self,
        at: impl Into<At>,
        result: Result<T, E>,
    ) -> Option<T> {
        result.map_err(|error| self.add(at, error.into())).ok()
    }

    /// The currency of this code, or the problem noted.
    pub fn currency(&mut self, code: &str) -> Option<Currency> {
        let currency = code.trim().parse().map_err(|_| Fault::NoSuchCurrency);
        self.noted(FieldName::Currency, currency)
    }

    /// What is made of what was read, where nothing is wrong.
    ///
    /// # Errors
    /// These.
    pub fn or<T>(self, make: impl FnOnce() -> T) -> Result<T, Problems> {
        if self.is_empty() {
            Ok(make())
        } else {
            Err(self)
        }
    }

    /// The first problem of a field.
    pub fn of(&self, at: impl Into<At>) -> Option<&Fault> {
        let at = at.into();
        let found = self.list.iter().find(|(known, _)| *known == at);
        found.map(|(_, fault)| fault)
    }

    pub fn iter(&self) -> impl Iterator<Item = &(At, Fault)> {
        self.list.iter()
    }

    /// Those of some places, and the others.
    pub fn split(self, is_one: impl Fn(At) -> bool) -> (Problems, Problems) {
        let (ones, others) = self.list.into_iter().partition(|(at, _)| is_one(*at));
        (Problems { list: ones }, Problems { list: others })
    }

    /// The same problems with the places of one field's items moved to where
    /// the page shows them.
    #[must_use]
    pub fn moved(mut self, field: FieldName, place: impl Fn(usize) -> usize) -> Problems {
        for (at, _) in &mut self.list {
            if at.field == field {
                at.index = at.index.map(&place);
            }
        }
        self
    }

    /// The last closed day, where something was refused for being dated in a
    /// closed period.
    pub fn closed(&self) -> Option<ledger::date::Date> {
        self.list.iter().find_map(|(_, fault)| match fault {
            Fault::Ledger(What::Closed(until)) => Some(*until),
            _ => None,
        })
    }
}

impl From<&[Problem]> for Problems {
    fn from(problems: &[Problem]) -> Problems {
        let list = problems
            .iter()
            .map(|problem| (problem.at, Fault::Ledger(problem.what.clone())));
        Problems {
            list: list.collect(),
        }
    }
}

/// The problems of a refusal; none where another tab changed the record.
impl From<&Refusal> for Problems {
    fn from(refusal: &Refusal) -> Problems {
        match refusal {
            Refusal::Problems(problems) => problems.as_slice().into(),
            Refusal::Changed { .. } => Problems::default(),
        }
    }
}

impl From<NumberFault> for Fault {
    fn from(fault: NumberFault) -> Fault {
        match fault {
            NumberFault::Missing => Fault::Missing,
            fault => Fault::Number(fault),
        }
    }
}

impl From<DateFault> for Fault {
    fn from(fault: DateFault) -> Fault {
        match fault {
            DateFault::Missing => Fault::Missing,
            fault => Fault::Date(fault),
        }
    }
}

/// The text without blanks at its ends, or what is missing.
pub(crate) fn required(text: &str) -> Result<&str, Fault> {
    match text.trim() {
        "" => Err(Fault::Missing),
        text => Ok(text),
    }
}

/// A whole number from 0, such as days; `None` where nothing is typed.
pub(crate) fn whole(text: &str) -> Result<Option<u32>, Fault> {
    match text.trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| Fault::NotAWholeNumber),
    }
}
