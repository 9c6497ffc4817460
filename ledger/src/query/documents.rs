//! The documents as a list: found, ordered, added up.

use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::book::columns::NEVER;
use crate::book::{Book, Status};
use crate::date::Date;
use crate::invoice::{Invoice, Totals};
use crate::money::{Currency, Money};

use values::text::{Search, Words, fold, natural};

/// What a list of documents is ordered by; where it is the same, the newest
/// comes first. Descending is the very reverse.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    Number,
    Customer,
    Issued,
    Due,
    /// By currency, then by amount: amounts of two currencies do not compare.
    Amount,
    Balance,
    Status,
}

impl Sort {
    pub const ALL: [Sort; 7] = [
        Sort::Number,
        Sort::Customer,
        Sort::Issued,
        Sort::Due,
        Sort::Amount,
        Sort::Balance,
        Sort::Status,
    ];
}

/// A document in the list.
#[derive(Clone, Copy, Debug)]
struct Line {
    /// `None` for an empty slot.
    status: Option<Status>,
    is_credit: bool,
    currency: u8,
    customer: u32,
    issued: i32,
    due: i32,
    /// Below zero for a credit.
    amount: i64,
    balance: i64,
}

/// What a list shows and finds of each document on a day, by slot.
#[derive(Clone, Debug)]
pub struct Documents {
    lines: Vec<Line>,
    search: Search,
}

/// The documents of a list in one currency, added up in minor units.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CurrencyTotals {
    pub currency: Currency,
    pub count: usize,
    /// Issued and not void, less credits.
    pub issued: i128,
    pub drafts: i128,
    pub void: i128,
    /// What is left of them, less what is left of credits.
    pub balance: i128,
}

impl CurrencyTotals {
    /// One of these as money; `None` past 18 digits.
    pub fn money(&self, minor: i128) -> Option<Money> {
        Money::from_minor(minor, self.currency).ok()
    }
}

/// What a document asks for or credits; of a draft, what it comes to so far.
pub fn amount(invoice: &Invoice) -> Option<Money> {
    let payable = match &invoice.issue {
        Some(issue) => issue.totals.payable,
        None => Totals::of_draft(invoice, &[]).ok()?.payable,
    };
    Money::new(payable, invoice.currency).ok()
}

impl Documents {
    pub fn of(book: &Book, today: Date) -> Documents {
        let mut search = Search::default();
        for slot in 0..book.customers().slots() {
            let customer = book.customers().at(slot);
            let customer = customer.filter(|customer| !customer.erased);
            let name = customer.map_or("", |customer| &customer.details.name);
            let number = customer.map_or("", |customer| &customer.number);
            search.push_shared(&[name, number]);
        }
        let mut lines = Vec::with_capacity(book.invoices().slots());
        let mut plain = String::new();
        for slot in 0..book.invoices().slots() {
            let line = line(book, slot, today.number());
            plain.clear();
            let invoice = book.invoices().at(slot);
            if let Some(invoice) = invoice {
                write_plain(line.amount, invoice.currency, &mut plain);
            }
            let references = invoice.and_then(|invoice| invoice.more.as_deref());
            search.push(
                &[
                    invoice.map_or("", |invoice| invoice.number()),
                    &plain,
                    references.map_or("", |more| &more.buyer_reference),
                    references.map_or("", |more| &more.purchase_order),
                    references.map_or("", |more| &more.payment_reference),
                    references.map_or("", |more| &more.project),
                ],
                line.customer,
            );
            lines.push(line);
        }
        Documents { lines, search }
    }

    /// A document's status and whether it is a credit; `None` for no document.
    pub fn status(&self, slot: u32) -> Option<(Status, bool)> {
        let line = self.line(slot)?;
        Some((line.status?, line.is_credit))
    }

    /// Every document, in that order; the newest first where there is none.
    pub fn ordered(&self, book: &Book, sort: Option<(Sort, bool)>) -> Vec<u32> {
        let slots = u32::try_from(self.lines.len()).unwrap_or(u32::MAX);
        let mut order: Vec<u32> = (0..slots)
            .rev()
            .filter(|slot| self.status(*slot).is_some())
            .collect();
        let Some((sort, descending)) = sort else {
            return order;
        };
        match sort {
            Sort::Number => order.sort_by(|a, b| natural(number(book, *a), number(book, *b))),
            Sort::Customer => {
                let ranks = ranks(book);
                self.sort_by(&mut order, |line| rank(&ranks, line.customer));
            }
            Sort::Issued => self.sort_by(&mut order, |line| line.issued),
            Sort::Due => self.sort_by(&mut order, |line| line.due),
            Sort::Amount => self.sort_by(&mut order, |line| (line.currency, line.amount)),
            Sort::Balance => self.sort_by(&mut order, |line| (line.currency, line.balance)),
            Sort::Status => self.sort_by(&mut order, |line| (line.status, line.due)),
        }
        if descending {
            order.reverse();
        }
        order
    }

