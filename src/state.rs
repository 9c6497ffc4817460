//! What the pages see of the session: the Book and how it stands.
//!
//! Values only. They come from `dispatch`; pages read them through `hooks`.
//! Nothing here reads a clock or a store.

use std::rc::Rc;

use ledger::book::Book;
use ledger::command::CommandName;
use ledger::date::{Date, Timestamp};
use ledger::ids::Seq;
use ledger::journal::{BookId, Hash, Head};

use crate::store::Failure;

pub use crate::store::{Mode, Reason};

/// The session at one moment. A new one is made whenever anything changes;
/// pages compare it by pointer.
#[derive(Clone)]
pub struct View {
    pub book: Rc<Book>,
    pub mode: Mode,
    pub check: Check,
    pub backup: Option<BackupMark>,
    /// The user's civil day when this view was made.
    pub today: Date,
    /// And the moment.
    pub now: Timestamp,
    /// What the reminder of a backup counts from: the last backup, or when it
    /// was put off, or when this device first opened the book.
    pub reminded: BackupMark,
    /// Whether the browser promised not to delete the book by itself.
    pub keeping: Keeping,
    /// This device's name, as it stands in the journal.
    pub device: Rc<str>,
    /// Numbers that a restore must go on after, as long as it could not.
    pub unskipped: Option<Rc<Unskipped>>,
    /// The demo book: not the user's own, deleted on leaving.
    pub demo: bool,
    /// The last action of this tab that can be undone.
    pub undo: Option<Undoable>,
    /// How the book came to be what it is, where that must be told.
    pub news: Option<News>,
}

impl View {
    /// Whether it is time for a backup: 20 changes, or some that are a day old
    /// or of a moment that is still to come, when nobody knows how old.
    pub fn backup_is_due(&self) -> bool {
        const CHANGES: Seq = 20;
        let changes = self.book.head().seq.saturating_sub(self.reminded.seq);
        let age = self.now.0.saturating_sub(self.reminded.at.0);
        let is_old = !(-CLOCK_SLACK_MS..DAY_MS).contains(&age);
        let is_own = !self.demo && self.mode == Mode::Writable;
        is_own && (changes >= CHANGES || changes > 0 && is_old)
    }
}

/// How a book came to be what it is, where its user would not know.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum News {
    /// It goes on after damage: so many changes are lost, and so many of later
    /// entries are to be recorded again.
    Recovered { lost: usize, later: usize },
    /// Another tab restored it from a backup.
    RestoredElsewhere,
    /// It was restored here, and something that comes after failed.
    RestoredBut(String),
}

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
/// Clocks of two devices, and of one that is set again, differ by this much.
const CLOCK_SLACK_MS: i64 = 60 * 60 * 1_000;

impl View {
    /// What there is to doubt about this device's clock: it cannot be before
    /// what was made by it. `program` is when this program was made.
    pub fn clock_doubt(&self, program: Option<Timestamp>) -> Option<ClockDoubt> {
        let is_ahead = |at: &Timestamp| at.0.saturating_sub(self.now.0) > CLOCK_SLACK_MS;
        let entry = self.book.recorded().last().filter(is_ahead);
        let backup = self.backup.map(|mark| mark.at).filter(is_ahead);
        let program = program.filter(is_ahead);
        program
            .map(ClockDoubt::BeforeProgram)
            .or(entry.map(ClockDoubt::BeforeEntry))
            .or(backup.map(ClockDoubt::BeforeBackup))
    }
}

/// Something that is dated after this device's clock.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ClockDoubt {
    BeforeProgram(Timestamp),
    BeforeEntry(Timestamp),
    BeforeBackup(Timestamp),
}

/// An action of the journal.
#[derive(Clone, PartialEq, Debug)]
pub struct Activity {
    pub seq: Seq,
    pub at: Timestamp,
    /// `None` for what this version does not know.
    pub command: Option<CommandName>,
    /// The record that it is about, where there is one.
    pub about: Option<ledger::change::RecordId>,
}

