//! Trying the package as its users do: from the packed file, in a new folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::declare::Declared;
use super::folder::files_of;
use crate::browser::{Browser, Site};
use crate::step::{Failure, Outcome, root, run, step, target_dir};

/// What compiles the TypeScript.
const TYPESCRIPT: &str = "typescript@5.9.3";

/// The cases that others computed, where they are.
const CASES: &str = "../shared/oracles";

pub fn run_all(package: &Path, declared: &Declared) -> Outcome {
    let fresh = target_dir().join("npm").join("fresh");
    if fresh.exists() {
        fs::remove_dir_all(&fresh)?;
    }
    fs::create_dir_all(&fresh)?;
    step("pack it, and install it in a new folder", || {
        install(package, &fresh)
    })?;
    for file in files_of(&root().join("crates/module/tests/package"))? {
        let name = file.file_name().unwrap_or_default();
        fs::copy(&file, fresh.join(name))?;
    }
    step("in Node", || node(&fresh))?;
    step("in Chromium", || chromium(&fresh))?;
    step("by the compiler of TypeScript", || {
        typescript(&fresh, declared)
    })
}

fn npm(folder: &Path, arguments: &[&str]) -> Outcome {
    run(Command::new("npm").args(arguments).current_dir(folder))
}

fn install(package: &Path, fresh: &Path) -> Outcome {
    let goal = fresh.to_string_lossy();
    npm(package, &["pack", "--silent", "--pack-destination", &goal])?;
    let packed = files_of(fresh)?;
    let packed = packed
        .first()
        .and_then(|path| path.file_name())
        .ok_or_else(|| Failure::new("npm packed nothing"))?;
    let packed = format!("./{}", packed.to_string_lossy());
    fs::write(
        fresh.join("package.json"),
        "{ \"private\": true, \"type\": \"module\" }\n",
    )?;
    npm(
        fresh,
        &[
            "install",
            "--silent",
            "--no-audit",
            "--no-fund",
            &packed,
            TYPESCRIPT,
        ],
    )
}

fn node(fresh: &Path) -> Outcome {
    let script = |arguments: &[&str]| run(Command::new("node").args(arguments).current_dir(fresh));
    script(&["node.mjs"])?;
    script(&["readme.mjs"])?;
    let cases = root().join(CASES);
    if cases.is_dir() {
        script(&["oracles.mjs", &cases.to_string_lossy()])?;
    } else {
        println!("    {CASES} is not there: its cases are left out");
    }
    Ok(())
}

/// The same promises in a page and in a worker.
fn chromium(fresh: &Path) -> Outcome {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let browser = Browser::start(Site::of(fresh, "")?).await?;
        let page = format!("{}browser.html", browser.site().url());
        browser.visit(&page).await?;
        let said = browser
            .script_async("return await window.said;", Vec::new())
            .await?;
        println!("    {said}");
        let said: Vec<&str> = said
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|one| one.as_str())
            .collect();
        if said.len() == 2 && said.iter().all(|one| one.starts_with("PASSED")) {
            Ok(())
        } else {
            Err(Failure::new("a promise is broken"))
        }
    })
}

fn typescript(fresh: &Path, declared: &Declared) -> Outcome {
    let folder = fresh.join("values");
    fs::create_dir_all(&folder)?;
    let (files, count) = declared.literals();
    let types = files.len();
    for (name, text) in files {
        fs::write(folder.join(name), text)?;
    }
    println!("    {count} values of {types} types");
    let tsc = |files: &[PathBuf]| {
        Command::new("node")
            .args([
                "--max-old-space-size=4096",
                "node_modules/typescript/bin/tsc",
                "--strict",
                "--noEmit",
            ])
            .args([
                "--module",
                "nodenext",
                "--target",
                "es2022",
                "--lib",
                "es2023,dom,esnext.disposable",
            ])
            .args(files)
            .current_dir(fresh)
            .status()
    };
    let all = files_of(&folder)?;
    // So many that the compiler keeps in memory at once.
    for some in all.chunks(40) {
        if !tsc(some)?.success() {
            return Err(Failure::new("a value does not fit its declaration"));
        }
    }
    if !tsc(&[fresh.join("typed.ts")])?.success() {
        return Err(Failure::new(
            "what is right is refused, or what is wrong is taken",
        ));
    }
    Ok(())
}
