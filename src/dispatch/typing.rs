//! What is being typed: kept beside the book, in a place for each form of each
//! tab.

use wasm_bindgen_futures::spawn_local;

use super::{Dispatcher, Session};
use crate::platform::locks::{self, Held, Taken};
use crate::platform::random;

/// What stands between a form's name and the place of one tab's typing.
const PLACE: char = '#';

/// A place in the scratch store that this tab alone writes, as long as this
/// is kept.
pub struct Typing {
    pub name: String,
    /// What was typed there before.
    pub text: Option<String>,
    _held: Option<Held>,
}

impl Typing {
    fn new(name: String, text: Option<String>, held: Option<Held>) -> Typing {
        Typing {
            name,
            text,
            _held: held,
        }
    }
}

impl Dispatcher {
    /// A place of its own for what is typed into one form of one tab: the
    /// first that a crash or a closed form left with something in it, else a
    /// new one. `form` says which form it is.
    pub async fn take_typed(&self, form: &str) -> Option<Typing> {
        let session = self.session()?;
        let names = session.store().scratch_names().await.unwrap_or_default();
        let is_of_form = |name: &String| {
            name.strip_prefix(form)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(PLACE))
        };
        for name in names.into_iter().filter(is_of_form) {
            match locks::take(&format!("owed-typing-{}-{name}", session.id())).await {
                Taken::Busy => {}
                Taken::Held(held) => {
                    let text = session.typed(&name).await;
                    return Some(Typing::new(name, text, Some(held)));
                }
                // Then the tabs share one place.
                Taken::Unknown => {
                    let text = session.typed(&name).await;
                    return Some(Typing::new(name, text, None));
                }
            }
        }
        let number = random::number().ok()?;
        let name = format!("{form}{PLACE}{number:08x}");
        match locks::take(&format!("owed-typing-{}-{name}", session.id())).await {
            Taken::Held(held) => Some(Typing::new(name, None, Some(held))),
            _ => Some(Typing::new(form.to_owned(), None, None)),
        }
    }

    /// Keeps what is being typed. Best effort: it is no fact.
    pub fn keep_typed(&self, name: String, text: String) {
        if let Some(session) = self.session() {
            spawn_local(async move {
                drop(session.store().scratch_put(&name, text.as_bytes()).await);
            });
        }
    }

    /// Forgets what was being typed.
    pub fn forget_typed(&self, name: String) {
        if let Some(session) = self.session() {
            spawn_local(async move {
                drop(session.store().scratch_delete(&name).await);
            });
        }
    }
}

impl Session {
    async fn typed(&self, name: &str) -> Option<String> {
        let bytes = self.store().scratch_get(name).await.ok()??;
        String::from_utf8(bytes).ok()
    }
}
