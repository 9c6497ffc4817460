//! A number series as a form.

use ledger::business::{Series, SeriesFor};
use ledger::command::Command;
use ledger::ids::Version;
use ledger::problem::{At, FieldName};
use serde::{Deserialize, Serialize};

use super::editing::Form;
use super::{Problems, whole};

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct SeriesForm {
    pub pattern: String,
    pub start: String,
    pub base: Series,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SeriesField {
    Pattern,
    Start,
}

impl SeriesForm {
    pub fn of(series: &Series) -> SeriesForm {
        SeriesForm {
            pattern: series.pattern.clone(),
            start: series.start.to_string(),
            base: series.clone(),
        }
    }

    /// The series as it is typed; `None` where the start is no number.
    pub fn typed(&self) -> Option<Series> {
        Some(Series {
            pattern: self.pattern.trim().to_owned(),
            start: whole(&self.start).ok()?.unwrap_or(1),
            ..self.base.clone()
        })
    }

    /// The command that saves it over the record as it was at `opened`.
    ///
    /// # Errors
    /// All that is wrong.
    pub fn command(&self, opened: Version) -> Result<Command, Problems> {
        let mut problems = Problems::default();
        let start = problems
            .noted(FieldName::Start, whole(&self.start))
            .flatten();
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Command::SaveSeries {
            id: Some(self.base.id),
            series: Series {
                pattern: self.pattern.trim().to_owned(),
                start: start.unwrap_or(1),
                ..self.base.clone()
            },
            opened,
        })
    }
}

impl Form for SeriesForm {
    type Field = SeriesField;

    fn set(&mut self, field: SeriesField, value: &str) {
        match field {
            SeriesField::Pattern => value.clone_into(&mut self.pattern),
            SeriesField::Start => value.clone_into(&mut self.start),
        }
    }

    fn parts(&self) -> Vec<(At, String)> {
        vec![
            (FieldName::Pattern.into(), self.pattern.clone()),
            (FieldName::Start.into(), self.start.clone()),
        ]
    }

    fn take(&mut self, other: &SeriesForm, part: At) {
        match part.field {
            FieldName::Pattern => self.pattern.clone_from(&other.pattern),
            FieldName::Start => self.start.clone_from(&other.start),
            _ => {}
        }
    }
}

pub fn new_series(counts: SeriesFor) -> Command {
    let pattern = match counts {
        SeriesFor::Invoices => "{YYYY}-{0000}",
        SeriesFor::CreditNotes => "CN-{YYYY}-{000}",
        SeriesFor::Quotes => "Q-{YYYY}-{000}",
    };
    Command::SaveSeries {
        id: None,
        series: Series {
            counts,
            pattern: pattern.to_owned(),
            start: 1,
            ..Series::default()
        },
        opened: Version::NONE,
    }
}
