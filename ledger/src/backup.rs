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
//!   digest is that of the lines with LF.
//!
//! [`BackupWriter`] hands out pieces of about [`PIECE_BYTES`], and
//! [`BackupReader`] is fed pieces of any size and holds no more than one
//! line. Neither folds a Book nor compares the control totals; both belong
//! to who restores.

use std::collections::BTreeMap;
use std::fmt;
use std::mem;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::date::Timestamp;
use crate::file_kind::{self, FileKind};
use crate::journal::{self, BookId, Entry, Hash, Head};

mod base64;

/// The version that new backups are written in.
pub const VERSION: u32 = 1;
/// Entries of one backup at the most.
pub const ENTRIES_MAX: u32 = 10_000_000;
/// Blobs of one backup at the most.
pub const BLOBS_MAX: u32 = 100_000;
/// Bytes of one blob at the most.
pub const BLOB_BYTES_MAX: u64 = 64 << 20;
/// Bytes of a blob on one line. Divides by three, so that only a blob's last
/// chunk has padding.
pub const CHUNK_BYTES: usize = 192 << 10;
/// Pieces handed out by [`BackupWriter`] have at least so many bytes, but
/// for the last one.
pub const PIECE_BYTES: usize = 1 << 20;

/// Bytes of the lines that are neither an entry nor a chunk.
const HEADER_BYTES_MAX: usize = 1 << 20;
const FORMAT_BYTES_MAX: usize = 200;
const CHUNK_LINE_BYTES_MAX: usize = CHUNK_BYTES / 3 * 4 + 300;
const FORMAT_START: &str = "{\"format\":\"owed-backup\",\"version\":";
const DAMAGED_START: &str = "{\"damaged\":\"";

/// Figures by name (`open`, `unapplied`, …) per currency, as plain decimals.
pub type ControlTotals = BTreeMap<String, BTreeMap<String, String>>;

/// What a backup says of itself.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    pub book: BookId,
    /// When the backup was written. For people.
    pub written: Timestamp,
    /// The version of the program that wrote it.
    pub app: String,
    pub entries: u32,
    pub blobs: u32,
    /// Where the journal ends.
    pub head: Head,
    pub totals: ControlTotals,
}

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
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    Entries,
    Blobs,
}

/// What is wrong with a backup, and where.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("line {line}: {fault}")]
pub struct Problem {
    /// From 1.
    pub line: u64,
    pub fault: Fault,
}

/// What is wrong with a backup.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
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
    Unexpected(&'static str),
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
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
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

/// Why a backup cannot be written: the caller's parts do not make one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum WriteFault {
    #[error("an entry's bytes are not one line of text")]
    NotOneLine,
    #[error("a blob after the last, or an entry after a blob")]
    OutOfOrder,
    #[error("a blob that is empty, too large, or not what its name says")]
    BadBlob,
    #[error("not as many entries or blobs as the header says")]
    Count,
    #[error("the header has no text form")]
    Header,
}

/// Writes a backup: header, entries in order, blobs; then the rest.
///
/// After each step [`BackupWriter::piece`] gives what is ready. The entries
/// are not verified, so that a damaged book can be saved as well: where one
/// is known to be damaged, [`BackupWriter::damaged`] keeps its bytes.
pub struct BackupWriter {
    pending: Vec<u8>,
    sha: Sha256,
    header: Header,
    entries: u32,
    blobs: u32,
}

impl BackupWriter {
    /// # Errors
    /// [`WriteFault::Header`].
    pub fn new(header: Header) -> Result<BackupWriter, WriteFault> {
        let text = serde_json::to_string(&header).map_err(|_| WriteFault::Header)?;
        let mut pending = Vec::with_capacity(PIECE_BYTES * 2);
        pending.extend_from_slice(FORMAT_START.as_bytes());
        pending.extend_from_slice(
            format!("{VERSION},\n\"header\":{text},\n\"entries\":[\n").as_bytes(),
        );
        let mut writer = BackupWriter {
            pending,
            sha: Sha256::new(),
            header,
            entries: 0,
            blobs: 0,
        };
        if writer.header.entries == 0 {
            writer.open_blobs();
        }
        Ok(writer)
    }

    /// The next entry, as the journal has it.
    ///
    /// # Errors
    /// [`WriteFault::NotOneLine`], [`WriteFault::Count`].
    pub fn entry(&mut self, bytes: &[u8]) -> Result<(), WriteFault> {
        if bytes.contains(&b'\n') || std::str::from_utf8(bytes).is_err() {
            return Err(WriteFault::NotOneLine);
        }
        self.entry_line(bytes)
    }

    /// The next entry, where its bytes are no entry any more. They are kept
    /// for who may repair them; [`BackupReader`] refuses such a backup.
    ///
    /// # Errors
    /// [`WriteFault::Count`].
    pub fn damaged(&mut self, bytes: &[u8]) -> Result<(), WriteFault> {
        let mut line = DAMAGED_START.as_bytes().to_vec();
        base64::write(bytes, &mut line);
        line.extend_from_slice(b"\"}");
        self.entry_line(&line)
    }

