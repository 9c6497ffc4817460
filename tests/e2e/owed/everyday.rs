//! Drafts that keep their day, payments that are asked about, the day that turns, and a person who
//! is forgotten.

use super::Owed;
use serde_json::json;
use std::path::{Path, PathBuf};
use xtask::browser::Which;
use xtask::step::Outcome;

/// The page's clock can be set while the page is open, to noon of a day in UTC, and what waits
/// for longer than a minute waits until [`Owed::midnight`].
pub const TURNING: &str = "
    const Real = Date;
    let ahead = 0;
    window.turnTo = (day) => { ahead = Real.parse(`${day}T12:00:00Z`) - Real.now(); };
    try { if (localStorage.day) window.turnTo(localStorage.day); } catch {}
    globalThis.Date = class extends Real {
      constructor(...given) { super(...(given.length ? given : [Real.now() + ahead])); }
      static now() { return Real.now() + ahead; }
    };
    const wait = window.setTimeout.bind(window);
    window.setTimeout = (what, ms, ...given) => {
      if (!(ms > 60000)) return wait(what, ms, ...given);
      window.atMidnight = what;
      return 0;
    };";

// The day.
impl Owed<'_> {
    /// From now on it is this day; the page is not told.
    pub async fn turn_to(&self, day: &str) -> Outcome {
        let body = "localStorage.day = arguments[0]; window.turnTo(arguments[0]);";
        self.0.script(body, vec![json!(day)]).await.map(drop)
    }

    /// What the page waits for until the day ends, happens.
    pub async fn midnight(&self) -> Outcome {
        self.0.script("window.atMidnight()", vec![]).await.map(drop)
    }

    /// The page was out of sight, and is seen again.
    pub async fn seen_again(&self) -> Outcome {
        let body = "document.dispatchEvent(new Event('visibilitychange'))";
        self.0.script(body, vec![]).await.map(drop)
    }

    /// What is typed as the description of the invoice that is written.
    pub async fn typed_description(&self) -> Outcome<String> {
        self.value("Description, line 1").await
    }

    pub async fn type_description(&self, text: &str) -> Outcome {
        self.0.fill("Description, line 1", text).await
    }
}

// Drafts.
impl Owed<'_> {
    /// Opens the form of the only draft in the list.
    pub async fn edit_draft(&self) -> Outcome {
        self.open_invoices().await?;
        self.0.click("link", "Invoice draft").await?;
        self.0.click("link", "Edit and issue").await?;
        self.0.find(Which::Label("Date")).await.map(drop)
    }

    pub async fn draft_day(&self) -> Outcome<String> {
        self.value("Date").await
    }

    /// Presses "Issue invoice", and gives back what is asked about the day of the draft.
    pub async fn asked_of_day(&self) -> Outcome<String> {
        self.0.click("button", "Issue invoice").await?;
        let list = self.0.find(Which::Test("kept-day")).await?;
        Ok(list.text().await?)
    }

    /// Answers it, and gives back the number.
    pub async fn answer_day(&self, button: &str) -> Outcome<String> {
        self.saving("the invoice", async || self.0.click("button", button).await)
            .await?;
        self.issued_number().await
    }
}

// Payments.
impl Owed<'_> {
    /// Begins a payment of the invoice that is open.
    pub async fn pay_this(&self) -> Outcome {
        self.0.click("link", "Record payment").await?;
        self.0.heading("Record payment").await.map(drop)
    }

    pub async fn type_payment(&self, label: &str, text: &str) -> Outcome {
        self.0.fill(label, text).await
    }

    /// What is not put against this invoice any more.
    pub async fn take_out(&self, number: &str) -> Outcome {
        self.0.click("button", &format!("Remove {number}")).await?;
        self.0.gone(Which::Test("gone")).await
    }

    /// Says that it is another payment than the one that is known, and records it.
    pub async fn record_another(&self) -> Outcome {
        let check = Which::Label("This is a different payment. Record it as well.");
        let check = self.0.find(check).await?;
        self.0.click_on(&check).await?;
        self.record_payment_now().await
    }
}

// Schedules.
impl Owed<'_> {
    pub async fn on_the_last_day(&self) -> Outcome {
        self.0
            .choose("Day of the month", "On the last day of the month")
            .await
    }

    /// The days that are shown before the schedule is saved.
    pub async fn days_to_come(&self) -> Outcome<String> {
        let days = self.0.find(Which::Test("next-days")).await?;
        Ok(days.text().await?)
    }
}

// A person.
impl Owed<'_> {
    /// Asks to erase the customer that is open, with documents kept that were issued since a day,
    /// and gives back what is said to stay.
    pub async fn ask_to_erase(&self, since: Option<&str>) -> Outcome<String> {
        if self.0.all(Which::Css("dialog")).await?.is_empty() {
            self.0.click("button", "Erase this customer…").await?;
        }
        if let Some(since) = since {
            let label = "Documents issued since this day keep the details";
            self.0.fill(label, since).await?;
        }
        let stays = self.0.find(Which::Test("erase-kept")).await?;
        Ok(stays.text().await?)
    }

    pub async fn erase_for_good(&self) -> Outcome {
        self.saving("the erasure", async || {
            self.0.click("button", "Erase").await
        })
        .await?;
        self.0.heading("Erased customer").await.map(drop)
    }
}

// E-mails.
impl Owed<'_> {
    /// What is said of an address for which no draft is made.
    pub async fn refused_address(&self, to: &str) -> Outcome<String> {
        self.0.click("button", "Send").await?;
        self.0.fill("To", to).await?;
        self.0.click("button", "Download e-mail draft").await?;
        let told = self.said_below("To").await?;
        self.0.click("button", "Cancel").await?;
        Ok(told)
    }

    /// A backup with all that is in it, as text.
    pub async fn backup_text(&self, folder: &Path) -> Outcome<(PathBuf, String)> {
        let file = self.backup_into(folder).await?;
        let text = std::fs::read_to_string(&file)?;
        Ok((file, text))
    }
}
