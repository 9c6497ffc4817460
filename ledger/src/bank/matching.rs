//! What a bank line may be: suggestions with a score and their reasons.
//!
//! [`Index`] prepares what is searched by (numbers, references, amounts,
//! names, accounts) once per book; [`Index::suggest`] says what one line may
//! be, [`Index::suggest_all`] does it for many at once, so that what one of
//! them surely pays is not offered to another. Nothing is written here, and
//! nothing decides for the user: a suggestion is *sure* only where one
//! reading of the line is left that its evidence supports.
//!
//! What counts, the strongest first: a reference or number that the line
//! names, the amount (of one invoice, of several, less a discount that the
//! day still earns, of an instalment), and the payer: an account known from
//! the customer or from what was confirmed before, a name that was confirmed
//! before, the customer's name. Among equal candidates nothing is sure.
//!
//! Amounts are minor units of their currency; nothing is rounded.

mod name;
mod number;
mod sums;

use std::collections::HashMap;

use crate::book::columns::NEVER;
use crate::book::{Book, small};
use crate::command::{Allocate, MatchLine, MatchPart, Receipt};
use crate::ids::{BankLineId, CustomerId, InvoiceId, PaymentId, RefundId, Seq};
use crate::money::{Currency, Money};
use crate::payment::{RefundKind, Source, WriteOffKind};
use crate::slices::{Steps, at_once};

use super::{BankLine, Matched};
use name::Name;
use number::Strength;

/// Invoices that a suggestion names at the most.
const CANDIDATES_MAX: usize = 8;
/// Days between a payment that was recorded by hand and its bank line.
const RECORDED_DAYS: i32 = 10;
/// A sum of several amounts proves nothing where chance would find one among
/// so many combinations of them.
const CHANCE: i64 = 2_000;
/// Customers of one word of a name: more say nothing.
const COMMON_WORD: usize = 300;

/// How sure a suggestion is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Certainty {
    /// Nothing fits.
    #[default]
    None,
    /// There are candidates; the user has to say which.
    Ask,
    /// One reading is likelier than all others.
    Likely,
    /// May be confirmed together with others.
    Sure,
}

/// Why something is suggested, or why it is not surer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reason {
    /// The line names it.
    Number(InvoiceId),
    /// The line may name it: few digits, or other signs around.
    WeakNumber(InvoiceId),
    /// The structured reference is the invoice's.
    Reference(InvoiceId),
    /// The amount is what is open.
    Amount,
    /// What is open of so many together.
    Sum(usize),
    /// What is open less the discount that is earned on this day.
    Discount(Money),
    /// An instalment.
    Instalment,
    /// Less than what is open: so much stays open.
    StaysOpen(Money),
    /// More than what is open: so much stays unapplied.
    StaysUnapplied(Money),
    /// The payer's account is the customer's, or paid for it before.
    PayerAccount(CustomerId),
    /// A payer of this name was confirmed to be the customer.
    PayerLearned(CustomerId),
    /// The payer bears the customer's name.
    PayerName(CustomerId),
    /// The payer looks like another customer.
    OtherPayer(CustomerId),
    /// The line names something like a number, but another one.
    OtherNumber,
    /// What the line names is settled already.
    Settled(InvoiceId),
    /// Several fit as well.
    Equal(usize),
    /// The bank changed it from another currency.
    OtherCurrency(Currency),
    /// A payment of this amount was recorded by hand.
    Recorded(PaymentId),
    /// A refund of this amount was recorded by hand.
    RecordedRefund(RefundId),
    /// The bank says that a payment came back.
    Returned,
    /// It names the same as the payment that came in.
    SameReference,
    /// The other side is an account of the user's own.
    OwnAccount,
    /// The customer has this much unapplied.
    Unapplied(Money),
}

/// What confirming would do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Proposal {
    Receipts(Vec<ProposedReceipt>),
    Recorded(PaymentId),
    Return(PaymentId),
    Refund {
        source: Source,
        amount: Money,
    },
    RecordedRefund(RefundId),
    /// A transfer between accounts of the user's own.
    OwnTransfer,
}

/// A payment of one customer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProposedReceipt {
    pub customer: CustomerId,
    pub amount: Money,
    /// What of the line it is, where that is another currency.
    pub received: Option<Money>,
    /// What each invoice gets; what is left stays unapplied.
    pub parts: Vec<(InvoiceId, Money)>,
    /// Invoices whose rest is the discount earned.
    pub discounts: Vec<InvoiceId>,
}

/// What a line may be.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Suggestion {
    pub certainty: Certainty,
    /// From 0 to 100: the weights of the reasons added up, kept within the
    /// bounds of the certainty (sure from 85, likely from 50 to 84, below 50
    /// to ask). It orders suggestions and says nothing more.
    pub score: u8,
    pub proposal: Option<Proposal>,
    /// The invoices to choose from, the likeliest first.
    pub candidates: Vec<InvoiceId>,
    pub reasons: Vec<Reason>,
}

impl ProposedReceipt {
    fn receipt(&self) -> Receipt {
        let parts = self.parts.iter();
        Receipt {
            customer: self.customer,
            amount: self.amount.amount(),
            currency: self.amount.currency(),
            fee: None,
            received: self.received.map(Money::amount),
            allocate: if self.parts.is_empty() {
                Allocate::Nothing
            } else {
                Allocate::Parts(parts.map(|(id, part)| (*id, part.amount())).collect())
            },
            closes: self
                .discounts
                .iter()
                .map(|id| (*id, WriteOffKind::EarlyDiscount))
                .collect(),
        }
    }
}

