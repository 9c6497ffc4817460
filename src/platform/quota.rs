//! How much the browser lets the page keep, and whether it may throw it away.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::StorageManager;

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

/// Asks the browser never to evict the page's data by itself. `false` where it
/// refuses or cannot.
pub async fn persist() -> bool {
    answered(manager().map(|manager| manager.persist())).await
}

/// Whether it already promised so.
pub async fn persisted() -> bool {
    answered(manager().map(|manager| manager.persisted())).await
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
    let manager = js_sys::Reflect::get(&navigator, &"storage".into()).ok()?;
    manager.dyn_into().ok()
}

async fn answered(promise: Option<Result<js_sys::Promise, JsValue>>) -> bool {
    match promise {
        Some(Ok(promise)) => JsFuture::from(promise)
            .await
            .is_ok_and(|answer| answer.is_truthy()),
        _ => false,
    }
}
