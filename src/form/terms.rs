//! Terms of payment as fields: when it is due, discounts for paying early,
//! instalments.

use ledger::money::Currency;
use ledger::problem::{At, FieldName};
use ledger::terms::{Due, EarlyDiscount, InstalmentRule, Share, TIERS_MAX, Terms};
use serde::{Deserialize, Serialize};

use super::{Fault, Problems, date, number, whole};

#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct TermsForm {
    /// With the rule [`AS_IN_THE_BOOKS`] there are no terms of one's own.
    pub due: DueForm,
    pub early: Vec<TierForm>,
    pub instalments: Vec<InstalmentForm>,
    next_key: u32,
}

/// The rule of a customer without terms of their own.
pub const AS_IN_THE_BOOKS: &str = "";

/// When something is due. What a rule does not ask for stays as it was typed.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct DueForm {
    /// One of [`RULES`].
    pub rule: String,
    pub days: String,
    pub months: String,
    pub day: String,
    pub date: String,
}

/// The codes of the rules.
pub const RULES: [&str; 9] = [
    "net",
    "on_receipt",
    "prepaid",
    "net_months",
    "end_of_month",
    "net_then_end",
    "net_then_day",
    "day_of_month",
    "fixed",
];

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DueField {
    Rule,
    Days,
    Months,
    Day,
    Date,
}

#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct TierForm {
    pub key: u32,
    pub days: String,
    pub percent: String,
}

#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct InstalmentForm {
    pub key: u32,
    /// `percent`, `amount` or `rest`.
    pub share: String,
    pub value: String,
    pub due: DueForm,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TermsField {
    Due(DueField),
    AddTier,
    RemoveTier(usize),
    TierDays(usize),
    TierPercent(usize),
    AddInstalment,
    RemoveInstalment(usize),
    Share(usize),
    Value(usize),
    InstalmentDue(usize, DueField),
}

impl DueForm {
    pub fn of(due: Due) -> DueForm {
        let mut form = DueForm::default();
        let rule = match due {
            Due::OnReceipt => "on_receipt",
            Due::Prepaid => "prepaid",
            Due::Net { days } => {
                form.days = days.to_string();
                "net"
            }
            Due::NetMonths { months } => {
                form.months = months.to_string();
                "net_months"
            }
            Due::EndOfMonth { days } => {
                form.days = days.to_string();
                "end_of_month"
            }
            Due::NetThenEndOfMonth { days } => {
                form.days = days.to_string();
                "net_then_end"
            }
            Due::NetThenDay { days, day } => {
                form.days = days.to_string();
                form.day = day.to_string();
                "net_then_day"
            }
            Due::DayOfMonth { day, months } => {
                form.day = day.to_string();
                form.months = months.to_string();
                "day_of_month"
            }
            Due::Fixed(date) => {
                form.date = date.to_string();
                "fixed"
            }
        };
        rule.clone_into(&mut form.rule);
        form
    }

    /// Whether the rule asks for what stands in a field.
    pub fn asks(&self, field: DueField) -> bool {
        let rule = self.rule.as_str();
        match field {
            DueField::Rule => true,
            DueField::Days => matches!(
                rule,
                "net" | "end_of_month" | "net_then_end" | "net_then_day"
            ),
            DueField::Months => matches!(rule, "net_months" | "day_of_month"),
            DueField::Day => matches!(rule, "net_then_day" | "day_of_month"),
            DueField::Date => rule == "fixed",
        }
    }

    pub fn get(&self, field: DueField) -> &str {
        match field {
            DueField::Rule => &self.rule,
            DueField::Days => &self.days,
            DueField::Months => &self.months,
            DueField::Day => &self.day,
            DueField::Date => &self.date,
        }
    }

    fn set(&mut self, field: DueField, value: &str) {
        let place = match field {
            DueField::Rule => &mut self.rule,
            DueField::Days => &mut self.days,
            DueField::Months => &mut self.months,
            DueField::Day => &mut self.day,
            DueField::Date => &mut self.date,
        };
        value.clone_into(place);
    }

