//! Names that one tab holds at a time. The browser lets go of them with the
//! tab, however it ends.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    // web-sys has these only behind an unstable flag.
    #[wasm_bindgen(extends = web_sys::Navigator)]
    type Locking;

    #[wasm_bindgen(method, getter)]
    fn locks(this: &Locking) -> Option<Locks>;

    type Locks;

    #[wasm_bindgen(method, catch)]
    fn request(
        this: &Locks,
        name: &str,
        options: &Object,
        granted: &JsValue,
    ) -> Result<Promise, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn query(this: &Locks) -> Result<Promise, JsValue>;
}

/// A name that this tab holds; dropped, it is free.
pub struct Held {
    release: Function,
}

impl Drop for Held {
    fn drop(&mut self) {
        // It only resolves a promise.
        drop(self.release.call0(&JsValue::NULL));
    }
}

/// Whether a name could be had.
pub enum Taken {
    Held(Held),
    /// Another tab holds it, or this one.
    Busy,
    /// This browser has no such names.
    Unknown,
}

/// Takes a name that is free, and waits for none that is not.
pub async fn take(name: &str) -> Taken {
    asked(name, "exclusive").await.unwrap_or(Taken::Unknown)
}

/// Holds a name together with other tabs; `None` where that cannot be.
pub async fn share(name: &str) -> Option<Held> {
    match asked(name, "shared").await? {
        Taken::Held(held) => Some(held),
        Taken::Busy | Taken::Unknown => None,
    }
}

/// The names that are held, one for each who holds it; `None` where the
/// browser does not say.
pub async fn held() -> Option<Vec<String>> {
    let navigator: Locking = web_sys::window()?.navigator().unchecked_into();
    let answer = JsFuture::from(navigator.locks()?.query().ok()?)
        .await
        .ok()?;
    let held: Array = Reflect::get(&answer, &"held".into())
        .ok()?
        .dyn_into()
        .ok()?;
    let name = |lock: JsValue| Reflect::get(&lock, &"name".into()).ok()?.as_string();
    Some(held.iter().filter_map(name).collect())
}

async fn asked(name: &str, mode: &str) -> Option<Taken> {
    let navigator: Locking = web_sys::window()?.navigator().unchecked_into();
    let locks = navigator.locks()?;
    let options = Object::new();
    Reflect::set(&options, &"ifAvailable".into(), &true.into()).ok()?;
    Reflect::set(&options, &"mode".into(), &mode.into()).ok()?;
    let mut release = None;
    // The name is held until this promise is kept.
    let held = Promise::new(&mut |resolve: Function, _| release = Some(resolve));
    let mut answer = None;
    let answered = Promise::new(&mut |resolve: Function, _| answer = Some(resolve));
    let answer = answer?;
    let granted = Closure::once_into_js(move |lock: JsValue| -> JsValue {
        let is_free = !lock.is_null();
        // It only resolves a promise.
        drop(answer.call1(&JsValue::NULL, &is_free.into()));
        if is_free {
            held.into()
        } else {
            JsValue::UNDEFINED
        }
    });
    let request = locks.request(name, &options, &granted).ok()?;
    let first = Promise::race(&Array::of2(&answered, &request));
    match JsFuture::from(first).await.ok()?.as_bool()? {
        true => release.map(|release| Taken::Held(Held { release })),
        false => Some(Taken::Busy),
    }
}
