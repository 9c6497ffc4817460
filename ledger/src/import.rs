//! Import: what a records file comes to in a book.
//!
//! [`plan`] turns a [`RecordsFile`] into a [`ChangeSet`], all of it or nothing:
//! every problem names the record by its place in the file. [`csv`] reads a
//! table, [`exports`] the exports of other programs, each into a records file,
//! so all kinds of import are one; [`Origins`] leads back to their places.
//!
//! What it does by itself: customers that the book does not have are created,
//! also those that only an invoice names; each number series goes on after the
//! highest number imported. What it never does: change a record of the book,
//! renumber, or guess.
//!
//! The rules are those of [`crate::command`], held against a copy of the book
//! that each record is applied to. Settlements are held against their
//! documents after the last one, as a file need not be in order of time.

// What is read is untrusted: no place in it is taken to be there.
#![cfg_attr(not(test), deny(clippy::indexing_slicing, clippy::string_slice))]

use crate::book::Book;
use crate::change::ChangeSet;
use crate::command::Context;
use crate::problem::{At, FieldName, Problem};
use crate::records::RecordsFile;
use crate::slices::{Steps, at_once};

mod content;
pub mod csv;
mod customers;
mod documents;
pub mod exports;
mod names;
mod plan;
mod settlements;
mod sound;

pub use sound::{Sound, sound_in_steps};

use plan::{Plan, tax};

/// Where in a file of another form each record came from.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Origins {
    pub customers: Vec<At>,
    pub invoices: Vec<At>,
    pub payments: Vec<At>,
}

impl Origins {
    /// The place that a problem of [`plan`] means.
    pub fn of(&self, at: At) -> At {
        let places = match at.field {
            FieldName::Customers => &self.customers,
            FieldName::Invoices => &self.invoices,
            FieldName::Payments => &self.payments,
            _ => return at,
        };
        let place = at.index.and_then(|index| places.get(index));
        place.copied().unwrap_or(at)
    }
}

/// The changes that bring a file's records into the book.
///
/// # Errors
/// All problems there are, up to [`PROBLEMS_MAX`].
pub fn plan(book: &Book, file: &RecordsFile, context: &Context) -> Result<ChangeSet, Vec<Problem>> {
    at_once(plan_in_steps(book, file, context, &Steps::default()))
}

/// The same as long work, a step for each record.
///
/// # Errors
/// As [`plan`].
pub async fn plan_in_steps(
    book: &Book,
    file: &RecordsFile,
    context: &Context,
    steps: &Steps,
) -> Result<ChangeSet, Vec<Problem>> {
    let records = file.customers.len() + file.items.len() + file.payments.len();
    // Each document is looked at twice: its number, then the rest.
    steps.begin(records + file.write_offs.len() + 2 * file.invoices.len());
    let mut plan = Plan::new(book, file, context, steps);
    plan.customers(&file.customers).await;
    plan.items(file).await;
    plan.documents(&file.invoices).await;
    plan.settlements(file).await;
    plan.series(file);
    plan.finish()
}

#[cfg(test)]
mod tests;
