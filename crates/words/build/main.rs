//! Compiles the catalogue: a folder per language, a Fluent file per group of messages. A message or
//! an argument that a language lacks ends the build, with its file and name.

mod catalogue;
mod code;
mod pattern;

use std::path::Path;
use std::{env, fs};

use catalogue::Catalogue;

fn main() {
    let root = env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    let root = Path::new(&root);
    let mut files = Vec::new();
    for entry in folder(root) {
        let language = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() && !["build", "src", "tests", "target"].contains(&&*language) {
            println!("cargo::rerun-if-changed={language}");
            read(&entry.path(), &language, "", &mut files);
        }
    }
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=.");
    match Catalogue::new(&files) {
        Ok(catalogue) => {
            let out = env::var("OUT_DIR").unwrap_or_default();
            let path = Path::new(&out).join("messages.rs");
            if let Err(error) = fs::write(&path, code::of(&catalogue)) {
                fail(&[format!("{}: {error}", path.display())]);
            }
        }
        Err(faults) => fail(&faults),
    }
}

/// The files below a language's folder; those of `printed/` are of printed documents.
fn read(path: &Path, language: &str, under: &str, files: &mut Vec<catalogue::File>) {
    for entry in folder(path) {
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() {
            read(&entry.path(), language, &format!("{under}{name}/"), files);
        } else if let Some(group) = name.strip_suffix(".ftl") {
            match fs::read_to_string(entry.path()) {
                Ok(text) => files.push(catalogue::File {
                    language: language.to_owned(),
                    group: format!("{under}{group}"),
                    text,
                }),
                Err(error) => fail(&[format!("{}: {error}", entry.path().display())]),
            }
        }
    }
}

/// What is in a folder, by name.
fn folder(path: &Path) -> Vec<fs::DirEntry> {
    let mut entries: Vec<_> = match fs::read_dir(path) {
        Ok(entries) => entries.flatten().collect(),
        Err(error) => fail(&[format!("{}: {error}", path.display())]),
    };
    entries.sort_by_key(fs::DirEntry::file_name);
    entries
}

fn fail(faults: &[String]) -> ! {
    for fault in faults {
        println!("cargo::error={fault}");
    }
    std::process::exit(1)
}
