//! Sealed segments: old entries, many per value, compressed, with a digest.
//!
//! A segment lies under `[generation, last seq]`: a line of JSON that names
//! its entries and the SHA-256 of what follows, then the entries as lines,
//! compressed with gzip. Their bytes come back exactly as they went in. Only
//! the oldest entries are sealed, so segments cover 1 to some seq without a
//! gap.

use std::ops::RangeInclusive;

use ledger::ids::Seq;
use ledger::journal::{ENTRY_BYTES_MAX, Hash};
use ledger::recovery;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

use super::extent::Extent;
use super::failure::{Damage, Failure};
use super::handle::Store;
use super::idb::{Access, JOURNAL, META, Request, SEGMENTS, Transaction, from_bytes};
use super::{entries, frame, idb};
use crate::digest::sha256;
use crate::gzip;

/// Bytes of a segment before compression. Far more than a caller puts in one.
const SEGMENT_BYTES_MAX: usize = 4 * ENTRY_BYTES_MAX;

#[derive(Serialize, Deserialize)]
struct Label {
    first_seq: Seq,
    last_seq: Seq,
    /// Of the compressed bytes.
    digest: Hash,
}

impl Store {
    /// Seals entries: takes them out of the journal and puts them into one
    /// segment. They must be the oldest unsealed ones. Some thousands at a
    /// time are right.
    ///
    /// # Errors
    /// [`Failure::Busy`] where they changed meanwhile, [`Failure::Refused`]
    /// where they are not the next to seal. Nothing was written, nothing lost.
    pub async fn seal(&self, seqs: RangeInclusive<Seq>) -> Result<(), Failure> {
        let (before, entries) = self.sealable(&seqs).await?;
        let packed = from_bytes(&pack(*seqs.start(), &entries).await?);
        self.run(
            &[META, JOURNAL, SEGMENTS],
            Access::Write,
            async |transaction| {
                let mut extent = self.extent(transaction).await?;
                // Entries change by an erasure only, and the extent counts those:
                // reading them again would keep a commit waiting.
                if !extent.keeps(&before) {
                    return Err(Failure::Busy);
                }
                for span in extent.spans_within(seqs.clone()) {
                    transaction.delete(JOURNAL, &entries::span_range(&span)?)?;
                }
                transaction.put(SEGMENTS, &key(extent.generation, *seqs.end()), &packed)?;
                extent.sealed = *seqs.end();
                extent.write(transaction)
            },
        )
        .await
    }

    async fn sealable(
        &self,
        seqs: &RangeInclusive<Seq>,
    ) -> Result<(Extent, Vec<Vec<u8>>), Failure> {
        self.run(&[META, JOURNAL], Access::Read, async |transaction| {
            let extent = self.extent(transaction).await?;
            let next = extent.sealed.saturating_add(1);
            if *seqs.start() != next || seqs.is_empty() || *seqs.end() > extent.head.seq {
                return Err(Failure::Refused(
                    "these are not the oldest unsealed entries",
                ));
            }
            let mut entries = Vec::new();
            for (span, request) in entries::ask(transaction, &extent, seqs)? {
                entries.append(&mut entries::answer(span, request).await?);
            }
            Ok((extent, entries))
        })
        .await
    }
}

pub(super) fn key(generation: u32, last: Seq) -> JsValue {
    idb::pair(generation, last)
}

/// The keys of all segments of a generation.
pub(super) fn generation_range(generation: u32) -> Result<JsValue, Failure> {
    idb::range(&key(generation, 0), &key(generation, Seq::MAX))
}

/// Asks for the segments that hold sealed entries of `seqs`.
pub(super) fn ask(
    transaction: &Transaction,
    extent: &Extent,
    seqs: &RangeInclusive<Seq>,
) -> Result<Vec<Request>, Failure> {
    let (first, last) = (*seqs.start(), extent.sealed.min(*seqs.end()));
    if first > last {
        return Ok(Vec::new());
    }
    let generation = extent.generation;
    let mut requests = Vec::new();
    if first < last {
        let whole = idb::range(&key(generation, first), &key(generation, last - 1))?;
        requests.push(transaction.get_all(SEGMENTS, &whole)?);
    }
    // The one that holds `last` may end later.
    let rest = idb::range(&key(generation, last), &key(generation, Seq::MAX))?;
    requests.push(transaction.get_first(SEGMENTS, &rest)?);
    Ok(requests)
}

/// The segment that holds an entry, as it is stored; `None` where none does.
pub(super) async fn holding(
    transaction: &Transaction,
    extent: &Extent,
    seq: Seq,
) -> Result<Option<Vec<u8>>, Failure> {
    let mut stored = Vec::new();
    for request in ask(transaction, extent, &(seq..=seq))? {
        stored.append(&mut request.all_bytes(SEGMENTS).await?);
    }
    Ok(stored.pop())
}

