//! Documents as PDF: made in the browser, saved, and read back by a tool that is not ours.

use crate::offline::{all_is_kept, expect_silence_of_the_host, own_copy};
use crate::owed::{Invoice, Owed};
use serde_json::json;
use std::fs;
use std::path::Path;
use std::process::Command;
use xtask::browser::{Browser, Site, journey};
use xtask::step::Outcome;

/// What poppler reads in a PDF, pages apart; `None` where poppler is not there.
pub fn text_of(file: &Path) -> Outcome<Option<Vec<String>>> {
    let Ok(output) = Command::new("pdftotext")
        .arg("-raw")
        .arg(file)
        .arg("-")
        .output()
    else {
        eprintln!("skipped: pdftotext is missing (sudo apt-get install poppler-utils)");
        return Ok(None);
    };
    let text = String::from_utf8_lossy(&output.stdout).replace(['\u{a0}', '\u{202f}'], " ");
    let pages = text.trim_end_matches('\u{c}').split('\u{c}');
    Ok(Some(pages.map(str::to_owned).collect()))
}

/// A document of 120 lines, numbered R-1.
pub fn long() -> serde_json::Value {
    let line = |index: u32| {
        json!({
            "description": format!("Line no. {index:03} of the list"),
            "quantity": "2",
            "unit": "HUR",
            "unit_price": "1.25",
            "taxes": [{ "name": "VAT", "category": "S", "percent": "20" }],
        })
    };
    json!({
        "owed_records": 1,
        "customers": [{ "number": "C-1", "name": "Linden Architekten", "language": "de", "address": { "country": "DE" } }],
        "invoices": [{
            "number": "R-1",
            "customer": "C-1",
            "issued": "2026-03-02",
            "lines": (1..=120).map(line).collect::<Vec<_>>(),
        }],
    })
}

/// Brings a document of 120 lines into the book, and opens its page.
pub async fn open_long(owed: Owed<'_>, folder: &Path) -> Outcome {
    let records = folder.join("records.json");
    fs::write(&records, long().to_string())?;
    owed.import_records(&records).await?;
    owed.open_invoices().await?;
    owed.0.click("link", "R-1").await?;
    owed.0.heading("Invoice R-1").await.map(drop)
}

