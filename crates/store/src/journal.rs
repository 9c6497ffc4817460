//! The journal in the store: appending entries and reading them back.
//!
//! Entries are opaque bytes, one line each, under `[chain, seq]`. Whether
//! their hashes and digests hold is for `ledger::journal` to say.

use std::ops::RangeInclusive;

use ledger::ids::Seq;
use ledger::journal::{ENTRY_BYTES_MAX, Head};
use wasm_bindgen::JsValue;

use super::entries::{answer, ask, key, span_range};
use super::extent::{Extent, Superseded};
use super::failure::{Damage, Failure};
use super::handle::Store;
use super::idb::{
    self, Access, JOURNAL, META, SCRATCH, SEGMENTS, SNAPSHOT, Transaction, from_bytes,
};
use super::segments;
use super::snapshot::{self, SnapshotMark};

/// Why entries were not appended. Nothing was written.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum AppendError {
    /// The book's head is not the expected one: another tab wrote. Load the
    /// entries it added and run the command again.
    #[error("another tab wrote: the head is at entry {}", .head.seq)]
    Moved { head: Head },
    #[error(transparent)]
    Failed(#[from] Failure),
}

/// What the opening of a book found, before an entry was read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Opening {
    /// Opening made the database: the book is new, or its data is lost.
    pub created: bool,
    pub head: Head,
    /// Entries 1 to this one are sealed.
    pub sealed: Seq,
    /// The last entry that lies in the journal, whatever the head says; 0
    /// where there is none.
    pub journal_last: Seq,
    /// What the snapshot stands for; its parts are not read yet.
    pub snapshot: Option<SnapshotMark>,
    /// What does not add up between the head, the segments and the journal.
    pub damage: Option<Damage>,
    /// Which of the journals that were ever the book's this is; `None` where
    /// that cannot be read.
    pub generation: Option<u32>,
    /// What restores put this journal in the place of.
    pub superseded: Vec<Superseded>,
}

/// How many entries lie where.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    pub entries: u32,
    pub sealed: u32,
    pub journal: u32,
    pub segments: u32,
}

impl Store {
    /// Appends entries after `expected`, all or none, flushed to the disk.
    ///
    /// `Ok` means that they are saved. To call it again with the same entries
    /// is safe: they are written once.
    ///
    /// # Errors
    /// [`AppendError::Moved`] where the head is another one. After any error
    /// nothing was written, except as [`Failure::Disconnected`] says.
    pub async fn append(
        &self,
        expected: &Head,
        entries: &[(Head, Vec<u8>)],
    ) -> Result<(), AppendError> {
        self.append_and_discard(expected, entries, &[]).await
    }

    /// As [`Store::append`], and deletes what was being typed in the same
    /// transaction: a crash never leaves both the entry and its draft.
    ///
    /// # Errors
    /// As [`Store::append`].
    pub async fn append_and_discard(
        &self,
        expected: &Head,
        entries: &[(Head, Vec<u8>)],
        scratch: &[&str],
    ) -> Result<(), AppendError> {
        check_entries(expected.seq, entries)?;
        let values: Vec<(JsValue, JsValue)> = entries
            .iter()
            .map(|(head, bytes)| (key(head), from_bytes(bytes)))
            .collect();
        let stores: &[&str] = match scratch {
            [] => &[JOURNAL, META],
            _ => &[JOURNAL, META, SCRATCH],
        };
        let moved = self
            .run(stores, Access::Write, async |transaction| {
                let mut extent = self.extent(transaction).await?;
                if extent.head != *expected {
                    let saved = saved_before(transaction, entries).await?;
                    return Ok((!saved).then_some(extent.head));
                }
                for ((head, _), (key, value)) in entries.iter().zip(&values) {
                    extent.extend(head)?;
                    transaction.add(JOURNAL, key, value)?;
                }
                for name in scratch {
                    transaction.delete(SCRATCH, &JsValue::from_str(name))?;
                }
                extent.write(transaction)?;
                Ok(None)
            })
            .await?;
        match moved {
            None => Ok(()),
            Some(head) => Err(AppendError::Moved { head }),
        }
    }

    /// Where the book ends now.
    ///
    /// # Errors
    /// A [`Failure`]; [`Damage::Head`] where the record cannot be read.
    pub async fn head(&self) -> Result<Head, Failure> {
        let read = async |transaction: &Transaction| self.extent(transaction).await;
        let extent = self.run(&[META], Access::Read, read).await?;
        Ok(extent.head)
    }

