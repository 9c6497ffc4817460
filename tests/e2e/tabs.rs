//! Two tabs of one book: what one saves the other sees, and neither overwrites the other.

use crate::faults::{FROZEN_HEAD, Fault, SILENT_TAB, plant};
use crate::owed::{Invoice, Owed, Told};
use crate::proof::{expect, proven};
use std::time::Duration;
use xtask::browser::{Browser, journey};
use xtask::step::{Failure, Outcome};

#[tokio::test]
async fn a_second_tab_sees_what_the_first_one_saves() -> Outcome {
    proven("tabs-seen", &[SILENT_TAB], seen, |(issued, elsewhere)| {
        expect("the other tab's list", elsewhere, &vec![issued.clone()])
    })
    .await
}

async fn seen(browser: &mut Browser, fault: Option<Fault>) -> Outcome<(String, Vec<String>)> {
    let owed = Owed(browser);
    owed.begin("Two Tabs").await?;
    owed.add_customer("Linden").await?;
    let first = browser.window().await?;
    let second = browser.open_tab("/invoices").await?;
    owed.ready().await?;
    browser.switch_to(&first).await?;
    plant(browser, fault).await?;
    let issued = owed
        .issue(&Invoice::of("Linden", "2025-03-10", "100"))
        .await?;
    browser.switch_to(&second).await?;
    if fault.is_some() {
        browser.be_brief(Duration::from_secs(3));
    }
    let elsewhere = owed.numbers_soon(1).await?;
    Ok((issued, elsewhere))
}

#[tokio::test]
async fn two_tabs_that_issue_at_once_get_two_numbers_in_a_row() -> Outcome {
    proven("tabs-at-once", &[FROZEN_HEAD], at_once, |seen| {
        let mut given = seen.given.clone();
        given.sort();
        let wanted = vec!["2025-0001".to_owned(), "2025-0002".to_owned()];
        expect("what the tabs were given", &given, &wanted)?;
        for list in &seen.lists {
            let mut list = list.clone();
            list.sort();
            expect("a tab's list", &list, &wanted)?;
        }
        expect("what is owed", &seen.owed, &"300.00".to_owned())
    })
    .await
}

#[derive(Debug)]
struct AtOnce {
    given: Vec<String>,
    /// After a reload of each tab.
    lists: Vec<Vec<String>>,
    owed: String,
}

async fn at_once(browser: &mut Browser, fault: Option<Fault>) -> Outcome<AtOnce> {
    let owed = Owed(browser);
    owed.begin("At Once").await?;
    owed.add_customer("Linden").await?;
    let first = browser.window().await?;
    owed.open_new_invoice().await?;
    let second = browser.open_tab("/invoices/new").await?;
    owed.ready().await?;
    for (tab, price) in [(&first, "100"), (&second, "200")] {
        browser.switch_to(tab).await?;
        owed.type_invoice(&Invoice::of("Linden", "2025-03-10", price))
            .await?;
        plant(browser, fault).await?;
        owed.issue_at_the_signal().await?;
    }
    browser
        .script("new BroadcastChannel('e2e').postMessage('go')", vec![])
        .await?;
    let mut seen = AtOnce {
        given: Vec::new(),
        lists: Vec::new(),
        owed: String::new(),
    };
    for tab in [&first, &second] {
        browser.switch_to(tab).await?;
        seen.given.push(owed.issued_number().await?);
    }
    for tab in [&first, &second] {
        browser.switch_to(tab).await?;
        owed.reload().await?;
        seen.lists.push(owed.numbers().await?);
    }
    seen.owed = owed.outstanding().await?;
    Ok(seen)
}

#[tokio::test]
async fn of_two_edits_of_a_customer_neither_is_lost() -> Outcome {
    proven("tabs-stale", &[FROZEN_HEAD], stale, |seen| {
        let versions = ["Yours: Linden Architects", "Saved there: Linden GmbH"];
        let both = Told::Changed(versions.map(str::to_owned).to_vec());
        expect("what is told", &seen.told, &both)?;
        let [name, city, note] = ["Linden Architects", "Vienna", "calls on Fridays"];
        let wanted = [name, city, note].map(str::to_owned).to_vec();
        expect("the customer in the end", &seen.after, &wanted)
    })
    .await
}

#[derive(Debug)]
struct Stale {
    told: Told,
    /// Name, city and note after a reload.
    after: Vec<String>,
}

/// Both edit the same customer: the other tab the name and the city, this one the name and the
/// note. City and note must both arrive; which name, is asked.
async fn stale(browser: &mut Browser, fault: Option<Fault>) -> Outcome<Stale> {
    let owed = Owed(browser);
    owed.begin("Stale Form").await?;
    owed.add_customer("Linden").await?;
    owed.open_customer("Linden").await?;
    let mine = browser.window().await?;
    let theirs = browser.open_tab(&browser.route().await?).await?;
    owed.ready().await?;

    browser.switch_to(&mine).await?;
    plant(browser, fault).await?;
    owed.edit_customer(&[("Name", "Linden Architects"), ("Note", "calls on Fridays")])
        .await?;
    browser.switch_to(&theirs).await?;
    owed.edit_customer(&[("Name", "Linden GmbH"), ("City", "Vienna")])
        .await?;
    let elsewhere = owed.save_customer().await?;
    if elsewhere != Told::Saved {
        return Err(Failure::new(format!(
            "the first to save was told {elsewhere:?}"
        )));
    }
    browser.close_window().await?;

    browser.switch_to(&mine).await?;
    let told = owed.save_customer().await?;
    if told != Told::Saved {
        owed.keep_mine("Name").await?;
        let again = owed.save_customer().await?;
        if again != Told::Saved {
            return Err(Failure::new(format!("after the choice it said {again:?}")));
        }
    }
    owed.reload().await?;
    Ok(Stale {
        told,
        after: owed.customer_fields(&["Name", "City", "Note"]).await?,
    })
}

#[tokio::test]
async fn four_tabs_issue_fifty_each_and_no_number_is_missing() -> Outcome {
    const TABS: usize = 4;
    const EACH: usize = 50;
    journey("tabs-many", async |browser| {
        browser.be_patient(Duration::from_secs(300));
        let owed = Owed(browser);
        owed.begin("Many Tabs").await?;
        owed.add_customer("Linden").await?;
        let mut tabs = vec![browser.window().await?];
        for _ in 1..TABS {
            tabs.push(browser.open_tab("/").await?);
            owed.ready().await?;
        }
        for tab in &tabs {
            browser.switch_to(tab).await?;
            owed.issue_many_at_the_signal("Linden", EACH).await?;
        }
        browser
            .script("new BroadcastChannel('e2e').postMessage('go')", vec![])
            .await?;
        let mut given = Vec::new();
        for tab in &tabs {
            browser.switch_to(tab).await?;
            given.extend(owed.issued_many(EACH).await?);
        }
        given.sort();
        let year = &given[0][..4];
        let wanted: Vec<String> = (1..=TABS * EACH)
            .map(|number| format!("{year}-{number:04}"))
            .collect();
        assert_eq!(given, wanted);
        owed.reload().await?;
        assert_eq!(owed.outstanding().await?, "2000.00");
        Ok(())
    })
    .await
}
