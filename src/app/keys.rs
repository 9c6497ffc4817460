//! Keys that work on every page, and the dialog that lists them.
//!
//! A key by itself means something only while nothing is typed and no dialog
//! is open, and a user can turn those keys off: who speaks to the computer, or
//! whose hand is unsteady, presses them unawares.

use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use crate::hooks::{use_dispatcher, use_view};
use crate::route::{Navigator, Route, use_navigator};
use crate::state::Mode;
use crate::ui::{Button, Check, Dialog};

/// What a key opens over the page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Asked {
    Finder,
    Keys,
}

/// The keys by what they do.
fn keys() -> [(&'static str, &'static str); 5] {
    [
        ("n", words::places::new_invoice()),
        ("p", words::places::record_payment()),
        ("/", words::app::key_filter()),
        ("?", words::app::key_keys()),
        ("Ctrl K", words::app::key_find()),
    ]
}

/// Opens what the keys ask for, and goes where they lead.
#[hook]
pub fn use_keys(asked: UseStateSetter<Option<Asked>>) {
    let view = use_view();
    let dispatcher = use_dispatcher();
    let navigator = use_navigator();
    let may_write = view.mode == Mode::Writable;
    use_effect_with(may_write, move |may_write| {
        let may_write = *may_write;
        let options = EventListenerOptions::enable_prevent_default();
        let on_key = move |event: &Event| {
            let Some(event) = event.dyn_ref::<KeyboardEvent>() else {
                return;
            };
            if is_open("dialog[open]") || event.default_prevented() || event.alt_key() {
                return;
            }
            let key = event.key();
            let is_done = if event.ctrl_key() || event.meta_key() {
                key.eq_ignore_ascii_case("k") && !event.shift_key() && {
                    asked.set(Some(Asked::Finder));
                    true
                }
            } else {
                !is_typed(event)
                    && dispatcher.single_keys()
                    && press(&key, may_write, &asked, &navigator)
            };
            if is_done {
                event.prevent_default();
            }
        };
        let listener = EventListener::new_with_options(&document(), "keydown", options, on_key);
        move || drop(listener)
    });
}

/// What a key by itself does; whether it does anything.
fn press(
    key: &str,
    may_write: bool,
    asked: &UseStateSetter<Option<Asked>>,
    navigator: &Navigator,
) -> bool {
    match key {
        "?" => asked.set(Some(Asked::Keys)),
        "/" => return focus_filter(),
        "n" if may_write => navigator.go(Route::NewInvoice {
            customer: None,
            credits: None,
        }),
        "p" if may_write => navigator.go(Route::NewPayment {
            customer: None,
            invoice: None,
        }),
        _ => return false,
    }
    true
}

fn focus_filter() -> bool {
    let field = document().get_element_by_id("f-filter");
    let field = field.and_then(|field| field.dyn_into::<HtmlElement>().ok());
    field.is_some_and(|field| field.focus().is_ok())
}

fn is_open(selector: &str) -> bool {
    document().query_selector(selector).ok().flatten().is_some()
}

/// Whether the key goes into a field, or an input method makes something of it.
fn is_typed(event: &KeyboardEvent) -> bool {
    let place = event
        .target()
        .and_then(|place| place.dyn_into::<Element>().ok());
    event.is_composing()
        || place.is_some_and(|place| place.matches("input, select, textarea").unwrap_or(false))
}

#[derive(Properties, PartialEq)]
pub struct KeysProps {
    pub on_close: Callback<()>,
}

/// All keys, and whether those without Ctrl do anything.
#[component]
pub fn Keys(props: &KeysProps) -> Html {
    let dispatcher = use_dispatcher();
    let is_on = use_state(|| dispatcher.single_keys());
    let on_change = {
        let is_on = is_on.setter();
        Callback::from(move |on| {
            dispatcher.set_single_keys(on);
            is_on.set(on);
        })
    };
    html! {
        <Dialog title={words::app::keys()} on_close={props.on_close.clone()}>
            <dl class="keys">
                { for keys().into_iter().map(|(key, what)| html! {
                    <div><dt><kbd>{ key }</kbd></dt><dd>{ what }</dd></div>
                }) }
            </dl>
            <Check name="single-keys" label={words::app::single_keys()} checked={*is_on} {on_change} />
            <div class="actions"><Button on_click={props.on_close.clone()}>{ words::common::close() }</Button></div>
        </Dialog>
    }
}
