//! The records file: a book's records as plain JSON, for other tools.
//!
//! ```json
//! {
//!   "owed_records": 1,
//!   "currency": "EUR",
//!   "customers": [{ "number": "K-7", "name": "Acme Ltd" }],
//!   "invoices": [
//!     { "number": "2026-001", "customer": "K-7", "issued": "2026-01-15", "due": "2026-02-14",
//!       "lines": [{ "description": "Work", "quantity": "8", "unit_price": "95.00",
//!                   "taxes": [{ "name": "VAT", "percent": "20" }] }] },
//!     { "number": "2025-117", "customer": "Bolt AG", "issued": "2025-12-01", "total": "480.00" }
//!   ],
//!   "payments": [
//!     { "customer": "K-7", "date": "2026-02-20", "amount": "912.00",
//!       "allocations": [{ "invoice": "2026-001", "amount": "912.00" }] }
//!   ]
//! }
//! ```
//!
//! - Records name each other as people do: customers by their number or else
//!   their name, documents by their number.
//! - Amounts, prices, quantities and percentages are texts (`"95.00"`), as
//!   JSON numbers are binary fractions in most programs. Dates are ISO.
//! - An invoice or credit note without lines is an opening item: its `total`
//!   is in the receivables, in no tax report. With lines, `total` is checked.
//! - What is unknown here is refused, so that a misspelt field is no silent
//!   loss. `static/records.schema.json` describes all fields; a test holds it
//!   against the types below.
//!
//! A records file holds no drafts, quotes, series, schedules, closed periods or
//! history: the backup ([`crate::backup`]) holds everything. What it comes to
//! in a book is for [`crate::import`] to say; reading it checks its form only.

// What is read is untrusted: no place in it is taken to be there.
#![cfg_attr(not(test), deny(clippy::indexing_slicing, clippy::string_slice))]

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::invoice::{AdjustmentKind, PriceMode, Rule};
use crate::money::{Currency, Decimal};
use crate::tax::TaxCategory;

mod export;
mod file;
mod object;
mod place;

pub use export::of;
pub use file::{Malformed, Problem, read, write};
pub use place::{Place, Step};

pub(crate) use file::{malformed, utf8};

/// The version that is written and read.
pub const VERSION: u32 = 1;
/// Bytes of a file at the most: that is far above 100,000 invoices.
pub const BYTES_MAX: usize = 128 << 20;
/// Records of one kind in one file at the most.
pub const RECORDS_MAX: usize = 500_000;

/// A records file.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordsFile {
    /// The version of the format: 1.
    pub owed_records: u32,
    /// Of every record that states none; else the customer's, else that of
    /// the books.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    #[serde(
        default,
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "object::list"
    )]
    pub customers: Vec<CustomerRecord>,
    #[serde(
        default,
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "object::list"
    )]
    pub items: Vec<ItemRecord>,
    #[serde(
        default,
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "object::list"
    )]
    pub invoices: Vec<InvoiceRecord>,
    #[serde(
        default,
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "object::list"
    )]
    pub payments: Vec<PaymentRecord>,
    #[serde(
        default,
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "object::list"
    )]
    pub write_offs: Vec<WriteOffRecord>,
}

impl RecordsFile {
    pub fn new() -> RecordsFile {
        RecordsFile {
            owed_records: VERSION,
            ..RecordsFile::default()
        }
    }
}

/// Whether a field is left out on writing.
fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// A customer.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CustomerRecord {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub number: String,
    pub name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub contact: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub email: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone: String,
    #[serde(
        default,
        skip_serializing_if = "is_default",
        deserialize_with = "object::one"
    )]
    pub address: AddressRecord,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub vat_id: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub tax_number: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub registration: String,
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "object::optional"
    )]
    pub electronic_address: Option<ElectronicAddressRecord>,
    /// BCP 47.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub language: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// Days to pay. Other terms have no form here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub net_days: Option<u32>,
    /// The customer's own account.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "object::optional"
    )]
    pub bank: Option<BankRecord>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub buyer_reference: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub archived: bool,
}

