//! The journal: entries, their digests, and the chain that links them.
//!
//! An entry is one line of JSON, `{"header":{…},"hash":"…","changes":[…]}`,
//! whose bytes are kept exactly as first written, here, in sealed segments
//! and in backups. `hash` is the SHA-256 of the header's bytes; the header
//! holds the SHA-256 of each change's bytes and the hash of the entry before.
//! So any damage shows, a change can be erased (its place becomes `null`)
//! without breaking the chain, and old entries are never rewritten to a new
//! format: [`crate::migrate`] brings them up to date on reading.
//!
//! What was written is read again before it is handed out: an entry that
//! would not say what was to be recorded is a [`Fault`], not an entry.
//!
//! The chain proves damage, not honesty: who can write the file can write a
//! new chain. Nothing here stores anything, and nothing here folds a Book.

// What is read is untrusted: no place in it is taken to be there.
#![cfg_attr(not(test), deny(clippy::indexing_slicing, clippy::string_slice))]

mod remains;
mod salvage;
#[cfg(test)]
mod tests;

use std::fmt;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::action::CommandName;
use crate::change::Change;
use crate::date::Timestamp;
use crate::ids::{Chain, Seq, Version};
use crate::migrate::{self, FORMATS, Formats};
use crate::slices::{Steps, at_once};

pub use crate::hash::Hash;
pub use remains::{Lost, Piece, Remains, Torn, doubtful, header_of, remains};
pub use salvage::{Salvage, salvage};
pub use values::book_id::BookId;

/// The format that new entries are written in: the newest of
/// [`crate::migrate`].
pub const VERSION: u32 = 1;
/// Changes per entry. A larger action is cut into several entries of one
/// transaction, so that a header, with its digests, stays small.
pub const CHANGES_MAX: usize = 1_000;
/// Bytes per entry on reading. Far above what [`CHANGES_MAX`] sane records
/// need; a larger line is not ours.
pub const ENTRY_BYTES_MAX: usize = 64 << 20;

/// Where a journal ends: what the next entry must follow.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Head {
    pub chain: Chain,
    pub seq: Seq,
    pub hash: Hash,
}

impl Head {
    /// The head of a book without entries.
    pub const EMPTY: Head = Head {
        chain: Chain(0),
        seq: 0,
        hash: Hash([0; 32]),
    };
}

/// What an entry says of itself; its bytes are what `hash` covers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Header {
    /// The version of the format the changes were written in.
    pub v: u32,
    pub book: BookId,
    pub chain: Chain,
    pub seq: Seq,
    /// The device's name, as its user calls it.
    pub device: String,
    /// Who acted: the user's name, or what acts on its own.
    pub actor: String,
    /// When it was recorded. For people; no figure depends on it.
    pub at: Timestamp,
    /// The command's name.
    pub command: String,
    /// The entries of one action number themselves from 1 to `parts`; they
    /// were stored together.
    pub part: u32,
    pub parts: u32,
    /// One per change, of its bytes.
    pub change_digests: Vec<Hash>,
    /// The hash of the entry before; zeros for the first.
    pub prev: Hash,
    /// The changes of earlier entries whose bytes were deleted together with
    /// this entry: at a person's request, or because they were damaged.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub erased: Vec<Erased>,
}

impl Header {
    /// The version of the records that the entry puts.
    pub fn version(&self) -> Version {
        version(self.chain, self.seq)
    }

    /// What wrote it; `None` for what this version does not know.
    pub fn command_name(&self) -> Option<CommandName> {
        CommandName::of(&self.command)
    }
}

/// The version of the records that an entry puts: format 1 has no number of
/// the chain's own, but an entry's place is unique within its chain as well.
pub(crate) fn version(chain: Chain, seq: Seq) -> Version {
    Version::new(chain, seq)
}

/// Changes of one entry whose bytes are gone.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Erased {
    pub seq: Seq,
    /// Their places in the entry, from 0, ascending.
    pub changes: Vec<u32>,
}

/// One entry, read and verified.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Entry {
    pub header: Header,
    pub hash: Hash,
    /// In the order they apply; `None` where the change was erased.
    pub changes: Vec<Option<Change>>,
}

