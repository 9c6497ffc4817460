//! What was left out of a run because something is not installed: noted where it happens, in
//! whichever process, and said once more in the last lines of the run.

use crate::step::{Outcome, target_dir};
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::PathBuf;

fn file() -> PathBuf {
    target_dir().join("left-out")
}

/// Begins a run: nothing is left out so far.
///
/// # Errors
/// The note of the last run cannot be removed.
pub fn begin() -> Outcome {
    let file = file();
    if file.exists() {
        fs::remove_file(file)?;
    }
    Ok(())
}

/// Says what is left out and why, and notes it in one line.
pub fn note(what: &str) {
    let line = what.split_whitespace().collect::<Vec<_>>().join(" ");
    eprintln!("left out: {line}");
    if all().contains(&line) {
        return;
    }
    // Where it cannot be noted, it was said.
    let opened = OpenOptions::new().create(true).append(true).open(file());
    if let Ok(mut notes) = opened {
        drop(notes.write_all(format!("{line}\n").as_bytes()));
    }
}

/// What was left out since the run began, in order.
pub fn all() -> Vec<String> {
    let notes = fs::read_to_string(file()).unwrap_or_default();
    notes.lines().map(str::to_owned).collect()
}

/// Says once more what was left out, where something was.
pub fn say() {
    let all = all();
    if !all.is_empty() {
        println!("\nLEFT OUT:");
    }
    for line in all {
        println!("    {line}");
    }
}
