//! What can be relied on: saved, backed up, verified.

use ledger::book::Book;
use ledger::date::{Date, Timestamp};
use ledger::ids::Seq;

use super::{counted, format};
use crate::dispatch::Handed;
use crate::state::{BackupMark, Check, ClockDoubt};

/// How old the last backup is.
pub fn backup(mark: Option<BackupMark>, today: Date) -> String {
    let Some(mark) = mark else {
        return "No backup yet".to_owned();
    };
    let Some(day) = format::day_of(mark.at) else {
        return "Last backup at an unknown time".to_owned();
    };
    match today.days_since(day) {
        // The clock was ahead then, or is behind now.
        ..0 => format!("Last backup dated ahead, {}", format::date(day)),
        0 => "Last backup today".to_owned(),
        1 => "Last backup yesterday".to_owned(),
        days => format!("Last backup {days} days ago"),
    }
}

/// What became of a backup that was made.
pub fn handed(handed: Handed, bytes: u64) -> String {
    let size = super::failure::size(bytes);
    match handed {
        Handed::Downloaded => format!("Backup handed to the browser: {size}."),
        Handed::Shared => format!("Backup shared: {size}."),
        Handed::Cancelled => "No backup: you closed the share sheet.".to_owned(),
    }
}

/// How many entries it is behind, where it is.
pub fn backup_behind(mark: Option<BackupMark>, book: &Book) -> Option<String> {
    let last = mark.map_or(0, |mark| mark.seq);
    let behind = book.head().seq.saturating_sub(last);
    (behind > 0).then(|| format!("{} since", entries(behind)))
}

/// What is odd about this device's clock, and what to do.
pub fn clock(doubt: ClockDoubt, now: Timestamp) -> (String, String) {
    let now = format::moment(now);
    let then = match doubt {
        ClockDoubt::BeforeEntry(at) => format!(
            "before the newest entry of this book, {}",
            format::moment(at)
        ),
        ClockDoubt::BeforeBackup(at) => format!("before its last backup, {}", format::moment(at)),
        ClockDoubt::BeforeProgram(at) => format!(
            "before this version of Owed was made, {}",
            format::moment(at)
        ),
    };
    (
        format!("The clock of this device may be wrong: it says {now}, {then}."),
        "Today's date comes from it, and so do due dates and what is late. Set the device's date and time before you issue anything. If they are right, the clock was ahead then: go on, and this goes away with the next entry and the next backup.".to_owned(),
    )
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backup_that_is_dated_ahead_is_not_called_todays() {
        let today: Date = "2026-11-30".parse().expect("a day");
        let mark = |at: &str| {
            let at = at.parse().expect("a moment");
            Some(BackupMark { at, seq: 7 })
        };
        for (at, words) in [
            ("2026-11-30T12:00:00Z", "Last backup today"),
            ("2026-11-29T12:00:00Z", "Last backup yesterday"),
            ("2026-11-20T12:00:00Z", "Last backup 10 days ago"),
            (
                "2099-01-01T12:00:00Z",
                "Last backup dated ahead, 2099-01-01",
            ),
        ] {
            assert_eq!(backup(mark(at), today), words);
        }
    }
}
