//! The bank: what its statements say, and what comes of it.
//!
//! [`read`] makes a [`file::BankFile`] of bytes; whether a line is known
//! already, whose it is and what it pays is not known there. [`intake`] says
//! what of it is new, [`matching`] what a line may be, and what was decided is
//! kept in records.

mod camt;
pub mod csv;
pub(crate) mod decode;
mod draft;
pub mod file;
pub mod intake;
pub mod matching;
mod mt940;
pub mod number;
mod ofx;
mod qif;
mod read;
mod returns;
pub mod standing;
mod statement;
mod xml;
mod zip;

pub use decode::{Letters, foreign, letters};
pub use read::{ReadOptions, is_of_bank, read, read_in_steps};
pub use statement::{
    BankAccount, BankLine, IgnoreRule, Match, Matched, Original, Returned, Statement,
    StatementBalance,
};

#[cfg(test)]
mod tests;
