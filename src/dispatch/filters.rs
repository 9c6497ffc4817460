//! Filters that were given a name: part of the book, and so of its backups.
//! Those that earlier versions kept beside the book are brought into it.

use std::rc::Rc;

use ledger::command::Command;
use wasm_bindgen_futures::spawn_local;

use super::{Dispatcher, NotDone, Session};
use crate::state::Mode;

/// Where earlier versions kept them: names, and addresses.
const BESIDE: &str = "filters";

impl Dispatcher {
    /// Keeps a filter under its name, in place of what had it; forgets it
    /// where there is no address.
    ///
    /// # Errors
    /// [`NotDone`]; what was kept before stays.
    pub async fn name_filter(&self, name: String, address: Option<String>) -> Result<(), NotDone> {
        let command = Command::NameFilter { name, address };
        self.run(command, None, None).await.map(drop)
    }
}

impl Session {
    /// Takes in what stands beside the book, once it may be written.
    pub fn bring_filters(self: &Rc<Self>) {
        let session = self.clone();
        spawn_local(async move {
            let Ok(Some(bytes)) = session.store().meta_get(BESIDE).await else {
                return;
            };
            let beside: Vec<(String, String)> = serde_json::from_slice(&bytes).unwrap_or_default();
            if beside.is_empty() || session.view().mode != Mode::Writable {
                return;
            }
            for (name, address) in beside {
                let command = Command::NameFilter {
                    name,
                    address: Some(address),
                };
                // It is tried again at the next opening.
                if session.run_now(&command).await.is_err() {
                    return;
                }
            }
            drop(session.store().meta_put(BESIDE, b"[]").await);
        });
    }
}
