//! Writes the service worker, with the digests of all files that it keeps.

use super::page::{add_meta, hex};
use crate::size::{PART, PDF_START, is_later};
use crate::step::{Failure, Outcome, root};
use std::fmt::Write;
use std::fs;
use std::path::Path;

const WORKER: &str = "sw.js";

pub fn run(dist: &Path) -> Outcome {
    let page_file = dist.join("index.html");
    let page = fs::read_to_string(&page_file)?;
    if !page.contains("owed-worker") {
        let page = add_meta(&page, "owed-worker", WORKER)?;
        fs::write(
            &page_file,
            add_meta(&page, "owed-digests", &checked(dist, &page)?)?,
        )?;
    }
    let template = fs::read_to_string(root().join("static").join(WORKER))?;
    fs::write(dist.join(WORKER), written(dist, &template)?)?;
    Ok(())
}

/// The program's files that the page itself holds against their digests, each with the beginning
/// of its own.
fn checked(dist: &Path, page: &str) -> Outcome<String> {
    let mut checked = Vec::new();
    for name in names(dist)? {
        let is_program = name.ends_with(".wasm") || name.ends_with(".js");
        let is_named = page.contains(&format!("{name}\">")) || name.contains(PART);
        // Those that make PDFs bear theirs in their names.
        if is_program && is_named && !name.starts_with(PDF_START) && name != WORKER {
            let digest = hex(&fs::read(dist.join(&name))?);
            checked.push(format!("{name}={}", &digest[..16]));
        }
    }
    Ok(checked.join(" "))
}

fn names(dist: &Path) -> Outcome<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(dist)? {
        let entry = entry?;
        if !entry.file_type()?.is_file() {
            return Err(Failure::new(format!(
                "the worker does not know what to do with {}",
                entry.path().display()
            )));
        }
        names.push(entry.file_name().to_string_lossy().into_owned());
    }
    names.retain(|name| name != WORKER);
    names.sort();
    Ok(names)
}

fn written(dist: &Path, template: &str) -> Outcome<String> {
    let names = names(dist)?;
    let mut first = String::new();
    let mut later = String::new();
    for name in &names {
        let list = if is_later(name) {
            &mut later
        } else {
            &mut first
        };
        // The page is asked for by its folder.
        let path = if name == "index.html" { "./" } else { name };
        let digest = hex(&fs::read(dist.join(name))?);
        writeln!(list, "  {path:?}: {digest:?},").expect("text takes everything");
    }
    let version = &hex(format!("{first}{later}").as_bytes())[..16];
    let mut text = template.to_owned();
    for (place, value) in [
        ("\"VERSION\"", format!("{version:?}")),
        ("{ FIRST }", format!("{{\n{first}}}")),
        ("{ LATER }", format!("{{\n{later}}}")),
    ] {
        if !text.contains(place) {
            return Err(Failure::new(format!("static/{WORKER} has no {place}")));
        }
        text = text.replace(place, &value);
    }
    Ok(text)
}
