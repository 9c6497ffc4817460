//! The driver and the browser as processes of this machine: starting them with a profile of their
//! own, and ending exactly those.

use crate::parts::Part;
use crate::step::{Failure, Outcome};
use std::env;
use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};
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

/// The driver takes a free port of IPv6 and wants the same one of IPv4: where another program has
/// that one, it ends without a word.
const DRIVER_TRIES: u32 = 5;

/// How long a killed process may take to be gone.
const DEATH_MAX: Duration = Duration::from_secs(10);

#[derive(Debug)]
pub(super) struct Processes {
    folder: PathBuf,
    profile: PathBuf,
    driver: Option<Child>,
    guard: Option<Child>,
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
            guard: None,
        })
    }

    pub fn profile(&self) -> &Path {
        &self.profile
    }

    pub async fn start(&mut self) -> Outcome<WebDriver> {
        let chromium = Part::Chromium.find_or_tell()?;
        let chromedriver = Part::Chromedriver.find_or_tell()?;
        let scratch = self.folder.join("tmp");
        fs::create_dir_all(&scratch)?;
        let mut port = None;
        for _ in 0..DRIVER_TRIES {
            let mut driver = Command::new(&chromedriver.path)
                .arg("--port=0")
                .env("TMPDIR", &scratch)
                // The browser and all its parts join this group.
                .process_group(0)
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()?;
            let output = driver.stdout.take();
            self.guard = Some(guard(driver.id())?);
            self.driver = Some(driver);
            port = output.and_then(port_of);
            if port.is_some() {
                break;
            }
            self.kill();
        }
        let port = port.ok_or_else(|| Failure::new("the driver says no port"))?;

        let mut wanted = DesiredCapabilities::chrome();
        wanted.set_binary(&chromium.path.to_string_lossy())?;
        for argument in CHROMIUM_ARGUMENTS {
            wanted.add_arg(argument)?;
        }
        wanted.add_arg(&format!("--user-data-dir={}", self.profile.display()))?;
        for log in ["browser", "performance"] {
            wanted.set_logging_prefs(log, LoggingPrefsLogLevel::All)?;
        }
        Ok(WebDriver::new(format!("http://127.0.0.1:{port}"), wanted).await?)
    }

    /// SIGKILL to the driver, the browser and all its parts at once: none has a moment to write.
    pub fn kill(&mut self) {
        let Some(mut driver) = self.driver.take() else {
            return;
        };
        let group = driver.id();
        if let Some(mut guard) = self.guard.take() {
            drop(guard.kill());
            drop(guard.wait());
        }
        let mut kill = Command::new("sh");
        kill.args(["-c", &kill_line(group)]).stderr(Stdio::null());
        drop(kill.status());
        drop(driver.kill());
        drop(driver.wait());
        let start = Instant::now();
        while is_running(group) && start.elapsed() < DEATH_MAX {
            thread::sleep(Duration::from_millis(5));
        }
        // A lock of the dead browser would only delay the next one.
        for lock in ["SingletonLock", "SingletonSocket", "SingletonCookie"] {
            drop(fs::remove_file(self.profile.join(lock)));
        }
    }
}

impl Drop for Processes {
    fn drop(&mut self) {
        self.kill();
        drop(fs::remove_dir_all(&self.folder));
    }
}

/// Ends the group when this process ends without doing it: Ctrl+C reaches no other group.
fn guard(group: u32) -> Outcome<Child> {
    let line = format!("cat; {}", kill_line(group));
    Ok(Command::new("sh")
        .args(["-c", &line])
        .process_group(0)
        // It is closed when this process ends, in whatever way.
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?)
}

fn kill_line(group: u32) -> String {
    format!("kill -s KILL -- -{group}")
}

/// Whether a process of this group is at work. One that ended but that nobody waited for has let go
/// of its files all the same.
fn is_running(group: u32) -> bool {
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    processes
        .filter_map(|process| fs::read_to_string(process.path().join("stat")).ok())
        .any(|stat| {
            // "ID (NAME) STATE PARENT GROUP ..."; a name may hold anything.
            let rest = stat.rsplit_once(") ").map_or("", |(_, rest)| rest);
            let words: Vec<&str> = rest.split(' ').collect();
            let [state, _parent, its_group, ..] = words.as_slice() else {
                return false;
            };
            !matches!(*state, "Z" | "X") && its_group.parse() == Ok(group)
        })
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
