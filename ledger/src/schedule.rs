//! Recurring schedules: a document that is made again and again, and what
//! became of each time that it was to be made.
//!
//! A day on which a schedule makes something is an *occurrence*. It is counted
//! from the first one, never from the one before, so that the last day of a
//! month stays the last day: 31 January, 28 February, 31 March. What became of
//! an occurrence, made or skipped, is a fact of its own ([`Occurrence`]); it
//! stays when the draft is discarded or the invoice void, so that neither is
//! made again. Nothing here runs by itself, and nothing knows the names of
//! months: the words come from whoever asks ([`Words`]).

use serde::{Deserialize, Serialize};

use crate::date::{BadDate, Date};
use crate::ids::{InvoiceId, OccurrenceId, ScheduleId};
use crate::invoice::Invoice;

/// The most units between two occurrences.
pub const EVERY_MAX: u32 = 99;
/// The most occurrences that a schedule can be ended after.
pub const COUNT_MAX: u32 = 9_999;

/// A document that is to be made again and again.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Schedule {
    pub id: ScheduleId,
    /// What is made each time, its customer included; never issued itself.
    pub document: Box<Invoice>,
    pub every: Every,
    /// The first occurrence; all others are counted from it.
    pub first: Date,
    #[serde(default)]
    pub end: End,
    #[serde(default)]
    pub mode: Mode,
    #[serde(default)]
    pub service: Service,
    /// Spans without an occurrence, first and last day; without a last day
    /// the schedule is paused until further notice.
    #[serde(default)]
    pub pauses: Vec<(Date, Option<Date>)>,
    /// Each falls on the last day of its month, as the first one does; else
    /// they fall on its day of the month, in a shorter month on the last.
    #[serde(default)]
    pub last_of_month: bool,
}

/// How often.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Every {
    /// From 1 to [`EVERY_MAX`].
    pub count: u32,
    pub unit: Unit,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    Week,
    #[default]
    Month,
    Quarter,
    Year,
}

/// When it ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    #[default]
    Never,
    /// No occurrence after this day.
    Last(Date),
    /// After so many occurrences, those in a pause included.
    Count(u32),
}

/// What an occurrence makes by itself.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    #[default]
    Draft,
    Issue,
}

/// The days of the service that a document made is for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Service {
    /// Delivered on the day itself (BT-72).
    #[default]
    OnTheDay,
    /// From the day to the one before the next occurrence: in advance.
    FromTheDay,
    /// From the day after the occurrence before up to the day: in arrears,
    /// where the day is the last of its month.
    UpToTheDay,
    /// From the occurrence before up to the day before this one: in arrears,
    /// where the day is the first of its month.
    BeforeTheDay,
}

/// What became of one occurrence of a schedule. There is one for each day at
/// the most.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Occurrence {
    pub id: OccurrenceId,
    pub schedule: ScheduleId,
    pub day: Date,
    pub outcome: Outcome,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// This document, which may be discarded or void by now.
    Made(InvoiceId),
    /// Nothing, for this reason.
    Skipped(String),
}

/// How days are written in the language of a document.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Words {
    /// January first; a month without a name is written as its number.
    pub months: Vec<String>,
    /// A day: `{D}`, `{DD}`, `{MM}`, `{MMMM}` and `{YYYY}` are filled in. Where
    /// it is empty, days are written YYYY-MM-DD.
    pub date: String,
}

impl Every {
    /// Of `times` intervals: months, or else days.
    fn length(self, times: u32) -> Result<(u32, u32), BadDate> {
        let (months, days) = match self.unit {
            Unit::Week => (0, 7),
            Unit::Month => (1, 0),
            Unit::Quarter => (3, 0),
            Unit::Year => (12, 0),
        };
        let many = self.count.checked_mul(times).ok_or(BadDate::OutOfRange)?;
        let all = |one: u32| one.checked_mul(many).ok_or(BadDate::OutOfRange);
        Ok((all(months)?, all(days)?))
    }

    /// The day `times` intervals after `from`; in a shorter month its last.
    ///
    /// # Errors
    /// [`BadDate::OutOfRange`] after 2999.
    pub fn after(self, from: Date, times: u32) -> Result<Date, BadDate> {
        let (months, days) = self.length(times)?;
        from.plus_months(months)?.plus_days(days)
    }

    /// The day an interval before `from`.
    fn before(self, from: Date) -> Result<Date, BadDate> {
        let (months, days) = self.length(1)?;
        from.minus_months(months)?.minus_days(days)
    }
}

impl Schedule {
    /// The day `times` intervals after the first one, whatever the end.
    fn at(&self, times: u32) -> Result<Date, BadDate> {
        let day = self.every.after(self.first, times)?;
        Ok(self.on_its_day(day))
    }

    fn on_its_day(&self, day: Date) -> Date {
        if self.last_of_month {
            day.month_end()
        } else {
            day
        }
    }