    /// `None` where the rule is none, or with a problem.
    fn read(&self, instalment: Option<usize>, problems: &mut Problems) -> Option<Due> {
        let mut count = |field: DueField| {
            let read = match whole(self.get(field)) {
                Ok(None) => Err(Fault::Missing),
                Ok(Some(count)) => Ok(count),
                Err(fault) => Err(fault),
            };
            problems.noted(place(field, instalment), read)
        };
        Some(match self.rule.as_str() {
            "on_receipt" => Due::OnReceipt,
            "prepaid" => Due::Prepaid,
            "net" => match count(DueField::Days)? {
                0 => Due::OnReceipt,
                days => Due::Net { days },
            },
            "net_months" => Due::NetMonths {
                months: count(DueField::Months)?,
            },
            "end_of_month" => Due::EndOfMonth {
                days: count(DueField::Days)?,
            },
            "net_then_end" => Due::NetThenEndOfMonth {
                days: count(DueField::Days)?,
            },
            "net_then_day" => {
                let (days, day) = (count(DueField::Days), count(DueField::Day));
                Due::NetThenDay {
                    days: days?,
                    day: day?,
                }
            }
            "day_of_month" => {
                let (day, months) = (count(DueField::Day), count(DueField::Months));
                Due::DayOfMonth {
                    day: day?,
                    months: months?,
                }
            }
            "fixed" => {
                let read = date::read(&self.date);
                Due::Fixed(problems.noted(place(DueField::Date, instalment), read)?)
            }
            _ => return None,
        })
    }

    /// In one line, for comparing.
    fn summary(&self) -> String {
        let asked = [
            DueField::Days,
            DueField::Months,
            DueField::Day,
            DueField::Date,
        ];
        let asked = asked.into_iter().filter(|field| self.asks(*field));
        let asked = asked.map(|field| format!(" {}", self.get(field)));
        format!(
            "{}{}",
            self.rule.replace('_', " "),
            asked.collect::<String>()
        )
    }
}

/// Where what is wrong with a due date is told.
pub fn place(field: DueField, instalment: Option<usize>) -> At {
    let (own, of_instalment) = match field {
        DueField::Rule => (FieldName::Terms, FieldName::Instalment),
        DueField::Days => (FieldName::TermsDays, FieldName::InstalmentDays),
        DueField::Months => (FieldName::TermsMonths, FieldName::InstalmentMonths),
        DueField::Day => (FieldName::TermsDay, FieldName::InstalmentDay),
        DueField::Date => (FieldName::TermsDate, FieldName::InstalmentDate),
    };
    match instalment {
        None => own.into(),
        Some(index) => (of_instalment, index).into(),
    }
}

impl TermsForm {
    pub fn of(terms: Option<&Terms>) -> TermsForm {
        let Some(terms) = terms else {
            return TermsForm::default();
        };
        let mut form = TermsForm {
            due: DueForm::of(terms.due),
            ..TermsForm::default()
        };
        for tier in &terms.early {
            let key = form.key();
            form.early.push(TierForm {
                key,
                days: tier.days.to_string(),
                percent: number::typed(tier.percent),
            });
        }
        for rule in &terms.instalments {
            let (share, value) = match rule.share {
                Share::Percent(percent) => ("percent", number::typed(percent)),
                Share::Amount(amount) => ("amount", number::typed(amount)),
                Share::Rest => ("rest", String::new()),
            };
            let key = form.key();
            form.instalments.push(InstalmentForm {
                key,
                share: share.to_owned(),
                value,
                due: DueForm::of(rule.due),
            });
        }
        form
    }

    /// Whether there are terms of one's own.
    pub fn is_own(&self) -> bool {
        self.due.rule != AS_IN_THE_BOOKS
    }

    fn key(&mut self) -> u32 {
        self.next_key += 1;
        self.next_key
    }

