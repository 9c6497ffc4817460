//! Bank lines against invoices, as a person goes through them.

use super::Owed;
use serde_json::json;
use xtask::browser::Which;
use xtask::step::Outcome;

/// A line that waits: who, how much is left of it, how sure it is, what it is taken for.
pub type Waiting = (String, String, String, String);

impl Owed<'_> {
    /// Opens the page and waits until it is known what the lines may be.
    pub async fn open_reconcile(&self) -> Outcome {
        self.to("/reconcile", "Reconcile").await?;
        self.read_lines().await
    }

    async fn read_lines(&self) -> Outcome {
        self.0
            .wait_until("what the lines may be", async || {
                let texts = self.texts("main .groups, main .empty").await?;
                Ok(!texts.is_empty() && !texts.iter().any(|text| text.contains('…')))
            })
            .await
    }

    pub async fn waiting(&self) -> Outcome<Vec<Waiting>> {
        self.read_lines().await?;
        let body = "
            return [...document.querySelectorAll('main [role=option]')].map(line => [
                line.querySelector('.who').innerText,
                line.querySelector('.amount').innerText,
                line.dataset.certainty ?? '',
                line.querySelector('.guess .quiet')?.innerText ?? '',
            ])";
        let lines = self.0.script(body, vec![]).await?;
        let lines = lines.as_array().cloned().unwrap_or_default();
        let text = |line: &serde_json::Value, place: usize| {
            line[place].as_str().unwrap_or_default().to_owned()
        };
        let lines = lines.iter();
        Ok(lines
            .map(|line| (text(line, 0), text(line, 1), text(line, 2), text(line, 3)))
            .collect())
    }

    /// Money out that is not known to be of a customer, beside the rest.
    pub async fn show_money_out(&self) -> Outcome {
        let body = "
            const chip = [...document.querySelectorAll('main .groups button')]
                .find(chip => chip.innerText.startsWith('Show money out'));
            if (chip.getAttribute('aria-pressed') === 'false') chip.click()";
        self.0.script(body, vec![]).await?;
        self.read_lines().await
    }

    /// Selects the lines of these payers with the mouse.
    pub async fn select_lines(&self, names: &[&str]) -> Outcome<String> {
        for name in names {
            let body = "
                const line = [...document.querySelectorAll('main [role=option]')]
                    .find(line => line.querySelector('.who').innerText === arguments[0]
                        && line.dataset.marked !== 'true');
                line.querySelector('.tick').click()";
            self.0.script(body, vec![json!(name)]).await?;
        }
        self.0.find(Which::Test("selected")).await?;
        Ok(self.texts("[data-test=selected]").await?.join(" "))
    }

    /// Selects the current line and the one below it by keys.
    pub async fn select_two_by_keys(&self) -> Outcome<String> {
        let list = self.0.find(Which::Css("main [role=listbox]")).await?;
        self.0
            .script("arguments[0].focus()", vec![list.to_json()?])
            .await?;
        self.0.key("Home").await?;
        self.0.key(" ").await?;
        self.0.key("ArrowDown").await?;
        self.0.key(" ").await?;
        self.0.find(Which::Test("selected")).await?;
        Ok(self.texts("[data-test=selected]").await?.join(" "))
    }

    /// Presses a button of the selected lines that writes at once.
    pub async fn with_selected(&self, button: &str) -> Outcome {
        self.saving("the selected lines", async || {
            self.0.click("button", button).await
        })
        .await?;
        self.read_lines().await
    }

    pub async fn ignore_selected(&self, reason: &str) -> Outcome {
        self.0.click("button", "Ignore…").await?;
        self.0.find(Which::Css("dialog")).await?;
        self.0.fill("Reason", reason).await?;
        self.saving("the reason", async || self.0.key("Enter").await)
            .await?;
        self.0.gone(Which::Css("dialog")).await?;
        self.read_lines().await
    }

    /// Begins a rule from the current line, and gives back what it says it takes.
    pub async fn rule_from_line(&self) -> Outcome<String> {
        self.0
            .click("button", "Always ignore lines like this…")
            .await?;
        self.0.find(Which::Css("dialog")).await?;
        self.rule_takes().await
    }

    /// Another condition that lines like the current one have.
    pub async fn rule_like(&self, condition: &str) -> Outcome {
        let radio = self.0.find(Which::Label(condition)).await?;
        self.0.click_on(&radio).await
    }

    pub async fn rule_takes(&self) -> Outcome<String> {
        self.0.find(Which::Test("rule-takes")).await?;
        Ok(self.texts("[data-test=rule-takes]").await?.join(" "))
    }

    /// Says what such lines are, and keeps the rule that was begun.
    pub async fn keep_rule(&self, reason: &str) -> Outcome {
        self.0.fill("Reason", reason).await?;
        self.saving("the rule", async || self.0.key("Enter").await)
            .await?;
        self.0.gone(Which::Css("dialog")).await?;
        self.read_lines().await
    }

    /// What the customer has that is put against nothing yet.
    pub async fn credits(&self) -> Outcome<String> {
        self.0.find(Which::Test("credits")).await?;
        Ok(self.texts("[data-test=credits]").await?.join(" "))
    }

    /// What confirming all that is sure comes to.
    pub async fn what_is_sure(&self) -> Outcome<String> {
        Ok(self.texts("[data-test=what-is-sure]").await?.join(" "))
    }

    pub async fn confirm_all_sure(&self, count: usize) -> Outcome {
        self.saving("what is sure", async || {
            self.0
                .click("button", &format!("Confirm exact matches ({count})"))
                .await
        })
        .await?;
        self.read_lines().await
    }

    /// Goes to the line of someone.
    pub async fn take_line(&self, who: &str) -> Outcome {
        let body = "
            const line = [...document.querySelectorAll('main [role=option]')]
                .find(line => line.querySelector('.who').innerText === arguments[0]);
            line.click()";
        self.0.script(body, vec![json!(who)]).await?;
        self.0.heading(who).await.map(drop)
    }

    /// Why the line is taken for something.
    pub async fn reasons(&self) -> Outcome<String> {
        self.0.find(Which::Test("suggestion")).await?;
        Ok(self.texts("[data-test=suggestion]").await?.join(" "))
    }

    /// What confirming comes to.
    pub async fn match_effect(&self) -> Outcome<String> {
        self.0.find(Which::Test("match-effect")).await?;
        Ok(self.texts("[data-test=match-effect]").await?.join(" "))
    }

    pub async fn confirm_line(&self) -> Outcome {
        self.saving("the line", async || self.0.click("button", "Confirm").await)
            .await
    }

    /// The same by the key of the list.
    pub async fn confirm_by_key(&self) -> Outcome {
        let list = self.0.find(Which::Css("main [role=listbox]")).await?;
        self.0
            .script("arguments[0].focus()", vec![list.to_json()?])
            .await?;
        self.saving("the line", async || self.0.key("Enter").await)
            .await
    }

    /// Says by keys that it is no receipt.
    pub async fn no_receipt_by_key(&self, reason: &str) -> Outcome {
        let list = self.0.find(Which::Css("main [role=listbox]")).await?;
        self.0
            .script("arguments[0].focus()", vec![list.to_json()?])
            .await?;
        self.0.key("x").await?;
        self.0.find(Which::Css("dialog")).await?;
        self.0.fill("Reason", reason).await?;
        self.saving("the reason", async || self.0.key("Enter").await)
            .await?;
        self.0.gone(Which::Css("dialog")).await
    }

    /// How far it is, in words.
    pub async fn reconciled(&self) -> Outcome<String> {
        Ok(self.texts("[data-test=reconciled]").await?.join(" "))
    }

    /// What the open report says was recorded after its day.
    pub async fn came_late(&self) -> Outcome<Vec<String>> {
        self.texts("main [data-test=late] li").await
    }

    /// A discount on new invoices.
    pub async fn offer_discount(&self, percent: &str, days: &str) -> Outcome {
        self.open_settings().await?;
        self.0
            .click("button", "Add an early-payment discount")
            .await?;
        self.0.fill("Discount (%), discount 1", percent).await?;
        self.0
            .fill("If paid within (days), discount 1", days)
            .await?;
        self.save_settings().await
    }

    /// Sure matches up to this much are posted as a statement comes in.
    pub async fn post_up_to(&self, amount: &str) -> Outcome {
        self.open_settings().await?;
        self.0
            .fill("Confirm exact matches automatically up to", amount)
            .await?;
        self.save_settings().await
    }
}
