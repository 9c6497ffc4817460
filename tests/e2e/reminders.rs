//! Reminders: from the first letter to the last, after days away, and what keeps a letter back.

use crate::owed::recurring::DAY;
use crate::owed::{Invoice, Owed};
use std::fs;
use xtask::browser::journey;
use xtask::step::Outcome;

async fn begin(owed: Owed<'_>, day: &str) -> Outcome {
    owed.0.before_each_page(DAY).await?;
    owed.0.open("/").await?;
    owed.set_day(day).await?;
    owed.begin("Harbour & Pine").await?;
    owed.set_day(day).await
}

async fn bill(owed: Owed<'_>, customer: &str, date: &str, price: &str) -> Outcome {
    owed.fill_invoice(&Invoice::of(customer, date, price))
        .await?;
    owed.issue_now().await.map(drop)
}

fn expect<T: PartialEq + std::fmt::Debug>(what: &str, seen: &T, wanted: &T) {
    assert_eq!(seen, wanted, "{what}");
}

fn says(what: &str, text: &str, words: &str) {
    assert!(text.contains(words), "{what} does not say {words}: {text}");
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(name, sum): &(&str, &str)| ((*name).to_owned(), (*sum).to_owned());
    list.iter().map(owned).collect()
}

#[tokio::test]
async fn a_late_payer_is_reminded_step_by_step_and_made_is_not_sent() -> Outcome {
    journey("reminders-steps", async |browser| {
        let owed = Owed(browser);
        begin(owed, "2027-01-04").await?;
        owed.add_customer("Linden").await?;
        bill(owed, "Linden", "2027-01-04", "1190").await?;
        // Due in fourteen days, as the settings of a new book have it, or when it says.
        owed.open_on("2027-03-01").await?;
        owed.open_reminders().await?;
        expect(
            "whom to remind",
            &owed.proposed().await?,
            &pairs(&[("Linden", "€1,190.00")]),
        );
        says(
            "the letter",
            &owed.reminded_of().await?.join(" "),
            "Stage 2, friendly reminder",
        );
        owed.create_letters(1).await?;
        expect("once it is made", &owed.proposed().await?, &vec![]);
        owed.reload().await?;
        assert!(owed.has_section("Created, not yet sent").await?);
        owed.open_letter("Linden").await?;
        let text = owed.page_text().await?;
        for words in [
            "Payment reminder",
            "Please pay",
            "This is not an invoice.",
            "Not sent yet",
        ] {
            says("the letter", &text, words);
        }
        let folder = owed.folder("letters")?;
        let pdf = fs::read(owed.letter_pdf(&folder).await?)?;
        assert!(pdf.starts_with(b"%PDF"));
        let mail = fs::read_to_string(owed.letter_mail(&folder, "office@linden.example").await?)?;
        says("the e-mail", &mail, "To: office@linden.example");
        says(
            "the page",
            &owed.page_text().await?,
            "Sent on Mar 1, 2027 (E-mail)",
        );
        owed.open_reminders().await?;
        expect("on the day it was sent", &owed.proposed().await?, &vec![]);
        expect(
            "why it waits",
            &owed.held_back().await?,
            &vec!["Last letter too recent".to_owned()],
        );
        owed.open_on("2027-03-15").await?;
        owed.open_reminders().await?;
        says(
            "two weeks later",
            &owed.reminded_of().await?.join(" "),
            "Stage 3, firm reminder",
        );
        owed.create_letters(1).await?;
        owed.open_letter("Linden").await?;
        owed.record_sent().await?;
        says(
            "the page",
            &owed.page_text().await?,
            "Sent on Mar 15, 2027 (E-mail)",
        );
        owed.open_on("2027-04-01").await?;
        owed.open_reminders().await?;
        says(
            "the last stage",
            &owed.reminded_of().await?.join(" "),
            "Stage 4, last reminder",
        );
        owed.pay("Linden", "2027-04-01", "1190").await?;
        owed.open_reminders().await?;
        expect("once it is paid", &owed.proposed().await?, &vec![]);
        owed.reload().await?;
        owed.checked().await
    })
    .await
}

