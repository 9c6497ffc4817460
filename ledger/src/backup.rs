//! Backups: a whole book as one JSON document that can be read without Owed.
//!
//! The document is made of lines, so that it can be written and read as a
//! stream, looked at in a text editor, and taken apart with `grep` and `jq`:
//!
//! ```text
//! {"format":"owed-backup","version":1,
//! "header":{"book":"…","written":"…","app":"…","entries":2,"blobs":1,"head":{…},"totals":{…}},
//! "entries":[
//! {"header":{…},"hash":"…","changes":[…]},
//! {"header":{…},"hash":"…","changes":[…]}
//! ],
//! "blobs":[
//! {"blob":"…","size":300000,"offset":0,"base64":"…"},
//! {"blob":"…","size":300000,"offset":196608,"base64":"…"}
//! ],
//! "sha256":"…"}
//! ```
//!
//! - `entries` is the journal in order, each entry's bytes as first written
//!   (see [`crate::journal`]), one on a line. The last state of a record is
//!   the last `put` that names its id; where a `remove` comes later, it is
//!   gone.
//! - `blobs` are attachments and logos, named by the SHA-256 of their bytes
//!   and cut into chunks of at most [`CHUNK_BYTES`] bytes.
//! - `header` says how many entries and blobs there are, where the journal
//!   ends, and control totals: per currency, figures by name, for who
//!   restores the book to compare with.
//! - `sha256` is over all bytes before the line that states it, without a
//!   byte order mark. `head -n -1 FILE | sha256sum` computes it. A file
//!   whose line ends were turned into CR LF on the way is read as well: the
//!   digest is that of the lines with LF. So is one that another program laid
//!   out anew: white space between its tokens says nothing.
//!
//! [`BackupWriter`] hands out pieces of about [`PIECE_BYTES`], and
//! [`BackupReader`] is fed pieces of any size and holds no more than one
//! line. Neither folds a Book. Who restores one holds each entry against the
//! laws of the books as well ([`Audit`]); of a file that is damaged,
//! [`remains`] reads what is left.

// What is read is untrusted: no place in it is taken to be there.
#![cfg_attr(not(test), deny(clippy::indexing_slicing, clippy::string_slice))]

use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;

use crate::file_kind::FileKind;
use crate::journal;
use crate::journal::{Entry, Hash};

mod audit;
mod compare;
mod format;
mod fresh;
mod layout;
mod reader;
mod remains;
mod writer;

pub use audit::{Audit, Breach, control_totals};
pub use compare::{Comparison, Side, blobs_named, compare, compare_in_steps};
pub use format::{
    BLOB_BYTES_MAX, BLOBS_MAX, CHUNK_BYTES, ControlTotals, ENTRIES_MAX, Header, PIECE_BYTES,
    VERSION,
};
pub use fresh::{COMMAND as FRESH, fresh_in_steps};
pub use reader::{BackupReader, read};
pub use remains::{Remains, remains};
pub use writer::{BackupWriter, WriteFault};

use format::{DAMAGED_START, FORMAT_START, length};

/// A part of a blob, as stored on one line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Chunk {
    /// The SHA-256 of the whole blob, which is its name.
    pub blob: Hash,
    /// Bytes of the whole blob.
    pub size: u64,
    /// Where in the blob this part begins.
    pub offset: u64,
    pub bytes: Vec<u8>,
}

impl Chunk {
    /// Whether the blob is complete with it. Its digest was verified then.
    pub fn is_last(&self) -> bool {
        self.offset + length(&self.bytes) == self.size
    }
}

/// What a backup consists of, in this order.
#[derive(Clone, PartialEq, Debug)]
pub enum Item {
    Header(Box<Header>),
    /// An entry that follows the one before: its bytes and what they say.
    Entry {
        bytes: Vec<u8>,
        entry: Box<Entry>,
    },
    Blob(Chunk),
}

/// What is counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    Entries,
    Blobs,
}

/// What is wrong with a backup, and where.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
#[error("line {line}: {fault}")]
pub struct Problem {
    /// From 1.
    pub line: u64,
    pub fault: Fault,
}

/// What is wrong with a backup.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    #[error("this is {0}, not a backup of Owed")]
    WrongFile(FileKind),
    #[error(
        "written by a newer version of Owed (backup format {0}, this one reads up to {VERSION})"
    )]
    TooNew(u32),
    #[error("another program has arranged the lines of this backup anew")]
    Rearranged,
    #[error("not in UTF-8: another program has changed the encoding")]
    NotUtf8,
    #[error("longer than {0} bytes")]
    LineTooLong(usize),
    #[error("the header is not as it should be: {0}")]
    Header(String),
    #[error("{stated} {part} are more than {max}")]
    TooMany { part: Part, stated: u32, max: u32 },
    #[error("something else where {0} should be")]
    Unexpected(Cow<'static, str>),
    #[error("{0}")]
    Entry(#[from] journal::Fault),
    #[error("this entry was damaged already when the backup was written")]
    DamagedBefore,
    #[error("the blobs: {0}")]
    Blob(BlobFault),
    #[error("{found} {part} where the header says {stated}")]
    Count { part: Part, stated: u32, found: u32 },
    #[error("the last entry is not the one that the header names")]
    OtherHead,
    #[error("the file was changed or damaged: its digest is {found}, not {stated}")]
    Digest { stated: Hash, found: Hash },
    #[error(
        "the file ends here, after {entries} of {entries_stated} entries and {blobs} of {blobs_stated} blobs"
    )]
    Truncated {
        entries: u32,
        entries_stated: u32,
        blobs: u32,
        blobs_stated: u32,
    },
    #[error("the file goes on after its end")]
    AfterEnd,
}

/// What is wrong with a blob.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum BlobFault {
    #[error("not a chunk: {0}")]
    Malformed(String),
    #[error("a chunk that is empty, too long or not in Base64")]
    BadChunk,
    #[error("larger than {BLOB_BYTES_MAX} bytes")]
    TooLarge,
    #[error("a chunk that does not follow the one before")]
    NotNext,
    #[error("the bytes do not match their digest")]
    Damaged,
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Part::Entries => "entries",
            Part::Blobs => "blobs",
        })
    }
}

#[cfg(test)]
mod tests;
