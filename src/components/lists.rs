//! The links between the lists of documents.

use yew::prelude::*;

use crate::route::{Route, places};

/// Invoices and what stands beside them; `here` is the one that is open.
pub fn view_lists(here: &Route) -> Html {
    html! {
        <nav class="lists" aria-label={words::common::documents()}>
            { for places::lists().into_iter().map(|place| {
                let current = place.route.same_page(here).then_some("page");
                html! { <a key={place.name} href={place.route.href()} aria-current={current}>{ place.name }</a> }
            }) }
        </nav>
    }
}
