//! What the harness asks of a browser beyond WebDriver, by name: one interface, and an engine behind
//! it. What an engine has no way for fails, and says so.

use super::console::Message;
use super::engine::Engine;
use super::process::Group;
use super::site::Site;
use super::stroke::Stroke;
use crate::step::{Failure, Outcome};
use serde_json::{Value, json};
use std::fmt::Debug;
use std::path::Path;
use std::pin::Pin;
use std::time::Duration;
use thirtyfour::{Capabilities, WebDriver};

/// How long a browser may take until it can be driven, on a machine that is busy.
const START_MAX: Duration = Duration::from_secs(120);

/// How long a single command may take: a script in the page may wait for long work.
const COMMAND_MAX: Duration = Duration::from_secs(660);

/// What comes of it, later.
pub(super) type Answer<'a, T = ()> = Pin<Box<dyn Future<Output = Outcome<T>> + 'a>>;

/// What the browser keeps of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    All,
    Databases,
    LocalStorage,
}

/// A line to the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    pub bits_per_second: u32,
    /// From a request to the beginning of its answer.
    pub latency_ms: u32,
}

/// A browser that is driven. It and its driver end when this is dropped, as in a crash.
pub(super) trait Driver: Debug + Send {
    fn engine(&self) -> Engine;

    fn session(&self) -> &WebDriver;

    /// CSS pixels of the window that commands go to; below 600 wide it is a phone that is touched,
    /// where the engine knows touching.
    fn viewport(&self, width: u32, height: u32) -> Answer<'_>;

    /// Whether the system asks for dark colours.
    fn dark(&self, dark: bool) -> Answer<'_>;

    /// Runs this before the scripts of every page that is loaded from now on.
    fn before_each_page<'a>(&'a self, script: &'a str) -> Answer<'a>;

    /// Runs a script in the page past its policy.
    fn past_the_policy<'a>(&'a self, script: &'a str) -> Answer<'a>;

    /// Loads the page again as its reload button does: past no service worker.
    fn reload(&self) -> Answer<'_> {
        Box::pin(async { Ok(self.session().refresh().await?) })
    }

    /// Presses a key wherever the focus is.
    fn press<'a>(&'a self, stroke: &'a Stroke<'a>) -> Answer<'a> {
        Box::pin(async move {
            let mut actions = self.session().action_chain();
            for modifier in stroke.modifiers() {
                actions = actions.key_down(modifier);
            }
            actions = actions.key_down(stroke.sign).key_up(stroke.sign);
            for modifier in stroke.modifiers() {
                actions = actions.key_up(modifier);
            }
            Ok(actions.perform().await?)
        })
    }

    /// Saves what the browser saves into this folder, without asking.
    fn save_into<'a>(&'a self, folder: &'a Path) -> Answer<'a>;

    /// Saves nothing of what the browser saves from now on, as before [`Driver::save_into`].
    fn save_nowhere(&self) -> Answer<'_> {
        self.cannot("forget where to save")
    }

    /// Presses Space on the file field that has the focus, and chooses this file in the window that
    /// opens.
    fn choose_file<'a>(&'a self, file: &'a Path, space: &'a Stroke<'a>) -> Answer<'a>;

    /// What the console said and which requests left for elsewhere, since the last reading.
    fn messages<'a>(&'a self, site: &'a Site) -> Answer<'a, Vec<Message>>;

    /// Clears what the browser keeps of a site.
    fn clear<'a>(&'a self, site: &'a Site, kept: Kept) -> Answer<'a>;

    /// Lets a site keep so many bytes; as many as it likes where it is `None`.
    fn quota<'a>(&'a self, _site: &'a Site, _bytes: Option<u64>) -> Answer<'a> {
        self.cannot("limit what a site may keep")
    }

    /// Forgets the files that it keeps so as not to load them again; not what the site keeps.
    fn forget_files(&self) -> Answer<'_>;

    /// What is loaded in this window comes over such a line from now on, and past the browser's cache.
    fn line(&self, _line: Line) -> Answer<'_> {
        self.cannot("slow its line down")
    }

    /// Where the user is from now on, in this window: `Asia/Kathmandu`.
    fn time_zone<'a>(&'a self, _zone: &'a str) -> Answer<'a> {
        self.cannot("move to another time zone")
    }

    /// A clear failure for what the engine has no way for.
    fn cannot(&self, what: &str) -> Answer<'_> {
        let failure = Failure::new(format!("{} cannot {what} for the harness", self.engine()));
        Box::pin(async { Err(failure) })
    }
}

/// A session and the processes behind it.
#[derive(Debug)]
pub(super) struct Seat {
    session: Option<WebDriver>,
    /// Ended in this order.
    groups: Vec<Group>,
}

impl Seat {
    /// Begins a session with the driver at this port.
    pub async fn take(port: u16, capabilities: Value, groups: Vec<Group>) -> Outcome<Self> {
        let Value::Object(capabilities) = capabilities else {
            return Err(Failure::new("capabilities are an object"));
        };
        let url = format!("http://127.0.0.1:{port}");
        // A connection dies with the runtime of the journey that made it, and the browser may be in
        // the next one by then: none is kept.
        let client = reqwest::Client::builder()
            .timeout(COMMAND_MAX)
            .pool_max_idle_per_host(0)
            .build()
            .map_err(|problem| Failure::new(format!("no client: {problem}")))?;
        let session = WebDriver::builder(url, Capabilities::from(capabilities))
            .client(client)
            .connect();
        let session = tokio::time::timeout(START_MAX, session)
            .await
            .map_err(|_| Failure::new("the browser did not start in time"))??;
        Ok(Self {
            session: Some(session),
            groups,
        })
    }

    /// # Panics
    /// Never: it is only taken when this is dropped.
    pub fn session(&self) -> &WebDriver {
        self.session.as_ref().expect("a session until the end")
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        if let Some(session) = self.session.take() {
            // Else dropping the session asks the driver, that is gone, to close it.
            drop(session.leak());
        }
        for group in self.groups.drain(..) {
            drop(group);
        }
    }
}

/// Waits until a driver answers at this port; `None` where it ended or never does.
pub(super) async fn answers(port: u16, group: &mut Group) -> Option<()> {
    const BETWEEN: Duration = Duration::from_millis(25);
    let tries = START_MAX.as_millis() / BETWEEN.as_millis();
    for _ in 0..tries {
        if tokio::net::TcpStream::connect(("127.0.0.1", port))
            .await
            .is_ok()
        {
            return Some(());
        }
        if group.has_ended() {
            return None;
        }
        tokio::time::sleep(BETWEEN).await;
    }
    None
}

/// A port of this machine that nobody had a moment ago.
pub(super) fn free_port() -> Outcome<u16> {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0))?;
    Ok(listener.local_addr()?.port())
}

/// Chooses a file for the field that has the focus, after Space asked for it.
pub(super) async fn give_to_focused(session: &WebDriver, file: &Path) -> Outcome {
    let field = session.active_element().await?;
    field.send_keys(file.to_string_lossy()).await?;
    Ok(())
}

/// The origin of a site, as browsers name it.
pub(super) fn origin(site: &Site) -> Value {
    let url = site.url();
    let end = url
        .match_indices('/')
        .nth(2)
        .map_or(url.len(), |(at, _)| at);
    json!(url[..end])
}
