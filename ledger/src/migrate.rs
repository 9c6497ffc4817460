//! Changes of older formats, brought up to date on reading.
//!
//! The journal's bytes are never rewritten. A change in format N passes
//! through every step from N to the present; each step is a function of its
//! own, tested on golden files of the version it reads. Today there is one
//! format, so there is no step.

use crate::change::Change;

/// The change that `text` of format `version` states.
///
/// # Errors
/// Where the text is no change of that version.
pub fn change(version: u32, text: &str) -> serde_json::Result<Change> {
    match version {
        1 => Change::from_json(text),
        _ => Err(serde::de::Error::custom(format!(
            "no format {version} was ever released"
        ))),
    }
}
