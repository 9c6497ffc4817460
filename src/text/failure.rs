//! Why something did not happen: what happened, what was not lost, and what
//! to do.

use ledger::backup;
use ledger::check::Finding;
use ledger::import::exports::Refused;
use ledger::journal::Fault;
use ledger::problem::{Problem, Refusal};
use ledger::records;
use ledger::recovery::Hopeless;

use super::problem::{self, sentence};
use super::{counted, format};
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

    fn with_details(self, details: impl ToString) -> Message {
        Message {
            details: details.to_string(),
            ..self
        }
    }
}

const KEPT: &str = "Nothing was saved, and what you typed is still here.";

/// Why a file did not become the logo.
pub fn logo(failure: &LogoFailure) -> String {
    match failure {
        LogoFailure::Refused(problem) => sentence(&problem.to_string()),
        LogoFailure::Unreadable(why) => sentence(&format!("the file could not be read: {why}")),
        LogoFailure::NotDone(failure) => {
            let message = not_done(failure);
            format!("{} {}", message.what, message.then)
        }
    }
}

/// Why an action came to nothing.
pub fn not_done(failure: &NotDone) -> Message {
    match failure {
        NotDone::Refused(Refusal::Changed { .. }) => Message::new(
            "This was changed elsewhere since you opened it.",
            "Nothing was overwritten. Both versions are below.",
        ),
        NotDone::Refused(Refusal::Problems(problems)) => {
            Message::new(first_of(problems), "Nothing was saved.")
        }
        NotDone::Store(failure) => store(failure),
        NotDone::ReadOnly => Message::new(
            "This book is open to read only.",
            "Nothing was saved. Why, and what to do, is said at the top of the page.",
        ),
        NotDone::Findings(found) => Message::new(
            format!("This would break the books ({}).", findings(found)),
            "Nothing was saved. It is an error of Owed: please report it, and save a backup.",
        ),
        NotDone::Journal(Fault::Unlike { .. } | Fault::Unreadable { .. }) => Message::new(
            "NOT saved: Owed could not read back what it was about to write.",
            format!("{KEPT} It is an error of Owed: please report it with the details."),
        )
        .with_details(failure),
        NotDone::Journal(_) => {
            Message::new("NOT saved: an entry of this book is damaged.", KEPT).with_details(failure)
        }
        NotDone::NoRandom(_) => Message::new(
            "This browser has no source of random numbers.",
            format!("{KEPT} Try another browser."),
        ),
        NotDone::Busy => Message::new(
            "Other tabs kept saving at the same moment.",
            format!("{KEPT} Try again."),
        ),
        NotDone::Cancelled => Message::new("Cancelled.", "Nothing was saved."),
    }
}

fn first_of(problems: &[Problem]) -> String {
    let Some(first) = problems.first() else {
        return "This is not possible.".to_owned();
    };
    problem::what(&first.what)
}

fn store(failure: &Failure) -> Message {
    match failure {
        Failure::QuotaExceeded => Message::new(
            "NOT saved: there is no room left on this device.",
            "What was saved before is safe, and what you typed is still here. Save a backup, make room on the disk, then try again. How much the browser leaves to Owed is said under Backup.",
        ),
        Failure::Unavailable(_) => Message::new(
            "NOT saved: this browser keeps no data for this page.",
            "Leave the private window, or allow this page to keep data, and try again.",
        ),
        Failure::Disconnected(_) => Message::new(
            "The connection to the database broke twice.",
            "What you typed is still here. Reload the page to see whether it was saved.",
        ),
        Failure::Vanished => Message::new(
            "NOT saved: the book's data is gone from this browser.",
            "It was cleared while Owed was open. What this page shows can still be saved as a backup: do it now.",
        ),
        Failure::Deleted => Message::new(
            "NOT saved: the book was deleted in another tab.",
            "What this page shows can still be saved as a backup.",
        ),
        Failure::Replaced => Message::new(
            "NOT saved: the book was restored from a backup in another tab.",
            "This tab shows the restored book from now on. What you typed is kept.",
        ),
        Failure::Superseded => Message::new(
            "NOT saved: a newer version of Owed uses this book.",
            format!("{KEPT} Reload the page to get the newer version."),
        ),
        Failure::Blocked => Message::new(
            "NOT saved: another tab holds the book open.",
            format!("{KEPT} Close the other tabs and try again."),
        ),
        Failure::Busy => Message::new(
            "NOT saved: other tabs kept changing the book.",
            format!("{KEPT} Try again."),
        ),
        Failure::Refused(_) | Failure::Aborted(_) => Message::new(
            format!("NOT saved: {}.", failure.to_string().trim_end_matches('.')),
            format!("{KEPT} Try again; if it stays so, save a backup and reload."),
        ),
        Failure::Damaged(damage) => Message::new(
            format!("NOT saved: {damage}."),
            "The book is read-only now, so that nothing gets worse. Save a backup.",
        ),
    }
}

