//! The browser around the program: its files, its windows, and from `store` its
//! clock and its dice.
//!
//! The only place besides `store` that touches browser APIs. It holds nothing
//! of a book.

pub mod clipboard;
pub mod day;
pub mod device;
pub mod early;
pub mod files;
pub mod locks;
pub mod pdf;
pub mod picture;
pub mod quota;
mod starter;
pub mod text;
pub mod version;

pub use store::streams::{Chunks, StreamError};
pub use store::{clock, digest, gzip, pause, random, streams};
