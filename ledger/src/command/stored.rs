//! A command as it is stored, to be run again later.

use serde::{Deserialize, Serialize};

use super::request::Command;
use super::work::Context;
use crate::migrate::{self, COMMANDS, Upcast};

/// A command with what it ran with. On a book that says the same of all that
/// the command asks about, it comes to the same once more.
///
/// In JSON an object with the number of its format, `v`, beside the fields.
/// Formats of the past are read for ever ([`crate::migrate`]).
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct StoredCommand {
    pub command: Command,
    pub context: Context,
}

/// Why a text is no stored command that this program can run.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Unreadable {
    /// The text is to be kept: a newer program reads it.
    #[error("stored by a newer version of Owed (format {0})")]
    TooNew(u32),
    #[error("not a stored command: {0}")]
    Malformed(String),
    #[error("what would be stored is not the command")]
    Unlike,
}

/// What every format says.
#[derive(Deserialize)]
struct Format {
    v: u32,
}

impl StoredCommand {
    /// Its text in the newest format, which has been read again.
    ///
    /// # Errors
    /// [`Unreadable::Unlike`] or [`Unreadable::Malformed`] where the text would
    /// not say the command; no command of this crate comes to that.
    pub fn to_json(&self) -> Result<String, Unreadable> {
        #[derive(Serialize)]
        struct Text<'a> {
            v: u32,
            #[serde(flatten)]
            stored: &'a StoredCommand,
        }
        let text = Text {
            v: migrate::newest(COMMANDS),
            stored: self,
        };
        let text = serde_json::to_string(&text).map_err(malformed)?;
        match StoredCommand::from_json(&text)? == *self {
            true => Ok(text),
            false => Err(Unreadable::Unlike),
        }
    }

    /// Reads a text of any format up to the newest.
    ///
    /// # Errors
    /// [`Unreadable::TooNew`], [`Unreadable::Malformed`].
    pub fn from_json(text: &str) -> Result<StoredCommand, Unreadable> {
        read(COMMANDS, text)
    }
}

/// The same for a program of other formats.
fn read(steps: &[Upcast], text: &str) -> Result<StoredCommand, Unreadable> {
    let Format { v } = serde_json::from_str(text).map_err(malformed)?;
    if v > migrate::newest(steps) {
        return Err(Unreadable::TooNew(v));
    }
    migrate::stored(v, text, steps).map_err(malformed)
}

fn malformed(error: serde_json::Error) -> Unreadable {
    Unreadable::Malformed(error.to_string())
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::ids::{Chain, InvoiceId, RawId};
    use crate::invoice::Channel;

    fn sent() -> StoredCommand {
        let chain = Chain(7);
        StoredCommand {
            command: Command::MarkSent {
                invoice: InvoiceId(RawId { chain, n: 3 }),
                date: "2026-11-21".parse().expect("a day"),
                channel: Channel::Email.into(),
            },
            context: Context {
                today: "2026-11-22".parse().expect("a day"),
                chain,
                override_closed: None,
            },
        }
    }

    const TEXT: &str = r#"{"v":1,"command":{"mark_sent":{"invoice":"00000007-3","date":"2026-11-21","channel":"email"}},"context":{"today":"2026-11-22","chain":"00000007","override_closed":null}}"#;

    #[test]
    fn a_command_is_stored_with_its_format_and_what_it_ran_with() {
        assert_eq!(sent().to_json().as_deref(), Ok(TEXT));
        assert_eq!(StoredCommand::from_json(TEXT), Ok(sent()));
    }

    /// A program of a pretended format 2, in which what was called `how` in
    /// format 1 is called `channel`.
    #[test]
    fn an_older_command_passes_through_the_steps_and_a_newer_one_is_called_so() {
        fn renamed(mut stored: Value) -> Value {
            let sent = stored.pointer_mut("/command/mark_sent");
            if let Some(sent) = sent.and_then(Value::as_object_mut)
                && let Some(how) = sent.remove("how")
            {
                sent.insert("channel".to_owned(), how);
            }
            stored
        }
        let steps: &[Upcast] = &[renamed];
        let older = TEXT.replace("\"channel\":\"", "\"how\":\"");
        assert_eq!(read(steps, &older), Ok(sent()));
        let present = TEXT.replace("\"v\":1", "\"v\":2");
        assert_eq!(read(steps, &present), Ok(sent()));
        let mixed = present.replace("\"channel\":\"", "\"how\":\"");
        assert!(matches!(read(steps, &mixed), Err(Unreadable::Malformed(_))));
        assert_eq!(
            StoredCommand::from_json(&present),
            Err(Unreadable::TooNew(2))
        );
        let newer = r#"{"v":3,"verb":"send"}"#;
        assert_eq!(read(steps, newer), Err(Unreadable::TooNew(3)));
        for none in ["", "{}", r#"{"v":0}"#, r#"{"v":1}"#] {
            assert!(matches!(
                StoredCommand::from_json(none),
                Err(Unreadable::Malformed(_))
            ));
        }
    }
}
