//! Customers of an import: which the book has, and which are new.

use std::collections::{BTreeMap, BTreeSet};

use crate::book::Book;
use crate::customer::{Address, BankDetails, Customer, Details, ElectronicAddress};
use crate::identifier::{Bic, Iban};
use crate::ids::CustomerId;
use crate::letters::tidy;
use crate::mail::check_address;
use crate::problem::{FieldName, ImportFault, What};
use crate::records::CustomerRecord;
use crate::terms::{Due, Terms, TermsProblem};

use super::Plan;

/// Customers by what files call them.
#[derive(Default)]
pub(super) struct Customers {
    by_number: BTreeMap<String, CustomerId>,
    by_name: BTreeMap<String, Named>,
    /// Those of the book without a number that the file gives one.
    numbered: BTreeSet<CustomerId>,
}

/// Who bears a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Named {
    One(CustomerId),
    Several,
}

/// Names are the same whatever their case, their spaces, and the way in which
/// their letters are written.
pub(super) fn folded(name: &str) -> String {
    tidy(name).to_lowercase()
}

impl Customers {
    pub(super) fn of(book: &Book) -> Customers {
        let mut customers = Customers::default();
        for customer in book.customers().iter().filter(|customer| !customer.erased) {
            customers.add(&customer.number, &customer.details.name, customer.id);
        }
        customers
    }

    fn add(&mut self, number: &str, name: &str, id: CustomerId) {
        if !number.trim().is_empty() {
            self.by_number.entry(number.trim().to_owned()).or_insert(id);
        }
        self.by_name
            .entry(folded(name))
            .and_modify(|named| *named = Named::Several)
            .or_insert(Named::One(id));
    }

    /// Whom a record means: by number, or else by name.
    pub(super) fn find(&self, reference: &str) -> Option<Named> {
        self.by_number
            .get(reference.trim())
            .map(|id| Named::One(*id))
            .or_else(|| self.by_name.get(&folded(reference)).copied())
    }
}

impl<'a> Plan<'a> {
    pub(super) async fn customers(&mut self, records: &'a [CustomerRecord]) {
        let mut numbers = BTreeMap::new();
        let mut names = BTreeSet::new();
        for (index, record) in records.iter().enumerate() {
            self.steps.step().await;
            if self.is_full() {
                return;
            }
            self.record = (FieldName::Customers, index, &record.name);
            self.required(FieldName::Name, &record.name);
            let number = record.number.trim();
            if !number.is_empty() && numbers.insert(number, index).is_some() {
                self.problem(FieldName::Number, ImportFault::Twice);
                continue;
            }
            if self.is_known(record) {
                continue;
            }
            // Without a number it is whom the file called so before.
            if !names.insert(folded(&record.name)) && number.is_empty() {
                continue;
            }
            self.check(record);
            let customer = customer(record);
            self.create(customer);
        }
    }

    /// Whether the book has the customer. One with another number is another,
    /// of whatever name.
    fn is_known(&mut self, record: &CustomerRecord) -> bool {
        let number = record.number.trim();
        if !number.is_empty() && self.customers.by_number.contains_key(number) {
            return true;
        }
        let Some(Named::One(id)) = self.customers.by_name.get(&folded(&record.name)).copied()
        else {
            return false;
        };
        let Some(known) = self.book.customers().get(id) else {
            return false;
        };
        if number.is_empty() {
            return true;
        }
        // One without a number is whom the file calls by one, and only once.
        let is_free = known.number.trim().is_empty() && self.customers.numbered.insert(id);
        if is_free {
            self.customers.by_number.insert(number.to_owned(), id);
        }
        is_free
    }

