//! The bank: what its statements say, and what comes of it.
//!
//! The crate `statements` reads the files: [`read`] makes a [`file::BankFile`] of bytes; whether a line is known
//! already, whose it is and what it pays is not known there. [`intake`] says
//! what of it is new, [`matching`] what a line may be, and what was decided is
//! kept in records.

pub mod intake;
pub mod matching;
pub mod standing;
mod statement;
pub mod whose;

pub use statement::{
    BankAccount, BankLine, IgnoreRule, Match, Matched, Original, Returned, Statement,
    StatementBalance,
};
pub use statements::{
    Letters, ReadOptions, csv, decode, file, foreign, is_of_bank, letters, number, read,
    read_in_steps,
};
