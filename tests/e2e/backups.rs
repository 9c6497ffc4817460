//! A book that leaves the device and comes back: nothing is lost, and no number is used twice.

use crate::hands::Hands;
use crate::owed::{Invoice, Owed};
use crate::proof::{Verdict, expect, proven, says};
use std::fs;
use std::path::{Path, PathBuf};
use xtask::browser::Browser;
use xtask::step::{Failure, Outcome};

const AS_OF: [&str; 3] = ["2025-03-31", "2025-06-30", "2025-09-30"];

/// What a book comes to.
#[derive(Debug, PartialEq)]
struct Figures {
    owed: String,
    numbers: Vec<String>,
    aging: Vec<Vec<(String, String)>>,
    sales: Vec<Option<String>>,
}

impl Figures {
    async fn of(owed: &Owed<'_>) -> Outcome<Figures> {
        let mut figures = Figures {
            owed: owed.outstanding().await?,
            numbers: owed.numbers().await?,
            aging: Vec::new(),
            sales: Vec::new(),
        };
        for day in AS_OF {
            figures.aging.push(owed.buckets_as_of(day).await?);
            figures.sales.push(owed.figure("sales").await?);
        }
        Ok(figures)
    }
}

/// A fault: the file loses its last entry and is put right so that it verifies, as a backup that
/// was made one entry too early.
#[derive(Clone, Copy, Debug)]
struct OneEntryTooEarly;

#[tokio::test]
async fn a_backup_brings_back_all_after_everything_was_cleared() -> Outcome {
    proven(
        "backups-round-trip",
        &[OneEntryTooEarly],
        round_trip,
        |seen| {
            expect("the first page", &seen.welcome, &true)?;
            expect("the books after it", &seen.after, &seen.before)
        },
    )
    .await
}

#[derive(Debug)]
struct RoundTrip {
    before: Figures,
    /// Whether the app, without any memory, led to the restore on its first page.
    welcome: bool,
    after: Figures,
}

async fn round_trip(browser: &mut Browser, early: Option<OneEntryTooEarly>) -> Outcome<RoundTrip> {
    let owed = Owed(browser);
    owed.begin("Round Trip").await?;
    owed.add_customer("Linden").await?;
    owed.issue(&Invoice::of("Linden", "2025-01-10", "1000"))
        .await?;
    owed.issue(&Invoice::of("Linden", "2025-04-10", "500.50"))
        .await?;
    owed.pay("Linden", "2025-05-05", "250.25").await?;
    let mut file = PathBuf::new();
    if early.is_some() {
        file = owed.backup_into(&owed.folder("saved")?).await?;
    }
    owed.issue(&Invoice::of("Linden", "2025-07-01", "0.01"))
        .await?;
    let before = Figures::of(&owed).await?;
    if early.is_none() {
        file = owed.backup_into(&owed.folder("saved")?).await?;
    }
    Hands(browser).clear("all").await?;
    browser.open("/").await?;
    let welcome = owed.is_at_start().await?;
    owed.restore(&file, &["2025-0003", ""]).await?;
    Ok(RoundTrip {
        before,
        welcome,
        after: Figures::of(&owed).await?,
    })
}

/// Which memory the browser lost; with a fault that makes the loss look like something else.
#[derive(Clone, Copy, Debug)]
enum Forgetful {
    /// The sentinel goes as well, so that the app cannot know better.
    SentinelToo,
}

#[tokio::test]
async fn a_cleared_database_is_an_alarm_and_never_a_welcome() -> Outcome {
    proven("backups-lost", &[Forgetful::SentinelToo], lost, |seen| {
        says("the page", &seen.page, "Your book is missing")?;
        expect(
            "a welcome",
            &seen.page.contains("Your name or business"),
            &false,
        )?;
        expect("the books after the restore", &seen.after, &seen.before)
    })
    .await
}

#[derive(Debug)]
struct Lost {
    page: String,
    before: Figures,
    after: Figures,
}

async fn lost(browser: &mut Browser, forgetful: Option<Forgetful>) -> Outcome<Lost> {
    let owed = Owed(browser);
    owed.begin("Cleared").await?;
    owed.add_customer("Linden").await?;
    owed.issue(&Invoice::of("Linden", "2025-01-10", "1000"))
        .await?;
    let file = owed.backup_into(&owed.folder("saved")?).await?;
    let before = Figures::of(&owed).await?;
    let kinds = match forgetful {
        None => "indexeddb",
        Some(Forgetful::SentinelToo) => "all",
    };
    Hands(browser).clear(kinds).await?;
    browser.open("/").await?;
    let page = owed.first_page().await?;
    owed.restore(&file, &["2025-0001", ""]).await?;
    Ok(Lost {
        page,
        before,
        after: Figures::of(&owed).await?,
    })
}

/// An older backup after two more numbers were sent.
#[derive(Debug)]
struct Older {
    sent: Vec<String>,
    /// Given out after the restore.
    next: String,
    /// What the app asked for, with what it offered.
    asked: Vec<(String, String)>,
}

fn no_number_twice(seen: &Older) -> Verdict {
    expect("the next number", &seen.next, &"2025-0004".to_owned())?;
    expect("sent before", &seen.sent.contains(&seen.next), &false)
}

