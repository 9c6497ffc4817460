//! Invoices: typing one, issuing it, and the list of them.

use super::Owed;
use serde_json::Value;
use xtask::browser::Which;
use xtask::step::{Failure, Outcome};

/// An invoice of one line, as it is typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Invoice {
    pub customer: String,
    pub date: String,
    pub description: String,
    pub price: String,
}

impl Invoice {
    pub fn of(customer: &str, date: &str, price: &str) -> Invoice {
        Invoice {
            customer: customer.to_owned(),
            date: date.to_owned(),
            description: "Drawings and one visit".to_owned(),
            price: price.to_owned(),
        }
    }

    fn fields(&self) -> [(&'static str, &str); 4] {
        [
            ("Customer", &self.customer),
            ("Date", &self.date),
            ("Description, line 1", &self.description),
            ("Unit price, line 1", &self.price),
        ]
    }

    /// What stands in its fields.
    pub fn texts(&self) -> [&str; 4] {
        self.fields().map(|(_, text)| text)
    }
}

impl Owed<'_> {
    pub async fn open_new_invoice(&self) -> Outcome {
        self.to("/invoices/new", "New invoice").await
    }

    pub async fn type_invoice(&self, invoice: &Invoice) -> Outcome {
        for (label, text) in invoice.fields() {
            self.0.fill(label, text).await?;
        }
        Ok(())
    }

    pub async fn fill_invoice(&self, invoice: &Invoice) -> Outcome {
        self.open_new_invoice().await?;
        self.type_invoice(invoice).await
    }

    /// An invoice with the same text wherever there is room for text.
    pub async fn fill_invoice_with(&self, text: &str, date: &str, price: &str) -> Outcome {
        self.open_new_invoice().await?;
        for label in ["Customer", "Description, line 1", "Note"] {
            self.put(label, text).await?;
        }
        self.put("Date", date).await?;
        self.put("Unit price, line 1", price).await
    }

    /// What stands in the form, where it is open.
    pub async fn typed_invoice(&self) -> Outcome<Option<Invoice>> {
        if self
            .0
            .all(Which::Role("heading", "New invoice"))
            .await?
            .is_empty()
        {
            return Ok(None);
        }
        Ok(Some(Invoice {
            customer: self.value("Customer").await?,
            date: self.value("Date").await?,
            description: self.value("Description, line 1").await?,
            price: self.value("Unit price, line 1").await?,
        }))
    }

    /// Waits a moment for what was typed before a crash to come back.
    pub async fn restored_typing(&self) -> Outcome {
        self.0
            .soon(async || {
                self.page_says("This is what you typed earlier. It has not been saved.")
                    .await
            })
            .await
    }

    /// Issues what stands in the form and gives back its number.
    pub async fn issue_now(&self) -> Outcome<String> {
        self.saving("the invoice", async || {
            self.0.click("button", "Issue invoice").await
        })
        .await?;
        self.issued_number().await
    }

    pub async fn issue(&self, invoice: &Invoice) -> Outcome<String> {
        self.fill_invoice(invoice).await?;
        self.issue_now().await
    }

    /// The number of the invoice that is open.
    pub async fn issued_number(&self) -> Outcome<String> {
        self.0
            .wait_for("the invoice's own page", async || self.open_number().await)
            .await
    }

    pub(super) async fn open_number(&self) -> Outcome<Option<String>> {
        let heading = self
            .0
            .script(
                "return document.querySelector('main h1')?.innerText",
                vec![],
            )
            .await?;
        let heading = heading.as_str().unwrap_or_default();
        Ok(heading.strip_prefix("Invoice ").map(str::to_owned))
    }

    /// Presses "Issue invoice" and gives back what is told of it: why it was not saved, or its number.
    pub async fn try_to_issue(&self) -> Outcome<String> {
        self.0.click("button", "Issue invoice").await?;
        let told = self
            .0
            .wait_for("issued or not", async || {
                let number = self.open_number().await?;
                Ok(self.alert().await?.or(number))
            })
            .await?;
        let close = Which::Role("button", "Back to my input");
        for button in self.0.all(close).await? {
            self.0.click_on(&button).await?;
        }
        self.0.gone(close).await?;
        Ok(told)
    }

    /// From now on, `go` on the channel `e2e` presses "Issue invoice" in this tab.
    pub async fn issue_at_the_signal(&self) -> Outcome {
        let button = self.0.role("button", "Issue invoice").await?;
        let body = "
            const [button] = arguments;
            window.signal = new BroadcastChannel('e2e');
            window.signal.onmessage = () => button.click();";
        self.0.script(body, vec![button.to_json()?]).await.map(drop)
    }

    /// The numbers in the list, the newest first.
    pub async fn numbers(&self) -> Outcome<Vec<String>> {
        self.to("/invoices", "Invoices").await?;
        self.listed().await
    }

    /// The same once there are so many, or after a while.
    pub async fn numbers_soon(&self, count: usize) -> Outcome<Vec<String>> {
        self.0
            .soon(async || Ok(self.listed().await?.len() >= count))
            .await?;
        self.listed().await
    }

    pub(super) async fn listed(&self) -> Outcome<Vec<String>> {
        let listed = self
            .0
            .script_async(include_str!("listed.js"), vec![])
            .await?;
        let texts = |value: &Value| {
            let list = value.as_array().into_iter().flatten();
            list.filter_map(|text| text.as_str().map(str::to_owned))
                .collect::<Vec<_>>()
        };
        let numbers = texts(&listed["numbers"]);
        match listed["count"].as_u64() {
            Some(count) if count != numbers.len() as u64 => Err(Failure::new(format!(
                "the list says {count} rows and shows {}",
                numbers.len()
            ))),
            _ => Ok(numbers),
        }
    }

    /// Declares the invoice void whose page is open.
    pub async fn void(&self, date: &str, reason: &str) -> Outcome {
        self.0.click("button", "Void").await?;
        self.0.fill("Date", date).await?;
        self.0.fill("Reason", reason).await?;
        self.saving("the void", async || {
            let submit = self
                .0
                .find(Which::Css("dialog button[type=submit]"))
                .await?;
            self.0.click_on(&submit).await?;
            Ok(())
        })
        .await
    }

    /// Undoes the last action.
    pub async fn undo(&self) -> Outcome {
        self.saving("the undoing", async || self.0.click("button", "Undo").await)
            .await
    }
}
