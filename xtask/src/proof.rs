//! Everything that proves the program, as named steps; the first that fails ends it.

use crate::app::{self, wasm_cargo};
use crate::left_out;
use crate::parts::Part;
use crate::step::{Failure, Outcome, again_with, cargo, output, root, run, step};
use crate::wasm_target::{TARGET, WasmTarget};
use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

/// Names the folder of pictures to the journeys.
pub const PICTURES: &str = "OWED_PICTURES";

struct Proof {
    name: &'static str,
    about: &'static str,
    work: fn(passed_on: &[String]) -> Outcome,
}

const PROOFS: [Proof; 9] = [
    Proof {
        name: "fmt",
        about: "the code is formatted",
        work: |_| format(),
    },
    Proof {
        name: "clippy",
        about: "no warnings natively",
        work: |_| clippy_native(),
    },
    Proof {
        name: "clippy-wasm",
        about: "no warnings for the browser",
        work: |_| clippy_wasm(),
    },
    Proof {
        name: "native",
        about: "tests that need no browser: the core, the printed document, the shell, the workshop",
        work: native,
    },
    Proof {
        name: "browser",
        about: "tests of the shell inside a browser",
        work: browser,
    },
    Proof {
        name: "build",
        about: "the release app",
        work: |_| app::build().map(|_| ()),
    },
    Proof {
        name: "module",
        about: "the npm package, packed and installed: in Node, in Chromium, by TypeScript",
        work: |_| module(),
    },
    Proof {
        name: "e2e",
        about: "journeys through the release app",
        work: |passed_on| journeys(passed_on, false),
    },
    Proof {
        name: "e2e-phone",
        about: "the journeys that depend on the window, in that of a phone",
        work: |passed_on| journeys(passed_on, true),
    },
];

/// Runs all steps, or those that are named. `passed_on` (from `--` on) goes to their tests.
///
/// # Errors
/// A step fails, or there is none of that name.
pub fn run_steps(names: &[String], passed_on: &[String]) -> Outcome {
    let known = || {
        PROOFS
            .map(|proof| format!("    {:<12} {}", proof.name, proof.about))
            .join("\n")
    };
    if let Some(unknown) = names
        .iter()
        .find(|name| PROOFS.iter().all(|proof| proof.name != name.as_str()))
    {
        return Err(Failure::new(format!(
            "there is no step '{unknown}'; the steps are\n{}",
            known()
        )));
    }
    left_out::begin()?;
    let start = Instant::now();
    let mut done = Vec::new();
    for proof in PROOFS
        .iter()
        .filter(|proof| names.is_empty() || names.iter().any(|name| name == proof.name))
    {
        let began = Instant::now();
        step(&format!("test {}: {}", proof.name, proof.about), || {
            (proof.work)(passed_on)
        })?;
        done.push((proof.name, began.elapsed()));
    }
    println!("\nPASSED in {:.0} s", start.elapsed().as_secs_f64());
    for (name, took) in done {
        println!("    {name:<12} {:>6.1} s", took.as_secs_f64());
    }
    left_out::say();
    Ok(())
}

fn format() -> Outcome {
    component("rustfmt", "fmt")?;
    run(cargo().args(["fmt", "--all", "--check"]))
}

fn clippy_native() -> Outcome {
    component("clippy", "clippy")?;
    run(cargo().args([
        "clippy",
        "--workspace",
        "--all-targets",
        "--all-features",
        "--",
        "-D",
        "warnings",
    ]))
}

fn clippy_wasm() -> Outcome {
    component("clippy", "clippy")?;
    if WasmTarget::ensure()? == WasmTarget::Debian {
        println!("    left out: Debian's Rust brings no clippy for the browser");
        return Ok(());
    }
    run(cargo()
        .args([
            "clippy",
            "--package",
            "owed",
            "--target",
            TARGET,
            "--lib",
            "--bins",
        ])
        .args(tests_named("tests", is_of_browser)?)
        .args(["--", "-D", "warnings"]))
}

fn native(passed_on: &[String]) -> Outcome {
    // Where it cannot be had, the tests that read a PDF back say that they were skipped.
    if let Err(failure) = Part::Poppler.ensure() {
        println!("    {failure}");
    }
    run(whole_test()
        .arg("--lib")
        .args(native_tests()?)
        .args(passed_on))
}

/// Tests of the whole workspace with all features, as clippy looks at it and whichever of them run:
/// what they stand on is then compiled once.
fn whole_test() -> Command {
    let mut command = cargo();
    command.args(["test", "--workspace", "--all-features"]);
    command
}