/// An account.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BankRecord {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub holder: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub iban: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub bic: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub account: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub bank: String,
}

#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddressRecord {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub postcode: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub city: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub region: String,
    /// ISO 3166-1 alpha-2.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub country: String,
}

impl AddressRecord {
    /// What is no country code of two letters stands in the lines as it is.
    pub fn of(mut lines: Vec<String>, country: &str) -> AddressRecord {
        let is_code = country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_alphabetic());
        if !is_code && !country.is_empty() {
            lines.push(country.to_owned());
        }
        let code = if is_code { country } else { "" };
        AddressRecord {
            lines,
            country: code.to_ascii_uppercase(),
            ..AddressRecord::default()
        }
    }
}

#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ElectronicAddressRecord {
    /// EAS code.
    pub scheme: String,
    pub value: String,
}

/// Something sold often.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemRecord {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub number: String,
    pub description: String,
    /// UN/ECE Recommendation 20.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    pub unit_price: Decimal,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    #[serde(
        default,
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "object::list"
    )]
    pub taxes: Vec<TaxRecord>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub archived: bool,
}

#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaxRecord {
    pub name: String,
    /// UNCL5305.
    #[serde(default)]
    pub category: TaxCategory,
    pub percent: Decimal,
    /// Also taxes the taxes before it in the line's list.
    #[serde(default, skip_serializing_if = "is_default")]
    pub compound: bool,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub exemption_code: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub exemption_reason: String,
}

/// The kind of a document.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    #[default]
    Invoice,
    Deposit,
    /// Positive figures, as printed.
    CreditNote,
}

/// An issued document. Without lines it is an opening item.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InvoiceRecord {
    #[serde(default, skip_serializing_if = "is_default")]
    pub kind: DocumentKind,
    pub number: String,
    /// A customer's number, or else name.
    pub customer: String,
    pub issued: Date,
    /// Missing: on the day of issue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// One unit of the document's currency in that of the books, where they
    /// differ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Decimal>,
    /// Whether prices are before or with tax.
    #[serde(default, skip_serializing_if = "is_default")]
    pub prices: PriceMode,
    /// The rule by which net, tax and total follow from the lines; missing:
    /// the first.
    #[serde(default, skip_serializing_if = "is_default")]
    pub rule: Rule,
    #[serde(
        default,
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "object::list"
    )]
    pub lines: Vec<LineRecord>,
    /// Allowances and charges on the document.
    #[serde(
        default,
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "object::list"
    )]
    pub adjustments: Vec<AdjustmentRecord>,
    #[serde(
        default,
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "object::list"
    )]
    pub retained: Vec<RetainedRecord>,
    /// Numbers of the deposit invoices that it deducts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deducts: Vec<String>,
    /// The number of the document that a credit note corrects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credits: Option<String>,
    /// What the document asks for, tax included, deposits and retained tax
    /// off (BT-115 less retained tax).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<Decimal>,
    /// Parts of the total with their own due dates.
    #[serde(
        default,
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "object::list"
    )]
    pub instalments: Vec<InstalmentRecord>,
    /// Discounts for paying early.
    #[serde(
        default,
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "object::list"
    )]
    pub early_discounts: Vec<EarlyDiscountRecord>,
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "object::boxed"
    )]
    pub details: Option<Box<DetailsRecord>>,
    /// The day it was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent: Option<Date>,
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "object::optional"
    )]
    pub void: Option<VoidRecord>,
    /// Of a credit note: what of it was put against invoices.
    #[serde(
        default,
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "object::list"
    )]
    pub allocations: Vec<AllocationRecord>,
    /// Of a credit note: what of it was given back in money.
    #[serde(
        default,
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "object::list"
    )]
    pub refunds: Vec<RefundRecord>,
}

