//! After damage a book goes on: what is lost is named, everything else stays, what is to be
//! recorded again is listed, and no number comes twice.

use crate::formats::import_statement;
use crate::hands::Hands;
use crate::owed::{Invoice, Owed};
use crate::proof::{Verdict, expect, proven, says};
use std::fs;
use std::path::PathBuf;
use xtask::browser::{Browser, Which};
use xtask::step::{Failure, Outcome};

/// What the page said could be saved, and the book that went on.
#[derive(Debug)]
struct WentOn {
    /// What stays, what is lost, what is to be recorded again.
    stays: String,
    lost: String,
    later: String,
    /// Whether it could go on before what is there was kept in a file.
    unkept: bool,
    kept: String,
    read_only: Option<String>,
    /// The numbers before another invoice was issued, and its own.
    numbers: Vec<String>,
    next: String,
    page: String,
}

impl WentOn {
    /// Where nothing else went wrong: it is whole, and verified to its last entry.
    fn is_verified(&self) -> Verdict {
        expect("the notice", &self.read_only, &None)?;
        says("the page of backups", &self.page, "checked")?;
        expect("whether it went on unkept", &self.unkept, &false)?;
        says("the file", &self.kept, "{\"damaged\":\"")
    }
}

/// What is said under a heading of the plan; nothing where there is none.
async fn part(browser: &Browser, name: &str) -> Outcome<String> {
    let body = "return document.querySelector(`[data-test=${arguments[0]}]`)?.innerText ?? ''";
    let text = browser.script(body, vec![name.into()]).await?;
    Ok(text.as_str().unwrap_or_default().to_owned())
}

/// From the notice above every page to a book that goes on.
async fn go_on(browser: &Browser, answers: Option<&str>) -> Outcome<WentOn> {
    let owed = Owed(browser);
    owed.reload().await?;
    owed.checked().await?;
    browser.click("link", "See what can be recovered").await?;
    browser.find(Which::Test("stays")).await?;
    let (stays, lost, later) = (
        part(browser, "stays").await?,
        part(browser, "lost").await?,
        part(browser, "later").await?,
    );
    let submit = browser
        .find(Which::Css("form.plan button[type=submit]"))
        .await?;
    let unkept = submit.is_enabled().await?;
    let kept = keep(browser).await?;
    if let Some(answer) = answers {
        for field in browser.all(Which::Css("form.plan .fields input")).await? {
            browser.type_over(&field, answer).await?;
        }
        browser
            .click_at(Which::Label("I never sent a numbered invoice"))
            .await?;
    }
    browser.click_on(&submit).await?;
    browser.gone(Which::Css("form.plan")).await?;
    browser.gone(Which::Css("main .progress")).await?;
    owed.ready().await?;
    seen(browser, (stays, lost, later), unkept, kept).await
}

/// Saves what is there, and reads the file.
async fn keep(browser: &Browser) -> Outcome<String> {
    let owed = Owed(browser);
    let folder = owed.folder("kept")?;
    browser.save_into(&folder).await?;
    browser
        .click("button", "Save the stored data as a file")
        .await?;
    browser.find(Which::Css(".notice.good")).await?;
    browser
        .wait_for("the file", async || {
            let files = fs::read_dir(&folder)?.flatten();
            let file = files
                .map(|file| file.path())
                .find(|file| file.extension().is_some_and(|end| end == "json"));
            Ok(file.map(fs::read_to_string).transpose()?)
        })
        .await
}

async fn seen(
    browser: &Browser,
    (stays, lost, later): (String, String, String),
    unkept: bool,
    kept: String,
) -> Outcome<WentOn> {
    let owed = Owed(browser);
    owed.checked().await?;
    let numbers = owed.numbers().await?;
    let next = owed
        .issue(&Invoice::of("Linden", "2025-04-10", "77"))
        .await?;
    owed.reload().await?;
    owed.checked().await?;
    owed.open_backup().await?;
    Ok(WentOn {
        stays,
        lost,
        later,
        unkept,
        kept,
        read_only: owed.read_only().await?,
        numbers,
        next,
        page: owed.page_text().await?,
    })
}

/// A book with three invoices, a statement, and a customer after it.
async fn book(browser: &Browser) -> Outcome<u64> {
    let owed = Owed(browser);
    owed.begin("Torn").await?;
    owed.add_customer("Linden").await?;
    for price in ["100", "200", "300"] {
        owed.issue(&Invoice::of("Linden", "2025-03-10", price))
            .await?;
    }
    let file = xtask::step::root().join("tests/e2e/formats/signed.csv");
    import_statement(owed, &file, "line").await?;
    let statement = Hands(browser).last_entry().await?;
    owed.add_customer("Written afterwards").await?;
    Ok(statement)
}

/// A fault: the damage is in the header, so what follows cannot stay.
#[derive(Clone, Copy, Debug)]
struct HeaderToo;

#[tokio::test]
async fn a_damaged_change_is_lost_by_itself_and_everything_else_stays() -> Outcome {
    proven("recovery-change", &[HeaderToo], torn, |seen| {
        seen.is_verified()?;
        says("what is lost", &seen.lost, "Statement imported")?;
        says("what is lost", &seen.lost, "Bank statement")?;
        says("what hangs on it", &seen.lost, "Bank line")?;
        expect("what is to be recorded again", &&seen.later[..], &"")?;
        says("what stays", &seen.stays, "2 customers, 3 documents")?;
        let numbers = ["2025-0003", "2025-0002", "2025-0001"].map(str::to_owned);
        expect("the numbers", &seen.numbers, &numbers.to_vec())?;
        expect("the next number", &&seen.next[..], &"2025-0004")
    })
    .await
}

