//! By what lines are matched: numbers, references, names, accounts and amounts of a book.

use std::collections::{HashMap, HashSet};

use super::name::Name;
use super::postings::{Postings, amount_key, text_key};
use super::{number, provider};
use crate::bank::Matched;
use crate::book::{Book, small};
use crate::ids::Seq;
use crate::money::Money;
use crate::payment::{Payment, Refund};
use crate::slices::{Steps, at_once};

/// Customers of one word of a name: more say nothing.
pub(super) const COMMON_WORD: usize = 300;

/// Whose an account is.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct KnownAccount {
    pub customer: u32,
    /// It stands in the customer's record: it is theirs under any name.
    pub own: bool,
    /// The names under which it was confirmed to pay for the customer.
    pub names: Vec<String>,
}

/// What lines are matched by.
#[derive(Default)]
pub struct Index {
    /// The last entry of the book that it was made for.
    pub(super) seq: Seq,
    pub(super) numbers: Postings,
    pub(super) references: Postings,
    /// What was open when the index came to know it, by amount; what is left
    /// of it since is compared again.
    pub(super) amounts: Postings,
    pub(super) words: Postings,
    /// Customers by all words of their names, and by the first two of them.
    pub(super) whole_names: Postings,
    pub(super) beginnings: Postings,
    pub(super) names: Vec<Name>,
    /// Customers by account: their own and those that paid for them.
    pub(super) accounts: HashMap<String, Vec<KnownAccount>>,
    /// Accounts of lines whose payer is a provider.
    pub(super) provider_accounts: HashSet<String>,
    /// Customers by the name of payers that were confirmed.
    pub(super) learned: HashMap<String, Vec<u32>>,
    /// Payments by what reached the account.
    pub(super) payments: Postings,
    pub(super) refunds: Postings,
    pub(super) own_accounts: Vec<String>,
}

impl Index {
    pub fn of(book: &Book) -> Index {
        at_once(Index::default().follow(book, &Steps::default()))
    }

    /// The index of a book that came of the one it was made for: only what
    /// changed is looked at, unless something that was confirmed is no more.
    /// Long work, a step for each record that is looked at.
    pub async fn follow(self, book: &Book, steps: &Steps) -> Index {
        let since = self.seq;
        if since == book.head.seq && since > 0 {
            return self;
        }
        let gone = |seq: Seq, is_there: bool| seq > since && !is_there;
        let unlearned = book
            .matches()
            .rows()
            .iter()
            .any(|row| gone(row.seq, row.value.is_some()));
        let mut index = if unlearned || since > book.head.seq {
            Index::default()
        } else {
            self
        };
        let since = index.seq;
        let changed = |seq: Seq| seq > since || since == 0;
        let invoices = book.invoices().slots();
        steps.begin(invoices + book.customers().slots() + book.matches().slots());
        if since == 0 {
            // Growing tables of this size would take longer than a slice.
            for (postings, keys) in [(&mut index.numbers, 4), (&mut index.amounts, 1)] {
                postings.reserve(invoices * keys);
            }
        }
        for (slot, row) in book.invoices().rows().iter().enumerate() {
            if changed(row.seq) {
                index.document(book, slot);
                steps.step().await;
            }
        }
        for (slot, row) in book.customers().rows().iter().enumerate() {
            if changed(row.seq) {
                index.customer(book, slot);
                steps.step().await;
            }
        }
        for (slot, row) in book.payments().rows().iter().enumerate() {
            if changed(row.seq) && index.payment(row.value.as_deref(), slot) {
                steps.step().await;
            }
        }
        for (slot, row) in book.refunds().rows().iter().enumerate() {
            if changed(row.seq) {
                index.refund(row.value.as_deref(), slot);
            }
        }
        for (slot, row) in book.matches().rows().iter().enumerate() {
            if changed(row.seq) {
                index.learn(book, slot);
                steps.step().await;
            }
        }
        for row in book.bank_lines().rows().iter() {
            if changed(row.seq)
                && let Some(line) = &row.value
                && !line.iban.is_empty()
                && provider::is_name(&line.name)
            {
                index.provider_accounts.insert(canonical(&line.iban));
                steps.step().await;
            }
        }
        index.own_accounts = own_accounts(book);
        index.seq = book.head.seq;
        index
    }

