//! The model of the app's pages: what a person does there and what they see. All accessible names
//! of the app stand in this file and the folder of its name, and no other names a button, a field
//! or a heading.

pub mod bank;
pub mod books;
pub mod editor;
pub mod everyday;
pub mod figures;
pub mod keys;
pub mod offers;
pub mod payments;
pub mod reconcile;
pub mod recurring;
pub mod tables;
pub mod terms;
pub mod tour;

use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use xtask::browser::{Browser, Key, Which};
use xtask::step::{Failure, Outcome};

/// The app in a browser.
#[derive(Clone, Copy)]
pub struct Owed<'b>(pub &'b Browser);

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

/// The fields of a customer that take any text.
const CUSTOMER_FIELDS: [&str; 11] = [
    "Name",
    "Contact",
    "Email",
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

// Beginning, and where one is.
impl Owed<'_> {
    /// A folder for files of this journey; it goes with the browser.
    pub fn folder(&self, name: &str) -> Outcome<PathBuf> {
        let folder = self.0.profile().with_file_name("files").join(name);
        fs::create_dir_all(&folder)?;
        Ok(folder)
    }

    /// Begins a book in euros, without a tax.
    pub async fn begin(&self, name: &str) -> Outcome {
        self.begin_in(name, "Germany").await
    }

    pub async fn begin_in(&self, name: &str, country: &str) -> Outcome {
        self.0.open("/").await?;
        self.0.find(Which::Label("Your name or business")).await?;
        self.put("Your name or business", name).await?;
        self.0.choose("Country", country).await?;
        self.0.click("button", "Begin").await?;
        // The business and two number series, in one entry.
        self.wait_entries("the book", 1).await
    }

    /// Waits until a book is open.
    pub async fn ready(&self) -> Outcome {
        self.0.find(Which::Css(".trust")).await?;
        // The page itself may be of a part that comes later.
        self.0.find(Which::Css("main h1")).await.map(drop)
    }

    pub async fn reload(&self) -> Outcome {
        self.0.reload().await?;
        self.ready().await
    }

    /// Waits until the whole book was checked, or cannot be relied on anyway.
    pub async fn checked(&self) -> Outcome {
        self.0
            .wait_until("the book is checked", async || {
                let trust = self.trust().await?;
                Ok(trust["mode"] == "read-only" || trust["check"] != "running")
            })
            .await
    }

    /// How many entries the page shows the book to have.
    pub async fn entries(&self) -> Outcome<u64> {
        let entries = self.trust().await?["entries"].as_str().map(str::parse);
        match entries {
            Some(Ok(entries)) => Ok(entries),
            _ => Err(Failure::new("no book is open")),
        }
    }

    async fn trust(&self) -> Outcome<Value> {
        let body = "return { ...document.querySelector('.trust')?.dataset }";
        self.0.script(body, vec![]).await
    }

    async fn wait_entries(&self, what: &str, least: u64) -> Outcome {
        self.0
            .wait_until(&format!("{what} is saved"), async || {
                Ok(self.entries().await? >= least)
            })
            .await
    }

    /// Does something that saves, and waits until it is saved.
    async fn saving(&self, what: &str, act: impl AsyncFnOnce() -> Outcome) -> Outcome {
        let before = self.entries().await?;
        act().await?;
        let saved = self.wait_entries(what, before + 1).await;
        match saved {
            Ok(()) => Ok(()),
            Err(failure) => {
                let said = self.alert().await?.unwrap_or_default();
                Err(Failure::new(format!("{failure}; the page says '{said}'")))
            }
        }
    }

    /// Everything that the first page says, of whatever kind it is.
    pub async fn first_page(&self) -> Outcome<String> {
        self.0.find(Which::Css("main h1")).await?;
        self.page_text().await
    }

    pub async fn page_text(&self) -> Outcome<String> {
        let text = self
            .0
            .script("return document.body.innerText", vec![])
            .await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// Whether the first page welcomes a new user, and offers to bring a book.
    pub async fn is_at_start(&self) -> Outcome<bool> {
        let page = self.first_page().await?;
        Ok(page.contains("Your name or business") && page.contains("Bring your book"))
    }

    pub async fn page_says(&self, text: &str) -> Outcome<bool> {
        Ok(self.page_text().await?.contains(text))
    }

    /// Why the book is open to read only, where it is.
    pub async fn read_only(&self) -> Outcome<Option<String>> {
        let alerts = self.alerts().await?;
        Ok(alerts
            .into_iter()
            .find(|text| text.starts_with("Read only.")))
    }

    /// Whether a new invoice is offered.
    pub async fn can_write(&self) -> Outcome<bool> {
        self.to("/invoices", "Invoices").await?;
        let offered = self.0.all(Which::Role("link", "New invoice")).await?;
        let mut can = false;
        for link in offered {
            can |= link.attr("href").await?.is_some();
        }
        Ok(can)
    }

    /// What is told at once: what went wrong.
    async fn alerts(&self) -> Outcome<Vec<String>> {
        let texts = self
            .0
            .script(
                "return [...document.querySelectorAll('[role=alert], [role=alertdialog]')].map((one) => one.innerText)",
                vec![],
            )
            .await?;
        let texts = texts.as_array().cloned().unwrap_or_default();
        Ok(texts
            .iter()
            .filter_map(|text| text.as_str().map(str::to_owned))
            .collect())
    }

    async fn alert(&self) -> Outcome<Option<String>> {
        Ok(self.alerts().await?.into_iter().next())
    }

    /// Follows a link to a route and waits for its heading.
    async fn to(&self, route: &str, heading: &str) -> Outcome {
        self.0.goto(route).await?;
        self.0.heading(heading).await.map(drop)
    }

    /// Puts a text into a field at once: what no keyboard types as well.
    async fn put(&self, label: &str, text: &str) -> Outcome {
        let field = self.0.find(Which::Label(label)).await?;
        let arguments = vec![field.to_json()?, json!(text)];
        let body = "
            const [field, text] = arguments;
            field.focus();
            field.value = text;
            field.dispatchEvent(new Event('input', { bubbles: true }));
            field.dispatchEvent(new Event('change', { bubbles: true }));";
        self.0.script(body, arguments).await.map(drop)
    }

    async fn value(&self, label: &str) -> Outcome<String> {
        let field = self.0.find(Which::Label(label)).await?;
        Ok(field.prop("value").await?.unwrap_or_default())
    }
}

// What opens over any page.
impl Owed<'_> {
    /// Types into the finder, that is open.
    pub async fn find_place(&self, text: &str) -> Outcome {
        self.0.fill("Page, customer or invoice number", text).await
    }
}

