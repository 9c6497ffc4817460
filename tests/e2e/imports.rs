//! What other programs saved goes through the import page: the figures that come of it are read,
//! and undone they are gone.

use crate::owed::Owed;
use std::fs;
use std::time::Duration;
use xtask::browser::journey;
use xtask::step::Outcome;

/// Another program's export: an invoice of each status.
pub const SERVERLESS: &str = r#"{"bank_accounts":[],"clients":[
 {"id":"c1","company_name":"Linden Ltd","company_city":"Ham","invoice_email":"a@linden.example","fields":[]},
 {"id":"c2","company_name":"Birch"}],
"invoices":[
 {"id":"i1","number":"2025-1","status":"sent","issued_at":"2025-01-15","due_at":"2025-02-14","currency":"EUR","client_id":"c1",
  "rows":[{"item":"Design","quantity":"8","price":"95.50","unit":"hours","order":1,"taxes":[{"label":"VAT","value":"20"}]}]},
 {"id":"i2","number":"2025-2","status":"paid","issued_at":"2025-01-20","due_at":"2025-02-03","currency":"EUR","client_id":"c2",
  "rows":[{"item":"Logo","quantity":1,"price":300,"taxes":[]}]},
 {"id":"i3","number":"2025-3","status":"cancelled","issued_at":"2025-01-21","due_at":"2025-02-04","currency":"EUR","client_id":"c2",
  "rows":[{"item":"Print","quantity":1,"price":50,"taxes":[]}]},
 {"id":"i4","number":"2025-4","status":"draft","issued_at":"","client_id":"c2","rows":[]}],
"team":{"company_name":"Studio","custom_css":"body { display: none }","logo_url":"http://127.0.0.1:9/logo.png"}}"#;

pub const INV_GEN: &str = r#"{"version":1,"exportedAt":"2025-04-01T08:00:00.000Z","invoices":[
 {"id":"1","number":"INV-1","status":"sent","issueDate":"2025-01-10","dueDate":"2025-02-09","currency":"EUR",
  "client":{"name":"Linden Ltd","address":"1 High Street\nHam"},
  "items":[{"description":"Design","quantity":10,"unitPrice":100,"discountPct":10}],
  "adjustments":{"shipping":20,"globalDiscountPct":0,"globalTaxPct":10},
  "payments":[{"date":"2025-02-01","amount":500.5}],"totals":{"grandTotal":1012.0000000000001}},
 {"id":"2","number":"INV-2","status":"sent","issueDate":"2025-01-12","dueDate":"2025-01-26","currency":"EUR",
  "client":{"name":"Birch"},"items":[{"description":"Talk","quantity":1,"unitPrice":"80.00"}],"adjustments":{},
  "payments":[],"totals":{"grandTotal":80}}],"settings":[]}"#;