/// What the user answers to the question for the last number sent, instead of it.
#[derive(Clone, Copy, Debug)]
struct Nothing;

#[tokio::test]
async fn an_older_backup_on_a_device_that_knows_nothing_asks_for_the_last_number() -> Outcome {
    proven(
        "backups-older-all",
        &[Nothing],
        async |browser: &mut Browser, nothing: Option<Nothing>| {
            let answer = match nothing {
                None => "2025-0003",
                // That none was ever sent: then the app must begin where the file ends.
                Some(Nothing) => "",
            };
            older(browser, "all", answer).await
        },
        |seen| {
            no_number_twice(seen)?;
            expect("the question", &seen.asked.len(), &2)
        },
    )
    .await
}

#[tokio::test]
async fn an_older_backup_on_a_device_that_remembers_never_uses_a_number_twice() -> Outcome {
    xtask::browser::journey("backups-older-indexeddb", async |browser| {
        // Whatever is answered: what this device remembers counts.
        let seen = older(browser, "indexeddb", "").await?;
        no_number_twice(&seen)
            .map_err(|objection| Failure::new(format!("{objection}: {seen:#?}")))?;
        let offered = seen.asked.iter().map(|(_, offered)| offered.as_str());
        assert_eq!(offered.collect::<Vec<_>>(), ["2025-0003", ""]);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_older_backup_over_the_open_book_never_uses_a_number_twice() -> Outcome {
    xtask::browser::journey("backups-older-open", async |browser| {
        let seen = older(browser, "", "2025-0002").await?;
        no_number_twice(&seen).map_err(|objection| Failure::new(format!("{objection}: {seen:#?}")))
    })
    .await
}

/// Backs up after the first invoice, sends two more, loses what `cleared` says, restores.
async fn older(browser: &mut Browser, cleared: &str, answer: &str) -> Outcome<Older> {
    let owed = Owed(browser);
    owed.begin("Older").await?;
    owed.add_customer("Linden").await?;
    let mut sent = vec![
        owed.issue(&Invoice::of("Linden", "2025-01-10", "100"))
            .await?,
    ];
    let file = owed.backup_into(&owed.folder("saved")?).await?;
    for day in ["2025-01-11", "2025-01-12"] {
        sent.push(owed.issue(&Invoice::of("Linden", day, "100")).await?);
    }
    if cleared.is_empty() {
        owed.open_backup().await?;
    } else {
        Hands(browser).clear(cleared).await?;
        browser.open("/").await?;
    }
    let asked = owed.plan_restore(&file).await?;
    owed.answer_and_restore(&[answer, ""]).await?;
    Ok(Older {
        sent,
        next: owed
            .issue(&Invoice::of("Linden", "2025-01-13", "100"))
            .await?,
        asked,
    })
}

/// What is wrong with a file that is to be restored.
fn spoilt(folder: &Path, good: &Path) -> Outcome<Vec<(PathBuf, &'static str)>> {
    let text = fs::read_to_string(good)?;
    let mut files = Vec::new();
    let mut add = |name: &str, bytes: &[u8], told: &'static str| -> Outcome {
        let file = folder.join(name);
        fs::write(&file, bytes)?;
        files.push((file, told));
        Ok(())
    };
    add(
        "cut.json",
        &text.as_bytes()[..text.len() * 2 / 3],
        "The file ends too early",
    )?;
    // A digit of an amount, deep in an entry.
    let place = text.rfind("100").ok_or_else(|| Failure::new("no amount"))?;
    let mut changed = text.clone().into_bytes();
    changed[place] = b'9';
    add(
        "changed.json",
        &changed,
        "A change in the backup is damaged (line ",
    )?;
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0";
    add("picture.json", png, "not an Owed backup")?;
    add("empty.json", b"", "not an Owed backup")?;
    add(
        "other.json",
        b"{\"format\":\"something else\"}",
        "not an Owed backup",
    )?;
    let zip = b"PK\x03\x04\x14\0\0\0\x08\0";
    add("archive.json", zip, "not an Owed backup")?;
    let marked = text.replacen("\"version\":1", "\"version\":999", 1);
    add("newer.json", marked.as_bytes(), "newer version of Owed")?;
    Ok(files)
}

#[tokio::test]
async fn a_file_that_is_no_good_backup_changes_nothing() -> Outcome {
    xtask::browser::journey("backups-bad-files", async |browser| {
        let owed = Owed(browser);
        owed.begin("Bad Files").await?;
        owed.add_customer("Linden").await?;
        owed.issue(&Invoice::of("Linden", "2025-01-10", "100"))
            .await?;
        let before = Figures::of(&owed).await?;
        let folder = owed.folder("saved")?;
        let good = owed.backup_into(&folder).await?;
        owed.open_backup().await?;
        for (file, told) in spoilt(&folder, &good)? {
            let alert = owed.refused_restore(&file).await?;
            let name = file.display();
            assert!(alert.contains(told), "{name}: '{told}' is not in '{alert}'");
            assert!(alert.contains("Nothing was restored"), "{name}: {alert}");
        }
        // Planted: the good file is not refused.
        let asked = owed.plan_restore(&good).await?;
        assert_eq!(asked, [], "nothing is to be asked of the newest backup");
        assert_eq!(Figures::of(&owed).await?, before);
        Ok(())
    })
    .await
}
