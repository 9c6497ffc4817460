//! Figures of documents as a person reads them: discounts over two rates, prices with tax, old
//! books, and how documents and payments stand.

use crate::formats::is_verified_after_a_reload;
use crate::owed::editor::Editor;
use crate::owed::{Invoice, Owed};
use crate::printing::text_of;
use crate::told::says;
use ledger::backup::{BackupWriter, Header};
use ledger::book::Book;
use ledger::date::Timestamp;
use ledger::journal;
use std::fs;
use std::path::Path;
use xtask::browser::journey;
use xtask::step::{Failure, Outcome};

/// A book that offers these taxes, by the name VAT.
async fn begin_with(owed: Owed<'_>, percents: &[&str]) -> Outcome {
    owed.begin("Figures").await?;
    owed.open_settings().await?;
    let taxes: Vec<(&str, &str)> = percents.iter().map(|percent| ("VAT", *percent)).collect();
    owed.add_taxes(&taxes).await?;
    owed.save_settings().await?;
    owed.add_customer("Linden").await
}

/// 100.00 at 19 % and 900.00 at 7 %, and a discount of 10 % on the document.
async fn two_rates(owed: Owed<'_>) -> Outcome {
    let editor = Editor(owed.0);
    editor.begin("Linden").await?;
    editor.type_line(1, "Description", "Work").await?;
    editor.type_line(1, "Unit price", "100").await?;
    editor.next_line(2, "Books").await?;
    editor.type_line(2, "Unit price", "900").await?;
    owed.tax_nth_line(1, "VAT 19 %").await?;
    owed.tax_nth_line(2, "VAT 7 %").await?;
    editor.discount("10 %", "Loyalty").await
}

#[tokio::test]
async fn a_discount_falls_on_both_rates_unless_one_is_chosen() -> Outcome {
    journey("figures-two-rates", async |browser| {
        let (editor, owed) = (Editor(browser), Owed(browser));
        begin_with(owed, &["19", "7"]).await?;
        two_rates(owed).await?;
        assert_eq!(owed.discount_fell_on().await?, "All rates, in proportion");
        owed.wait_figure("gross", "973.80").await?;
        assert_eq!(owed.every_figure("share").await?, ["-10.00", "-90.00"]);
        assert_eq!(owed.every_figure("tax_row").await?, ["17.10", "56.70"]);
        owed.discount_falls_on("VAT 19 %").await?;
        owed.wait_figure("gross", "963.00").await?;
        assert!(owed.every_figure("share").await?.is_empty());
        owed.discount_falls_on("All rates, in proportion").await?;
        owed.wait_figure("gross", "973.80").await?;
        let paper = editor.preview().await?;
        says(&paper, &["Loyalty", "17.10", "56.70", "973.80"]);
        let (_, asked) = editor.issue().await?;
        assert_eq!(asked, "973.80");
        assert_eq!(owed.every_figure("share").await?, ["-10.00", "-90.00"]);
        let file = owed.download_pdf(&owed.folder("printed")?).await?;
        if let Some(pages) = text_of(&file)? {
            says(&pages.concat(), &["17.10", "56.70", "900.00", "973.80"]);
        }

        // On one rate it must leave that rate something.
        two_rates(owed).await?;
        owed.discount_falls_on("VAT 19 %").await?;
        owed.discount_value("150").await?;
        let before = owed.entries().await?;
        says(&owed.try_to_issue().await?, &["VAT 19 % below zero"]);
        assert_eq!(owed.entries().await?, before);
        owed.discount_falls_on("All rates, in proportion").await?;
        let (_, asked) = editor.issue().await?;
        // 15.00 of 100.00 and 135.00 of 900.00: 85.00 + 16.15 and 765.00 + 53.55.
        assert_eq!(asked, "919.70");
        is_verified_after_a_reload(owed).await
    })
    .await
}

