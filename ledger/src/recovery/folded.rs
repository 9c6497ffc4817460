//! The book as far as its entries can be read, and what stands in for what is lost.

use std::collections::{BTreeMap, BTreeSet};

use super::reading::Reading;
use crate::bank::BankAccount;
use crate::book::Book;
use crate::business::{Business, Series, SeriesFor};
use crate::change::{Change, Record, RecordId};
use crate::check::Finding;
use crate::customer::{Customer, Party};
use crate::ids::{CustomerId, InvoiceId, PartyId, PaymentId, SeriesId};
use crate::invoice::Invoice;
use crate::journal::Entry;
use crate::kinds::answers::{Reference, references};
use crate::payment::Source;
use crate::slices::Steps;

/// The book of the entries that stay, with what stands in for lost records.
pub(super) struct Folded {
    pub(super) book: Book,
    pub(super) stand_ins: Vec<Change>,
    /// Changes that do not fit by themselves.
    pub(super) misfits: Vec<RecordId>,
}

impl Folded {
    pub(super) async fn of(
        reading: &Reading<'_>,
        dropped: &BTreeSet<RecordId>,
        steps: &Steps,
    ) -> Folded {
        let mut folded = Folded {
            book: Book::empty(reading.id.clone()),
            stand_ins: Vec::new(),
            misfits: Vec::new(),
        };
        for line in &reading.lines {
            let mut entry = line.entry.clone();
            for change in &mut entry.changes {
                if change
                    .as_ref()
                    .is_some_and(|change| dropped.contains(&change.id()))
                {
                    *change = None;
                }
            }
            folded.follow(&entry);
            steps.step().await;
        }
        if !reading.lost.is_empty() || !dropped.is_empty() || reading.lines.is_empty() {
            folded.stand_in(&reading.doubtful, reading.lines.is_empty());
        }
        folded
    }

    fn follow(&mut self, entry: &Entry) {
        let mut after = self.book.clone();
        if after.apply_entry(entry).is_ok() {
            self.book = after;
            return;
        }
        let mut fitting = entry.clone();
        let mut tried = self.book.clone();
        for change in &mut fitting.changes {
            let Some(known) = change else { continue };
            let mut with = tried.clone();
            if with.apply(entry.header.seq, known).is_ok() {
                tried = with;
            } else {
                self.misfits.push(known.id());
                *change = None;
            }
        }
        let mut after = self.book.clone();
        if after.apply_entry(&fitting).is_ok() {
            self.book = after;
        }
    }

    /// Puts what can stand in for records that others need.
    fn stand_in(&mut self, doubtful: &BTreeMap<RecordId, Record>, all: bool) {
        let seq = self.book.head().seq + 1;
        // Where something stays, only what it names is needed: an id may be what
        // is wrong.
        let is_needed = |id: &RecordId| all || *id == RecordId::Business;
        for (id, record) in doubtful.iter().filter(|(id, _)| is_needed(id)) {
            let change = Change::Put(record.clone());
            if self.book.record(*id).is_none() && self.book.apply(seq, &change).is_ok() {
                self.stand_ins.push(change);
            }
        }
        let mut done = BTreeSet::new();
        loop {
            let missing = self.missing();
            let change = missing
                .into_iter()
                .filter(|(_, reference)| done.insert(id_of(*reference)))
                .find_map(|(record, reference)| {
                    let reads = match reference {
                        Reference::Needed(id) => doubtful.get(&id),
                        Reference::Known(_) => None,
                    };
                    let reads = reads.map(|record| Change::Put(record.clone()));
                    reads.or_else(|| self.substitute(&record, reference))
                });
            let Some(change) = change else { break };
            if self.book.apply(seq, &change).is_ok() {
                self.stand_ins.push(change);
            }
        }
        if self.book.business().is_none() {
            let change = Change::Put(self.business().into());
            if self.book.apply(seq, &change).is_ok() {
                self.stand_ins.push(change);
            }
        }
        for change in self.series() {
            let change = match doubtful.get(&change.id()) {
                Some(record) => Change::Put(record.clone()),
                None => change,
            };
            if self.book.apply(seq, &change).is_ok() {
                self.stand_ins.push(change);
            }
        }
    }

    /// What records name and is not there, with one that names it.
    fn missing(&self) -> Vec<(Record, Reference)> {
        let mut missing = Vec::new();
        for record in self.book.records() {
            for reference in references(&record) {
                let there = match reference {
                    Reference::Needed(id) => self.book.record(id).is_some(),
                    Reference::Known(RecordId::Invoice(id)) => {
                        self.book.invoices().slot(id).is_some()
                    }
                    Reference::Known(_) => true,
                };
                if !there {
                    missing.push((record.clone(), reference));
                }
            }
        }
        missing
    }

