//! Putting the package together: programs, glue, declarations, provenance.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::json;

use super::declare::Declared;
use super::folder::files_of;
use crate::app::optimise_all;
use crate::parts::{Part, locked_version};
use crate::step::{Failure, Outcome, at_root, cargo, output, root, run, step, target_dir};
use crate::wasm_target::{TARGET, WasmTarget};

/// The programs: the feature that makes each, and its name in the package.
const PROGRAMS: [(&str, &str); 3] = [("figures", "owed"), ("book", "book"), ("files", "files")];

/// What a page loads for figures: all that it takes before the first call.
const FIRST: [&str; 6] = [
    "owed_bg.wasm",
    "owed.js",
    "web.js",
    "functions.js",
    "once.js",
    "statements-web.js",
];

/// Bytes of brotli at level 11, all that is loaded first together.
const FIRST_BYTES: usize = 250_000;

/// Where the package is put together.
pub fn folder() -> PathBuf {
    target_dir().join("npm").join("owed")
}

/// Builds the package.
///
/// # Errors
/// A program cannot be built, or a type not be declared.
pub fn build(declared: &Declared) -> Outcome<PathBuf> {
    let folder = folder();
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let made: Vec<PathBuf> = PROGRAMS
        .iter()
        .map(|(feature, name)| program(&folder, feature, name))
        .collect::<Outcome<_>>()?;
    step("make the programs small", || small(&folder, &made))?;
    for file in files_of(&root().join("crates/module/package"))? {
        fs::copy(&file, folder.join(file.file_name().unwrap_or_default()))?;
    }
    for name in ["LICENSE-APACHE", "LICENSE-MIT"] {
        fs::copy(root().join(name), folder.join(name))?;
    }
    declarations(&folder, declared)?;
    step("weigh what is loaded first", || weigh(&folder))?;
    fs::write(folder.join("package.json"), manifest()?)?;
    let provenance = provenance(&folder)?;
    fs::write(folder.join("provenance.json"), pretty(&provenance)?)?;
    Ok(folder)
}

/// A program with its glue; it is not optimised yet.
fn program(folder: &Path, feature: &str, name: &str) -> Outcome<PathBuf> {
    let target = WasmTarget::ensure()?;
    let bindgen = Part::WasmBindgen.ensure()?.path;
    step(&format!("build the program '{name}'"), || {
        run(target.prepare(cargo().args([
            "build",
            "--release",
            "--package",
            "module",
            "--lib",
            "--target",
            TARGET,
            "--no-default-features",
            "--features",
            feature,
        ])))?;
        let linked = target.folder().join(TARGET).join("release/module.wasm");
        run(Command::new(bindgen)
            .args(["--target", "web", "--out-name", name, "--out-dir"])
            .arg(folder)
            .arg(linked))?;
        let raw = folder.join(format!("{name}.raw"));
        fs::rename(folder.join(format!("{name}_bg.wasm")), &raw)?;
        fs::remove_file(folder.join(format!("{name}_bg.wasm.d.ts")))?;
        let mut glue = shared(folder)?;
        glue.push(folder.join(format!("{name}.js")));
        for file in glue {
            fs::write(&file, without_comments(&fs::read_to_string(&file)?))?;
        }
        Ok(raw)
    })
}

/// What all programs share with JavaScript.
fn shared(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let folders = fs::read_dir(folder.join("snippets"))?;
    folders
        .map(|folder| Ok(folder?.path().join("js/plain.js")))
        .collect()
}

/// The glue without its comments, which the declarations have as well.
fn without_comments(glue: &str) -> String {
    let mut within = false;
    let mut kept = String::new();
    for line in glue.lines() {
        let text = line.trim_start();
        within |= text.starts_with("/*");
        if !within && !text.starts_with("//") {
            kept.push_str(line);
            kept.push('\n');
        }
        within &= !text.contains("*/");
    }
    kept
}

/// Makes the programs small; what was made small before is taken as it is.
fn small(folder: &Path, made: &[PathBuf]) -> Outcome {
    let kept = target_dir().join("npm").join("small");
    fs::create_dir_all(&kept)?;
    let mut goals = Vec::new();
    for raw in made {
        let digest = ledger::hash::Hash::of(&fs::read(raw)?);
        goals.push((raw.clone(), kept.join(format!("{digest}.wasm"))));
    }
    let new = goals.iter().filter(|(_, goal)| !goal.exists());
    let new: Vec<_> = new.cloned().collect();
    // A second time saves another hundredth.
    let half = |made: &PathBuf| made.with_extension("half");
    let first = new.iter().map(|(raw, _)| (raw.clone(), half(raw)));
    optimise_all(&first.collect::<Vec<_>>())?;
    let second = new.iter().map(|(raw, goal)| (half(raw), goal.clone()));
    optimise_all(&second.collect::<Vec<_>>())?;
    for (raw, _) in &new {
        fs::remove_file(half(raw))?;
    }
    for ((raw, goal), (_, name)) in goals.iter().zip(PROGRAMS) {
        fs::copy(goal, folder.join(format!("{name}_bg.wasm")))?;
        fs::remove_file(raw)?;
    }
    Ok(())
}