#[tokio::test]
async fn prices_with_tax_are_asked_for_without_a_rounding_line() -> Outcome {
    journey("figures-gross", async |browser| {
        let (editor, owed) = (Editor(browser), Owed(browser));
        begin_with(owed, &["22"]).await?;
        editor.begin("Linden").await?;
        editor.type_line(1, "Description", "A set").await?;
        editor.type_line(1, "Unit price", "290").await?;
        owed.tax_nth_line(1, "VAT 22 %").await?;
        owed.price_with_tax().await?;
        owed.wait_figure("gross", "290.00").await?;
        let figures = async || -> Outcome<[Vec<String>; 3]> {
            Ok([
                owed.every_figure("net").await?,
                owed.every_figure("tax_row").await?,
                owed.every_figure("rounding").await?,
            ])
        };
        let expected = [vec!["237.70".to_owned()], vec!["52.30".to_owned()], vec![]];
        assert_eq!(figures().await?, expected);
        assert!(!editor.preview().await?.contains("Rounding"));
        let (_, asked) = editor.issue().await?;
        assert_eq!(asked, "290.00");
        assert_eq!(figures().await?, expected);
        is_verified_after_a_reload(owed).await
    })
    .await
}

/// The backup of the golden book from before documents said by which rule they were issued.
fn old_backup(file: &Path) -> Outcome {
    let golden = xtask::step::root().join("ledger/tests/golden/v1-first-rule.jsonl");
    let text = fs::read_to_string(golden)?;
    let failed = |problem: &dyn std::fmt::Display| Failure::new(problem.to_string());
    let mut book = Book::default();
    for (place, line) in text.lines().enumerate() {
        let entry = journal::read(line.as_bytes()).map_err(|problem| failed(&problem))?;
        if place == 0 {
            book = Book::empty(entry.header.book.clone());
        }
        book.apply_entry(&entry)
            .map_err(|problem| failed(&problem))?;
    }
    let header = Header {
        book: book.id().clone(),
        written: Timestamp(1_750_000_000_000),
        app: "e2e".to_owned(),
        entries: book.head().seq,
        blobs: 0,
        head: *book.head(),
        totals: Default::default(),
    };
    let mut writer = BackupWriter::new(header).map_err(|problem| failed(&problem))?;
    let mut bytes = Vec::new();
    for line in text.lines() {
        writer
            .entry(line.as_bytes())
            .map_err(|problem| failed(&problem))?;
        while let Some(piece) = writer.piece() {
            bytes.extend(piece);
        }
    }
    bytes.extend(writer.finish().map_err(|problem| failed(&problem))?);
    fs::write(file, bytes)?;
    Ok(())
}

#[tokio::test]
async fn an_old_book_keeps_its_figures_and_is_verified() -> Outcome {
    journey("figures-old", async |browser| {
        let owed = Owed(browser);
        let file = owed.folder("old")?.join("old.json");
        old_backup(&file)?;
        browser.open("/").await?;
        owed.plan_restore(&file).await?;
        // The last numbers stand there as the backup has them.
        owed.answer_and_restore(&[]).await?;
        assert_eq!(owed.read_only().await?, None);
        let figures = async |number: &str| -> Outcome<[Vec<String>; 3]> {
            owed.open_invoice(number).await?;
            Ok([
                owed.every_figure("tax_row").await?,
                owed.every_figure("rounding").await?,
                owed.every_figure("payable").await?,
            ])
        };
        let of = |rows: &[&str], rounding: &[&str], payable: &str| {
            let list = |list: &[&str]| list.iter().map(|one| (*one).to_owned()).collect();
            [list(rows), list(rounding), vec![payable.to_owned()]]
        };
        let gross = of(&["52.29"], &["0.01"], "290.00");
        assert_eq!(figures("2025-0001").await?, gross);
        let two_rates = figures("2025-0003").await?;
        assert_eq!(two_rates, of(&["0.00", "63.00"], &[], "963.00"));
        let finally = figures("2025-0005").await?;
        assert_eq!(finally, of(&["52.29"], &["0.01"], "189.98"));

        // A credit note credits what was asked for, to the cent of each tax.
        owed.open_invoice("2025-0001").await?;
        owed.credit_invoice("Not delivered").await?;
        assert_eq!(owed.every_figure("tax_row").await?, ["52.29"]);
        assert_eq!(owed.every_figure("rounding").await?, ["0.01"]);
        is_verified_after_a_reload(owed).await
    })
    .await
}

