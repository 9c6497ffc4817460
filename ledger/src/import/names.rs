//! Customers by number and by name.

use std::collections::{BTreeMap, BTreeSet};

use crate::book::Book;
use crate::ids::CustomerId;
use crate::letters::tidy;

/// Customers by what files call them.
#[derive(Default)]
pub(super) struct Customers {
    pub(in crate::import) by_number: BTreeMap<String, CustomerId>,
    pub(in crate::import) by_name: BTreeMap<String, Named>,
    /// Those of the book without a number that the file gives one.
    pub(in crate::import) numbered: BTreeSet<CustomerId>,
}

/// Who bears a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Named {
    One(CustomerId),
    Several,
}

/// Names are the same whatever their case, their spaces, and the way in which
/// their letters are written.
pub(super) fn folded(name: &str) -> String {
    tidy(name).to_lowercase()
}

impl Customers {
    pub(super) fn of(book: &Book) -> Customers {
        let mut customers = Customers::default();
        for customer in book.customers().iter().filter(|customer| !customer.erased) {
            customers.add(&customer.number, &customer.details.name, customer.id);
        }
        customers
    }

    pub(in crate::import) fn add(&mut self, number: &str, name: &str, id: CustomerId) {
        if !number.trim().is_empty() {
            self.by_number.entry(number.trim().to_owned()).or_insert(id);
        }
        self.by_name
            .entry(folded(name))
            .and_modify(|named| *named = Named::Several)
            .or_insert(Named::One(id));
    }

    /// Whom a record means: by number, or else by name.
    pub(super) fn find(&self, reference: &str) -> Option<Named> {
        self.by_number
            .get(reference.trim())
            .map(|id| Named::One(*id))
            .or_else(|| self.by_name.get(&folded(reference)).copied())
    }
}
