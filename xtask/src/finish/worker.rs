//! Writes the service worker, with the digests of all files that it keeps.

use super::{add_meta, hex};
use crate::size::is_later;
use crate::step::{Failure, Outcome, root};
use std::fmt::Write;
use std::fs;
use std::path::Path;

const WORKER: &str = "sw.js";

pub fn run(dist: &Path) -> Outcome {
    let page_file = dist.join("index.html");
    let page = fs::read_to_string(&page_file)?;
    if !page.contains("owed-worker") {
        fs::write(&page_file, add_meta(&page, "owed-worker", WORKER)?)?;
    }
    let template = fs::read_to_string(root().join("static").join(WORKER))?;
    fs::write(dist.join(WORKER), written(dist, &template)?)?;
    Ok(())
}

fn written(dist: &Path, template: &str) -> Outcome<String> {
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
