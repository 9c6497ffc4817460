//! The app by keyboard alone: what a person does who has no pointer. Wherever Tab stops, one must
//! see it.

use super::Owed;
use std::path::Path;
use xtask::browser::{Browser, Which};
use xtask::step::{Failure, Outcome};

/// More stops than any page of these journeys has.
const STOPS_MAX: usize = 120;

/// The app under the fingers.
#[derive(Clone, Copy)]
pub struct Keys<'b>(pub &'b Browser);

impl<'b> Keys<'b> {
    fn owed(self) -> Owed<'b> {
        Owed(self.0)
    }

    /// Goes on with Tab until what is called so has the focus.
    pub async fn reach(self, name: &str) -> Outcome {
        self.reach_by("Tab", name).await
    }

    async fn reach_by(self, key: &str, name: &str) -> Outcome {
        let mut passed = Vec::new();
        for _ in 0..STOPS_MAX {
            let focused = self.0.focused().await?;
            if focused.name == name {
                return Ok(());
            }
            passed.push(focused.name);
            self.step(key).await?;
        }
        Err(Failure::new(format!(
            "{key} does not reach '{name}', only {passed:?}"
        )))
    }

    /// One stop further; it must be seen.
    async fn step(self, key: &str) -> Outcome {
        self.0.key(key).await?;
        let focused = self.0.focused().await?;
        // Between the last stop and the first one the browser's own bars have the focus.
        if focused.is_visible || focused.tag == "body" {
            Ok(())
        } else {
            Err(Failure::new(format!("one does not see {focused:?}")))
        }
    }

    async fn follow(self, name: &str, heading: &str) -> Outcome {
        self.reach(name).await?;
        self.0.key("Enter").await?;
        self.0.heading(heading).await?;
        self.is_in_main().await
    }

    /// After a change of the page the focus is in it.
    async fn is_in_main(self) -> Outcome {
        self.0
            .wait_until("the focus in the page", async || {
                Ok(self.0.focused().await?.tag == "main")
            })
            .await
    }

    async fn fill(self, field: &str, text: &str) -> Outcome {
        self.reach(field).await?;
        self.0.key("Ctrl+a").await?;
        self.0.type_text(text).await
    }

    pub async fn begin(self, name: &str) -> Outcome {
        self.0.open("/").await?;
        self.0.find(Which::Css("main h1")).await?;
        self.fill("Your name or business", name).await?;
        self.reach("Start").await?;
        self.0.key("Enter").await?;
        self.owed().wait_entries("the book", 1).await
    }

    /// The first invoice, from the first page on.
    pub async fn issue(self, customer: &str, price: &str) -> Outcome<String> {
        self.follow("New invoice", "New invoice").await?;
        self.write_and_issue(customer, price).await
    }

    /// The next one, from wherever the keys are.
    pub async fn issue_next(self, customer: &str, price: &str) -> Outcome<String> {
        self.leads_to("n", "New invoice").await?;
        self.write_and_issue(customer, price).await
    }

    async fn write_and_issue(self, customer: &str, price: &str) -> Outcome<String> {
        self.fill("Customer", customer).await?;
        self.fill("Description, line 1", "Drawings").await?;
        self.fill("Unit price, line 1", price).await?;
        self.reach("Issue invoice").await?;
        let owed = self.owed();
        owed.saving("the invoice", async || self.0.key("Space").await)
            .await?;
        let number = owed.issued_number().await?;
        self.is_in_main().await?;
        Ok(number)
    }

    /// Pays a part of the invoice that is open.
    pub async fn pay(self, amount: &str) -> Outcome {
        self.follow("Record payment", "Record payment").await?;
        self.fill("Amount", amount).await?;
        self.reach("Record payment").await?;
        self.owed()
            .saving("the payment", async || self.0.key("Enter").await)
            .await?;
        self.owed().issued_number().await?;
        self.is_in_main().await
    }

    pub async fn undo(self) -> Outcome {
        self.reach("Undo").await?;
        self.owed()
            .saving("the undoing", async || self.0.key("Enter").await)
            .await
    }

    /// Opens the dialog that a button of this name opens. It has the focus and keeps it, and gives
    /// it back when Escape closes it.
    pub async fn open_and_leave(self, button: &str) -> Outcome {
        self.open(button).await?;
        for key in ["Tab", "Shift+Tab"] {
            for _ in 0..12 {
                self.step(key).await?;
                let focused = self.0.focused().await?;
                if !focused.is_in_dialog && focused.tag != "body" {
                    return Err(Failure::new(format!(
                        "{key} leaves the dialog for {focused:?}"
                    )));
                }
            }
        }
        self.leave(button).await
    }

    async fn open(self, button: &str) -> Outcome {
        self.reach(button).await?;
        self.0.key("Enter").await?;
        self.has_dialog().await
    }

    async fn has_dialog(self) -> Outcome {
        self.0
            .wait_until("a dialog with the focus", async || {
                Ok(self.0.focused().await?.is_in_dialog)
            })
            .await
    }

    async fn leave(self, back_at: &str) -> Outcome {
        self.0.key("Escape").await?;
        self.0.gone(Which::Css("dialog")).await?;
        let focused = self.0.focused().await?;
        if focused.name == back_at {
            Ok(())
        } else {
            Err(Failure::new(format!(
                "the focus is not back at '{back_at}' but at {focused:?}"
            )))
        }
    }

    /// Declares the invoice void that is open.
    pub async fn void(self, reason: &str) -> Outcome {
        self.open("Void").await?;
        self.fill("Reason", reason).await?;
        self.owed()
            .saving("the void", async || self.0.key("Enter").await)
            .await?;
        self.0.gone(Which::Css("dialog")).await
    }

    pub async fn backup_into(self, folder: &Path) -> Outcome<std::path::PathBuf> {
        self.0.save_into(folder).await?;
        self.follow("Backup", "Backup").await?;
        self.reach("Save a backup").await?;
        self.0.key("Enter").await?;
        self.0
            .wait_for("the backup", async || {
                Ok(super::files_in(folder)?.into_iter().next())
            })
            .await
    }

    /// Restores a backup from the page that is open.
    pub async fn restore(self, file: &Path) -> Outcome {
        self.reach("Backup file").await?;
        self.0.choose_by_keyboard(file).await?;
        self.owed().told_or_found("What is in this backup").await?;
        let submit = Which::Css("form.plan button[type=submit]");
        let name = self.0.find(submit).await?.text().await?;
        self.reach(&name).await?;
        self.0.key("Enter").await?;
        self.0.gone(Which::Css("form.plan")).await?;
        self.owed().ready().await?;
        self.owed().checked().await
    }

    /// Imports a table whose columns say what they hold.
    pub async fn import(self, table: &Path) -> Outcome {
        self.choose_import(table).await?;
        self.owed().told_or_found("Which column is which").await?;
        self.answer_currency().await?;
        self.reported().await
    }

    /// Takes the currency that is offered first, where one is asked for.
    async fn answer_currency(self) -> Outcome {
        const LABEL: &str = "Currency if there is no column for it";
        if self.0.all(Which::Label(LABEL)).await?.is_empty() {
            return Ok(());
        }
        self.reach(LABEL).await?;
        self.0.key("ArrowDown").await
    }

    /// Imports a table of payments, which it does not look like.
    pub async fn import_payments(self, table: &Path) -> Outcome {
        self.choose_import(table).await?;
        self.owed().told_or_found("Which column is which").await?;
        // Of the kinds one is chosen: an arrow chooses the next one.
        self.reach("Invoices").await?;
        self.0.key("ArrowDown").await?;
        self.answer_currency().await?;
        self.reported().await
    }

    /// Imports what leaves nothing to choose.
    pub async fn import_at_once(self, file: &Path) -> Outcome {
        self.choose_import(file).await?;
        self.0.find(Which::Test("import-report")).await.map(drop)
    }

    /// Imports another program's export whose paid documents were paid when due.
    pub async fn import_export(self, file: &Path) -> Outcome {
        self.choose_import(file).await?;
        self.reach("Each on its due date").await?;
        self.0.key("Space").await?;
        self.reported().await
    }

    async fn choose_import(self, file: &Path) -> Outcome {
        if self.0.all(Which::Test("import-report")).await?.is_empty() {
            self.follow("Import", "Import").await?;
        } else {
            self.reach("Import another file").await?;
            self.0.key("Enter").await?;
        }
        self.reach("File to import").await?;
        self.0.choose_by_keyboard(file).await
    }

    async fn reported(self) -> Outcome {
        let submit = Which::Css("main form button[type=submit]");
        let name = self.0.find(submit).await?.text().await?;
        self.reach(&name).await?;
        self.0.key("Enter").await?;
        self.0.find(Which::Test("import-report")).await.map(drop)
    }

    /// Fills a field of the open form, and sends it.
    pub async fn change(self, field: &str, text: &str, button: &str) -> Outcome {
        self.fill(field, text).await?;
        self.reach(button).await?;
        self.owed()
            .saving(button, async || self.0.key("Enter").await)
            .await
    }

    /// Fills a field of the dialog that a button opens, and sends it.
    pub async fn answer(self, button: &str, field: &str, text: &str) -> Outcome {
        self.open(button).await?;
        self.fill(field, text).await?;
        self.owed()
            .saving(button, async || self.0.key("Enter").await)
            .await?;
        self.0.gone(Which::Css("dialog")).await
    }

    /// Credits the invoice that is open, as it is.
    pub async fn credit(self, reason: &str) -> Outcome {
        self.follow("Create credit note", "New credit note").await?;
        self.fill("Reason", reason).await?;
        self.reach("Issue credit note").await?;
        self.owed()
            .saving("the credit note", async || self.0.key("Enter").await)
            .await?;
        self.0.gone(Which::Role("heading", "New credit note")).await
    }

    /// The first stop of a page leads past the navigation.
    pub async fn skip(self) -> Outcome {
        self.0.reload().await?;
        self.owed().ready().await?;
        self.step("Tab").await?;
        let focused = self.0.focused().await?;
        if focused.name != "Skip to content" {
            return Err(Failure::new(format!("the first stop is {focused:?}")));
        }
        self.0.key("Enter").await?;
        self.is_in_main().await
    }

    /// Finds a place by some letters of it, and goes there.
    pub async fn find(self, letters: &str, heading: &str) -> Outcome {
        self.0.key("Ctrl+k").await?;
        self.has_dialog().await?;
        self.0.type_text(letters).await?;
        self.chosen(letters, heading).await?;
        self.0.key("Enter").await?;
        self.0.heading(heading).await?;
        self.is_in_main().await
    }

    /// Presses the arrow until what is chosen is a part of the heading of where it leads.
    async fn chosen(self, letters: &str, heading: &str) -> Outcome {
        let body = "return document.querySelector('[role=option][aria-selected=true] b')?.textContent ?? ''";
        for _ in 0..12 {
            let chosen = self.0.script(body, vec![]).await?;
            let chosen = chosen.as_str().unwrap_or_default();
            if !chosen.is_empty() && heading.contains(chosen) {
                return Ok(());
            }
            self.0.key("ArrowDown").await?;
        }
        Err(Failure::new(format!("'{letters}' does not find {heading}")))
    }

    /// What opens over the page and is left again with Escape.
    pub async fn open_by_key_and_leave(self, key: &str) -> Outcome {
        let before = self.0.focused().await?.name;
        self.0.key(key).await?;
        self.has_dialog().await?;
        self.leave(&before).await
    }

    pub async fn leads_to(self, key: &str, heading: &str) -> Outcome {
        self.0.key(key).await?;
        self.0.heading(heading).await?;
        self.is_in_main().await
    }

    pub async fn focuses(self, key: &str, field: &str) -> Outcome {
        self.0.key(key).await?;
        let focused = self.0.focused().await?;
        if focused.name == field && focused.is_visible {
            Ok(())
        } else {
            Err(Failure::new(format!("{key} leads to {focused:?}")))
        }
    }

    /// Types what else would be keys into a field: all of it stands there, and nothing else
    /// happens.
    pub async fn types_keys_into(self, field: &str) -> Outcome {
        let keys = "np?/";
        self.fill(field, keys).await?;
        let value = self.owed().value(field).await?;
        if value == keys && self.0.all(Which::Css("dialog")).await?.is_empty() {
            Ok(())
        } else {
            Err(Failure::new(format!("'{keys}' became '{value}'")))
        }
    }

    /// Turns the keys by themselves off or on.
    pub async fn turn_keys(self) -> Outcome {
        self.open("Keys").await?;
        self.reach("Single-key shortcuts").await?;
        self.0.key("Space").await?;
        self.leave("Keys").await
    }
}