    /// The entries after `seq` up to the head, in order, byte by byte as they
    /// were written, wherever they lie.
    ///
    /// # Errors
    /// [`Damage::Missing`] or [`Damage::Segment`] where they are not all
    /// there, [`Damage::Head`], or another [`Failure`].
    pub async fn entries_after(&self, seq: Seq) -> Result<Vec<Vec<u8>>, Failure> {
        self.entries(seq.saturating_add(1)..=Seq::MAX).await
    }

    /// The entries of `seqs` that the book has. For a large book, ask slice by
    /// slice.
    ///
    /// # Errors
    /// As [`Store::entries_after`].
    pub async fn entries(&self, seqs: RangeInclusive<Seq>) -> Result<Vec<Vec<u8>>, Failure> {
        let (extent, segments, journal) = self
            .run(
                &[META, SEGMENTS, JOURNAL],
                Access::Read,
                async |transaction| {
                    let extent = self.extent(transaction).await?;
                    let wanted = *seqs.start()..=extent.head.seq.min(*seqs.end());
                    // All are asked for before the first answer is awaited.
                    let segments = segments::ask(transaction, &extent, &wanted)?;
                    let journal = ask(transaction, &extent, &wanted)?;
                    let mut packed = Vec::new();
                    for request in segments {
                        packed.append(&mut request.all_bytes(SEGMENTS).await?);
                    }
                    let mut entries = Vec::new();
                    for (span, request) in journal {
                        entries.append(&mut answer(span, request).await?);
                    }
                    Ok((extent, packed, entries))
                },
            )
            .await?;
        let sealed = *seqs.start()..=extent.sealed.min(*seqs.end());
        let mut entries = segments::unpack_all(&segments, sealed).await?;
        entries.extend(journal);
        Ok(entries)
    }

    /// The next entries after `seq`, for going through a book: those left in
    /// the segment that holds the next one, so that none is unpacked twice, or
    /// up to `most` of the journal. None at the end.
    ///
    /// # Errors
    /// As [`Store::entries_after`].
    pub async fn next_entries(&self, seq: Seq, most: Seq) -> Result<Vec<Vec<u8>>, Failure> {
        let next = seq.saturating_add(1);
        let stores = [META, SEGMENTS, JOURNAL];
        let (segment, entries) = self
            .run(&stores, Access::Read, async |transaction| {
                let extent = self.extent(transaction).await?;
                let segment = segments::holding(transaction, &extent, next).await?;
                let last = match extent.sealed {
                    sealed if next <= sealed => seq,
                    _ => extent.head.seq.min(seq.saturating_add(most)),
                };
                let mut entries = Vec::new();
                for (span, request) in ask(transaction, &extent, &(next..=last))? {
                    entries.append(&mut answer(span, request).await?);
                }
                Ok((segment, entries))
            })
            .await?;
        match segment {
            Some(segment) => segments::unpack_from(&segment, next).await,
            None => Ok(entries),
        }
    }

    /// One entry, `None` where the book has none of that number.
    ///
    /// # Errors
    /// As [`Store::entries_after`].
    pub async fn entry(&self, seq: Seq) -> Result<Option<Vec<u8>>, Failure> {
        Ok(self.entries(seq..=seq).await?.pop())
    }

    /// How many entries and segments there are, counted, not computed.
    ///
    /// # Errors
    /// A [`Failure`].
    pub async fn counts(&self) -> Result<Counts, Failure> {
        self.run(
            &[META, SEGMENTS, JOURNAL],
            Access::Read,
            async |transaction| {
                let extent = self.extent(transaction).await?;
                let generation = segments::generation_range(extent.generation)?;
                let segments = transaction.count(SEGMENTS, &generation)?;
                let journal = transaction.count(JOURNAL, &JsValue::UNDEFINED)?;
                let (segments, journal) = (segments.number().await?, journal.number().await?);
                Ok(Counts {
                    entries: extent.sealed.saturating_add(journal),
                    sealed: extent.sealed,
                    journal,
                    segments,
                })
            },
        )
        .await
    }

    /// What opening the book has to know before it reads an entry.
    ///
    /// # Errors
    /// A [`Failure`]. What does not add up between the parts is no error but
    /// stands in [`Opening::damage`], so that the book still opens to read.
    pub async fn opening(&self) -> Result<Opening, Failure> {
        let stores = [META, JOURNAL, SEGMENTS, SNAPSHOT];
        let (extent, journal_last, segment_last, snapshot) = self
            .run(&stores, Access::Read, async |transaction| {
                let snapshot = snapshot::ask_manifest(transaction)?;
                let extent = Extent::read(transaction).await?;
                let journal_last = journal_last(transaction, &extent).await?;
                let segment_last = segments::last(transaction, &extent).await?;
                let snapshot = snapshot.bytes(SNAPSHOT).await?;
                Ok((extent, journal_last, segment_last, snapshot))
            })
            .await?;
        self.set_generation(extent.generation);
        let damage = damage(&extent, journal_last, segment_last);
        Ok(Opening {
            created: self.created(),
            head: extent.head,
            sealed: extent.sealed,
            journal_last,
            snapshot: snapshot.and_then(|framed| snapshot::mark(&framed)),
            damage,
            generation: Some(extent.generation),
            superseded: extent.superseded,
        })
    }
}

