//! Tables and records files of other programs that were found, through the pages: what is asked is
//! answered, what came of it is read, and after a reload the book is verified. A native test of the
//! ledger reads the same files by the same figures (`found/figures.json`).

use crate::owed::Owed;
use crate::owed::tables::Answers;
use serde_json::Value;
use std::fs;
use std::path::PathBuf;
use std::time::Duration;
use xtask::browser::journey;
use xtask::step::{Failure, Outcome};

/// Journeys that the files are shared out among.
const PARTS: usize = 4;
/// A day after all that is in the files.
const LATER: &str = "2100-01-01";

fn folder() -> PathBuf {
    xtask::step::root().join("tests/e2e/found")
}

fn cases() -> Outcome<Vec<Value>> {
    let figures = fs::read(folder().join("figures.json"))?;
    serde_json::from_slice(&figures).map_err(|problem| Failure::new(problem.to_string()))
}

fn pairs(value: &Value) -> Vec<(String, String)> {
    let object = value.as_object().into_iter().flatten();
    object
        .map(|(key, value)| (key.clone(), value.as_str().unwrap_or_default().to_owned()))
        .collect()
}

fn text(case: &Value, key: &str) -> Option<String> {
    case[key].as_str().map(str::to_owned)
}

fn name(case: &Value) -> String {
    text(case, "file").unwrap_or_default()
}

/// Imports the file of a case, and gives back what is told.
async fn import(owed: Owed<'_>, case: &Value) -> Outcome<String> {
    let name = name(case);
    let file = folder().join(&name);
    if name.ends_with(".json") {
        return owed.import_records(&file).await;
    }
    let answers = Answers {
        currency: text(case, "currency"),
        orders: pairs(&case["orders"]),
        sign: text(case, "sign"),
        asked: pairs(&case["asked"]),
        paid: text(case, "paid"),
    };
    let told = owed.import_table(&file, &answers).await;
    told.map_err(|failure| Failure::new(format!("{name}: {failure}")))
}

/// Whether two plain decimals are the same number.
fn same(one: &str, other: &str) -> bool {
    let plain = |text: &str| {
        let text = match text.contains('.') {
            true => text.trim_end_matches('0').trim_end_matches('.'),
            false => text,
        };
        text.to_owned()
    };
    plain(one) == plain(other)
}

fn counted(count: u64, one: &str, many: &str) -> String {
    let what = if count == 1 { one } else { many };
    format!("{count} {what}")
}

/// What differs between the figures of a case and what the pages say.
async fn differences(owed: Owed<'_>, case: &Value, told: &str) -> Outcome<Vec<String>> {
    let mut wrong = Vec::new();
    for (key, one, many) in [
        ("documents", "document", "documents"),
        ("payments", "payment", "payments"),
        ("left", "row not imported", "rows not imported"),
        ("skipped", "row skipped", "rows skipped"),
    ] {
        let expected = case[key].as_u64().unwrap_or(0);
        let line = counted(expected, one, many);
        let is_said = told.lines().any(|said| said.trim() == line);
        let must_be_said = expected > 0 || matches!(key, "documents" | "payments");
        if must_be_said && !is_said {
            wrong.push(format!("no '{line}' in '{told}'"));
        }
    }
    let shown = owed.owed_by_currency(LATER).await?;
    for (place, key) in [(1, "owed"), (2, "unapplied")] {
        for (code, _, _) in &shown {
            let expected = case[key][code].as_str().unwrap_or("0");
            let figure = shown.iter().find(|(known, ..)| known == code);
            let figure = figure.map(|row| if place == 1 { &row.1 } else { &row.2 });
            let figure = figure.cloned().unwrap_or_default();
            if !same(&figure, expected) {
                wrong.push(format!("{key} {code}: {figure}, not {expected}"));
            }
        }
        for (code, expected) in pairs(&case[key]) {
            let is_there = shown.iter().any(|(known, ..)| *known == code);
            if !is_there && !same(&expected, "0") {
                wrong.push(format!("{key} {code}: nothing, not {expected}"));
            }
        }
    }
    if let Some(customers) = case["customers"].as_u64() {
        owed.open_customers().await?;
        let heard = counted(customers, "customer", "customers");
        if case["before"].is_null() && !told.lines().any(|said| said.trim() == heard) {
            wrong.push(format!("no '{heard}' in '{told}'"));
        }
    }
    Ok(wrong)
}

/// After a reload all that was written is read again and verified.
async fn verified(owed: Owed<'_>) -> Outcome<Option<String>> {
    let entries = owed.entries().await?;
    owed.reload().await?;
    owed.checked().await?;
    if let Some(why) = owed.read_only().await? {
        return Ok(Some(why));
    }
    owed.open_backup().await?;
    let expected = format!("{entries} changes, checked");
    let page = owed.page_text().await?;
    Ok((!page.contains(&expected)).then(|| format!("no '{expected}' in '{page}'")))
}

async fn part(part: usize) -> Outcome {
    journey(&format!("found-{part}"), async |browser| {
        browser.be_patient(Duration::from_secs(30));
        let owed = Owed(browser);
        let cases = cases()?;
        let mut wrong = Vec::new();
        let of_part = cases.iter().skip(part).step_by(PARTS);
        for (place, case) in of_part.enumerate() {
            let name = name(case);
            if place == 0 {
                owed.begin(&name).await?;
            } else {
                owed.begin_beside(&name).await?;
            }
            if let Some(before) = text(case, "before") {
                let before = cases.iter().find(|case| case["file"] == before.as_str());
                let before = before.ok_or_else(|| Failure::new(format!("no case {name} needs")))?;
                import(owed, before).await?;
            }
            let told = import(owed, case).await?;
            let found = differences(owed, case, &told).await?;
            wrong.extend(found.into_iter().map(|what| format!("{name}: {what}")));
            let found = verified(owed).await?;
            wrong.extend(found.map(|what| format!("{name}: after the reload: {what}")));
            println!("{name} is done");
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn found_files_come_in_right_first_part() -> Outcome {
    part(0).await
}

#[tokio::test]
async fn found_files_come_in_right_second_part() -> Outcome {
    part(1).await
}

#[tokio::test]
async fn found_files_come_in_right_third_part() -> Outcome {
    part(2).await
}

#[tokio::test]
async fn found_files_come_in_right_fourth_part() -> Outcome {
    part(3).await
}
