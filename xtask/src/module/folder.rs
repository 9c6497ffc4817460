//! What is in a folder.

use std::fs;
use std::path::{Path, PathBuf};

use crate::step::Outcome;

/// All files below a folder, by name.
pub fn files_of(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(files_of(&path)?);
        } else {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
