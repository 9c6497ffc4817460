//! The way into the demo book.

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::hooks::use_dispatcher;
use crate::route::Route;
use crate::ui::{LinkButton, Notice, Progress, Tone};

/// Makes the demo book and opens it.
#[component]
pub fn Demo() -> Html {
    let dispatcher = use_dispatcher();
    let failure = use_state(|| None::<String>);
    {
        let failure = failure.setter();
        use_effect_with((), move |()| {
            spawn_local(async move {
                if let Err(why) = dispatcher.open_demo().await {
                    failure.set(Some(why));
                }
            });
        });
    }
    html! {
        <div class="alone">
            <h1>{ "Demo" }</h1>
            if let Some(why) = &*failure {
                <Notice tone={Tone::Problem} title={format!("There is no demo: {why}.")} text="Your own book is as it was.">
                    <LinkButton href={Route::Overview.href()}>{ "Back" }</LinkButton>
                </Notice>
            } else {
                <Progress label="Making up customers and invoices…" />
            }
        </div>
    }
}
