//! The day: what is waiting, and what the app asks for.

use super::{Invoice, Owed};
use serde_json::{Value, json};
use std::path::Path;
use xtask::browser::Which;
use xtask::step::Outcome;

impl Owed<'_> {
    /// The headings of the first page's parts, from above.
    pub async fn first_headings(&self) -> Outcome<Vec<String>> {
        self.first_page().await?;
        self.texts("main h2").await
    }

    pub(super) async fn texts(&self, selector: &str) -> Outcome<Vec<String>> {
        let body =
            "return [...document.querySelectorAll(arguments[0])].map((one) => one.innerText)";
        let texts = self.0.script(body, vec![json!(selector)]).await?;
        let texts = texts.as_array().cloned().unwrap_or_default();
        let texts = texts.iter().filter_map(Value::as_str);
        Ok(texts.map(str::to_owned).collect())
    }

    /// A day from today on, where the browser is.
    pub async fn day(&self, from_today: i32) -> Outcome<String> {
        let body = "
            const day = new Date();
            day.setDate(day.getDate() + arguments[0]);
            const two = (number) => String(number).padStart(2, '0');
            return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;";
        let day = self.0.script(body, vec![json!(from_today)]).await?;
        Ok(day.as_str().unwrap_or_default().to_owned())
    }

    pub async fn save_draft(&self, draft: &Invoice, delivered: &str) -> Outcome {
        self.fill_invoice(draft).await?;
        self.0.fill("Delivered on", delivered).await?;
        self.saving("the draft", async || {
            self.0.click("button", "Save draft").await
        })
        .await?;
        self.0.gone(Which::Role("heading", "New invoice")).await
    }

    /// What was done last, the last first.
    pub async fn activity(&self) -> Outcome<Vec<String>> {
        self.0.find(Which::Css("#activity")).await?;
        self.texts("section[aria-labelledby=activity] li").await
    }

    /// Follows a figure of the open page to what it is made of.
    pub async fn follow_figure(&self, name: &str) -> Outcome {
        let link = format!("main a:has([data-figure='{name}'])");
        self.0.click_at(Which::Css(&link)).await
    }

    /// Opens the oldest draft of delivered work.
    pub async fn open_delivered(&self) -> Outcome {
        let link = Which::Css("section[aria-labelledby=unbilled] a");
        self.0.click_at(link).await
    }

    /// What stands where something is marked so for tests; empty where nothing is.
    pub async fn marked(&self, test: &str) -> Outcome<String> {
        let texts = self.texts(&format!("[data-test={test}]")).await?;
        Ok(texts.join(" "))
    }

    /// What is said of whether the book is saved, always in sight.
    pub async fn saved_words(&self) -> Outcome<String> {
        Ok(self.texts(".trust b").await?.join(" "))
    }

    /// What is said of the last backup, always in sight.
    pub async fn backup_words(&self) -> Outcome<String> {
        Ok(self.texts(".trust a").await?.join(" "))
    }

    /// Waits for what the backup page says of how the browser keeps the book.
    pub async fn wait_kept(&self, text: &str) -> Outcome {
        self.0
            .wait_until(text, async || {
                let said = self.texts("[data-test=kept]").await?;
                Ok(said.first().is_some_and(|said| said.starts_with(text)))
            })
            .await
    }

    pub async fn ask_to_keep(&self) -> Outcome {
        self.0
            .click("button", "Ask the browser to keep my data")
            .await
    }

    pub async fn wait_alert(&self, text: &str) -> Outcome {
        self.0
            .wait_until(text, async || {
                Ok(self.alerts().await?.iter().any(|told| told.contains(text)))
            })
            .await
    }

    /// Presses the button of the backup page and gives back what it says.
    pub async fn try_to_back_up(&self) -> Outcome<String> {
        let before = self.texts("main .notice .title").await?;
        self.0.click("button", "Save a backup").await?;
        self.0
            .wait_for("what became of the backup", async || {
                let told = self.texts("main .notice .title").await?;
                Ok((told != before && !told.is_empty()).then(|| told.join(" ")))
            })
            .await
    }

    /// Whether the open page reminds of a backup.
    pub async fn reminded(&self) -> Outcome<bool> {
        Ok(!self.0.all(Which::Css("main .reminder")).await?.is_empty())
    }

    pub async fn remind_later(&self) -> Outcome {
        self.0.click("button", "Later").await?;
        self.0.gone(Which::Css("main .reminder")).await
    }

    pub async fn backup_from_reminder(&self, folder: &Path) -> Outcome {
        self.0.save_into(folder).await?;
        self.0.click("button", "Save a backup").await?;
        self.0.gone(Which::Css("main .reminder")).await
    }

    /// What a restore would take (`lost`) or bring (`brought`), where it would.
    pub async fn difference(&self, side: &str) -> Outcome<Option<String>> {
        let texts = self.texts(&format!("[data-test={side}]")).await?;
        Ok(texts.into_iter().next())
    }

    pub async fn begin_payment(&self, customer: &str, date: &str, amount: &str) -> Outcome {
        self.to("/payments/new", "Record payment").await?;
        for (label, text) in [("Customer", customer), ("Date", date), ("Amount", amount)] {
            self.0.fill(label, text).await?;
        }
        Ok(())
    }

    /// Gives each of these invoices its part of the payment.
    pub async fn split(&self, parts: &[(&str, &str)]) -> Outcome {
        let by_hand = self.0.find(Which::Label("Choose invoices")).await?;
        self.0.click_on(&by_hand).await?;
        for (number, amount) in parts {
            self.0.fill(&format!("Apply to {number}"), amount).await?;
        }
        Ok(())
    }

    pub async fn payment_effect(&self) -> Outcome<String> {
        self.0.find(Which::Test("payment-effect")).await?;
        Ok(self.texts("[data-test=payment-effect]").await?.join(" "))
    }

    /// The documents in the list with what is left of each.
    pub async fn balances(&self) -> Outcome<Vec<(String, String)>> {
        let numbers = self.numbers().await?;
        let values = self
            .0
            .script(
                "return [...document.querySelectorAll('main [data-figure=balance]')].map(({ dataset }) => dataset.value)",
                vec![],
            )
            .await?;
        let values = values.as_array().cloned().unwrap_or_default();
        let values = values
            .iter()
            .map(|value| value.as_str().unwrap_or_default().to_owned());
        Ok(numbers.into_iter().zip(values).collect())
    }

    pub async fn name_device(&self, name: &str) -> Outcome {
        self.to("/settings", "Settings").await?;
        self.0.fill("Device name", name).await?;
        self.0.click("button", "Save the name").await?;
        self.0
            .wait_until("the name is saved", async || {
                let button = self.0.role("button", "Save the name").await?;
                Ok(!button.is_enabled().await?)
            })
            .await
    }
}
