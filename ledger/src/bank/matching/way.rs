//! What a bank line can be, for its user to choose from.

use super::{Proposal, Suggestion, Words, returnable};
use crate::bank::BankLine;
use crate::book::Book;
use crate::command::MatchPart;
use crate::money::Money;
use serde::{Deserialize, Serialize};

/// Payments that may have come back, of those that are not suggested.
const RETURNS: usize = 5;

/// What kind of movement a line is.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// A payment, put against what its user says.
    Receipt,
    /// What needs nothing more to be said.
    As(Proposal),
}

impl Way {
    /// As it is suggested.
    pub fn of(suggestion: Option<&Suggestion>) -> Option<Way> {
        Some(match suggestion?.proposal.as_ref()? {
            Proposal::Receipts(_) => Way::Receipt,
            other => Way::As(other.clone()),
        })
    }

    /// The parts of the line, where nothing more has to be said.
    pub fn parts(&self, left: Money, words: Words<'_>) -> Option<Vec<MatchPart>> {
        match self {
            Way::Receipt => None,
            Way::As(proposal) => Some(proposal.parts(left, words)),
        }
    }

    /// All that a line can be of which so much is left, what is suggested
    /// first: money in is a payment, money out one that came back.
    pub fn all(
        book: &Book,
        line: &BankLine,
        left: Money,
        suggestion: Option<&Suggestion>,
    ) -> Vec<Way> {
        let mut ways: Vec<Way> = Way::of(suggestion).into_iter().collect();
        if left.is_positive() {
            if !ways.contains(&Way::Receipt) {
                ways.push(Way::Receipt);
            }
            return ways;
        }
        for id in returnable(book, line).into_iter().take(RETURNS) {
            let is = |way: &Way| matches!(way, Way::As(Proposal::Return { payment, .. }) if *payment == id);
            if !ways.iter().any(is) {
                ways.push(Way::As(Proposal::Return {
                    payment: id,
                    charges: None,
                }));
            }
        }
        ways
    }
}
