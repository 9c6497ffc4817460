//! The name of a book.

use std::fmt;

use crate::hash::Hash;

/// The name of a book: 32 lower-case hexadecimal digits, random.
#[derive(
    Clone,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Debug,
    Default,
    serde::Serialize,
    serde::Deserialize,
)]
#[serde(transparent)]
pub struct BookId(pub String);

impl BookId {
    pub fn from_random(bytes: [u8; 16]) -> BookId {
        let mut id = [0; 32];
        id[..16].copy_from_slice(&bytes);
        BookId(Hash(id).to_string()[..32].to_owned())
    }
}

impl fmt::Display for BookId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
