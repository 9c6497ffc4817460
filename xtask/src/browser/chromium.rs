//! Chromium, by chromedriver and the Chrome DevTools Protocol.

use super::console::{self, Message};
use super::driver::{Answer, Driver, Kept, Line, Seat, origin};
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
use thirtyfour::WebDriver;

/// Without a sandbox it also runs as root, as in a container; the rest keeps it from requests of
/// its own.
const ARGUMENTS: [&str; 12] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-sync",
    "--password-store=basic",
    "--window-size=1280,900",
];

#[derive(Debug)]
pub(super) struct Chromium {
    seat: Seat,
}

impl Chromium {
    /// # Errors
    /// The driver or the browser does not start: the driver takes a free port of IPv6 and wants the
    /// same one of IPv4; where another program has that one, it ends without a word.
    pub async fn start(home: &Home) -> Outcome<Self> {
        let chromium = Part::Chromium.find_or_tell()?;
        let chromedriver = Part::Chromedriver.find_or_tell()?;
        // A lock of a dead browser would only delay the next one.
        for lock in ["SingletonLock", "SingletonSocket", "SingletonCookie"] {
            drop(fs::remove_file(home.profile().join(lock)));
        }
        let mut driver = Group::start(
            Command::new(&chromedriver.path)
                .arg("--port=0")
                .env("TMPDIR", home.scratch())
                .stdout(Stdio::piped())
                .stderr(Stdio::null()),
        )?;
        let port = driver.output().and_then(|output| {
            number_said(START_MAX, output, |line| {
                let (_, port) = line.split_once("started successfully on port ")?;
                port.trim_end_matches('.').parse().ok()
            })
        });
        let port = port.ok_or_else(|| Failure::new("chromedriver says no port"))?;
        let mut arguments: Vec<String> = ARGUMENTS.map(str::to_owned).to_vec();
        arguments.push(format!("--user-data-dir={}", home.profile().display()));
        let wanted = json!({
            "browserName": "chrome",
            "goog:chromeOptions": { "binary": chromium.path, "args": arguments },
            "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        });
        Ok(Self {
            seat: Seat::take(port, wanted, vec![driver]).await?,
        })
    }

    /// One command of the protocol for the page that is open.
    async fn ask(&self, method: &str, parameters: Value) -> Outcome<Value> {
        let answer = self.session().cdp().send_raw(method, parameters).await;
        answer.map_err(|problem| Failure::new(format!("{method}: {problem}")))
    }

    async fn key_event(&self, stroke: &Stroke<'_>) -> Outcome {
        let modifiers = stroke.modifier_bits();
        let mut event = json!({
            "type": "rawKeyDown", "key": stroke.name, "modifiers": modifiers, "windowsVirtualKeyCode": stroke.code,
        });
        if let (Some(text), false) = (stroke.text, stroke.is_shortcut()) {
            event["type"] = json!("keyDown");
            event["text"] = json!(text);
        }
        if (modifiers, stroke.name) == (2, "a") {
            // What the browser's own shortcut does.
            event["commands"] = json!(["selectAll"]);
        }
        self.ask("Input.dispatchKeyEvent", event.clone()).await?;
        event["type"] = json!("keyUp");
        self.ask("Input.dispatchKeyEvent", event).await?;
        Ok(())
    }
}

impl Driver for Chromium {
    fn engine(&self) -> Engine {
        Engine::Chromium
    }

    fn session(&self) -> &WebDriver {
        self.seat.session()
    }

    fn viewport(&self, width: u32, height: u32) -> Answer<'_> {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 });
        Box::pin(async {
            self.ask("Emulation.setDeviceMetricsOverride", size)
                .await
                .map(drop)
        })
    }

    fn dark(&self, dark: bool) -> Answer<'_> {
        let scheme = if dark { "dark" } else { "light" };
        let wanted = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        Box::pin(async {
            self.ask("Emulation.setEmulatedMedia", wanted)
                .await
                .map(drop)
        })
    }

