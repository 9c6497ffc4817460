//! What the browser's console said, and the requests that left for another origin.

use super::Site;
use crate::step::Outcome;
use serde_json::Value;
use std::fmt;
use thirtyfour::WebDriver;

/// Something that a silent app does not say or do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// Any message of the console: of the app, a failed load, a report of the content security
    /// policy.
    Console {
        level: String,
        text: String,
    },
    ForeignRequest {
        url: String,
    },
}

impl fmt::Display for Message {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Console { level, text } => write!(out, "{level}: {text}"),
            Self::ForeignRequest { url } => write!(out, "FOREIGN REQUEST: {url}"),
        }
    }
}

/// What is new since the last reading.
pub(super) async fn read(session: &WebDriver, site: &Site) -> Outcome<Vec<Message>> {
    let said = session.get_log("browser").await?;
    let done = session.get_log("performance").await?;
    let said = said
        .into_iter()
        .filter(|entry| !matches!(entry.level.as_str(), "DEBUG" | "FINE" | "ALL"))
        .map(|entry| Message::Console {
            level: entry.level,
            text: entry.message,
        });
    let requests = done
        .into_iter()
        .filter_map(|entry| requested_url(&entry.message));
    let foreign = requests
        .filter(|url| is_foreign(url, &site.url()))
        .map(|url| Message::ForeignRequest { url });
    Ok(said.chain(foreign).collect())
}

fn requested_url(event: &str) -> Option<String> {
    let event: Value = serde_json::from_str(event).ok()?;
    let message = event.get("message")?;
    let parameters = message.get("params")?;
    let url = match message.get("method")?.as_str()? {
        "Network.requestWillBeSent" => parameters.get("request")?.get("url")?,
        "Network.webSocketCreated" | "Network.webTransportCreated" => parameters.get("url")?,
        _ => return None,
    };
    Some(url.as_str()?.to_string())
}

fn is_foreign(url: &str, site: &str) -> bool {
    let inner = ["about:", "blob:", "chrome:", "data:", "devtools:"];
    !url.starts_with(site) && !inner.iter().any(|scheme| url.starts_with(scheme))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_other_origins_are_foreign() {
        let site = "http://127.0.0.1:1234/";
        for (url, foreign) in [
            ("http://127.0.0.1:1234/app.css", false),
            ("data:image/png;base64,", false),
            ("http://127.0.0.1:12345/app.css", true),
            ("https://example.org/", true),
            ("wss://example.org/", true),
        ] {
            assert_eq!(is_foreign(url, site), foreign, "{url}");
        }
    }
}
