//! Why something did not happen: what happened, what was not lost, and what
//! to do.

use ledger::backup;
use ledger::check::Finding;
use ledger::import::exports::Refused;
use ledger::journal::Fault;
use ledger::problem::{Problem, Refusal};
use ledger::records;
use ledger::recovery::Hopeless;

use super::problem;
use super::{format, values};
use crate::dispatch::{Failure, ImportFailure, LogoFailure, NotDone, RestoreFailure};
use crate::state::{News, Reason};

/// A failure in up to three sentences.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Message {
    pub what: String,
    /// What was not lost, and what to do.
    pub then: String,
    /// What only who mends the program or the file needs; empty for nothing.
    pub details: String,
}

impl Message {
    pub(super) fn new(what: impl Into<String>, then: impl Into<String>) -> Message {
        Message {
            what: what.into(),
            then: then.into(),
            details: String::new(),
        }
    }

    pub(super) fn with_details(self, details: impl ToString) -> Message {
        Message {
            details: details.to_string(),
            ..self
        }
    }
}

/// Why a file did not become the logo.
pub fn logo(failure: &LogoFailure) -> String {
    match failure {
        LogoFailure::Refused(problem) => values::logo(problem),
        LogoFailure::Unreadable(_) => words::failures::file_unreadable().to_owned(),
        LogoFailure::NotDone(failure) => {
            let message = not_done(failure);
            format!("{} {}", message.what, message.then)
        }
    }
}

/// Why an action came to nothing.
pub fn not_done(failure: &NotDone) -> Message {
    match failure {
        NotDone::Refused(Refusal::Changed { .. }) => {
            Message::new(words::failures::changed(), words::failures::changed_hint())
        }
        NotDone::Refused(Refusal::Problems(problems)) => {
            Message::new(first_of(problems), words::failures::nothing_saved())
        }
        NotDone::Store(failure) => store(failure),
        NotDone::ReadOnly => Message::new(
            words::failures::read_only(),
            words::failures::read_only_hint(),
        ),
        NotDone::Findings(found) => Message::new(
            words::failures::would_break(&findings(found)),
            words::failures::would_break_hint(),
        ),
        NotDone::Journal(Fault::Unlike { .. } | Fault::Unreadable { .. }) => Message::new(
            words::failures::unreadable(),
            words::failures::unreadable_hint(words::failures::kept()),
        )
        .with_details(failure),
        NotDone::Journal(_) => {
            Message::new(words::failures::entry_damaged(), words::failures::kept())
                .with_details(failure)
        }
        NotDone::NoRandom(_) => Message::new(
            words::failures::no_random(),
            words::failures::no_random_hint(words::failures::kept()),
        ),
        NotDone::NotLoaded => Message::new(
            words::failures::not_loaded(),
            words::failures::try_again_hint(words::failures::kept()),
        ),
        NotDone::Busy => Message::new(
            words::failures::others_saved(),
            words::failures::try_again_hint(words::failures::kept()),
        ),
        NotDone::Cancelled => Message::new(
            words::failures::cancelled(),
            words::failures::nothing_saved(),
        ),
    }
}

fn first_of(problems: &[Problem]) -> String {
    let Some(first) = problems.first() else {
        return words::failures::not_possible().to_owned();
    };
    problem::what(&first.what)
}

fn store(failure: &Failure) -> Message {
    match failure {
        Failure::QuotaExceeded => {
            Message::new(words::failures::no_room(), words::failures::no_room_hint())
        }
        Failure::Unavailable(_) => Message::new(
            words::failures::unavailable(),
            words::failures::unavailable_hint(),
        ),
        Failure::Disconnected(_) => Message::new(
            words::failures::disconnected(),
            words::failures::disconnected_hint(),
        ),
        Failure::Vanished => Message::new(
            words::failures::vanished(),
            words::failures::vanished_hint(),
        ),
        Failure::Deleted => {
            Message::new(words::failures::deleted(), words::failures::deleted_hint())
        }
        Failure::Replaced => Message::new(
            words::failures::replaced(),
            words::failures::replaced_hint(),
        ),
        Failure::Superseded => Message::new(
            words::failures::superseded(),
            words::failures::superseded_hint(words::failures::kept()),
        ),
        Failure::Blocked => Message::new(
            words::failures::blocked(),
            words::failures::blocked_hint(words::failures::kept()),
        ),
        Failure::Busy => Message::new(
            words::failures::busy(),
            words::failures::try_again_hint(words::failures::kept()),
        ),
        Failure::Refused(_) | Failure::Aborted(_) => Message::new(
            words::failures::store_refused(),
            words::failures::store_other_hint(words::failures::kept()),
        )
        .with_details(failure),
        Failure::Damaged(damage) => Message::new(
            words::failures::store_damaged(),
            words::failures::damage_hint(),
        )
        .with_details(damage),
    }
}

