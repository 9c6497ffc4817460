//! A picture of one page of the release app, for looking at it.

use crate::browser::{Browser, Site};
use crate::step::{Failure, Outcome};
use std::path::Path;

/// `ROUTE OUT.png [--width N] [--height N] [--dark]`
///
/// # Errors
/// The arguments make no sense, or the page says something to the console.
pub fn run(arguments: &[String]) -> Outcome {
    let mut width = 1280;
    let mut height = 900;
    let mut dark = false;
    let mut places = Vec::new();
    let mut left = arguments.iter();
    while let Some(argument) = left.next() {
        let mut number = || {
            let value = left.next().and_then(|value| value.parse().ok());
            value.ok_or_else(|| Failure::new(format!("{argument} wants a number")))
        };
        match argument.as_str() {
            "--width" => width = number()?,
            "--height" => height = number()?,
            "--dark" => dark = true,
            place => places.push(place.to_string()),
        }
    }
    let [route, file] = places.as_slice() else {
        return Err(Failure::new(
            "say what and where to: cargo xtask shot ROUTE OUT.png",
        ));
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let browser = Browser::start(Site::release()?).await?;
        browser.viewport(width, height).await?;
        browser.dark(dark).await?;
        browser.open(route).await?;
        browser
            .wait_until("the page", async || {
                Ok(browser
                    .all(crate::browser::Which::Css("#boot"))
                    .await?
                    .is_empty())
            })
            .await?;
        browser.screenshot(Path::new(file)).await?;
        browser.is_silent().await
    })
}
