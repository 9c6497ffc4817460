//! Saying again what was said before: a page that shows the same problems
//! after a form was sent once more looks as if nothing had happened.

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use gloo::utils::document;
use yew::prelude::*;

/// Does something once the page is drawn as it stands now.
pub fn soon(work: impl FnOnce() + 'static) {
    Timeout::new(0, work).forget();
}

/// Grows each time that a form is sent and what is wrong with it stays: then it
/// is said again, as nothing else would tell that nothing was saved.
#[hook]
pub fn use_said_again() -> u32 {
    let tries = use_state(|| 0_u32);
    {
        let tries = tries.clone();
        use_effect_with(*tries, move |count| {
            let next = *count + 1;
            let listener = EventListener::once(&document(), "submit", move |_| {
                // After what the form makes of it.
                soon(move || tries.set(next));
            });
            move || drop(listener)
        });
    }
    *tries
}
