//! Whoever adds a record kind is asked what has to be known of it: in a copy of the ledger with one
//! more kind the compiler complains at each place that `ARCHITECTURE.md` lists, and nowhere else.

use serde_json::Value;
use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The smallest kind there could be.
const RECORD: &str = "\
use crate::ids::PromiseId;
use serde::{Deserialize, Serialize};

#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Promise {
    pub id: PromiseId,
}
";

/// A copy of the core and what it stands on, as a workspace of its own.
fn copy() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join("new-kind");
    if copy.exists() {
        fs::remove_dir_all(&copy).expect("the last copy goes");
    }
    for part in ["ledger/Cargo.toml", "ledger/src", "crates", "Cargo.lock"] {
        copy_all(&root.join(part), &copy.join(part));
    }
    let whole = fs::read_to_string(root.join("Cargo.toml")).expect("Cargo.toml");
    // All but the app itself.
    let table = |line: &str| {
        line.starts_with('[')
            .then(|| line.trim_matches(['[', ']']).to_owned())
    };
    let mut is_kept = false;
    let mut text = String::new();
    for line in whole.lines() {
        if let Some(name) = table(line) {
            is_kept = name.starts_with("workspace") || name.starts_with("profile.dev");
        }
        if line.starts_with("members = ") {
            text.push_str("members = [\"ledger\"]\n");
        } else if is_kept {
            text.push_str(line);
            text.push('\n');
        }
    }
    fs::write(copy.join("Cargo.toml"), text).expect("a workspace");
    copy
}

fn copy_all(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).expect("a folder");
        for entry in fs::read_dir(from).expect("a folder") {
            let entry = entry.expect("an entry");
            copy_all(&entry.path(), &to.join(entry.file_name()));
        }
    } else {
        fs::create_dir_all(to.parent().expect("a folder above")).expect("a folder");
        fs::copy(from, to).expect("a copy");
    }
}

/// Puts a text before the only place where this stands.
fn insert(file: &Path, text: &str, before: &str) {
    let source = fs::read_to_string(file).expect("a source");
    assert_eq!(
        source.matches(before).count(),
        1,
        "{before} in {}",
        file.display()
    );
    let source = source.replace(before, &format!("{text}{before}"));
    fs::write(file, source).expect("a source");
}

/// The files in which answers are missing, and what the compiler says.
fn errors(copy: &Path) -> Vec<(String, String)> {
    // Beside this build: what both stand on is compiled already.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("..");
    let checked = Command::new(env!("CARGO"))
        .args([
            "check",
            "--offline",
            "--package",
            "ledger",
            "--message-format",
            "json",
        ])
        .current_dir(copy)
        .env("CARGO_TARGET_DIR", target)
        .output()
        .expect("cargo");
    let output = String::from_utf8_lossy(&checked.stdout);
    let messages = output
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut errors = Vec::new();
    for message in messages.map(|mut line| line["message"].take()) {
        if message["level"] != "error" {
            continue;
        }
        let spans = message["spans"].as_array().into_iter().flatten();
        for span in spans.filter(|span| span["is_primary"] == true) {
            let text = message["message"].as_str().unwrap_or_default().to_owned();
            // A trait is asked for at the row, and answered where it is declared.
            let file = match text.ends_with(": Linked` is not satisfied") {
                true => "ledger/src/book/links.rs",
                false => span["file_name"].as_str().unwrap_or_default(),
            };
            errors.push((file.to_owned(), text));
        }
    }
    assert!(
        !errors.is_empty(),
        "nobody was asked: {}",
        String::from_utf8_lossy(&checked.stderr)
    );
    errors
}

/// The sources of the ledger that ARCHITECTURE.md lists after "the compiler then asks".
fn promised() -> BTreeSet<String> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ARCHITECTURE.md");
    let page = fs::read_to_string(page).expect("ARCHITECTURE.md");
    let (_, rest) = page
        .split_once("## To add a record kind")
        .expect("its section");
    let (_, asked) = rest.split_once("The compiler then asks").expect("its list");
    let (list, _) = asked.split_once("\n\n").expect("the end of its list");
    let quoted = list.split('`').skip(1).step_by(2);
    let sources = quoted.filter(|name| name.starts_with("ledger/") && name.ends_with(".rs"));
    sources.map(str::to_owned).collect()
}

#[test]
fn the_compiler_asks_for_every_answer_about_a_new_kind() {
    let copy = copy();
    let ledger = copy.join("ledger/src");
    fs::write(ledger.join("promise.rs"), RECORD).expect("a record");
    insert(
        &ledger.join("lib.rs"),
        "pub mod promise;\n",
        "pub mod table;\n",
    );
    insert(
        &copy.join("crates/values/src/ids.rs"),
        "    /// A promise to pay.\n    PromiseId,\n",
        "    /// A rule for bank lines that are no receipts.\n",
    );
    let row = "            99 Promise(crate::promise::Promise, crate::ids::PromiseId) promises;\n";
    insert(&ledger.join("kinds.rs"), row, "            21 IgnoreRule(");
    let errors = errors(&copy);
    for (file, message) in &errors {
        assert!(
            message.starts_with("non-exhaustive patterns") || file.ends_with("links.rs"),
            "{file}: {message}"
        );
    }
    let asked: BTreeSet<String> = errors.into_iter().map(|(file, _)| file).collect();
    assert_eq!(asked, promised());
}
