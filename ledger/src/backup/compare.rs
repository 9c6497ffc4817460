//! What a restore would take away and bring: two states of one book, held
//! against each other record by record.

use std::collections::{BTreeMap, BTreeSet};

use crate::book::{Book, RecordKind};
use crate::change::Record;
use crate::invoice::Invoice;
use crate::journal::Hash;
use crate::money::{Currency, Money};
use crate::slices::{Steps, at_once};

/// How two states of a book differ: every record of both is looked at.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Comparison {
    pub only_here: Side,
    pub only_there: Side,
    /// Records that are in both and not the same, by kind.
    pub changed: BTreeMap<RecordKind, usize>,
}

impl Comparison {
    pub fn is_empty(&self) -> bool {
        *self == Comparison::default()
    }
}

/// What only one of them has.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Side {
    /// How many records of each kind, but for documents and drafts.
    pub kinds: BTreeMap<RecordKind, usize>,
    pub drafts: usize,
    /// Numbers of the issued documents, in order of creation. One that the
    /// other has as a draft is among them.
    pub documents: Vec<String>,
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
        let currencies: BTreeSet<Currency> =
            self.asked.keys().chain(self.paid.keys()).copied().collect();
        currencies.into_iter().map(|currency| {
            let money = |sums: &BTreeMap<Currency, i128>| {
                Money::from_minor(*sums.get(&currency)?, currency).ok()
            };
            (money(&self.asked), money(&self.paid))
        })
    }

    fn take(&mut self, record: &Record) {
        match record {
            Record::Invoice(invoice) => match &invoice.issue {
                None => self.drafts += 1,
                Some(issue) => {
                    self.documents.push(issue.number.clone());
                    let asked = Money::new(issue.totals.payable, invoice.currency);
                    add(&mut self.asked, asked.ok(), sign(invoice));
                }
            },
            other => {
                if let Record::Payment(payment) = other {
                    let paid = Money::new(payment.amount, payment.currency);
                    add(&mut self.paid, paid.ok(), 1);
                }
                *self.kinds.entry(RecordKind::of(other.id())).or_default() += 1;
            }
        }
    }
}

/// Compares a book with another state of it.
pub fn compare(here: &Book, there: &Book) -> Comparison {
    at_once(compare_in_steps(here, there, &Steps::default()))
}

/// The same as long work, a step for each record.
pub async fn compare_in_steps(here: &Book, there: &Book, steps: &Steps) -> Comparison {
    let mut found = Comparison::default();
    for record in here.records() {
        match there.record(record.id()) {
            None => found.only_here.take(&record),
            Some(other) if other == record => {}
            Some(other) => match (is_issued(&record), is_issued(&other)) {
                (true, false) => found.only_here.take(&record),
                (false, true) => found.only_there.take(&other),
                _ => {
                    let kind = RecordKind::of(record.id());
                    *found.changed.entry(kind).or_default() += 1;
                }
            },
        }
        steps.step().await;
    }
    for record in there.records() {
        if here.record(record.id()).is_none() {
            found.only_there.take(&record);
        }
        steps.step().await;
    }
    found
}

/// The blobs that a book names: logos, of the business and of what was issued.
pub fn blobs_named(book: &Book) -> BTreeSet<Hash> {
    let business = book.business().map(|business| &business.documents);
    let parties = book
        .parties()
        .iter()
        .filter_map(|party| party.look.as_ref());
    business
        .into_iter()
        .chain(parties.map(|look| &look.documents))
        .filter_map(|look| Some(look.logo.as_ref()?.hash))
        .collect()
}

fn is_issued(record: &Record) -> bool {
    matches!(record, Record::Invoice(invoice) if !invoice.is_draft())
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
