//! A small static server for `dist/`, for developers and for the tests. It only reads, only below
//! its folder, and only listens on this machine.

use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

const HEADER_BYTES_MAX: u64 = 16 * 1024;
const IDLE: Duration = Duration::from_secs(30);

/// A server at work. It ends when it is dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    prefix: String,
    stopping: Arc<AtomicBool>,
    listening: Option<JoinHandle<()>>,
}

impl Server {
    /// Serves `folder` below `prefix` (empty, or `/some/path`) on this port; port 0 takes a free one.
    ///
    /// # Errors
    /// The folder does not exist or the port is taken.
    pub fn start(folder: &Path, prefix: &str, port: u16) -> io::Result<Self> {
        let site = Arc::new(Site {
            folder: folder.canonicalize()?,
            prefix: tidy_prefix(prefix),
        });
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let address = listener.local_addr()?;
        let stopping = Arc::new(AtomicBool::new(false));
        let prefix = site.prefix.clone();
        let listening = thread::spawn({
            let stopping = Arc::clone(&stopping);
            move || accept(&listener, &site, &stopping)
        });
        Ok(Self {
            address,
            prefix,
            stopping,
            listening: Some(listening),
        })
    }

    /// Where the folder's `index.html` is.
    pub fn url(&self) -> String {
        format!("http://{}{}/", self.address, self.prefix)
    }

    /// Answers nothing more, as a host that is gone.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for a connection.
        drop(TcpStream::connect(self.address));
    }

    /// Waits for ever.
    pub fn wait(mut self) {
        if let Some(listening) = self.listening.take() {
            drop(listening.join());
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
        if let Some(listening) = self.listening.take() {
            drop(listening.join());
        }
    }
}

struct Site {
    folder: PathBuf,
    prefix: String,
}

fn accept(listener: &TcpListener, site: &Arc<Site>, stopping: &Arc<AtomicBool>) {
    for stream in listener.incoming() {
        if stopping.load(Ordering::SeqCst) {
            return;
        }
        if let Ok(stream) = stream {
            let site = Arc::clone(site);
            // A connection that breaks is the browser's affair.
            let stopping = Arc::clone(stopping);
            thread::spawn(move || drop(converse(&stream, &site, &stopping)));
        }
    }
}

fn converse(stream: &TcpStream, site: &Site, stopping: &AtomicBool) -> io::Result<()> {
    stream.set_read_timeout(Some(IDLE))?;
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    while let Some(request) = Request::read(&mut reader)? {
        if stopping.load(Ordering::SeqCst) {
            break;
        }
        let answer = site.answer(&request);
        answer.write(stream, &request)?;
        if request.closes {
            break;
        }
    }
    Ok(())
}

#[derive(Debug, PartialEq, Eq)]
struct Request {
    method: String,
    target: String,
    closes: bool,
    takes_gzip: bool,
}

impl Request {
    /// The next request of the connection, or nothing where the other side is done.
    fn read(reader: &mut impl BufRead) -> io::Result<Option<Self>> {
        let mut head = reader.take(HEADER_BYTES_MAX);
        let mut line = String::new();
        if head.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let mut words = line.split_ascii_whitespace().map(str::to_string);
        let (Some(method), Some(target), Some(version)) =
            (words.next(), words.next(), words.next())
        else {
            return Err(io::ErrorKind::InvalidData.into());
        };
        // A body is never read, so that nothing of it is taken for the next request.
        let mut closes = version != "HTTP/1.1" || !matches!(method.as_str(), "GET" | "HEAD");
        let mut takes_gzip = false;
        loop {
            line.clear();
            if head.read_line(&mut line)? == 0 {
                return Err(io::ErrorKind::InvalidData.into());
            }
            let field = line.trim_end().to_ascii_lowercase();
            if field.is_empty() {
                return Ok(Some(Self {
                    method,
                    target,
                    closes,
                    takes_gzip,
                }));
            }
            takes_gzip |= field.starts_with("accept-encoding:") && field.contains("gzip");
            closes |= field == "connection: close"
                || field.starts_with("content-length:")
                || field.starts_with("transfer-encoding:");
        }
    }
}

