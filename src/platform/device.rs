//! What this device calls itself.

/// A name for the journal's headers, such as "Linux x86_64". Not an
/// identity: that is the chain.
pub fn name() -> String {
    web_sys::window()
        .and_then(|window| window.navigator().platform().ok())
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| "browser".to_owned())
}
