//! Texts that a code can hold.

use serde::{Deserialize, Serialize};
/// What a code's text is checked for: how many characters, and which.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum TextProblem {
    #[error("is missing")]
    Missing,
    #[error("has more than {0} characters")]
    TooLong(usize),
    #[error("has a character that the code cannot hold: {0:?}")]
    Character(char),
}

/// # Errors
/// The first that is wrong: too long, or a character that is not `allowed`.
pub(super) fn check_text(
    text: &str,
    max: usize,
    allowed: fn(char) -> bool,
) -> Result<(), TextProblem> {
    if text.chars().nth(max).is_some() {
        return Err(TextProblem::TooLong(max));
    }
    match text.chars().find(|letter| !allowed(*letter)) {
        Some(letter) => Err(TextProblem::Character(letter)),
        None => Ok(()),
    }
}
