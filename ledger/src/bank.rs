//! The bank: what its statements say, and what comes of it.
//!
//! [`file`] is what a file says before anything of it is kept; [`read`] makes
//! it of bytes. Whether a line is known already, whose it is and what it pays
//! is not known there.

pub mod file;
pub mod intake;
pub mod matching;
mod statement;

pub use statement::{
    BankAccount, BankLine, IgnoreRule, Match, Matched, Original, Returned, Statement,
    StatementBalance,
};
