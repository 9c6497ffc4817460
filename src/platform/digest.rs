//! SHA-256 by the browser, off the page's thread.

use js_sys::{Promise, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

/// The digest, or `None` where the browser has no such function (a page that
/// was not loaded securely).
pub async fn sha256(bytes: &[u8]) -> Option<[u8; 32]> {
    let subtle = web_sys::window()?.crypto().ok()?.subtle();
    let bytes = Uint8Array::from(bytes);
    let promise: Promise = subtle
        .digest_with_str_and_buffer_source("SHA-256", &bytes)
        .ok()?
        .unchecked_into();
    let digest = JsFuture::from(promise).await.ok()?;
    Uint8Array::new(&digest).to_vec().try_into().ok()
}