    /// Those of `among` in which every word is found, in their order.
    pub fn find(&self, among: &[u32], words: &Words) -> Vec<u32> {
        self.search.find(among, words)
    }

    /// The sums of these documents, by currency in order of its code.
    pub fn totals(&self, slots: &[u32]) -> Vec<CurrencyTotals> {
        let mut totals: Vec<CurrencyTotals> = Vec::new();
        let mut place = 0;
        for line in slots.iter().filter_map(|slot| self.line(*slot)) {
            let currency = Currency::from_index(line.currency).unwrap_or_default();
            if totals
                .get(place)
                .is_none_or(|sums| sums.currency != currency)
            {
                let known = totals.iter().position(|sums| sums.currency == currency);
                place = known.unwrap_or(totals.len());
                if known.is_none() {
                    totals.push(CurrencyTotals {
                        currency,
                        count: 0,
                        issued: 0,
                        drafts: 0,
                        void: 0,
                        balance: 0,
                    });
                }
            }
            if let Some(sums) = totals.get_mut(place) {
                sums.add(line);
            }
        }
        totals.sort_unstable_by_key(|sums| sums.currency);
        totals
    }

    /// The amount furthest from zero in each currency: what a column must have
    /// room for.
    pub fn widest(&self) -> Vec<Money> {
        let mut widest: BTreeMap<u8, i64> = BTreeMap::new();
        for line in self.lines.iter().filter(|line| line.status.is_some()) {
            let known = widest.entry(line.currency).or_default();
            if line.amount.unsigned_abs() > known.unsigned_abs() {
                *known = line.amount;
            }
        }
        let money = |(currency, minor): (u8, i64)| {
            Money::from_minor(minor.into(), Currency::from_index(currency)?).ok()
        };
        widest.into_iter().filter_map(money).collect()
    }

    fn line(&self, slot: u32) -> Option<&Line> {
        self.lines.get(usize::try_from(slot).ok()?)
    }

    fn sort_by<K: Ord>(&self, order: &mut [u32], key: impl Fn(&Line) -> K) {
        order.sort_by_cached_key(|slot| (self.line(*slot).map(&key), Reverse(*slot)));
    }
}

impl CurrencyTotals {
    fn add(&mut self, line: &Line) {
        self.count += 1;
        self.balance += i128::from(line.balance);
        let sum = match line.status {
            Some(Status::Draft) => &mut self.drafts,
            Some(Status::Void) => &mut self.void,
            _ => &mut self.issued,
        };
        *sum += i128::from(line.amount);
    }
}

fn line(book: &Book, slot: usize, today: i32) -> Line {
    let mut line = Line {
        status: None,
        is_credit: false,
        currency: 0,
        customer: u32::MAX,
        issued: NEVER,
        due: NEVER,
        amount: 0,
        balance: 0,
    };
    let (Some(invoice), Some(row)) = (book.invoices().at(slot), book.invoice_row(slot)) else {
        return line;
    };
    line.status = Some(row.status(invoice, today));
    line.is_credit = row.credit;
    line.currency = row.currency;
    line.customer = row.customer;
    line.issued = row.issued;
    // A credit is not due.
    line.due = if row.credit || !row.is_issued() {
        NEVER
    } else {
        row.next_due(today)
    };
    line.amount = match invoice.is_draft() {
        false => row.asked,
        true => amount(invoice).map_or(0, Money::minor),
    };
    line.balance = row.open_at(today);
    if row.credit {
        line.amount = -line.amount;
        line.balance = -line.balance;
    }
    line
}

fn number(book: &Book, slot: u32) -> &str {
    let slot = usize::try_from(slot).unwrap_or(usize::MAX);
    book.invoices()
        .at(slot)
        .map_or("", |invoice| invoice.number())
}

/// The place of each customer by name, by slot.
fn ranks(book: &Book) -> Vec<u32> {
    let mut names: Vec<(String, usize)> = (0..book.customers().slots())
        .map(|slot| {
            let customer = book.customers().at(slot);
            (
                fold(customer.map_or("", |customer| &customer.details.name)),
                slot,
            )
        })
        .collect();
    names.sort_unstable();
    let mut ranks = vec![0; names.len()];
    for ((_, slot), rank) in names.iter().zip(0..) {
        ranks[*slot] = rank;
    }
    ranks
}

fn rank(ranks: &[u32], customer: u32) -> u32 {
    let slot = usize::try_from(customer).ok();
    slot.and_then(|slot| ranks.get(slot).copied())
        .unwrap_or(u32::MAX)
}

