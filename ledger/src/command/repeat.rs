//! Recurring schedules: keeping them, and what becomes of their occurrences.

use crate::action::CommandName;
use crate::book::Book;
use crate::change::{Change, ChangeSet, Record, RecordId};
use crate::date::Date;
use crate::ids::{InvoiceId, ScheduleId, Version};
use crate::invoice::totals::LINES_MAX;
use crate::invoice::{Kind, Rule, Totals};
use crate::schedule::{COUNT_MAX, EVERY_MAX, End, Mode, Occurrence, Outcome, Schedule, Unit};
use crate::terms::Due;

use super::request::{IssueInvoice, MakeOccurrence, MakeOccurrences};
use super::work::{Context, Work};
use crate::problem::{At, FieldName, Problem, Refusal, What};

/// Occurrences that one action makes or skips.
pub const OCCURRENCES_MAX: usize = 500;

impl Work<'_> {
    pub(super) fn save_schedule(
        &mut self,
        id: Option<ScheduleId>,
        schedule: &Schedule,
        opened: Version,
    ) -> Result<(), Refusal> {
        let id = self.target(
            self.book.schedules(),
            id.map(|id| (id, opened)),
            |_| true,
            (FieldName::Schedule, What::Unknown),
        )?;
        self.repeated(schedule);
        if schedule.every.count == 0 || schedule.every.count > EVERY_MAX {
            self.problem(FieldName::Every, What::OutOfBounds(1, EVERY_MAX));
        }
        if schedule.last_of_month {
            if schedule.every.unit == Unit::Week {
                self.problem(FieldName::Day, What::WrongKind);
            }
            if schedule.first != schedule.first.month_end() {
                self.problem(FieldName::First, What::NotLastOfMonth);
            }
        }
        match schedule.end {
            End::Never => {}
            End::Last(last) if last < schedule.first => {
                self.problem(FieldName::Last, What::Before(schedule.first));
            }
            End::Last(_) => {}
            End::Count(1..=COUNT_MAX) => {}
            End::Count(_) => self.problem(FieldName::Count, What::OutOfBounds(1, COUNT_MAX)),
        }
        let before = self.book.schedules().get(id).cloned();
        // Days of another rule would fall due beside those that were made.
        let known = self.book.occurrences_of(id).next().is_some();
        if let Some(before) = before.as_ref().filter(|_| known) {
            if before.first != schedule.first {
                self.problem(FieldName::First, What::ScheduleInUse);
            }
            if before.every != schedule.every {
                self.problem(FieldName::Every, What::ScheduleInUse);
            }
            if before.last_of_month != schedule.last_of_month {
                self.problem(FieldName::Day, What::ScheduleInUse);
            }
        }
        let mut schedule = schedule.clone();
        schedule.id = id;
        schedule.document.id = InvoiceId::default();
        schedule.document.rule = Rule::NEWEST;
        schedule.document.draft_date = None;
        schedule.pauses = before.map_or_else(Vec::new, |before| before.pauses.clone());
        self.put(schedule);
        Ok(())
    }

    /// What is repeated must be fit to be issued, and so again each time.
    fn repeated(&mut self, schedule: &Schedule) {
        let document = &schedule.document;
        if document.kind != Kind::Invoice
            || document.issue.is_some()
            || document.credits.is_some()
            || !document.deducts.is_empty()
        {
            self.problem(FieldName::Document, What::WrongKind);
        }
        self.content(document);
        let dues = document.terms.instalments.iter().map(|part| part.due);
        if std::iter::once(document.terms.due)
            .chain(dues)
            .any(|due| matches!(due, Due::Fixed(_)))
        {
            self.problem(FieldName::Terms, What::FixedDue);
        }
        if document.lines.is_empty() || document.lines.len() > LINES_MAX {
            return;
        }
        match Totals::of_draft(document, &[]) {
            Ok(totals) => self.figures(document, &totals),
            Err(problems) => {
                for (at, problem) in problems {
                    self.problem(at, problem);
                }
            }
        }
    }

    /// One occurrence, as the only thing that this work does.
    fn make_occurrence(
        &mut self,
        one: &MakeOccurrence,
        command: &MakeOccurrences,
    ) -> Result<(), Refusal> {
        let Some(schedule) =
            self.open_occurrence(FieldName::Occurrence.into(), one.schedule, one.day)
        else {
            return Ok(());
        };
        if one.day > self.context.today {
            self.problem(FieldName::Occurrence, What::Future);
        }
        let Some(document) = schedule.document_of(one.day, &one.words) else {
            self.problem(FieldName::Occurrence, What::NoOccurrence(one.day));
            return Ok(());
        };
        if schedule.mode == Mode::Draft || command.as_drafts {
            self.save_draft(None, &document, Version::NONE)?;
        } else {
            self.issue(&IssueInvoice {
                draft: None,
                document,
                date: command.date,
                series: None,
                rate: one.rate,
                settle_original: false,
            })?;
        }
        let made = self.changes.iter().find_map(|change| match change {
            Change::Put(Record::Invoice(invoice)) => Some(invoice.id),
            _ => None,
        });
        // Without a document there are problems.
        if let Some(invoice) = made {
            self.record_occurrence(one.schedule, one.day, Outcome::Made(invoice));
        }
        Ok(())
    }

    /// The schedule, where nothing became of the occurrence yet.
    fn open_occurrence(
        &mut self,
        at: At,
        schedule: ScheduleId,
        day: Date,
    ) -> Option<std::rc::Rc<Schedule>> {
        let Some(known) = self.book.schedules().get(schedule).cloned() else {
            self.problem(at, What::Unknown);
            return None;
        };
        let mut facts = self.book.occurrences_of(schedule);
        if let Some(fact) = facts.find(|fact| fact.day == day) {
            let what = match fact.outcome {
                Outcome::Made(_) => What::OccurrenceMade(day),
                Outcome::Skipped(_) => What::OccurrenceSkipped(day),
            };
            self.problem(at, what);
            return None;
        }
        if known.place(day).is_none() {
            self.problem(at, What::NoOccurrence(day));
            return None;
        }
        Some(known)
    }

    fn record_occurrence(&mut self, schedule: ScheduleId, day: Date, outcome: Outcome) {
        let id = self.mint(self.book.occurrences());
        self.put(Occurrence {
            id,
            schedule,
            day,
            outcome,
        });
    }

    pub(super) fn skip_occurrences(&mut self, skip: &[(ScheduleId, Date)], reason: &str) {
        self.required(FieldName::Reason, reason);
        self.some_occurrences(skip.len());
        for (index, (schedule, day)) in skip.iter().enumerate() {
            let at = At::from((FieldName::Occurrence, index));
            if skip[..index].contains(&(*schedule, *day)) {
                self.problem(at, What::OccurrenceSkipped(*day));
            } else if self.open_occurrence(at, *schedule, *day).is_some() {
                let outcome = Outcome::Skipped(reason.trim().to_owned());
                self.record_occurrence(*schedule, *day, outcome);
            }
        }
    }

    fn some_occurrences(&mut self, count: usize) {
        if count == 0 {
            self.problem(FieldName::Occurrence, What::Missing);
        }
        if count > OCCURRENCES_MAX {
            self.problem(FieldName::Occurrence, What::TooMany(OCCURRENCES_MAX));
        }
    }

    pub(super) fn end_schedule(
        &mut self,
        id: ScheduleId,
        last: Date,
        opened: Version,
    ) -> Result<(), Refusal> {
        if let Some(mut schedule) = self.opened_schedule(id, opened)? {
            schedule.end = End::Last(last);
            self.put(schedule);
        }
        Ok(())
    }

    pub(super) fn pause_schedule(
        &mut self,
        id: ScheduleId,
        from: Date,
        opened: Version,
    ) -> Result<(), Refusal> {
        if let Some(mut schedule) = self.opened_schedule(id, opened)? {
            if schedule.paused_since().is_some() {
                self.problem(FieldName::From, What::IsPaused);
            }
            schedule.pauses.push((from, None));
            self.put(schedule);
        }
        Ok(())
    }

    pub(super) fn resume_schedule(
        &mut self,
        id: ScheduleId,
        from: Date,
        opened: Version,
    ) -> Result<(), Refusal> {
        let Some(mut schedule) = self.opened_schedule(id, opened)? else {
            return Ok(());
        };
        let open = schedule.pauses.iter().position(|(_, to)| to.is_none());
        match (open, from.minus_days(1)) {
            (Some(place), Ok(to)) if schedule.pauses[place].0 <= to => {
                schedule.pauses[place].1 = Some(to);
            }
            // Before it began: then it never was.
            (Some(place), _) => drop(schedule.pauses.remove(place)),
            (None, _) => self.problem(FieldName::From, What::NothingToUndo),
        }
        self.put(schedule);
        Ok(())
    }

    fn opened_schedule(
        &mut self,
        id: ScheduleId,
        opened: Version,
    ) -> Result<Option<Schedule>, Refusal> {
        self.unchanged(id, opened)?;
        let known = self.book.schedules().get(id);
        if known.is_none() {
            self.problem(FieldName::Schedule, What::Unknown);
        }
        Ok(known.map(|known| (**known).clone()))
    }
}

