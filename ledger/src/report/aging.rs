//! Aging: what is outstanding, by how late it is.
//!
//! Not yet due and due today is *current*; then 1 to 30 days past due, 31 to
//! 60 and so on by the bounds given. By invoice date the same, with the days
//! since that date. Each instalment ages by its own due date; what was paid
//! fills the earliest instalment first. Unapplied payments and credit notes
//! are never in a bucket; they stand beside, as `unapplied`. Disputed
//! documents stay in.

use crate::book::Book;
use crate::book::columns::{InvoiceColumns, NEVER};
use crate::date::Date;
use crate::ids::{CustomerId, InvoiceId};
use crate::money::{Currency, Money};
use serde::{Deserialize, Serialize};

/// From which day a document ages.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    #[default]
    Due,
    Invoice,
}

/// Buckets at the most, the current one included.
pub const BUCKETS_MAX: usize = 12;

/// What to age and how.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Options {
    pub as_of: Date,
    pub basis: Basis,
    /// The last day of each bucket, ascending: 30, 60, 90 make current, 1-30,
    /// 31-60, 61-90 and 91+.
    pub bounds: Vec<u32>,
}

impl Options {
    /// By due date, in the customary buckets.
    pub fn as_of(as_of: Date) -> Options {
        Options {
            as_of,
            basis: Basis::Due,
            bounds: vec![30, 60, 90],
        }
    }

    /// # Errors
    /// [`BadBounds`] where the bounds do not rise from 1 or are too many.
    pub fn check(&self) -> Result<(), BadBounds> {
        let rising = self.bounds.windows(2).all(|pair| pair[0] < pair[1]);
        let fits = self.bounds.len() + 2 <= BUCKETS_MAX
            && self.bounds.iter().all(|bound| (1..=36_500).contains(bound));
        if rising && fits && !self.bounds.is_empty() {
            Ok(())
        } else {
            Err(BadBounds)
        }
    }

    /// First and last day of each bucket after the current one; the last has
    /// no end.
    pub fn ranges(&self) -> Vec<(u32, Option<u32>)> {
        let firsts = std::iter::once(1).chain(self.bounds.iter().map(|bound| bound + 1));
        let lasts = self.bounds.iter().copied().map(Some).chain([None]);
        firsts.zip(lasts).collect()
    }

    /// The bucket of something that is so many days late; 0 is current.
    pub(super) fn bucket(&self, days_late: i32) -> usize {
        if days_late <= 0 {
            return 0;
        }
        let days = days_late.unsigned_abs();
        1 + self
            .bounds
            .iter()
            .take_while(|bound| days > **bound)
            .count()
    }
}

/// The bounds of the buckets do not rise, or are too many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("bucket bounds must rise from 1, at most {} of them", BUCKETS_MAX - 2)]
pub struct BadBounds;

/// Minor units per bucket, and beside them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Sums {
    /// The current one first.
    pub buckets: Vec<i128>,
    /// Unapplied payments and credit notes, positive.
    pub unapplied: i128,
}

impl Sums {
    fn of(width: usize) -> Sums {
        Sums {
            buckets: vec![0; width],
            unapplied: 0,
        }
    }

    /// The sum of the buckets.
    pub fn outstanding(&self) -> i128 {
        self.buckets.iter().sum()
    }

    /// Outstanding less unapplied.
    pub fn net(&self) -> i128 {
        self.outstanding() - self.unapplied
    }
}

/// The aging in one currency.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CurrencyAging {
    pub currency: Currency,
    pub total: Sums,
    /// Customers with anything outstanding or unapplied, in order of
    /// creation.
    pub customers: Vec<(CustomerId, Sums)>,
}

impl CurrencyAging {
    /// An amount of this aging as money; `None` past 18 digits.
    pub fn money(&self, minor: i128) -> Option<Money> {
        Money::from_minor(minor, self.currency).ok()
    }
}

/// The aging of a whole book.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Aging {
    pub options: Options,
    /// By currency code.
    pub currencies: Vec<CurrencyAging>,
}

/// Sums per customer slot, laid out flat: `width` buckets and unapplied.
struct Grid {
    currency: u8,
    width: usize,
    cells: Vec<i128>,
}