/// Refuses a first part that has become too large.
fn weigh(folder: &Path) -> Outcome {
    let sum = first_bytes(folder)?;
    println!("    {sum} bytes, of {FIRST_BYTES} at the most");
    if sum > FIRST_BYTES {
        let above = sum - FIRST_BYTES;
        return Err(Failure::new(format!(
            "what is loaded first is {above} bytes above its limit"
        )));
    }
    Ok(())
}

/// Bytes of brotli of [`FIRST`] and of what all programs share with JavaScript.
pub fn first_bytes(folder: &Path) -> Outcome<usize> {
    let mut files: Vec<PathBuf> = FIRST.iter().map(|name| folder.join(name)).collect();
    files.append(&mut shared(folder)?);
    let mut sum = 0;
    for file in files {
        sum += crate::size::compressed_size(&fs::read(&file)?);
    }
    Ok(sum)
}

/// What the glue declares before the ways to load it.
fn signatures(folder: &Path, name: &str) -> Outcome<String> {
    let path = folder.join(format!("{name}.d.ts"));
    let text = fs::read_to_string(&path)?;
    fs::remove_file(path)?;
    let (text, _) = text
        .split_once("export type InitInput")
        .ok_or_else(|| Failure::new("wasm-bindgen declares in another way"))?;
    let lines = text.lines().filter(|line| !line.starts_with("/* "));
    Ok(lines.map(|line| format!("{line}\n")).collect())
}

/// `index.d.ts` and `book.d.ts`: the types, and the classes and functions of
/// each entry.
fn declarations(folder: &Path, declared: &Declared) -> Outcome {
    // The readers answer once their program is loaded.
    let mut readers = String::new();
    for line in signatures(folder, "files")?.lines() {
        let parts = line
            .strip_suffix(';')
            .and_then(|line| line.rsplit_once("): "));
        let _ = match parts {
            Some((start, answer)) => writeln!(readers, "{start}): Promise<{answer}>;"),
            None => writeln!(readers, "{line}"),
        };
    }
    let types = declared.declarations();
    let names = types.lines().filter_map(|line| {
        let rest = line.strip_prefix("export type ")?;
        rest.split(' ').next()
    });
    let names = names.collect::<Vec<_>>().join(", ");
    let error = "/** What is thrown. */\nexport interface OwedError extends Error, ErrorData {}\n";
    let index = format!("{types}{error}");
    let book = format!(
        "import type {{ {names} }} from \"./index.js\";\nexport type {{ {names}, OwedError }} from \"./index.js\";\n"
    );
    for (name, functions, file, start) in [
        ("owed", "functions.js", "index.d.ts", index),
        ("book", "book-functions.js", "book.d.ts", book),
    ] {
        let own = signatures(folder, name)?;
        fs::write(folder.join(file), format!("{start}{own}{readers}{INIT}"))?;
        let exported = own.lines().filter_map(|line| {
            let class = line.strip_prefix("export class ");
            let name = class.or(line.strip_prefix("export function "))?;
            name.split(['(', ' ']).next()
        });
        let exported = exported.collect::<Vec<_>>().join(", ");
        let text = format!("export {{ {exported} }} from \"./{name}.js\";\n");
        fs::write(folder.join(functions), text)?;
    }
    Ok(())
}

/// How each entry is loaded.
const INIT: &str = "
/**
 * Loads the program: await it once, before anything else is called. In Node
 * there is nothing to wait for.
 */
export default function init(source?: string | URL | Request | Response | BufferSource): Promise<void>;
";

/// The order of its members counts: the first condition that holds is taken.
fn manifest() -> Outcome<String> {
    let text = fs::read_to_string(root().join("crates/module/package/package.json"))?;
    Ok(text.replace("\"0.0.0\"", concat!("\"", env!("CARGO_PKG_VERSION"), "\"")))
}

/// What the package was built of and with.
fn provenance(folder: &Path) -> Outcome<serde_json::Value> {
    let git = |arguments: &[&str]| output(at_root("git").args(arguments)).unwrap_or_default();
    let mut files = serde_json::Map::new();
    for path in files_of(folder)? {
        let name = path.strip_prefix(folder).unwrap_or(&path);
        let digest = ledger::hash::Hash::of(&fs::read(&path)?).to_string();
        files.insert(name.to_string_lossy().into_owned(), digest.into());
    }
    Ok(json!({
        "commit": git(&["rev-parse", "HEAD"]),
        "changed": !git(&["status", "--porcelain"]).is_empty(),
        "rustc": output(at_root("rustc").arg("--version")).unwrap_or_default(),
        "wasm_bindgen": locked_version("wasm-bindgen").unwrap_or_default(),
        "wasm_opt": Part::WasmOpt.find().map(|found| found.version),
        "sha256": files,
    }))
}

fn pretty(value: &serde_json::Value) -> Outcome<String> {
    let text = serde_json::to_string_pretty(value);
    Ok(text.map_err(|error| Failure::new(error.to_string()))? + "\n")
}
