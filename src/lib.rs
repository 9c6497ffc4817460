//! The shell around the ledger: pages, storage and the browser.
//!
//! Where to start: `app` is the root of the page, `dispatch` opens the book and
//! brings each command to the store.

pub mod app;
pub mod components;
pub mod dispatch;
pub mod door;
pub mod form;
pub mod hooks;
pub mod pages;
pub mod platform;
pub mod route;
pub mod state;
pub mod text;
pub mod ui;

pub use store;
