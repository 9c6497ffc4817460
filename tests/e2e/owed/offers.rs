//! Quotes, numbers and copies, as a person uses them.

use super::{Invoice, Owed, files_in_ending};
use std::fs;
use std::path::Path;
use xtask::browser::Which;
use xtask::step::{Failure, Outcome};

impl Owed<'_> {
    /// Issues a quote of what an invoice would say, and gives back its number.
    pub async fn quote(&self, offer: &Invoice, until: &str) -> Outcome<String> {
        self.to("/quotes/new", "New quote").await?;
        self.type_invoice(offer).await?;
        self.0.fill("Valid until", until).await?;
        self.saving("the quote", async || {
            self.0.click("button", "Issue quote").await
        })
        .await?;
        self.0
            .wait_for("the quote's own page", async || {
                let heading = self.texts("main h1").await?;
                let number = heading.first().and_then(|text| text.strip_prefix("Quote "));
                Ok(number.map(str::to_owned))
            })
            .await
    }

    /// What the open page says of its document's state.
    pub async fn state(&self) -> Outcome<String> {
        Ok(self.texts("main .bar .tag").await?.join(" "))
    }

    /// Records what the customer said of the open quote.
    pub async fn answer_quote(&self, answer: &str, day: &str, note: &str) -> Outcome {
        self.0.click("button", answer).await?;
        self.0.fill("Date", day).await?;
        self.0.fill("Note", note).await?;
        self.saving("the answer", async || {
            self.0.click("button", "Record").await
        })
        .await?;
        self.0.gone(Which::Css("dialog")).await
    }

    /// Makes a draft of the open quote, which opens in the editor.
    pub async fn invoice_of_quote(&self) -> Outcome {
        self.saving("the draft", async || {
            self.0.click("button", "Create invoice").await
        })
        .await?;
        self.0.heading("Invoice draft").await.map(drop)
    }

    /// The quotes in the list with their states.
    pub async fn quotes(&self) -> Outcome<Vec<(String, String)>> {
        self.to("/quotes", "Quotes").await?;
        let numbers = self.texts("main td[data-label=Number]").await?;
        let states = self.texts("main td[data-label=Status]").await?;
        Ok(numbers.into_iter().zip(states).collect())
    }

    /// Begins a copy of the document whose page is open.
    pub async fn copy_invoice(&self) -> Outcome {
        self.0.click("link", "Copy").await?;
        self.0.heading("New invoice").await.map(drop)
    }

    /// Every number of a run with what became of it; the newest run of the first series where
    /// none is chosen.
    pub async fn every_number(&self, run: Option<&str>) -> Outcome<Vec<(String, String)>> {
        self.to("/numbers", "Numbers").await?;
        if let Some(run) = run {
            self.0.choose("Series", run).await?;
            self.0
                .wait_until(&format!("the run {run}"), async || {
                    let chosen =
                        "return document.querySelector('main select').selectedOptions[0].text";
                    let text = self.0.script(chosen, vec![]).await?;
                    Ok(text == run && self.0.route().await?.contains("run="))
                })
                .await?;
        }
        let numbers = self.texts("main td[data-label=Number]").await?;
        let states = self
            .texts("main td[data-label='What happened to it']")
            .await?;
        Ok(numbers.into_iter().zip(states).collect())
    }

    /// Saves the open run as CSV and gives back its text.
    pub async fn numbers_csv(&self, folder: &Path) -> Outcome<String> {
        self.0.save_into(folder).await?;
        self.0.click("button", "Save as CSV").await?;
        let file = self
            .0
            .wait_for("the file", async || {
                Ok(files_in_ending(folder, "csv")?.pop())
            })
            .await?;
        fs::read_to_string(file).map_err(|error| Failure::new(error.to_string()))
    }

    /// Leaves numbers out by hand: the series' first number is raised before any was given.
    pub async fn first_number(&self, of: &str, number: &str) -> Outcome {
        self.to("/settings", "Settings").await?;
        self.0
            .fill(&format!("First number for {of}"), number)
            .await?;
        self.saving("the series", async || {
            self.0
                .click("button", &format!("Save series for {of}"))
                .await
        })
        .await
    }

    /// What stands below the pattern of a series.
    pub async fn pattern_hint(&self, of: &str, pattern: &str) -> Outcome<String> {
        self.to("/settings", "Settings").await?;
        self.0.fill(&format!("Pattern for {of}"), pattern).await?;
        let hints = self.texts(&format!("#f-pattern-{of}-hint")).await?;
        Ok(hints.join(" "))
    }
}
