//! The model of the app's pages: what a person does there and what they see. All accessible names
//! of the app stand in this file and the folder of its name, and no other names a button, a field
//! or a heading.

pub mod bank;
pub mod books;
pub mod customers;
pub mod day;
pub mod editor;
pub mod everyday;
pub mod figures;
pub mod files;
pub mod imports;
pub mod invoices;
pub mod keys;
pub mod lists;
pub mod offers;
pub mod payments;
pub mod reconcile;
pub mod recurring;
pub mod reminders;
pub mod tables;
pub mod terms;
pub mod tour;

pub use customers::Told;
pub use invoices::Invoice;

use files::{files_in, files_in_ending};
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;
use xtask::browser::{Browser, Which};
use xtask::step::{Failure, Outcome};

/// The app in a browser.
#[derive(Clone, Copy)]
pub struct Owed<'b>(pub &'b Browser);

impl Owed<'_> {
    /// A folder for files of this journey; it goes with the browser.
    pub fn folder(&self, name: &str) -> Outcome<PathBuf> {
        let folder = self.0.profile().with_file_name("files").join(name);
        fs::create_dir_all(&folder)?;
        Ok(folder)
    }

    /// Begins a book in euros, without a tax.
    pub async fn begin(&self, name: &str) -> Outcome {
        self.begin_in(name, "Germany").await
    }

    pub async fn begin_in(&self, name: &str, country: &str) -> Outcome {
        self.0.open("/").await?;
        self.0.find(Which::Label("Your name or business")).await?;
        self.put("Your name or business", name).await?;
        self.0.choose("Country", country).await?;
        self.0.click("button", "Start").await?;
        // The business and two number series, in one entry.
        self.wait_entries("the book", 1).await
    }

    /// Waits until a book is open.
    pub async fn ready(&self) -> Outcome {
        self.0.find(Which::Css(".trust")).await?;
        // The page itself may be of a part that comes later.
        self.0.find(Which::Css("main h1")).await.map(drop)
    }

    pub async fn reload(&self) -> Outcome {
        self.0.reload().await?;
        self.ready().await
    }

    /// Waits until the whole book was checked, or cannot be relied on anyway.
    pub async fn checked(&self) -> Outcome {
        self.0
            .wait_until("the book is checked", async || {
                let trust = self.trust().await?;
                Ok(trust["mode"] == "read-only" || trust["check"] != "running")
            })
            .await
    }

    /// How many entries the page shows the book to have.
    pub async fn entries(&self) -> Outcome<u64> {
        let entries = self.trust().await?["entries"].as_str().map(str::parse);
        match entries {
            Some(Ok(entries)) => Ok(entries),
            _ => Err(Failure::new("no book is open")),
        }
    }

    async fn trust(&self) -> Outcome<Value> {
        let body = "return { ...document.querySelector('.trust')?.dataset }";
        self.0.script(body, vec![]).await
    }

    pub async fn wait_entries(&self, what: &str, least: u64) -> Outcome {
        self.0
            .wait_until(&format!("{what} is saved"), async || {
                Ok(self.entries().await? >= least)
            })
            .await
    }

    /// Does something that saves, and waits until it is saved.
    async fn saving(&self, what: &str, act: impl AsyncFnOnce() -> Outcome) -> Outcome {
        let before = self.entries().await?;
        act().await?;
        let saved = self.wait_entries(what, before + 1).await;
        match saved {
            Ok(()) => Ok(()),
            Err(failure) => {
                let said = self.alert().await?.unwrap_or_default();
                Err(Failure::new(format!("{failure}; the page says '{said}'")))
            }
        }
    }

    /// Everything that the first page says, of whatever kind it is.
    pub async fn first_page(&self) -> Outcome<String> {
        self.0.find(Which::Css("main h1")).await?;
        self.page_text().await
    }

    pub async fn page_text(&self) -> Outcome<String> {
        let text = self
            .0
            .script("return document.body.innerText", vec![])
            .await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// Whether the first page welcomes a new user, and offers to bring a book.
    pub async fn is_at_start(&self) -> Outcome<bool> {
        let page = self.first_page().await?;
        Ok(page.contains("Your name or business") && page.contains("used Owed before"))
    }

    pub async fn page_says(&self, text: &str) -> Outcome<bool> {
        Ok(self.page_text().await?.contains(text))
    }

    /// Why the book is open to read only, where it is.
    pub async fn read_only(&self) -> Outcome<Option<String>> {
        let alerts = self.alerts().await?;
        Ok(alerts
            .into_iter()
            .find(|text| text.starts_with("Read only.")))
    }

    /// Whether a new invoice is offered.
    pub async fn can_write(&self) -> Outcome<bool> {
        self.to("/invoices", "Invoices").await?;
        let offered = self.0.all(Which::Role("link", "New invoice")).await?;
        let mut can = false;
        for link in offered {
            can |= link.attr("href").await?.is_some();
        }
        Ok(can)
    }

    /// What is told at once: what went wrong.
    async fn alerts(&self) -> Outcome<Vec<String>> {
        let texts = self
            .0
            .script(
                "return [...document.querySelectorAll('[role=alert], [role=alertdialog]')].map((one) => one.innerText)",
                vec![],
            )
            .await?;
        let texts = texts.as_array().cloned().unwrap_or_default();
        Ok(texts
            .iter()
            .filter_map(|text| text.as_str().map(str::to_owned))
            .collect())
    }

    async fn alert(&self) -> Outcome<Option<String>> {
        Ok(self.alerts().await?.into_iter().next())
    }

    /// Follows a link to a route and waits for its heading.
    async fn to(&self, route: &str, heading: &str) -> Outcome {
        self.0.goto(route).await?;
        self.0.heading(heading).await.map(drop)
    }

    /// Puts a text into a field at once: what no keyboard types as well.
    async fn put(&self, label: &str, text: &str) -> Outcome {
        let field = self.0.find(Which::Label(label)).await?;
        let arguments = vec![field.to_json()?, json!(text)];
        let body = "
            const [field, text] = arguments;
            field.focus();
            field.value = text;
            field.dispatchEvent(new Event('input', { bubbles: true }));
            field.dispatchEvent(new Event('change', { bubbles: true }));";
        self.0.script(body, arguments).await.map(drop)
    }

    async fn value(&self, label: &str) -> Outcome<String> {
        let field = self.0.find(Which::Label(label)).await?;
        Ok(field.prop("value").await?.unwrap_or_default())
    }

    /// Types into the finder, that is open.
    pub async fn find_place(&self, text: &str) -> Outcome {
        self.0.fill("Page, customer or invoice number", text).await
    }
}
