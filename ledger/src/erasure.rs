//! Which records and which bytes of the journal are about a person who asks
//! to be forgotten.
//!
//! A person is their customer record and all that hangs on it; the bank lines
//! of their payments, and others that bear their name or account; ignore rules
//! and saved filters that name them. What the law makes one keep stays with
//! its words: documents issued since a day, and money and bank lines of that
//! day and later. [`crate::command::Command::EraseCustomer`] puts the records
//! again without their words; [`Traces`] says which earlier changes lose
//! their bytes, those of records that are gone by now as well.

use std::collections::BTreeSet;

use crate::bank::{BankLine, IgnoreRule, Matched};
use crate::book::Book;
use crate::business::SavedFilter;
use crate::change::{Change, Record, RecordId};
use crate::customer::{BankDetails, Details};
use crate::date::Date;
use crate::ids::{CustomerId, RefundId};
use crate::kinds::answers::{About, Lasting, about, lasting};
use crate::payment::Source;
use crate::query::fold;
use crate::slices::Steps;

/// What of a book is about a person.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Person {
    pub customer: CustomerId,
    /// Folded, so that case and accents do not matter.
    names: BTreeSet<String>,
    /// Of the other side of their bank lines, as the lines have them.
    accounts: BTreeSet<String>,
    /// Their documents, payments, refunds, schedules, bank lines and rules.
    records: BTreeSet<RecordId>,
}

/// What of a person stays with its words, as documents and the money on them
/// must be kept.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Kept {
    /// Numbers of documents and quotes, in order of creation.
    pub documents: Vec<String>,
    /// The last day of issue among them.
    pub newest: Option<Date>,
    pub payments: usize,
    pub lines: usize,
}

impl Kept {
    pub fn is_nothing(&self) -> bool {
        self.documents.is_empty() && self.payments == 0 && self.lines == 0
    }
}

/// What is kept of a customer where documents issued since a day are.
pub fn kept(book: &Book, customer: CustomerId, since: Date) -> Kept {
    let person = crate::slices::at_once(Person::of(book, customer, &Steps::default()));
    let mut kept = Kept::default();
    let invoices = book.invoices_of(customer);
    let invoices = invoices.filter_map(|known| known.issue.as_ref());
    let invoices = invoices.map(|issue| (&issue.number, issue.date));
    let quotes = book.quotes().iter();
    let quotes = quotes.filter(|quote| quote.document.customer == customer);
    let quotes = quotes.filter_map(|quote| quote.issue.as_ref());
    let quotes = quotes.map(|issue| (&issue.number, issue.date));
    for (number, date) in invoices.chain(quotes).filter(|(_, date)| *date >= since) {
        kept.documents.push(number.clone());
        kept.newest = kept.newest.max(Some(date));
    }
    let payments = book.payments_of(customer);
    kept.payments = payments.filter(|known| known.date >= since).count();
    let lines = book.bank_lines().iter();
    let lines = lines.filter(|line| person.has(line.id));
    kept.lines = lines.filter(|line| line.date >= since).count();
    kept
}

impl Person {
    /// A customer with all that is theirs. A step for each bank line.
    pub async fn of(book: &Book, customer: CustomerId, steps: &Steps) -> Person {
        let mut person = Person {
            customer,
            ..Person::default()
        };
        let invoices = book.invoices_of(customer);
        person.take_in(invoices.map(|known| known.id));
        let payments = book.payments_of(customer);
        person.take_in(payments.map(|known| known.id));
        let quotes = book.quotes().iter();
        let quotes = quotes.filter(|known| known.document.customer == customer);
        person.take_in(quotes.map(|known| known.id));
        let refunds: Vec<RefundId> = book
            .refunds()
            .iter()
            .filter(|known| person.gave(known.source))
            .map(|known| known.id)
            .collect();
        person.take_in(refunds);
        let schedules = book.schedules().iter();
        let schedules = schedules.filter(|known| known.document.customer == customer);
        person.take_in(schedules.map(|known| known.id));
        person.name_all(book);
        person.find_lines(book, steps).await;
        person.find_rules(book);
        person
    }

    /// What hangs on these records is theirs as well.
    fn take_in<I: Into<RecordId>>(&mut self, ids: impl IntoIterator<Item = I>) {
        self.records.extend(ids.into_iter().map(Into::into));
    }

    /// Whether a record of the book is theirs.
    pub fn has(&self, id: impl Into<RecordId>) -> bool {
        self.records.contains(&id.into())
    }

