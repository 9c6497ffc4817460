//! Saying what lines were: one at a time, or many as long work.

use ledger::command::{Command, MatchLine};
use yew::prelude::*;

use crate::components::action::{Action, override_of, use_action};
use crate::dispatch::{Dispatcher, Long, Progress};
use crate::hooks::use_dispatcher;

/// A page's handle on it.
#[derive(Clone)]
pub struct Confirming {
    pub action: Action,
    dispatcher: Dispatcher,
    pub working: UseStateHandle<Option<(Long, Progress)>>,
}

#[hook]
pub fn use_confirming() -> Confirming {
    Confirming {
        action: use_action(),
        dispatcher: use_dispatcher(),
        working: use_state_eq(|| None),
    }
}

impl Confirming {
    /// `reason` says why, where it is recorded in a closed period.
    pub fn one(&self, line: MatchLine, reason: &str, done: Callback<()>) {
        self.action.clear();
        let command = Command::MatchLines(vec![line]);
        let override_closed = override_of(reason);
        self.action
            .run(command, override_closed, move |_| done.emit(()));
    }

    pub fn all(&self, lines: Vec<MatchLine>, reason: &str, done: Callback<()>) {
        if lines.is_empty() || self.action.is_busy() {
            return;
        }
        self.action.clear();
        let working = self.working.setter();
        let long = Long::telling({
            let working = working.clone();
            move |long, progress| working.set(Some((long, progress)))
        });
        let (dispatcher, override_closed) = (self.dispatcher.clone(), override_of(reason));
        let work = async move {
            let command = Command::MatchLines(lines);
            let made = dispatcher
                .run_long(&command, override_closed, None, &long)
                .await;
            working.set(None);
            made.map(drop)
        };
        self.action.perform(work, move |()| done.emit(()));
    }
}
