//! The text of a table's bytes.

use std::borrow::Cow;

use super::{FileFault, check_bytes};
use crate::bank::decode::decode;
use crate::bank::file::ReadError;
use crate::file_kind::{FileKind, SNIFF_BYTES};
use crate::slices::Steps;

/// Text, and how it was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decoded {
    pub text: String,
    /// As people name it.
    pub encoding: &'static str,
}

/// Reads bytes as text, as long work: UTF-16 of either order, with or without
/// a mark, UTF-8 where it is that, else windows-1252.
///
/// # Errors
/// [`FileFault`] where they are another file, or no text.
pub async fn decode_in_steps(bytes: &[u8], steps: &Steps) -> Result<Decoded, FileFault> {
    let first = bytes.get(..SNIFF_BYTES).unwrap_or(bytes);
    check_bytes(first)?;
    let (bytes, encoding): (Cow<[u8]>, _) = match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => (bytes.into(), "UTF-16"),
        _ if FileKind::of(first) == FileKind::Utf16 => (marked(bytes).into(), "UTF-16"),
        _ if std::str::from_utf8(bytes).is_ok() => (bytes.into(), "UTF-8"),
        _ => (bytes.into(), "Windows-1252"),
    };
    match decode(&bytes, steps).await {
        Ok(text) => Ok(Decoded {
            text: text.into_owned(),
            encoding,
        }),
        Err(ReadError::Encoding { line, .. }) => Err(FileFault::WrongEncoding {
            line: usize::try_from(line).unwrap_or(usize::MAX),
        }),
        Err(_) => Err(FileFault::WrongEncoding { line: 1 }),
    }
}

/// The bytes of UTF-16 with the mark that they lack: of a Latin letter the
/// second byte is zero where the low one comes first.
fn marked(bytes: &[u8]) -> Vec<u8> {
    let mark: [u8; 2] = match bytes {
        [0, ..] => [0xfe, 0xff],
        _ => [0xff, 0xfe],
    };
    [&mark, bytes].concat()
}
