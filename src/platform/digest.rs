//! SHA-256 by the browser, off the page's thread.

use js_sys::{Promise, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

/// A digest that the browser is computing.
pub struct Digesting(Option<Promise>);

/// Begins to compute a digest: several at once, beside what this thread does.
pub fn begin_sha256(bytes: &[u8]) -> Digesting {
    let subtle = web_sys::window()
        .and_then(|window| window.crypto().ok())
        // A page that was not loaded securely has none.
        .map(|crypto| crypto.subtle())
        .filter(|subtle| !subtle.is_undefined());
    let promise = subtle.and_then(|subtle| {
        subtle
            .digest_with_str_and_buffer_source("SHA-256", &Uint8Array::from(bytes))
            .ok()
    });
    Digesting(promise.map(JsCast::unchecked_into))
}

impl Digesting {
    /// The digest, or `None` where the browser has no such function.
    pub async fn end(self) -> Option<[u8; 32]> {
        let digest = JsFuture::from(self.0?).await.ok()?;
        Uint8Array::new(&digest).to_vec().try_into().ok()
    }
}

/// The digest, or `None` where the browser has no such function.
pub async fn sha256(bytes: &[u8]) -> Option<[u8; 32]> {
    begin_sha256(bytes).end().await
}