/// Makes several occurrences in one action. Each sees the ones before it, as
/// their numbers follow each other.
pub(super) fn make(
    book: &Book,
    command: &MakeOccurrences,
    context: &Context,
) -> Result<ChangeSet, Refusal> {
    let mut so_far = book.clone();
    let mut changes = Vec::new();
    let mut problems = Vec::new();
    let mut overridden = Vec::new();
    let seq = book.head().seq.saturating_add(1);
    for (index, one) in command.make.iter().take(OCCURRENCES_MAX).enumerate() {
        let mut work = Work::new(&so_far, context);
        work.make_occurrence(one, command)?;
        // The page shows a row for each: what is wrong with it stands there.
        let at = At::from((FieldName::Occurrence, index));
        let found = work.problems.drain(..);
        problems.extend(found.map(|problem| Problem { at, ..problem }));
        for date in work.overridden.drain(..) {
            if !overridden.contains(&date) {
                overridden.push(date);
            }
        }
        let made = std::mem::take(&mut work.changes);
        for change in &made {
            if so_far.apply(seq, change).is_err() {
                problems.push(Problem {
                    at,
                    what: What::InUse,
                });
            }
        }
        changes.extend(made);
    }
    let mut work = Work::new(&so_far, context);
    work.some_occurrences(command.make.len());
    work.problems.splice(0..0, problems);
    work.changes = changes;
    work.overridden = overridden;
    work.finish(CommandName::MakeOccurrences)
}

/// The schedules of a customer and what became of them, to be removed.
pub(super) fn of_customer(book: &Book, customer: crate::ids::CustomerId) -> Vec<RecordId> {
    let schedules = book.schedules().iter();
    let schedules = schedules.filter(|schedule| schedule.document.customer == customer);
    let mut ids = Vec::new();
    for schedule in schedules {
        let facts = book.occurrences_of(schedule.id);
        ids.extend(facts.map(|fact| RecordId::Occurrence(fact.id)));
        ids.push(schedule.id.into());
    }
    ids
}
