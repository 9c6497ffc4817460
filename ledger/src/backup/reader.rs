//! Reading a backup, line by line, and verifying it.

use std::mem;

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::layout::{self, Relaid};
use super::{
    BLOB_BYTES_MAX, BLOBS_MAX, BlobFault, CHUNK_BYTES, Chunk, DAMAGED_START, ENTRIES_MAX,
    FORMAT_START, Fault, Header, Item, Part, Problem, VERSION, length,
};
use crate::base64;
use crate::file_kind::{self, FileKind};
use crate::journal::{self, Hash, Head};

/// Bytes of the lines that are neither an entry nor a chunk.
pub(super) const HEADER_BYTES_MAX: usize = 1 << 20;
const FORMAT_BYTES_MAX: usize = 200;
const CHUNK_LINE_BYTES_MAX: usize = CHUNK_BYTES / 3 * 4 + 300;

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

/// Reads a backup from pieces of any size, and verifies it. One that another
/// program laid out anew is read as it was written; lines are counted as Owed
/// writes them then.
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
    /// Where the file's own lines are not those that were written.
    relaid: Option<Relaid>,
    /// Of the whole file, once it was verified.
    digest: Option<Hash>,
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
            relaid: None,
            digest: None,
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
        self.pieces(bytes, &mut items)
            .map_err(|fault| self.fail(fault))?;
        Ok(items)
    }

    /// Lays the bytes out anew where they need it: that shows before the first
    /// line is taken.
    fn pieces(&mut self, bytes: &[u8], items: &mut Vec<Item>) -> Result<(), Fault> {
        if let Some(relaid) = &mut self.relaid {
            let laid = relaid.feed(bytes);
            return self.lines(&laid, items);
        }
        if self.expected != Expected::Format {
            return self.lines(bytes, items);
        }
        let first = [&self.begun, bytes].concat();
        match self.lines(bytes, items) {
            Err(_) if self.expected == Expected::Format && layout::may_be_backup(&first) => {
                (self.begun, self.line, self.with_cr) = (Vec::new(), 1, false);
                self.sha = Sha256::new();
                let laid = self
                    .relaid
                    .insert(Relaid::default())
                    .feed(file_kind::without_bom(&first));
                self.lines(&laid, items)
            }
            read => read,
        }
    }

    /// Ends the reading: the header of a backup that is whole and unchanged.
    ///
    /// # Errors
    /// The first [`Problem`] there is.
    pub fn finish(self) -> Result<Header, Problem> {
        self.finish_with_digest().map(|(header, _)| header)
    }

    /// The same, with the digest that the file states of itself, which tells
    /// it from every other one.
    ///
    /// # Errors
    /// The first [`Problem`] there is.
    pub fn finish_with_digest(mut self) -> Result<(Header, Hash), Problem> {
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
            Some(header) if self.expected == Expected::Nothing => {
                Ok((*header, self.digest.unwrap_or_default()))
            }
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
        while let Some((line, behind)) = first_line(rest) {
            self.check_length(line)?;
            if self.expected == Expected::Format {
                // All that is there tells better than one line what it is.
                let first = [&self.begun, rest].concat();
                if !file_kind::without_bom(&first).starts_with(FORMAT_START.as_bytes()) {
                    return Err(not_a_backup(&first));
                }
            }
            if self.begun.is_empty() {
                self.line(line, items)?;
            } else {
                let mut whole = mem::take(&mut self.begun);
                whole.extend_from_slice(line);
                self.line(&whole, items)?;
                whole.clear();
                self.begun = whole;
            }
            self.line += 1;
            rest = behind;
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
            Expected::EntriesStart => return Err(Fault::Unexpected("\"entries\":[".into())),
            Expected::BlobsStart => return Err(Fault::Unexpected("\"blobs\":[".into())),
            Expected::EntriesEnd | Expected::BlobsEnd => {
                return Err(Fault::Unexpected("],".into()));
            }
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
            .ok_or(Fault::Unexpected("\"header\":{…},".into()))?;
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
        let bytes = match text.strip_prefix(DAMAGED_START) {
            Some(rest) => kept(rest).ok_or(Fault::DamagedBefore)?,
            None => text.as_bytes().to_vec(),
        };
        let entry = journal::read(&bytes)?;
        if let Some(header) = &self.header {
            journal::follows(&self.head, &header.book, &entry.header)?;
            self.entries += 1;
            self.head = entry.head();
            if self.entries == header.entries && self.head != header.head {
                return Err(Fault::OtherHead);
            }
        }
        Ok(Item::Entry {
            bytes,
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
            .ok_or(Fault::Unexpected("\"sha256\":\"…\"}".into()))?;
        let found = Hash(mem::take(&mut self.sha).finalize().into());
        if stated != found {
            return Err(Fault::Digest { stated, found });
        }
        self.digest = Some(found);
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

/// The entry that a line keeps as damaged, where it can be read after all: by
/// a program that knows more than the one that wrote the backup.
fn kept(text: &str) -> Option<Vec<u8>> {
    let bytes = base64::read(text.strip_suffix("\"}")?.as_bytes())?;
    let is_line = !bytes.contains(&b'\n') && journal::read(&bytes).is_ok();
    is_line.then_some(bytes)
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
        Some(0) => Err(Fault::Unexpected("the number of the format".into())),
        // A backup on one line, or with spaces put in.
        _ => Err(Fault::Rearranged),
    }
}

/// What stands before the first line end, and what behind it.
fn first_line(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    let (line, rest) = bytes.split_at_checked(end)?;
    Some((line, rest.strip_prefix(b"\n")?))
}

fn not_a_backup(begun: &[u8]) -> Fault {
    match FileKind::of(begun) {
        FileKind::Backup => Fault::Rearranged,
        kind => Fault::WrongFile(kind),
    }
}
