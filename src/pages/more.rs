//! On a phone: the places that have no room in the bar. And what is shown
//! where an address leads nowhere.

use yew::prelude::*;

use crate::hooks::use_view;
use crate::route::places;
use crate::text;

#[component]
pub fn More() -> Html {
    let view = use_view();
    html! {
        <>
            <h1>{ words::places::more() }</h1>
            <ul class="places">
                { for places::under_more().into_iter().map(|place| html! {
                    <li><a href={place.route.href()}>{ place.name }</a></li>
                }) }
            </ul>
            <p class="quiet">
                { text::trust::backup(view.backup, view.today) }
                { ". " }
                { text::trust::check(&view) }
                { "." }
            </p>
        </>
    }
}
