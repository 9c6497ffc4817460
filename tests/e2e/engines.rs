//! What holds in one engine holds in the others: the harness does the same in each, one journey goes
//! through each, and each makes the same PDF.

use crate::formats::{import_statement, is_verified_after_a_reload};
use crate::owed::{Invoice, Owed};
use crate::printing::open_long;
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;
use xtask::browser::{Browser, Engine, Kept, Site, Which, journey_in};
use xtask::step::{Failure, Outcome};

/// One story, told in each engine that is there: a book is begun, an invoice issued, a bank
/// statement imported as a table, a short and a long PDF made; all is there and verified after a
/// reload. The PDFs are those of Chromium to the last byte.
#[tokio::test]
async fn one_story_is_the_same_in_each() -> Outcome {
    let mut first: Option<Seen> = None;
    for engine in Engine::ALL {
        if !engine.is_there_for("the journey engines::one_story_is_the_same_in_each") {
            continue;
        }
        let seen = story_in(engine).await?;
        println!(
            "{engine}: {} and {} bytes",
            seen.short.len(),
            seen.long.len()
        );
        let Some(first) = &first else {
            first = Some(seen);
            continue;
        };
        assert_eq!(seen.number, first.number, "{engine}");
        assert_eq!(seen.owed, first.owed, "{engine}");
        assert!(seen.short == first.short, "{engine} makes another PDF");
        assert!(seen.long == first.long, "{engine} makes another long PDF");
    }
    Ok(())
}

struct Seen {
    number: String,
    owed: String,
    short: Vec<u8>,
    long: Vec<u8>,
}

async fn story_in(engine: Engine) -> Outcome<Seen> {
    let mut seen = None;
    let story = async |browser: &mut Browser| {
        let owed = Owed(browser);
        owed.begin("Engines").await?;
        let number = owed
            .issue(&Invoice::of("Linden Handel", "2026-03-02", "100.00"))
            .await?;
        let folder = owed.folder("engines")?;
        let short = fs::read(owed.download_pdf(&folder).await?)?;
        assert!(short.starts_with(b"%PDF-"));
        let statement = xtask::step::root().join("tests/e2e/formats/two-columns.csv");
        import_statement(owed, &statement, "2 lines").await?;
        open_long(owed, &folder).await?;
        let long = fs::read(owed.download_pdf(&folder).await?)?;
        is_verified_after_a_reload(owed).await?;
        seen = Some(Seen {
            number,
            owed: owed.outstanding().await?,
            short,
            long,
        });
        Ok(())
    };
    journey_in(engine, &format!("engines-{}", engine.name()), story).await?;
    seen.ok_or_else(|| Failure::new("the story was not told"))
}

/// A page that tells what the harness does to it.
const PAGE: &str = "<!doctype html><html lang=\"en\"><title>Harness</title>
<meta name=\"viewport\" content=\"width=device-width\"><link rel=\"icon\" href=\"data:,\"><h1>Harness</h1><button>First</button><label>Name <input id=\"name\"></label>
<label>File <input id=\"file\" type=\"file\"></label>
<button id=\"save\">Save</button><script src=\"page.js\"></script></html>";
const SCRIPT: &str = "
    window.pressed = [];
    addEventListener('keydown', (event) => pressed.push([event.key, event.ctrlKey, event.shiftKey]));
    document.getElementById('save').onclick = () => {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob(['saved'], { type: 'application/json' }));
      link.download = 'saved.json';
      link.click();
    };";

/// Puts its argument into a database of its own, strictly, and into the local storage.
const KEEP: &str = "
    const [value] = arguments;
    localStorage.setItem('kept', value);
    const database = await new Promise((done, failed) => {
      const request = indexedDB.open('harness', 1);
      request.onupgradeneeded = () => request.result.createObjectStore('values');
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    });
    await new Promise((done, failed) => {
      const transaction = database.transaction('values', 'readwrite', { durability: 'strict' });
      transaction.objectStore('values').put(value, 'key');
      transaction.oncomplete = done;
      transaction.onabort = () => failed(transaction.error);
    });
    database.close();";

