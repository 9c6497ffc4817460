//! Who a line is from. Its account, its names and its text each may say so;
//! what one of them says and the others deny is never sure.

use super::index::{COMMON_WORD, Index, KnownAccount, canonical, plain};
use super::name::{Likeness, Name};
use super::postings::text_key;
use super::provider;
use super::reading::Reading;
use super::suggestion::Reason;
use crate::bank::BankLine;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum How {
    Account,
    Learned,
    Name,
    Text,
}

/// What one thing that the line says points to.
#[derive(Debug)]
pub(super) struct Witness {
    pub how: How,
    pub customers: Vec<u32>,
}

/// Who paid.
#[derive(Default, Debug)]
pub(super) struct Payer {
    pub customers: Vec<u32>,
    pub how: Option<How>,
    /// How much the name is the customers', where it is by the name.
    likeness: Option<Likeness>,
    /// All that says who it is.
    pub witnesses: Vec<Witness>,
    /// A customer whose account it is under another name only.
    pub stranger: Option<u32>,
    /// It passes on what others pay.
    pub is_provider: bool,
}

impl Payer {
    /// Whether it is this customer, as far as is known.
    pub(super) fn is(&self, customer: u32) -> bool {
        self.customers.contains(&customer) && self.likeness != Some(Likeness::OtherForm)
    }

    /// Whether it alone can make a payment sure.
    pub(super) fn is_certain(&self) -> bool {
        let by_name = self.how == Some(How::Name);
        let enough = self
            .likeness
            .is_some_and(|likeness| likeness >= Likeness::Within);
        let known = matches!(self.how, Some(How::Account | How::Learned));
        self.customers.len() == 1 && (known && self.stranger.is_none() || by_name && enough)
    }

    /// Whether the payer bears exactly the customers' name.
    pub(super) fn is_exact(&self) -> bool {
        self.how == Some(How::Name) && self.likeness == Some(Likeness::Exact)
    }
}

impl Index {
    /// Whether an account passes on what others pay.
    pub(super) fn is_provider(&self, account: &str) -> bool {
        provider::is_account(account) || self.provider_accounts.contains(account)
    }

    pub(super) fn account(&mut self, account: &str, customer: u32) -> Option<&mut KnownAccount> {
        let account = canonical(account);
        if account.is_empty() {
            return None;
        }
        let known = self.accounts.entry(account).or_default();
        let place = known.iter().position(|one| one.customer == customer);
        let place = place.unwrap_or_else(|| {
            known.push(KnownAccount {
                customer,
                ..KnownAccount::default()
            });
            known.len() - 1
        });
        known.get_mut(place)
    }

    /// That a line was a payment of a customer: its account is known under
    /// its names from now on, and its names. A provider's are not.
    pub(super) fn learn_payer(&mut self, line: &BankLine, customer: u32) {
        if provider::is_name(&line.name) {
            return;
        }
        let names = plain_names(line);
        if let Some(known) = self.account(&line.iban, customer) {
            for name in &names {
                if !known.names.contains(name) {
                    known.names.push(name.clone());
                }
            }
        }
        for name in names.into_iter().filter(|name| !name.is_empty()) {
            let known = self.learned.entry(name).or_default();
            if !known.contains(&customer) {
                known.push(customer);
            }
        }
    }
}

/// The names of a line that are no provider's, as they are compared; one that
/// is empty where it has none.
fn plain_names(line: &BankLine) -> Vec<String> {
    let names: Vec<String> = names(line).map(plain).collect();
    if names.is_empty() {
        vec![String::new()]
    } else {
        names
    }
}

fn names(line: &BankLine) -> impl Iterator<Item = &str> {
    [&line.ultimate_name, &line.name]
        .into_iter()
        .map(String::as_str)
        .filter(|name| !name.is_empty() && !provider::is_name(name))
}

