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
//! day still earns, of an instalment, less a credit note or an advance, with
//! what the bank says it kept), and the payer: an account known from the
//! customer or from what was confirmed before, a name that was confirmed
//! before, the customer's name. Among equal candidates nothing is sure, nor is
//! anything that something else of the line contradicts ([`doubt`]).
//!
//! Amounts are minor units of their currency; nothing is rounded.

mod credit;
mod doubt;
mod name;
mod number;
mod provider;
mod sums;
mod sure;
mod way;
mod witness;

pub use sure::{Settles, posted_unasked, settles, unposted};
pub use way::Way;

use std::collections::{HashMap, HashSet};

use crate::book::columns::{LineColumns, SettledBy};
use crate::book::{Book, small};
use crate::command::{Allocate, MatchLine, MatchPart, Receipt};
use crate::ids::{BankLineId, CustomerId, InvoiceId, PaymentId, RefundId, Seq};
use crate::money::{Currency, Money};
use crate::open_items::open_credits;
use crate::payment::{Payment, RefundKind, Source, WriteOffKind};
use crate::slices::{Steps, at_once};

use super::{BankLine, Matched};
use name::Name;
use number::Strength;
use witness::{KnownAccount, Payer};

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
    /// The account is another customer's.
    OtherAccount(CustomerId),
    /// The text names another customer.
    OtherInText(CustomerId),
    /// The account paid for the customer before, under another name.
    OtherName(CustomerId),
    /// The payer bears the customer's name with another legal form.
    OtherForm(CustomerId),
    /// The text names the customer.
    InText(CustomerId),
    /// The payer passes on what others pay.
    Provider,
    /// The amount is exactly what is open of another invoice.
    AmountOf(InvoiceId),
    /// A credit note or money on account that the invoices are less by.
    Credit(Source, Money),
    /// The bank says that it kept this much.
    Fee(Money),
    /// The line names something like a number, but another one.
    OtherNumber,
    /// What the line names is settled already.
    Settled(InvoiceId),
    /// Another line surely pays what this one names.
    Claimed(InvoiceId),
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
    /// A payment came back, and what the bank took for that.
    Return {
        payment: PaymentId,
        charges: Option<Money>,
    },
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
    /// What the bank kept of it.
    pub fee: Option<Money>,
    /// What of the line it is, where that is another currency.
    pub received: Option<Money>,
    /// What each invoice gets; what is left stays unapplied.
    pub parts: Vec<(InvoiceId, Money)>,
    /// What of a credit note or of money on account is put against an invoice
    /// with it.
    pub credits: Vec<(Source, InvoiceId, Money)>,
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
            fee: self.fee.map(Money::amount),
            received: self.received.map(Money::amount),
            credits: self
                .credits
                .iter()
                .map(|(source, id, part)| (*source, *id, part.amount()))
                .collect(),
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

/// What lines are that are nothing of a customer, in the user's words.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Words<'a> {
    /// A transfer between accounts of the user's own.
    pub own_transfer: &'a str,
    /// What the bank took for itself.
    pub fee: &'a str,
}

impl Proposal {
    /// The parts of the line that it says, for as much as is left of it.
    pub fn parts(&self, left: Money, words: Words<'_>) -> Vec<MatchPart> {
        let other = |amount: Option<Money>, reason: &str| MatchPart::Other {
            amount: amount.map(|amount| amount.amount()),
            reason: reason.to_owned(),
        };
        match self {
            Proposal::Receipts(receipts) => receipts
                .iter()
                .map(|receipt| MatchPart::Receipt(Box::new(receipt.receipt())))
                .collect(),
            Proposal::Recorded(payment) => vec![MatchPart::Recorded(*payment)],
            Proposal::Return { payment, charges } => {
                let mut parts = vec![MatchPart::Return { payment: *payment }];
                let fits = |charges: &Money| charges.currency() == left.currency();
                parts.extend(
                    charges
                        .filter(fits)
                        .map(|charges| other(Some(charges), words.fee)),
                );
                parts
            }
            Proposal::Refund { source, amount } => vec![MatchPart::Refund {
                source: *source,
                amount: amount.amount(),
            }],
            Proposal::RecordedRefund(refund) => vec![MatchPart::RecordedRefund(*refund)],
            Proposal::OwnTransfer => vec![other(None, words.own_transfer)],
        }
    }

