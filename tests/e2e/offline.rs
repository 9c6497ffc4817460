//! Without a network, and with a new version.

use crate::owed::{Invoice, Owed};
use std::fs;
use std::path::{Path, PathBuf};
use xtask::browser::{Browser, Site};
use xtask::step::{Failure, Outcome};

/// How many files the worker keeps whose names end so.
pub async fn kept(browser: &Browser, end: &str) -> Outcome<u64> {
    let script = "
        let count = 0;
        for (const name of await caches.keys()) {
            const requests = await (await caches.open(name)).keys();
            count += requests.filter(({ url }) => url.endsWith(arguments[0])).length;
        }
        return count;";
    let count = browser.script_async(script, vec![end.into()]).await?;
    count
        .as_u64()
        .ok_or_else(|| Failure::new(format!("{count} files are kept")))
}

/// How many files the worker keeps whose names have this in them.
async fn kept_of(browser: &Browser, part: &str) -> Outcome<usize> {
    let script = "
        const names = [];
        for (const name of await caches.keys()) {
            const requests = await (await caches.open(name)).keys();
            names.push(...requests.map(({ url }) => url));
        }
        return names;";
    let names = browser.script_async(script, vec![]).await?;
    let names = names.as_array().cloned().unwrap_or_default();
    let has = |name: &&serde_json::Value| name.as_str().is_some_and(|name| name.contains(part));
    Ok(names.iter().filter(has).count())
}

/// Waits until all is kept that the page needs, and what an open book needs.
pub async fn all_is_kept(browser: &Browser) -> Outcome {
    browser
        .wait_until("all is kept", async || {
            let of_pdfs = kept_of(browser, "owed-pdf-").await?;
            let of_app = [
                kept(browser, "_bg.wasm").await?,
                kept(browser, "_part-book.wasm").await?,
                kept(browser, "_part-pages.wasm").await?,
            ];
            Ok(of_pdfs == 2 && of_app.iter().all(|count| *count > 0))
        })
        .await
}

/// What the browser says by itself where nobody answers.
pub fn expect_silence_of_the_host(browser: &Browser) {
    for text in ["ERR_CONNECTION_REFUSED", "ERR_EMPTY_RESPONSE", "sw.js"] {
        browser.expect_message(text);
    }
}

async fn works_without_a_network(prefix: &str) -> Outcome {
    let browser = Browser::start(Site::release_below(prefix)?).await?;
    let owed = Owed(&browser);
    owed.begin("Ada").await?;
    owed.issue(&Invoice::of("Acme", "2026-03-02", "100.00"))
        .await?;
    all_is_kept(&browser).await?;

    browser.site().stop();
    expect_silence_of_the_host(&browser);
    owed.reload().await?;
    for (route, heading) in [
        ("/invoices", "Invoices"),
        ("/customers", "Customers"),
        ("/payments", "Payments"),
        ("/bank", "Bank"),
        ("/bank/import", "Import a bank statement"),
        ("/aging", "Receivables"),
        ("/import", "Import"),
        ("/backup", "Backup"),
        ("/settings", "Settings"),
    ] {
        browser.goto(route).await?;
        browser.heading(heading).await?;
    }
    let number = owed
        .issue(&Invoice::of("Acme", "2026-03-03", "50.00"))
        .await?;
    owed.reload().await?;
    assert!(owed.numbers().await?.contains(&number));
    browser.is_silent().await
}

#[tokio::test]
async fn every_page_works_without_a_network() -> Outcome {
    works_without_a_network("").await
}

#[tokio::test]
async fn every_page_works_without_a_network_below_a_path() -> Outcome {
    works_without_a_network("/books/owed").await
}

#[tokio::test]
async fn who_only_looked_finds_the_start_page_without_a_network() -> Outcome {
    let browser = Browser::start(Site::release()?).await?;
    let owed = Owed(&browser);
    browser.open("/").await?;
    assert!(owed.is_at_start().await?);
    browser
        .wait_until("the page is kept", async || {
            Ok(kept(&browser, "_bg.wasm").await? > 0)
        })
        .await?;
    // The first visit loads nothing that only a book needs, in the background neither.
    assert_eq!(kept_of(&browser, "_part-").await?, 0);
    browser.site().stop();
    expect_silence_of_the_host(&browser);
    browser.reload().await?;
    assert!(owed.is_at_start().await?);
    browser.is_silent().await
}

