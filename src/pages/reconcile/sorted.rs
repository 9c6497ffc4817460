//! The open lines by what they may be, and what is sure among them.

use std::rc::Rc;

use ledger::bank::matching::{Certainty, Proposal};
use ledger::book::Book;
use ledger::command::MatchLine;
use ledger::ids::{BankAccountId, BankLineId};

use crate::dispatch::Suggestions;
use crate::text;

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
            Group::All => words::common::all().to_owned(),
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
            one.close(book, *line, text::matching::own_reasons())
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
