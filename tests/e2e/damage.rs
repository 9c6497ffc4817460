//! Damage below the app: what cannot be relied on is told, nothing is written over it, and the
//! backup still works; what is only a cache costs nothing.

use crate::hands::Hands;
use crate::history::{self, Long};
use crate::owed::{Invoice, Owed};
use crate::proof::{Verdict, expect, proven, says};
use std::fs;
use xtask::browser::Browser;
use xtask::step::Outcome;

/// What the app said of a book, and what it still gave away.
#[derive(Debug)]
struct Opened {
    /// What the notice above every page says, where the book is read-only.
    read_only: Option<String>,
    /// Whether anything can still be written.
    writable: bool,
    numbers: Vec<String>,
    backup: String,
}

impl Opened {
    async fn look(browser: &Browser) -> Outcome<Opened> {
        let owed = Owed(browser);
        owed.checked().await?;
        let folder = owed.folder("rescued")?;
        let backup = owed.backup_into(&folder).await?;
        Ok(Opened {
            read_only: owed.read_only().await?,
            writable: owed.can_write().await?,
            numbers: owed.numbers().await?,
            backup: fs::read_to_string(backup)?,
        })
    }

    fn is_read_only(&self, because: &str) -> Verdict {
        let told = self.read_only.as_deref().unwrap_or("nothing");
        says("the notice", told, because)?;
        expect("whether it can be written", &self.writable, &false)
    }
}

/// Whether the damage is left out: then the same check must object.
#[derive(Clone, Copy, Debug)]
struct Undamaged;

#[tokio::test]
async fn a_flipped_bit_in_an_entry_opens_to_read_only() -> Outcome {
    proven("damage-entry", &[Undamaged], flipped_entry, |seen| {
        seen.is_read_only("A change in this book’s history is damaged")?;
        // The damaged entry is the second invoice.
        expect("the list", &seen.numbers, &vec!["2025-0001".to_owned()])?;
        says("the backup", &seen.backup, "{\"damaged\":\"")?;
        says("the backup", &seen.backup, "2025-0003")
    })
    .await
}

async fn flipped_entry(browser: &mut Browser, left_out: Option<Undamaged>) -> Outcome<Opened> {
    let owed = Owed(browser);
    owed.begin("Flipped Bit").await?;
    owed.add_customer("Linden").await?;
    for price in ["100", "200", "300"] {
        owed.issue(&Invoice::of("Linden", "2025-03-10", price))
            .await?;
    }
    if left_out.is_none() {
        let hands = Hands(browser);
        hands.flip_entry(hands.last_entry().await? - 1).await?;
    }
    owed.reload().await?;
    Opened::look(browser).await
}

#[tokio::test]
async fn a_flipped_bit_under_the_snapshot_is_found_as_well() -> Outcome {
    proven(
        "damage-under-snapshot",
        &[Undamaged],
        flipped_under_snapshot,
        |seen| {
            seen.is_read_only("A change in this book’s history is damaged")?;
            // This page holds all of it, so that its backup is whole.
            expect(
                "damage in the backup",
                &seen.backup.contains("{\"damaged\":\""),
                &false,
            )
        },
    )
    .await
}

async fn flipped_under_snapshot(
    browser: &mut Browser,
    left_out: Option<Undamaged>,
) -> Outcome<Opened> {
    long_book(browser).await?;
    let hands = Hands(browser);
    if left_out.is_none() {
        // Not the entry that the snapshot stands for, which is read in any case.
        hands.flip_entry(hands.last_entry().await? / 2).await?;
    }
    Owed(browser).reload().await?;
    Opened::look(browser).await
}

#[tokio::test]
async fn a_flipped_bit_in_sealed_entries_is_found_as_well() -> Outcome {
    proven("damage-sealed", &[Undamaged], flipped_segment, |seen| {
        seen.is_read_only("The stored data of this book is damaged")?;
        // The snapshot has what they said.
        expect("the list", &seen.numbers.len(), &DOCUMENTS)?;
        // This page holds all of it, so that its backup is whole.
        expect(
            "damage in the backup",
            &seen.backup.contains("{\"damaged\":\""),
            &false,
        )
    })
    .await
}

/// Of the long book: its entries, without the four that begin it.
const DOCUMENTS: usize = 206;

async fn flipped_segment(browser: &mut Browser, left_out: Option<Undamaged>) -> Outcome<Opened> {
    restored_book(browser).await?;
    if left_out.is_none() {
        Hands(browser).flip_segment().await?;
    }
    Owed(browser).reload().await?;
    Opened::look(browser).await
}

/// A book with a snapshot over sealed entries.
async fn restored_book(browser: &Browser) -> Outcome<Long> {
    let owed = Owed(browser);
    let file = owed.folder("history")?.join("long.json");
    let long = history::write(&file, 210)?;
    browser.open("/").await?;
    owed.restore(&file, &[&long.last, ""]).await?;
    owed.checked().await?;
    Ok(long)
}

/// A book with a snapshot over entries that are not sealed yet.
async fn long_book(browser: &Browser) -> Outcome {
    let long = restored_book(browser).await?;
    let hands = Hands(browser);
    hands.unseal(&long.lines).await?;
    Owed(browser).reload().await?;
    let last = hands.last_entry().await?;
    browser
        .wait_until("a snapshot of all of it", async || {
            Ok(hands.snapshot().await? == last)
        })
        .await
}

/// What is done to the snapshot, or to more than it.
#[derive(Clone, Copy, Debug)]
enum Cleaning {
    Flipped,
    /// A fault: the last entry goes with it.
    TooFar,
}

