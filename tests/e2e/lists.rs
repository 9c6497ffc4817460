//! Lists: found by typing, ordered, kept under a name, walked through by keyboard, and as long and
//! as wide as a book can make them.

use crate::owed::Owed;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::time::Duration;
use xtask::browser::{Key, journey};
use xtask::step::{Failure, Outcome};

fn write(file: &Path, records: &Value) -> Outcome {
    fs::write(file, records.to_string())?;
    Ok(())
}

fn customer(number: &str, name: &str) -> Value {
    json!({ "number": number, "name": name })
}

fn document(customer: &str, number: &str, issued: &str, total: &str, currency: &str) -> Value {
    json!({
        "number": number, "customer": customer, "issued": issued,
        "due": issued, "total": total, "currency": currency,
    })
}

/// Ninety documents of three customers: more than fit into a window.
fn ninety() -> Value {
    let names = ["Müller & Söhne", "Linden", "Acme"];
    let numbers = ["C-1", "C-2", "C-3"];
    let documents = (0..90).map(|n| {
        let day = format!("2025-{:02}-{:02}", n / 28 + 1, n % 28 + 1);
        document(
            numbers[n % 3],
            &format!("R-{}", n + 1),
            &day,
            &format!("{}.{:02}", 100 + n * 7, n),
            "EUR",
        )
    });
    json!({
        "owed_records": 1,
        "customers": numbers.iter().zip(names).map(|(number, name)| customer(number, name)).collect::<Vec<_>>(),
        "invoices": documents.collect::<Vec<_>>(),
    })
}

#[tokio::test]
async fn a_list_is_filtered_ordered_kept_and_opened_by_keyboard() -> Outcome {
    journey("lists", async |browser| {
        let owed = Owed(browser);
        owed.begin("Lists").await?;
        let file = owed.folder("records")?.join("ninety.json");
        write(&file, &ninety())?;
        owed.import_records(&file).await?;

        let numbers = owed.numbers().await?;
        assert_eq!(numbers.len(), 90);
        assert_eq!(numbers.first().map(String::as_str), Some("R-90"));
        assert!(owed.drawn().await? < 90, "rows out of sight are drawn");

        // Without accents and in any order of words; the sums are those of what is found.
        owed.filter("soh muller").await?;
        owed.wait_rows(30).await?;
        let minor: u64 = (0..90).step_by(3).map(|n| (100 + n * 7) * 100 + n).sum();
        let sum = format!("{}.{:02}", minor / 100, minor % 100);
        assert_eq!(owed.totals().await?, [["EUR".to_owned(), sum.clone(), sum]]);

        owed.filter("acme").await?;
        owed.wait_rows(30).await?;
        assert_eq!(owed.order_by("Amount").await?, "ascending");
        assert_eq!(owed.column("Number").await?[..3], ["R-3", "R-6", "R-9"]);
        assert_eq!(owed.order_by("Amount").await?, "descending");
        assert_eq!(owed.column("Number").await?[..3], ["R-90", "R-87", "R-84"]);
        assert_eq!(browser.route().await?, "/invoices?text=acme&sort=-amount");

        owed.save_filter("Acme, große zuerst").await?;
        owed.reload().await?;
        assert_eq!(owed.filter_text().await?, "acme");
        owed.wait_rows(30).await?;
        owed.open_customers().await?;
        owed.open_invoices().await?;
        owed.wait_rows(90).await?;
        owed.show_filter("Acme, große zuerst").await?;
        owed.wait_rows(30).await?;
        assert_eq!(owed.column("Number").await?[..3], ["R-90", "R-87", "R-84"]);

        owed.tab_to_list().await?;
        assert_eq!(owed.current_row().await?, 1);
        owed.press(Key::Down).await?;
        assert_eq!(owed.current_row().await?, 2);
        owed.press(Key::End).await?;
        assert_eq!(owed.current_row().await?, 30);
        // The focus stays while the current row is scrolled out of sight.
        owed.scroll_to(0).await?;
        assert!(owed.is_list_focused().await?);
        owed.press(Key::Up).await?;
        assert_eq!(owed.current_row().await?, 29);
        owed.press(Key::Enter).await?;
        browser.heading("Opening item R-6").await?;
        browser.session().back().await?;
        browser.heading("Invoices").await?;
        owed.wait_rows(30).await?;
        assert_eq!(owed.filter_text().await?, "acme");
        assert_eq!(owed.column("Number").await?[..3], ["R-90", "R-87", "R-84"]);

        owed.remove_filter("Acme, große zuerst").await?;
        owed.filter("nobody at all").await?;
        owed.wait_rows(0).await?;
        owed.clear_filter().await?;
        owed.wait_rows(90).await?;
        owed.reload().await?;
        owed.wait_rows(90).await?;
        assert!(!owed.page_says("große zuerst").await?);
        Ok(())
    })
    .await
}

