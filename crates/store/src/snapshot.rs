//! The snapshot in the store: a cache that opens a book fast.
//!
//! Its parts lie under 0, 1, 2 … and its manifest, with a line that says which
//! entry it stands for, under `manifest`. Deleting it loses nothing. What the
//! bytes mean is for the ledger to say.

use ledger::ids::Seq;
use ledger::journal::Hash;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

use super::extent::Extent;
use super::failure::{Damage, Failure};
use super::frame;
use super::handle::Store;
use super::idb::{Access, META, Request, SNAPSHOT, StoredBytes, Transaction, from_bytes};

/// The entry that a snapshot stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SnapshotMark {
    pub seq: Seq,
    pub hash: Hash,
    pub parts: u32,
}

/// A snapshot as it was saved.
#[derive(Clone, PartialEq, Debug)]
pub struct StoredSnapshot {
    pub mark: SnapshotMark,
    pub manifest: Vec<u8>,
    pub parts: Vec<StoredBytes>,
}

/// What became of a snapshot that was to be saved.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SnapshotSaved {
    Saved,
    /// The store holds one of a later entry; or the book ends before this one,
    /// was replaced since this handle opened it, or had something erased since
    /// that entry. Nothing to do.
    Outdated,
}

/// Parts of a snapshot at the most: far more than a book in memory has.
const PARTS_MAX: u32 = 10_000;

impl Store {
    /// Saves a snapshot of the book as of entry `seq` with `hash`, in one
    /// transaction, never over one of a higher seq.
    ///
    /// # Errors
    /// A [`Failure`]; the snapshot from before stays.
    pub async fn save_snapshot(
        &self,
        seq: Seq,
        hash: Hash,
        manifest: &[u8],
        parts: &[StoredBytes],
    ) -> Result<SnapshotSaved, Failure> {
        let mark = SnapshotMark {
            seq,
            hash,
            parts: u32::try_from(parts.len()).unwrap_or(u32::MAX),
        };
        let framed = from_bytes(&frame::join(&mark, manifest));
        self.run(
            &[META, SNAPSHOT],
            Access::WriteRelaxed,
            async |transaction| {
                let stored = ask_manifest(transaction)?;
                let extent = Extent::read(transaction).await?;
                let stored = stored.bytes(SNAPSHOT).await?;
                let later = stored
                    .and_then(|framed| self::mark(&framed))
                    .is_some_and(|stored| stored.seq > seq && stored.seq <= extent.head.seq);
                let other = seq > extent.head.seq
                    || seq < extent.snapshots_from
                    || (seq == extent.head.seq && hash != extent.head.hash)
                    || self
                        .generation()
                        .is_some_and(|known| known != extent.generation);
                if later || other {
                    return Ok(SnapshotSaved::Outdated);
                }
                transaction.clear(SNAPSHOT)?;
                for (index, part) in (0_u32..).zip(parts) {
                    let put = transaction.put_large(SNAPSHOT, &index.into(), part)?;
                    put.result().await?;
                }
                transaction.put(SNAPSHOT, &manifest_key(), &framed)?;
                Ok(SnapshotSaved::Saved)
            },
        )
        .await
    }

    /// Reads the snapshot, `None` where there is none.
    ///
    /// # Errors
    /// As [`Store::unpack_snapshot`].
    pub async fn load_snapshot(&self) -> Result<Option<StoredSnapshot>, Failure> {
        let begin = |mark: SnapshotMark, manifest: &[u8]| {
            Some(StoredSnapshot {
                mark,
                manifest: manifest.to_vec(),
                parts: Vec::new(),
            })
        };
        self.unpack_snapshot(begin, |snapshot, part| snapshot.parts.push(part))
            .await
    }

    /// Reads the snapshot part by part, so that one is worked on while the
    /// next ones come: `begin` gets what stands beside them and may refuse,
    /// `take` gets each part in order. `None` where there is no snapshot or it
    /// was refused. Both may be called anew, where the connection broke.
    ///
    /// # Errors
    /// [`Damage::Snapshot`] where it is not whole: delete it and read the
    /// entries instead; nothing is lost.
    pub async fn unpack_snapshot<T>(
        &self,
        begin: impl Fn(SnapshotMark, &[u8]) -> Option<T>,
        take: impl Fn(&mut T, StoredBytes),
    ) -> Result<Option<T>, Failure> {
        self.run(&[SNAPSHOT], Access::Read, async |transaction| {
            let Some(framed) = ask_manifest(transaction)?.bytes(SNAPSHOT).await? else {
                return Ok(None);
            };
            let Some((mark, manifest)) = frame::split::<SnapshotMark>(&framed) else {
                return Err(Damage::Snapshot.into());
            };
            if mark.parts > PARTS_MAX {
                return Err(Damage::Snapshot.into());
            }
            // All are asked for before the first answer is awaited.
            let requests: Result<Vec<Request>, Failure> = (0..mark.parts)
                .map(|index| transaction.get(SNAPSHOT, &index.into()))
                .collect();
            let Some(mut unpacked) = begin(mark, manifest) else {
                return Ok(None);
            };
            for request in requests? {
                let part = request.stored_bytes(SNAPSHOT).await?;
                take(&mut unpacked, part.ok_or(Damage::Snapshot)?);
            }
            Ok(Some(unpacked))
        })
        .await
    }

    /// Deletes the snapshot. The entries are what counts.
    ///
    /// # Errors
    /// A [`Failure`].
    pub async fn delete_snapshot(&self) -> Result<(), Failure> {
        self.run(&[SNAPSHOT], Access::Write, async |transaction| {
            transaction.clear(SNAPSHOT)
        })
        .await
    }
}

fn manifest_key() -> JsValue {
    "manifest".into()
}

pub(super) fn ask_manifest(transaction: &Transaction) -> Result<Request, Failure> {
    transaction.get(SNAPSHOT, &manifest_key())
}

pub(super) fn mark(framed: &[u8]) -> Option<SnapshotMark> {
    frame::split(framed).map(|(mark, _)| mark)
}
