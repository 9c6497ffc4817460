//! Files that go out and come back: backups, PDFs, e-mails, calendars.

use super::Owed;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use xtask::browser::Which;
use xtask::step::{Failure, Outcome};

impl Owed<'_> {
    pub async fn open_backup(&self) -> Outcome {
        self.to("/backup", "Backup").await
    }

    /// Saves a backup and gives back its file. From a read-only book it is saved where that is
    /// said.
    pub async fn backup_into(&self, folder: &Path) -> Outcome<PathBuf> {
        self.0.save_into(folder).await?;
        if self.read_only().await?.is_some() {
            self.to("/invoices", "Invoices").await?;
        } else {
            self.open_backup().await?;
        }
        let before = files_in(folder)?;
        self.0.click("button", "Save a backup").await?;
        self.0
            .wait_for("the backup", async || {
                let page = self.page_text().await?;
                let refused = ["No backup: ", "No file was saved: "];
                let told = page
                    .lines()
                    .find(|line| refused.iter().any(|no| line.starts_with(no)));
                if let Some(told) = told {
                    return Ok(Some(Err(Failure::new(told))));
                }
                let fresh = files_in(folder)?
                    .into_iter()
                    .find(|file| !before.contains(file));
                Ok(fresh.map(Ok))
            })
            .await?
    }

    /// The PDF of the document that is open, saved into this folder. What is told, where there is
    /// none.
    pub async fn download_pdf(&self, folder: &Path) -> Outcome<PathBuf> {
        self.0.save_into(folder).await?;
        for file in files_in_ending(folder, "pdf")? {
            fs::remove_file(file)?;
        }
        let notice = "main .actions + .notice";
        // What was told of an earlier one goes when the button is pressed; this tells them apart.
        let forget = "document.querySelector(arguments[0])?.setAttribute('data-earlier', '')";
        self.0.script(forget, vec![json!(notice)]).await?;
        self.0.click("button", "Download PDF").await?;
        let fresh = format!("{notice}:not([data-earlier])");
        let told = self
            .0
            .wait_for("what is told of the PDF", async || {
                Ok(self.texts(&fresh).await?.into_iter().next())
            })
            .await?;
        if !told.starts_with("Downloaded ") {
            return Err(Failure::new(told));
        }
        self.0
            .wait_for("the PDF", async || {
                Ok(files_in_ending(folder, "pdf")?.into_iter().next())
            })
            .await
    }

    /// Makes this tab issue so many invoices of 10 one after the other, through the form, once the
    /// signal comes. It goes on while another tab is in sight.
    pub async fn issue_many_at_the_signal(&self, customer: &str, count: usize) -> Outcome {
        let body = "
            const [customer, count] = arguments;
            window.given = [];
            // Timers of a tab that is not in sight are held back; messages are not.
            const turn = () => new Promise((resolve) => {
                const { port1, port2 } = new MessageChannel();
                port1.onmessage = resolve;
                port2.postMessage(0);
            });
            const until = async (seen) => { for (;;) { const found = seen(); if (found) return found; await turn(); } };
            const type = (id, text) => {
                const field = document.getElementById(id);
                field.value = text;
                field.dispatchEvent(new InputEvent('input', { bubbles: true }));
            };
            const heading = () => document.querySelector('main h1')?.innerText ?? '';
            const all = async () => {
                while (window.given.length < count) {
                    location.hash = '#/invoices/new';
                    await until(() => heading() === 'New invoice' && document.getElementById('f-line-1-price'));
                    type('f-customer', customer);
                    type('f-line-1-description', 'Work');
                    type('f-line-1-price', '10');
                    await turn();
                    document.querySelector('main form button[type=submit]').click();
                    window.given.push(await until(() => heading().match(/^Invoice (\\S+)$/)?.[1]));
                }
            };
            window.signal = new BroadcastChannel('e2e');
            window.signal.onmessage = () => all().catch((error) => { window.given = String(error); });";
        let arguments = vec![customer.into(), count.into()];
        self.0.script(body, arguments).await.map(drop)
    }

    /// The numbers that the tab in sight was given.
    pub async fn issued_many(&self, count: usize) -> Outcome<Vec<String>> {
        self.0
            .wait_for(&format!("{count} invoices of this tab"), async || {
                let given = self.0.script("return window.given", vec![]).await?;
                let numbers = given.as_array().map(|list| {
                    let texts = list.iter().filter_map(|one| one.as_str());
                    texts.map(str::to_owned).collect::<Vec<String>>()
                });
                let numbers = numbers.ok_or_else(|| Failure::new(given.to_string()))?;
                Ok((numbers.len() == count).then_some(numbers))
            })
            .await
    }

    /// Presses a button that saves a file of this ending, and waits for it.
    pub(super) async fn saved_file(
        &self,
        folder: &Path,
        ending: &str,
        button: &str,
    ) -> Outcome<PathBuf> {
        self.0.save_into(folder).await?;
        self.0.click("button", button).await?;
        self.0
            .wait_for(&format!("a file .{ending}"), async || {
                Ok(files_in_ending(folder, ending)?.into_iter().next())
            })
            .await
    }

    /// Makes the e-mail draft of the open invoice to this address, says that it is sent, and gives
    /// back the file.
    pub async fn send_by_mail(&self, folder: &Path, to: &str) -> Outcome<PathBuf> {
        self.0.click("button", "Send").await?;
        self.0.fill("To", to).await?;
        let draft = self
            .saved_file(folder, "eml", "Download e-mail draft")
            .await?;
        self.saving("that it is sent", async || {
            self.0.click("button", "Mark as sent").await
        })
        .await?;
        self.0.gone(Which::Css("dialog")).await?;
        Ok(draft)
    }

    /// The payment code that is printed with the open document: its side with the light around it,
    /// and its bars as they are drawn.
    pub async fn payment_code(&self) -> Outcome<(String, String)> {
        let code = self.0.find(Which::Css(".printed .paper-code")).await?;
        let body = "return [arguments[0].getAttribute('viewBox'),
            arguments[0].querySelectorAll('path')[1].getAttribute('d')]";
        let drawn = self.0.script(body, vec![code.to_json()?]).await?;
        let text = |index: usize| drawn[index].as_str().unwrap_or_default().to_owned();
        Ok((text(0), text(1)))
    }

    /// Words of its own for the e-mails in English: what is told of a wrong place in them, and the
    /// example that the right ones make.
    pub async fn write_own_mail(&self, wrong: &str, subject: &str) -> Outcome<(String, String)> {
        self.open_settings().await?;
        let summary = self
            .0
            .find(Which::Css(".mail:first-of-type > summary"))
            .await?;
        self.0.click_on(&summary).await?;
        let field = "Subject of English e-mails";
        self.put(field, wrong).await?;
        let problem = Which::Css(".mail:first-of-type .problem");
        let told = self.0.find(problem).await?.text().await?;
        self.put(field, subject).await?;
        self.0.gone(problem).await?;
        let example = self
            .0
            .find(Which::Css(".mail:first-of-type .mail-example b"))
            .await?;
        let example = example.text().await?;
        self.save_settings().await?;
        Ok((told, example))
    }

    /// The subject that an e-mail with the open invoice begins with.
    pub async fn mail_subject(&self) -> Outcome<String> {
        self.0.click("button", "Send").await?;
        let subject = self.value("Subject").await?;
        self.0.click("button", "Cancel").await?;
        self.0.gone(Which::Css("dialog")).await?;
        Ok(subject)
    }

    /// The due dates of what is outstanding, as a calendar file.
    pub async fn save_calendar(&self, folder: &Path) -> Outcome<String> {
        self.to("/", "Today").await?;
        let bucket = Which::Css(".buckets li:nth-child(5) a");
        let bucket = self.0.find(bucket).await?;
        self.0.click_on(&bucket).await?;
        self.0.gone(Which::Role("heading", "Today")).await?;
        let file = self
            .saved_file(folder, "ics", "Save the due dates as a calendar")
            .await?;
        Ok(fs::read_to_string(file)?)
    }

    /// Chooses a backup on any page that takes one, and gives back what is asked: the label of
    /// each field and what is offered in it.
    pub async fn plan_restore(&self, file: &Path) -> Outcome<Vec<(String, String)>> {
        self.0.give_file("Backup file", file).await?;
        self.told_or_found("What is in this backup").await?;
        let fields = self
            .0
            .script(
                "return [...document.querySelectorAll('form.plan input')].map((one) => [one.labels[0].innerText, one.value])",
                vec![],
            )
            .await?;
        let fields = fields.as_array().cloned().unwrap_or_default();
        let text =
            |field: &Value, place: usize| field[place].as_str().unwrap_or_default().to_owned();
        Ok(fields
            .iter()
            .map(|field| (text(field, 0), text(field, 1)))
            .collect())
    }

    /// Answers what is asked, in order, and restores.
    pub async fn answer_and_restore(&self, answers: &[&str]) -> Outcome {
        let fields = self.0.all(Which::Css("form.plan input")).await?;
        for (field, answer) in fields.iter().zip(answers) {
            self.0.type_over(field, answer).await?;
        }
        let submit = self
            .0
            .find(Which::Css("form.plan button[type=submit]"))
            .await?;
        self.0.click_on(&submit).await?;
        self.0.gone(Which::Css("form.plan")).await?;
        self.0.gone(Which::Css("main .progress")).await?;
        self.ready().await?;
        self.checked().await
    }

    pub async fn restore(&self, file: &Path, answers: &[&str]) -> Outcome {
        self.plan_restore(file).await?;
        self.answer_and_restore(answers).await
    }

    /// Chooses a file that must be refused, and gives back what is told.
    pub async fn refused_restore(&self, file: &Path) -> Outcome<String> {
        self.0.give_file("Backup file", file).await?;
        self.refused(file).await
    }

    pub(super) async fn refused(&self, file: &Path) -> Outcome<String> {
        self.0
            .wait_for(&format!("what is told of {}", file.display()), async || {
                if !self.0.all(Which::Css("main .progress")).await?.is_empty() {
                    return Ok(None);
                }
                self.alert().await
            })
            .await
    }

    /// Waits for a heading; what is told instead of it is the failure.
    pub(super) async fn told_or_found(&self, heading: &str) -> Outcome {
        self.0
            .wait_for(heading, async || {
                if !self
                    .0
                    .all(Which::Role("heading", heading))
                    .await?
                    .is_empty()
                {
                    return Ok(Some(Ok(())));
                }
                let alerts = self.alerts().await?;
                let refused = alerts.into_iter().find(|text| text.contains("Nothing was"));
                Ok(refused.map(|text| Err(Failure::new(text))))
            })
            .await?
    }
}

/// The files that the browser saved there to their end.
pub(super) fn files_in(folder: &Path) -> Outcome<Vec<PathBuf>> {
    files_in_ending(folder, "json")
}

pub(super) fn files_in_ending(folder: &Path, wanted: &str) -> Outcome<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let is_whole = path.extension().is_some_and(|ending| ending == wanted);
        if is_whole && fs::metadata(&path)?.len() > 0 {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
