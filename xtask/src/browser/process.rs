//! The driver and the browser as processes of this machine: starting them with a profile of their
//! own, and ending exactly those.

use crate::parts::Part;
use crate::step::{Failure, Outcome};
use std::env;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use thirtyfour::ChromiumLikeCapabilities;
use thirtyfour::{DesiredCapabilities, LoggingPrefsLogLevel, WebDriver};

/// Without a sandbox it also runs as root, as in a container; the rest keeps it from requests of
/// its own.
const CHROMIUM_ARGUMENTS: [&str; 12] = [
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
pub(super) struct Processes {
    folder: PathBuf,
    profile: PathBuf,
    driver: Option<Child>,
    browser_id: Option<u64>,
}

impl Processes {
    /// A fresh profile; nothing is started yet.
    pub fn new() -> Outcome<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::SeqCst);
        let folder = env::temp_dir().join(format!("owed-browser-{}-{number}", std::process::id()));
        let profile = folder.join("profile");
        fs::create_dir_all(&profile)?;
        Ok(Self {
            folder,
            profile,
            driver: None,
            browser_id: None,
        })
    }

    pub fn profile(&self) -> &Path {
        &self.profile
    }

    pub async fn start(&mut self) -> Outcome<WebDriver> {
        let missing = |part: Part| {
            Failure::new(format!(
                "{} is missing; this installs it:\n    {}",
                part.name(),
                part.install_line()
            ))
        };
        let chromium = Part::Chromium
            .find()
            .ok_or_else(|| missing(Part::Chromium))?;
        let chromedriver = Part::Chromedriver
            .find()
            .ok_or_else(|| missing(Part::Chromedriver))?;
        let scratch = self.folder.join("tmp");
        fs::create_dir_all(&scratch)?;
        let mut driver = Command::new(&chromedriver.path)
            .arg("--port=0")
            .env("TMPDIR", scratch)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let output = driver.stdout.take();
        self.driver = Some(driver);
        let port = output
            .and_then(port_of)
            .ok_or_else(|| Failure::new("the driver says no port"))?;

        let mut wanted = DesiredCapabilities::chrome();
        wanted.set_binary(&chromium.path.to_string_lossy())?;
        for argument in CHROMIUM_ARGUMENTS {
            wanted.add_arg(argument)?;
        }
        wanted.add_arg(&format!("--user-data-dir={}", self.profile.display()))?;
        for log in ["browser", "performance"] {
            wanted.set_logging_prefs(log, LoggingPrefsLogLevel::All)?;
        }
        let session = WebDriver::new(format!("http://127.0.0.1:{port}"), wanted).await?;
        self.browser_id = session
            .capabilities()
            .get("goog:processID")
            .and_then(serde_json::Value::as_u64);
        Ok(session)
    }

    /// SIGKILL to the driver and to the browser that it started.
    pub fn kill(&mut self) {
        if let Some(mut driver) = self.driver.take() {
            // The driver first: it must not see the browser end and tidy up.
            drop(driver.kill());
            drop(driver.wait());
        }
        if let Some(id) = self.browser_id.take() {
            let command = format!("kill -KILL {id}; while kill -0 {id} 2>&-; do sleep 0.01; done");
            drop(
                Command::new("sh")
                    .args(["-c", &command])
                    .stderr(Stdio::null())
                    .status(),
            );
            // A lock of the dead browser would only delay the next one.
            for lock in ["SingletonLock", "SingletonSocket", "SingletonCookie"] {
                drop(fs::remove_file(self.profile.join(lock)));
            }
        }
    }
}

impl Drop for Processes {
    fn drop(&mut self) {
        self.kill();
        drop(fs::remove_dir_all(&self.folder));
    }
}

/// Reads the port that the driver took, and goes on reading so that the driver never waits.
fn port_of(output: impl std::io::Read + Send + 'static) -> Option<u16> {
    let mut lines = BufReader::new(output).lines();
    let port = lines.by_ref().map_while(Result::ok).find_map(|line| {
        let (_, port) = line.split_once("started successfully on port ")?;
        port.trim_end_matches('.').parse().ok()
    });
    thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
    port
}