/// Why a book is open to read only.
pub fn read_only(reason: &Reason) -> Message {
    match reason {
        Reason::Damaged(damage) => {
            Message::new(words::failures::damaged(), words::failures::damage_save())
                .with_details(damage)
        }
        Reason::Entry(fault) => Message::new(
            words::failures::damaged_entry(),
            words::failures::damaged_entry_hint(words::failures::damage_save()),
        )
        .with_details(fault),
        Reason::TooNew => Message::new(words::failures::too_new(), words::failures::too_new_hint()),
        Reason::Outdated => Message::new(
            words::failures::outdated(),
            words::failures::outdated_hint(),
        ),
        Reason::Behind { remembered } => Message::new(
            words::failures::changes_missing(&words::counts::entries(index(*remembered))),
            words::failures::damage_save(),
        ),
        Reason::Differs => Message::new(words::failures::differs(), words::failures::damage_save()),
        Reason::Findings(found) => Message::new(
            words::failures::not_adding_up(&findings(found)),
            words::failures::damage_save(),
        ),
        Reason::Deleted => Message::new(words::failures::gone(), words::failures::gone_hint()),
    }
}

fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn findings(findings: &[Finding]) -> String {
    const SHOWN: usize = 3;
    let mut text: Vec<String> = findings
        .iter()
        .take(SHOWN)
        .map(|finding| format!("{:?}", finding.invariant))
        .collect();
    if findings.len() > SHOWN {
        text.push(words::failures::more_findings(
            &(findings.len() - SHOWN).to_string(),
        ));
    }
    text.join(", ")
}

/// Why nothing was imported.
pub fn import(failure: &ImportFailure) -> Message {
    match failure {
        ImportFailure::TooLarge { bytes, limit } => Message::new(
            words::failures::file_too_large(&format::size(*bytes), &format::size(*limit)),
            words::failures::import_same(),
        ),
        ImportFailure::Unreadable(why) => Message::new(
            words::failures::file_unreadable(),
            words::failures::import_same(),
        )
        .with_details(why),
        ImportFailure::Records(problem) => {
            Message::new(records(problem), words::failures::import_same())
        }
        ImportFailure::Csv(refused) => {
            Message::new(super::csv::file(refused), words::failures::import_same())
        }
        ImportFailure::Export(Refused::File(problem)) => {
            Message::new(records(problem), words::failures::import_same())
        }
        ImportFailure::Export(Refused::Places(problems)) => Message::new(
            words::failures::unreadable_places(&words::counts::places(problems.len())),
            words::failures::import_same(),
        ),
        ImportFailure::Bank(error) => Message::new(
            super::bank::read_error(error),
            words::failures::import_same(),
        ),
        ImportFailure::IsBackup => Message::new(
            words::failures::is_backup(),
            words::failures::is_backup_hint(words::failures::import_same()),
        ),
        ImportFailure::NotDone(NotDone::Refused(Refusal::Problems(problems))) => Message::new(
            words::failures::records_refused(&words::counts::records(problems.len())),
            words::failures::import_same(),
        ),
        ImportFailure::NotDone(failure) => not_done(failure),
    }
}

fn records(problem: &records::Problem) -> String {
    match problem {
        records::Problem::WrongFile(kind) => {
            words::failures::records_wrong_file(values::file_kind(*kind))
        }
        records::Problem::TooLarge { bytes } => words::failures::file_too_large(
            &format::size(u64::try_from(*bytes).unwrap_or(u64::MAX)),
            &format::size(records::BYTES_MAX as u64),
        ),
        records::Problem::TooNew(_) => words::failures::records_too_new().to_owned(),
        records::Problem::NotUtf8 { line } => words::failures::records_not_utf8(&line.to_string()),
        records::Problem::Malformed { place, .. } => {
            words::failures::records_malformed(&place.to_string())
        }
        records::Problem::TooMany { array, count } => {
            words::failures::records_too_many(array, &format::count(*count))
        }
    }
}