    /// How much of a line it is, with the line's sign.
    fn amount(&self, book: &Book, line: &BankLine, left: i64) -> Option<i64> {
        let minor = |(amount, currency): (crate::money::Decimal, Currency)| {
            let money = Money::new(amount, currency).ok()?;
            (currency == line.currency).then(|| money.minor())
        };
        Some(match self {
            Proposal::Receipts(receipts) => {
                let of = |receipt: &ProposedReceipt| match receipt.received {
                    Some(received) => received.minor(),
                    None => receipt.amount.minor() - receipt.fee.map_or(0, Money::minor),
                };
                receipts.iter().map(of).sum()
            }
            Proposal::Recorded(id) => minor(book.payments().get(*id)?.reached().ok()?)?,
            Proposal::Return { payment, charges } => {
                let reached = minor(book.payments().get(*payment)?.reached().ok()?)?;
                -reached - charges.map_or(0, Money::minor)
            }
            Proposal::Refund { amount, .. } => -amount.minor(),
            Proposal::RecordedRefund(id) => minor(book.refunds().get(*id)?.left())?,
            Proposal::OwnTransfer => left,
        })
    }

    /// Whether something of it is said in the user's words.
    pub fn takes_words(&self) -> bool {
        match self {
            Proposal::OwnTransfer => true,
            Proposal::Return { charges, .. } => charges.is_some(),
            _ => false,
        }
    }

    /// What each invoice, credit note and payment is less by.
    fn claims(&self, book: &Book) -> Vec<(Claim, i64)> {
        let receipts = match self {
            Proposal::Receipts(receipts) => receipts.as_slice(),
            _ => &[],
        };
        let invoice = |id: InvoiceId| Claim::of(book, Source::CreditNote(id));
        let mut claims: Vec<(Option<Claim>, i64)> = Vec::new();
        for receipt in receipts {
            let parts = receipt.parts.iter();
            claims.extend(parts.map(|(id, part)| (invoice(*id), part.minor())));
            for (source, id, part) in &receipt.credits {
                let from = Claim::of(book, *source);
                claims.extend([(invoice(*id), part.minor()), (from, part.minor())]);
            }
        }
        let known = claims.into_iter();
        known
            .filter_map(|(claim, part)| Some((claim?, part)))
            .collect()
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
    /// Customers by all words of their names, and by the first two of them.
    whole_names: Postings,
    beginnings: Postings,
    names: Vec<Name>,
    /// Customers by account: their own and those that paid for them.
    accounts: HashMap<String, Vec<KnownAccount>>,
    /// Accounts of lines whose payer is a provider.
    provider_accounts: HashSet<String>,
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
    /// Another document is found at the same place as well.
    shared: bool,
    /// Only its end stands there, in a list that goes on from another number.
    listed: bool,
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
    /// What of what else goes to which.
    credits: Vec<(Source, Open, i64)>,
    discounts: Vec<InvoiceId>,
    /// What of the discounts is not paid.
    discount: i64,
}

/// What a line can use up: an invoice or a credit note, a payment.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum Claim {
    Invoice(u32),
    Payment(u32),
}

impl Claim {
    fn of(book: &Book, source: Source) -> Option<Claim> {
        Some(match source {
            Source::Payment(id) => Claim::Payment(small(book.payments().slot(id)?)),
            Source::CreditNote(id) => Claim::Invoice(small(book.invoices().slot(id)?)),
        })
    }
}