/// A copy of the release that a journey may change.
pub fn own_copy(name: &str) -> Outcome<PathBuf> {
    let folder = xtask::step::target_dir().join("journeys").join(name);
    drop(fs::remove_dir_all(&folder));
    fs::create_dir_all(&folder)?;
    for entry in fs::read_dir(xtask::app::dist())? {
        let entry = entry?;
        fs::copy(entry.path(), folder.join(entry.file_name()))?;
    }
    Ok(folder)
}

/// Puts the next version where this one is: its page says so.
fn publish_next(folder: &Path) -> Outcome {
    let file = folder.join("index.html");
    let page = fs::read_to_string(&file)?;
    fs::write(&file, page.replace("<html ", "<html data-version=\"2\" "))?;
    xtask::finish::run(folder)
}

async fn version(browser: &Browser) -> Outcome<String> {
    let body = "return document.documentElement.dataset.version ?? '1'";
    let version = browser.script(body, vec![]).await?;
    Ok(version.as_str().unwrap_or_default().to_owned())
}

async fn look_for_a_new_version(browser: &Browser) -> Outcome<bool> {
    let script = "
        const registration = await navigator.serviceWorker.ready;
        try { await registration.update(); } catch { return false; }
        const found = registration.installing ?? registration.waiting;
        if (!found) return false;
        while (found.state === 'installing') {
            await new Promise((resolve) => found.addEventListener('statechange', resolve, { once: true }));
        }
        return found.state === 'installed';";
    Ok(browser.script_async(script, vec![]).await? == true)
}

#[tokio::test]
async fn a_new_version_waits_until_it_is_asked_for() -> Outcome {
    let folder = own_copy("next-version")?;
    let browser = Browser::start(Site::of(&folder, "")?).await?;
    let owed = Owed(&browser);
    owed.begin("Ada").await?;
    owed.add_customer("Acme").await?;
    all_is_kept(&browser).await?;
    owed.reload().await?;
    owed.open_new_invoice().await?;
    let typed = Invoice::of("Acme", "2026-03-02", "100.00");
    owed.type_invoice(&typed).await?;

    publish_next(&folder)?;
    assert!(look_for_a_new_version(&browser).await?);
    browser
        .wait_until("the page tells of it", async || {
            owed.page_says("A new version of Owed is ready").await
        })
        .await?;
    assert_eq!(version(&browser).await?, "1");
    let here = owed.typed_invoice().await?;
    assert_eq!(
        here.map(|here| here.texts().join("|")),
        Some(typed.texts().join("|"))
    );

    browser.click("button", "Use it now").await?;
    browser
        .wait_until("the new version is used", async || {
            Ok(version(&browser).await? == "2")
        })
        .await?;
    owed.ready().await?;
    // What an open book needs came with it.
    browser.site().stop();
    expect_silence_of_the_host(&browser);
    owed.reload().await?;
    assert_eq!(version(&browser).await?, "2");
    browser.is_silent().await
}

#[tokio::test]
async fn half_a_new_version_changes_nothing() -> Outcome {
    let folder = own_copy("half-version")?;
    let browser = Browser::start(Site::of(&folder, "")?).await?;
    let owed = Owed(&browser);
    owed.begin("Ada").await?;
    all_is_kept(&browser).await?;
    owed.reload().await?;

    publish_next(&folder)?;
    // The host has the new list, and an old file under a new file's name.
    let page = folder.join("index.html");
    let new = fs::read_to_string(&page)?;
    fs::write(&page, new.replace("data-version=\"2\" ", ""))?;
    browser.expect_message("sw.js");
    assert!(!look_for_a_new_version(&browser).await?);
    owed.reload().await?;
    assert!(!owed.page_says("A new version").await?);
    assert_eq!(version(&browser).await?, "1");
    browser.is_silent().await
}
