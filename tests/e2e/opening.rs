//! The app opens, wherever it is served and however wide the window is.

use crate::owed::Owed;
use xtask::browser::{Browser, Site, Which, journey};
use xtask::step::Outcome;

#[tokio::test]
async fn the_page_opens_and_the_console_stays_silent() -> Outcome {
    journey("opening", async |browser| {
        browser.open("/").await?;
        assert!(Owed(browser).is_at_start().await?);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_page_opens_below_a_path() -> Outcome {
    let browser = Browser::start(Site::release_below("/books/owed")?).await?;
    browser.open("/").await?;
    assert!(Owed(&browser).is_at_start().await?);
    browser.is_silent().await
}

#[tokio::test]
async fn the_page_fits_a_phone_in_the_dark() -> Outcome {
    journey("opening-phone", async |browser| {
        browser.viewport(360, 780).await?;
        browser.dark(true).await?;
        browser.open("/").await?;
        assert!(Owed(browser).is_at_start().await?);
        let width = browser
            .script("return document.documentElement.scrollWidth", vec![])
            .await?;
        assert_eq!(width, 360);
        let dark = browser
            .script(
                "return matchMedia('(prefers-color-scheme: dark)').matches",
                vec![],
            )
            .await?;
        assert_eq!(dark, true);
        Ok(())
    })
    .await
}

/// The files that the page loaded so far and whose names end so.
async fn loaded(browser: &Browser, end: &str) -> Outcome<usize> {
    let script = "return performance.getEntriesByType('resource').filter(({ name }) => name.endsWith(arguments[0])).length";
    let count = browser.script(script, vec![end.into()]).await?;
    Ok(count
        .as_u64()
        .and_then(|count| count.try_into().ok())
        .unwrap_or(0))
}

/// What a book that opens needs, and the other pages.
const BOOK: &str = "_part-book.wasm";
const PAGES: &str = "_part-pages.wasm";

#[tokio::test]
async fn what_an_open_book_needs_is_loaded_when_one_begins() -> Outcome {
    journey("opening-parts", async |browser| {
        browser.open("/").await?;
        let owed = Owed(browser);
        assert!(owed.is_at_start().await?);
        assert_eq!(loaded(browser, "_bg.wasm").await?, 1);
        assert_eq!(loaded(browser, BOOK).await?, 0);
        owed.begin("Ada").await?;
        assert_eq!(loaded(browser, BOOK).await?, 1);
        // The other pages come by themselves.
        browser
            .wait_until("the other pages are there", async || {
                Ok(loaded(browser, PAGES).await? == 1)
            })
            .await
    })
    .await
}

/// From now on a file cannot be fetched, until the page's `isCutOff` is unset.
async fn cut_off(browser: &Browser, file: &str) -> Outcome {
    let body = format!(
        "
            const real = window.fetch;
            window.isCutOff = true;
            window.fetch = (address, ...more) => window.isCutOff && String(address).endsWith('{file}')
                ? Promise.reject(new TypeError('offline'))
                : real(address, ...more);"
    );
    browser.before_each_page(&body).await
}

#[tokio::test]
async fn where_a_part_cannot_be_loaded_nothing_begins_until_it_can() -> Outcome {
    journey("opening-cut-off", async |browser| {
        cut_off(browser, BOOK).await?;
        browser.open("/").await?;
        let owed = Owed(browser);
        browser.fill("Your name or business", "Ada").await?;
        browser.click("button", "Start").await?;
        browser
            .wait_until("a part is missing", async || {
                owed.page_says("could not be loaded").await
            })
            .await?;
        browser.script("window.isCutOff = false", vec![]).await?;
        browser.click("button", "Start").await?;
        owed.ready().await?;
        assert!(!owed.is_at_start().await?);
        // What opens the book is missing at the next visit.
        browser.reload().await?;
        browser.find(Which::Role("button", "Try again")).await?;
        browser.script("window.isCutOff = false", vec![]).await?;
        browser.click("button", "Try again").await?;
        owed.ready().await
    })
    .await
}

#[tokio::test]
async fn a_page_that_cannot_be_loaded_is_told_and_comes_once_it_can() -> Outcome {
    journey("opening-page-cut-off", async |browser| {
        cut_off(browser, PAGES).await?;
        let owed = Owed(browser);
        owed.begin("Ada").await?;
        browser.goto("/settings").await?;
        browser
            .wait_until("a part is missing", async || {
                owed.page_says("could not be loaded").await
            })
            .await?;
        browser.click("link", "Today").await?;
        browser.heading("Today").await?;
        browser.goto("/settings").await?;
        browser.find(Which::Role("button", "Try again")).await?;
        browser.script("window.isCutOff = false", vec![]).await?;
        browser.click("button", "Try again").await?;
        browser.heading("Settings").await?;
        let title = browser.script("return document.title", vec![]).await?;
        assert_eq!(title, "Settings · Owed");
        Ok(())
    })
    .await
}
