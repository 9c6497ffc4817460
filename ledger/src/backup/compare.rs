//! What a restore would take away and bring: two states of one book, held
//! against each other record by record.

use std::collections::BTreeMap;

use crate::book::Book;
use crate::invoice::Invoice;
use crate::money::{Currency, Money};

/// How two states of a book differ.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Comparison {
    pub only_here: Side,
    pub only_there: Side,
    /// Customers, drafts and settings that are in both and not the same.
    pub changed: usize,
}

/// What only one of them has.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Side {
    pub customers: usize,
    pub drafts: usize,
    /// Numbers of the issued documents, in order of creation.
    pub documents: Vec<String>,
    pub payments: usize,
    /// What the documents ask for, credit notes taken off.
    pub asked: BTreeMap<Currency, i128>,
    /// What the payments come to.
    pub paid: BTreeMap<Currency, i128>,
}

impl Side {
    pub fn is_empty(&self) -> bool {
        *self == Side::default()
    }

    /// The sums by currency: of documents, of payments.
    pub fn sums(&self) -> impl Iterator<Item = (Option<Money>, Option<Money>)> + '_ {
        let currencies: std::collections::BTreeSet<Currency> =
            self.asked.keys().chain(self.paid.keys()).copied().collect();
        currencies.into_iter().map(|currency| {
            let money = |sums: &BTreeMap<Currency, i128>| {
                Money::from_minor(*sums.get(&currency)?, currency).ok()
            };
            (money(&self.asked), money(&self.paid))
        })
    }
}

/// Compares a book with another state of it.
pub fn compare(here: &Book, there: &Book) -> Comparison {
    Comparison {
        only_here: only(here, there),
        only_there: only(there, here),
        changed: changed(here, there),
    }
}

fn only(one: &Book, other: &Book) -> Side {
    let mut side = Side {
        customers: one
            .customers()
            .iter()
            .filter(|customer| other.customers().get(customer.id).is_none())
            .count(),
        ..Side::default()
    };
    for invoice in one.invoices().iter() {
        let known = other.invoices().get(invoice.id);
        let is_new = known.is_none_or(|known| known.is_draft() && !invoice.is_draft());
        match &invoice.issue {
            _ if !is_new => {}
            None => side.drafts += 1,
            Some(issue) => {
                side.documents.push(issue.number.clone());
                let asked = Money::new(issue.totals.payable, invoice.currency);
                add(&mut side.asked, asked.ok(), sign(invoice));
            }
        }
    }
    for payment in one.payments().iter() {
        if other.payments().get(payment.id).is_none() {
            side.payments += 1;
            let paid = Money::new(payment.amount, payment.currency);
            add(&mut side.paid, paid.ok(), 1);
        }
    }
    side
}

fn sign(invoice: &Invoice) -> i128 {
    if invoice.kind.is_credit() { -1 } else { 1 }
}

fn add(sums: &mut BTreeMap<Currency, i128>, money: Option<Money>, sign: i128) {
    if let Some(money) = money {
        let sum = sums.entry(money.currency()).or_default();
        *sum = sum.saturating_add(i128::from(money.minor()).saturating_mul(sign));
    }
}

fn changed(here: &Book, there: &Book) -> usize {
    let business = here.business() != there.business();
    let customers = here.customers().iter().filter(|customer| {
        let other = there.customers().get(customer.id);
        other.is_some_and(|other| other != *customer)
    });
    let drafts = here.invoices().iter().filter(|draft| {
        let other = there.invoices().get(draft.id);
        draft.is_draft() && other.is_some_and(|other| other.is_draft() && other != *draft)
    });
    usize::from(business) + customers.count() + drafts.count()
}
