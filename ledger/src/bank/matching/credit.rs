//! Advances and credit notes that an invoice is paid less by.

use super::claim::Claim;
use super::reading::{Fit, Open, Reading};
use super::suggestion::Reason;
use super::sums;
use crate::ids::InvoiceId;
use crate::open_items::open_credits;
use crate::payment::Source;

/// What a customer has and is not put against anything: money on account, or
/// a credit note.
#[derive(Clone, Copy, Debug)]
pub(super) struct Credit {
    pub source: Source,
    pub currency: u8,
    pub left: i64,
    /// The invoice that a credit note corrects.
    pub corrects: Option<InvoiceId>,
}

/// Invoices and the credits that they are paid less by.
pub(super) struct Less {
    pub fit: Fit,
    /// How many choices of credits come to the amount.
    pub ways: usize,
    /// The credits are the invoices' own, or all there are.
    pub is_evident: bool,
}

impl Reading<'_> {
    /// What a customer has on the line's day, the smallest first.
    pub(super) fn credits_of(&self, customer: u32) -> Vec<Credit> {
        let all = open_credits(self.book, self.customer_id(customer), self.line.date);
        let mut found: Vec<Credit> = all
            .into_iter()
            .filter_map(|credit| {
                let claim = Claim::of(self.book, credit.source)?;
                let left = credit.left.minor() - self.claimed(claim);
                (left > 0).then(|| Credit {
                    source: credit.source,
                    currency: credit.left.currency().index(),
                    left,
                    corrects: credit.corrects,
                })
            })
            .collect();
        found.sort_by_key(|credit| (credit.left, credit.source));
        found
    }

    /// How invoices of one customer come to an amount less what the customer
    /// has; `named` are the credit notes that the line names.
    pub(super) fn less_credits(
        &self,
        opens: &[Open],
        amount: i64,
        named: &[InvoiceId],
    ) -> Option<Less> {
        let first = opens.first()?;
        let same = |open: &Open| (open.customer, open.currency) == (first.customer, first.currency);
        let missing = opens.iter().map(|open| open.open).sum::<i64>() - amount;
        if missing <= 0 || !opens.iter().all(same) {
            return None;
        }
        let mut credits = self.credits_of(first.customer);
        credits.retain(|credit| credit.currency == first.currency);
        let is_named = |credit: &Credit| matches!(credit.source, Source::CreditNote(id) if named.contains(&id));
        if !named.is_empty() {
            credits.retain(is_named);
            let all = credits.len() == named.len();
            let sum: i64 = credits.iter().map(|credit| credit.left).sum();
            return (all && sum == missing).then(|| Less {
                fit: settled(opens, &credits),
                ways: 1,
                is_evident: true,
            });
        }
        let lefts: Vec<i64> = credits.iter().map(|credit| credit.left).collect();
        let single = (0..lefts.len()).filter(|at| lefts[*at] == missing);
        let mut ways: Vec<Vec<usize>> = single.map(|at| vec![at]).collect();
        ways.extend(sums::adding_up_to(&lefts, missing).found);
        let chosen: Vec<Credit> = ways.first()?.iter().map(|at| credits[*at]).collect();
        let own = |credit: &Credit| {
            let corrected = |id| opens.iter().any(|open| open.id == id);
            credit.corrects.is_some_and(corrected)
        };
        Some(Less {
            is_evident: chosen.iter().all(own) || chosen.len() == credits.len(),
            ways: ways.len(),
            fit: settled(opens, &chosen),
        })
    }

    pub(super) fn credit_reasons(&self, fit: &Fit) -> Vec<Reason> {
        let mut sums: Vec<(Source, i64, u8)> = Vec::new();
        for (source, open, part) in &fit.credits {
            match sums.iter_mut().find(|(known, ..)| known == source) {
                Some((_, sum, _)) => *sum += part,
                None => sums.push((*source, *part, open.currency)),
            }
        }
        let sums = sums.into_iter();
        sums.map(|(source, sum, currency)| Reason::Credit(source, self.money(sum, currency)))
            .collect()
    }
}

/// Puts credits against the invoices that they correct, then against the
/// first ones; the rest of each is paid.
fn settled(opens: &[Open], credits: &[Credit]) -> Fit {
    let mut left: Vec<(Open, i64)> = opens.iter().map(|open| (*open, open.open)).collect();
    let mut put = Vec::new();
    for credit in credits {
        let mut rest = credit.left;
        let (own, others): (Vec<usize>, Vec<usize>) =
            (0..left.len()).partition(|at| credit.corrects == Some(left[*at].0.id));
        for at in own.into_iter().chain(others) {
            let (open, free) = &mut left[at];
            let part = rest.min(*free);
            if part > 0 {
                *free -= part;
                rest -= part;
                put.push((credit.source, *open, part));
            }
        }
    }
    left.retain(|(_, part)| *part > 0);
    Fit {
        parts: left,
        credits: put,
        discounts: Vec::new(),
        discount: 0,
    }
}
