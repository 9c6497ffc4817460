//! What money of a known payer may be where it names nothing.

use super::incoming::CHANCE;
use super::postings::amount_key;
use super::reading::{Open, Reading, each_once, same_by_due};
use super::suggestion::{CANDIDATES_MAX, Certainty, Proposal, ProposedReceipt, Reason, Suggestion};
use super::witness::Payer;
use super::{credit, number, sums};
use crate::ids::InvoiceId;

impl Reading<'_> {
    /// The customer is known, no number is.
    pub(super) fn by_payer(
        &self,
        customer: u32,
        credits: &[InvoiceId],
        payer: &Payer,
        runs: &[number::Run],
    ) -> Suggestion {
        let day = self.line.date.number();
        let mut opens = self.open_of(customer);
        // Nobody pays an invoice before it is there without naming it.
        opens.retain(|open| open.issued <= day && self.amount_in(open.currency).is_some());
        let mut reasons: Vec<Reason> = self.payer_reason(payer, customer).into_iter().collect();
        let candidates = |parts: &[Open]| parts.iter().map(|open| open.id).collect::<Vec<_>>();
        if opens.is_empty() {
            let unapplied = self.money(self.left, self.line.currency.index());
            reasons.push(Reason::StaysUnapplied(unapplied));
            let mut one = Suggestion::ask(Vec::new(), reasons);
            one.proposal = Some(Proposal::Receipts(vec![ProposedReceipt {
                customer: self.customer_id(customer),
                amount: unapplied,
                fee: self.fee_in(self.line.currency.index()),
                received: None,
                parts: Vec::new(),
                credits: Vec::new(),
                discounts: Vec::new(),
            }]));
            return one;
        }
        let other_number = opens.iter().any(|open| {
            self.number_of(open.slot)
                .is_some_and(|number| number::names_another(runs, number))
        });
        if other_number {
            reasons.push(Reason::OtherNumber);
        }
        let best = if other_number || !payer.is_certain() {
            Certainty::Likely
        } else {
            Certainty::Sure
        };
        let fits = |open: &&Open| self.amount_in(open.currency) == Some(open.open);
        let exact: Vec<Open> = opens.iter().filter(fits).copied().collect();
        let discounted: Vec<Open> = opens
            .iter()
            .filter(|open| {
                let amount = self.amount_in(open.currency);
                amount.is_some() && self.discounted(open) == amount
            })
            .copied()
            .collect();
        let instalments: Vec<Open> = opens
            .iter()
            .filter(|open| {
                self.amount_in(open.currency)
                    .is_some_and(|amount| self.instalment(open, amount))
            })
            .copied()
            .collect();
        let currency = opens[0].currency;
        let amount = self.amount_in(currency).unwrap_or(self.left);
        let same: Vec<Open> = opens
            .iter()
            .filter(|open| open.currency == currency)
            .copied()
            .collect();
        let amounts: Vec<i64> = same.iter().map(|open| open.open).collect();
        let sums = sums::adding_up_to(&amounts, amount);
        let less = self.payer_less_credits(&same, amount, credits);
        let less_ways: usize = less.iter().map(|less| less.ways).sum();
        let ways =
            exact.len() + discounted.len() + instalments.len() + sums.found.len() + less_ways;
        if let ([one], 1) = (exact.as_slice(), ways) {
            reasons.push(Reason::Amount);
            let fit = self.fit(vec![(*one, one.open)]);
            return self.receipts(best, fit, reasons, candidates(&exact));
        }
        if let ([one], 1) = (discounted.as_slice(), ways)
            && let Some(fit) = self.exactly(&[*one], amount)
        {
            reasons.push(Reason::Discount(self.money(fit.discount, currency)));
            return self.receipts(best, fit, reasons, candidates(&discounted));
        }
        if let ([one], 1) = (instalments.as_slice(), ways) {
            reasons.push(Reason::Instalment);
            let fit = self.fit(vec![(*one, amount)]);
            return self.receipts(best, fit, reasons, candidates(&instalments));
        }
        if let ([choice], 1) = (sums.found.as_slice(), ways) {
            let parts: Vec<(Open, i64)> = choice
                .iter()
                .map(|at| (same[*at], same[*at].open))
                .collect();
            reasons.push(Reason::Sum(parts.len()));
            let all = parts.len() == same.len();
            let chance = u32::try_from(same.len())
                .ok()
                .and_then(|count| 1_i64.checked_shl(count))
                .and_then(|ways| ways.checked_mul(CHANCE));
            let proves = sums.complete && (all || chance.is_some_and(|ways| ways <= amount));
            let named: Vec<Open> = parts.iter().map(|(open, _)| *open).collect();
            let fit = self.fit(parts);
            let certainty = if proves { best } else { Certainty::Likely };
            return self.receipts(certainty, fit, reasons, candidates(&named));
        }
        if let (Some(less), 1) = (less.into_iter().next(), ways) {
            reasons.extend(self.credit_reasons(&less.fit));
            let certainty = if less.is_evident {
                best
            } else {
                Certainty::Likely
            };
            let named: Vec<Open> = less.fit.parts.iter().map(|(open, _)| *open).collect();
            return self.receipts(certainty, less.fit, reasons, candidates(&named));
        }
        if let [one] = exact.as_slice() {
            // One alone is likelier than several together.
            reasons.push(Reason::Amount);
            reasons.push(Reason::Equal(ways));
            let fit = self.fit(vec![(*one, one.open)]);
            let mut all = exact.clone();
            all.extend(sums.found.iter().flatten().map(|at| same[*at]));
            let all = each_once(all, day);
            return self.receipts(Certainty::Likely, fit, reasons, candidates(&all));
        }
        if ways > 0 {
            let mut all = exact;
            all.extend(discounted);
            all.extend(instalments);
            if all.is_empty() {
                all.extend(sums.found.iter().flatten().map(|at| same[*at]));
            }
            reasons.push(Reason::Equal(ways));
            return Suggestion::ask(candidates(&each_once(all, day)), reasons);
        }
        // Nothing fits by amount: a part of the only one, or a sum of money.
        if let [one] = same.as_slice() {
            let rest = one.open - amount;
            reasons.push(if rest > 0 {
                Reason::StaysOpen(self.money(rest, currency))
            } else {
                Reason::StaysUnapplied(self.money(-rest, currency))
            });
            let fit = self.fit(vec![(*one, amount.min(one.open))]);
            return self.receipts(Certainty::Likely, fit, reasons, candidates(&same));
        }
        same_by_due(&mut opens);
        Suggestion::ask(candidates(&opens), reasons)
    }

    /// How the amount comes of open invoices of a customer less what the
    /// customer has: of each alone, and of all of them.
    fn payer_less_credits(
        &self,
        opens: &[Open],
        amount: i64,
        named: &[InvoiceId],
    ) -> Vec<credit::Less> {
        let mut found = Vec::new();
        let has_credit = |open: &Open| !self.credits_of(open.customer).is_empty();
        if opens.len() > sums::MANY || !opens.first().is_some_and(has_credit) {
            return found;
        }
        for open in opens {
            found.extend(self.less_credits(&[*open], amount, named));
        }
        if opens.len() > 1 {
            found.extend(self.less_credits(opens, amount, named));
        }
        found
    }

    /// Several customers bear the payer's name: the amount may tell which.
    pub(super) fn by_payers(
        &self,
        customers: &[u32],
        credits: &[InvoiceId],
        payer: &Payer,
        runs: &[number::Run],
    ) -> Suggestion {
        let fits = |one: &Suggestion| {
            one.reasons.iter().any(|reason| {
                matches!(
                    reason,
                    Reason::Amount
                        | Reason::Sum(_)
                        | Reason::Discount(_)
                        | Reason::Instalment
                        | Reason::Credit(..)
                        | Reason::Equal(_)
                )
            })
        };
        let each = customers.iter();
        let mut fitting: Vec<Suggestion> = each
            .map(|customer| self.by_payer(*customer, credits, payer, runs))
            .filter(fits)
            .collect();
        if fitting.len() == 1
            && let Some(mut one) = fitting.pop()
        {
            // Nobody else of that name is asked for as much.
            let plain = matches!(
                one.reasons.as_slice(),
                [Reason::PayerName(_), Reason::Amount]
            );
            if plain && payer.is_exact() {
                one.certainty = Certainty::Sure;
            }
            return one;
        }
        let mut reasons: Vec<Reason> = customers
            .first()
            .and_then(|first| self.payer_reason(payer, *first))
            .into_iter()
            .collect();
        reasons.push(Reason::Equal(customers.len()));
        if fitting.is_empty() {
            return Suggestion::ask(Vec::new(), reasons);
        }
        reasons.push(Reason::Amount);
        let mut candidates: Vec<InvoiceId> = Vec::new();
        for id in fitting.iter().flat_map(|one| &one.candidates) {
            if !candidates.contains(id) {
                candidates.push(*id);
            }
        }
        Suggestion::ask(candidates, reasons)
    }

    /// Nothing but the amount: candidates, where they are few.
    pub(super) fn by_amount(&self) -> Suggestion {
        let currency = self.line.currency.index();
        let day = self.line.date.number();
        let found = self.index.amounts.get(amount_key(currency, self.left));
        let mut opens: Vec<Open> = found
            .take(CANDIDATES_MAX * 4)
            .filter_map(|slot| self.open(slot))
            .filter(|open| {
                open.open == self.left && open.currency == currency && open.issued <= day
            })
            .collect();
        if opens.is_empty() || opens.len() > CANDIDATES_MAX {
            return Suggestion::default();
        }
        opens.sort_by_key(|open| ((open.due - day).abs(), open.id));
        let mut reasons = vec![Reason::Amount];
        if opens.len() > 1 {
            reasons.push(Reason::Equal(opens.len()));
        }
        Suggestion::ask(opens.iter().map(|open| open.id).collect(), reasons)
    }
}
