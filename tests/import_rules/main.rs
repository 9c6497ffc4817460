//! Who may import whom, held against the sources. ARCHITECTURE.md says why.
//!
//! Paths are read as `source.rs` says, with `super` resolved; tests are left
//! out. Every violation names its file and line.

#![cfg(not(target_arch = "wasm32"))]

use std::path::PathBuf;

mod circles;
mod clocks;
mod floors;
mod map;
mod prose;
mod sides;
mod source;

use source::{Arrow, Sources};

/// The parts of the shell, and which others each may name, the crates `paper`
/// and `store` among them. The ledger and its own part may be named by all.
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
        &[
            "dispatch", "form", "hooks", "paper", "route", "state", "text", "ui",
        ],
    ),
    ("dispatch", &["paper", "platform", "state", "store"]),
    // It stands before the first visit: what it asks of the browser is little.
    ("door", &["form", "platform", "route", "store"]),
    ("form", &["paper"]),
    ("hooks", &["dispatch", "door", "state"]),
    (
        "pages",
        &[
            "components",
            "dispatch",
            "form",
            "hooks",
            "paper",
            "route",
            "state",
            "text",
            "ui",
        ],
    ),
    ("platform", &["store"]),
    ("route", &[]),
    // Whether a book may be written is said by its store.
    ("state", &["store"]),
    // Failures and states are worded there.
    ("text", &["dispatch", "form", "paper", "state"]),
    ("ui", &["paper", "text"]),
];

/// The crates of ours that not every part of the shell may name.
const OURS: [&str; 4] = ["paper", "statements", "store", "values"];

/// The browser's interfaces.
const BROWSER: [&str; 6] = [
    "gloo",
    "indexed_db_futures",
    "js_sys",
    "wasm_bindgen",
    "wasm_bindgen_futures",
    "web_sys",
];
/// Who may touch them, and with which of their parts the others make do.
const TOUCH_BROWSER: [(&str, &[&str]); 8] = [
    ("platform", &BROWSER),
    // Work that goes on after an event is begun anywhere.
    ("", &["wasm_bindgen_futures::spawn_local"]),
    // The root: the address, the title, the focus, and what is said when all stops.
    ("app", &["gloo", "wasm_bindgen", "web_sys"]),
    // What a form is made of in the page.
    ("ui", &["web_sys::Html", "web_sys::window"]),
    // What has the focus is asked for by its kind of element.
    ("ui/field", &["wasm_bindgen::JsCast"]),
    // Rows are in the page only while they are in sight.
    ("ui/table/data", &["gloo::events"]),
    // A form that is sent is heard by the document, whichever it is.
    (
        "ui/said_again",
        &["gloo::events", "gloo::timers", "gloo::utils"],
    ),
    // The browser writes amounts and days.
    ("text/intl", &["js_sys", "wasm_bindgen", "web_sys"]),
];

const CRATES: [&str; 9] = [
    "crates/module/src",
    "crates/statements/src",
    "crates/store/src",
    "crates/values/src",
    "crates/words/src",
    "ledger/src",
    "paper/src",
    "src",
    "xtask/src",
];

/// The sources of the core.
const CORE: [&str; 3] = ["crates/statements/src", "crates/values/src", "ledger/src"];

#[test]
fn the_shell_imports_only_what_it_may() {
    let sources = sources("src");
    none(shell_faults(&sources));
    // And nothing is allowed that is not needed.
    let arrows = sources.arrows();
    let named: Vec<(&str, &str)> = arrows.iter().filter_map(named_part).collect();
    let all = MAY_NAME
        .iter()
        .flat_map(|(part, may)| may.iter().map(move |named| (*part, *named)));
    let unused = all.filter(|pair| !named.contains(pair));
    none(
        unused
            .map(|(part, other)| format!("`{part}` does not import `{other}`"))
            .collect(),
    );
}

fn shell_faults(sources: &Sources) -> Vec<String> {
    let mut faults = Vec::new();
    for arrow in sources.arrows() {
        let Some((part, named)) = named_part(&arrow) else {
            continue;
        };
        match MAY_NAME.iter().find(|(known, _)| *known == part) {
            Some((_, may)) if may.contains(&named) => {}
            Some(_) => faults.push(arrow.tell(&format!("`{part}` may not import `{named}`"))),
            None => faults.push(arrow.tell(&format!("no rule says what `{part}` may import"))),
        }
    }
    faults
}