/// Names and amounts that people have, and that no design is drawn with.
fn extremes() -> Value {
    let long = "Gesellschaft für außerordentlich weitreichende Beratung ".repeat(3);
    let names = [
        long.trim_end(),
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
        "شركة الأفق الجديد للتجارة العامة والمقاولات والاستشارات الهندسية المحدودة",
        "אבג בע״מ",
        "株式会社東京長名称有限責任監査法人",
    ];
    let mut customers = Vec::new();
    let mut documents = Vec::new();
    for (n, name) in names.iter().enumerate() {
        let number = format!("C-{n}");
        customers.push(customer(&number, name));
        for (currency, total) in [
            ("EUR", "999999999999.99"),
            ("JPY", "999999999999"),
            ("KWD", "999999999999.999"),
            ("EUR", "0.01"),
        ] {
            let id = format!("SERIES-{n}-{currency}-{}-2025", total.len());
            documents.push(document(&number, &id, "2025-01-31", total, currency));
        }
    }
    json!({ "owed_records": 1, "customers": customers, "invoices": documents })
}

#[tokio::test]
async fn nothing_overflows_or_lies() -> Outcome {
    journey("lists-extremes", async |browser| {
        let owed = Owed(browser);
        owed.begin("Extremes").await?;
        for (width, height) in [(360, 740), (1280, 900)] {
            browser.viewport(width, height).await?;
            owed.open_invoices().await?;
            assert!(owed.page_says("No invoices yet.").await?);
            assert_eq!(owed.overflows().await?, Vec::<String>::new());
        }
        let file = owed.folder("records")?.join("extremes.json");
        write(&file, &extremes())?;
        owed.import_records(&file).await?;
        for width in [360, 800, 1000, 1280, 1600] {
            browser.viewport(width, 900).await?;
            for what in ["invoices", "customers", "payments", "aged"] {
                match what {
                    "invoices" => owed.open_invoices().await?,
                    "customers" => owed.open_customers().await?,
                    "payments" => owed.open_payments().await?,
                    _ => owed.open_aged_documents("KWD").await?,
                }
                let found = owed.overflows().await?;
                assert!(found.is_empty(), "{what} at {width} px: {found:#?}");
            }
        }
        owed.open_invoices().await?;
        owed.wait_rows(20).await?;
        let sums = |currency: &str, sum: &str| [currency, sum, sum].map(str::to_owned);
        assert_eq!(
            owed.totals().await?,
            [
                sums("EUR", "5000000000000.00"),
                sums("JPY", "4999999999995"),
                sums("KWD", "4999999999999.995"),
            ]
        );
        owed.filter("999,999,999,999.999").await?;
        owed.wait_rows(5).await?;
        owed.filter("الأفق").await?;
        owed.wait_rows(4).await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn ten_thousand_customers_are_one_list() -> Outcome {
    journey("lists-customers", async |browser| {
        browser.be_patient(Duration::from_secs(60));
        let owed = Owed(browser);
        owed.begin("Ten thousand").await?;
        let customers: Vec<Value> = (1..=10_000)
            .map(|n| customer(&format!("C-{n}"), &format!("Customer {n:05}")))
            .collect();
        let file = owed.folder("records")?.join("customers.json");
        write(&file, &json!({ "owed_records": 1, "customers": customers }))?;
        let told = owed.import_records(&file).await?;
        assert!(told.contains("10,000 customers"), "{told}");

        for (width, height) in [(1280, 900), (360, 740)] {
            browser.viewport(width, height).await?;
            owed.open_invoices().await?;
            owed.open_customers().await?;
            owed.wait_rows(10_000).await?;
            assert!(owed.page_says("10,000 customers").await?);
            assert!(owed.drawn().await? < 100, "rows out of sight are drawn");
            assert_eq!(owed.overflows().await?, Vec::<String>::new());
            // A row stands where a row of that height must stand.
            let mut before = 0;
            for px in [0, 20_000, 200_000, 333_333] {
                owed.scroll_to(px).await?;
                let row = owed.row_in_the_middle().await?;
                let row = row.ok_or_else(|| Failure::new(format!("no row {px} px down")))?;
                assert!(row > before, "row {row} after {before}");
                before = row;
            }
            owed.tab_to_list().await?;
            owed.press(Key::End).await?;
            assert_eq!(owed.current_row().await?, 10_000);
            assert_eq!(
                owed.column("Name").await?.last().map(String::as_str),
                Some("Customer 10000")
            );
            owed.press(Key::PageUp).await?;
            assert!((9_950..10_000).contains(&owed.current_row().await?));
            owed.press(Key::Home).await?;
            assert_eq!(owed.current_row().await?, 1);
        }
        owed.filter("er 0999").await?;
        // 00999 and 09990 to 09999.
        owed.wait_rows(11).await?;
        owed.filter("c-10000").await?;
        owed.wait_rows(1).await?;
        assert_eq!(owed.column("Name").await?, ["Customer 10000"]);
        Ok(())
    })
    .await
}