impl Site {
    fn answer(&self, request: &Request) -> Answer {
        if !matches!(request.method.as_str(), "GET" | "HEAD") {
            return Answer::text("405 Method Not Allowed", "only GET and HEAD");
        }
        let path = request.target.split(['?', '#']).next().unwrap_or_default();
        if !self.prefix.is_empty() && path == self.prefix {
            return Answer {
                location: Some(format!("{path}/")),
                ..Answer::text("301 Moved Permanently", "")
            };
        }
        let file = path
            .strip_prefix(&self.prefix)
            .and_then(|below| self.file(below));
        let Some(file) = file else {
            return Answer::text("404 Not Found", "not found");
        };
        let packed = request.takes_gzip.then(|| fs::read(packed(&file)));
        let (is_packed, body) = match packed {
            Some(Ok(body)) => (true, Ok(body)),
            _ => (false, fs::read(&file)),
        };
        match body {
            Ok(body) => Answer {
                status: "200 OK",
                media_type: media_type(&file),
                location: None,
                is_packed,
                body,
            },
            Err(_) => Answer::text("404 Not Found", "not found"),
        }
    }

    /// The file of a path, only where it is really below the folder.
    fn file(&self, path: &str) -> Option<PathBuf> {
        let below = path.strip_prefix('/')?;
        let mut file = self.folder.clone();
        for part in below.split('/').filter(|part| !part.is_empty()) {
            let part = percent_decoded(part)?;
            if part.starts_with('.') || part.contains(['/', '\\', ':', '\0']) {
                return None;
            }
            file.push(part);
        }
        if file.is_dir() {
            file.push("index.html");
        }
        let real = file.canonicalize().ok()?;
        (real.starts_with(&self.folder) && real.is_file()).then_some(real)
    }
}

struct Answer {
    status: &'static str,
    media_type: &'static str,
    location: Option<String>,
    is_packed: bool,
    body: Vec<u8>,
}

impl Answer {
    fn text(status: &'static str, text: &str) -> Self {
        Self {
            status,
            media_type: "text/plain; charset=utf-8",
            location: None,
            is_packed: false,
            body: text.as_bytes().to_vec(),
        }
    }

    fn write(&self, mut stream: &TcpStream, request: &Request) -> io::Result<()> {
        let Self {
            status,
            media_type,
            location,
            is_packed,
            body,
        } = self;
        let mut bytes = format!(
            "HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\nContent-Length: {}\r\nCache-Control: no-cache\r\nX-Content-Type-Options: nosniff\r\n",
            body.len()
        );
        if *is_packed {
            bytes += "Content-Encoding: gzip\r\n";
        }
        if let Some(location) = location {
            bytes += &format!("Location: {location}\r\n");
        }
        bytes += if request.closes {
            "Connection: close\r\n\r\n"
        } else {
            "Connection: keep-alive\r\n\r\n"
        };
        let mut bytes = bytes.into_bytes();
        if request.method != "HEAD" {
            bytes.extend_from_slice(body);
        }
        stream.write_all(&bytes)
    }
}

/// Where a file lies as gzip, for whoever takes it so: beside it, as other servers have it.
pub fn packed(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".gz");
    name.into()
}

/// `/some/path` of whatever slashes it was given with.
fn tidy_prefix(prefix: &str) -> String {
    let inner = prefix.trim_matches('/');
    if inner.is_empty() {
        String::new()
    } else {
        format!("/{inner}")
    }
}

