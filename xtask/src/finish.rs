//! What is done to the built app before it is shipped: it is cut in two, and its files are listed
//! for the worker that keeps them. Without it the app does the same, but its first visit loads
//! more, and it does not open without a network.

mod cut;
mod program;
mod split;
mod worker;

use crate::size::LATER;
use crate::step::{Failure, Outcome};
use std::path::Path;

/// Finishes the app in this folder, where it is not finished yet.
///
/// # Errors
/// The build is not what Trunk makes of this program.
pub fn run(dist: &Path) -> Outcome {
    split::run(dist)?;
    worker::run(dist)
}

/// Puts a `<meta>` of this name into the page, after one that is there.
fn add_meta(page: &str, after: &str, name: &str, content: &str) -> Outcome<String> {
    let start = format!("<meta name=\"{after}\" content=\"");
    let place = page
        .find(&start)
        .and_then(|start| page[start..].find('>').map(|end| start + end + 1))
        .ok_or_else(|| Failure::new(format!("the page does not name its {after}")))?;
    let (before, behind) = page.split_at(place);
    Ok(format!(
        "{before}<meta name=\"{name}\" content=\"{content}\">{behind}"
    ))
}
