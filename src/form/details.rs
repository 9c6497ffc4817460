//! What a document says of its seller or customer, as fields.

use ledger::customer::{Address, Details};
use ledger::problem::{At, FieldName};
use serde::{Deserialize, Serialize};

use super::Problems;

#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct DetailsForm {
    pub name: String,
    pub contact: String,
    pub email: String,
    pub phone: String,
    /// A line each.
    pub address: String,
    pub postcode: String,
    pub city: String,
    pub region: String,
    pub country: String,
    pub vat_id: String,
    pub tax_number: String,
    /// What the form does not show.
    pub base: Details,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DetailsField {
    Name,
    Contact,
    Email,
    Phone,
    Address,
    Postcode,
    City,
    Region,
    Country,
    VatId,
    TaxNumber,
}

impl DetailsField {
    pub const ALL: [DetailsField; 11] = [
        DetailsField::Name,
        DetailsField::Contact,
        DetailsField::Email,
        DetailsField::Phone,
        DetailsField::Address,
        DetailsField::Postcode,
        DetailsField::City,
        DetailsField::Region,
        DetailsField::Country,
        DetailsField::VatId,
        DetailsField::TaxNumber,
    ];

    /// As the ledger's problems name it.
    pub fn name(self) -> FieldName {
        match self {
            DetailsField::Name => FieldName::Name,
            DetailsField::Contact => FieldName::Contact,
            DetailsField::Email => FieldName::Email,
            DetailsField::Phone => FieldName::Phone,
            DetailsField::Address => FieldName::Address,
            DetailsField::Postcode => FieldName::Postcode,
            DetailsField::City => FieldName::City,
            DetailsField::Region => FieldName::Region,
            DetailsField::Country => FieldName::Country,
            DetailsField::VatId => FieldName::VatId,
            DetailsField::TaxNumber => FieldName::TaxNumber,
        }
    }
}

impl DetailsForm {
    pub fn of(details: &Details) -> DetailsForm {
        DetailsForm {
            name: details.name.clone(),
            contact: details.contact.clone(),
            email: details.email.clone(),
            phone: details.phone.clone(),
            address: details.address.lines.join("\n"),
            postcode: details.address.postcode.clone(),
            city: details.address.city.clone(),
            region: details.address.region.clone(),
            country: details.address.country.clone(),
            vat_id: details.vat_id.clone(),
            tax_number: details.tax_number.clone(),
            base: details.clone(),
        }
    }

    pub fn get(&self, field: DetailsField) -> &str {
        match field {
            DetailsField::Name => &self.name,
            DetailsField::Contact => &self.contact,
            DetailsField::Email => &self.email,
            DetailsField::Phone => &self.phone,
            DetailsField::Address => &self.address,
            DetailsField::Postcode => &self.postcode,
            DetailsField::City => &self.city,
            DetailsField::Region => &self.region,
            DetailsField::Country => &self.country,
            DetailsField::VatId => &self.vat_id,
            DetailsField::TaxNumber => &self.tax_number,
        }
    }

    pub fn set(&mut self, field: DetailsField, value: &str) {
        let place = match field {
            DetailsField::Name => &mut self.name,
            DetailsField::Contact => &mut self.contact,
            DetailsField::Email => &mut self.email,
            DetailsField::Phone => &mut self.phone,
            DetailsField::Address => &mut self.address,
            DetailsField::Postcode => &mut self.postcode,
            DetailsField::City => &mut self.city,
            DetailsField::Region => &mut self.region,
            DetailsField::Country => &mut self.country,
            DetailsField::VatId => &mut self.vat_id,
            DetailsField::TaxNumber => &mut self.tax_number,
        };
        value.clone_into(place);
    }

    pub fn parts(&self) -> Vec<(At, String)> {
        let part = |field: DetailsField| (field.name().into(), self.get(field).to_owned());
        DetailsField::ALL.into_iter().map(part).collect()
    }

    /// Whether `part` is one of these.
    pub fn take(&mut self, other: &DetailsForm, part: At) -> bool {
        let found = DetailsField::ALL
            .into_iter()
            .find(|field| At::from(field.name()) == part);
        if let Some(field) = found {
            self.set(field, other.get(field));
        }
        found.is_some()
    }

    pub fn read(&self, problems: &mut Problems) -> Details {
        let trimmed = |text: &str| text.trim().to_owned();
        let name = problems.noted(FieldName::Name, super::required(&self.name));
        Details {
            name: name.unwrap_or_default().to_owned(),
            contact: trimmed(&self.contact),
            email: trimmed(&self.email),
            phone: trimmed(&self.phone),
            address: Address {
                lines: self
                    .address
                    .lines()
                    .map(trimmed)
                    .filter(|line| !line.is_empty())
                    .collect(),
                postcode: trimmed(&self.postcode),
                city: trimmed(&self.city),
                region: trimmed(&self.region),
                country: trimmed(&self.country),
            },
            vat_id: trimmed(&self.vat_id),
            tax_number: trimmed(&self.tax_number),
            ..self.base.clone()
        }
    }
}
