//! How much the browser lets the page keep, and whether it may throw it away.
//!
//! No browser says that a window is private. Two signs together do: it gives
//! out no folder of the page's own, and it refuses to keep data without asking
//! anybody. Each alone has other causes.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::StorageManager;

use super::pause;

#[wasm_bindgen]
extern "C" {
    type Answer;

    #[wasm_bindgen(method, getter)]
    fn usage(this: &Answer) -> Option<f64>;

    #[wasm_bindgen(method, getter)]
    fn quota(this: &Answer) -> Option<f64>;

    #[wasm_bindgen(extends = StorageManager)]
    type FolderManager;

    /// Throws where the browser is too old for it.
    #[wasm_bindgen(method, catch, js_name = getDirectory)]
    fn get_directory(this: &FolderManager) -> Result<Promise, JsValue>;
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

/// Whether this is a private window, as far as both signs say so.
pub async fn is_private() -> bool {
    // A window that gives out a folder is not asked further: elsewhere the
    // question would be put to the user.
    if manager().is_none() || has_folder().await {
        return false;
    }
    let asked = manager().map(|manager| manager.persist());
    let Some(Ok(asked)) = asked else {
        return false;
    };
    let patience = async {
        pause::wait_ms(AT_ONCE_MS).await;
        Ok(JsValue::NULL)
    };
    let patience = wasm_bindgen_futures::future_to_promise(patience);
    let first = Promise::race(&Array::of2(&asked, &patience));
    JsFuture::from(first).await == Ok(JsValue::FALSE)
}

/// Nobody answers a question of the browser so fast.
const AT_ONCE_MS: i32 = 300;

async fn has_folder() -> bool {
    let Some(manager) = manager() else {
        return false;
    };
    let manager: FolderManager = manager.unchecked_into();
    match manager.get_directory() {
        Ok(folder) => JsFuture::from(folder).await.is_ok(),
        Err(_) => false,
    }
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
