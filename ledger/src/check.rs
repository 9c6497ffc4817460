//! Named invariants of a book.
//!
//! [`touched`] holds a commit's records against them before it is stored;
//! [`Checker`] goes through the whole book in steps, after it was opened,
//! after an import and before an export. A finding is never mended here: the
//! shell goes read-only and says so.

mod invariant;
mod records;

use crate::book::Book;
use crate::change::{Change, Record, RecordId, RecordKind};
use crate::kinds::answers::{Lasting, lasting};
use crate::report::aging;
use crate::slices::{Steps, at_once};
use crate::snapshot::Relink;

use records::Check;

pub use invariant::{Finding, Invariant};

/// Holds a commit against the invariants: `before` and `after` are the book
/// without and with `changes`.
pub fn commit(before: &Book, after: &Book, changes: &[Change]) -> Vec<Finding> {
    at_once(commit_in_steps(before, after, changes, &Steps::default()))
}

/// The same as long work, a step for each change.
pub async fn commit_in_steps(
    before: &Book,
    after: &Book,
    changes: &[Change],
    steps: &Steps,
) -> Vec<Finding> {
    let mut findings = touched(before, after, changes, steps).await;
    for change in changes {
        let id = change.id();
        let Some(known) = before.record(id) else {
            continue;
        };
        let now = after.record(id);
        let holds = match lasting(&known) {
            Lasting::Changing => true,
            Lasting::Unchanged if now.is_none() => true,
            Lasting::Unchanged | Lasting::Kept => {
                now.as_ref() == Some(&known) || is_erased(after, known, now)
            }
        };
        if !holds {
            findings.push(Finding {
                invariant: Invariant::IssuedUnchanged,
                id,
            });
        }
    }
    findings
}

/// Whether a document is as it was but for its words, and those of a person
/// who was erased.
fn is_erased(book: &Book, before: Record, after: Option<Record>) -> bool {
    let erased = |id| book.customers().get(id).is_some_and(|known| known.erased);
    match (before, after) {
        (Record::Invoice(before), Some(Record::Invoice(after))) => {
            erased(after.customer) && *after == before.without_words()
        }
        (Record::Quote(before), Some(Record::Quote(after))) => {
            erased(after.document.customer) && *after == before.without_words()
        }
        _ => false,
    }
}

/// Holds the records of `changes`, and those they bear on, against the
/// invariants of the book that has them. What a record bore on before counts
/// as well: a reversal that is gone leaves its allocation in force.
async fn touched(before: &Book, after: &Book, changes: &[Change], steps: &Steps) -> Vec<Finding> {
    let mut check = Check {
        book: after,
        findings: Vec::new(),
    };
    for change in changes {
        steps.step().await;
        check.record(change.id());
        if let Some(known) = before.record(change.id()) {
            check.neighbours(&known);
        }
        if let Change::Put(record) = change {
            check.neighbours(record);
        }
    }
    let gone = changes.iter().map(Change::id);
    let gone = gone.filter(|id| after.record(*id).is_none());
    check.dangling(&gone.collect());
    check.findings
}

/// Goes through the whole book, some records a step.
pub struct Checker {
    book: Book,
    kind: usize,
    slot: usize,
    relink: Option<Relink>,
    findings: Vec<Finding>,
}

impl Checker {
    pub fn new(book: &Book) -> Checker {
        Checker {
            relink: Some(Relink::new(book)),
            kind: 0,
            slot: 0,
            book: book.clone(),
            findings: Vec::new(),
        }
    }

    /// Looks at about `records` more. The findings, once all is seen.
    pub fn step(&mut self, records: usize) -> Option<Vec<Finding>> {
        let book = self.book.clone();
        let mut check = Check {
            book: &book,
            findings: std::mem::take(&mut self.findings),
        };
        let mut left = records;
        while left > 0
            && let Some(kind) = RecordKind::ALL.get(self.kind)
        {
            if self.slot < book.slots(*kind) {
                check.record(book.id_at(*kind, self.slot));
                self.slot += 1;
                left -= 1;
            } else {
                self.kind += 1;
                self.slot = 0;
            }
        }
        self.findings = check.findings;
        if left == 0 {
            return None;
        }
        if let Some(relink) = &mut self.relink {
            let rebuilt = relink.step(left)?;
            if rebuilt.ok().as_ref() != Some(&self.book) {
                self.findings.push(Finding {
                    invariant: Invariant::ColumnsMatchRecords,
                    id: RecordId::Business,
                });
            }
            self.relink = None;
            return None;
        }
        if !aging::adds_up(&self.book) {
            self.findings.push(Finding {
                invariant: Invariant::BucketsEqualOutstanding,
                id: RecordId::Business,
            });
        }
        Some(std::mem::take(&mut self.findings))
    }
}

/// All findings as long work.
pub async fn whole_in_steps(book: &Book, steps: &Steps) -> Vec<Finding> {
    const RECORDS: usize = 64;
    let mut checker = Checker::new(book);
    loop {
        if let Some(findings) = checker.step(RECORDS) {
            return findings;
        }
        steps.steps(RECORDS).await;
    }
}

/// All findings at once, for tests and small books.
pub fn whole(book: &Book) -> Vec<Finding> {
    let mut checker = Checker::new(book);
    loop {
        if let Some(findings) = checker.step(usize::MAX / 2) {
            return findings;
        }
    }
}
