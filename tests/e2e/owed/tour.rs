//! A walk past every page, dialog and error of the app that a journey can reach. At each place
//! something looks at it in four forms: 1280 and 360 px wide, light and dark.

use super::Owed;
use crate::bank::{APRIL, camt};
use crate::faults::{ABORTED, FULL_DISK};
use crate::hands::Hands;
use crate::imports::SERVERLESS;
use std::fs;
use std::path::{Path, PathBuf};
use xtask::browser::{Browser, Key, Which};
use xtask::step::{Failure, Outcome};

/// Width, height, and whether it is dark.
const FORMS: [(u32, u32, bool); 4] = [
    (1280, 900, false),
    (1280, 900, true),
    (360, 780, false),
    (360, 780, true),
];

/// A bank's table whose dates can be read in two ways.
const BANK_TABLE: &str = "Buchungstag;Valuta;Auftraggeber/Empfänger;Verwendungszweck;Betrag;Währung;Saldo nach Buchung\n03.04.2026;03.04.2026;Aktiengesellschaft für außerordentlich lange Firmennamen;Rechnung 2026-0001 vom 2. März, mit bestem Dank;250,00;EUR;1250,00\n04.04.2026;04.04.2026;Hausbank;Gebühr;-12,50;EUR;1237,50\n";

/// The browser keeps what a page saves in the way that the local storage says.
const KEEPS: &str = "
    const keeps = location.protocol === 'http:' && localStorage.keeps;
    if (keeps) {
        StorageManager.prototype.persisted = async () => keeps === 'promised';
        StorageManager.prototype.persist = async () => keeps === 'promised';
        if (keeps === 'private') StorageManager.prototype.getDirectory = async () => { throw new DOMException('no', 'SecurityError'); };
        if (keeps === 'blocked') Permissions.prototype.query = async () => ({ state: 'denied' });
    }";

/// What looks.
pub enum Eye {
    /// For what keeps people out.
    Barriers,
    /// Takes pictures into this folder.
    Pictures(PathBuf),
    /// For words that are not of the catalogue, in the language of foreign letters. These are the
    /// book's own.
    Words(Vec<String>),
}

pub struct Tour<'b> {
    browser: &'b Browser,
    eye: Eye,
    /// What pictures of this part of the walk begin with.
    part: &'static str,
    places: usize,
    found: Vec<String>,
}

