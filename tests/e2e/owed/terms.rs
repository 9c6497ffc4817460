//! Terms in forms, and the settings of payment and of documents.

use super::Owed;
use serde_json::{Value, json};
use std::path::Path;
use xtask::browser::Which;
use xtask::step::Outcome;

// Terms.
impl Owed<'_> {
    /// The same text in every field of the business that takes any, saved.
    pub async fn fill_settings_with(&self, text: &str) -> Outcome {
        self.to("/settings", "Settings").await?;
        for label in [
            "Name", "Contact", "Address", "City", "VAT ID", "Bank", "Footer",
        ] {
            self.put(label, text).await?;
        }
        self.saving("the settings", async || {
            self.0.click("button", "Save settings").await
        })
        .await
    }

    pub async fn split_into_instalments(&self) -> Outcome {
        self.0.click("button", "Split into instalments").await
    }

    pub async fn set_instalment(&self, number: u32, percent: &str, days: Option<&str>) -> Outcome {
        let label = format!("Percent, instalment {number}");
        self.0.fill(&label, percent).await?;
        if let Some(days) = days {
            let label = format!("Days to pay, instalment {number}");
            self.0.fill(&label, days).await?;
        }
        Ok(())
    }

    /// What the form says its terms come to, or why they are none.
    pub async fn terms_sentence(&self) -> Outcome<String> {
        let body = "return document.querySelector('main [data-figure=terms]')?.innerText";
        let said = self.0.script(body, vec![]).await?;
        Ok(said.as_str().unwrap_or_default().to_owned())
    }
}

// Settings.
impl Owed<'_> {
    pub async fn open_settings(&self) -> Outcome {
        self.to("/settings", "Settings").await
    }

    pub async fn save_settings(&self) -> Outcome {
        self.saving("the settings", async || {
            self.0.click("button", "Save settings").await
        })
        .await
    }

    pub async fn type_account(&self, iban: &str) -> Outcome {
        self.0.fill("IBAN", iban).await
    }

    pub async fn type_link(&self, link: &str) -> Outcome {
        self.put("Payment link", link).await
    }

    pub async fn choose_reference(&self, choice: &str) -> Outcome {
        self.0.choose("Payment reference", choice).await
    }

    /// What stands below a field: what is wrong with it, else its hint.
    pub async fn said_below(&self, label: &str) -> Outcome<String> {
        let field = self.0.find(Which::Label(label)).await?;
        let body = "
            const place = arguments[0].closest('.field');
            return (place.querySelector('.problem') ?? place.querySelector('.hint'))?.innerText";
        let said = self.0.script(body, vec![field.to_json()?]).await?;
        Ok(said.as_str().unwrap_or_default().to_owned())
    }

    /// Takes taxes of the country that is chosen there, by what is written on them.
    pub async fn take_taxes(&self, taxes: &[&str]) -> Outcome {
        for tax in taxes {
            self.0.click("button", &format!("+ {tax}")).await?;
        }
        Ok(())
    }

    /// Puts the first line under these taxes.
    pub async fn tax_with(&self, taxes: &[&str]) -> Outcome {
        self.0
            .choose("Tax, line 1", "Choose several taxes…")
            .await?;
        for tax in taxes {
            let tax = self.0.find(Which::Label(tax)).await?;
            if !tax.is_selected().await? {
                self.0.click_on(&tax).await?;
            }
        }
        Ok(())
    }

    pub async fn open_invoice(&self, number: &str) -> Outcome {
        self.to("/invoices", "Invoices").await?;
        self.0.click("link", number).await?;
        self.0.heading(&format!("Invoice {number}")).await.map(drop)
    }

    /// Chooses a file that must be refused as a logo, and gives back what is told.
    pub async fn refused_logo(&self, file: &Path, told: &str) -> Outcome<String> {
        self.0.give_file("Logo", file).await?;
        self.0
            .soon(async || Ok(self.said_below("Logo").await?.contains(told)))
            .await?;
        self.said_below("Logo").await
    }

    pub async fn choose_logo(&self, file: &Path) -> Outcome {
        self.0.give_file("Logo", file).await?;
        self.0.role("img", "Your logo").await.map(drop)
    }

    /// The pixels of the logo that is shown, if any is, after a while.
    pub async fn logo(&self) -> Outcome<Option<(u64, u64)>> {
        let body = "
            const logo = document.querySelector('main .logo img');
            return logo?.complete ? [logo.naturalWidth, logo.naturalHeight] : null";
        let mut size = Value::Null;
        self.0
            .soon(async || {
                size = self.0.script(body, vec![]).await?;
                Ok(!size.is_null())
            })
            .await?;
        if size == json!(null) {
            return Ok(None);
        }
        Ok(size[0].as_u64().zip(size[1].as_u64()))
    }
}
