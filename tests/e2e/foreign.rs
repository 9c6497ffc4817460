//! Nothing that people read stands outside of the catalogue: every page, dialog and error in a
//! language of foreign letters, written from right to left, at 1280 and 360 px. A text with an
//! English letter in it that is none of the book's own is a fault, and so is a page that is too wide.

use crate::offline::own_copy;
use crate::owed::Owed;
use crate::owed::tour::{Eye, Tour};
use ledger::date::Date;
use ledger::ids::Chain;
use serde_json::Value;
use std::fs;
use xtask::browser::{Browser, Site, Which, journey_at};
use xtask::step::{Failure, Outcome};

const CHOOSE: &str = include_str!("owed/foreign.js");

/// A copy of the release with the texts of the language beside it.
fn site(name: &str) -> Outcome<Site> {
    let folder = own_copy(&format!("words-{name}"))?;
    let file = folder.join(format!("words-{}.txt", words::pseudo::TAG));
    fs::write(file, words::pseudo::pack())?;
    Site::of(&folder, "")
}

/// All texts of the demo book.
fn texts_of_the_demo() -> Vec<String> {
    let today = Date::new(2026, 12, 1).expect("a day");
    let changes = ledger::demo::changes(today, Chain(1));
    let mut texts = Vec::new();
    collect(
        &serde_json::to_value(&changes).unwrap_or_default(),
        &mut texts,
    );
    // What the journeys type key by key, and what their files hold.
    texts.extend(
        [
            "Studio Nord",
            "Birke & Söhne",
            "/nowhere/at/all",
            "Kit",
            "Invoice 3, status",
            "serverless-invoices",
        ]
        .map(str::to_owned),
    );
    texts.sort();
    texts.dedup();
    texts
}

fn collect(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::String(text) => texts.push(text.clone()),
        Value::Array(values) => values.iter().for_each(|value| collect(value, texts)),
        Value::Object(values) => values.values().for_each(|value| collect(value, texts)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

async fn walk(part: &'static str, way: impl AsyncFnOnce(&mut Tour<'_>) -> Outcome) -> Outcome {
    journey_at(site(part)?, &format!("words-{part}"), async |browser| {
        browser.before_each_page(CHOOSE).await?;
        let mut tour = Tour::new(browser, part, Eye::Words(texts_of_the_demo()));
        way(&mut tour).await?;
        tour.end()
    })
    .await
}

#[tokio::test]
async fn pages_of_the_demo() -> Outcome {
    walk("demo", async |tour| tour.pages().await).await
}

#[tokio::test]
async fn forms_and_dialogs() -> Outcome {
    walk("forms", async |tour| tour.forms().await).await
}

#[tokio::test]
async fn beginnings() -> Outcome {
    walk("beginning", async |tour| tour.beginning().await).await
}

#[tokio::test]
async fn files_and_losses() -> Outcome {
    walk("files", async |tour| tour.files().await).await
}

#[tokio::test]
async fn troubles() -> Outcome {
    walk("troubles", async |tour| tour.troubles().await).await
}

#[tokio::test]
async fn a_closed_store() -> Outcome {
    walk("closed", async |tour| tour.closed_store().await).await
}

#[tokio::test]
async fn promises() -> Outcome {
    walk("promises", async |tour| tour.promises().await).await
}

#[tokio::test]
async fn a_planted_word_is_found() -> Outcome {
    journey_at(site("planted")?, "words-planted", async |browser| {
        browser.before_each_page(CHOOSE).await?;
        browser.open("/").await?;
        browser.find(Which::Css("main h1")).await?;
        let plant = "document.querySelector('main h1').title = 'Not of the catalogue';";
        browser.script(plant, vec![]).await?;
        let mut tour = Tour::new(browser, "planted", Eye::Words(Vec::new()));
        tour.look("start").await?;
        match tour.end() {
            Err(failure) if failure.to_string().contains("Not of the catalogue") => Ok(()),
            other => Err(Failure::new(format!("the word was not found: {other:?}"))),
        }
    })
    .await
}

/// The texts of the language are there without a network, once they were loaded.
#[tokio::test]
async fn the_language_stays_without_a_network() -> Outcome {
    let browser = Browser::start(site("offline")?).await?;
    browser.before_each_page(CHOOSE).await?;
    let owed = Owed(&browser);
    owed.begin("Studio Nord").await?;
    let language = "return document.documentElement.lang + document.documentElement.dir";
    assert_eq!(browser.script(language, vec![]).await?, "hertl");
    browser.reload().await?;
    owed.ready().await?;
    let kept = "
        for (const name of await caches.keys()) {
            const keys = await (await caches.open(name)).keys();
            if (keys.some(({ url }) => url.endsWith('words-he.txt'))) return true;
        }
        return false;";
    browser
        .wait_until("the texts are kept", async || {
            Ok(browser.script_async(kept, vec![]).await? == true)
        })
        .await?;
    browser.site().stop();
    crate::offline::expect_silence_of_the_host(&browser);
    browser.reload().await?;
    owed.ready().await?;
    assert_eq!(browser.script(language, vec![]).await?, "hertl");
    browser.is_silent().await
}