    fn entry_line(&mut self, line: &[u8]) -> Result<(), WriteFault> {
        if self.entries == self.header.entries {
            return Err(WriteFault::Count);
        }
        self.entries += 1;
        self.pending.extend_from_slice(line);
        if self.entries < self.header.entries {
            self.pending.extend_from_slice(b",\n");
        } else {
            self.pending.push(b'\n');
            self.open_blobs();
        }
        Ok(())
    }

    fn open_blobs(&mut self) {
        self.pending.extend_from_slice(b"],\n\"blobs\":[\n");
    }

    /// The next blob, after the last entry.
    ///
    /// # Errors
    /// [`WriteFault::OutOfOrder`], [`WriteFault::BadBlob`],
    /// [`WriteFault::Count`].
    pub fn blob(&mut self, name: Hash, bytes: &[u8]) -> Result<(), WriteFault> {
        let size = length(bytes);
        if self.entries < self.header.entries {
            return Err(WriteFault::OutOfOrder);
        }
        if self.blobs == self.header.blobs {
            return Err(WriteFault::Count);
        }
        if bytes.is_empty() || size > BLOB_BYTES_MAX || Hash::of(bytes) != name {
            return Err(WriteFault::BadBlob);
        }
        self.blobs += 1;
        let mut offset = 0;
        for chunk in bytes.chunks(CHUNK_BYTES) {
            let start =
                format!("{{\"blob\":\"{name}\",\"size\":{size},\"offset\":{offset},\"base64\":\"");
            self.pending.extend_from_slice(start.as_bytes());
            base64::write(chunk, &mut self.pending);
            self.pending.extend_from_slice(b"\"}");
            offset += length(chunk);
            if offset < size || self.blobs < self.header.blobs {
                self.pending.push(b',');
            }
            self.pending.push(b'\n');
        }
        Ok(())
    }

    /// The bytes that are ready, once they are [`PIECE_BYTES`] or more.
    pub fn piece(&mut self) -> Option<Vec<u8>> {
        (self.pending.len() >= PIECE_BYTES).then(|| {
            let next = Vec::with_capacity(self.pending.len());
            let piece = mem::replace(&mut self.pending, next);
            self.sha.update(&piece);
            piece
        })
    }

    /// The last bytes.
    ///
    /// # Errors
    /// [`WriteFault::Count`] where parts are missing: what was written so
    /// far is no backup.
    pub fn finish(mut self) -> Result<Vec<u8>, WriteFault> {
        if self.entries != self.header.entries || self.blobs != self.header.blobs {
            return Err(WriteFault::Count);
        }
        self.pending.extend_from_slice(b"],\n");
        self.sha.update(&self.pending);
        let digest = Hash(self.sha.finalize().into());
        self.pending
            .extend_from_slice(format!("\"sha256\":\"{digest}\"}}\n").as_bytes());
        Ok(self.pending)
    }
}

/// What the next line must be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Expected {
    Format,
    Header,
    EntriesStart,
    Entry,
    EntriesEnd,
    BlobsStart,
    Blob,
    BlobsEnd,
    Digest,
    Nothing,
}

impl Expected {
    fn line_bytes_max(self) -> usize {
        match self {
            Expected::Format => FORMAT_BYTES_MAX,
            // The comma at its end is not the entry's.
            Expected::Entry => journal::ENTRY_BYTES_MAX + 1,
            Expected::Blob => CHUNK_LINE_BYTES_MAX,
            _ => HEADER_BYTES_MAX,
        }
    }
}

/// A blob of which some chunks came.
struct OpenBlob {
    name: Hash,
    size: u64,
    read: u64,
    sha: Sha256,
}

/// Reads a backup from pieces of any size, and verifies it.
///
/// Every item handed out fits to those before it, but only
/// [`BackupReader::finish`] says that the backup is whole and unchanged:
/// nothing of it may be kept before that.
pub struct BackupReader {
    /// The beginning of a line whose end was not fed yet.
    begun: Vec<u8>,
    /// The number of the line to come, from 1.
    line: u64,
    /// Whether the lines end in CR LF: as the first one did.
    with_cr: bool,
    expected: Expected,
    sha: Sha256,
    header: Option<Box<Header>>,
    head: Head,
    entries: u32,
    blobs: u32,
    blob: Option<OpenBlob>,
    failed: Option<Problem>,
}

impl Default for BackupReader {
    fn default() -> BackupReader {
        BackupReader {
            begun: Vec::new(),
            line: 1,
            with_cr: false,
            expected: Expected::Format,
            sha: Sha256::new(),
            header: None,
            head: Head::EMPTY,
            entries: 0,
            blobs: 0,
            blob: None,
            failed: None,
        }
    }
}

impl BackupReader {
    pub fn new() -> BackupReader {
        BackupReader::default()
    }