fn percent_decoded(part: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut left = part.as_bytes().iter();
    while let Some(byte) = left.next() {
        if *byte == b'%' {
            let digits = [*left.next()?, *left.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            bytes.push(*byte);
        }
    }
    String::from_utf8(bytes).ok()
}

fn media_type(file: &Path) -> &'static str {
    match file
        .extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or_default()
    {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "pdf" => "application/pdf",
        "xml" => "application/xml",
        "csv" => "text/csv; charset=utf-8",
        "txt" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sends these bytes to a server of a folder with two files and gives back all it answers.
    fn check(prefix: &str, request: &str) -> String {
        let folder = std::env::temp_dir().join(format!(
            "owed-server-{}-{:?}",
            std::process::id(),
            thread::current().id()
        ));
        let dist = folder.join("dist");
        fs::create_dir_all(dist.join("deep")).expect("a folder to serve");
        fs::write(folder.join("secret.txt"), "secret").expect("a file beside it");
        fs::write(dist.join("index.html"), "<p>page").expect("a page");
        fs::write(dist.join("deep/app_bg.wasm"), "wasm").expect("a program");
        fs::write(dist.join("deep/app_bg.wasm.gz"), "packed").expect("a packed program");
        let server = Server::start(&dist, prefix, 0).expect("a free port");
        let mut stream = TcpStream::connect(server.address).expect("a connection");
        stream.write_all(request.as_bytes()).expect("a request");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        drop(server);
        fs::remove_dir_all(&folder).expect("the folder goes");
        answer
    }

    fn get(prefix: &str, target: &str) -> String {
        check(
            prefix,
            &format!("GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
        )
    }

    #[test]
    fn the_folder_answers_with_its_page() {
        let answer = get("", "/");
        assert!(
            answer.starts_with(
                "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: 7\r\n"
            ),
            "{answer}"
        );
        assert!(answer.ends_with("\r\n\r\n<p>page"), "{answer}");
        assert!(answer.contains("Cache-Control: no-cache"), "{answer}");
    }

    #[test]
    fn a_program_has_its_media_type() {
        assert!(get("", "/deep/app_bg.wasm?v=1").contains("Content-Type: application/wasm\r\n"));
    }

    #[test]
    fn a_packed_file_goes_to_whoever_takes_it() {
        let request = "GET /deep/app_bg.wasm HTTP/1.1\r\nAccept-Encoding: br, gzip\r\nConnection: close\r\n\r\n";
        let answer = check("", request);
        assert!(answer.ends_with("\r\n\r\npacked"), "{answer}");
        for header in [
            "Content-Encoding: gzip\r\n",
            "Content-Type: application/wasm\r\n",
        ] {
            assert!(answer.contains(header), "{answer}");
        }
        let plain = get("", "/deep/app_bg.wasm");
        assert!(plain.ends_with("\r\n\r\nwasm"), "{plain}");
        assert!(!plain.contains("Content-Encoding"), "{plain}");
    }

    #[test]
    fn nothing_outside_of_the_folder_is_served() {
        for target in [
            "/../secret.txt",
            "/deep/../../secret.txt",
            "/%2e%2e/secret.txt",
            "/..%2fsecret.txt",
            "/..\\secret.txt",
            "//etc/passwd",
            "/%zz",
            "/..",
        ] {
            let answer = get("", target);
            assert!(answer.starts_with("HTTP/1.1 404"), "{target}: {answer}");
        }
    }

    #[test]
    fn head_has_the_length_but_no_body() {
        let answer = check("", "HEAD / HTTP/1.1\r\nConnection: close\r\n\r\n");
        assert!(
            answer.contains("Content-Length: 7\r\n") && answer.ends_with("\r\n\r\n"),
            "{answer}"
        );
    }

    #[test]
    fn a_connection_carries_several_requests() {
        let answer = check(
            "",
            "GET / HTTP/1.1\r\n\r\nGET /none HTTP/1.1\r\nConnection: close\r\n\r\n",
        );
        assert!(
            answer.contains("HTTP/1.1 200 OK") && answer.contains("HTTP/1.1 404 Not Found"),
            "{answer}"
        );
    }

    #[test]
    fn other_methods_are_refused() {
        let answer = check("", "POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc");
        assert!(answer.starts_with("HTTP/1.1 405"), "{answer}");
    }

    #[test]
    fn below_a_prefix_only_the_prefix_answers() {
        assert!(get("/some/path", "/some/path/").starts_with("HTTP/1.1 200"));
        assert!(get("some/path/", "/some/path").contains("Location: /some/path/\r\n"));
        assert!(get("/some/path", "/").starts_with("HTTP/1.1 404"));
        assert!(get("/some/path", "/some/pathology").starts_with("HTTP/1.1 404"));
    }
}
