//! The app opens, wherever it is served and however wide the window is.

use crate::owed::Owed;
use xtask::browser::{Browser, Site, journey};
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
