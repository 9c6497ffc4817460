//! What this device is, as far as the browser says, and how it is used.

use wasm_bindgen::prelude::*;
use web_sys::Window;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(extends = web_sys::Navigator)]
    type Device;

    /// Who made the browser's engine.
    #[wasm_bindgen(method, getter)]
    fn vendor(this: &Device) -> Option<String>;

    /// How many fingers it feels at once.
    #[wasm_bindgen(method, getter, js_name = maxTouchPoints)]
    fn max_touch_points(this: &Device) -> Option<f64>;

    /// Only Apple has it: whether the page was opened from the home screen.
    #[wasm_bindgen(method, getter)]
    fn standalone(this: &Device) -> Option<bool>;
}

/// A name for the journal's headers, such as "Linux x86_64". Not an
/// identity: that is the chain.
pub fn name() -> String {
    web_sys::window()
        .and_then(|window| window.navigator().platform().ok())
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| "browser".to_owned())
}

/// Set where a key by itself is to do nothing.
const QUIET_KEYS: &str = "owed-quiet-keys";

/// Whether keys without Ctrl do something on a page.
pub fn single_keys() -> bool {
    storage().is_none_or(|storage| !matches!(storage.get_item(QUIET_KEYS), Ok(Some(_))))
}

/// Where the browser keeps nothing, they are as before at the next start.
pub fn set_single_keys(on: bool) {
    if let Some(storage) = storage() {
        drop(if on {
            storage.remove_item(QUIET_KEYS)
        } else {
            storage.set_item(QUIET_KEYS, "1")
        });
    }
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// What a browser says of itself.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Told {
    /// Who made its engine.
    pub vendor: String,
    /// The system it runs on.
    pub platform: String,
    pub agent: String,
    /// Fingers that it feels at once.
    pub touch_points: f64,
}

/// What this one says.
pub fn told() -> Told {
    let Some(device) = device() else {
        return Told::default();
    };
    Told {
        vendor: device.vendor().unwrap_or_default(),
        platform: device.platform().unwrap_or_default(),
        agent: device.user_agent().unwrap_or_default(),
        touch_points: device.max_touch_points().unwrap_or_default(),
    }
}

/// Whether the page runs as an app of its own, without the browser around it.
pub fn is_installed() -> bool {
    is("(display-mode: standalone)")
        || device().and_then(|device| device.standalone()) == Some(true)
}

/// Whether it is worked with fingers: a phone or a tablet.
pub fn is_touched() -> bool {
    is("(pointer: coarse)")
}

fn device() -> Option<Device> {
    let window: Window = web_sys::window()?;
    Some(window.navigator().unchecked_into())
}

fn is(query: &str) -> bool {
    let found = web_sys::window().and_then(|window| window.match_media(query).ok()?);
    found.is_some_and(|found| found.matches())
}