/// Why a book is open to read only.
pub fn read_only(reason: &Reason) -> Message {
    const SAVE: &str = "Nothing is written any more, so that nothing gets worse. See what can be saved and go on with it, or restore your last good backup.";
    match reason {
        Reason::Damaged(damage) => {
            Message::new("What is stored of this book is damaged.", SAVE).with_details(damage)
        }
        Reason::Entry(fault) => Message::new(
            "An entry of this book is damaged.",
            format!("What you see is the book up to the entry before. {SAVE}"),
        )
        .with_details(fault),
        Reason::TooNew => Message::new(
            "A newer version of Owed wrote in this book.",
            "Nothing is wrong with it: this version does not know all that is in it, and only reads. Get the newer version to go on.",
        ),
        Reason::Outdated => Message::new(
            "A newer version of Owed runs in another tab.",
            "This tab only reads from now on. Reload it to go on here.",
        ),
        Reason::Behind { remembered } => Message::new(
            format!(
                "Entries are missing: this device remembers {}.",
                words::counts::entries(index(*remembered))
            ),
            SAVE,
        ),
        Reason::Differs => Message::new(
            "The last entry is not the one that this device remembers.",
            SAVE,
        ),
        Reason::Findings(found) => Message::new(
            format!("The books do not add up: {}.", findings(found)),
            SAVE,
        ),
        Reason::Deleted => Message::new(
            "This book was deleted in another tab, or its data was cleared.",
            "What you see can still be saved as a backup: do it now.",
        ),
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
        text.push(format!("{} more", findings.len() - SHOWN));
    }
    text.join(", ")
}

/// Why nothing was imported.
pub fn import(failure: &ImportFailure) -> Message {
    const SAME: &str = "Nothing was imported; the book is as it was.";
    match failure {
        ImportFailure::TooLarge { bytes, limit } => Message::new(
            format!(
                "The file has {}; at most {} are read.",
                format::size(*bytes),
                format::size(*limit)
            ),
            SAME,
        ),
        ImportFailure::Unreadable(why) => {
            Message::new(format!("The browser could not read the file: {why}."), SAME)
        }
        ImportFailure::Records(problem) => Message::new(records(problem), SAME),
        ImportFailure::Csv(refused) => Message::new(super::csv::file(refused), SAME),
        ImportFailure::Export(Refused::File(problem)) => Message::new(records(problem), SAME),
        ImportFailure::Export(Refused::Places(problems)) => Message::new(
            format!(
                "{} of the file cannot be read.",
                words::counts::places(problems.len())
            ),
            SAME,
        ),
        ImportFailure::Bank(error) => Message::new(super::bank::read_error(error), SAME),
        ImportFailure::IsBackup => Message::new(
            "This is a backup of Owed: a whole book, not records to add to this one.",
            format!("{SAME} Restore it under Backup."),
        ),
        ImportFailure::NotDone(NotDone::Refused(Refusal::Problems(problems))) => Message::new(
            format!(
                "{} cannot be taken as {}.",
                words::counts::records(problems.len()),
                if problems.len() == 1 {
                    "it is"
                } else {
                    "they are"
                }
            ),
            SAME,
        ),
        ImportFailure::NotDone(failure) => not_done(failure),
    }
}