/// Whether the browser keeps what a page saves.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Keeping {
    /// Not asked yet.
    #[default]
    Unknown,
    /// It does not clear it by itself.
    Promised,
    /// It may clear it.
    MayForget(Asking),
    /// A private window: all is gone when it is closed.
    Private,
}

/// What asking for the promise may come to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Asking {
    /// It may promise it.
    Helps,
    /// It was asked since the page was loaded, and did not promise it.
    Refused,
    /// Its user told it not to promise it, and must allow it there.
    Blocked,
}

/// What the page runs in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Surroundings {
    pub browser: Browser,
    /// As an app of its own.
    pub installed: bool,
}

/// What the browser lets this page keep, in bytes, as it estimates them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Room {
    pub used: u64,
    pub most: u64,
}

/// Browsers, as far as they differ in what they keep and where they say so.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Browser {
    Firefox,
    /// Safari on a Mac.
    Safari,
    /// Any browser on an iPhone or iPad: all have Apple's engine and its rules.
    Ios,
    Edge,
    /// Chrome and others of its engine.
    Chromium,
    /// Another, or one that does not say.
    Other,
}

impl Browser {
    /// By what it says of itself: who made its engine, the system it runs on,
    /// its name, and how many fingers it feels.
    ///
    /// Apple's engine deletes what a page keeps after seven days of use
    /// without a visit, but not what an installed page keeps, which has a
    /// store of its own (webkit.org/blog/10218, "7-Day Cap on All
    /// Script-Writeable Storage", 24 March 2020). The same engine is in
    /// browsers on other systems, which have other rules.
    pub fn of(vendor: &str, platform: &str, agent: &str, touch_points: f64) -> Browser {
        let is_apple = vendor.starts_with("Apple");
        let is_mac = platform.starts_with("Mac");
        // An iPad says that it is a Mac, which has no screen to touch.
        let is_phone = platform.starts_with("iP") || is_mac && touch_points > 1.0;
        if is_apple && is_phone {
            Browser::Ios
        } else if is_apple && is_mac {
            Browser::Safari
        } else if agent.contains("Firefox/") {
            Browser::Firefox
        } else if agent.contains("Edg/") {
            Browser::Edge
        } else if vendor.starts_with("Google") {
            Browser::Chromium
        } else {
            Browser::Other
        }
    }

    /// Whether it forgets a page that is not installed after some days without
    /// a visit: Safari, and on an iPhone or iPad each.
    pub fn forgets_pages(self) -> bool {
        matches!(self, Browser::Safari | Browser::Ios)
    }
}

/// Last numbers that were sent and are not in the book: nothing is issued
/// before they are skipped.
#[derive(Clone, PartialEq, Debug, serde::Serialize, serde::Deserialize)]
pub struct Unskipped {
    /// Each with a day of its run.
    pub numbers: Vec<(ledger::ids::SeriesId, u32, Date)>,
    pub reason: ledger::coded::Coded<ledger::business::GapReason>,
    /// Why the last try failed; empty before it.
    pub why: String,
}

/// A view as context: equal where it is the very same.
#[derive(Clone)]
pub struct ViewContext(pub Rc<View>);

impl PartialEq for ViewContext {
    fn eq(&self, other: &ViewContext) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// How far the check of the whole book has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Check {
    Running,
    /// Chain, digests and invariants hold.
    Passed {
        entries: Seq,
    },
    Failed,
}

/// The last backup made on this device. Of two the one that has more is the
/// newer, whatever the clock said.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Default,
    Debug,
    serde::Serialize,
    serde::Deserialize,
)]
pub struct BackupMark {
    /// The last entry in it.
    pub seq: Seq,
    pub at: Timestamp,
}

/// An action of this tab that may be undone: its entries.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Undoable {
    pub first: Seq,
    pub last: Seq,
    pub command: CommandName,
}

/// How far the program has come with opening.
#[derive(Clone, PartialEq)]
pub enum Stage {
    Opening,
    /// This device knows no book.
    Start,
    /// There are several, and nothing says which one was open last.
    Choose,
    Ready(ViewContext),
    /// This device had a book, and its database is empty or gone.
    Lost {
        book: BookId,
        /// Entries; 0 where only its name is remembered.
        remembered: Seq,
    },
    Failed(NotOpened),
}

