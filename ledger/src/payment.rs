//! Money in and out, and what it settles: payments, refunds, allocations,
//! write-offs. All are dated facts; a mistake is reversed by a dated record
//! of its own with the opposite sign.

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::ids::{AllocationId, CustomerId, InvoiceId, PaymentId, RefundId, WriteOffId};
use crate::money::{Currency, Decimal};

/// Money received from a customer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Payment {
    pub id: PaymentId,
    pub customer: CustomerId,
    pub date: Date,
    /// Above zero.
    pub amount: Decimal,
    pub currency: Currency,
    /// Transfer, card, cash: as the user calls it.
    #[serde(default)]
    pub method: String,
    /// What the payer or the bank wrote.
    #[serde(default)]
    pub reference: String,
    #[serde(default)]
    pub note: String,
}

/// What can settle an invoice.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    Payment(PaymentId),
    CreditNote(InvoiceId),
}

/// A part of a payment or credit note put against an invoice, on a day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Allocation {
    pub id: AllocationId,
    pub source: Source,
    pub invoice: InvoiceId,
    pub date: Date,
    /// Below zero only where it reverses another.
    pub amount: Decimal,
    /// That of the source and of the invoice.
    pub currency: Currency,
    #[serde(default)]
    pub reverses: Option<AllocationId>,
}

/// Unapplied cash or an unapplied credit given back to the customer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Refund {
    pub id: RefundId,
    pub source: Source,
    pub date: Date,
    /// Above zero.
    pub amount: Decimal,
    /// That of the source.
    pub currency: Currency,
    #[serde(default)]
    pub reference: String,
}

/// A receivable given up as a bad debt.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct WriteOff {
    pub id: WriteOffId,
    pub invoice: InvoiceId,
    pub date: Date,
    /// Below zero only where it reverses another.
    pub amount: Decimal,
    /// That of the invoice.
    pub currency: Currency,
    #[serde(default)]
    pub reason: String,
    #[serde(default)]
    pub reverses: Option<WriteOffId>,
}
