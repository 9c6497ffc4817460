//! Figures of speed in a headless browser, each beside a floor measured in the same run.
//! Not built yet: `browser` holds what drives the browser.

use crate::step::{Failure, Outcome};

/// Measures and prints the table.
///
/// # Errors
/// Always, until it is built.
pub fn run(_arguments: &[String]) -> Outcome {
    Err(Failure::new("bench is not built yet"))
}
