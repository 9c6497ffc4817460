//! A week of work: drafts that lie some days, payments that come twice, a page that is left open
//! over night, and a person who asks to be forgotten.

use crate::owed::editor::Editor;
use crate::owed::everyday::TURNING;
use crate::owed::recurring::Monthly;
use crate::owed::{Invoice, Owed};
use crate::told::{pairs, says};
use xtask::browser::{Browser, journey};
use xtask::step::Outcome;

async fn begin<'b>(browser: &'b Browser, day: &str) -> Outcome<Owed<'b>> {
    let owed = Owed(browser);
    browser.before_each_page(TURNING).await?;
    browser.open("/").await?;
    owed.turn_to(day).await?;
    owed.begin("Everyday").await?;
    Ok(owed)
}

#[tokio::test]
async fn a_draft_keeps_its_day_and_asks_before_it_is_issued_out_of_order() -> Outcome {
    journey("everyday-draft", async |browser| {
        let owed = begin(browser, "2027-03-01").await?;
        owed.save_draft(&Invoice::of("Linden", "2027-03-01", "100"), "2027-02-28")
            .await?;
        owed.turn_to("2027-03-08").await?;
        owed.reload().await?;
        for day in ["2027-03-05", "2027-03-02"] {
            owed.issue(&Invoice::of("Ahorn", day, "50")).await?;
        }
        owed.edit_draft().await?;
        assert_eq!(owed.draft_day().await?, "2027-03-01");
        let asked = owed.asked_of_day().await?;
        // The last number is not the latest day.
        says(
            &asked,
            &[
                "The document is dated Mar 1, 2027, before today.",
                "2 lower numbers are dated later, the last being 2027-0001, Mar 5, 2027",
            ],
        );
        assert_eq!(
            owed.answer_day("Issue with the date Mar 1, 2027").await?,
            "2027-0003"
        );
        assert!(owed.page_says("Issued Mar 1, 2027").await?);

        // Numbers of another year are another run, and today is no question.
        owed.save_draft(&Invoice::of("Linden", "2026-12-31", "10"), "2026-12-30")
            .await?;
        owed.edit_draft().await?;
        let asked = owed.asked_of_day().await?;
        assert!(!asked.contains("dated later"), "{asked}");
        assert_eq!(
            owed.answer_day("Issue with today’s date").await?,
            "2027-0004"
        );
        assert!(owed.page_says("Issued Mar 8, 2027").await?);
        owed.reload().await?;
        owed.checked().await
    })
    .await
}

