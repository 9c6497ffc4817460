//! Tables on the import page: what is asked of them, and what is odd in them.

use super::{Owed, files_in_ending};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use xtask::browser::Which;
use xtask::step::{Failure, Outcome};

/// How the questions about a table are answered. What is not answered must not be asked.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    /// The code of the currency.
    pub currency: Option<String>,
    /// Column of dates and order, as the page's fields name them: Issued, Dmy.
    pub orders: Vec<(String, String)>,
    pub sign: Option<String>,
    /// Kind of odd rows and what becomes of them: FarDate, LeaveOut.
    pub asked: Vec<(String, String)>,
    /// The day on which all was paid that is paid without one.
    pub paid: Option<String>,
}

/// What became of a table that was sent.
#[derive(Clone, Copy, PartialEq)]
enum Sent {
    Reported,
    /// Something is odd: it is shown, and nothing is taken yet.
    Checked,
}

/// Chooses an option by its value: true, or what there is.
const SET: &str = "
    const [css, value] = arguments;
    const list = document.querySelector(css);
    if (!list) return `${css} is not on the page`;
    const values = [...list.options].map((option) => option.value);
    if (!values.includes(value)) return `${css} offers ${values.slice(0, 12)}`;
    list.focus();
    list.value = value;
    list.dispatchEvent(new Event('input', { bubbles: true }));
    list.dispatchEvent(new Event('change', { bubbles: true }));
    return true;";

/// Chooses the first currency that is offered, where one is asked for.
const FIRST_CURRENCY: &str = "
    const list = document.querySelector('#f-csv-currency');
    if (list && list.value === '' && list.options[0]?.text === 'Choose…') {
        list.value = list.options[1].value;
        list.dispatchEvent(new Event('change', { bubbles: true }));
    }";

