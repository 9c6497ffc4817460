//! Restores that meet other tabs, crashes, other books and cleared data: nothing is lost untold, no
//! whole book is locked out, no empty one is taken for whole, and no number is used twice.

use crate::faults::{Fault, SILENT_TAB, plant};
use crate::hands::Hands;
use crate::owed::books::Confirmed;
use crate::owed::editor::Editor;
use crate::owed::{Invoice, Owed};
use crate::proof::{expect, proven, says};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use xtask::browser::{Browser, Kept, Which, Window, journey};
use xtask::step::{Failure, Outcome};

/// The head is compared with the one of this very moment, not with the one that the plan showed:
/// this page sees the head as it is now, until a restore has replaced the book.
const HEAD_OF_THE_MOMENT: Fault = Fault::new(
    "head of the moment",
    "
    const text = (bytes) => new TextDecoder().decode(bytes);
    const { get, clear, put } = IDBObjectStore.prototype;
    window.seen = null;
    const heads = new WeakMap();
    IDBObjectStore.prototype.get = function (key) {
      const request = get.call(this, key);
      if (this.name === 'meta' && key === 'head') heads.set(request, this.transaction);
      return request;
    };
    const result = Object.getOwnPropertyDescriptor(IDBRequest.prototype, 'result');
    Object.defineProperty(IDBRequest.prototype, 'result', {
      ...result,
      get() {
        const found = result.get.call(this);
        const transaction = heads.get(this);
        if (!transaction || !found) return found;
        const replaces = [...transaction.objectStoreNames].includes('snapshot') && transaction.mode === 'readwrite'
          && [...transaction.objectStoreNames].includes('segments');
        if (!replaces) { window.seen = JSON.parse(text(found)).head; return found; }
        const [now, planned] = [JSON.parse(text(found)), window.planned];
        return new TextEncoder().encode(JSON.stringify({ ...now, head: planned, spans: [{ chain: planned.chain, first: 1, last: planned.seq }], sealed: Math.min(now.sealed, planned.seq) }));
      },
    });",
);

/// What is recorded of a replaced head is not.
const NO_RECORD: Fault = Fault::new(
    "no record of what was replaced",
    "
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (value, key) {
      if (this.name === 'meta' && key === 'head') {
        const { superseded, ...head } = JSON.parse(new TextDecoder().decode(value));
        value = new TextEncoder().encode(JSON.stringify(head));
      }
      return put.call(this, value, key);
    };",
);

/// The first answer to METHOD of the store NAME is not heard until the page is told to go on.
const HELD: &str = "
    const { METHOD } = IDBObjectStore.prototype;
    const held = new Promise((resolve) => { window.goOn = resolve; });
    IDBObjectStore.prototype.METHOD = function (...of) {
      const request = METHOD.call(this, ...of);
      if (this.name !== 'NAME' || window.isHeld) return request;
      window.isHeld = true;
      const { set } = Object.getOwnPropertyDescriptor(IDBRequest.prototype, 'onsuccess');
      Object.defineProperty(request, 'onsuccess', {
        set(handler) { set.call(this, (event) => held.then(() => handler.call(this, event))); },
      });
      return request;
    };";

fn held(method: &str, name: &str) -> String {
    HELD.replace("METHOD", method).replace("NAME", name)
}

async fn until_held(browser: &Browser) -> Outcome {
    browser
        .wait_until("the reading to stop", async || {
            let held = browser.script("return window.isHeld === true", vec![]);
            Ok(held.await?.as_bool() == Some(true))
        })
        .await
}

/// The head is read once as it was: what came after it is written while the page reads.
const HEAD_AS_IT_WAS: &str = "
    const result = Object.getOwnPropertyDescriptor(IDBRequest.prototype, 'result');
    const heads = new WeakSet();
    const { get } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.get = function (key) {
      const request = get.call(this, key);
      if (this.name === 'meta' && key === 'head' && !window.wasBefore) { window.wasBefore = true; heads.add(request); }
      return request;
    };
    Object.defineProperty(IDBRequest.prototype, 'result', {
      ...result,
      get() {
        const found = result.get.call(this);
        if (!heads.has(this) || !found) return found;
        return new TextEncoder().encode(HEAD);
      },
    });";