/// What a book shows before and after.
#[derive(Debug)]
struct Twice {
    before: Shown,
    after: Shown,
    snapshot: u64,
}

#[derive(Debug, PartialEq)]
struct Shown {
    owed: String,
    aging: Vec<(String, String)>,
    newest: Option<String>,
    read_only: Option<String>,
}

impl Shown {
    async fn look(browser: &Browser) -> Outcome<Shown> {
        let owed = Owed(browser);
        Ok(Shown {
            owed: owed.outstanding().await?,
            aging: owed.buckets_as_of("2025-06-30").await?,
            newest: owed.numbers().await?.into_iter().next(),
            read_only: owed.read_only().await?,
        })
    }
}

fn the_same(seen: &Twice) -> Verdict {
    if seen.snapshot == 0 {
        return Err("there was no snapshot, so nothing was tested".to_owned());
    }
    expect("the book", &seen.after, &seen.before)
}

#[tokio::test]
async fn without_its_snapshot_the_book_is_the_same() -> Outcome {
    proven("damage-snapshot", &[Cleaning::TooFar], cleaned, the_same).await
}

#[tokio::test]
async fn a_damaged_snapshot_is_thrown_away() -> Outcome {
    xtask::browser::journey("damage-snapshot-flipped", async |browser| {
        let seen = cleaned(browser, Some(Cleaning::Flipped)).await?;
        the_same(&seen).map_err(xtask::step::Failure::new)
    })
    .await
}

async fn cleaned(browser: &mut Browser, cleaning: Option<Cleaning>) -> Outcome<Twice> {
    long_book(browser).await?;
    let before = Shown::look(browser).await?;
    let hands = Hands(browser);
    let snapshot = hands.snapshot().await?;
    match cleaning {
        Some(Cleaning::Flipped) => hands.flip_snapshot(0).await?,
        None => hands.delete_snapshot().await?,
        Some(Cleaning::TooFar) => {
            hands.delete_snapshot().await?;
            hands.delete_entry(hands.last_entry().await?).await?;
        }
    }
    let owed = Owed(browser);
    owed.reload().await?;
    owed.checked().await?;
    Ok(Twice {
        before,
        after: Shown::look(browser).await?,
        snapshot,
    })
}

#[tokio::test]
async fn an_old_head_opens_to_read_only() -> Outcome {
    proven("damage-head", &[Undamaged], old_head, |seen| {
        seen.is_read_only("The stored data of this book is damaged")?;
        // What lies beyond the old head is shown and saved.
        expect("the list", &seen.numbers, &two_numbers())?;
        says("the backup", &seen.backup, "2025-0002")
    })
    .await
}

fn two_numbers() -> Vec<String> {
    ["2025-0002", "2025-0001"].map(str::to_owned).to_vec()
}

#[tokio::test]
async fn an_unreadable_head_opens_to_read_only_and_its_backup_brings_all_back() -> Outcome {
    xtask::browser::journey("damage-unreadable-head", async |browser| {
        let owed = Owed(browser);
        owed.begin("Torn Head").await?;
        owed.add_customer("Linden").await?;
        for day in ["2025-03-10", "2025-03-11"] {
            owed.issue(&Invoice::of("Linden", day, "100")).await?;
        }
        Hands(browser).put_head("torn").await?;
        owed.reload().await?;
        let opened = Opened::look(browser).await?;
        let verdict = opened
            .is_read_only("The stored data of this book is damaged")
            .and_then(|()| expect("the list", &opened.numbers, &two_numbers()));
        verdict.map_err(xtask::step::Failure::new)?;
        let file = owed.folder("rescued")?.join("again.json");
        fs::write(&file, &opened.backup)?;
        owed.open_backup().await?;
        owed.restore(&file, &["2025-0002", ""]).await?;
        assert_eq!(owed.read_only().await?, None);
        assert_eq!(owed.numbers().await?, two_numbers());
        let next = owed
            .issue(&Invoice::of("Linden", "2025-03-12", "100"))
            .await?;
        assert_eq!(next, "2025-0003");
        Ok(())
    })
    .await
}

async fn old_head(browser: &mut Browser, left_out: Option<Undamaged>) -> Outcome<Opened> {
    let owed = Owed(browser);
    owed.begin("Old Head").await?;
    owed.add_customer("Linden").await?;
    owed.issue(&Invoice::of("Linden", "2025-03-10", "100"))
        .await?;
    let hands = Hands(browser);
    let head = hands.head().await?;
    owed.issue(&Invoice::of("Linden", "2025-03-11", "200"))
        .await?;
    if left_out.is_none() {
        hands.put_head(&head).await?;
    }
    owed.reload().await?;
    Opened::look(browser).await
}

#[tokio::test]
async fn a_lost_entry_opens_to_read_only() -> Outcome {
    proven("damage-lost", &[Undamaged], lost_entry, |seen| {
        seen.is_read_only("The stored data of this book is damaged")?;
        // What came before is shown, what came after is saved as well.
        expect("the list", &seen.numbers, &vec!["2025-0001".to_owned()])?;
        says("the backup", &seen.backup, "2025-0003")
    })
    .await
}

async fn lost_entry(browser: &mut Browser, left_out: Option<Undamaged>) -> Outcome<Opened> {
    let owed = Owed(browser);
    owed.begin("Lost Entry").await?;
    owed.add_customer("Linden").await?;
    for price in ["100", "200", "300"] {
        owed.issue(&Invoice::of("Linden", "2025-03-10", price))
            .await?;
    }
    if left_out.is_none() {
        let hands = Hands(browser);
        hands.delete_entry(hands.last_entry().await? - 1).await?;
    }
    owed.reload().await?;
    Opened::look(browser).await
}
