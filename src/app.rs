//! The root of the page. It holds no figures and no storage.

use yew::prelude::*;

/// Puts the page where `index.html` keeps its place.
pub fn start() {
    let place = gloo::utils::document()
        .get_element_by_id("app")
        .expect("index.html has a place for the page");
    yew::Renderer::<App>::with_root(place).render();
}

#[component]
pub fn App() -> Html {
    html! {
        <main>
            <h1>{ "Owed" }</h1>
        </main>
    }
}