/// A book with one invoice, and a backup of it.
async fn begun(owed: &Owed<'_>, name: &str) -> Outcome<PathBuf> {
    owed.begin(name).await?;
    owed.add_customer("Linden").await?;
    owed.issue(&Invoice::of("Linden", "2025-01-10", "100"))
        .await?;
    owed.backup_into(&owed.folder("saved")?).await
}

/// The same with two invoices after its backup, open in two tabs: the first and the second, which is
/// in front.
async fn newer_in_two_tabs(owed: &Owed<'_>, name: &str) -> Outcome<(PathBuf, Window, Window)> {
    let file = begun(owed, name).await?;
    for day in ["2025-02-01", "2025-02-02"] {
        owed.issue(&Invoice::of("Linden", day, "50")).await?;
    }
    let first = owed.0.window().await?;
    let second = owed.0.open_tab("/").await?;
    owed.ready().await?;
    Ok((file, first, second))
}

/// What fifty restores against a tab that keeps saving came to.
#[derive(Debug, Default)]
struct Against {
    rounds: usize,
    /// Saves that another tab was told of between the plan and the end of its restore.
    between: usize,
    asked_anew: usize,
    /// Documents that were acknowledged, are gone, and were not named by the plan.
    untold: usize,
    twice: usize,
    /// What the other tab said instead of saving.
    alarm: Option<String>,
}

#[tokio::test]
async fn a_restore_against_a_tab_that_keeps_saving_loses_nothing_untold() -> Outcome {
    proven(
        "restoring-against",
        &[HEAD_OF_THE_MOMENT],
        against,
        |seen| {
            println!("restoring-against: {seen:?}");
            expect("lost untold", &seen.untold, &0)?;
            expect("numbers given twice", &seen.twice, &0)?;
            expect("alarm", &seen.alarm, &None)?;
            expect(
                "whether saves fell between plan and end in many rounds",
                &(seen.between >= 20 || seen.rounds < ROUNDS),
                &true,
            )
        },
    )
    .await
}

const ROUNDS: usize = 50;
const ROUNDS_WITH_A_FAULT: usize = 6;

async fn against(browser: &mut Browser, fault: Option<Fault>) -> Outcome<Against> {
    browser.be_patient(Duration::from_secs(60));
    let owed = Owed(browser);
    let file = begun(&owed, "Against a Tab").await?;
    let restoring = browser.window().await?;
    let saving = browser.open_tab("/").await?;
    owed.ready().await?;
    owed.keep_issuing("Linden").await?;
    browser.switch_to(&restoring).await?;
    let mut seen = Against {
        rounds: fault.map_or(ROUNDS, |_| ROUNDS_WITH_A_FAULT),
        ..Against::default()
    };
    plant(browser, fault).await?;
    let mut before = BTreeSet::new();
    for round in 0..seen.rounds {
        match one_round(browser, &file, round, before, &mut seen).await {
            Ok(all) => before = all,
            Err(failure) => {
                // A loss that the other tab noticed itself stops it for good.
                browser.switch_to(&saving).await?;
                seen.alarm = owed.read_only().await?;
                return seen.alarm.is_some().then_some(seen).ok_or(failure);
            }
        }
    }
    browser.switch_to(&saving).await?;
    Ok(seen)
}

