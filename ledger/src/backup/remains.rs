//! What is left of a backup that was damaged: the lines that may be entries, in
//! their order, and the blobs that are whole.
//!
//! Which of the entries can go on is for [`crate::recovery`] to say.

use std::collections::BTreeMap;
use std::iter;

use serde::Deserialize;

use super::layout::relaid;
use super::{BLOB_BYTES_MAX, DAMAGED_START, Header, length};
use crate::base64;
use crate::file_kind;
use crate::journal::{self, BookId, Hash};

/// What can be read of a backup, whatever its digest says.
#[derive(Clone, PartialEq, Debug)]
pub struct Remains {
    pub book: BookId,
    /// `None` where it cannot be read.
    pub header: Option<Header>,
    /// Each line that stands where an entry should. Where the file was cut off,
    /// empty ones stand for those that are missing at its end.
    pub lines: Vec<Vec<u8>>,
    pub blobs: Vec<(Hash, Vec<u8>)>,
}

const ENTRIES: &[u8] = b"\"entries\":[";
const BLOBS: &[u8] = b"\"blobs\":[";
const BLOB: &[u8] = b"{\"blob\":\"";
const HEADER: &[u8] = b"\"header\":";
const END: &[u8] = b"],";

/// Reads what is left of a backup. `None` where no entry can be made out: it is
/// no backup, or nothing is left of it.
pub fn remains(bytes: &[u8]) -> Option<Remains> {
    let mut header = None;
    let mut lines = Vec::new();
    let mut blobs = Blobs::default();
    let mut in_entries = false;
    let is_laid_out = has_own_lines(bytes);
    let laid = (!is_laid_out).then(|| relaid(bytes));
    let bytes = laid.as_deref().unwrap_or(bytes);
    for line in file_kind::without_bom(bytes).split(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if let Some(rest) = line.strip_prefix(HEADER) {
            let rest = rest.strip_suffix(b",").unwrap_or(rest);
            header = header.or_else(|| serde_json::from_slice::<Header>(rest).ok());
        } else if line == ENTRIES {
            in_entries = true;
        } else if line.starts_with(BLOB) {
            in_entries = false;
            blobs.take(line);
        } else if line == END || line == BLOBS {
            in_entries = false;
        } else if in_entries || journal::header_of(line).is_some() {
            in_entries = true;
            lines.push(entry(line));
        }
    }
    let named = || lines.iter().find_map(|line| journal::header_of(line));
    let book = match &header {
        Some(header) => header.book.clone(),
        None => named()?.book,
    };
    named()?;
    if let Some(header) = &header {
        let missing = missing(header, &lines);
        lines.extend(iter::repeat_n(Vec::new(), missing));
    }
    Some(Remains {
        book,
        header,
        lines,
        blobs: blobs.whole,
    })
}

/// Whether some line is one that Owed writes; else another program laid the
/// file out anew.
fn has_own_lines(bytes: &[u8]) -> bool {
    let mut lines = bytes.split(|byte| *byte == b'\n');
    lines.any(|line| {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        line == ENTRIES || line == BLOBS || line == END
    })
}

/// How many entries that the header counts come after the last line.
fn missing(header: &Header, lines: &[Vec<u8>]) -> usize {
    // What the header says may be damaged.
    const MOST: usize = 1 << 20;
    let count = |seq: u32| usize::try_from(seq).unwrap_or(MOST).min(MOST);
    let last = lines.iter().rev().find_map(|line| journal::header_of(line));
    let last = last.map_or(0, |last| count(last.seq));
    count(header.entries).saturating_sub(last.max(lines.len()))
}

/// The bytes of an entry as the journal had them.
fn entry(line: &[u8]) -> Vec<u8> {
    let line = line.strip_suffix(b",").unwrap_or(line);
    let kept = line.strip_prefix(DAMAGED_START.as_bytes());
    let kept = kept.and_then(|rest| base64::read(rest.strip_suffix(b"\"}")?));
    kept.unwrap_or_else(|| line.to_vec())
}

/// Blobs on their way in, by their digest.
#[derive(Default)]
struct Blobs {
    begun: BTreeMap<Hash, Vec<u8>>,
    whole: Vec<(Hash, Vec<u8>)>,
}

impl Blobs {
    fn take(&mut self, line: &[u8]) {
        #[derive(Deserialize)]
        struct Line<'a> {
            blob: Hash,
            size: u64,
            offset: u64,
            base64: &'a str,
        }
        let line = line.strip_suffix(b",").unwrap_or(line);
        let Ok(line) = serde_json::from_slice::<Line>(line) else {
            return;
        };
        let Some(bytes) = base64::read(line.base64.as_bytes()) else {
            return;
        };
        let begun = self.begun.entry(line.blob).or_default();
        if line.size > BLOB_BYTES_MAX || length(begun) != line.offset {
            return;
        }
        begun.extend(bytes);
        if length(begun) == line.size && Hash::of(begun) == line.blob {
            let bytes = std::mem::take(begun);
            self.whole.push((line.blob, bytes));
        }
    }
}
