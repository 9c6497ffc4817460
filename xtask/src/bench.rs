//! Figures of speed in a headless browser, each beside a floor measured in the same run: what the
//! browser needs for the same bytes without the program.
//!
//! The page of `bench` does the measuring; this drives it, takes the percentiles and prints
//! the table. Each opening has a page load of its own, as a user's has.

mod figures;
mod line;
mod pages;

use crate::app::BENCH;
use crate::browser::{Browser, Site};
use crate::step::{Failure, Outcome};
use figures::{
    grouped, median, megabytes, ms, number, numbers, p95, pair, quantile, ratio, seconds, whole,
};
use serde_json::{Value, json};
use std::time::Duration;

const SIZES: [u32; 3] = [1_000, 10_000, 100_000];
/// Page loads that open the book, and as many that measure the floor.
const OPENINGS: usize = 7;
const FIGURES: u32 = 60;
/// Invoices issued in each book.
const ISSUES: u32 = 200;
const PAST_DAY: u32 = 365;
/// What is typed into the filter of the list: a name, a number, an amount.
const WORDS: [&str; 3] = ["birch 42", "2026-0001", "1,9"];
const TYPINGS: u32 = 4;
/// A fast wheel: px in a frame; 0 for through all rows in as many frames.
const WHEEL: u32 = 240;
const FRAMES: u32 = 300;
/// Making the largest book and checking it take longer than any journey.
const PATIENCE: Duration = Duration::from_secs(600);

/// What was measured of one size, in ms where nothing else is said.
#[derive(Default)]
struct Measured {
    size: u32,
    facts: Value,
    open: Vec<f64>,
    open_floor: Vec<f64>,
    open_floor_read: Vec<f64>,
    memory_bytes: f64,
    today: Vec<f64>,
    past: Vec<f64>,
    /// The worklist of reminders.
    remind: Vec<f64>,
    check: f64,
    issue: Vec<f64>,
    put: Vec<f64>,
    entry_bytes: f64,
    backup: Value,
    restore: Value,
    list: List,
}

/// How fast the list of documents answers.
#[derive(Default)]
struct List {
    key: Vec<f64>,
    key_work: Vec<f64>,
    wheel: Vec<f64>,
    wheel_work: Vec<f64>,
    through: Vec<f64>,
    through_work: Vec<f64>,
}

/// Open invoices and customers that bank lines are matched with, and how many lines.
const MATCHED: (u32, u32) = (100_000, 5_000);
const MATCHING: [u32; 2] = [1_000, 10_000];

/// Measures and prints the table: `[--list] [SIZE...]`; with `--list` of the list of documents
/// alone, with `--matching` bank lines against open invoices, with `--pages` long work of the pages
/// of the release app, with `--line` how soon it is there over a slow line.
///
/// # Errors
/// An argument is no number, a part is missing, or the page fails.
pub fn run(arguments: &[String]) -> Outcome {
    let wants = |what: &str| arguments.iter().any(|argument| argument == what);
    if wants("--line") {
        return line::run();
    }
    if wants("--pages") {
        return pages::run();
    }
    if wants("--matching") {
        return matching();
    }
    let only_list = wants("--list");
    let sizes = arguments.iter().filter(|argument| *argument != "--list");
    let sizes: Result<Vec<u32>, _> = sizes.map(|size| size.parse()).collect();
    let mut sizes =
        sizes.map_err(|_| Failure::new("the sizes are numbers: cargo xtask bench 1000"))?;
    if sizes.is_empty() {
        sizes = SIZES.to_vec();
    }
    let dist = BENCH.build()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let measured = runtime.block_on(async {
        let browser = Browser::start(Site::of(&dist, "")?).await?;
        browser.be_patient(PATIENCE);
        if only_list {
            measure_lists(&browser, &sizes).await
        } else {
            measure(&browser, &sizes).await
        }
    })?;
    if only_list {
        println!("\n{}", list_rows(&measured).join("\n"));
    } else {
        println!("\n{}", table(&measured));
        for line in goals(&measured) {
            println!("{line}");
        }
    }
    for line in list_goals(&measured) {
        println!("{line}");
    }
    Ok(())
}

