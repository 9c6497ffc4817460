//! Names the program that makes PDFs, and its worker, after what they are, and tells the page.
//!
//! The names change with their content: a page never finds the program of another version.

use super::page::{add_meta, hex};
use crate::size::PDF_START;
use crate::step::Outcome;
use std::fs;
use std::path::{Path, PathBuf};

/// What `cargo xtask build` puts into the folder; where it did not, there is nothing to name.
pub const PROGRAM: &str = "paper.wasm";
const WORKER: &str = "pdf.js";

/// It is made small where it lies.
pub fn made(dist: &Path) -> Option<(PathBuf, PathBuf)> {
    let program = dist.join(PROGRAM);
    program.is_file().then(|| (program.clone(), program))
}

pub fn run(dist: &Path) -> Outcome {
    let program = dist.join(PROGRAM);
    let page_file = dist.join("index.html");
    let page = fs::read_to_string(&page_file)?;
    if page.contains(META) || !program.is_file() {
        return Ok(());
    }
    let bytes = fs::read(&program)?;
    let worker = fs::read(crate::step::root().join("static").join(WORKER))?;
    let program_name = format!("{PDF_START}{}.wasm", &hex(&bytes)[..16]);
    let worker_name = format!("{PDF_START}{}.js", &hex(&worker)[..16]);
    fs::rename(program, dist.join(&program_name))?;
    fs::write(dist.join(&worker_name), worker)?;
    let page = add_meta(&page, "owed-pdf-worker", &worker_name)?;
    fs::write(&page_file, add_meta(&page, META, &program_name)?)?;
    Ok(())
}

const META: &str = "owed-pdf";
