//! The rule of a recurring schedule as a form. What is repeated is a form of
//! its own, that of an invoice.

use ledger::date::Date;
use ledger::ids::ScheduleId;
use ledger::invoice::Invoice;
use ledger::problem::{At, FieldName};
use ledger::schedule::{EVERY_MAX, End, Every, Mode, Schedule, Service, Unit};
use serde::{Deserialize, Serialize};

use super::editing::Form;
use super::{Fault, Problems, date, whole};

/// Strings by field; what is chosen from a list is the value of its option.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct RuleForm {
    pub first: String,
    pub count: String,
    pub unit: String,
    /// `same` for the first one's day of the month, `last` for the last one.
    #[serde(default)]
    pub day: String,
    pub end: String,
    pub last: String,
    pub times: String,
    pub mode: String,
    pub service: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RuleField {
    First,
    Count,
    Unit,
    Day,
    End,
    Last,
    Times,
    Mode,
    Service,
}

/// The values of the options.
pub const UNITS: [(&str, Unit); 4] = [
    ("week", Unit::Week),
    ("month", Unit::Month),
    ("quarter", Unit::Quarter),
    ("year", Unit::Year),
];
pub const MODES: [(&str, Mode); 2] = [("draft", Mode::Draft), ("issue", Mode::Issue)];
pub const SERVICES: [(&str, Service); 4] = [
    ("on", Service::OnTheDay),
    ("from", Service::FromTheDay),
    ("up_to", Service::UpToTheDay),
    ("before", Service::BeforeTheDay),
];
pub const DAYS: [&str; 2] = ["same", "last"];