impl Grid {
    fn row(&mut self, customer: u32) -> Option<&mut [i128]> {
        let at = usize::try_from(customer)
            .ok()?
            .checked_mul(self.width + 1)?;
        self.cells.get_mut(at..at + self.width + 1)
    }
}

/// The few currencies of a book, each with its grid.
struct Grids {
    customers: usize,
    width: usize,
    grids: Vec<Grid>,
}

impl Grids {
    #[inline]
    fn of(&mut self, currency: u8) -> Option<&mut Grid> {
        let place = match self.grids.iter().position(|grid| grid.currency == currency) {
            Some(place) => place,
            None => {
                self.grids.push(Grid {
                    currency,
                    width: self.width,
                    cells: vec![0; self.customers * (self.width + 1)],
                });
                self.grids.len() - 1
            }
        };
        self.grids.get_mut(place)
    }
}

/// The aging as of a day.
///
/// # Errors
/// [`BadBounds`].
pub fn aging(book: &Book, options: &Options) -> Result<Aging, BadBounds> {
    options.check()?;
    let day = options.as_of.number();
    let width = options.bounds.len() + 2;
    let mut grids = Grids {
        customers: book.customers().slots(),
        width,
        grids: Vec::new(),
    };
    for row in book.columns.invoices.iter() {
        if !row.stands_at(day) {
            continue;
        }
        let Some(grid) = grids.of(row.currency) else {
            continue;
        };
        let Some(cells) = grid.row(row.customer) else {
            continue;
        };
        if row.credit {
            cells[width] += i128::from(row.open_at(day));
        } else if row.instalments.is_none() && row.settlements.total() == row.asked {
            // The many that are paid: on most days nothing is left of them.
            let open = row.open_at(day);
            if open != 0 {
                cells[options.bucket(day - aged_from(options, row, row.due))] += i128::from(open);
            }
        } else {
            row.parts_at(day, |due, open| {
                cells[options.bucket(day - aged_from(options, row, due))] += i128::from(open);
            });
        }
    }
    for row in book.columns.payments.iter() {
        if row.date == NEVER {
            continue;
        }
        let unapplied = row.unapplied_at(day);
        if unapplied == 0 {
            continue;
        }
        if let Some(cells) = grids
            .of(row.currency)
            .and_then(|grid| grid.row(row.customer))
        {
            cells[width] += i128::from(unapplied);
        }
    }
    let mut currencies: Vec<CurrencyAging> = grids
        .grids
        .into_iter()
        .map(|grid| summed(book, grid))
        .collect();
    currencies.sort_by_key(|aging| aging.currency);
    Ok(Aging {
        options: options.clone(),
        currencies,
    })
}

#[inline]
fn aged_from(options: &Options, row: &InvoiceColumns, due: i32) -> i32 {
    match options.basis {
        Basis::Due => due,
        Basis::Invoice => row.issued,
    }
}

fn summed(book: &Book, grid: Grid) -> CurrencyAging {
    let mut total = Sums::of(grid.width);
    let mut customers = Vec::new();
    for (slot, cells) in grid.cells.chunks_exact(grid.width + 1).enumerate() {
        if cells.iter().all(|cell| *cell == 0) {
            continue;
        }
        let (buckets, unapplied) = cells.split_at(grid.width);
        let sums = Sums {
            buckets: buckets.to_vec(),
            unapplied: unapplied.iter().sum(),
        };
        for (sum, bucket) in total.buckets.iter_mut().zip(buckets) {
            *sum += bucket;
        }
        total.unapplied += sums.unapplied;
        customers.push((book.customers().id_at(slot), sums));
    }
    CurrencyAging {
        currency: Currency::from_index(grid.currency).unwrap_or_default(),
        total,
        customers,
    }
}

/// One line of the drill-down: a document, or an instalment of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AgedRow {
    pub invoice: InvoiceId,
    pub customer: CustomerId,
    pub due: Date,
    /// Negative before its due date.
    pub days_late: i32,
    pub bucket: usize,
    pub open: Money,
}