// Customers.
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
        self.0.click("button", &format!("Keep mine, {field}")).await
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

// Invoices.
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
                self.page_says("This is what you typed before; it was not saved yet.")
                    .await
            })
            .await
    }

    /// Issues what stands in the form and gives back its number.
    pub async fn issue_now(&self) -> Outcome<String> {
        self.saving("the invoice", async || {
            self.0.click("button", "Issue").await
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

    async fn open_number(&self) -> Outcome<Option<String>> {
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

    /// Presses "Issue" and gives back what is told of it: why it was not saved, or its number.
    pub async fn try_to_issue(&self) -> Outcome<String> {
        self.0.click("button", "Issue").await?;
        let told = self
            .0
            .wait_for("issued or not", async || {
                let number = self.open_number().await?;
                Ok(self.alert().await?.or(number))
            })
            .await?;
        let close = Which::Role("button", "Back to what I typed");
        for button in self.0.all(close).await? {
            self.0.click_on(&button).await?;
        }
        self.0.gone(close).await?;
        Ok(told)
    }

    /// From now on, `go` on the channel `e2e` presses "Issue" in this tab.
    pub async fn issue_at_the_signal(&self) -> Outcome {
        let button = self.0.role("button", "Issue").await?;
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

    async fn listed(&self) -> Outcome<Vec<String>> {
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
        self.0.click("button", "Declare void").await?;
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

// Payments.
impl Owed<'_> {
    pub async fn pay(&self, customer: &str, date: &str, amount: &str) -> Outcome {
        self.to("/payments/new", "Record a payment").await?;
        for (label, text) in [("Customer", customer), ("Date", date), ("Amount", amount)] {
            self.0.fill(label, text).await?;
        }
        self.record_payment_now().await
    }

    pub async fn fill_payment_with(&self, text: &str, date: &str, amount: &str) -> Outcome {
        self.to("/payments/new", "Record a payment").await?;
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
        self.0
            .gone(Which::Role("heading", "Record a payment"))
            .await
    }

    pub async fn open_payments(&self) -> Outcome {
        self.to("/payments", "Payments").await
    }
}

// Figures.
impl Owed<'_> {
    /// What is owed today, as the first page says; 0 where nothing is, and empty where the page
    /// does not say it.
    pub async fn outstanding(&self) -> Outcome<String> {
        self.to("/", "Today").await?;
        let body = "return document.querySelector('main [data-figure=outstanding]')?.dataset.value";
        let value = self.0.script(body, vec![]).await?;
        Ok(value.as_str().unwrap_or_default().to_owned())
    }

    /// A figure of the open page as a plain decimal; `None` where it is undefined.
    pub async fn figure(&self, name: &str) -> Outcome<Option<String>> {
        let element = self
            .0
            .find(Which::Css(&format!("main [data-figure='{name}']")))
            .await?;
        Ok(element.attr("data-value").await?)
    }

    /// The aging as of a day, with the figures of a period.
    pub async fn open_aging(&self, day: &str, period: Option<(&str, &str)>) -> Outcome {
        let period = period.map_or_else(String::new, |(from, to)| format!("&from={from}&to={to}"));
        self.to(&format!("/aging?as_of={day}{period}"), "Aging & DSO")
            .await?;
        self.0
            .wait_until(&format!("the aging as of {day}"), async || {
                Ok(self.value("As of").await? == day)
            })
            .await
    }

    /// The buckets of the open aging with what is in them: amount and count.
    pub async fn buckets(&self) -> Outcome<Vec<(String, String, String)>> {
        let rows = self
            .0
            .script(
                "return [...document.querySelectorAll('main [data-figure=aging]')]
                   .map(({ dataset }) => [dataset.bucket, dataset.value, dataset.count])",
                vec![],
            )
            .await?;
        let text = |row: &Value, place: usize| row[place].as_str().unwrap_or_default().to_owned();
        let rows = rows.as_array().cloned().unwrap_or_default();
        Ok(rows
            .iter()
            .map(|row| (text(row, 0), text(row, 1), text(row, 2)))
            .collect())
    }

    /// The amounts by bucket as of a day; none where nothing was outstanding.
    pub async fn buckets_as_of(&self, day: &str) -> Outcome<Vec<(String, String)>> {
        self.open_aging(day, None).await?;
        let buckets = self.buckets().await?;
        Ok(buckets
            .into_iter()
            .map(|(bucket, amount, _)| (bucket, amount))
            .collect())
    }
}

// Files.
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
        if !told.contains("is with your downloads") {
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
    async fn saved_file(&self, folder: &Path, ending: &str, button: &str) -> Outcome<PathBuf> {
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
            .saved_file(folder, "eml", "Make the e-mail draft")
            .await?;
        self.saving("that it is sent", async || {
            self.0.click("button", "It is sent").await
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

    async fn refused(&self, file: &Path) -> Outcome<String> {
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
    async fn told_or_found(&self, heading: &str) -> Outcome {
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

// What other programs saved.
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
        self.told_or_found("Which column holds what").await
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
        self.told_or_found("Which column holds what").await
    }

    async fn choose_payments(&self, file: &Path, columns: &[(&str, &str)]) -> Outcome {
        self.choose_file(file).await?;
        self.told_or_found("Which column holds what").await?;
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
    async fn pick(&self, label: &str) -> Outcome {
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
                Ok(page.contains("An export of").then_some(page))
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

    async fn import_told(&self) -> Outcome<String> {
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
                let heading = Which::Role("heading", "Which column holds what");
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

    async fn choose_file(&self, file: &Path) -> Outcome {
        // From elsewhere, so that the page begins anew.
        self.open_customers().await?;
        self.to("/import", "Import").await?;
        self.0.give_file("File to import", file).await
    }

    async fn import_now(&self) -> Outcome {
        self.answer_currency().await?;
        let submit = self
            .0
            .find(Which::Css("main form button[type=submit]"))
            .await?;
        self.0.click_on(&submit).await?;
        Ok(())
    }
}

// Lists.
impl Owed<'_> {
    pub async fn open_invoices(&self) -> Outcome {
        self.to("/invoices", "Invoices").await
    }

    pub async fn open_aged_documents(&self, currency: &str) -> Outcome {
        self.to(
            &format!("/aging/documents?currency={currency}"),
            "Outstanding",
        )
        .await
    }

    /// Imports a records file and gives back what is told of it.
    pub async fn import_records(&self, file: &Path) -> Outcome<String> {
        self.choose_file(file).await?;
        self.import_told().await
    }

    /// Types into the filter of the open list, key by key, in place of what is there.
    pub async fn filter(&self, text: &str) -> Outcome {
        self.0.fill("Filter", text).await
    }

    pub async fn filter_text(&self) -> Outcome<String> {
        self.value("Filter").await
    }

    /// How many rows the open list says it has, to a screen reader; 0 where there is no list.
    pub async fn rows(&self) -> Outcome<u64> {
        let body = "
            const list = document.querySelector('main [role=grid]');
            return list ? Number(list.getAttribute('aria-rowcount')) - 1 : 0";
        Ok(self.0.script(body, vec![]).await?.as_u64().unwrap_or(0))
    }

    pub async fn wait_rows(&self, count: u64) -> Outcome {
        self.0
            .wait_until(&format!("a list of {count} rows"), async || {
                Ok(self.rows().await? == count)
            })
            .await
    }

    /// The texts of a column, of the rows that are in the page.
    pub async fn column(&self, label: &str) -> Outcome<Vec<String>> {
        let body = "
            return [...document.querySelectorAll(`main tr[aria-rowindex] td[data-label='${arguments[0]}']`)]
              .map((one) => one.textContent.trim())";
        let texts = self.0.script(body, vec![json!(label)]).await?;
        let texts = texts.as_array().cloned().unwrap_or_default();
        Ok(texts
            .iter()
            .filter_map(|text| text.as_str().map(str::to_owned))
            .collect())
    }

    /// Orders the list by a column, with the keyboard, and gives back how it is ordered then.
    pub async fn order_by(&self, column: &str) -> Outcome<String> {
        let button = self.0.role("button", column).await?;
        button.focus().await?;
        button.send_keys(Key::Enter + "").await?;
        let body = "return document.querySelector('main th[aria-sort]')?.getAttribute('aria-sort') ?? 'none'";
        let order = self.0.script(body, vec![]).await?;
        Ok(order.as_str().unwrap_or_default().to_owned())
    }

    pub async fn save_filter(&self, name: &str) -> Outcome {
        self.0.click("button", "Save this filter").await?;
        self.0.fill("Name of the filter", name).await?;
        self.0.press(Key::Enter + "").await?;
        self.0.role("link", name).await.map(drop)
    }

    pub async fn show_filter(&self, name: &str) -> Outcome {
        self.0.click("link", name).await
    }

    pub async fn remove_filter(&self, name: &str) -> Outcome {
        self.0
            .click("button", &format!("Remove the filter {name}"))
            .await?;
        self.0.gone(Which::Role("link", name)).await
    }

    pub async fn clear_filter(&self) -> Outcome {
        self.0.click("button", "Clear the filter").await
    }

    /// Goes on from the filter with the Tab key until the list has the focus.
    pub async fn tab_to_list(&self) -> Outcome {
        self.0.find(Which::Label("Filter")).await?.focus().await?;
        for _ in 0..40 {
            self.0.press(Key::Tab + "").await?;
            if self.is_list_focused().await? {
                return Ok(());
            }
        }
        Err(Failure::new("the list is not reached with the Tab key"))
    }

    pub async fn is_list_focused(&self) -> Outcome<bool> {
        let body = "return document.activeElement?.getAttribute('role') === 'grid'";
        Ok(self.0.script(body, vec![]).await? == json!(true))
    }

    pub async fn press(&self, key: Key) -> Outcome {
        self.0.press(key + "").await
    }

    /// The place of the current row, from 1, once it is in sight and named by the list.
    pub async fn current_row(&self) -> Outcome<u64> {
        let body = "
            const list = document.querySelector('main [role=grid]');
            const row = document.getElementById(list?.getAttribute('aria-activedescendant'));
            if (!row || row.getAttribute('aria-selected') !== 'true') return null;
            const { top, bottom } = row.getBoundingClientRect();
            return top >= 0 && bottom <= innerHeight ? Number(row.getAttribute('aria-rowindex')) - 1 : null";
        self.0
            .wait_for("a current row in sight", async || {
                Ok(self.0.script(body, vec![]).await?.as_u64())
            })
            .await
    }

    /// Each currency of the open list with its sums: what is open and what is invoiced.
    pub async fn totals(&self) -> Outcome<Vec<[String; 3]>> {
        let body = "
            return [...document.querySelectorAll('main .found [data-currency]')].map((one) => [
              one.dataset.currency,
              one.querySelector('[data-figure=list_balance]').dataset.value,
              one.querySelector('[data-figure=list_invoiced]').dataset.value]);";
        let totals = self.0.script(body, vec![]).await?;
        let totals = totals.as_array().cloned().unwrap_or_default();
        let text = |sums: &Value, at: usize| sums[at].as_str().unwrap_or_default().to_owned();
        Ok(totals
            .iter()
            .map(|sums| [0, 1, 2].map(|at| text(sums, at)))
            .collect())
    }

    /// What is wider than the window or than its cell: nothing, on a page to be shipped. An amount
    /// that is cut off would lie; a name may end in dots.
    pub async fn overflows(&self) -> Outcome<Vec<String>> {
        let found = self.0.script(include_str!("overflows.js"), vec![]).await?;
        let found = found.as_array().cloned().unwrap_or_default();
        Ok(found
            .iter()
            .filter_map(|text| text.as_str().map(str::to_owned))
            .collect())
    }

    /// How many rows are in the page.
    pub async fn drawn(&self) -> Outcome<u64> {
        let body = "return document.querySelectorAll('main tbody tr[aria-rowindex]').length";
        Ok(self.0.script(body, vec![]).await?.as_u64().unwrap_or(0))
    }

    /// Scrolls the window, and waits until what is in sight is drawn.
    pub async fn scroll_to(&self, px: u64) -> Outcome {
        let body = "
            scrollTo(0, arguments[0]);
            for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);";
        self.0.script_async(body, vec![json!(px)]).await.map(drop)
    }

    /// The place of the row, from 1, in the middle of the window.
    pub async fn row_in_the_middle(&self) -> Outcome<Option<u64>> {
        let body = "
            const row = document.elementFromPoint(innerWidth / 2, innerHeight / 2)?.closest('tr[aria-rowindex]');
            return row ? Number(row.getAttribute('aria-rowindex')) - 1 : null";
        Ok(self.0.script(body, vec![]).await?.as_u64())
    }
}

// Settings.
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
}

// The day: what is waiting, and what the app asks for.
impl Owed<'_> {
    /// The headings of the first page's parts, from above.
    pub async fn first_headings(&self) -> Outcome<Vec<String>> {
        self.first_page().await?;
        self.texts("main h2").await
    }

    async fn texts(&self, selector: &str) -> Outcome<Vec<String>> {
        let body =
            "return [...document.querySelectorAll(arguments[0])].map((one) => one.innerText)";
        let texts = self.0.script(body, vec![json!(selector)]).await?;
        let texts = texts.as_array().cloned().unwrap_or_default();
        let texts = texts.iter().filter_map(Value::as_str);
        Ok(texts.map(str::to_owned).collect())
    }

    /// A day from today on, where the browser is.
    pub async fn day(&self, from_today: i32) -> Outcome<String> {
        let body = "
            const day = new Date();
            day.setDate(day.getDate() + arguments[0]);
            const two = (number) => String(number).padStart(2, '0');
            return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;";
        let day = self.0.script(body, vec![json!(from_today)]).await?;
        Ok(day.as_str().unwrap_or_default().to_owned())
    }

    pub async fn save_draft(&self, draft: &Invoice, delivered: &str) -> Outcome {
        self.fill_invoice(draft).await?;
        self.0.fill("Delivered on", delivered).await?;
        self.saving("the draft", async || {
            self.0.click("button", "Save draft").await
        })
        .await?;
        self.0.gone(Which::Role("heading", "New invoice")).await
    }

    /// What was done last, the last first.
    pub async fn activity(&self) -> Outcome<Vec<String>> {
        self.0.find(Which::Css("#activity")).await?;
        self.texts("section[aria-labelledby=activity] li").await
    }

    /// Follows a figure of the open page to what it is made of.
    pub async fn follow_figure(&self, name: &str) -> Outcome {
        let link = format!("main a:has([data-figure='{name}'])");
        self.0.click_at(Which::Css(&link)).await
    }

    /// Opens the oldest draft of delivered work.
    pub async fn open_delivered(&self) -> Outcome {
        let link = Which::Css("section[aria-labelledby=unbilled] a");
        self.0.click_at(link).await
    }

    /// What stands where something is marked so for tests; empty where nothing is.
    pub async fn marked(&self, test: &str) -> Outcome<String> {
        let texts = self.texts(&format!("[data-test={test}]")).await?;
        Ok(texts.join(" "))
    }

    /// What is said of whether the book is saved, always in sight.
    pub async fn saved_words(&self) -> Outcome<String> {
        Ok(self.texts(".trust b").await?.join(" "))
    }

    /// What is said of the last backup, always in sight.
    pub async fn backup_words(&self) -> Outcome<String> {
        Ok(self.texts(".trust a").await?.join(" "))
    }

    /// Waits for what the backup page says of how the browser keeps the book.
    pub async fn wait_kept(&self, text: &str) -> Outcome {
        self.0
            .wait_until(text, async || {
                let said = self.texts("[data-test=kept]").await?;
                Ok(said.first().is_some_and(|said| said.starts_with(text)))
            })
            .await
    }

    pub async fn ask_to_keep(&self) -> Outcome {
        self.0.click("button", "Ask the browser to keep it").await
    }

    pub async fn wait_alert(&self, text: &str) -> Outcome {
        self.0
            .wait_until(text, async || {
                Ok(self.alerts().await?.iter().any(|told| told.contains(text)))
            })
            .await
    }

    /// Presses the button of the backup page and gives back what it says.
    pub async fn try_to_back_up(&self) -> Outcome<String> {
        let before = self.texts("main .notice .title").await?;
        self.0.click("button", "Save a backup").await?;
        self.0
            .wait_for("what became of the backup", async || {
                let told = self.texts("main .notice .title").await?;
                Ok((told != before && !told.is_empty()).then(|| told.join(" ")))
            })
            .await
    }

    /// Whether the open page reminds of a backup.
    pub async fn reminded(&self) -> Outcome<bool> {
        Ok(!self.0.all(Which::Css("main .reminder")).await?.is_empty())
    }

    pub async fn remind_later(&self) -> Outcome {
        self.0.click("button", "Later").await?;
        self.0.gone(Which::Css("main .reminder")).await
    }

    pub async fn backup_from_reminder(&self, folder: &Path) -> Outcome {
        self.0.save_into(folder).await?;
        self.0.click("button", "Save a backup").await?;
        self.0.gone(Which::Css("main .reminder")).await
    }

    /// What a restore would take (`lost`) or bring (`brought`), where it would.
    pub async fn difference(&self, side: &str) -> Outcome<Option<String>> {
        let texts = self.texts(&format!("[data-test={side}]")).await?;
        Ok(texts.into_iter().next())
    }

    pub async fn begin_payment(&self, customer: &str, date: &str, amount: &str) -> Outcome {
        self.to("/payments/new", "Record a payment").await?;
        for (label, text) in [("Customer", customer), ("Date", date), ("Amount", amount)] {
            self.0.fill(label, text).await?;
        }
        Ok(())
    }

    /// Gives each of these invoices its part of the payment.
    pub async fn split(&self, parts: &[(&str, &str)]) -> Outcome {
        let by_hand = self.0.find(Which::Label("By hand")).await?;
        self.0.click_on(&by_hand).await?;
        for (number, amount) in parts {
            self.0.fill(&format!("Apply to {number}"), amount).await?;
        }
        Ok(())
    }

    pub async fn payment_effect(&self) -> Outcome<String> {
        self.0.find(Which::Test("payment-effect")).await?;
        Ok(self.texts("[data-test=payment-effect]").await?.join(" "))
    }

    /// The documents in the list with what is left of each.
    pub async fn balances(&self) -> Outcome<Vec<(String, String)>> {
        let numbers = self.numbers().await?;
        let values = self
            .0
            .script(
                "return [...document.querySelectorAll('main [data-figure=balance]')].map(({ dataset }) => dataset.value)",
                vec![],
            )
            .await?;
        let values = values.as_array().cloned().unwrap_or_default();
        let values = values
            .iter()
            .map(|value| value.as_str().unwrap_or_default().to_owned());
        Ok(numbers.into_iter().zip(values).collect())
    }

    pub async fn name_device(&self, name: &str) -> Outcome {
        self.to("/settings", "Settings").await?;
        self.0.fill("Name of this device", name).await?;
        self.0.click("button", "Save the name").await?;
        self.0
            .wait_until("the name is saved", async || {
                let button = self.0.role("button", "Save the name").await?;
                Ok(!button.is_enabled().await?)
            })
            .await
    }
}

/// The files that the browser saved there to their end.
fn files_in(folder: &Path) -> Outcome<Vec<PathBuf>> {
    files_in_ending(folder, "json")
}

fn files_in_ending(folder: &Path, wanted: &str) -> Outcome<Vec<PathBuf>> {
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