    /// Takes the file's next bytes and gives what they complete.
    ///
    /// # Errors
    /// The first [`Problem`] there is, and the same one ever after.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<Vec<Item>, Problem> {
        if let Some(problem) = &self.failed {
            return Err(problem.clone());
        }
        let mut items = Vec::new();
        self.lines(bytes, &mut items)
            .map_err(|fault| self.fail(fault))?;
        Ok(items)
    }

    /// Ends the reading: the header of a backup that is whole and unchanged.
    ///
    /// # Errors
    /// The first [`Problem`] there is.
    pub fn finish(mut self) -> Result<Header, Problem> {
        if let Some(problem) = self.failed {
            return Err(problem);
        }
        let begun = mem::take(&mut self.begun);
        // The last line may lack its end, as some programs cut it off.
        if !begun.is_empty() {
            let last = self.expected == Expected::Digest && begun.ends_with(b"\"}");
            let ended = if last || self.expected == Expected::Nothing {
                self.line(&begun, &mut Vec::new())
            } else {
                Err(self.ended_within(&begun))
            };
            ended.map_err(|fault| self.fail(fault))?;
        }
        match self.header.take() {
            Some(header) if self.expected == Expected::Nothing => Ok(*header),
            header => {
                self.header = header;
                let fault = self.ended_within(b"");
                Err(self.fail(fault))
            }
        }
    }

    fn fail(&mut self, fault: Fault) -> Problem {
        let problem = Problem {
            line: self.line,
            fault,
        };
        self.failed = Some(problem.clone());
        problem
    }

    fn ended_within(&self, begun: &[u8]) -> Fault {
        let begun = file_kind::without_bom(begun);
        let is_start = begun.starts_with(FORMAT_START.as_bytes())
            || (FORMAT_START.as_bytes().starts_with(begun) && !begun.is_empty());
        if self.expected == Expected::Format && !is_start {
            return not_a_backup(begun);
        }
        let stated = |count: fn(&Header) -> u32| self.header.as_deref().map_or(0, count);
        Fault::Truncated {
            entries: self.entries,
            entries_stated: stated(|header| header.entries),
            blobs: self.blobs,
            blobs_stated: stated(|header| header.blobs),
        }
    }

    fn lines(&mut self, bytes: &[u8], items: &mut Vec<Item>) -> Result<(), Fault> {
        let mut rest = bytes;
        while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
            self.check_length(&rest[..end])?;
            if self.expected == Expected::Format {
                // All that is there tells better than one line what it is.
                let first = [&self.begun, rest].concat();
                if !file_kind::without_bom(&first).starts_with(FORMAT_START.as_bytes()) {
                    return Err(not_a_backup(&first));
                }
            }
            if self.begun.is_empty() {
                self.line(&rest[..end], items)?;
            } else {
                let mut line = mem::take(&mut self.begun);
                line.extend_from_slice(&rest[..end]);
                self.line(&line, items)?;
                line.clear();
                self.begun = line;
            }
            self.line += 1;
            rest = &rest[end + 1..];
        }
        self.check_length(rest)?;
        self.begun.extend_from_slice(rest);
        Ok(())
    }

    fn check_length(&self, more: &[u8]) -> Result<(), Fault> {
        let max = self.expected.line_bytes_max();
        if self.begun.len() + more.len() <= max {
            Ok(())
        } else if self.expected == Expected::Format {
            // What the file is shows before its first line ends.
            Err(not_a_backup(&[&self.begun, more].concat()))
        } else {
            Err(Fault::LineTooLong(max))
        }
    }

    fn line(&mut self, line: &[u8], items: &mut Vec<Item>) -> Result<(), Fault> {
        let line = match self.expected {
            Expected::Format => {
                let line = file_kind::without_bom(line);
                self.with_cr = line.ends_with(b"\r");
                line
            }
            _ => line,
        };
        let line = if self.with_cr {
            line.strip_suffix(b"\r").unwrap_or(line)
        } else {
            line
        };
        if self.expected == Expected::Digest {
            return self.digest(line);
        }
        self.sha.update(line);
        self.sha.update(b"\n");
        if self.expected == Expected::Format {
            self.expected = format_line(line)?;
            return Ok(());
        }
        let text = std::str::from_utf8(line).map_err(|_| Fault::NotUtf8)?;
        self.expected = match self.expected {
            Expected::Format | Expected::Digest => self.expected,
            Expected::Header => {
                items.push(self.header_line(text)?);
                Expected::EntriesStart
            }
            Expected::EntriesStart if text == "\"entries\":[" => self.after_entry(),
            Expected::Entry => {
                items.push(self.entry_line(text)?);
                self.after_entry()
            }
            Expected::EntriesEnd if text == "]," => Expected::BlobsStart,
            Expected::BlobsStart if text == "\"blobs\":[" => self.after_blob(),
            Expected::Blob => {
                items.push(Item::Blob(self.blob_line(text)?));
                self.after_blob()
            }
            Expected::BlobsEnd if text == "]," => Expected::Digest,
            Expected::EntriesEnd if text.starts_with('{') => {
                return Err(self.count(Part::Entries, 1));
            }
            Expected::BlobsEnd if text.starts_with('{') => {
                return Err(self.count(Part::Blobs, 1));
            }
            Expected::EntriesStart => return Err(Fault::Unexpected("\"entries\":[")),
            Expected::BlobsStart => return Err(Fault::Unexpected("\"blobs\":[")),
            Expected::EntriesEnd | Expected::BlobsEnd => return Err(Fault::Unexpected("],")),
            Expected::Nothing if text.trim().is_empty() => Expected::Nothing,
            Expected::Nothing => return Err(Fault::AfterEnd),
        };
        Ok(())
    }

    /// Entries and blobs that the header states.
    fn stated(&self) -> (u32, u32) {
        self.header
            .as_deref()
            .map_or((0, 0), |header| (header.entries, header.blobs))
    }

    fn after_entry(&self) -> Expected {
        if self.entries < self.stated().0 {
            Expected::Entry
        } else {
            Expected::EntriesEnd
        }
    }

    fn after_blob(&self) -> Expected {
        if self.blobs < self.stated().1 {
            Expected::Blob
        } else {
            Expected::BlobsEnd
        }
    }

    /// A list that ends early or goes on shows by the comma first.
    fn without_comma<'a>(&self, text: &'a str, part: Part, is_due: bool) -> Result<&'a str, Fault> {
        let more = match part {
            Part::Entries => 1,
            Part::Blobs => 0,
        };
        match text.strip_suffix(',') {
            Some(text) if is_due => Ok(text),
            None if !is_due => Ok(text),
            Some(_) => Err(self.count(part, more + 1)),
            None => Err(self.count(part, more)),
        }
    }

    fn count(&self, part: Part, more: u32) -> Fault {
        let (stated, found) = match part {
            Part::Entries => (self.stated().0, self.entries),
            Part::Blobs => (self.stated().1, self.blobs),
        };
        Fault::Count {
            part,
            stated,
            found: found + more,
        }
    }

    fn header_line(&mut self, text: &str) -> Result<Item, Fault> {
        let text = text
            .strip_prefix("\"header\":")
            .and_then(|text| text.strip_suffix(','))
            .ok_or(Fault::Unexpected("\"header\":{…},"))?;
        let header: Header =
            serde_json::from_str(text).map_err(|error| Fault::Header(error.to_string()))?;
        let id = header.book.0.as_bytes();
        if id.len() != 32
            || !id
                .iter()
                .all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'))
        {
            return Err(Fault::Header("the name of the book".to_owned()));
        }
        for (part, stated, max) in [
            (Part::Entries, header.entries, ENTRIES_MAX),
            (Part::Blobs, header.blobs, BLOBS_MAX),
        ] {
            if stated > max {
                return Err(Fault::TooMany { part, stated, max });
            }
        }
        if header.entries == 0 && header.head != Head::EMPTY {
            return Err(Fault::OtherHead);
        }
        let header = Box::new(header);
        self.header = Some(header.clone());
        Ok(Item::Header(header))
    }

    fn entry_line(&mut self, text: &str) -> Result<Item, Fault> {
        if text == "]," {
            return Err(self.count(Part::Entries, 0));
        }
        let (stated, _) = self.stated();
        let text = self.without_comma(text, Part::Entries, self.entries + 1 < stated)?;
        if text.starts_with(DAMAGED_START) {
            return Err(Fault::DamagedBefore);
        }
        let entry = journal::read(text.as_bytes())?;
        if let Some(header) = &self.header {
            journal::follows(&self.head, &header.book, &entry.header)?;
            self.entries += 1;
            self.head = entry.head();
            if self.entries == header.entries && self.head != header.head {
                return Err(Fault::OtherHead);
            }
        }
        Ok(Item::Entry {
            bytes: text.as_bytes().to_vec(),
            entry: Box::new(entry),
        })
    }

    fn blob_line(&mut self, text: &str) -> Result<Chunk, Fault> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Line<'a> {
            blob: Hash,
            size: u64,
            offset: u64,
            base64: &'a str,
        }
        if text == "]," {
            return Err(self.count(Part::Blobs, 0));
        }
        // Whether a comma is due shows only after the chunk is read.
        let bare = text.strip_suffix(',').unwrap_or(text);
        let line: Line = serde_json::from_str(bare)
            .map_err(|error| Fault::Blob(BlobFault::Malformed(error.to_string())))?;
        let bytes = base64::read(line.base64.as_bytes())
            .filter(|bytes| !bytes.is_empty() && bytes.len() <= CHUNK_BYTES)
            .ok_or(Fault::Blob(BlobFault::BadChunk))?;
        let chunk = Chunk {
            blob: line.blob,
            size: line.size,
            offset: line.offset,
            bytes,
        };
        self.chunk(&chunk).map_err(Fault::Blob)?;
        let (_, stated) = self.stated();
        self.without_comma(text, Part::Blobs, !chunk.is_last() || self.blobs < stated)?;
        Ok(chunk)
    }

    fn chunk(&mut self, chunk: &Chunk) -> Result<(), BlobFault> {
        if chunk.size > BLOB_BYTES_MAX {
            return Err(BlobFault::TooLarge);
        }
        let mut blob = self.blob.take().unwrap_or_else(|| OpenBlob {
            name: chunk.blob,
            size: chunk.size,
            read: 0,
            sha: Sha256::new(),
        });
        if (blob.name, blob.size, blob.read) != (chunk.blob, chunk.size, chunk.offset) {
            return Err(BlobFault::NotNext);
        }
        blob.sha.update(&chunk.bytes);
        blob.read += length(&chunk.bytes);
        if blob.read > blob.size {
            return Err(BlobFault::NotNext);
        }
        if blob.read < blob.size {
            self.blob = Some(blob);
            return Ok(());
        }
        if Hash(blob.sha.finalize().into()) != blob.name {
            return Err(BlobFault::Damaged);
        }
        self.blobs += 1;
        Ok(())
    }

    fn digest(&mut self, line: &[u8]) -> Result<(), Fault> {
        let stated: Hash = std::str::from_utf8(line)
            .ok()
            .and_then(|text| text.strip_prefix("\"sha256\":\""))
            .and_then(|text| text.strip_suffix("\"}"))
            .and_then(|text| text.parse().ok())
            .ok_or(Fault::Unexpected("\"sha256\":\"…\"}"))?;
        let found = Hash(mem::take(&mut self.sha).finalize().into());
        if stated != found {
            return Err(Fault::Digest { stated, found });
        }
        self.expected = Expected::Nothing;
        Ok(())
    }
}

