//! Text into the clipboard.

use wasm_bindgen_futures::JsFuture;

/// Whether the browser took the text: it may refuse, and where a page is not
/// secure it has no clipboard.
pub async fn copy(text: &str) -> bool {
    let Some(window) = web_sys::window() else {
        return false;
    };
    if !window.is_secure_context() {
        return false;
    }
    let written = window.navigator().clipboard().write_text(text);
    JsFuture::from(written).await.is_ok()
}
