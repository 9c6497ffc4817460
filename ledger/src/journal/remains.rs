//! What is left of an entry whose bytes were damaged.
//!
//! Each change has a digest of its own, so damage to one costs that one. The
//! header has to be whole: its digest is named by the entry itself and by the
//! one that follows, and where neither holds, nothing says any more what the
//! entry was. Nothing is repaired and nothing is guessed at.

use std::ops::Range;

use serde::Deserialize;
use serde::de::value::StrDeserializer;
use serde::de::{self, IntoDeserializer};
use serde_json::value::RawValue;

use super::{ENTRY_BYTES_MAX, Entry, Fault, Format, Hash, Header, VERSION, line, read};
use crate::change::{Change, RecordKind};
use crate::migrate::{self, FORMATS};

/// What is left of an entry.
#[derive(Clone, PartialEq, Debug)]
pub enum Remains {
    /// All of it.
    Whole(Box<Entry>),
    /// Its header is whole, and something behind it is not.
    Torn(Box<Torn>),
    /// A newer version of Owed wrote it. It may be whole.
    TooNew(u32),
    /// Nothing that can be relied on.
    Nothing,
}

/// An entry whose header is whole.
#[derive(Clone, PartialEq, Debug)]
pub struct Torn {
    pub header: Header,
    pub hash: Hash,
    /// One for each digest of the header.
    pub changes: Vec<Piece>,
    /// The header as it was written.
    text: String,
}

/// What is left of one change.
#[derive(Clone, PartialEq, Debug)]
pub enum Piece {
    Whole {
        change: Change,
        text: String,
    },
    /// Its bytes were deleted on purpose.
    Erased,
    /// Its bytes are damaged, or say nothing that this program reads.
    Lost(Lost),
}

/// What a damaged change was, as far as that can be told. None of it is
/// certain.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Lost {
    pub kind: Option<RecordKind>,
    /// As it reads now, with whatever is wrong in it.
    pub reads: Option<Change>,
}

impl Torn {
    /// The entry as it goes on, the lost changes as if they were erased.
    pub fn entry(&self) -> Entry {
        Entry {
            header: self.header.clone(),
            hash: self.hash,
            changes: self
                .changes
                .iter()
                .map(|piece| match piece {
                    Piece::Whole { change, .. } => Some(change.clone()),
                    Piece::Erased | Piece::Lost(_) => None,
                })
                .collect(),
        }
    }

    /// The bytes of that entry.
    pub fn bytes(&self) -> Vec<u8> {
        let texts = self.changes.iter().map(|piece| match piece {
            Piece::Whole { text, .. } => text.as_str(),
            Piece::Erased | Piece::Lost(_) => "null",
        });
        line(&self.text, &self.hash, texts)
    }
}

const HEADER: &[u8] = b"{\"v\":";
const HASH: &[u8] = b"\"hash\":\"";
const CHANGE: &[u8] = b"{\"salt\":\"";
const PUT: &[u8] = b"\"put\":{\"";

/// Reads what is left of an entry. `next` is the hash by which the entry after
/// it, or the book's head, names it.
pub fn remains(bytes: &[u8], next: Option<Hash>) -> Remains {
    match read(bytes) {
        Ok(entry) => return Remains::Whole(Box::new(entry)),
        Err(Fault::TooNew(version)) => return Remains::TooNew(version),
        Err(_) if bytes.len() > ENTRY_BYTES_MAX => return Remains::Nothing,
        Err(_) => {}
    }
    torn(bytes, next).unwrap_or(Remains::Nothing)
}

/// What an entry says of itself, not verified. `None` where it cannot be read.
pub fn header_of(bytes: &[u8]) -> Option<Header> {
    let start = find(bytes, HEADER, 0..64)?;
    let text = value_at(bytes, start)?;
    let Format { v, .. } = serde_json::from_str(text).ok()?;
    FORMATS.header(v, text).ok()
}

fn torn(bytes: &[u8], next: Option<Hash>) -> Option<Remains> {
    // What stands before the header may be damaged as well.
    let start = find(bytes, HEADER, 0..64)?;
    let text = value_at(bytes, start)?;
    let rest = start + text.len();
    let hash = Hash::of(text.as_bytes());
    if stated(bytes, rest) != Some(hash) && next != Some(hash) {
        return None;
    }
    let Format { v, .. } = serde_json::from_str(text).ok()?;
    if v > VERSION {
        return Some(Remains::TooNew(v));
    }
    let header: Header = FORMATS.header(v, text).ok()?;
    let changes = pieces(&header, bytes, rest);
    Some(Remains::Torn(Box::new(Torn {
        text: text.to_owned(),
        header,
        hash,
        changes,
    })))
}

/// The hash that the entry names itself by.
fn stated(bytes: &[u8], from: usize) -> Option<Hash> {
    let start = find(bytes, HASH, from..from + 16)? + HASH.len();
    let digits = bytes.get(start..start + 64)?;
    std::str::from_utf8(digits).ok()?.parse().ok()
}

