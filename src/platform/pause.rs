//! Letting the page breathe between two slices of long work.

use js_sys::{Function, Promise};
use wasm_bindgen_futures::JsFuture;

/// Goes on after the browser had a chance to paint and to take events.
pub async fn pause() {
    wait_ms(0).await;
}

/// Goes on after about so many milliseconds.
pub async fn wait_ms(milliseconds: i32) {
    let promise = Promise::new(&mut |resolve: Function, _| {
        if let Some(window) = web_sys::window() {
            // Where there is no timer the promise stays open, as the page does.
            drop(
                window
                    .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds),
            );
        }
    });
    drop(JsFuture::from(promise).await);
}
