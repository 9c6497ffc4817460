//! Firefox, by geckodriver and WebDriver BiDi; and, where neither has a word for it, by a script in
//! the browser's own context.

use super::bidi::Bidi;
use super::console::{self, Message};
use super::driver::{Answer, Driver, Kept, Seat, give_to_focused, origin};
use super::engine::Engine;
use super::process::{Group, Home, START_MAX, number_said};
use super::site::Site;
use super::stroke::Stroke;
use crate::parts::Part;
use crate::step::{Failure, Outcome};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use thirtyfour::WebDriver;
use thirtyfour::common::command::{Command as WebDriverCommand, ExtensionCommand};
use tokio_tungstenite::tungstenite::http::Method;

#[derive(Debug)]
pub(super) struct Firefox {
    seat: Seat,
    bidi: Bidi,
}

impl Firefox {
    /// # Errors
    /// The driver or the browser does not start.
    pub async fn start(home: &Home) -> Outcome<Self> {
        let firefox = Part::Firefox.find_or_tell()?;
        let geckodriver = Part::Geckodriver.find_or_tell()?;
        // A lock of a dead browser would only delay the next one.
        for lock in ["lock", ".parentlock"] {
            drop(fs::remove_file(home.profile().join(lock)));
        }
        let mut driver = Group::start(
            Command::new(&geckodriver.path)
                .args(["--port", "0", "--websocket-port", "0"])
                // For what the site keeps, dark colours and the folder of downloads.
                .arg("--allow-system-access")
                .env("MOZ_HEADLESS", "1")
                .env("MOZ_HEADLESS_WIDTH", "1500")
                .env("MOZ_HEADLESS_HEIGHT", "1400")
                .env("TMPDIR", home.scratch())
                .stdout(Stdio::piped())
                .stderr(Stdio::null()),
        )?;
        let port = driver.output().and_then(|output| {
            number_said(START_MAX, output, |line| {
                let (_, port) = line.split_once("Listening on 127.0.0.1:")?;
                port.trim().parse().ok()
            })
        });
        let port = port.ok_or_else(|| Failure::new("geckodriver says no port"))?;
        let seat = Seat::take(port, wanted(&firefox.path, home), vec![driver]).await?;
        let url = seat.session().capabilities().get("webSocketUrl").cloned();
        let url = url.and_then(|url| url.as_str().map(str::to_owned));
        let url = url.ok_or_else(|| Failure::new("Firefox offers no BiDi"))?;
        let bidi = Bidi::connect(&url).await?;
        let events = json!({ "events": ["log.entryAdded", "network.beforeRequestSent"] });
        bidi.ask("session.subscribe", events).await?;
        let preload = json!({ "functionDeclaration": console::POLICY_LISTENER });
        bidi.ask("script.addPreloadScript", preload).await?;
        Ok(Self { seat, bidi })
    }

    /// The window that commands go to, as BiDi names it.
    async fn context(&self) -> Outcome<String> {
        Ok(self.session().window().await?.to_string())
    }

    /// Runs the body of an async function in the browser's own context.
    async fn in_browser(&self, body: &str, arguments: Vec<Value>) -> Outcome<Value> {
        self.enter("chrome").await?;
        let script = format!("return (async function () {{ {body} }}).apply(null, arguments);");
        let answer = self.session().execute(script, arguments).await;
        self.enter("content").await?;
        Ok(answer?.json().clone())
    }

    async fn enter(&self, context: &'static str) -> Outcome {
        let command = WebDriverCommand::ExtensionCommand(Box::new(Enter(context)));
        self.session().cmd(command).await?;
        Ok(())
    }

    async fn prefer(&self, name: &str, value: Value) -> Outcome {
        let body = "
            const [name, value] = arguments;
            if (typeof value === 'number') Services.prefs.setIntPref(name, value);
            else Services.prefs.setStringPref(name, value);";
        self.in_browser(body, vec![json!(name), value])
            .await
            .map(drop)
    }
}

fn wanted(binary: &Path, home: &Home) -> Value {
    json!({
        "browserName": "firefox",
        "webSocketUrl": true,
        "unhandledPromptBehavior": "ignore",
        "moz:firefoxOptions": {
            "binary": binary,
            "args": ["--headless", "--no-remote", "--profile", home.profile()],
            "prefs": preferences(home),
        },
    })
}

/// Nothing of its own is fetched, asked or shown; what is saved goes where it should.
fn preferences(home: &Home) -> Value {
    json!({
        "app.update.enabled": false,
        "browser.aboutwelcome.enabled": false,
        "browser.download.alwaysOpenPanel": false,
        "browser.download.dir": home.profile(),
        "browser.download.folderList": 2,
        "browser.preonboarding.enabled": false,
        "browser.safebrowsing.update.enabled": false,
        "browser.sessionstore.resume_from_crash": false,
        "browser.shell.checkDefaultBrowser": false,
        "browser.startup.homepage_override.mstone": "ignore",
        "browser.startup.page": 0,
        "datareporting.policy.dataSubmissionEnabled": false,
        "dom.disable_open_during_load": false,
        "dom.ipc.processPrelaunch.enabled": false,
        // Nobody is there to answer whether the site may keep its data.
        "dom.storageManager.prompt.testing": true,
        "dom.storageManager.prompt.testing.allow": true,
        "extensions.update.enabled": false,
        "intl.accept_languages": "en-US, en",
        "network.captive-portal-service.enabled": false,
        "network.connectivity-service.enabled": false,
        // It would show a PDF instead of saving it.
        "pdfjs.disabled": true,
        "services.settings.server": "http://127.0.0.1:9",
        "termsofuse.bypassNotification": true,
        "toolkit.startup.max_resumed_crashes": -1,
        "toolkit.telemetry.enabled": false,
        "ui.useOverlayScrollbars": 1,
    })
}