/// The part of the shell that names another one, or a crate of ours, and that one.
fn named_part<'a>(arrow: &'a Arrow) -> Option<(&'a str, &'a str)> {
    // The root declares all of them.
    let part = arrow.from.path.first().filter(|part| *part != "main")?;
    let named = match arrow.path.first()?.as_str() {
        "crate" => arrow.path.get(1)?,
        first if OURS.contains(&first) => first,
        _ => return None,
    };
    (named != part).then_some((part, named))
}

/// What two pages need stands in `components`, or below.
#[test]
fn no_page_knows_another_page() {
    let sources = sources("src");
    let arrows = sources.arrows().into_iter();
    let faults = arrows.filter_map(|arrow| match (&*arrow.from.path, &*arrow.path) {
        ([part, page, ..], [own, pages, other, ..])
            if part == "pages" && own == "crate" && pages == "pages" && other != page =>
        {
            Some(arrow.tell(&format!("`{page}` names `{other}`")))
        }
        _ => None,
    });
    none(faults.collect());
}

#[test]
fn only_the_platform_touches_the_browser() {
    none(browser_faults(&sources("src")));
}

fn browser_faults(sources: &Sources) -> Vec<String> {
    let arrows = sources.arrows().into_iter();
    let faults = arrows.filter(|arrow| {
        let path = arrow.path.join("::");
        let file = arrow.from.path.join("/");
        let is_below = |place: &str| {
            let rest = file.strip_prefix(place);
            place.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let mut may = TOUCH_BROWSER
            .iter()
            .filter(|(place, _)| is_below(place))
            .flat_map(|(_, parts)| *parts);
        BROWSER.contains(&&*arrow.path[0]) && !may.any(|part| path.starts_with(part))
    });
    faults
        .map(|arrow| arrow.tell("not here: the browser is the platform's"))
        .collect()
}

/// No clock, no randomness, no input or output, and nothing of the shell.
#[test]
fn the_core_is_pure() {
    const IMPURE: [&str; 9] = [
        "chrono::Local",
        "chrono::Utc",
        "getrandom",
        "std::env",
        "std::fs",
        "std::net",
        "std::process",
        "std::time",
        "uuid",
    ];
    const SHELL: [&str; 5] = ["owed", "paper", "store", "xtask", "yew"];
    none(named_by(&CORE, &[&IMPURE[..], &SHELL, &BROWSER].concat()));
    let sources = sources("crates/values/src");
    let arrows = sources.arrows().into_iter();
    let others = arrows.filter(|arrow| ["ledger", "statements"].contains(&&*arrow.path[0]));
    none(
        others
            .map(|arrow| arrow.tell("`values` imports none of ours"))
            .collect(),
    );
    none(named_by(&["crates/statements/src"], &["ledger"]));
}

/// The printed document is made of the ledger's values alone, and only its PDF
/// knows how a PDF is written.
#[test]
fn paper_imports_the_ledger_only() {
    const OTHERS: [&str; 5] = ["chrono", "owed", "store", "xtask", "yew"];
    none(named_by(&["paper/src"], &[&OTHERS[..], &BROWSER].concat()));
    let sources = sources("paper/src");
    let arrows = sources.arrows().into_iter();
    let faults = arrows.filter(|arrow| {
        let is_pdf = arrow
            .from
            .path
            .first()
            .is_some_and(|part| part == "pdf" || part == "code");
        ["krilla", "qrcodegen", "skrifa"].contains(&&*arrow.path[0]) && !is_pdf
    });
    none(
        faults
            .map(|arrow| arrow.tell("only the PDF knows it"))
            .collect(),
    );
}

/// The package for JavaScript has the ledger and the readers, and no page, no
/// disk and no paper; of the browser only what its values cross by.
#[test]
fn the_module_imports_the_ledger_and_the_readers() {
    const OTHERS: [&str; 9] = [
        "chrono", "gloo", "owed", "paper", "store", "values", "web_sys", "xtask", "yew",
    ];
    none(named_by(&["crates/module/src"], &OTHERS));
}

/// The store has no pages.
#[test]
fn the_store_imports_no_page() {
    none(named_by(
        &["crates/store/src"],
        &["owed", "paper", "xtask", "yew"],
    ));
}

#[test]
fn figures_know_no_floating_point() {
    let mut faults = Vec::new();
    for folder in CORE.into_iter().chain(["paper/src"]) {
        for module in sources(folder).modules.values() {
            // Places on a page are no figures.
            if folder == "paper/src" && module.path.first().is_some_and(|part| part == "pdf") {
                continue;
            }
            let tokens = module.tokens.iter();
            let floats = tokens.filter(|token| {
                ["f32", "f64"]
                    .iter()
                    .any(|float| token.text.ends_with(float))
            });
            faults.extend(floats.map(|token| module.tell(token.line, "amounts are exact")));
        }
    }
    none(faults);
}

/// The operators of rust_decimal panic on overflow: it is named in money alone,
/// and no amount has operators of its own.
#[test]
fn amounts_have_no_operators() {
    const OPERATORS: [&str; 9] = [
        "*",
        "Add",
        "AddAssign",
        "Sub",
        "SubAssign",
        "Mul",
        "MulAssign",
        "Div",
        "Neg",
    ];
    let mut faults = Vec::new();
    for folder in CORE.into_iter().chain(["paper/src", "src"]) {
        for arrow in sources(folder).arrows() {
            let path: Vec<&str> = arrow.path.iter().map(String::as_str).collect();
            let is_money =
                folder == "crates/values/src" && arrow.from.path[..] == ["money", "decimal"];
            match path[..] {
                ["rust_decimal", ..] if !is_money => {
                    faults.push(arrow.tell("`rust_decimal` is known to `money/decimal.rs` alone"));
                }
                ["core" | "std", "ops"] => faults.push(arrow.tell("all operators")),
                ["core" | "std", "ops", operator, ..] if OPERATORS.contains(&operator) => {
                    faults.push(arrow.tell("sums are functions that can fail"));
                }
                _ => {}
            }
        }
    }
    none(faults);
}

/// Sentences for people are the shell's, and of it those parts' that show them; a failure is worded
/// in `text`. Beside these only a made-up book and the reasons of laws have some.
#[test]
fn sentences_stand_where_they_are_shown() {
    const SAY: [&str; 5] = ["app", "components", "pages", "text", "ui"];
    let mut faults = Vec::new();
    for folder in CORE
        .into_iter()
        .chain(["crates/store/src", "paper/src", "src"])
    {
        for module in sources(folder).modules.values() {
            let says = match (folder, &module.path[..]) {
                ("src", [part, ..]) => SAY.contains(&part.as_str()),
                ("ledger/src", [demo, ..]) if demo == "demo" => true,
                ("ledger/src", [tax, preset]) if tax == "tax" && preset == "preset" => true,
                _ => false,
            };
            if !says {
                let said = module
                    .tokens
                    .iter()
                    .filter(|token| is_sentence(&token.text));
                faults.extend(said.map(|token| module.tell(token.line, &token.text)));
            }
        }
    }
    none(faults);
}

/// Three words or more from a capital letter to a stop, in quotes.
fn is_sentence(token: &str) -> bool {
    let Some(text) = token
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'))
    else {
        return false;
    };
    text.starts_with(char::is_uppercase)
        && text.ends_with(['.', '?', '!'])
        && text.split_whitespace().count() > 2
}

/// What can be read from its ground up: no file leads to itself again.
#[test]
fn imports_form_no_circle() {
    let mut told = Vec::new();
    for folder in CRATES {
        let sources = sources(folder);
        assert!(sources.modules.len() > 3, "{folder} has hardly a module");
        told.extend(circles::circles(&sources).iter().map(|circle| {
            format!(
                "{folder}: {}\n    {}",
                circle.files.join(", "),
                circle.arrows.join("\n    ")
            )
        }));
    }
    none(told);
}

#[test]
fn the_directory_of_customers_is_built_once_per_book() {
    // Where a form begins with a customer; everywhere else it would be built
    // again at each keystroke.
    const BEGIN: [&str; 4] = [
        "components/derived",
        "components/paired",
        "pages/invoice_form",
        "pages/quote_form",
    ];
    let sources = sources("src");
    let faults = sources.arrows().into_iter().filter(|arrow| {
        let file = arrow.from.path.join("/");
        arrow
            .path
            .ends_with(&["Directory".to_owned(), "of".to_owned()])
            && (file.starts_with("components") || file.starts_with("pages"))
            && !BEGIN.contains(&&*file)
    });
    none(
        faults
            .map(|arrow| arrow.tell("`use_directory` keeps it"))
            .collect(),
    );
}

#[test]
fn a_violation_is_found_however_it_is_written() {
    for (path, text, expected) in [
        (
            "pages/x",
            "use crate::{state::View, platform::{self}};",
            Some("`pages` may not import `platform`"),
        ),
        (
            "pages/x",
            "fn f() { super::super::platform::run() }",
            Some("`pages` may not import `platform`"),
        ),
        (
            "pages/x",
            "use super::super::platform as begin; fn f() { begin::run() }",
            Some("`pages` may not import `platform`"),
        ),
        (
            "pages/x",
            "use store::Store;",
            Some("`pages` may not import `store`"),
        ),
        (
            "pages/x",
            "use ::store::Store;",
            Some("`pages` may not import `store`"),
        ),
        (
            "pages/x",
            "fn f() { ::store::open() }",
            Some("`pages` may not import `store`"),
        ),
        (
            "route",
            "use super::pages::X;",
            Some("`route` may not import `pages`"),
        ),
        (
            "novel",
            "use crate::ui::A;",
            Some("no rule says what `novel` may import"),
        ),
        (
            "pages/x",
            "// crate::platform\nconst A: &str = \"crate::platform::run\"; use super::super::ui::A;",
            None,
        ),
    ] {
        let faults = shell_faults(&Sources::planted(&[
            ("", "mod pages; mod route; mod novel;"),
            ("pages", "mod x;"),
            (path, text),
        ]));
        match expected {
            Some(expected) => assert!(faults[0].contains(expected), "{text}: {faults:?}"),
            None => assert_eq!(faults, [""; 0], "{text}"),
        }
    }
    for (path, text, is_fault) in [
        (
            "pages/x",
            "use wasm_bindgen_futures::{JsFuture, spawn_local};",
            true,
        ),
        ("pages/x", "use wasm_bindgen_futures::spawn_local;", false),
        ("pages/x", "fn f() { web_sys::window() }", true),
        (
            "pages/x",
            "use web_sys as browser; fn f() { browser::window() }",
            true,
        ),
        ("platform/x", "use wasm_bindgen_futures::JsFuture;", false),
        ("ui", "fn f() { web_sys::window() }", false),
        ("ui_like", "fn f() { web_sys::window() }", true),
    ] {
        let faults = browser_faults(&Sources::planted(&[("", ""), (path, text)]));
        assert_eq!(!faults.is_empty(), is_fault, "{text}: {faults:?}");
    }
    for (token, is_one) in [
        ("\"Nothing was changed.\"", true),
        ("\"the entry is damaged\"", false),
        ("\"{count} of them\"", false),
        ("Nothing", false),
    ] {
        assert_eq!(is_sentence(token), is_one, "{token}");
    }
}

/// Whether one of these crates, or paths of the standard library, is named.
fn named_by(folders: &[&str], names: &[&str]) -> Vec<String> {
    let mut faults = Vec::new();
    for folder in folders {
        let sources = sources(folder);
        let arrows = sources.arrows().into_iter();
        let named = arrows.filter(|arrow| {
            let path = arrow.path.join("::");
            let is_below = |rest: &str| rest.is_empty() || rest.starts_with("::");
            names
                .iter()
                .any(|name| path.strip_prefix(name).is_some_and(is_below))
        });
        faults.extend(named.map(|arrow| arrow.tell("not in this crate")));
    }
    faults
}

fn none(faults: Vec<String>) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

fn sources(folder: &str) -> Sources {
    Sources::of(&root().join(folder))
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}
