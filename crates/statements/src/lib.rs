//! What banks' files say, in one form for all formats ([`file::BankFile`]), and the tables (CSV) that others read as well
//! ([`table`]).
//!
//! Whether a line is known already, whose it is and what it pays is not known here: there is no
//! book, no clock and no I/O. No file stops a reader; what cannot be read is refused with its
//! place, what is left out is a warning.

#![warn(unreachable_pub)]
// What is read is untrusted: no place in it is taken to be there.
#![cfg_attr(not(test), deny(clippy::indexing_slicing, clippy::string_slice))]

mod camt;
pub mod csv;
mod cut;
pub mod decode;
mod draft;
pub mod file;
mod mt940;
pub mod number;
mod ofx;
mod qif;
mod read;
mod returns;
pub mod table;
mod xml;
mod zip;

pub use decode::{Letters, foreign, letters};
pub use draft::sum;
pub use file::ReadOptions;
pub use read::{is_of_bank, read, read_in_steps};

#[cfg(test)]
mod tests;