/// Bank lines against open invoices of which it is known what each line pays.
fn matching() -> Outcome {
    let dist = BENCH.build()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let rows = runtime.block_on(async {
        let browser = Browser::start(Site::of(&dist, "")?).await?;
        browser.be_patient(PATIENCE);
        let mut rows = Vec::new();
        for lines in MATCHING {
            say(&format!("{} bank lines", grouped(lines)));
            load(&browser).await?;
            let (invoices, customers) = MATCHED;
            let arguments = json!([invoices, customers, lines]);
            rows.push((lines, call(&browser, "match", arguments).await?));
        }
        browser.is_silent().await?;
        Ok::<_, Failure>(rows)
    })?;
    println!(
        "\n| bank lines against {} open invoices of {} customers | in all | of it the index | longest task | sure | wrong | shown beside |",
        grouped(MATCHED.0),
        grouped(MATCHED.1)
    );
    println!("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    for (lines, one) in &rows {
        let share = |key: &str| 100.0 * number(&one[key]) / number(&one["pay"]);
        println!(
            "| {} | {} | {} | {} | {:.1} % | {} | {:.1} % |",
            grouped(*lines),
            ms(number(&one["ms"])),
            ms(number(&one["index"])),
            ms(number(&one["task"]).max(number(&one["slice"]))),
            share("sure"),
            one["wrong"],
            share("shown")
        );
    }
    Ok(())
}

async fn measure(browser: &Browser, sizes: &[u32]) -> Outcome<Vec<Measured>> {
    let mut all = Vec::new();
    for size in sizes {
        let mut one = Measured {
            size: *size,
            ..Measured::default()
        };
        say(&format!("{} invoices: make the book", grouped(*size)));
        load(browser).await?;
        one.facts = call(browser, "make", json!([size])).await?;
        say("open it, and its floor, in turn");
        for _ in 0..OPENINGS {
            load(browser).await?;
            let floor = call(browser, "open_floor", json!([size])).await?;
            one.open_floor_read.push(number(&floor["read"]));
            one.open_floor
                .push(number(&floor["read"]) + number(&floor["parse"]));
            load(browser).await?;
            let opened = call(browser, "open", json!([size])).await?;
            one.open.push(number(&opened["ms"]));
            one.memory_bytes = number(&opened["memory"]);
        }
        say("aging and DSO");
        one.today = numbers(&call(browser, "figures", json!([size, 0, FIGURES])).await?);
        one.past = numbers(&call(browser, "figures", json!([size, PAST_DAY, FIGURES])).await?);
        one.remind = numbers(&call(browser, "remind", json!([size, FIGURES])).await?);
        one.list = measure_list(browser, *size).await?;
        all.push(one);
    }
    // All books in one page, in turn, so that what else the machine does hits them alike.
    load(browser).await?;
    for one in &mut all {
        call(browser, "open", json!([one.size])).await?;
        say(&format!("{} invoices: check the book", grouped(one.size)));
        let checked = call(browser, "checked", json!([one.size])).await?;
        one.check = number(&checked["ms"]);
        if checked["passed"] != json!(true) {
            return Err(Failure::new(
                "the book that was made does not pass its check",
            ));
        }
        say("back it up");
        one.backup = call(browser, "backup", json!([one.size])).await?;
    }
    say("issue invoices");
    let issued = call(browser, "issue", json!([sizes, ISSUES])).await?;
    for (place, one) in all.iter_mut().enumerate() {
        one.issue = numbers(&issued[place]["issue"]);
        one.put = numbers(&issued[place]["put"]);
        one.entry_bytes = number(&issued[place]["bytes"]);
    }
    for one in &mut all {
        say(&format!(
            "{} invoices: restore the backup",
            grouped(one.size)
        ));
        one.restore = call(browser, "restore", json!([one.size])).await?;
    }
    browser.is_silent().await?;
    Ok(all)
}