/// The last sealed entry going by the segments themselves, 0 for none.
pub(super) async fn last(transaction: &Transaction, extent: &Extent) -> Result<Seq, Failure> {
    let range = generation_range(extent.generation)?;
    let key = transaction.last_key(SEGMENTS, &range)?.key().await?;
    Ok(key.map_or(0, |key| idb::to_number(&key.get(1))))
}

/// Makes a segment of entries that begin at `first`.
pub(super) async fn pack(first: Seq, entries: &[Vec<u8>]) -> Result<Vec<u8>, Failure> {
    let lines = entries.join(&b'\n');
    let packed = gzip::compress(&lines)
        .await
        .map_err(|error| Failure::Unavailable(error.to_string()))?;
    let count = Seq::try_from(entries.len()).unwrap_or(Seq::MAX);
    let label = Label {
        first_seq: first,
        last_seq: first.saturating_add(count) - 1,
        digest: digest(&packed).await,
    };
    Ok(frame::join(&label, &packed))
}

/// A segment's entries, with the seqs of the first and the last.
pub(super) struct Unpacked {
    pub first: Seq,
    pub last: Seq,
    pub entries: Vec<Vec<u8>>,
}

impl Unpacked {
    /// The entries from `first` on; `None` where it does not hold that one.
    pub fn from(mut self, first: Seq) -> Option<Vec<Vec<u8>>> {
        if !(self.first..=self.last).contains(&first) {
            return None;
        }
        let before = usize::try_from(first - self.first).ok()?;
        Some(self.entries.split_off(before))
    }
}

fn lines(bytes: &[u8]) -> Vec<Vec<u8>> {
    let lines = bytes.split(|byte| *byte == b'\n');
    lines.map(<[u8]>::to_vec).collect()
}

/// By the browser where it can: several times as fast.
async fn digest(bytes: &[u8]) -> Hash {
    sha256(bytes).await.map_or_else(|| Hash::of(bytes), Hash)
}

/// Opens a segment that should hold `expected`, and verifies it.
pub(super) async fn unpack(stored: &[u8], expected: Seq) -> Result<Unpacked, Failure> {
    let damage = Damage::Segment { last: expected };
    let Some((label, packed)) = frame::split::<Label>(stored) else {
        return Err(damage.into());
    };
    let damage = Damage::Segment {
        last: label.last_seq,
    };
    if digest(packed).await != label.digest || label.first_seq > label.last_seq {
        return Err(damage.into());
    }
    let Ok(unpacked) = gzip::decompress(packed, SEGMENT_BYTES_MAX).await else {
        return Err(damage.into());
    };
    let entries = lines(&unpacked);
    if u32::try_from(entries.len()) != Ok(label.last_seq - label.first_seq + 1) {
        return Err(damage.into());
    }
    Ok(Unpacked {
        first: label.first_seq,
        last: label.last_seq,
        entries,
    })
}

/// What is left of a segment that is damaged: what its lines are now, which
/// may be entries or not, as many as it holds. Empty ones stand for what
/// cannot be unpacked; in place of the first of them is the segment itself,
/// packed. `None` where not even its label can be read.
pub(super) fn remains(stored: &[u8]) -> Option<Unpacked> {
    let (label, packed) = frame::split::<Label>(stored)?;
    let count = label
        .last_seq
        .checked_sub(label.first_seq)?
        .checked_add(1)?;
    // No more than it can have been packed of.
    let count = usize::try_from(count).ok()?;
    if count > packed.len().saturating_mul(2) {
        return None;
    }
    let mut entries = lines(&recovery::gzip::left_of(packed, SEGMENT_BYTES_MAX));
    entries.resize(count, Vec::new());
    // For whoever may read more out of it.
    if let Some(lost) = entries.iter_mut().find(|line| line.is_empty()) {
        *lost = packed.to_vec();
    }
    Some(Unpacked {
        first: label.first_seq,
        last: label.last_seq,
        entries,
    })
}

/// Opens a segment; answers its entries from `first` on.
pub(super) async fn unpack_from(stored: &[u8], first: Seq) -> Result<Vec<Vec<u8>>, Failure> {
    let segment = unpack(stored, first).await?;
    let missing = || Damage::Missing { first, last: first }.into();
    segment.from(first).ok_or_else(missing)
}

/// Opens segments that lie one after the other; answers their entries within
/// `seqs`, all of them.
pub(super) async fn unpack_all(
    segments: &[Vec<u8>],
    seqs: RangeInclusive<Seq>,
) -> Result<Vec<Vec<u8>>, Failure> {
    let mut entries = Vec::new();
    let mut next = *seqs.start();
    for stored in segments {
        let segment = unpack(stored, next).await?;
        if !(segment.first..=segment.last).contains(&next) {
            break;
        }
        let kept = segment.first..=segment.last.min(*seqs.end());
        entries.extend(
            kept.zip(segment.entries)
                .filter(|(seq, _)| *seq >= next)
                .map(|(_, entry)| entry),
        );
        next = segment.last.saturating_add(1);
    }
    if next <= *seqs.end() {
        return Err(Damage::Missing {
            first: next,
            last: *seqs.end(),
        }
        .into());
    }
    Ok(entries)
}