    /// Whether it is one.
    fn payment(&mut self, payment: Option<&Payment>, slot: usize) -> bool {
        if let Some(payment) = payment
            && let Ok((amount, currency)) = payment.reached()
            && let Ok(money) = Money::new(amount, currency)
        {
            let key = amount_key(currency.index(), money.minor());
            self.payments.add(key, small(slot));
            return true;
        }
        false
    }

    fn refund(&mut self, refund: Option<&Refund>, slot: usize) {
        if let Some(refund) = refund {
            let (amount, currency) = refund.left();
            if let Ok(money) = Money::new(amount, currency) {
                let key = amount_key(currency.index(), money.minor());
                self.refunds.add(key, small(slot));
            }
        }
    }

    fn document(&mut self, book: &Book, slot: usize) {
        let (Some(invoice), Some(row)) = (book.invoices().at(slot), book.invoice_row(slot)) else {
            return;
        };
        if !row.is_issued() || row.is_void() {
            return;
        }
        let at = small(slot);
        let keys = number::keys(invoice.number());
        let mut known = Vec::with_capacity(4);
        for key in keys.whole.into_iter().chain(keys.bare) {
            if !known.contains(&key) {
                self.numbers.add(key, at);
                known.push(key);
            }
        }
        if row.credit {
            return;
        }
        let reference = invoice
            .more
            .as_ref()
            .map(|more| more.payment_reference.as_str());
        if let Some(key) = reference.and_then(number::reference_key) {
            self.references.add(key, at);
        }
        let open = row.settlements.headroom(row.asked, row.issued);
        if open > 0 {
            self.amounts.add(amount_key(row.currency, open), at);
        }
    }

    pub(super) fn customer(&mut self, book: &Book, slot: usize) {
        let at = small(slot);
        let customer = book.customers().at(slot);
        let name = customer
            .map(|known| Name::of(&known.details.name))
            .unwrap_or_default();
        for word in &name.words {
            for way in word {
                self.words.add(text_key(way), at);
            }
        }
        for key in name.keys() {
            self.whole_names.add(text_key(&key), at);
        }
        for pair in name.beginnings() {
            self.beginnings.add(text_key(&pair), at);
        }
        if self.names.len() <= slot {
            self.names.resize(slot + 1, Name::default());
        }
        self.names[slot] = name;
        let iban = customer.and_then(|known| known.bank.as_ref());
        if let Some(bank) = iban {
            for account in [&bank.iban, &bank.account] {
                if let Some(known) = self.account(account, at) {
                    known.own = true;
                }
            }
        }
    }

    /// From what was confirmed: whose account and whose name it is.
    fn learn(&mut self, book: &Book, slot: usize) {
        let Some(part) = book.matches().at(slot) else {
            return;
        };
        let Matched::Payment(payment) = part.what else {
            return;
        };
        let (Some(line), Some(payment)) = (
            book.bank_lines().get(part.line),
            book.payments().get(payment),
        ) else {
            return;
        };
        let Some(customer) = book.customers().slot(payment.customer).map(small) else {
            return;
        };
        self.learn_payer(line, customer);
    }
}

/// Letters and digits, for comparing accounts.
pub(super) fn canonical(account: &str) -> String {
    account
        .chars()
        .filter(|c| c.is_alphanumeric())
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

/// A payer's name, for comparing it with one that was confirmed.
pub(super) fn plain(name: &str) -> String {
    let folded = crate::query::fold(name);
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).collect();
    words
        .into_iter()
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn own_accounts(book: &Book) -> Vec<String> {
    book.bank_accounts()
        .iter()
        .map(|account| account.number.clone())
        .filter(|number| !number.is_empty())
        .collect()
}
