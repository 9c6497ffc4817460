//! WebDriver BiDi, as much of it as the harness needs: commands one after the other over a web
//! socket, and the events that came in between.

use crate::step::{Failure, Outcome};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::sync::Mutex;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// How long a command may take, on a machine that is busy.
const ANSWER_MAX: Duration = Duration::from_secs(120);

/// What a browser told without being asked.
#[derive(Clone, Debug)]
pub(super) struct Event {
    pub method: String,
    pub parameters: Value,
}

#[derive(Debug)]
pub(super) struct Bidi {
    line: Mutex<Line>,
}

#[derive(Debug)]
struct Line {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    last: u64,
    events: Vec<Event>,
}

impl Bidi {
    /// # Errors
    /// Nobody listens at that address, or not as a web socket.
    pub async fn connect(url: &str) -> Outcome<Self> {
        let (socket, _) = connect_async(url)
            .await
            .map_err(|problem| Failure::new(format!("{url}: {problem}")))?;
        let line = Line {
            socket,
            last: 0,
            events: Vec::new(),
        };
        Ok(Self {
            line: Mutex::new(line),
        })
    }

    /// One command, and what it answers.
    ///
    /// # Errors
    /// The browser refuses it, or does not answer.
    pub async fn ask(&self, method: &str, parameters: Value) -> Outcome<Value> {
        let mut line = self.line.lock().await;
        let asked = line.ask(method, parameters);
        tokio::time::timeout(ANSWER_MAX, asked)
            .await
            .map_err(|_| Failure::new(format!("{method}: no answer in {ANSWER_MAX:?}")))?
    }

    /// What the browser told since the last time: everything before this call.
    ///
    /// # Errors
    /// It does not answer.
    pub async fn events(&self) -> Outcome<Vec<Event>> {
        // What it told before it answers this is read before the answer.
        self.ask("session.status", json!({})).await?;
        Ok(std::mem::take(&mut self.line.lock().await.events))
    }
}

impl Line {
    async fn ask(&mut self, method: &str, parameters: Value) -> Outcome<Value> {
        let failed = |problem: &dyn std::fmt::Display| Failure::new(format!("{method}: {problem}"));
        self.last += 1;
        let id = self.last;
        let command = json!({ "id": id, "method": method, "params": parameters });
        let sent = self.socket.send(Message::text(command.to_string())).await;
        sent.map_err(|problem| failed(&problem))?;
        while let Some(message) = self.socket.next().await {
            let message = message.map_err(|problem| failed(&problem))?;
            let Message::Text(text) = message else {
                continue;
            };
            let told: Value = serde_json::from_str(&text).map_err(|problem| failed(&problem))?;
            if told["type"] == "event" {
                self.events.push(Event {
                    method: told["method"].as_str().unwrap_or_default().to_owned(),
                    parameters: told["params"].clone(),
                });
            } else if told["id"] == id {
                if told["type"] == "error" {
                    return Err(failed(&format!("{} {}", told["error"], told["message"])));
                }
                return Ok(told["result"].clone());
            }
        }
        Err(failed(&"the browser hung up"))
    }
}
