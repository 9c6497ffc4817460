//! No test reads a clock.

use std::fs;
use std::path::{Path, PathBuf};

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
