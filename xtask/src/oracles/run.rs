//! Reading the folder, running the cases, counting. It knows the topics by
//! name only.

use super::case::{Answer, Case, differences};
use super::{
    aging, bank, collections, dataset, identifiers, matching, metrics, numbers, qr, terms, totals,
};
use crate::step::{Failure, Outcome};
use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};

#[derive(Default)]
struct Tally {
    passed: usize,
    failed: usize,
    not_built: usize,
}

pub fn run(folder: &Path) -> Outcome {
    let mut topics = topics(folder)?;
    topics.sort();
    if topics.is_empty() {
        return Err(Failure::new(format!(
            "no TOPIC.jsonl in {}",
            folder.display()
        )));
    }
    // A panic of the product is a failed case; its message is printed with it.
    let quiet = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let mut lines = Vec::new();
    let mut failed = 0;
    for file in &topics {
        let name = file
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let tally = topic(folder, &name, file);
        let Ok(tally) = tally else {
            panic::set_hook(quiet);
            return tally.map(|_| ());
        };
        failed += tally.failed;
        lines.push(format!(
            "{name}: {} passed, {} failed, {} not built",
            tally.passed, tally.failed, tally.not_built
        ));
    }
    panic::set_hook(quiet);
    for line in lines {
        println!("{line}");
    }
    if failed > 0 {
        return Err(Failure::new(format!("{failed} cases failed")));
    }
    Ok(())
}

fn topics(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let unreadable = |problem: std::io::Error| {
        Failure::new(format!("{} cannot be read: {problem}", folder.display()))
    };
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.is_file()
            && path
                .extension()
                .is_some_and(|extension| extension == "jsonl")
        {
            files.push(path);
        }
    }
    Ok(files)
}

fn topic(folder: &Path, name: &str, file: &Path) -> Result<Tally, Failure> {
    let text = fs::read_to_string(file)
        .map_err(|problem| Failure::new(format!("{} cannot be read: {problem}", file.display())))?;
    let mut tally = Tally::default();
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    for (index, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        match Case::read(line) {
            Ok(case) => one(folder, name, &case, &mut tally),
            Err(problem) => {
                tally.failed += 1;
                println!("{name} line {}: not a case: {problem}", index + 1);
            }
        }
    }
    Ok(tally)
}

fn one(folder: &Path, topic: &str, case: &Case, tally: &mut Tally) {
    let answer = panic::catch_unwind(AssertUnwindSafe(|| answer(folder, topic, case)))
        .unwrap_or_else(|panic| Answer::Panicked(message(panic.as_ref())));
    if matches!(answer, Answer::NotBuilt) {
        tally.not_built += 1;
        return;
    }
    let wrong = differences(&case.expect, &answer);
    if wrong.is_empty() {
        tally.passed += 1;
        return;
    }
    tally.failed += 1;
    println!("FAILED {topic} {} ({})", case.id, case.kind);
    for difference in wrong {
        println!("    {difference}");
    }
}

fn answer(folder: &Path, topic: &str, case: &Case) -> Answer {
    match topic {
        "totals" => totals::answer(case),
        "split" | "numbers" => numbers::answer(case),
        "identifiers" => identifiers::answer(case),
        "qr" => qr::answer(case),
        "metrics" => metrics::answer(case),
        "terms" => terms::answer(case),
        "aging" => aging::answer(case),
        "dataset" => dataset::answer(folder, case),
        "matching" => matching::answer(case),
        "collections" => collections::answer(case),
        // Statements are bank files too, one habit of a bank in each.
        "bank" | "statements" => bank::answer(folder, case),
        _ => Answer::NotBuilt,
    }
}

fn message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "without a message".to_owned())
}
