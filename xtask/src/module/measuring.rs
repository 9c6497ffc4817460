//! Aging and DSO by the package, and as users of other libraries would write
//! them, of the same invoices in the same browser.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::folder::files_of;
use super::package::first_bytes;
use super::trying::{fresh, install};
use crate::browser::{Browser, Site};
use crate::step::{Failure, Outcome, root, step};

/// What is measured: its name, its package, and the files that a user
/// downloads for it; none for this package, which is weighed when it is built.
const WAYS: [(&str, &str, &[&str]); 4] = [
    ("owed", "", &[]),
    (
        "decimal.js",
        "decimal.js@10.6.0",
        &["decimal.js/decimal.mjs"],
    ),
    (
        "SQLite",
        "@sqlite.org/sqlite-wasm@3.54.1-build1",
        &[
            "@sqlite.org/sqlite-wasm/dist/index.mjs",
            "@sqlite.org/sqlite-wasm/dist/sqlite3.wasm",
        ],
    ),
    (
        "DuckDB",
        "@duckdb/duckdb-wasm@1.32.0",
        &[
            "@duckdb/duckdb-wasm/dist/duckdb-browser.mjs",
            "@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js",
            "@duckdb/duckdb-wasm/dist/duckdb-eh.wasm",
        ],
    ),
];

const SIZES: [u32; 3] = [1_000, 10_000, 100_000];

/// Measures all, and prints the table of the README.
///
/// # Errors
/// A part cannot be installed, or two ways come to different figures.
pub fn run(package: &Path) -> Outcome {
    let folder = fresh("bench")?;
    step("install what is compared", || {
        let others = WAYS.iter().map(|(_, package, _)| *package);
        let others: Vec<&str> = others.filter(|package| !package.is_empty()).collect();
        install(package, &folder, &others)
    })?;
    for file in files_of(&root().join("crates/module/bench"))? {
        fs::copy(&file, folder.join(file.file_name().unwrap_or_default()))?;
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let rows = runtime.block_on(measured(&folder))?;
    println!(
        "| invoices | | load | fill | compute | memory | download (brotli) | compute / owed |\n|---:|---|---:|---:|---:|---:|---:|---:|"
    );
    for row in rows {
        println!("{row}");
    }
    Ok(())
}

async fn measured(folder: &Path) -> Outcome<Vec<String>> {
    let mut rows = Vec::new();
    let mut downloads = Vec::new();
    for (_, _, files) in WAYS {
        let bytes = match files {
            [] => first_bytes(&folder.join("node_modules/owed"))?,
            files => download(folder, files)?,
        };
        downloads.push(bytes / 1_000);
    }
    for size in SIZES {
        let mut first: Option<(f64, Value)> = None;
        for ((way, _, _), downloaded) in WAYS.iter().zip(&downloads) {
            // A browser of its own: nothing is warm, and its memory is its own.
            let browser = Browser::start(Site::of(folder, "")?).await?;
            let page = format!("{}bench.html", browser.site().url());
            browser.visit(&page).await?;
            let wait = "while (!window.measure) await new Promise((done) => setTimeout(done, 20));";
            browser.script_async(wait, Vec::new()).await?;
            let before = memory(&browser.profile());
            let found = browser
                .script_async(
                    "return await window.measure(arguments[0], arguments[1]);",
                    vec![json!(way), json!(size)],
                )
                .await?;
            let grown = memory(&browser.profile()).saturating_sub(before);
            let ms = |what: &str| found[what].as_f64().unwrap_or(f64::NAN);
            let figures = found["figures"].clone();
            let (compute, expected) = first.get_or_insert((ms("compute"), figures.clone()));
            if *expected != figures {
                return Err(Failure::new(format!(
                    "{way} comes to {figures}, owed to {expected}"
                )));
            }
            let ratio = ms("compute") / *compute;
            rows.push(format!(
                "| {size} | {way} | {:.0} ms | {:.0} ms | {:.1} ms | {} MB | {downloaded} kB | {ratio:.1} |",
                ms("load"),
                ms("fill"),
                ms("compute"),
                grown >> 20,
            ));
            println!("    {}", rows.last().map_or("", String::as_str));
        }
    }
    Ok(rows)
}

/// Bytes that the pages of this browser hold, of what they share their part.
fn memory(profile: &Path) -> u64 {
    let profile = profile.to_string_lossy();
    let Ok(processes) = fs::read_dir("/proc") else {
        return 0;
    };
    let mut bytes = 0;
    for process in processes.flatten() {
        let said = fs::read(process.path().join("cmdline")).unwrap_or_default();
        let said = String::from_utf8_lossy(&said);
        if !said.contains("--type=renderer") || !said.contains(&*profile) {
            continue;
        }
        let rollup = fs::read_to_string(process.path().join("smaps_rollup")).unwrap_or_default();
        let pss = rollup.lines().find_map(|line| line.strip_prefix("Pss:"));
        let kilobytes = pss.and_then(|pss| pss.trim().trim_end_matches(" kB").parse::<u64>().ok());
        bytes += kilobytes.unwrap_or(0) << 10;
    }
    bytes
}

fn download(folder: &Path, files: &[&str]) -> Outcome<usize> {
    let mut bytes = 0;
    for file in files {
        let path = folder.join("node_modules").join(file);
        let text = fs::read(&path)
            .map_err(|why| Failure::new(format!("{} cannot be read: {why}", path.display())))?;
        bytes += crate::size::compressed_size(&text);
    }
    Ok(bytes)
}
