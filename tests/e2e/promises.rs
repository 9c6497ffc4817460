//! What is said of what is kept is true: in a private window, where the browser made no promise,
//! where its clock is wrong, in another zone; and a book begins whole or not at all.

use crate::hands::Hands;
use crate::offline::own_copy;
use crate::owed::recurring::DAY;
use crate::owed::{Invoice, Owed};
use crate::proof::{Verdict, expect, proven, says};
use serde_json::json;
use std::fs;
use xtask::browser::{Browser, Site, Which, journey};
use xtask::step::{Failure, Outcome};

/// The signs of a private window: it gives out no folder, and refuses at once to keep data.
const NO_FOLDER: &str = "if (globalThis.StorageManager) StorageManager.prototype.getDirectory = async () => { throw new DOMException('no', 'SecurityError'); };";
const REFUSES: &str = "if (globalThis.StorageManager) { StorageManager.prototype.persisted = async () => false; StorageManager.prototype.persist = async () => false; }";
/// As in a usual window that asks its user, who does not answer.
const ASKS: &str = "if (globalThis.StorageManager) { StorageManager.prototype.persisted = async () => false; StorageManager.prototype.persist = () => new Promise(() => {}); }";

#[derive(Debug)]
struct Private {
    before: String,
    saved: String,
    notice: String,
    backup: String,
}

/// A window with one sign only.
#[derive(Clone, Copy, Debug)]
enum OneSign {
    Folder,
    Asks,
}

#[tokio::test]
async fn a_private_window_is_named_before_a_book_is_begun_and_after() -> Outcome {
    proven(
        "promises-private",
        &[OneSign::Folder, OneSign::Asks],
        async |browser: &mut Browser, one: Option<OneSign>| {
            let signs = match one {
                None => format!("{NO_FOLDER} {REFUSES}"),
                Some(OneSign::Folder) => REFUSES.to_owned(),
                Some(OneSign::Asks) => format!("{NO_FOLDER} {ASKS}"),
            };
            browser.before_each_page(&signs).await?;
            let owed = Owed(browser);
            browser.open("/").await?;
            owed.first_page().await?;
            if one.is_none() {
                browser.find(Which::Test("private")).await?;
            }
            let before = owed.marked("private").await?;
            owed.begin("Private").await?;
            let notice = browser
                .find(Which::Test("forgetting"))
                .await?
                .text()
                .await?;
            let saved = owed.saved_words().await?;
            // The way to the first backup.
            browser.click("link", "What this browser stores").await?;
            browser.heading("Backup").await?;
            Ok(Private {
                before,
                saved,
                notice,
                backup: owed.marked("kept").await?,
            })
        },
        |seen| {
            says("the first page", &seen.before, "This is a private window")?;
            expect(
                "saved",
                &seen.saved,
                &"Saved until this window closes".to_owned(),
            )?;
            says(
                "the notice",
                &seen.notice,
                "Your book is deleted when you close this private window",
            )?;
            says("the notice", &seen.notice, "Save a backup")?;
            says(
                "Backup",
                &seen.backup,
                "Your book is deleted when you close this private window",
            )
        },
    )
    .await
}

/// What the browser answers to the question for the promise, and what it says of having been told.
fn answers(promise: bool, permission: &str) -> String {
    format!(
        "if (globalThis.StorageManager) {{
         StorageManager.prototype.persisted = async () => false;
         StorageManager.prototype.persist = async () => {promise};
         const query = Permissions.prototype.query;
         Permissions.prototype.query = function (what) {{
             return what.name === 'persistent-storage'
                 ? Promise.resolve({{ state: '{permission}' }}) : query.call(this, what);
         }};
         }}"
    )
}

const FIREFOX: &str = "
    Object.defineProperty(Navigator.prototype, 'vendor', { get: () => '' });
    Object.defineProperty(Navigator.prototype, 'userAgent', { get: () => 'Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0' });";

