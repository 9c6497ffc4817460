//! What recurs: made on opening, asked about where several were missed, and never twice.

use crate::owed::Owed;
use crate::owed::recurring::{DAY, Monthly};
use crate::proof::{expect, proven, says};
use xtask::browser::{Browser, journey};
use xtask::step::Outcome;

/// From the last day of 2027 on.
const RETAINER: Monthly<'_> = Monthly {
    customer: "Linden",
    first: "2027-12-31",
    description: "Retainer {month} {year}",
    price: "450",
    mode: "Issues automatically",
    service: "Service up to the day",
};

async fn begin(owed: Owed<'_>, day: &str) -> Outcome {
    owed.0.before_each_page(DAY).await?;
    owed.0.open("/").await?;
    owed.set_day(day).await?;
    owed.begin("Recurring").await
}

/// A fault: it is opened a day before the last of the missed ones.
#[derive(Clone, Copy, Debug)]
struct OpenedTooEarly;

#[derive(Debug)]
struct Missed {
    by_itself: Vec<String>,
    asked: Vec<(String, String)>,
    /// Before anything was answered.
    untouched: Vec<String>,
    made: Vec<String>,
    february: String,
    asked_then: usize,
}

#[tokio::test]
async fn three_months_missed_over_a_leap_february_are_asked_about_and_made_once() -> Outcome {
    proven("recurring-leap", &[OpenedTooEarly], missed, |seen| {
        let texts = |list: &[&str]| {
            list.iter()
                .map(|text| (*text).to_owned())
                .collect::<Vec<_>>()
        };
        expect(
            "what was made by itself",
            &seen.by_itself,
            &texts(&["2027-0001"]),
        )?;
        let asked: Vec<&str> = seen.asked.iter().map(|(day, _)| day.as_str()).collect();
        let days = ["2028-01-31", "2028-02-29", "2028-03-31"];
        expect("what is asked about", &asked, &days.to_vec())?;
        let sums: Vec<&str> = seen.asked.iter().map(|(_, sum)| sum.as_str()).collect();
        expect("what it comes to", &sums, &vec!["450.00"; 3])?;
        expect(
            "what was there before the answer",
            &seen.untouched,
            &seen.by_itself,
        )?;
        let all = ["2028-0003", "2028-0002", "2028-0001", "2027-0001"];
        expect("what it made", &seen.made, &texts(&all))?;
        says("February", &seen.february, "Retainer February 2028")?;
        says(
            "February",
            &seen.february,
            "Service from Feb 1, 2028 to Feb 29, 2028",
        )?;
        says("February", &seen.february, "Issued Mar 31, 2028")?;
        expect("what is asked after a reload", &seen.asked_then, &0)
    })
    .await
}

async fn missed(browser: &mut Browser, early: Option<OpenedTooEarly>) -> Outcome<Missed> {
    let owed = Owed(browser);
    begin(owed, "2027-12-01").await?;
    owed.fill_schedule(&RETAINER).await?;
    owed.save_schedule().await?;
    owed.open_on("2027-12-31").await?;
    owed.open_schedule().await?;
    let by_itself = owed.wait_made(1).await?;
    let last = if early.is_some() {
        "2028-03-30"
    } else {
        "2028-03-31"
    };
    owed.open_on(last).await?;
    let untouched = owed.numbers().await?;
    let asked = owed.due().await?;
    owed.make_due(asked.len()).await?;
    owed.open_schedule().await?;
    let made = owed.wait_made(1 + asked.len()).await?;
    owed.open_named("2028-0002").await?;
    let february = owed.page_text().await?;
    owed.reload().await?;
    Ok(Missed {
        by_itself,
        asked_then: owed.due().await?.len(),
        asked,
        untouched,
        made,
        february,
    })
}

#[tokio::test]
async fn some_are_made_as_drafts_and_a_skipped_one_keeps_its_reason() -> Outcome {
    journey("recurring-skip", async |browser| {
        let owed = Owed(browser);
        begin(owed, "2028-01-01").await?;
        let drafts = Monthly {
            mode: "Creates a draft",
            first: "2028-01-31",
            ..RETAINER
        };
        owed.fill_schedule(&drafts).await?;
        owed.save_schedule().await?;
        owed.open_on("2028-03-31").await?;
        assert_eq!(owed.due().await?.len(), 3);
        owed.choose_due("2028-01-31").await?;
        owed.choose_due("2028-03-31").await?;
        owed.skip_due("on holiday").await?;
        assert_eq!(owed.due().await?.len(), 2);
        // What was left out of the first choice is chosen again.
        owed.choose_due("2028-03-31").await?;
        owed.make_due(1).await?;
        owed.open_schedule().await?;
        let made = owed.wait_made(2).await?;
        assert_eq!(made[0], "Draft");
        assert_eq!(made[1], "Skipped: on holiday");
        // One is left: it is made by itself at the next opening.
        owed.reload().await?;
        assert_eq!(owed.wait_made(3).await?[2], "Draft");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn two_tabs_opened_at_once_make_one_invoice() -> Outcome {
    journey("recurring-tabs", async |browser| {
        let owed = Owed(browser);
        begin(owed, "2027-12-01").await?;
        owed.fill_schedule(&RETAINER).await?;
        owed.save_schedule().await?;
        let listen = "
            window.signal = new BroadcastChannel('e2e');
            window.signal.onmessage = () => location.reload();";
        browser.script(listen, vec![]).await?;
        let first = browser.window().await?;
        browser.open_tab("/invoices").await?;
        owed.ready().await?;
        owed.set_day("2027-12-31").await?;
        let both = "new BroadcastChannel('e2e').postMessage('go'); location.reload();";
        browser.script(both, vec![]).await?;
        assert_eq!(owed.numbers_soon(1).await?, ["2027-0001"]);
        browser.switch_to(&first).await?;
        owed.checked().await?;
        owed.open_schedule().await?;
        assert_eq!(owed.wait_made(1).await?, ["2027-0001"]);
        assert_eq!(owed.numbers().await?, ["2027-0001"]);
        assert_eq!(owed.due().await?.len(), 0);
        Ok(())
    })
    .await
}
