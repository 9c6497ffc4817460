//! Which column of a table holds what: by the names of the header where they
//! are known, and by what stands in the columns where they are not. A name
//! counts only where the values are of its kind.
//!
//! Rows with a day are looked at, so that a title, a total or a footer hides
//! nothing.

mod amounts;
mod balance;
mod days;
mod finding;
mod header;
mod parties;
mod values;

use super::Role;
use super::unsure::Unsure;

pub(super) use header::{Table, currency_in};
pub(super) use values::is_amount;

use finding::Finding;

/// What was found.
pub(super) struct Found {
    pub(super) columns: Vec<(Role, usize)>,
    pub(super) unsure: Vec<Unsure>,
}

/// The roles of a table's columns.
pub(super) fn find(table: &Table) -> Found {
    let mut finding = Finding::of(table);
    finding.days();
    finding.statuses();
    finding.amounts();
    finding.balance();
    finding.money();
    finding.sides();
    finding.fee();
    finding.others();
    finding.accounts();
    finding.texts();
    finding.mark();
    let mut columns = finding.columns;
    // Texts are joined in the order of the columns.
    columns.sort_by_key(|(role, place)| (*role == Role::Text, *place));
    Found {
        columns,
        unsure: finding.unsure,
    }
}
