//! Reading whatever is left, where the record of the book's end cannot be
//! relied on.
//!
//! What is not bytes is left out, and of what does not unpack what comes after
//! the damage. Which of the values are entries of the book, and how they
//! follow, is for the ledger to say.

use ledger::ids::Seq;
use wasm_bindgen::{JsCast, JsValue};

use super::failure::Failure;
use super::handle::Store;
use super::idb::{self, Access, JOURNAL, META, SEGMENTS, Transaction};
use super::segments;

impl Store {
    /// Every entry that can be read from the journal and from all segments,
    /// with the place it was found at. Segments of a restore that was broken
    /// off are among them.
    ///
    /// # Errors
    /// A [`Failure`] where the database itself cannot be read.
    pub async fn salvage(&self) -> Result<Vec<(Seq, Vec<u8>)>, Failure> {
        let (mut found, packed) = self
            .run(&[JOURNAL, SEGMENTS], Access::Read, async |transaction| {
                let entries = all(transaction, JOURNAL).await?;
                Ok((entries, all(transaction, SEGMENTS).await?))
            })
            .await?;
        for (last, segment) in packed {
            let unpacked = match segments::unpack(&segment, last).await {
                Ok(unpacked) => Some(unpacked),
                Err(_) => segments::remains(&segment),
            };
            if let Some(unpacked) = unpacked {
                found.extend((unpacked.first..).zip(unpacked.entries));
            }
        }
        Ok(found)
    }

    /// What is left from entry `next` on in the damaged segment that holds it, as
    /// [`segments::remains`] has it; nothing where no segment does.
    ///
    /// # Errors
    /// As [`Store::salvage`].
    pub async fn remains_from(&self, next: Seq) -> Result<Vec<Vec<u8>>, Failure> {
        let stored = self
            .run(&[META, SEGMENTS], Access::Read, async |transaction| {
                let extent = self.extent(transaction).await?;
                segments::holding(transaction, &extent, next).await
            })
            .await?;
        let left = stored.and_then(|stored| segments::remains(&stored)?.from(next));
        Ok(left.unwrap_or_default())
    }
}

/// What a store holds under `[.., seq]`.
async fn all(transaction: &Transaction, store: &str) -> Result<Vec<(Seq, Vec<u8>)>, Failure> {
    let keys = transaction.get_all_keys(store)?;
    let values = transaction.get_all(store, &JsValue::UNDEFINED)?;
    let (keys, values) = (keys.list().await?, values.list().await?);
    let pair = |(key, value): (JsValue, JsValue)| {
        let key: js_sys::Array = key.dyn_into().ok()?;
        let value: js_sys::Uint8Array = value.dyn_into().ok()?;
        Some((idb::to_number(&key.get(1)), value.to_vec()))
    };
    Ok(keys.iter().zip(values.iter()).filter_map(pair).collect())
}
