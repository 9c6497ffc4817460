//! Journeys through the release app in a real browser. Each has a browser and a profile of its
//! own and ends with a silent console; `xtask::browser` is what drives it.

mod harness;
mod opening;
