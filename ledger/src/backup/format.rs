//! What stands in a backup, and how much of it: limits, the first line, the header.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::date::Timestamp;
use crate::journal::{BookId, Head};

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

pub(super) const FORMAT_START: &str = "{\"format\":\"owed-backup\",\"version\":";

pub(super) const DAMAGED_START: &str = "{\"damaged\":\"";

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

pub(super) fn length(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}