/// What the buckets are made of, by due date.
///
/// # Errors
/// [`BadBounds`].
pub fn rows(book: &Book, options: &Options) -> Result<Vec<AgedRow>, BadBounds> {
    options.check()?;
    let day = options.as_of.number();
    let mut rows = Vec::new();
    for (slot, row) in book.columns.invoices.iter().enumerate() {
        if row.credit {
            continue;
        }
        row.parts_at(day, |due, open| {
            let days_late = day - aged_from(options, row, due);
            let customer = usize::try_from(row.customer).unwrap_or(usize::MAX);
            if let (Ok(due), Ok(open)) = (
                Date::from_number(due),
                Money::from_minor(open.into(), row.currency()),
            ) {
                rows.push(AgedRow {
                    invoice: book.invoices().id_at(slot),
                    customer: book.customers().id_at(customer),
                    due,
                    days_late,
                    bucket: options.bucket(days_late),
                    open,
                });
            }
        });
    }
    rows.sort_by_key(|row| (row.due, row.invoice));
    Ok(rows)
}

/// Whether, on the day of the newest fact, the buckets add up to what the
/// documents have outstanding one by one.
pub(crate) fn adds_up(book: &Book) -> bool {
    let days = book
        .columns
        .invoices
        .iter()
        .filter(|row| row.is_issued())
        .flat_map(|row| [row.issued, row.due]);
    let Some(as_of) = days.max().and_then(|day| Date::from_number(day).ok()) else {
        return true;
    };
    let Ok(aging) = aging(book, &Options::as_of(as_of)) else {
        return false;
    };
    aging.currencies.iter().all(|aging| {
        let open: i128 = book
            .columns
            .invoices
            .iter()
            .filter(|row| !row.credit && row.currency() == aging.currency)
            .map(|row| i128::from(row.open_at(as_of.number())))
            .sum();
        open == aging.total.outstanding()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(bounds: &[u32]) -> Options {
        Options {
            bounds: bounds.to_vec(),
            ..Options::as_of("2026-11-21".parse().expect("a date"))
        }
    }

    #[test]
    fn bounds_rise_from_one_and_are_few() {
        let ten: Vec<u32> = (1..=10).collect();
        let eleven: Vec<u32> = (1..=11).collect();
        for (bounds, holds, why) in [
            (&[30, 60, 90][..], true, "the customary ones"),
            (&[1], true, "one day"),
            (&[36_500], true, "a hundred years"),
            (&ten, true, "as many as there may be"),
            (&[], false, "none"),
            (&[0, 30], false, "today is current"),
            (&[30, 30], false, "an empty bucket"),
            (&[60, 30], false, "falling"),
            (&[36_501], false, "beyond a hundred years"),
            (&[u32::MAX], false, "absurd"),
            (&eleven, false, "too many"),
        ] {
            assert_eq!(options(bounds).check().is_ok(), holds, "{why}");
            assert_eq!(
                aging(&Book::default(), &options(bounds)).is_ok(),
                holds,
                "{why}"
            );
            assert_eq!(
                rows(&Book::default(), &options(bounds)).is_ok(),
                holds,
                "{why}"
            );
        }
    }

    #[test]
    fn a_day_is_in_one_bucket() {
        let customary = options(&[30, 60, 90]);
        for (days_late, bucket) in [
            (i32::MIN, 0),
            (-1, 0),
            (0, 0),
            (1, 1),
            (30, 1),
            (31, 2),
            (60, 2),
            (61, 3),
            (90, 3),
            (91, 4),
            (i32::MAX, 4),
        ] {
            assert_eq!(customary.bucket(days_late), bucket, "{days_late} days late");
        }
        assert_eq!(options(&[1]).bucket(1), 1);
        assert_eq!(options(&[1]).bucket(2), 2);
    }

    #[test]
    fn ranges_say_what_is_in_each_bucket() {
        let customary = options(&[30, 60, 90]);
        let ranges = [(1, Some(30)), (31, Some(60)), (61, Some(90)), (91, None)];
        assert_eq!(customary.ranges(), ranges);
        for (bucket, (first, last)) in (1..).zip(customary.ranges()) {
            for day in [first, last.unwrap_or(first)] {
                let day = i32::try_from(day).expect("few days");
                assert_eq!(customary.bucket(day), bucket);
            }
        }
    }
}