/// What other lines of the same batch surely pay or use.
type Taken = HashMap<Claim, i64>;

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
        for (slot, row) in book.refunds().rows().iter().enumerate() {
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
        index.own_accounts = book
            .bank_accounts()
            .iter()
            .map(|account| account.number.clone())
            .filter(|number| !number.is_empty())
            .collect();
        index.seq = book.head.seq;
        index
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

    fn customer(&mut self, book: &Book, slot: usize) {
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
            let line = book.bank_lines().get(*id);
            let one = line.map(|line| self.suggest_beside(book, line, &taken));
            all.push(one.unwrap_or_default());
            steps.steps(1).await;
        }
        // Who is named has the first claim, then who paid first.
        let mut order: Vec<usize> = (0..all.len()).collect();
        let day = |at: usize| {
            lines
                .get(at)
                .and_then(|id| Some(book.bank_lines().get(*id)?.date))
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
                    .filter_map(|id| book.invoices().slot(*id));
                let candidates = candidates.map(|slot| Claim::Invoice(small(slot)));
                let claims = one.proposal.iter().flat_map(|known| known.claims(book));
                let claims = claims.map(|(claim, _)| claim);
                candidates
                    .chain(claims)
                    .any(|claim| taken.contains_key(&claim))
            };
            if touched(&all[at], &taken)
                && let Some(line) = lines.get(at).and_then(|id| book.bank_lines().get(*id))
            {
                all[at] = self.suggest_beside(book, line, &taken);
            }
            let one = &all[at];
            if one.certainty == Certainty::Sure
                && let Some(proposal) = &one.proposal
            {
                for (claim, part) in proposal.claims(book) {
                    *taken.entry(claim).or_default() += part;
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
            fee: 0,
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
    /// The command that does what is proposed.
    pub fn confirm(&self, book: &Book, line: BankLineId, words: Words<'_>) -> Option<MatchLine> {
        let row = book.line_figures(line).filter(|row| row.is_open())?;
        let left = Money::from_minor(row.left().into(), row.currency()).ok()?;
        Some(MatchLine {
            line,
            parts: self.proposal.as_ref()?.parts(left, words),
        })
    }

    /// The same where it is sure, and nothing of the line is left by it.
    pub fn close(&self, book: &Book, line: BankLineId, words: Words<'_>) -> Option<MatchLine> {
        let proposal = self.proposal.as_ref()?;
        let (known, row) = (book.bank_lines().get(line)?, book.line_figures(line)?);
        let whole = proposal.amount(book, known, row.left()) == Some(row.left());
        if self.certainty != Certainty::Sure || !whole {
            return None;
        }
        self.confirm(book, line, words)
    }

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
        Reason::Credit(..) => 30,
        Reason::Unapplied(_) | Reason::InText(_) | Reason::OtherForm(_) => 10,
        Reason::StaysOpen(_) | Reason::StaysUnapplied(_) | Reason::Fee(_) | Reason::Provider => 0,
        Reason::OtherPayer(_)
        | Reason::OtherAccount(_)
        | Reason::OtherInText(_)
        | Reason::OtherName(_)
        | Reason::AmountOf(_)
        | Reason::OtherNumber
        | Reason::Claimed(_)
        | Reason::Settled(_) => -20,
        Reason::Equal(_) | Reason::OtherCurrency(_) => -10,
    }
}

/// One line being read.
struct Reading<'a> {
    index: &'a Index,
    book: &'a Book,
    line: &'a BankLine,
    /// What is not known yet of the line, with its sign; what the bank kept
    /// added to it.
    left: i64,
    /// Whether nothing of it is known.
    whole: bool,
    /// What the bank kept, where it is taken for a part of what was paid.
    fee: i64,
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

    /// The same without what other lines pay.
    fn alone(&self) -> Reading<'_> {
        static NOTHING: std::sync::LazyLock<Taken> = std::sync::LazyLock::new(Taken::new);
        Reading {
            taken: &NOTHING,
            ..*self
        }
    }

    /// What other lines surely use of it.
    fn claimed(&self, claim: Claim) -> i64 {
        self.taken.get(&claim).copied().unwrap_or(0)
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
        let day = self.line.date.number();
        let open = row.headroom_at(day) - self.claimed(Claim::Invoice(slot));
        (open > 0).then(|| Open {
            slot,
            id: self.book.invoices().id_at(at),
            customer: row.customer,
            currency: row.currency,
            issued: row.issued,
            due: row.next_due(day),
            open,
        })
    }

    /// What is to be paid on the line's day, where a discount is earned.
    fn discounted(&self, open: &Open) -> Option<i64> {
        let invoice = self.book.invoices().get(open.id)?;
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
            .customers()
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
            let mut hit = |slot: u32, strength: Strength, reference: bool| {
                let named = Named {
                    slot,
                    strength,
                    reference,
                    shared: false,
                    listed: false,
                };
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
                    known.shared &= shared;
                }
                None => named.push(Named { shared, ..*hit }),
            }
        }
        for window in going_on {
            for key in number::listed_after(runs, window) {
                for slot in self.index.numbers.get(key) {
                    let known = named.iter().any(|known| known.slot == slot);
                    if !known && self.has_number(slot, key).is_some() {
                        named.push(Named {
                            slot,
                            strength: Strength::Strong,
                            reference: false,
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
        Some(self.book.invoices().at(slot)?.number())
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
            .invoices()
            .at(slot)
            .and_then(|known| known.more.as_ref());
        more.and_then(|more| number::reference_key(&more.payment_reference)) == Some(key)
    }

    // --- money in -----------------------------------------------------------

    fn incoming(&self) -> Suggestion {
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

    /// The line names invoices that something is left of.
    fn by_number(
        &self,
        named: &[(Named, Open)],
        credits: &[InvoiceId],
        payer: &Payer,
    ) -> Suggestion {
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
                && let Some(mut one) = self.all_named(set, payer)
            {
                // More is named than is paid: perhaps for another reason.
                let is_within =
                    |known: &(Named, Open)| set.iter().any(|one| one.0.slot == known.0.slot);
                let more = strong.iter().any(|known| !is_within(known));
                if more && one.certainty == Certainty::Sure {
                    one.certainty = Certainty::Likely;
                }
                return one;
            }
        }
        for set in [&alone[..], &strong[..]] {
            if let Some(one) = self.named_less_credits(set, credits, payer) {
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
        let agrees =
            !payer.customers.is_empty() && opens.iter().all(|open| payer.is(open.customer));
        if let Some(reason) = self.payer_reason(payer, opens[0].customer) {
            reasons.push(reason);
        }
        if currency != self.line.currency.index() {
            reasons.push(Reason::OtherCurrency(self.money(0, currency).currency()));
        }
        let enough = named.iter().all(|(known, _)| {
            // A few digits alone may be of anything: the payer must agree.
            known.reference || known.strength == Strength::Strong || agrees
        });
        let certainty = if enough {
            Certainty::Sure
        } else {
            Certainty::Likely
        };
        Some(self.receipts(certainty, fit, reasons, ids(named)))
    }

    /// All that is named, less what the customer has.
    fn named_less_credits(
        &self,
        named: &[(Named, Open)],
        credits: &[InvoiceId],
        payer: &Payer,
    ) -> Option<Suggestion> {
        let first = named.first()?.1;
        let amount = self.amount_in(first.currency)?;
        let opens: Vec<Open> = named.iter().map(|(_, open)| *open).collect();
        let less = self.less_credits(&opens, amount, credits)?;
        let mut reasons: Vec<Reason> = named
            .iter()
            .map(|(known, _)| self.number_reason(known))
            .collect();
        reasons.extend(self.credit_reasons(&less.fit));
        reasons.extend(self.payer_reason(payer, first.customer));
        if less.ways > 1 {
            reasons.push(Reason::Equal(less.ways));
        }
        let proves = less.ways == 1 && (payer.is(first.customer) || !credits.is_empty());
        let certainty = if proves {
            Certainty::Sure
        } else {
            Certainty::Likely
        };
        Some(self.receipts(certainty, less.fit, reasons, ids(named)))
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
        let agrees = payer.is(open.customer);
        // A digit may be wrong: then number and amount are of two invoices.
        // More stays than is settled: it is hardly meant for this one alone.
        let fits = amount - open.open <= open.open;
        let certainty = if known.strength == Strength::Strong && agrees && fits {
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
        let (Some(invoice), Some(row)) =
            (self.book.invoices().at(slot), self.book.invoice_row(slot))
        else {
            return Suggestion::default();
        };
        let mut reasons = vec![self.number_reason(known)];
        reasons.extend(self.settled_reason(known));
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
                fee: self.fee_in(row.currency),
                received: self.received(row.currency),
                parts: Vec::new(),
                credits: Vec::new(),
                discounts: Vec::new(),
            }]));
        }
        one
    }

    /// Whether it is settled, or other lines surely settle it.
    fn settled_reason(&self, known: &Named) -> Option<Reason> {
        let slot = usize::try_from(known.slot).ok()?;
        let id = self.book.invoices().id_at(slot);
        Some(match self.alone().open(known.slot) {
            Some(_) => Reason::Claimed(id),
            None => Reason::Settled(id),
        })
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

    /// The customer is known, no number is.
    fn by_payer(
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
    fn by_payers(
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
        let slots = slots.filter_map(|invoice| self.book.invoices().slot(invoice.id));
        let mut opens: Vec<Open> = slots.filter_map(|slot| self.open(small(slot))).collect();
        same_by_due(&mut opens);
        opens
    }

    fn number_reason(&self, known: &Named) -> Reason {
        let slot = usize::try_from(known.slot).unwrap_or(usize::MAX);
        let id = self.book.invoices().id_at(slot);
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
            credits: Vec::new(),
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

    /// What the bank kept, where it is in the currency of the payment.
    fn fee_in(&self, currency: u8) -> Option<Money> {
        let same = currency == self.line.currency.index();
        (same && self.fee > 0).then(|| self.money(self.fee, currency))
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
                let came_in = self.book.line_of_payment(payment.id);
                let came_in = came_in.and_then(|id| self.book.bank_lines().get(id));
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
                found.push(CameBack {
                    strength: reasons.len(),
                    date: payment.date.number(),
                    payment: payment.id,
                    charges,
                    reasons,
                });
            }
        }
        found.sort_by_key(|one| (std::cmp::Reverse((one.strength, one.date)), one.payment));
        let best = found.first()?;
        let equal = found
            .iter()
            .filter(|other| other.strength == best.strength)
            .count();
        let mut reasons = vec![];
        if self.line.returned.is_some() {
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
    /// How many reasons there are.
    strength: usize,
    date: i32,
    payment: PaymentId,
    /// What the bank took for it.
    charges: Option<Money>,
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
