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
mod page;
mod patience;
mod process;
mod site;
mod stroke;
mod waiting;
mod webkit;
mod window;

pub use console::Message;
pub use driver::{Kept, Line};
pub use engine::Engine;
pub use keyboard::Focused;
pub use page::Which;
pub(crate) use process::{Group, number_said};
pub use site::Site;
pub use thirtyfour::{Key, WebElement};
pub use window::Window;

use crate::parts::Part;
use crate::step::{Failure, Outcome};
use chromium::Chromium;
use driver::Driver;
use firefox::Firefox;
use futures_util::FutureExt;
use idle::Idle;
use patience::Patience;
use process::Home;
use serde_json::{Value, json};
use std::any::Any;
use std::cell::RefCell;
use std::fs;
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::time::Duration;
use thirtyfour::WebDriver;
use webkit::WebKit;

/// A driver that does not start in time is tried again.
const START_TRIES: u32 = 5;

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
    /// What was typed, and what was in the files that were given to the page.
    typed: RefCell<Vec<String>>,
    patience: Patience,
}

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
    told(
        name,
        Browser::start_or_take(engine, Site::release()?).await,
        story,
    )
    .await
}

/// The same in a browser of its own, at another site.
///
/// # Errors
/// Whatever the story or the console says.
pub async fn journey_at(
    site: Site,
    name: &str,
    story: impl AsyncFnOnce(&mut Browser) -> Outcome,
) -> Outcome {
    told(name, Browser::start(site).await, story).await
}

async fn told(
    name: &str,
    started: Outcome<Browser>,
    story: impl AsyncFnOnce(&mut Browser) -> Outcome,
) -> Outcome {
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
            typed: RefCell::default(),
            patience: Patience::default(),
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
