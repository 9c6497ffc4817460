//! Restoring: a whole journal coming in, which replaces the book's or leaves
//! it untouched.
//!
//! A backup is read as a stream, and a transaction cannot wait for a file; in
//! one transaction all of it would have to be in memory first. So the entries
//! come in slice by slice as segments of a *generation* of their own, which
//! nobody reads, and one small transaction at the end makes that generation
//! the book's, drops the old one with its journal and snapshot, and moves the
//! head. A crash at any point before it leaves the old book; what had come in
//! is swept away by the next restore. The name of the database stays, so
//! nothing outside IndexedDB has to switch with it.

use ledger::ids::Seq;
use ledger::journal::{Hash, Head};
use wasm_bindgen::JsValue;

use super::extent::{Extent, Superseded};
use super::failure::{Damage, Failure};
use super::handle::Store;
use super::idb::{Access, JOURNAL, META, SEGMENTS, SNAPSHOT, Transaction, from_bytes};
use super::journal::{AppendError, check_entries};
use super::scratch::meta_key;
use super::{idb, segments};
use crate::random;

/// A journal on its way in. Dropped, it leaves the book as it is.
pub struct Incoming {
    store: Store,
    extent: Extent,
    segments: u32,
}

/// What goes with a replacing journal, in its transaction or not at all.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Beside {
    /// The head that may be replaced: the one that its user was shown. `None`
    /// where it could not be read; then only an unreadable one is replaced.
    pub replaces: Option<Head>,
    /// What this device may remember of the book and is superseded with it.
    pub remembered: Vec<Superseded>,
    /// Values of the store `meta` by their names.
    pub meta: Vec<(&'static str, Vec<u8>)>,
}

impl Store {
    /// Begins to take in a whole journal, after sweeping away what an
    /// unfinished restore left.
    ///
    /// # Errors
    /// A [`Failure`].
    pub async fn incoming(&self) -> Result<Incoming, Failure> {
        let generation =
            random::number().map_err(|error| Failure::Unavailable(error.to_string()))?;
        self.run(&[META, SEGMENTS], Access::Write, async |transaction| {
            // Where the head cannot be read, nobody knows what is the book's.
            let Some(current) = readable(transaction).await? else {
                return Ok(());
            };
            if generation == current.generation {
                return Err(Failure::Busy);
            }
            sweep(transaction, current.generation)?;
            Ok(())
        })
        .await?;
        Ok(Incoming {
            store: self.clone(),
            extent: Extent {
                generation,
                ..Extent::default()
            },
            segments: 0,
        })
    }
}

/// The extent; `None` where its bytes are nonsense.
async fn readable(transaction: &Transaction) -> Result<Option<Extent>, Failure> {
    match Extent::read(transaction).await {
        Err(Failure::Damaged(_)) => Ok(None),
        extent => extent.map(Some),
    }
}

/// Deletes the segments of all generations but one.
fn sweep(transaction: &Transaction, kept: u32) -> Result<(), Failure> {
    if kept > 0 {
        let below = idb::range(&segments::key(0, 0), &segments::key(kept - 1, Seq::MAX))?;
        transaction.delete(SEGMENTS, &below)?;
    }
    if kept < u32::MAX {
        let above = idb::range(
            &segments::key(kept + 1, 0),
            &segments::key(u32::MAX, Seq::MAX),
        )?;
        transaction.delete(SEGMENTS, &above)?;
    }
    Ok(())
}

impl Incoming {
    /// Takes in the next entries, from entry 1 on. Some thousands, or some
    /// megabytes, at a time are right: each slice becomes a segment.
    ///
    /// # Errors
    /// [`Failure::Refused`] where they do not follow; [`Failure::QuotaExceeded`]
    /// and others. The book is as it was.
    pub async fn entries(&mut self, slice: &[(Head, Vec<u8>)]) -> Result<(), Failure> {
        let Some((last, _)) = slice.last() else {
            return Ok(());
        };
        check_entries(self.extent.head.seq, slice)?;
        let first = self.extent.head.seq + 1;
        let entries: Vec<Vec<u8>> = slice.iter().map(|(_, bytes)| bytes.clone()).collect();
        let packed = from_bytes(&segments::pack(first, &entries).await?);
        let key = segments::key(self.extent.generation, last.seq);
        self.store
            .run(&[SEGMENTS], Access::WriteRelaxed, async |transaction| {
                transaction.put(SEGMENTS, &key, &packed)
            })
            .await?;
        for (head, _) in slice {
            self.extent.extend(head)?;
        }
        self.segments += 1;
        Ok(())
    }

