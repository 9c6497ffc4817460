//! From a bank's statement to invoices that are paid: what Owed finds is confirmed, corrected and
//! taken back.

use crate::bank::camt;
use crate::owed::recurring::DAY;
use crate::owed::{Invoice, Owed};
use std::fs;
use std::path::PathBuf;
use xtask::browser::journey;
use xtask::step::Outcome;

fn statement(owed: Owed<'_>, name: &str, text: String) -> Outcome<PathBuf> {
    let file = owed.folder("reconcile")?.join(name);
    fs::write(&file, text)?;
    Ok(file)
}

async fn bring(owed: Owed<'_>, name: &str, text: String) -> Outcome {
    let file = statement(owed, name, text)?;
    owed.look_at_statement(&file).await?;
    owed.import_statement().await.map(drop)
}

#[tokio::test]
async fn a_statement_is_confirmed_and_the_aging_changes() -> Outcome {
    journey("reconcile", async |browser| {
        let owed = Owed(browser);
        owed.begin("Reconcile").await?;
        for name in ["Linden", "Birke", "Esche"] {
            owed.add_customer(name).await?;
        }
        for (name, price) in [
            ("Linden", "250"),
            ("Birke", "100"),
            ("Birke", "200"),
            ("Birke", "250"),
            ("Esche", "40"),
        ] {
            owed.issue(&Invoice::of(name, "2026-03-01", price)).await?;
        }
        let sum = async |day: &str| -> Outcome<f64> {
            let buckets = owed.buckets_as_of(day).await?;
            Ok(buckets.iter().filter_map(|(_, amount)| amount.parse::<f64>().ok()).sum())
        };
        assert!((sum("2026-04-30").await? - 840.0).abs() < 0.001);
        let lines = [
            (2, "250.00", "LINDEN", "Invoice 2026-0001"),
            (3, "600.00", "Birke", "2026-0002, 2026-0003 and 0004, thank you"),
            (4, "-12.50", "House bank", "Fee for March"),
        ];
        bring(owed, "april.xml", camt("1000.00", "1837.50", &lines)).await?;
        owed.open_reconcile().await?;
        let waiting = owed.waiting().await?;
        let found: Vec<(&str, &str)> =
            waiting.iter().map(|line| (line.0.as_str(), line.2.as_str())).collect();
        assert_eq!(found, [("LINDEN", "Sure"), ("Birke", "Likely"), ("House bank", "None")]);
        assert_eq!(waiting[0].3, "2026-0001");
        // Nothing is posted before it is confirmed.
        assert!((sum("2026-04-30").await? - 840.0).abs() < 0.001);
        owed.open_reconcile().await?;
        owed.confirm_all_sure(1).await?;

        // One payment of three invoices, and a rest.
        owed.take_line("Birke").await?;
        let reasons = owed.reasons().await?;
        assert!(reasons.contains("It names 2026-0002."), "{reasons}");
        assert!(reasons.contains("€50.00 stays unapplied."), "{reasons}");
        let effect = owed.match_effect().await?;
        assert_eq!(
            effect,
            "€100.00 to 2026-0002, €200.00 to 2026-0003, €250.00 to 2026-0004, €50.00 stays unapplied"
        );
        owed.confirm_by_key().await?;
        owed.take_line("House bank").await?;
        owed.no_receipt_by_key("Bank fee").await?;
        browser
            .wait_until("all is reconciled", async || owed.page_says("All of it is reconciled.").await)
            .await?;
        assert_eq!(owed.reconciled().await?, "3 of 3 bank lines reconciled, 0 left");

        // The invoices are paid from the days of the bank, and not before.
        assert!((sum("2026-04-30").await? - 40.0).abs() < 0.001);
        assert!((sum("2026-04-01").await? - 840.0).abs() < 0.001);
        // The file goes as a whole, with what it brought.
        owed.open_statement().await?;
        owed.undo_statement().await?;
        assert_eq!(owed.outstanding().await?, "840.00");
        owed.open_reconcile().await?;
        assert!(owed.page_says("No bank lines yet.").await?);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_discount_is_taken_and_a_returned_payment_opens_the_invoice_again() -> Outcome {
    journey("reconcile-returned", async |browser| {
        let owed = Owed(browser);
        owed.begin("Returned").await?;
        owed.offer_discount("2", "10").await?;
        owed.add_customer("Linden").await?;
        let number = owed
            .issue(&Invoice::of("Linden", "2026-04-01", "1000"))
            .await?;
        let before = owed.buckets_as_of("2026-06-30").await?;
        let text = format!("{number} less discount");
        let lines = [(9, "980.00", "Linden", text.as_str())];
        bring(owed, "paid.xml", camt("0.00", "980.00", &lines)).await?;
        owed.open_reconcile().await?;
        let waiting = owed.waiting().await?;
        assert_eq!(waiting[0].2, "Sure", "{waiting:?}");
        let reasons = owed.reasons().await?;
        assert!(
            reasons.contains("less €20.00 for paying early"),
            "{reasons}"
        );
        let effect = owed.match_effect().await?;
        assert!(
            effect.starts_with(&format!("€980.00 to {number}, €20.00 discount on {number}")),
            "{effect}"
        );
        owed.confirm_line().await?;
        assert_eq!(owed.outstanding().await?, "0.00");

        // It comes back: all of it is owed again, and as late as it was.
        let text = format!("Return debit {number}");
        let lines = [(20, "-980.00", "Linden", text.as_str())];
        bring(owed, "returned.xml", camt("980.00", "0.00", &lines)).await?;
        owed.open_reconcile().await?;
        let waiting = owed.waiting().await?;
        assert!(waiting[0].3.starts_with("Returned: Linden"), "{waiting:?}");
        owed.confirm_line().await?;
        assert_eq!(owed.outstanding().await?, "1000.00");
        assert_eq!(owed.buckets_as_of("2026-06-30").await?, before);
        let paid = owed.buckets_as_of("2026-04-15").await?;
        assert!(paid.iter().all(|(_, amount)| amount == "0.00"), "{paid:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_report_of_last_month_names_what_came_in_late() -> Outcome {
    journey("reconcile-late", async |browser| {
        let owed = Owed(browser);
        browser.before_each_page(DAY).await?;
        browser.open("/").await?;
        owed.set_day("2026-04-20").await?;
        owed.begin("Late").await?;
        owed.add_customer("Linden").await?;
        let number = owed
            .issue(&Invoice::of("Linden", "2026-04-01", "250"))
            .await?;
        // The month's report is read on the second of the next.
        owed.open_on("2026-05-02").await?;
        owed.open_aging("2026-04-30", None).await?;
        let read = owed.buckets().await?;
        assert_eq!(owed.came_late().await?, Vec::<String>::new());
        // The statement comes three days later.
        owed.open_on("2026-05-05").await?;
        let lines = [(28, "250.00", "Linden", number.as_str())];
        bring(owed, "april.xml", camt("0.00", "250.00", &lines)).await?;
        owed.open_reconcile().await?;
        owed.confirm_all_sure(1).await?;
        owed.open_aging("2026-04-30", None).await?;
        assert_ne!(owed.buckets().await?, read);
        let late = owed.came_late().await?;
        assert_eq!(
            late,
            ["Payment of Linden, €250.00, dated Apr 28, 2026, recorded May 5, 2026"]
        );
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_is_sure_is_posted_at_once_only_up_to_the_limit_of_the_settings() -> Outcome {
    journey("reconcile-posted", async |browser| {
        let owed = Owed(browser);
        owed.begin("Posted").await?;
        owed.post_up_to("300").await?;
        owed.add_customer("Linden").await?;
        for price in ["250", "400"] {
            owed.issue(&Invoice::of("Linden", "2026-03-01", price))
                .await?;
        }
        let lines = [
            (2, "250.00", "Linden", "2026-0001"),
            (3, "400.00", "Linden", "2026-0002"),
        ];
        let file = statement(owed, "april.xml", camt("0.00", "650.00", &lines))?;
        owed.look_at_statement(&file).await?;
        let told = owed.import_statement().await?;
        assert!(told.contains("1 line was sure and posted"), "{told}");
        assert_eq!(owed.outstanding().await?, "400.00");
        owed.open_reconcile().await?;
        assert_eq!(
            owed.reconciled().await?,
            "1 of 2 bank lines reconciled, 1 left"
        );
        Ok(())
    })
    .await
}