    pub fn set(&mut self, field: TermsField, value: &str) {
        match field {
            TermsField::Due(field) => self.due.set(field, value),
            TermsField::AddTier => {
                if self.early.len() < TIERS_MAX {
                    let key = self.key();
                    self.early.push(TierForm {
                        key,
                        ..TierForm::default()
                    });
                }
            }
            TermsField::RemoveTier(index) if index < self.early.len() => {
                self.early.remove(index);
            }
            TermsField::TierDays(index) => {
                if let Some(tier) = self.early.get_mut(index) {
                    value.clone_into(&mut tier.days);
                }
            }
            TermsField::TierPercent(index) => {
                if let Some(tier) = self.early.get_mut(index) {
                    value.clone_into(&mut tier.percent);
                }
            }
            TermsField::AddInstalment => self.add_instalment(),
            TermsField::RemoveInstalment(index) if index < self.instalments.len() => {
                self.instalments.remove(index);
            }
            TermsField::RemoveTier(_) | TermsField::RemoveInstalment(_) => {}
            TermsField::Share(index) => {
                if let Some(part) = self.instalments.get_mut(index) {
                    value.clone_into(&mut part.share);
                }
            }
            TermsField::Value(index) => {
                if let Some(part) = self.instalments.get_mut(index) {
                    value.clone_into(&mut part.value);
                }
            }
            TermsField::InstalmentDue(index, field) => {
                if let Some(part) = self.instalments.get_mut(index) {
                    part.due.set(field, value);
                }
            }
        }
    }

    /// The first two are halves a month apart; a later one takes nothing yet.
    fn add_instalment(&mut self) {
        let first = self.instalments.is_empty();
        for value in if first { &["50", "50"][..] } else { &[""] } {
            let days = 30 * self.instalments.len();
            let key = self.key();
            self.instalments.push(InstalmentForm {
                key,
                share: "percent".to_owned(),
                value: (*value).to_owned(),
                due: DueForm {
                    rule: if days == 0 { "on_receipt" } else { "net" }.to_owned(),
                    days: days.to_string(),
                    ..DueForm::default()
                },
            });
        }
    }

    /// The terms; `None` where there are none of one's own, or with a
    /// problem.
    pub fn read(&self, problems: &mut Problems) -> Option<Terms> {
        self.read_in(problems, None)
    }

    /// The same, of a document in a currency.
    pub fn read_in(&self, problems: &mut Problems, currency: Option<Currency>) -> Option<Terms> {
        let mut found = Problems::default();
        let due = self.due.read(None, &mut found);
        let mut early = Vec::new();
        let mut instalments = Vec::new();
        if self.is_own() {
            for (index, tier) in self.early.iter().enumerate() {
                early.extend(tier.read(index, &mut found));
            }
            for (index, part) in self.instalments.iter().enumerate() {
                instalments.extend(part.read(index, &mut found, currency));
            }
        }
        let terms = due.map(|due| Terms {
            due,
            early,
            instalments,
        });
        if let (Some(terms), true) = (&terms, found.is_empty()) {
            found.noted(
                FieldName::Terms,
                terms.check().map_err(|why| Fault::Ledger(why.into())),
            );
        }
        let is_right = found.is_empty();
        problems.extend(found);
        terms.filter(|_| is_right)
    }

    /// In one line, for comparing.
    pub fn summary(&self) -> String {
        let mut text = self.due.summary();
        for tier in &self.early {
            text.push_str(&format!("; {} % in {}", tier.percent, tier.days));
        }
        for part in &self.instalments {
            let due = part.due.summary();
            text.push_str(&format!("; {} {} {due}", part.share, part.value));
        }
        text
    }
}

impl TierForm {
    fn read(&self, index: usize, problems: &mut Problems) -> Option<EarlyDiscount> {
        let days = whole(&self.days).and_then(|days| days.ok_or(Fault::Missing));
        let days = problems.noted((FieldName::TierDays, index), days);
        let percent = problems.noted((FieldName::TierPercent, index), number::read(&self.percent));
        Some(EarlyDiscount {
            days: days?,
            percent: percent?,
        })
    }
}

