//! Who may import whom, held against the sources. ARCHITECTURE.md says why.
//!
//! The files are read as text, line by line, without comments and without what
//! stands in quotes. Every violation names its file and line.

#![cfg(not(target_arch = "wasm32"))]

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

mod circles;
mod source;

/// The shell's modules, and which of them each may name.
const MAY_NAME: [(&str, &[&str]); 12] = [
    (
        "app",
        &[
            "components",
            "dispatch",
            "door",
            "form",
            "hooks",
            "pages",
            "route",
            "state",
            "text",
            "ui",
        ],
    ),
    (
        "components",
        &["dispatch", "form", "hooks", "route", "state", "text", "ui"],
    ),
    ("dispatch", &["platform", "state", "store"]),
    // It stands before the first visit: what it asks of the browser is little.
    ("door", &["form", "platform", "route", "store"]),
    ("form", &[]),
    ("hooks", &["dispatch", "door", "state"]),
    ("main", &[]),
    (
        "pages",
        &[
            "components",
            "dispatch",
            "form",
            "hooks",
            "route",
            "state",
            "text",
            "ui",
        ],
    ),
    ("platform", &[]),
    ("route", &[]),
    // Whether a book may be written is said by its store.
    ("state", &["store"]),
    // Failures and states are worded there.
    ("text", &["dispatch", "form", "state"]),
];
const UI_MAY_NAME: &[&str] = &["text"];

/// The browser's interfaces.
const BROWSER: [&str; 5] = [
    "gloo",
    "indexed_db_futures",
    "js_sys",
    "wasm_bindgen",
    "web_sys",
];
/// Who may touch them, and with which of their parts the others make do.
const TOUCH_BROWSER: [&str; 1] = ["platform"];
const ALSO: [(&str, &[&str]); 7] = [
    // The root: the address, the title, the focus, and what is said when all stops.
    ("src/app", &["gloo", "wasm_bindgen", "web_sys"]),
    // What a form is made of in the page.
    ("src/ui", &["web_sys::Html", "web_sys::window"]),
    // What has the focus is asked for by its kind of element.
    ("src/ui/field.rs", &["wasm_bindgen::JsCast"]),
    // Rows are in the page only while they are in sight.
    ("src/ui/table/data.rs", &["gloo::events", "web_sys::{Html"]),
    // A form that is sent is heard by the document, whichever it is.
    (
        "src/ui/said_again.rs",
        &["gloo::events", "gloo::timers", "gloo::utils"],
    ),
    // The browser writes amounts and days.
    ("src/text/intl.rs", &["js_sys", "wasm_bindgen", "web_sys"]),
    // Idle work, and the session's promises.
    (
        "src/dispatch",
        &["wasm_bindgen_futures", "wasm_bindgen", "js_sys", "web_sys"],
    ),
];

/// The sources of the core.
const CORE: [&str; 3] = ["crates/statements/src", "crates/values/src", "ledger/src"];

/// A line of a source, without comments and without what stands in quotes.
struct Line {
    file: PathBuf,
    number: usize,
    text: String,
}

#[test]
fn modules_import_only_what_they_may() {
    let mut broken = String::new();
    for line in lines(&["src"]) {
        let Some(module) = top_module(&line.file) else {
            continue;
        };
        let allowed = match MAY_NAME.iter().find(|(name, _)| *name == module) {
            Some((_, allowed)) => allowed,
            None if module == "ui" => UI_MAY_NAME,
            // lib.rs declares them all.
            None if module == "lib" => continue,
            None => {
                tell(
                    &mut broken,
                    &line,
                    &format!("no rule says what `{module}` may import"),
                );
                continue;
            }
        };
        for named in named_after(&line.text, "crate::") {
            if named != module && !allowed.contains(&named.as_str()) {
                tell(
                    &mut broken,
                    &line,
                    &format!("`{module}` may not import `{named}`"),
                );
            }
        }
    }
    assert!(broken.is_empty(), "{broken}");
}