impl Proposal {
    /// The command that does it.
    pub fn confirm(&self, line: BankLineId) -> MatchLine {
        let parts = match self {
            Proposal::Receipts(receipts) => receipts
                .iter()
                .map(|receipt| MatchPart::Receipt(Box::new(receipt.receipt())))
                .collect(),
            Proposal::Recorded(payment) => vec![MatchPart::Recorded(*payment)],
            Proposal::Return(payment) => vec![MatchPart::Return { payment: *payment }],
            Proposal::Refund { source, amount } => vec![MatchPart::Refund {
                source: *source,
                amount: amount.amount(),
            }],
            Proposal::RecordedRefund(refund) => vec![MatchPart::RecordedRefund(*refund)],
            Proposal::OwnTransfer => vec![MatchPart::Other {
                amount: None,
                reason: String::new(),
            }],
        };
        MatchLine { line, parts }
    }

    /// What each invoice is less by: its part and its discount's place.
    fn claims(&self) -> impl Iterator<Item = (InvoiceId, i64)> + '_ {
        let receipts = match self {
            Proposal::Receipts(receipts) => receipts.as_slice(),
            _ => &[],
        };
        let parts = receipts.iter().flat_map(|receipt| &receipt.parts);
        parts.map(|(id, part)| (*id, part.minor()))
    }
}

/// Slots by a 64-bit key, in the order in which they were added.
#[derive(Default)]
struct Postings {
    first: HashMap<u64, u32, Plain>,
    /// A slot and the next of the same key, from 1.
    entries: Vec<(u32, u32)>,
    last: HashMap<u64, u32, Plain>,
}

/// Keys are hashes already.
#[derive(Clone, Default)]
struct Plain;

struct PlainHasher(u64);

impl std::hash::BuildHasher for Plain {
    type Hasher = PlainHasher;

    fn build_hasher(&self) -> PlainHasher {
        PlainHasher(0)
    }
}

impl std::hash::Hasher for PlainHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }

    fn write_u64(&mut self, key: u64) {
        // The table takes the top bits and the low ones.
        self.0 = key.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

impl Postings {
    fn reserve(&mut self, keys: usize) {
        self.first.reserve(keys);
        self.last.reserve(keys);
        self.entries.reserve(keys);
    }

    fn add(&mut self, key: u64, slot: u32) {
        let Ok(place) = u32::try_from(self.entries.len() + 1) else {
            return;
        };
        self.entries.push((slot, 0));
        match self.last.insert(key, place) {
            None => {
                self.first.insert(key, place);
            }
            Some(before) => {
                if let Some(entry) = self.entry_mut(before) {
                    entry.1 = place;
                }
            }
        }
    }

    fn entry_mut(&mut self, place: u32) -> Option<&mut (u32, u32)> {
        self.entries
            .get_mut(usize::try_from(place.checked_sub(1)?).ok()?)
    }

    fn get(&self, key: u64) -> impl Iterator<Item = u32> + '_ {
        let mut next = self.first.get(&key).copied().unwrap_or(0);
        std::iter::from_fn(move || {
            let place = usize::try_from(next.checked_sub(1)?).ok()?;
            let (slot, after) = *self.entries.get(place)?;
            next = after;
            Some(slot)
        })
    }
}

fn text_key(text: &str) -> u64 {
    use std::hash::Hasher;
    let mut hasher = PlainHasher(0xcbf2_9ce4_8422_2325);
    hasher.write(text.as_bytes());
    hasher.finish()
}

fn amount_key(currency: u8, amount: i64) -> u64 {
    (u64::from(currency) << 56) ^ amount.unsigned_abs()
}

/// What lines are matched by.
#[derive(Default)]
pub struct Index {
    /// The last entry of the book that it was made for.
    seq: Seq,
    numbers: Postings,
    references: Postings,
    /// What was open when the index came to know it, by amount; what is left
    /// of it since is compared again.
    amounts: Postings,
    words: Postings,
    names: Vec<Name>,
    /// Customers by account: their own and those that paid for them.
    accounts: HashMap<String, Vec<u32>>,
    /// Customers by the name of payers that were confirmed.
    learned: HashMap<String, Vec<u32>>,
    /// Payments by what reached the account.
    payments: Postings,
    refunds: Postings,
    own_accounts: Vec<String>,
}

/// Something that a line names.
#[derive(Clone, Copy, Debug)]
struct Named {
    slot: u32,
    strength: Strength,
    reference: bool,
    /// Digits and letters of it.
    length: usize,
    /// Another document is found at the same place as well.
    shared: bool,
    /// Only its end stands there, in a list that goes on from another number.
    listed: bool,
}

