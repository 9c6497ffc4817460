//! The pure core of Owed: money, documents, the journal, and the figures.
//!
//! # Where to start
//! [`book::Book`] is everything there is, folded from the [`journal`].
//! [`command::execute`] turns a [`command::Command`] and a Book into a
//! [`change::ChangeSet`], or into the problems of what the user asked.
//! [`report`] derives what the pages show. [`money`] holds the only
//! arithmetic and the only rounding.
//!
//! # What is not here
//! No clock, no randomness, no I/O, no browser, no text for people: these
//! belong to the shell. Nothing derived is stored as truth.

#![warn(unreachable_pub)]

mod action;
pub mod backup;
pub mod bank;
pub mod book;
pub mod business;
pub mod change;
pub mod check;
pub mod coded;
pub mod collection;
pub mod command;
pub mod customer;
pub mod demo;
#[cfg(test)]
mod desk;
pub mod details;
pub mod erasure;
pub mod import;
pub mod invoice;
pub mod item;
pub mod journal;
pub mod kinds;
pub mod late;
pub mod look;
pub mod mail;
pub mod migrate;
mod named;
pub mod open_items;
pub mod payment;
pub mod payment_code;
pub mod problem;
pub mod query;
pub mod quote;
pub mod records;
pub mod recovery;
pub mod report;
pub mod schedule;
pub mod snapshot;
pub mod table;
pub mod tax;
pub mod terms;

pub use values::{base64, date, file_kind, hash, identifier, ids, letters, money, slices};