    /// Whether a payment or credit note is the person's.
    fn gave(&self, source: Source) -> bool {
        match source {
            Source::Payment(id) => self.has(id),
            Source::CreditNote(id) => self.has(id),
        }
    }

    /// The names and the account that the customer has and had.
    fn name_all(&mut self, book: &Book) {
        let customer = book.customers().get(self.customer);
        let parties = book.parties().iter();
        let parties = parties.filter(|party| party.customer == Some(self.customer));
        let details = parties.map(|party| &party.details);
        for details in details.chain(customer.iter().map(|known| &known.details)) {
            self.names.extend(names(details));
        }
        let bank = customer.and_then(|known| known.bank.as_ref());
        self.accounts.extend(account_of(bank));
        // A name or account that others have as well says nothing.
        for other in book.customers().iter() {
            if other.id != self.customer {
                for name in names(&other.details) {
                    self.names.remove(&name);
                }
                if let Some(account) = account_of(other.bank.as_ref()) {
                    self.accounts.remove(&account);
                }
            }
        }
    }

    /// The lines of their payments and refunds, then those of the same names
    /// and accounts, as far as these are of nobody else.
    async fn find_lines(&mut self, book: &Book, steps: &Steps) {
        steps.begin(2 * book.bank_lines().len());
        let mut others_names = BTreeSet::new();
        let mut others_accounts = BTreeSet::new();
        let mut learned = BTreeSet::new();
        for account in book.bank_accounts().iter() {
            others_accounts.insert(account.number.clone());
        }
        for line in book.bank_lines().iter() {
            steps.step().await;
            let of = book.matches_of(line.id).filter_map(|part| match part.what {
                Matched::Payment(id) => Some(self.has(id)),
                Matched::Refund(id) => Some(self.has(id)),
                Matched::Other { .. } => None,
            });
            let of: Vec<bool> = of.collect();
            let said = [&line.name, &line.ultimate_name].map(|name| fold(name.trim()));
            let said: Vec<String> = said.into_iter().filter(|name| !name.is_empty()).collect();
            if of.contains(&true) {
                self.take_in([line.id]);
                // A service that pays for many people has another name.
                if said.iter().any(|name| self.is_like(name)) {
                    learned.extend(said.iter().cloned());
                    self.accounts.insert(line.iban.clone());
                }
            }
            if of.contains(&false) {
                others_names.extend(said);
                others_accounts.insert(line.iban.clone());
            }
        }
        self.names.extend(learned);
        self.names.retain(|name| !others_names.contains(name));
        self.accounts
            .retain(|account| !account.is_empty() && !others_accounts.contains(account));
        for line in book.bank_lines().iter() {
            steps.step().await;
            if self.is_on(line) {
                self.take_in([line.id]);
            }
        }
    }

    /// Whether a name shares a word with one that the customer has.
    fn is_like(&self, name: &str) -> bool {
        const LETTERS: usize = 3;
        let long = |text: &str| -> BTreeSet<String> {
            let text = words(text);
            let long = text
                .split(' ')
                .filter(|word| word.chars().count() >= LETTERS);
            long.map(str::to_owned).collect()
        };
        let said = long(name);
        self.names
            .iter()
            .any(|known| !long(known).is_disjoint(&said))
    }

    /// Whether a bank line bears their name or account.
    fn is_on(&self, line: &BankLine) -> bool {
        let named = |name: &String| self.names.contains(&fold(name.trim()));
        named(&line.name)
            || named(&line.ultimate_name)
            || self.accounts.contains(&line.iban)
            || self.is_in(&line.text)
    }

    /// Whether a text has the whole of a name of several words in it.
    fn is_in(&self, text: &str) -> bool {
        let text = format!(" {} ", words(text));
        let mut names = self.names.iter().filter(|name| name.contains(' '));
        names.any(|name| text.contains(&format!(" {} ", words(name))))
    }

    fn find_rules(&mut self, book: &Book) {
        for rule in book.rules().iter() {
            let of_rule = book.matches().iter().filter(|part| {
                matches!(&part.what, Matched::Other { rule: Some(id), .. } if *id == rule.id)
            });
            let mut lines = of_rule.map(|part| self.has(part.line)).peekable();
            // What only their lines ever fitted was made for them.
            let only_theirs = lines.peek().is_some() && lines.all(|theirs| theirs);
            if only_theirs || self.is_named_by(rule) {
                self.take_in([rule.id]);
            }
        }
    }

