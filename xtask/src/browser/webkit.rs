//! WebKitGTK, by WebKitWebDriver and a small browser of our own (`webkit.py`) on a screen that is
//! not there. What WebDriver has no word for is asked of that browser over a socket.

use super::console::{self, Message};
use super::driver::{Answer, Driver, Kept, Seat, answers, free_port, give_to_focused};
use super::engine::Engine;
use super::process::{Group, Home, START_MAX, number_said};
use super::site::Site;
use super::stroke::Stroke;
use crate::parts::Part;
use crate::step::{Failure, Outcome};
use serde_json::{Value, json};
use std::cell::Cell;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;
use thirtyfour::WebDriver;

/// How long the small browser may take to answer, on a machine that is busy.
const ANSWER_MAX: Duration = Duration::from_secs(60);

#[derive(Debug)]
pub(super) struct WebKit {
    seat: Seat,
    control: PathBuf,
    /// What its processes write: the console is among it.
    said: PathBuf,
    /// Bytes of it that were read.
    read: Cell<usize>,
}

impl WebKit {
    /// # Errors
    /// The screen, the driver or the browser does not start.
    pub async fn start(home: &Home) -> Outcome<Self> {
        let driver = Part::WebKitDriver.find_or_tell()?;
        let python = Part::WebKitGtk.find_or_tell()?;
        let bus = Part::DbusRunSession.find_or_tell()?;
        let (screen, display) = screen(home)?;
        let app = home.folder().join("webkit");
        let lines = include_str!("webkit.py").replacen(
            "#!/usr/bin/python3",
            &format!("#!{}", python.path.display()),
            1,
        );
        fs::write(&app, lines)?;
        fs::set_permissions(&app, fs::Permissions::from_mode(0o755))?;
        let control = home.folder().join("control");
        drop(fs::remove_file(&control));
        let said = home.folder().join("said.txt");
        let output = File::create(&said)?;
        let port = free_port()?;
        let mut group = Group::start(
            Command::new(&bus.path)
                .arg("--")
                .arg(&driver.path)
                .arg(format!("--port={port}"))
                .env("DISPLAY", format!(":{display}"))
                .env("GDK_BACKEND", "x11")
                .env("LIBGL_ALWAYS_SOFTWARE", "1")
                .env("NO_AT_BRIDGE", "1")
                .env("TMPDIR", home.scratch())
                // Nothing of the user's own is read or written.
                .env("XDG_CONFIG_HOME", home.folder().join("config"))
                .env("XDG_CACHE_HOME", home.folder().join("cache"))
                .env("XDG_DATA_HOME", home.folder().join("data"))
                // Without it, it also runs as root, as in a container.
                .env("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1")
                .stdout(Stdio::from(output.try_clone()?))
                .stderr(Stdio::from(output)),
        )?;
        let ready = answers(port, &mut group).await;
        ready.ok_or_else(|| Failure::new("WebKitWebDriver does not answer"))?;
        let wanted = json!({
            "browserName": "owed-webkit",
            "webkitgtk:browserOptions": {
                "binary": app,
                "args": ["--automation", home.folder()],
            },
        });
        Ok(Self {
            // The screen last: a browser that loses it would complain.
            seat: Seat::take(port, wanted, vec![group, screen]).await?,
            control,
            said,
            read: Cell::new(0),
        })
    }

    /// Asks the small browser.
    fn ask(&self, question: &Value) -> Outcome<Value> {
        let mut stream = UnixStream::connect(&self.control)?;
        stream.set_read_timeout(Some(ANSWER_MAX))?;
        stream.write_all(format!("{question}\n").as_bytes())?;
        let mut line = String::new();
        BufReader::new(stream).read_line(&mut line)?;
        let answer: Value = serde_json::from_str(&line)
            .map_err(|_| Failure::new(format!("WebKitGTK does not answer {question}")))?;
        match answer["error"].as_str() {
            Some(problem) => Err(Failure::new(format!("WebKitGTK: {question}: {problem}"))),
            None => Ok(answer["value"].clone()),
        }
    }

