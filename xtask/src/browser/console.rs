//! What the browser's console said, and the requests that left for another origin.

use super::Site;
use super::bidi::Event;
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

/// Has the console tell what the page's policy refused, in engines whose drivers do not. A function,
/// to be run before each page.
pub(super) const POLICY_LISTENER: &str = "() => addEventListener('securitypolicyviolation', (event) =>
    console.error(`Content Security Policy: ${event.violatedDirective} refuses ${event.blockedURI}`))";

/// What is new since the last reading, in Chromium.
pub(super) async fn of_chromium(session: &WebDriver, site: &Site) -> Outcome<Vec<Message>> {
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
        .iter()
        .filter_map(|entry| requested_url(&entry.message))
        .collect::<Vec<String>>();
    let foreign = foreign(requests.iter().map(String::as_str), site);
    Ok(said.chain(foreign).collect())
}

/// The same of the events of Firefox.
pub(super) fn of_firefox(events: &[Event], site: &Site) -> Vec<Message> {
    let mut messages = Vec::new();
    for Event { method, parameters } in events {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        match method.as_str() {
            "log.entryAdded" if parameters["level"] != "debug" => {
                let place = &parameters["stackTrace"]["callFrames"][0];
                messages.push(Message::Console {
                    level: text(&parameters["level"]).to_uppercase(),
                    text: format!("{} {}", text(&place["url"]), text(&parameters["text"])),
                });
            }
            "network.beforeRequestSent" => {
                let url = text(&parameters["request"]["url"]);
                messages.extend(foreign([url.as_str()].into_iter(), site));
            }
            _ => {}
        }
    }
    messages
}

/// What WebKitGTK says of what it has no notion of, and not of the page.
const OF_WEBKIT_ITSELF: [&str; 2] = [
    "Unrecognized Content-Security-Policy directive 'manifest-src'",
    // It does not match a preload with a fetch of the same address.
    "was preloaded using link preload but not used within a few seconds",
];

/// The same of what the processes of WebKitGTK wrote: `PLACE: CONSOLE SOURCE LEVEL text`.
pub(super) fn of_webkit(lines: &str) -> Vec<Message> {
    let said = lines.lines().filter_map(|line| {
        let (place, text) = line.split_once("CONSOLE ")?;
        let is_own = OF_WEBKIT_ITSELF.iter().any(|known| text.contains(known));
        (!text.starts_with("DEBUG") && !is_own).then(|| Message::Console {
            level: "CONSOLE".to_owned(),
            text: format!("{place}{text}"),
        })
    });
    said.collect()
}

/// Those of the requests that left for another origin.
pub(super) fn foreign<'a>(
    urls: impl Iterator<Item = &'a str>,
    site: &Site,
) -> impl Iterator<Item = Message> {
    let site = site.url();
    urls.filter(move |url| is_foreign(url, &site))
        .map(|url| Message::ForeignRequest {
            url: url.to_owned(),
        })
        .collect::<Vec<_>>()
        .into_iter()
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
    let inner = [
        "about:",
        "blob:",
        "chrome:",
        "data:",
        "devtools:",
        "moz-extension:",
        "resource:",
    ];
    !url.starts_with(site) && !inner.iter().any(|scheme| url.starts_with(scheme))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_webkit_writes_is_a_message_but_for_what_it_writes_otherwise() {
        let lines = "(webkit:7): Gtk-WARNING **: a theme\nhttp://127.0.0.1:1/#/: CONSOLE WARN planted\nCONSOLE DEBUG of no use\n";
        let texts: Vec<String> = of_webkit(lines).iter().map(ToString::to_string).collect();
        assert_eq!(texts, ["CONSOLE: http://127.0.0.1:1/#/: WARN planted"]);
    }

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
