//! Cuts the program into the parts that `src/app/parts.rs` names, by what the linker says of each
//! function and constant: into a part goes what nothing outside of it reaches.
//!
//! The cut has to come before wasm-bindgen, which Trunk runs: so Trunk finds a stand-in for it that
//! comes here, see [`bind`]. What is done to the parts after that is done by [`run`].

use super::page::program_of;
use crate::size::PART;
use crate::step::{Failure, Outcome, run as run_command, target_dir};
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use wasm_split_cli_support::{Options, transform};

/// The name of what the parts need to be loaded, as the splitter calls it.
const LINK: &str = "__wasm_split.js";
/// The first part: what an open book shows first. What it shares with others is loaded with it.
const BOOK: &str = "book";
/// The file beside the parts that says what each is called for its users.
const NAMES: &str = "names";

fn folder() -> PathBuf {
    target_dir().join("parts")
}

/// What Trunk asked wasm-bindgen for: cuts the linked program, and hands on its main part.
pub fn bind(wasm_bindgen: &str, arguments: &[String]) -> Outcome {
    let mut handed_on = Command::new(wasm_bindgen);
    for argument in arguments {
        if argument.starts_with('-') || !argument.ends_with(".wasm") {
            handed_on.arg(argument);
        } else {
            handed_on.arg(cut(Path::new(argument))?);
        }
    }
    // Without it the table of functions is not exported, which the parts share.
    run_command(handed_on.arg("--keep-lld-exports"))
}

/// Cuts a linked program; answers where its main part is.
fn cut(linked: &Path) -> Outcome<PathBuf> {
    let folder = folder();
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let bytes = fs::read(linked)?;
    let main = folder.join("owed.wasm");
    let mut options = Options::new(&bytes);
    options.output_dir = &folder;
    options.main_out_path = &main;
    options.main_module = "./owed.js";
    let found = transform(options).map_err(|problem| {
        Failure::new(format!("{} cannot be cut: {problem:#}", linked.display()))
    })?;
    let names = names(&found.prefetch_map);
    if names.is_empty() {
        return Err(Failure::new("the program was linked without its parts"));
    }
    let mut lines = String::new();
    for (stem, name) in names {
        lines.push_str(&format!("{stem} {name}\n"));
    }
    fs::write(folder.join(NAMES), lines)?;
    Ok(main)
}

/// What each file of a part is called: after the part, and a number where it has several.
fn names(files_of: &HashMap<String, Vec<String>>) -> Vec<(String, String)> {
    let mut parts: Vec<&String> = files_of.keys().collect();
    parts.sort_by_key(|part| (*part != BOOK, part.as_str()));
    let mut names: Vec<(String, String)> = Vec::new();
    for part in parts {
        for file in &files_of[part] {
            if !names.iter().any(|(known, _)| known == file) {
                let count = names
                    .iter()
                    .filter(|(_, name)| name.starts_with(part.as_str()));
                let name = match count.count() {
                    0 => part.clone(),
                    more => format!("{part}-{more}"),
                };
                names.push((file.clone(), name));
            }
        }
    }
    names
}

/// Names the parts of the program in this folder, where it is one of parts: answers where each was
/// made, and where it goes.
pub fn run(dist: &Path) -> Outcome<Vec<(PathBuf, PathBuf)>> {
    let page = fs::read_to_string(dist.join("index.html"))?;
    let (program, _) = program_of(&page)?;
    let stem = program
        .strip_suffix("_bg.wasm")
        .ok_or_else(|| Failure::new(format!("the program is called {program}")))?;
    let glue_file = dist.join(format!("{stem}.js"));
    let glue = fs::read_to_string(&glue_file)?;
    let Some((aliases, glue)) = without_import(&glue) else {
        return Ok(Vec::new());
    };
    let mut programs = Vec::new();
    let folder = folder();
    let mut link = fs::read_to_string(folder.join(LINK))?;
    for line in fs::read_to_string(folder.join(NAMES))?.lines() {
        let (file, name) = line
            .split_once(' ')
            .ok_or_else(|| Failure::new("the names of the parts are damaged"))?;
        let goal = format!("{stem}{PART}{name}.wasm");
        let named = format!("\"./{file}.wasm\"");
        if !link.contains(&named) {
            return Err(Failure::new(format!("nothing loads the part {file}")));
        }
        link = link.replace(&named, &format!("\"./{goal}\""));
        programs.push((folder.join(format!("{file}.wasm")), dist.join(goal)));
    }
    fs::write(glue_file, format!("{glue}\n{}", linked(&aliases, &link)?))?;
    Ok(programs)
}