/// Who paid.
#[derive(Default, Debug)]
struct Payer {
    customers: Vec<u32>,
    how: Option<How>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum How {
    Account,
    Learned,
    Name,
}

/// An invoice that something is left of.
#[derive(Clone, Copy, Debug)]
struct Open {
    slot: u32,
    id: InvoiceId,
    customer: u32,
    currency: u8,
    issued: i32,
    due: i32,
    open: i64,
}

/// How a sum is made of open invoices.
struct Fit {
    /// Each with what it gets.
    parts: Vec<(Open, i64)>,
    discounts: Vec<InvoiceId>,
    /// What of the discounts is not paid.
    discount: i64,
}

/// What other lines of the same batch surely pay.
type Taken = HashMap<u32, i64>;

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
            .matches
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
        let invoices = book.invoices.slots();
        steps.begin(invoices + book.customers.slots() + book.matches.slots());
        if since == 0 {
            // Growing tables of this size would take longer than a slice.
            for (postings, keys) in [(&mut index.numbers, 4), (&mut index.amounts, 1)] {
                postings.reserve(invoices * keys);
            }
        }
        for (slot, row) in book.invoices.rows().iter().enumerate() {
            if changed(row.seq) {
                index.document(book, slot);
                steps.step().await;
            }
        }
        for (slot, row) in book.customers.rows().iter().enumerate() {
            if changed(row.seq) {
                index.customer(book, slot);
                steps.step().await;
            }
        }
        for (slot, row) in book.payments.rows().iter().enumerate() {
            if changed(row.seq)
                && let Some(payment) = &row.value
                && let Ok((amount, currency)) = payment.reached()
                && let Ok(money) = Money::new(amount, currency)
            {
                let key = amount_key(currency.index(), money.minor());
                index.payments.add(key, small(slot));
                steps.step().await;
            }
        }
        for (slot, row) in book.refunds.rows().iter().enumerate() {
            if changed(row.seq)
                && let Some(refund) = &row.value
            {
                let (amount, currency) = refund.left();
                if let Ok(money) = Money::new(amount, currency) {
                    let key = amount_key(currency.index(), money.minor());
                    index.refunds.add(key, small(slot));
                }
            }
        }
        for (slot, row) in book.matches.rows().iter().enumerate() {
            if changed(row.seq) {
                index.learn(book, slot);
                steps.step().await;
            }
        }
        index.own_accounts = book
            .bank_accounts
            .iter()
            .map(|account| account.number.clone())
            .filter(|number| !number.is_empty())
            .collect();
        index.seq = book.head.seq;
        index
    }

    fn document(&mut self, book: &Book, slot: usize) {
        let (Some(invoice), Some(row)) = (book.invoices.at(slot), book.invoice_row(slot)) else {
            return;
        };
        if !row.is_issued() || row.is_void() || row.credit {
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

    fn customer(&mut self, book: &Book, slot: usize) {
        let at = small(slot);
        let customer = book.customers.at(slot);
        let name = customer
            .map(|known| Name::of(&known.details.name))
            .unwrap_or_default();
        for word in &name.words {
            for way in word {
                self.words.add(text_key(way), at);
            }
        }
        if self.names.len() <= slot {
            self.names.resize(slot + 1, Name::default());
        }
        self.names[slot] = name;
        let iban = customer.and_then(|known| known.bank.as_ref());
        if let Some(bank) = iban {
            for account in [&bank.iban, &bank.account] {
                self.account(account, at);
            }
        }
    }

    fn account(&mut self, account: &str, customer: u32) {
        let account = canonical(account);
        if account.is_empty() {
            return;
        }
        let known = self.accounts.entry(account).or_default();
        if !known.contains(&customer) {
            known.push(customer);
        }
    }

    /// From what was confirmed: whose account and whose name it is.
    fn learn(&mut self, book: &Book, slot: usize) {
        let Some(part) = book.matches.at(slot) else {
            return;
        };
        let Matched::Payment(payment) = part.what else {
            return;
        };
        let (Some(line), Some(payment)) =
            (book.bank_lines.get(part.line), book.payments.get(payment))
        else {
            return;
        };
        let Some(customer) = book.customers.slot(payment.customer).map(small) else {
            return;
        };
        self.account(&line.iban, customer);
        for name in [&line.name, &line.ultimate_name] {
            let name = plain(name);
            if name.is_empty() {
                continue;
            }
            let known = self.learned.entry(name).or_default();
            if !known.contains(&customer) {
                known.push(customer);
            }
        }
    }

    /// What one line may be, on its own.
    pub fn suggest(&self, book: &Book, line: &BankLine) -> Suggestion {
        self.suggest_beside(book, line, &Taken::new())
    }

    /// What each line may be, beside the others: what one surely pays is not
    /// offered to another. In the order of `lines`.
    pub fn suggest_all(&self, book: &Book, lines: &[BankLineId]) -> Vec<Suggestion> {
        at_once(self.suggest_in_steps(book, lines, &Steps::default()))
    }

    /// The same as long work, a step for each line.
    pub async fn suggest_in_steps(
        &self,
        book: &Book,
        lines: &[BankLineId],
        steps: &Steps,
    ) -> Vec<Suggestion> {
        steps.begin(lines.len());
        let mut taken = Taken::new();
        let mut all = Vec::with_capacity(lines.len());
        for id in lines {
            let line = book.bank_lines.get(*id);
            let one = line.map(|line| self.suggest_beside(book, line, &taken));
            all.push(one.unwrap_or_default());
            steps.steps(1).await;
        }
        // Who is named has the first claim, then who paid first.
        let mut order: Vec<usize> = (0..all.len()).collect();
        let day = |at: usize| {
            lines
                .get(at)
                .and_then(|id| Some(book.bank_lines.get(*id)?.date))
        };
        order.sort_by_key(|at| {
            let one = &all[*at];
            let named = one
                .reasons
                .iter()
                .any(|reason| matches!(reason, Reason::Number(_) | Reason::Reference(_)));
            let sure = one.certainty == Certainty::Sure;
            (!sure, !named, day(*at), *at)
        });
        for at in order {
            let touched = |one: &Suggestion, taken: &Taken| {
                let candidates = one
                    .candidates
                    .iter()
                    .filter_map(|id| book.invoices.slot(*id));
                candidates.map(small).any(|slot| taken.contains_key(&slot))
            };
            if touched(&all[at], &taken)
                && let Some(line) = lines.get(at).and_then(|id| book.bank_lines.get(*id))
            {
                all[at] = self.suggest_beside(book, line, &taken);
            }
            let one = &all[at];
            if one.certainty == Certainty::Sure
                && let Some(proposal) = &one.proposal
            {
                for (id, part) in proposal.claims() {
                    if let Some(slot) = book.invoices.slot(id) {
                        *taken.entry(small(slot)).or_default() += part;
                    }
                }
            }
            steps.steps(0).await;
        }
        all
    }

    fn suggest_beside(&self, book: &Book, line: &BankLine, taken: &Taken) -> Suggestion {
        let Some(row) = book.line_figures(line.id).filter(|row| row.is_open()) else {
            return Suggestion::default();
        };
        let reading = Reading {
            index: self,
            book,
            line,
            left: row.left(),
            whole: row.matched == 0,
            taken,
        };
        if !line.iban.is_empty() && self.own_accounts.contains(&line.iban) {
            return reading.own_transfer();
        }
        let mut suggestion = if row.amount > 0 {
            reading.incoming()
        } else {
            reading.outgoing()
        };
        suggestion.grade();
        suggestion
    }
}

/// Letters and digits, for comparing accounts.
fn canonical(account: &str) -> String {
    account
        .chars()
        .filter(|c| c.is_alphanumeric())
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

/// A payer's name, for comparing it with one that was confirmed.
fn plain(name: &str) -> String {
    let folded = crate::query::fold(name);
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).collect();
    words
        .into_iter()
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

impl Suggestion {
    fn ask(candidates: Vec<InvoiceId>, reasons: Vec<Reason>) -> Suggestion {
        Suggestion {
            certainty: Certainty::Ask,
            candidates,
            reasons,
            ..Suggestion::default()
        }
    }

    fn grade(&mut self) {
        let sum: i32 = self.reasons.iter().map(weight).sum();
        let (low, high) = match self.certainty {
            Certainty::None => (0, 0),
            Certainty::Ask => (5, 49),
            Certainty::Likely => (50, 84),
            Certainty::Sure => (85, 100),
        };
        self.score = u8::try_from(sum.clamp(low, high)).unwrap_or(0);
        self.candidates.truncate(CANDIDATES_MAX);
    }
}

/// What a reason adds to the score.
fn weight(reason: &Reason) -> i32 {
    match reason {
        Reason::Reference(_) | Reason::SameReference => 60,
        Reason::Number(_) => 50,
        Reason::WeakNumber(_) => 25,
        Reason::Amount | Reason::Recorded(_) | Reason::RecordedRefund(_) => 35,
        Reason::Sum(_) | Reason::Discount(_) | Reason::Instalment | Reason::Returned => 30,
        Reason::OwnAccount => 60,
        Reason::PayerAccount(_) => 30,
        Reason::PayerLearned(_) => 25,
        Reason::PayerName(_) => 20,
        Reason::Unapplied(_) => 10,
        Reason::StaysOpen(_) | Reason::StaysUnapplied(_) => 0,
        Reason::OtherPayer(_) | Reason::OtherNumber | Reason::Settled(_) => -20,
        Reason::Equal(_) | Reason::OtherCurrency(_) => -10,
    }
}

/// One line being read.
struct Reading<'a> {
    index: &'a Index,
    book: &'a Book,
    line: &'a BankLine,
    /// What is not known yet of the line, with its sign.
    left: i64,
    /// Whether nothing of it is known.
    whole: bool,
    taken: &'a Taken,
}

impl Reading<'_> {
    fn own_transfer(&self) -> Suggestion {
        let mut one = Suggestion {
            certainty: Certainty::Likely,
            proposal: Some(Proposal::OwnTransfer),
            reasons: vec![Reason::OwnAccount],
            ..Suggestion::default()
        };
        one.grade();
        one
    }

    /// All that payers write into, in one text.
    fn text(&self) -> String {
        let line = self.line;
        format!("{}; {}; {}", line.reference, line.text, line.end_to_end)
    }

    fn money(&self, minor: i64, currency: u8) -> Money {
        let currency = Currency::from_index(currency).unwrap_or_default();
        Money::from_minor(minor.into(), currency).unwrap_or(currency.zero())
    }

    /// The line's amount in a currency: as booked, or as instructed.
    fn amount_in(&self, currency: u8) -> Option<i64> {
        if currency == self.line.currency.index() {
            return Some(self.left);
        }
        let original = self.line.original.filter(|_| self.whole)?;
        let money = Money::new(original.amount.abs(), original.currency).ok()?;
        (original.currency.index() == currency).then_some(money.minor())
    }

    fn open(&self, slot: u32) -> Option<Open> {
        let at = usize::try_from(slot).ok()?;
        let row = self.book.invoice_row(at)?;
        if !row.is_issued() || row.is_void() || row.credit {
            return None;
        }
        let day = self.line.date.number().max(row.issued);
        let taken = self.taken.get(&slot).copied().unwrap_or(0);
        let open = row.settlements.headroom(row.asked, day) - taken;
        let mut due = NEVER;
        row.parts_at(day, |part, _| due = due.min(part));
        (open > 0).then(|| Open {
            slot,
            id: self.book.invoices.id_at(at),
            customer: row.customer,
            currency: row.currency,
            issued: row.issued,
            due: if due == NEVER { row.due } else { due },
            open,
        })
    }

    /// What is to be paid on the line's day, where a discount is earned.
    fn discounted(&self, open: &Open) -> Option<i64> {
        let invoice = self.book.invoices.get(open.id)?;
        if invoice.terms.early.is_empty() {
            return None;
        }
        let whole = self.money(open.open, open.currency);
        let issued = invoice.issue.as_ref()?.date;
        let earned = invoice.terms.earned(whole, issued, self.line.date).ok()??;
        Some(earned.pay.minor())
    }

    fn customer_id(&self, slot: u32) -> CustomerId {
        let slot = usize::try_from(slot).unwrap_or(usize::MAX);
        self.book
            .customers
            .at(slot)
            .map(|customer| customer.id)
            .unwrap_or_default()
    }

    // --- what the line says -------------------------------------------------

    /// The documents that the line names, each once, and its runs.
    fn named(&self, runs: &[number::Run]) -> Vec<Named> {
        let mut hits: Vec<(usize, usize, Named)> = Vec::new();
        let mut going_on: Vec<number::Window> = Vec::new();
        number::windows(runs, |window| {
            let length = window.end - window.first;
            let mut hit = |slot: u32, strength: Strength, reference: bool| {
                let named = Named {
                    slot,
                    strength,
                    reference,
                    length: runs[window.first..window.end]
                        .iter()
                        .map(|run| run.text.len())
                        .sum(),
                    shared: false,
                    listed: false,
                };
                debug_assert!(length > 0);
                hits.push((window.first, window.end, named));
            };
            for slot in self.index.references.get(window.key) {
                if self.has_reference(slot, window.key) {
                    hit(slot, Strength::Strong, true);
                }
            }
            for slot in self.index.numbers.get(window.key) {
                let Some(whole) = self.has_number(slot, window.key) else {
                    continue;
                };
                // Without its letters it needs more digits to be sure of.
                let digits = runs[window.first..window.end]
                    .iter()
                    .filter(|run| run.digits);
                let digits: usize = digits.map(|run| run.text.len()).sum();
                let strength = if whole || digits >= 6 {
                    window.strength
                } else {
                    Strength::Weak
                };
                hit(slot, strength, false);
                if whole {
                    going_on.push(window);
                }
            }
        });
        // What is within something longer that is a document's is no number.
        let within = |(first, end): (usize, usize), (from, to): (usize, usize)| {
            from <= first && end <= to && (from, to) != (first, end)
        };
        let mut named: Vec<Named> = Vec::new();
        for (first, end, hit) in &hits {
            let swallowed = hits.iter().any(|(from, to, other)| {
                other.slot != hit.slot && within((*first, *end), (*from, *to))
            });
            if swallowed {
                continue;
            }
            let shared = hits
                .iter()
                .any(|(from, to, other)| other.slot != hit.slot && (*from, *to) == (*first, *end));
            match named.iter_mut().find(|known| known.slot == hit.slot) {
                Some(known) => {
                    known.strength = known.strength.max(hit.strength);
                    known.reference |= hit.reference;
                    known.length = known.length.max(hit.length);
                    known.shared &= shared;
                }
                None => named.push(Named { shared, ..*hit }),
            }
        }
        for window in going_on {
            for (key, length) in number::listed_after(runs, window) {
                for slot in self.index.numbers.get(key) {
                    let known = named.iter().any(|known| known.slot == slot);
                    if !known && self.has_number(slot, key).is_some() {
                        named.push(Named {
                            slot,
                            strength: Strength::Strong,
                            reference: false,
                            length,
                            shared: false,
                            listed: true,
                        });
                    }
                }
            }
        }
        named
    }

    fn number_of(&self, slot: u32) -> Option<&str> {
        let slot = usize::try_from(slot).ok()?;
        Some(self.book.invoices.at(slot)?.number())
    }

    /// Whether a key is of the whole number, or of it without its letters.
    fn has_number(&self, slot: u32, key: u64) -> Option<bool> {
        let keys = number::keys(self.number_of(slot)?);
        if keys.whole.contains(&key) {
            Some(true)
        } else {
            keys.bare.contains(&key).then_some(false)
        }
    }

    fn has_reference(&self, slot: u32, key: u64) -> bool {
        let Ok(slot) = usize::try_from(slot) else {
            return false;
        };
        let more = self
            .book
            .invoices
            .at(slot)
            .and_then(|known| known.more.as_ref());
        more.and_then(|more| number::reference_key(&more.payment_reference)) == Some(key)
    }

    fn payer(&self) -> Payer {
        let line = self.line;
        let account = canonical(&line.iban);
        if let Some(known) = self
            .index
            .accounts
            .get(&account)
            .filter(|_| !account.is_empty())
        {
            // An account that pays for several says no more than their names.
            if known.len() == 1 {
                return Payer {
                    customers: known.clone(),
                    how: Some(How::Account),
                };
            }
        }
        for name in [&line.ultimate_name, &line.name] {
            if let Some(known) = self
                .index
                .learned
                .get(&plain(name))
                .filter(|k| k.len() == 1)
            {
                return Payer {
                    customers: known.clone(),
                    how: Some(How::Learned),
                };
            }
        }
        for name in [&line.ultimate_name, &line.name] {
            let customers = self.by_name(&Name::of(name), false);
            if !customers.is_empty() {
                return Payer {
                    customers,
                    how: Some(How::Name),
                };
            }
        }
        // Some banks write the payer into the text.
        if line.name.is_empty() && line.ultimate_name.is_empty() {
            let customers = self.by_name(&Name::of(&line.text), true);
            if !customers.is_empty() {
                return Payer {
                    customers,
                    how: Some(How::Name),
                };
            }
        }
        Payer::default()
    }

    /// The customers whose name this is: all their words are in it, or all of
    /// its words are theirs. The best ones only.
    fn by_name(&self, payer: &Name, within_text: bool) -> Vec<u32> {
        if payer.is_empty() {
            return Vec::new();
        }
        // How many of the words each customer has: those with the most of them
        // are looked at, and with one less, as the last one may be cut off.
        let mut slots: Vec<u32> = Vec::new();
        for word in &payer.words {
            for way in word {
                slots.extend(self.index.words.get(text_key(way)).take(COMMON_WORD));
            }
        }
        slots.sort_unstable();
        let seen = || slots.chunk_by(|a, b| a == b);
        let most = seen().map(<[u32]>::len).max().unwrap_or(0);
        let mut best: Vec<u32> = Vec::new();
        let mut best_rank = (0_usize, 0_usize);
        for slot in seen()
            .filter(|same| same.len() + 1 >= most)
            .filter_map(|same| same.first().copied())
        {
            let Some(name) = usize::try_from(slot)
                .ok()
                .and_then(|at| self.index.names.get(at))
            else {
                continue;
            };
            let is_there = self
                .book
                .customers
                .at(usize::try_from(slot).unwrap_or(usize::MAX))
                .is_some_and(|customer| !customer.erased);
            let found = name.within(payer);
            let all = found == name.words.len();
            let short = payer.words.len() >= 2 && payer.within(name) == payer.words.len();
            let enough = if within_text {
                all && found >= 2
            } else {
                (all && (found >= 2 || payer.words.len() <= 3)) || short
            };
            if !is_there || !enough {
                continue;
            }
            let rank = (usize::from(all), found);
            match rank.cmp(&best_rank) {
                std::cmp::Ordering::Greater => {
                    best_rank = rank;
                    best = vec![slot];
                }
                std::cmp::Ordering::Equal => best.push(slot),
                std::cmp::Ordering::Less => {}
            }
        }
        best
    }

    fn payer_reason(&self, payer: &Payer, customer: u32) -> Option<Reason> {
        let id = self.customer_id(customer);
        if !payer.customers.contains(&customer) {
            let other = payer.customers.first()?;
            return Some(Reason::OtherPayer(self.customer_id(*other)));
        }
        Some(match payer.how? {
            How::Account => Reason::PayerAccount(id),
            How::Learned => Reason::PayerLearned(id),
            How::Name => Reason::PayerName(id),
        })
    }

    // --- money in -----------------------------------------------------------

    fn incoming(&self) -> Suggestion {
        let runs = number::runs(&self.text());
        let named = self.named(&runs);
        let payer = self.payer();
        let open: Vec<(Named, Open)> = named
            .iter()
            .filter_map(|known| Some((*known, self.open(known.slot)?)))
            .collect();
        if !open.is_empty() {
            return self.by_number(&open, &payer);
        }
        if let Some(one) = self.recorded(&named, &payer) {
            return one;
        }
        if let Some(settled) = named
            .iter()
            .find(|known| known.strength == Strength::Strong)
        {
            return self.settled(settled, &payer);
        }
        match payer.customers.as_slice() {
            [] => self.by_amount(),
            [customer] => self.by_payer(*customer, &payer, &runs),
            several => self.by_payers(several, &payer),
        }
    }

    /// The line names invoices that something is left of.
    fn by_number(&self, named: &[(Named, Open)], payer: &Payer) -> Suggestion {
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
                && let Some(one) = self.all_named(set, payer)
            {
                return one;
            }
        }
        // Digits that come to more than the amount are no list.
        let is_list = strong
            .iter()
            .all(|(_, open)| open.currency == strong[0].1.currency)
            && strong.iter().map(|(_, open)| open.open).sum::<i64>()
                <= strong
                    .first()
                    .and_then(|(_, open)| self.amount_in(open.currency))
                    .unwrap_or(0);
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
        if named.len() > 1 {
            let exact: Vec<&(Named, Open)> = named
                .iter()
                .filter(|(_, open)| self.amount_in(open.currency) == Some(open.open))
                .collect();
            if let [one] = exact.as_slice() {
                // Of several that stand at one place, the amount decides.
                let decides = named.iter().all(|(known, _)| known.shared)
                    && one.0.strength == Strength::Strong;
                let fit = self.fit(vec![(one.1, one.1.open)]);
                let mut reasons = vec![self.number_reason(&one.0), Reason::Amount];
                reasons.extend(self.payer_reason(payer, one.1.customer));
                if !decides {
                    reasons.push(Reason::Equal(named.len()));
                }
                let certainty = if decides {
                    Certainty::Sure
                } else {
                    Certainty::Likely
                };
                return self.receipts(certainty, fit, reasons, ids(named));
            }
        }
        let set = if strong.is_empty() { named } else { &strong };
        match set {
            [(known, open)] => self.one_named(known, open, payer),
            _ => self.some_named(set, payer),
        }
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
        let mut against = false;
        let mut agrees = !payer.customers.is_empty();
        for open in &opens {
            against |= !payer.customers.is_empty() && !payer.customers.contains(&open.customer);
            agrees &= payer.customers.contains(&open.customer);
        }
        if let Some(reason) = self.payer_reason(payer, opens[0].customer) {
            reasons.push(reason);
        }
        if currency != self.line.currency.index() {
            reasons.push(Reason::OtherCurrency(self.money(0, currency).currency()));
        }
        // A digit may be wrong, where the payer is asked for the same amount.
        let own = against
            && payer.customers.iter().any(|customer| {
                let opens = self.open_of(*customer);
                opens
                    .iter()
                    .any(|open| self.amount_in(open.currency) == Some(open.open))
            });
        let enough = !own
            && named.iter().all(|(known, _)| {
                known.reference
                    || known.strength == Strength::Strong
                    || agrees
                    || (known.length >= 3 && !against)
            });
        let certainty = if enough {
            Certainty::Sure
        } else {
            Certainty::Likely
        };
        Some(self.receipts(certainty, fit, reasons, ids(named)))
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
        let agrees = payer.customers.contains(&open.customer);
        // A digit may be wrong: then number and amount are of two invoices.
        let certainty = if known.strength == Strength::Strong && agrees {
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
    fn settled(&self, known: &Named, payer: &Payer) -> Suggestion {
        let slot = usize::try_from(known.slot).unwrap_or(usize::MAX);
        let (Some(invoice), Some(row)) = (self.book.invoices.at(slot), self.book.invoice_row(slot))
        else {
            return Suggestion::default();
        };
        let mut reasons = vec![self.number_reason(known), Reason::Settled(invoice.id)];
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
                received: self.received(row.currency),
                parts: Vec::new(),
                discounts: Vec::new(),
            }]));
        }
        one
    }

    /// A payment of this amount that was recorded by hand.
    fn recorded(&self, named: &[Named], payer: &Payer) -> Option<Suggestion> {
        let key = amount_key(self.line.currency.index(), self.left);
        let day = self.line.date.number();
        let mut found: Vec<(i32, PaymentId, u32)> = Vec::new();
        for slot in self.index.payments.get(key) {
            let at = usize::try_from(slot).ok()?;
            let (Some(payment), Some(row)) = (self.book.payments.at(at), self.book.payment_row(at))
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

    /// The customer is known, no number is.
    fn by_payer(&self, customer: u32, payer: &Payer, runs: &[number::Run]) -> Suggestion {
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
                received: None,
                parts: Vec::new(),
                discounts: Vec::new(),
            }]));
            return one;
        }
        let other_number = opens.iter().any(|open| {
            self.number_of(open.slot)
                .is_some_and(|number| number::names_another(runs, number))
        });
        let best = if other_number {
            reasons.push(Reason::OtherNumber);
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
        let ways = exact.len() + discounted.len() + instalments.len() + sums.found.len();
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

    /// Several customers bear the payer's name.
    fn by_payers(&self, customers: &[u32], payer: &Payer) -> Suggestion {
        let mut fitting: Vec<Open> = Vec::new();
        for customer in customers {
            let opens = self.open_of(*customer);
            let fits = |open: &Open| self.amount_in(open.currency) == Some(open.open);
            fitting.extend(opens.into_iter().filter(fits));
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
        Suggestion::ask(fitting.iter().map(|open| open.id).collect(), reasons)
    }

    /// Nothing but the amount: candidates, where they are few.
    fn by_amount(&self) -> Suggestion {
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

    // --- pieces -------------------------------------------------------------

    fn open_of(&self, customer: u32) -> Vec<Open> {
        let id = self.customer_id(customer);
        let slots = self.book.invoices_of(id);
        let slots = slots.filter_map(|invoice| self.book.invoices.slot(invoice.id));
        let mut opens: Vec<Open> = slots.filter_map(|slot| self.open(small(slot))).collect();
        same_by_due(&mut opens);
        opens
    }

    fn number_reason(&self, known: &Named) -> Reason {
        let slot = usize::try_from(known.slot).unwrap_or(usize::MAX);
        let id = self.book.invoices.id_at(slot);
        match (known.reference, known.strength) {
            (true, _) => Reason::Reference(id),
            (false, Strength::Strong) => Reason::Number(id),
            (false, Strength::Weak) => Reason::WeakNumber(id),
        }
    }

    /// Whether the amount is what is left of the instalments up to one of
    /// them.
    fn instalment(&self, open: &Open, amount: i64) -> bool {
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

    fn fit(&self, parts: Vec<(Open, i64)>) -> Fit {
        Fit {
            parts,
            discounts: Vec::new(),
            discount: 0,
        }
    }

    /// How these invoices come to an amount: as they are, or less the
    /// discounts that some of them earn, where one way only does.
    fn exactly(&self, opens: &[Open], amount: i64) -> Option<Fit> {
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

    /// What of the line a payment in another currency is.
    fn received(&self, currency: u8) -> Option<Money> {
        let line = self.line.currency.index();
        (currency != line).then(|| self.money(self.left, line))
    }

    /// A proposal: a payment for each customer, with its parts.
    fn receipts(
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
        let receipts = by_customer.into_iter().map(|(customer, parts)| {
            let amount =
                parts.iter().map(|(_, part)| part).sum::<i64>() + std::mem::take(&mut rest);
            ProposedReceipt {
                customer: self.customer_id(customer),
                amount: self.money(amount, currency),
                received: self.received(currency),
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

    // --- money out ----------------------------------------------------------

    fn outgoing(&self) -> Suggestion {
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
        let mut amounts = vec![out];
        if let Some(charges) = self.line.charges
            && let Ok(charges) = Money::new(charges.abs(), self.line.currency)
        {
            amounts.push(out - charges.minor());
        }
        let mut found: Vec<(u8, std::cmp::Reverse<i32>, PaymentId, Vec<Reason>)> = Vec::new();
        for amount in amounts {
            let key = amount_key(self.line.currency.index(), amount);
            for slot in self.index.payments.get(key) {
                let at = usize::try_from(slot).ok()?;
                let (Some(payment), Some(row)) =
                    (self.book.payments.at(at), self.book.payment_row(at))
                else {
                    continue;
                };
                let reached = payment.reached().ok()?;
                let same = reached.1 == self.line.currency
                    && Money::new(reached.0, reached.1).is_ok_and(|money| money.minor() == amount);
                if !same || self.book.is_taken_back(payment.id) || payment.date > self.line.date {
                    continue;
                }
                let came_in = self.book.line_of_payment(payment.id);
                let came_in = came_in.and_then(|id| self.book.bank_lines.get(id));
                let mut reasons = Vec::new();
                if let Some(came_in) = came_in {
                    let same = |one: &str, other: &str| !one.is_empty() && one == other;
                    if same(&came_in.end_to_end, &self.line.end_to_end) {
                        reasons.push(Reason::SameReference);
                    }
                    if same(&canonical(&came_in.iban), &canonical(&self.line.iban)) {
                        reasons.push(Reason::PayerAccount(payment.customer));
                    }
                }
                if let Some(known) = named.iter().find(|known| {
                    usize::try_from(known.slot)
                        .ok()
                        .and_then(|at| self.book.invoice_row(at))
                        .is_some_and(|known| known.customer == row.customer)
                }) {
                    reasons.push(self.number_reason(known));
                }
                if payer.customers.contains(&row.customer)
                    && !reasons
                        .iter()
                        .any(|known| matches!(known, Reason::PayerAccount(_)))
                {
                    reasons.extend(self.payer_reason(payer, row.customer));
                }
                if reasons.is_empty() {
                    continue;
                }
                let strength = u8::try_from(reasons.len()).unwrap_or(u8::MAX);
                found.push((
                    strength,
                    std::cmp::Reverse(payment.date.number()),
                    payment.id,
                    reasons,
                ));
            }
        }
        found.sort_by(|a, b| (b.0, a.1, a.2).cmp(&(a.0, b.1, b.2)));
        let best = found.first()?;
        let equal = found.iter().filter(|other| other.0 == best.0).count();
        let mut reasons = vec![];
        if self.line.returned.is_some() {
            reasons.push(Reason::Returned);
        }
        reasons.extend(best.3.clone());
        let strong = best.3.iter().any(|reason| {
            matches!(
                reason,
                Reason::SameReference | Reason::Number(_) | Reason::Reference(_)
            )
        });
        // Without the bank's word it may as well be a purchase.
        let certainty = match (self.line.returned.is_some(), strong, equal) {
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
            proposal: Some(Proposal::Return(best.2)),
            reasons,
            ..Suggestion::default()
        })
    }

    fn recorded_refund(&self) -> Option<Suggestion> {
        let key = amount_key(self.line.currency.index(), self.left);
        let day = self.line.date.number();
        let mut found: Vec<(i32, RefundId)> = Vec::new();
        for slot in self.index.refunds.get(key) {
            let refund = self.book.refunds.at(usize::try_from(slot).ok()?)?;
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
        let day = self.line.date.number();
        let id = self.customer_id(customer);
        let mut sources: Vec<(i64, Source)> = Vec::new();
        for payment in self.book.payments_of(id) {
            if payment.currency == self.line.currency
                && let Some(row) = self.book.payment_figures(payment.id)
            {
                let left = row.uses.headroom(row.amount, day);
                if payment.date <= self.line.date && left >= out {
                    sources.push((left, Source::Payment(payment.id)));
                }
            }
        }
        for invoice in self.book.invoices_of(id) {
            if invoice.currency == self.line.currency
                && let Some(row) = self.book.figures(invoice.id)
                && row.credit
                && row.stands_at(day)
            {
                let left = row.settlements.headroom(row.asked, day);
                if left >= out {
                    sources.push((left, Source::CreditNote(invoice.id)));
                }
            }
        }
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

fn ids(named: &[(Named, Open)]) -> Vec<InvoiceId> {
    named.iter().map(|(_, open)| open.id).collect()
}

/// The one due nearest to the day first.
fn each_once(mut opens: Vec<Open>, day: i32) -> Vec<Open> {
    opens.sort_by_key(|open| ((open.due - day).abs(), open.id));
    opens.dedup_by_key(|open| open.id);
    opens
}

fn same_by_due(opens: &mut [Open]) {
    opens.sort_by_key(|open| (open.due, open.issued, open.id));
}
