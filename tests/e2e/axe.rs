//! Nothing keeps anybody out: axe finds no barrier on any page, dialog or error, light and dark,
//! on a desk and on a phone. All its rules are on.

use crate::owed::tour::{Eye, Tour};
use xtask::browser::{Browser, Site, Which, journey};
use xtask::step::{Failure, Outcome};

async fn walk(part: &'static str, way: impl AsyncFnOnce(&mut Tour<'_>) -> Outcome) -> Outcome {
    journey(&format!("axe-{part}"), async |browser| {
        let mut tour = Tour::new(browser, part, Eye::Barriers);
        way(&mut tour).await?;
        tour.end()
    })
    .await
}

#[tokio::test]
async fn no_page_of_the_demo_has_a_barrier() -> Outcome {
    walk("demo", async |tour| tour.pages().await).await
}

#[tokio::test]
async fn no_form_and_no_dialog_has_a_barrier() -> Outcome {
    walk("forms", async |tour| tour.forms().await).await
}

#[tokio::test]
async fn no_beginning_has_a_barrier() -> Outcome {
    walk("beginning", async |tour| tour.beginning().await).await
}

#[tokio::test]
async fn no_file_and_no_loss_has_a_barrier() -> Outcome {
    walk("files", async |tour| tour.files().await).await
}

#[tokio::test]
async fn no_trouble_has_a_barrier() -> Outcome {
    walk("troubles", async |tour| tour.troubles().await).await
}

#[tokio::test]
async fn no_closed_store_has_a_barrier() -> Outcome {
    walk("closed", async |tour| tour.closed_store().await).await
}

#[tokio::test]
async fn no_promise_has_a_barrier() -> Outcome {
    walk("promises", async |tour| tour.promises().await).await
}

#[tokio::test]
async fn a_planted_barrier_is_found() -> Outcome {
    let browser = Browser::start(Site::release()?).await?;
    browser.open("/").await?;
    browser.find(Which::Css("main h1")).await?;
    let plant = "document.querySelector('label').remove();
        document.querySelector('.lead').id = 'planted';
        document.styleSheets[0].insertRule('#planted { color: #ccc; background: #ddd }');";
    browser.script(plant, vec![]).await?;
    let told = browser.barriers().await?.join("\n");
    for rule in ["label", "color-contrast"] {
        if !told.contains(&format!("{rule}: ")) {
            return Err(Failure::new(format!("{rule} was not found:\n{told}")));
        }
    }
    Ok(())
}
