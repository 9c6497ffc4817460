//! The root of the page: which stage the program is in, and which page the
//! address names. It holds no figures and no storage.

mod address;
mod finder;
mod keys;
mod shell;
mod stopped;
mod toast;

use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::dispatch::Dispatcher;
use crate::pages;
use crate::route::{Navigator, Route};
use crate::state::{Mode, Stage};
use crate::ui::MayWrite;

pub use shell::Shell;

/// Where the program begins: puts the page where `index.html` keeps its place.
///
/// # Panics
/// Where `index.html` has no such place, which is an error of the build.
#[wasm_bindgen(js_name = startOwed)]
pub fn start() {
    stopped::say_so_on_panic();
    let place = gloo::utils::document()
        .get_element_by_id("app")
        .expect("index.html has a place for the page");
    yew::Renderer::<App>::with_root(place).render();
}

#[component]
pub fn App() -> Html {
    let stage = use_state(|| Stage::Opening);
    let dispatcher = {
        let setter = stage.setter();
        use_memo((), move |()| {
            Dispatcher::new(Callback::from(move |stage| setter.set(stage)))
        })
    };
    let (route, navigator) = address::use_address();
    {
        let dispatcher = dispatcher.clone();
        use_effect_with((), move |()| {
            spawn_local(async move { dispatcher.open_current().await });
        });
    }
    html! {
        <ContextProvider<Dispatcher> context={(*dispatcher).clone()}>
            <ContextProvider<Navigator> context={navigator}>
                { view_stage(&stage, route) }
            </ContextProvider<Navigator>>
        </ContextProvider<Dispatcher>>
    }
}

fn view_stage(stage: &Stage, route: Route) -> Html {
    match stage {
        // As in `index.html`, where it stands before this runs.
        Stage::Opening => html! {
            <>
                <p id="boot" role="status">{ "Opening…" }</p>
                <p id="slow" role="status">
                    { "This takes longer than it should. What was saved is safe. Close other tabs of Owed, or " }
                    <a href="./">{ "load it again" }</a>
                    { "." }
                </p>
            </>
        },
        Stage::Start if route == Route::Demo => html! { <pages::Demo /> },
        Stage::Choose => html! { <pages::BooksAlone /> },
        Stage::Start | Stage::Lost { .. } | Stage::Failed(_) if route == Route::Books => html! {
            <pages::BooksAlone />
        },
        Stage::Start => html! { <pages::Start /> },
        Stage::Lost { book, remembered } => html! {
            <pages::Lost book={book.clone()} remembered={*remembered} />
        },
        Stage::Failed(why) => html! { <pages::Failed why={why.clone()} /> },
        Stage::Ready(view) => html! {
            <ContextProvider<crate::state::ViewContext> context={view.clone()}>
                <ContextProvider<MayWrite> context={MayWrite(view.0.mode == Mode::Writable)}>
                    <Shell {route} />
                </ContextProvider<MayWrite>>
            </ContextProvider<crate::state::ViewContext>>
        },
    }
}
