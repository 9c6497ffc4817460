//! Reminders, as a person sends them.

use std::path::{Path, PathBuf};

use super::Owed;
use xtask::browser::Which;
use xtask::step::Outcome;

impl Owed<'_> {
    pub async fn open_reminders(&self) -> Outcome {
        self.to("/reminders", "Reminders").await
    }

    /// The customers that the open list proposes to remind, with the sum of each letter.
    pub async fn proposed(&self) -> Outcome<Vec<(String, String)>> {
        let names = self
            .texts("section[aria-labelledby=to-send] td[data-label=Customer] label")
            .await?;
        let sums = self
            .texts("section[aria-labelledby=to-send] [data-figure=reminder]")
            .await?;
        Ok(names.into_iter().zip(sums).collect())
    }

    /// What the proposed letters say of their invoices.
    pub async fn reminded_of(&self) -> Outcome<Vec<String>> {
        self.texts("section[aria-labelledby=to-send] td[data-label=Invoices] li")
            .await
    }

    /// Customers and reasons of what waits.
    pub async fn held_back(&self) -> Outcome<Vec<String>> {
        self.texts("section[aria-labelledby=waiting] td[data-label=Reason]")
            .await
    }

    /// Whether the page has a section of this title.
    pub async fn has_section(&self, title: &str) -> Outcome<bool> {
        Ok(!self.0.all(Which::Role("heading", title)).await?.is_empty())
    }

    /// Creates the letters that are proposed.
    pub async fn create_letters(&self, count: usize) -> Outcome {
        let verb = match count {
            1 => "Create 1 letter".to_owned(),
            count => format!("Create {count} letters"),
        };
        self.saving("the letters", async || self.0.click("button", &verb).await)
            .await
    }

    /// Opens the only letter that is not sent yet.
    pub async fn open_letter(&self, customer: &str) -> Outcome {
        self.open_reminders().await?;
        let link = Which::Css(
            "section[aria-labelledby=unsent] tbody tr:first-child td[data-label=Customer] a",
        );
        self.0.click_at(link).await?;
        self.0
            .heading(&format!("Reminder to {customer}"))
            .await
            .map(drop)
    }

    /// Records the open letter as sent by e-mail.
    pub async fn record_sent(&self) -> Outcome {
        self.0.click("button", "Mark as sent…").await?;
        self.0.choose("How", "E-mail").await?;
        self.saving("that it was sent", async || {
            self.0.click("button", "Record as sent").await
        })
        .await?;
        self.0.gone(Which::Css("dialog")).await
    }

    /// The open letter as a PDF.
    pub async fn letter_pdf(&self, folder: &Path) -> Outcome<PathBuf> {
        self.download_pdf(folder).await
    }

    /// The open letter as the draft of an e-mail.
    pub async fn letter_mail(&self, folder: &Path, to: &str) -> Outcome<PathBuf> {
        self.0.click("button", "Write e-mail…").await?;
        self.0.fill("To", to).await?;
        let draft = self
            .saved_file(folder, "eml", "Download e-mail draft")
            .await?;
        self.saving("that it is sent", async || {
            self.0.click("button", "I have sent it").await
        })
        .await?;
        self.0.gone(Which::Css("dialog")).await?;
        Ok(draft)
    }

    async fn record_with(&self, open: &str, fields: &[(&str, &str)], save: &str) -> Outcome {
        self.0.click("button", open).await?;
        for (label, text) in fields {
            self.0.fill(label, text).await?;
        }
        self.saving(save, async || self.0.click("button", save).await)
            .await?;
        self.0.gone(Which::Css("dialog")).await
    }

    /// On the open page of a customer.
    pub async fn record_promise(&self, amount: &str, by: &str) -> Outcome {
        let fields = [
            ("Amount promised", amount),
            ("Pays by", by),
            ("Days of grace", "0"),
        ];
        self.record_with("Record a promise…", &fields, "Save promise")
            .await
    }

    /// What a promise is refused for.
    pub async fn refused_promise(&self, amount: &str, by: &str) -> Outcome<String> {
        self.0.click("button", "Record a promise…").await?;
        for (label, text) in [("Amount promised", amount), ("Pays by", by)] {
            self.0.fill(label, text).await?;
        }
        self.0.click("button", "Save promise").await?;
        let text = self
            .0
            .wait_for("the refusal", async || self.alert().await)
            .await?;
        self.0.click("button", "Cancel").await?;
        self.0.gone(Which::Css("dialog")).await?;
        Ok(text)
    }

    pub async fn record_dispute(&self, amount: &str) -> Outcome {
        let fields = [("Disputed amount", amount)];
        self.record_with("Record a dispute…", &fields, "Save dispute")
            .await
    }

    pub async fn end_dispute(&self, outcome: &str) -> Outcome {
        self.0
            .click_at(Which::Css(".standing li:last-child button"))
            .await?;
        self.0.choose("How did the dispute end?", outcome).await?;
        self.saving("the end of the dispute", async || {
            self.0.click("button", "End dispute").await
        })
        .await?;
        self.0.gone(Which::Css("dialog")).await
    }

    pub async fn put_on_hold(&self, until: &str) -> Outcome {
        let fields = [("Until (empty: until you end it)", until)];
        self.record_with("Put on hold…", &fields, "Put on hold")
            .await
    }

    pub async fn log_call(&self, note: &str) -> Outcome {
        self.0.click("button", "Log a call or note…").await?;
        let field = self.0.find(Which::Css("dialog textarea")).await?;
        self.0.type_over(&field, note).await?;
        self.saving("the call", async || {
            self.0.click("button", "Save entry").await
        })
        .await?;
        self.0.gone(Which::Css("dialog")).await
    }

    /// The lines of what was recorded of the open customer.
    pub async fn collected(&self) -> Outcome<Vec<String>> {
        self.texts("section[aria-labelledby=collecting] .history li")
            .await
    }

    /// Sets the days of a stage of the schedule, and saves it.
    pub async fn set_stage_days(&self, stage: usize, days: &str) -> Outcome {
        self.to("/reminders/schedule", "Reminder schedule").await?;
        self.0.fill(&format!("Days, Stage {stage}"), days).await
    }

    /// The days of a stage, as the form has them.
    pub async fn stage_days(&self, stage: usize) -> Outcome<String> {
        self.value(&format!("Days, Stage {stage}")).await
    }

    pub async fn refused_schedule(&self) -> Outcome {
        self.0.click("button", "Save schedule").await?;
        self.0
            .wait_until("that the days must rise", async || {
                self.page_says("The days must rise from stage to stage")
                    .await
            })
            .await
    }

    pub async fn save_reminder_schedule(&self) -> Outcome {
        self.saving("the schedule", async || {
            self.0.click("button", "Save schedule").await
        })
        .await
    }
}
