//! What is typed into a state of the page.

use yew::prelude::*;

/// Keeps what is typed into a field.
pub fn keep(state: &UseStateHandle<String>) -> Callback<String> {
    let state = state.setter();
    Callback::from(move |value| state.set(value))
}

/// Keeps it as a part of what is typed.
pub fn keep_part<T: Clone + 'static>(
    state: &UseStateHandle<T>,
    change: impl Fn(&mut T, String) + 'static,
) -> Callback<String> {
    let state = state.clone();
    Callback::from(move |value: String| {
        let mut changed = (*state).clone();
        change(&mut changed, value);
        state.set(changed);
    })
}
