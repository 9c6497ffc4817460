//! What an export comes to, before it is imported, and what is wrong with it.

use crate::date::{BadDate, Date};
use crate::import::{Origins, content, tax};
use crate::invoice::{Adjustment, AdjustmentValue, Invoice, Line, Totals};
use crate::money::{Currency, Decimal, Money, MoneyError};
use crate::records;
use crate::records::{
    AllocationRecord, DocumentKind, InvoiceRecord, PaymentRecord, RecordsFile, RefundRecord,
};
use crate::tax::{RetainedTax, TAXES_MAX, Tax};
use serde::{Deserialize, Serialize};

/// Problems that are gathered before reading gives up.
pub const PROBLEMS_MAX: usize = 1_000;

/// The program that wrote a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Program {
    ServerlessInvoices,
    InvGen,
}

/// When documents were paid that the file calls paid without a date.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Paid {
    /// They stay open.
    Open,
    WhenDue,
    On(Date),
}

/// What a file came to.
#[derive(Clone, PartialEq, Debug)]
pub struct Export {
    pub program: Program,
    pub(super) records: RecordsFile,
    pub(super) origins: Origins,
    /// What each document asks for.
    pub(super) asked: Vec<Money>,
    pub(super) undated: Vec<Undated>,
    /// Drafts, which are left out.
    pub drafts: usize,
    /// What was taken, but is odd.
    pub warnings: Vec<ExportProblem>,
    /// Why documents cannot be taken, and how many.
    pub left: Vec<ExportProblem>,
    pub left_out: usize,
}

/// A document paid on no day, by its place in the records.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Undated {
    pub(super) invoice: usize,
    pub(super) amount: Money,
}

impl Export {
    /// Documents that are called paid without a date.
    pub fn undated(&self) -> usize {
        self.undated.len()
    }

    pub fn customers(&self) -> usize {
        self.records.customers.len()
    }

    pub fn documents(&self) -> usize {
        self.records.invoices.len()
    }

    /// The documents with what each asks for, a credit as it is printed.
    pub fn preview(&self) -> impl Iterator<Item = (&InvoiceRecord, Money)> {
        self.records.invoices.iter().zip(self.asked.iter().copied())
    }

    /// The records, with payments where `paid` says so, and where each came
    /// from.
    pub fn records(&self, paid: Paid) -> (RecordsFile, Origins) {
        let (mut records, mut origins) = (self.records.clone(), self.origins.clone());
        for undated in &self.undated {
            let place = undated.invoice;
            let (Some(invoice), Some(origin)) = (
                records.invoices.get_mut(place),
                origins.invoices.get(place).copied(),
            ) else {
                continue;
            };
            let date = match paid {
                Paid::Open => continue,
                Paid::WhenDue => invoice.due.unwrap_or(invoice.issued),
                Paid::On(date) => date,
            };
            let amount = undated.amount.amount();
            if invoice.kind == DocumentKind::CreditNote {
                invoice.refunds.push(RefundRecord {
                    // Nothing is given back of a credit that is not there yet.
                    date: date.max(invoice.issued),
                    amount,
                    reference: String::new(),
                });
                continue;
            }
            let payment = payment(invoice, date, amount, amount);
            records.payments.push(payment);
            origins.payments.push(origin);
        }
        (records, origins)
    }
}

/// Why a file was not read.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Refused {
    #[error(transparent)]
    File(#[from] records::Problem),
    #[error("{} places cannot be read, the first: {}", .0.len(), .0.first().map_or_else(String::new, ToString::to_string))]
    Places(Vec<ExportProblem>),
}

/// What is wrong or odd, and where.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
#[error("{place}: {record}: {fault}")]
pub struct ExportProblem {
    /// The way to it in the file: `invoices[3].rows[0].price`.
    pub place: String,
    /// The document's number or the customer's name.
    pub record: String,
    pub fault: ExportFault,
    /// The beginning of what stands there.
    pub value: String,
}