#[tokio::test]
async fn what_another_tab_paid_meanwhile_is_asked_about() -> Outcome {
    journey("everyday-stale", async |browser| {
        let owed = Owed(browser);
        owed.begin("Stale").await?;
        for (day, price) in [("2025-01-10", "100"), ("2025-01-20", "80")] {
            owed.issue(&Invoice::of("Linden", day, price)).await?;
        }
        owed.open_invoice("2025-0001").await?;
        owed.pay_this().await?;
        let first = browser.window().await?;
        let second = browser.open_tab("/payments").await?;
        owed.ready().await?;
        owed.pay("Linden", "2025-02-01", "100").await?;
        browser.switch_to(&first).await?;
        let told = owed.refused_payment().await?;
        says(&told, &["This invoice has no open balance any more"]);
        owed.take_out("2025-0001").await?;
        owed.split(&[("2025-0002", "80")]).await?;
        owed.type_payment("Amount", "€80.00").await?;
        owed.record_payment_now().await?;
        let settled = pairs(&[("2025-0002", "0.00"), ("2025-0001", "0.00")]);
        assert_eq!(owed.balances().await?, settled);
        browser.switch_to(&second).await?;
        assert_eq!(owed.balances().await?, settled);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_equal_payment_is_asked_about_and_the_oldest_part_is_paid_first() -> Outcome {
    journey("everyday-equal", async |browser| {
        let owed = Owed(browser);
        owed.begin("Equal").await?;
        // In halves, due on 10 January and 9 February.
        owed.fill_invoice(&Invoice::of("Linden", "2025-01-10", "200"))
            .await?;
        owed.split_into_instalments().await?;
        owed.set_instalment(1, "50", None).await?;
        owed.set_instalment(2, "50", Some("30")).await?;
        owed.issue_now().await?;
        // Due on 4 February.
        owed.issue(&Invoice::of("Linden", "2025-01-05", "100"))
            .await?;
        owed.begin_payment("Linden", "2025-03-01", "150").await?;
        owed.type_payment("Reference", "Re 7").await?;
        says(
            &owed.payment_effect().await?,
            &["100.00 to 2025-0001", "50.00 to 2025-0002"],
        );
        owed.record_payment_now().await?;
        assert_eq!(
            owed.balances().await?,
            pairs(&[("2025-0002", "50.00"), ("2025-0001", "100.00")])
        );
        owed.begin_payment("Linden", "2025-03-01", "150").await?;
        owed.type_payment("Reference", "re 7").await?;
        let before = owed.entries().await?;
        let told = owed.refused_payment().await?;
        says(&told, &["amount and reference is already in the book"]);
        assert_eq!(owed.entries().await?, before);
        owed.record_another().await?;
        assert_eq!(
            owed.balances().await?,
            pairs(&[("2025-0002", "0.00"), ("2025-0001", "0.00")])
        );
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_day_turns_at_midnight_and_when_the_page_is_seen_again() -> Outcome {
    journey("everyday-midnight", async |browser| {
        let owed = begin(browser, "2027-03-10").await?;
        // Due on 11 March.
        owed.issue(&Invoice::of("Linden", "2027-02-09", "100"))
            .await?;
        assert!(!owed.state().await?.contains("late"));
        owed.turn_to("2027-03-12").await?;
        assert!(!owed.state().await?.contains("late"));
        owed.midnight().await?;
        browser
            .wait_until("it is late", async || {
                Ok(owed.state().await?.contains("1 day late"))
            })
            .await?;
        // Seen again after a night, on a form that is half written.
        owed.open_new_invoice().await?;
        owed.type_description("Half a sentence").await?;
        owed.turn_to("2027-03-13").await?;
        owed.seen_again().await?;
        assert_eq!(owed.typed_description().await?, "Half a sentence");
        owed.open_invoice("2027-0001").await?;
        browser
            .wait_until("it is later", async || {
                Ok(owed.state().await?.contains("2 days late"))
            })
            .await
    })
    .await
}

#[tokio::test]
async fn a_person_is_erased_from_all_that_is_kept() -> Outcome {
    journey("everyday-erase", async |browser| {
        const NAME: &str = "Zyxwv Markerson";
        let owed = Owed(browser);
        owed.begin("Erased").await?;
        let mut invoice = Invoice::of(NAME, "2025-01-10", "100");
        invoice.description = format!("Portrait of {NAME}");
        owed.issue(&invoice).await?;
        owed.begin_payment(NAME, "2025-02-01", "100").await?;
        owed.type_payment("Reference", NAME).await?;
        owed.record_payment_now().await?;
        owed.issue(&Invoice::of("Linden", "2025-01-11", "50"))
            .await?;
        let folder = owed.folder("saved")?;
        owed.open_backup().await?;
        let (_, text) = owed.backup_text(&folder).await?;
        assert!(text.contains(NAME));

        owed.open_customer(NAME).await?;
        let stays = owed.ask_to_erase(None).await?;
        says(
            &stays,
            &["1 document (2025-0001)", "1 payment", "must be kept"],
        );
        let stays = owed.ask_to_erase(Some("2100-01-01")).await?;
        says(&stays, &["Nothing that names this customer is kept."]);
        owed.erase_for_good().await?;
        owed.reload().await?;
        owed.checked().await?;
        owed.open_backup().await?;
        let (_, text) = owed.backup_text(&owed.folder("after")?).await?;
        assert!(!text.contains("Markerson"), "{text}");
        assert!(text.contains("Linden"));
        assert_eq!(
            owed.balances().await?,
            pairs(&[("2025-0002", "50.00"), ("2025-0001", "0.00")])
        );
        Ok(())
    })
    .await
}

#[tokio::test]
async fn amounts_are_typed_as_they_are_shown() -> Outcome {
    journey("everyday-amounts", async |browser| {
        let owed = Owed(browser);
        owed.begin("Amounts").await?;
        owed.issue(&Invoice::of("Linden", "2025-01-10", "€2,469.00"))
            .await?;
        owed.begin_payment("Linden", "2025-02-01", "USD 1,234.50")
            .await?;
        let told = owed.refused_payment().await?;
        says(&told, &["This says USD, but the amount is in EUR."]);
        owed.type_payment("Amount", "1,234").await?;
        let told = owed.refused_payment().await?;
        says(
            &told,
            &["This can be read in two ways. Enter 1234 or 1.23."],
        );
        owed.type_payment("Amount", "€1,234.50").await?;
        owed.record_payment_now().await?;
        assert_eq!(owed.balances().await?, pairs(&[("2025-0001", "1234.50")]));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_last_day_of_the_month_is_said_and_shown_before_it_is_saved() -> Outcome {
    journey("everyday-last-day", async |browser| {
        let owed = begin(browser, "2027-04-01").await?;
        owed.fill_schedule(&Monthly {
            customer: "Linden",
            first: "2027-04-30",
            description: "Retainer {month}",
            price: "450",
            mode: "Creates a draft",
            service: "Service up to the day",
        })
        .await?;
        says(
            &owed.days_to_come().await?,
            &["Apr 30, 2027 · May 30, 2027 · Jun 30, 2027"],
        );
        owed.on_the_last_day().await?;
        says(
            &owed.days_to_come().await?,
            &["Apr 30, 2027 · May 31, 2027 · Jun 30, 2027"],
        );
        owed.save_schedule().await?;
        assert!(
            owed.page_says("Every month, on the last day of the month")
                .await?
        );
        owed.reload().await?;
        owed.checked().await
    })
    .await
}

#[tokio::test]
async fn a_recipient_of_any_letters_stays_in_the_draft_and_why_there_is_no_code_is_said() -> Outcome
{
    journey("everyday-mail", async |browser| {
        let owed = Owed(browser);
        owed.begin("Mail").await?;
        owed.open_settings().await?;
        owed.type_link("https://pay.example/{number}").await?;
        owed.save_settings().await?;
        owed.fill_invoice(&Invoice::of("Müller", "2025-01-10", "100"))
            .await?;
        says(
            &Editor(browser).remarks().await?,
            &["There will be no payment code: your bank details have no IBAN."],
        );
        owed.open_settings().await?;
        owed.type_account("DE89370400440532013000").await?;
        owed.save_settings().await?;
        owed.fill_invoice(&Invoice::of("Müller", "2025-01-10", "9999999999"))
            .await?;
        says(
            &Editor(browser).remarks().await?,
            &[
                "There will be no payment code",
                "the amount is outside the range",
            ],
        );
        owed.issue_now().await?;
        let told = owed.refused_address("Müller").await?;
        says(&told, &["“Müller” is not an e-mail address"]);
        let folder = owed.folder("sent")?;
        let to = "\"Müller, Anna\" <info@müller.example>, büro@linden.example";
        let draft = owed.send_by_mail(&folder, to).await?;
        let text = std::fs::read_to_string(&draft)?;
        says(
            &text,
            &[
                "To: =?UTF-8?B?TcO8bGxlciwgQW5uYQ==?=",
                "<info@xn--mller-kva.example>",
                "büro@linden.example",
            ],
        );
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_saved_filter_is_in_the_backup_and_comes_back_with_it() -> Outcome {
    journey("everyday-filter", async |browser| {
        let owed = Owed(browser);
        owed.begin("Filters").await?;
        owed.issue(&Invoice::of("Linden", "2025-01-10", "100"))
            .await?;
        owed.open_invoices().await?;
        owed.filter("linden").await?;
        owed.save_filter("Lindens").await?;
        owed.open_backup().await?;
        let (file, _) = owed.backup_text(&owed.folder("saved")?).await?;
        owed.open_invoices().await?;
        owed.remove_filter("Lindens").await?;
        owed.open_backup().await?;
        owed.restore(&file, &["2025-0001", ""]).await?;
        owed.open_invoices().await?;
        owed.show_filter("Lindens").await?;
        assert_eq!(owed.filter_text().await?, "linden");
        Ok(())
    })
    .await
}