/// Why the book could not be opened.
#[derive(Clone, PartialEq, Debug)]
pub enum NotOpened {
    /// A newer version of Owed changed the layout of its database.
    NewerVersion,
    /// What the browser said.
    Other(String),
}

impl NotOpened {
    pub fn other(error: impl ToString) -> NotOpened {
        NotOpened::Other(error.to_string())
    }
}

impl From<Failure> for NotOpened {
    fn from(failure: Failure) -> NotOpened {
        match failure {
            Failure::Superseded => NotOpened::NewerVersion,
            other => NotOpened::other(other),
        }
    }
}

/// What a backup file holds, found in a dry run.
#[derive(Clone, PartialEq, Debug)]
pub struct RestorePlan {
    pub header: ledger::backup::Header,
    pub customers: usize,
    pub documents: usize,
    pub payments: usize,
    /// The digest of the file.
    pub digest: Hash,
    /// The book of this name that is here and would be replaced.
    pub replaces: Option<Replaced>,
    /// Where that book ends: if it ends elsewhere when it is to be replaced,
    /// this plan is not true any more. `None` where its end cannot be read.
    pub may_replace: Option<Head>,
    /// Entries of another book that is open here, and stays.
    pub stays: Option<Seq>,
    /// Pictures that the book names and the file does not have.
    pub lacks_blobs: usize,
    /// Series whose last number has to be asked for, because the file may be
    /// older than what was sent.
    pub ask: Vec<AskNumber>,
}

#[derive(Clone, PartialEq, Debug)]
pub struct Replaced {
    pub entries: Seq,
    /// How the file differs from the book here.
    pub differs: ledger::backup::Comparison,
}

/// A book on this device.
#[derive(Clone, PartialEq, Debug)]
pub struct ListedBook {
    pub id: BookId,
    /// The business; empty where it is not known.
    pub name: String,
    pub holds: Holds,
    /// It is the one that this device opens.
    pub is_current: bool,
    /// It is open in this tab.
    pub is_here: bool,
    /// How many tabs have it open; `None` where the browser does not say.
    pub tabs: Option<usize>,
}

/// What is stored of a book.
#[derive(Clone, PartialEq, Debug)]
pub enum Holds {
    Entries {
        count: Seq,
        /// When the last one was recorded.
        at: Option<Timestamp>,
        backup: Option<BackupMark>,
    },
    /// The device knows of it, and its data is gone.
    Nothing,
    /// Why it cannot be read.
    Unreadable(String),
}

impl ListedBook {
    /// Whether a backup has all of it.
    pub fn is_backed_up(&self) -> bool {
        match &self.holds {
            Holds::Entries { count, backup, .. } => {
                backup.is_some_and(|backup| backup.seq >= *count)
            }
            Holds::Nothing => true,
            Holds::Unreadable(_) => false,
        }
    }
}

/// What can go on of a damaged book or backup.
#[derive(Clone)]
pub struct RecoveryPlan {
    pub book: BookId,
    pub recovery: Rc<ledger::recovery::Recovery>,
    /// What its entries come to is less than this page shows: every record goes
    /// on as it stands, and the history begins anew.
    pub as_shown: bool,
    /// The head that it may replace, as in [`RestorePlan`].
    pub may_replace: Option<Head>,
    /// The book that is here and would be replaced by that of a file.
    pub replaces: Option<Replaced>,
    /// Pictures that came with a file.
    pub blobs: Rc<Vec<(Hash, Vec<u8>)>>,
    /// All series: numbers may be lost as well.
    pub ask: Vec<AskNumber>,
}

