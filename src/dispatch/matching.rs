//! What bank lines may be, as long work, and confirming many at once.

use std::collections::HashMap;

use ledger::bank::matching::{Index, Suggestion, posted_unasked, unposted};
use ledger::command::Command;
use ledger::ids::{BankLineId, Seq, StatementId};

use super::{Dispatcher, Long, NotDone, Part};

/// What the open lines of a book may be.
#[derive(Default)]
pub struct Suggestions {
    /// The entry of the book that they are for.
    pub seq: Seq,
    by_line: HashMap<BankLineId, Suggestion>,
}

impl Suggestions {
    pub fn of(&self, line: BankLineId) -> Option<&Suggestion> {
        self.by_line.get(&line)
    }
}

/// Compared by where they lie: those of two accounts may be for one entry.
impl PartialEq for Suggestions {
    fn eq(&self, other: &Suggestions) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Dispatcher {
    /// What each of these lines may be, in the book as it stands.
    ///
    /// # Errors
    /// [`NotDone::Cancelled`], or where no book is open.
    pub async fn suggest(&self, lines: &[BankLineId], long: &Long) -> Result<Suggestions, NotDone> {
        let session = self.session().ok_or(NotDone::ReadOnly)?;
        let book = session.book();
        long.begin(Part::Reading, 0);
        let known = session.matching.take().unwrap_or_default();
        // Given up, the next one begins anew.
        let index: Index = long.drive(known.follow(&book, long.steps())).await?;
        long.begin(Part::Checking, lines.len());
        let made = long
            .drive(index.suggest_in_steps(&book, lines, long.steps()))
            .await;
        session.matching.replace(Some(index));
        Ok(Suggestions {
            seq: book.head().seq,
            by_line: lines.iter().copied().zip(made?).collect(),
        })
    }

    /// Posts what is sure in statements that just came in, up to the amount
    /// that the settings allow. How many lines that were.
    ///
    /// # Errors
    /// [`NotDone`]; nothing was posted.
    pub async fn post_sure(
        &self,
        statements: &[StatementId],
        long: &Long,
    ) -> Result<usize, NotDone> {
        let book = self.book().ok_or(NotDone::ReadOnly)?;
        let lines = unposted(&book, statements);
        if lines.is_empty() {
            return Ok(0);
        }
        let suggestions = self.suggest(&lines, long).await?;
        let sure = posted_unasked(&book, &lines, |line| suggestions.of(line));
        if sure.is_empty() {
            return Ok(0);
        }
        let count = sure.len();
        self.run_long(&Command::MatchLines(sure), None, None, long)
            .await?;
        Ok(count)
    }
}