fn records(problem: &records::Problem) -> String {
    sentence(&problem.to_string())
}

/// What to do where a part of the program is missing.
/// Why nothing was restored.
pub fn restore(failure: &RestoreFailure) -> Message {
    const SAME: &str = "Nothing was restored; what is on this device is as it was.";
    match failure {
        RestoreFailure::Unreadable(why) => {
            Message::new(sentence(&format!("the browser could not read the file: {why}")), SAME)
        }
        RestoreFailure::File(problem) => backup(problem, SAME),
        RestoreFailure::Breach(breach) => Message::new(
            "This file is not a backup as Owed wrote it: somebody or something has changed what is in it.",
            SAME,
        )
        .with_details(breach),
        RestoreFailure::Hopeless(why) => Message::new(
            match why {
                Hopeless::TooNew(_) => "A newer version of Owed wrote this. Get it, and try again.",
                Hopeless::Nothing | Hopeless::NoBook => "Nothing of it can be made out any more.",
            },
            SAME,
        )
        .with_details(why),
        RestoreFailure::Findings(found) => Message::new(
            format!(
                "The file verifies, but its books do not add up: {}.",
                findings(found)
            ),
            SAME,
        ),
        RestoreFailure::Store(why) => {
            Message::new(format!("The browser could not keep it: {why}."), SAME)
        }
        RestoreFailure::Bomb => Message::new(
            "The packed file unpacks to far more than any backup does.",
            SAME,
        ),
        RestoreFailure::Moved => Message::new(
            "Something was saved in this book since the comparison was made.",
            format!("{SAME} Below is what the backup would replace now: look again, then restore."),
        ),
        RestoreFailure::OtherFile => Message::new(
            "The file has changed since it was looked at.",
            format!("{SAME} Below is what is in it now: look again, then restore."),
        ),
        RestoreFailure::Unknown(_) => Message::new(
            "The connection to the database broke at the last step: the backup is restored, or nothing has changed.",
            "Reload the page to see which. Nothing in between is possible.",
        ),
        RestoreFailure::Number { pattern, given } => Message::new(
            format!("“{given}” is not a number of the series {pattern}."),
            SAME,
        ),
    }
}

/// How a book came to be what it is, where its user would not know.
pub fn news(news: &News) -> Message {
    match news {
        News::Recovered { lost, later } => {
            let mut then =
                "The bytes that could not be read are in the file that you saved.".to_owned();
            if *lost > 0 {
                then = format!("{} lost. {then}", were(*lost));
            }
            if *later > 0 {
                then = format!("{} to be recorded again. {then}", are(*later));
            }
            Message::new("This book goes on with what could be saved.", then)
        }
        News::RestoredElsewhere => Message::new(
            "This book was restored from a backup in another tab.",
            "This tab shows the restored book. What you were typing is kept; what you were saving at that moment is not in it.",
        ),
        News::RestoredBut(why) => Message::new(
            "The backup is restored, but this browser could not note which book to open next.",
            format!(
                "{} The book itself is safe. Save a backup, and choose the book under Backup, Books on this device, if another one opens.",
                sentence(why)
            ),
        ),
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
        "The backup is restored, but Owed could not go on after the last numbers you sent.",
        format!(
            "{} So that no number is used twice, nothing is issued until that succeeds.",
            sentence(why)
        ),
    )
}

fn backup(problem: &backup::Problem, then: &str) -> Message {
    let line = problem.line;
    match &problem.fault {
        backup::Fault::WrongFile(_) | backup::Fault::TooNew(_) => {
            Message::new(sentence(&problem.fault.to_string()), then)
        }
        // What they say beside is for who mends the file.
        backup::Fault::Entry(_) | backup::Fault::DamagedBefore => {
            let what = format!("An entry of the backup is damaged (line {line} of the file).");
            Message::new(what, then).with_details(problem)
        }
        backup::Fault::Header(_) | backup::Fault::Blob(_) => {
            let what = format!("The backup is damaged (line {line} of the file).");
            Message::new(what, then).with_details(problem)
        }
        _ => Message::new(sentence(&problem.to_string()), then),
    }
}