/// A series and what is known of its last number.
#[derive(Clone, PartialEq, Debug)]
pub struct AskNumber {
    pub series: ledger::ids::SeriesId,
    pub pattern: String,
    /// The last number in the file.
    pub in_file: String,
    /// The last number this device remembers to have given.
    pub remembered: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backup_is_due_after_twenty_changes_or_a_day_with_some() {
        const HOUR: i64 = 60 * 60 * 1_000;
        let view = |seq: Seq, hours: i64| {
            let today = Date::new(2026, 11, 21).expect("a day");
            let head = Head { seq, ..Head::EMPTY };
            let mut book = Book::empty(BookId::default());
            book.apply_commit(&[], head, Timestamp::default())
                .expect("a book");
            View {
                book: Rc::new(book),
                mode: Mode::Writable,
                check: Check::Running,
                backup: None,
                today,
                now: Timestamp(hours * HOUR),
                reminded: BackupMark {
                    at: Timestamp(0),
                    seq: 100,
                },
                keeping: Keeping::Unknown,
                device: "".into(),
                unskipped: None,
                demo: false,
                undo: None,
                news: None,
            }
        };
        for (seq, hours, due) in [
            (100, 0, false),
            (119, 23, false),
            (120, 0, true),
            (101, 24, true),
            (100, 1_000, false),
            // The clock was ahead when it was noted: nobody knows how old it is.
            (101, -2, true),
            (101, -200_000, true),
            (100, -200_000, false),
            // A clock that was set by some minutes.
            (101, 0, false),
            // A restored book that is shorter than the one before.
            (50, 1_000, false),
        ] {
            assert_eq!(view(seq, hours).backup_is_due(), due, "{seq} {hours}");
        }
        assert_eq!(view(101, 0).clock_doubt(None), None);
        let ahead = Timestamp(2 * HOUR);
        let doubt = Some(ClockDoubt::BeforeProgram(ahead));
        assert_eq!(view(101, 0).clock_doubt(Some(ahead)), doubt);
        let doubt = Some(ClockDoubt::BeforeEntry(Timestamp(0)));
        assert_eq!(view(101, -2).clock_doubt(None), doubt);
        let demo = View {
            demo: true,
            ..view(200, 48)
        };
        assert!(!demo.backup_is_due());
        let read_only = View {
            mode: Mode::ReadOnly(Reason::Differs),
            ..view(200, 48)
        };
        assert!(!read_only.backup_is_due());
    }

    #[test]
    fn advice_is_for_the_browser_at_hand() {
        let webkit = "AppleWebKit/605.1.15 (KHTML, like Gecko)";
        let chrome = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
        let apple = "Apple Computer, Inc.";
        let google = "Google Inc.";
        for (vendor, platform, agent, touch_points, browser) in [
            (
                apple,
                "MacIntel",
                format!("{webkit} Version/18.5 Safari/605.1.15"),
                0.0,
                Browser::Safari,
            ),
            (
                apple,
                "iPhone",
                format!("{webkit} Version/18.5 Mobile/15E148 Safari/604.1"),
                5.0,
                Browser::Ios,
            ),
            // Chrome and Firefox there, and Safari on an iPad.
            (
                apple,
                "iPhone",
                format!("{webkit} CriOS/140.0 Mobile/15E148 Safari/604.1"),
                5.0,
                Browser::Ios,
            ),
            (
                apple,
                "iPhone",
                format!("{webkit} FxiOS/141.0 Mobile/15E148 Safari/605.1.15"),
                5.0,
                Browser::Ios,
            ),
            (
                apple,
                "MacIntel",
                format!("{webkit} Version/18.5 Safari/605.1.15"),
                5.0,
                Browser::Ios,
            ),
            // GNOME Web: the engine is not Safari.
            (
                apple,
                "Linux x86_64",
                format!("{webkit} Version/18.0 Safari/605.1.15"),
                0.0,
                Browser::Other,
            ),
            (
                "",
                "Linux x86_64",
                "Gecko/20100101 Firefox/153.0".to_owned(),
                0.0,
                Browser::Firefox,
            ),
            (google, "Win32", chrome.to_owned(), 0.0, Browser::Chromium),
            (
                google,
                "Win32",
                format!("{chrome} Edg/140.0.0.0"),
                0.0,
                Browser::Edge,
            ),
            (
                google,
                "MacIntel",
                chrome.to_owned(),
                0.0,
                Browser::Chromium,
            ),
        ] {
            assert_eq!(
                Browser::of(vendor, platform, &agent, touch_points),
                browser,
                "{agent} {platform}"
            );
        }
    }
}