#[tokio::test]
async fn promises_disputes_and_holds_keep_letters_back() -> Outcome {
    journey("reminders-kept-back", async |browser| {
        let owed = Owed(browser);
        begin(owed, "2027-01-04").await?;
        owed.add_customer("Linden").await?;
        bill(owed, "Linden", "2027-01-04", "1000").await?;
        owed.open_on("2027-03-01").await?;
        owed.open_customer("Linden").await?;
        let told = owed.refused_promise("1000.01", "2027-03-05").await?;
        says("a promise above the balance", &told, "1,000.00");
        owed.record_promise("1000", "2027-03-05").await?;
        owed.open_reminders().await?;
        expect(
            "while it is promised",
            &owed.held_back().await?,
            &vec!["Payment promised".to_owned()],
        );
        owed.open_on("2027-03-06").await?;
        owed.open_reminders().await?;
        assert!(owed.has_section("Broken promises").await?);
        expect(
            "once it is broken",
            &owed.proposed().await?,
            &pairs(&[("Linden", "€1,000.00")]),
        );
        owed.open_customer("Linden").await?;
        owed.log_call("Will look into it").await?;
        owed.record_dispute("400").await?;
        owed.open_reminders().await?;
        assert!(!owed.has_section("Broken promises").await?);
        expect(
            "with a part disputed",
            &owed.proposed().await?,
            &pairs(&[("Linden", "€600.00")]),
        );
        owed.open_customer("Linden").await?;
        owed.end_dispute("The invoice is right").await?;
        owed.put_on_hold("2027-03-20").await?;
        owed.open_reminders().await?;
        expect(
            "on hold",
            &owed.held_back().await?,
            &vec!["On hold".to_owned()],
        );
        owed.open_on("2027-03-21").await?;
        owed.open_reminders().await?;
        expect(
            "after the hold",
            &owed.proposed().await?,
            &pairs(&[("Linden", "€1,000.00")]),
        );
        owed.open_customer("Linden").await?;
        let lines = owed.collected().await?;
        expect("how much was recorded", &lines.len(), &5);
        says(
            "the newest",
            &lines[0],
            "Reminders on hold until Mar 20, 2027",
        );
        owed.checked().await
    })
    .await
}

#[tokio::test]
async fn what_is_paid_in_another_tab_is_off_the_list_at_once() -> Outcome {
    journey("reminders-tabs", async |browser| {
        let owed = Owed(browser);
        begin(owed, "2027-01-04").await?;
        for (name, price) in [("Birke", "100"), ("Linden", "200")] {
            owed.add_customer(name).await?;
            bill(owed, name, "2027-01-04", price).await?;
        }
        owed.open_on("2027-03-01").await?;
        owed.open_reminders().await?;
        expect("before", &owed.proposed().await?.len(), &2);
        let first = browser.window().await?;
        browser.open_tab("/").await?;
        browser.before_each_page(DAY).await?;
        owed.reload().await?;
        owed.pay("Birke", "2027-03-01", "100").await?;
        browser.switch_to(&first).await?;
        browser
            .wait_until("that one is off the list", async || {
                Ok(owed.proposed().await? == pairs(&[("Linden", "€200.00")]))
            })
            .await?;
        owed.create_letters(1).await?;
        says(
            "the page",
            &owed.page_text().await?,
            "1 letter was created.",
        );
        owed.reload().await?;
        owed.checked().await
    })
    .await
}

#[tokio::test]
async fn the_schedule_is_changed_and_its_days_must_rise() -> Outcome {
    journey("reminders-schedule", async |browser| {
        let owed = Owed(browser);
        begin(owed, "2027-01-04").await?;
        owed.add_customer("Linden").await?;
        bill(owed, "Linden", "2027-01-04", "1000").await?;
        owed.set_stage_days(2, "30").await?;
        owed.refused_schedule().await?;
        owed.set_stage_days(2, "2").await?;
        owed.save_reminder_schedule().await?;
        owed.reload().await?;
        expect("what is kept", &owed.stage_days(2).await?, &"2".to_owned());
        owed.checked().await
    })
    .await
}
