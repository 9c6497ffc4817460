//! What is one of a list, or a text of its own where nothing on the list fits.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A list of codes that facts are recorded by.
pub trait Code: Copy + fmt::Debug + 'static {
    /// The code of this name, or the one that this text stood for before there
    /// were codes.
    fn of_text(text: &str) -> Option<Self>;

    /// Its name, as it is written.
    fn name(self) -> &'static str;
}

/// A code of a list, or a text where none fits; empty where nothing is said.
///
/// In JSON and in a snapshot it is a text: the code's name, or the text as it
/// was typed. So texts from before there was a list are read for ever, as
/// codes where they stood for one, and as they are where they did not.
#[derive(Clone, Debug)]
pub enum Coded<C> {
    Code(C),
    Text(String),
}

impl<C: Code> Coded<C> {
    /// The code's name, or the text.
    pub fn as_str(&self) -> &str {
        match self {
            Coded::Code(code) => code.name(),
            Coded::Text(text) => text,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.as_str().is_empty()
    }

    /// Without spaces around a text.
    #[must_use]
    pub fn trimmed(&self) -> Coded<C> {
        self.as_str().trim().into()
    }
}

impl<C> Default for Coded<C> {
    fn default() -> Coded<C> {
        Coded::Text(String::new())
    }
}

/// As they are written: a text that is a code's name is that code.
impl<C: Code> PartialEq for Coded<C> {
    fn eq(&self, other: &Coded<C>) -> bool {
        self.as_str() == other.as_str()
    }
}

impl<C: Code> Eq for Coded<C> {}

impl<C: Code> From<&str> for Coded<C> {
    fn from(text: &str) -> Coded<C> {
        C::of_text(text).map_or_else(|| Coded::Text(text.to_owned()), Coded::Code)
    }
}

impl<C: Code> From<C> for Coded<C> {
    fn from(code: C) -> Coded<C> {
        Coded::Code(code)
    }
}

impl<C: Code> Serialize for Coded<C> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de, C: Code> Deserialize<'de> for Coded<C> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Coded<C>, D::Error> {
        let text = String::deserialize(deserializer)?;
        Ok(C::of_text(&text).map_or(Coded::Text(text), Coded::Code))
    }
}