impl InvoiceRecord {
    /// An opening item, without what it may lack.
    pub fn opening(
        kind: DocumentKind,
        number: String,
        customer: String,
        issued: Date,
        total: Decimal,
    ) -> InvoiceRecord {
        InvoiceRecord {
            kind,
            number,
            customer,
            issued,
            total: Some(total),
            due: None,
            currency: None,
            rate: None,
            prices: PriceMode::default(),
            rule: Rule::default(),
            lines: Vec::new(),
            adjustments: Vec::new(),
            retained: Vec::new(),
            deducts: Vec::new(),
            credits: None,
            instalments: Vec::new(),
            early_discounts: Vec::new(),
            details: None,
            sent: None,
            void: None,
            allocations: Vec::new(),
            refunds: Vec::new(),
        }
    }
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineRecord {
    pub description: String,
    /// Missing: 1.
    #[serde(default = "one")]
    pub quantity: Decimal,
    /// UN/ECE Recommendation 20.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    pub unit_price: Decimal,
    #[serde(
        default,
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "object::list"
    )]
    pub taxes: Vec<TaxRecord>,
    /// Allowances and charges on the line; the line's taxes apply.
    #[serde(
        default,
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "object::list"
    )]
    pub adjustments: Vec<AdjustmentRecord>,
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "object::boxed"
    )]
    pub details: Option<Box<LineDetailsRecord>>,
}

fn one() -> Decimal {
    Decimal::ONE
}

#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineDetailsRecord {
    /// The number of an item in the catalogue.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub item: String,
    /// The price is for this many units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price_base_quantity: Option<Decimal>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub seller_item: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub buyer_item: String,
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "object::optional"
    )]
    pub period: Option<PeriodRecord>,
}

/// First and last day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeriodRecord {
    pub from: Date,
    pub to: Date,
}

/// An allowance or a charge: `amount` or `percent`, not both.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdjustmentRecord {
    pub kind: AdjustmentKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Decimal>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent: Option<Decimal>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason_code: String,
    /// On the document only.
    #[serde(
        default,
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "object::list"
    )]
    pub taxes: Vec<TaxRecord>,
    /// On the document only: over all rates by their share, in place of
    /// `taxes`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub spread: bool,
}

/// A tax that the customer keeps back.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RetainedRecord {
    pub name: String,
    pub percent: Decimal,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InstalmentRecord {
    pub due: Date,
    pub amount: Decimal,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EarlyDiscountRecord {
    /// The last day on which it counts, from the day of issue as day 0.
    pub days: u32,
    pub percent: Decimal,
}

/// What some documents say beside their lines.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DetailsRecord {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub buyer_reference: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub purchase_order: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub contract: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub project: String,
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "object::optional"
    )]
    pub period: Option<PeriodRecord>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivered: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_point: Option<Date>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub payment_reference: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub footer: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub credit_reason: String,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VoidRecord {
    pub date: Date,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// Money received.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaymentRecord {
    /// A customer's number, or else name. Empty: the customer of the first
    /// invoice that it is put against.
    pub customer: String,
    pub date: Date,
    pub amount: Decimal,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub method: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reference: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// What of it was put against invoices; the rest is unapplied.
    #[serde(
        default,
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "object::list"
    )]
    pub allocations: Vec<AllocationRecord>,
    /// What of it was given back.
    #[serde(
        default,
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "object::list"
    )]
    pub refunds: Vec<RefundRecord>,
}

/// A part of a payment or credit note put against an invoice.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AllocationRecord {
    /// An invoice's number.
    pub invoice: String,
    /// Below zero: takes back an earlier one of the same list, to the same
    /// invoice and of the same amount.
    pub amount: Decimal,
    /// Missing: the first day on which both sides exist.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RefundRecord {
    pub date: Date,
    pub amount: Decimal,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reference: String,
}

/// A receivable given up as a bad debt.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WriteOffRecord {
    /// An invoice's number.
    pub invoice: String,
    pub date: Date,
    /// Below zero: takes back an earlier one of the same invoice and amount.
    pub amount: Decimal,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

#[cfg(test)]
mod tests;
