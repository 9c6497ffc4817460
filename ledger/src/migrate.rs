//! Formats of the past, brought up to date on reading.
//!
//! What was stored is never rewritten. A header, a change or a command in
//! format N passes through every step from N to the present; each step is a
//! function of its own from JSON to JSON, tested on golden files of the format
//! it reads. Today there is one format of each, so there is no step;
//! `journal/tests.rs` rehearses one.

use serde::de::{DeserializeOwned, Error};
use serde_json::Value;

use crate::change::Change;

/// What something of one format is in the next one.
pub(crate) type Upcast = fn(Value) -> Value;

/// From one format of the journal to the next.
pub(crate) struct Step {
    pub(crate) header: Upcast,
    pub(crate) change: Upcast,
}

/// The formats of the journal that a program reads: the steps from the first
/// one to the newest.
#[derive(Clone, Copy)]
pub(crate) struct Formats(pub(crate) &'static [Step]);

/// Those that this program reads.
pub(crate) const FORMATS: Formats = Formats(&[]);

/// The steps of stored commands ([`crate::command::StoredCommand`]).
pub(crate) const COMMANDS: &[Upcast] = &[];

/// The format that these steps lead to.
pub(crate) fn newest<S>(steps: &[S]) -> u32 {
    u32::try_from(steps.len()).map_or(u32::MAX, |steps| steps.saturating_add(1))
}

impl Formats {
    pub(crate) fn newest(self) -> u32 {
        newest(self.0)
    }

    /// The header that `text` of format `version` states.
    pub(crate) fn header<H: DeserializeOwned>(
        self,
        version: u32,
        text: &str,
    ) -> serde_json::Result<H> {
        let read = |text: &str| serde_json::from_str(text);
        upcast(version, text, self.0, |step| step.header, read)
    }

    /// The change that `text` of format `version` states, as `read` reads the
    /// newest one.
    pub(crate) fn change<C>(
        self,
        version: u32,
        text: &str,
        read: fn(&str) -> serde_json::Result<C>,
    ) -> serde_json::Result<C> {
        upcast(version, text, self.0, |step| step.change, read)
    }
}

/// The change that `text` of format `version` states.
///
/// # Errors
/// Where the text is no change of that version.
pub fn change(version: u32, text: &str) -> serde_json::Result<Change> {
    FORMATS.change(version, text, Change::from_json)
}

/// What `text` of format `version` states, where `steps` lead to what is
/// stored today.
pub(crate) fn stored<T: DeserializeOwned>(
    version: u32,
    text: &str,
    steps: &[Upcast],
) -> serde_json::Result<T> {
    let read = |text: &str| serde_json::from_str(text);
    upcast(version, text, steps, |step| *step, read)
}

/// What `text` of format `version` says, once it has passed through the steps
/// that follow on that format.
fn upcast<S, T>(
    version: u32,
    text: &str,
    steps: &[S],
    part: impl Fn(&S) -> Upcast,
    read: impl FnOnce(&str) -> serde_json::Result<T>,
) -> serde_json::Result<T> {
    let passed = usize::try_from(version).ok().and_then(|v| v.checked_sub(1));
    let Some(steps) = passed.and_then(|passed| steps.get(passed..)) else {
        let problem = format!("no format {version} was ever released");
        return Err(serde_json::Error::custom(problem));
    };
    if steps.is_empty() {
        return read(text);
    }
    let begun: Value = serde_json::from_str(text)?;
    let value = steps.iter().fold(begun, |value, step| part(step)(value));
    read(&value.to_string())
}