async fn torn(browser: &mut Browser, fault: Option<HeaderToo>) -> Outcome<WentOn> {
    let statement = book(browser).await?;
    let hands = Hands(browser);
    hands.spoil_entry(statement, "signed.csv").await?;
    if fault.is_some() {
        hands.spoil_entry(statement, "import_statements").await?;
    }
    go_on(browser, None).await
}

/// A fault: nobody remembers the last number, and the user says that none was sent.
#[derive(Clone, Copy, Debug)]
struct NobodyKnows;

#[tokio::test]
async fn without_a_header_what_follows_is_listed_and_no_number_comes_twice() -> Outcome {
    proven("recovery-header", &[NobodyKnows], headless, |seen| {
        seen.is_verified()?;
        says("what stays", &seen.stays, "1 customer, 1 document")?;
        says(
            "what is to be recorded again",
            &seen.later,
            "Document 2025-0003, Linden",
        )?;
        says(
            "what is to be recorded again",
            &seen.later,
            "Bank statement",
        )?;
        says(
            "what is to be recorded again",
            &seen.later,
            "Customer Written afterwards",
        )?;
        expect("the numbers", &seen.numbers, &vec!["2025-0001".to_owned()])?;
        expect("the next number", &&seen.next[..], &"2025-0004")
    })
    .await
}

async fn headless(browser: &mut Browser, fault: Option<NobodyKnows>) -> Outcome<WentOn> {
    let statement = book(browser).await?;
    let hands = Hands(browser);
    // The second invoice, and with it the third that only the entry after it tells of.
    hands.spoil_entry(statement - 2, "issue_invoice").await?;
    if fault.is_some() {
        for lost in [statement - 2, statement - 1] {
            hands.delete_entry(lost).await?;
        }
        let forget = "for (const key of Object.keys(localStorage)) if (key.startsWith('owed-sentinel')) localStorage.removeItem(key);";
        browser.script(forget, vec![]).await?;
        return go_on(browser, Some("")).await;
    }
    go_on(browser, None).await
}

/// A fault: the file is not damaged, so it is restored as it is.
#[derive(Clone, Copy, Debug)]
struct Undamaged;

#[tokio::test]
async fn of_a_damaged_backup_what_is_left_goes_on() -> Outcome {
    proven("recovery-backup", &[Undamaged], from_file, |seen| {
        let (told, went_on) = seen;
        says(
            "what is told",
            told,
            "A change in the backup is damaged (line ",
        )?;
        says("what is lost", &went_on.lost, "Statement imported")?;
        expect("the notice", &went_on.read_only, &None)?;
        says("the page of backups", &went_on.page, "checked")?;
        expect("the numbers", &went_on.numbers.len(), &3)?;
        expect("the next number", &&went_on.next[..], &"2025-0004")
    })
    .await
}

async fn from_file(browser: &mut Browser, fault: Option<Undamaged>) -> Outcome<(String, WentOn)> {
    let owed = Owed(browser);
    book(browser).await?;
    let file = owed.backup_into(&owed.folder("backup")?).await?;
    if fault.is_none() {
        spoil(&file)?;
    }
    Hands(browser).clear("all").await?;
    browser.open("/").await?;
    if fault.is_some() {
        owed.restore(&file, &["", ""]).await?;
        let nothing = Default::default();
        let went_on = seen(browser, nothing, false, String::new()).await?;
        return Ok((String::new(), went_on));
    }
    let told = owed.refused_restore(&file).await?;
    browser
        .click("button", "See what can be recovered from this backup")
        .await?;
    browser.find(Which::Test("stays")).await?;
    let parts = (
        part(browser, "stays").await?,
        part(browser, "lost").await?,
        part(browser, "later").await?,
    );
    browser
        .click("button", "Continue without what is lost")
        .await?;
    browser.gone(Which::Css("form.plan")).await?;
    owed.ready().await?;
    let went_on = seen(browser, parts, false, String::new()).await?;
    Ok((told, went_on))
}

/// Changes a letter within the statement of a backup.
fn spoil(file: &PathBuf) -> Outcome {
    let text = fs::read_to_string(file)?;
    let place = text.find("\"put\":{\"statement\":{");
    let place = place.ok_or_else(|| Failure::new("no statement in the backup"))?;
    let mut bytes = text.into_bytes();
    bytes[place + 9] ^= 1;
    fs::write(file, bytes)?;
    Ok(())
}

/// A fault: this page does not hold what the disk lost, as its snapshot is gone as well.
#[derive(Clone, Copy, Debug)]
struct NoSnapshot;

#[tokio::test]
async fn where_the_page_holds_every_record_all_of_it_goes_on() -> Outcome {
    proven("recovery-shown", &[NoSnapshot], sealed, |seen| {
        seen.is_verified()?;
        says("what stays", &seen.stays, "Every record is there")?;
        expect("what is lost", &&seen.lost[..], &"")?;
        expect("the numbers", &seen.numbers.len(), &3)?;
        expect("the next number", &&seen.next[..], &"2025-0004")
    })
    .await
}

async fn sealed(browser: &mut Browser, fault: Option<NoSnapshot>) -> Outcome<WentOn> {
    let owed = Owed(browser);
    book(browser).await?;
    // A restore packs what it brings.
    let file = owed.backup_into(&owed.folder("backup")?).await?;
    owed.open_backup().await?;
    owed.restore(&file, &[]).await?;
    owed.reload().await?;
    owed.checked().await?;
    let hands = Hands(browser);
    hands.flip_segment().await?;
    if fault.is_some() {
        hands.delete_snapshot().await?;
    }
    go_on(browser, None).await
}
