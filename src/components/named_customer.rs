//! The customer whom a form names.

use ledger::change::RecordId;
use ledger::command::Command;
use ledger::customer::Customer as Record;
use ledger::ids::{CustomerId, Version};

use crate::dispatch::{Dispatcher, NotDone};
use crate::form::customers::Found;

/// Adds a customer of whom no more than a name is known.
///
/// # Errors
/// As the dispatcher.
pub async fn add(dispatcher: &Dispatcher, name: String) -> Result<CustomerId, NotDone> {
    let mut customer = Record::default();
    customer.details.name = name;
    let command = Command::SaveCustomer {
        id: None,
        customer,
        opened: Version::NONE,
    };
    let done = dispatcher.run(command, None, None).await?;
    done.find(customer_id).ok_or(NotDone::Busy)
}

pub fn customer_id(id: &RecordId) -> Option<CustomerId> {
    match id {
        RecordId::Customer(id) => Some(*id),
        _ => None,
    }
}

/// The customer who is meant, created where it is a new one.
///
/// # Errors
/// As the dispatcher.
pub async fn customer_of(dispatcher: &Dispatcher, found: Found) -> Result<CustomerId, NotDone> {
    match found {
        Found::Known(id) => Ok(id),
        Found::New(name) => add(dispatcher, name).await,
    }
}