impl Entry {
    pub fn head(&self) -> Head {
        Head {
            chain: self.header.chain,
            seq: self.header.seq,
            hash: self.hash,
        }
    }
}

/// What is wrong with an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    #[error("not an entry: {0}")]
    Malformed(String),
    #[error("written by a newer version of Owed (format {0}, this one reads up to {VERSION})")]
    TooNew(u32),
    #[error("entry {0}: the header does not match its hash")]
    HeaderDamaged(Seq),
    #[error("entry {seq}: change {change} does not match its digest")]
    ChangeDamaged { seq: Seq, change: usize },
    #[error("entry {seq} does not follow the entry before it")]
    NotNext { seq: Seq },
    #[error("entry {seq} belongs to another book")]
    OtherBook { seq: Seq },
    #[error("entry {seq}, change {change}: what would be written is not what was to be recorded")]
    Unlike { seq: Seq, change: usize },
    #[error("entry {seq}, change {change}: what would be written cannot be read: {problem}")]
    Unreadable {
        seq: Seq,
        change: usize,
        problem: String,
    },
}

/// Who writes, when and in which book: what a header needs beside the changes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Writer {
    pub book: BookId,
    pub chain: Chain,
    pub device: String,
    pub actor: String,
    pub at: Timestamp,
}

/// An entry ready to be stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Written {
    pub head: Head,
    pub bytes: Vec<u8>,
}

/// Writes changes as one or more entries that follow `head`, cut at
/// [`CHANGES_MAX`] changes. `salt` gives fresh random bytes at each call.
///
/// # Errors
/// [`Fault::Unlike`] or [`Fault::Unreadable`] where the bytes, read again, are
/// not the changes, and [`Fault::Malformed`] where there are no bytes; no
/// record of this crate comes to that.
pub fn write(
    head: &Head,
    writer: &Writer,
    command: CommandName,
    changes: &[Change],
    salt: impl FnMut() -> [u8; 16],
) -> Result<Vec<Written>, Fault> {
    let steps = Steps::default();
    at_once(write_in_steps(head, writer, command, changes, salt, &steps))
}

/// The same as long work, a step for each change.
///
/// # Errors
/// As [`write`].
pub async fn write_in_steps(
    head: &Head,
    writer: &Writer,
    command: CommandName,
    changes: &[Change],
    salt: impl FnMut() -> [u8; 16],
    steps: &Steps,
) -> Result<Vec<Written>, Fault> {
    if changes.is_empty() {
        return Ok(Vec::new());
    }
    write_erasing_in_steps(head, writer, command, changes, Vec::new(), salt, steps).await
}

/// Writes an action that also deletes the bytes of earlier changes: its last
/// entry says which. It may have no changes of its own. `salt` as in
/// [`write()`].
///
/// # Errors
/// As [`write()`].
pub fn write_erasing(
    head: &Head,
    writer: &Writer,
    command: CommandName,
    changes: &[Change],
    erased: Vec<Erased>,
    salt: impl FnMut() -> [u8; 16],
) -> Result<Vec<Written>, Fault> {
    let steps = Steps::default();
    let written = write_erasing_in_steps(head, writer, command, changes, erased, salt, &steps);
    at_once(written)
}

/// The same as long work, a step for each change.
///
/// # Errors
/// As [`write()`].
pub async fn write_erasing_in_steps(
    head: &Head,
    writer: &Writer,
    command: CommandName,
    changes: &[Change],
    mut erased: Vec<Erased>,
    mut salt: impl FnMut() -> [u8; 16],
    steps: &Steps,
) -> Result<Vec<Written>, Fault> {
    let mut written: Vec<Written> = Vec::new();
    let mut head = *head;
    let mut runs: Vec<&[Change]> = changes.chunks(CHANGES_MAX).collect();
    if runs.is_empty() {
        runs.push(&[]);
    }
    let parts = u32::try_from(runs.len()).map_err(malformed)?;
    for (part, changes) in (1..).zip(runs) {
        let mut texts = Vec::with_capacity(changes.len());
        for (index, change) in changes.iter().enumerate() {
            let text = salted(change, salt())?;
            read_again(&text, change, head.seq + 1, index)?;
            texts.push(text);
            steps.step().await;
        }
        let erased = if part == parts {
            std::mem::take(&mut erased)
        } else {
            Vec::new()
        };
        let entry = entry(&head, writer, command, (part, parts), &texts, erased)?;
        head = entry.head;
        written.push(entry);
    }
    Ok(written)
}