fn value<T: PartialEq>(options: &[(&'static str, T)], of: &T) -> String {
    let found = options.iter().find(|(_, known)| known == of);
    found.map_or("", |(value, _)| value).to_owned()
}

fn chosen<T: Copy + Default>(options: &[(&str, T)], text: &str) -> T {
    let found = options.iter().find(|(value, _)| *value == text);
    found.map_or_else(T::default, |(_, of)| *of)
}

/// The fields of [`RuleForm`] by the names that problems have.
const FIELDS: [(FieldName, RuleField); 9] = [
    (FieldName::First, RuleField::First),
    (FieldName::Every, RuleField::Count),
    (FieldName::Unit, RuleField::Unit),
    (FieldName::Day, RuleField::Day),
    (FieldName::End, RuleField::End),
    (FieldName::Last, RuleField::Last),
    (FieldName::Count, RuleField::Times),
    (FieldName::Mode, RuleField::Mode),
    (FieldName::Service, RuleField::Service),
];

impl RuleForm {
    /// Monthly from a day on.
    pub fn new(first: Date) -> RuleForm {
        RuleForm {
            first: first.to_string(),
            count: "1".to_owned(),
            unit: "month".to_owned(),
            day: "same".to_owned(),
            end: "never".to_owned(),
            last: String::new(),
            times: String::new(),
            mode: "draft".to_owned(),
            service: "on".to_owned(),
        }
    }

    pub fn of(schedule: &Schedule) -> RuleForm {
        let (end, last, times) = match schedule.end {
            End::Never => ("never", String::new(), String::new()),
            End::Last(last) => ("last", last.to_string(), String::new()),
            End::Count(count) => ("count", String::new(), count.to_string()),
        };
        RuleForm {
            first: schedule.first.to_string(),
            count: schedule.every.count.to_string(),
            unit: value(&UNITS, &schedule.every.unit),
            day: if schedule.last_of_month {
                "last"
            } else {
                "same"
            }
            .to_owned(),
            end: end.to_owned(),
            last,
            times,
            mode: value(&MODES, &schedule.mode),
            service: value(&SERVICES, &schedule.service),
        }
    }

    /// The schedule of a document.
    ///
    /// # Errors
    /// All that is wrong with the rule.
    pub fn read(&self, document: Invoice) -> Result<Schedule, Problems> {
        let mut problems = Problems::default();
        let first = problems.noted(FieldName::First, date::read(&self.first));
        let count = needed(&self.count);
        let count = problems.noted(FieldName::Every, count);
        let end = match &self.end[..] {
            "last" => problems
                .noted(FieldName::Last, date::read(&self.last))
                .map(End::Last),
            "count" => problems
                .noted(FieldName::Count, needed(&self.times))
                .map(End::Count),
            _ => Some(End::Never),
        };
        let (Some(first), Some(count), Some(end)) = (first, count, end) else {
            return Err(problems);
        };
        // Of a month that was meant, its last day.
        let first = if self.is_last_of_month() {
            first.month_end()
        } else {
            first
        };
        Ok(Schedule {
            id: ScheduleId::default(),
            document: Box::new(document),
            every: Every {
                count,
                unit: chosen(&UNITS, &self.unit),
            },
            first,
            end,
            mode: chosen(&MODES, &self.mode),
            service: chosen(&SERVICES, &self.service),
            pauses: Vec::new(),
            last_of_month: self.is_last_of_month(),
        })
    }

    /// Whether each is to be the last day of its month. Weeks have no such
    /// day, whatever was chosen for another unit before.
    pub fn is_last_of_month(&self) -> bool {
        self.day == "last" && self.unit != "week"
    }

    /// The days that it comes to, as far as it can be read: the first few of
    /// which nothing became yet.
    pub fn next_days(&self, known: Option<&Schedule>, made: &[Date], most: usize) -> Vec<Date> {
        let Ok(mut schedule) = self.read(Invoice::default()) else {
            return Vec::new();
        };
        if schedule.every.count == 0 || schedule.every.count > EVERY_MAX {
            return Vec::new();
        }
        schedule.pauses = known.map_or_else(Vec::new, |known| known.pauses.clone());
        let paused = schedule.paused_since();
        let days = schedule.days().filter(|day| !made.contains(day));
        let days = days.take_while(|day| paused.is_none_or(|since| *day < since));
        days.take(most).collect()
    }

    /// Whether a problem belongs to a field of this form.
    pub fn has(at: At) -> bool {
        FIELDS.iter().any(|(name, _)| *name == at.field)
    }

    fn text(&mut self, field: RuleField) -> &mut String {
        match field {
            RuleField::First => &mut self.first,
            RuleField::Count => &mut self.count,
            RuleField::Unit => &mut self.unit,
            RuleField::Day => &mut self.day,
            RuleField::End => &mut self.end,
            RuleField::Last => &mut self.last,
            RuleField::Times => &mut self.times,
            RuleField::Mode => &mut self.mode,
            RuleField::Service => &mut self.service,
        }
    }
}

fn needed(text: &str) -> Result<u32, Fault> {
    whole(text)?.ok_or(Fault::Missing)
}

impl Form for RuleForm {
    type Field = RuleField;

    fn set(&mut self, field: RuleField, value: &str) {
        value.clone_into(self.text(field));
    }

    fn parts(&self) -> Vec<(At, String)> {
        let mut form = self.clone();
        let part =
            |(name, field): (FieldName, RuleField)| (name.into(), std::mem::take(form.text(field)));
        FIELDS.map(part).to_vec()
    }

    fn take(&mut self, other: &RuleForm, part: At) {
        if let Some((_, field)) = FIELDS.iter().find(|(name, _)| *name == part.field) {
            self.text(*field).clone_from(other.clone().text(*field));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_read_back_as_it_was_and_all_that_is_wrong_is_told() {
        let day: Date = "2027-12-31".parse().expect("a day");
        for (end, unit, service) in [
            (End::Never, Unit::Month, Service::UpToTheDay),
            (End::Last(day), Unit::Week, Service::OnTheDay),
            (End::Count(12), Unit::Year, Service::FromTheDay),
        ] {
            let schedule = Schedule {
                id: ScheduleId::default(),
                document: Box::default(),
                every: Every { count: 3, unit },
                first: day,
                end,
                mode: Mode::Issue,
                service,
                pauses: Vec::new(),
                last_of_month: end == End::Never,
            };
            let read = RuleForm::of(&schedule).read(Invoice::default());
            assert_eq!(read, Ok(schedule));
        }
        let mut form = RuleForm::new(day);
        form.set(RuleField::First, "");
        form.set(RuleField::Count, "two");
        form.set(RuleField::End, "count");
        let problems = form.read(Invoice::default()).expect_err("problems");
        let places: Vec<_> = problems.iter().map(|(at, _)| at.field).collect();
        assert_eq!(
            places,
            [FieldName::First, FieldName::Every, FieldName::Count]
        );
    }

    #[test]
    fn only_what_another_tab_changed_is_taken_over() {
        let day = "2027-12-31".parse().expect("a day");
        let mut theirs = RuleForm::new(day);
        theirs.set(RuleField::Mode, "issue");
        let mut mine = RuleForm::new(day);
        mine.set(RuleField::Count, "2");
        mine.take(&theirs, FieldName::Mode.into());
        assert_eq!((&mine.mode[..], &mine.count[..]), ("issue", "2"));
        assert_eq!(mine.parts().len(), 9);
    }

    #[test]
    fn the_days_that_come_are_shown_before_anything_is_saved() {
        let day = |text: &str| text.parse::<Date>().expect("a day");
        let shown = |form: &RuleForm, made: &[&str]| {
            let made: Vec<Date> = made.iter().map(|made| day(made)).collect();
            let days = form.next_days(None, &made, 3).into_iter();
            days.map(|day| day.to_string())
                .collect::<Vec<_>>()
                .join(" ")
        };
        let mut form = RuleForm::new(day("2027-04-30"));
        assert_eq!(shown(&form, &[]), "2027-04-30 2027-05-30 2027-06-30");
        form.set(RuleField::Day, "last");
        assert_eq!(shown(&form, &[]), "2027-04-30 2027-05-31 2027-06-30");
        // Any day of a month stands for its last.
        form.set(RuleField::First, "2027-02-10");
        assert_eq!(
            shown(&form, &["2027-02-28"]),
            "2027-03-31 2027-04-30 2027-05-31"
        );
        form.set(RuleField::Unit, "week");
        assert_eq!(shown(&form, &[]), "2027-02-10 2027-02-17 2027-02-24");
        for (count, days) in [
            ("0", ""),
            ("two", ""),
            ("2", "2027-02-10 2027-02-24 2027-03-10"),
        ] {
            form.set(RuleField::Count, count);
            assert_eq!(shown(&form, &[]), days, "{count}");
        }
        // What was typed before there was a choice is the same day.
        let mut kept = serde_json::to_value(RuleForm::new(day("2027-04-30"))).expect("JSON");
        kept.as_object_mut().expect("an object").remove("day");
        let read: RuleForm = serde_json::from_value(kept).expect("a form");
        assert!(!read.is_last_of_month());
    }
}