    fn asked(&self, question: Value) -> Answer<'_> {
        Box::pin(async move { self.ask(&question).map(drop) })
    }

    /// What was written since the last reading, whole lines only.
    fn fresh_lines(&self) -> Outcome<String> {
        let bytes = fs::read(&self.said)?;
        let fresh = bytes.get(self.read.get()..).unwrap_or_default();
        let whole = fresh
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(0, |at| at + 1);
        self.read.set(self.read.get() + whole);
        Ok(String::from_utf8_lossy(&fresh[..whole]).into_owned())
    }
}

/// A screen that is not there, and its number.
fn screen(home: &Home) -> Outcome<(Group, u16)> {
    let xvfb = Part::Xvfb.find_or_tell()?;
    let mut screen = Group::start(
        Command::new(&xvfb.path)
            // It chooses a number that is free, and says it.
            .args(["-displayfd", "1", "-screen", "0", "1500x1400x24"])
            .args(["-nolisten", "tcp", "-noreset"])
            .current_dir(home.folder())
            .stdout(Stdio::piped())
            .stderr(Stdio::null()),
    )?;
    let output = screen.output();
    let number =
        output.and_then(|output| number_said(START_MAX, output, |line| line.trim().parse().ok()));
    let number = number.ok_or_else(|| Failure::new("Xvfb says no screen"))?;
    Ok((screen, number))
}

impl Driver for WebKit {
    fn engine(&self) -> Engine {
        Engine::WebKit
    }

    fn session(&self) -> &WebDriver {
        self.seat.session()
    }

    fn viewport(&self, width: u32, height: u32) -> Answer<'_> {
        Box::pin(async move {
            self.ask(&json!({ "do": "size", "width": width, "height": height }))?;
            // The page learns of it when the screen has done it.
            let script = "
                const [width, height] = arguments;
                for (let frame = 0; frame < 600; frame += 1) {
                  if (innerWidth === width && innerHeight === height) return true;
                  await new Promise((done) => setTimeout(done, 20));
                }
                return [innerWidth, innerHeight];";
            let script =
                format!("return (async function () {{ {script} }}).apply(null, arguments);");
            let size = vec![json!(width), json!(height)];
            let seen = self.session().execute(script, size).await?;
            if seen.json() == &json!(true) {
                return Ok(());
            }
            Err(Failure::new(format!(
                "the window of WebKitGTK stays {} instead of {width} by {height}",
                seen.json()
            )))
        })
    }

    fn dark(&self, dark: bool) -> Answer<'_> {
        self.asked(json!({ "do": "dark", "dark": dark }))
    }

    fn before_each_page<'a>(&'a self, script: &'a str) -> Answer<'a> {
        self.asked(json!({ "do": "before each page", "script": script }))
    }

    fn past_the_policy<'a>(&'a self, script: &'a str) -> Answer<'a> {
        Box::pin(async move {
            // What the driver runs is not asked for by the page, so its policy does not count.
            self.session().execute(script, Vec::new()).await?;
            Ok(())
        })
    }

    fn save_into<'a>(&'a self, folder: &'a Path) -> Answer<'a> {
        self.asked(json!({ "do": "save into", "folder": folder }))
    }

    fn choose_file<'a>(&'a self, file: &'a Path, space: &'a Stroke<'a>) -> Answer<'a> {
        Box::pin(async move {
            // The driver keeps the window from opening.
            self.press(space).await?;
            give_to_focused(self.session(), file).await
        })
    }

    fn messages<'a>(&'a self, site: &'a Site) -> Answer<'a, Vec<Message>> {
        Box::pin(async move {
            let mut messages = console::of_webkit(&self.fresh_lines()?);
            let requested = self.ask(&json!({ "do": "requests" }))?;
            let urls = requested.as_array().into_iter().flatten();
            messages.extend(console::foreign(urls.filter_map(Value::as_str), site));
            Ok(messages)
        })
    }

    fn clear<'a>(&'a self, _site: &'a Site, kept: Kept) -> Answer<'a> {
        let kinds = match kept {
            Kept::All => "all",
            Kept::Databases => "indexeddb",
            Kept::LocalStorage => "local_storage",
        };
        // No other site is in the profile.
        self.asked(json!({ "do": "clear", "kinds": kinds }))
    }

    fn forget_files(&self) -> Answer<'_> {
        self.asked(json!({ "do": "clear", "kinds": "files" }))
    }
}
