//! What other programs saved, on the import page.

use super::Owed;
use std::path::Path;
use xtask::browser::Which;
use xtask::step::{Failure, Outcome};

impl Owed<'_> {
    /// Imports a table, with these columns chosen by their names, and gives back what is told.
    pub async fn import_csv(&self, file: &Path, columns: &[(&str, &str)]) -> Outcome<String> {
        self.look_at_table(file).await?;
        for (label, column) in columns {
            self.0.choose(label, column).await?;
        }
        self.import_looked_at().await
    }

    /// Chooses a table, up to where it is told what is in it.
    pub async fn look_at_table(&self, file: &Path) -> Outcome {
        self.choose_file(file).await?;
        self.told_or_found("Which column is which").await
    }

    /// Imports a table of payments, which it does not look like.
    pub async fn import_payments(&self, file: &Path, columns: &[(&str, &str)]) -> Outcome<String> {
        self.choose_payments(file, columns).await?;
        self.import_looked_at().await
    }

    /// The same of a table of which something is odd: what is told of it.
    pub async fn check_payments(&self, file: &Path, columns: &[(&str, &str)]) -> Outcome<String> {
        self.choose_payments(file, columns).await?;
        self.import_now().await?;
        self.0
            .wait_for(&format!("the check of {}", file.display()), async || {
                self.checked_table().await
            })
            .await
    }

    /// Goes back to how the table that is shown as odd is read.
    pub async fn back_to_columns(&self) -> Outcome {
        self.0.click("button", "Back to the columns").await?;
        self.told_or_found("Which column is which").await
    }

    pub(super) async fn choose_payments(&self, file: &Path, columns: &[(&str, &str)]) -> Outcome {
        self.choose_file(file).await?;
        self.told_or_found("Which column is which").await?;
        self.pick("Payments").await?;
        for (label, column) in columns {
            self.0.choose(label, column).await?;
        }
        Ok(())
    }

    /// Which column is chosen under each of these labels, counted from 0.
    pub async fn chosen_columns(&self, labels: &[&str]) -> Outcome<Vec<String>> {
        self.customer_fields(labels).await
    }

    /// Picks one of several, by its label.
    pub(super) async fn pick(&self, label: &str) -> Outcome {
        let radio = self.0.find(Which::Label(label)).await?;
        self.0.click_on(&radio).await?;
        Ok(())
    }

    /// Chooses another program's export, and gives back what is said of it.
    pub async fn look_at_export(&self, file: &Path) -> Outcome<String> {
        self.choose_file(file).await?;
        self.0
            .wait_for("the export, looked at", async || {
                let page = self.page_text().await?;
                Ok(page.contains("An export from").then_some(page))
            })
            .await
    }

    pub async fn can_import(&self) -> Outcome<bool> {
        let submit = self
            .0
            .find(Which::Css("main form button[type=submit]"))
            .await?;
        Ok(submit.prop("disabled").await?.as_deref() == Some("false"))
    }

    /// Says when those were paid that the file calls paid without a date.
    pub async fn paid_when(&self, way: &str) -> Outcome {
        self.pick(way).await
    }

    pub async fn paid_on(&self, day: &str) -> Outcome {
        self.pick("All on one day").await?;
        self.0.fill("Paid on", day).await
    }

    /// What the open page of a customer says that they owe.
    pub async fn owes(&self, name: &str) -> Outcome<String> {
        self.open_customer(name).await?;
        Ok(self.figure("outstanding").await?.unwrap_or_default())
    }

    pub async fn undo_import(&self) -> Outcome {
        self.saving("the undoing of the import", async || {
            self.0.click("button", "Undo the import").await
        })
        .await?;
        self.0.gone(Which::Role("button", "Undo the import")).await
    }

    /// Begins to import what was looked at, gives it up, and gives back what is told.
    pub async fn give_up_import(&self, file: &Path) -> Outcome<String> {
        self.import_now().await?;
        self.0.click("button", "Cancel").await?;
        self.refused(file).await?;
        self.page_text().await
    }

    /// Frames that the page has painted since it was asked the last time.
    pub async fn frames(&self) -> Outcome<u64> {
        let body = "
            const count = window.frames_painted ?? 0;
            window.frames_painted = 0;
            if (!window.counts_frames) {
                window.counts_frames = true;
                const next = () => { window.frames_painted += 1; requestAnimationFrame(next); };
                requestAnimationFrame(next);
            }
            return count";
        Ok(self.0.script(body, vec![]).await?.as_u64().unwrap_or(0))
    }

    /// Imports what was looked at, and gives back what is told.
    pub async fn import_looked_at(&self) -> Outcome<String> {
        self.import_now().await?;
        self.import_told().await
    }

    pub(super) async fn import_told(&self) -> Outcome<String> {
        self.0
            .wait_for("the import, done or refused", async || {
                // The page is read after it is known to tell: not before, while it still imports.
                if !self.0.all(Which::Test("import-report")).await?.is_empty() {
                    return Ok(Some(Ok(self.page_text().await?)));
                }
                if self.alert().await?.is_some() || self.checked_table().await?.is_some() {
                    return Ok(Some(Err(Failure::new(self.page_text().await?))));
                }
                Ok(None)
            })
            .await?
    }

    /// Tries to import a table of which something is wrong, and gives back all that is told.
    pub async fn refused_import(&self, file: &Path) -> Outcome<String> {
        self.choose_file(file).await?;
        let is_read = self
            .0
            .wait_for("the table, read or refused", async || {
                let heading = Which::Role("heading", "Which column is which");
                if !self.0.all(heading).await?.is_empty() {
                    return Ok(Some(true));
                }
                Ok(self.alert().await?.map(|_| false))
            })
            .await?;
        if !is_read {
            self.refused(file).await?;
            return self.page_text().await;
        }
        self.import_now().await?;
        self.0
            .wait_for(&format!("what is told of {}", file.display()), async || {
                if !self.0.all(Which::Css("main .progress")).await?.is_empty() {
                    return Ok(None);
                }
                if let Some(told) = self.checked_table().await? {
                    return Ok(Some(told));
                }
                let is_refused = self.alert().await?.is_some();
                Ok(if is_refused {
                    Some(self.page_text().await?)
                } else {
                    None
                })
            })
            .await
    }

    pub(super) async fn choose_file(&self, file: &Path) -> Outcome {
        // From elsewhere, so that the page begins anew.
        self.open_customers().await?;
        self.to("/import", "Import").await?;
        self.0.give_file("File to import", file).await
    }

    pub(super) async fn import_now(&self) -> Outcome {
        self.answer_currency().await?;
        let submit = self
            .0
            .find(Which::Css("main form button[type=submit]"))
            .await?;
        self.0.click_on(&submit).await?;
        Ok(())
    }
}
