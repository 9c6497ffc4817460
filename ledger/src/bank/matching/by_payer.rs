//! What money of a known payer may be where it names nothing.

use super::incoming::CHANCE;
use super::postings::amount_key;
use super::reading::{Fit, Open, Reading, each_once, same_by_due};
use super::suggestion::{CANDIDATES_MAX, Certainty, Proposal, ProposedReceipt, Reason, Suggestion};
use super::witness::Payer;
use super::{credit, number, sums};
use crate::ids::InvoiceId;

/// How an amount may come about of what is open of one customer.
struct Ways {
    /// All that is open in the first one's currency, and the amount in it.
    same: Vec<Open>,
    currency: u8,
    amount: i64,
    exact: Vec<Open>,
    discounted: Vec<Open>,
    instalments: Vec<Open>,
    sums: sums::Choices,
    less: Vec<credit::Less>,
}

impl Ways {
    fn count(&self) -> usize {
        self.exact.len()
            + self.discounted.len()
            + self.instalments.len()
            + self.sums.found.len()
            + self.less.iter().map(|less| less.ways).sum::<usize>()
    }

    /// The invoices of each sum.
    fn summed(&self) -> impl Iterator<Item = Open> + '_ {
        let places = self.sums.found.iter().flatten();
        places.filter_map(|at| self.same.get(*at).copied())
    }

    /// Whether a sum of so many of them is hardly one by chance.
    fn sum_proves(&self, parts: usize) -> bool {
        let chance = u32::try_from(self.same.len())
            .ok()
            .and_then(|count| 1_i64.checked_shl(count))
            .and_then(|ways| ways.checked_mul(CHANCE));
        let is_all = parts == self.same.len();
        self.sums.complete && (is_all || chance.is_some_and(|ways| ways <= self.amount))
    }
}

/// The one way in which an amount comes about.
struct OnlyWay {
    /// Whether it is one beyond doubt, where the payer is.
    is_proof: bool,
    why: Vec<Reason>,
    fit: Fit,
    opens: Vec<Open>,
}

fn ids(opens: &[Open]) -> Vec<InvoiceId> {
    opens.iter().map(|open| open.id).collect()
}

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
        let Some(first) = opens.first() else {
            return self.on_account(customer, reasons);
        };
        let other_number = opens.iter().any(|open| {
            self.number_of(open.slot)
                .is_some_and(|number| number::names_another(runs, number))
        });
        if other_number {
            reasons.push(Reason::OtherNumber);
        }
        let ways = self.ways(&opens, first.currency, credits);
        let count = ways.count();
        if count == 1
            && let Some(only) = self.only_way(&ways)
        {
            let is_sure = only.is_proof && !other_number && payer.is_certain();
            let certainty = if is_sure {
                Certainty::Sure
            } else {
                Certainty::Likely
            };
            reasons.extend(only.why);
            return self.receipts(certainty, only.fit, reasons, ids(&only.opens));
        }
        if let [one] = ways.exact.as_slice() {
            // One alone is likelier than several together.
            reasons.push(Reason::Amount);
            reasons.push(Reason::Equal(count));
            let fit = self.fit(vec![(*one, one.open)]);
            let all = ways.exact.iter().copied().chain(ways.summed()).collect();
            let all = each_once(all, day);
            return self.receipts(Certainty::Likely, fit, reasons, ids(&all));
        }
        if count > 0 {
            let alone = [&ways.exact, &ways.discounted, &ways.instalments];
            let mut all: Vec<Open> = alone.into_iter().flatten().copied().collect();
            if all.is_empty() {
                all.extend(ways.summed());
            }
            reasons.push(Reason::Equal(count));
            return Suggestion::ask(ids(&each_once(all, day)), reasons);
        }
        // Nothing fits by amount: a part of the only one, or a sum of money.
        if let [one] = ways.same.as_slice() {
            let rest = one.open - ways.amount;
            reasons.push(if rest > 0 {
                Reason::StaysOpen(self.money(rest, ways.currency))
            } else {
                Reason::StaysUnapplied(self.money(-rest, ways.currency))
            });
            let fit = self.fit(vec![(*one, ways.amount.min(one.open))]);
            return self.receipts(Certainty::Likely, fit, reasons, ids(&ways.same));
        }
        same_by_due(&mut opens);
        Suggestion::ask(ids(&opens), reasons)
    }

    /// Money of a customer of whom nothing is open.
    fn on_account(&self, customer: u32, mut reasons: Vec<Reason>) -> Suggestion {
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
        one
    }

    fn ways(&self, opens: &[Open], currency: u8, credits: &[InvoiceId]) -> Ways {
        let those = |fits: &dyn Fn(&Open, i64) -> bool| -> Vec<Open> {
            let fit = |open: &&Open| {
                let amount = self.amount_in(open.currency);
                amount.is_some_and(|amount| fits(open, amount))
            };
            opens.iter().filter(fit).copied().collect()
        };
        let amount = self.amount_in(currency).unwrap_or(self.left);
        let same = those(&|open, _| open.currency == currency);
        let amounts: Vec<i64> = same.iter().map(|open| open.open).collect();
        Ways {
            currency,
            amount,
            exact: those(&|open, amount| open.open == amount),
            discounted: those(&|open, amount| self.discounted(open) == Some(amount)),
            instalments: those(&|open, amount| self.instalment(open, amount)),
            sums: sums::adding_up_to(&amounts, amount),
            less: self.payer_less_credits(&same, amount, credits),
            same,
        }
    }

    /// What the only way comes to.
    fn only_way(&self, ways: &Ways) -> Option<OnlyWay> {
        if let [one] = ways.exact.as_slice() {
            return Some(OnlyWay {
                is_proof: true,
                why: vec![Reason::Amount],
                fit: self.fit(vec![(*one, one.open)]),
                opens: vec![*one],
            });
        }
        if let [one] = ways.discounted.as_slice()
            && let Some(fit) = self.exactly(&[*one], ways.amount)
        {
            return Some(OnlyWay {
                is_proof: true,
                why: vec![Reason::Discount(self.money(fit.discount, ways.currency))],
                fit,
                opens: vec![*one],
            });
        }
        if let [one] = ways.instalments.as_slice() {
            return Some(OnlyWay {
                is_proof: true,
                why: vec![Reason::Instalment],
                fit: self.fit(vec![(*one, ways.amount)]),
                opens: vec![*one],
            });
        }
        if let [choice] = ways.sums.found.as_slice() {
            let opens: Vec<Open> = ways.summed().collect();
            return Some(OnlyWay {
                is_proof: ways.sum_proves(choice.len()),
                why: vec![Reason::Sum(choice.len())],
                fit: self.fit(opens.iter().map(|open| (*open, open.open)).collect()),
                opens,
            });
        }
        let less = ways.less.first()?;
        Some(OnlyWay {
            is_proof: less.is_evident,
            why: self.credit_reasons(&less.fit),
            fit: less.fit.clone(),
            opens: less.fit.parts.iter().map(|(open, _)| *open).collect(),
        })
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
        Suggestion::ask(ids(&opens), reasons)
    }
}
