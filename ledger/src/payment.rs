//! Money in and out, and what it settles: payments, refunds, allocations,
//! write-offs. All are dated facts; a mistake is reversed by a dated record
//! of its own with the opposite sign.

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::ids::{AllocationId, CustomerId, InvoiceId, PaymentId, RefundId, WriteOffId};
use crate::money::{Currency, Decimal, MoneyError};

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
    /// What a bank or payment service kept of it, from zero up to less than
    /// the amount: the customer paid the amount, the account got the rest.
    #[serde(default)]
    pub fee: Option<Decimal>,
    /// What reached the account, where that is in another currency.
    #[serde(default)]
    pub received: Option<Received>,
}

/// What reached an account, after the bank's fee, in the account's currency.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Received {
    /// Above zero.
    pub amount: Decimal,
    pub currency: Currency,
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
    /// The payment that it came with, where it is of something else: an
    /// invoice that was paid less a credit note.
    #[serde(default)]
    pub with: Option<PaymentId>,
}

/// Why money of a payment or credit note is no longer there.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundKind {
    /// Given back to the customer.
    #[default]
    Refund,
    /// The payment itself came back: a bounced debit, a chargeback.
    Returned,
    /// There was no such payment: it was recorded by mistake.
    Correction,
}

/// Unapplied cash or an unapplied credit given back to the customer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Refund {
    pub id: RefundId,
    pub source: Source,
    pub date: Date,
    /// Below zero only where it reverses another.
    pub amount: Decimal,
    /// That of the source.
    pub currency: Currency,
    #[serde(default)]
    pub reference: String,
    #[serde(default)]
    pub kind: RefundKind,
    /// What left the account, where that is in another currency.
    #[serde(default)]
    pub received: Option<Received>,
    #[serde(default)]
    pub reverses: Option<RefundId>,
}

/// Why something is no longer asked for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WriteOffKind {
    /// Given up.
    #[default]
    BadDebt,
    /// Earned by paying early.
    EarlyDiscount,
    /// Too small to ask for.
    SmallDifference,
}

/// The part of a write-off that falls on one tax of the document.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TaxShare {
    /// As [`crate::invoice::TaxRow::place`].
    #[serde(default)]
    pub place: Option<u8>,
    pub net: Decimal,
    pub tax: Decimal,
}

/// A receivable that is no longer asked for without money: given up as a bad
/// debt, earned as a discount, too small to ask for.
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
    #[serde(default)]
    pub kind: WriteOffKind,
    /// The payment that it came with.
    #[serde(default)]
    pub payment: Option<PaymentId>,
    /// By how much it corrects the taxes of the document; adds up to the
    /// amount. Empty where taxes are not corrected.
    #[serde(default)]
    pub taxes: Vec<TaxShare>,
}

impl Payment {
    /// What reached the account: the amount less the fee, or what the bank
    /// made of it in another currency.
    ///
    /// # Errors
    /// Where the difference is beyond what a decimal holds.
    pub fn reached(&self) -> Result<(Decimal, Currency), MoneyError> {
        match (self.received, self.fee) {
            (Some(received), _) => Ok((received.amount, received.currency)),
            (None, Some(fee)) => Ok((self.amount.sub(fee)?, self.currency)),
            (None, None) => Ok((self.amount, self.currency)),
        }
    }
}

impl Refund {
    /// What left the account, below zero.
    pub fn left(&self) -> (Decimal, Currency) {
        match self.received {
            Some(received) => (received.amount.neg(), received.currency),
            None => (self.amount.neg(), self.currency),
        }
    }
}
