//! SHA-256 by the browser, off the page's thread.

use js_sys::{Promise, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

/// A digest that the browser is computing.
pub struct Digesting(Promise);

/// Begins to compute a digest: several at once, beside what this thread does.
/// `None` where the browser has no such function.
pub fn begin_sha256(bytes: &Uint8Array) -> Option<Digesting> {
    let subtle = web_sys::window()?.crypto().ok()?.subtle();
    if subtle.is_undefined() {
        // The page was not loaded securely.
        return None;
    }
    subtle
        .digest_with_str_and_buffer_source("SHA-256", bytes)
        .ok()
        .map(|promise| Digesting(promise.unchecked_into()))
}

impl Digesting {
    /// The digest; `None` where the browser failed.
    pub async fn end(self) -> Option<[u8; 32]> {
        let digest = JsFuture::from(self.0).await.ok()?;
        Uint8Array::new(&digest).to_vec().try_into().ok()
    }
}

/// The digest, or `None` where the browser has no such function.
pub async fn sha256(bytes: &[u8]) -> Option<[u8; 32]> {
    begin_sha256(&Uint8Array::from(bytes))?.end().await
}
