//! Finding, ordering and adding up what lists show.
//!
//! What a list needs of each record is prepared once per book and day, by
//! slot; filters and orders are lists of slots. A search is tolerant of case,
//! of accents, and of how an amount is grouped. Nothing here is for a report:
//! the figures of a list are those of its rows, added up.

mod documents;

pub use documents::{CurrencyTotals, Documents, Sort, amount};
pub use values::text::{Search, Words, fold, natural};
