//! What the browser keeps, what it forgets, and where it is told which: in the
//! words of the browser at hand.

use crate::state::{Asking, Browser, Keeping, Room, Surroundings};

/// What stands where it is said that something was saved.
pub fn saved(keeping: Keeping) -> &'static str {
    match keeping {
        Keeping::Unknown => "Saved",
        Keeping::Promised => "Saved on this device",
        Keeping::MayForget(_) => "Saved; may be forgotten",
        Keeping::Private => "Saved until this window closes",
    }
}

/// Before a book is begun in a private window.
pub const PRIVATE: (&str, &str) = (
    "This is a private window: it forgets your book when you close it.",
    "Open Owed in a usual window before you begin. In this one, look at the demo book, or save a backup before you close it.",
);

/// Before a book is begun where pages are forgotten that are not installed.
pub fn install(browser: Browser) -> Option<(&'static str, &'static str)> {
    match browser {
        Browser::Ios => Some((
            "Install Owed before you begin",
            "On an iPhone or iPad every browser deletes what a page keeps after seven days of use without a visit; an installed app keeps it. Choose Share, then Add to Home Screen. The app begins empty, so begin your book there.",
        )),
        Browser::Safari => Some((
            "Install Owed before you begin",
            "Safari deletes what a page keeps after seven days of use without a visit; an installed app keeps it. Choose File, then Add to Dock. The app begins empty, so begin your book there.",
        )),
        Browser::Firefox | Browser::Edge | Browser::Chromium | Browser::Other => None,
    }
}

/// On the first page, as long as nothing was backed up.
pub fn first_backup(keeping: Keeping) -> Option<(&'static str, &'static str)> {
    match keeping {
        Keeping::Unknown | Keeping::Promised => None,
        Keeping::MayForget(_) => Some((
            "This browser may forget your book.",
            "It has not promised to keep it. A backup is a file that stays yours.",
        )),
        Keeping::Private => Some((
            "This private window forgets your book when you close it.",
            "Save a backup before that, and restore it in a usual window.",
        )),
    }
}

/// Whether the browser keeps the book, and what follows, in paragraphs.
pub fn kept(keeping: Keeping, surroundings: Surroundings) -> (&'static str, Vec<&'static str>) {
    let browser = surroundings.browser;
    match keeping {
        Keeping::Unknown => ("Asking the browser how it keeps your book…", Vec::new()),
        Keeping::Promised => (
            "The browser promised to keep your book.",
            vec![
                "It does not clear it by itself when the device runs out of room. The promise does not cover what you clear yourself, a setting that clears site data when the browser closes, private windows, or a lost or broken device. Backups do.",
                setting(browser),
            ],
        ),
        Keeping::MayForget(asking) => {
            let mut then = vec![forgets(surroundings)];
            match asking {
                Asking::Helps => {}
                Asking::Refused => then.push(refused(browser)),
                Asking::Blocked => then.push(blocked(browser)),
            }
            then.push(setting(browser));
            ("The browser may forget your book.", then)
        }
        Keeping::Private => (
            "This private window forgets your book when you close it.",
            vec![
                "Everything in it goes then: the book, and that there was one. Save a backup now, open Owed in a usual window, and restore it there.",
            ],
        ),
    }
}

fn forgets(surroundings: Surroundings) -> &'static str {
    if surroundings.installed {
        return "It made no promise. It may clear the book when the device runs out of room. Save backups.";
    }
    match surroundings.browser {
        Browser::Ios => {
            "On an iPhone or iPad every browser clears what a page keeps after seven days of use without a visit. Save a backup, install Owed (Share, then Add to Home Screen), and bring the backup into the installed app."
        }
        Browser::Safari => {
            "Safari clears what a page keeps after seven days of use without a visit. Save a backup, install Owed (File, then Add to Dock), and bring the backup into the installed app."
        }
        Browser::Firefox | Browser::Edge | Browser::Chromium | Browser::Other => {
            "It made no promise. It may clear the book when the device runs out of room. Save backups."
        }
    }
}

fn refused(browser: Browser) -> &'static str {
    match browser {
        Browser::Edge | Browser::Chromium => {
            "Asked now, it did not promise it. It decides by itself: it promises it to pages that are installed (from the icon in the address bar), bookmarked or often used."
        }
        Browser::Firefox | Browser::Safari | Browser::Ios | Browser::Other => {
            "Asked now, it did not promise it. Load the page again to ask once more."
        }
    }
}