/// The glue without its imports of the link, and by what names it has it.
fn without_import(glue: &str) -> Option<(Vec<String>, String)> {
    let mut aliases = Vec::new();
    let mut left = String::with_capacity(glue.len());
    for line in glue.lines() {
        match line.strip_prefix("import * as ") {
            Some(rest) if rest.contains(LINK) => {
                aliases.extend(rest.split(' ').next().map(str::to_owned));
            }
            _ => {
                left.push_str(line);
                left.push('\n');
            }
        }
    }
    (!aliases.is_empty()).then_some((aliases, left))
}

/// The link as a constant of the glue: one file fewer, and one that cannot be of another version.
fn linked(aliases: &[String], link: &str) -> Outcome<String> {
    let mut body = String::new();
    let mut exports = Vec::new();
    for line in link.lines() {
        if line.starts_with("import ") {
            // What it takes from the glue is in reach.
        } else if let Some(rest) = line.strip_prefix("export const ") {
            exports.push(rest.split(' ').next().unwrap_or_default().to_owned());
            body.push_str(&format!("const {rest}\n"));
        } else {
            body.push_str(line);
            body.push('\n');
        }
    }
    // The page's starter fetches them: it knows their digests. A failure is told in the page.
    let fetched = body.replace("fetch(new URL(", "owedPart(new URL(");
    let quiet = fetched.replace("console.error(e);", "");
    if exports.is_empty() || fetched == body || quiet == fetched {
        return Err(Failure::new(
            "the splitter writes its link in another way now",
        ));
    }
    let names = aliases.join(" = ");
    Ok(format!(
        "var {};\n{names} = (() => {{\n{quiet}return {{ {} }};\n}})();\n",
        aliases.join(", "),
        exports.join(", ")
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_parts_share_is_named_after_the_first_one() {
        let files = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let map = HashMap::from([
            ("pages".to_owned(), files(&["chunk_3", "split_pages"])),
            ("book".to_owned(), files(&["chunk_3", "split_book"])),
        ]);
        let named = names(&map);
        let named: Vec<(&str, &str)> = named
            .iter()
            .map(|(file, name)| (&file[..], &name[..]))
            .collect();
        assert_eq!(
            named,
            [
                ("chunk_3", "book"),
                ("split_book", "book-1"),
                ("split_pages", "pages")
            ]
        );
    }

    #[test]
    fn the_link_becomes_a_part_of_the_glue() {
        let glue = "import * as import1 from \"./__wasm_split.js\"\nimport * as import2 from \"./__wasm_split.js\"\nlet wasm;\n";
        let (aliases, rest) = without_import(glue).expect("an import");
        assert_eq!(
            (aliases.join(" "), &rest[..]),
            ("import1 import2".to_owned(), "let wasm;\n")
        );
        let link = "import { initSync } from \"./owed.js\";\nfunction f(e) { console.error(e); }\nexport const load = f(() => fetch(new URL(\"./a.wasm\", import.meta.url)));\n";
        let linked = linked(&aliases, link).expect("linked");
        assert!(
            linked.starts_with("var import1, import2;\nimport1 = import2 = (() => {\n"),
            "{linked}"
        );
        assert!(linked.contains("owedPart(new URL(\"./a.wasm\""), "{linked}");
        assert!(linked.ends_with("return { load };\n})();\n"), "{linked}");
    }
}
