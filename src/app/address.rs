//! The page's address: what stands behind the `#`.

use gloo::events::EventListener;
use gloo::utils::{history, window};
use wasm_bindgen::JsValue;
use yew::prelude::*;

use crate::route::{Navigator, Route};

/// The page that the address names, and the way to others. Only the browser
/// decides what the address is: going somewhere sets it, and the change comes
/// back as an event like that of a link.
#[hook]
pub fn use_address() -> (Route, Navigator) {
    let route = use_state(current);
    {
        let route = route.setter();
        use_effect_with((), move |()| {
            let listener = EventListener::new(&window(), "hashchange", move |_| {
                route.set(current());
            });
            move || drop(listener)
        });
    }
    let navigator = {
        let route = route.setter();
        use_memo((), move |()| Navigator {
            go: Callback::from(go),
            here: Callback::from(|()| current()),
            replace: Callback::from(move |to: Route| {
                // An address of this very page is not refused; where it is,
                // the page still shows what was asked for.
                drop(history().replace_state_with_url(&JsValue::NULL, "", Some(&to.href())));
                route.set(to);
            }),
        })
    };
    ((*route).clone(), (*navigator).clone())
}

fn current() -> Route {
    Route::parse(&window().location().hash().unwrap_or_default())
}

fn go(route: Route) {
    // The address of the page itself with another hash is never refused.
    drop(window().location().set_hash(&route.to_string()));
}
