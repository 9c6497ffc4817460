//! The snapshot in the store: a cache that opens a book fast.
//!
//! Its parts lie under 0, 1, 2 … and its manifest, with a line that says which
//! entry it stands for, under `manifest`: text sorts after numbers, so one
//! request brings all in order. Deleting it loses nothing. What the bytes mean
//! is for the ledger to say.

use ledger::ids::Seq;
use ledger::journal::Hash;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

use super::extent::Extent;
use super::failure::{Damage, Failure};
use super::idb::{Access, META, Request, SNAPSHOT, Transaction, from_bytes};
use super::{Store, frame};

/// The entry that a snapshot stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SnapshotMark {
    pub seq: Seq,
    pub hash: Hash,
    pub parts: u32,
}

/// A snapshot as it was saved.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StoredSnapshot {
    pub mark: SnapshotMark,
    pub manifest: Vec<u8>,
    pub parts: Vec<Vec<u8>>,
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
        parts: &[Vec<u8>],
    ) -> Result<SnapshotSaved, Failure> {
        let mark = SnapshotMark {
            seq,
            hash,
            parts: u32::try_from(parts.len()).unwrap_or(u32::MAX),
        };
        let framed = from_bytes(&frame::join(&mark, manifest));
        let parts: Vec<JsValue> = parts.iter().map(|part| from_bytes(part)).collect();
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
                for (index, part) in (0_u32..).zip(&parts) {
                    transaction.put(SNAPSHOT, &index.into(), part)?;
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
    /// [`Damage::Snapshot`] where it is not whole: delete it and read the
    /// entries instead; nothing is lost.
    pub async fn load_snapshot(&self) -> Result<Option<StoredSnapshot>, Failure> {
        let mut values = self
            .run(&[SNAPSHOT], Access::Read, async |transaction| {
                let all = transaction.get_all(SNAPSHOT, &JsValue::UNDEFINED)?;
                all.all_bytes(SNAPSHOT).await
            })
            .await?;
        let Some(framed) = values.pop() else {
            return Ok(None);
        };
        let Some((mark, manifest)) = frame::split::<SnapshotMark>(&framed) else {
            return Err(Damage::Snapshot.into());
        };
        if u32::try_from(values.len()) != Ok(mark.parts) {
            return Err(Damage::Snapshot.into());
        }
        Ok(Some(StoredSnapshot {
            mark,
            manifest: manifest.to_vec(),
            parts: values,
        }))
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
