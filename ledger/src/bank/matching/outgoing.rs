//! Money that went out: what came back, what was given back.

use super::incoming::RECORDED_DAYS;
use super::index::canonical;
use super::number;
use super::postings::amount_key;
use super::reading::{Named, Reading};
use super::suggestion::{Certainty, Proposal, Reason, Suggestion};
use super::witness::Payer;
use crate::bank::BankLine;
use crate::book::Book;
use crate::book::columns::{LineColumns, SettledBy};
use crate::ids::{PaymentId, RefundId};
use crate::money::Money;
use crate::open_items::open_credits;
use crate::payment::{Payment, RefundKind, Source};

impl Reading<'_> {
    pub(super) fn outgoing(&self) -> Suggestion {
        let runs = number::runs(&self.text());
        let named = self.named(&runs);
        let payer = self.payer();
        if let Some(one) = self.came_back(&named, &payer) {
            return one;
        }
        if let Some(one) = self.recorded_refund() {
            return one;
        }
        if let [customer] = payer.customers.as_slice()
            && let Some(one) = self.given_back(*customer, &payer)
        {
            return one;
        }
        Suggestion::default()
    }

    /// A payment that came back.
    fn came_back(&self, named: &[Named], payer: &Payer) -> Option<Suggestion> {
        let out = -self.left;
        let mut amounts = vec![(out, None)];
        if let Some(charges) = self.line.charges
            && let Ok(charges) = Money::new(charges.abs(), self.line.currency)
        {
            amounts.push((out - charges.minor(), Some(charges)));
        }
        let mut found: Vec<CameBack> = Vec::new();
        for (amount, charges) in amounts {
            let key = amount_key(self.line.currency.index(), amount);
            for slot in self.index.payments.get(key) {
                let at = usize::try_from(slot).ok()?;
                let (Some(payment), Some(row)) =
                    (self.book.payments().at(at), self.book.payment_row(at))
                else {
                    continue;
                };
                let reached = payment.reached().ok()?;
                let same = reached.1 == self.line.currency
                    && Money::new(reached.0, reached.1).is_ok_and(|money| money.minor() == amount);
                if !same || !can_come_back(self.book, payment, self.line) {
                    continue;
                }
                let reasons = self.return_reasons(payment, row.customer, named, payer);
                if !reasons.is_empty() {
                    found.push(CameBack {
                        date: payment.date.number(),
                        payment: payment.id,
                        charges,
                        reasons,
                    });
                }
            }
        }
        let strength = |one: &CameBack| one.reasons.len();
        found.sort_by_key(|one| (std::cmp::Reverse((strength(one), one.date)), one.payment));
        let best = found.first()?;
        let equal = found
            .iter()
            .filter(|other| strength(other) == strength(best));
        self.returned(best, equal.count())
    }

    /// What says that it is this payment that came back, beside the amount.
    fn return_reasons(
        &self,
        payment: &Payment,
        customer: u32,
        named: &[Named],
        payer: &Payer,
    ) -> Vec<Reason> {
        let mut reasons = Vec::new();
        let came_in = self.book.line_of_payment(payment.id);
        if let Some(came_in) = came_in.and_then(|id| self.book.bank_lines().get(id)) {
            let same = |one: &str, other: &str| !one.is_empty() && one == other;
            if same(&came_in.end_to_end, &self.line.end_to_end) {
                reasons.push(Reason::SameReference);
            }
            if same(&canonical(&came_in.iban), &canonical(&self.line.iban)) {
                reasons.push(Reason::PayerAccount(payment.customer));
            }
        }
        let is_theirs = |known: &&Named| {
            let at = usize::try_from(known.slot).ok();
            let row = at.and_then(|at| self.book.invoice_row(at));
            row.is_some_and(|row| row.customer == customer)
        };
        if let Some(known) = named.iter().find(is_theirs) {
            reasons.push(self.number_reason(known));
        }
        let is_account = |known: &Reason| matches!(known, Reason::PayerAccount(_));
        if payer.customers.contains(&customer) && !reasons.iter().any(is_account) {
            reasons.extend(self.payer_reason(payer, customer));
        }
        reasons
    }

    /// The likeliest of the payments that may have come back; so many are as
    /// likely.
    fn returned(&self, best: &CameBack, equal: usize) -> Option<Suggestion> {
        let is_returned = self.line.returned.is_some();
        let mut reasons = Vec::new();
        if is_returned {
            reasons.push(Reason::Returned);
        }
        reasons.extend(best.reasons.clone());
        let strong = best.reasons.iter().any(|reason| {
            matches!(
                reason,
                Reason::SameReference | Reason::Number(_) | Reason::Reference(_)
            )
        });
        // Without the bank's word it may as well be a purchase.
        let certainty = match (is_returned, strong, equal) {
            (true, true, 1) => Certainty::Sure,
            (true, false, 1) | (false, true, 1) => Certainty::Likely,
            (true, ..) => {
                reasons.push(Reason::Equal(equal));
                Certainty::Ask
            }
            (false, ..) => return None,
        };
        Some(Suggestion {
            certainty,
            proposal: Some(Proposal::Return {
                payment: best.payment,
                charges: best.charges,
            }),
            reasons,
            ..Suggestion::default()
        })
    }

    fn recorded_refund(&self) -> Option<Suggestion> {
        let key = amount_key(self.line.currency.index(), self.left);
        let day = self.line.date.number();
        let mut found: Vec<(i32, RefundId)> = Vec::new();
        for slot in self.index.refunds.get(key) {
            let refund = self.book.refunds().at(usize::try_from(slot).ok()?)?;
            let (amount, currency) = refund.left();
            let same = currency == self.line.currency
                && Money::new(amount, currency).is_ok_and(|money| money.minor() == self.left);
            let days = (refund.date.number() - day).abs();
            let standing = || self.book.standing_refunds(refund.source);
            let free = !self.book.is_matched_refund(refund.id)
                && standing().iter().any(|one| one.id == refund.id);
            if same && days <= RECORDED_DAYS && refund.kind != RefundKind::Correction && free {
                found.push((days, refund.id));
            }
        }
        found.sort_unstable();
        let (_, id) = *found.first()?;
        let mut reasons = vec![Reason::RecordedRefund(id)];
        if found.len() > 1 {
            reasons.push(Reason::Equal(found.len()));
        }
        Some(Suggestion {
            certainty: Certainty::Likely,
            proposal: Some(Proposal::RecordedRefund(id)),
            reasons,
            ..Suggestion::default()
        })
    }

    /// Unapplied money of a customer who is paid.
    fn given_back(&self, customer: u32, payer: &Payer) -> Option<Suggestion> {
        let out = -self.left;
        let id = self.customer_id(customer);
        let credits = open_credits(self.book, id, self.line.date);
        let mut sources: Vec<(i64, Source)> = credits
            .into_iter()
            .filter(|credit| credit.left.currency() == self.line.currency)
            .map(|credit| (credit.left.minor(), credit.source))
            .filter(|(left, _)| *left >= out)
            .collect();
        sources.sort_unstable();
        let (left, source) = *sources.first()?;
        let currency = self.line.currency.index();
        let mut reasons = vec![Reason::Unapplied(self.money(left, currency))];
        reasons.extend(self.payer_reason(payer, customer));
        Some(Suggestion {
            certainty: Certainty::Likely,
            proposal: Some(Proposal::Refund {
                source,
                amount: self.money(out, currency),
            }),
            reasons,
            ..Suggestion::default()
        })
    }
}

