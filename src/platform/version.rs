//! A newer version of the program, as `static/boot.js` tells of it.

use js_sys::{Function, Object, Reflect, global};
use wasm_bindgen::prelude::*;

/// Calls back each time that another version can be used.
pub fn on_new(tell: impl FnMut() + 'static) {
    if let Some(offer) = offer() {
        let tell = Closure::<dyn FnMut()>::new(tell).into_js_value();
        // Where it fails the new version comes with the next visit.
        drop(Reflect::set(&offer, &"onNew".into(), &tell));
    }
}

/// Loads the page again, with the newest version.
pub fn use_new() {
    let using = offer().and_then(|offer| {
        let function = Reflect::get(&offer, &"use".into()).ok()?;
        function.dyn_into::<Function>().ok()?.call0(&offer).ok()
    });
    drop(using);
}

fn offer() -> Option<Object> {
    Reflect::get(&global(), &"owedVersion".into())
        .ok()?
        .dyn_into()
        .ok()
}
