//! Customers and the frozen parties of issued documents.

use serde::{Deserialize, Serialize};

use crate::business::Business;
use crate::collection::CustomerReminders;
pub use crate::details::{Address, BankDetails, Details, ElectronicAddress};
use crate::ids::{CustomerId, PartyId};
use crate::look::PrintedLook;
use crate::money::Currency;
use crate::terms::Terms;

/// A customer as kept now.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Customer {
    pub id: CustomerId,
    /// The customer's number in the user's own files.
    #[serde(default)]
    pub number: String,
    pub details: Details,
    /// BCP 47, for documents.
    #[serde(default)]
    pub language: String,
    #[serde(default)]
    pub currency: Option<Currency>,
    #[serde(default)]
    pub terms: Option<Terms>,
    /// The account that the customer pays from and is refunded to.
    #[serde(default)]
    pub bank: Option<BankDetails>,
    /// The buyer reference of new invoices (BT-10).
    #[serde(default)]
    pub buyer_reference: String,
    #[serde(default)]
    pub note: String,
    /// What differs in reminding them.
    #[serde(default)]
    pub reminders: Option<Box<CustomerReminders>>,
    /// Out of the lists, its history stays.
    #[serde(default)]
    pub archived: bool,
    /// The person's data was erased at their request.
    #[serde(default)]
    pub erased: bool,
}

/// A seller or customer as it was when a document was issued. Never changed;
/// documents issued with the same details share one.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Party {
    pub id: PartyId,
    /// `None` for the seller.
    #[serde(default)]
    pub customer: Option<CustomerId>,
    pub details: Details,
    /// Where the seller wants to be paid.
    #[serde(default)]
    pub bank: Option<BankDetails>,
    /// How the seller's documents look. `None` for a customer, and in books
    /// from before it was kept: then it is as the business has it today.
    #[serde(default)]
    pub look: Option<PrintedLook>,
    /// The customer's number, and the language of documents, BCP 47, where it
    /// is the customer's own.
    #[serde(default)]
    pub number: String,
    #[serde(default)]
    pub language: String,
}

impl Party {
    pub fn of_business(business: &Business) -> Party {
        Party {
            details: business.details.clone(),
            bank: business.bank.clone(),
            look: Some(PrintedLook::of(business)),
            ..Party::default()
        }
    }

    pub fn of_customer(customer: &Customer) -> Party {
        Party {
            customer: Some(customer.id),
            details: customer.details.clone(),
            number: customer.number.clone(),
            language: customer.language.clone(),
            ..Party::default()
        }
    }
}