/// What two pages need stands in `components`, or below.
#[test]
fn no_page_knows_another_page() {
    let mut broken = String::new();
    for line in lines(&["src/pages"]) {
        let inside = line.file.strip_prefix(root().join("src/pages"));
        let first = inside.ok().and_then(|inside| inside.components().next());
        let first = first.and_then(|first| first.as_os_str().to_str());
        let page = first.unwrap_or_default().trim_end_matches(".rs");
        let named = named_after(&line.text, "crate::pages::");
        for other in named.iter().filter(|named| *named != page) {
            tell(&mut broken, &line, &format!("`{page}` names `{other}`"));
        }
        if line.text.contains("super::super::") {
            tell(&mut broken, &line, "a path from the crate says whose it is");
        }
    }
    assert!(broken.is_empty(), "{broken}");
}

#[test]
fn only_store_and_platform_touch_the_browser() {
    let mut broken = String::new();
    for line in lines(&["src"]) {
        let Some(module) = top_module(&line.file) else {
            continue;
        };
        if TOUCH_BROWSER.contains(&module.as_str()) {
            continue;
        }
        let path = line.file.to_string_lossy().replace('\\', "/");
        let allowed = ALSO.iter().filter(|(place, _)| path.contains(place));
        let allowed: Vec<&str> = allowed
            .flat_map(|(_, parts)| parts.iter().copied())
            .collect();
        for name in BROWSER {
            for (place, _) in line.text.match_indices(&format!("{name}::")) {
                let is_whole = !line.text[..place].ends_with(is_name);
                let used = &line.text[place..];
                if is_whole && !allowed.iter().any(|part| used.starts_with(part)) {
                    tell(
                        &mut broken,
                        &line,
                        &format!("`{module}` may not touch the browser"),
                    );
                }
            }
        }
    }
    assert!(broken.is_empty(), "{broken}");
}

#[test]
fn the_ledger_imports_nothing_of_the_shell() {
    const OTHERS: [&str; 10] = [
        "gloo",
        "js_sys",
        "owed",
        "wasm_bindgen",
        "wasm_bindgen_futures",
        "web_sys",
        "xtask",
        "yew",
        "getrandom",
        "uuid",
    ];
    const IMPURE: [&str; 9] = [
        // The crate; paper as such is in its vocabulary.
        "paper::",
        "SystemTime",
        "Instant::now",
        "Utc::now",
        "Local::now",
        "std::fs",
        "std::net",
        "std::env",
        "std::process",
    ];
    let mut broken = String::new();
    for line in lines(&CORE) {
        // What proves the ledger may read a file that lies beside it.
        let mut folders = line.file.components();
        if line.file.ends_with("tests.rs") || folders.any(|part| part.as_os_str() == "tests") {
            continue;
        }
        for name in OTHERS {
            if has_word(&line.text, name) {
                tell(
                    &mut broken,
                    &line,
                    &format!("the ledger may not know `{name}`"),
                );
            }
        }
        for what in IMPURE.into_iter().filter(|what| line.text.contains(what)) {
            tell(
                &mut broken,
                &line,
                &format!("the ledger has no clock and no I/O: `{what}`"),
            );
        }
    }
    assert!(broken.is_empty(), "{broken}");
}

/// The printed document is made of the ledger's values alone, and only its PDF
/// knows how a PDF is written.
#[test]
fn paper_imports_the_ledger_only() {
    const OTHERS: [&str; 9] = [
        "gloo",
        "js_sys",
        "owed",
        "wasm_bindgen",
        "wasm_bindgen_futures",
        "web_sys",
        "xtask",
        "yew",
        "chrono",
    ];
    const OF_PDF: [&str; 3] = ["krilla", "qrcodegen", "skrifa"];
    let mut broken = String::new();
    for line in lines(&["paper/src"]) {
        let path = line.file.to_string_lossy().replace('\\', "/");
        let is_pdf = path.contains("paper/src/pdf") || path.ends_with("paper/src/code.rs");
        for name in OTHERS {
            if has_word(&line.text, name) {
                tell(&mut broken, &line, &format!("paper may not know `{name}`"));
            }
        }
        for name in OF_PDF {
            if has_word(&line.text, name) && !is_pdf {
                tell(&mut broken, &line, &format!("only the PDF knows `{name}`"));
            }
        }
    }
    assert!(broken.is_empty(), "{broken}");
}

