//! A thing that is sold often, as a form.

use ledger::business::Business;
use ledger::command::Command;
use ledger::ids::{ItemId, Version};
use ledger::item::Item;
use ledger::problem::{At, FieldName};
use ledger::tax::{Tax, TaxSet};
use serde::{Deserialize, Serialize};

use super::editing::Form;
use super::{Fault, Problems, number};

#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct ItemForm {
    pub number: String,
    pub description: String,
    pub unit: String,
    pub unit_price: String,
    pub currency: String,
    pub taxes: TaxSet,
    pub archived: bool,
    /// What it can be taxed with.
    pub offered: Vec<Tax>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ItemField {
    Number,
    Description,
    Unit,
    UnitPrice,
    Currency,
    /// The bits of a [`TaxSet`].
    Taxes,
    /// `true` or anything else.
    Archived,
}

impl ItemForm {
    pub fn new(business: Option<&Business>) -> ItemForm {
        let offered = business.map_or_else(Vec::new, |business| business.taxes.clone());
        ItemForm {
            currency: business.map_or_else(String::new, |business| business.currency.to_string()),
            taxes: if offered.is_empty() {
                TaxSet::default()
            } else {
                TaxSet::only(0)
            },
            offered,
            ..ItemForm::default()
        }
    }

    pub fn of(item: &Item, business: Option<&Business>) -> ItemForm {
        let mut offered = item.taxes.clone();
        let more = business.map_or(&[][..], |business| &business.taxes);
        let more = more.iter().filter(|tax| !item.taxes.contains(tax));
        offered.extend(more.cloned());
        ItemForm {
            number: item.number.clone(),
            description: item.description.clone(),
            unit: item.unit.clone(),
            unit_price: number::typed(item.unit_price),
            currency: item.currency.to_string(),
            taxes: (0..item.taxes.len()).fold(TaxSet::default(), TaxSet::with),
            archived: item.archived,
            offered,
        }
    }

    /// The command that saves it over the record as it was at `opened`.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn command(&self, id: Option<ItemId>, opened: Version) -> Result<Command, Problems> {
        let mut problems = Problems::default();
        let description =
            problems.noted(FieldName::Description, super::required(&self.description));
        let currency = self.currency.parse().map_err(|_| Fault::NoSuchCurrency);
        let currency = problems.noted(FieldName::Currency, currency);
        let unit_price = number::read_price(&self.unit_price, currency);
        let unit_price = problems.noted(FieldName::UnitPrice, unit_price);
        let taxes = self.taxes.iter();
        let taxes = taxes.filter_map(|place| self.offered.get(place).cloned());
        let item = Item {
            id: id.unwrap_or_default(),
            number: self.number.trim().to_owned(),
            description: description.unwrap_or_default().to_owned(),
            unit: self.unit.trim().to_owned(),
            unit_price: unit_price.unwrap_or_default(),
            currency: currency.unwrap_or_default(),
            taxes: taxes.collect(),
            archived: self.archived,
        };
        if problems.is_empty() {
            Ok(Command::SaveItem { id, item, opened })
        } else {
            Err(problems)
        }
    }
}

impl Form for ItemForm {
    type Field = ItemField;

    fn set(&mut self, field: ItemField, value: &str) {
        match field {
            ItemField::Number => value.clone_into(&mut self.number),
            ItemField::Description => value.clone_into(&mut self.description),
            ItemField::Unit => value.clone_into(&mut self.unit),
            ItemField::UnitPrice => value.clone_into(&mut self.unit_price),
            ItemField::Currency => value.clone_into(&mut self.currency),
            ItemField::Taxes => self.taxes = TaxSet(value.parse().unwrap_or(0)),
            ItemField::Archived => self.archived = value == "true",
        }
    }

    fn parts(&self) -> Vec<(At, String)> {
        vec![
            (FieldName::Number.into(), self.number.clone()),
            (FieldName::Description.into(), self.description.clone()),
            (FieldName::Unit.into(), self.unit.clone()),
            (FieldName::UnitPrice.into(), self.unit_price.clone()),
            (FieldName::Currency.into(), self.currency.clone()),
            (FieldName::Taxes.into(), self.taxes.0.to_string()),
            (FieldName::Archived.into(), self.archived.to_string()),
        ]
    }

    fn take(&mut self, other: &ItemForm, part: At) {
        match part.field {
            FieldName::Number => self.number.clone_from(&other.number),
            FieldName::Description => self.description.clone_from(&other.description),
            FieldName::Unit => self.unit.clone_from(&other.unit),
            FieldName::UnitPrice => self.unit_price.clone_from(&other.unit_price),
            FieldName::Currency => self.currency.clone_from(&other.currency),
            FieldName::Taxes => {
                self.taxes = other.taxes;
                self.offered.clone_from(&other.offered);
            }
            FieldName::Archived => self.archived = other.archived,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ledger::money::Decimal;

    #[test]
    fn an_item_is_read_back_as_it_was_saved() {
        let tax = |percent: i32| Tax {
            name: "VAT".to_owned(),
            percent: Decimal::from_int(percent),
            ..Tax::default()
        };
        let business = Business {
            taxes: vec![tax(19), tax(7)],
            ..Business::default()
        };
        let mut form = ItemForm::new(Some(&business));
        for (field, value) in [
            (ItemField::Description, "Design"),
            (ItemField::UnitPrice, "95,50"),
            (ItemField::Unit, "HUR"),
            (ItemField::Taxes, "2"),
        ] {
            form.set(field, value);
        }
        let Ok(Command::SaveItem { item, .. }) = form.command(None, Version::NONE) else {
            panic!("not read");
        };
        assert_eq!(item.taxes, [tax(7)]);
        assert_eq!(item.unit_price.to_string(), "95.50");
        let again = ItemForm::of(&item, Some(&business));
        assert_eq!(again.offered, [tax(7), tax(19)]);
        let Ok(Command::SaveItem { item: read, .. }) = again.command(None, Version::NONE) else {
            panic!("not read");
        };
        assert_eq!(read, item);
        form.set(ItemField::UnitPrice, "a lot");
        form.set(ItemField::Description, " ");
        let problems = form.command(None, Version::NONE).expect_err("problems");
        assert!(
            problems.of(FieldName::UnitPrice).is_some()
                && problems.of(FieldName::Description).is_some()
        );
    }
}
