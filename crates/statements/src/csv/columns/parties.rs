//! Columns of who paid or was paid, with which words: names, accounts, references, texts.

use std::collections::{BTreeMap, BTreeSet};

use super::finding::{Finding, cell};
use super::values::Values;
use crate::csv::{Role, plain_name};

impl Finding<'_> {
    pub(super) fn sides(&mut self) {
        let any = |values: &Values| values.is_empty() || values.are_words();
        let payer = self.exactly(Role::Payer, any).first().copied();
        let payee = self.exactly(Role::Payee, any).first().copied();
        if let (Some(payer), Some(payee)) = (payer, payee) {
            self.take(Role::Payer, payer);
            self.take(Role::Payee, payee);
        }
    }

    /// What is known by its name and may hold anything.
    pub(super) fn others(&mut self) {
        let any = |values: &Values| values.is_empty() || !values.are(values.days);
        for role in [
            Role::Mark,
            Role::Bic,
            Role::EndToEnd,
            Role::Mandate,
            Role::BankId,
            Role::Reference,
            Role::Code,
        ] {
            let named = self.exactly(role, any);
            let fits = |place: &usize| match role {
                Role::Mark => {
                    let values = self.values(*place);
                    !values.is_empty() && values.words.len() <= 4 && !values.are_amounts()
                }
                _ => true,
            };
            if let Some(place) = named.into_iter().find(fits) {
                self.take(role, place);
            }
        }
        if self.has(Role::Payer) {
            return;
        }
        let words = |values: &Values| values.is_empty() || values.are_words();
        let named = self.named(Role::Name, words);
        // Where several columns are names, one that says the same in each row
        // is the owner's own.
        let is_own = |place: &usize| self.body.len() > 1 && self.values(*place).words.len() <= 1;
        let other = named.iter().find(|place| !is_own(place));
        if let Some(place) = other.or(named.first()).copied() {
            self.take(Role::Name, place);
        }
    }

    /// Whether a column of accounts is of the own ones or of the other side:
    /// the own one is the same in each row, or in each row of a group; the
    /// other side's goes with its name.
    pub(super) fn accounts(&mut self) {
        let any = |values: &Values| values.is_empty() || !values.are(values.days);
        let own = self.exactly(Role::Account, any);
        let theirs = self.exactly(Role::Iban, any);
        let has_name = self.has(Role::Name) || self.has(Role::Payer);
        let mut mine = None;
        let mut other = None;
        for place in own {
            if self.says_whose(place) || !self.goes_with_name(place) {
                mine = mine.or(Some(place));
            } else {
                other = other.or(Some(place));
            }
        }
        for place in theirs {
            if Some(place) == mine {
                continue;
            }
            let values = self.values(place);
            let is_same =
                self.body.len() > 1 && values.words.len() == 1 && values.filled == self.body.len();
            // A number that stands in each row and names nobody is the own.
            if !self.says_whose(place)
                && mine.is_none()
                && !has_name
                && (is_same || self.body.len() == 1)
            {
                mine = Some(place);
            } else {
                other = other.or(Some(place));
            }
        }
        if let Some(place) = mine {
            self.take(Role::Account, place);
        }
        if let Some(place) = other.filter(|place| Some(*place) != mine) {
            self.take(Role::Iban, place);
        }
    }

    /// Whether each account of a column is of one name, so that it is the
    /// other side's.
    fn goes_with_name(&self, place: usize) -> bool {
        let Some(name) = self.place(Role::Name) else {
            return false;
        };
        if self.values(place).words.len() <= 1 {
            return self.body.len() <= 1 && place == name + 1;
        }
        let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for row in &self.body {
            let of = plain_name(cell(row, place));
            if !of.is_empty() {
                let who = plain_name(cell(row, name));
                names.entry(of).or_default().insert(who);
            }
        }
        names.values().all(|names| names.len() == 1)
    }

    /// Whether a column's name says more than that it is of accounts.
    fn says_whose(&self, place: usize) -> bool {
        const PLAIN: [&str; 13] = [
            "accountnumber",
            "accountno",
            "account",
            "konto",
            "kontonummer",
            "kontonr",
            "iban",
            "compte",
            "cuenta",
            "rekening",
            "conto",
            "conta",
            "bankaccount",
        ];
        !PLAIN.contains(&self.name(place))
    }

    pub(super) fn texts(&mut self) {
        let words = |values: &Values| values.is_empty() || !values.are(values.days);
        let mut texts = self.exactly(Role::Text, words);
        // What a bank calls the text of a booking is its kind where the name
        // of the other side stands by itself.
        if let Some(code) = self.place(Role::Code)
            && self.name(code) == "buchungstext"
            && !self.has(Role::Name)
            && !self.has(Role::Payer)
        {
            self.columns.retain(|(role, _)| *role != Role::Code);
            texts.push(code);
        }
        if texts.iter().all(|place| self.values(*place).is_empty()) {
            let partly = self.partly(Role::Text).into_iter();
            texts.extend(partly.filter(|place| self.values(*place).are_words()));
        }
        if texts.iter().all(|place| self.values(*place).is_empty()) {
            let free = self.free().filter(|place| self.values(*place).are_words());
            let widest = free.max_by_key(|place| self.values(*place).letters);
            // A bare name is enough where nothing is called a text.
            texts.extend(widest.filter(|_| !self.has(Role::Name) || !self.is_named));
        }
        for place in texts {
            if !self.columns.iter().any(|(_, known)| *known == place) {
                self.take(Role::Text, place);
            }
        }
    }
}
