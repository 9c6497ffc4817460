//! The words of Owed: what its pages, its messages and its printed documents say.
//!
//! The catalogue is a folder per language (`en`, `de`, …) with a file in Fluent's syntax per group
//! of messages. `build/` compiles each message into a function of its arguments, and refuses what a
//! language lacks. English is part of the program; another language of the interface is a pack that
//! is loaded when it is chosen ([`use_pack`]). What is printed is in all languages of
//! `printed/` at once, as its language is the customer's.
//!
//! Numbers are written in groups; amounts and days come as texts, written by the caller in
//! the language of [`tag`].

mod pack;
mod pattern;
mod plural;
#[cfg(any(feature = "pseudo", test))]
pub mod pseudo;

include!(concat!(env!("OUT_DIR"), "/messages.rs"));

pub use pack::{NotThisProgram, tag, use_english, use_pack, write_counts_with};
pub use pattern::{Count, Piece};

pub(crate) use pack::pattern_of;
pub(crate) use pattern::{Value, fill, pieces};
