//! What `static/boot.js`, which starts the program, offers it. It may offer
//! nothing: tests and benches are started by others.

use js_sys::{Function, Object, Reflect, global};
use wasm_bindgen::prelude::*;

/// An object that it offers under this name.
pub(super) fn offer(name: &str) -> Option<Object> {
    let offer = Reflect::get(&global(), &name.into()).ok()?;
    offer.dyn_into().ok()
}

/// Calls a function of such an object; `None` where there is none.
pub(super) fn call(offer: &Object, function: &str) -> Option<Result<JsValue, JsValue>> {
    let function: Function = Reflect::get(offer, &function.into())
        .ok()?
        .dyn_into()
        .ok()?;
    Some(function.call0(offer))
}