/// Reads a whole backup that is in memory.
///
/// # Errors
/// The first [`Problem`] there is.
pub fn read(bytes: &[u8]) -> Result<Vec<Item>, Problem> {
    let mut reader = BackupReader::new();
    let items = reader.feed(bytes)?;
    reader.finish()?;
    Ok(items)
}

fn format_line(line: &[u8]) -> Result<Expected, Fault> {
    let Some(rest) = line.strip_prefix(FORMAT_START.as_bytes()) else {
        return Err(not_a_backup(line));
    };
    let version: Option<u32> = rest
        .strip_suffix(b",")
        .and_then(|digits| std::str::from_utf8(digits).ok())
        .filter(|digits| !digits.starts_with('+'))
        .and_then(|digits| digits.parse().ok());
    match version {
        Some(VERSION) => Ok(Expected::Header),
        Some(newer) if newer > VERSION => Err(Fault::TooNew(newer)),
        Some(0) => Err(Fault::Unexpected("the number of the format")),
        // A backup on one line, or with spaces put in.
        _ => Err(Fault::Rearranged),
    }
}

fn not_a_backup(begun: &[u8]) -> Fault {
    match FileKind::of(begun) {
        FileKind::Backup => Fault::Rearranged,
        kind => Fault::WrongFile(kind),
    }
}

