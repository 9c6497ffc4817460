//! What a bank line may be: suggestions with a score and their reasons.
//!
//! [`Index`] prepares what is searched by (numbers, references, amounts,
//! names, accounts) once per book; [`Index::suggest`] says what one line may
//! be, [`Index::suggest_all`] does it for many at once, so that what one of
//! them surely pays is not offered to another. Nothing is written here, and
//! nothing decides for the user: a suggestion is *sure* only where one
//! reading of the line is left that its evidence supports.
//!
//! What counts, the strongest first: a reference or number that the line
//! names, the amount (of one invoice, of several, less a discount that the
//! day still earns, of an instalment, less a credit note or an advance, with
//! what the bank says it kept), and the payer: an account known from the
//! customer or from what was confirmed before, a name that was confirmed
//! before, the customer's name. Among equal candidates nothing is sure, nor is
//! anything that something else of the line contradicts ([`doubt`]).
//!
//! Amounts are minor units of their currency; nothing is rounded.

use super::BankLine;
use crate::book::{Book, small};
use crate::ids::BankLineId;
use crate::slices::{Steps, at_once};

mod by_number;
mod by_payer;
mod claim;
mod credit;
mod doubt;
mod incoming;
mod index;
mod name;
mod named;
mod number;
mod outgoing;
mod postings;
mod provider;
mod reading;
mod receipts;
mod suggestion;
mod sums;
mod sure;
mod way;
mod witness;

pub use index::Index;
pub use outgoing::returnable;
pub use suggestion::{Certainty, Proposal, ProposedReceipt, Reason, Suggestion, Words};
pub use sure::{Settles, posted_unasked, settles, unposted};
pub use way::Way;

use claim::{Claim, Taken};
use reading::Reading;

impl Index {
    /// What one line may be, on its own.
    pub fn suggest(&self, book: &Book, line: &BankLine) -> Suggestion {
        self.suggest_beside(book, line, &Taken::new())
    }

    /// What each line may be, beside the others: what one surely pays is not
    /// offered to another. In the order of `lines`.
    pub fn suggest_all(&self, book: &Book, lines: &[BankLineId]) -> Vec<Suggestion> {
        at_once(self.suggest_in_steps(book, lines, &Steps::default()))
    }

    /// The same as long work, a step for each line.
    pub async fn suggest_in_steps(
        &self,
        book: &Book,
        lines: &[BankLineId],
        steps: &Steps,
    ) -> Vec<Suggestion> {
        steps.begin(lines.len());
        let mut taken = Taken::new();
        let mut all = Vec::with_capacity(lines.len());
        for id in lines {
            let line = book.bank_lines().get(*id);
            let one = line.map(|line| self.suggest_beside(book, line, &taken));
            all.push(one.unwrap_or_default());
            steps.steps(1).await;
        }
        // Who is named has the first claim, then who paid first.
        let mut order: Vec<usize> = (0..all.len()).collect();
        let day = |at: usize| {
            lines
                .get(at)
                .and_then(|id| Some(book.bank_lines().get(*id)?.date))
        };
        order.sort_by_key(|at| {
            let one = &all[*at];
            let named = one
                .reasons
                .iter()
                .any(|reason| matches!(reason, Reason::Number(_) | Reason::Reference(_)));
            let sure = one.certainty == Certainty::Sure;
            (!sure, !named, day(*at), *at)
        });
        for at in order {
            let touched = |one: &Suggestion, taken: &Taken| {
                let candidates = one
                    .candidates
                    .iter()
                    .filter_map(|id| book.invoices().slot(*id));
                let candidates = candidates.map(|slot| Claim::Invoice(small(slot)));
                let claims = one.proposal.iter().flat_map(|known| known.claims(book));
                let claims = claims.map(|(claim, _)| claim);
                candidates
                    .chain(claims)
                    .any(|claim| taken.contains_key(&claim))
            };
            if touched(&all[at], &taken)
                && let Some(line) = lines.get(at).and_then(|id| book.bank_lines().get(*id))
            {
                all[at] = self.suggest_beside(book, line, &taken);
            }
            let one = &all[at];
            if one.certainty == Certainty::Sure
                && let Some(proposal) = &one.proposal
            {
                for (claim, part) in proposal.claims(book) {
                    *taken.entry(claim).or_default() += part;
                }
            }
            steps.steps(0).await;
        }
        all
    }

    fn suggest_beside(&self, book: &Book, line: &BankLine, taken: &Taken) -> Suggestion {
        let Some(row) = book.line_figures(line.id).filter(|row| row.is_open()) else {
            return Suggestion::default();
        };
        let reading = Reading {
            index: self,
            book,
            line,
            left: row.left(),
            whole: row.matched == 0,
            fee: 0,
            taken,
        };
        if !line.iban.is_empty() && self.own_accounts.contains(&line.iban) {
            return reading.own_transfer();
        }
        let mut suggestion = if row.amount > 0 {
            reading.incoming()
        } else {
            reading.outgoing()
        };
        suggestion.grade();
        suggestion
    }
}
