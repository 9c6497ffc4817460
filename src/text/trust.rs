//! What can be relied on: saved, backed up, verified.

use ledger::book::Book;
use ledger::date::{Date, Timestamp};
use ledger::ids::Seq;

use super::format;
use crate::dispatch::{Handed, SavedBackup};
use crate::state::{BackupMark, Check, ClockDoubt, Holds, ListedBook, Mode, Reason, View};

/// How old the last backup is.
pub fn backup(mark: Option<BackupMark>, today: Date) -> String {
    let Some(mark) = mark else {
        return words::trust::no_backup().to_owned();
    };
    let Some(day) = format::day_of(mark.at) else {
        return words::trust::backup_unknown().to_owned();
    };
    match today.days_since(day) {
        // The clock was ahead then, or is behind now.
        ..0 => words::trust::backup_ahead(&format::date(day)),
        0 => words::trust::backup_today().to_owned(),
        1 => words::trust::backup_yesterday().to_owned(),
        days => words::trust::backup_days(&days.to_string()),
    }
}

/// What became of a backup that was made, and what it lacks.
pub fn saved(backup: &SavedBackup) -> String {
    let size = format::size(backup.bytes);
    let mut text = match backup.handed {
        Handed::Downloaded => words::trust::backup_downloaded(&size),
        Handed::Shared => words::trust::backup_shared(&size),
        Handed::Cancelled => return words::trust::backup_cancelled().to_owned(),
    };
    if backup.from_memory {
        text.push_str(&format!(" {}", words::trust::backup_from_memory()));
    }
    if backup.is_damaged {
        text.push_str(&format!(" {}", words::trust::backup_damaged()));
    }
    if backup.lacks_pictures > 0 {
        let pictures = words::counts::pictures(backup.lacks_pictures);
        text.push_str(&words::trust::backup_lacks(&pictures));
    }
    text
}

/// How many entries it is behind, where it is.
pub fn backup_behind(mark: Option<BackupMark>, book: &Book) -> Option<String> {
    let last = mark.map_or(0, |mark| mark.seq);
    let behind = book.head().seq.saturating_sub(last);
    (behind > 0).then(|| words::trust::since_backup(&entries(behind)))
}

/// What is odd about this device's clock, and what to do.
pub fn clock(doubt: ClockDoubt, now: Timestamp) -> (String, String) {
    let now = format::moment(now);
    let then = match doubt {
        ClockDoubt::BeforeEntry(at) => words::trust::before_newest(&format::moment(at)),
        ClockDoubt::BeforeBackup(at) => words::trust::before_backup(&format::moment(at)),
        ClockDoubt::BeforeProgram(at) => words::trust::before_version(&format::moment(at)),
    };
    (
        words::trust::clock_wrong(&now, &then),
        words::trust::clock_hint().to_owned(),
    )
}

pub fn check(view: &View) -> String {
    let head = view.book.head().seq;
    match view.check {
        // What this page holds is all there is of it.
        _ if view.mode == Mode::ReadOnly(Reason::Deleted) => {
            words::trust::not_stored(&entries(head))
        }
        Check::Running => words::trust::checking(&entries(head)),
        // What was just written is read back once the user is idle.
        Check::Passed { entries: verified } if verified < head => {
            words::trust::checking_newest(&entries(head))
        }
        Check::Passed { .. } => words::trust::checked(&entries(head)),
        Check::Failed => words::trust::check_failed(&entries(head)),
    }
}

/// What is stored of a book.
pub fn holds(holds: &Holds) -> String {
    match holds {
        Holds::Nothing => words::trust::data_gone().to_owned(),
        Holds::Unreadable(_) => words::trust::unreadable().to_owned(),
        Holds::Entries { count, at, .. } => match at {
            Some(at) => words::trust::last_on(&entries(*count), &format::moment(*at)),
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
        1 => Some(words::trust::another_tab().to_owned()),
        more => Some(words::trust::other_tabs(&more.to_string())),
    };
    match (book.is_here, elsewhere) {
        (true, None) => words::trust::open_here().to_owned(),
        (true, Some(others)) => words::trust::open_here_and(&others),
        (false, Some(others)) => words::trust::open_in(&others),
        (false, None) if book.is_current => words::trust::opens_next().to_owned(),
        (false, None) => words::trust::not_open().to_owned(),
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
                "Last backup dated in the future, 2099-01-01",
            ),
        ] {
            assert_eq!(backup(mark(at), today), words);
        }
    }
}