/// What is kept: in the database, and in the local storage.
const KEPT: &str = "
    const names = (await indexedDB.databases()).map(({ name }) => name);
    if (!names.includes('harness')) return [null, localStorage.getItem('kept')];
    const database = await new Promise((done, failed) => {
      const request = indexedDB.open('harness', 1);
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    });
    const value = await new Promise((done, failed) => {
      const request = database.transaction('values').objectStore('values').get('key');
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    });
    database.close();
    return [value, localStorage.getItem('kept')];";

/// The page above in a browser of this engine.
async fn harness(engine: Engine, name: &str) -> Outcome<(Browser, PathBuf)> {
    let folder = xtask::step::target_dir()
        .join("journeys")
        .join(format!("harness-{name}-{engine}"));
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("index.html"), PAGE)?;
    fs::write(folder.join("page.js"), SCRIPT)?;
    let browser = Browser::start_in(engine, Site::of(&folder, "")?).await?;
    browser.open("/").await?;
    browser.heading("Harness").await?;
    Ok((browser, folder))
}

async fn sees_the_page_as_it_is_told_to(engine: Engine) -> Outcome {
    let (browser, folder) = harness(engine, "sees").await?;
    for (width, height) in [(360, 780), (1280, 900)] {
        browser.viewport(width, height).await?;
        let seen = browser
            .script("return [innerWidth, innerHeight]", vec![])
            .await?;
        assert_eq!(seen, json!([width, height]), "{engine}");
    }
    for dark in [true, false] {
        browser.dark(dark).await?;
        let body = "return matchMedia('(prefers-color-scheme: dark)').matches";
        browser
            .wait_until("the colours", async || {
                Ok(browser.script(body, vec![]).await? == json!(dark))
            })
            .await?;
    }
    browser.fill("Name", "Ada").await?;
    browser.key("Ctrl+a").await?;
    browser.type_text("Bo").await?;
    browser.key("Shift+Tab").await?;
    let typed = browser
        .script(
            "return [document.getElementById('name').value, pressed, document.activeElement.id]",
            vec![],
        )
        .await?;
    assert_eq!(typed[0], "Bo", "{engine}");
    let pressed = typed[1].as_array().cloned().unwrap_or_default();
    assert!(
        pressed.contains(&json!(["a", true, false])),
        "{engine}: {pressed:?}"
    );
    assert_ne!(typed[2], "name", "{engine}: the focus has not moved");
    let file = folder.join("chosen.txt");
    fs::write(&file, "chosen")?;
    let chosen = async || {
        let body = "return document.getElementById('file').files[0]?.name ?? ''";
        browser.script(body, vec![]).await
    };
    browser.find(Which::Label("File")).await?.focus().await?;
    browser.choose_by_keyboard(&file).await?;
    browser
        .wait_until("the file", async || {
            Ok(chosen().await? == json!("chosen.txt"))
        })
        .await?;
    // Firefox keeps what was chosen over a reload.
    browser.reload().await?;
    browser.open("/").await?;
    assert_eq!(chosen().await?, "");
    browser.give_file("File", &file).await?;
    assert_eq!(chosen().await?, "chosen.txt");
    let downloads = folder.join("downloads");
    browser.save_into(&downloads).await?;
    browser.click("button", "Save").await?;
    browser
        .wait_until("the file that is saved", async || {
            Ok(fs::read_to_string(downloads.join("saved.json")).is_ok_and(|text| text == "saved"))
        })
        .await?;
    browser.is_silent().await?;
    Ok(fs::remove_dir_all(&folder)?)
}