    fn before_each_page<'a>(&'a self, script: &'a str) -> Answer<'a> {
        Box::pin(async move {
            let method = "Page.addScriptToEvaluateOnNewDocument";
            self.ask(method, json!({ "source": script }))
                .await
                .map(drop)
        })
    }

    fn past_the_policy<'a>(&'a self, script: &'a str) -> Answer<'a> {
        Box::pin(async move {
            self.ask("Runtime.evaluate", json!({ "expression": script }))
                .await
                .map(drop)
        })
    }

    fn press<'a>(&'a self, stroke: &'a Stroke<'a>) -> Answer<'a> {
        Box::pin(self.key_event(stroke))
    }

    fn save_into<'a>(&'a self, folder: &'a Path) -> Answer<'a> {
        Box::pin(async move {
            let wanted = json!({ "behavior": "allow", "downloadPath": folder });
            self.ask("Browser.setDownloadBehavior", wanted)
                .await
                .map(drop)
        })
    }

    fn save_nowhere(&self) -> Answer<'_> {
        Box::pin(async {
            let wanted = json!({ "behavior": "default" });
            self.ask("Browser.setDownloadBehavior", wanted)
                .await
                .map(drop)
        })
    }

    fn choose_file<'a>(&'a self, file: &'a Path, space: &'a Stroke<'a>) -> Answer<'a> {
        Box::pin(async move {
            // No window opens in a browser without a screen.
            let intercepted = |enabled: bool| json!({ "enabled": enabled });
            let method = "Page.setInterceptFileChooserDialog";
            self.ask(method, intercepted(true)).await?;
            self.key_event(space).await?;
            let field = json!({ "expression": "document.activeElement" });
            let field = self.ask("Runtime.evaluate", field).await?;
            let chosen = json!({ "files": [file], "objectId": field["result"]["objectId"] });
            self.ask("DOM.setFileInputFiles", chosen).await?;
            self.ask(method, intercepted(false)).await.map(drop)
        })
    }

    fn messages<'a>(&'a self, site: &'a Site) -> Answer<'a, Vec<Message>> {
        Box::pin(console::of_chromium(self.session(), site))
    }

    fn clear<'a>(&'a self, site: &'a Site, kept: Kept) -> Answer<'a> {
        let kinds = match kept {
            Kept::All => "all",
            Kept::Databases => "indexeddb",
            Kept::LocalStorage => "local_storage",
        };
        let wanted = json!({ "origin": origin(site), "storageTypes": kinds });
        Box::pin(async {
            self.ask("Storage.clearDataForOrigin", wanted)
                .await
                .map(drop)
        })
    }

    fn quota<'a>(&'a self, site: &'a Site, bytes: Option<u64>) -> Answer<'a> {
        let mut wanted = json!({ "origin": origin(site) });
        if let Some(bytes) = bytes {
            wanted["quotaSize"] = json!(bytes);
        }
        Box::pin(async {
            self.ask("Storage.overrideQuotaForOrigin", wanted)
                .await
                .map(drop)
        })
    }

    fn forget_files(&self) -> Answer<'_> {
        Box::pin(async {
            self.ask("Network.clearBrowserCache", json!({}))
                .await
                .map(drop)
        })
    }

    fn line(&self, line: Line) -> Answer<'_> {
        let bytes = line.bits_per_second / 8;
        let wanted = json!({
            "offline": false, "latency": line.latency_ms, "downloadThroughput": bytes, "uploadThroughput": bytes,
        });
        Box::pin(async {
            self.ask("Network.enable", json!({})).await?;
            let cache = json!({ "cacheDisabled": true });
            self.ask("Network.setCacheDisabled", cache).await?;
            self.ask("Network.emulateNetworkConditions", wanted)
                .await
                .map(drop)
        })
    }

    fn time_zone<'a>(&'a self, zone: &'a str) -> Answer<'a> {
        let wanted = json!({ "timezoneId": zone });
        Box::pin(async {
            self.ask("Emulation.setTimezoneOverride", wanted)
                .await
                .map(drop)
        })
    }
}
