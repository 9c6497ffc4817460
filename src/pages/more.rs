//! On a phone: the places that have no room in the bar. And what is shown
//! where an address leads nowhere.

use yew::prelude::*;

use crate::hooks::use_view;
use crate::route::Route;
use crate::text;

#[component]
pub fn More() -> Html {
    let view = use_view();
    let places = [
        (Route::Payments, "Payments"),
        (Route::Bank, "Bank"),
        (Route::Import, "Import"),
        (Route::Backup, "Backup"),
        (Route::Books, "Books on this device"),
        (Route::Settings, "Settings"),
        (Route::Demo, "Demo book"),
    ];
    html! {
        <>
            <h1>{ "More" }</h1>
            <ul class="places">
                { for places.into_iter().map(|(route, label)| html! {
                    <li><a href={route.href()}>{ label }</a></li>
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
