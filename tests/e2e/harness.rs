//! The harness sees what it is there to see: each fault is planted, and each is caught.

use serde_json::json;
use xtask::browser::{Browser, Site, Which, journey};
use xtask::step::Outcome;

/// Plants a fault in the open page and says what the console then told.
async fn planted(fault: &str) -> Outcome<String> {
    let browser = Browser::start(Site::release()?).await?;
    browser.open("/").await?;
    browser.heading("Owed").await?;
    browser.is_silent().await?;
    browser.script(fault, vec![]).await?;
    let mut told = String::new();
    browser
        .wait_until("a message", async || {
            told = browser
                .is_silent()
                .await
                .err()
                .map(|failure| failure.to_string())
                .unwrap_or_default();
            Ok(!told.is_empty())
        })
        .await?;
    Ok(told)
}

#[tokio::test]
async fn a_word_on_the_console_is_seen() -> Outcome {
    let told = planted("console.warn('planted');").await?;
    assert!(told.contains("planted"), "{told}");
    Ok(())
}

#[tokio::test]
async fn an_inline_script_is_refused_and_seen() -> Outcome {
    let told = planted(
        "const script = document.createElement('script');
         script.append('window.planted = true');
         document.body.append(script);",
    )
    .await?;
    assert!(
        told.contains("Content Security Policy") || told.contains("TrustedScript"),
        "{told}"
    );
    Ok(())
}

#[tokio::test]
async fn a_request_to_elsewhere_is_refused_and_seen() -> Outcome {
    let told = planted("fetch('http://127.0.0.1:9/planted').catch(() => {});").await?;
    assert!(told.contains("127.0.0.1:9/planted"), "{told}");
    Ok(())
}

#[tokio::test]
async fn a_page_can_be_given_another_clock() -> Outcome {
    journey("harness-clock", async |browser| {
        browser.before_each_page("Date.now = () => 42;").await?;
        browser.open("/").await?;
        browser.heading("Owed").await?;
        assert_eq!(
            browser.script("return window.Date.now()", vec![]).await?,
            json!(42)
        );
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_was_saved_is_there_after_a_crash_and_in_a_second_tab() -> Outcome {
    journey("harness-crash", async |browser| {
        browser.open("/").await?;
        browser.heading("Owed").await?;
        let first = browser.window().await?;
        let second = browser.open_tab("/").await?;
        browser.heading("Owed").await?;
        browser.script_async(WRITE, vec![json!("kept")]).await?;
        browser.switch_to(&first).await?;
        assert_eq!(browser.script_async(READ, vec![]).await?, json!("kept"));
        browser.switch_to(&second).await?;
        browser.close_window().await?;
        browser.switch_to(&first).await?;

        browser.kill();
        browser.start_again().await?;
        browser.open("/").await?;
        browser.find(Which::Text("Owed")).await?;
        assert_eq!(browser.script_async(READ, vec![]).await?, json!("kept"));
        Ok(())
    })
    .await
}

/// Puts its argument into a database of its own, strictly.
const WRITE: &str = "
    const [value] = arguments;
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

const READ: &str = "
    const database = await new Promise((done, failed) => {
      const request = indexedDB.open('harness', 1);
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    });
    return await new Promise((done, failed) => {
      const request = database.transaction('values').objectStore('values').get('key');
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    });";
