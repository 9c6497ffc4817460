//! The product's own code against a folder of cases that others wrote: one
//! `TOPIC.jsonl` per topic, one case per line (the layout is that of the
//! folder's README). A topic's module turns a case into calls of the ledger
//! and its answers into the names of the case. It never computes a figure.

use crate::step::Outcome;
use std::path::Path;

#[cfg(feature = "oracles")]
mod aging;
#[cfg(feature = "oracles")]
mod bank;
#[cfg(feature = "oracles")]
mod book;
#[cfg(feature = "oracles")]
mod case;
#[cfg(feature = "oracles")]
mod collections;
#[cfg(feature = "oracles")]
mod dataset;
#[cfg(feature = "oracles")]
mod identifiers;
#[cfg(feature = "oracles")]
mod matching;
#[cfg(feature = "oracles")]
mod metrics;
#[cfg(feature = "oracles")]
mod numbers;
#[cfg(feature = "oracles")]
mod qr;
#[cfg(feature = "oracles")]
mod run;
#[cfg(feature = "oracles")]
mod terms;
#[cfg(feature = "oracles")]
mod totals;

/// Runs every case of `folder`; prints each failing case with what was
/// expected and what came, and one line per topic.
///
/// # Errors
/// Any case failed, or the folder cannot be read.
pub fn run(folder: &Path) -> Outcome {
    #[cfg(feature = "oracles")]
    return run::run(folder);
    #[cfg(not(feature = "oracles"))]
    Err(crate::step::Failure::new(format!(
        "this binary was built without the oracles ({})",
        folder.display()
    )))
}
