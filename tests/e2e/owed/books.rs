//! Restores that are asked again, and the list of books.

use super::Owed;
use serde_json::{Value, json};
use std::path::Path;
use xtask::browser::Which;
use xtask::step::{Failure, Outcome};

/// What became of a restore that was confirmed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Confirmed {
    Restored,
    /// Something was saved since the comparison: a new one is shown.
    AskedAnew,
}

/// What the page shows while it is not known yet what became of a restore.
const STATE: &str = "
    const told = [...document.querySelectorAll('[role=alert]')].map((one) => one.innerText).join(' ');
    if (document.querySelector('form.plan[data-old]')) return 'busy';
    if (document.querySelector('form.plan')) return told.includes('since the comparison') ? 'anew' : 'plan';
    if (document.querySelector('main .progress') || !document.querySelector('.trust')) return 'busy';
    return document.querySelector('main h1')?.innerText === 'Backup' ? 'busy' : 'restored';";

impl Owed<'_> {
    /// Confirms the plan that is shown, with what is offered in it.
    pub async fn confirm_restore(&self) -> Outcome<Confirmed> {
        // The plan that is confirmed goes; one that is asked anew is another form.
        let mark = "document.querySelector('form.plan').dataset.old = 'yes'";
        self.0.script(mark, vec![]).await?;
        self.press_restore().await?;
        self.0
            .wait_for("what became of the restore", async || {
                let state = self.0.script(STATE, vec![]).await?;
                Ok(match state.as_str() {
                    Some("restored") => Some(Confirmed::Restored),
                    Some("anew") => Some(Confirmed::AskedAnew),
                    _ => None,
                })
            })
            .await
    }

    async fn press_restore(&self) -> Outcome {
        let submit = Which::Css("form.plan button[type=submit]");
        let submit = self.0.find(submit).await?;
        self.0.click_on(&submit).await
    }

    /// How many documents the plan says are only here, and gone after it.
    pub async fn told_lost(&self) -> Outcome<usize> {
        let Some(text) = self.difference("lost").await? else {
            return Ok(0);
        };
        let before = text.split(" document").next().unwrap_or_default();
        let digits: String = before
            .chars()
            .rev()
            .take_while(|letter| letter.is_ascii_digit() || *letter == ',')
            .filter(char::is_ascii_digit)
            .collect();
        let digits: String = digits.chars().rev().collect();
        Ok(digits.parse().unwrap_or(0))
    }

    /// What both the file and this device have, and not the same.
    pub async fn told_changed(&self) -> Outcome<Option<String>> {
        self.difference("changed").await
    }

    /// Makes this tab issue invoices of 10, one after the other, from `go` to `stop` on the
    /// channel `e2e`, whatever happens to the book under it. What was acknowledged stands in the
    /// local storage, for every tab to read.
    pub async fn keep_issuing(&self, customer: &str) -> Outcome {
        let body = include_str!("keep_issuing.js");
        self.0.script(body, vec![customer.into()]).await.map(drop)
    }

    pub async fn signal(&self, what: &str) -> Outcome {
        let body = "new BroadcastChannel('e2e').postMessage(arguments[0])";
        self.0.script(body, vec![what.into()]).await.map(drop)
    }

    /// The numbers that the tab that keeps issuing was given.
    pub async fn acknowledged(&self) -> Outcome<Vec<String>> {
        let body = "return JSON.parse(localStorage.getItem('e2e-acked') ?? '[]')";
        let numbers = self.0.script(body, vec![]).await?;
        let numbers = numbers.as_array().cloned().unwrap_or_default();
        let texts = numbers.iter().filter_map(Value::as_str);
        Ok(texts.map(str::to_owned).collect())
    }

    /// Stops the tab that keeps issuing, and waits until it did.
    pub async fn stop_issuing(&self) -> Outcome {
        self.signal("stop").await?;
        self.0
            .wait_until("the other tab rests", async || {
                let body = "return localStorage.getItem('e2e-busy') !== 'yes'";
                Ok(self.0.script(body, vec![]).await? == json!(true))
            })
            .await
    }

    /// The list of books: what stands at each, by its name.
    pub async fn list_books(&self) -> Outcome<Vec<String>> {
        self.to("/books", "Books on this device").await?;
        self.0.find(Which::Test("books")).await?;
        self.texts("[data-test=books] li").await
    }

    /// Opens a book of the list.
    pub async fn open_book(&self, name: &str) -> Outcome {
        self.list_books().await?;
        self.0.click("button", &format!("Open {name}")).await?;
        self.ready().await?;
        self.checked().await
    }

    /// Begins one more book beside the open one.
    pub async fn begin_beside(&self, name: &str) -> Outcome {
        self.list_books().await?;
        self.0.click("button", "Start another book").await?;
        self.0.find(Which::Label("Your name or business")).await?;
        self.put("Your name or business", name).await?;
        self.0.click("button", "Start").await?;
        self.wait_entries("the book", 1).await
    }

    /// Asks for a book to be deleted: what is said before that.
    pub async fn ask_to_delete(&self, name: &str) -> Outcome<String> {
        self.0.click("button", &format!("Delete {name}…")).await?;
        self.0
            .find(Which::Css("dialog[open]"))
            .await?
            .text()
            .await
            .map_err(Failure::from)
    }

    pub async fn delete_for_good(&self) -> Outcome {
        self.0.click("button", "Delete permanently").await?;
        self.0.gone(Which::Css("dialog")).await
    }

    /// Presses Issue on a form that lacks something, and waits for what is told.
    pub async fn refuse_to_issue(&self) -> Outcome {
        self.0.click("button", "Issue invoice").await?;
        self.0.find(Which::Css("main [role=alert]")).await.map(drop)
    }

    /// The news that stand above the page.
    pub async fn close_news(&self, news: &str) -> Outcome {
        self.0
            .wait_until(news, async || self.page_says(news).await)
            .await?;
        self.0.click("button", "Close").await
    }

    /// Saves a backup where the page lets it, and says what is told of it.
    pub async fn backup_told(&self, folder: &Path) -> Outcome<(std::path::PathBuf, String)> {
        let file = self.backup_into(folder).await?;
        let told = self
            .0
            .wait_for("what became of the backup", async || {
                let told = self.page_text().await?;
                let line = told
                    .lines()
                    .find(|line| line.starts_with("Downloaded the backup"));
                Ok(line.map(str::to_owned))
            })
            .await?;
        Ok((file, told))
    }
}
