//! Ground values: what everything else is made of and what knows nothing of it.
//!
//! Exact amounts and their currencies ([`money`], the only arithmetic and the
//! only rounding), civil dates ([`date`]), ids and digests, identifiers of
//! accounts and payments ([`identifier`]), and how texts are compared and
//! searched. The crates of decimals and of dates are known here alone. No
//! clock, no randomness, no I/O.

#![warn(unreachable_pub)]

pub mod base64;
pub mod book_id;
mod currencies;
pub mod date;
pub mod file_kind;
pub mod hash;
pub mod identifier;
pub mod ids;
pub mod letters;
pub mod money;
pub mod slices;
pub mod text;