/// A payment that may have come back.
struct CameBack {
    date: i32,
    payment: PaymentId,
    /// What the bank took for it.
    charges: Option<Money>,
    /// The more, the likelier.
    reasons: Vec<Reason>,
}

/// Whether a payment is wholly there on the line's day: nothing of it came
/// back or was given back.
fn can_come_back(book: &Book, payment: &Payment, line: &BankLine) -> bool {
    let Some(row) = book.payment_figures(payment.id) else {
        return false;
    };
    let mut uses = row.uses.as_slice().iter();
    payment.date <= line.date && !uses.any(|part| part.by == SettledBy::Refund)
}

/// The payments that came back as this line for all that a book says, the
/// newest first: those of its amount that are wholly there.
pub fn returnable(book: &Book, line: &BankLine) -> Vec<PaymentId> {
    let left = book.line_figures(line.id).map_or(0, LineColumns::left);
    let same = |payment: &Payment| {
        let reached = payment.reached();
        reached.is_ok_and(|(amount, currency)| {
            currency == line.currency
                && Money::new(amount, currency).is_ok_and(|money| money.minor() == -left)
        })
    };
    let mut found: Vec<_> = book
        .payments()
        .iter()
        .filter(|payment| same(payment) && can_come_back(book, payment, line))
        .map(|payment| (payment.date, payment.id))
        .collect();
    found.sort_unstable_by(|a, b| b.cmp(a));
    found.into_iter().map(|(_, id)| id).collect()
}
