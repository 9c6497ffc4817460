//! The text that bytes spell. Banks write UTF-8, UTF-16, Latin-1 and what
//! Windows makes of it.
//!
//! The browser's own decoder is out of reach here and knows no slices, and a
//! crate for all encodings is larger than all formats together: these few need
//! two small tables.

use std::borrow::Cow;

use super::file::ReadError;
use crate::slices::Steps;

/// Bytes between two rests.
const SLICE: usize = 64 << 10;

/// How letters are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Encoding {
    Utf8,
    /// Also for ISO 8859-1: what it leaves to control characters is never
    /// meant.
    Windows1252,
    Latin9,
    Utf16Le,
    Utf16Be,
}

/// What windows-1252 has at 0x80 to 0x9f; U+FFFD where it has nothing.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{fffd}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{fffd}', 'Ž',
    '\u{fffd}', '\u{fffd}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{fffd}',
    'ž', 'Ÿ',
];

impl Encoding {
    /// By the name that XML and OFX give it; `None` where it is not read.
    pub(super) fn named(name: &str) -> Option<Encoding> {
        let name: String = name
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|letter| letter.to_ascii_lowercase())
            .collect();
        match name.as_str() {
            "utf8" | "usascii" | "ascii" => Some(Encoding::Utf8),
            "iso88591" | "88591" | "latin1" | "windows1252" | "cp1252" | "1252" => {
                Some(Encoding::Windows1252)
            }
            "iso885915" | "885915" | "latin9" => Some(Encoding::Latin9),
            // The byte order is known by the bytes.
            _ => None,
        }
    }

    fn letter(self, byte: u8) -> char {
        match (self, byte) {
            (Encoding::Windows1252, 0x80..=0x9f) => WINDOWS_1252[usize::from(byte - 0x80)],
            (Encoding::Latin9, 0xa4) => '€',
            (Encoding::Latin9, 0xa6) => 'Š',
            (Encoding::Latin9, 0xa8) => 'š',
            (Encoding::Latin9, 0xb4) => 'Ž',
            (Encoding::Latin9, 0xb8) => 'ž',
            (Encoding::Latin9, 0xbc) => 'Œ',
            (Encoding::Latin9, 0xbd) => 'œ',
            (Encoding::Latin9, 0xbe) => 'Ÿ',
            _ => char::from(byte),
        }
    }
}

/// The text of a file: by its byte order mark, by what its XML declaration or
/// OFX header says, else UTF-8 where it is that, else windows-1252.
///
/// # Errors
/// [`ReadError::Encoding`] with the line, [`ReadError::UnknownEncoding`].
pub(crate) async fn decode<'a>(bytes: &'a [u8], steps: &Steps) -> Result<Cow<'a, str>, ReadError> {
    let (encoding, bytes) = match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => (Some(Encoding::Utf8), rest),
        [0xff, 0xfe, rest @ ..] => (Some(Encoding::Utf16Le), rest),
        [0xfe, 0xff, rest @ ..] => (Some(Encoding::Utf16Be), rest),
        [b'<', 0, ..] => (Some(Encoding::Utf16Le), bytes),
        [0, b'<', ..] => (Some(Encoding::Utf16Be), bytes),
        _ => (stated(bytes)?, bytes),
    };
    match encoding {
        Some(Encoding::Utf8) => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Cow::Borrowed(text)),
            Err(error) => Err(ReadError::Encoding {
                line: line_of(&bytes[..error.valid_up_to()]),
                encoding: "UTF-8",
            }),
        },
        Some(Encoding::Utf16Le) => utf_16(bytes, u16::from_le_bytes, steps).await,
        Some(Encoding::Utf16Be) => utf_16(bytes, u16::from_be_bytes, steps).await,
        Some(encoding) => Ok(by_table(bytes, encoding, steps).await),
        None => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Cow::Borrowed(text)),
            Err(_) => Ok(by_table(bytes, Encoding::Windows1252, steps).await),
        },
    }
}

/// What the beginning of a file says of its encoding.
fn stated(bytes: &[u8]) -> Result<Option<Encoding>, ReadError> {
    const BEGINNING: usize = 1_024;
    let beginning = String::from_utf8_lossy(&bytes[..bytes.len().min(BEGINNING)]);
    let beginning = beginning.trim_start();
    if let Some(declaration) = beginning.strip_prefix("<?xml") {
        let declaration = declaration.split("?>").next().unwrap_or_default();
        let Some((_, name)) = declaration.split_once("encoding") else {
            return Ok(Some(Encoding::Utf8));
        };
        let name = name.trim_start_matches([' ', '=', '\t', '\r', '\n']);
        let quote = name.chars().next().unwrap_or('"');
        let name = name.get(1..).unwrap_or_default();
        let name = name.split(quote).next().unwrap_or_default();
        return match Encoding::named(name) {
            // Files without a letter beyond ASCII are called that although
            // they have some.
            Some(Encoding::Utf8) if name.to_ascii_lowercase().contains("ascii") => Ok(None),
            Some(encoding) => Ok(Some(encoding)),
            None => Err(ReadError::UnknownEncoding(super::draft::excerpt(name))),
        };
    }
    if beginning.starts_with("OFXHEADER")
        && let Some((_, charset)) = beginning.split_once("CHARSET:")
    {
        let charset = charset.split(['\r', '\n', ' ', '<']).next();
        // Many write 1252 and mean UTF-8: what is UTF-8 is read as that.
        return Ok(match Encoding::named(charset.unwrap_or_default()) {
            Some(Encoding::Latin9) if std::str::from_utf8(bytes).is_err() => Some(Encoding::Latin9),
            _ => None,
        });
    }
    Ok(None)
}

async fn by_table<'a>(bytes: &[u8], encoding: Encoding, steps: &Steps) -> Cow<'a, str> {
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    for slice in bytes.chunks(SLICE) {
        steps.steps(0).await;
        text.extend(slice.iter().map(|byte| encoding.letter(*byte)));
    }
    Cow::Owned(text)
}

async fn utf_16<'a>(
    bytes: &[u8],
    unit: fn([u8; 2]) -> u16,
    steps: &Steps,
) -> Result<Cow<'a, str>, ReadError> {
    let mut text = String::with_capacity(bytes.len());
    let mut high = None;
    for slice in bytes.chunks(SLICE) {
        steps.steps(0).await;
        let pairs = slice.chunks_exact(2);
        let is_whole = pairs.remainder().is_empty();
        let units = pairs.map(|pair| unit([pair[0], pair[1]]));
        // A pair of surrogates may lie on both sides of a slice's end.
        let mut units: Vec<u16> = high.take().into_iter().chain(units).collect();
        high = units.pop_if(|unit| (0xd800..0xdc00).contains(unit));
        for letter in char::decode_utf16(units) {
            match letter {
                Ok(letter) => text.push(letter),
                Err(_) => return Err(not_utf_16(&text)),
            }
        }
        if !is_whole {
            return Err(not_utf_16(&text));
        }
    }
    match high {
        Some(_) => Err(not_utf_16(&text)),
        None => Ok(Cow::Owned(text)),
    }
}

fn not_utf_16(text: &str) -> ReadError {
    ReadError::Encoding {
        line: line_of(text.as_bytes()),
        encoding: "UTF-16",
    }
}

/// The line that comes after these bytes, from 1.
fn line_of(bytes: &[u8]) -> u32 {
    let ends = bytes.iter().filter(|byte| **byte == b'\n').count();
    u32::try_from(ends).unwrap_or(u32::MAX).saturating_add(1)
}
