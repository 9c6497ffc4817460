//! The program's own files: one that a cache spoilt is fetched again, one that is missing is told
//! with a way on, and an opening that does not end says so.

use crate::offline::{expect_silence_of_the_host, kept, own_copy};
use crate::owed::Owed;
use serde_json::json;
use std::fs;
use xtask::browser::{Browser, Site, Which};
use xtask::step::{Failure, Outcome};

/// Changes a byte in the middle of each kept file whose name ends so; how many there were.
const FLIP: &str = "
    let flipped = 0;
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) {
            if (!request.url.endsWith(arguments[0]) && !(arguments[0] === '/' && request.url.endsWith('/'))) continue;
            const kept = await cache.match(request);
            const bytes = new Uint8Array(await kept.arrayBuffer());
            bytes[bytes.length >> 1] ^= 1;
            await cache.put(request, new Response(bytes, { headers: kept.headers }));
            flipped += 1;
        }
    }
    return flipped;";

/// How many kept files are not what the host has.
const SPOILT: &str = "
    const hex = async (response) => {
        const digest = await crypto.subtle.digest('SHA-256', await response.arrayBuffer());
        return Array.from(new Uint8Array(digest), (byte) => byte.toString(16)).join();
    };
    const spoilt = [];
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) {
            const kept = await hex(await cache.match(request));
            // The worker goes to the host for it.
            const host = await fetch(request.url, { cache: 'reload' });
            if (kept !== await hex(host)) spoilt.push(request.url);
        }
    }
    return spoilt;";

/// What a book that opens needs.
const PART: &str = "_part-book.wasm";

/// Whether the build cut off what only an open book needs; a quick one does not.
async fn is_cut(browser: &Browser) -> Outcome<bool> {
    let body = "return Boolean(document.querySelector('meta[name=owed-digests]')?.content.includes('_part-'))";
    Ok(browser.script(body, vec![]).await? == true)
}

/// Waits until the worker keeps the program, and answers for this page.
async fn program_is_kept(browser: &Browser) -> Outcome {
    let end = if is_cut(browser).await? {
        PART
    } else {
        "_bg.wasm"
    };
    browser
        .wait_until("the program is kept", async || {
            let body = "return Boolean(navigator.serviceWorker.controller)";
            let answers = browser.script(body, vec![]).await? == true;
            Ok(answers && kept(browser, end).await? > 0)
        })
        .await
}

#[tokio::test]
async fn a_kept_file_that_is_damaged_heals_itself() -> Outcome {
    let browser = Browser::start(Site::release()?).await?;
    let owed = Owed(&browser);
    owed.begin("Healing").await?;
    owed.add_customer("Linden").await?;
    program_is_kept(&browser).await?;
    owed.reload().await?;
    let is_cut = is_cut(&browser).await?;
    for end in ["_bg.wasm", PART, ".js", ".css", "/", ".wasm"] {
        if end == PART && !is_cut {
            continue;
        }
        let flipped = browser.script_async(FLIP, vec![json!(end)]).await?;
        assert!(flipped.as_u64() > Some(0), "{end}: {flipped}");
        owed.reload().await?;
        owed.checked().await?;
        assert_eq!(owed.read_only().await?, None, "{end}");
        owed.open_customer("Linden").await?;
    }
    // What was asked for since is whole again; what was not is asked for first.
    let asked = "
        for (const name of await caches.keys()) {
            for (const { url } of await (await caches.open(name)).keys()) await (await fetch(url)).arrayBuffer();
        }";
    browser.script_async(asked, vec![]).await?;
    let spoilt = browser.script_async(SPOILT, vec![]).await?;
    assert_eq!(spoilt, json!([]));
    browser.is_silent().await
}

#[tokio::test]
async fn a_file_that_is_missing_is_told_and_the_way_on_keeps_the_book() -> Outcome {
    let folder = own_copy("missing-file")?;
    let mut browser = Browser::start(Site::of(&folder, "")?).await?;
    let owed = Owed(&browser);
    owed.begin("Missing").await?;
    owed.add_customer("Linden").await?;
    program_is_kept(&browser).await?;
    // The host loses its program, and the browser what it kept of it.
    let name = fs::read_dir(&folder)?
        .filter_map(Result::ok)
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .find(|name| name.ends_with("_bg.wasm"))
        .ok_or_else(|| Failure::new("no program"))?;
    let bytes = fs::read(folder.join(&name))?;
    fs::remove_file(folder.join(&name))?;
    let forget = "
        for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const request of await cache.keys()) if (request.url.endsWith('_bg.wasm')) await cache.delete(request);
        }";
    browser.script_async(forget, vec![]).await?;
    browser.forget_files().await?;
    for text in ["404", "_bg.wasm", "sw.js"] {
        browser.expect_message(text);
    }
    browser.reload().await?;
    let owed = Owed(&browser);
    browser
        .wait_until("that it could not start", async || {
            owed.page_says("Owed could not start. Your saved data is safe.")
                .await
        })
        .await?;
    fs::write(folder.join(&name), bytes)?;
    browser.click("link", "Reload").await?;
    owed.ready().await?;
    owed.open_customer("Linden").await?;
    browser.kill();
    Ok(())
}

/// The database is asked to open and never answers, as long as the tab remembers so.
const HANGS: &str = "
    if (location.protocol === 'http:' && sessionStorage.hangs) {
        IDBFactory.prototype.open = () => new EventTarget();
    }";

#[tokio::test]
async fn an_opening_that_does_not_end_says_so_and_leads_on() -> Outcome {
    xtask::browser::journey("program-hangs", async |browser| {
        browser.before_each_page(HANGS).await?;
        let owed = Owed(browser);
        owed.begin("Hanging").await?;
        owed.add_customer("Linden").await?;
        browser
            .script("sessionStorage.hangs = 'yes'", vec![])
            .await?;
        browser.reload().await?;
        browser.find(Which::Css("#boot")).await?;
        let slow = "const slow = document.getElementById('slow');
            return slow ? getComputedStyle(slow).visibility : 'none'";
        // Not before a generous wait, which the page's style has and no clock of the program.
        assert_eq!(browser.script(slow, vec![]).await?, "hidden");
        let wait = "document.getAnimations().forEach((one) => one.finish())";
        browser.script(wait, vec![]).await?;
        assert_eq!(browser.script(slow, vec![]).await?, "visible");
        let page = owed.page_text().await?;
        assert!(page.contains("Your saved data is safe"), "{page}");
        browser
            .script("sessionStorage.removeItem('hangs')", vec![])
            .await?;
        browser.click("link", "reload the page").await?;
        owed.ready().await?;
        owed.open_customer("Linden").await
    })
    .await
}

#[tokio::test]
async fn without_a_network_a_damaged_file_is_told_with_the_way_on() -> Outcome {
    let browser = Browser::start(Site::release()?).await?;
    let owed = Owed(&browser);
    owed.begin("Offline").await?;
    program_is_kept(&browser).await?;
    owed.reload().await?;
    browser.script_async(FLIP, vec![json!("_bg.wasm")]).await?;
    browser.site().stop();
    expect_silence_of_the_host(&browser);
    browser.expect_message("_bg.wasm");
    browser.reload().await?;
    browser
        .wait_until("that it could not start", async || {
            owed.page_says("Owed could not start. Your saved data is safe.")
                .await
        })
        .await?;
    browser.role("link", "Reload").await.map(drop)
}
