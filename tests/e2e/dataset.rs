//! A real table of 2,466 invoices goes through the import page, and the figures are read from the
//! aging page: they must be those of the oracle, at each quarter end of 2012.

use crate::decimal::same;
use crate::owed::Owed;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;
use xtask::browser::journey;
use xtask::step::{Failure, Outcome};

/// Which column of the table holds what, by the words of the import page.
const COLUMNS: [(&str, &str); 6] = [
    ("Customer", "customer"),
    ("Invoice number", "number"),
    ("Issued on", "issued"),
    ("Due on", "due"),
    ("Amount", "amount"),
    ("Paid on", "paid_on"),
];

/// The figures that the page and the oracle call the same.
const FIGURES: [&str; 14] = [
    "open_count",
    "ar",
    "opening_ar",
    "sales",
    "collections",
    "dso",
    "dso_best_possible",
    "add",
    "dso_average",
    "dso_countback",
    "cei",
    "days_to_pay",
    "days_late",
    "days_late_floored",
];

/// What the page shows, or the oracle states, by name.
type Figures = BTreeMap<String, String>;

#[tokio::test]
async fn the_figures_of_a_real_table_are_those_of_the_oracle() -> Outcome {
    let oracles = xtask::step::root().join("../shared/oracles");
    let Ok(cases) = fs::read_to_string(oracles.join("dataset.jsonl")) else {
        println!("SKIPPED: {} is not there", oracles.display());
        return Ok(());
    };
    let cases: Vec<Value> = cases
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()
        .map_err(|problem| Failure::new(problem.to_string()))?;
    let first = cases.first().ok_or_else(|| Failure::new("no cases"))?;
    // The browser takes no path with dots in it.
    let file = fs::canonicalize(oracles.join(text(first, "/input/file")?))?;

    journey("dataset", async |browser| {
        browser.be_patient(Duration::from_secs(60));
        let owed = Owed(browser);
        owed.begin_in("Dataset", "United States").await?;
        let mut columns = Vec::new();
        for (label, key) in COLUMNS {
            columns.push((label, text(first, &format!("/input/columns/{key}"))?));
        }
        let told = owed.import_csv(&file, &columns).await?;
        assert!(told.contains("2,466"), "{told}");

        let mut wrong = Vec::new();
        let mut earlier = None;
        for case in &cases {
            let day = text(case, "/input/as_of")?;
            owed.open_aging(
                day,
                Some((
                    text(case, "/input/period/from")?,
                    text(case, "/input/period/to")?,
                )),
            )
            .await?;
            let shown = shown(&owed).await?;
            let stated = stated(case)?;
            wrong.extend(
                differences(&shown, &stated)
                    .into_iter()
                    .map(|what| format!("{day}: {what}")),
            );
            // Planted: the figures of another quarter.
            if let Some(earlier) = earlier.replace(shown) {
                assert!(differences(&earlier, &stated).len() > 10, "{earlier:?}");
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));

        owed.undo().await?;
        assert_eq!(owed.numbers().await?, Vec::<String>::new());
        assert!(same(&owed.outstanding().await?, "0"));
        Ok(())
    })
    .await
}

async fn shown(owed: &Owed<'_>) -> Outcome<Figures> {
    let mut figures = Figures::new();
    for name in FIGURES {
        figures.insert(
            name.to_owned(),
            owed.figure(name).await?.unwrap_or_default(),
        );
    }
    for (bucket, amount, count) in owed.buckets().await? {
        figures.insert(format!("{bucket} amount"), amount);
        figures.insert(format!("{bucket} count"), count);
    }
    Ok(figures)
}

fn stated(case: &Value) -> Outcome<Figures> {
    let plain = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let expect = &case["expect"];
    let mut figures = Figures::new();
    for name in FIGURES {
        figures.insert(name.to_owned(), plain(&expect[name]));
    }
    let buckets = expect["aging"].as_object();
    let buckets = buckets.ok_or_else(|| Failure::new("no aging"))?;
    for (bucket, stated) in buckets {
        figures.insert(format!("{bucket} amount"), plain(&stated["amount"]));
        figures.insert(format!("{bucket} count"), plain(&stated["count"]));
    }
    Ok(figures)
}

fn differences(shown: &Figures, stated: &Figures) -> Vec<String> {
    let mut names: Vec<&String> = shown.keys().chain(stated.keys()).collect();
    names.sort();
    names.dedup();
    let value = |figures: &Figures, name: &String| figures.get(name).cloned().unwrap_or_default();
    names
        .into_iter()
        .filter(|name| !same(&value(shown, name), &value(stated, name)))
        .map(|name| {
            let (shown, stated) = (value(shown, name), value(stated, name));
            format!("{name} is {shown:?}, not {stated}")
        })
        .collect()
}

fn text<'a>(case: &'a Value, pointer: &str) -> Outcome<&'a str> {
    case.pointer(pointer)
        .and_then(Value::as_str)
        .ok_or_else(|| Failure::new(format!("the oracle has no {pointer}")))
}
