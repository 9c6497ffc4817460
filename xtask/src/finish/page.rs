//! What the page says of the files beside it, and their digests.

use crate::step::{Failure, Outcome};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// What the page calls its program, and where the `<meta>` ends that says so.
pub fn program_of(page: &str) -> Outcome<(&str, usize)> {
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
pub fn add_meta(page: &str, name: &str, content: &str) -> Outcome<String> {
    let (_, end) = program_of(page)?;
    let (before, behind) = page.split_at(end);
    Ok(format!(
        "{before}<meta name=\"{name}\" content=\"{content}\">{behind}"
    ))
}

/// SHA-256.
pub fn hex(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in Sha256::digest(bytes) {
        write!(text, "{byte:02x}").expect("text takes everything");
    }
    text
}
