//! Not proofs but pictures, for `cargo xtask pictures`: the walk on which axe looks for barriers,
//! taken into the folder that it names. The day is always the same, so that pictures of two
//! versions differ only where the versions do.

use crate::owed::tour::{Eye, Tour};
use std::env;
use std::path::PathBuf;
use xtask::browser::journey;
use xtask::proof::PICTURES;
use xtask::step::{Failure, Outcome};

fn folder() -> Outcome<PathBuf> {
    env::var_os(PICTURES)
        .map(PathBuf::from)
        .ok_or_else(|| Failure::new(format!("{PICTURES} names no folder")))
}

/// 18 March 2031, noon: after any build, or the page would doubt the clock.
const CLOCK: &str = "
    const Real = Date;
    const now = Real.UTC(2031, 2, 18, 12);
    globalThis.Date = class extends Real {
      constructor(...given) { super(...(given.length ? given : [now])); }
      static now() { return now; }
    };";

async fn walk(part: &'static str, way: impl AsyncFnOnce(&mut Tour<'_>) -> Outcome) -> Outcome {
    let folder = folder()?;
    journey(&format!("pictures-{part}"), async |browser| {
        browser.before_each_page(CLOCK).await?;
        let mut tour = Tour::new(browser, part, Eye::Pictures(folder));
        way(&mut tour).await?;
        tour.end()
    })
    .await
}

#[tokio::test]
#[ignore = "cargo xtask pictures"]
async fn the_demo() -> Outcome {
    walk("demo", async |tour| tour.pages().await).await
}

#[tokio::test]
#[ignore = "cargo xtask pictures"]
async fn forms_and_dialogs() -> Outcome {
    walk("forms", async |tour| tour.forms().await).await
}

#[tokio::test]
#[ignore = "cargo xtask pictures"]
async fn a_beginning() -> Outcome {
    walk("beginning", async |tour| tour.beginning().await).await
}

#[tokio::test]
#[ignore = "cargo xtask pictures"]
async fn files_and_loss() -> Outcome {
    walk("files", async |tour| tour.files().await).await
}

#[tokio::test]
#[ignore = "cargo xtask pictures"]
async fn troubles() -> Outcome {
    walk("troubles", async |tour| tour.troubles().await).await
}

#[tokio::test]
#[ignore = "cargo xtask pictures"]
async fn a_closed_store() -> Outcome {
    walk("closed", async |tour| tour.closed_store().await).await
}

/// What the README shows.
#[tokio::test]
#[ignore = "cargo xtask pictures"]
async fn the_front() -> Outcome {
    let file = folder()?.join("front.png");
    journey("pictures-front", async |browser| {
        browser.before_each_page(CLOCK).await?;
        let tour = Tour::new(browser, "front", Eye::Barriers);
        tour.open_demo().await?;
        browser.screenshot(&file).await
    })
    .await
}

#[tokio::test]
#[ignore = "cargo xtask pictures"]
async fn promises() -> Outcome {
    walk("promises", async |tour| tour.promises().await).await
}
