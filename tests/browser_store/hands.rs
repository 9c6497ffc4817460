//! The test's own hands on IndexedDB, in `hands.js`: they owe nothing to the
//! store under test.

use js_sys::{Array, Function, JsString, Uint8Array};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/tests/browser_store/hands.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    pub async fn raw_get(name: &str, store: &str, key: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    pub async fn raw_put(
        name: &str,
        store: &str,
        key: &JsValue,
        value: &JsValue,
    ) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    pub async fn raw_delete(name: &str, store: &str, key: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    pub async fn raw_drop(name: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    pub async fn hold_open(name: &str, lets_go: bool) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    pub async fn raw_flip(name: &str, store: &str, key: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    pub async fn raw_stores_with(name: &str, text: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    pub async fn naive_append(
        name: &str,
        key: &JsValue,
        head: &Uint8Array,
        value: &Uint8Array,
    ) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    pub async fn hasty_append(
        name: &str,
        key: &JsValue,
        head: &Uint8Array,
        value: &Uint8Array,
    ) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    pub async fn naive_restore(
        name: &str,
        keys: &Array,
        values: &Array,
        written: u32,
    ) -> Result<JsValue, JsValue>;
    pub fn repair();
    pub fn hurry();
    pub fn roll_back_puts(store: &str, reason: Option<&str>);
    pub fn break_connections(times: u32);
    pub fn hide_completions(times: u32);
    pub fn before_compression(happen: &Function);
    pub fn sweep_before_write();
    pub fn watch_durability() -> Array<JsString>;
    pub fn keep_connections() -> Array;
    pub fn lose_connections(kept: &Array);
}
