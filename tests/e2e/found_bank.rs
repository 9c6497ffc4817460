//! Banks' files that were found to be read wrongly, through the pages: what is asked is answered,
//! the lines are what the files say, and after a reload the book is verified.

use crate::formats::is_verified_after_a_reload;
use crate::owed::Owed;
use std::fs;
use std::path::PathBuf;
use xtask::browser::{Which, journey};
use xtask::step::Outcome;

fn found(name: &str) -> PathBuf {
    xtask::step::root()
        .join("tests/e2e/formats/found")
        .join(name)
}

/// All of these are in what was told, and none of those.
fn says(told: &str, texts: &[&str], not: &[&str]) {
    crate::told::says(told, texts);
    for text in not {
        assert!(!told.contains(text), "'{text}' is in '{told}'");
    }
}

/// Reads a file with what is proposed for its columns, and imports it; gives back what was told
/// before.
async fn take(owed: Owed<'_>, name: &str) -> Outcome<String> {
    let mut told = owed.look_at_statement(&found(name)).await?;
    if told.contains("Which column is which") {
        told = owed.answer_statement("Read the lines").await?;
    }
    owed.import_statement().await?;
    Ok(told)
}

/// The amounts of the newest statement, and all that its page says.
async fn lines(owed: Owed<'_>) -> Outcome<(Vec<String>, String)> {
    owed.open_statement().await?;
    let amounts = owed
        .bank_lines()
        .await?
        .into_iter()
        .map(|(_, amount)| amount);
    Ok((amounts.collect(), owed.page_text().await?))
}

/// A file, the amounts of its lines, what its page says and what it does not.
async fn one(name: &str, amounts: &[&str], texts: &[&str], not: &[&str]) -> Outcome {
    journey(&format!("found-{name}"), async |browser| {
        let owed = Owed(browser);
        owed.begin("Found").await?;
        take(owed, name).await?;
        let (found, page) = lines(owed).await?;
        assert_eq!(found, amounts, "{name}");
        says(&page, texts, not);
        is_verified_after_a_reload(owed).await
    })
    .await
}

#[tokio::test]
async fn a_dash_within_a_message_makes_no_second_statement() -> Outcome {
    journey("found-dash", async |browser| {
        let owed = Owed(browser);
        owed.begin("Dash").await?;
        let told = take(owed, "b02-dash.sta").await?;
        says(
            &told,
            &["MT940, 1 statement, 2 lines", "€337.50"],
            &["doesn’t add up"],
        );
        let (amounts, page) = lines(owed).await?;
        assert_eq!(amounts, ["250.00", "-12.50"]);
        says(&page, &["equals the closing balance", "BIRKE VERLAG"], &[]);
        is_verified_after_a_reload(owed).await
    })
    .await
}

#[tokio::test]
async fn charges_that_the_bank_names_are_kept_with_the_line() -> Outcome {
    one(
        "b05-charges.xml",
        &["1474.00", "-1526.00"],
        &["Linden Handel"],
        &[],
    )
    .await
}

#[tokio::test]
async fn a_bare_list_is_a_statement() -> Outcome {
    one(
        "b07-bare.qfx",
        &["332.76", "-7.53"],
        &["LINDEN HANDEL 2026-0003"],
        &[],
    )
    .await
}

#[tokio::test]
async fn months_may_be_named() -> Outcome {
    one("b10-month-name.csv", &["1190.00"], &["Mar 2, 2026"], &[]).await
}

#[tokio::test]
async fn what_is_not_booked_is_left_out_and_said() -> Outcome {
    journey("found-status", async |browser| {
        let owed = Owed(browser);
        owed.begin("Status").await?;
        let told = take(owed, "b11-status.csv").await?;
        says(
            &told,
            &["CSV, 1 statement, 1 line", "2 entries are not booked yet"],
            &[],
        );
        let (amounts, _) = lines(owed).await?;
        assert_eq!(amounts, ["250.00"]);
        is_verified_after_a_reload(owed).await
    })
    .await
}

#[tokio::test]
async fn the_other_side_is_the_payer_or_the_payee() -> Outcome {
    let own = &["Eigenes Büro"];
    one(
        "b11-payer-name.csv",
        &["1190.00", "-50.00"],
        &["Linden Handel", "Stadtwerke"],
        own,
    )
    .await
}

