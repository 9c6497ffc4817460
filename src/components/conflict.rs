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
                <Notice title={words::conflict::restored_input()}>
                    <div class="actions">
                        <Button kind={ButtonKind::Quiet} on_click={on_forget}>{ words::conflict::start_over() }</Button>
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
            title={words::conflict::changed_elsewhere()}
            text={words::conflict::changed_elsewhere_hint()}
        >
            if !state.taken.is_empty() {
                <p>{ words::conflict::taken_over() }</p>
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
                                <span data-version="mine">{ words::conflict::yours(&shown(&difference.mine)) }</span>
                                <span data-version="theirs">{ words::conflict::saved_there(&shown(&difference.theirs)) }</span>
                                <span class="actions">
                                    <Button label={words::conflict::keep_mine_of(&name)} on_click={choose(Step::KeepMine)}>
                                        { words::conflict::keep_mine() }
                                    </Button>
                                    <Button label={words::conflict::take_theirs_of(&name)} on_click={choose(Step::TakeTheirs)}>
                                        { words::conflict::take_theirs() }
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
