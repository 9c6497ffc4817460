//! Every journey by keyboard alone: Tab, Shift+Tab, Enter, Space, arrows, Escape and what is typed.
//! No pointer is used from the first page on.

use crate::hands::Hands;
use crate::imports::SERVERLESS;
use crate::owed::Owed;
use crate::owed::keys::Keys;
use std::fs;
use std::path::PathBuf;
use xtask::browser::journey;
use xtask::step::{Failure, Outcome};

#[tokio::test]
async fn a_first_invoice_is_issued_and_paid_in_part_by_keyboard() -> Outcome {
    journey("keyboard-invoice", async |browser| {
        let (keys, owed) = (Keys(browser), Owed(browser));
        keys.begin("Studio Nord").await?;
        keys.issue("Linden", "1000").await?;
        keys.pay("400").await?;
        assert!(owed.page_says("Partly paid").await?);
        keys.undo().await?;
        browser
            .wait_until("the payment is gone", async || {
                Ok(!owed.page_says("Partly paid").await?)
            })
            .await?;
        assert_eq!(owed.outstanding().await?, "1000.00");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_dialog_keeps_the_focus_and_gives_it_back() -> Outcome {
    journey("keyboard-dialog", async |browser| {
        let (keys, owed) = (Keys(browser), Owed(browser));
        keys.begin("Studio Nord").await?;
        keys.issue("Linden", "1000").await?;
        keys.open_and_leave("Void").await?;
        keys.open_and_leave("Write off").await?;
        keys.void("Wrong customer").await?;
        assert_eq!(owed.outstanding().await?, "0");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn files_go_out_and_come_in_by_keyboard() -> Outcome {
    journey("keyboard-files", async |browser| {
        let (keys, owed) = (Keys(browser), Owed(browser));
        let folder = owed.folder("keyboard")?;
        let table = folder.join("invoices.csv");
        fs::write(
            &table,
            "Number;Customer;Date;Due;Total\nA-1;Linden;2025-01-10;2025-02-10;1000.50\n",
        )?;
        keys.begin("Studio Nord").await?;
        keys.import(&table).await?;
        let saved = keys.backup_into(&folder.join("saved")).await?;
        Hands(browser).clear("indexeddb").await?;
        browser.open("/").await?;
        owed.first_page().await?;
        keys.restore(&saved).await?;
        assert_eq!(owed.outstanding().await?, "1000.50");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn every_kind_of_file_comes_in_by_keyboard() -> Outcome {
    journey("keyboard-imports", async |browser| {
        let (keys, owed) = (Keys(browser), Owed(browser));
        let folder = owed.folder("keyboard-imports")?;
        let file = |name: &str, text: &str| -> Outcome<PathBuf> {
            let file = folder.join(name);
            fs::write(&file, text)?;
            Ok(file)
        };
        keys.begin("Studio Nord").await?;
        keys.import(&file("customers.csv", "Name;Email;City\nLinden;a@linden.example;Ham\n")?)
            .await?;
        let invoices = "Number;Customer;Date;Due;Total\nA-1;Linden;2025-01-10;2025-02-10;1000.50\n";
        keys.import(&file("invoices.csv", invoices)?).await?;
        let payments = "Invoice;Paid on;Amount\nA-1;2025-02-01;400.25\n";
        keys.import_payments(&file("payments.csv", payments)?).await?;
        let records = r#"{"owed_records":1,"currency":"EUR","invoices":[
            {"number":"R-1","customer":"Birch","issued":"2025-03-01","due":"2025-03-31","total":"10.00"}]}"#;
        keys.import_at_once(&file("records.json", records)?).await?;
        keys.import_export(&file("serverless.json", SERVERLESS)?).await?;
        assert_eq!(owed.outstanding().await?, "600.25");
        let mut numbers = owed.numbers().await?;
        numbers.sort();
        assert_eq!(numbers, ["2025-1", "2025-2", "2025-3", "A-1", "R-1"]);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_else_a_day_brings_is_done_by_keyboard() -> Outcome {
    journey("keyboard-day", async |browser| {
        let (keys, owed) = (Keys(browser), Owed(browser));
        keys.begin("Studio Nord").await?;
        let first = keys.issue("Linden", "1000").await?;
        keys.issue_next("Birch", "500").await?;
        keys.answer("Write off", "Reason", "Gone away").await?;
        assert_eq!(owed.outstanding().await?, "1000.00");
        keys.find("lind", "Linden").await?;
        keys.change("City", "Ham", "Save customer").await?;
        keys.find(&first, &format!("Invoice {first}")).await?;
        keys.credit("Wrong price").await?;
        assert_eq!(owed.outstanding().await?, "0.00");
        keys.find("sett", "Settings").await?;
        keys.change("E-mail", "a@nord.example", "Save settings")
            .await?;
        keys.change("Closing date", "01312025", "Close the period")
            .await?;
        assert!(owed.page_says("Closed up to").await?);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn keys_lead_past_the_navigation_and_anywhere() -> Outcome {
    journey("keyboard-finder", async |browser| {
        let keys = Keys(browser);
        keys.begin("Studio Nord").await?;
        let number = keys.issue("Linden", "1000").await?;
        keys.skip().await?;
        keys.open_by_key_and_leave("Ctrl+k").await?;
        keys.open_by_key_and_leave("Meta+k").await?;
        keys.open_by_key_and_leave("?").await?;
        keys.find("lind", "Linden").await?;
        keys.find("sett", "Settings").await?;
        keys.find(&number, &format!("Invoice {number}")).await?;
        keys.leads_to("n", "New invoice").await?;
        keys.types_keys_into("Customer").await?;
        keys.find("payments", "Payments").await?;
        keys.leads_to("p", "Record payment").await?;
        keys.find("invoices", "Invoices").await?;
        keys.focuses("/", "Filter").await?;
        keys.turn_keys().await?;
        browser.key("p").await?;
        // A key that always works comes after it, so that the one before was not only late.
        keys.find("customers", "Customers").await?;
        keys.turn_keys().await?;
        keys.leads_to("p", "Record payment").await
    })
    .await
}

#[tokio::test]
async fn a_focus_that_nobody_sees_is_noticed() -> Outcome {
    journey("keyboard-planted", async |browser| {
        let keys = Keys(browser);
        keys.begin("Studio Nord").await?;
        let hide = "document.styleSheets[0].insertRule('.nav a:focus-visible { outline: none }', document.styleSheets[0].cssRules.length)";
        browser.script(hide, vec![]).await?;
        match keys.reach("Settings").await {
            Err(told) if told.to_string().contains("one does not see") => Ok(()),
            told => Err(Failure::new(format!("it was not noticed: {told:?}"))),
        }
    })
    .await
}
