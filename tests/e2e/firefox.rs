//! The same document gives the same PDF in another browser's engine. Firefox is driven by nothing:
//! it opens a page that makes the PDF and sends it back.

use crate::owed::Owed;
use crate::printing::open_long;
use serde_json::Value;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;
use xtask::browser::{Site, journey};
use xtask::step::{Failure, Outcome};

/// Its first start makes a profile.
const PATIENCE: Duration = Duration::from_secs(120);

/// Keeps what the page sends to the program that makes PDFs.
const LISTEN: &str = "
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (message, ...more) {
      globalThis.sent = Array.from(message.bytes);
      return post.call(this, message, ...more);
    };";

/// Nothing of its own is fetched or asked.
const PREFERENCES: &str = r#"
    user_pref("app.update.enabled", false);
    user_pref("browser.aboutwelcome.enabled", false);
    user_pref("browser.shell.checkDefaultBrowser", false);
    user_pref("browser.startup.homepage_override.mstone", "ignore");
    user_pref("datareporting.policy.dataSubmissionEnabled", false);
    user_pref("network.captive-portal-service.enabled", false);
    user_pref("network.connectivity-service.enabled", false);
    user_pref("services.settings.server", "http://127.0.0.1:9");
    user_pref("toolkit.telemetry.enabled", false);
"#;

#[tokio::test]
async fn firefox_makes_the_same_bytes() -> Outcome {
    journey("firefox-same", async |browser| {
        let Some(firefox) = installed() else {
            eprintln!("left out: Firefox is missing (sudo apt-get install firefox-esr)");
            return Ok(());
        };
        browser.before_each_page(LISTEN).await?;
        let owed = Owed(browser);
        let folder = owed.folder("same")?;
        open_long(owed, &folder).await?;
        let (file, _) = owed.download_pdf(&folder).await?;
        let sent = browser.script("return globalThis.sent", vec![]).await?;

        let site = folder.join("site");
        fs::create_dir_all(&site)?;
        fs::write(site.join("document"), bytes(&sent)?)?;
        let answer = made_by(firefox, &site, &folder.join("firefox"))?;
        let pdf = paper::Pdf::unpacked(&answer)
            .map_err(|_| Failure::new(String::from_utf8_lossy(&answer)))?
            .map_err(|problem| Failure::new(problem.to_string()))?;
        assert!(pdf.bytes.starts_with(b"%PDF-"));
        assert!(pdf.bytes == fs::read(&file)?, "the two PDFs differ");
        Ok(())
    })
    .await
}

fn installed() -> Option<&'static str> {
    let is_there = |name: &&str| {
        let asked = Command::new(name)
            .args(["--headless", "--version"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        asked.is_ok_and(|status| status.success())
    };
    ["firefox-esr", "firefox"].into_iter().find(is_there)
}

fn bytes(numbers: &Value) -> Outcome<Vec<u8>> {
    let numbers = numbers.as_array().into_iter().flatten();
    let bytes = numbers.map(|number| u8::try_from(number.as_u64()?).ok());
    bytes
        .collect::<Option<Vec<u8>>>()
        .filter(|bytes| !bytes.is_empty())
        .ok_or_else(|| Failure::new("the page sent no document"))
}

/// What the program of the release app answers in Firefox to the document in the folder.
fn made_by(firefox: &str, folder: &Path, profile: &Path) -> Outcome<Vec<u8>> {
    let mut names = [None, None];
    for entry in fs::read_dir(xtask::app::dist())? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with("owed-pdf-") {
            continue;
        }
        fs::copy(entry.path(), folder.join(&name))?;
        let is_program = name.ends_with(".wasm");
        names[usize::from(is_program)] = Some(name);
    }
    let [Some(worker), Some(program)] = names else {
        return Err(Failure::new("the release app makes no PDFs"));
    };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let script = include_str!("firefox.js")
        .replace("WORKER", &worker)
        .replace("PROGRAM", &program)
        .replace("ANSWER", &format!("http://{}/", listener.local_addr()?));
    fs::write(folder.join("firefox.js"), script)?;
    let page = "<!doctype html><title>PDF</title><script src=\"firefox.js\"></script>";
    fs::write(folder.join("index.html"), page)?;
    let site = Site::of(folder, "")?;
    fs::create_dir_all(profile)?;
    fs::write(profile.join("user.js"), PREFERENCES)?;

    let (tell, told) = mpsc::channel();
    thread::spawn(move || drop(tell.send(body_of(&listener))));
    let child = Command::new(firefox)
        .args(["--headless", "--no-remote", "--profile"])
        .arg(profile)
        .arg(site.url())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let _running = Running(child);
    told.recv_timeout(PATIENCE)
        .map_err(|_| Failure::new("Firefox does not answer"))?
}

/// The body of the first request.
fn body_of(listener: &TcpListener) -> Outcome<Vec<u8>> {
    let (mut stream, _) = listener.accept()?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut length = 0;
    let mut line = String::new();
    loop {
        line.clear();
        reader.read_line(&mut line)?;
        let field = line.trim_end().to_ascii_lowercase();
        if let Some(value) = field.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or_default();
        }
        if field.is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    stream.write_all(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")?;
    Ok(body)
}

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}
