//! What money that names documents may be.

use super::number::Strength;
use super::reading::{Named, Open, Reading, ids};
use super::suggestion::{Certainty, Proposal, ProposedReceipt, Reason, Suggestion};
use super::sums;
use super::witness::Payer;
use crate::ids::InvoiceId;

impl Reading<'_> {
    /// The line names invoices that something is left of.
    pub(super) fn by_number(
        &self,
        named: &[(Named, Open)],
        credits: &[InvoiceId],
        payer: &Payer,
    ) -> Suggestion {
        let strong: Vec<(Named, Open)> = named
            .iter()
            .filter(|(known, _)| known.strength == Strength::Strong && !known.shared)
            .copied()
            .collect();
        let without_listed = |set: &[(Named, Open)]| -> Vec<(Named, Open)> {
            set.iter()
                .filter(|(known, _)| !known.listed)
                .copied()
                .collect()
        };
        let alone = without_listed(&strong);
        let spelled = without_listed(named);
        for set in [&alone[..], &strong[..], &spelled[..], named] {
            if !set.is_empty()
                && let Some(mut one) = self.all_named(set, payer)
            {
                // More is named than is paid: perhaps for another reason.
                let is_within =
                    |known: &(Named, Open)| set.iter().any(|one| one.0.slot == known.0.slot);
                let more = strong.iter().any(|known| !is_within(known));
                if more && one.certainty == Certainty::Sure {
                    one.certainty = Certainty::Likely;
                }
                return one;
            }
        }
        for set in [&alone[..], &strong[..]] {
            if let Some(one) = self.named_less_credits(set, credits, payer) {
                return one;
            }
        }
        let is_list = self.is_list(&strong);
        let strong = if alone.is_empty() || is_list {
            strong
        } else {
            alone
        };
        let named = if spelled.is_empty() || is_list {
            named
        } else {
            &spelled
        };
        // Several at one place, or more named than paid: one of them fits.
        if named.len() > 1
            && let Some(one) = self.one_of_named(named, payer)
        {
            return one;
        }
        let set = if strong.is_empty() { named } else { &strong };
        match set {
            [(known, open)] => self.one_named(known, open, payer),
            _ => self.some_named(set, payer),
        }
    }

    /// Whether all that is named is of one currency and no more than the
    /// amount: digits that come to more are no list.
    fn is_list(&self, named: &[(Named, Open)]) -> bool {
        let Some((_, first)) = named.first() else {
            return true;
        };
        let same = |(_, open): &(Named, Open)| open.currency == first.currency;
        let sum: i64 = named.iter().map(|(_, open)| open.open).sum();
        named.iter().all(same) && sum <= self.amount_in(first.currency).unwrap_or(0)
    }

    /// The only one of several that are named of which the amount is open.
    fn one_of_named(&self, named: &[(Named, Open)], payer: &Payer) -> Option<Suggestion> {
        let mut exact = named
            .iter()
            .filter(|(_, open)| self.amount_in(open.currency) == Some(open.open));
        let (Some((known, open)), None) = (exact.next(), exact.next()) else {
            return None;
        };
        // Of several that stand at one place, the amount decides.
        let decides =
            named.iter().all(|(known, _)| known.shared) && known.strength == Strength::Strong;
        let fit = self.fit(vec![(*open, open.open)]);
        let mut reasons = vec![self.number_reason(known), Reason::Amount];
        reasons.extend(self.payer_reason(payer, open.customer));
        if !decides {
            reasons.push(Reason::Equal(named.len()));
        }
        let certainty = if decides {
            Certainty::Sure
        } else {
            Certainty::Likely
        };
        Some(self.receipts(certainty, fit, reasons, ids(named)))
    }

    /// All that is named, at what is open or less their discounts.
    fn all_named(&self, named: &[(Named, Open)], payer: &Payer) -> Option<Suggestion> {
        let opens: Vec<Open> = named.iter().map(|(_, open)| *open).collect();
        let currency = opens[0].currency;
        if opens.iter().any(|open| open.currency != currency) || named.iter().any(|n| n.0.shared) {
            return None;
        }
        let amount = self.amount_in(currency)?;
        let fit = self.exactly(&opens, amount)?;
        let mut reasons: Vec<Reason> = named
            .iter()
            .map(|(known, _)| self.number_reason(known))
            .collect();
        reasons.push(match (fit.discount, opens.len()) {
            (0, 1) => Reason::Amount,
            (0, count) => Reason::Sum(count),
            (discount, _) => Reason::Discount(self.money(discount, currency)),
        });
        let agrees =
            !payer.customers.is_empty() && opens.iter().all(|open| payer.is(open.customer));
        if let Some(reason) = self.payer_reason(payer, opens[0].customer) {
            reasons.push(reason);
        }
        if currency != self.line.currency.index() {
            reasons.push(Reason::OtherCurrency(self.money(0, currency).currency()));
        }
        let enough = named.iter().all(|(known, _)| {
            // A few digits alone may be of anything: the payer must agree.
            known.reference || known.strength == Strength::Strong || agrees
        });
        let certainty = if enough {
            Certainty::Sure
        } else {
            Certainty::Likely
        };
        Some(self.receipts(certainty, fit, reasons, ids(named)))
    }

    /// All that is named, less what the customer has.
    fn named_less_credits(
        &self,
        named: &[(Named, Open)],
        credits: &[InvoiceId],
        payer: &Payer,
    ) -> Option<Suggestion> {
        let first = named.first()?.1;
        let amount = self.amount_in(first.currency)?;
        let opens: Vec<Open> = named.iter().map(|(_, open)| *open).collect();
        let less = self.less_credits(&opens, amount, credits)?;
        let mut reasons: Vec<Reason> = named
            .iter()
            .map(|(known, _)| self.number_reason(known))
            .collect();
        reasons.extend(self.credit_reasons(&less.fit));
        reasons.extend(self.payer_reason(payer, first.customer));
        if less.ways > 1 {
            reasons.push(Reason::Equal(less.ways));
        }
        let proves = less.ways == 1 && (payer.is(first.customer) || !credits.is_empty());
        let certainty = if proves {
            Certainty::Sure
        } else {
            Certainty::Likely
        };
        Some(self.receipts(certainty, less.fit, reasons, ids(named)))
    }

    /// One number, and another amount than what is open.
    fn one_named(&self, known: &Named, open: &Open, payer: &Payer) -> Suggestion {
        let mut reasons = vec![self.number_reason(known)];
        reasons.extend(self.payer_reason(payer, open.customer));
        let Some(amount) = self.amount_in(open.currency) else {
            reasons.push(Reason::OtherCurrency(
                self.money(0, open.currency).currency(),
            ));
            return Suggestion::ask(vec![open.id], reasons);
        };
        let agrees = payer.is(open.customer);
        // A digit may be wrong: then number and amount are of two invoices.
        // More stays than is settled: it is hardly meant for this one alone.
        let fits = amount - open.open <= open.open;
        let certainty = if known.strength == Strength::Strong && agrees && fits {
            Certainty::Sure
        } else {
            Certainty::Likely
        };
        if amount > open.open {
            // Others of the customer may be paid with it, without their numbers.
            let mut others = self.open_of(open.customer);
            others.retain(|other| other.slot != open.slot && other.currency == open.currency);
            let amounts: Vec<i64> = others.iter().map(|other| other.open).collect();
            let rest = amount - open.open;
            let single: Vec<usize> = (0..amounts.len())
                .filter(|at| amounts[*at] == rest)
                .collect();
            let sums = sums::adding_up_to(&amounts, rest);
            let choices: Vec<Vec<usize>> = single
                .into_iter()
                .map(|at| vec![at])
                .chain(sums.found)
                .collect();
            if let Some(choice) = choices.first() {
                let mut parts = vec![(*open, open.open)];
                parts.extend(choice.iter().map(|at| (others[*at], others[*at].open)));
                reasons.push(Reason::Sum(parts.len()));
                if choices.len() > 1 {
                    reasons.push(Reason::Equal(choices.len()));
                }
                let candidates = parts.iter().map(|(open, _)| open.id).collect();
                let fit = self.fit(parts);
                return self.receipts(Certainty::Likely, fit, reasons, candidates);
            }
            reasons.push(Reason::StaysUnapplied(self.money(rest, open.currency)));
        } else {
            let rest = open.open - amount;
            let part = self.instalment(open, amount);
            reasons.push(if part {
                Reason::Instalment
            } else {
                Reason::StaysOpen(self.money(rest, open.currency))
            });
        }
        let fit = self.fit(vec![(*open, amount.min(open.open))]);
        self.receipts(certainty, fit, reasons, vec![open.id])
    }

    /// Several numbers, and the amount is not their sum.
    fn some_named(&self, named: &[(Named, Open)], payer: &Payer) -> Suggestion {
        let mut reasons: Vec<Reason> = named
            .iter()
            .map(|(known, _)| self.number_reason(known))
            .collect();
        let first = named[0].1;
        reasons.extend(self.payer_reason(payer, first.customer));
        let same = named
            .iter()
            .all(|(_, open)| open.currency == first.currency);
        let Some(amount) = self.amount_in(first.currency).filter(|_| same) else {
            return Suggestion::ask(ids(named), reasons);
        };
        let opens: Vec<i64> = named.iter().map(|(_, open)| open.open).collect();
        let sum: i64 = opens.iter().sum();
        if let [choice] = sums::adding_up_to(&opens, amount).found.as_slice() {
            let parts: Vec<(Open, i64)> = choice
                .iter()
                .map(|at| (named[*at].1, named[*at].1.open))
                .collect();
            reasons.push(Reason::Sum(parts.len()));
            let fit = self.fit(parts);
            return self.receipts(Certainty::Likely, fit, reasons, ids(named));
        }
        if amount > sum {
            reasons.push(Reason::StaysUnapplied(
                self.money(amount - sum, first.currency),
            ));
            let parts = named.iter().map(|(_, open)| (*open, open.open)).collect();
            let fit = self.fit(parts);
            return self.receipts(Certainty::Likely, fit, reasons, ids(named));
        }
        reasons.push(Reason::StaysOpen(self.money(sum - amount, first.currency)));
        let mut opens: Vec<Open> = named.iter().map(|(_, open)| *open).collect();
        opens.sort_by_key(|open| (open.due, open.issued, open.id));
        let mut left = amount;
        let mut parts = Vec::new();
        for open in opens {
            let part = open.open.min(left);
            left -= part;
            if part > 0 {
                parts.push((open, part));
            }
        }
        let fit = self.fit(parts);
        self.receipts(Certainty::Likely, fit, reasons, ids(named))
    }

    /// The line names what is paid already.
    pub(super) fn settled(&self, known: &Named, payer: &Payer) -> Suggestion {
        let slot = usize::try_from(known.slot).unwrap_or(usize::MAX);
        let (Some(invoice), Some(row)) =
            (self.book.invoices().at(slot), self.book.invoice_row(slot))
        else {
            return Suggestion::default();
        };
        let mut reasons = vec![self.number_reason(known)];
        reasons.extend(self.settled_reason(known));
        reasons.extend(self.payer_reason(payer, row.customer));
        let mut one = Suggestion::ask(Vec::new(), reasons);
        one.candidates = self
            .open_of(row.customer)
            .iter()
            .map(|open| open.id)
            .collect();
        if let Some(amount) = self.amount_in(row.currency) {
            let unapplied = self.money(amount, row.currency);
            one.reasons.push(Reason::StaysUnapplied(unapplied));
            one.proposal = Some(Proposal::Receipts(vec![ProposedReceipt {
                customer: invoice.customer,
                amount: unapplied,
                fee: self.fee_in(row.currency),
                received: self.received(row.currency),
                parts: Vec::new(),
                credits: Vec::new(),
                discounts: Vec::new(),
            }]));
        }
        one
    }

    /// Whether it is settled, or other lines surely settle it.
    pub(super) fn settled_reason(&self, known: &Named) -> Option<Reason> {
        let slot = usize::try_from(known.slot).ok()?;
        let id = self.book.invoices().id_at(slot);
        Some(match self.alone().open(known.slot) {
            Some(_) => Reason::Claimed(id),
            None => Reason::Settled(id),
        })
    }
}
