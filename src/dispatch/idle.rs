//! What is done while the user does nothing: checking the whole book,
//! sealing old entries, packing a snapshot. Each in slices of some
//! milliseconds, and none while something is being written.

use std::rc::Rc;

use ledger::book::Book;
use ledger::check::Checker;
use ledger::ids::Seq;
use ledger::journal::{self, Head};
use wasm_bindgen_futures::spawn_local;

use super::Session;
use crate::platform::pause::{self, Slices};
use crate::state::{Check, Mode, Reason};
use crate::store::{ENTRIES, Failure, save_snapshot};

/// Records the checker looks at between two looks at the clock.
const RECORDS: usize = 100;
/// The journal keeps so many entries unsealed, and seals so many at a time.
const UNSEALED: Seq = 2_000;
const SEALED_AT_ONCE: Seq = 1_000;
/// Entries since the snapshot that make a new one worth it.
const SNAPSHOT_AFTER: Seq = 200;
/// The user is idle when nothing was written for so long.
const QUIET_MS: i32 = 1_500;

impl Session {
    /// Checks the whole book, once, beside what the user does.
    pub fn check_in_background(self: &Rc<Self>) {
        let session = self.clone();
        spawn_local(async move {
            let book = session.book();
            // `None`: closed before the end.
            let checked = match session.verify_journal(*book.head()).await {
                Some(Ok(())) => session.check_book(&book).await,
                fault => fault,
            };
            session.checked(checked);
            session.hold_pictures().await;
            session.when_idle();
        });
    }

    /// Shows how a check ended; `None` where it did not end.
    fn checked(&self, checked: Option<Result<(), Reason>>) {
        match checked {
            Some(Ok(())) => {
                let entries = self.verified.get().seq;
                self.publish(|view| {
                    view.check = match view.mode {
                        Mode::Writable
                        | Mode::ReadOnly(Reason::Outdated | Reason::TooNew | Reason::Deleted) => {
                            Check::Passed { entries }
                        }
                        // What was shown is whole, the book is not.
                        Mode::ReadOnly(_) => Check::Failed,
                    };
                });
            }
            Some(Err(reason)) => {
                self.publish(|view| view.check = Check::Failed);
                self.read_only(reason);
            }
            None => {}
        }
    }

    /// Reads back what was written since the last check.
    async fn check_newest(&self) {
        let head = *self.book().head();
        let behind = matches!(self.view().check, Check::Passed { entries } if entries < head.seq);
        if behind {
            let checked = self.verify_journal(head).await;
            self.checked(checked);
        }
    }

    /// Checks what was written since, then packs what there is to pack, once
    /// the user is idle and the book was checked.
    pub fn when_idle(self: &Rc<Self>) {
        let writes = self.writes.get();
        let session = self.clone();
        spawn_local(async move {
            pause::wait_ms(QUIET_MS).await;
            let checked = session.view().check != Check::Running;
            if checked && session.is_idle(writes) {
                session.check_newest().await;
                session.pack(writes).await;
            }
        });
    }

    /// A write begins: work in the background gives way to it.
    pub fn begin_write(&self) {
        self.writes.set(self.writes.get().wrapping_add(1));
    }

    fn is_idle(&self, writes: u32) -> bool {
        self.writes.get() == writes && !self.closed.get()
    }

    /// Ends a slice that was long enough. Where something was written
    /// meanwhile, waits until the user is idle. Whether the book is still
    /// open.
    async fn breathe(&self, slices: &mut Slices) -> bool {
        if !slices.is_over() {
            return true;
        }
        let mut writes = self.writes.get();
        pause::pause().await;
        while !self.is_idle(writes) {
            if self.closed.get() {
                return false;
            }
            writes = self.writes.get();
            pause::wait_ms(QUIET_MS).await;
        }
        *slices = Slices::begin();
        true
    }

    async fn check_book(&self, book: &Book) -> Option<Result<(), Reason>> {
        let mut checker = Checker::new(book);
        let mut slices = Slices::begin();
        loop {
            if let Some(findings) = checker.step(RECORDS) {
                let passed = findings.is_empty();
                return Some(passed.then_some(()).ok_or(Reason::Findings(findings)));
            }
            if !self.breathe(&mut slices).await {
                return None;
            }
        }
    }

    /// Every hash, digest and link from the last verified entry to `end`.
    async fn verify_journal(&self, end: Head) -> Option<Result<(), Reason>> {
        let id = self.id();
        let mut head = self.verified.get();
        let mut slices = Slices::begin();
        while head.seq < end.seq {
            let lines = match self.store().next_entries(head.seq, ENTRIES).await {
                Ok(lines) => lines,
                Err(Failure::Replaced) => {
                    self.reopen.emit(());
                    return None;
                }
                Err(Failure::Deleted | Failure::Vanished) => return Some(Err(Reason::Deleted)),
                Err(failure) => return Some(Err(Reason::Damaged(failure.to_string()))),
            };
            if lines.is_empty() {
                let missing = format!("entry {} is missing", head.seq + 1);
                return Some(Err(Reason::Damaged(missing)));
            }
            let wanted = usize::try_from(end.seq - head.seq).unwrap_or(usize::MAX);
            for line in lines.iter().take(wanted) {
                let entry = journal::read(line)
                    .and_then(|entry| journal::follows(&head, &id, &entry.header).map(|()| entry));
                match entry {
                    Ok(entry) => head = entry.head(),
                    Err(fault) => return Some(Err(fault.into())),
                }
                if !self.breathe(&mut slices).await {
                    return None;
                }
            }
        }
        if head == end {
            self.verified.set(head);
            return Some(Ok(()));
        }
        let other = "the entries end elsewhere than the head".to_owned();
        Some(Err(Reason::Damaged(other)))
    }

    /// Seals old entries and saves a snapshot, where it is worth it. A
    /// failure costs nothing but time at the next opening.
    async fn pack(&self, writes: u32) {
        if self.view().mode != Mode::Writable {
            return;
        }
        let head = *self.book().head();
        while self.is_idle(writes) && head.seq > self.sealed.get() + UNSEALED + SEALED_AT_ONCE {
            let first = self.sealed.get() + 1;
            let last = self.sealed.get() + SEALED_AT_ONCE;
            if self.store().seal(first..=last).await.is_err() {
                break;
            }
            self.sealed.set(last);
        }
        if self.is_idle(writes) && head.seq >= self.snapshot_seq.get() + SNAPSHOT_AFTER {
            self.save_snapshot(writes).await;
        }
    }

    async fn save_snapshot(&self, writes: u32) {
        let book = self.book();
        if save_snapshot(self.store(), &book, || self.is_idle(writes)).await {
            self.snapshot_seq.set(book.head().seq);
        }
    }
}
