//! Erasure in the store: putting other bytes in the place of old entries.
//!
//! The one operation that changes what was written, for a person's right to
//! be forgotten. Which bytes go, and that the chain still verifies, is for
//! `ledger::journal::erase`. The browser's own files may hold the old bytes
//! until it compacts them; saved backups hold them for good.

use std::collections::BTreeMap;

use ledger::ids::Seq;
use ledger::journal::{Hash, Head};
use wasm_bindgen::JsValue;

use super::entries::key;
use super::extent::Extent;
use super::failure::{Damage, Failure};
use super::handle::Store;
use super::idb::{
    Access, BLOBS, JOURNAL, META, SCRATCH, SEGMENTS, SNAPSHOT, Transaction, from_bytes,
};
use super::journal::{AppendError, check_entries, check_line};
use super::{blobs, idb, segments};

/// What an erasure changes.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Erasure {
    /// The entries of the action that says so.
    pub append: Vec<(Head, Vec<u8>)>,
    /// The new bytes of earlier entries.
    pub replaced: Vec<(Seq, Vec<u8>)>,
    pub scratch: Vec<String>,
    pub blobs: Vec<Hash>,
}

/// What is to replace a segment, packed before the transaction.
struct Repacked {
    last: Seq,
    after: JsValue,
}

/// How a try of the transaction ended without a failure.
enum Outcome {
    Done,
    Moved(Head),
    /// Entries were sealed between reading the segments and writing them.
    Resealed,
}

/// How often it starts again where another tab seals entries meanwhile.
const TRIES: u32 = 3;

impl Store {
    /// Appends the entries of one action, replaces the bytes of earlier ones, sealed or not,
    /// and deletes the snapshot, the named scratch values and blobs: all in
    /// one transaction, flushed to the disk. To call it again with the same
    /// entries is safe.
    ///
    /// # Errors
    /// [`AppendError::Moved`] where the head is not `expected`;
    /// [`Damage::Missing`] where an entry to replace is not there. Nothing was
    /// written then.
    pub async fn rewrite(&self, expected: &Head, erasure: &Erasure) -> Result<(), AppendError> {
        check_entries(expected.seq, &erasure.append)?;
        for (_, bytes) in &erasure.replaced {
            check_line(bytes)?;
        }
        for _ in 0..TRIES {
            match self.try_rewrite(expected, erasure).await? {
                Outcome::Done => return Ok(()),
                Outcome::Moved(head) => return Err(AppendError::Moved { head }),
                Outcome::Resealed => {}
            }
        }
        Err(Failure::Busy.into())
    }

    async fn try_rewrite(&self, expected: &Head, erasure: &Erasure) -> Result<Outcome, Failure> {
        let read = async |transaction: &Transaction| self.extent(transaction).await;
        let before = self.run(&[META], Access::Read, read).await?;
        let repacked = self.repack(&before, &erasure.replaced).await?;
        let stores = [META, JOURNAL, SEGMENTS, SNAPSHOT, SCRATCH, BLOBS];
        self.run(&stores, Access::Write, async |transaction| {
            let mut extent = self.extent(transaction).await?;
            let appended = erasure.append.last().map(|(head, _)| head);
            if appended == Some(&extent.head) {
                // An earlier attempt arrived although its connection broke.
                return Ok(Outcome::Done);
            }
            if extent.head != *expected {
                return Ok(Outcome::Moved(extent.head));
            }
            if !extent.keeps(&before) {
                return Ok(Outcome::Resealed);
            }
            for segment in &repacked {
                let key = segments::key(extent.generation, segment.last);
                transaction.put(SEGMENTS, &key, &segment.after)?;
            }
            replace_unsealed(transaction, &extent, &erasure.replaced).await?;
            for (head, bytes) in &erasure.append {
                extent.extend(head)?;
                transaction.add(JOURNAL, &key(head), &from_bytes(bytes))?;
            }
            transaction.clear(SNAPSHOT)?;
            for name in &erasure.scratch {
                transaction.delete(SCRATCH, &JsValue::from_str(name))?;
            }
            for hash in &erasure.blobs {
                transaction.delete(BLOBS, &blobs::range(hash)?)?;
            }
            extent.rewrites = extent.rewrites.wrapping_add(1);
            // The entries that say so are in every later snapshot's past.
            extent.snapshots_from =
                appended.map_or(expected.seq.saturating_add(1), |head| head.seq);
            extent.write(transaction)?;
            Ok(Outcome::Done)
        })
        .await
    }

    /// The segments that hold some of `replaced`, packed anew: compressing
    /// cannot be awaited inside the transaction that writes them.
    async fn repack(
        &self,
        extent: &Extent,
        replaced: &[(Seq, Vec<u8>)],
    ) -> Result<Vec<Repacked>, Failure> {
        let mut repacked: Vec<Repacked> = Vec::new();
        let sealed: BTreeMap<Seq, &Vec<u8>> = replaced
            .iter()
            .filter(|(seq, _)| *seq <= extent.sealed)
            .map(|(seq, bytes)| (*seq, bytes))
            .collect();
        for seq in sealed.keys() {
            if repacked.last().is_some_and(|segment| *seq <= segment.last) {
                continue;
            }
            let damage = Damage::Missing {
                first: *seq,
                last: *seq,
            };
            let before = self
                .run(&[SEGMENTS], Access::Read, async |transaction| {
                    let wanted = *seq..=*seq;
                    let mut found = Vec::new();
                    for request in segments::ask(transaction, extent, &wanted)? {
                        found.append(&mut request.all_bytes(SEGMENTS).await?);
                    }
                    Ok(found.pop())
                })
                .await?
                .ok_or(damage)?;
            let mut segment = segments::unpack(&before, *seq).await?;
            for (seq, entry) in (segment.first..=segment.last).zip(&mut segment.entries) {
                if let Some(bytes) = sealed.get(&seq) {
                    entry.clone_from(bytes);
                }
            }
            let after = segments::pack(segment.first, &segment.entries).await?;
            repacked.push(Repacked {
                last: segment.last,
                after: from_bytes(&after),
            });
        }
        Ok(repacked)
    }
}

async fn replace_unsealed(
    transaction: &Transaction,
    extent: &Extent,
    replaced: &[(Seq, Vec<u8>)],
) -> Result<(), Failure> {
    for (seq, bytes) in replaced.iter().filter(|(seq, _)| *seq > extent.sealed) {
        let damage = Damage::Missing {
            first: *seq,
            last: *seq,
        };
        let span = extent
            .spans_within(*seq..=*seq)
            .next()
            .ok_or(damage.clone())?;
        let key = idb::pair(span.chain.0, *seq);
        if transaction.count(JOURNAL, &key)?.number().await? != 1 {
            return Err(damage.into());
        }
        transaction.put(JOURNAL, &key, &from_bytes(bytes))?;
    }
    Ok(())
}
