//! What late payment entitles to, by law: interest, fixed sums, the order in
//! which money settles a claim, the day it may lapse. Pure calculations and
//! tables; who claims what is recorded elsewhere.
//!
//! # How it is used
//! [`claim::interest_by_law`] takes the facts of a claim and gives either the
//! interest, line by line with the ground of each, or the questions that are
//! open; since when the debtor is in default says [`start::start`].
//! [`interest::accrue`] is the calculation alone, for rates that were
//! agreed. Nothing here guesses: which law applies, whether the debtor is a
//! business, a rate that is not known for a period are each a [`Question`].
//!
//! # Days
//! Interest runs from the day after the due date up to and including the day
//! of payment; see [`days`].

pub mod claim;
pub mod days;
pub mod fixed_sum;
pub mod interest;
pub mod ladder;
mod law;
pub mod limitation;
pub mod plan;
pub mod promise;
mod question;
pub mod rates;
pub mod settlement;
pub mod start;
#[cfg(test)]
mod tests;
pub mod waiver;

pub use law::{Audience, Condition, Confidence, Law, Source};
pub use question::Question;