/// An entry of changes that were read again, itself read again.
fn entry(
    head: &Head,
    writer: &Writer,
    command: CommandName,
    (part, parts): (u32, u32),
    texts: &[String],
    erased: Vec<Erased>,
) -> Result<Written, Fault> {
    let header = Header {
        v: VERSION,
        book: writer.book.clone(),
        chain: writer.chain,
        seq: head.seq + 1,
        device: writer.device.clone(),
        actor: writer.actor.clone(),
        at: writer.at,
        command: command.as_str().to_owned(),
        part,
        parts,
        change_digests: texts.iter().map(|text| Hash::of(text.as_bytes())).collect(),
        prev: head.hash,
        erased,
    };
    let text = serde_json::to_string(&header).map_err(malformed)?;
    let hash = Hash::of(text.as_bytes());
    let bytes = line(&text, &hash, texts.iter().map(String::as_str));
    let (raw, read) = RawEntry::parse::<Header>(FORMATS, &bytes)?;
    let same = raw
        .changes
        .iter()
        .zip(texts)
        .all(|(raw, text)| raw.get() == text);
    if read != header || raw.changes.len() != texts.len() || !same {
        return Err(Fault::Unlike {
            seq: header.seq,
            change: 0,
        });
    }
    let head = Head {
        chain: writer.chain,
        seq: header.seq,
        hash,
    };
    Ok(Written { head, bytes })
}

/// Whether a text says the change that it was made of.
fn read_again(text: &str, change: &Change, seq: Seq, index: usize) -> Result<(), Fault> {
    match migrate::change(VERSION, text) {
        Ok(read) if read == *change => Ok(()),
        Ok(_) => Err(Fault::Unlike { seq, change: index }),
        Err(problem) => Err(Fault::Unreadable {
            seq,
            change: index,
            problem: problem.to_string(),
        }),
    }
}

fn salted(change: &Change, salt: [u8; 16]) -> Result<String, Fault> {
    let change = change.to_json().map_err(malformed)?;
    // The salt hides what an erased change was: without it, who knows the
    // digest could try out names until one fits.
    let salt = BookId::from_random(salt);
    let members = change.strip_prefix('{').unwrap_or(&change);
    Ok(format!("{{\"salt\":\"{salt}\",{members}"))
}

fn line<'a>(header: &str, hash: &Hash, changes: impl Iterator<Item = &'a str>) -> Vec<u8> {
    let mut line = format!("{{\"header\":{header},\"hash\":\"{hash}\",\"changes\":[");
    for (index, change) in changes.enumerate() {
        if index > 0 {
            line.push(',');
        }
        line.push_str(change);
    }
    line.push_str("]}");
    line.into_bytes()
}

#[derive(Deserialize)]
struct RawEntry<'a> {
    #[serde(borrow)]
    header: &'a RawValue,
    hash: Hash,
    #[serde(borrow)]
    changes: Vec<&'a RawValue>,
}

/// What the header of every format says, so that a program that knows less can
/// tell a newer entry from a damaged one.
#[derive(Deserialize)]
struct Format {
    v: u32,
    #[serde(default)]
    seq: Seq,
}

/// What reading needs of a header, of whatever format it is.
trait Heading: DeserializeOwned {
    /// The format that it was written in.
    fn v(&self) -> u32;
    fn seq(&self) -> Seq;
    fn change_digests(&self) -> &[Hash];
}

impl Heading for Header {
    fn v(&self) -> u32 {
        self.v
    }

    fn seq(&self) -> Seq {
        self.seq
    }

    fn change_digests(&self) -> &[Hash] {
        &self.change_digests
    }
}

