//! The part of the program that only an open book needs.
//!
//! The build cuts it off, so that the first visit is small; `static/boot.js`
//! loads it. Where the program is whole, all of it is there at once.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::starter;

/// Why it is not there.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a part of Owed could not be loaded")]
pub struct NotLoaded;

/// Begins to load it, where it is not there, and waits for nothing.
pub fn begin() {
    // Whoever needs it asks again, and is told.
    spawn_local(async { drop(load().await) });
}

/// Waits until it is there.
///
/// # Errors
/// It cannot be fetched; another try may succeed.
pub async fn load() -> Result<(), NotLoaded> {
    let Some(coming) = ask("soon") else {
        return Ok(());
    };
    let coming = coming.and_then(JsCast::dyn_into::<Promise>);
    match coming {
        Ok(coming) => JsFuture::from(coming).await,
        Err(problem) => Err(problem),
    }
    .map(drop)
    .map_err(|_| NotLoaded)
}

/// Has it there before it returns, or ends the program. The build finds this
/// function by its name; what is needed before anything loaded it calls it.
#[wasm_bindgen(js_name = loadRestNow)]
pub fn load_now() {
    if let Some(Err(problem)) = ask("now") {
        wasm_bindgen::throw_val(problem);
    }
}

/// Calls what `static/boot.js` offers; `None` where it offers nothing.
fn ask(function: &str) -> Option<Result<JsValue, JsValue>> {
    starter::call(&starter::offer("owedRest")?, function)
}
