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
        // Money out waits aside.
        assert_eq!(found, [("LINDEN", "Sure"), ("Birke", "Likely")]);
        assert_eq!(waiting[0].3, "2026-0001");
        // Nothing is posted before it is confirmed.
        assert!((sum("2026-04-30").await? - 840.0).abs() < 0.001);
        owed.open_reconcile().await?;
        owed.confirm_all_sure(1).await?;

        // One payment of three invoices, and a rest.
        owed.take_line("Birke").await?;
        let reasons = owed.reasons().await?;
        assert!(reasons.contains("The text names 2026-0002."), "{reasons}");
        assert!(reasons.contains("€50.00 stays as customer credit."), "{reasons}");
        let effect = owed.match_effect().await?;
        assert_eq!(
            effect,
            "€100.00 to 2026-0002, €200.00 to 2026-0003, €250.00 to 2026-0004, €50.00 stays as customer credit"
        );
        owed.confirm_by_key().await?;
        assert!(owed.page_says("All incoming payments are reconciled.").await?);
        owed.show_money_out().await?;
        owed.take_line("House bank").await?;
        owed.no_receipt_by_key("Bank fee").await?;
        browser
            .wait_until("all is reconciled", async || owed.page_says("Everything is reconciled.").await)
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
            reasons.contains("less €20.00 early-payment discount"),
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
            ["Payment from Linden, €250.00, dated Apr 28, 2026, recorded May 5, 2026"]
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
        assert!(
            told.contains("1 line was matched exactly and confirmed"),
            "{told}"
        );
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

/// A book of a records file.
async fn with_book(owed: Owed<'_>, name: &str, records: &str) -> Outcome {
    let file = owed.folder("reconcile")?.join(name);
    fs::write(&file, records)?;
    owed.import_records(&file).await.map(drop)
}

const BOOK: &str = r#"{"owed_records": 1, "currency": "EUR",
    "customers": [
        {"number": "1", "name": "Alpha GmbH"}, {"number": "2", "name": "Alpha AG"},
        {"number": "3", "name": "Beta KG"}],
    "invoices": [
        {"number": "RE-26-10001", "customer": "1", "issued": "2026-03-01", "due": "2026-03-31", "total": "500.00"},
        {"number": "RE-26-10002", "customer": "1", "issued": "2026-03-01", "due": "2026-03-31", "total": "730.25"},
        {"number": "RE-26-10003", "customer": "2", "issued": "2026-03-01", "due": "2026-03-31", "total": "120.40"},
        {"number": "RE-26-10004", "customer": "3", "issued": "2026-03-01", "due": "2026-03-31", "total": "90.10"},
        {"number": "RE-26-10005", "customer": "3", "issued": "2026-03-01", "due": "2026-03-31", "total": "60.00"}]}"#;

#[tokio::test]
async fn what_contradicts_itself_is_asked_about() -> Outcome {
    journey("reconcile-contradicts", async |browser| {
        let owed = Owed(browser);
        owed.begin("Contradictions").await?;
        with_book(owed, "book.json", BOOK).await?;
        let lines = [
            (2, "730.25", "Alpha GmbH", "RE-26-10001"),
            (3, "120.40", "Alpha AG", "thank you"),
            (4, "90.10", "Alpha GmbH", "RE-26-10004"),
            (5, "60.00", "Stripe Payments Europe Ltd", "payout"),
        ];
        bring(owed, "april.xml", camt("0.00", "1000.75", &lines)).await?;
        owed.open_reconcile().await?;
        let waiting = owed.waiting().await?;
        let found: Vec<(&str, &str)> = waiting
            .iter()
            .map(|line| (line.0.as_str(), line.2.as_str()))
            .collect();
        assert_eq!(
            found,
            [
                ("Alpha GmbH", "Ask"),
                ("Alpha AG", "Sure"),
                ("Alpha GmbH", "Likely"),
                ("Stripe Payments Europe Ltd", "Ask"),
            ]
        );
        owed.take_line("Alpha GmbH").await?;
        let reasons = owed.reasons().await?;
        assert!(reasons.contains("The text names RE-26-10001."), "{reasons}");
        assert!(
            reasons.contains("But the amount equals the open balance of RE-26-10002."),
            "{reasons}"
        );
        owed.take_line("Stripe Payments Europe Ltd").await?;
        let reasons = owed.reasons().await?;
        assert!(
            reasons.contains("A payment provider passed this payment on"),
            "{reasons}"
        );
        let told = owed.what_is_sure().await?;
        assert_eq!(told, "Exact matches pay 1 invoice.");
        owed.confirm_all_sure(1).await?;
        assert_eq!(owed.waiting().await?.len(), 3);
        assert_eq!(
            owed.reconciled().await?,
            "1 of 4 bank lines reconciled, 3 left"
        );
        Ok(())
    })
    .await
}

