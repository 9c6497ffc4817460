//! What contradicts a suggestion. Nothing is sure that something the line
//! says denies: the number against the amount, the account against the name,
//! the text against the payer.

use super::reading::Reading;
use super::suggestion::{Certainty, Proposal, Reason, Suggestion};
use super::witness::{How, Payer};
use crate::ids::InvoiceId;

impl Reading<'_> {
    /// Takes a suggestion for less than sure where something contradicts it,
    /// and says what.
    pub(super) fn doubt(&self, one: &mut Suggestion, payer: &Payer) {
        if one.certainty != Certainty::Sure {
            return;
        }
        let customers = self.customers_of(one);
        self.doubt_payer(one, payer, &customers);
        if let Some(other) = self.amount_of_another(one) {
            // What the number says is as likely as what the amount says.
            one.certainty = Certainty::Ask;
            one.proposal = None;
            one.reasons.push(Reason::AmountOf(other));
            if !one.candidates.contains(&other) {
                one.candidates.push(other);
            }
        }
        // What the bank gives back is no payment of a customer.
        if self.left > 0 && self.line.returned.is_some() {
            one.certainty = Certainty::Ask;
            one.reasons.push(Reason::Returned);
        }
    }

    fn customers_of(&self, one: &Suggestion) -> Vec<u32> {
        let ids: Vec<_> = match &one.proposal {
            Some(Proposal::Receipts(receipts)) => {
                receipts.iter().map(|receipt| receipt.customer).collect()
            }
            Some(Proposal::Recorded(id)) => {
                let payment = self.book.payments().get(*id);
                payment
                    .map(|payment| payment.customer)
                    .into_iter()
                    .collect()
            }
            _ => Vec::new(),
        };
        let slots = ids
            .into_iter()
            .filter_map(|id| self.book.customers().slot(id));
        slots.map(crate::book::small).collect()
    }

    /// Everything that says who paid must agree.
    fn doubt_payer(&self, one: &mut Suggestion, payer: &Payer, customers: &[u32]) {
        let mut against: Vec<Reason> = Vec::new();
        for witness in &payer.witnesses {
            let is_of = |customer: &u32| witness.customers.contains(customer);
            if customers.iter().all(is_of) {
                continue;
            }
            let Some(other) = witness.customers.first() else {
                continue;
            };
            let other = self.customer_id(*other);
            against.push(match witness.how {
                How::Account => Reason::OtherAccount(other),
                How::Text => Reason::OtherInText(other),
                How::Learned | How::Name => Reason::OtherPayer(other),
            });
        }
        if let Some(stranger) = payer.stranger {
            let is_named = one
                .reasons
                .iter()
                .any(|reason| matches!(reason, Reason::Number(_) | Reason::Reference(_)));
            let stranger_id = self.customer_id(stranger);
            if !customers.contains(&stranger) {
                against.push(Reason::OtherAccount(stranger_id));
            } else if !is_named {
                against.push(Reason::OtherName(stranger_id));
            }
        }
        if !against.is_empty() {
            one.certainty = Certainty::Likely;
        }
        for reason in against {
            if !one.reasons.contains(&reason) {
                one.reasons.push(reason);
            }
        }
    }

    /// Another open invoice of the customer that asks for exactly as much,
    /// where the one that is suggested does not; whoever else pays it.
    fn amount_of_another(&self, one: &Suggestion) -> Option<InvoiceId> {
        let fits = |reason: &Reason| matches!(reason, Reason::Amount | Reason::Sum(_));
        if one.reasons.iter().any(fits) {
            return None;
        }
        let Some(Proposal::Receipts(receipts)) = &one.proposal else {
            return None;
        };
        let [receipt] = receipts.as_slice() else {
            return None;
        };
        let [(id, _)] = receipt.parts.as_slice() else {
            return None;
        };
        let customer = crate::book::small(self.book.customers().slot(receipt.customer)?);
        let others = self.alone().open_of(customer);
        let day = self.line.date.number();
        let other = others.into_iter().find(|other| {
            let amount = self.amount_in(other.currency);
            other.id != *id
                && other.issued <= day
                && amount.is_some()
                && (amount == Some(other.open) || self.discounted(other) == amount)
        });
        other.map(|other| other.id)
    }
}
