//! The open lines by what they may be, and what is sure among them.

use std::collections::BTreeMap;
use std::rc::Rc;

use ledger::bank::matching::{Certainty, Proposal};
use ledger::book::Book;
use ledger::command::{Allocate, MatchLine, MatchPart, Receipt};
use ledger::ids::{BankAccountId, BankLineId, InvoiceId};
use ledger::money::Money;

use crate::dispatch::Suggestions;
use crate::text;
use crate::text::{counted, format};

/// The lines that are looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Group {
    #[default]
    All,
    Of(Certainty),
}

impl Group {
    pub const ALL: [Group; 5] = [
        Group::All,
        Group::Of(Certainty::Sure),
        Group::Of(Certainty::Likely),
        Group::Of(Certainty::Ask),
        Group::Of(Certainty::None),
    ];

    pub fn label(self) -> String {
        match self {
            Group::All => "All".to_owned(),
            Group::Of(certainty) => text::matching::certainty(certainty).words,
        }
    }

    fn has(self, suggestions: &Suggestions, line: BankLineId) -> bool {
        match self {
            Group::All => true,
            Group::Of(certainty) => {
                suggestions
                    .of(line)
                    .map_or(Certainty::None, |one| one.certainty)
                    == certainty
            }
        }
    }
}

/// The lines of an account, or of all.
pub struct Lines {
    /// What is not known yet, by day.
    pub open: Vec<BankLineId>,
    pub count: usize,
}

pub fn lines(book: &Book, account: Option<BankAccountId>) -> Lines {
    let mut open = Vec::new();
    let mut count = 0;
    for line in book.bank_lines().iter() {
        let statement = book.statements().get(line.statement);
        let is_of =
            |known: BankAccountId| statement.is_some_and(|statement| statement.account == known);
        if account.is_none_or(is_of) {
            count += 1;
            if book.line_figures(line.id).is_some_and(|row| row.is_open()) {
                open.push((line.date, line.id));
            }
        }
    }
    open.sort_unstable();
    Lines {
        open: open.into_iter().map(|(_, id)| id).collect(),
        count,
    }
}

/// Which of the open lines are looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Looked {
    pub group: Group,
    /// With the money out that nobody's money is known in.
    pub money_out: bool,
}

/// The open lines by what they may be.
pub struct Sorted {
    /// How many are in each of [`Group::ALL`].
    pub counts: [usize; 5],
    /// Those of the group that is looked at.
    pub shown: Rc<Vec<BankLineId>>,
    /// Money out that is nothing of a customer, as far as is known.
    pub money_out: usize,
    /// What is sure and leaves nothing of its line.
    pub sure: Rc<Vec<MatchLine>>,
}

/// Money out that is not known to be a refund or a payment that came back: it
/// is aside until somebody asks for it.
fn is_aside(book: &Book, suggestions: &Suggestions, line: BankLineId) -> bool {
    let is_out = book.line_figures(line).is_some_and(|row| row.amount < 0);
    let proposal = suggestions.of(line).and_then(|one| one.proposal.as_ref());
    is_out && proposal.is_none_or(|known| matches!(known, Proposal::OwnTransfer))
}

impl Sorted {
    pub fn of(
        book: &Book,
        open: &[BankLineId],
        suggestions: &Suggestions,
        looked: Looked,
    ) -> Sorted {
        let aside = |line: &&BankLineId| is_aside(book, suggestions, **line);
        let money_out = open.iter().filter(aside).count();
        let lines: Vec<BankLineId> = open
            .iter()
            .filter(|line| looked.money_out || !aside(line))
            .copied()
            .collect();
        let of = |group: Group| {
            let lines = lines.iter().copied();
            lines.filter(move |line| group.has(suggestions, *line))
        };
        let close = |line: &BankLineId| {
            let one = suggestions.of(*line)?;
            one.close(book, *line, text::matching::WORDS)
        };
        Sorted {
            counts: Group::ALL.map(|group| of(group).count()),
            shown: Rc::new(of(looked.group).collect()),
            money_out,
            sure: Rc::new(open.iter().filter_map(close).collect()),
        }
    }

    pub fn count(&self, group: Group) -> usize {
        let counts = Group::ALL.iter().zip(self.counts);
        counts
            .filter(|(known, _)| **known == group)
            .map(|(_, count)| count)
            .sum()
    }
}

/// What confirming all that is sure comes to: how many invoices it settles,
/// and of how many something stays open.
pub fn what_is_sure(book: &Book, lines: &[MatchLine]) -> Option<String> {
    let mut left: BTreeMap<InvoiceId, i64> = BTreeMap::new();
    for receipt in lines
        .iter()
        .flat_map(|line| &line.parts)
        .filter_map(receipt)
    {
        let Allocate::Parts(parts) = &receipt.allocate else {
            continue;
        };
        let credits = receipt.credits.iter().map(|(_, id, part)| (*id, *part));
        for (id, part) in parts.iter().copied().chain(credits) {
            let row = book.figures(id)?;
            let part = Money::new(part, row.currency()).ok()?;
            let open = row.settlements.headroom(row.asked, i32::MAX - 1);
            *left.entry(id).or_insert(open) -= part.minor();
        }
        for (id, _) in &receipt.closes {
            left.insert(*id, 0);
        }
    }
    let part = left.values().filter(|left| **left > 0).count();
    let whole = left.len() - part;
    let settles = counted(whole, "invoice", "invoices");
    match (whole, part) {
        (0, 0) => None,
        (_, 0) => Some(format!("What is sure settles {settles}.")),
        _ => Some(format!(
            "What is sure settles {settles}; of {} more a part stays open.",
            format::count(part)
        )),
    }
}

fn receipt(part: &MatchPart) -> Option<&Receipt> {
    match part {
        MatchPart::Receipt(receipt) => Some(receipt),
        _ => None,
    }
}
