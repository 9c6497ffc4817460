//! What can be relied on: saved, backed up, verified.

use ledger::book::Book;
use ledger::date::Date;
use ledger::ids::Seq;

use super::{counted, format};
use crate::dispatch::{Handed, SavedBackup};
use crate::state::{BackupMark, Check, Holds, ListedBook, Surroundings};

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

/// What became of a backup that was made, and what it lacks.
pub fn saved(backup: &SavedBackup) -> String {
    let size = super::failure::size(backup.bytes);
    let mut text = match backup.handed {
        Handed::Downloaded => format!("Backup handed to the browser: {size}."),
        Handed::Shared => format!("Backup shared: {size}."),
        Handed::Cancelled => return "No backup: you closed the share sheet.".to_owned(),
    };
    if backup.from_memory {
        text.push_str(" The stored data is gone, so this is what the page held: every record as it stands, without the history of changes.");
    }
    if backup.lacks_pictures > 0 {
        let pictures = counted(backup.lacks_pictures, "picture", "pictures");
        text.push_str(&format!(
            " It lacks {pictures} of your documents that could not be read."
        ));
    }
    text
}

/// Whether the browser keeps the book, and what to do where it may not.
pub fn kept(is_kept: Option<bool>, surroundings: Surroundings) -> (&'static str, &'static str) {
    match is_kept {
        None => ("Asking the browser how it keeps your book…", ""),
        Some(true) => (
            "The browser keeps your book until you delete it.",
            "It promised not to clear it by itself. A backup is still what saves you from a lost device.",
        ),
        Some(false) if surroundings.apple && !surroundings.installed => (
            "Safari may delete your book.",
            "It clears what a page keeps after seven days of use without a visit. Save a backup, install Owed (Share, then Add to Home Screen; on a Mac File, then Add to Dock), and bring the backup into the installed app.",
        ),
        Some(false) => (
            "The browser may delete your book when this device runs out of room.",
            "It gave no promise to keep it. Save backups; browsers rather promise it to pages that are installed or bookmarked.",
        ),
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
    let elsewhere = (elsewhere > 0).then(|| counted(elsewhere, "other tab", "other tabs"));
    match (book.is_here, elsewhere) {
        (true, None) => "Open in this tab".to_owned(),
        (true, Some(others)) => format!("Open in this tab and {others}"),
        (false, Some(others)) => format!("Open in {others}"),
        (false, None) if book.is_current => "Opened next time".to_owned(),
        (false, None) => "Not open".to_owned(),
    }
}

pub fn entries(count: Seq) -> String {
    counted(index(count), "entry", "entries")
}

fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
