//! The tests that run inside a browser (`tests/browser_*`), in each engine that is there: their
//! runner serves a page for each program of tests, the harness opens it and reads what came of it.

use crate::app::wasm_cargo;
use crate::browser::{Browser, Engine, Group, Site, number_said};
use crate::left_out;
use crate::step::{Failure, Outcome, root};
use crate::wasm_target::{TARGET, WasmTarget};
use serde_json::Value;
use std::process::Stdio;
use std::time::Duration;

/// How long all tests of a program may take, on a machine that is busy.
const PATIENCE: Duration = Duration::from_secs(600);

/// `NAME... [-- ARGUMENTS]`: the programs of tests, and what goes to them.
///
/// # Errors
/// A test fails in an engine, or a program does not run.
pub fn run(arguments: &[String]) -> Outcome {
    let split = arguments.iter().position(|argument| argument == "--");
    let (names, passed_on) = arguments.split_at(split.unwrap_or(arguments.len()));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let engines: Vec<Engine> = Engine::ALL
        .into_iter()
        .filter(|engine| engine.is_there_for("the tests inside a browser"))
        .collect();
    if engines.is_empty() {
        return Err(Failure::new("no browser is there to test in"));
    }
    let mut failures = Vec::new();
    for name in names {
        let (_server, url) = served(name, passed_on)?;
        for engine in &engines {
            println!("    {name} in {engine}");
            if let Err(failure) = runtime.block_on(run_in(*engine, name, &url)) {
                failures.push(format!("{name} in {engine}: {failure}"));
            }
        }
    }
    if failures.is_empty() {
        Ok(())
    } else {
        Err(Failure::new(failures.join("\n")))
    }
}

/// Starts the runner of a program of tests, and says where its page is. It serves until it is
/// dropped.
fn served(name: &str, passed_on: &[String]) -> Outcome<(Group, String)> {
    let target = WasmTarget::ensure()?;
    let mut command = wasm_cargo(target)?;
    command
        .args(["test", "--package", "owed", "--target", TARGET, "--test"])
        .arg(name)
        .args(passed_on)
        .env("NO_HEADLESS", "1")
        .env("WASM_BINDGEN_TEST_ADDRESS", "127.0.0.1:0")
        .stdout(Stdio::piped());
    let mut server = Group::start(&mut command)?;
    let port = server.output().and_then(|output| {
        number_said(PATIENCE, output, |line| {
            let (_, address) = line.split_once("now available at http://")?;
            address.rsplit_once(':')?.1.trim().parse().ok()
        })
    });
    let port = port.ok_or_else(|| Failure::new(format!("the runner of {name} serves no page")))?;
    Ok((server, format!("http://127.0.0.1:{port}/")))
}

async fn run_in(engine: Engine, name: &str, url: &str) -> Outcome {
    let browser = Browser::start_in(engine, Site::of(&root().join("static"), "")?).await?;
    browser.be_patient(PATIENCE);
    browser.visit(url).await?;
    let look =
        "return [document.getElementById('output')?.textContent ?? '', globalThis.leftOut ?? []]";
    let mut seen = Value::Null;
    let ended = browser
        .wait_until("the result of the tests", async || {
            seen = browser.script(look, Vec::new()).await?;
            Ok(seen[0]
                .as_str()
                .is_some_and(|text| text.contains("test result: ")))
        })
        .await;
    let output = seen[0].as_str().unwrap_or_default();
    println!("{output}");
    for what in seen[1].as_array().into_iter().flatten() {
        left_out::note(&format!(
            "{name} in {engine}: {}",
            what.as_str().unwrap_or_default()
        ));
    }
    ended?;
    if output.contains("test result: ok") {
        return Ok(());
    }
    let console = browser.messages().await?;
    let console: String = console.iter().map(|one| format!("\n    {one}")).collect();
    Err(Failure::new(format!("some tests failed{console}")))
}
