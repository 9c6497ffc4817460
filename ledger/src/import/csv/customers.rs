//! Rows of customers.

use statements::table::Row;

use super::check::Table;
use super::{Field, RowFault, line, value};
use crate::import::names::folded;
use crate::records::{AddressRecord, CustomerRecord};
use crate::terms::DAYS_MAX;

impl Table<'_> {
    pub(super) fn customer(&mut self, row: &Row) {
        if !self.fits(row) {
            return;
        }
        let name = self.text(row, Field::CustomerName);
        let number = self.optional(row, Field::Customer);
        let currency = self.own_currency(row);
        let mut text = |field| self.optional(row, field).unwrap_or_default();
        let (contact, email, phone) =
            (text(Field::Contact), text(Field::Email), text(Field::Phone));
        let (postcode, city, region) = (
            text(Field::Postcode),
            text(Field::City),
            text(Field::Region),
        );
        let (country, vat_id) = (text(Field::Country), text(Field::VatId));
        let days = value(row, self.options, Field::NetDays);
        let net_days = days.parse().ok().filter(|days: &u32| *days <= DAYS_MAX);
        if net_days.is_none() && !days.is_empty() {
            return self.faulty(row, Field::NetDays, RowFault::NotDays);
        }
        let (Some(name), Some(number), Some(currency)) = (name, number, currency) else {
            return;
        };
        // By number, else by name: then it is whom an earlier row named.
        let key = if number.is_empty() {
            format!("\n{}", folded(&name))
        } else {
            number.clone()
        };
        match self.numbers.get(&key).copied() {
            Some(first) if number.is_empty() => {
                self.odd(
                    row,
                    Some(Field::CustomerName),
                    RowFault::SameCustomer(first),
                );
                return;
            }
            Some(first) => {
                return self.faulty(row, Field::Customer, RowFault::NumberTwice(first));
            }
            None => self.numbers.insert(key, row.line),
        };
        let lines = |field| value(row, self.options, field).lines().map(str::trim);
        let address = lines(Field::Address).filter(|line| !line.is_empty());
        let address = AddressRecord {
            postcode,
            city,
            region,
            ..AddressRecord::of(address.map(str::to_owned).collect(), &country)
        };
        let note = lines(Field::Note).collect::<Vec<_>>().join("\n");
        self.origins.customers.push(line(row));
        self.records.customers.push(CustomerRecord {
            number,
            name,
            contact,
            email,
            phone,
            address,
            vat_id,
            currency,
            net_days,
            note,
            ..CustomerRecord::default()
        });
    }
}
