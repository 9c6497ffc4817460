//! What this device calls itself, and how it is used.

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
