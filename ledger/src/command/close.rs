//! Closed periods, and numbers used elsewhere.

use crate::business::{Closing, ClosingDecision, Gap, GapReason};
use crate::coded::Coded;
use crate::date::Date;
use crate::ids::SeriesId;
use crate::invoice::numbering;

use super::work::Work;
use crate::problem::{FieldName, What};

impl Work<'_> {
    pub(super) fn close(&mut self, until: Date, reason: &str) {
        if let Some(closed) = self.book.closed_until().filter(|closed| until <= *closed) {
            self.problem(FieldName::Until, What::Closed(closed));
        }
        if until > self.context.today {
            self.problem(FieldName::Until, What::Future);
        }
        self.decide(ClosingDecision::Close(until), reason);
    }

    pub(super) fn reopen(&mut self, until: Option<Date>, reason: &str) {
        self.required(FieldName::Reason, reason);
        match (self.book.closed_until(), until) {
            (None, _) => self.problem(FieldName::Until, What::NothingToUndo),
            (Some(closed), Some(until)) if until >= closed => {
                self.problem(FieldName::Until, What::Closed(closed));
            }
            _ => {}
        }
        self.decide(ClosingDecision::Reopen(until), reason);
    }

    fn decide(&mut self, decision: ClosingDecision, reason: &str) {
        self.short(FieldName::Reason, reason);
        let id = self.mint(self.book.closings());
        self.put(Closing {
            id,
            decision,
            reason: reason.trim().to_owned(),
        });
    }

    /// Beside each fact that went into a closed period stands why.
    pub(super) fn record_overrides(&mut self) {
        let reason = self.context.override_closed.clone().unwrap_or_default();
        for date in std::mem::take(&mut self.overridden) {
            self.decide(ClosingDecision::Override(date), &reason);
        }
    }

    pub(super) fn skip_numbers(
        &mut self,
        series: SeriesId,
        last: u32,
        date: Date,
        reason: &Coded<GapReason>,
    ) {
        self.required(FieldName::Reason, reason.as_str());
        let Some(known) = self.book.series().get(series) else {
            return self.problem(FieldName::Series, What::Unknown);
        };
        let run = match numbering::run(&known.pattern, date) {
            Ok(run) => run,
            Err(problem) => return self.problem(FieldName::Series, problem),
        };
        let next = self.next_value(known, run);
        if last < next {
            return self.problem(FieldName::Last, What::NumberGiven(next - 1));
        }
        let mut series = (**known).clone();
        series.gaps.push(Gap {
            run,
            first: next,
            last,
            reason: reason.trimmed(),
        });
        self.put(series);
    }
}