    fn substitute(&self, named_by: &Record, reference: Reference) -> Option<Change> {
        match reference {
            // A slot of its own says that it was there once.
            Reference::Known(id) => Some(Change::Remove(id)),
            Reference::Needed(RecordId::Customer(id)) => {
                let parties = self.book.parties().iter();
                let party = parties.filter(|party| party.customer == Some(id)).last();
                let details = party.map(|party| party.details.clone()).unwrap_or_default();
                Some(Change::Put(
                    Customer {
                        id,
                        details,
                        ..Customer::default()
                    }
                    .into(),
                ))
            }
            Reference::Needed(RecordId::Party(id)) => {
                let customer = match named_by {
                    Record::Invoice(invoice) => customer_of(invoice, id),
                    Record::Quote(quote) => {
                        let buyer = quote.issue.as_ref().and_then(|issue| issue.buyer);
                        (buyer == Some(id)).then_some(quote.document.customer)
                    }
                    _ => None,
                };
                let known = customer.and_then(|id| self.book.customers().get(id));
                let party = match (customer, known, self.book.business()) {
                    (Some(_), Some(known), _) => Party::of_customer(known),
                    (None, _, Some(business)) => Party::of_business(business),
                    (customer, ..) => Party {
                        customer,
                        ..Party::default()
                    },
                };
                Some(Change::Put(Party { id, ..party }.into()))
            }
            Reference::Needed(RecordId::BankAccount(id)) => {
                let lines = self.book.bank_lines().iter();
                let currency = lines.filter_map(|line| {
                    let statement = self.book.statements().get(line.statement)?;
                    (statement.account == id).then_some(line.currency)
                });
                let business = self.book.business().map(|business| business.currency);
                let account = BankAccount {
                    id,
                    name: String::new(),
                    number: String::new(),
                    currency: currency.last().or(business).unwrap_or_default(),
                    archived: false,
                    csv: None,
                };
                Some(Change::Put(account.into()))
            }
            Reference::Needed(_) => None,
        }
    }

    pub(super) fn business(&self) -> Business {
        let sellers = self.book.parties().iter();
        let seller = sellers.filter(|party| party.customer.is_none()).last();
        let currency = self
            .book
            .invoices()
            .iter()
            .last()
            .map(|known| known.currency);
        Business {
            details: seller
                .map(|party| party.details.clone())
                .unwrap_or_default(),
            bank: seller.and_then(|party| party.bank.clone()),
            currency: currency.unwrap_or_default(),
            ..Business::default()
        }
    }

    /// A series for the documents that bear a number of one that is lost. Its
    /// pattern is that of a new book; the user may choose another.
    pub(super) fn series(&self) -> Vec<Change> {
        let numbered = self.book.highest_numbers().map(|(id, ..)| id);
        let lost: BTreeSet<SeriesId> = numbered
            .filter(|id| self.book.series().get(*id).is_none())
            .collect();
        let counts = |id: SeriesId| {
            let mut invoices = self.book.invoices().iter();
            let of = invoices.find(|invoice| {
                let counter = invoice.issue.as_ref().and_then(|issue| issue.counter);
                counter.is_some_and(|counter| counter.series == id)
            });
            match of {
                Some(invoice) if invoice.kind.is_credit() => SeriesFor::CreditNotes,
                Some(_) => SeriesFor::Invoices,
                None => SeriesFor::Quotes,
            }
        };
        let series = |id: SeriesId| Series {
            id,
            counts: counts(id),
            pattern: match counts(id) {
                SeriesFor::Invoices => "{YYYY}-{0000}",
                SeriesFor::CreditNotes => "CN-{YYYY}-{000}",
                SeriesFor::Quotes => "Q-{YYYY}-{000}",
            }
            .to_owned(),
            start: 1,
            gaps: Vec::new(),
        };
        lost.into_iter()
            .map(|id| Change::Put(series(id).into()))
            .collect()
    }

    /// Which records cannot be without what is lost.
    pub(super) fn hanging(&self, findings: &[Finding]) -> BTreeSet<RecordId> {
        let missing = self.missing();
        let mut hanging: BTreeSet<RecordId> =
            missing.iter().map(|(record, _)| record.id()).collect();
        if hanging.is_empty() {
            let blamed = findings.iter().map(|finding| self.blamed(finding.id));
            // What concerns the book as a whole has no culprit.
            hanging.extend(blamed.filter(|id| *id != RecordId::Business));
        }
        hanging
    }

    /// Of a document, payment or bank line that does not add up, the newest
    /// record that was put against it; else the record itself.
    fn blamed(&self, id: RecordId) -> RecordId {
        let newest = match id {
            RecordId::Invoice(invoice) => self.newest(|record| names_invoice(record, invoice)),
            RecordId::Payment(payment) => self.newest(|record| names_payment(record, payment)),
            RecordId::BankLine(line) => {
                self.newest(|record| matches!(record, Record::Match(part) if part.line == line))
            }
            _ => None,
        };
        newest.unwrap_or(id)
    }

    pub(super) fn newest(&self, is_meant: impl Fn(&Record) -> bool) -> Option<RecordId> {
        let records = self.book.records().filter(is_meant);
        records
            .map(|record| record.id())
            .max_by_key(|id| self.book.seq(*id))
    }
}

fn id_of(reference: Reference) -> RecordId {
    match reference {
        Reference::Needed(id) | Reference::Known(id) => id,
    }
}

fn names_invoice(record: &Record, invoice: InvoiceId) -> bool {
    match record {
        Record::Allocation(part) => {
            part.invoice == invoice || part.source == Source::CreditNote(invoice)
        }
        Record::Refund(refund) => refund.source == Source::CreditNote(invoice),
        Record::WriteOff(write_off) => write_off.invoice == invoice,
        Record::Void(void) => void.invoice == invoice,
        Record::Sending(sending) => sending.invoice == invoice,
        _ => false,
    }
}

fn names_payment(record: &Record, payment: PaymentId) -> bool {
    match record {
        Record::Allocation(part) => {
            part.source == Source::Payment(payment) || part.with == Some(payment)
        }
        Record::Refund(refund) => refund.source == Source::Payment(payment),
        Record::WriteOff(write_off) => write_off.payment == Some(payment),
        _ => false,
    }
}

fn customer_of(invoice: &Invoice, party: PartyId) -> Option<CustomerId> {
    let buyer = invoice.issue.as_ref().and_then(|issue| issue.buyer);
    (buyer == Some(party)).then_some(invoice.customer)
}