impl<'a> RawEntry<'a> {
    fn parse<H: Heading>(formats: Formats, bytes: &'a [u8]) -> Result<(RawEntry<'a>, H), Fault> {
        if bytes.len() > ENTRY_BYTES_MAX {
            return Err(Fault::Malformed(format!(
                "longer than {ENTRY_BYTES_MAX} bytes"
            )));
        }
        let raw: RawEntry = serde_json::from_slice(bytes).map_err(malformed)?;
        // A later format may have another header, but it says which it is.
        let text = raw.header.get();
        let Format { v, seq } = serde_json::from_str(text).map_err(malformed)?;
        if Hash::of(text.as_bytes()) != raw.hash {
            return Err(Fault::HeaderDamaged(seq));
        }
        if v > formats.newest() {
            return Err(Fault::TooNew(v));
        }
        let header: H = formats.header(v, text).map_err(malformed)?;
        if header.change_digests().len() != raw.changes.len() {
            return Err(Fault::Malformed(format!(
                "entry {}: {} changes where its header names {}",
                header.seq(),
                raw.changes.len(),
                header.change_digests().len()
            )));
        }
        Ok((raw, header))
    }
}

/// Reads one entry and verifies its hash and digests.
///
/// # Errors
/// A [`Fault`] for whatever does not add up; an entry of a newer format is
/// [`Fault::TooNew`], never guessed at.
pub fn read(bytes: &[u8]) -> Result<Entry, Fault> {
    let (hash, header, changes) = read_as(FORMATS, bytes, Change::from_json)?;
    Ok(Entry {
        header,
        hash,
        changes,
    })
}

/// The same for a program that knows `formats`: the hash of the entry, its
/// header and its changes, as `read` reads a change of the newest format.
fn read_as<H: Heading, C>(
    formats: Formats,
    bytes: &[u8],
    read: fn(&str) -> serde_json::Result<C>,
) -> Result<(Hash, H, Vec<Option<C>>), Fault> {
    let (raw, header) = RawEntry::parse::<H>(formats, bytes)?;
    let mut changes = Vec::with_capacity(raw.changes.len());
    let digests = header.change_digests();
    for (index, (change, digest)) in raw.changes.iter().zip(digests).enumerate() {
        let text = change.get();
        if text == "null" {
            changes.push(None);
            continue;
        }
        if Hash::of(text.as_bytes()) != *digest {
            return Err(Fault::ChangeDamaged {
                seq: header.seq(),
                change: index,
            });
        }
        let change = formats.change(header.v(), text, read);
        changes.push(Some(change.map_err(malformed)?));
    }
    Ok((raw.hash, header, changes))
}

/// The same entry with the bytes of some changes gone: `erase` says which,
/// by index and content. `None` where nothing was to erase.
///
/// # Errors
/// As [`read`].
pub fn erase(
    bytes: &[u8],
    mut erase: impl FnMut(usize, &Change) -> bool,
) -> Result<Option<Vec<u8>>, Fault> {
    let entry = read(bytes)?;
    let (raw, _) = RawEntry::parse::<Header>(FORMATS, bytes)?;
    let mut texts: Vec<&str> = raw.changes.iter().map(|change| change.get()).collect();
    let mut erased = false;
    for ((index, change), text) in entry.changes.iter().enumerate().zip(&mut texts) {
        if let Some(change) = change
            && erase(index, change)
        {
            *text = "null";
            erased = true;
        }
    }
    Ok(erased.then(|| line(raw.header.get(), &raw.hash, texts.into_iter())))
}

/// Whether `header` may stand right after `head` in the journal of `book`.
///
/// # Errors
/// [`Fault::NotNext`] or [`Fault::OtherBook`].
pub fn follows(head: &Head, book: &BookId, header: &Header) -> Result<(), Fault> {
    if header.book != *book {
        return Err(Fault::OtherBook { seq: header.seq });
    }
    if header.seq != head.seq.wrapping_add(1) || header.prev != head.hash {
        return Err(Fault::NotNext { seq: header.seq });
    }
    Ok(())
}

fn malformed(error: impl fmt::Display) -> Fault {
    Fault::Malformed(error.to_string())
}
