//! Terms, references and the look of documents: what is chosen in a form is what is issued, and
//! what was issued stays.

use crate::hands::Hands;
use crate::owed::{Invoice, Owed};
use crate::proof::{expect, proven, says};
use std::fs;
use std::path::Path;
use xtask::browser::{Browser, journey};
use xtask::step::Outcome;

/// A fault: the form is left as it was, so that all of it is due at once.
#[derive(Clone, Copy, Debug)]
struct NoInstalments;

#[derive(Debug)]
struct Plan {
    sentence: String,
    said_of_too_little: String,
    in_february: Vec<(String, String)>,
    in_april: Vec<(String, String)>,
}

#[tokio::test]
async fn instalments_by_percent_age_by_their_own_due_dates() -> Outcome {
    let buckets = |amounts: [&str; 5]| -> Vec<(String, String)> {
        let names = ["current", "1-30", "31-60", "61-90", "91+"];
        let pairs = names.into_iter().zip(amounts);
        pairs
            .map(|(name, sum)| (name.to_owned(), sum.to_owned()))
            .collect()
    };
    proven("terms-instalments", &[NoInstalments], instalments, |seen| {
        says("the problem", &seen.said_of_too_little, "don’t add up")?;
        says("the sentence", &seen.sentence, "400.00")?;
        says("the sentence", &seen.sentence, "Mar 11, 2025")?;
        let february = buckets(["600.00", "400.00", "0.00", "0.00", "0.00"]);
        expect("the aging in February", &seen.in_february, &february)?;
        let april = buckets(["0.00", "600.00", "0.00", "400.00", "0.00"]);
        expect("the aging in April", &seen.in_april, &april)
    })
    .await
}

async fn instalments(browser: &mut Browser, fault: Option<NoInstalments>) -> Outcome<Plan> {
    let owed = Owed(browser);
    owed.begin("Instalments").await?;
    owed.add_customer("Linden").await?;
    owed.fill_invoice(&Invoice::of("Linden", "2025-01-10", "1000"))
        .await?;
    let mut said_of_too_little = "they do not add up".to_owned();
    let mut sentence = "400.00 on Mar 11, 2025".to_owned();
    if fault.is_none() {
        owed.split_into_instalments().await?;
        owed.set_instalment(1, "40", None).await?;
        said_of_too_little = owed.terms_sentence().await?;
        owed.set_instalment(2, "60", Some("60")).await?;
        sentence = owed.terms_sentence().await?;
    }
    owed.issue_now().await?;
    Ok(Plan {
        sentence,
        said_of_too_little,
        in_february: owed.buckets_as_of("2025-02-01").await?,
        in_april: owed.buckets_as_of("2025-04-01").await?,
    })
}

