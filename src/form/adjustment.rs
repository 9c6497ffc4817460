//! Discounts and surcharges as a form: a percentage or an amount, and why.

use ledger::invoice::{Adjustment, AdjustmentKind, AdjustmentValue};
use ledger::money::Currency;
use ledger::problem::{At, FieldName};
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
    /// Of one on the document: over all rates by their share.
    #[serde(default)]
    pub spread: bool,
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
    /// The bits of a [`TaxSet`], or [`SPREAD`].
    Taxes,
}

/// What is chosen in place of a set of taxes to go over all rates.
pub const SPREAD: &str = "all";

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
            spread: adjustment.spread,
            reason_code: adjustment.reason_code.clone(),
        }
    }

    pub fn set(&mut self, field: AdjustmentField, value: &str) {
        match field {
            AdjustmentField::Kind => self.is_charge = value == "charge",
            AdjustmentField::Value => value.clone_into(&mut self.value),
            AdjustmentField::Reason => value.clone_into(&mut self.reason),
            AdjustmentField::Taxes => {
                self.spread = value == SPREAD;
                self.taxes = TaxSet(value.parse().unwrap_or(0));
            }
        }
    }

    /// What is chosen of its taxes.
    pub fn taxes_value(&self) -> String {
        if self.spread {
            SPREAD.to_owned()
        } else {
            self.taxes.0.to_string()
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
            taxes: if on_line || self.spread {
                TaxSet::default()
            } else {
                self.taxes
            },
            spread: self.spread && !on_line,
        })
    }

    /// In one line, for comparing.
    pub fn summary(&self) -> String {
        let sign = if self.is_charge { '+' } else { '−' };
        format!("{sign} {} {}", self.value, self.reason)
    }
}

/// Those that anything was typed into.
pub fn read_adjustments(
    forms: &[AdjustmentForm],
    problems: &mut Problems,
    line: Option<usize>,
    currency: Option<Currency>,
) -> Vec<Adjustment> {
    let forms = forms
        .iter()
        .enumerate()
        .filter(|(_, form)| !form.is_blank());
    let read = forms.filter_map(|(index, form)| {
        let at = line.map_or(At::from((FieldName::Adjustment, index)), |line| {
            (FieldName::LineAdjustment, line).into()
        });
        form.read(at, problems, line.is_some(), currency)
    });
    read.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ledger::money::Decimal;
    use ledger::problem::FieldName;

    #[test]
    fn it_goes_over_all_rates_or_is_on_those_that_are_chosen() {
        let mut form = AdjustmentForm {
            value: "10 %".to_owned(),
            spread: true,
            ..AdjustmentForm::default()
        };
        let read = |form: &AdjustmentForm, on_line| {
            let mut problems = Problems::default();
            let read = form.read(
                (FieldName::Adjustment, 0).into(),
                &mut problems,
                on_line,
                None,
            );
            let read = read.expect("an adjustment");
            (read.spread, read.taxes)
        };
        assert_eq!(form.taxes_value(), SPREAD);
        assert_eq!(read(&form, false), (true, TaxSet::default()));
        assert_eq!(read(&form, true), (false, TaxSet::default()));
        form.set(AdjustmentField::Taxes, "2");
        assert_eq!(form.taxes_value(), "2");
        assert_eq!(read(&form, false), (false, TaxSet::only(1)));
        form.set(AdjustmentField::Taxes, SPREAD);
        assert_eq!(read(&form, false), (true, TaxSet::default()));
        // What was typed before there was a choice is on the rate it was on.
        let mut kept = serde_json::to_value(&form).expect("JSON");
        kept.as_object_mut().expect("an object").remove("spread");
        let kept: AdjustmentForm = serde_json::from_value(kept).expect("a form");
        assert!(!kept.spread);
    }

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
            let read = form.read(
                (FieldName::Adjustment, 0).into(),
                &mut problems,
                false,
                None,
            );
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
