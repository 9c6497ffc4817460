//! The ledger for JavaScript: what the npm package offers, as plain functions
//! and the class `Book`.
//!
//! Values cross as one text of JSON each way (`js`, `input`): reading a
//! caller's object runs the caller's code, and none of it may run while the
//! program is at work. The types of what goes in and out are declared by
//! `cargo xtask module`, which asks the types themselves; the names of them
//! that stand here are held against these declarations by TypeScript.
//!
//! There are three programs in it, each a wasm file of its own: `figures`, which
//! is loaded first; `book`, the same with all commands, of who opens a book;
//! and `files`, the readers of banks' files, which is loaded when the first one
//! is read.
//!
//! What can go wrong is an [`failure::Failure`] with a code, thrown as an
//! `Error`; what a user did wrong by the rules of the books comes back as data.

#[cfg(feature = "book")]
mod book;
pub mod failure;
#[cfg(feature = "figures")]
pub mod figures;
#[cfg(feature = "files")]
pub mod files;
#[cfg(feature = "figures")]
mod functions;
#[cfg(feature = "book")]
pub mod held;
pub mod input;
mod js;

use failure::{ErrorCode, Failure};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;

type Answer = Result<JsValue, JsValue>;

fn read<T: DeserializeOwned>(value: &JsValue) -> Result<T, JsValue> {
    Ok(input::read(&js::to_json(value)?)?)
}

/// Options that may be left out.
fn read_or_default<T: DeserializeOwned + Default>(value: &JsValue) -> Result<T, JsValue> {
    if value.is_undefined() {
        return Ok(T::default());
    }
    read(value)
}

fn write<T: Serialize + ?Sized>(value: &T) -> Answer {
    let internal = |error: String| Failure::new(ErrorCode::Internal, error);
    let mut text = Text::default();
    serde_json::to_writer(&mut text, value).map_err(|error| internal(error.to_string()))?;
    let text = std::str::from_utf8(&text.0).map_err(|error| internal(error.to_string()))?;
    js::from_json(text)
}

/// JSON that is written in many small pieces: a few bytes are stored one by
/// one, because a copy of memory is a call out of the program in browsers.
#[derive(Default)]
struct Text(Vec<u8>);

/// Bytes of the longest piece that is stored byte by byte.
const PIECE: usize = 24;

impl std::io::Write for Text {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        if bytes.len() <= PIECE {
            for byte in bytes {
                self.0.push(*byte);
            }
        } else {
            self.0.extend_from_slice(bytes);
        }
        Ok(())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