#[tokio::test]
async fn what_is_to_come_is_not_open_and_what_is_credited_says_so() -> Outcome {
    journey("figures-statuses", async |browser| {
        let owed = Owed(browser);
        owed.begin("Statuses").await?;
        owed.add_customer("Linden").await?;
        let ahead = owed.day(40).await?;
        let future = owed.issue(&Invoice::of("Linden", &ahead, "200")).await?;
        says(&owed.state().await?, &["Counts from "]);
        let today = owed.day(0).await?;
        let open = owed.issue(&Invoice::of("Linden", &today, "100")).await?;
        assert_eq!(owed.outstanding().await?, "100.00");
        assert_eq!(
            owed.numbers_of_chip("Open").await?,
            std::slice::from_ref(&open)
        );
        let all = owed.dues_and_statuses().await?;
        let of = |number: &str| {
            let found = all.iter().find(|row| row[0] == number);
            found.map_or_else(String::new, |row| row[2].clone())
        };
        says(&of(&future), &["Counts from "]);
        says(&of(&open), &["Open"]);

        // A part of it is credited, and nothing paid.
        owed.open_invoice(&open).await?;
        owed.credit_part("30", "One visit less").await?;
        owed.open_invoice(&open).await?;
        assert_eq!(owed.state().await?, "Partly credited");
        assert_eq!(owed.figure("balance").await?.as_deref(), Some("70.00"));
        assert_eq!(
            owed.numbers_of_chip("Open").await?,
            std::slice::from_ref(&open)
        );
        owed.pay("Linden", &today, "20").await?;
        owed.open_invoice(&open).await?;
        assert_eq!(owed.state().await?, "Partly paid");
        is_verified_after_a_reload(owed).await
    })
    .await
}

#[tokio::test]
async fn the_next_instalment_is_due_everywhere() -> Outcome {
    journey("figures-instalments", async |browser| {
        let owed = Owed(browser);
        owed.begin("Instalments").await?;
        let records = owed.folder("records")?.join("records.json");
        fs::write(&records, INSTALMENTS)?;
        owed.import_records(&records).await?;
        // 500.00 due on 1 September came on 1 October: 30 days late.
        owed.open_aging("2026-10-31", Some(("2026-08-01", "2026-10-31")))
            .await?;
        assert_eq!(owed.figure("days_late").await?.as_deref(), Some("30.00"));
        let open = async |number: &str| {
            owed.open_invoices().await?;
            browser.click("link", number).await?;
            let heading = format!("Opening item {number}");
            browser.heading(&heading).await.map(drop)
        };
        open("R-1").await?;
        assert_eq!(owed.figure("due").await?.as_deref(), Some("2026-10-31"));
        open("R-2").await?;
        assert_eq!(owed.figure("due").await?.as_deref(), Some("2026-09-01"));
        let rows = owed.dues_and_statuses().await?;
        for (number, due) in [("R-1", "Oct 31, 2026"), ("R-2", "Sep 1, 2026")] {
            let found = rows.iter().find(|row| row[0] == number);
            assert_eq!(found.map(|row| row[1].as_str()), Some(due), "{rows:?}");
        }
        says(
            &owed.finder_note("R-2").await?,
            &["late", "due Sep 1, 2026"],
        );
        Ok(())
    })
    .await
}

/// Two invoices in two instalments; the first of one is paid.
const INSTALMENTS: &str = r#"{"owed_records":1,"currency":"EUR","invoices":[
 {"number":"R-1","customer":"Alpha","issued":"2026-08-02","due":"2026-10-31","total":"1000.00",
  "instalments":[{"due":"2026-09-01","amount":"500.00"},{"due":"2026-10-31","amount":"500.00"}]},
 {"number":"R-2","customer":"Alpha","issued":"2026-08-02","due":"2026-10-31","total":"1000.00",
  "instalments":[{"due":"2026-09-01","amount":"500.00"},{"due":"2026-10-31","amount":"500.00"}]}],
