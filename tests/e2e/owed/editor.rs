//! The editor of invoices, beyond what every invoice has.

use super::Owed;
use xtask::browser::{Browser, Which};
use xtask::step::{Failure, Outcome};

#[derive(Clone, Copy)]
pub struct Editor<'b>(pub &'b Browser);

impl<'b> Editor<'b> {
    fn owed(self) -> Owed<'b> {
        Owed(self.0)
    }

    /// Puts something into the catalogue.
    pub async fn add_item(self, description: &str, price: &str, unit: &str) -> Outcome {
        self.owed().to("/items/new", "New item").await?;
        self.0.fill("Description", description).await?;
        self.0.fill("Unit price", price).await?;
        self.0.choose("Unit", unit).await?;
        self.owed()
            .saving("the item", async || {
                self.0.click("button", "Save item").await
            })
            .await?;
        self.0.heading("Items").await.map(drop)
    }

    pub async fn begin(self, customer: &str) -> Outcome {
        self.owed().open_new_invoice().await?;
        self.0.fill("Customer", customer).await
    }

    /// Types into the field that has the focus after Enter in another line.
    pub async fn next_line(self, line: usize, text: &str) -> Outcome {
        self.0.key("Enter").await?;
        let name = format!("Description, line {line}");
        self.0
            .wait_until("the next line", async || {
                Ok(self.0.focused().await?.name == name)
            })
            .await?;
        self.0.type_text(text).await
    }

    pub async fn type_line(self, line: usize, field: &str, text: &str) -> Outcome {
        self.0.fill(&format!("{field}, line {line}"), text).await
    }

    pub async fn line(self, line: usize, field: &str) -> Outcome<String> {
        self.owed().value(&format!("{field}, line {line}")).await
    }

    /// What is wrong with a field of a line, as it stands below it.
    pub async fn fault(self, line: usize, field: &str) -> Outcome<String> {
        let label = format!("{field}, line {line}");
        let field = self.0.find(Which::Label(&label)).await?;
        self.0
            .wait_for("a problem beside the field", async || {
                let ids = field.attr("aria-describedby").await?.unwrap_or_default();
                let is_wrong = field.attr("aria-invalid").await?.as_deref() == Some("true");
                let problem = ids.split(' ').find(|id| id.ends_with("-problem"));
                match problem.filter(|_| is_wrong) {
                    None => Ok(None),
                    Some(id) => {
                        let place = self.0.find(Which::Css(&format!("#{id}"))).await?;
                        Ok(Some(place.text().await?))
                    }
                }
            })
            .await
    }

    /// Presses "Issue invoice" on what cannot be read.
    pub async fn refused(self) -> Outcome {
        self.0.click("button", "Issue invoice").await
    }

    /// A discount on the whole document.
    pub async fn discount(self, value: &str, reason: &str) -> Outcome {
        self.0.click("button", "Discount or surcharge").await?;
        self.0.fill("Amount or percent, 1", value).await?;
        self.0.fill("Reason, as printed, 1", reason).await
    }

    /// What is said to be odd.
    pub async fn remarks(self) -> Outcome<String> {
        let list = self.0.find(Which::Css(".review ul")).await?;
        Ok(list.text().await?)
    }

    /// The document as it would be printed.
    pub async fn preview(self) -> Outcome<String> {
        let summary = self.0.find(Which::Css(".preview > summary")).await?;
        self.0.click_on(&summary).await?;
        let paper = self.0.find(Which::Css(".preview .paper")).await?;
        Ok(paper.text().await?)
    }

    pub async fn as_deposit(self) -> Outcome {
        self.0.choose("Type", "Deposit invoice").await
    }

    /// Deducts the only deposit invoice that is offered.
    pub async fn deduct(self) -> Outcome {
        let check = self.0.find(Which::Css(".deposits input")).await?;
        self.0.click_on(&check).await
    }

    pub async fn issue_deposit(self) -> Outcome<String> {
        self.owed()
            .saving("the deposit invoice", async || {
                self.0.click("button", "Issue invoice").await
            })
            .await?;
        self.0
            .wait_for("the deposit invoice's own page", async || {
                let heading = self.0.find(Which::Css("main h1")).await?.text().await?;
                let number = heading.strip_prefix("Deposit invoice ");
                Ok(number.map(str::to_owned))
            })
            .await
    }

    /// Whether there is a deposit invoice to deduct.
    pub async fn offers_deposits(self) -> Outcome<bool> {
        Ok(!self.0.all(Which::Css(".deposits input")).await?.is_empty())
    }

    /// Issues what is open: its number, and what it asks for.
    pub async fn issue(self) -> Outcome<(String, String)> {
        let number = self.owed().issue_now().await?;
        let asked = self.owed().figure("payable").await?;
        let asked = asked.ok_or_else(|| Failure::new("the document says no total"))?;
        Ok((number, asked))
    }
}