/// One restore of the file; gives back all that was acknowledged up to its end.
async fn one_round(
    browser: &Browser,
    file: &Path,
    round: usize,
    before: BTreeSet<String>,
    seen: &mut Against,
) -> Outcome<BTreeSet<String>> {
    let owed = Owed(browser);
    owed.open_backup().await?;
    if round % 3 != 2 {
        owed.signal("go").await?;
    }
    owed.plan_restore(file).await?;
    // What the fault takes for the head of the moment.
    let as_planned = "window.planned = window.seen";
    browser.script(as_planned, vec![]).await?;
    let planned = owed.acknowledged().await?.len();
    let mut told = owed.told_lost().await?;
    match round % 3 {
        // Something is saved for sure before it is confirmed.
        0 => {
            browser
                .wait_until("the other tab saves", async || {
                    Ok(owed.acknowledged().await?.len() > planned)
                })
                .await?;
        }
        1 => {}
        _ => owed.signal("go").await?,
    }
    while owed.confirm_restore().await? == Confirmed::AskedAnew {
        seen.asked_anew += 1;
        seen.between += owed.acknowledged().await?.len() - planned;
        owed.stop_issuing().await?;
        // What was saved before it stopped moved the head once more.
        told = owed.told_lost().await?;
        browser.script(as_planned, vec![]).await?;
    }
    owed.stop_issuing().await?;
    let acked = owed.acknowledged().await?;
    let all: BTreeSet<String> = acked.iter().cloned().collect();
    seen.twice += acked.len() - all.len();
    // What was written after the restore lies in the journal, what came with it is sealed.
    let journal = Hands(browser).journal().await?.join("\n");
    let is_gone = |number: &&String| !journal.contains(&format!("\"{number}\""));
    let gone = all.difference(&before).filter(is_gone).count();
    seen.untold += gone.saturating_sub(told);
    Ok(all)
}

/// What a device shows after a crash that came right after a restore.
#[derive(Debug)]
struct Crashed {
    crashes: usize,
    /// What was said instead of opening the book.
    alarms: Vec<String>,
    /// Issued after each, all of them in a row.
    next: Vec<String>,
}

#[tokio::test]
async fn a_crash_right_after_a_restore_is_no_alarm() -> Outcome {
    proven("restoring-crash", &[NO_RECORD], crashed, |seen| {
        println!(
            "restoring-crash: {} crashes, alarms: {:?}",
            seen.crashes, seen.alarms
        );
        expect("alarms", &seen.alarms, &Vec::new())?;
        let numbers: BTreeSet<&String> = seen.next.iter().collect();
        expect("numbers that differ", &numbers.len(), &seen.next.len())
    })
    .await
}

/// Each time more is issued, the browser writes its local storage down as it goes, an older backup
/// is restored, and the browser is killed at once: its local storage names the old end.
async fn crashed(browser: &mut Browser, fault: Option<Fault>) -> Outcome<Crashed> {
    const CRASHES: usize = 20;
    let crashes = fault.map_or(CRASHES, |_| 2);
    let file = begun(&Owed(browser), "Crash after a Restore").await?;
    let mut seen = Crashed {
        crashes,
        alarms: Vec::new(),
        next: Vec::new(),
    };
    for _ in 0..crashes {
        let owed = Owed(browser);
        seen.next.push(
            owed.issue(&Invoice::of("Linden", "2025-02-10", "100"))
                .await?,
        );
        let remembered = "return JSON.stringify(Object.fromEntries(Object.entries(localStorage)))";
        let remembered = browser.script(remembered, vec![]).await?;
        owed.open_backup().await?;
        plant(browser, fault).await?;
        owed.restore(&file, &[]).await?;
        browser.kill();
        browser.start_again().await?;
        let owed = Owed(browser);
        browser.open("/").await?;
        owed.ready().await?;
        owed.checked().await?;
        seen.alarms.extend(owed.read_only().await?);
        // Whether it was written down is a matter of seconds: now the old memory was, for sure.
        put_back(browser, &remembered).await?;
        owed.reload().await?;
        owed.checked().await?;
        seen.alarms.extend(owed.read_only().await?);
        if !seen.alarms.is_empty() {
            break;
        }
    }
    Ok(seen)
}

