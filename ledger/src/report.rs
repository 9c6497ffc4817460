//! What the pages show: figures derived from a Book as of a day.
//!
//! A report counts only what is dated up to its day. A fact dated later never
//! changes it; a fact dated earlier but recorded later does.

pub mod aging;
pub mod dso;
pub mod exchange;
pub mod exposure;
pub mod kpi;
pub mod late;
pub mod numbers;
pub mod occurrences;
mod plain;
pub mod plan_aging;
pub mod statement;
pub mod timeline;
pub mod unasked;
pub mod unbilled;
pub mod worklist;
