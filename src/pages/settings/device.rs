//! What this device is called in the journal.

use ledger::problem::SHORT_MAX;
use yew::prelude::*;

use crate::components::action::{FailureNotice, use_action};
use crate::hooks::{use_dispatcher, use_view};
use crate::route::Route;
use crate::ui::{Button, Field};

#[component]
pub fn ThisDevice() -> Html {
    let view = use_view();
    let dispatcher = use_dispatcher();
    let action = use_action();
    // `None`: as it is.
    let typed = use_state(|| None::<String>);
    let name = (*typed).clone().unwrap_or_else(|| view.device.to_string());
    let on_change = {
        let typed = typed.setter();
        Callback::from(move |name| typed.set(Some(name)))
    };
    let onsubmit = {
        let (name, typed, action) = (name.clone(), typed.setter(), action.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let (dispatcher, typed) = (dispatcher.clone(), typed.clone());
            let name: String = name.trim().chars().take(SHORT_MAX).collect();
            action.perform(
                async move { dispatcher.name_device(&name).await },
                move |()| {
                    typed.set(None);
                },
            );
        })
    };
    html! {
        <section class="block" aria-labelledby="device">
            <h2 id="device">{ words::settings::this_device() }</h2>
            <form {onsubmit} novalidate=true>
                if let Some(failure) = action.failure() {
                    <FailureNotice failure={failure.clone()} />
                }
                <div class="fields">
                    <Field name="device-name" label={words::settings::device_name()} value={name} {on_change} class="wide"
                        hint={words::settings::device_name_hint()} />
                </div>
                <div class="actions">
                    <Button submit=true writes=true busy={action.is_busy()} disabled={typed.is_none()}>{ words::settings::save_device_name() }</Button>
                </div>
            </form>
            <p><a href={Route::Books.href()}>{ words::places::books() }</a></p>
        </section>
    }
}
