//! Where in a JSON text something is: the path of fields and indexes that
//! leads there, the line and the column.
//!
//! The parser names the line and column of an error only. This walks the text
//! up to there once more, which costs nothing where there is no error.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A place in a JSON text.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Place {
    /// From the outermost value inwards.
    pub path: Vec<Step>,
    /// From 1.
    pub line: usize,
    /// In bytes, from 1.
    pub column: usize,
}

/// A step into a JSON value.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Step {
    Field(String),
    /// From 0.
    Index(usize),
}

/// `invoices[17].lines[0].quantity (line 42, column 7)`.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, step) in self.path.iter().enumerate() {
            match step {
                Step::Field(name) if place == 0 => f.write_str(name)?,
                Step::Field(name) => write!(f, ".{name}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
            }
        }
        let space = if self.path.is_empty() { "" } else { " " };
        write!(f, "{space}(line {}, column {})", self.line, self.column)
    }
}

/// An object or array that is open at a place.
enum Open<'a> {
    Object { key: &'a [u8], before_key: bool },
    Array { index: usize },
}

impl Place {
    /// Where the parser stopped; `missing` is the field that it missed there.
    pub(super) fn of(text: &str, error: &serde_json::Error, missing: Option<&str>) -> Place {
        let bytes = text.as_bytes();
        let before: usize = text
            .split_inclusive('\n')
            .take(error.line().saturating_sub(1))
            .map(str::len)
            .sum();
        let end = before.saturating_add(error.column());
        let read = bytes.get(..end).unwrap_or(bytes);
        // What an object lacks shows at its end, and belongs into it.
        let within = read.strip_suffix(b"}").filter(|_| missing.is_some());
        Place {
            path: path(within.unwrap_or(read), missing),
            line: error.line(),
            column: error.column(),
        }
    }
}

fn path(text: &[u8], missing: Option<&str>) -> Vec<Step> {
    let mut open: Vec<Open> = Vec::new();
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        let start = at;
        at += 1;
        match byte {
            b'{' => open.push(Open::Object {
                key: b"",
                before_key: true,
            }),
            b'[' => open.push(Open::Array { index: 0 }),
            b'}' | b']' => {
                open.pop();
            }
            b',' => match open.last_mut() {
                Some(Open::Object { before_key, .. }) => *before_key = true,
                Some(Open::Array { index }) => *index += 1,
                None => {}
            },
            b'"' => {
                at = string_end(text, start);
                if let Some(Open::Object { key, before_key }) = open.last_mut()
                    && *before_key
                {
                    *key = text
                        .get(start + 1..at.saturating_sub(1))
                        .unwrap_or_default();
                    *before_key = false;
                }
            }
            _ => {}
        }
    }
    if let (Some(Open::Object { key, .. }), Some(missing)) = (open.last_mut(), missing) {
        *key = missing.as_bytes();
    }
    open.iter().filter_map(step).collect()
}

/// The place after the string that starts at `start`.
fn string_end(text: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = text.get(at) {
        at += match byte {
            b'"' => return at + 1,
            b'\\' => 2,
            _ => 1,
        };
    }
    text.len()
}

fn step(open: &Open) -> Option<Step> {
    match open {
        Open::Object { key: b"", .. } => None,
        Open::Object { key, .. } => Some(Step::Field(String::from_utf8_lossy(key).into_owned())),
        Open::Array { index } => Some(Step::Index(*index)),
    }
}