fn blocked(browser: Browser) -> &'static str {
    match browser {
        Browser::Firefox => {
            "It was told to block this. To allow it, click the icon at the left of the address; where it says that storing data in persistent storage is blocked, remove that; then load the page again."
        }
        Browser::Edge | Browser::Chromium | Browser::Safari | Browser::Ios | Browser::Other => {
            "It was told to block this. To allow it, open the site's settings from the icon at the left of the address, allow it to keep data, then load the page again."
        }
    }
}

/// The setting that clears everything whatever was promised, and the exception
/// for this site.
fn setting(browser: Browser) -> &'static str {
    match browser {
        Browser::Firefox => {
            "In Firefox, look at Settings, Privacy & Security, Cookies and Site Data. Where “Delete cookies and site data when Firefox is closed” is on, your book goes with every closing: choose Manage Exceptions there and allow this site's address. The same goes for History, where “Clear history when Firefox closes” includes site data."
        }
        Browser::Edge => {
            "In Edge, look at Settings, Privacy, search, and services, Clear browsing data on close. Where cookies and other site data are cleared, your book goes with every closing: add this site's address to what is not cleared."
        }
        Browser::Chromium => {
            "In Chrome, look at Settings, Privacy and security, Site settings, On-device site data. Where sites' data is deleted when all windows are closed, your book goes with it: add this site's address to those that may save data."
        }
        Browser::Safari => {
            "In Safari, clearing the history of all time, or Settings, Privacy, Manage Website Data, clears your book too."
        }
        Browser::Ios => {
            "On an iPhone or iPad, clearing the browser's history and website data clears your book too."
        }
        Browser::Other => {
            "Where the browser's settings clear cookies and site data when it closes, your book goes with them: add this site's address to the exceptions."
        }
    }
}

/// How much room there is, where that is worth a word; and whether it is
/// little.
pub fn room(room: Room) -> (String, bool) {
    const LITTLE: u64 = 200_000_000;
    let left = room.most.saturating_sub(room.used);
    let size = super::format::size;
    let used = size(room.used);
    if left < LITTLE {
        let text = format!(
            "There is little room left: {} for all that Owed keeps here, {used} of it taken. Make room on the disk, and save a backup before that.",
            size(left)
        );
        (text, true)
    } else {
        let text = format!(
            "Owed takes {used} here; the browser leaves it {} more.",
            size(left)
        );
        (text, false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BROWSERS: [Browser; 6] = [
        Browser::Firefox,
        Browser::Safari,
        Browser::Ios,
        Browser::Edge,
        Browser::Chromium,
        Browser::Other,
    ];

    fn all_of(keeping: Keeping, browser: Browser) -> String {
        let surroundings = Surroundings {
            browser,
            installed: false,
        };
        let (what, then) = kept(keeping, surroundings);
        format!("{what} {}", then.join(" "))
    }

    #[test]
    fn what_is_promised_is_said_with_what_it_does_not_cover() {
        for browser in BROWSERS {
            let said = all_of(Keeping::Promised, browser);
            for words in [
                "clear yourself",
                "when the browser closes",
                "private windows",
                "lost",
            ] {
                assert!(said.contains(words), "{browser:?}: {said}");
            }
        }
        let said = all_of(Keeping::Promised, Browser::Firefox);
        for words in ["when Firefox is closed", "Manage Exceptions"] {
            assert!(said.contains(words), "{said}");
        }
    }

    #[test]
    fn nothing_is_called_kept_where_it_may_be_forgotten() {
        let asking = [Asking::Helps, Asking::Refused, Asking::Blocked];
        for keeping in asking.map(Keeping::MayForget) {
            assert!(saved(keeping).contains("may be forgotten"));
            assert!(first_backup(keeping).is_some());
            for browser in BROWSERS {
                assert!(
                    all_of(keeping, browser).contains("may forget"),
                    "{browser:?}"
                );
            }
        }
        assert!(saved(Keeping::Private).contains("until this window closes"));
    }

    #[test]
    fn advice_names_no_browser_but_the_one_at_hand() {
        let asking = [Asking::Helps, Asking::Refused, Asking::Blocked];
        let keepings = asking
            .map(Keeping::MayForget)
            .into_iter()
            .chain([Keeping::Promised]);
        for keeping in keepings {
            for browser in BROWSERS {
                let said = all_of(keeping, browser);
                for (name, own) in [
                    ("Safari", Browser::Safari),
                    ("Firefox", Browser::Firefox),
                    ("Edge", Browser::Edge),
                    ("Chrome", Browser::Chromium),
                    ("iPhone", Browser::Ios),
                ] {
                    assert!(
                        browser == own || !said.contains(name),
                        "{browser:?}: {said}"
                    );
                }
            }
        }
    }
}