    /// Takes in a blob. It lies under its digest, so it disturbs nothing.
    ///
    /// # Errors
    /// A [`Failure`].
    pub async fn blob(&self, bytes: &[u8]) -> Result<Hash, Failure> {
        self.store.put_blob(bytes).await
    }

    /// What tells this journal from every other that was the book's.
    pub fn generation(&self) -> u32 {
        self.extent.generation
    }

    /// Where the incoming journal ends so far.
    pub fn head(&self) -> Head {
        self.extent.head
    }

    /// Reads all back and verifies it, then makes it the book's journal in one
    /// transaction flushed to the disk, together with what is `beside` it. The
    /// other tabs must be told [`super::tabs::Notice::Replaced`].
    ///
    /// # Errors
    /// [`AppendError::Moved`] where the book's head is not the one that may be
    /// replaced; [`Damage`] where what was read back is not what came in. The
    /// book is as it was, and nothing of what is `beside` was kept.
    pub async fn replace(mut self, beside: &Beside) -> Result<Head, AppendError> {
        self.read_back().await?;
        self.extent.sealed = self.extent.head.seq;
        let Incoming {
            store,
            extent,
            segments: staged,
        } = self;
        let stores = [META, JOURNAL, SEGMENTS, SNAPSHOT];
        let moved = store
            .run(&stores, Access::Write, async |transaction| {
                let current = readable(transaction).await?;
                if let Some(current) = &current {
                    if current.generation == extent.generation {
                        // An earlier attempt arrived although its connection broke.
                        return Ok(None);
                    }
                    if beside.replaces != Some(current.head) {
                        return Ok(Some(current.head));
                    }
                }
                let arrived = segments::generation_range(extent.generation)?;
                if transaction.count(SEGMENTS, &arrived)?.number().await? != staged {
                    // Another tab's restore swept it away.
                    return Err(Failure::Busy);
                }
                transaction.clear(JOURNAL)?;
                transaction.clear(SNAPSHOT)?;
                sweep(transaction, extent.generation)?;
                let mut extent = extent.clone();
                extent.supersede(current.as_ref(), &beside.remembered);
                extent.write(transaction)?;
                for (name, value) in &beside.meta {
                    transaction.put(META, &meta_key(name), &from_bytes(value))?;
                }
                Ok(None)
            })
            .await?;
        match moved {
            Some(head) => Err(AppendError::Moved { head }),
            None => {
                store.set_generation(extent.generation);
                Ok(extent.head)
            }
        }
    }

    async fn read_back(&self) -> Result<(), Failure> {
        let mut next: Seq = 1;
        while next <= self.extent.head.seq {
            let rest = idb::range(
                &segments::key(self.extent.generation, next),
                &segments::key(self.extent.generation, Seq::MAX),
            )?;
            let found = self.store.first_segment(&rest).await?;
            let missing = Damage::Missing {
                first: next,
                last: self.extent.head.seq,
            };
            let segment = segments::unpack(&found.ok_or(missing.clone())?, next).await?;
            if segment.first != next {
                return Err(missing.into());
            }
            next = segment.last.saturating_add(1);
        }
        Ok(())
    }
}

impl Store {
    async fn first_segment(&self, range: &JsValue) -> Result<Option<Vec<u8>>, Failure> {
        self.run(&[SEGMENTS], Access::Read, async |transaction| {
            let request = transaction.get_first(SEGMENTS, range)?;
            Ok(request.all_bytes(SEGMENTS).await?.pop())
        })
        .await
    }
}
