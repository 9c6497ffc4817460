//! The start page is there before the program: what is done on it meanwhile is not lost, and whoever
//! has a book never sees it.

use crate::owed::Owed;
use serde_json::{Value, json};
use xtask::browser::{Browser, Which, journey};
use xtask::step::Outcome;

/// The program does not come before it is let go.
const HELD_BACK: &str = "
    const real = window.fetch;
    const held = new Promise((done) => { window.letGo = done; });
    window.fetch = async (address, ...more) => {
        if (String(address).endsWith('_bg.wasm')) await held;
        return real(address, ...more);
    };";

/// Notes in each frame what of the page is in sight.
const SIGHT: &str = "
    window.sight = [];
    const look = () => {
        const seen = (selector) => [...document.querySelectorAll(selector)].some((one) => one.checkVisibility());
        if (document.body) window.sight.push(seen('main.start h1') ? 'start' : seen('#boot') ? 'opening' : seen('main h1') ? 'page' : 'nothing');
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);";

async fn held_back(browser: &Browser) -> Outcome {
    browser.before_each_page(HELD_BACK).await?;
    browser.before_each_page(SIGHT).await?;
    visit(browser, "/").await
}

/// Opens a route without waiting for the program.
async fn visit(browser: &Browser, route: &str) -> Outcome {
    browser.visit("about:blank").await?;
    browser.visit(&browser.site().route(route)).await
}

async fn let_go(browser: &Browser) -> Outcome {
    browser.script("window.letGo()", vec![]).await?;
    browser
        .wait_until("the program", async || {
            let body = "return document.documentElement.dataset.start === undefined";
            Ok(browser.script(body, vec![]).await? == true)
        })
        .await
}

/// What was in sight, each but once in a row; and nothing at first, before the style is there.
async fn sights(browser: &Browser) -> Outcome<Vec<String>> {
    let seen = browser.script("return window.sight", vec![]).await?;
    let seen = seen.as_array().into_iter().flatten();
    let mut seen: Vec<String> = seen.filter_map(Value::as_str).map(str::to_owned).collect();
    seen.dedup();
    if seen.first().is_some_and(|first| first == "nothing") {
        seen.remove(0);
    }
    Ok(seen)
}

#[tokio::test]
async fn what_is_typed_before_the_program_is_there_is_kept() -> Outcome {
    journey("early-typed", async |browser| {
        held_back(browser).await?;
        browser.fill("Tax rate (%)", "19").await?;
        browser.fill("Your name or business", "Aa").await?;
        let back = "document.activeElement.setSelectionRange(1, 1)";
        browser.script(back, vec![]).await?;
        let_go(browser).await?;
        // The next key falls where the last one did.
        browser.press("d").await?;
        let typed = "return [...document.querySelectorAll('main input:not([type=file])')].map(({ value }) => value)";
        let typed = browser.script(typed, vec![]).await?;
        assert_eq!(typed, json!(["Ada", "VAT", "19"]));
        assert_eq!(sights(browser).await?, ["start"]);
        browser.click("button", "Start").await?;
        Owed(browser).wait_entries("the book", 1).await
    })
    .await
}

#[tokio::test]
async fn what_is_pressed_before_the_program_is_there_is_done() -> Outcome {
    journey("early-pressed", async |browser| {
        held_back(browser).await?;
        browser.fill("Your name or business", "Ada").await?;
        let import = browser.role("button", "Start by importing").await?;
        browser.click_on(&import).await?;
        let_go(browser).await?;
        Owed(browser).wait_entries("the book", 1).await?;
        browser.heading("Import").await?;
        assert_eq!(browser.route().await?, "/import");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_form_that_is_sent_too_early_and_is_not_right_says_so() -> Outcome {
    journey("early-refused", async |browser| {
        held_back(browser).await?;
        let name = browser.find(Which::Label("Your name or business")).await?;
        name.send_keys("\u{e007}").await?;
        let_go(browser).await?;
        browser.find(Which::Css("#f-name-problem")).await?;
        assert!(Owed(browser).is_at_start().await?);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_backup_that_is_chosen_early_is_read() -> Outcome {
    journey("early-chosen", async |browser| {
        held_back(browser).await?;
        let file = browser.profile().with_file_name("no-backup.json");
        std::fs::write(&file, "{}")?;
        browser.give_file("Backup file", &file).await?;
        let_go(browser).await?;
        browser
            .wait_until("that it is no backup", async || {
                Owed(browser).page_says("not an Owed backup").await
            })
            .await
    })
    .await
}

#[tokio::test]
async fn whoever_has_a_book_never_sees_the_start_page() -> Outcome {
    journey("early-book", async |browser| {
        let owed = Owed(browser);
        owed.begin("Ada").await?;
        held_back(browser).await?;
        browser.find(Which::Css("#boot")).await?;
        let_go(browser).await?;
        owed.ready().await?;
        let seen = sights(browser).await?;
        assert!(!seen.contains(&"start".to_owned()), "{seen:?}");
        assert_eq!(seen.last().map(String::as_str), Some("page"));
        // Nor does who goes to the demo book.
        browser.clear(xtask::browser::Kept::All).await?;
        visit(browser, "/demo").await?;
        let_go(browser).await?;
        browser.find(Which::Css("main h1")).await?;
        let seen = sights(browser).await?;
        assert_eq!(
            seen.first().map(String::as_str),
            Some("opening"),
            "{seen:?}"
        );
        Ok(())
    })
    .await
}