#[tokio::test]
async fn an_export_of_serverless_invoices_becomes_invoices_and_is_undone() -> Outcome {
    journey("import-serverless", async |browser| {
        let owed = Owed(browser);
        owed.begin("Serverless").await?;
        let file = owed.folder("serverless")?.join("serverless-invoices.json");

        // Two of one number: both are named, and nothing is taken unasked.
        let again = SERVERLESS.replace("2025-2", "2025-1");
        fs::write(&file, again)?;
        let said = owed.look_at_export(&file).await?;
        for text in [
            "1 document can’t be imported",
            "Invoice 2, number",
            "The number of invoice 1 again",
            "Still to decide: whether to skip what can’t be imported",
        ] {
            assert!(said.contains(text), "'{text}' is not in '{said}'");
        }
        assert!(!owed.can_import().await?);
        assert_eq!(owed.numbers().await?, Vec::<String>::new());

        fs::write(&file, SERVERLESS)?;
        let said = owed.look_at_export(&file).await?;
        for text in [
            "serverless-invoices: 3 documents, 2 customers",
            "1 draft is skipped",
            "1 document is marked as paid without a date",
            "Invoice 3, status",
        ] {
            assert!(said.contains(text), "'{text}' is not in '{said}'");
        }
        // Not before it is said when.
        assert!(!owed.can_import().await?);
        owed.paid_on("2025-03-01").await?;
        owed.import_looked_at().await?;
        assert_eq!(owed.numbers().await?, ["2025-3", "2025-2", "2025-1"]);
        // 8 × 95.50 with 20 %.
        assert_eq!(owed.owes("Linden Ltd").await?, "916.80");
        let before = owed.buckets_as_of("2025-02-28").await?;
        assert_eq!(before[1].1, "1216.80", "{before:?}");
        let after = owed.buckets_as_of("2025-03-01").await?;
        assert_eq!(after[1].1, "916.80", "{after:?}");

        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_import_with_a_cancelled_invoice_is_undone() -> Outcome {
    journey("import-undo", async |browser| {
        let owed = Owed(browser);
        owed.begin("Undone").await?;
        let file = owed.folder("undone")?.join("serverless-invoices.json");
        fs::write(&file, SERVERLESS)?;
        owed.look_at_export(&file).await?;
        owed.paid_when("Each on its due date").await?;
        owed.import_looked_at().await?;
        owed.undo_import().await?;
        assert_eq!(owed.numbers().await?, Vec::<String>::new());
        owed.open_customers().await?;
        assert!(!owed.page_says("Linden").await?);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_export_of_inv_gen_brings_its_payments() -> Outcome {
    journey("import-inv-gen", async |browser| {
        let owed = Owed(browser);
        owed.begin("Inv-gen").await?;
        let file = owed.folder("inv-gen")?.join("invoices.json");
        fs::write(&file, INV_GEN)?;
        owed.look_at_export(&file).await?;
        let told = owed.import_looked_at().await?;
        assert!(told.contains("2 documents"), "{told}");
        assert!(told.contains("1 payment"), "{told}");
        assert_eq!(owed.numbers().await?, ["INV-2", "INV-1"]);
        // 1,000 less 10 %, 20 shipping, 10 % tax; 500.50 paid.
        assert_eq!(owed.owes("Linden Ltd").await?, "511.50");
        assert_eq!(owed.outstanding().await?, "591.50");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn tables_of_customers_invoices_and_payments_make_a_book() -> Outcome {
    journey("import-tables", async |browser| {
        let owed = Owed(browser);
        owed.begin("Tables").await?;
        let folder = owed.folder("kinds")?;
        let write = |name: &str, text: &str| -> Outcome<std::path::PathBuf> {
            let file = folder.join(name);
            fs::write(&file, text)?;
            Ok(file)
        };
        let customers = write(
            "customers.csv",
            "Firma;Kundennummer;E-Mail;PLZ;Ort\nLinden GmbH;K-1;a@linden.example;12345;Hamm\nBirke;K-2;;;\n",
        )?;
        let told = owed.import_csv(&customers, &[]).await?;
        assert!(told.contains("2 customers"), "{told}");
        // Again: nothing is new, nothing changed.
        let told = owed.import_csv(&customers, &[]).await?;
        assert!(told.contains("There is nothing new in this file"), "{told}");
        assert!(told.contains("2 customers already in the book"), "{told}");

        let invoices = write(
            "invoices.csv",
            "Kundennummer;Rechnungsnr;Rechnungsdatum;Fällig am;Betrag\nK-1;R-1;15.1.2025;14.2.2025;1.000,00\nK-2;R-2;16.1.2025;15.2.2025;80,50\n",
        )?;
        owed.import_csv(&invoices, &[]).await?;

        // The customers have the names that the first table gave them.
        assert_eq!(owed.owes("Linden GmbH").await?, "1000.00");

        let header = "Was;Wann;Wie viel;Verwendungszweck\n";
        let payments = write(
            "payments.csv",
            &format!("{header}R-1;20.2.2025;400,00;TX 1\nR-9;21.2.2025;5,00;TX 2\n"),
        )?;
        let columns = [
            ("Invoice number", "Was"),
            ("Paid on", "Wann"),
            ("Amount", "Wie viel"),
        ];
        let said = owed.check_payments(&payments, &columns).await?;
        for text in [
            "Line 3",
            "R-9",
            "There is no invoice with this number in the book",
            "Still missing: what to do with",
        ] {
            assert!(said.contains(text), "'{text}' is not in '{said}'");
        }
        assert!(!owed.can_import().await?);
        owed.back_to_columns().await?;
        // What was chosen is still chosen.
        assert_eq!(
            owed.chosen_columns(&columns.map(|(label, _)| label)).await?,
            ["0", "1", "2"]
        );
        assert_eq!(owed.owes("Linden GmbH").await?, "1000.00");

        let payments = write("paid.csv", &format!("{header}R-1;20.2.2025;400,00;TX 1\n"))?;
        let told = owed.import_payments(&payments, &columns).await?;
        assert!(told.contains("1 payment"), "{told}");
        assert_eq!(owed.owes("Linden GmbH").await?, "600.00");

        // The same file again: the money never doubles unasked.
        let again = owed.check_payments(&payments, &columns).await?;
        assert!(again.contains("Payments that may already be in the book"), "{again}");
        assert_eq!(owed.owes("Linden GmbH").await?, "600.00");
        owed.check_payments(&payments, &columns).await?;
        owed.choose_for("PaymentInBook", "Take").await?;
        let again = owed.import_rest(&payments).await?;
        assert!(again.contains("1 payment"), "{again}");
        assert_eq!(owed.owes("Linden GmbH").await?, "200.00");
        owed.undo().await?;
        assert_eq!(owed.owes("Linden GmbH").await?, "600.00");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn odd_rows_stay_out_and_come_in_mended() -> Outcome {
    journey("import-odd-rows", async |browser| {
        let owed = Owed(browser);
        owed.begin("Odd Rows").await?;
        let folder = owed.folder("odd-rows")?;
        let file = folder.join("invoices.csv");
        let table = "My Studio;;;;\nNumber;Customer;Date;Due;Total\n\
            A-1;Linden;2025-01-15;2025-02-14;100,00\n\
            A-2;Birke;2025-02-30;2025-03-30;200,00\n\
            A-3;Birke;2025-01-20;2025-01-10;300,00\n\
            Total;;;;600,00\n";
        fs::write(&file, table)?;
        owed.look_at_table(&file).await?;
        let preview = owed.preview().await?;
        for text in ["A-1", "300"] {
            assert!(preview.contains(text), "no '{text}' in '{preview}'");
        }
        let entries = owed.entries().await?;
        let said = owed.check_table(&file).await?;
        for text in [
            "3 rows; 2 to import, 1 not imported",
            "Line 4, Date",
            "2025-02-30",
            "Due before the issue date: 1 row",
            "Headings and totals: 1 row",
        ] {
            assert!(said.contains(text), "no '{text}' in '{said}'");
        }
        assert_eq!(owed.entries().await?, entries, "something was written");
        let saved = owed.save_left_out(&folder).await?;
        let told = owed.import_rest(&file).await?;
        for text in ["2 documents", "1 row not imported"] {
            assert!(told.contains(text), "no '{text}' in '{told}'");
        }
        assert_eq!(owed.outstanding().await?, "400.00");
        // Mended, what was saved is imported as the first file was.
        let text = fs::read_to_string(&saved)?;
        assert!(text.contains("A-2") && !text.contains("A-1"), "{text}");
        let mended = folder.join("mended.csv");
        fs::write(&mended, text.replace("2025-02-30", "2025-02-28"))?;
        let told = owed.import_csv(&mended, &[]).await?;
        assert!(told.contains("1 document"), "{told}");
        assert_eq!(owed.outstanding().await?, "600.00");
        // Taken again, the book keeps what it has.
        let said = owed.check_table(&file).await?;
        assert!(said.contains("Already in the book"), "{said}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_row_of_names_can_be_pointed_at() -> Outcome {
    journey("import-header", async |browser| {
        let owed = Owed(browser);
        owed.begin("Header").await?;
        let file = owed.folder("header")?.join("invoices.csv");
        let table = "Export;of;my;old;program\nWas;Wer;Wann;Bis;Wieviel\nA-1;Linden;2025-01-15;2025-02-14;100,00\n";
        fs::write(&file, table)?;
        owed.look_at_table(&file).await?;
        owed.point_at_header(2).await?;
        for (label, column) in [
            ("Invoice number", "Was"),
            ("Customer", "Wer"),
            ("Issued on", "Wann"),
            ("Due on", "Bis"),
            ("Amount", "Wieviel"),
        ] {
            browser.choose(label, column).await?;
        }
        let told = owed.import_looked_at().await?;
        assert!(told.contains("1 document"), "{told}");
        assert_eq!(owed.outstanding().await?, "100.00");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_large_table_is_given_up_or_taken_while_the_page_goes_on() -> Outcome {
    const ROWS: u32 = 60_000;
    journey("import-large", async |browser| {
        browser.be_patient(Duration::from_secs(120));
        let owed = Owed(browser);
        owed.begin("Large Table").await?;
        let before = owed.entries().await?;
        let file = owed.folder("large-table")?.join("invoices.csv");
        let mut table = "Customer,Number,Issued,Due,Amount,Paid on\n".to_owned();
        for row in 0..ROWS {
            let paid = if row % 3 == 0 { "" } else { "2025-05-01" };
            let customer = row % 500;
            table.push_str(&format!(
                "Customer {customer},INV-{row:05},2025-01-05,2025-02-04,100.00,{paid}\n"
            ));
        }
        fs::write(&file, table)?;

        owed.look_at_table(&file).await?;
        let said = owed.give_up_import(&file).await?;
        assert!(said.contains("Cancelled."), "{said}");
        assert_eq!(owed.entries().await?, before);
        assert_eq!(owed.numbers().await?, Vec::<String>::new());

        owed.look_at_table(&file).await?;
        owed.frames().await?;
        let told = owed.import_looked_at().await?;
        // In one piece it would be a frame or two.
        let frames = owed.frames().await?;
        assert!(frames > 20, "the page painted {frames} frames meanwhile");
        assert!(told.contains("60,000 documents"), "{told}");
        assert!(told.contains("40,000 payments"), "{told}");
        Ok(())
    })
    .await
}
