//! Customers and the frozen parties of issued documents.

use serde::{Deserialize, Serialize};

use crate::business::Business;
use crate::ids::{CustomerId, PartyId};
use crate::look::PrintedLook;
use crate::money::Currency;
use crate::terms::Terms;

/// A postal address.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Address {
    /// Street and number, building, c/o; a line each.
    #[serde(default)]
    pub lines: Vec<String>,
    #[serde(default)]
    pub postcode: String,
    #[serde(default)]
    pub city: String,
    /// State, province or canton.
    #[serde(default)]
    pub region: String,
    /// ISO 3166-1 alpha-2.
    #[serde(default)]
    pub country: String,
}

/// Where electronic invoices are delivered (BT-34, BT-49).
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct ElectronicAddress {
    /// EAS scheme code, such as 0088 or EM.
    #[serde(default)]
    pub scheme: String,
    #[serde(default)]
    pub value: String,
}

/// What a document says of its seller or customer.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Details {
    #[serde(default)]
    pub name: String,
    /// A person at the customer's.
    #[serde(default)]
    pub contact: String,
    #[serde(default)]
    pub email: String,
    #[serde(default)]
    pub phone: String,
    #[serde(default)]
    pub address: Address,
    /// VAT identifier (BT-31, BT-48).
    #[serde(default)]
    pub vat_id: String,
    /// Other tax registration (BT-32).
    #[serde(default)]
    pub tax_number: String,
    /// Trade or company register (BT-30, BT-47).
    #[serde(default)]
    pub registration: String,
    #[serde(default)]
    pub electronic_address: Option<ElectronicAddress>,
}

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

/// An account: that customers pay into, or a customer's own.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct BankDetails {
    /// The account holder, where it is not the name.
    #[serde(default)]
    pub holder: String,
    #[serde(default)]
    pub iban: String,
    #[serde(default)]
    pub bic: String,
    /// Where there is no IBAN: account and routing numbers, as printed.
    #[serde(default)]
    pub account: String,
    #[serde(default)]
    pub bank: String,
}
