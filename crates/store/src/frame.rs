//! Stored values that say what they are: a line of JSON, then the bytes.
//!
//! So a segment or a snapshot is one value, read in one request, and can be
//! read by a person with nothing but a browser's developer tools.

use serde::Serialize;
use serde::de::DeserializeOwned;

pub fn join(header: &impl Serialize, bytes: &[u8]) -> Vec<u8> {
    // The headers are structs of numbers and text, which are always JSON.
    let mut framed = serde_json::to_vec(header).unwrap_or_default();
    framed.reserve_exact(bytes.len() + 1);
    framed.push(b'\n');
    framed.extend_from_slice(bytes);
    framed
}

/// `None` where there is no such header.
pub fn split<T: DeserializeOwned>(framed: &[u8]) -> Option<(T, &[u8])> {
    let end = framed.iter().position(|byte| *byte == b'\n')?;
    let (header, bytes) = framed.split_at_checked(end)?;
    let header = serde_json::from_slice(header).ok()?;
    Some((header, bytes.strip_prefix(b"\n")?))
}
