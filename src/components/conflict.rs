//! A form that another tab was faster with: both versions, side by side.

use ledger::problem::At;
use yew::prelude::*;

use crate::components::editing::{Editing, Step};
use crate::form::editing::Form;
use crate::text;
use crate::text::format::NONE;
use crate::ui::{Button, ButtonKind, Notice, Tone};

/// What was typed before a crash, and what another tab changed meanwhile.
/// `on_forget` throws away what was typed.
pub fn view<F: Form>(editing: &Editing<F>, on_forget: Callback<()>) -> Html {
    html! {
        <>
            if editing.state.was_restored {
                <Notice title="This is what you typed before; it was not saved yet.">
                    <div class="actions">
                        <Button kind={ButtonKind::Quiet} on_click={on_forget}>{ "Start over" }</Button>
                    </div>
                </Notice>
            }
            { changed(editing) }
        </>
    }
}

fn changed<F: Form>(editing: &Editing<F>) -> Html {
    let state = &editing.state;
    if state.taken.is_empty() && state.differences.is_empty() {
        return html! {};
    }
    html! {
        <Notice
            tone={Tone::Warning}
            title="This was changed elsewhere since you opened it."
            text="Nothing was overwritten. Look at both versions, then save again."
        >
            if !state.taken.is_empty() {
                <p>{ "Changed there and not by you, so taken over:" }</p>
                <ul>
                    { for state.taken.iter().map(|(at, value)| html! {
                        <li>{ format!("{}: {}", text::problem::place(*at), shown(value)) }</li>
                    }) }
                </ul>
            }
            if !state.differences.is_empty() {
                <ul class="versions">
                    { for state.differences.iter().map(|difference| {
                        let dispatch = state.dispatcher();
                        let part = difference.part;
                        let choose = move |step: fn(At) -> Step<F>| {
                            let dispatch = dispatch.clone();
                            Callback::from(move |()| dispatch.dispatch(step(part)))
                        };
                        let name = text::problem::place(part);
                        html! {
                            <li>
                                <b>{ name.clone() }</b>
                                <span data-version="mine">{ format!("Yours: {}", shown(&difference.mine)) }</span>
                                <span data-version="theirs">{ format!("Saved meanwhile: {}", shown(&difference.theirs)) }</span>
                                <span class="actions">
                                    <Button label={format!("Keep mine, {name}")} on_click={choose(Step::KeepMine)}>
                                        { "Keep mine" }
                                    </Button>
                                    <Button label={format!("Take theirs, {name}")} on_click={choose(Step::TakeTheirs)}>
                                        { "Take theirs" }
                                    </Button>
                                </span>
                            </li>
                        }
                    }) }
                </ul>
            }
        </Notice>
    }
}

fn shown(value: &str) -> &str {
    if value.is_empty() { NONE } else { value }
}
