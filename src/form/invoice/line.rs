//! A line of a document as a form.

use ledger::invoice::{Line, LineDetails};
use ledger::money::Currency;
use ledger::problem::FieldName;
use ledger::tax::TaxSet;
use serde::{Deserialize, Serialize};

use crate::form::adjustment::{AdjustmentForm, read_adjustments};
use crate::form::{Problems, number};

#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct LineForm {
    /// Stays with the line while others come and go.
    pub key: u32,
    pub description: String,
    pub quantity: String,
    pub unit: String,
    pub unit_price: String,
    pub taxes: TaxSet,
    /// Below the description.
    #[serde(default)]
    pub note: String,
    /// The price is for so many units.
    #[serde(default)]
    pub price_base_quantity: String,
    #[serde(default)]
    pub adjustments: Vec<AdjustmentForm>,
    /// Its taxes are chosen one by one.
    #[serde(default)]
    pub several: bool,
    pub base: Option<Box<Line>>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LineField {
    Description,
    Quantity,
    Unit,
    UnitPrice,
    /// The bits of a [`TaxSet`], or [`SEVERAL`].
    Taxes,
    Note,
    PriceBaseQuantity,
    /// The place of a tax that is put on the line, or taken off it.
    Tax(usize),
}

/// What is chosen in place of a set of taxes to choose them one by one.
pub const SEVERAL: &str = "several";

impl LineForm {
    pub(super) fn of(line: &Line, key: u32) -> LineForm {
        LineForm {
            key,
            description: line.description.clone(),
            quantity: number::typed(line.quantity),
            unit: line.unit.clone(),
            unit_price: number::typed(line.unit_price),
            taxes: line.taxes,
            note: line
                .more
                .as_ref()
                .map_or_else(String::new, |more| more.note.clone()),
            price_base_quantity: line
                .more
                .as_ref()
                .and_then(|more| more.price_base_quantity)
                .map_or_else(String::new, number::typed),
            adjustments: line
                .adjustments
                .iter()
                .zip(0..)
                .map(|(part, key)| AdjustmentForm::of(part, key))
                .collect(),
            several: false,
            base: Some(Box::new(line.clone())),
        }
    }

    /// Whether nothing but what stood there first is in it.
    pub fn is_blank(&self) -> bool {
        self.base.is_none()
            && self.description.trim().is_empty()
            && self.unit_price.trim().is_empty()
    }

    pub(super) fn read(
        &self,
        index: usize,
        problems: &mut Problems,
        currency: Option<Currency>,
    ) -> Line {
        let description = problems.noted(
            (FieldName::LineDescription, index),
            crate::form::required(&self.description),
        );
        let quantity = number::read(&self.quantity);
        let quantity = problems.noted((FieldName::LineQuantity, index), quantity);
        let unit_price = number::read_price(&self.unit_price, currency);
        let unit_price = problems.noted((FieldName::LineUnitPrice, index), unit_price);
        let per = number::read_optional(&self.price_base_quantity);
        let per = problems.noted((FieldName::LinePriceBaseQuantity, index), per);
        let base = self.base.as_deref().cloned().unwrap_or_default();
        let mut more = base.more.unwrap_or_default();
        self.note.trim().clone_into(&mut more.note);
        more.price_base_quantity = per.flatten();
        Line {
            description: description.unwrap_or_default().to_owned(),
            quantity: quantity.unwrap_or_default(),
            unit: self.unit.trim().to_owned(),
            unit_price: unit_price.unwrap_or_default(),
            taxes: self.taxes,
            adjustments: read_adjustments(&self.adjustments, problems, Some(index), currency),
            more: (*more != LineDetails::default()).then_some(more),
        }
    }

    /// Whether it says more than its row shows.
    pub fn has_more(&self) -> bool {
        let adjusted = self.adjustments.iter().any(|part| !part.is_blank());
        adjusted || !self.note.trim().is_empty() || !self.price_base_quantity.trim().is_empty()
    }

    /// In one line, for comparing.
    pub(super) fn summary(&self) -> String {
        let unit = if self.unit.is_empty() { "" } else { " " };
        let mut text = format!(
            "{} × {}{unit}{} · {}",
            self.description, self.quantity, self.unit, self.unit_price
        );
        for part in self.adjustments.iter().filter(|part| !part.is_blank()) {
            text.push_str(" · ");
            text.push_str(&part.summary());
        }
        for more in [&self.price_base_quantity, &self.note] {
            if !more.trim().is_empty() {
                text.push_str(" · ");
                text.push_str(more);
            }
        }
        text
    }
}
