//! What is done to the built app before it is shipped: its parts and the program that makes PDFs are
//! put beside it, and its files are listed for the worker that keeps them. Without it the app makes
//! no PDFs, its first visit loads more, and it does not open without a network.

mod parts;
mod pdf;
mod worker;

pub use parts::bind;

use crate::app::optimise_all;
use crate::step::{Failure, Outcome};
use sha2::{Digest, Sha256};
use std::cmp::Reverse;
use std::fmt::Write;
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

/// What the page calls its program, and where the `<meta>` ends that says so.
fn program_of(page: &str) -> Outcome<(&str, usize)> {
    let start = "<meta name=\"owed-wasm\" content=\"";
    let (before, after) = page
        .split_once(start)
        .ok_or_else(|| Failure::new("the page does not name its program"))?;
    let (name, _) = after
        .split_once("\">")
        .ok_or_else(|| Failure::new("the name of the program has no end"))?;
    Ok((name, before.len() + start.len() + name.len() + 2))
}

/// Puts a further `<meta>` behind that one.
fn add_meta(page: &str, name: &str, content: &str) -> Outcome<String> {
    let (_, end) = program_of(page)?;
    let (before, behind) = page.split_at(end);
    Ok(format!(
        "{before}<meta name=\"{name}\" content=\"{content}\">{behind}"
    ))
}

/// SHA-256.
fn hex(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in Sha256::digest(bytes) {
        write!(text, "{byte:02x}").expect("text takes everything");
    }
    text
}
