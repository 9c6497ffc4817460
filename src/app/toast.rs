//! What the last action did, with the offer to undo it.

use gloo::timers::callback::Timeout;
use yew::prelude::*;

use crate::components::action::use_action;
use crate::hooks::{use_dispatcher, use_view};
use crate::state::Undoable;
use crate::text;
use crate::ui::{Button, ButtonKind};

/// Without an offer it goes by itself.
const SHOWN_MS: u32 = 8_000;
/// With one it stays long enough to be reached by keyboard.
const OFFERED_MS: u32 = 60_000;

#[component]
pub fn Toast() -> Html {
    let view = use_view();
    let dispatcher = use_dispatcher();
    let action = use_action();
    let gone = use_state(|| None::<Undoable>);
    let offered = view
        .undo
        .filter(|undo| text::action::can_be_undone(undo.command));
    {
        let gone = gone.setter();
        let action = action.clone();
        use_effect_with(view.undo, move |undo| {
            action.clear();
            let undo = *undo;
            let shown_ms = match undo {
                Some(undo) if text::action::can_be_undone(undo.command) => OFFERED_MS,
                _ => SHOWN_MS,
            };
            let timer = Timeout::new(shown_ms, move || gone.set(undo));
            move || drop(timer)
        });
    }
    let shown = view.undo.filter(|undo| *gone != Some(*undo));
    let Some((undo, what)) = shown.and_then(|undo| Some((undo, text::action::done(undo.command)?)))
    else {
        return html! { <div class="toasts" role="status"></div> };
    };
    let on_close = {
        let gone = gone.setter();
        Callback::from(move |()| gone.set(Some(undo)))
    };
    let on_undo = {
        let action = action.clone();
        Callback::from(move |()| {
            let dispatcher = dispatcher.clone();
            action.perform(
                async move { dispatcher.undo(undo.first, undo.last).await },
                drop,
            );
        })
    };
    html! {
        <div class="toasts" role="status">
            <div class="toast">
                if let Some(failure) = action.failure() {
                    <p>{ text::failure::not_done(failure).what }</p>
                } else {
                    <p>{ what }</p>
                    if offered.is_some() {
                        <Button writes=true busy={action.is_busy()} on_click={on_undo}>{ words::common::undo() }</Button>
                    }
                }
                <Button kind={ButtonKind::Quiet} label={words::app::close_message()} on_click={on_close}>{ "×" }</Button>
            </div>
        </div>
    }
}