/// What is wrong or odd.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum ExportFault {
    #[error("not of the form that the program writes")]
    Form,
    #[error("missing")]
    Missing,
    #[error("not a number")]
    NotANumber,
    #[error(transparent)]
    Money(#[from] MoneyError),
    #[error("not a date")]
    NotADate,
    #[error(transparent)]
    Date(BadDate),
    #[error("not a currency code of ISO 4217")]
    UnknownCurrency,
    #[error("not a status that is known")]
    UnknownStatus,
    #[error(
        "the number of invoice {0} again: a customer holds each, so give one another number in the other program"
    )]
    /// Of which one, from 1.
    NumberTwice(usize),
    #[error("below zero: record what was given back as a refund")]
    NegativePayment,
    #[error("no due date: taken as due on the day of issue")]
    NoDueDate,
    #[error("asks for nothing: left out")]
    Nothing,
    #[error("below zero: taken as an opening credit, without its lines")]
    Credit,
    #[error(
        "asked for {asked}, its lines come to {lines} here: taken as an opening item, without lines"
    )]
    OtherTotal { asked: Money, lines: Money },
    #[error("its lines cannot stand here as they are: taken as an opening item, without lines")]
    Lines,
    #[error("cancelled without a date: taken as void from the day of issue")]
    Cancelled,
    #[error("archived: what is not paid of it is open")]
    Archived,
    #[error("{0} more was paid than it asked for: unapplied")]
    Overpaid(Money),
    #[error("several customers are called so: kept apart by a customer number")]
    SameName,
    #[error("more than {PROBLEMS_MAX}; the others are not listed")]
    More,
}

/// A payment of that amount, of which a part is put against the document.
pub(super) fn payment(
    record: &InvoiceRecord,
    date: Date,
    amount: Decimal,
    part: Decimal,
) -> PaymentRecord {
    let allocation = AllocationRecord {
        invoice: record.number.clone(),
        amount: part,
        date: None,
    };
    PaymentRecord {
        customer: record.customer.clone(),
        date,
        amount,
        currency: record.currency,
        method: String::new(),
        reference: String::new(),
        note: String::new(),
        allocations: Some(allocation)
            .filter(|allocation| !allocation.amount.is_zero())
            .into_iter()
            .collect(),
        refunds: Vec::new(),
    }
}

/// Makes an opening item of a document.
pub(super) fn opening(record: &mut InvoiceRecord, total: Money) {
    record.total = Some(total.amount());
    record.lines.clear();
    record.adjustments.clear();
    record.retained.clear();
}

/// What the lines of a document come to by this ledger's own rules.
pub(super) fn comes_to(record: &InvoiceRecord, currency: Currency) -> Option<Money> {
    let mut taxes: Vec<Tax> = Vec::new();
    let lists = record.lines.iter().map(|line| &line.taxes);
    for stated in lists
        .chain(record.adjustments.iter().map(|stated| &stated.taxes))
        .flatten()
    {
        let stated = tax(stated);
        if !taxes.contains(&stated) {
            taxes.push(stated);
        }
    }
    if taxes.len() > TAXES_MAX {
        return None;
    }
    let adjustments = |stated: &[records::AdjustmentRecord]| {
        let adjustments = stated.iter().map(|stated| Adjustment {
            kind: stated.kind,
            value: match (stated.amount, stated.percent) {
                (Some(amount), _) => AdjustmentValue::Amount(amount),
                (None, percent) => AdjustmentValue::Percent(percent.unwrap_or_default()),
            },
            reason: String::new(),
            reason_code: String::new(),
            taxes: content::set(&stated.taxes, &taxes),
            spread: stated.spread,
        });
        adjustments.collect::<Vec<_>>()
    };
    let lines = record.lines.iter().map(|line| Line {
        description: String::new(),
        quantity: line.quantity,
        unit: String::new(),
        unit_price: line.unit_price,
        taxes: content::set(&line.taxes, &taxes),
        adjustments: adjustments(&line.adjustments),
        more: None,
    });
    let retained = record.retained.iter().map(|retained| RetainedTax {
        name: String::new(),
        percent: retained.percent,
    });
    let document = Invoice {
        currency,
        lines: lines.collect(),
        adjustments: adjustments(&record.adjustments),
        retained: retained.collect(),
        taxes: taxes.clone(),
        rule: record.rule,
        ..Invoice::default()
    };
    let totals = Totals::of(&document, &[], Decimal::ZERO).ok()?;
    Money::new(totals.payable, currency).ok()
}