/// Makes the local storage what it was.
async fn put_back(browser: &Browser, remembered: &Value) -> Outcome {
    let body = "
        localStorage.clear();
        for (const [key, value] of Object.entries(JSON.parse(arguments[0]))) localStorage.setItem(key, value);";
    browser
        .script(body, vec![remembered.clone()])
        .await
        .map(drop)
}

#[tokio::test]
async fn a_book_that_is_replaced_while_it_opens_is_not_called_damaged() -> Outcome {
    journey("restoring-opens", async |browser| {
        let owed = Owed(browser);
        let file = begun(&owed, "Replaced as It Opens").await?;
        owed.open_backup().await?;
        owed.restore(&file, &[]).await?;
        // What is read entry by entry.
        owed.issue(&Invoice::of("Linden", "2025-02-01", "50"))
            .await?;
        let mut before: Value = parsed(&Hands(browser).head().await?)?;
        let generation = before["generation"].as_u64().unwrap_or(0);
        before["generation"] = generation.saturating_sub(1).into();
        opened_with(browser, &before).await
    })
    .await
}

#[tokio::test]
async fn a_book_that_grows_while_it_opens_misses_no_entry() -> Outcome {
    journey("restoring-grows", async |browser| {
        let owed = Owed(browser);
        begun(&owed, "Grown as It Opens").await?;
        let writing = browser.window().await?;
        let opening = browser.open_tab("/").await?;
        // It read where the book ends, and does not go on.
        browser.before_each_page(&held("get", "snapshot")).await?;
        browser.script("location.reload()", vec![]).await?;
        until_held(browser).await?;
        browser.switch_to(&writing).await?;
        owed.issue(&Invoice::of("Linden", "2025-02-01", "50"))
            .await?;
        browser.switch_to(&opening).await?;
        browser.script("window.goOn()", vec![]).await?;
        owed.ready().await?;
        owed.checked().await?;
        assert_eq!(owed.read_only().await?, None);
        assert_eq!(owed.numbers().await?, ["2025-0002", "2025-0001"]);
        Ok(())
    })
    .await
}

/// Opens the book, whose head is read once as it was before.
async fn opened_with(browser: &Browser, before: &Value) -> Outcome {
    let text = serde_json::to_string(&before.to_string());
    let text = text.map_err(|problem| Failure::new(problem.to_string()))?;
    let script = HEAD_AS_IT_WAS.replace("HEAD", &text);
    browser.before_each_page(&script).await?;
    let owed = Owed(browser);
    owed.reload().await?;
    owed.checked().await?;
    assert_eq!(owed.read_only().await?, None);
    let seen = browser.script("return window.wasBefore === true", vec![]);
    assert_eq!(seen.await?, true, "an old head was read");
    Ok(())
}

fn parsed(head: &str) -> Outcome<Value> {
    serde_json::from_str(head).map_err(|problem| Failure::new(problem.to_string()))
}

#[tokio::test]
async fn a_dry_run_compares_every_record() -> Outcome {
    journey("restoring-compares", async |browser| {
        let owed = Owed(browser);
        let file = begun(&owed, "Everything Compared").await?;
        Editor(browser)
            .add_item("Site visit", "90", "pieces")
            .await?;
        owed.open_customer("Linden").await?;
        owed.edit_customer(&[("City", "Vienna")]).await?;
        owed.save_customer().await?;
        owed.quote(&Invoice::of("Linden", "2025-03-01", "400"), "2099-12-31")
            .await?;
        owed.open_backup().await?;
        owed.plan_restore(&file).await?;
        let lost = owed.difference("lost").await?.unwrap_or_default();
        let changed = owed.told_changed().await?.unwrap_or_default();
        let verdict = says("what is lost", &lost, "1 item")
            .and_then(|()| says("what is lost", &lost, "1 quote"))
            .and_then(|()| says("what differs", &changed, "1 customer"));
        verdict.map_err(Failure::new)
    })
    .await
}

