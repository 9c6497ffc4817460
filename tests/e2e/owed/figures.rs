//! Figures of documents, and how documents and payments stand in the lists.

use super::Owed;
use serde_json::{Value, json};
use xtask::browser::Which;
use xtask::step::Outcome;

// Taxes and prices.
impl Owed<'_> {
    /// What is owed today, as the first page says; 0 where nothing is, and empty where the page
    /// does not say it.
    pub async fn outstanding(&self) -> Outcome<String> {
        self.to("/", "Today").await?;
        let body = "return document.querySelector('main [data-figure=outstanding]')?.dataset.value";
        let value = self.0.script(body, vec![]).await?;
        Ok(value.as_str().unwrap_or_default().to_owned())
    }

    /// A figure of the open page as a plain decimal; `None` where it is undefined.
    pub async fn figure(&self, name: &str) -> Outcome<Option<String>> {
        let element = self
            .0
            .find(Which::Css(&format!("main [data-figure='{name}']")))
            .await?;
        Ok(element.attr("data-value").await?)
    }

    /// The aging as of a day, with the figures of a period.
    pub async fn open_aging(&self, day: &str, period: Option<(&str, &str)>) -> Outcome {
        let period = period.map_or_else(String::new, |(from, to)| format!("&from={from}&to={to}"));
        self.to(&format!("/aging?as_of={day}{period}"), "Receivables")
            .await?;
        self.0
            .wait_until(&format!("the aging as of {day}"), async || {
                Ok(self.value("As of").await? == day)
            })
            .await
    }

    /// The buckets of the open aging with what is in them: amount and count.
    pub async fn buckets(&self) -> Outcome<Vec<(String, String, String)>> {
        let rows = self
            .0
            .script(
                "return [...document.querySelectorAll('main [data-figure=aging]')]
                   .map(({ dataset }) => [dataset.bucket, dataset.value, dataset.count])",
                vec![],
            )
            .await?;
        let text = |row: &Value, place: usize| row[place].as_str().unwrap_or_default().to_owned();
        let rows = rows.as_array().cloned().unwrap_or_default();
        Ok(rows
            .iter()
            .map(|row| (text(row, 0), text(row, 1), text(row, 2)))
            .collect())
    }

    /// The amounts by bucket as of a day; none where nothing was outstanding.
    pub async fn buckets_as_of(&self, day: &str) -> Outcome<Vec<(String, String)>> {
        self.open_aging(day, None).await?;
        let buckets = self.buckets().await?;
        Ok(buckets
            .into_iter()
            .map(|(bucket, amount, _)| (bucket, amount))
            .collect())
    }

    /// Adds taxes by hand, name and percent; the settings are open.
    pub async fn add_taxes(&self, taxes: &[(&str, &str)]) -> Outcome {
        for (place, (name, percent)) in (1..).zip(taxes) {
            self.0.click("button", "Add a tax").await?;
            self.0.fill(&format!("Name, tax {place}"), name).await?;
            self.0
                .fill(&format!("Percent, tax {place}"), percent)
                .await?;
        }
        Ok(())
    }

    /// Puts a line under one tax.
    pub async fn tax_nth_line(&self, line: usize, tax: &str) -> Outcome {
        self.0.choose(&format!("Tax, line {line}"), tax).await
    }

    pub async fn price_with_tax(&self) -> Outcome {
        self.0.choose("Prices", "Include tax").await
    }

    /// What the first discount of the document falls on.
    pub async fn discount_falls_on(&self, tax: &str) -> Outcome {
        self.0.choose("Tax, 1", tax).await
    }

    pub async fn discount_value(&self, value: &str) -> Outcome {
        self.0.fill("Amount or percent, 1", value).await
    }

    /// What is chosen there, in the words of the page.
    pub async fn discount_fell_on(&self) -> Outcome<String> {
        let field = self.0.find(Which::Label("Tax, 1")).await?;
        let body = "return arguments[0].selectedOptions[0].text";
        let chosen = self.0.script(body, vec![field.to_json()?]).await?;
        Ok(chosen.as_str().unwrap_or_default().to_owned())
    }

    /// All figures of a name on the open page, as plain decimals; none where it is not shown.
    pub async fn every_figure(&self, name: &str) -> Outcome<Vec<String>> {
        let body = "
            return [...document.querySelectorAll(`main [data-figure='${arguments[0]}']`)]
              .map(({ dataset }) => dataset.value)";
        let values = self.0.script(body, vec![json!(name)]).await?;
        let values = values.as_array().cloned().unwrap_or_default();
        let values = values.iter().filter_map(Value::as_str);
        Ok(values.map(str::to_owned).collect())
    }

    /// Waits until a figure of the open page is this.
    pub async fn wait_figure(&self, name: &str, value: &str) -> Outcome {
        self.0
            .wait_until(&format!("{name} is {value}"), async || {
                Ok(self.every_figure(name).await?.first().map(String::as_str) == Some(value))
            })
            .await
    }
}

// Lists.
impl Owed<'_> {
    /// The documents that one of the chips above the list shows.
    pub async fn numbers_of_chip(&self, chip: &str) -> Outcome<Vec<String>> {
        self.open_invoices().await?;
        self.0.click("link", chip).await?;
        self.0
            .wait_until(&format!("the list of {chip}"), async || {
                let body =
                    "return document.querySelector('main .chips [aria-current=true]')?.innerText";
                Ok(self.0.script(body, vec![]).await?.as_str() == Some(chip))
            })
            .await?;
        self.listed().await
    }

    /// Number, due day and status of each document in the list.
    pub async fn dues_and_statuses(&self) -> Outcome<Vec<[String; 3]>> {
        self.open_invoices().await?;
        let number = self.column("Number").await?;
        let due = self.column("Due").await?;
        let status = self.column("Status").await?;
        let rows = number.into_iter().zip(due).zip(status);
        Ok(rows
            .map(|((number, due), status)| [number, due, status])
            .collect())
    }

    /// What the last column of the payments' list says.
    pub async fn payments_became(&self) -> Outcome<Vec<String>> {
        self.open_payments().await?;
        self.column("Customer credit").await
    }

    /// What the finder says of the place that it would go to.
    pub async fn finder_note(&self, letters: &str) -> Outcome<String> {
        self.0.key("Ctrl+k").await?;
        self.find_place(letters).await?;
        self.0
            .wait_for("a place that is found", async || {
                let body = "
                    const chosen = document.querySelector('[role=option][aria-selected=true]');
                    return chosen?.querySelector('b').innerText === arguments[0]
                      ? chosen.querySelector('span').innerText : null";
                let note = self.0.script(body, vec![json!(letters)]).await?;
                Ok(note.as_str().map(str::to_owned))
            })
            .await
    }
}

// Payments of days to come.
impl Owed<'_> {
    /// Presses "Record payment" and gives back what is asked.
    pub async fn asked_of_payment(&self) -> Outcome<String> {
        self.0.click("button", "Record payment").await?;
        let dialog = self.0.find(Which::Css("dialog")).await?;
        Ok(dialog.text().await?)
    }

    /// Goes back to the form to change the day.
    pub async fn change_the_date(&self) -> Outcome {
        self.0.click("button", "Change the date").await?;
        self.0.gone(Which::Css("dialog")).await
    }

    /// Says that the day is meant.
    pub async fn record_it_ahead(&self) -> Outcome {
        let button = Which::Css("dialog button.primary");
        let button = self.0.find(button).await?;
        self.saving("the payment of a day to come", async || {
            self.0.click_on(&button).await
        })
        .await?;
        self.0.gone(Which::Role("heading", "Record payment")).await
    }
}
