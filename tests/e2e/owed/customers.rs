//! Customers, as a person keeps them.

use super::Owed;
use serde_json::Value;
use xtask::step::Outcome;

/// The fields of a customer that take any text.
const CUSTOMER_FIELDS: [&str; 11] = [
    "Name",
    "Contact",
    "E-mail",
    "Phone",
    "Address",
    "Postcode",
    "City",
    "Region",
    "VAT ID",
    "Customer number",
    "Note",
];

/// What a form said while something was saved.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    Saved,
    /// The record was changed elsewhere: both versions, as they stand beside each field.
    Changed(Vec<String>),
}

impl Owed<'_> {
    pub async fn add_customer(&self, name: &str) -> Outcome {
        self.to("/customers/new", "New customer").await?;
        self.0.fill("Name", name).await?;
        self.save_new_customer(name).await
    }

    /// The form for a new customer with the same text in every field that takes any.
    pub async fn fill_customer_with(&self, text: &str) -> Outcome {
        self.to("/customers/new", "New customer").await?;
        for label in CUSTOMER_FIELDS {
            self.put(label, text).await?;
        }
        Ok(())
    }

    pub async fn save_new_customer(&self, name: &str) -> Outcome {
        self.saving("the customer", async || {
            self.0.click("button", "Save customer").await
        })
        .await?;
        self.0.heading(name).await.map(drop)
    }

    pub async fn open_customers(&self) -> Outcome {
        self.to("/customers", "Customers").await
    }

    pub async fn open_customer(&self, name: &str) -> Outcome {
        self.open_customers().await?;
        self.0.click("link", name).await?;
        self.0.heading(name).await.map(drop)
    }

    pub async fn edit_customer(&self, fields: &[(&str, &str)]) -> Outcome {
        for (label, text) in fields {
            self.0.fill(label, text).await?;
        }
        Ok(())
    }

    /// Saves the customer, and says whether another tab was faster.
    pub async fn save_customer(&self) -> Outcome<Told> {
        let before = self.entries().await?;
        self.0.click("button", "Save customer").await?;
        self.0
            .wait_for("the customer is saved or was changed elsewhere", async || {
                let versions = self
                    .0
                    .script(
                        "return [...document.querySelectorAll('[data-version]')].map((one) => one.innerText)",
                        vec![],
                    )
                    .await?;
                let versions = versions.as_array().cloned().unwrap_or_default();
                if !versions.is_empty() {
                    let texts = versions.iter().filter_map(Value::as_str);
                    return Ok(Some(Told::Changed(texts.map(str::to_owned).collect())));
                }
                Ok((self.entries().await? > before).then_some(Told::Saved))
            })
            .await
    }

    pub async fn keep_mine(&self, field: &str) -> Outcome {
        self.0
            .click("button", &format!("Keep my version, {field}"))
            .await
    }

    /// What stands in these fields of the customer.
    pub async fn customer_fields(&self, labels: &[&str]) -> Outcome<Vec<String>> {
        let mut values = Vec::new();
        for label in labels {
            values.push(self.value(label).await?);
        }
        Ok(values)
    }
}