#[test]
fn figures_know_no_floating_point() {
    let mut broken = String::new();
    // Places on a page are no figures.
    let model = lines(&["paper/src"]).into_iter().filter(|line| {
        let path = line.file.to_string_lossy().replace('\\', "/");
        !path.contains("paper/src/pdf")
    });
    for line in lines(&CORE).into_iter().chain(model) {
        for float in ["f32", "f64"] {
            if has_word(&line.text, float) || line.text.contains(&format!("as_{float}")) {
                tell(&mut broken, &line, &format!("`{float}`: amounts are exact"));
            }
        }
    }
    assert!(broken.is_empty(), "{broken}");
}

/// The operators of rust_decimal panic on overflow: it is named in money alone,
/// and no amount has operators of its own.
#[test]
fn amounts_have_no_operators() {
    const OPERATORS: [&str; 8] = [
        "Add",
        "AddAssign",
        "Sub",
        "SubAssign",
        "Mul",
        "MulAssign",
        "Div",
        "Neg",
    ];
    let mut broken = String::new();
    let others = lines(&["paper/src", "src"]);
    for line in lines(&CORE).into_iter().chain(others) {
        let path = line.file.to_string_lossy().replace('\\', "/");
        let is_money = path.contains("crates/values/src/money/decimal.rs");
        if has_word(&line.text, "rust_decimal") && !is_money {
            tell(
                &mut broken,
                &line,
                "`rust_decimal` is known to crates/values/src/money/decimal.rs alone",
            );
        }
        for operator in OPERATORS {
            let implements = line.text.trim_start().starts_with("impl")
                && has_word(&line.text, operator)
                && line.text.contains(" for ");
            if implements {
                tell(
                    &mut broken,
                    &line,
                    &format!("an operator `{operator}`: sums are functions that can fail"),
                );
            }
        }
    }
    assert!(broken.is_empty(), "{broken}");
}

/// What can be read from its ground up: no file leads to itself again.
#[test]
fn imports_form_no_circle() {
    let mut told = String::new();
    for folder in [
        "crates/values/src",
        "crates/statements/src",
        "crates/store/src",
        "src",
        "ledger/src",
        "paper/src",
        "xtask/src",
    ] {
        let sources = source::Sources::of(&root().join(folder));
        assert!(sources.modules.len() > 5, "{folder} has hardly a module");
        for circle in circles::circles(&sources) {
            let _ = writeln!(
                told,
                "{folder}: {}\n    {}",
                circle.files.join(", "),
                circle.arrows.join("\n    ")
            );
        }
    }
    assert!(told.is_empty(), "circles of imports:\n{told}");
}

/// A name is followed to where it is defined, however it is written.
#[test]
fn a_circle_is_found_however_it_is_written() {
    let circles_of = |texts: &[(&str, &str)]| -> Vec<String> {
        let sources = source::Sources::read(texts.iter().map(|(path, text)| {
            let parts = path.split('/').filter(|part| !part.is_empty());
            (
                parts.map(str::to_owned).collect(),
                PathBuf::from(path),
                (*text).to_owned(),
            )
        }));
        let circles = circles::circles(&sources);
        circles
            .iter()
            .map(|circle| circle.files.join(" "))
            .collect()
    };
    let root = ("", "mod a; pub mod b; pub use b::B;");
    for (a, b) in [
        (
            "use crate::B; pub struct A;",
            "use crate::a::A; pub struct B;",
        ),
        (
            "use super::{self, b::{B as Other}}; pub struct A;",
            "use super::a::*; pub struct B;",
        ),
        (
            "fn f() { crate::b::g::<u8>() } pub fn h() {}",
            "pub fn g<T>() { super::a::h() }",
        ),
        (
            "use crate::b; fn f() -> b::B { b::B } pub struct A;",
            "pub struct B; fn f(a: &'static crate::a::A) {}",
        ),
    ] {
        assert_eq!(circles_of(&[root, ("a", a), ("b", b)]), ["a b"], "{a} {b}");
    }
    // A parent that only hands a name on, a comment, a text and a test lead nowhere.
    let free = circles_of(&[
        ("", "mod a; mod b; mod c;"),
        (
            "a",
            "mod inner; pub use inner::Inner; pub struct A; // use crate::b::B;\n/* crate::b::B */",
        ),
        (
            "a/inner",
            "use super::A; pub struct Inner; const TEXT: &str = \"\\\" crate::b::B\";",
        ),
        (
            "b",
            "use crate::a::Inner; pub struct B; #[cfg(test)] mod tests { use crate::c::C; }",
        ),
        (
            "c",
            "use crate::b::B; pub struct C; const QUOTE: char = '\"';",
        ),
    ]);
    assert_eq!(free, [""; 0]);
    // One that uses what it hands on is of a circle with its child.
    let used = circles_of(&[
        ("", "mod a;"),
        ("a", "mod inner; pub use inner::Inner; pub struct A(Inner);"),
        ("a/inner", "use super::super::a::A; pub struct Inner;"),
    ]);
    assert_eq!(used, ["a a/inner"]);
}

