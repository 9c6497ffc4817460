//! The bank's pages, as a person uses them.

use super::Owed;
use serde_json::json;
use std::path::Path;
use xtask::browser::Which;
use xtask::step::Outcome;

impl Owed<'_> {
    pub async fn open_bank(&self) -> Outcome {
        self.to("/bank", "Bank").await
    }

    /// Chooses a statement, up to where the page asks or tells something, and gives back all that
    /// it says.
    pub async fn look_at_statement(&self, file: &Path) -> Outcome<String> {
        // From elsewhere, so that the page begins anew.
        self.open_customers().await?;
        self.to("/bank/import", "Import a bank statement").await?;
        self.0.give_file("Statement file", file).await?;
        self.statement_looked_at().await
    }

    pub async fn statement_looked_at(&self) -> Outcome<String> {
        self.0
            .wait_for("the statement, looked at", async || {
                let body = "
                    if (document.querySelector('main .progress')) return null;
                    const told = '[data-test=statement-preview], main .columns, main .notice';
                    return document.querySelector(told) ? document.body.innerText : null";
                let page = self.0.script(body, vec![]).await?;
                Ok(page.as_str().map(str::to_owned))
            })
            .await
    }

    /// The same on the page of all imports.
    pub async fn look_at_statement_among_all(&self, file: &Path) -> Outcome<String> {
        self.choose_file(file).await?;
        self.statement_looked_at().await
    }

    pub async fn read_as_statement(&self) -> Outcome<String> {
        self.0
            .click("button", "Read it as a bank statement")
            .await?;
        self.0.gone(Which::Test("import-report")).await?;
        self.0.gone(Which::Label("The rows are")).await?;
        self.0.gone(Which::Role("radio", "Payments")).await?;
        self.statement_looked_at().await
    }

    /// Answers a question of the file, or reads the lines of a table.
    pub async fn answer_statement(&self, button: &str) -> Outcome<String> {
        self.0.click("button", button).await?;
        self.0.gone(Which::Role("button", button)).await?;
        self.statement_looked_at().await
    }

    /// The choice in a field of a table.
    pub async fn choose_of_table(&self, label: &str, option: &str) -> Outcome {
        self.0.choose(label, option).await
    }

    /// Whether what was looked at can be imported, and what the button says.
    pub async fn offered_import(&self) -> Outcome<Option<String>> {
        let texts = self
            .texts("main form button[type=submit]:not(:disabled)")
            .await?;
        Ok(texts.into_iter().next())
    }

    /// Imports what was looked at, and gives back what is told.
    pub async fn import_statement(&self) -> Outcome<String> {
        self.import_now().await?;
        self.statement_told().await
    }

    pub async fn statement_told(&self) -> Outcome<String> {
        self.0
            .wait_for("the statement, imported or refused", async || {
                let report = self.texts("[data-test=statement-report]").await?;
                if let Some(report) = report.into_iter().next() {
                    return Ok(Some(report));
                }
                self.alert().await
            })
            .await
    }

    /// From now on, `go` on the channel `e2e` imports what this tab looked at.
    pub async fn import_at_the_signal(&self) -> Outcome {
        let button = self
            .0
            .find(Which::Css("main form button[type=submit]"))
            .await?;
        let body = "
            const [button] = arguments;
            window.signal = new BroadcastChannel('e2e');
            window.signal.onmessage = () => button.click();";
        self.0.script(body, vec![button.to_json()?]).await.map(drop)
    }

    /// The accounts with the number of lines that are open.
    pub async fn bank_accounts(&self) -> Outcome<Vec<(String, String)>> {
        self.open_bank().await?;
        let names = self
            .texts("section[aria-labelledby=bank-accounts] td[data-label=Account] a")
            .await?;
        let body = "return [...document.querySelectorAll('[data-figure=open-lines]')].map(({ dataset }) => dataset.value)";
        let open = self.0.script(body, vec![]).await?;
        let open = open.as_array().cloned().unwrap_or_default();
        let open = open
            .iter()
            .map(|value| value.as_str().unwrap_or_default().to_owned());
        Ok(names.into_iter().zip(open).collect())
    }

    /// The statements, the newest first: period and how far its lines are.
    pub async fn statements(&self) -> Outcome<Vec<(String, String)>> {
        self.open_bank().await?;
        let rows = "section[aria-labelledby=bank-statements] td";
        let periods = self.texts(&format!("{rows}[data-label=Period]")).await?;
        let lines = self.texts(&format!("{rows}[data-label=Lines]")).await?;
        Ok(periods.into_iter().zip(lines).collect())
    }

    /// Opens the newest statement, and gives back whether it adds up, in its words.
    pub async fn open_statement(&self) -> Outcome<String> {
        self.open_bank().await?;
        let first = "section[aria-labelledby=bank-statements] tbody tr:first-child";
        let link = format!("{first} td[data-label=Period] a");
        let link = self.0.find(Which::Css(&link)).await?;
        self.0.click_on(&link).await?;
        self.0.find(Which::Test("statement-check")).await?;
        Ok(self.texts("[data-test=statement-check]").await?.join(" "))
    }

    /// The lines of the open statement: what each is, and its amount.
    pub async fn bank_lines(&self) -> Outcome<Vec<(String, String)>> {
        let what = self.column("Matched with").await?;
        let body = "return [...document.querySelectorAll('main [data-figure=bank-line]')].map(({ dataset }) => dataset.value)";
        let amounts = self.0.script(body, vec![json!(null)]).await?;
        let amounts = amounts.as_array().cloned().unwrap_or_default();
        let amounts = amounts
            .iter()
            .map(|value| value.as_str().unwrap_or_default().to_owned());
        Ok(what.into_iter().zip(amounts).collect())
    }

    /// Opens a line of the open statement by whom it is of.
    pub async fn open_line(&self, name: &str) -> Outcome {
        self.0.click("button", name).await?;
        self.0.find(Which::Css("dialog")).await.map(drop)
    }

    pub async fn rule_of_line(&self, reason: &str) -> Outcome<String> {
        self.0.click("link", "Create a rule from this line").await?;
        self.0.heading("Ignore rules").await?;
        self.0.fill("Reason", reason).await?;
        self.saving("the rule", async || {
            self.0.click("button", "Save rule").await
        })
        .await?;
        self.0.find(Which::Css("main .notice.good")).await?;
        Ok(self.texts("main .notice.good").await?.join(" "))
    }

    /// Says of the open line that it was not what was said.
    pub async fn take_line_back(&self) -> Outcome {
        self.saving("what is taken back", async || {
            self.0.click("button", "Undo the match").await
        })
        .await?;
        self.0.gone(Which::Css("dialog")).await
    }

    /// Takes back the import whose page is open.
    pub async fn undo_statement(&self) -> Outcome {
        self.0.click("button", "Undo import").await?;
        self.0.find(Which::Css("dialog")).await?;
        self.saving("the undoing of the import", async || {
            let submit = Which::Css("dialog button[type=submit]");
            self.0.click_at(submit).await
        })
        .await?;
        self.0.gone(Which::Css("dialog")).await
    }

    pub async fn edit_bank_account(&self, name: &str, fields: &[(&str, &str)]) -> Outcome {
        self.open_bank().await?;
        self.0.click("link", name).await?;
        self.0.heading(name).await?;
        for (label, text) in fields {
            self.0.fill(label, text).await?;
        }
        Ok(())
    }

    pub async fn save_bank_account(&self) -> Outcome {
        self.0.click("button", "Save account").await
    }
}