#[tokio::test]
async fn a_document_of_120_lines_is_printed_whole() -> Outcome {
    journey("printing-long", async |browser| {
        let owed = Owed(browser);
        let folder = owed.folder("printed")?;
        owed.begin("Printed").await?;
        open_long(owed, &folder).await?;
        let file = owed.download_pdf(&folder).await?;
        let name = file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        assert_eq!(name, "R-1 Linden Architekten.pdf");
        let before = fs::read(&file)?;
        let again = owed.download_pdf(&folder).await?;
        // The same document is the same file, to the last byte.
        assert!(fs::read(&again)? == before);
        let Some(pages) = text_of(&again)? else {
            return Ok(());
        };
        assert!(pages.len() > 2, "{} pages", pages.len());
        let all = pages.concat();
        for index in 1..=120 {
            let line = format!("Line no. {index:03} of the list 2 Stunden 1,25 20 % 2,50");
            assert_eq!(all.matches(&line).count(), 1, "{line}");
        }
        for page in &pages {
            assert_eq!(
                page.matches("Beschreibung Menge Preis VAT Betrag EUR")
                    .count(),
                1
            );
        }
        assert!(all.contains("Zu zahlen 360,00 EUR"), "{all}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_pdf_is_made_without_a_network() -> Outcome {
    let browser = Browser::start(Site::release()?).await?;
    let owed = Owed(&browser);
    owed.begin("Ada").await?;
    let folder = owed.folder("offline")?;
    all_is_kept(&browser).await?;
    owed.issue(&Invoice::of("Acme", "2026-03-02", "100.00"))
        .await?;
    browser.site().stop();
    expect_silence_of_the_host(&browser);
    owed.reload().await?;
    let file = owed.download_pdf(&folder).await?;
    if let Some(pages) = text_of(&file)? {
        assert!(
            pages[0].contains("Drawings and one visit 1 100.00 100.00"),
            "{pages:?}"
        );
    }
    browser.is_silent().await
}

#[tokio::test]
async fn a_pdf_that_cannot_be_made_is_told() -> Outcome {
    let folder = own_copy("without-pdf")?;
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if name.starts_with("owed-pdf-") && name.ends_with(".wasm") {
            fs::remove_file(path)?;
        }
    }
    let browser = Browser::start(Site::of(&folder, "")?).await?;
    for text in ["404", "sw.js"] {
        browser.expect_message(text);
    }
    let owed = Owed(&browser);
    owed.begin("Ada").await?;
    owed.issue(&Invoice::of("Acme", "2026-03-02", "100.00"))
        .await?;
    let told = owed.download_pdf(&owed.folder("none")?).await;
    let told = told.expect_err("there is no program").to_string();
    assert!(told.contains("could not be loaded"), "{told}");
    // The page lives on.
    owed.issue(&Invoice::of("Acme", "2026-03-03", "50.00"))
        .await?;
    browser.is_silent().await
}

/// What a decoder that is not ours reads in bars like `M4 4h7v1h-7z`.
fn decoded(view_box: &str, path: &str) -> Option<String> {
    const SCALE: usize = 4;
    let side: usize = view_box.rsplit(' ').next()?.parse().ok()?;
    let mut dark = vec![false; side * side];
    for bar in path.split('M').skip(1) {
        let (x, rest) = bar.split_once(' ')?;
        let (y, rest) = rest.split_once('h')?;
        let (length, _) = rest.split_once('v')?;
        let (x, y): (usize, usize) = (x.parse().ok()?, y.parse().ok()?);
        let start = y * side + x;
        dark.get_mut(start..start + length.parse::<usize>().ok()?)?
            .fill(true);
    }
    let size = side * SCALE;
    let is_dark = |x: usize, y: usize| dark[y / SCALE * side + x / SCALE];
    let mut image = rqrr::PreparedImage::prepare_from_bitmap(size, size, is_dark);
    let grids = image.detect_grids();
    let (_, text) = grids.first()?.decode().ok()?;
    Some(text)
}

#[tokio::test]
async fn the_page_prints_the_code_that_banking_programs_read() -> Outcome {
    journey("printing-code", async |browser| {
        let owed = Owed(browser);
        owed.begin("Ada").await?;
        owed.open_settings().await?;
        owed.type_account("DE89 3704 0044 0532 0130 00").await?;
        owed.save_settings().await?;
        let number = owed
            .issue(&Invoice::of("Acme", "2025-03-02", "100.00"))
            .await?;
        let (view_box, path) = owed.payment_code().await?;
        let text = decoded(&view_box, &path).unwrap_or_default();
        assert!(text.starts_with("BCD\n"), "{text}");
        for part in ["DE89370400440532013000", "EUR100", number.as_str()] {
            assert!(text.contains(part), "'{part}' is not in {text}");
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_mail_begins_with_the_words_of_the_business() -> Outcome {
    journey("printing-mail-words", async |browser| {
        let owed = Owed(browser);
        owed.begin("Ada & Söhne").await?;
        let (told, example) = owed
            .write_own_mail("Number {numer}", "{customer}: {number}")
            .await?;
        assert!(told.contains("Unknown placeholder “numer”"), "{told}");
        assert!(example.starts_with("Linden: 20"), "{example}");
        let number = owed
            .issue(&Invoice::of("Acme", "2025-03-02", "100.00"))
            .await?;
        assert_eq!(owed.mail_subject().await?, format!("Acme: {number}"));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_document_goes_into_a_mail_and_its_due_date_into_a_calendar() -> Outcome {
    journey("printing-send", async |browser| {
        let owed = Owed(browser);
        owed.begin("Ada & Söhne").await?;
        let number = owed
            .issue(&Invoice::of("Acme", "2025-03-02", "100.00"))
            .await?;
        let folder = owed.folder("sent")?;
        let draft = owed.send_by_mail(&folder, "pay@acme.example").await?;
        let name = draft.file_name().unwrap_or_default().to_string_lossy();
        assert_eq!(name, format!("{number} Acme.eml"));
        let text = fs::read_to_string(&draft)?;
        for part in [
            "X-Unsent: 1",
            "To: pay@acme.example",
            "Content-Type: application/pdf",
            // How a PDF begins, in base64.
            "JVBERi0",
        ] {
            assert!(text.contains(part), "'{part}' is not in the draft");
        }
        assert!(owed.page_says("Sent: E-mail").await?);

        let calendar = owed.save_calendar(&folder).await?;
        assert!(
            calendar.contains("DTSTART;VALUE=DATE:20250401"),
            "{calendar}"
        );
        assert!(
            calendar.contains(&format!("SUMMARY:{number} is due: Acme")),
            "{calendar}"
        );
        Ok(())
    })
    .await
}
