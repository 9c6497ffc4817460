//! On a phone: the places that have no room in the bar. And what is shown
//! where an address leads nowhere.

use yew::prelude::*;

use crate::hooks::use_view;
use crate::route::Route;
use crate::text;
use crate::ui::{Empty, LinkButton};

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

#[derive(Properties, PartialEq)]
pub struct NotFoundProps {
    pub path: String,
}

#[component]
pub fn NotFound(props: &NotFoundProps) -> Html {
    html! {
        <>
            <h1>{ "Nothing here" }</h1>
            <Empty title={format!("There is no page “{}”.", props.path)}>
                <LinkButton href={Route::Overview.href()}>{ "To today" }</LinkButton>
            </Empty>
        </>
    }
}

/// Where an address names what is not in the book: why, and where to go.
pub fn absent(heading: &str, title: &'static str, to: &Route, label: &str) -> Html {
    html! {
        <>
            <h1>{ heading }</h1>
            <Empty {title}>
                <LinkButton href={to.href()}>{ label }</LinkButton>
            </Empty>
        </>
    }
}
