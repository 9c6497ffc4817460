//! Work of several steps: where an event leads is a pure step, and what that
//! asks for is work, which ends in the next event.

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// What is shown, and what is asked for. What is shown stays until something
/// else is: work that was asked for tells by itself how far it is.
pub type Step<Phase, Ask> = (Option<Phase>, Option<Ask>);

/// Something else is shown.
pub fn show<Phase, Ask>(phase: Phase) -> Step<Phase, Ask> {
    (Some(phase), None)
}

/// Work is asked for.
pub fn ask<Phase, Ask>(ask: Ask) -> Step<Phase, Ask> {
    (None, Some(ask))
}

/// Goes the steps, and does the work that they ask for.
pub trait Wizard: Clone + 'static {
    type Phase: 'static;
    type Event: 'static;
    type Ask: 'static;

    fn phase(&self) -> &UseStateSetter<Self::Phase>;

    /// Where an event leads.
    fn step(&self, event: Self::Event) -> Step<Self::Phase, Self::Ask>;

    fn work(&self, ask: Self::Ask) -> impl Future<Output = Self::Event>;

    /// Goes the step that an event leads to, and all that follow by themselves.
    fn on(&self, event: Self::Event) {
        let (phase, ask) = self.step(event);
        if let Some(phase) = phase {
            self.phase().set(phase);
        }
        if let Some(ask) = ask {
            let wizard = self.clone();
            spawn_local(async move { wizard.on(wizard.work(ask).await) });
        }
    }

    /// What an event leads to, where one is heard.
    fn callback<T: 'static>(&self, event: impl Fn(T) -> Self::Event + 'static) -> Callback<T> {
        let wizard = self.clone();
        Callback::from(move |value| wizard.on(event(value)))
    }
}