fn browser(passed_on: &[String]) -> Outcome {
    let tests = tests_named("tests", is_of_browser)?;
    if tests.is_empty() {
        println!("    there are no tests/browser_*.rs");
        return Ok(());
    }
    let target = app::prepare()?;
    ready_engines()?;
    // The runner then serves at once.
    run(wasm_cargo(target)?
        .args(["test", "--package", "owed", "--target", TARGET, "--no-run"])
        .args(&tests))?;
    let names = tests.into_iter().filter(|argument| argument != "--test");
    let mut arguments: Vec<String> = vec!["browser-tests".to_owned()];
    arguments.extend(names);
    if !passed_on.is_empty() {
        // `--`, that a test's own arguments come after, is among what is passed on.
        arguments.extend_from_slice(passed_on);
    }
    again_with("browser", &arguments)
}

/// Chromium has to be there. The other engines are installed where nobody is asked (`CI`), and else
/// left out where they are missing.
fn ready_engines() -> Outcome {
    for part in [Part::Chromium, Part::Chromedriver] {
        part.ensure()?;
    }
    if env::var_os("CI").is_none() {
        return Ok(());
    }
    for part in Part::OTHER_ENGINES {
        if let Err(failure) = part.ensure() {
            println!("    {failure}");
        }
    }
    Ok(())
}

fn module() -> Outcome {
    // Node comes with it.
    Part::Npm.ensure()?;
    again_with("module", &["module".to_owned(), "--test".to_owned()])
}

fn journeys(passed_on: &[String], on_a_phone: bool) -> Outcome {
    let mut tests = ready_for_journeys()?;
    tests.args(passed_on);
    if on_a_phone {
        tests.env("OWED_E2E_PHONE", "1");
    }
    if on_a_phone && passed_on.is_empty() {
        tests.arg("--");
        // Only those that go through forms, lists, and dialogs: files, stores, and figures have no
        // width. axe looks at every page in both widths.
        tests.args([
            "bank::",
            "daily::",
            "editor::",
            "half_dates::",
            "harness::",
            "imports::",
            "lists::",
            "offers::",
            "payments::",
            "printing::",
            "reconcile::",
            "recovery::",
            "recurring::",
            "terms::",
        ]);
    }
    run(&mut tests)
}

fn ready_for_journeys() -> Outcome<Command> {
    ready_engines()?;
    Part::Axe.ensure()?;
    if !app::is_fresh() {
        app::build()?;
    }
    let mut command = whole_test();
    command.args(["--test", "e2e"]);
    Ok(command)
}

/// The journeys that prove nothing but leave pictures in this folder.
///
/// # Errors
/// A part is missing, or a journey fails.
pub fn take_pictures(folder: &Path) -> Outcome {
    run(ready_for_journeys()?
        .args(["--", "--ignored", "pictures::"])
        .env(PICTURES, folder))
}

/// `--test NAME` for each integration test that needs no browser, whichever package it is of.
fn native_tests() -> Outcome<Vec<String>> {
    let mut all = tests_named("tests", |name| name != "e2e" && !is_of_browser(name))?;
    for folder in ["ledger/tests", "paper/tests"] {
        all.extend(tests_named(folder, |_| true)?);
    }
    Ok(all)
}

/// Whether an integration test runs inside a browser.
fn is_of_browser(name: &str) -> bool {
    name.starts_with("browser_")
}

/// `--test NAME` for each integration test in this folder with such a name.
fn tests_named(folder: &str, wanted: impl Fn(&str) -> bool) -> Outcome<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(root().join(folder))? {
        let path = entry?.path();
        let is_test = path.extension().is_some_and(|extension| extension == "rs")
            || path.join("main.rs").is_file();
        let name = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if is_test && wanted(&name) {
            names.push(name);
        }
    }
    names.sort();
    Ok(names
        .into_iter()
        .flat_map(|name| ["--test".to_string(), name])
        .collect())
}

/// A component of the toolchain, installed by rustup where it is missing.
fn component(component: &str, subcommand: &str) -> Outcome {
    let is_there = || output(cargo().args([subcommand, "--version"])).is_some();
    if is_there() {
        return Ok(());
    }
    step(&format!("add {component}"), || {
        run(Command::new("rustup").args(["component", "add", component]))
    })
    .map_err(|failure| {
        Failure::new(format!(
            "{failure}\nthis installs it:\n    rustup component add {component}"
        ))
    })
}
