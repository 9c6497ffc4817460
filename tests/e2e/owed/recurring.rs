//! Recurring schedules, as a person keeps them.

use super::Owed;
use serde_json::{Value, json};
use xtask::browser::Which;
use xtask::step::Outcome;

/// A monthly schedule of one line.
pub struct Monthly<'a> {
    pub customer: &'a str,
    pub first: &'a str,
    pub description: &'a str,
    pub price: &'a str,
    pub mode: &'a str,
    pub service: &'a str,
}

/// For each page before it starts: the clock goes on from noon of a day that stands in the local
/// storage, where one does.
pub const DAY: &str = "
    const Real = Date;
    let day = null;
    try { day = localStorage.day; } catch {}
    if (day) {
      const ahead = Real.parse(`${day}T12:00:00Z`) - Real.now();
      globalThis.Date = class extends Real {
        constructor(...given) { super(...(given.length ? given : [Real.now() + ahead])); }
        static now() { return Real.now() + ahead; }
      };
    }";

impl Owed<'_> {
    /// It is this day from the next page on; [`DAY`] must be there.
    pub async fn set_day(&self, day: &str) -> Outcome {
        self.0
            .script("localStorage.day = arguments[0]", vec![json!(day)])
            .await
            .map(drop)
    }

    /// Another day, another opening.
    pub async fn open_on(&self, day: &str) -> Outcome {
        self.set_day(day).await?;
        self.reload().await?;
        self.checked().await
    }

    pub async fn fill_schedule(&self, monthly: &Monthly<'_>) -> Outcome {
        self.to("/recurring/new", "New recurring invoice").await?;
        for (label, text) in [
            ("First day", monthly.first),
            ("Customer", monthly.customer),
            ("Description, line 1", monthly.description),
            ("Unit price, line 1", monthly.price),
        ] {
            self.0.fill(label, text).await?;
        }
        self.0.choose("What it creates", monthly.mode).await?;
        self.0.choose("Service", monthly.service).await
    }

    /// Saves what stands in the form.
    pub async fn save_schedule(&self) -> Outcome {
        self.saving("the schedule", async || {
            self.0.click("button", "Save recurring invoice").await
        })
        .await?;
        self.0.heading("Recurring invoice").await.map(drop)
    }

    /// The page of the only schedule.
    pub async fn open_schedule(&self) -> Outcome {
        self.to("/recurring", "Recurring").await?;
        let link = Which::Css("main table [data-label=Customer] a");
        self.0.click_at(link).await?;
        self.0.heading("Recurring invoice").await.map(drop)
    }

    /// The days that Today asks about, with what each would come to.
    pub async fn due(&self) -> Outcome<Vec<(String, String)>> {
        self.to("/", "Today").await?;
        let body = "return [...document.querySelectorAll('main [data-due]')].map((one) =>
            [one.dataset.due, one.querySelector('[data-figure=due]').dataset.value])";
        let rows = self.0.script(body, vec![]).await?;
        let text = |row: &Value, at: usize| row[at].as_str().unwrap_or_default().to_owned();
        let rows = rows.as_array().cloned().unwrap_or_default();
        Ok(rows
            .iter()
            .map(|row| (text(row, 0), text(row, 1)))
            .collect())
    }

    /// Makes all that are chosen in the open list.
    pub async fn make_due(&self, count: usize) -> Outcome {
        self.saving("what was due", async || {
            self.0.click("button", &format!("Create {count}")).await
        })
        .await
    }

    /// Takes a day out of the choice, or into it.
    pub async fn choose_due(&self, day: &str) -> Outcome {
        let check = format!("main [data-due='{day}'] input");
        let check = self.0.find(Which::Css(&check)).await?;
        self.0.click_on(&check).await
    }

    /// Skips all that are chosen in the open list.
    pub async fn skip_due(&self, reason: &str) -> Outcome {
        self.0.click("button", "Skip").await?;
        self.0.fill("Reason", reason).await?;
        self.saving("the skipping", async || {
            self.0.click("button", "Skip them").await
        })
        .await?;
        self.0.gone(Which::Css("dialog")).await
    }

    /// Waits until the open page of a schedule says so many rows of what it made, and gives back
    /// what became of each, the newest day first.
    pub async fn wait_made(&self, count: usize) -> Outcome<Vec<String>> {
        let selector = "section[aria-labelledby=made] td[data-label='What happened to it']";
        self.0
            .wait_until(&format!("{count} made"), async || {
                Ok(self.texts(selector).await?.len() == count)
            })
            .await?;
        self.texts(selector).await
    }

    /// Opens a document from the page that names it.
    pub async fn open_named(&self, number: &str) -> Outcome {
        self.0.click("link", number).await?;
        self.0.heading(&format!("Invoice {number}")).await.map(drop)
    }
}