async fn keeps_and_forgets_as_it_is_told_to(engine: Engine) -> Outcome {
    let (mut browser, folder) = harness(engine, "keeps").await?;
    let first = browser.window().await?;
    browser.script_async(KEEP, vec![json!("kept")]).await?;
    let second = browser.open_tab("/").await?;
    browser.heading("Harness").await?;
    assert_eq!(
        browser.script_async(KEPT, vec![]).await?,
        json!(["kept", "kept"])
    );
    browser.switch_to(&first).await?;
    browser.switch_to(&second).await?;
    browser.close_window().await?;
    browser.switch_to(&first).await?;
    browser.kill();
    browser.start_again().await?;
    let kept = async |browser: &Browser| -> Outcome<Value> {
        browser.open("/").await?;
        browser.heading("Harness").await?;
        browser.script_async(KEPT, vec![]).await
    };
    assert_eq!(kept(&browser).await?[0], "kept", "{engine}");
    browser.script_async(KEEP, vec![json!("again")]).await?;
    browser.clear(Kept::Databases).await?;
    assert_eq!(kept(&browser).await?, json!([null, "again"]), "{engine}");
    browser.script_async(KEEP, vec![json!("once more")]).await?;
    browser.clear(Kept::LocalStorage).await?;
    assert_eq!(
        kept(&browser).await?,
        json!(["once more", null]),
        "{engine}"
    );
    browser.clear(Kept::All).await?;
    assert_eq!(kept(&browser).await?, json!([null, null]), "{engine}");
    browser.before_each_page("Date.now = () => 42;").await?;
    browser.open("/").await?;
    assert_eq!(
        browser.script("return window.Date.now()", vec![]).await?,
        json!(42)
    );
    browser.forget_files().await?;
    let moved = browser.time_zone("Asia/Kathmandu").await;
    match engine {
        Engine::Chromium | Engine::Firefox => {
            moved?;
            browser.open("/").await?;
            let body = "return new Date(0).getHours()";
            assert_eq!(browser.script(body, vec![]).await?, json!(5), "{engine}");
        }
        Engine::WebKit => {
            let told = moved.expect_err("no way for it").to_string();
            assert!(told.contains("cannot move"), "{told}");
        }
    }
    let limited = browser.quota(Some(1)).await;
    match engine {
        Engine::Chromium => limited?,
        Engine::Firefox | Engine::WebKit => {
            let told = limited.expect_err("no way for it").to_string();
            assert!(told.contains("cannot limit"), "{told}");
        }
    }
    browser.is_silent().await?;
    Ok(fs::remove_dir_all(&folder)?)
}

/// Each fault is planted, and each is told.
async fn tells_what_is_not_silent(engine: Engine) -> Outcome {
    let (browser, folder) = harness(engine, "tells").await?;
    browser.is_silent().await?;
    let mut faults = vec![
        ("console.warn('planted');", "planted"),
        (
            "setTimeout(() => { throw new Error('thrown'); });",
            "thrown",
        ),
        (
            "fetch('http://127.0.0.1:49151/asked').catch(() => {});",
            "FOREIGN REQUEST: http://127.0.0.1:49151/asked",
        ),
    ];
    while let Some((fault, wanted)) = faults.pop() {
        browser.script(fault, vec![]).await?;
        browser
            .wait_until(&format!("'{wanted}' on {engine}"), async || {
                let told = browser.is_silent().await.err();
                let told = told.map(|failure| failure.to_string()).unwrap_or_default();
                if told.contains(wanted) {
                    return Ok(true);
                }
                Err(Failure::new(told))
            })
            .await?;
    }
    Ok(fs::remove_dir_all(&folder)?)
}

macro_rules! in_each_engine {
    ($($name:ident: $what:ident;)*) => {
        $(mod $name {
            use super::*;

            #[tokio::test]
            async fn chromium() -> Outcome {
                super::$what(Engine::Chromium).await
            }

            #[tokio::test]
            async fn firefox() -> Outcome {
                if !Engine::Firefox.is_there_for(concat!("the test engines::", stringify!($name))) {
                    return Ok(());
                }
                super::$what(Engine::Firefox).await
            }

            #[tokio::test]
            async fn webkit() -> Outcome {
                if !Engine::WebKit.is_there_for(concat!("the test engines::", stringify!($name))) {
                    return Ok(());
                }
                super::$what(Engine::WebKit).await
            }
        })*
    };
}

in_each_engine! {
    the_harness_sees: sees_the_page_as_it_is_told_to;
    the_harness_keeps: keeps_and_forgets_as_it_is_told_to;
    the_harness_tells: tells_what_is_not_silent;
}