/// The changes of an entry, each known by its digest.
fn pieces(header: &Header, bytes: &[u8], from: usize) -> Vec<Piece> {
    let mut found: Vec<Option<Range<usize>>> = vec![None; header.change_digests.len()];
    let mut unknown = Vec::new();
    let mut at = from;
    // Within a text the quotes would stand behind a backslash.
    while let Some(start) = find(bytes, CHANGE, at..bytes.len()) {
        at = start + CHANGE.len();
        let Some(text) = value_at(bytes, start) else {
            continue;
        };
        let digest = Hash::of(text.as_bytes());
        let place = header
            .change_digests
            .iter()
            .position(|known| *known == digest);
        match place.and_then(|place| found.get_mut(place)) {
            Some(found) => {
                *found = Some(start..start + text.len());
                at = start + text.len();
            }
            None => unknown.push(start..start + text.len()),
        }
    }
    let piece = |(place, range): (usize, &Option<Range<usize>>)| match range {
        Some(range) => whole(header.v, bytes, range.clone()),
        None => gone(header.v, bytes, from, &found, &unknown, place),
    };
    found.iter().enumerate().map(piece).collect()
}

fn whole(version: u32, bytes: &[u8], range: Range<usize>) -> Piece {
    let text = bytes.get(range).unwrap_or_default();
    let read = std::str::from_utf8(text).ok();
    let read = read.and_then(|text| Some((migrate::change(version, text).ok()?, text)));
    match read {
        Some((change, text)) => Piece::Whole {
            change,
            text: text.to_owned(),
        },
        None => Piece::Lost(Lost {
            kind: kind_in(text),
            reads: None,
        }),
    }
}

/// A change that was not found by its digest: erased where nothing else stands
/// between its neighbours, else lost.
fn gone(
    version: u32,
    bytes: &[u8],
    from: usize,
    found: &[Option<Range<usize>>],
    unknown: &[Range<usize>],
    place: usize,
) -> Piece {
    let (before, after) = found.split_at_checked(place).unwrap_or((found, &[]));
    let first = before.iter().rposition(Option::is_some);
    let last = after.iter().position(Option::is_some);
    let start = match before.iter().rev().find_map(Clone::clone) {
        Some(range) => range.end,
        None => find(bytes, b"[", from..bytes.len()).map_or(from, |at| at + 1),
    };
    let end = match after.iter().find_map(Clone::clone) {
        Some(range) => range.start,
        None => bytes.len().saturating_sub(2),
    };
    let nearest = first.map_or(0, |first| first + 1);
    let count = last.unwrap_or(after.len()) + place - nearest;
    let between = bytes.get(start..end).unwrap_or_default();
    let mut texts = between
        .split(|byte| *byte == b',')
        .filter(|text| !text.is_empty());
    let erased = texts.by_ref().take(count).filter(|text| text == b"null");
    if erased.count() == count && texts.next().is_none() {
        return Piece::Erased;
    }
    // As many as are missing there stand for them, in their order.
    let mut here = unknown
        .iter()
        .filter(|range| start <= range.start && range.end <= end);
    let reads = match here.clone().count() == count {
        true => here.nth(place - nearest).and_then(|range| {
            let text = std::str::from_utf8(bytes.get(range.clone())?).ok()?;
            migrate::change(version, text).ok()
        }),
        false => None,
    };
    let kind = match &reads {
        Some(change) => Some(RecordKind::of(change.id())),
        None => (count == 1).then(|| kind_in(between)).flatten(),
    };
    Piece::Lost(Lost { kind, reads })
}

/// What an entry seems to say whose header cannot be relied on. `None` where
/// that cannot be read.
pub fn doubtful(bytes: &[u8]) -> Option<(Header, Vec<Change>)> {
    let header = header_of(bytes).filter(|header| header.v <= VERSION)?;
    let mut changes = Vec::new();
    let mut at = 0;
    while let Some(start) = find(bytes, CHANGE, at..bytes.len()) {
        at = start + CHANGE.len();
        let change = value_at(bytes, start);
        let change = change.and_then(|text| migrate::change(header.v, text).ok());
        changes.extend(change);
    }
    Some((header, changes))
}

/// The kind of record that a damaged change put.
fn kind_in(text: &[u8]) -> Option<RecordKind> {
    let start = find(text, PUT, 0..text.len())? + PUT.len();
    let end = find(text, b"\"", start..text.len())?;
    let name = std::str::from_utf8(text.get(start..end)?).ok()?;
    let name: StrDeserializer<'_, de::value::Error> = name.into_deserializer();
    RecordKind::deserialize(name).ok()
}

/// The JSON value that begins at a place.
fn value_at(bytes: &[u8], start: usize) -> Option<&str> {
    let rest = bytes.get(start..)?;
    let mut values = serde_json::Deserializer::from_slice(rest).into_iter::<&RawValue>();
    Some(values.next()?.ok()?.get())
}

/// Where `wanted` begins, if that is within the range.
fn find(bytes: &[u8], wanted: &[u8], within: Range<usize>) -> Option<usize> {
    let end = (within.end + wanted.len()).min(bytes.len());
    let searched = bytes.get(within.start..end)?;
    let place = searched
        .windows(wanted.len())
        .position(|part| part == wanted)?;
    Some(within.start + place)
}
