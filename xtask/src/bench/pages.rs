//! Figures of work that pages do while they stay usable: reading and taking a bank statement of
//! 10,000 lines, and making the PDF of a document of 120 lines; in the release app, by the page's
//! own clock.

use super::figures::{ms, number};
use crate::app;
use crate::browser::{Browser, Site, Which};
use crate::step::Outcome;
use serde_json::{Value, json};
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::time::Duration;

const LINES: u32 = 10_000;
const DOCUMENT_LINES: u32 = 120;
const PATIENCE: Duration = Duration::from_secs(600);

/// Keeps how long each task took that a user would notice.
const WATCH: &str = "
    window.tasks = [];
    new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map(({ duration }) => duration)))
      .observe({ entryTypes: ['longtask'] });";

/// Milliseconds from the event on what is first named to what is then there; the body of a function
/// that begins to listen.
const FROM_TO: &str = "
    const [from, event, to] = arguments;
    const earlier = document.querySelector(to);
    window.took = new Promise((done) => {
      document.querySelector(from).addEventListener(event, () => {
        const start = performance.now();
        const look = () => {
          const found = document.querySelector(to);
          if (found && found !== earlier) done(performance.now() - start);
          else requestAnimationFrame(look);
        };
        look();
      }, { once: true, capture: true });
    });";

/// # Errors
/// A part is missing, or the app does not do it.
pub fn run() -> Outcome {
    app::build()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let rows = runtime.block_on(measure())?;
    println!("\n| in the release app | |\n| --- | ---: |");
    for (name, milliseconds) in rows {
        println!("| {name} | {} |", ms(milliseconds));
    }
    Ok(())
}

async fn measure() -> Outcome<Vec<(String, f64)>> {
    let browser = Browser::start(Site::release()?).await?;
    browser.be_patient(PATIENCE);
    browser.open("/").await?;
    browser.fill("Your name or business", "Bench").await?;
    browser.choose("Country", "Germany").await?;
    browser.click("button", "Start").await?;
    browser.find(Which::Css(".trust")).await?;
    let folder = browser.profile().with_file_name("files");
    fs::create_dir_all(&folder)?;
    browser.save_into(&folder).await?;
    let mut rows = statement(&browser, &folder).await?;
    rows.extend(document(&browser, &folder).await?);
    browser.is_silent().await?;
    Ok(rows)
}

async fn statement(browser: &Browser, folder: &Path) -> Outcome<Vec<(String, f64)>> {
    let file = folder.join("year.xml");
    fs::write(&file, camt())?;
    browser.goto("/bank/import").await?;
    browser.find(Which::Label("Statement file")).await?;
    browser.script(WATCH, Vec::new()).await?;
    let preview = "[data-test=statement-preview]";
    listen(browser, "main input[type=file]", "change", preview).await?;
    browser.give_file("Statement file", &file).await?;
    let read = took(browser).await?;
    let report = "[data-test=statement-report]";
    let submit = "main form button[type=submit]";
    listen(browser, submit, "click", report).await?;
    let button = browser.find(Which::Css(submit)).await?;
    browser.click_on(&button).await?;
    let taken = took(browser).await?;
    let longest = "return Math.max(0, ...window.tasks)";
    let longest = number(&browser.script(longest, Vec::new()).await?);
    Ok(vec![
        (format!("a bank statement of {LINES} lines, read"), read),
        ("taken into the book".to_owned(), taken),
        ("longest task meanwhile".to_owned(), longest),
    ])
}

async fn document(browser: &Browser, folder: &Path) -> Outcome<Vec<(String, f64)>> {
    let file = folder.join("records.json");
    fs::write(&file, records().to_string())?;
    browser.goto("/import").await?;
    browser.give_file("File to import", &file).await?;
    browser.find(Which::Test("import-report")).await?;
    browser.goto("/invoices").await?;
    browser.click("link", "R-1").await?;
    browser.heading("Invoice R-1").await?;
    let mut rows = Vec::new();
    for which in ["first", "next"] {
        let button = browser.role("button", "Download PDF").await?;
        let mark = "arguments[0].setAttribute('data-bench', '')";
        browser.script(mark, vec![button.to_json()?]).await?;
        listen(browser, "[data-bench]", "click", "main .actions + .notice").await?;
        browser.click_on(&button).await?;
        let name = format!("the {which} PDF of {DOCUMENT_LINES} lines");
        rows.push((name, took(browser).await?));
    }
    Ok(rows)
}

async fn listen(browser: &Browser, from: &str, event: &str, to: &str) -> Outcome {
    let arguments = vec![json!(from), json!(event), json!(to)];
    browser.script(FROM_TO, arguments).await.map(drop)
}

async fn took(browser: &Browser) -> Outcome<f64> {
    let took = browser.script_async("return await window.took", Vec::new());
    Ok(number(&took.await?))
}

fn camt() -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\"><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId><CreDtTm>2026-04-30T08:00:00</CreDtTm></GrpHdr><Stmt><Id>4</Id><CreDtTm>2026-04-30T08:00:00</CreDtTm><Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></Acct>\n",
    );
    for line in 0..LINES {
        let (day, whole, cents) = (line % 28 + 1, line % 900 + 1, line % 100);
        // Writing to a String does not fail.
        let _ = writeln!(
            text,
            "<Ntry><Amt Ccy=\"EUR\">{whole}.{cents:02}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-04-{day:02}</Dt></BookgDt><AcctSvcrRef>A{line}</AcctSvcrRef><NtryDtls><TxDtls><RltdPties><Dbtr><Nm>Linden GmbH</Nm></Dbtr></RltdPties><RmtInf><Ustrd>Invoice 2026-{line:05}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
        );
    }
    text + "</Stmt></BkToCstmrStmt></Document>\n"
}

fn records() -> Value {
    let line = |index: u32| {
        json!({
            "description": format!("Line no. {index:03} of the list"),
            "quantity": "2",
            "unit_price": "1.25",
            "taxes": [{ "name": "VAT", "category": "S", "percent": "20" }],
        })
    };
    json!({
        "owed_records": 1,
        "customers": [{ "number": "C-1", "name": "Linden", "address": { "country": "DE" } }],
        "invoices": [{
            "number": "R-1",
            "customer": "C-1",
            "issued": "2026-03-02",
            "lines": (1..=DOCUMENT_LINES).map(line).collect::<Vec<_>>(),
        }],
    })
}
