//! What is done while the user does nothing: checking the whole book,
//! sealing old entries, packing a snapshot. Each in slices of some
//! milliseconds; a commit of this tab starts the round anew.

use std::rc::Rc;

use ledger::book::Book;
use ledger::check::Checker;
use ledger::ids::Seq;
use ledger::journal::{self, Head};
use ledger::snapshot::Packer;
use wasm_bindgen_futures::spawn_local;

use super::Session;
use crate::boot::sha256;
use crate::platform::{clock, pause};
use crate::state::{Check, Mode, Reason};
use crate::store::Store;

/// A slice of work ends after so many milliseconds.
const SLICE_MS: f64 = 10.0;
/// Records the checker looks at between two looks at the clock.
const RECORDS: usize = 100;
/// Entries read from the disk at a time.
const ENTRIES: Seq = 250;
/// The journal keeps so many entries unsealed, and seals so many at a time.
const UNSEALED: Seq = 2_000;
const SEALED_AT_ONCE: Seq = 1_000;
/// Entries since the snapshot that make a new one worth it.
const SNAPSHOT_AFTER: Seq = 200;
/// The user is idle when nothing was written for so long.
const QUIET_MS: i32 = 1_500;

impl Session {
    /// Does what there is to do, once the user is idle.
    pub fn when_idle(self: &Rc<Self>) {
        let run = self.idle_run.get().wrapping_add(1);
        self.idle_run.set(run);
        let session = self.clone();
        spawn_local(async move {
            let first = session.view().check == Check::Running;
            if !first {
                pause::wait_ms(QUIET_MS).await;
            }
            if session.goes_on(run) && first {
                session.check_all(run).await;
            }
            if session.goes_on(run) {
                session.pack(run).await;
            }
        });
    }

    fn goes_on(&self, run: u32) -> bool {
        self.idle_run.get() == run
    }

    /// Verifies the whole journal and every invariant.
    async fn check_all(&self, run: u32) {
        let book = self.book();
        let verified = self.verify_journal(run, *book.head()).await;
        if let Err(reason) = verified {
            self.publish(|view| view.check = Check::Failed);
            return self.read_only(reason);
        }
        let mut checker = Checker::new(&book);
        let mut started = clock::ticks_ms();
        let findings = loop {
            if let Some(findings) = checker.step(RECORDS) {
                break findings;
            }
            if clock::ticks_ms() - started > SLICE_MS {
                pause::pause().await;
                if !self.goes_on(run) {
                    return;
                }
                started = clock::ticks_ms();
            }
        };
        if findings.is_empty() {
            let entries = book.head().seq;
            self.publish(|view| {
                if view.mode == Mode::Writable {
                    view.check = Check::Passed { entries };
                }
            });
        } else {
            self.publish(|view| view.check = Check::Failed);
            self.read_only(Reason::Findings(findings));
        }
    }

    /// Every hash, digest and link from the first entry to `end`.
    async fn verify_journal(&self, run: u32, end: Head) -> Result<(), Reason> {
        let id = self.id();
        let mut head = Head::EMPTY;
        while head.seq < end.seq {
            let last = head.seq.saturating_add(ENTRIES).min(end.seq);
            let lines = self
                .store
                .entries(head.seq + 1..=last)
                .await
                .map_err(|failure| Reason::Damaged(failure.to_string()))?;
            let mut started = clock::ticks_ms();
            for line in &lines {
                let entry = journal::read(line).map_err(Reason::Entry)?;
                journal::follows(&head, &id, &entry.header).map_err(Reason::Entry)?;
                head = entry.head();
                if clock::ticks_ms() - started > SLICE_MS {
                    pause::pause().await;
                    started = clock::ticks_ms();
                }
            }
            if head.seq < last {
                return Err(Reason::Damaged(format!("entry {} is missing", head.seq + 1)));
            }
            pause::pause().await;
            if !self.goes_on(run) {
                return Ok(());
            }
        }
        if head == end {
            Ok(())
        } else {
            Err(Reason::Damaged("the entries end elsewhere than the head".to_owned()))
        }
    }

    /// Seals old entries and saves a snapshot, where it is worth it. A
    /// failure costs nothing but time at the next opening.
    async fn pack(&self, run: u32) {
        if self.view().mode != Mode::Writable {
            return;
        }
        let head = *self.book().head();
        while self.goes_on(run) && head.seq > self.sealed.get() + UNSEALED + SEALED_AT_ONCE {
            let first = self.sealed.get() + 1;
            let last = self.sealed.get() + SEALED_AT_ONCE;
            if self.store.seal(first..=last).await.is_err() {
                break;
            }
            self.sealed.set(last);
        }
        if self.goes_on(run) && head.seq >= self.snapshot_seq.get() + SNAPSHOT_AFTER {
            self.save_snapshot(run).await;
        }
    }

    async fn save_snapshot(&self, run: u32) {
        let book = self.book();
        if save_snapshot(&self.store, &book, || self.goes_on(run)).await {
            self.snapshot_seq.set(book.head().seq);
        }
    }
}

/// Packs a book and saves it as the store's snapshot, a part at a time, as
/// long as `goes_on` says so. Answers whether it was packed and offered to the
/// store to the end.
pub async fn save_snapshot(store: &Store, book: &Book, goes_on: impl Fn() -> bool) -> bool {
    let mut packer = Packer::new(book);
    let mut parts = Vec::new();
    let mut digests = Vec::new();
    while let Some(part) = packer.next_part() {
        digests.push(sha256(&part).await);
        parts.push(part);
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
