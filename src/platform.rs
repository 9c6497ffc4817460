//! The browser around the program: its clock, its dice, its files.
//!
//! The only place besides `store` that touches browser APIs, and the only one
//! with a clock. It holds nothing of a book.

pub mod clock;
pub mod day;
pub mod device;
pub mod early;
pub mod files;
pub mod locks;
pub mod pause;
pub mod pdf;
pub mod picture;
pub mod quota;
mod starter;
pub mod text;
pub mod version;

pub use store::streams::{Chunks, StreamError};
pub use store::{digest, gzip, random, streams};