    fn check(&mut self, record: &CustomerRecord) {
        self.short(&[
            (FieldName::Number, &record.number),
            (FieldName::Contact, &record.contact),
            (FieldName::Email, &record.email),
            (FieldName::Phone, &record.phone),
            (FieldName::Postcode, &record.address.postcode),
            (FieldName::City, &record.address.city),
            (FieldName::Region, &record.address.region),
            (FieldName::Country, &record.address.country),
            (FieldName::VatId, &record.vat_id),
            (FieldName::TaxNumber, &record.tax_number),
            (FieldName::Registration, &record.registration),
            (FieldName::Language, &record.language),
            (FieldName::BuyerReference, &record.buyer_reference),
        ]);
        self.noted(FieldName::Email, check_address(&record.email));
        self.long(&[(FieldName::Note, &record.note)]);
        for line in &record.address.lines {
            self.short(&[(FieldName::Address, line)]);
        }
        if let Some(address) = &record.electronic_address {
            self.short(&[
                (FieldName::ElectronicAddress, &address.scheme),
                (FieldName::ElectronicAddress, &address.value),
            ]);
        }
        if let Some(bank) = &record.bank {
            self.short(&[
                (FieldName::Bank, &bank.holder),
                (FieldName::Bank, &bank.account),
                (FieldName::Bank, &bank.bank),
            ]);
            if !bank.iban.trim().is_empty() {
                self.noted(FieldName::Iban, bank.iban.parse::<Iban>());
            }
            if !bank.bic.trim().is_empty() {
                self.noted(FieldName::Bic, bank.bic.parse::<Bic>());
            }
        }
        let terms: Result<(), TermsProblem> = terms(record).map_or(Ok(()), |terms| terms.check());
        self.noted(FieldName::NetDays, terms);
    }

    fn create(&mut self, mut customer: Customer) -> CustomerId {
        let id = self
            .work
            .mint(self.book.customers().next_n(self.context.chain));
        customer.id = id;
        self.customers
            .add(&customer.number, &customer.details.name, id);
        self.put(customer);
        id
    }

    /// The customer that a record names.
    pub(super) fn customer(&mut self, reference: &str) -> Option<CustomerId> {
        match self.customers.find(reference) {
            Some(Named::One(id)) => Some(id),
            Some(Named::Several) => {
                self.problem(FieldName::Customer, ImportFault::AmbiguousName);
                None
            }
            None => {
                self.problem(FieldName::Customer, What::Unknown);
                None
            }
        }
    }

    /// The same, created where there is none of that name.
    pub(super) fn customer_or_new(&mut self, reference: &str) -> Option<CustomerId> {
        if self.customers.find(reference).is_some() {
            return self.customer(reference);
        }
        self.required(FieldName::Customer, reference);
        if reference.trim().is_empty() {
            return None;
        }
        Some(self.create(customer(&CustomerRecord {
            name: reference.to_owned(),
            ..CustomerRecord::default()
        })))
    }
}

fn terms(record: &CustomerRecord) -> Option<Terms> {
    record.net_days.map(|days| Terms {
        due: Due::Net { days },
        ..Terms::default()
    })
}

fn customer(record: &CustomerRecord) -> Customer {
    let trimmed = |text: &str| text.trim().to_owned();
    Customer {
        id: CustomerId::default(),
        number: trimmed(&record.number),
        details: Details {
            name: tidy(&record.name),
            contact: trimmed(&record.contact),
            email: trimmed(&record.email),
            phone: trimmed(&record.phone),
            address: Address {
                lines: record.address.lines.clone(),
                postcode: trimmed(&record.address.postcode),
                city: trimmed(&record.address.city),
                region: trimmed(&record.address.region),
                country: trimmed(&record.address.country),
            },
            vat_id: trimmed(&record.vat_id),
            tax_number: trimmed(&record.tax_number),
            registration: trimmed(&record.registration),
            electronic_address: record.electronic_address.as_ref().map(|address| {
                ElectronicAddress {
                    scheme: trimmed(&address.scheme),
                    value: trimmed(&address.value),
                }
            }),
        },
        language: trimmed(&record.language),
        currency: record.currency,
        terms: terms(record),
        bank: record.bank.as_ref().map(|bank| BankDetails {
            holder: trimmed(&bank.holder),
            iban: trimmed(&bank.iban),
            bic: trimmed(&bank.bic),
            account: trimmed(&bank.account),
            bank: trimmed(&bank.bank),
        }),
        buyer_reference: trimmed(&record.buyer_reference),
        note: trimmed(&record.note),
        archived: record.archived,
        erased: false,
    }
}
