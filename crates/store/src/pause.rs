//! Letting the page breathe between two slices of long work.

use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::MessageChannel;

use super::clock;

/// A slice of work ends after so many milliseconds: a frame has 16.
const SLICE_MS: f64 = 10.0;

/// Long work in slices that leave the page room to paint and to take events.
pub struct Slices {
    started: f64,
}

impl Slices {
    pub fn begin() -> Slices {
        Slices {
            started: clock::ticks_ms(),
        }
    }

    /// Whether this slice was long enough.
    pub fn is_over(&self) -> bool {
        clock::ticks_ms() - self.started > SLICE_MS
    }

    /// Pauses where the slice is over, and begins the next one then.
    pub async fn breathe(&mut self) {
        if self.is_over() {
            pause().await;
            *self = Slices::begin();
        }
    }
}

/// Goes on after the browser had a chance to paint and to take events.
pub async fn pause() {
    // A message: timers that follow each other are held back 4 ms each.
    let Ok(channel) = MessageChannel::new() else {
        return wait_ms(0).await;
    };
    let (here, there) = (channel.port1(), channel.port2());
    let arrived = Promise::new(&mut |resolve: Function, _| here.set_onmessage(Some(&resolve)));
    if there.post_message(&JsValue::NULL).is_ok() {
        drop(JsFuture::from(arrived).await);
    }
    here.close();
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
