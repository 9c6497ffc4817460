//! Payments and what becomes of their money, as a person uses them.

use super::Owed;
use xtask::browser::Which;
use xtask::step::Outcome;

// The form.
impl Owed<'_> {
    pub async fn pay(&self, customer: &str, date: &str, amount: &str) -> Outcome {
        self.to("/payments/new", "Record payment").await?;
        for (label, text) in [("Customer", customer), ("Date", date), ("Amount", amount)] {
            self.0.fill(label, text).await?;
        }
        self.record_payment_now().await
    }

    pub async fn fill_payment_with(&self, text: &str, date: &str, amount: &str) -> Outcome {
        self.to("/payments/new", "Record payment").await?;
        for label in ["Customer", "Method", "Reference"] {
            self.put(label, text).await?;
        }
        self.put("Date", date).await?;
        self.put("Amount", amount).await
    }

    pub async fn record_payment_now(&self) -> Outcome {
        self.saving("the payment", async || {
            self.0.click("button", "Record payment").await
        })
        .await?;
        self.0.gone(Which::Role("heading", "Record payment")).await
    }

    pub async fn open_payments(&self) -> Outcome {
        self.to("/payments", "Payments").await
    }

    /// Gives the invoice that is typed an early-payment discount.
    pub async fn discount_early(&self, percent: &str, days: &str) -> Outcome {
        self.0
            .click("button", "Add an early-payment discount")
            .await?;
        self.0.fill("Discount (%), discount 1", percent).await?;
        self.0.fill("If paid within (days), discount 1", days).await
    }

    /// Puts the first line under one tax.
    pub async fn tax_line(&self, tax: &str) -> Outcome {
        self.0.choose("Tax, line 1", tax).await
    }

    /// What becomes of the rest of an invoice that is paid in part.
    pub async fn choose_rest(&self, number: &str, choice: &str) -> Outcome {
        self.0
            .choose(&format!("Remainder of {number}"), choice)
            .await
    }

    pub async fn date_payment(&self, day: &str) -> Outcome {
        self.0.fill("Date", day).await
    }

    /// Tries to record the payment that must be refused, and gives back why.
    pub async fn refused_payment(&self) -> Outcome<String> {
        self.0.click("button", "Record payment").await?;
        self.0
            .wait_for("the refusal of the payment", async || self.alert().await)
            .await
    }
}

// Credit notes.
impl Owed<'_> {
    /// Credits the invoice that is open, as it is, and stays on the page of the credit note.
    pub async fn credit_invoice(&self, reason: &str) -> Outcome {
        self.0.click("link", "Create credit note").await?;
        self.0.heading("New credit note").await?;
        self.0.fill("Reason", reason).await?;
        self.saving("the credit note", async || {
            self.0.click("button", "Issue credit note").await
        })
        .await?;
        self.0.gone(Which::Role("heading", "New credit note")).await
    }
}

impl Owed<'_> {
    /// Credits a part of the invoice that is open: its one line, at another price.
    pub async fn credit_part(&self, price: &str, reason: &str) -> Outcome {
        self.0.click("link", "Create credit note").await?;
        self.0.heading("New credit note").await?;
        self.0.fill("Unit price, line 1", price).await?;
        self.0.fill("Reason", reason).await?;
        self.saving("the credit note", async || {
            self.0.click("button", "Issue credit note").await
        })
        .await?;
        self.0.gone(Which::Role("heading", "New credit note")).await
    }
}

// The page of one payment.
impl Owed<'_> {
    /// Opens the newest payment.
    pub async fn open_payment(&self) -> Outcome {
        self.open_payments().await?;
        let link = Which::Css("main tr[aria-rowindex] td[data-label=Date] a");
        self.0.click_at(link).await?;
        self.0.find(Which::Test("uses")).await.map(drop)
    }

    /// What became of it, in the words of the page.
    pub async fn payment_uses(&self) -> Outcome<String> {
        self.0.find(Which::Test("uses")).await?;
        Ok(self.texts("[data-test=uses] li").await?.join("\n"))
    }

    /// What can be done with it.
    pub async fn payment_actions(&self) -> Outcome<Vec<String>> {
        self.texts("main .actions button").await
    }

    /// Opens one of its dialogs.
    pub async fn ask_of_payment(&self, button: &str) -> Outcome {
        self.0.click("button", button).await?;
        self.0.find(Which::Css("dialog")).await.map(drop)
    }

    pub async fn answer_with(&self, fields: &[(&str, &str)]) -> Outcome {
        for (label, text) in fields {
            self.0.fill(label, text).await?;
        }
        Ok(())
    }

    /// What is put against an invoice in the open dialog.
    pub async fn applied_to(&self, number: &str) -> Outcome<String> {
        self.value(&format!("Apply to {number}")).await
    }

    pub async fn apply_effect(&self) -> Outcome<String> {
        self.0.find(Which::Test("apply-effect")).await?;
        Ok(self.texts("[data-test=apply-effect]").await?.join(" "))
    }

    async fn submit_answer(&self) -> Outcome {
        let submit = Which::Css("dialog button[type=submit]");
        let submit = self.0.find(submit).await?;
        self.0.click_on(&submit).await
    }

    /// Closes the open dialog.
    pub async fn leave_answer(&self) -> Outcome {
        self.0.click("button", "Cancel").await?;
        self.0.gone(Which::Css("dialog")).await
    }

    /// Reverses the only refund of the open payment on a day.
    pub async fn reverse_refund(&self, day: &str) -> Outcome {
        let button = Which::Css("[data-test=uses] button[aria-label^='Reverse the refund']");
        self.0.click_at(button).await?;
        self.0.find(Which::Css("dialog")).await?;
        self.answer_with(&[("Date", day)]).await?;
        self.answer().await
    }

    /// Does what the open dialog says.
    pub async fn answer(&self) -> Outcome {
        self.saving("what the dialog says", async || self.submit_answer().await)
            .await?;
        self.0.gone(Which::Css("dialog")).await
    }

    /// Tries it where it must be refused, and gives back why.
    pub async fn refused_answer(&self) -> Outcome<String> {
        self.submit_answer().await?;
        self.0
            .wait_for("the refusal", async || self.alert().await)
            .await
    }
}
