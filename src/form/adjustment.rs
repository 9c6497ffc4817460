//! Discounts and surcharges as a form: a percentage or an amount, and why.

use ledger::command::At;
use ledger::invoice::{Adjustment, AdjustmentKind, AdjustmentValue};
use ledger::money::Currency;
use ledger::tax::TaxSet;
use serde::{Deserialize, Serialize};

use super::{Problems, number};

#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct AdjustmentForm {
    /// Stays with it while others come and go.
    pub key: u32,
    pub is_charge: bool,
    /// With a percent sign a percentage, else an amount.
    pub value: String,
    pub reason: String,
    /// Of one on the document; on a line the line's own apply.
    #[serde(default)]
    pub taxes: TaxSet,
    /// The code of the reason, where an imported document has one.
    #[serde(default)]
    pub reason_code: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AdjustmentField {
    /// `allowance` or `charge`.
    Kind,
    Value,
    Reason,
    /// The bits of a [`TaxSet`].
    Taxes,
}

impl AdjustmentForm {
    pub fn of(adjustment: &Adjustment, key: u32) -> AdjustmentForm {
        AdjustmentForm {
            key,
            is_charge: adjustment.kind == AdjustmentKind::Charge,
            value: match adjustment.value {
                AdjustmentValue::Amount(amount) => number::typed(amount),
                AdjustmentValue::Percent(percent) => format!("{} %", number::typed(percent)),
            },
            reason: adjustment.reason.clone(),
            taxes: adjustment.taxes,
            reason_code: adjustment.reason_code.clone(),
        }
    }

    pub fn set(&mut self, field: AdjustmentField, value: &str) {
        match field {
            AdjustmentField::Kind => self.is_charge = value == "charge",
            AdjustmentField::Value => value.clone_into(&mut self.value),
            AdjustmentField::Reason => value.clone_into(&mut self.reason),
            AdjustmentField::Taxes => self.taxes = TaxSet(value.parse().unwrap_or(0)),
        }
    }

    /// Nothing was typed: there is none.
    pub fn is_blank(&self) -> bool {
        self.value.trim().is_empty() && self.reason.trim().is_empty()
    }

    /// The adjustment; on a line without taxes of its own.
    pub fn read(
        &self,
        at: At,
        problems: &mut Problems,
        on_line: bool,
        currency: Option<Currency>,
    ) -> Option<Adjustment> {
        let value = if self.value.contains('%') {
            number::read(&self.value)
        } else {
            number::read_amount(&self.value, currency)
        };
        let value = problems.noted(at, value)?;
        Some(Adjustment {
            kind: if self.is_charge {
                AdjustmentKind::Charge
            } else {
                AdjustmentKind::Allowance
            },
            value: if self.value.contains('%') {
                AdjustmentValue::Percent(value)
            } else {
                AdjustmentValue::Amount(value)
            },
            reason: self.reason.trim().to_owned(),
            reason_code: self.reason_code.clone(),
            taxes: if on_line {
                TaxSet::default()
            } else {
                self.taxes
            },
        })
    }

    /// In one line, for comparing.
    pub fn summary(&self) -> String {
        let sign = if self.is_charge { '+' } else { '−' };
        format!("{sign} {} {}", self.value, self.reason)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ledger::money::Decimal;

    #[test]
    fn a_percent_sign_makes_a_percentage() {
        for (typed, expected) in [
            (
                "10 %",
                Some(AdjustmentValue::Percent(Decimal::from_int(10))),
            ),
            ("10%", Some(AdjustmentValue::Percent(Decimal::from_int(10)))),
            ("10", Some(AdjustmentValue::Amount(Decimal::from_int(10)))),
            ("ten", None),
            ("", None),
        ] {
            let form = AdjustmentForm {
                value: typed.to_owned(),
                reason: "Loyal".to_owned(),
                taxes: TaxSet::only(1),
                ..AdjustmentForm::default()
            };
            let mut problems = Problems::default();
            let read = form.read(("adjustment", 0).into(), &mut problems, false, None);
            assert_eq!(read.as_ref().map(|read| read.value), expected, "{typed}");
            assert_eq!(problems.is_empty(), expected.is_some(), "{typed}");
            if let Some(read) = read {
                assert_eq!(read.taxes, TaxSet::only(1));
                assert_eq!(
                    AdjustmentForm::of(&read, 0).value.replace(' ', ""),
                    typed.replace(' ', "")
                );
            }
        }
    }
}
