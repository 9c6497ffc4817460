//! Finding a customer by what is typed.

use std::collections::BTreeMap;

use ledger::book::Book;
use ledger::customer::Customer;
use ledger::ids::CustomerId;

use super::Fault;

/// The customers by name, as fields offer them.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Directory {
    /// By lower case of the label, which is unique.
    labels: BTreeMap<String, (String, CustomerId)>,
    /// Customers of one name, by its lower case.
    names: BTreeMap<String, usize>,
}

/// Who is meant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Found {
    Known(CustomerId),
    /// Nobody is called so yet.
    New(String),
}

impl Directory {
    /// Those that can still be invoiced.
    pub fn of(book: &Book) -> Directory {
        let mut directory = Directory::default();
        let usable = || {
            book.customers()
                .iter()
                .filter(|customer| !customer.erased && !customer.archived)
        };
        for customer in usable() {
            *directory
                .names
                .entry(key(&customer.details.name))
                .or_default() += 1;
        }
        for customer in usable() {
            let label = directory.label(customer);
            directory.labels.insert(key(&label), (label, customer.id));
        }
        directory
    }

    /// The customer's name; with the number or id where others have it too.
    pub fn label(&self, customer: &Customer) -> String {
        let name = customer.details.name.trim();
        if self.names.get(&key(name)).copied().unwrap_or(0) < 2 {
            return name.to_owned();
        }
        match customer.number.trim() {
            "" => format!("{name} ({})", customer.id),
            number => format!("{name} ({number})"),
        }
    }

    /// Who is meant by a text.
    ///
    /// # Errors
    /// [`Fault::Missing`], [`Fault::SeveralCustomers`].
    pub fn find(&self, text: &str) -> Result<Found, Fault> {
        let text = super::required(text)?;
        if let Some((_, id)) = self.labels.get(&key(text)) {
            return Ok(Found::Known(*id));
        }
        match self.names.get(&key(text)) {
            Some(count) if *count > 1 => Err(Fault::SeveralCustomers(*count)),
            _ => Ok(Found::New(text.to_owned())),
        }
    }

    /// The same, where it must be one that is known.
    ///
    /// # Errors
    /// [`Fault::NoSuchCustomer`] as well.
    pub fn find_known(&self, text: &str) -> Result<CustomerId, Fault> {
        match self.find(text)? {
            Found::Known(id) => Ok(id),
            Found::New(_) => Err(Fault::NoSuchCustomer),
        }
    }

    /// At most `limit` labels in which the text occurs, by name.
    pub fn suggestions(&self, text: &str, limit: usize) -> Vec<&str> {
        let wanted = key(text);
        self.labels
            .iter()
            .filter(|(key, _)| key.contains(&wanted))
            .map(|(_, (label, _))| label.as_str())
            .take(limit)
            .collect()
    }
}

fn key(text: &str) -> String {
    text.trim().to_lowercase()
}
