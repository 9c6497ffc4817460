//! What is saved is saved, and what is not is told: a reload, a transaction that the browser rolls
//! back, a full disk, a crash in the middle of typing.

use crate::faults::{
    ABORTED, DROPPED_ENTRIES, DROPPED_UNTIL_REPAIRED, FORGOTTEN_TYPING, Fault, WATCHED_TYPING,
    plant,
};
use crate::hands::Hands;
use crate::owed::{Invoice, Owed};
use crate::proof::{Verdict, expect, proven, says};
use xtask::browser::Browser;
use xtask::step::Outcome;

#[tokio::test]
async fn a_reload_shows_what_was_saved() -> Outcome {
    proven("saving-reload", &[DROPPED_ENTRIES], reload, |seen| {
        expect("the list", &seen.after, &vec![seen.issued.clone()])?;
        expect("the figure", &seen.owed, &"1000.00".to_owned())
    })
    .await
}

#[derive(Debug)]
struct Reloaded {
    issued: String,
    after: Vec<String>,
    owed: String,
}

async fn reload(browser: &mut Browser, fault: Option<Fault>) -> Outcome<Reloaded> {
    let owed = Owed(browser);
    owed.begin("Reload & Sons").await?;
    owed.add_customer("Linden").await?;
    plant(browser, fault).await?;
    let issued = owed
        .issue(&Invoice::of("Linden", "2025-03-10", "1000"))
        .await?;
    owed.reload().await?;
    Ok(Reloaded {
        issued,
        after: owed.numbers().await?,
        owed: owed.outstanding().await?,
    })
}

#[tokio::test]
async fn an_aborted_transaction_is_told_and_the_form_stays() -> Outcome {
    proven(
        "saving-aborted",
        &[DROPPED_UNTIL_REPAIRED],
        aborted,
        unsaved,
    )
    .await
}

/// What was to be seen of an invoice that could not be saved.
#[derive(Debug)]
struct Unsaved {
    told: String,
    /// What stood in the form then.
    left: Option<Invoice>,
    /// Documents that lay in the store, before and after a reload.
    stored: usize,
    reloaded: Vec<String>,
    /// Once there was no fault any more.
    again: Vec<String>,
}

fn large() -> Invoice {
    Invoice::of("Linden", "2025-03-10", "2500")
}

fn unsaved(seen: &Unsaved) -> Verdict {
    says("the app", &seen.told, "NOT saved")?;
    expect("the form", &seen.left, &Some(large()))?;
    expect("the store", &seen.stored, &0)?;
    expect("the list", &seen.reloaded, &Vec::new())?;
    expect("the list, once it can be saved", &seen.again.len(), &1)
}

async fn aborted(browser: &mut Browser, fault: Option<Fault>) -> Outcome<Unsaved> {
    let owed = Owed(browser);
    owed.begin("Rolled Back").await?;
    owed.add_customer("Linden").await?;
    owed.fill_invoice(&large()).await?;
    fault.unwrap_or(ABORTED).plant(browser).await?;
    let told = owed.try_to_issue().await?;
    let (left, stored) = (owed.typed_invoice().await?, documents(browser).await?);
    browser.script("window.repair()", vec![]).await?;
    owed.reload().await?;
    let reloaded = owed.numbers().await?;
    Ok(Unsaved {
        told,
        left,
        stored,
        reloaded,
        again: issue_again(&owed).await?,
    })
}

#[tokio::test]
async fn a_full_disk_is_told_and_the_form_stays() -> Outcome {
    proven("saving-quota", &[Room::Plenty, Room::Lying], full, unsaved).await
}

/// What is wrong with the disk instead of being full.
#[derive(Clone, Copy, Debug)]
enum Room {
    /// Nothing: it is not full at all.
    Plenty,
    /// It drops what it cannot hold.
    Lying,
}