    /// Whether a record of [`About::Words`] names them.
    fn is_in_words_of(&self, record: &Record) -> bool {
        match record {
            Record::BankLine(line) => self.is_on(line),
            Record::IgnoreRule(rule) => self.is_named_by(rule),
            Record::Business(business) => {
                let mut filters = business.filters.iter();
                filters.any(|filter| self.is_in_filter(filter))
            }
            _ => false,
        }
    }

    fn is_named_by(&self, rule: &IgnoreRule) -> bool {
        let named = |text: &String| {
            let text = fold(text.trim());
            self.names.contains(&text) || self.is_in(&text)
        };
        self.accounts.contains(&rule.iban)
            || [&rule.name, &rule.text, &rule.reason]
                .into_iter()
                .any(named)
    }

    /// Whether a saved filter names them, or is for them alone.
    pub fn is_in_filter(&self, filter: &SavedFilter) -> bool {
        let id = self.customer.to_string();
        let named = |text: &str| {
            let text = format!(" {} ", words(text));
            let mut names = self.names.iter();
            names.any(|name| text.contains(&format!(" {} ", words(name))))
        };
        let is_id = |c: char| !c.is_ascii_hexdigit() && c != '-';
        filter.address.split(is_id).any(|part| part == id)
            || named(&filter.name)
            || named(&unescaped(&filter.address))
    }
}

/// Which earlier changes of the journal lose their bytes. They are to be shown
/// to it in the order of the journal.
pub struct Traces<'b> {
    before: &'b Book,
    person: Person,
    /// The records that the erasure puts again or removes.
    changed: BTreeSet<RecordId>,
}

impl<'b> Traces<'b> {
    /// Of the changes that erase a person from a book.
    pub async fn of(
        before: &'b Book,
        customer: CustomerId,
        changes: &[Change],
        steps: &Steps,
    ) -> Traces<'b> {
        let changed = changes.iter().map(Change::id);
        Traces {
            before,
            person: Person::of(before, customer, steps).await,
            // There is one record of the business, and most of it stays.
            changed: changed.filter(|id| *id != RecordId::Business).collect(),
        }
    }

    /// Whether the bytes of a change go.
    pub fn is_meant(&mut self, change: &Change) -> bool {
        let Change::Put(record) = change else {
            return false;
        };
        let id = record.id();
        if self.changed.contains(&id) {
            return true;
        }
        match self.before.record(id) {
            None => {
                let theirs = self.was_theirs(record);
                if theirs {
                    self.person.take_in([id]);
                }
                theirs
            }
            // The one that stands is put again without their filters.
            Some(Record::Business(_)) => self.did_name(record),
            // What stands may have named them before.
            Some(now) => now != *record && self.did_name(record),
        }
    }

    /// Of a record that is gone by now.
    fn was_theirs(&self, record: &Record) -> bool {
        let person = &self.person;
        match about(record) {
            About::Nobody => false,
            About::Customer(id) => id == person.customer,
            About::Of(id) => person.has(id),
            About::Words => person.is_in_words_of(record),
        }
    }

    /// An earlier version of a record that stands and is not about them.
    fn did_name(&self, record: &Record) -> bool {
        match about(record) {
            About::Words => self.person.is_in_words_of(record),
            // Moved to another customer since.
            About::Customer(id) => {
                id == self.person.customer && lasting(record) == Lasting::Changing
            }
            About::Nobody | About::Of(_) => false,
        }
    }
}

fn names(details: &Details) -> impl Iterator<Item = String> {
    let names = [&details.name, &details.contact].map(|name| fold(name.trim()));
    names.into_iter().filter(|name| !name.is_empty())
}

fn account_of(bank: Option<&BankDetails>) -> Option<String> {
    let blank = |c: &char| !c.is_whitespace();
    let account: String = bank?.iban.chars().filter(blank).collect();
    (!account.is_empty()).then_some(account)
}

/// The words of a text, folded, with one blank between two.
fn words(text: &str) -> String {
    let folded = fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// The text of an address, as far as its escapes are UTF-8.
fn unescaped(address: &str) -> String {
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.as_bytes();
    while let [first, more @ ..] = rest {
        let digits = more.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        let escaped = digits.and_then(|two| u8::from_str_radix(two, 16).ok());
        match (first, escaped) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = more.get(2..).unwrap_or_default();
            }
            (b'+', _) => {
                bytes.push(b' ');
                rest = more;
            }
            (first, _) => {
                bytes.push(*first);
                rest = more;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests;
