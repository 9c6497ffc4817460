//! What can be relied on: saved, backed up, verified.

use ledger::book::Book;
use ledger::date::{Date, Timestamp};
use ledger::ids::Seq;

use super::{counted, format};
use crate::dispatch::{Handed, SavedBackup};
use crate::state::{BackupMark, Check, ClockDoubt, Holds, ListedBook, Mode, Reason, View};

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

/// What became of a backup that was made, and what it lacks.
pub fn saved(backup: &SavedBackup) -> String {
    let size = format::size(backup.bytes);
    let mut text = match backup.handed {
        Handed::Downloaded => format!("Backup handed to the browser: {size}."),
        Handed::Shared => format!("Backup shared: {size}."),
        Handed::Cancelled => return "No backup: you closed the share sheet.".to_owned(),
    };
    if backup.from_memory {
        text.push_str(" What is stored is damaged or gone, so this is what the page held: every record as it stands, without the history of changes.");
    }
    if backup.is_damaged {
        text.push_str(" It holds damaged entries as they are: keep your good backups beside it.");
    }
    if backup.lacks_pictures > 0 {
        let pictures = words::counts::pictures(backup.lacks_pictures);
        text.push_str(&format!(
            " It lacks {pictures} of your documents that could not be read."
        ));
    }
    text
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

pub fn check(view: &View) -> String {
    let head = view.book.head().seq;
    match view.check {
        // What this page holds is all there is of it.
        _ if view.mode == Mode::ReadOnly(Reason::Deleted) => {
            format!("{}, no longer stored", entries(head))
        }
        Check::Running => format!("{}, checking…", entries(head)),
        // What was just written is read back once the user is idle.
        Check::Passed { entries: verified } if verified < head => {
            format!("{}, checking the newest…", entries(head))
        }
        Check::Passed { .. } => format!("{}, verified", entries(head)),
        Check::Failed => format!("{}: the check failed", entries(head)),
    }
}

/// What is stored of a book.
pub fn holds(holds: &Holds) -> String {
    match holds {
        Holds::Nothing => "Its data is gone from this browser.".to_owned(),
        Holds::Unreadable(why) => super::problem::sentence(&format!("it cannot be read: {why}")),
        Holds::Entries { count, at, .. } => match at {
            Some(at) => format!(
                "{}, the last one on {}",
                entries(*count),
                format::moment(*at)
            ),
            None => entries(*count),
        },
    }
}

/// Where a book is open.
pub fn open_in(book: &ListedBook) -> String {
    let here = usize::from(book.is_here);
    let elsewhere = book.tabs.map_or(0, |tabs| tabs.saturating_sub(here));
    let elsewhere = match elsewhere {
        0 => None,
        1 => Some("another tab".to_owned()),
        more => Some(format!("{more} other tabs")),
    };
    match (book.is_here, elsewhere) {
        (true, None) => "Open in this tab".to_owned(),
        (true, Some(others)) => format!("Open in this tab and {others}"),
        (false, Some(others)) => format!("Open in {others}"),
        (false, None) if book.is_current => "Opened next time".to_owned(),
        (false, None) => "Not open".to_owned(),
    }
}

pub fn entries(count: Seq) -> String {
    words::counts::entries(index(count))
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