fn length(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::change::Change;
    use crate::customer::Customer;
    use crate::ids::{Chain, CustomerId, RawId};
    use crate::journal::{Writer, Written};

    const CHAIN: Chain = Chain(0xa1b2_c3d4);

    fn book() -> BookId {
        BookId::from_random([7; 16])
    }

    /// A journal of `count` entries, each of one customer.
    fn journal(count: u32) -> Vec<Written> {
        let writer = Writer {
            book: book(),
            chain: CHAIN,
            device: "Laptop".to_owned(),
            actor: "Zoë".to_owned(),
            at: Timestamp(1_795_000_000_000),
        };
        let mut head = Head::EMPTY;
        (1..=count)
            .flat_map(|n| {
                let mut customer = Customer {
                    id: CustomerId(RawId { chain: CHAIN, n }),
                    ..Customer::default()
                };
                customer.details.name = format!("Müller & Söhne {n}\n\"{n}\"");
                let change = Change::Put(customer.into());
                let written = journal::write(&head, &writer, "SaveCustomer", &[change], || {
                    [n.to_le_bytes()[0]; 16]
                })
                .expect("an entry");
                head = written.last().map_or(head, |written| written.head);
                written
            })
            .collect()
    }

    fn header(entries: &[Written], blobs: usize) -> Header {
        Header {
            book: book(),
            written: Timestamp(1_795_000_000_000),
            app: "0.1.0".to_owned(),
            entries: u32::try_from(entries.len()).expect("few"),
            blobs: u32::try_from(blobs).expect("few"),
            head: entries.last().map_or(Head::EMPTY, |last| last.head),
            totals: BTreeMap::from([(
                "EUR".to_owned(),
                BTreeMap::from([("open".to_owned(), "1234.50".to_owned())]),
            )]),
        }
    }

    fn backup(entries: &[Written], blobs: &[Vec<u8>]) -> Vec<u8> {
        let header = header(entries, blobs.len());
        let mut writer = BackupWriter::new(header).expect("a header");
        let mut bytes = Vec::new();
        for entry in entries {
            writer.entry(&entry.bytes).expect("an entry");
            bytes.extend(writer.piece().unwrap_or_default());
        }
        for blob in blobs {
            writer.blob(Hash::of(blob), blob).expect("a blob");
            bytes.extend(writer.piece().unwrap_or_default());
        }
        bytes.extend(writer.finish().expect("a backup"));
        bytes
    }

    fn sample() -> Vec<u8> {
        backup(&journal(3), &[b"a logo".to_vec(), vec![0; 5]])
    }

    fn problem(bytes: &[u8]) -> (u64, Fault) {
        let problem = read(bytes).expect_err("a problem");
        (problem.line, problem.fault)
    }

    /// The backup with a text in it replaced, under a digest that fits: what
    /// shows then does not show by the digest.
    fn resealed(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
        let text = std::str::from_utf8(bytes).expect("text");
        let end = text.rfind("\"sha256\":").expect("a digest");
        assert!(text.contains(from), "{from}");
        let body = text[..end].replacen(from, to, 1);
        let digest = Hash::of(body.as_bytes());
        format!("{body}\"sha256\":\"{digest}\"}}\n").into_bytes()
    }

    fn lines(bytes: &[u8]) -> Vec<String> {
        let text = std::str::from_utf8(bytes).expect("text");
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn a_backup_is_one_json_document_with_an_entry_on_each_line() {
        let entries = journal(2);
        let bytes = backup(&entries, &[b"a logo".to_vec()]);
        let value: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON");
        assert_eq!(value["format"], "owed-backup");
        assert_eq!(value["header"]["totals"]["EUR"]["open"], "1234.50");
        assert_eq!(value["entries"].as_array().map(Vec::len), Some(2));
        assert_eq!(value["blobs"][0]["base64"], "YSBsb2dv");
        let lines = lines(&bytes);
        assert_eq!(lines[3].as_bytes(), [&entries[0].bytes[..], b","].concat());
        assert_eq!(lines[4].as_bytes(), entries[1].bytes);
        assert_eq!(lines.len(), 10);
    }

    #[test]
    fn what_is_read_is_what_was_written() {
        let entries = journal(3);
        let blobs = [vec![9; CHUNK_BYTES * 2 + 1], b"a logo".to_vec()];
        let bytes = backup(&entries, &blobs);
        let items = read(&bytes).expect("a backup");
        let mut read_entries = Vec::new();
        let mut read_blobs: BTreeMap<Hash, Vec<u8>> = BTreeMap::new();
        for item in items {
            match item {
                Item::Header(read) => assert_eq!(*read, header(&entries, 2)),
                Item::Entry { bytes, entry } => {
                    let head = entry.head();
                    read_entries.push(Written { head, bytes });
                }
                Item::Blob(chunk) => {
                    let blob = read_blobs.entry(chunk.blob).or_default();
                    blob.extend(&chunk.bytes);
                    assert_eq!(chunk.is_last(), length(blob) == chunk.size);
                }
            }
        }
        assert_eq!(read_entries, entries);
        assert_eq!(read_blobs.len(), 2);
        assert!(
            blobs
                .iter()
                .all(|blob| read_blobs[&Hash::of(blob)] == *blob)
        );
        assert_eq!(Hash::of(&backup(&read_entries, &blobs)), Hash::of(&bytes));
    }

    #[test]
    fn an_empty_book_has_a_backup() {
        let bytes = backup(&[], &[]);
        assert_eq!(read(&bytes).map(|items| items.len()), Ok(1));
    }

    #[test]
    fn pieces_are_handed_out_as_they_fill() {
        let blob = vec![1; PIECE_BYTES * 2];
        let entries = journal(1);
        let mut writer = BackupWriter::new(header(&entries, 1)).expect("a header");
        writer.entry(&entries[0].bytes).expect("an entry");
        assert_eq!(writer.piece(), None);
        writer.blob(Hash::of(&blob), &blob).expect("a blob");
        let mut bytes = writer.piece().expect("a piece");
        assert!(bytes.len() >= PIECE_BYTES);
        assert_eq!(writer.piece(), None);
        bytes.extend(writer.finish().expect("a backup"));
        assert_eq!(Hash::of(&bytes), Hash::of(&backup(&entries, &[blob])));
    }

    #[test]
    fn the_writer_refuses_parts_that_make_no_backup() {
        let entries = journal(2);
        let mut writer = BackupWriter::new(header(&entries, 1)).expect("a header");
        let blob = b"a logo";
        assert_eq!(writer.entry(b"{\n}"), Err(WriteFault::NotOneLine));
        assert_eq!(writer.entry(b"\xff"), Err(WriteFault::NotOneLine));
        assert_eq!(
            writer.blob(Hash::of(blob), blob),
            Err(WriteFault::OutOfOrder)
        );
        writer.entry(&entries[0].bytes).expect("an entry");
        writer.entry(&entries[1].bytes).expect("an entry");
        assert_eq!(writer.entry(&entries[1].bytes), Err(WriteFault::Count));
        assert_eq!(writer.blob(Hash::of(b""), blob), Err(WriteFault::BadBlob));
        assert_eq!(writer.blob(Hash::of(b""), b""), Err(WriteFault::BadBlob));
        assert_eq!(writer.finish(), Err(WriteFault::Count));
    }

    #[test]
    fn a_damaged_book_can_be_saved_and_says_where_it_is_damaged() {
        let entries = journal(2);
        let mut writer = BackupWriter::new(header(&entries, 0)).expect("a header");
        writer.entry(&entries[0].bytes).expect("an entry");
        writer.damaged(b"\xff\n\x00").expect("a damaged entry");
        let bytes = writer.finish().expect("a backup");
        assert!(serde_json::from_slice::<serde_json::Value>(&bytes).is_ok());
        assert_eq!(problem(&bytes), (5, Fault::DamagedBefore));
    }

    #[test]
    fn a_mark_or_other_line_ends_do_no_harm() {
        let bytes = sample();
        let items = read(&bytes).expect("a backup");
        let marked = [b"\xef\xbb\xbf", &bytes[..]].concat();
        assert_eq!(read(&marked), Ok(items.clone()));
        let text = String::from_utf8(bytes).expect("text");
        let with_cr = text.replace('\n', "\r\n");
        assert_eq!(read(with_cr.as_bytes()), Ok(items.clone()));
        assert_eq!(read(text.trim_end().as_bytes()), Ok(items.clone()));
        assert_eq!(read(format!("{text}\n\n").as_bytes()), Ok(items));
    }

    #[test]
    fn other_files_are_called_by_their_name() {
        let not = |kind| (1, Fault::WrongFile(kind));
        let utf16: Vec<u8> = "{\"format\":\"owed-backup\",\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let minified = String::from_utf8(sample()).expect("text").replace('\n', "");
        let pretty = "{\n  \"format\": \"owed-backup\",\n";
        for (bytes, expected) in [
            (&b""[..], not(FileKind::Empty)),
            (b"\xef\xbb\xbf", not(FileKind::Empty)),
            (b"\x1f\x8b\x08", not(FileKind::Gzip)),
            (b"PK\x03\x04", not(FileKind::Zip)),
            (&utf16, not(FileKind::Utf16)),
            (b"{\"owed_records\":1}\n", not(FileKind::Records)),
            (b"customer,number\n1,2\n", not(FileKind::Text)),
            (&vec![b'x'; 200_000], not(FileKind::Text)),
            (b"{\"a\":1}", not(FileKind::Json)),
            (minified.as_bytes(), (1, Fault::Rearranged)),
            (pretty.as_bytes(), (1, Fault::Rearranged)),
        ] {
            let shown = bytes[..bytes.len().min(40)].escape_ascii();
            assert_eq!(problem_in_pieces(bytes, 4_096), expected, "{shown}");
            assert_eq!(problem_in_pieces(bytes, 1).0, 1, "{shown}");
        }
    }

    fn problem_in_pieces(bytes: &[u8], size: usize) -> (u64, Fault) {
        let problem = read_in_pieces(bytes, size).expect_err("a problem");
        (problem.line, problem.fault)
    }

    fn read_in_pieces(bytes: &[u8], size: usize) -> Result<Vec<Item>, Problem> {
        let mut reader = BackupReader::new();
        let mut items = Vec::new();
        for piece in bytes.chunks(size) {
            items.extend(reader.feed(piece)?);
        }
        reader.finish()?;
        Ok(items)
    }

    #[test]
    fn a_newer_version_is_not_guessed_at() {
        let text = String::from_utf8(sample()).expect("text");
        let newer = text.replacen("\"version\":1", "\"version\":2", 1);
        assert_eq!(problem(newer.as_bytes()), (1, Fault::TooNew(2)));
    }

    #[test]
    fn each_kind_of_change_is_named_with_its_place() {
        let bytes = sample();
        let lines = lines(&bytes);
        let name = book().0;
        let other = BookId::from_random([8; 16]).0;
        let swapped = format!("{},\n{}", lines[5], lines[4].trim_end_matches(','));
        for (from, to, line, expected) in [
            (
                "\"entries\":3",
                "\"entries\":4",
                6,
                "3 entries where the header says 4",
            ),
            (
                "\"entries\":3",
                "\"entries\":2",
                5,
                "3 entries where the header says 2",
            ),
            (
                "\"entries\":3",
                "\"entries\":10000001",
                2,
                "more than 10000000",
            ),
            ("\"entries\":3", "\"entries\":-1", 2, "the header"),
            (
                "\"blobs\":2",
                "\"blobs\":3",
                10,
                "2 blobs where the header says 3",
            ),
            (
                "\"blobs\":2",
                "\"blobs\":1",
                9,
                "2 blobs where the header says 1",
            ),
            (&name, &other, 4, "entry 1 belongs to another book"),
            (&name, "../../etc/passwd", 2, "the name of the book"),
            (
                "\"seq\":3,\"hash\":\"",
                "\"seq\":3,\"hash\":\"0",
                2,
                "the header",
            ),
            ("\"app\":", "\"apple\":", 2, "unknown field `apple`"),
            (
                &format!("{}\n", lines[4]),
                "",
                5,
                "2 entries where the header says 3",
            ),
            (
                &format!("{}\n{}", lines[4], lines[5]),
                &swapped,
                5,
                "entry 3 does not follow",
            ),
            (
                "Söhne 2",
                "Söhne 4",
                5,
                "entry 2: change 0 does not match its digest",
            ),
            (
                "YSBsb2dv",
                "YSBsb2dw",
                9,
                "the bytes do not match their digest",
            ),
            ("YSBsb2dv", "YSBsb2d", 9, "not in Base64"),
            (
                "\"size\":6,\"offset\":0",
                "\"size\":6,\"offset\":1",
                9,
                "does not follow",
            ),
            ("\"size\":6", "\"size\":99999999999", 9, "larger than"),
            (
                "\"blobs\":[",
                "\"globs\":[",
                8,
                "something else where \"blobs\":[",
            ),
        ] {
            let problem = read(&resealed(&bytes, from, to)).expect_err(from);
            let text = problem.fault.to_string();
            assert!(text.contains(expected), "{from} -> {to}: {text}");
            assert_eq!(problem.line, line, "{from} -> {to}");
        }
    }

    #[test]
    fn a_shorter_journal_under_the_old_head_shows() {
        let entries = journal(3);
        let mut header = header(&entries, 0);
        header.entries = 2;
        let mut writer = BackupWriter::new(header).expect("a header");
        writer.entry(&entries[0].bytes).expect("an entry");
        writer.entry(&entries[1].bytes).expect("an entry");
        let bytes = writer.finish().expect("a backup");
        assert_eq!(problem(&bytes), (5, Fault::OtherHead));
    }

    #[test]
    fn another_encoding_is_named() {
        let mut bytes = sample();
        let place = bytes
            .windows(2)
            .position(|pair| pair == "ü".as_bytes())
            .expect("a letter");
        bytes.splice(place..place + 2, [0xfc]);
        assert_eq!(problem(&bytes), (4, Fault::NotUtf8));
    }

    #[test]
    fn the_control_totals_are_under_the_digest() {
        let text = String::from_utf8(sample()).expect("text");
        let (line, fault) = problem(text.replacen("1234.50", "1234.51", 1).as_bytes());
        assert_eq!(line, 12);
        assert!(matches!(fault, Fault::Digest { .. }), "{fault}");
    }

    #[test]
    fn a_file_cut_off_anywhere_says_so() {
        let bytes = sample();
        // Without its last line end it is still whole.
        for length in 1..bytes.len() - 1 {
            let (_, fault) = problem(&bytes[..length]);
            assert!(
                matches!(fault, Fault::Truncated { .. }),
                "{length}: {fault}"
            );
        }
        let (line, fault) = problem(&bytes[..bytes.len() * 2 / 3]);
        let expected = Fault::Truncated {
            entries: 2,
            entries_stated: 3,
            blobs: 0,
            blobs_stated: 2,
        };
        assert_eq!((line, fault), (6, expected));
    }

    #[test]
    fn no_changed_byte_is_accepted() {
        let bytes = sample();
        for place in 0..bytes.len() - 1 {
            for mask in [1 << (place % 8), 0x20, 0xff] {
                let mut changed = bytes.clone();
                changed[place] ^= mask;
                assert!(read(&changed).is_err(), "{place} ^ {mask}");
            }
        }
    }

    #[test]
    fn a_line_without_end_is_refused_before_it_fills_the_memory() {
        let mut reader = BackupReader::new();
        let text = String::from_utf8(sample()).expect("text");
        let start: usize = text.lines().take(2).map(|line| line.len() + 1).sum();
        reader.feed(&text.as_bytes()[..start]).expect("a start");
        let mut fed = 0;
        let problem = loop {
            match reader.feed(&[b'x'; 65_536]) {
                Ok(_) => fed += 65_536,
                Err(problem) => break problem,
            }
        };
        assert!(fed <= HEADER_BYTES_MAX);
        assert_eq!(problem.fault, Fault::LineTooLong(HEADER_BYTES_MAX));
        assert_eq!(reader.feed(b"\n"), Err(problem));
    }

    #[test]
    fn nothing_may_follow_the_end() {
        let mut bytes = sample();
        bytes.extend_from_slice(b"{}");
        assert_eq!(problem(&bytes), (13, Fault::AfterEnd));
    }

    proptest! {
        #[test]
        fn pieces_of_any_size_read_the_same(size in 1_usize..3_000) {
            let bytes = sample();
            prop_assert_eq!(read_in_pieces(&bytes, size), read(&bytes));
        }

        #[test]
        fn no_bytes_stop_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            prop_assert!(read(&bytes).is_err());
        }

        #[test]
        fn no_bytes_in_place_of_others_are_accepted(
            place in any::<prop::sample::Index>(),
            length in 0_usize..40,
            patch in prop::collection::vec(any::<u8>(), 0..40),
        ) {
            let bytes = sample();
            let start = place.index(bytes.len() - 1);
            let end = (start + length).min(bytes.len());
            let mut changed = bytes.clone();
            changed.splice(start..end, patch);
            let tail_only = changed.trim_ascii_end() == bytes.trim_ascii_end();
            prop_assert!(tail_only || read(&changed).is_err());
        }
    }
}
