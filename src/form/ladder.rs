//! How reminders go, as a form.

use ledger::business::Business;
use ledger::collection::{ReminderPolicy, ReminderStage, Tone};
use ledger::command::Command;
use ledger::ids::Version;
use ledger::money::Currency;
use ledger::problem::{At, FieldName};
use serde::{Deserialize, Serialize};

use super::editing::Form;
use super::{Fault, Problems, number};

#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct LadderForm {
    pub stages: Vec<StageForm>,
    pub min_gap_days: String,
    pub pay_within_days: String,
    pub smallest: String,
    pub hand_over_after: String,
    /// What the form does not show.
    pub base: Business,
}

#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct StageForm {
    /// 0 for a new one.
    pub stage: u32,
    pub days: String,
    pub is_before: bool,
    pub tone: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LadderField {
    Days(usize),
    /// `before`, or `after`.
    When(usize),
    Tone(usize),
    Add,
    Remove(usize),
    /// All as it is where nobody set anything.
    Usual,
    MinGapDays,
    PayWithinDays,
    Smallest,
    HandOverAfter,
}

impl LadderForm {
    pub fn of(business: &Business) -> LadderForm {
        let policy = business.reminders.clone().unwrap_or_default();
        let mut form = LadderForm {
            base: business.clone(),
            ..LadderForm::default()
        };
        form.take_policy(&policy);
        form
    }

    fn take_policy(&mut self, policy: &ReminderPolicy) {
        let stages = policy.stages.iter().map(|stage| StageForm {
            stage: stage.stage,
            days: stage.days.unsigned_abs().to_string(),
            is_before: stage.days < 0,
            tone: stage.tone.as_str().to_owned(),
        });
        self.stages = stages.collect();
        self.min_gap_days = policy.min_gap_days.to_string();
        self.pay_within_days = policy.pay_within_days.to_string();
        self.smallest = policy.smallest.map_or_else(String::new, number::typed);
        self.hand_over_after = policy
            .hand_over_after
            .map_or_else(String::new, |days| days.to_string());
    }

    /// The command that saves it over the business as it was at `opened`.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn command(&self, opened: Version) -> Result<Command, Problems> {
        let mut problems = Problems::default();
        let policy = self.read(&mut problems);
        match policy {
            Some(policy) if problems.is_empty() => Ok(Command::SaveBusiness {
                business: Business {
                    reminders: (policy != ReminderPolicy::default()).then_some(policy),
                    ..self.base.clone()
                },
                opened,
            }),
            _ => Err(problems),
        }
    }

    fn read(&self, problems: &mut Problems) -> Option<ReminderPolicy> {
        let mut next = self
            .stages
            .iter()
            .map(|stage| stage.stage)
            .max()
            .unwrap_or(0);
        let mut stages = Vec::with_capacity(self.stages.len());
        for (index, form) in self.stages.iter().enumerate() {
            let at = (FieldName::StageDays, index);
            let Some(days) = problems.noted(at, days(&form.days)) else {
                continue;
            };
            let days = i32::try_from(days).unwrap_or(i32::MAX);
            let stage = if form.stage == 0 {
                next += 1;
                next
            } else {
                form.stage
            };
            stages.push(ReminderStage {
                stage,
                days: if form.is_before { -days } else { days },
                tone: Tone::of(&form.tone).unwrap_or_default(),
                channel: Default::default(),
            });
        }
        let currency: Option<Currency> = Some(self.base.currency);
        let smallest = number::read_amount_optional(&self.smallest, currency);
        let smallest = problems.noted(FieldName::Smallest, smallest);
        let min_gap_days = problems.noted(FieldName::MinGapDays, days(&self.min_gap_days));
        let pay_within_days = problems.noted(FieldName::PayWithinDays, days(&self.pay_within_days));
        let hand_over_after = match self.hand_over_after.trim() {
            "" => Some(None),
            text => problems
                .noted(FieldName::HandOverAfter, days(text))
                .map(Some),
        };
        Some(ReminderPolicy {
            stages,
            min_gap_days: min_gap_days?,
            pay_within_days: pay_within_days?,
            smallest: smallest?,
            hand_over_after: hand_over_after?,
        })
    }
}

fn days(text: &str) -> Result<u32, Fault> {
    match text.trim() {
        "" => Err(Fault::Missing),
        text => text.parse().map_err(|_| Fault::NotAWholeNumber),
    }
}

impl Form for LadderForm {
    type Field = LadderField;

    fn set(&mut self, field: LadderField, value: &str) {
        match field {
            LadderField::Days(index) => {
                if let Some(stage) = self.stages.get_mut(index) {
                    value.clone_into(&mut stage.days);
                }
            }
            LadderField::When(index) => {
                if let Some(stage) = self.stages.get_mut(index) {
                    stage.is_before = value == "before";
                }
            }
            LadderField::Tone(index) => {
                if let Some(stage) = self.stages.get_mut(index) {
                    value.clone_into(&mut stage.tone);
                }
            }
            LadderField::Add => self.stages.push(StageForm {
                tone: Tone::Firm.as_str().to_owned(),
                ..StageForm::default()
            }),
            LadderField::Remove(index) => {
                if index < self.stages.len() {
                    self.stages.remove(index);
                }
            }
            LadderField::Usual => self.take_policy(&ReminderPolicy::default()),
            LadderField::MinGapDays => value.clone_into(&mut self.min_gap_days),
            LadderField::PayWithinDays => value.clone_into(&mut self.pay_within_days),
            LadderField::Smallest => value.clone_into(&mut self.smallest),
            LadderField::HandOverAfter => value.clone_into(&mut self.hand_over_after),
        }
    }

    fn parts(&self) -> Vec<(At, String)> {
        let stages = self.stages.iter().map(|stage| {
            let sign = if stage.is_before { "-" } else { "" };
            format!("{sign}{}", stage.days)
        });
        vec![
            (
                FieldName::Stages.into(),
                stages.collect::<Vec<_>>().join(", "),
            ),
            (FieldName::MinGapDays.into(), self.min_gap_days.clone()),
            (
                FieldName::PayWithinDays.into(),
                self.pay_within_days.clone(),
            ),
            (FieldName::Smallest.into(), self.smallest.clone()),
            (
                FieldName::HandOverAfter.into(),
                self.hand_over_after.clone(),
            ),
        ]
    }

    fn take(&mut self, other: &LadderForm, part: At) {
        self.base.clone_from(&other.base);
        match part.field {
            FieldName::Stages => self.stages.clone_from(&other.stages),
            FieldName::MinGapDays => self.min_gap_days.clone_from(&other.min_gap_days),
            FieldName::PayWithinDays => self.pay_within_days.clone_from(&other.pay_within_days),
            FieldName::Smallest => self.smallest.clone_from(&other.smallest),
            FieldName::HandOverAfter => self.hand_over_after.clone_from(&other.hand_over_after),
            _ => {}
        }
    }
}