impl Driver for Firefox {
    fn engine(&self) -> Engine {
        Engine::Firefox
    }

    fn session(&self) -> &WebDriver {
        self.seat.session()
    }

    fn viewport(&self, width: u32, height: u32) -> Answer<'_> {
        Box::pin(async move {
            let size = json!({ "width": width, "height": height });
            let wanted = json!({ "context": self.context().await?, "viewport": size });
            self.bidi
                .ask("browsingContext.setViewport", wanted)
                .await
                .map(drop)
        })
    }

    fn dark(&self, dark: bool) -> Answer<'_> {
        let name = "layout.css.prefers-color-scheme.content-override";
        Box::pin(self.prefer(name, json!(i32::from(!dark))))
    }

    fn before_each_page<'a>(&'a self, script: &'a str) -> Answer<'a> {
        Box::pin(async move {
            let function = format!("() => {{ {script}\n}}");
            let wanted =
                json!({ "functionDeclaration": function, "contexts": [self.context().await?] });
            self.bidi
                .ask("script.addPreloadScript", wanted)
                .await
                .map(drop)
        })
    }

    fn past_the_policy<'a>(&'a self, script: &'a str) -> Answer<'a> {
        Box::pin(async move {
            let target = json!({ "context": self.context().await? });
            let wanted = json!({ "expression": script, "target": target, "awaitPromise": false });
            self.bidi.ask("script.evaluate", wanted).await.map(drop)
        })
    }

    fn reload(&self) -> Answer<'_> {
        Box::pin(async {
            // The driver's own goes past the service worker.
            let wanted = json!({ "context": self.context().await?, "wait": "complete" });
            self.bidi
                .ask("browsingContext.reload", wanted)
                .await
                .map(drop)
        })
    }

    fn save_into<'a>(&'a self, folder: &'a Path) -> Answer<'a> {
        Box::pin(self.prefer("browser.download.dir", json!(folder)))
    }

    fn choose_file<'a>(&'a self, file: &'a Path, space: &'a Stroke<'a>) -> Answer<'a> {
        Box::pin(async move {
            // No window opens in a browser without a screen.
            self.press(space).await?;
            give_to_focused(self.session(), file).await
        })
    }

    fn messages<'a>(&'a self, site: &'a Site) -> Answer<'a, Vec<Message>> {
        Box::pin(async { Ok(console::of_firefox(&self.bidi.events().await?, site)) })
    }

    fn clear<'a>(&'a self, site: &'a Site, kept: Kept) -> Answer<'a> {
        let kind = match kept {
            Kept::All => "all",
            Kept::Databases => "idb",
            Kept::LocalStorage => "ls",
        };
        Box::pin(async move {
            let arguments = vec![origin(site), json!(kind)];
            self.in_browser(CLEAR, arguments).await.map(drop)
        })
    }

    fn forget_files(&self) -> Answer<'_> {
        Box::pin(async {
            self.in_browser("Services.cache2.clear()", Vec::new())
                .await
                .map(drop)
        })
    }

    fn time_zone<'a>(&'a self, zone: &'a str) -> Answer<'a> {
        Box::pin(async move {
            let wanted = json!({ "timezone": zone, "contexts": [self.context().await?] });
            self.bidi
                .ask("emulation.setTimezoneOverride", wanted)
                .await
                .map(drop)
        })
    }
}

/// Clears what is kept of an origin: all of it, or what one of its kinds of storage keeps.
const CLEAR: &str = "
    const [origin, kind] = arguments;
    const principal = Services.scriptSecurityManager.createContentPrincipalFromOrigin(origin);
    if (kind === 'all') {
      const kinds = Ci.nsIClearDataService.CLEAR_DOM_STORAGES | Ci.nsIClearDataService.CLEAR_COOKIES;
      await new Promise((done) => Services.clearData.deleteDataFromPrincipal(principal, true, kinds, done));
    } else {
      const request = Services.qms.clearStoragesForClient(principal, kind);
      await new Promise((done, failed) => {
        request.callback = () => request.resultCode === Cr.NS_OK ? done() : failed(request.resultCode);
      });
    }";

/// Where scripts run from now on: in the page (`content`) or in the browser (`chrome`).
#[derive(Debug)]
struct Enter(&'static str);

impl ExtensionCommand for Enter {
    fn parameters_json(&self) -> Option<Value> {
        Some(json!({ "context": self.0 }))
    }

    fn method(&self) -> Method {
        Method::POST
    }

    fn endpoint(&self) -> Arc<str> {
        "/moz/context".into()
    }
}
