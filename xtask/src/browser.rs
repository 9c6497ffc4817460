//! A real browser at the release app, for journeys, pictures and measurements: opening pages,
//! finding things as a person would (by role and name, by label, by text), waiting for what is to
//! come, other windows, other widths, and a crash. It knows nothing of the app's pages.
//!
//! Nothing here sleeps for a fixed time: whatever takes time is asked for until it is so.

mod bidi;
mod chromium;
mod console;
mod driver;
mod engine;
mod firefox;
mod idle;
mod keyboard;
mod process;
mod site;
mod stroke;
mod webkit;

pub use console::Message;
pub use driver::{Kept, Line};
pub use engine::Engine;
pub use keyboard::Focused;
pub(crate) use process::{Group, number_said};
pub use site::Site;
pub use thirtyfour::{Key, WebElement};

use crate::parts::Part;
use crate::step::{Failure, Outcome};
use chromium::Chromium;
use driver::Driver;
use firefox::Firefox;
use futures_util::FutureExt;
use idle::Idle;
use process::Home;
use serde_json::{Value, json};
use std::any::Any;
use std::cell::{Cell, RefCell};
use std::env;
use std::fs;
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use thirtyfour::{By, WebDriver, WindowHandle};
use webkit::WebKit;

/// How long anything may take before a journey gives up: what takes a second where nothing else
/// runs may take half a minute beside others.
const PATIENCE: Duration = Duration::from_secs(90);
/// How long is waited for what may not come.
const SOON: Duration = Duration::from_secs(30);
/// A driver that does not start in time is tried again.
const START_TRIES: u32 = 5;
/// Where the environment has this, windows are those of a phone.
const PHONE: &str = "OWED_E2E_PHONE";
const BETWEEN_LOOKS: Duration = Duration::from_millis(25);

/// A browser with a profile of its own. What it started ends when it is dropped.
#[derive(Debug)]
pub struct Browser {
    site: Site,
    engine: Engine,
    // Before its folder, that must not go under its feet.
    driver: Option<Box<dyn Driver>>,
    home: Home,
    was_killed: bool,
    messages: RefCell<Vec<Message>>,
    expected: RefCell<Vec<String>>,
    patience: Cell<Duration>,
    soon: Cell<Duration>,
}

