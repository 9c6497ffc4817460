//! The workshop of Owed: finding and installing tools, building, serving and proving the program.
//! Nothing here is shipped.
//!
//! Where to start: `main.rs` lists the commands; `parts` says what the workshop needs; `app`
//! builds `dist/`; `server` hands it out; `browser` (feature of the same name) drives a real
//! browser for the journeys in `tests/e2e`.

pub mod app;
#[cfg(feature = "browser")]
pub mod bench;
#[cfg(feature = "browser")]
pub mod browser;
#[cfg(feature = "browser")]
pub mod browser_tests;
pub mod doctor;
#[cfg(feature = "finish")]
pub mod finish;
pub mod left_out;
#[cfg(feature = "module")]
pub mod module;
pub mod oracles;
pub mod parts;
pub mod pictures;
pub mod proof;
pub mod server;
#[cfg(feature = "browser")]
pub mod shot;
pub mod size;
pub mod step;
pub mod wasm_target;