impl InstalmentForm {
    fn read(
        &self,
        index: usize,
        problems: &mut Problems,
        currency: Option<Currency>,
    ) -> Option<InstalmentRule> {
        let mut value = |read| problems.noted((FieldName::InstalmentValue, index), read);
        let share = match self.share.as_str() {
            "rest" => Some(Share::Rest),
            "amount" => value(number::read_amount(&self.value, currency)).map(Share::Amount),
            _ => value(number::read(&self.value)).map(Share::Percent),
        };
        let due = self.due.read(Some(index), problems);
        Some(InstalmentRule {
            share: share?,
            due: due?,
        })
    }
}

#[cfg(test)]
mod tests {
    use ledger::date::Date;

    use super::*;

    fn read(form: &TermsForm) -> Result<Option<Terms>, Vec<String>> {
        let mut problems = Problems::default();
        let terms = form.read(&mut problems);
        if problems.is_empty() {
            return Ok(terms);
        }
        let told = problems.iter().map(|(at, fault)| match fault {
            Fault::Ledger(what) => format!("{at}: {what}"),
            fault => format!("{at}: {fault:?}"),
        });
        Err(told.collect())
    }

    #[test]
    fn every_rule_is_read_as_it_was_shown() {
        let day: Date = "2027-01-31".parse().expect("a date");
        for due in [
            Due::OnReceipt,
            Due::Prepaid,
            Due::Net { days: 30 },
            Due::NetMonths { months: 2 },
            Due::EndOfMonth { days: 10 },
            Due::NetThenEndOfMonth { days: 14 },
            Due::NetThenDay { days: 10, day: 15 },
            Due::DayOfMonth { day: 31, months: 1 },
            Due::Fixed(day),
        ] {
            let percent = "2.5".parse().expect("a percentage");
            let terms = Terms {
                due,
                early: vec![EarlyDiscount { days: 10, percent }],
                instalments: vec![
                    InstalmentRule {
                        share: Share::Amount(percent),
                        due,
                    },
                    InstalmentRule {
                        share: Share::Rest,
                        due,
                    },
                ],
            };
            let form = TermsForm::of(Some(&terms));
            assert!(RULES.contains(&form.due.rule.as_str()));
            assert_eq!(read(&form), Ok(Some(terms)));
        }
        assert_eq!(read(&TermsForm::default()), Ok(None), "as in the books");
    }

    #[test]
    fn what_is_wrong_is_told_at_its_place() {
        use TermsField as F;
        let mut form = TermsForm::of(Some(&Terms::default()));
        form.set(F::Due(DueField::Rule), "net_then_day");
        form.set(F::Due(DueField::Day), "first");
        form.set(F::AddTier, "");
        form.set(F::TierDays(0), "10");
        form.set(F::AddInstalment, "");
        form.set(F::AddInstalment, "");
        form.set(F::InstalmentDue(0, DueField::Rule), "fixed");
        assert_eq!(
            read(&form),
            Err(vec![
                "terms.days: Missing".to_owned(),
                "terms.day: NotAWholeNumber".to_owned(),
                "tier.percent 1: Missing".to_owned(),
                "instalment.date 1: Missing".to_owned(),
                "instalment.value 3: Missing".to_owned(),
            ])
        );
        let mut form = TermsForm::of(Some(&Terms::default()));
        form.set(F::AddInstalment, "");
        form.set(F::Value(1), "40");
        assert_eq!(
            read(&form),
            Err(vec![
                "terms: the instalments do not add up to the total".to_owned()
            ])
        );
        form.set(F::Share(1), "rest");
        assert!(read(&form).is_ok());
        form.set(F::RemoveInstalment(0), "");
        form.set(F::RemoveInstalment(0), "");
        assert_eq!(read(&form), Ok(Some(Terms::default())));
    }
}
