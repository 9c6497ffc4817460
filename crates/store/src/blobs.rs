//! Blobs: logos and attachments under their SHA-256, in pieces where large.
//!
//! What a blob is, its name and its type, stands in the record that refers to
//! it. Nothing here counts references.

use ledger::journal::Hash;
use wasm_bindgen::{JsCast, JsValue};

use super::failure::{Damage, Failure};
use super::handle::Store;
use super::idb;
use super::idb::{Access, BLOBS, from_bytes};

/// Bytes per stored piece: read and written without a jump in memory.
const PIECE_BYTES_MAX: usize = 1 << 20;

impl Store {
    /// Keeps a blob, flushed to the disk. To put the same one again changes
    /// nothing.
    ///
    /// # Errors
    /// A [`Failure`]; nothing was written.
    pub async fn put_blob(&self, bytes: &[u8]) -> Result<Hash, Failure> {
        let hash = Hash::of(bytes);
        // An empty blob has one empty piece, so that it is there.
        let none: &[u8] = &[];
        let empty = bytes.is_empty().then_some(none);
        self.run(&[BLOBS], Access::Write, async |transaction| {
            let pieces = empty.into_iter().chain(bytes.chunks(PIECE_BYTES_MAX));
            for (number, piece) in (0_u32..).zip(pieces) {
                transaction.put(BLOBS, &key(&hash, number), &from_bytes(piece))?;
            }
            Ok(())
        })
        .await?;
        Ok(hash)
    }

    /// Reads a blob and verifies its digest; `None` where it is not kept.
    ///
    /// # Errors
    /// [`Damage::Blob`] where its bytes are others, or another [`Failure`].
    pub async fn blob(&self, hash: &Hash) -> Result<Option<Vec<u8>>, Failure> {
        let range = range(hash)?;
        let pieces = self
            .run(&[BLOBS], Access::Read, async |transaction| {
                transaction.get_all(BLOBS, &range)?.all_bytes(BLOBS).await
            })
            .await?;
        if pieces.is_empty() {
            return Ok(None);
        }
        let bytes = pieces.concat();
        if Hash::of(&bytes) == *hash {
            Ok(Some(bytes))
        } else {
            Err(Damage::Blob { hash: *hash }.into())
        }
    }

    /// # Errors
    /// A [`Failure`]; nothing was deleted.
    pub async fn delete_blob(&self, hash: &Hash) -> Result<(), Failure> {
        let range = range(hash)?;
        self.run(&[BLOBS], Access::Write, async |transaction| {
            transaction.delete(BLOBS, &range)
        })
        .await
    }

    /// The digests of all blobs, sorted.
    ///
    /// # Errors
    /// A [`Failure`].
    pub async fn blobs(&self) -> Result<Vec<Hash>, Failure> {
        let keys = self
            .run(&[BLOBS], Access::Read, async |transaction| {
                transaction.get_all_keys(BLOBS)?.list().await
            })
            .await?;
        let mut hashes: Vec<Hash> = keys
            .iter()
            .filter_map(|key| {
                let key: js_sys::Array = key.dyn_into().ok()?;
                key.get(0).as_string()?.parse().ok()
            })
            .collect();
        hashes.dedup();
        Ok(hashes)
    }
}

fn key(hash: &Hash, piece: u32) -> JsValue {
    idb::pair(hash.to_string(), piece)
}

pub(super) fn range(hash: &Hash) -> Result<JsValue, Failure> {
    idb::range(&key(hash, 0), &key(hash, u32::MAX))
}