/// Without sign and grouping: 1234.50.
fn write_plain(minor: i64, currency: Currency, out: &mut String) {
    use std::fmt::Write;
    let minor = minor.unsigned_abs();
    // Writing to a String does not fail.
    let _ = match currency.exponent() {
        0 => write!(out, "{minor}"),
        exponent => {
            let one = 10_u64.saturating_pow(exponent);
            let width = usize::try_from(exponent).unwrap_or(0);
            write!(out, "{}.{:0width$}", minor / one, minor % one)
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo;
    use crate::ids::Chain;

    fn demo_book(today: Date) -> Book {
        let mut book = Book::default();
        for change in demo::changes(today, Chain(1)) {
            book.apply(1, &change).expect("the demo fits");
        }
        book
    }

    /// The demo's documents, found one by one.
    fn plainly(book: &Book, today: Date, fits: impl Fn(&Invoice, Status) -> bool) -> Vec<u32> {
        let slots = (0..book.invoices().slots()).rev();
        let fits = |slot: &usize| {
            let invoice = book.invoices().at(*slot);
            invoice.is_some_and(|one| book.status(one.id, today).is_some_and(|s| fits(one, s)))
        };
        slots
            .filter(fits)
            .filter_map(|slot| u32::try_from(slot).ok())
            .collect()
    }

    #[test]
    fn the_prepared_list_says_what_the_records_say() {
        let today: Date = "2026-11-22".parse().expect("a day");
        let book = demo_book(today);
        let documents = Documents::of(&book, today);
        let all = documents.ordered(&book, None);
        assert_eq!(all, plainly(&book, today, |_, _| true));
        assert!(all.len() > 50);
        for invoice in book.invoices().iter() {
            let name = &book
                .customers()
                .get(invoice.customer)
                .expect("a customer")
                .details
                .name;
            let found = documents.find(&all, &Words::of(name));
            let wanted = plainly(&book, today, |one, _| {
                let other = book.customers().get(one.customer).expect("a customer");
                fold(&other.details.name).contains(&fold(name))
            });
            assert_eq!(found, wanted, "{name}");
            let Some(issue) = &invoice.issue else {
                continue;
            };
            let found = documents.find(&all, &Words::of(&issue.number));
            assert!(found.contains(
                &u32::try_from(book.invoices().slot(invoice.id).expect("a slot")).expect("small")
            ));
        }
    }

    #[test]
    fn every_order_holds_every_document_and_rises() {
        let today: Date = "2026-11-22".parse().expect("a day");
        let book = demo_book(today);
        let documents = Documents::of(&book, today);
        let all = documents.ordered(&book, None);
        for sort in Sort::ALL {
            let mut up = documents.ordered(&book, Some((sort, false)));
            let mut down = documents.ordered(&book, Some((sort, true)));
            down.reverse();
            assert_eq!(up, down, "{sort:?}");
            let line = |slot: u32| *documents.line(slot).expect("a line");
            let rises = up.windows(2).all(|pair| {
                let (a, b) = (line(pair[0]), line(pair[1]));
                match sort {
                    Sort::Issued => a.issued <= b.issued,
                    Sort::Due => a.due <= b.due,
                    Sort::Amount => (a.currency, a.amount) <= (b.currency, b.amount),
                    Sort::Balance => (a.currency, a.balance) <= (b.currency, b.balance),
                    Sort::Status => a.status <= b.status,
                    Sort::Number | Sort::Customer => true,
                }
            });
            assert!(rises, "{sort:?}");
            up.sort_unstable_by_key(|slot| Reverse(*slot));
            assert_eq!(up, all, "{sort:?}");
        }
    }

    #[test]
    fn totals_are_the_sums_of_the_records_to_the_cent() {
        let today: Date = "2026-11-22".parse().expect("a day");
        let book = demo_book(today);
        let documents = Documents::of(&book, today);
        let all = documents.ordered(&book, None);
        let totals = documents.totals(&all);
        assert!(totals.is_sorted_by_key(|sums| sums.currency));
        assert_eq!(
            totals.iter().map(|sums| sums.count).sum::<usize>(),
            all.len()
        );
        for sums in &totals {
            let mut balances = Vec::new();
            let mut issued = Vec::new();
            for invoice in book
                .invoices()
                .iter()
                .filter(|one| one.currency == sums.currency)
            {
                let sign = |money: Money| {
                    if invoice.kind.is_credit() {
                        money.neg()
                    } else {
                        money
                    }
                };
                balances.push(sign(book.balance(invoice.id, today).expect("a balance")));
                if !matches!(
                    book.status(invoice.id, today),
                    Some(Status::Draft | Status::Void)
                ) {
                    issued.push(sign(amount(invoice).expect("an amount")));
                }
            }
            assert_eq!(
                sums.money(sums.balance),
                Money::sum(sums.currency, balances).ok()
            );
            assert_eq!(
                sums.money(sums.issued),
                Money::sum(sums.currency, issued).ok()
            );
        }
    }

    #[test]
    fn amounts_are_written_plainly() {
        for (minor, currency, text) in [
            (-5, "EUR", "0.05"),
            (123_450, "EUR", "1234.50"),
            (999_999_999_999, "JPY", "999999999999"),
            (1_001, "KWD", "1.001"),
        ] {
            let mut plain = String::new();
            write_plain(minor, currency.parse().expect("a currency"), &mut plain);
            assert_eq!(plain, text);
        }
    }
}