#[tokio::test]
async fn a_second_book_leaves_the_first_one_reachable() -> Outcome {
    journey("restoring-second", async |browser| {
        let owed = Owed(browser);
        let first = begun(&owed, "First Book").await?;
        let folder = owed.folder("second")?;
        Hands(browser).clear("all").await?;
        owed.begin("Second Book").await?;
        owed.add_customer("Ahorn").await?;
        // Restoring the other one, which is not on this device, takes nothing from this one.
        owed.open_backup().await?;
        owed.restore(&first, &["2025-0001", ""]).await?;
        assert_eq!(owed.numbers().await?, ["2025-0001"]);
        let listed = owed.list_books().await?.join("\n");
        assert!(
            listed.contains("First Book") && listed.contains("Second Book"),
            "{listed}"
        );
        owed.open_book("Second Book").await?;
        assert_eq!(owed.numbers().await?, Vec::<String>::new());
        // Which one was open last is known without the local storage.
        Hands(browser).clear("local_storage").await?;
        browser.open("/").await?;
        owed.ready().await?;
        assert_eq!(owed.numbers().await?, Vec::<String>::new());
        // One that is in no backup is not deleted by the way.
        owed.list_books().await?;
        let told = owed.ask_to_delete("Second Book").await?;
        assert!(
            told.contains("No backup of this book’s latest changes"),
            "{told}"
        );
        assert!(!told.contains("Delete permanently"), "{told}");
        browser.click("button", "Keep the book").await?;
        owed.backup_into(&folder).await?;
        owed.list_books().await?;
        let told = owed.ask_to_delete("Second Book").await?;
        assert!(
            told.contains("A backup of the whole book was saved"),
            "{told}"
        );
        owed.delete_for_good().await?;
        browser
            .wait_until("the first book is open", async || {
                let books = owed.list_books().await?;
                Ok(books
                    .iter()
                    .any(|book| book.contains("First Book") && book.contains("Open in this tab")))
            })
            .await?;
        assert_eq!(owed.numbers().await?, ["2025-0001"]);
        Ok(())
    })
    .await
}

/// What this device remembers of its one book, spoilt.
#[derive(Clone, Copy, Debug)]
enum Spoilt {
    /// The list of books and the sentinel hold nonsense.
    Unreadable,
    /// They and the list in the database are gone; there is another book as well.
    Forgotten,
    /// The list says that there is a book; its database is empty, and no sentinel tells.
    Emptied,
}

#[tokio::test]
async fn a_spoilt_memory_locks_no_book_out_and_takes_no_empty_one_for_whole() -> Outcome {
    journey("restoring-memory", async |browser| {
        let owed = Owed(browser);
        begun(&owed, "Spoilt Memory").await?;
        for spoilt in [Spoilt::Unreadable, Spoilt::Forgotten, Spoilt::Emptied] {
            let page = spoil(browser, spoilt).await?;
            match spoilt {
                Spoilt::Unreadable => {
                    owed.ready().await?;
                    assert_eq!(owed.numbers().await?, ["2025-0001"], "{page}");
                }
                Spoilt::Forgotten => {
                    assert!(page.contains("Books on this device"), "{page}");
                    owed.open_book("Spoilt Memory").await?;
                    assert_eq!(owed.numbers().await?, ["2025-0001"]);
                }
                Spoilt::Emptied => {
                    assert!(page.contains("Your book is missing"), "{page}");
                    assert!(page.contains("Books on this device"), "{page}");
                }
            }
        }
        Ok(())
    })
    .await
}