#[test]
fn the_directory_of_customers_is_built_once_per_book() {
    // Where a form begins with a customer; everywhere else it would be built
    // again at each keystroke.
    const BEGIN: [&str; 3] = [
        "src/pages/invoice_form.rs",
        "src/components/paired.rs",
        "src/pages/quote_form.rs",
    ];
    let mut broken = String::new();
    for line in lines(&["src/components", "src/pages"]) {
        let path = line.file.to_string_lossy().replace('\\', "/");
        let may = BEGIN.iter().chain(&["src/components/derived.rs"]);
        if line.text.contains("Directory::of(") && !may.into_iter().any(|one| path.ends_with(one)) {
            tell(&mut broken, &line, "`use_directory` keeps it");
        }
    }
    assert!(broken.is_empty(), "{broken}");
}

#[test]
fn a_violation_is_found_with_its_file_and_line() {
    let source = "use std::rc::Rc;\nuse crate::{state::View, store::{Failure, Store}}; // crate::ui\nlet text = \"crate::pages::\";\n";
    let found: Vec<(usize, Vec<String>)> = stripped(source)
        .map(|(number, text)| (number, named_after(&text, "crate::")))
        .filter(|(_, named)| !named.is_empty())
        .collect();
    assert_eq!(found, [(2, vec!["state".to_owned(), "store".to_owned()])]);
    assert!(has_word("let x: f64 = 1.0;", "f64"));
    assert!(!has_word("let half_f64x = 1;", "f64"));
}

fn tell(broken: &mut String, line: &Line, what: &str) {
    let text = line.text.trim();
    // Writing to a String does not fail.
    let _ = writeln!(
        broken,
        "{}:{}: {what}\n    {text}",
        line.file.display(),
        line.number
    );
}

/// `pages` of src/pages.rs and of src/pages/invoice/history.rs.
fn top_module(file: &Path) -> Option<String> {
    let inside = file.strip_prefix(root().join("src")).ok()?;
    let first = inside.components().next()?.as_os_str().to_str()?;
    Some(first.trim_end_matches(".rs").to_owned())
}

