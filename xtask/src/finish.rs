//! What is done to the built app before it is shipped: its parts and the program that makes PDFs are
//! put beside it, and its files are listed for the worker that keeps them. Without it the app makes
//! no PDFs, its first visit loads more, and it does not open without a network.

mod page;
mod parts;
mod pdf;
mod worker;

pub use parts::bind;

use crate::app::optimise_all;
use crate::step::Outcome;
use std::cmp::Reverse;
use std::fs;
use std::path::Path;

/// Finishes the app in this folder, where it is not finished yet.
///
/// # Errors
/// The build is not what Trunk makes of this program.
pub fn run(dist: &Path) -> Outcome {
    let mut programs = parts::run(dist)?;
    programs.extend(pdf::made(dist));
    // The largest first: several are made small at once, and the last one is waited for.
    programs.sort_by_key(|(made, _)| Reverse(fs::metadata(made).map_or(0, |file| file.len())));
    optimise_all(&programs)?;
    pdf::run(dist)?;
    worker::run(dist)
}