async fn spoil(browser: &Browser, spoilt: Spoilt) -> Outcome<String> {
    let owed = Owed(browser);
    let body = match spoilt {
        Spoilt::Unreadable => {
            "for (const key of Object.keys(localStorage)) localStorage.setItem(key, '{torn');"
        }
        Spoilt::Forgotten => {
            browser.open("/").await?;
            owed.ready().await?;
            owed.begin_beside("Another One").await?;
            "localStorage.clear();
            indexedDB.deleteDatabase('owed-device');"
        }
        Spoilt::Emptied => {
            "const { current } = JSON.parse(localStorage.getItem('owed-books'));
            for (const key of Object.keys(localStorage)) if (key !== 'owed-books') localStorage.removeItem(key);
            const request = indexedDB.deleteDatabase(`owed-${current}`);
            return new Promise((resolve) => { request.onsuccess = () => resolve(null); });"
        }
    };
    browser.script_async(body, vec![]).await?;
    browser.open("/").await?;
    browser
        .wait_until("a page", async || {
            Ok(!owed.page_text().await?.contains("Opening…"))
        })
        .await?;
    owed.first_page().await
}

/// What a page still gives away after its data was cleared.
#[derive(Debug)]
struct Cleared {
    told: String,
    numbers: Vec<String>,
    next: String,
    /// What is owed of all but the next one.
    owed: String,
}

#[tokio::test]
async fn a_book_that_was_cleared_while_it_is_open_is_saved_from_memory() -> Outcome {
    journey("restoring-cleared", async |browser| {
        let owed = Owed(browser);
        begun(&owed, "Cleared while Open").await?;
        for day in ["2025-02-01", "2025-02-02"] {
            owed.issue(&Invoice::of("Linden", day, "50.50")).await?;
        }
        owed.checked().await?;
        for (kinds, kept) in [("indexeddb", Kept::Databases), ("all", Kept::All)] {
            browser.clear_under_the_page(kept).await?;
            let seen = saved_from_memory(browser, kinds).await?;
            let told = says("the page", &seen.told, "without the history of changes");
            told.map_err(Failure::new)?;
            assert_eq!(seen.numbers.len(), if kinds == "all" { 4 } else { 3 });
            assert!(!seen.numbers.contains(&seen.next), "{seen:?}");
            let owed = if kinds == "all" { "202.00" } else { "201.00" };
            assert_eq!(seen.owed, owed, "{seen:?}");
        }
        Ok(())
    })
    .await
}

async fn saved_from_memory(browser: &Browser, kinds: &str) -> Outcome<Cleared> {
    let owed = Owed(browser);
    let (file, told) = owed.backup_told(&owed.folder(kinds)?).await?;
    let trust = browser.find(Which::Css(".trust")).await?.text().await?;
    says("the side", &trust, "no longer stored").map_err(Failure::new)?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    says("the file's name", &name, "Cleared while Open").map_err(Failure::new)?;
    owed.open_backup().await?;
    let asked = owed.plan_restore(&file).await?;
    let answers: Vec<&str> = asked.iter().map(|(_, offered)| offered.as_str()).collect();
    owed.answer_and_restore(&answers).await?;
    if let Some(why) = owed.read_only().await? {
        return Err(Failure::new(why));
    }
    let numbers = owed.numbers().await?;
    let owed_before = owed.outstanding().await?;
    let next = owed
        .issue(&Invoice::of("Linden", "2025-03-01", "1"))
        .await?;
    Ok(Cleared {
        told,
        numbers,
        next,
        owed: owed_before,
    })
}