#[tokio::test]
async fn quotes_in_a_text_need_not_be_doubled() -> Outcome {
    one(
        "b14-quote.csv",
        &["250.00", "80.00"],
        &["Cafe \"Zur Birke\""],
        &[],
    )
    .await
}

#[tokio::test]
async fn a_zone_does_not_move_the_day() -> Outcome {
    one("b16-zone.csv", &["250.00"], &["Mar 14, 2026"], &[]).await
}

#[tokio::test]
async fn the_order_of_dates_is_asked_only_where_nothing_decides() -> Outcome {
    journey("found-orders", async |browser| {
        let owed = Owed(browser);
        owed.begin("Orders").await?;
        // Nothing decides: asked, with the file's own value as it will be read.
        let told = owed.look_at_statement(&found("b17m-ambiguous.csv")).await?;
        says(&told, &["Still missing", "the order of the dates"], &[]);
        owed.choose_of_table("Date order", "Month, day, year")
            .await?;
        let shown = async || {
            Ok(owed
                .page_text()
                .await?
                .contains("“03/04/2026” is read as read as Mar 4, 2026."))
        };
        browser.wait_until("the day as it is read", shown).await?;
        let told = owed.answer_statement("Read the lines").await?;
        says(&told, &["CSV, 1 statement, 2 lines"], &[]);
        owed.import_statement().await?;
        // One value decides, otherwise than the last time: not asked.
        let told = owed.look_at_statement(&found("b17m-decided.csv")).await?;
        says(
            &told,
            &["“01/04/26” is read as read as Apr 1, 2026."],
            &["Still missing"],
        );
        let told = owed.answer_statement("Read the lines").await?;
        says(
            &told,
            &["CSV, 1 statement, 3 lines", "Apr 1, 2026", "Apr 19, 2026"],
            &[],
        );
        browser.choose("Account", "Bank account (EUR)").await?;
        owed.import_statement().await?;
        // Nothing decides again: as the last file of the account.
        let told = owed
            .look_at_statement(&found("b17m-ambiguous2.csv"))
            .await?;
        says(&told, &["2 lines", "Apr 6, 2026"], &["Still missing"]);
        owed.import_statement().await?;
        is_verified_after_a_reload(owed).await
    })
    .await
}

#[tokio::test]
async fn a_table_that_cannot_be_read_says_why_each_time() -> Outcome {
    journey("found-why", async |browser| {
        let owed = Owed(browser);
        owed.begin("Why").await?;
        let before = owed.entries().await?;
        let file = owed.folder("why")?.join("march.csv");
        let rows: String = (10..20)
            .map(|day| format!("2026-03-{day},Linden,5.00\n"))
            .collect();
        fs::write(
            &file,
            format!("Date,Payee,Amount\n{rows}2026-03-20,Birke,lots\n"),
        )?;
        owed.look_at_statement(&file).await?;
        for _ in 0..2 {
            browser.click("button", "Read the lines").await?;
            let told = async || {
                let page = owed.page_text().await?;
                Ok(page.contains("Line 12: “Amount”: “lots”"))
            };
            browser.wait_until("why it was not read", told).await?;
        }
        // The way on: another column.
        owed.choose_of_table("Amount", "Not used").await?;
        let told = async || Ok(owed.page_text().await?.contains("the column “Amount”"));
        browser.wait_until("what is missing", told).await?;
        browser
            .find(Which::Role("button", "Choose another file"))
            .await?;
        assert_eq!(owed.entries().await?, before);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_number_and_its_iban_are_one_account() -> Outcome {
    journey("found-account", async |browser| {
        let owed = Owed(browser);
        owed.begin("Account").await?;
        take(owed, "b02-dash.sta").await?;
        // The same account by its IBAN, in another format.
        take(owed, "b05-charges.xml").await?;
        let accounts = owed.bank_accounts().await?;
        let open: Vec<&str> = accounts.iter().map(|(_, open)| open.as_str()).collect();
        assert_eq!(open, ["4"]);
        is_verified_after_a_reload(owed).await
    })
    .await
}
