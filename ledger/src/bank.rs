//! The bank: what its statements say, and what comes of it.
//!
//! [`file`] is what a file says before anything of it is kept; [`read`] makes
//! it of bytes. Whether a line is known already, whose it is and what it pays
//! is not known there.

mod camt;
pub mod csv;
mod decode;
mod draft;
pub mod file;
mod mt940;
mod ofx;
mod qif;
mod read;
mod returns;
mod xml;
mod zip;

pub use read::{ReadOptions, read, read_in_steps};
