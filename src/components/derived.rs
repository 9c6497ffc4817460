//! What is derived from a book, once per book and question.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use ledger::book::Book;
use ledger::date::Date;
use ledger::money::{Currency, Money};
use ledger::query::Documents;
use ledger::report::aging::{self, AgedRow, Options};
use ledger::report::dso::{self, Figures, Period};
use ledger::report::kpi::ZeroSales;
use ledger::report::worklist::{Worklist, worklist};
use yew::prelude::*;

use crate::form::customers::Directory;
use crate::route::AgingQuery;

/// A book compared by where it lies: two books are never compared record by
/// record.
#[derive(Clone)]
struct SameBook(Rc<Book>);

impl PartialEq for SameBook {
    fn eq(&self, other: &SameBook) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// What `derive` makes of a book, again only where the book or the question
/// changed.
#[hook]
pub fn use_derived<Q, T, F>(book: &Rc<Book>, question: Q, derive: F) -> Rc<T>
where
    Q: PartialEq + 'static,
    T: 'static,
    F: FnOnce(&Book, &Q) -> T,
{
    use_memo((SameBook(book.clone()), question), |(book, question)| {
        derive(&book.0, question)
    })
}

/// The customers by name, once per book: never built while somebody types.
#[hook]
pub fn use_directory(book: &Rc<Book>) -> Rc<Directory> {
    use_derived(book, (), |book, ()| Directory::of(book))
}

/// The aging, and how many documents or instalments are in each bucket.
pub struct Aged {
    pub aging: aging::Aging,
    pub rows: Vec<AgedRow>,
}

impl Aged {
    /// How many are in a bucket of a currency.
    pub fn count(&self, currency: Currency, bucket: usize) -> usize {
        self.rows
            .iter()
            .filter(|row| row.bucket == bucket && row.open.currency() == currency)
            .count()
    }
}

/// The aging as of a day; `None` where the bounds are none.
#[hook]
pub fn use_aging(book: &Rc<Book>, options: Options) -> Rc<Option<Aged>> {
    use_derived(book, options, |book, options| {
        let aging = aging::aging(book, options).ok()?;
        let rows = aging::rows(book, options).ok()?;
        Some(Aged { aging, rows })
    })
}

/// What is to do to collect on a day; `None` where its days or sums are none
/// that there are.
#[hook]
pub fn use_worklist(book: &Rc<Book>, today: Date) -> Rc<Option<Rc<Worklist>>> {
    use_derived(book, today, |book, today| {
        worklist(book, *today).ok().map(Rc::new)
    })
}

/// The figures of a period in each currency of the book.
#[hook]
pub fn use_figures(book: &Rc<Book>, period: Period) -> Rc<Vec<Figures>> {
    use_derived(book, period, |book, period| {
        let currencies = dso::currencies(book);
        currencies
            .into_iter()
            .map(|currency| dso::figures(book, currency, *period, ZeroSales::default()))
            .collect()
    })
}

/// The currency to lead with: that of the books, where anything is in it.
pub fn leading<T>(book: &Book, list: &[T], currency: impl Fn(&T) -> Currency) -> Vec<usize> {
    let own = book.business().map(|business| business.currency);
    let mut places: Vec<usize> = (0..list.len()).collect();
    places.sort_by_key(|place| {
        let currency = currency(&list[*place]);
        (Some(currency) != own, currency)
    });
    places
}

impl Aged {
    /// What is left of a currency's documents that are due from the day of the
    /// aging on, within so many days.
    pub fn due_within(&self, currency: Currency, days: u32) -> Option<Money> {
        let as_of = self.aging.options.as_of;
        let due = self
            .rows
            .iter()
            .filter(|row| row.open.currency() == currency && is_within(Some(days), row, as_of));
        Money::sum(currency, due.map(|row| row.open)).ok()
    }
}

pub type Prepared = (Weak<Book>, Date, Rc<Documents>);

thread_local! {
    /// The list that was prepared last: whoever comes back to it does not wait.
    static PREPARED: RefCell<Option<Prepared>> = const { RefCell::new(None) };
}

/// What the list of documents is found by, prepared once for a book and a day.
pub fn prepared(book: &Rc<Book>, today: Date) -> Rc<Documents> {
    PREPARED.with_borrow_mut(|prepared| {
        if let Some((known, day, documents)) = prepared
            && *day == today
            && known
                .upgrade()
                .is_some_and(|known| Rc::ptr_eq(&known, book))
        {
            return documents.clone();
        }
        let documents = Rc::new(Documents::of(book, today));
        prepared.replace((Rc::downgrade(book), today, documents.clone()));
        documents
    })
}

/// Whether it is due from the day on, within so many days.
pub fn is_within(days: Option<u32>, row: &AgedRow, as_of: Date) -> bool {
    let left = u32::try_from(row.due.days_since(as_of));
    days.is_none_or(|days| left.is_ok_and(|left| left < days))
}

/// How the aging is computed for a query; today where it names no day.
pub fn options_of(query: &AgingQuery, today: Date) -> Options {
    let customary = Options::as_of(query.as_of.unwrap_or(today));
    Options {
        basis: query.basis,
        bounds: if query.bounds.is_empty() {
            customary.bounds.clone()
        } else {
            query.bounds.clone()
        },
        ..customary
    }
}
