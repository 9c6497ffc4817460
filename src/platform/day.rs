//! When it may have become another day.

use js_sys::{Function, Promise};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{EventTarget, Window};

use super::clock;

/// What a page hears when it is looked at again: a device that slept counted
/// no hours, and a page that was put aside may hear of them late.
const SEEN_AGAIN: [&str; 3] = ["visibilitychange", "focus", "pageshow"];

/// Waits until midnight where the user is, or until the page comes back into
/// sight. Where there is no window it waits for ever.
pub async fn may_have_turned() {
    let Some(window) = web_sys::window() else {
        return std::future::pending().await;
    };
    let mut timer = None;
    let mut wake = None;
    let woken = Promise::new(&mut |resolve: Function, _| {
        let ms = clock::ms_to_midnight();
        timer = window
            .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms)
            .ok();
        for event in SEEN_AGAIN {
            // One that cannot be heard leaves the timer and the others.
            drop(
                target(&window, event)
                    .map(|from| from.add_event_listener_with_callback(event, &resolve)),
            );
        }
        wake = Some(resolve);
    });
    drop(JsFuture::from(woken).await);
    if let Some(timer) = timer {
        window.clear_timeout_with_handle(timer);
    }
    for event in SEEN_AGAIN {
        if let (Some(from), Some(wake)) = (target(&window, event), &wake) {
            drop(from.remove_event_listener_with_callback(event, wake));
        }
    }
}

fn target(window: &Window, event: &str) -> Option<EventTarget> {
    match event {
        "visibilitychange" => window.document().map(JsCast::unchecked_into),
        _ => Some(window.clone().unchecked_into()),
    }
}
