//! Journeys through the release app in a real browser. Each has a browser and a profile of its
//! own and ends with a silent console; `xtask::browser` is what drives it.
//!
//! `owed` is the model of the app's pages and the only file that knows what they are called.
//! `hands` and `faults` reach below the app, `proof` tells a story with and without a fault.

mod axe;
mod backups;
mod bad_files;
mod bank;
mod daily;
mod damage;
mod dataset;
mod dates;
mod decimal;
mod early;
mod editor;
mod engines;
mod everyday;
mod faults;
mod figures;
mod foreign;
mod formats;
mod found;
mod found_bank;
mod half_dates;
mod hands;
mod harness;
mod history;
mod hostile;
mod imports;
mod keyboard;
mod lists;
mod offers;
mod offline;
mod opening;
mod owed;
mod payments;
mod pictures;
mod printing;
mod program_files;
mod promises;
mod proof;
mod reconcile;
mod recovery;
mod recurring;
mod reminders;
mod restoring;
mod saving;
mod tabs;
mod terms;
mod told;