/// What to do where a part of the program is missing.
/// Why nothing was restored.
pub fn restore(failure: &RestoreFailure) -> Message {
    match failure {
        RestoreFailure::Unreadable(why) => Message::new(
            words::failures::file_unreadable(),
            words::failures::restore_same(),
        )
        .with_details(why),
        RestoreFailure::File(problem) => backup(problem, words::failures::restore_same()),
        RestoreFailure::Breach(breach) => {
            Message::new(words::failures::breach(), words::failures::restore_same())
                .with_details(breach)
        }
        RestoreFailure::Hopeless(why) => Message::new(
            match why {
                Hopeless::TooNew(_) => words::failures::hopeless_new(),
                Hopeless::Nothing | Hopeless::NoBook => words::failures::hopeless(),
            },
            words::failures::restore_same(),
        )
        .with_details(why),
        RestoreFailure::Findings(found) => Message::new(
            words::failures::verifies_but(&findings(found)),
            words::failures::restore_same(),
        ),
        RestoreFailure::Store(why) => {
            Message::new(words::failures::not_kept(), words::failures::restore_same())
                .with_details(why)
        }
        RestoreFailure::Bomb => {
            Message::new(words::failures::bomb(), words::failures::restore_same())
        }
        RestoreFailure::Moved => Message::new(
            words::failures::moved(),
            words::failures::moved_hint(words::failures::restore_same()),
        ),
        RestoreFailure::OtherFile => Message::new(
            words::failures::other_file(),
            words::failures::other_file_hint(words::failures::restore_same()),
        ),
        RestoreFailure::Unknown(_) => {
            Message::new(words::failures::unknown(), words::failures::unknown_hint())
        }
        RestoreFailure::Number { pattern, given } => Message::new(
            words::failures::not_of_series(given, pattern),
            words::failures::restore_same(),
        ),
    }
}

/// How a book came to be what it is, where its user would not know.
pub fn news(news: &News) -> Message {
    match news {
        News::Recovered { lost, later } => {
            let mut then = words::failures::bytes_in_file().to_owned();
            if *lost > 0 {
                then = words::failures::lost_then(&were(*lost), &then);
            }
            if *later > 0 {
                then = words::failures::later_then(&are(*later), &then);
            }
            Message::new(words::failures::goes_on(), then)
        }
        News::RestoredElsewhere => Message::new(
            words::failures::restored_elsewhere(),
            words::failures::restored_elsewhere_hint(),
        ),
        News::RestoredBut(why) => Message::new(
            words::failures::restored_but(),
            words::failures::restored_but_hint(),
        )
        .with_details(why),
    }
}

fn were(count: usize) -> String {
    words::counts::changes_are(count)
}

fn are(count: usize) -> String {
    words::counts::later_changes_are(count)
}

/// The book was restored, and may give numbers that were sent already.
pub fn unskipped(why: &str) -> Message {
    Message::new(
        words::failures::restored_numbers(),
        words::failures::restored_numbers_hint(),
    )
    .with_details(why)
}

fn backup(problem: &backup::Problem, then: &str) -> Message {
    let line = problem.line;
    match &problem.fault {
        backup::Fault::WrongFile(kind) => {
            let what = words::failures::backup_wrong_file(values::file_kind(*kind));
            Message::new(what, then)
        }
        backup::Fault::TooNew(_) => Message::new(words::failures::backup_too_new(), then),
        backup::Fault::Rearranged => Message::new(words::failures::backup_rearranged(), then),
        backup::Fault::NotUtf8 => Message::new(words::failures::backup_not_utf8(), then),
        backup::Fault::Truncated {
            entries,
            entries_stated,
            ..
        } => {
            let what = words::failures::backup_truncated(
                &format::count(index(*entries)),
                &words::counts::changes(index(*entries_stated)),
            );
            Message::new(what, then).with_details(problem)
        }
        backup::Fault::Digest { .. } => {
            Message::new(words::failures::backup_digest(), then).with_details(problem)
        }
        // What they say beside is for who mends the file.
        backup::Fault::Entry(_) | backup::Fault::DamagedBefore => {
            let what = words::failures::backup_change_damaged(&line.to_string());
            Message::new(what, then).with_details(problem)
        }
        backup::Fault::LineTooLong(_)
        | backup::Fault::Header(_)
        | backup::Fault::TooMany { .. }
        | backup::Fault::Unexpected(_)
        | backup::Fault::Blob(_)
        | backup::Fault::Count { .. }
        | backup::Fault::OtherHead
        | backup::Fault::AfterEnd => {
            let what = words::failures::backup_damaged(&line.to_string());
            Message::new(what, then).with_details(problem)
        }
    }
}