#[tokio::test]
async fn where_nothing_was_promised_the_book_may_be_forgotten_and_no_button_does_nothing() -> Outcome
{
    journey("promises-refused", async |browser| {
        browser.before_each_page(&answers(false, "prompt")).await?;
        let owed = Owed(browser);
        owed.begin("Refused").await?;
        browser
            .wait_until("what is saved may be forgotten", async || {
                Ok(owed.saved_words().await? == "Saved, but the browser may delete it")
            })
            .await?;
        let notice = browser
            .find(Which::Test("forgetting"))
            .await?
            .text()
            .await?;
        assert!(notice.contains("may delete your book"), "{notice}");
        owed.open_backup().await?;
        owed.wait_kept("The browser may delete your book").await?;
        owed.ask_to_keep().await?;
        browser
            .wait_until("what asking came to", async || {
                owed.page_says("even when asked just now").await
            })
            .await?;
        let button = Which::Role("button", "Ask the browser to keep my data");
        assert!(browser.all(button).await?.is_empty());
        // Once something is backed up, the first page says no more.
        let folder = owed.folder("saved")?;
        owed.backup_into(&folder).await?;
        browser.goto("/").await?;
        browser.find(Which::Role("link", "New invoice")).await?;
        assert_eq!(owed.marked("forgetting").await?, "");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn after_block_it_is_said_where_to_allow_it() -> Outcome {
    journey("promises-blocked", async |browser| {
        browser.before_each_page(&answers(false, "denied")).await?;
        browser.before_each_page(FIREFOX).await?;
        let owed = Owed(browser);
        owed.begin("Blocked").await?;
        owed.open_backup().await?;
        owed.wait_kept("The browser may delete your book").await?;
        let page = owed.page_text().await?;
        for words in [
            "The browser is set to block this",
            "icon to the left of the address",
            "Manage Exceptions",
        ] {
            assert!(page.contains(words), "'{words}' is not in '{page}'");
        }
        let button = Which::Role("button", "Ask the browser to keep my data");
        assert!(browser.all(button).await?.is_empty());
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_promise_is_said_with_what_it_does_not_cover() -> Outcome {
    journey("promises-promised", async |browser| {
        browser
            .before_each_page("if (globalThis.StorageManager) StorageManager.prototype.persisted = async () => true;")
            .await?;
        browser.before_each_page(FIREFOX).await?;
        let owed = Owed(browser);
        owed.begin("Promised").await?;
        owed.open_backup().await?;
        owed.wait_kept("The browser promised to keep your book")
            .await?;
        assert_eq!(owed.saved_words().await?, "Saved on this device");
        let page = owed.page_text().await?;
        for words in [
            "doesn’t cover data you clear yourself",
            "private windows",
            "Delete cookies and site data when Firefox is closed",
            "Manage Exceptions",
        ] {
            assert!(page.contains(words), "'{words}' is not in '{page}'");
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn little_room_is_said_before_it_is_gone() -> Outcome {
    journey("promises-room", async |browser| {
        let owed = Owed(browser);
        owed.begin("Room").await?;
        owed.open_backup().await?;
        let room = browser.find(Which::Test("room")).await?.text().await?;
        assert!(room.contains("the browser allows"), "{room}");
        let little = "if (globalThis.StorageManager) StorageManager.prototype.estimate = async () => ({ usage: 40e6, quota: 90e6 });";
        browser.before_each_page(little).await?;
        owed.reload().await?;
        browser
            .wait_until("that there is little room", async || {
                Ok(owed.marked("room").await?.contains("little space left"))
            })
            .await
    })
    .await
}

#[derive(Debug)]
struct Clocks {
    /// Of a backup that was made with the clock ahead.
    backup: String,
    warned: String,
    reminded: bool,
    /// Once an entry and a backup were made by the right clock.
    settled: String,
}

/// The clock was right all along.
#[derive(Clone, Copy, Debug)]
struct NeverAhead;

#[tokio::test]
async fn a_clock_that_was_ahead_does_not_spoil_what_follows() -> Outcome {
    proven(
        "promises-clock",
        &[NeverAhead],
        async |browser: &mut Browser, never: Option<NeverAhead>| {
            browser.before_each_page(DAY).await?;
            let owed = Owed(browser);
            owed.begin("Ahead").await?;
            let (ahead, now) = match never {
                None => ("2099-01-01", "2027-03-10"),
                Some(NeverAhead) => ("2027-03-09", "2027-03-10"),
            };
            owed.open_on(ahead).await?;
            owed.add_customer("Linden").await?;
            let folder = owed.folder("saved")?;
            owed.backup_into(&folder).await?;
            owed.open_on(now).await?;
            let backup = owed.backup_words().await?;
            let warned = owed.marked("clock").await?;
            owed.add_customer("Ahorn").await?;
            owed.open_invoices().await?;
            let reminded = owed.reminded().await?;
            owed.backup_into(&folder).await?;
            owed.reload().await?;
            Ok(Clocks {
                backup,
                warned,
                reminded,
                settled: format!(
                    "{} {}",
                    owed.backup_words().await?,
                    owed.marked("clock").await?
                ),
            })
        },
        |seen| {
            says("the age of the backup", &seen.backup, "dated in the future")?;
            says(
                "the warning",
                &seen.warned,
                "This device’s clock may be wrong",
            )?;
            expect("the reminder", &seen.reminded, &true)?;
            expect("after it", &seen.settled.trim(), &"Last backup today")
        },
    )
    .await
}

#[tokio::test]
async fn a_clock_behind_the_program_is_doubted_in_words() -> Outcome {
    journey("promises-clock-behind", async |browser| {
        browser.before_each_page(DAY).await?;
        let owed = Owed(browser);
        owed.begin("Behind").await?;
        owed.open_on("2001-02-03").await?;
        let warned = owed.marked("clock").await?;
        assert!(
            warned.contains("may be wrong")
                && warned.contains("before this version of Owed was made"),
            "{warned}"
        );
        owed.open_on("2090-02-03").await?;
        assert_eq!(owed.marked("clock").await?, "");
        Ok(())
    })
    .await
}

/// The zone whose days are told, as a report of a past day sees them.
#[tokio::test]
async fn what_was_recorded_later_goes_by_the_days_of_the_users_zone() -> Outcome {
    // For each: a zone, and moments of UTC just before and just after its midnight.
    for (zone, before, after) in [
        (
            "America/New_York",
            "2027-03-02T04:40:00Z",
            "2027-03-02T05:20:00Z",
        ),
        (
            "Pacific/Auckland",
            "2027-03-01T10:40:00Z",
            "2027-03-01T11:20:00Z",
        ),
        (
            "Asia/Kathmandu",
            "2027-03-01T18:00:00Z",
            "2027-03-01T18:20:00Z",
        ),
    ] {
        journey("promises-zones", async |browser| {
            browser.time_zone(zone).await?;
            browser.before_each_page(MOMENT).await?;
            let owed = Owed(browser);
            let at = async |moment: &str| -> Outcome {
                let script = "localStorage.moment = arguments[0]";
                browser.script(script, vec![json!(moment)]).await?;
                owed.reload().await
            };
            owed.begin("Zones").await?;
            at("2027-02-20T12:00:00Z").await?;
            owed.add_customer("Linden").await?;
            at(before).await?;
            owed.pay("Linden", "2027-03-01", "100").await?;
            at(after).await?;
            owed.pay("Linden", "2027-03-01", "200").await?;
            at("2027-03-20T12:00:00Z").await?;
            owed.open_aging("2027-03-01", None).await?;
            let late = browser.find(Which::Test("late")).await?.text().await?;
            let hundred = late.contains("100.00");
            assert!(!hundred && late.contains("200.00"), "{zone}: {late}");
            assert!(late.contains("2027"), "{zone}: {late}");
            Ok(())
        })
        .await?;
    }
    Ok(())
}

/// The clock stands at a moment that the local storage has, where it has one.
const MOMENT: &str = "
    const Real = Date;
    let moment = null;
    try { moment = localStorage.moment; } catch {}
    if (moment) {
      const ahead = Real.parse(moment) - Real.now();
      globalThis.Date = class extends Real {
        constructor(...given) { super(...(given.length ? given : [Real.now() + ahead])); }
        static now() { return Real.now() + ahead; }
      };
    }";

#[derive(Debug)]
struct Begun {
    at_start: bool,
    /// What was issued, where a book is there.
    number: Option<String>,
}

/// The page ends after so many writes to the journal were done.
const CUT_OFF: &str = "
    if (location.protocol === 'http:' && !sessionStorage.wasCutOff) {
        const { transaction } = IDBDatabase.prototype;
        let writes = 0;
        IDBDatabase.prototype.transaction = function (stores, mode, ...more) {
            if (mode === 'readwrite' && [...stores].includes('journal') && writes++ >= CUT) {
                sessionStorage.wasCutOff = 'yes';
                throw new DOMException('the page is gone', 'InvalidStateError');
            }
            return transaction.call(this, stores, mode, ...more);
        };
    }";

#[tokio::test]
async fn a_book_begins_whole_or_not_at_all() -> Outcome {
    for cut in 0..3 {
        let told = journey("promises-begin", async |browser| {
            browser
                .before_each_page(&CUT_OFF.replace("CUT", &cut.to_string()))
                .await?;
            let owed = Owed(browser);
            browser.open("/").await?;
            owed.first_page().await?;
            browser.fill("Your name or business", "Cut Off").await?;
            browser.click("button", "Start").await?;
            browser
                .wait_until("it began or was cut off", async || {
                    let body = "return Boolean(sessionStorage.wasCutOff) || Boolean(document.querySelector('.trust'))";
                    Ok(browser.script(body, vec![]).await? == true)
                })
                .await?;
            browser
                .script("sessionStorage.wasCutOff = 'yes'", vec![])
                .await?;
            browser.reload().await?;
            browser.find(Which::Css("h1")).await?;
            let seen = if browser.all(Which::Css(".trust")).await?.is_empty() {
                Begun {
                    at_start: owed.is_at_start().await?,
                    number: None,
                }
            } else {
                owed.add_customer("Linden").await?;
                let number = owed
                    .issue(&Invoice::of("Linden", "2025-03-10", "100"))
                    .await?;
                Begun {
                    at_start: false,
                    number: Some(number),
                }
            };
            whole_or_nothing(&seen)
                .map_err(|why| Failure::new(format!("after {cut}: {why}: {seen:?}")))
        });
        told.await?;
    }
    Ok(())
}

fn whole_or_nothing(seen: &Begun) -> Verdict {
    match &seen.number {
        Some(number) => expect("the first number", number, &"2025-0001".to_owned()),
        None => expect("the start page", &seen.at_start, &true),
    }
}

#[tokio::test]
async fn another_sites_page_does_not_hold_owed() -> Outcome {
    let held = Site::release()?;
    let folder = own_copy("framing")?;
    let page = format!(
        "<!doctype html><meta charset=utf-8><title>Another site</title><iframe width=900 height=600 src=\"{}\"></iframe>",
        held.url()
    );
    fs::write(folder.join("frame.html"), page)?;
    let browser = Browser::start(Site::of(&folder, "")?).await?;
    let url = format!("{}frame.html", browser.site().url());
    browser.session().goto(url).await?;
    browser
        .wait_until("what stands in the frame", async || {
            let inside = browser.session();
            inside.enter_frame(0).await?;
            let text = browser
                .script("return document.body.innerText", vec![])
                .await?;
            inside.enter_default_frame().await?;
            let text = text.as_str().unwrap_or_default();
            Ok(text.contains("can’t run inside another site’s page")
                && text.contains("Open Owed on its own")
                && !text.contains("Your name or business"))
        })
        .await
}

#[tokio::test]
async fn what_a_newer_program_wrote_is_no_damage_and_leads_to_the_newer_program() -> Outcome {
    journey("promises-newer", async |browser| {
        let owed = Owed(browser);
        owed.begin("Newer").await?;
        owed.add_customer("Linden").await?;
        owed.checked().await?;
        // Without a word from the other tab: it is met as this one writes.
        Hands(browser).newer_entry().await?;
        owed.fill_invoice(&Invoice::of("Linden", "2025-03-10", "100"))
            .await?;
        browser.click("button", "Issue invoice").await?;
        for opened_anew in [false, true] {
            if opened_anew {
                owed.reload().await?;
                owed.checked().await?;
            }
            browser
                .wait_until("that it is read only", async || {
                    Ok(owed.read_only().await?.is_some())
                })
                .await?;
            let told = owed.read_only().await?.unwrap_or_default();
            assert!(
                told.contains("A newer version of Owed has changed this book")
                    && told.contains("Nothing is wrong with the book")
                    && !told.contains("does not verify"),
                "{told}"
            );
            browser.role("button", "Get the newer version").await?;
        }
        browser.click("button", "Get the newer version").await?;
        owed.ready().await
    })
    .await
}

#[tokio::test]
async fn a_database_of_a_later_layout_is_told_and_left_as_it_is() -> Outcome {
    journey("promises-layout", async |browser| {
        let owed = Owed(browser);
        owed.begin("Layout").await?;
        owed.add_customer("Linden").await?;
        let later = "
            const names = (await indexedDB.databases()).map(({ name }) => name);
            const name = names.find((name) => /^owed-[0-9a-f]{32}$/.test(name));
            const database = await new Promise((resolve, reject) => {
                const request = indexedDB.open(name, 2);
                request.onsuccess = () => resolve(request.result);
                request.onerror = () => reject(request.error);
            });
            database.close();
            return name;";
        browser.script_async(later, vec![]).await?;
        browser.reload().await?;
        browser
            .wait_until("that it is of a newer version", async || {
                owed.page_says("newer version of Owed uses this book").await
            })
            .await?;
        assert!(!owed.is_at_start().await?);
        browser.role("link", "Reload").await.map(drop)
    })
    .await
}