impl Reading<'_> {
    /// Who paid, and what says so.
    pub(super) fn payer(&self) -> Payer {
        let line = self.line;
        let account = canonical(&line.iban);
        let mut payer = Payer {
            is_provider: provider::is_name(&line.name) || self.index.is_provider(&account),
            ..Payer::default()
        };
        let named = names(line).find_map(|name| self.by_name(&Name::of(name)));
        // Whoever bears exactly another customer's name is that one.
        let exact = named
            .as_ref()
            .filter(|(_, likeness)| *likeness >= Likeness::Cut);
        let is_another =
            |customer: u32| exact.is_some_and(|(customers, _)| !customers.contains(&customer));
        let spelled = plain_names(line);
        if !payer.is_provider {
            self.by_account(&account, &spelled, &is_another, &mut payer);
        }
        let learned = spelled
            .iter()
            .filter_map(|name| self.index.learned.get(name));
        let learned: Vec<u32> = learned
            .flatten()
            .copied()
            .filter(|customer| !is_another(*customer))
            .collect();
        let was_confirmed = !learned.is_empty();
        payer.saw(How::Learned, learned);
        if let Some((customers, likeness)) = &named
            && (*likeness >= Likeness::Cut || !was_confirmed)
        {
            payer.saw(How::Name, customers.clone());
        }
        payer.saw(How::Text, self.names_in_text());
        self.choose(&mut payer, named.map(|(_, likeness)| likeness));
        payer
    }

    fn by_account(
        &self,
        account: &str,
        spelled: &[String],
        is_another: &impl Fn(u32) -> bool,
        payer: &mut Payer,
    ) {
        let Some(known) = self.index.accounts.get(account) else {
            return;
        };
        let is_under =
            |one: &&KnownAccount| one.own || one.names.iter().any(|name| spelled.contains(name));
        let learned = |one: &&KnownAccount| one.own || !is_another(one.customer);
        let theirs: Vec<u32> = known
            .iter()
            .filter(learned)
            .filter(is_under)
            .map(|one| one.customer)
            .collect();
        if theirs.is_empty() {
            let mut others = known.iter().filter(learned);
            payer.stranger = others.next().map(|one| one.customer);
        }
        payer.saw(How::Account, theirs);
    }

    /// The one that says most: an account, what was confirmed, a name, and
    /// the text where nobody is named.
    fn choose(&self, payer: &mut Payer, likeness: Option<Likeness>) {
        let chosen = |how: How, payer: &Payer| {
            let of = payer.witnesses.iter().find(|witness| witness.how == how);
            of.map(|witness| witness.customers.clone())
        };
        let line = self.line;
        for how in [How::Account, How::Learned, How::Name] {
            if let Some(customers) = chosen(how, payer)
                && (customers.len() == 1 || how == How::Name)
            {
                payer.customers = customers;
                payer.how = Some(how);
                payer.likeness = likeness.filter(|_| how == How::Name);
                if payer.stranger.is_some_and(|one| payer.customers == [one]) {
                    payer.stranger = None;
                }
                return;
            }
        }
        // Some banks write the payer into the text.
        if names(line).next().is_none() && line.name.is_empty() {
            let within = self.by_name_in_text(&Name::of(&line.text));
            if !within.is_empty() {
                payer.customers = within;
                payer.how = Some(How::Name);
                payer.likeness = Some(Likeness::Within);
                return;
            }
        }
        if let Some(stranger) = payer.stranger {
            payer.customers = vec![stranger];
            payer.how = Some(How::Account);
        } else if let Some(several) = chosen(How::Account, payer) {
            payer.customers = several;
            payer.how = Some(How::Account);
        } else if let Some(customers) = chosen(How::Text, payer) {
            payer.customers = customers;
            payer.how = Some(How::Text);
        }
    }

    fn is_there(&self, slot: u32) -> bool {
        let customer = self
            .book
            .customers()
            .at(usize::try_from(slot).unwrap_or(usize::MAX));
        customer.is_some_and(|customer| !customer.erased)
    }

    fn name_of(&self, slot: u32) -> Option<&Name> {
        self.index.names.get(usize::try_from(slot).ok()?)
    }

    /// The customers whose name this is: those it is most like.
    fn by_name(&self, payer: &Name) -> Option<(Vec<u32>, Likeness)> {
        if payer.is_empty() {
            return None;
        }
        let mut best: Vec<u32> = Vec::new();
        for key in payer.keys() {
            for slot in self.index.whole_names.get(text_key(&key)) {
                let same = self.name_of(slot).and_then(|name| name.likeness(payer));
                if same == Some(Likeness::Exact) && self.is_there(slot) && !best.contains(&slot) {
                    best.push(slot);
                }
            }
        }
        if !best.is_empty() {
            return Some((best, Likeness::Exact));
        }
        let mut rank: Option<(Likeness, usize)> = None;
        for slot in self.sharing_words(payer) {
            let Some(name) = self.name_of(slot).filter(|_| self.is_there(slot)) else {
                continue;
            };
            let Some(likeness) = name.likeness(payer) else {
                continue;
            };
            let this = Some((likeness, name.within(payer)));
            match this.cmp(&rank) {
                std::cmp::Ordering::Greater => {
                    rank = this;
                    best = vec![slot];
                }
                std::cmp::Ordering::Equal => best.push(slot),
                std::cmp::Ordering::Less => {}
            }
        }
        rank.map(|(likeness, _)| (best, likeness))
    }

    /// The customers with the most of the words, and with one less, as the
    /// last one may be cut off.
    fn sharing_words(&self, payer: &Name) -> Vec<u32> {
        let mut slots: Vec<u32> = Vec::new();
        for word in &payer.words {
            for way in word {
                slots.extend(self.index.words.get(text_key(way)).take(COMMON_WORD));
            }
        }
        slots.sort_unstable();
        let seen = || slots.chunk_by(|a, b| a == b);
        let most = seen().map(<[u32]>::len).max().unwrap_or(0);
        seen()
            .filter(|same| same.len() + 1 >= most)
            .filter_map(|same| same.first().copied())
            .collect()
    }

    /// The customers all of whose words stand in a text that is not of names
    /// only: those with the most words.
    fn by_name_in_text(&self, text: &Name) -> Vec<u32> {
        let mut best: Vec<u32> = Vec::new();
        let mut most = 0;
        for slot in self.sharing_words(text) {
            let Some(name) = self.name_of(slot).filter(|_| self.is_there(slot)) else {
                continue;
            };
            let found = name.within(text);
            if found < 2 || found < name.words.len() || found < most {
                continue;
            }
            if found > most {
                most = found;
                best.clear();
            }
            best.push(slot);
        }
        best
    }

    /// The customers whose whole name stands in what the payer wrote.
    fn names_in_text(&self) -> Vec<u32> {
        let mut found: Vec<u32> = Vec::new();
        let text = Name::of_text(&self.line.text);
        for (place, pair) in text.neighbours() {
            for slot in self.index.beginnings.get(text_key(&pair)) {
                let stands = self
                    .name_of(slot)
                    .is_some_and(|name| !name.is_empty() && name.stands_at(&text, place));
                if stands && self.is_there(slot) && !found.contains(&slot) {
                    found.push(slot);
                }
            }
        }
        found
    }

    pub(super) fn payer_reason(&self, payer: &Payer, customer: u32) -> Option<Reason> {
        let id = self.customer_id(customer);
        if !payer.customers.contains(&customer) {
            let other = payer.customers.first()?;
            return Some(match payer.how? {
                How::Account => Reason::OtherAccount(self.customer_id(*other)),
                How::Text => Reason::OtherInText(self.customer_id(*other)),
                How::Learned | How::Name => Reason::OtherPayer(self.customer_id(*other)),
            });
        }
        Some(match payer.how? {
            How::Account if payer.stranger == Some(customer) => Reason::OtherName(id),
            How::Account => Reason::PayerAccount(id),
            How::Learned => Reason::PayerLearned(id),
            How::Name if payer.likeness == Some(Likeness::OtherForm) => Reason::OtherForm(id),
            How::Name => Reason::PayerName(id),
            How::Text => Reason::InText(id),
        })
    }
}

impl Payer {
    fn saw(&mut self, how: How, mut customers: Vec<u32>) {
        customers.sort_unstable();
        customers.dedup();
        if !customers.is_empty() {
            self.witnesses.push(Witness { how, customers });
        }
    }
}
