//! Customers of an import: which the book has, and which are new.

use std::collections::{BTreeMap, BTreeSet};

use super::names::{Named, folded};
use super::plan::Plan;
use crate::customer::{Address, BankDetails, Customer, Details, ElectronicAddress};
use crate::identifier::{Bic, Iban};
use crate::ids::CustomerId;
use crate::letters::tidy;
use crate::mail::check_address;
use crate::problem::{FieldName, ImportFault, What};
use crate::records::CustomerRecord;
use crate::terms::{Due, Terms, TermsProblem};

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
        let id = self.work.mint(self.book.customers());
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
        reminders: None,
        note: trimmed(&record.note),
        archived: record.archived,
        erased: false,
    }
}
