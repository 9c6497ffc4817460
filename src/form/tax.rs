//! A tax that lines can be taxed with, as a form.

use ledger::money::Decimal;
use ledger::problem::FieldName;
use ledger::tax::{RetainedTax, Tax, TaxCategory};
use serde::{Deserialize, Serialize};

use super::{Fault, Problems, number};

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct TaxForm {
    pub key: u32,
    pub name: String,
    /// The code of a category.
    pub category: String,
    pub percent: String,
    pub exemption_reason: String,
    /// Also on the taxes that stand before it.
    #[serde(default)]
    pub compound: bool,
    pub base: Tax,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TaxField {
    Name,
    Category,
    Percent,
    ExemptionReason,
    /// `true` or not.
    Compound,
}

impl TaxForm {
    pub fn new(key: u32) -> TaxForm {
        TaxForm {
            percent: String::new(),
            ..TaxForm::of(&Tax::default(), key)
        }
    }

    pub fn of(tax: &Tax, key: u32) -> TaxForm {
        TaxForm {
            key,
            name: tax.name.clone(),
            category: tax.category.code().to_owned(),
            percent: number::typed(tax.percent),
            exemption_reason: tax.exemption_reason.clone(),
            compound: tax.compound,
            base: tax.clone(),
        }
    }

    pub fn set(&mut self, field: TaxField, value: &str) {
        let place = match field {
            TaxField::Name => &mut self.name,
            TaxField::Category => &mut self.category,
            TaxField::Percent => &mut self.percent,
            TaxField::ExemptionReason => &mut self.exemption_reason,
            TaxField::Compound => {
                self.compound = value == "true";
                return;
            }
        };
        value.clone_into(place);
    }

    pub fn category(&self) -> TaxCategory {
        TaxCategory::ALL
            .into_iter()
            .find(|category| category.code() == self.category)
            .unwrap_or_default()
    }

    pub fn read(&self, index: usize, problems: &mut Problems) -> Option<Tax> {
        let category = self.category();
        let name = problems.noted((FieldName::TaxName, index), super::required(&self.name));
        let percent = if category.has_rate() {
            problems.noted((FieldName::TaxPercent, index), number::read(&self.percent))
        } else {
            Some(Decimal::ZERO)
        };
        let reason = self.exemption_reason.trim();
        if category.needs_exemption_reason() && reason.is_empty() {
            problems.add((FieldName::TaxExemptionReason, index), Fault::Missing);
        }
        Some(Tax {
            name: name?.to_owned(),
            category,
            percent: percent?,
            exemption_reason: reason.to_owned(),
            compound: self.compound && category.has_rate(),
            // A code says why none is charged: that of another category does not.
            exemption_code: if category == self.base.category {
                self.base.exemption_code.clone()
            } else {
                String::new()
            },
        })
    }

    /// In one line, for comparing.
    pub fn summary(&self) -> String {
        let compound = if self.compound { ", compound" } else { "" };
        format!(
            "{} {} % ({}{compound})",
            self.name, self.percent, self.category
        )
    }
}

/// A tax that customers retain.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct RetainedForm {
    pub key: u32,
    pub name: String,
    pub percent: String,
}

impl RetainedForm {
    pub fn of(tax: &RetainedTax, key: u32) -> RetainedForm {
        RetainedForm {
            key,
            name: tax.name.clone(),
            percent: number::typed(tax.percent),
        }
    }

    pub fn read(&self, index: usize, problems: &mut Problems) -> Option<RetainedTax> {
        let name = problems.noted(
            (FieldName::RetainedName, index),
            super::required(&self.name),
        );
        let percent = problems.noted(
            (FieldName::RetainedPercent, index),
            number::read(&self.percent),
        );
        Some(RetainedTax {
            name: name?.to_owned(),
            percent: percent?,
        })
    }
}
