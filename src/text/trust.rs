//! What can be relied on: saved, backed up, verified.

use ledger::book::Book;
use ledger::date::Date;
use ledger::ids::Seq;

use super::{counted, format};
use crate::state::{BackupMark, Check};

/// How old the last backup is.
pub fn backup(mark: Option<BackupMark>, today: Date) -> String {
    let Some(mark) = mark else {
        return "No backup yet".to_owned();
    };
    let Some(day) = format::day_of(mark.at) else {
        return "Last backup at an unknown time".to_owned();
    };
    match today.days_since(day) {
        ..=0 => "Last backup today".to_owned(),
        1 => "Last backup yesterday".to_owned(),
        days => format!("Last backup {days} days ago"),
    }
}

/// How many entries it is behind, where it is.
pub fn backup_behind(mark: Option<BackupMark>, book: &Book) -> Option<String> {
    let last = mark.map_or(0, |mark| mark.seq);
    let behind = book.head().seq.saturating_sub(last);
    (behind > 0).then(|| format!("{} since", entries(behind)))
}

pub fn check(check: Check, head: Seq) -> String {
    match check {
        Check::Running => format!("{}, checking…", entries(head)),
        // What was just written is read back once the user is idle.
        Check::Passed { entries: verified } if verified < head => {
            format!("{}, checking the newest…", entries(head))
        }
        Check::Passed { .. } => format!("{}, verified", entries(head)),
        Check::Failed => format!("{}: the check failed", entries(head)),
    }
}

pub fn entries(count: Seq) -> String {
    counted(index(count), "entry", "entries")
}

fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
