//! What the program asks of JavaScript: `js/plain.js`. Whatever may throw is
//! caught there or comes as an `Err`.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/js/plain.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = toJson)]
    pub fn to_json(value: &JsValue) -> Result<String, JsValue>;

    #[wasm_bindgen(catch, js_name = fromJson)]
    pub fn from_json(text: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_name = failure)]
    pub fn failure(code: &str, message: &str, path: &str, problem: Option<&str>) -> JsValue;

    #[wasm_bindgen(catch, js_name = toBytes)]
    pub fn to_bytes(value: &JsValue) -> Result<Vec<u8>, JsValue>;

    #[wasm_bindgen(catch, js_name = toBytesList)]
    pub fn to_bytes_list(value: &JsValue) -> Result<js_sys::Array, JsValue>;

    pub fn today() -> String;

    pub fn now() -> f64;

    #[wasm_bindgen(catch)]
    pub fn random(count: u32) -> Result<Vec<u8>, JsValue>;

    #[wasm_bindgen(catch)]
    pub fn tell(listener: &js_sys::Function, notice: &JsValue) -> Result<(), JsValue>;
}