async fn measure_lists(browser: &Browser, sizes: &[u32]) -> Outcome<Vec<Measured>> {
    let mut all = Vec::new();
    for size in sizes {
        say(&format!("{} invoices: make the book", grouped(*size)));
        load(browser).await?;
        call(browser, "make", json!([size])).await?;
        all.push(Measured {
            size: *size,
            list: measure_list(browser, *size).await?,
            ..Measured::default()
        });
    }
    browser.is_silent().await?;
    Ok(all)
}

/// In a page of its own, when nothing is left to do in the background.
async fn measure_list(browser: &Browser, size: u32) -> Outcome<List> {
    say("type into the filter of the list, and scroll through it");
    browser.viewport(1280, 900).await?;
    load(browser).await?;
    call(browser, "open", json!([size])).await?;
    call(browser, "checked", json!([size])).await?;
    let typed = call(browser, "type", json!([size, WORDS, TYPINGS])).await?;
    let wheel = call(browser, "scroll", json!([size, WHEEL, FRAMES])).await?;
    let through = call(browser, "scroll", json!([size, 0, FRAMES])).await?;
    for scrolled in [&wheel, &through] {
        if scrolled["missing"] != json!(0) {
            return Err(Failure::new("rows in sight were not there"));
        }
    }
    Ok(List {
        key: numbers(&typed["painted"]),
        key_work: numbers(&typed["work"]),
        wheel: numbers(&wheel["frames"]),
        wheel_work: numbers(&wheel["work"]),
        through: numbers(&through["frames"]),
        through_work: numbers(&through["work"]),
    })
}

async fn load(browser: &Browser) -> Outcome {
    browser.open("").await?;
    browser
        .wait_until("the page of measurements", async || {
            let ready = "return document.getElementById('boot').textContent === 'ready'";
            Ok(browser.script(ready, Vec::new()).await? == json!(true))
        })
        .await
}

async fn call(browser: &Browser, what: &str, arguments: Value) -> Outcome<Value> {
    let script = format!("return await window.bench.{what}(...arguments[0]);");
    browser.script_async(&script, vec![arguments]).await
}

fn say(what: &str) {
    println!("    {what}");
}

fn table(measured: &[Measured]) -> String {
    let mut lines = Vec::new();
    let mut row = |name: &str, cell: &dyn Fn(&Measured) -> String| {
        let cells: Vec<String> = measured.iter().map(cell).collect();
        lines.push(format!("| {name} | {} |", cells.join(" | ")));
    };
    row("invoices", &|one| grouped(one.size));
    row("---", &|_| "---:".to_owned());
    row("entries of the journal", &|one| {
        let bytes = number(&one.facts["journal_bytes"]);
        format!(
            "{}, {}",
            grouped(whole(&one.facts["entries"])),
            megabytes(bytes)
        )
    });
    row("records, as a snapshot", &|one| {
        let bytes = number(&one.facts["snapshot_bytes"]);
        format!(
            "{}, {}",
            grouped(whole(&one.facts["records"])),
            megabytes(bytes)
        )
    });
    row("memory of the program with the book open", &|one| {
        megabytes(one.memory_bytes)
    });
    row("**open to first figure**", &|one| ms(median(&one.open)));
    row("floor: read the records as JSON, `JSON.parse`", &|one| {
        let read = ms(median(&one.open_floor_read));
        format!("{} (read {read})", ms(median(&one.open_floor)))
    });
    row("ratio", &|one| {
        ratio(median(&one.open), median(&one.open_floor))
    });
    row(
        "**aging + DSO of all customers, today**, median / p95",
        &|one| pair(&one.today),
    );
    row("the same as of a year ago", &|one| pair(&one.past));
    row("**whom to remind today**, median / p95", &|one| {
        pair(&one.remind)
    });
    row("**issue one invoice**, p50 / p95", &|one| pair(&one.issue));
    row("floor: one strict put of the same bytes", &|one| {
        pair(&one.put)
    });
    row("ratio, p50 / p95", &|one| {
        let p50 = ratio(median(&one.issue), median(&one.put));
        format!("{p50} / {}", ratio(p95(&one.issue), p95(&one.put)))
    });
    row("p95 against the smallest book's", &|one| {
        ratio(
            p95(&one.issue),
            measured.first().map_or(0.0, |first| p95(&first.issue)),
        )
    });
    row("**backup**, whole file", &|one| {
        let bytes = number(&one.backup["bytes"]);
        format!("{} ({})", seconds(&one.backup["backup"]), megabytes(bytes))
    });
    row("floor: read the same bytes", &|one| {
        seconds(&one.backup["floor"])
    });
    row("ratio", &|one| {
        ratio(number(&one.backup["backup"]), number(&one.backup["floor"]))
    });
    row("**restore**, verified, until it is open", &|one| {
        seconds(&one.restore["restore"])
    });
    row("floor: `JSON.parse` of each line", &|one| {
        seconds(&one.restore["floor"])
    });
    row("ratio", &|one| {
        ratio(
            number(&one.restore["restore"]),
            number(&one.restore["floor"]),
        )
    });
    row("check of the whole book, in the background", &|one| {
        format!("{:.1} s", one.check / 1000.0)
    });
    lines.extend(list_rows(measured));
    lines.join("\n")
}

