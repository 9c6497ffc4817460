//! The extent of a book: where its history ends and where its entries lie.
//!
//! It is the one record that every write reads first and writes last, under
//! the key `head` in the store `meta`. It holds no entry and no figure.

use std::ops::RangeInclusive;

use ledger::ids::{Chain, Seq};
use ledger::journal::Head;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

use super::failure::{Damage, Failure};
use super::idb::{META, Transaction, from_bytes};

/// Entries in a row written by one chain.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Span {
    pub chain: Chain,
    pub first: Seq,
    pub last: Seq,
}

/// An end of the book that a restore put another journal in the place of.
///
/// What this device remembers outside of IndexedDB is written to the disk
/// seconds later; after a crash it may still name such an end, which is then
/// no sign of a loss.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Superseded {
    /// Which segments were the book's; `None` where that could not be read, or
    /// was not remembered.
    pub generation: Option<u32>,
    /// The last entry that may be remembered of it.
    pub seq: Seq,
}

/// So many restores are remembered, the newest ones. A browser may keep local
/// storage in memory for minutes, through any number of crashes: what it then
/// has on the disk is older than the last few restores.
const SUPERSEDED_MAX: usize = 64;

#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Extent {
    pub head: Head,
    /// From entry 1 to the head, without a gap.
    pub spans: Vec<Span>,
    /// Entries 1 to this one lie in segments, later ones in the journal.
    pub sealed: Seq,
    /// Which segments are the book's; a restore brings new ones.
    pub generation: u32,
    /// How often entries were rewritten. Who read entries before a transaction
    /// knows in it by this that they are the same.
    pub rewrites: u32,
    /// Snapshots of entries before this one hold what was erased since: a tab
    /// that did not hear of the erasure must not save one.
    pub snapshots_from: Seq,
    /// What restores replaced, the oldest first.
    #[serde(default)]
    pub superseded: Vec<Superseded>,
}

impl Extent {
    /// The extent as this transaction sees it; of an empty book where none
    /// was written yet.
    pub async fn read(transaction: &Transaction) -> Result<Extent, Failure> {
        let Some(bytes) = transaction.get(META, &key())?.bytes(META).await? else {
            return Ok(Extent::default());
        };
        match serde_json::from_slice::<Extent>(&bytes) {
            Ok(extent) if extent.adds_up() => Ok(extent),
            _ => Err(Damage::Head.into()),
        }
    }

    pub fn write(&self, transaction: &Transaction) -> Result<(), Failure> {
        let bytes = serde_json::to_vec(self).map_err(|_| Damage::Head)?;
        transaction.put(META, &key(), &from_bytes(&bytes))
    }

    /// Notes what this journal takes the place of: what stood `before`, where
    /// that could be read, and what else may be remembered of the book.
    pub fn supersede(&mut self, before: Option<&Extent>, remembered: &[Superseded]) {
        let known = before.map_or(&[][..], |before| &before.superseded);
        let replaced = before.map(|before| Superseded {
            generation: Some(before.generation),
            seq: before.head.seq,
        });
        self.superseded = Vec::new();
        for one in known.iter().chain(&replaced).chain(remembered) {
            self.note_superseded(one);
        }
        let old = self.superseded.len().saturating_sub(SUPERSEDED_MAX);
        self.superseded.drain(..old);
    }

    /// A journal is noted once, with the last entry that is remembered of it.
    fn note_superseded(&mut self, one: &Superseded) {
        let mut known = self.superseded.iter_mut();
        match known.find(|known| known.generation == one.generation) {
            Some(known) => known.seq = known.seq.max(one.seq),
            None => self.superseded.push(one.clone()),
        }
    }

    /// Takes in one more entry. Only the one after the head fits.
    pub fn extend(&mut self, head: &Head) -> Result<(), Failure> {
        if self.head.seq.checked_add(1) != Some(head.seq) {
            return Err(Failure::Refused("an entry does not follow the head"));
        }
        self.head = *head;
        match self.spans.last_mut() {
            Some(span) if span.chain == head.chain => span.last = head.seq,
            _ => self.spans.push(Span {
                chain: head.chain,
                first: head.seq,
                last: head.seq,
            }),
        }
        Ok(())
    }

    /// The parts of the spans within `seqs`.
    pub fn spans_within(&self, seqs: RangeInclusive<Seq>) -> impl Iterator<Item = Span> {
        self.spans.iter().filter_map(move |span| {
            let span = Span {
                chain: span.chain,
                first: span.first.max(*seqs.start()),
                last: span.last.min(*seqs.end()),
            };
            (span.first <= span.last).then_some(span)
        })
    }

    /// Whether the entries up to the older one's head still lie where they lay,
    /// byte by byte as they were.
    pub fn keeps(&self, before: &Extent) -> bool {
        self.sealed == before.sealed
            && self.generation == before.generation
            && self.rewrites == before.rewrites
    }

    fn adds_up(&self) -> bool {
        let mut last = 0;
        let connected = self.spans.iter().all(|span| {
            let follows = span.first == last + 1 && span.first <= span.last;
            last = span.last;
            follows && last < Seq::MAX
        });
        connected && last == self.head.seq && self.sealed <= last
    }
}

fn key() -> JsValue {
    "head".into()
}