/// Which elements are meant. Hidden ones never are.
#[derive(Clone, Copy, Debug)]
pub enum Which<'a> {
    /// An accessibility role and the accessible name.
    Role(&'a str, &'a str),
    /// The form field of this label.
    Label(&'a str),
    /// The innermost element of exactly this text.
    Text(&'a str),
    /// The element whose `data-test` is this.
    Test(&'a str),
    Css(&'a str),
}

/// Another window (or tab) of the same browser.
#[derive(Clone, Debug)]
pub struct Window(WindowHandle);

/// Tells one story in a browser that it has to itself, at the release app. It fails where the story fails,
/// and where the console was not silent, a request left for another origin, or the last page does not
/// fit its window; then it says what the page and the console said, and a picture of the last page
/// stays in `target/journeys`.
///
/// # Errors
/// Whatever the story or the console says.
pub async fn journey(name: &str, story: impl AsyncFnOnce(&mut Browser) -> Outcome) -> Outcome {
    journey_in(Engine::usual()?, name, story).await
}

/// The same in the browser of this engine.
///
/// # Errors
/// Whatever the story or the console says.
pub async fn journey_in(
    engine: Engine,
    name: &str,
    story: impl AsyncFnOnce(&mut Browser) -> Outcome,
) -> Outcome {
    let started = Browser::start_or_take(engine, Site::release()?).await;
    let mut browser = started.map_err(|failure| Failure::new(format!("{name}: {failure}")))?;
    // An assertion that does not hold leaves something to look at as well.
    let told = AssertUnwindSafe(story(&mut browser)).catch_unwind().await;
    let told = told.unwrap_or_else(|panic| Err(Failure::new(words_of(panic.as_ref()))));
    let told = match told {
        Ok(()) => browser.is_silent().await,
        failed => failed,
    };
    let told = match told {
        Ok(()) => browser.fits().await,
        failed => failed,
    };
    let Err(failure) = told else {
        browser.leave().await;
        return Ok(());
    };
    Err(Failure::new(format!(
        "{name}: {failure}{}",
        browser.traces(name).await
    )))
}

/// What a panic said.
fn words_of(panic: &(dyn Any + Send)) -> String {
    let words = panic.downcast_ref::<String>().map(String::as_str);
    let words = words.or_else(|| panic.downcast_ref::<&str>().copied());
    words.unwrap_or("it panicked without a word").to_owned()
}

impl Browser {
    /// # Errors
    /// The browser or its driver is missing or does not start.
    pub async fn start(site: Site) -> Outcome<Self> {
        Self::start_in(Engine::usual()?, site).await
    }

    /// The same of this engine.
    ///
    /// # Errors
    /// The browser or its driver is missing or does not start.
    pub async fn start_in(engine: Engine, site: Site) -> Outcome<Self> {
        let mut browser = Self::of(engine, site, Home::new()?, None);
        browser.start_again().await?;
        Ok(browser)
    }

    fn of(engine: Engine, site: Site, home: Home, driver: Option<Box<dyn Driver>>) -> Self {
        Self {
            site,
            engine,
            driver,
            home,
            was_killed: false,
            messages: RefCell::default(),
            expected: RefCell::default(),
            patience: Cell::new(PATIENCE),
            soon: Cell::new(SOON),
        }
    }

    /// The same, or one that an earlier journey left.
    async fn start_or_take(engine: Engine, site: Site) -> Outcome<Self> {
        if engine == Engine::Chromium
            && let Some(Idle { driver, home }) = idle::take().await
        {
            let browser = Self::of(engine, site, home, Some(driver));
            browser.usual_viewport().await?;
            return Ok(browser);
        }
        Self::start_in(engine, site).await
    }

    /// Leaves the browser to the next journey, where it can be.
    async fn leave(self) {
        let Self { driver, home, .. } = self;
        if let (Some(driver), false, Engine::Chromium) = (driver, self.was_killed, self.engine) {
            // One that is not left ends here.
            drop(idle::keep(Idle { driver, home }, &self.site).await);
        }
    }

    /// Starts the browser with the profile that it had before [`Browser::kill`].
    ///
    /// # Errors
    /// It does not start.
    pub async fn start_again(&mut self) -> Outcome {
        self.kill();
        if let Some(missing) = self.engine.missing() {
            return Err(missing);
        }
        let mut failures = Vec::new();
        for _ in 0..START_TRIES {
            match self.start_driver().await {
                Ok(driver) => {
                    self.driver = Some(driver);
                    return self.usual_viewport().await;
                }
                Err(failure) => failures.push(format!("\n    {failure}")),
            }
        }
        Err(Failure::new(format!(
            "{} does not start:{}",
            self.engine,
            failures.concat()
        )))
    }

    async fn start_driver(&self) -> Outcome<Box<dyn Driver>> {
        Ok(match self.engine {
            Engine::Chromium => Box::new(Chromium::start(&self.home).await?),
            Engine::Firefox => Box::new(Firefox::start(&self.home).await?),
            Engine::WebKit => Box::new(WebKit::start(&self.home).await?),
        })
    }

    /// Ends the browser as a crash does: SIGKILL, nothing is told, nothing is flushed.
    pub fn kill(&mut self) {
        self.was_killed |= self.driver.is_some();
        drop(self.driver.take());
    }

    /// What shows the page.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    pub fn site(&self) -> &Site {
        &self.site
    }

    /// The session itself, for what has no word here.
    ///
    /// # Panics
    /// After [`Browser::kill`].
    pub fn session(&self) -> &WebDriver {
        self.driver().session()
    }

    fn driver(&self) -> &dyn Driver {
        self.driver
            .as_deref()
            .expect("the browser was killed: start it again first")
    }

    /// Opens a route of the app (`/invoices`) as a fresh page load.
    ///
    /// # Errors
    /// The page does not load.
    pub async fn open(&self, route: &str) -> Outcome {
        // From the app to another of its routes only the hash changes, and that loads nothing.
        self.session().goto("about:blank").await?;
        self.session().goto(self.site.route(route)).await?;
        self.is_taken_over().await
    }

    /// Waits until a page that was there before its program is drawn by it: what was found in it
    /// before is gone then.
    async fn is_taken_over(&self) -> Outcome {
        let body = "return document.documentElement?.dataset?.start === undefined";
        self.wait_until("the page's program", async || {
            Ok(self.script(body, Vec::new()).await? == json!(true))
        })
        .await
    }

    /// Opens an address that is not of the site.
    ///
    /// # Errors
    /// The page does not load.
    pub async fn visit(&self, url: &str) -> Outcome {
        self.session().goto(url).await?;
        Ok(())
    }

    /// Goes to a route as following a link does, without loading the page again.
    ///
    /// # Errors
    /// The page does not answer.
    pub async fn goto(&self, route: &str) -> Outcome {
        self.session().goto(self.site.route(route)).await?;
        Ok(())
    }

    /// # Errors
    /// The page does not load.
    pub async fn reload(&self) -> Outcome {
        self.driver().reload().await?;
        self.is_taken_over().await
    }

    /// The route that is open.
    ///
    /// # Errors
    /// The browser does not answer.
    pub async fn route(&self) -> Outcome<String> {
        let url = self.session().current_url().await?;
        Ok(url.fragment().unwrap_or_default().to_string())
    }

    /// Waits for the one element that is meant.
    ///
    /// # Errors
    /// It does not come, or there are several.
    pub async fn find(&self, which: Which<'_>) -> Outcome<WebElement> {
        let wanted = format!("{which:?}");
        let mut found = self
            .wait_for(&wanted, async || {
                let found = self.all(which).await?;
                Ok((!found.is_empty()).then_some(found))
            })
            .await?;
        match (found.pop(), found.len()) {
            (Some(one), 0) => Ok(one),
            (_, others) => Err(Failure::new(format!(
                "{wanted} means {} elements",
                others + 1
            ))),
        }
    }

    /// All elements that are meant and there now, in the order of the page.
    ///
    /// # Errors
    /// The browser does not answer.
    pub async fn all(&self, which: Which<'_>) -> Outcome<Vec<WebElement>> {
        let (kind, first, second) = match which {
            Which::Css(selector) => return Ok(self.session().find_all(By::Css(selector)).await?),
            Which::Role(role, name) => ("role", role, name),
            Which::Label(label) => ("label", label, ""),
            Which::Text(text) => ("text", text, ""),
            Which::Test(name) => ("test", name, ""),
        };
        let arguments = vec![json!(kind), json!(first), json!(second)];
        Ok(self
            .session()
            .execute(include_str!("browser/find.js"), arguments)
            .await?
            .elements()?)
    }

    /// # Errors
    /// It does not come, or there are several.
    pub async fn role(&self, role: &str, name: &str) -> Outcome<WebElement> {
        self.find(Which::Role(role, name)).await
    }

    /// # Errors
    /// It does not come, or there are several.
    pub async fn heading(&self, name: &str) -> Outcome<WebElement> {
        self.role("heading", name).await
    }

    /// Clicks on the element of that role and name.
    ///
    /// # Errors
    /// It does not come, there are several, or something covers it.
    pub async fn click(&self, role: &str, name: &str) -> Outcome {
        self.click_at(Which::Role(role, name)).await
    }

    /// Clicks on the element that is meant.
    ///
    /// # Errors
    /// It does not come, there are several, or something covers it.
    pub async fn click_at(&self, which: Which<'_>) -> Outcome {
        let element = self.find(which).await?;
        self.click_on(&element).await
    }

    /// Clicks on an element, brought to where nothing covers it, as a hand would.
    ///
    /// # Errors
    /// It is gone, or something covers it all the same.
    pub async fn click_on(&self, element: &WebElement) -> Outcome {
        // The page's own scroll padding keeps it clear of bars.
        let script = "arguments[0].scrollIntoView({ block: 'nearest', behavior: 'instant' })";
        self.session()
            .execute(script, vec![element.to_json()?])
            .await?;
        element.click().await?;
        Ok(())
    }

    /// Types into the field of that label in place of what is there.
    ///
    /// # Errors
    /// The field does not come, or it takes no text.
    pub async fn fill(&self, label: &str, text: &str) -> Outcome {
        let field = self.find(Which::Label(label)).await?;
        let kind = field.attr("type").await?.unwrap_or_default();
        if matches!(kind.as_str(), "date" | "month" | "time" | "color" | "range") {
            // Typing into these depends on the browser's language.
            let arguments = vec![field.to_json()?, json!(text)];
            self.session()
                .execute(include_str!("browser/set_value.js"), arguments)
                .await?;
            return Ok(());
        }
        if kind == "file" {
            return Ok(field.send_keys(text).await?);
        }
        self.type_over(&field, text).await
    }

    /// Puts a text in the place of what stands in a field, key by key: a driver's own clearing is
    /// not heard by every page.
    ///
    /// # Errors
    /// It takes no text.
    pub async fn type_over(&self, field: &WebElement, text: &str) -> Outcome {
        field.send_keys(Key::Control + "a").await?;
        field.send_keys(Key::Delete + "").await?;
        field.send_keys(text).await?;
        Ok(())
    }

    /// Chooses the option of that text in the list of that label.
    ///
    /// # Errors
    /// The list does not come, or has no such option.
    pub async fn choose(&self, label: &str, option: &str) -> Outcome {
        let field = self.find(Which::Label(label)).await?;
        let arguments = vec![field.to_json()?, json!(option)];
        let chosen = self
            .session()
            .execute(include_str!("browser/choose.js"), arguments)
            .await?;
        if chosen.json() == &json!(true) {
            Ok(())
        } else {
            Err(Failure::new(format!(
                "'{label}' offers no '{option}', only {}",
                chosen.json()
            )))
        }
    }

    /// Gives a file to the field of that label.
    ///
    /// # Errors
    /// The field does not come, or it takes no file.
    pub async fn give_file(&self, label: &str, file: &Path) -> Outcome {
        self.find(Which::Label(label))
            .await?
            .send_keys(file.to_string_lossy())
            .await?;
        Ok(())
    }

    /// Presses a key (or several, `Key::Control + "k"`) wherever the focus is.
    ///
    /// # Errors
    /// The browser does not answer.
    pub async fn press(&self, keys: impl Into<thirtyfour::TypingData>) -> Outcome {
        self.session()
            .active_element()
            .await?
            .send_keys(keys)
            .await?;
        Ok(())
    }

    /// Waits until what is meant is gone.
    ///
    /// # Errors
    /// It stays.
    pub async fn gone(&self, which: Which<'_>) -> Outcome {
        self.wait_until(&format!("no {which:?}"), async || {
            Ok(self.all(which).await?.is_empty())
        })
        .await
    }

    /// Waits until the condition is so.
    ///
    /// # Errors
    /// It does not become so in time; the condition's last failure, if it had one, is told.
    pub async fn wait_until(
        &self,
        what: &str,
        mut condition: impl AsyncFnMut() -> Outcome<bool>,
    ) -> Outcome {
        self.wait_for(what, async || Ok(condition().await?.then_some(())))
            .await
    }

    /// Waits until there is a value. A failure on the way counts as "not yet": pages change under
    /// the hand.
    ///
    /// # Errors
    /// There is none in time; the last failure, if there was one, is told.
    pub async fn wait_for<T>(
        &self,
        what: &str,
        mut look: impl AsyncFnMut() -> Outcome<Option<T>>,
    ) -> Outcome<T> {
        let start = Instant::now();
        loop {
            let seen = look().await;
            if let Ok(Some(value)) = seen {
                return Ok(value);
            }
            if start.elapsed() > self.patience.get() {
                let why = seen
                    .err()
                    .map(|failure| format!(" ({failure})"))
                    .unwrap_or_default();
                return Err(Failure::new(format!(
                    "waited {:?} in vain for {what}{why}",
                    self.patience.get()
                )));
            }
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
    }

    /// Waits for what should come soon, and goes on where it does not.
    ///
    /// # Errors
    /// None: whoever asks looks at what is there then.
    pub async fn soon(&self, condition: impl AsyncFnMut() -> Outcome<bool>) -> Outcome {
        let patience = self.patience.replace(self.soon.get());
        drop(self.wait_until("what should come soon", condition).await);
        self.patience.set(patience);
        Ok(())
    }

    /// How long to wait from now on, for what is known to take long; never less than usual.
    pub fn be_patient(&self, patience: Duration) {
        self.patience.set(patience.max(PATIENCE));
    }

    /// How long to wait from now on for what should come soon, where a planted fault keeps it from
    /// coming.
    pub fn be_brief(&self, patience: Duration) {
        self.soon.set(patience);
    }

    /// Runs a function body in the page (`return 1 + arguments[0]`) and gives back its value.
    ///
    /// # Errors
    /// The script throws.
    pub async fn script(&self, body: &str, arguments: Vec<Value>) -> Outcome<Value> {
        Ok(self
            .session()
            .execute(body, arguments)
            .await?
            .json()
            .clone())
    }

    /// The same for the body of an async function: it may await.
    ///
    /// # Errors
    /// The script throws or rejects.
    pub async fn script_async(&self, body: &str, arguments: Vec<Value>) -> Outcome<Value> {
        self.session()
            .set_script_timeout(Duration::from_secs(600))
            .await?;
        let wrapped = format!("return (async function () {{ {body} }}).apply(null, arguments);");
        self.script(&wrapped, arguments).await
    }

    /// Runs this in every page that this window loads from now on, before the page's own scripts:
    /// for another clock, or a fault in what the browser offers.
    ///
    /// # Errors
    /// The browser refuses it.
    pub async fn before_each_page(&self, script: &str) -> Outcome {
        self.driver().before_each_page(script).await
    }

    /// Clears what the browser keeps of this site, while no page of it is open in this window.
    ///
    /// # Errors
    /// The browser refuses it.
    pub async fn clear(&self, kept: Kept) -> Outcome {
        // The page must not write while its data goes.
        self.session().goto("about:blank").await?;
        self.clear_under_the_page(kept).await
    }

    /// The same while the page is open.
    ///
    /// # Errors
    /// The browser refuses it.
    pub async fn clear_under_the_page(&self, kept: Kept) -> Outcome {
        self.driver().clear(&self.site, kept).await
    }

    /// Forgets the files that the browser keeps so as not to load them again; not what the site
    /// keeps.
    ///
    /// # Errors
    /// The browser refuses it.
    pub async fn forget_files(&self) -> Outcome {
        self.driver().forget_files().await
    }

    /// Where the user of this window is from now on: `Asia/Kathmandu`.
    ///
    /// # Errors
    /// The browser refuses it, or has no way for it.
    pub async fn time_zone(&self, zone: &str) -> Outcome {
        self.driver().time_zone(zone).await
    }

    /// What this window loads comes over such a line from now on, and past the browser's cache.
    ///
    /// # Errors
    /// The browser refuses it, or has no way for it.
    pub async fn line(&self, line: Line) -> Outcome {
        self.driver().line(line).await
    }

    /// Lets the site keep so many bytes; as many as it likes where it is `None`.
    ///
    /// # Errors
    /// The browser refuses it, or has no way for it.
    pub async fn quota(&self, bytes: Option<u64>) -> Outcome {
        self.driver().quota(&self.site, bytes).await
    }

    /// A laptop's window, or a phone's where the environment asks for it.
    async fn usual_viewport(&self) -> Outcome {
        if env::var_os(PHONE).is_some() {
            self.viewport(360, 780).await
        } else {
            self.viewport(1280, 900).await
        }
    }

    /// Nothing of the open page lies beyond its right edge.
    ///
    /// # Errors
    /// Something does.
    pub async fn fits(&self) -> Outcome {
        let body = "return [document.documentElement.scrollWidth, innerWidth]";
        let seen = self.script(body, vec![]).await?;
        if seen[0].as_u64() > seen[1].as_u64() {
            return Err(Failure::new(format!(
                "the page is {} wide in a window of {}",
                seen[0], seen[1]
            )));
        }
        Ok(())
    }

    /// CSS pixels of this window; below 600 wide it is a phone that is touched.
    ///
    /// # Errors
    /// The browser refuses it.
    pub async fn viewport(&self, width: u32, height: u32) -> Outcome {
        self.driver().viewport(width, height).await
    }

    /// Whether the system asks for dark colours.
    ///
    /// # Errors
    /// The browser refuses it.
    pub async fn dark(&self, dark: bool) -> Outcome {
        self.driver().dark(dark).await
    }

    /// What axe finds in the page as it is now that keeps people out, a line each.
    ///
    /// # Errors
    /// axe-core is not installed, or the page does not answer.
    pub async fn barriers(&self) -> Outcome<Vec<String>> {
        let is_there = self.script("return typeof axe", Vec::new()).await?;
        if is_there != json!("object") {
            // Past the page's policy, that allows no script but its own.
            let script = fs::read_to_string(Part::Axe.find_or_tell()?.path)?;
            self.driver().past_the_policy(&script).await?;
        }
        let found = self
            .script_async(include_str!("browser/axe.js"), Vec::new())
            .await?;
        let lines = found.as_array().cloned().unwrap_or_default();
        Ok(lines
            .iter()
            .filter_map(|line| Some(line.as_str()?.to_owned()))
            .collect())
    }

    /// Saves what the browser saves into this folder, without asking.
    ///
    /// # Errors
    /// The browser refuses it.
    pub async fn save_into(&self, folder: &Path) -> Outcome {
        fs::create_dir_all(folder)?;
        self.driver().save_into(folder).await
    }

    /// What a failure leaves to look at: where the page is and what it says, a picture of it, and
    /// what the console said.
    async fn traces(&self, name: &str) -> String {
        if self.driver.is_none() {
            return "\nthe browser was killed, and not started again".to_owned();
        }
        let picture = crate::step::target_dir()
            .join("journeys")
            .join(format!("{name}.png"));
        let seen = match self.screenshot(&picture).await {
            Ok(()) => format!("picture: {}", picture.display()),
            Err(problem) => format!("no picture: {problem}"),
        };
        let place = "return `${location.href} ${document.querySelector('main h1')?.textContent ?? document.title}`";
        let place = match self.script(place, Vec::new()).await {
            Ok(place) => place.as_str().unwrap_or_default().to_owned(),
            Err(problem) => format!("does not answer: {problem}"),
        };
        let console = match self.messages().await {
            Ok(messages) => messages
                .iter()
                .map(|message| format!("\n    {message}"))
                .collect(),
            Err(problem) => format!(" does not answer: {problem}"),
        };
        format!(
            "\n{}, page: {place}\n{seen}\nconsole:{console}",
            self.engine
        )
    }

    /// A picture of what the window shows.
    ///
    /// # Errors
    /// The browser refuses it, or the file cannot be written.
    pub async fn screenshot(&self, file: &Path) -> Outcome {
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(file, self.session().screenshot_as_png().await?)?;
        Ok(())
    }

    /// The window that commands go to.
    ///
    /// # Errors
    /// The browser does not answer.
    pub async fn window(&self) -> Outcome<Window> {
        Ok(Window(self.session().window().await?))
    }

    /// Opens a route in a further tab; commands go to it from now on.
    ///
    /// # Errors
    /// The page does not load.
    pub async fn open_tab(&self, route: &str) -> Outcome<Window> {
        let handle = self.session().new_tab().await?;
        self.session().switch_to_window(handle.clone()).await?;
        self.usual_viewport().await?;
        self.goto(route).await?;
        self.is_taken_over().await?;
        Ok(Window(handle))
    }

    /// Commands go to this window from now on.
    ///
    /// # Errors
    /// It is closed.
    pub async fn switch_to(&self, window: &Window) -> Outcome {
        self.session().switch_to_window(window.0.clone()).await?;
        Ok(())
    }

    /// Closes the window that commands go to; switch to another one then.
    ///
    /// # Errors
    /// The browser does not answer.
    pub async fn close_window(&self) -> Outcome {
        // The log of a window goes with it.
        self.messages().await?;
        self.session().close_window().await?;
        Ok(())
    }

    /// The folder of this browser's profile, for planting faults while it is killed.
    pub fn profile(&self) -> PathBuf {
        self.home.profile()
    }

    /// A message that contains this is meant to come and breaks no silence.
    pub fn expect_message(&self, text: &str) {
        self.expected.borrow_mut().push(text.to_string());
    }

    /// What the console said so far and which requests left for elsewhere, in all windows.
    ///
    /// # Errors
    /// The browser does not answer.
    pub async fn messages(&self) -> Outcome<Vec<Message>> {
        let fresh = self.driver().messages(&self.site).await?;
        let mut messages = self.messages.borrow_mut();
        messages.extend(fresh);
        Ok(messages.clone())
    }

    /// # Errors
    /// The console said something that was not expected, or a request left for another origin.
    pub async fn is_silent(&self) -> Outcome {
        let messages = self.messages().await?;
        let expected = self.expected.borrow();
        let loud: Vec<String> = messages
            .iter()
            .map(ToString::to_string)
            .filter(|message| !expected.iter().any(|expected| message.contains(expected)))
            .collect();
        if loud.is_empty() {
            Ok(())
        } else {
            Err(Failure::new(format!(
                "the console is not silent:\n    {}",
                loud.join("\n    ")
            )))
        }
    }
}

impl From<thirtyfour::error::WebDriverError> for Failure {
    fn from(problem: thirtyfour::error::WebDriverError) -> Self {
        Self::new(problem.to_string())
    }
}