"payments":[{"customer":"Alpha","date":"2026-10-01","amount":"500.00","allocations":[{"invoice":"R-1","amount":"500.00"}]}]}"#;

#[tokio::test]
async fn a_refund_is_reversed_before_its_payment_is_deleted() -> Outcome {
    journey("figures-refund", async |browser| {
        let owed = Owed(browser);
        owed.begin("Refunds").await?;
        owed.add_customer("Linden").await?;
        owed.pay("Linden", "2025-02-01", "100").await?;
        owed.open_payment().await?;
        owed.ask_of_payment("Refund").await?;
        owed.answer_with(&[("Date", "2025-02-10"), ("Amount", "60")])
            .await?;
        owed.answer().await?;
        owed.wait_figure("unapplied", "40.00").await?;
        assert_eq!(owed.payments_became().await?, ["€40.00 customer credit"]);
        owed.open_payment().await?;
        owed.ask_of_payment("Delete payment").await?;
        owed.answer_with(&[("Date", "2025-02-20")]).await?;
        let before = owed.entries().await?;
        says(
            &owed.refused_answer().await?,
            &[
                "€60.00 of this payment was refunded",
                "reverse that refund first",
            ],
        );
        assert_eq!(owed.entries().await?, before);
        owed.leave_answer().await?;
        owed.reverse_refund("2025-02-20").await?;
        owed.wait_figure("unapplied", "100.00").await?;
        says(&owed.payment_uses().await?, &["Reversed: Refunded"]);
        owed.ask_of_payment("Delete payment").await?;
        owed.answer_with(&[("Date", "2025-02-20")]).await?;
        owed.answer().await?;
        says(&owed.payments_became().await?.join(" "), &["Deleted"]);
        is_verified_after_a_reload(owed).await
    })
    .await
}

#[tokio::test]
async fn a_payment_that_came_back_is_marked_in_the_lists() -> Outcome {
    journey("figures-returned", async |browser| {
        let owed = Owed(browser);
        owed.begin("Returned").await?;
        owed.issue(&Invoice::of("Linden", "2025-01-10", "100"))
            .await?;
        owed.pay("Linden", "2025-02-01", "100").await?;
        owed.open_payment().await?;
        owed.ask_of_payment("Mark as returned").await?;
        owed.answer_with(&[("Date", "2025-02-20")]).await?;
        owed.answer().await?;
        says(
            &owed.payments_became().await?.join(" "),
            &["Returned Feb 20, 2025"],
        );
        owed.open_customer("Linden").await?;
        assert!(owed.page_says("Returned Feb 20, 2025").await?);
        owed.open_invoice("2025-0001").await?;
        assert!(owed.page_says("Returned:").await?);
        // It was no payment: there are no days to pay.
        owed.open_aging("2025-03-31", Some(("2025-01-01", "2025-03-31")))
            .await?;
        assert_eq!(owed.figure("days_to_pay").await?, None);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_payment_of_a_day_to_come_is_asked_about() -> Outcome {
    journey("figures-ahead", async |browser| {
        let owed = Owed(browser);
        owed.begin("Ahead").await?;
        owed.add_customer("Linden").await?;
        let (today, ahead) = (owed.day(0).await?, owed.day(30).await?);
        owed.begin_payment("Linden", &ahead, "100").await?;
        let before = owed.entries().await?;
        says(&owed.asked_of_payment().await?, &["is in the future"]);
        owed.change_the_date().await?;
        assert_eq!(owed.entries().await?, before);
        owed.date_payment(&today).await?;
        owed.record_payment_now().await?;
        owed.begin_payment("Linden", &ahead, "50").await?;
        says(&owed.asked_of_payment().await?, &["is in the future"]);
        owed.record_it_ahead().await?;
        assert_eq!(owed.entries().await?, before + 2);
        Ok(())
    })
    .await
}
