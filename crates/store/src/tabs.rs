//! The other tabs: what they tell each other about a book.
//!
//! A notice only hastens what the head check would find out anyway, so one
//! that is lost, late or unreadable does no harm. Nothing here reads the
//! store.

use std::cell::Cell;
use std::rc::Rc;

use ledger::journal::{BookId, Head};
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, MessageEvent};

/// Which program a tab runs. A later build has a higher number.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Build {
    pub number: u64,
    pub id: String,
}

/// What a tab hears from another.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Notice {
    /// Entries were saved up to this head: load them.
    Committed { head: Head },
    /// A restore replaced the whole book: reload.
    Replaced,
    /// The book was deleted.
    Deleted,
    /// Another tab runs a later build: stop writing, and reload when nothing
    /// half typed would be lost.
    Outdated { by: Build },
}

#[derive(Serialize, Deserialize)]
enum Message {
    Notice(Notice),
    /// A tab opened and says what it runs; the others answer.
    Hello(Build),
    Running(Build),
}

/// Why tabs cannot hear each other. The head check still guards the book.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("this browser does not let tabs speak to each other: {0}")]
pub struct TabsError(String);

/// This tab's end of a book's channel. Dropping it closes it.
pub struct Tabs {
    channel: BroadcastChannel,
    build: Build,
    outdated: Rc<Cell<bool>>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
}

impl Tabs {
    /// Joins the tabs of a book and tells them what this one runs.
    ///
    /// # Errors
    /// [`TabsError`] where the browser has no such channel.
    pub fn join(
        book: &BookId,
        build: Build,
        mut hear: impl FnMut(Notice) + 'static,
    ) -> Result<Tabs, TabsError> {
        let channel =
            BroadcastChannel::new(&format!("owed-{book}")).map_err(|error| failed(&error))?;
        let outdated = Rc::new(Cell::new(false));
        let hello = Message::Hello(build.clone());
        let on_message = {
            let (channel, outdated) = (channel.clone(), Rc::clone(&outdated));
            let build = build.clone();
            Closure::new(move |event: MessageEvent| {
                let Some(message) = read(&event) else {
                    return;
                };
                let other = match message {
                    Message::Notice(notice) => return hear(notice),
                    Message::Hello(other) => {
                        // Nobody to tell where it fails: the channel is closed.
                        let _ = send(&channel, &Message::Running(build.clone()));
                        other
                    }
                    Message::Running(other) => other,
                };
                if other.number > build.number && !outdated.replace(true) {
                    hear(Notice::Outdated { by: other });
                }
            })
        };
        channel.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        send(&channel, &hello)?;
        Ok(Tabs {
            channel,
            build,
            outdated,
            _on_message: on_message,
        })
    }

    /// Tells the other tabs; this one does not hear itself.
    ///
    /// # Errors
    /// [`TabsError`]; they find out at their next write.
    pub fn tell(&self, notice: &Notice) -> Result<(), TabsError> {
        send(&self.channel, &Message::Notice(notice.clone()))
    }

    /// What this tab runs.
    pub fn build(&self) -> &Build {
        &self.build
    }

    /// Whether another tab runs a later build, so that this one must not
    /// write.
    pub fn outdated(&self) -> bool {
        self.outdated.get()
    }
}

impl Drop for Tabs {
    fn drop(&mut self) {
        self.channel.set_onmessage(None);
        self.channel.close();
    }
}

fn send(channel: &BroadcastChannel, message: &Message) -> Result<(), TabsError> {
    let text = serde_json::to_string(message).map_err(|error| TabsError(error.to_string()))?;
    channel
        .post_message(&text.into())
        .map_err(|error| failed(&error))
}

/// `None` for what a later build says and this one does not understand.
fn read(event: &MessageEvent) -> Option<Message> {
    serde_json::from_str(&event.data().as_string()?).ok()
}

fn failed(error: &JsValue) -> TabsError {
    TabsError(format!("{error:?}"))
}
