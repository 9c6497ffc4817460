//! What a file is, from its first bytes: to tell who chose the wrong one
//! which file it was.
//!
//! The name and the type that a browser gives are not looked at: they say
//! what a file is called. Nothing here reads a file.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Bytes that [`FileKind::of`] looks at.
pub const SNIFF_BYTES: usize = 4_096;

/// What the first bytes of a file say it is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    Empty,
    /// A backup of Owed, of any version.
    Backup,
    /// A records file of Owed, of any version.
    Records,
    /// An export of serverless-invoices.
    ServerlessInvoices,
    /// An export of inv-gen.
    InvGen,
    Gzip,
    /// Also what is zip within: a spreadsheet (xlsx, ods).
    Zip,
    /// An older spreadsheet (xls).
    OldSpreadsheet,
    Pdf,
    Picture,
    /// Text in UTF-16, of either byte order, with or without a mark.
    Utf16,
    Html,
    /// Other XML.
    Xml,
    /// A JSON value of no kind named here.
    Json,
    /// Text, as far as the first bytes say.
    Text,
    /// None of these.
    Binary,
}

const MAGIC: &[(&[u8], FileKind)] = &[
    (b"\x1f\x8b", FileKind::Gzip),
    (b"PK\x03\x04", FileKind::Zip),
    (b"PK\x05\x06", FileKind::Zip),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        FileKind::OldSpreadsheet,
    ),
    (b"%PDF-", FileKind::Pdf),
    (b"\x89PNG", FileKind::Picture),
    (b"\xff\xd8\xff", FileKind::Picture),
    (b"GIF8", FileKind::Picture),
    (b"\xff\xfe", FileKind::Utf16),
    (b"\xfe\xff", FileKind::Utf16),
];

/// Fields that its exports begin with, whatever the order of their parts.
const SERVERLESS: [&[u8]; 3] = [
    b"\"bank_accounts\"",
    b"\"company_name\"",
    b"\"client_postal_code\"",
];

impl FileKind {
    /// `first` is the file's beginning, [`SNIFF_BYTES`] where it has so many.
    pub fn of(first: &[u8]) -> FileKind {
        let first = &first[..first.len().min(SNIFF_BYTES)];
        if let Some((_, kind)) = MAGIC.iter().find(|(magic, _)| first.starts_with(magic)) {
            return *kind;
        }
        let text = without_bom(first).trim_ascii_start();
        match text.first() {
            None => FileKind::Empty,
            // Any text without a mark but with a Latin letter, a bracket or
            // a sign in it has a zero beside that letter in UTF-16.
            Some(_) if first.contains(&0) => match first {
                [0, other, ..] | [other, 0, ..] if *other != 0 => FileKind::Utf16,
                _ => FileKind::Binary,
            },
            Some(b'{' | b'[') if contains(text, b"\"owed-backup\"") => FileKind::Backup,
            Some(b'{' | b'[') if contains(text, b"\"owed_records\"") => FileKind::Records,
            Some(b'{') if contains(text, b"\"exportedAt\"") && contains(text, b"\"invoices\"") => {
                FileKind::InvGen
            }
            Some(b'{') if SERVERLESS.iter().any(|name| contains(text, name)) => {
                FileKind::ServerlessInvoices
            }
            Some(b'{' | b'[') => FileKind::Json,
            Some(b'<') if contains(&text.to_ascii_lowercase(), b"<html") => FileKind::Html,
            Some(b'<') => FileKind::Xml,
            Some(_) if text.iter().any(|byte| is_control(*byte)) => FileKind::Binary,
            Some(_) => FileKind::Text,
        }
    }
}

/// The bytes without a UTF-8 byte order mark.
pub fn without_bom(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

fn contains(text: &[u8], needle: &[u8]) -> bool {
    text.windows(needle.len()).any(|window| window == needle)
}

fn is_control(byte: u8) -> bool {
    byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1a)
}

impl fmt::Display for FileKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            FileKind::Empty => "an empty file",
            FileKind::Backup => "a backup of Owed",
            FileKind::Records => "a records file of Owed",
            FileKind::ServerlessInvoices => "an export of serverless-invoices",
            FileKind::InvGen => "an export of inv-gen",
            FileKind::Gzip => "a gzip archive",
            FileKind::Zip => "a zip archive or a spreadsheet",
            FileKind::OldSpreadsheet => "a spreadsheet (xls)",
            FileKind::Pdf => "a PDF",
            FileKind::Picture => "a picture",
            FileKind::Utf16 => "text in UTF-16",
            FileKind::Html => "a web page",
            FileKind::Xml => "an XML file",
            FileKind::Json => "another JSON file",
            FileKind::Text => "a text file",
            FileKind::Binary => "a file that is no text",
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn files_are_told_apart_by_their_first_bytes() {
        for (first, kind) in [
            (&b""[..], FileKind::Empty),
            (b"\xef\xbb\xbf \n", FileKind::Empty),
            (b"\x1f\x8b\x08\x00", FileKind::Gzip),
            (b"PK\x03\x04\x14\x00", FileKind::Zip),
            (
                b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
                FileKind::OldSpreadsheet,
            ),
            (b"%PDF-1.7", FileKind::Pdf),
            (b"\xff\xfe{\x00", FileKind::Utf16),
            (b"{\x00\"\x00", FileKind::Utf16),
            (b"\x00{\x00\"", FileKind::Utf16),
            (b"{\"format\":\"owed-backup\",", FileKind::Backup),
            (b"\xef\xbb\xbf{ \"owed_records\": 1", FileKind::Records),
            (b"[1, 2]", FileKind::Json),
            (b"<!doctype html><HTML>", FileKind::Html),
            (b"<?xml version='1.0'?><Document>", FileKind::Xml),
            (b"customer;number\r\n", FileKind::Text),
            (b"M\xfcller", FileKind::Text),
            (b"\x89PNG\r\n\x1a\n", FileKind::Picture),
            (
                b"{\"bank_accounts\":[],\"clients\":[",
                FileKind::ServerlessInvoices,
            ),
            (
                b"{\"version\": 1, \"exportedAt\": \"2026\", \"invoices\": [",
                FileKind::InvGen,
            ),
            (b"\x7fELF\x01\x01", FileKind::Binary),
        ] {
            assert_eq!(FileKind::of(first), kind, "{}", first.escape_ascii());
        }
    }

    proptest! {
        #[test]
        fn no_bytes_stop_it(first in prop::collection::vec(any::<u8>(), 0..64)) {
            FileKind::of(&first);
        }
    }
}
