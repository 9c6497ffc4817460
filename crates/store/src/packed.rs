//! A Book packed into the store's snapshot, and unpacked from it.

use ledger::book::Book;
use ledger::journal::{self, Hash};
use ledger::snapshot::{Manifest, Packer, Unpacker, Unusable};

use super::handle::Store;
use super::idb::StoredBytes;
use super::journal::Opening;
use super::pause;
use super::snapshot::SnapshotMark;
use crate::digest::Digesting;

/// Packs a book and saves it as the store's snapshot, a part at a time, as
/// long as `goes_on` says so. Answers whether it was packed and offered to the
/// store to the end.
pub async fn save_snapshot(store: &Store, book: &Book, goes_on: impl Fn() -> bool) -> bool {
    let mut packer = Packer::new(book);
    let mut parts: Vec<StoredBytes> = Vec::new();
    let mut digests = Vec::new();
    loop {
        let part = match packer.next_part() {
            Ok(Some(part)) => part,
            Ok(None) => break,
            // It would not give the same book: the entries count.
            Err(_) => return false,
        };
        let stored = StoredBytes::from(&part[..]);
        let digest = match stored.begin_sha256() {
            Some(digest) => digest.end().await.map(Hash),
            None => None,
        };
        digests.push(digest.unwrap_or_else(|| Hash::of(&part)));
        parts.push(stored);
        pause::pause().await;
        if !goes_on() {
            return false;
        }
    }
    let head = packer.head();
    let manifest = packer.manifest(digests).to_bytes();
    store
        .save_snapshot(head.seq, head.hash, &manifest, &parts)
        .await
        .is_ok()
}

/// The book of the snapshot, where it is whole and stands for an entry of
/// this very journal.
pub(super) async fn unpack(store: &Store, opening: &Opening) -> Option<Book> {
    if !stands(store, opening).await {
        return None;
    }
    let begin = |mark: SnapshotMark, manifest: &[u8]| {
        let manifest = Manifest::from_bytes(manifest).ok()?;
        let fits = manifest.book == *store.book()
            && u32::try_from(manifest.parts.len()) == Ok(mark.parts)
            && opening.snapshot == Some(mark)
            && (manifest.head.seq, manifest.head.hash) == (mark.seq, mark.hash);
        fits.then(|| Unpacking {
            unpacker: Ok(Unpacker::new(&manifest)),
            digests: Vec::with_capacity(manifest.parts.len()),
            part: Vec::new(),
            manifest,
        })
    };
    let unpacking = store.unpack_snapshot(begin, Unpacking::take).await.ok()??;
    unpacking.book().await
}

/// A snapshot on its way to a book.
struct Unpacking {
    manifest: Manifest,
    unpacker: Result<Unpacker, Unusable>,
    /// The browser computes them while the parts are unpacked here.
    digests: Vec<Result<Digesting, Hash>>,
    /// The part at hand: one place for all of them.
    part: Vec<u8>,
}

impl Unpacking {
    fn take(&mut self, part: StoredBytes) {
        let digest = part.begin_sha256();
        part.read_into(&mut self.part);
        self.digests
            .push(digest.ok_or_else(|| Hash::of(&self.part)));
        if let Ok(unpacker) = &mut self.unpacker
            && let Err(unusable) = unpacker.part(&self.part)
        {
            self.unpacker = Err(unusable);
        }
    }

    /// The book, where every part was as it was packed.
    async fn book(self) -> Option<Book> {
        let unpacker = self.unpacker.ok()?;
        for (digest, expected) in self.digests.into_iter().zip(&self.manifest.parts) {
            let digest = match digest {
                Ok(digesting) => Hash(digesting.end().await?),
                Err(digest) => digest,
            };
            if digest != *expected {
                return None;
            }
        }
        unpacker.relink().step(usize::MAX)?.ok()
    }
}

/// Whether the entry that the snapshot stands for is the book's last one, or
/// the one that its next entry follows.
async fn stands(store: &Store, opening: &Opening) -> bool {
    let Some(mark) = opening.snapshot else {
        return false;
    };
    if mark.seq >= opening.head.seq {
        return (mark.seq, mark.hash) == (opening.head.seq, opening.head.hash);
    }
    let next = store.entry(mark.seq + 1).await.ok().flatten();
    next.and_then(|line| journal::read(&line).ok())
        .is_some_and(|entry| entry.header.prev == mark.hash)
}