impl<'b> Tour<'b> {
    pub fn new(browser: &'b Browser, part: &'static str, eye: Eye) -> Tour<'b> {
        Tour {
            browser,
            eye,
            part,
            places: 0,
            found: Vec::new(),
        }
    }

    /// # Errors
    /// All that was found on the way.
    pub fn end(self) -> Outcome {
        println!("{}: {} places", self.part, self.places);
        if self.found.is_empty() {
            return Ok(());
        }
        let count = self.found.len();
        Err(Failure::new(format!(
            "{count} found:\n{}",
            self.found.join("\n")
        )))
    }

    /// Looks at what is open now.
    pub async fn look(&mut self, place: &str) -> Outcome {
        // The kit is seen by those who work on the program.
        if place.starts_with("kit") && matches!(self.eye, Eye::Words(_)) {
            return Ok(());
        }
        self.places += 1;
        for (width, height, dark) in FORMS {
            if dark && matches!(self.eye, Eye::Words(_)) {
                continue;
            }
            self.browser.viewport(width, height).await?;
            self.browser.dark(dark).await?;
            let scheme = if dark { "dark" } else { "light" };
            match &self.eye {
                Eye::Barriers => {
                    let mut found = self.browser.barriers().await?;
                    found.extend(self.too_wide().await?);
                    found.extend(self.zeros().await?);
                    let form = format!("{} {place} {width} {scheme}", self.part);
                    let found = found.iter().map(|line| format!("{form}: {line}"));
                    self.found.extend(found);
                }
                Eye::Words(own) => {
                    let mut found = self.english(own).await?;
                    found.extend(self.too_wide().await?);
                    let form = format!("{} {place} {width}", self.part);
                    // What stands on every page is told once.
                    for line in found {
                        if !self.found.iter().any(|told| told.ends_with(&line)) {
                            self.found.push(format!("{form}: {line}"));
                        }
                    }
                }
                Eye::Pictures(folder) => {
                    let (part, place) = (self.part, place.replace(' ', "-"));
                    let name = format!("{part}-{:02}-{place}-{width}-{scheme}.png", self.places);
                    self.whole_page(width, height, &folder.join(name)).await?;
                }
            }
        }
        self.browser.viewport(1280, 900).await?;
        self.browser.dark(false).await
    }

    /// The page itself never scrolls sideways.
    async fn too_wide(&self) -> Outcome<Option<String>> {
        let body = "const { scrollWidth, clientWidth } = document.documentElement;
            if (scrollWidth <= clientWidth) return null;
            const wide = [...document.querySelectorAll('body *')]
              .filter((one) => { const { left, right } = one.getBoundingClientRect();
                return document.documentElement.dir === 'rtl' ? left < 0 : right > clientWidth; }).map((one) => one.outerHTML.slice(0, 80));
            return `the page is ${scrollWidth - clientWidth} px too wide: ${wide.slice(-3).join(' ')}`";
        let told = self.browser.script(body, vec![]).await?;
        Ok(told.as_str().map(str::to_owned))
    }

    /// What stands in the page with an English letter in it, and is not of the book's own words.
    async fn english(&self, own: &[String]) -> Outcome<Vec<String>> {
        let typed = self.browser.typed();
        let typed = typed
            .iter()
            .flat_map(|text| text.split(['\n', '\r', ';', ',', '\t', '|', '<', '>', '"', ':']));
        let typed = typed
            .map(str::trim)
            .filter(|text| !text.is_empty())
            .map(str::to_owned);
        let mut data: Vec<String> = own
            .iter()
            .cloned()
            .chain(self.browser.typed())
            .chain(typed)
            .collect();
        // The longest first: a short one may be a part of it.
        data.sort_by_key(|text| std::cmp::Reverse(text.len()));
        data.dedup();
        let found = self
            .browser
            .script(include_str!("english.js"), vec![data.into()])
            .await?;
        let found = found.as_array().cloned().unwrap_or_default();
        Ok(found
            .iter()
            .filter_map(|line| line.as_str().map(str::to_owned))
            .collect())
    }

    /// What the first part of the program reads and only the rest brings would be zeros.
    async fn zeros(&self) -> Outcome<Option<String>> {
        let body = "const text = document.documentElement.outerHTML;
            const place = text.indexOf('\\0');
            return place < 0 ? null : `zeros: ${text.slice(Math.max(0, place - 80), place)}`";
        let told = self.browser.script(body, vec![]).await?;
        Ok(told.as_str().map(str::to_owned))
    }

    /// As much of the page as a picture is good for.
    async fn whole_page(&self, width: u32, height: u32, file: &Path) -> Outcome {
        const HEIGHT_MAX: u32 = 2200;
        let body = "await Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {})));
            return document.querySelector('dialog[open]') ? 0 : document.documentElement.scrollHeight";
        let whole = self.browser.script_async(body, vec![]).await?;
        let whole = whole.as_u64().and_then(|whole| whole.try_into().ok());
        let tall = whole.unwrap_or(height).clamp(height, HEIGHT_MAX);
        self.browser.viewport(width, tall).await?;
        self.browser.screenshot(file).await
    }

    fn owed(&self) -> Owed<'b> {
        Owed(self.browser)
    }

    /// Follows a link to a route, and looks at the page.
    async fn page(&mut self, place: &str, route: &str, heading: &str) -> Outcome {
        self.owed().to(route, heading).await?;
        self.look(place).await
    }

    async fn press(&self, name: &str) -> Outcome {
        self.browser.click("button", name).await
    }

    /// Sends a form that cannot be taken, and looks at what it says.
    async fn refused(&mut self, place: &str, button: &str) -> Outcome {
        self.press(button).await?;
        self.browser.find(Which::Css("main .notice.bad")).await?;
        self.look(place).await
    }

    /// Opens a dialog of the page, sends it as it is where that is refused, and closes it.
    async fn dialog(&mut self, button: &str, is_refused: bool) -> Outcome {
        let name = button.trim_end_matches('…').to_lowercase();
        self.press(button).await?;
        self.browser.find(Which::Css("dialog")).await?;
        self.look(&format!("dialog {name}")).await?;
        if is_refused {
            let submit = Which::Css("dialog button[type=submit]");
            self.browser.click_at(submit).await?;
            self.browser.find(Which::Css("dialog .notice.bad")).await?;
            self.look(&format!("dialog {name} refused")).await?;
        }
        self.press("Cancel").await?;
        self.browser.gone(Which::Css("dialog")).await
    }

    /// Opens the first document of a list, and gives back its route.
    async fn first_of(&self, status: &str) -> Outcome<String> {
        self.owed()
            .to(&format!("/invoices?status={status}"), "Invoices")
            .await?;
        // The list follows its address a moment later.
        let link = "const chip = document.querySelector('.chips [aria-current]');
            const is_there = chip?.hash.endsWith(`=${arguments[0]}`);
            return is_there ? document.querySelector('main tbody td[data-label=Number] a')?.hash : null";
        let hash = self
            .browser
            .wait_for(&format!("a document that is {status}"), async || {
                let hash = self.browser.script(link, vec![status.into()]).await?;
                Ok(hash.as_str().map(str::to_owned))
            })
            .await?;
        let route = hash.trim_start_matches('#').to_owned();
        self.browser.goto(&route).await?;
        self.browser
            .gone(Which::Role("heading", "Invoices"))
            .await?;
        Ok(route)
    }
}