fn list_rows(measured: &[Measured]) -> Vec<String> {
    let row = |name: &str, cell: &dyn Fn(&List) -> String| {
        let cells: Vec<String> = measured.iter().map(|one| cell(&one.list)).collect();
        format!("| {name} | {} |", cells.join(" | "))
    };
    let longest = |values: &[f64]| format!("{} / {}", ms(p95(values)), ms(quantile(values, 100)));
    vec![
        row(
            "**a letter in the filter of the invoices**, until it is painted, p50 / p95",
            &|list| pair(&list.key),
        ),
        row("of it work", &|list| pair(&list.key_work)),
        row(
            &format!("**scrolling the invoices**, {WHEEL} px a frame: frame, p95 / longest"),
            &|list| longest(&list.wheel),
        ),
        row("of it work", &|list| longest(&list.wheel_work)),
        row(
            &format!("**from the first to the last in {FRAMES} frames**: frame, p95 / longest"),
            &|list| longest(&list.through),
        ),
        row("of it work", &|list| longest(&list.through_work)),
    ]
}

fn list_goals(measured: &[Measured]) -> Vec<String> {
    let Some(last) = measured.last() else {
        return Vec::new();
    };
    let size = grouped(last.size);
    vec![
        goal(
            &format!("p95 of a letter in the filter at {size}, ms"),
            p95(&last.list.key),
            50.0,
        ),
        goal(
            &format!("p95 of a frame while scrolling {size}, ms"),
            p95(&last.list.wheel).max(p95(&last.list.through)),
            20.0,
        ),
    ]
}

fn goal(name: &str, value: f64, most: f64) -> String {
    let verdict = if value <= most { "reached" } else { "MISSED" };
    format!("{verdict}: {name}: {value:.2}, at most {most}")
}

/// The goals, and whether they are reached.
fn goals(measured: &[Measured]) -> Vec<String> {
    let (Some(first), Some(last)) = (measured.first(), measured.last()) else {
        return Vec::new();
    };
    let size = grouped(last.size);
    vec![
        goal(
            &format!("open at {size} against its floor"),
            median(&last.open) / median(&last.open_floor),
            1.0,
        ),
        goal(
            &format!("aging + DSO at {size}, ms"),
            median(&last.today),
            10.0,
        ),
        goal("the same as of a year ago, ms", median(&last.past), 10.0),
        goal(
            &format!("whom to remind at {size}, ms"),
            median(&last.remind),
            50.0,
        ),
        goal(
            &format!("p95 of issuing at {size} against {}", grouped(first.size)),
            p95(&last.issue) / p95(&first.issue),
            1.5,
        ),
    ]
}