#[tokio::test]
async fn several_lines_are_confirmed_moved_and_ignored_at_once() -> Outcome {
    journey("reconcile-several", async |browser| {
        let owed = Owed(browser);
        owed.begin("Several").await?;
        with_book(owed, "book.json", BOOK).await?;
        let lines = [
            (2, "500.00", "Beta KG", "RE-26-10001"),
            (3, "730.25", "Beta KG", "RE-26-10002"),
            (4, "2000.00", "Savings", "transfer"),
            (5, "-12.50", "Hoster AG", "Server 1"),
            (6, "-12.50", "Hoster AG", "Server 2"),
            (7, "-80.00", "Paper Mill", "Order 88"),
        ];
        bring(owed, "april.xml", camt("0.00", "3125.25", &lines)).await?;
        owed.open_reconcile().await?;
        assert_eq!(owed.waiting().await?.len(), 3, "money out is aside");
        assert_eq!(owed.select_two_by_keys().await?, "2 selected");
        owed.with_selected("Confirm 2 as suggested").await?;
        assert_eq!(
            owed.reconciled().await?,
            "2 of 6 bank lines reconciled, 4 left"
        );
        assert_eq!(owed.select_lines(&["Savings"]).await?, "1 selected");
        owed.with_selected("Own transfer").await?;
        owed.show_money_out().await?;
        let names = ["Hoster AG", "Hoster AG", "Paper Mill"];
        assert_eq!(owed.select_lines(&names).await?, "3 selected");
        owed.ignore_selected("Supplier").await?;
        browser
            .wait_until("all is reconciled", async || {
                owed.page_says("Everything is reconciled.").await
            })
            .await?;
        owed.open_statement().await?;
        let what: Vec<String> = owed
            .bank_lines()
            .await?
            .into_iter()
            .map(|(what, _)| what)
            .collect();
        assert!(
            what.contains(&"Ignored: Own transfer".to_owned()),
            "{what:?}"
        );
        let ignored = what.iter().filter(|one| *one == "Ignored: Supplier");
        assert_eq!(ignored.count(), 3, "{what:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_rule_from_the_line_says_which_lines_it_takes() -> Outcome {
    journey("reconcile-rule", async |browser| {
        let owed = Owed(browser);
        owed.begin("Rule").await?;
        let lines = [
            (2, "-12.50", "Hoster AG", "Server 1"),
            (3, "-12.50", "HOSTER AG", "Server 2"),
            (4, "-80.00", "Paper Mill", "Order 88"),
        ];
        bring(owed, "april.xml", camt("500.00", "395.00", &lines)).await?;
        owed.open_reconcile().await?;
        assert_eq!(owed.waiting().await?.len(), 0);
        owed.show_money_out().await?;
        owed.take_line("Hoster AG").await?;
        let takes = owed.rule_from_line().await?;
        assert!(
            takes.contains("This rule ignores 2 open lines now"),
            "{takes}"
        );
        // Another condition takes fewer.
        owed.rule_like("the text “Server 1”").await?;
        browser
            .wait_until("the other condition", async || {
                Ok(owed
                    .rule_takes()
                    .await?
                    .contains("This rule ignores 1 open line now"))
            })
            .await?;
        owed.rule_like("the name “Hoster AG”").await?;
        owed.keep_rule("Supplier").await?;
        let left: Vec<String> = owed
            .waiting()
            .await?
            .into_iter()
            .map(|line| line.0)
            .collect();
        assert_eq!(left, ["Paper Mill"]);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_invoice_less_a_credit_note_and_less_the_banks_fee() -> Outcome {
    journey("reconcile-less", async |browser| {
        let owed = Owed(browser);
        owed.begin("Less").await?;
        let records = r#"{"owed_records": 1, "currency": "EUR",
            "customers": [{"number": "1", "name": "Alpha GmbH"}, {"number": "2", "name": "Linden Handel"}],
            "invoices": [
                {"number": "RE-26-10001", "customer": "1", "issued": "2026-03-01", "due": "2026-03-31", "total": "500.00"},
                {"number": "GS-26-10002", "kind": "credit_note", "customer": "1", "issued": "2026-03-05", "due": "2026-03-05", "total": "120.40"},
                {"number": "2026-0021", "customer": "2", "issued": "2026-03-01", "due": "2026-03-31", "total": "1500.00"}]}"#;
        with_book(owed, "book.json", records).await?;
        // The credit is shown where money is taken in.
        owed.begin_payment("Alpha GmbH", "2026-04-01", "10").await?;
        let credits = owed.credits().await?;
        assert!(credits.contains("credit note GS-26-10002: €120.40 left"), "{credits}");

        let text = camt(
            "0.00",
            "379.60",
            &[(2, "379.60", "Alpha GmbH", "RE-26-10001 less GS-26-10002")],
        );
        bring(owed, "april.xml", text).await?;
        owed.open_reconcile().await?;
        let waiting = owed.waiting().await?;
        assert_eq!(waiting[0].2, "Sure", "{waiting:?}");
        let effect = owed.match_effect().await?;
        assert!(effect.contains("€379.60 to RE-26-10001"), "{effect}");
        assert!(
            effect.contains("€120.40 of credit note GS-26-10002 to RE-26-10001"),
            "{effect}"
        );
        owed.confirm_all_sure(1).await?;

        let charges = xtask::step::root().join("ledger/tests/matching/found/b05-charges.xml");
        owed.look_at_statement(&charges).await?;
        owed.import_statement().await?;
        owed.open_reconcile().await?;
        owed.take_line("Linden Handel").await?;
        let reasons = owed.reasons().await?;
        assert!(reasons.contains("The bank states a fee of €26.00."), "{reasons}");
        owed.confirm_all_sure(1).await?;
        assert_eq!(owed.outstanding().await?, "0.00");
        Ok(())
    })
    .await
}