async fn full(browser: &mut Browser, room: Option<Room>) -> Outcome<Unsaved> {
    let owed = Owed(browser);
    owed.begin("Full Disk").await?;
    owed.add_customer("Linden").await?;
    // A browser that just started has to look how much room there is.
    browser.kill();
    browser.start_again().await?;
    if room.is_none() {
        Hands(browser).quota(Some(1)).await?;
    }
    let owed = Owed(browser);
    browser.open("/").await?;
    owed.ready().await?;
    owed.fill_invoice(&large()).await?;
    if let Some(Room::Lying) = room {
        DROPPED_UNTIL_REPAIRED.plant(browser).await?;
    }
    let told = owed.try_to_issue().await?;
    let left = owed.typed_invoice().await?;
    Hands(browser).quota(None).await?;
    let stored = documents(browser).await?;
    if let Some(Room::Lying) = room {
        browser.script("window.repair()", vec![]).await?;
    }
    owed.reload().await?;
    let reloaded = owed.numbers().await?;
    Ok(Unsaved {
        told,
        left,
        stored,
        reloaded,
        again: issue_again(&owed).await?,
    })
}

/// Issued documents that lie in the journal.
async fn documents(browser: &Browser) -> Outcome<usize> {
    let entries = Hands(browser).journal().await?;
    let issued = entries
        .iter()
        .filter(|entry| entry.contains("\"issue_invoice\""));
    Ok(issued.count())
}

async fn issue_again(owed: &Owed<'_>) -> Outcome<Vec<String>> {
    if owed.read_only().await?.is_some() {
        return Ok(Vec::new());
    }
    owed.issue(&large()).await?;
    owed.reload().await?;
    owed.numbers().await
}

#[tokio::test]
async fn a_book_is_found_again_however_soon_the_browser_crashed() -> Outcome {
    proven(
        "saving-found",
        &[DROPPED_ENTRIES],
        found,
        |(issued, after)| expect("the list", after, &vec![issued.clone()]),
    )
    .await
}

/// The browser flushes its local storage seconds late: what was saved strictly must be found
/// without it.
async fn found(browser: &mut Browser, fault: Option<Fault>) -> Outcome<(String, Vec<String>)> {
    let owed = Owed(browser);
    owed.begin("Crash at Once").await?;
    owed.add_customer("Linden").await?;
    plant(browser, fault).await?;
    let issued = owed
        .issue(&Invoice::of("Linden", "2025-03-10", "100"))
        .await?;
    browser.kill();
    browser.start_again().await?;
    // Whether it was flushed is a matter of seconds: here it never was.
    Hands(browser).clear("local_storage").await?;
    let owed = Owed(browser);
    browser.open("/").await?;
    owed.ready().await?;
    Ok((issued, owed.numbers().await?))
}

#[tokio::test]
async fn a_form_half_typed_survives_a_crash() -> Outcome {
    proven("saving-crash", &[FORGOTTEN_TYPING], crash, |seen| {
        expect("the form", seen, &Some(large()))
    })
    .await
}

async fn crash(browser: &mut Browser, fault: Option<Fault>) -> Outcome<Option<Invoice>> {
    let owed = Owed(browser);
    owed.begin("Crash & Co").await?;
    owed.add_customer("Linden").await?;
    plant(browser, fault).await?;
    // Over the fault, so that it sees what the app asks for in any case.
    WATCHED_TYPING.plant(browser).await?;
    owed.fill_invoice(&large()).await?;
    browser
        .wait_until("what was typed is kept", async || {
            let kept = browser.script("return window.kept", vec![]).await?;
            let kept = kept.as_str().unwrap_or_default();
            Ok(large().texts().iter().all(|text| kept.contains(text)))
        })
        .await?;
    browser.kill();
    browser.start_again().await?;
    let owed = Owed(browser);
    browser.open("/").await?;
    owed.ready().await?;
    owed.open_new_invoice().await?;
    owed.restored_typing().await?;
    owed.typed_invoice().await
}

#[tokio::test]
async fn a_second_try_that_fails_in_the_same_way_is_said_again() -> Outcome {
    xtask::browser::journey("saving-said-again", async |browser| {
        let owed = Owed(browser);
        owed.begin("Said Again").await?;
        owed.open_new_invoice().await?;
        owed.refuse_to_issue().await?;
        browser
            .script(
                "document.querySelector('main [role=alert]').dataset.seen = 'yes'",
                vec![],
            )
            .await?;
        owed.refuse_to_issue().await?;
        browser
            .wait_until("the problem is said anew", async || {
                let fresh =
                    "return document.querySelector('main [role=alert]:not([data-seen])') !== null";
                Ok(browser.script(fresh, vec![]).await? == serde_json::json!(true))
            })
            .await
    })
    .await
}
