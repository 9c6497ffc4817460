//! What the browser keeps, what it forgets, and where it is told which: in the
//! words of the browser at hand.

use crate::state::{Asking, Browser, Keeping, Room, Surroundings};

/// What stands where it is said that something was saved.
pub fn saved(keeping: Keeping) -> &'static str {
    match keeping {
        Keeping::Unknown => words::device::saved(),
        Keeping::Promised => words::device::saved_here(),
        Keeping::MayForget(_) => words::device::saved_may_forget(),
        Keeping::Private => words::device::saved_private(),
    }
}

/// Before a book is begun in a private window.
pub fn private() -> (&'static str, &'static str) {
    (
        words::device::private_title(),
        words::device::private_hint(),
    )
}

/// Before a book is begun where pages are forgotten that are not installed.
pub fn install(browser: Browser) -> Option<(&'static str, &'static str)> {
    match browser {
        Browser::Ios => Some((words::device::install_title(), words::device::install_ios())),
        Browser::Safari => Some((
            words::device::install_title(),
            words::device::install_safari(),
        )),
        Browser::Firefox | Browser::Edge | Browser::Chromium | Browser::Other => None,
    }
}

/// On the first page, as long as nothing was backed up.
pub fn first_backup(keeping: Keeping) -> Option<(&'static str, &'static str)> {
    match keeping {
        Keeping::Unknown | Keeping::Promised => None,
        Keeping::MayForget(_) => Some((
            words::device::may_forget_title(),
            words::device::may_forget_hint(),
        )),
        Keeping::Private => Some((
            words::device::private_forgets(),
            words::device::private_forgets_hint(),
        )),
    }
}

/// Whether the browser keeps the book, and what follows, in paragraphs.
pub fn kept(keeping: Keeping, surroundings: Surroundings) -> (&'static str, Vec<&'static str>) {
    let browser = surroundings.browser;
    match keeping {
        Keeping::Unknown => (words::device::asking(), Vec::new()),
        Keeping::Promised => (
            words::device::promised(),
            vec![words::device::promised_hint(), setting(browser)],
        ),
        Keeping::MayForget(asking) => {
            let mut then = vec![forgets(surroundings)];
            match asking {
                Asking::Helps => {}
                Asking::Refused => then.push(refused(browser)),
                Asking::Blocked => then.push(blocked(browser)),
            }
            then.push(setting(browser));
            (words::device::may_forget(), then)
        }
        Keeping::Private => (
            words::device::private_forgets(),
            vec![words::device::private_now()],
        ),
    }
}

fn forgets(surroundings: Surroundings) -> &'static str {
    if surroundings.installed {
        return words::device::no_promise();
    }
    match surroundings.browser {
        Browser::Ios => words::device::clears_ios(),
        Browser::Safari => words::device::clears_safari(),
        Browser::Firefox | Browser::Edge | Browser::Chromium | Browser::Other => {
            words::device::no_promise()
        }
    }
}

fn refused(browser: Browser) -> &'static str {
    match browser {
        Browser::Edge | Browser::Chromium => words::device::asked_chromium(),
        Browser::Firefox | Browser::Safari | Browser::Ios | Browser::Other => {
            words::device::asked_other()
        }
    }
}

fn blocked(browser: Browser) -> &'static str {
    match browser {
        Browser::Firefox => words::device::blocked_firefox(),
        Browser::Edge | Browser::Chromium | Browser::Safari | Browser::Ios | Browser::Other => {
            words::device::blocked_other()
        }
    }
}

/// The setting that clears everything whatever was promised, and the exception
/// for this site.
fn setting(browser: Browser) -> &'static str {
    match browser {
        Browser::Firefox => words::device::setting_firefox(),
        Browser::Edge => words::device::setting_edge(),
        Browser::Chromium => words::device::setting_chrome(),
        Browser::Safari => words::device::setting_safari(),
        Browser::Ios => words::device::setting_ios(),
        Browser::Other => words::device::setting_other(),
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
        let text = words::device::little_room(&size(left), &used);
        (text, true)
    } else {
        let text = words::device::room(&used, &size(left));
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
            assert!(saved(keeping).contains("may delete it"));
            assert!(first_backup(keeping).is_some());
            for browser in BROWSERS {
                assert!(
                    all_of(keeping, browser).contains("may delete"),
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