/// The names that directly follow `prefix`: `state` and `store` of
/// `crate::{state::View, store::Store}`.
fn named_after(text: &str, prefix: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (place, _) in text.match_indices(prefix) {
        let rest = &text[place + prefix.len()..];
        match rest.strip_prefix('{') {
            None => names.push(word(rest)),
            Some(group) => {
                let mut depth = 0;
                let mut start = 0;
                for (at, c) in group.char_indices() {
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => {
                            names.push(word(&group[start..at]));
                            break;
                        }
                        '}' => depth -= 1,
                        ',' if depth == 0 => {
                            names.push(word(&group[start..at]));
                            start = at + 1;
                        }
                        _ => {}
                    }
                }
            }
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn word(text: &str) -> String {
    text.trim_start()
        .chars()
        .take_while(|c| is_name(*c))
        .collect()
}

fn has_word(text: &str, wanted: &str) -> bool {
    text.match_indices(wanted).any(|(place, _)| {
        let before = text[..place].chars().next_back();
        let after = text[place + wanted.len()..].chars().next();
        !before.is_some_and(is_name) && !after.is_some_and(is_name)
    })
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every line of every source below the folders.
fn lines(below: &[&str]) -> Vec<Line> {
    let mut files = Vec::new();
    let mut folders: Vec<PathBuf> = below.iter().map(|folder| root().join(folder)).collect();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the sources are there") {
            let path = entry.expect("a file").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    assert!(!files.is_empty(), "no sources in {below:?}");
    let read = |file: PathBuf| {
        let source = fs::read_to_string(&file).expect("a source in UTF-8");
        let lines: Vec<Line> = stripped(&source)
            .map(|(number, text)| Line {
                file: file.clone(),
                number,
                text,
            })
            .collect();
        lines
    };
    files.into_iter().flat_map(read).collect()
}

/// A test that asserts a time is red on a slow or busy machine and says nothing of the program: the
/// times live in `cargo xtask bench`. What waits, waits in the harness, which knows patience.
#[test]
fn no_test_reads_a_clock() {
    const CLOCKS: [&str; 9] = [
        "Instant",
        "SystemTime",
        "UNIX_EPOCH",
        "elapsed",
        "performance.now",
        "PerformanceObserver",
        "longtask",
        "timeOrigin",
        "timeStamp",
    ];
    let mut broken = String::new();
    let mut looked_at = 0;
    for file in test_files() {
        let source = fs::read_to_string(&file).expect("a source in UTF-8");
        looked_at += 1;
        // Scripts for a page stand in texts, so these count as well.
        for (number, line) in source.lines().enumerate() {
            let text = line.split("//").next().unwrap_or_default();
            for clock in CLOCKS {
                if text.contains(clock) {
                    let place = file
                        .strip_prefix(env!("CARGO_MANIFEST_DIR"))
                        .unwrap_or(&file);
                    broken += &format!("\n{}:{}: {clock}", place.display(), number + 1);
                }
            }
        }
    }
    assert!(looked_at > 50, "only {looked_at} files of tests were found");
    assert!(broken.is_empty(), "tests that read a clock:{broken}");
}

/// The files that hold nothing but tests, scripts for pages among them.
fn test_files() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders: Vec<PathBuf> = ["tests", "crates", "ledger", "paper", "src"]
        .map(|name| root.join(name))
        .to_vec();
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of sources") {
            let path = entry.expect("a readable folder").path();
            let inner = path.strip_prefix(root).expect("below the root");
            let of_tests = inner.components().any(|part| part.as_os_str() == "tests");
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let ends = |ending: &str| path.to_string_lossy().ends_with(ending);
            let is_test = (of_tests && (ends(".rs") || ends(".js"))) || ends("/tests.rs");
            if is_test && !inner.starts_with("tests/import_rules") {
                files.push(path);
            }
        }
    }
    files
}

/// The lines from 1, joined where a group of a `use` goes over several, without
/// comments and texts.
fn stripped(source: &str) -> impl Iterator<Item = (usize, String)> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    let mut is_open = false;
    for (number, line) in source.lines().enumerate() {
        let text = without_texts(line);
        let text = text.split("//").next().unwrap_or_default();
        match lines.last_mut() {
            Some((_, before)) if is_open => {
                before.push(' ');
                before.push_str(text.trim());
            }
            _ => lines.push((number + 1, text.to_owned())),
        }
        let joined = lines.last().map_or("", |(_, text)| text);
        let is_use =
            joined.trim_start().starts_with("use ") || joined.trim_start().starts_with("pub use ");
        is_open = is_use && !joined.contains(';');
    }
    lines.into_iter()
}

/// The line with nothing between its quotes.
fn without_texts(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut is_text = false;
    let mut letters = line.chars();
    while let Some(c) = letters.next() {
        match c {
            '\\' if is_text => {
                letters.next();
            }
            '"' => is_text = !is_text,
            c if !is_text => text.push(c),
            _ => {}
        }
    }
    text
}