#[tokio::test]
async fn a_wrong_account_is_told_and_a_reference_stays_as_it_was_issued() -> Outcome {
    journey("terms-references", async |browser| {
        let owed = Owed(browser);
        owed.begin("References").await?;
        owed.add_customer("Linden").await?;
        owed.open_settings().await?;
        let account = "DE02 1203 0000 0000 2020 51";
        for (typed, told) in [
            ("DE02 1203 0000", "12 of 22 characters"),
            ("DE02 1203 0000 0000 2020 15", "check digits don’t match"),
            ("de02120300000000202051", account),
        ] {
            owed.type_account(typed).await?;
            let said = owed.said_below("IBAN").await?;
            assert!(said.contains(told), "{typed}: {said}");
        }
        owed.type_link("http://pay.example/{number}").await?;
        let said = owed.said_below("Payment link").await?;
        assert!(said.contains("starts with https://"), "{said}");
        owed.type_link("https://pay.example/{number}").await?;
        owed.choose_reference("RF reference from the number (ISO 11649)")
            .await?;
        owed.save_settings().await?;
        let number = owed
            .issue(&Invoice::of("Linden", "2025-01-10", "1000"))
            .await?;
        assert_eq!(number, "2025-0001");
        let quoted = "RF80 2025 0001";
        assert!(
            owed.page_says(account).await?,
            "the account in groups of four"
        );
        assert!(owed.page_says(quoted).await?, "the reference of the number");
        owed.open_settings().await?;
        owed.choose_reference("Document number").await?;
        owed.save_settings().await?;
        owed.open_invoice("2025-0001").await?;
        assert!(owed.page_says(quoted).await?, "what was issued stays");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn taxes_of_a_country_are_taken_and_two_of_them_stand_on_a_line() -> Outcome {
    journey("terms-taxes", async |browser| {
        let owed = Owed(browser);
        owed.begin_in("Taxes", "Canada").await?;
        owed.add_customer("Linden").await?;
        owed.open_settings().await?;
        for told in [
            "As of Jun 2025",
            "What Owed can’t do for this country",
            "not advice",
        ] {
            assert!(owed.page_says(told).await?, "{told}");
        }
        owed.take_taxes(&["GST 5 %", "PST 7 %, British Columbia"])
            .await?;
        owed.save_settings().await?;
        owed.fill_invoice(&Invoice::of("Linden", "2025-01-10", "1000"))
            .await?;
        owed.tax_with(&["GST 5 %", "PST 7 %"]).await?;
        owed.issue_now().await?;
        let totals = [
            ("net", "1000.00"),
            ("gross", "1120.00"),
            ("payable", "1120.00"),
        ];
        for (figure, amount) in totals {
            assert_eq!(
                owed.figure(figure).await?.as_deref(),
                Some(amount),
                "{figure}"
            );
        }
        assert!(
            owed.page_says("GST 5 % + PST 7 %").await?,
            "the line names both"
        );
        Ok(())
    })
    .await
}

/// Files that are no logo, each with what must be said of it.
fn no_logos(folder: &Path) -> Outcome<Vec<(std::path::PathBuf, &'static str)>> {
    let mut files = Vec::new();
    let good = fs::read(picture())?;
    let mut torn = good.clone();
    torn.truncate(good.len() / 2);
    let mut garbled = good;
    let middle = garbled.len() / 2;
    garbled[middle..middle + 64].fill(0);
    for (name, bytes, told) in [
        (
            "script.svg",
            b"<svg onload='alert(1)'/>".to_vec(),
            "Save it as PNG",
        ),
        (
            "disguised.png",
            b"<svg onload='alert(1)'/>".to_vec(),
            "Save it as PNG",
        ),
        ("old.gif", b"GIF89a".to_vec(), "PNG nor JPEG"),
        ("torn.png", torn, "damaged"),
        ("garbled.png", garbled, "damaged"),
    ] {
        let file = folder.join(name);
        fs::write(&file, bytes)?;
        files.push((file, told));
    }
    let large = folder.join("large.png");
    fs::File::create(&large)?.set_len(30 << 20)?;
    files.push((large, "arger than 1024 kB"));
    Ok(files)
}

/// One of the product's own.
fn picture() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("static/icon-512.png")
}

/// A fault: the book loses its blobs.
#[derive(Clone, Copy, Debug)]
struct NoBlobs;

#[derive(Debug)]
struct LogoSeen {
    before: Option<(u64, u64)>,
    after: Option<(u64, u64)>,
}

#[tokio::test]
async fn a_logo_comes_back_with_the_backup() -> Outcome {
    proven("terms-logo", &[NoBlobs], logo, |seen| {
        expect("the logo before", &seen.before, &Some((512, 512)))?;
        expect("the logo after", &seen.after, &seen.before)
    })
    .await
}

async fn logo(browser: &mut Browser, fault: Option<NoBlobs>) -> Outcome<LogoSeen> {
    let owed = Owed(browser);
    owed.begin("Logo").await?;
    owed.open_settings().await?;
    for (file, told) in no_logos(&owed.folder("logos")?)? {
        let entries = owed.entries().await?;
        let said = owed.refused_logo(&file, told).await?;
        assert!(said.contains(told), "{}: {said}", file.display());
        assert_eq!(owed.entries().await?, entries);
    }
    owed.choose_logo(&picture()).await?;
    owed.save_settings().await?;
    let before = owed.logo().await?;
    let file = owed.backup_into(&owed.folder("saved")?).await?;
    Hands(browser).clear("all").await?;
    browser.open("/").await?;
    owed.restore(&file, &["2025-0001", ""]).await?;
    if fault.is_some() {
        Hands(browser).lose_blobs().await?;
    }
    owed.open_settings().await?;
    Ok(LogoSeen {
        before,
        after: owed.logo().await?,
    })
}
