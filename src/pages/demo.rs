//! The way into the demo book.

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::hooks::use_dispatcher;
use crate::route::Route;
use crate::ui::{Details, LinkButton, Notice, Progress, Tone};

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
            <h1>{ words::demo::title() }</h1>
            if let Some(why) = &*failure {
                <Notice tone={Tone::Problem} title={words::demo::not_made()} text={words::demo::not_made_hint()}>
                    <LinkButton href={Route::Overview.href()}>{ words::common::back() }</LinkButton>
                    <Details text={why.clone()} />
                </Notice>
            } else {
                <Progress label={words::demo::making()} />
            }
        </div>
    }
}
