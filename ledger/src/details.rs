//! Who a business or a customer is: name, address, numbers, account.

use serde::{Deserialize, Serialize};

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
