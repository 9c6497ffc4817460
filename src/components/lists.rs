//! The links between the lists of documents.

use yew::prelude::*;

use crate::route::{ListQuery, Route};

/// Invoices and what stands beside them; `here` is the one that is open.
pub fn view_lists(here: &Route) -> Html {
    let lists = [
        (Route::Invoices(ListQuery::default()), "Invoices"),
        (Route::Quotes, "Quotes"),
        (Route::Schedules, "Recurring"),
        (Route::Items, "Items"),
        (Route::Numbers { run: None }, "Numbers"),
    ];
    html! {
        <nav class="lists" aria-label="Documents">
            { for lists.into_iter().map(|(route, label)| {
                let current = route.same_page(here).then_some("page");
                html! { <a key={label} href={route.href()} aria-current={current}>{ label }</a> }
            }) }
        </nav>
    }
}
