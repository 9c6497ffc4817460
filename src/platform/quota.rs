//! How much the browser lets the page keep, and whether it may throw it away.

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::StorageManager;

use super::starter;

#[wasm_bindgen]
extern "C" {
    type Answer;

    #[wasm_bindgen(method, getter)]
    fn usage(this: &Answer) -> Option<f64>;

    #[wasm_bindgen(method, getter)]
    fn quota(this: &Answer) -> Option<f64>;
}

/// In bytes, as the browser estimates them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Estimate {
    pub used: u64,
    pub quota: u64,
}

/// Asks the browser never to evict the page's data by itself; some ask their
/// user. `false` where it refuses or cannot.
pub async fn persist() -> bool {
    answered(manager().map(|manager| manager.persist())).await
}

/// Whether it already promised so.
pub async fn persisted() -> bool {
    answered(manager().map(|manager| manager.persisted())).await
}

/// Whether this is a private window, as far as `static/boot.js` can tell.
pub async fn is_private() -> bool {
    let asked = starter::offer("owedWindow").and_then(|offer| starter::call(&offer, "isPrivate"));
    let Some(Ok(asked)) = asked else {
        return false;
    };
    JsFuture::from(Promise::resolve(&asked)).await == Ok(JsValue::TRUE)
}

/// Whether the user told the browser not to promise it.
pub async fn is_blocked() -> bool {
    let asked = || -> Result<Promise, JsValue> {
        let window = web_sys::window().ok_or(JsValue::NULL)?;
        let permissions = Reflect::get(&window.navigator(), &"permissions".into())?;
        let query: Function = Reflect::get(&permissions, &"query".into())?.dyn_into()?;
        let name = Object::new();
        Reflect::set(&name, &"name".into(), &"persistent-storage".into())?;
        query.call1(&permissions, &name)?.dyn_into()
    };
    let Ok(asked) = asked() else {
        return false;
    };
    let Ok(status) = JsFuture::from(asked).await else {
        return false;
    };
    let state = Reflect::get(&status, &"state".into()).ok();
    state.and_then(|state| state.as_string()).as_deref() == Some("denied")
}

/// `None` where the browser does not say.
pub async fn estimate() -> Option<Estimate> {
    let answer = JsFuture::from(manager()?.estimate().ok()?).await.ok()?;
    let answer: Answer = answer.unchecked_into();
    Some(Estimate {
        used: answer.usage()? as u64,
        quota: answer.quota()? as u64,
    })
}

/// Absent outside of a secure context.
fn manager() -> Option<StorageManager> {
    let navigator = web_sys::window()?.navigator();
    let manager = Reflect::get(&navigator, &"storage".into()).ok()?;
    manager.dyn_into().ok()
}

async fn answered(promise: Option<Result<Promise, JsValue>>) -> bool {
    match promise {
        Some(Ok(promise)) => JsFuture::from(promise)
            .await
            .is_ok_and(|answer| answer.is_truthy()),
        _ => false,
    }
}
