//! The receipts that money comes to: what of it settles which document.

use super::reading::{Fit, Open, Reading};
use super::suggestion::{Certainty, Proposal, ProposedReceipt, Reason, Suggestion};
use crate::ids::InvoiceId;
use crate::money::Money;

impl Reading<'_> {
    /// Whether the amount is what is left of the instalments up to one of
    /// them.
    pub(super) fn instalment(&self, open: &Open, amount: i64) -> bool {
        let slot = usize::try_from(open.slot).unwrap_or(usize::MAX);
        let Some(row) = self
            .book
            .invoice_row(slot)
            .filter(|row| row.instalments.is_some())
        else {
            return false;
        };
        let mut sum = 0_i64;
        let mut fits = false;
        row.parts_at(self.line.date.number().max(row.issued), |_, part| {
            sum += part;
            fits |= sum == amount && amount < open.open;
        });
        fits
    }

    pub(super) fn fit(&self, parts: Vec<(Open, i64)>) -> Fit {
        Fit {
            parts,
            credits: Vec::new(),
            discounts: Vec::new(),
            discount: 0,
        }
    }

    /// How these invoices come to an amount: as they are, or less the
    /// discounts that some of them earn, where one way only does.
    pub(super) fn exactly(&self, opens: &[Open], amount: i64) -> Option<Fit> {
        let sum: i64 = opens.iter().map(|open| open.open).sum();
        if sum == amount {
            return Some(self.fit(opens.iter().map(|open| (*open, open.open)).collect()));
        }
        let pays: Vec<Option<i64>> = opens.iter().map(|open| self.discounted(open)).collect();
        let earning: Vec<usize> = (0..opens.len()).filter(|at| pays[*at].is_some()).collect();
        if earning.is_empty() || earning.len() > 8 {
            return None;
        }
        let mut found: Option<Fit> = None;
        // All of them first: who takes one takes them all.
        for mask in (1_u32..1 << earning.len()).rev() {
            let mut fit = self.fit(Vec::new());
            for (at, open) in opens.iter().enumerate() {
                let place = earning.iter().position(|known| *known == at);
                let taken = place.is_some_and(|place| mask >> place & 1 == 1);
                match pays[at].filter(|_| taken) {
                    Some(pay) => {
                        fit.parts.push((*open, pay));
                        fit.discounts.push(open.id);
                        fit.discount += open.open - pay;
                    }
                    None => fit.parts.push((*open, open.open)),
                }
            }
            if fit.parts.iter().map(|(_, part)| part).sum::<i64>() == amount {
                if found.is_some() {
                    return None;
                }
                let all = fit.discounts.len() == earning.len();
                found = Some(fit);
                if all {
                    break;
                }
            }
        }
        found
    }

    /// What the bank kept, where it is in the currency of the payment.
    pub(super) fn fee_in(&self, currency: u8) -> Option<Money> {
        let same = currency == self.line.currency.index();
        (same && self.fee > 0).then(|| self.money(self.fee, currency))
    }

    /// What of the line a payment in another currency is.
    pub(super) fn received(&self, currency: u8) -> Option<Money> {
        let line = self.line.currency.index();
        (currency != line).then(|| self.money(self.left, line))
    }

    /// A proposal: a payment for each customer, with its parts.
    pub(super) fn receipts(
        &self,
        certainty: Certainty,
        fit: Fit,
        reasons: Vec<Reason>,
        candidates: Vec<InvoiceId>,
    ) -> Suggestion {
        let Some((first, _)) = fit.parts.first() else {
            return Suggestion::ask(candidates, reasons);
        };
        let currency = first.currency;
        let whole = self.amount_in(currency).unwrap_or(self.left);
        let mut rest = whole - fit.parts.iter().map(|(_, part)| part).sum::<i64>();
        let mut by_customer: Vec<(u32, Vec<(Open, i64)>)> = Vec::new();
        for part in fit.parts {
            match by_customer
                .iter_mut()
                .find(|(known, _)| *known == part.0.customer)
            {
                Some((_, parts)) => parts.push(part),
                None => by_customer.push((part.0.customer, vec![part])),
            }
        }
        // What reached the account is not told apart by customer.
        let several = by_customer.len() > 1 && currency != self.line.currency.index();
        let mut fee = self.fee_in(currency);
        let receipts = by_customer.into_iter().map(|(customer, parts)| {
            let amount =
                parts.iter().map(|(_, part)| part).sum::<i64>() + std::mem::take(&mut rest);
            ProposedReceipt {
                customer: self.customer_id(customer),
                amount: self.money(amount, currency),
                fee: fee.take(),
                received: self.received(currency),
                credits: fit
                    .credits
                    .iter()
                    .filter(|(_, open, _)| open.customer == customer)
                    .map(|(source, open, part)| (*source, open.id, self.money(*part, currency)))
                    .collect(),
                discounts: parts
                    .iter()
                    .map(|(open, _)| open.id)
                    .filter(|id| fit.discounts.contains(id))
                    .collect(),
                parts: parts
                    .iter()
                    .map(|(open, part)| (open.id, self.money(*part, currency)))
                    .collect(),
            }
        });
        let proposal = Proposal::Receipts(receipts.collect());
        Suggestion {
            certainty: if several { Certainty::Ask } else { certainty },
            proposal: (!several).then_some(proposal),
            candidates,
            reasons,
            score: 0,
        }
    }
}