    /// The day of the `place`-th occurrence, from 0; `None` after the end.
    pub fn day(&self, place: u32) -> Option<Date> {
        let day = self.at(place).ok()?;
        match self.end {
            End::Count(count) if place >= count => None,
            End::Last(last) if day > last => None,
            _ => Some(day),
        }
    }

    /// All days from the first on, those in a pause left out.
    pub fn days(&self) -> impl Iterator<Item = Date> + '_ {
        (0..)
            .map_while(|place| self.day(place))
            .filter(|day| !self.is_paused_on(*day))
    }

    pub fn is_paused_on(&self, day: Date) -> bool {
        self.pauses
            .iter()
            .any(|(from, to)| *from <= day && to.is_none_or(|to| day <= to))
    }

    /// Since when it is paused until further notice.
    pub fn paused_since(&self) -> Option<Date> {
        let open = self.pauses.iter().find(|(_, to)| to.is_none());
        open.map(|(from, _)| *from)
    }

    /// The place of an occurrence, from 0; `None` where the day is none.
    pub fn place(&self, day: Date) -> Option<u32> {
        (0..)
            .map_while(|place| Some((place, self.day(place)?)))
            .take_while(|(_, known)| *known <= day)
            .find(|(_, known)| *known == day && !self.is_paused_on(day))
            .map(|(place, _)| place)
    }

    /// The days of the service of an occurrence.
    ///
    /// # Errors
    /// [`BadDate::OutOfRange`] at either end of the calendar.
    pub fn period(&self, place: u32) -> Result<(Date, Date), BadDate> {
        let at = |place| self.at(place);
        let day = at(place)?;
        let before = match place.checked_sub(1) {
            Some(before) => at(before),
            None => self
                .every
                .before(self.first)
                .map(|day| self.on_its_day(day)),
        };
        match self.service {
            Service::OnTheDay => Ok((day, day)),
            Service::FromTheDay => {
                let next = place.checked_add(1).ok_or(BadDate::OutOfRange)?;
                Ok((day, at(next)?.minus_days(1)?))
            }
            Service::UpToTheDay => Ok((before?.plus_days(1)?, day)),
            Service::BeforeTheDay => Ok((before?, day.minus_days(1)?)),
        }
    }

    /// The document of an occurrence, a draft without an id: its days filled
    /// in, and what stands in braces in its texts. `None` where the day is no
    /// occurrence.
    pub fn document_of(&self, day: Date, words: &Words) -> Option<Invoice> {
        let (from, to) = self.period(self.place(day)?).ok()?;
        let mut document = (*self.document).clone();
        document.id = InvoiceId::default();
        let mut more = document.more.take().unwrap_or_default();
        (more.delivered, more.period) = match self.service {
            Service::OnTheDay => (Some(day), None),
            _ => (None, Some((from, to))),
        };
        // The month that a service is of: the one in which it is billed.
        let about = match self.service {
            Service::FromTheDay => from,
            _ => to,
        };
        let fill = |text: &mut String| {
            if text.contains('{') {
                *text = words.fill(text, about, from, to, day);
            }
        };
        fill(&mut more.note);
        fill(&mut more.footer);
        document.more = Some(more);
        for line in &mut document.lines {
            fill(&mut line.description);
            if let Some(more) = &mut line.more {
                fill(&mut more.note);
            }
        }
        Some(document)
    }
}

impl Words {
    fn month(&self, day: Date) -> String {
        let place = usize::try_from(day.month()).unwrap_or(0).checked_sub(1);
        let name = place.and_then(|place| self.months.get(place));
        name.cloned().unwrap_or_else(|| day.month().to_string())
    }

    fn date(&self, day: Date) -> String {
        if self.date.is_empty() {
            return day.to_string();
        }
        self.date
            .replace("{DD}", &format!("{:02}", day.day()))
            .replace("{D}", &day.day().to_string())
            .replace("{MM}", &format!("{:02}", day.month()))
            .replace("{MMMM}", &self.month(day))
            .replace("{YYYY}", &day.year().to_string())
    }

    /// What is in braces and known is filled in, in one pass; all else stays.
    fn fill(&self, text: &str, about: Date, from: Date, to: Date, day: Date) -> String {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let value = after.split_once('}').and_then(|(name, behind)| {
                let value = match name {
                    "month" => self.month(about),
                    "year" => about.year().to_string(),
                    "quarter" => about.month().div_ceil(3).to_string(),
                    "from" => self.date(from),
                    "to" => self.date(to),
                    "date" => self.date(day),
                    _ => return None,
                };
                Some((value, behind))
            });
            rest = match value {
                Some((value, behind)) => {
                    filled.push_str(&value);
                    behind
                }
                None => {
                    filled.push('{');
                    after
                }
            };
        }
        filled.push_str(rest);
        filled
    }
}

#[cfg(test)]
mod tests;
