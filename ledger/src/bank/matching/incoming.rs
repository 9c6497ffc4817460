//! Money that came in.

use super::number;
use super::number::Strength;
use super::postings::amount_key;
use super::reading::{Named, Open, Reading};
use super::suggestion::{Certainty, Proposal, Reason, Suggestion};
use super::witness::Payer;
use crate::ids::{InvoiceId, PaymentId};
use crate::money::Money;

/// Days between a payment that was recorded by hand and its bank line.
pub(super) const RECORDED_DAYS: i32 = 10;

/// A sum of several amounts proves nothing where chance would find one among
/// so many combinations of them.
pub(super) const CHANCE: i64 = 2_000;

impl Reading<'_> {
    pub(super) fn own_transfer(&self) -> Suggestion {
        let mut one = Suggestion {
            certainty: Certainty::Likely,
            proposal: Some(Proposal::OwnTransfer),
            reasons: vec![Reason::OwnAccount],
            ..Suggestion::default()
        };
        one.grade();
        one
    }

    pub(super) fn incoming(&self) -> Suggestion {
        let runs = number::runs(&self.text());
        let named = self.named(&runs);
        let payer = self.payer();
        let mut one = self.money_in(&runs, &named, &payer);
        self.doubt(&mut one, &payer);
        if let Some(with_fee) = self.with_fee() {
            let mut other = with_fee.money_in(&runs, &named, &payer);
            with_fee.doubt(&mut other, &payer);
            one = with_fee.rather(one, other);
        }
        if payer.is_provider {
            one.reasons.push(Reason::Provider);
        }
        one
    }

    /// The line as what was paid before the bank kept what it says it kept.
    fn with_fee(&self) -> Option<Reading<'_>> {
        let charges = self.line.charges.filter(|_| self.whole && self.fee == 0)?;
        let charges = Money::new(charges, self.line.currency).ok()?.minor();
        (charges > 0 && self.line.original.is_none()).then(|| Reading {
            left: self.left + charges,
            fee: charges,
            ..*self
        })
    }

    /// Of a line as it was booked, and of the same with the bank's fee: the
    /// one that fits exactly. Where neither does, the fee is a part of it,
    /// and nothing is sure; nor where both do.
    fn rather(&self, booked: Suggestion, mut with_fee: Suggestion) -> Suggestion {
        let is_exact = |one: &Suggestion| {
            let stays = |reason: &Reason| {
                matches!(reason, Reason::StaysOpen(_) | Reason::StaysUnapplied(_))
            };
            one.certainty >= Certainty::Likely && !one.reasons.iter().any(stays)
        };
        let certainty = match (is_exact(&booked), is_exact(&with_fee)) {
            (true, false) => return booked,
            (false, true) => with_fee.certainty,
            (true, true) | (false, false) => with_fee.certainty.min(Certainty::Likely),
        };
        if !matches!(with_fee.proposal, Some(Proposal::Receipts(_))) {
            return booked;
        }
        with_fee.certainty = certainty;
        let fee = self.money(self.fee, self.line.currency.index());
        with_fee.reasons.push(Reason::Fee(fee));
        with_fee
    }

    fn money_in(&self, runs: &[number::Run], all: &[Named], payer: &Payer) -> Suggestion {
        let is_credit = |known: &Named| {
            let slot = usize::try_from(known.slot).ok();
            let row = slot.and_then(|slot| self.book.invoice_row(slot));
            row.is_some_and(|row| row.credit)
        };
        let (credits, named): (Vec<Named>, Vec<Named>) =
            all.iter().copied().partition(|known| is_credit(known));
        let credits: Vec<InvoiceId> = credits
            .iter()
            .filter(|known| known.strength == Strength::Strong && !known.shared)
            .filter_map(|known| {
                Some(
                    self.book
                        .invoices()
                        .id_at(usize::try_from(known.slot).ok()?),
                )
            })
            .collect();
        let open: Vec<(Named, Open)> = named
            .iter()
            .filter_map(|known| Some((*known, self.open(known.slot)?)))
            .collect();
        let strong = |known: &&Named| known.strength == Strength::Strong && !known.shared;
        let settled = named
            .iter()
            .filter(strong)
            .find(|known| !known.listed && self.open(known.slot).is_none());
        if !open.is_empty() {
            if let Some(own) = self.own_rather(&open, payer, runs) {
                return own;
            }
            let mut one = self.by_number(&open, &credits, payer);
            if let Some(settled) = settled.filter(|_| one.certainty == Certainty::Sure) {
                one.certainty = Certainty::Likely;
                one.reasons.extend(self.settled_reason(settled));
            }
            return one;
        }
        if self.fee == 0
            && let Some(one) = self.recorded(&named, payer)
        {
            return one;
        }
        let strong = named
            .iter()
            .find(|known| known.strength == Strength::Strong);
        if let Some(settled) = strong {
            return self.settled(settled, payer);
        }
        match payer.customers.as_slice() {
            [] => self.by_amount(),
            [customer] => self.by_payer(*customer, &credits, payer, runs),
            several => self.by_payers(several, &credits, payer, runs),
        }
    }

    /// A digit may be wrong: where only others' invoices are named, and the
    /// payer's own fits exactly, it is likelier that one.
    fn own_rather(
        &self,
        named: &[(Named, Open)],
        payer: &Payer,
        runs: &[number::Run],
    ) -> Option<Suggestion> {
        let is_own = |open: &Open| payer.customers.contains(&open.customer);
        if payer.customers.is_empty() || named.iter().any(|(_, open)| is_own(open)) {
            return None;
        }
        let day = self.line.date.number();
        let fits = |open: &Open| {
            let amount = self.amount_in(open.currency);
            open.issued <= day
                && amount.is_some()
                && (amount == Some(open.open) || self.discounted(open) == amount)
        };
        let mut own: Vec<Open> = Vec::new();
        for customer in &payer.customers {
            own.extend(self.open_of(*customer).into_iter().filter(fits));
        }
        let Some(first) = own.first() else {
            return self.own_as_a_whole(named, payer, runs);
        };
        let mut one = match payer.customers.as_slice() {
            [customer] => self.by_payer(*customer, &[], payer, runs),
            _ => {
                let mut reasons = vec![Reason::Amount];
                reasons.extend(self.payer_reason(payer, first.customer));
                Suggestion::ask(own.iter().map(|open| open.id).collect(), reasons)
            }
        };
        self.although_named(&mut one, named);
        Some(one)
    }

    /// The payer's own in several parts, or less something, where what is
    /// named does not fit.
    fn own_as_a_whole(
        &self,
        named: &[(Named, Open)],
        payer: &Payer,
        runs: &[number::Run],
    ) -> Option<Suggestion> {
        let [customer] = payer.customers.as_slice() else {
            return None;
        };
        let fits = |(_, open): &(Named, Open)| self.amount_in(open.currency) == Some(open.open);
        let mut one = self.by_payer(*customer, &[], payer, runs);
        let exact = |reason: &Reason| {
            matches!(
                reason,
                Reason::Sum(_) | Reason::Instalment | Reason::Credit(..)
            )
        };
        if named.iter().any(fits) || one.proposal.is_none() || !one.reasons.iter().any(exact) {
            return None;
        }
        self.although_named(&mut one, named);
        Some(one)
    }

    /// It is one of several readings: the line names others' invoices.
    fn although_named(&self, one: &mut Suggestion, named: &[(Named, Open)]) {
        one.certainty = one.certainty.min(Certainty::Likely);
        for (known, open) in named {
            one.reasons.push(self.number_reason(known));
            if !one.candidates.contains(&open.id) {
                one.candidates.push(open.id);
            }
        }
        if !one.reasons.contains(&Reason::OtherNumber) {
            one.reasons.push(Reason::OtherNumber);
        }
    }

    /// A payment of this amount that was recorded by hand.
    fn recorded(&self, named: &[Named], payer: &Payer) -> Option<Suggestion> {
        let key = amount_key(self.line.currency.index(), self.left);
        let day = self.line.date.number();
        let mut found: Vec<(i32, PaymentId, u32)> = Vec::new();
        for slot in self.index.payments.get(key) {
            let at = usize::try_from(slot).ok()?;
            let (Some(payment), Some(row)) =
                (self.book.payments().at(at), self.book.payment_row(at))
            else {
                continue;
            };
            let days = (payment.date.number() - day).abs();
            let stands = !self.book.is_taken_back(payment.id);
            let reached = payment.reached().ok()?;
            let same = Money::new(reached.0, reached.1).ok()?.minor() == self.left
                && reached.1 == self.line.currency;
            if days <= RECORDED_DAYS
                && stands
                && same
                && self.book.line_of_payment(payment.id).is_none()
            {
                found.push((days, payment.id, row.customer));
            }
        }
        let whose = |customer: u32| {
            payer.customers.contains(&customer)
                || named.iter().any(|known| {
                    let slot = usize::try_from(known.slot).ok();
                    slot.and_then(|at| self.book.invoice_row(at))
                        .is_some_and(|row| row.customer == customer)
                })
        };
        let of_payer: Vec<_> = found.iter().filter(|one| whose(one.2)).copied().collect();
        let known_payer = !payer.customers.is_empty() || !named.is_empty();
        if known_payer && of_payer.is_empty() {
            return None;
        }
        let mut list = if of_payer.is_empty() {
            found
        } else {
            of_payer.clone()
        };
        list.sort_unstable();
        let (_, id, customer) = *list.first()?;
        let mut reasons = vec![Reason::Recorded(id)];
        if payer.customers.contains(&customer) {
            reasons.extend(self.payer_reason(payer, customer));
        }
        if list.len() > 1 {
            reasons.push(Reason::Equal(list.len()));
        }
        let certainty = if list.len() == 1 && !of_payer.is_empty() {
            Certainty::Sure
        } else {
            Certainty::Likely
        };
        Some(Suggestion {
            certainty,
            proposal: Some(Proposal::Recorded(id)),
            reasons,
            ..Suggestion::default()
        })
    }
}
