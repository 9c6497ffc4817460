//! This version of the program, and a newer one, as `static/boot.js` tells of
//! it.

use js_sys::Reflect;
use store::tabs::Build;
use wasm_bindgen::prelude::*;

use super::starter;

/// What this tab runs: the build's moment orders the builds.
pub fn build() -> Build {
    Build {
        number: option_env!("OWED_BUILD")
            .and_then(|text| text.parse().ok())
            .unwrap_or(0),
        id: env!("CARGO_PKG_VERSION").to_owned(),
    }
}

/// Calls back each time that another version can be used.
pub fn on_new(tell: impl FnMut() + 'static) {
    if let Some(offer) = starter::offer(OFFER) {
        let tell = Closure::<dyn FnMut()>::new(tell).into_js_value();
        // Where it fails the new version comes with the next visit.
        drop(Reflect::set(&offer, &"onNew".into(), &tell));
    }
}

/// Loads the page again, with the newest version.
pub fn use_new() {
    if let Some(offer) = starter::offer(OFFER) {
        // Where it fails the new version comes with the next visit.
        drop(starter::call(&offer, "use"));
    }
}

/// Loads the page again, past all that is kept of the program here.
pub fn load_anew() {
    if let Some(offer) = starter::offer(OFFER) {
        // Where it fails the page stays, and can be loaded again by hand.
        drop(starter::call(&offer, "again"));
    }
}

const OFFER: &str = "owedVersion";