impl Owed<'_> {
    /// Imports a table, answering what is asked, and gives back what is told in the end.
    pub async fn import_table(&self, file: &Path, answers: &Answers) -> Outcome<String> {
        self.look_at_table(file).await?;
        if let Some(currency) = &answers.currency {
            self.set("#f-csv-currency", currency).await?;
        }
        for (field, order) in &answers.orders {
            self.set(&format!("#f-date-order-{field}"), order).await?;
        }
        if let Some(sign) = &answers.sign {
            self.set("#f-decimal-sign", sign).await?;
        }
        self.submit(file).await?;
        if self.sent(file).await? == Sent::Reported {
            return self.page_text().await;
        }
        for (odd, choice) in &answers.asked {
            self.set(&format!("#f-choice-{odd}"), choice).await?;
            self.rechecked(odd).await?;
        }
        if let Some(day) = &answers.paid {
            let radio = self.0.find(Which::Css("#f-paid-on")).await?;
            self.0.click_on(&radio).await?;
            self.rechecked("when it was paid").await?;
            self.0.fill("Paid on", day).await?;
            self.rechecked("the day of payment").await?;
        }
        self.submit(file).await?;
        match self.sent(file).await? {
            Sent::Reported => self.page_text().await,
            Sent::Checked => Err(Failure::new(format!(
                "{} is still asked about: {}",
                file.display(),
                self.page_text().await?
            ))),
        }
    }

    /// Sends a table of which something is odd, and gives back what is told of it. Nothing is
    /// taken.
    pub async fn check_table(&self, file: &Path) -> Outcome<String> {
        self.look_at_table(file).await?;
        self.answer_currency().await?;
        self.submit(file).await?;
        match self.sent(file).await? {
            Sent::Checked => self.page_text().await,
            Sent::Reported => Err(Failure::new(format!("{} was taken", file.display()))),
        }
    }

    /// What is told of a table that is shown as odd; `None` where none is.
    pub async fn checked_table(&self) -> Outcome<Option<String>> {
        let is_shown = !self.0.all(Which::Test("checked-table")).await?.is_empty();
        Ok(if is_shown {
            Some(self.page_text().await?)
        } else {
            None
        })
    }

    /// What is to become of a kind of odd rows.
    pub async fn choose_for(&self, odd: &str, choice: &str) -> Outcome {
        self.set(&format!("#f-choice-{odd}"), choice).await?;
        self.rechecked(odd).await
    }

    /// Imports what can be taken of the table that is shown as odd.
    pub async fn import_rest(&self, file: &Path) -> Outcome<String> {
        self.submit(file).await?;
        match self.sent(file).await? {
            Sent::Reported => self.page_text().await,
            Sent::Checked => Err(Failure::new(self.page_text().await?)),
        }
    }

    /// Saves the rows that were left out.
    pub async fn save_left_out(&self, folder: &Path) -> Outcome<PathBuf> {
        self.0.save_into(folder).await?;
        let before = files_in_ending(folder, "csv")?;
        let body = "
            const buttons = [...document.querySelectorAll('main button')];
            buttons.find((button) => /^Download the .* not imported$/.test(button.innerText)).click()";
        self.0.script(body, vec![]).await?;
        self.0
            .wait_for("the rows left out, as a file", async || {
                let files = files_in_ending(folder, "csv")?;
                Ok(files.into_iter().find(|file| !before.contains(file)))
            })
            .await
    }

    /// The first rows as the page says that they are read.
    pub async fn preview(&self) -> Outcome<String> {
        let preview = self.0.find(Which::Test("import-preview")).await?;
        Ok(preview.text().await?)
    }

    /// Names the row that has the names of the columns.
    pub async fn point_at_header(&self, line: u32) -> Outcome {
        self.set("#f-header-line", &line.to_string()).await
    }

    /// Answers which currency it is with the one that is offered first, where that is asked.
    pub async fn answer_currency(&self) -> Outcome {
        self.0.script(FIRST_CURRENCY, vec![]).await.map(drop)
    }

    async fn set(&self, css: &str, value: &str) -> Outcome {
        self.0.find(Which::Css(css)).await?;
        match self.0.script(SET, vec![json!(css), json!(value)]).await? {
            Value::Bool(true) => Ok(()),
            said => Err(Failure::new(format!("'{value}' cannot be chosen: {said}"))),
        }
    }

    /// Waits until the table was held against the book anew.
    async fn rechecked(&self, what: &str) -> Outcome {
        let body = "return document.querySelector('[data-test=checked-table]')?.dataset.busy";
        self.0
            .wait_until(
                &format!("the check after the answer to {what}"),
                async || Ok(self.0.script(body, vec![]).await?.as_str() == Some("false")),
            )
            .await
    }

    /// Presses Import, once it can be pressed.
    async fn submit(&self, file: &Path) -> Outcome {
        let can = self.0.soon(async || self.can_import().await).await;
        if can.is_err() || !self.can_import().await? {
            let said = self.page_text().await?;
            return Err(Failure::new(format!(
                "{} cannot be imported yet: {said}",
                file.display()
            )));
        }
        // What is sent is gone from the page as something comes of it.
        let mark = "document.querySelector('main form').dataset.sent = 'yes'";
        self.0.script(mark, vec![]).await?;
        let submit = Which::Css("main form button[type=submit]");
        let submit = self.0.find(submit).await?;
        self.0.click_on(&submit).await
    }

    async fn sent(&self, file: &Path) -> Outcome<Sent> {
        let body = "
            if (document.querySelector('[data-test=import-report]')) return 'reported';
            if (document.querySelector('main .progress')) return 'busy';
            if (document.querySelector('[role=alert]')) return 'alert';
            const table = document.querySelector('[data-test=checked-table]');
            return table && !table.dataset.sent ? 'checked' : 'busy';";
        self.0
            .wait_for(
                &format!("the report, the check or the refusal of {}", file.display()),
                async || {
                    let state = self.0.script(body, vec![]).await?;
                    Ok(match state.as_str() {
                        Some("reported") => Some(Ok(Sent::Reported)),
                        Some("checked") => Some(Ok(Sent::Checked)),
                        Some("alert") => Some(Err(Failure::new(self.page_text().await?))),
                        _ => None,
                    })
                },
            )
            .await?
    }

    /// What is owed and what is unapplied in each currency, as of a day: plain decimals.
    pub async fn owed_by_currency(&self, day: &str) -> Outcome<Vec<(String, String, String)>> {
        self.open_aging(day, None).await?;
        let body = "return [...document.querySelectorAll('main section.currency')].map((section) =>
            [section.dataset.currency, ...['outstanding', 'unapplied'].map((name) =>
                section.querySelector(`[data-figure=${name}]`)?.dataset.value ?? '0')])";
        let rows = self.0.script(body, vec![]).await?;
        let text = |row: &Value, place: usize| row[place].as_str().unwrap_or_default().to_owned();
        let rows = rows.as_array().cloned().unwrap_or_default();
        Ok(rows
            .iter()
            .map(|row| (text(row, 0), text(row, 1), text(row, 2)))
            .collect())
    }
}