/// Entries come one after the other, each a line of bearable length.
pub(super) fn check_entries(mut seq: Seq, entries: &[(Head, Vec<u8>)]) -> Result<(), Failure> {
    for (head, bytes) in entries {
        seq = seq.saturating_add(1);
        if head.seq != seq {
            return Err(Failure::Refused("an entry does not follow the one before"));
        }
        check_line(bytes)?;
    }
    Ok(())
}

pub(super) fn check_line(bytes: &[u8]) -> Result<(), Failure> {
    // Segments and backups hold an entry per line.
    if bytes.is_empty() || bytes.len() > ENTRY_BYTES_MAX || bytes.contains(&b'\n') {
        return Err(Failure::Refused("an entry is not one line"));
    }
    Ok(())
}

/// Whether an earlier attempt of this very append arrived, although its
/// connection broke before it could say so.
async fn saved_before(
    transaction: &Transaction,
    entries: &[(Head, Vec<u8>)],
) -> Result<bool, Failure> {
    let Some((head, bytes)) = entries.last() else {
        return Ok(false);
    };
    let stored = transaction.get(JOURNAL, &key(head))?.bytes(JOURNAL).await?;
    Ok(stored.as_ref() == Some(bytes))
}

/// The last entry that lies in the journal, 0 where there is none.
///
/// It looks only where entries after the head could lie, in every chain, known
/// or not: a scan over the places of sealed entries would be slow until the
/// browser has tidied them away.
async fn journal_last(transaction: &Transaction, extent: &Extent) -> Result<Seq, Failure> {
    let head = extent.head;
    let beyond = head.seq.saturating_add(1);
    let mut chains: Vec<u32> = extent.spans.iter().map(|span| span.chain.0).collect();
    chains.sort_unstable();
    chains.dedup();
    let mut ranges = Vec::new();
    let mut unknown = alone(0);
    for chain in chains {
        ranges.push(idb::range(&unknown, &alone(chain.into()))?);
        unknown = alone(u64::from(chain) + 1);
        let at_head = chain == head.chain.0 && head.seq > extent.sealed;
        let from = if at_head { head.seq } else { beyond };
        ranges.push(idb::range(
            &idb::pair(chain, from),
            &idb::pair(chain, Seq::MAX),
        )?);
    }
    ranges.push(idb::range_from(&unknown)?);
    let last = last_of(transaction, ranges).await?;
    if last > 0 || head.seq <= extent.sealed {
        return Ok(last);
    }
    // The entry at the head is gone; which is the last one left?
    let ranges = extent
        .spans_within(extent.sealed + 1..=head.seq)
        .map(|span| span_range(&span))
        .collect::<Result<_, _>>()?;
    last_of(transaction, ranges).await
}

/// The highest seq among the last keys of some ranges.
async fn last_of(transaction: &Transaction, ranges: Vec<JsValue>) -> Result<Seq, Failure> {
    let mut requests = Vec::new();
    for range in ranges {
        requests.push(transaction.last_key(JOURNAL, &range)?);
    }
    let mut last = 0;
    for request in requests {
        if let Some(key) = request.key().await? {
            last = last.max(idb::to_number(&key.get(1)));
        }
    }
    Ok(last)
}

/// A key that sorts before all entries of a chain. One past the last chain is
/// a key too.
fn alone(chain: u64) -> JsValue {
    // At most 2^32, which a float holds exactly.
    js_sys::Array::of1(&(chain as f64).into()).into()
}

fn damage(extent: &Extent, journal_last: Seq, segment_last: Seq) -> Option<Damage> {
    let head = extent.head;
    let reached = journal_last.max(segment_last);
    if reached > head.seq {
        return Some(Damage::OldHead {
            head,
            journal_last: reached,
        });
    }
    if segment_last != extent.sealed {
        return Some(Damage::Missing {
            first: segment_last.min(extent.sealed) + 1,
            last: segment_last.max(extent.sealed),
        });
    }
    let journal_expected = if head.seq > extent.sealed {
        head.seq
    } else {
        0
    };
    (journal_last != journal_expected).then_some(Damage::Missing {
        first: journal_last
            .max(extent.sealed)
            .min(head.seq.saturating_sub(1))
            + 1,
        last: head.seq,
    })
}