// The parts of the walk.
impl Tour<'_> {
    pub async fn open_demo(&self) -> Outcome {
        self.browser.open("/demo").await?;
        // It is open for a moment before it is made up.
        self.owed().wait_entries("the demo", 1).await?;
        self.owed().checked().await
    }

    /// The pages of the demo book.
    pub async fn pages(&mut self) -> Outcome {
        self.open_demo().await?;
        self.page("today", "/", "Today").await?;
        self.page("invoices", "/invoices", "Invoices").await?;
        let overdue = "/invoices?status=overdue";
        self.page("invoices overdue", overdue, "Invoices").await?;
        self.owed().put("Filter", "nobody at all").await?;
        self.browser.find(Which::Css("main .empty")).await?;
        self.look("invoices none").await?;
        self.owed().open_customers().await?;
        for status in ["overdue", "paid", "credits", "void"] {
            self.first_of(status).await?;
            self.look(&format!("document {status}")).await?;
        }
        self.page("customers", "/customers", "Customers").await?;
        let link = Which::Css("main tbody tr:nth-child(3) a");
        self.browser.click_at(link).await?;
        self.browser
            .gone(Which::Role("heading", "Customers"))
            .await?;
        self.look("customer").await?;
        self.page("payments", "/payments", "Payments").await?;
        self.bank().await?;
        self.reminders().await?;
        self.page("recurring", "/recurring", "Recurring").await?;
        self.page("numbers", "/numbers", "Numbers").await?;
        self.page("aging", "/aging", "Receivables").await?;
        let wrong = "/aging?bounds=90,30";
        self.page("aging refused", wrong, "Receivables").await?;
        self.owed().to("/", "Today").await?;
        let bucket = Which::Css("[data-currency=EUR] .buckets li:nth-child(2) a");
        self.browser.click_at(bucket).await?;
        self.browser.gone(Which::Role("heading", "Today")).await?;
        self.look("aged documents").await?;
        self.page("backup", "/backup", "Backup").await?;
        self.page("no books", "/books", "Books on this device")
            .await?;
        self.page("settings", "/settings", "Settings").await?;
        self.page("more", "/more", "More").await?;
        self.page("nowhere", "/nowhere/at/all", "Page not found")
            .await?;
        self.page("kit", "/kit", "Kit").await?;
        for (button, place) in [
            ("Open a dialog", "kit dialog"),
            ("Open an alert", "kit alert"),
        ] {
            self.press(button).await?;
            self.look(place).await?;
            self.press("Go on").await?;
            self.browser.gone(Which::Css("dialog")).await?;
        }
        self.finder().await
    }

    /// The letters of the demo: the list, one of them, and what customers say.
    async fn reminders(&mut self) -> Outcome {
        self.page("reminders", "/reminders", "Reminders").await?;
        let create = Which::Css("section[aria-labelledby=to-send] .actions .primary");
        self.browser.click_at(create).await?;
        let letter = Which::Css(
            "section[aria-labelledby=unsent] tbody tr:first-child td[data-label=Customer] a",
        );
        self.browser.find(letter).await?;
        self.look("reminders created").await?;
        self.browser.click_at(letter).await?;
        self.browser
            .gone(Which::Role("heading", "Reminders"))
            .await?;
        self.look("letter").await?;
        self.dialog("Mark as sent…", false).await?;
        self.dialog("Discard letter", false).await?;
        self.browser.click_at(Which::Css("main .lead a")).await?;
        self.browser
            .find(Which::Role("button", "Record a promise…"))
            .await?;
        self.dialog("Log a call or note…", false).await?;
        self.dialog("Record a promise…", true).await?;
        self.dialog("Record a dispute…", false).await?;
        self.dialog("Put on hold…", false).await?;
        let schedule = "/reminders/schedule";
        self.page("reminder schedule", schedule, "Reminder schedule")
            .await
    }

    /// The bank of the demo: its pages and dialogs.
    async fn bank(&mut self) -> Outcome {
        self.page("bank", "/bank", "Bank").await?;
        self.browser.click("link", "Business account").await?;
        self.browser.heading("Business account").await?;
        self.look("bank account").await?;
        self.page("ignore rules", "/bank/rules", "Ignore rules")
            .await?;
        self.owed().open_statement().await?;
        self.look("statement").await?;
        self.dialog("Undo import", false).await?;
        for (place, what) in [("open line", "Open"), ("known line", "Payment")] {
            let line = "const [what] = arguments;\n                const row = [...document.querySelectorAll('main tr[aria-rowindex]')]\n                  .find((row) => row.querySelector('[data-label=\\'Matched with\\']')?.innerText.startsWith(what));\n                row.querySelector('button').click();";
            self.browser.script(line, vec![what.into()]).await?;
            self.browser.find(Which::Css("dialog")).await?;
            self.look(&format!("dialog {place}")).await?;
            self.press("Cancel").await?;
            self.browser.gone(Which::Css("dialog")).await?;
        }
        self.owed().open_reconcile().await?;
        self.look("reconcile money out").await?;
        let waiting = self.owed().waiting().await?;
        let receipt = waiting.iter().find(|line| line.2 == "Sure");
        let who = receipt.map(|line| line.0.clone()).unwrap_or_default();
        self.owed().take_line(&who).await?;
        self.look("reconcile").await?;
        self.dialog("Ignore as not a customer payment…", true)
            .await?;
        self.owed().to("/payments", "Payments").await?;
        let first = "document.querySelector(\"main tbody a[href^='#/payments/']\").click()";
        self.browser.script(first, Vec::new()).await?;
        self.browser
            .find(Which::Role("button", "Mark as returned"))
            .await?;
        self.look("payment").await?;
        self.dialog("Mark as returned", false).await?;
        self.dialog("Delete payment", false).await
    }

    /// What opens over any page.
    async fn finder(&mut self) -> Outcome {
        self.owed().to("/", "Today").await?;
        self.browser.press(Key::Control + "k").await?;
        self.browser.find(Which::Css("dialog")).await?;
        self.look("finder").await?;
        self.owed().find_place("e").await?;
        self.look("finder found").await?;
        self.owed().find_place("nobody at all").await?;
        self.look("finder nothing").await?;
        self.browser.press(Key::Escape + "").await?;
        self.browser.gone(Which::Css("dialog")).await?;
        self.browser.press("?").await?;
        self.browser.find(Which::Css("dialog")).await?;
        self.look("keys").await?;
        self.press("Close").await
    }

    /// The forms, as they open and as they are refused, and the dialogs.
    pub async fn forms(&mut self) -> Outcome {
        self.open_demo().await?;
        self.page("new invoice", "/invoices/new", "New invoice")
            .await?;
        self.refused("new invoice refused", "Issue invoice").await?;
        self.page("new item", "/items/new", "New item").await?;
        self.refused("new item refused", "Save item").await?;
        self.page("new customer", "/customers/new", "New customer")
            .await?;
        self.refused("new customer refused", "Save customer")
            .await?;
        let account = "/bank/accounts/new";
        self.page("new bank account", account, "New bank account")
            .await?;
        self.refused("new bank account refused", "Save account")
            .await?;
        self.page("new rule", "/bank/rules", "Ignore rules").await?;
        self.refused("new rule refused", "Save rule").await?;
        self.page("new payment", "/payments/new", "Record payment")
            .await?;
        self.refused("new payment refused", "Record payment")
            .await?;
        self.schedule().await?;
        self.quotes().await?;
        self.owed().to("/settings", "Settings").await?;
        self.owed().put("Name", "").await?;
        self.refused("settings refused", "Save settings").await?;

        let overdue = self.first_of("overdue").await?;
        self.dialog("Send", false).await?;
        self.dialog("Mark as sent", false).await?;
        self.dialog("Write off", true).await?;
        self.dialog("Void", true).await?;
        let id = overdue.trim_start_matches("/invoices/").to_owned();
        self.browser.click("link", "Record payment").await?;
        self.browser.heading("Record payment").await?;
        self.look("payment of an invoice").await?;
        let oldest = Which::Label("Longest overdue first");
        self.browser.click_at(oldest).await?;
        self.look("payment oldest first").await?;
        let credit = format!("/invoices/new?credits={id}");
        self.browser.goto(&credit).await?;
        self.browser
            .gone(Which::Role("heading", "Record payment"))
            .await?;
        self.look("credit note").await?;

        self.owed().open_customers().await?;
        let link = Which::Css("main tbody tr:nth-child(1) a");
        self.browser.click_at(link).await?;
        self.dialog("Erase this customer…", false).await
    }

    /// A schedule that missed several days, of an invoice of the demo.
    async fn schedule(&mut self) -> Outcome {
        self.page("new schedule", "/recurring/new", "New recurring invoice")
            .await?;
        self.refused("new schedule refused", "Save recurring invoice")
            .await?;
        self.first_of("overdue").await?;
        self.browser.click("link", "Make recurring").await?;
        self.browser.heading("New recurring invoice").await?;
        let first = self.owed().day(-75).await?;
        self.browser.fill("First day", &first).await?;
        self.owed().save_schedule().await?;
        self.look("schedule").await?;
        for (button, is_refused) in [
            ("Pause", false),
            ("End", false),
            ("Skip the next invoice", true),
        ] {
            self.dialog(button, is_refused).await?;
        }
        self.page("recurring due", "/recurring", "Recurring")
            .await?;
        self.dialog("Skip", true).await?;
        self.page("today due", "/", "Today").await
    }

    /// A quote from its form to an invoice.
    async fn quotes(&mut self) -> Outcome {
        self.page("new quote", "/quotes/new", "New quote").await?;
        self.refused("new quote refused", "Issue quote").await?;
        let today = self.owed().day(0).await?;
        let offer = super::Invoice::of("Thistle & Stone Architects LLP", &today, "1200");
        self.owed().quote(&offer, &today).await?;
        self.look("quote").await?;
        self.dialog("Mark as declined", false).await?;
        self.owed()
            .answer_quote("Mark as accepted", &today, "on the phone")
            .await?;
        self.look("quote accepted").await?;
        self.page("quotes", "/quotes", "Quotes").await
    }

    /// What a new book shows, and what is said when it cannot be saved.
    pub async fn beginning(&mut self) -> Outcome {
        self.browser.open("/").await?;
        self.owed().first_page().await?;
        self.look("start").await?;
        self.refused("start refused", "Start").await?;
        self.owed().begin("Studio Nord").await?;
        for (place, route, heading) in [
            ("today", "/", "Today"),
            ("invoices", "/invoices", "Invoices"),
            ("customers", "/customers", "Customers"),
            ("payments", "/payments", "Payments"),
            ("bank", "/bank", "Bank"),
            ("bank import", "/bank/import", "Import a bank statement"),
            ("quotes", "/quotes", "Quotes"),
            ("recurring", "/recurring", "Recurring"),
            ("numbers", "/numbers", "Numbers"),
            ("aging", "/aging", "Receivables"),
            ("reminders", "/reminders", "Reminders"),
            ("import", "/import", "Import"),
            ("settings", "/settings", "Settings"),
        ] {
            self.page(&format!("empty {place}"), route, heading).await?;
        }
        let long = "Aktiengesellschaft für außerordentlich lange Firmennamen und Donaudampfschifffahrtsgesellschaftskapitänswitwen";
        self.owed().add_customer(long).await?;
        let invoice = super::Invoice::of(long, "2025-03-10", "123456789012.34");
        self.owed().issue(&invoice).await?;
        self.look("long document").await?;
        self.page("long today", "/", "Today").await?;
        self.page("long invoices", "/invoices", "Invoices").await?;
        self.page("long customers", "/customers", "Customers")
            .await?;
        self.page("long aging", "/aging", "Receivables").await?;
        self.owed().fill_invoice(&invoice).await?;
        self.look("long new invoice").await?;
        self.press("Save draft").await?;
        self.browser
            .gone(Which::Role("heading", "New invoice"))
            .await?;
        self.look("draft").await?;
        self.dialog("Discard draft", false).await?;

        self.owed().fill_invoice(&invoice).await?;
        ABORTED.plant(self.browser).await?;
        self.press("Issue invoice").await?;
        self.browser.find(Which::Css("main .notice.bad")).await?;
        self.look("not saved").await
    }

    /// Files that come in, and those that cannot.
    pub async fn files(&mut self) -> Outcome {
        let owed = self.owed();
        owed.begin("Studio Nord").await?;
        owed.add_customer("Linden").await?;
        let folder = owed.folder("tour")?;
        let table = folder.join("invoices.csv");
        fs::write(
            &table,
            "Number;Customer;Date;Due;Total\nA-1;Linden;2025-01-10;2025-02-10;1.000,50\nA-2;Kobalt;2025-02-10;2025-03-10;12,00\n",
        )?;
        let wrong = folder.join("wrong.csv");
        fs::write(
            &wrong,
            "Number;Customer;Date;Due;Total\nA-1;Linden;2025-13-10;2025-02-10;twelve\n",
        )?;
        owed.choose_file(&table).await?;
        owed.told_or_found("Which column is which").await?;
        self.look("import columns").await?;
        owed.import_now().await?;
        self.browser.find(Which::Test("import-report")).await?;
        self.look("imported").await?;
        owed.refused_import(&wrong).await?;
        self.look("import refused").await?;

        self.statements(&folder).await?;
        let export = folder.join("serverless-invoices.json");
        fs::write(&export, SERVERLESS)?;
        owed.look_at_export(&export).await?;
        self.look("import of an export").await?;

        let saved = owed.backup_into(&folder.join("saved")).await?;
        self.look("backup saved").await?;
        owed.list_books().await?;
        self.look("books").await?;
        owed.ask_to_delete("Studio Nord").await?;
        self.look("delete a book").await?;
        self.press("Keep the book").await?;
        owed.open_backup().await?;
        owed.refused_restore(&wrong).await?;
        self.look("restore refused").await?;
        owed.plan_restore(&saved).await?;
        self.look("restore plan").await?;

        Hands(self.browser).clear("indexeddb").await?;
        self.browser.open("/").await?;
        owed.first_page().await?;
        self.look("lost").await?;
        owed.list_books().await?;
        self.look("books alone").await?;
        self.browser.goto("/").await?;
        self.press("Start a new book…").await?;
        self.look("lost and sure").await?;
        owed.plan_restore(&saved).await?;
        self.look("lost restore plan").await?;
        owed.answer_and_restore(&[]).await?;
        owed.add_customer("Birke").await?;
        owed.add_customer("Esche").await?;
        let hands = Hands(self.browser);
        hands.flip_entry(hands.last_entry().await? - 1).await?;
        owed.reload().await?;
        owed.checked().await?;
        self.look("read only").await?;
        self.browser
            .click("link", "See what can be recovered")
            .await?;
        self.browser.find(Which::Test("stays")).await?;
        self.look("what can be recovered").await?;
        self.browser.save_into(&folder.join("kept")).await?;
        self.press("Save the stored data as a file").await?;
        self.browser.find(Which::Css("main .notice.good")).await?;
        self.look("what is there is kept").await
    }

    /// Statements on their way in.
    async fn statements(&mut self, folder: &Path) -> Outcome {
        let owed = self.owed();
        let file = |name: &str, text: &str| -> Outcome<PathBuf> {
            let file = folder.join(name);
            fs::write(&file, text)?;
            Ok(file)
        };
        let table = file("bank.csv", BANK_TABLE)?;
        owed.look_at_statement(&table).await?;
        self.look("statement columns").await?;
        let april = file("april.xml", &camt("1000.00", "1999.60", &APRIL))?;
        owed.look_at_statement(&april).await?;
        self.look("statement preview").await?;
        owed.import_statement().await?;
        self.look("statement imported").await?;
        owed.look_at_statement(&april).await?;
        self.look("statement known").await?;
        owed.open_statement().await?;
        self.look("statement that misses a line").await?;
        let dates = "!Type:Bank\nD03/04/2026\nT250.00\nPLinden\n^\n";
        owed.look_at_statement(&file("dates.qif", dates)?).await?;
        self.look("statement asks").await?;
        owed.look_at_statement(&file("april.pdf", "%PDF-1.7\n1 0 obj")?)
            .await?;
        self.look("statement refused").await
    }

    /// What comes between: another version, another tab, a full disk, an end.
    pub async fn troubles(&mut self) -> Outcome {
        let owed = self.owed();
        owed.begin("Studio Nord").await?;
        owed.add_customer("Linden").await?;
        self.browser
            .script("window.owedVersion.onNew()", vec![])
            .await?;
        self.browser
            .find(Which::Role("button", "Use it now"))
            .await?;
        self.look("new version").await?;

        owed.open_customer("Linden").await?;
        let mine = self.browser.window().await?;
        let theirs = self.browser.open_tab(&self.browser.route().await?).await?;
        owed.ready().await?;
        self.browser.switch_to(&mine).await?;
        owed.edit_customer(&[("Name", "Linden Architects")]).await?;
        self.browser.switch_to(&theirs).await?;
        owed.edit_customer(&[("Name", "Linden GmbH")]).await?;
        owed.save_customer().await?;
        self.browser.close_window().await?;
        self.browser.switch_to(&mine).await?;
        owed.save_customer().await?;
        self.look("changed elsewhere").await?;

        let invoice = super::Invoice::of("Linden GmbH", "2025-03-10", "100");
        owed.fill_invoice(&invoice).await?;
        FULL_DISK.plant(self.browser).await?;
        self.press("Issue invoice").await?;
        self.browser.find(Which::Css("dialog")).await?;
        self.look("full disk").await?;
        self.press("Back to my input").await?;

        owed.to("/kit", "Kit").await?;
        for message in ["Owed stopped", "unreachable"] {
            self.browser.expect_message(message);
        }
        self.press("Stop the program").await?;
        self.browser.find(Which::Css(".stopped")).await?;
        self.look("stopped").await
    }

    /// What the browser keeps, in each way of it; a clock that is wrong; half a date.
    pub async fn promises(&mut self) -> Outcome {
        let owed = self.owed();
        self.browser.before_each_page(KEEPS).await?;
        self.browser.open("/").await?;
        owed.first_page().await?;
        self.browser
            .script("localStorage.keeps = 'private'", vec![])
            .await?;
        self.browser.reload().await?;
        self.browser.find(Which::Test("private")).await?;
        self.look("private window").await?;
        owed.begin("Studio Nord").await?;
        self.browser.find(Which::Test("forgetting")).await?;
        self.look("private window with a book").await?;
        for how in ["private", "blocked", "asking", "promised"] {
            self.browser
                .script("localStorage.keeps = arguments[0]", vec![how.into()])
                .await?;
            owed.reload().await?;
            owed.open_backup().await?;
            self.browser.find(Which::Test("room")).await?;
            self.look(&format!("backup {how}")).await?;
        }
        self.browser
            .script("localStorage.keeps = 'asking'", vec![])
            .await?;
        owed.reload().await?;
        owed.to("/", "Today").await?;
        self.browser.find(Which::Test("forgetting")).await?;
        self.look("today may be forgotten").await?;

        owed.open_new_invoice().await?;
        let half = "const field = document.getElementById('f-delivered'); field.focus();
            Object.defineProperty(field, 'validity', { get: () => ({ badInput: true }) });
            field.blur();";
        self.browser.script(half, vec![]).await?;
        self.browser
            .find(Which::Css("#f-delivered-problem"))
            .await?;
        self.look("half a date").await?;

        let behind = "const Then = Date; globalThis.Date = class extends Then {
            constructor(...given) { super(...(given.length ? given : [0])); }
            static now() { return 0; } };";
        self.browser.before_each_page(behind).await?;
        owed.reload().await?;
        self.browser.find(Which::Test("clock")).await?;
        self.look("clock behind").await?;
        Hands(self.browser).newer_entry().await?;
        owed.reload().await?;
        self.browser.role("button", "Get the newer version").await?;
        self.look("newer version").await
    }

    /// A browser that keeps nothing.
    pub async fn closed_store(&mut self) -> Outcome {
        let refuse = "IDBFactory.prototype.open = () => { throw new DOMException('refused', 'SecurityError'); };";
        self.owed().begin("Studio Nord").await?;
        self.browser.before_each_page(refuse).await?;
        self.browser.open("/").await?;
        self.owed().first_page().await?;
        self.look("failed").await
    }
}