#[tokio::test]
async fn a_tab_that_missed_a_restore_finds_out_as_it_writes() -> Outcome {
    journey("restoring-missed", async |browser| {
        let owed = Owed(browser);
        let (file, restoring, other) = newer_in_two_tabs(&owed, "Missed Notice").await?;
        let typed = Invoice::of("Linden", "2025-03-01", "70");
        owed.fill_invoice(&typed).await?;
        browser.switch_to(&restoring).await?;
        SILENT_TAB.plant(browser).await?;
        owed.open_backup().await?;
        owed.restore(&file, &[]).await?;
        browser.switch_to(&other).await?;
        browser.click("button", "Issue invoice").await?;
        owed.close_news("restored from a backup in another tab")
            .await?;
        assert_eq!(owed.numbers().await?, ["2025-0001"]);
        owed.open_new_invoice().await?;
        owed.restored_typing().await?;
        assert_eq!(owed.typed_invoice().await?, Some(typed));
        assert_eq!(owed.issue_now().await?, "2025-0004");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_backup_that_meets_a_restore_is_not_handed_over() -> Outcome {
    journey("restoring-meets-backup", async |browser| {
        let owed = Owed(browser);
        let (file, saving, restoring) = newer_in_two_tabs(&owed, "Met").await?;
        browser.switch_to(&saving).await?;
        let folder = owed.folder("met")?;
        browser.save_into(&folder).await?;
        owed.open_backup().await?;
        // What is read for the backup stops after the head.
        browser.script(&held("getAllKeys", "blobs"), vec![]).await?;
        browser.click("button", "Save a backup").await?;
        until_held(browser).await?;
        browser.switch_to(&restoring).await?;
        // The notice is lost, so that the other tab goes on with what it was about.
        SILENT_TAB.plant(browser).await?;
        owed.open_backup().await?;
        owed.restore(&file, &[]).await?;
        browser.switch_to(&saving).await?;
        browser.script("window.goOn()", vec![]).await?;
        owed.close_news("restored from a backup in another tab")
            .await?;
        assert_eq!(fs::read_dir(&folder)?.count(), 0);
        assert_eq!(owed.numbers().await?, ["2025-0001"]);
        let after = owed.backup_into(&folder).await?;
        owed.open_backup().await?;
        owed.restore(&after, &[]).await?;
        assert_eq!(owed.numbers().await?, ["2025-0001"]);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_packed_backup_is_read_and_a_bomb_is_refused() -> Outcome {
    journey("restoring-packed", async |browser| {
        let owed = Owed(browser);
        let file = begun(&owed, "Packed").await?;
        let folder = owed.folder("packed")?;
        let packed = folder.join("backup.json.gz");
        fs::write(&packed, pack(&fs::read(&file)?)?)?;
        let bomb = folder.join("bomb.json.gz");
        // A good backup with a picture of nothing but zeros in it would be no bomb; a file of
        // nothing at all is.
        let head = fs::read_to_string(&file)?;
        let head = head.split("\"entries\":[").next().unwrap_or_default();
        let line = format!("{head}\"entries\":[\n{}", " ".repeat(300 << 20));
        fs::write(&bomb, pack(line.as_bytes())?)?;
        owed.open_backup().await?;
        let told = owed.refused_restore(&bomb).await?;
        assert!(told.contains("Nothing was restored"), "{told}");
        owed.restore(&packed, &[]).await?;
        assert_eq!(owed.numbers().await?, ["2025-0001"]);

        let torn = folder.join("torn.json.gz");
        let whole = fs::read(&packed)?;
        fs::write(&torn, &whole[..whole.len() * 3 / 4])?;
        owed.open_backup().await?;
        owed.refused_restore(&torn).await?;
        browser
            .click("button", "See what can be recovered from this backup")
            .await?;
        browser.find(Which::Test("stays")).await?;
        let page = owed.page_text().await?;
        assert!(page.contains("What stays"), "{page}");
        Ok(())
    })
    .await
}

fn pack(bytes: &[u8]) -> Outcome<Vec<u8>> {
    use std::io::Write;
    let mut gzip = Command::new("gzip")
        .arg("-9c")
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()?;
    let mut input = gzip.stdin.take().ok_or_else(|| Failure::new("no gzip"))?;
    let bytes = bytes.to_vec();
    let feeding = std::thread::spawn(move || input.write_all(&bytes));
    let packed = gzip.wait_with_output()?.stdout;
    drop(feeding.join());
    Ok(packed)
}
