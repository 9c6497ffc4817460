//! The browser around the program: its clock, its dice, its files.
//!
//! The only place besides `store` that touches browser APIs, and the only one
//! with a clock. It holds nothing of a book.

pub mod clock;
pub mod day;
pub mod device;
pub mod digest;
pub mod early;
pub mod files;
pub mod gzip;
pub mod locks;
pub mod pause;
pub mod pdf;
pub mod picture;
pub mod quota;
pub mod random;
mod starter;
pub mod streams;
pub mod text;
pub mod version;

pub use self::streams::{Chunks, StreamError};
