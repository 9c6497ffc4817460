//! Where an address leads nowhere.

use yew::prelude::*;

use crate::route::Route;
use crate::ui::{Empty, LinkButton};

#[derive(Properties, PartialEq)]
pub struct NotFoundProps {
    pub path: String,
}

#[component]
pub fn NotFound(props: &NotFoundProps) -> Html {
    html! {
        <>
            <h1>{ words::app::not_found() }</h1>
            <Empty title={words::app::not_found_page(&props.path)}>
                <LinkButton href={Route::Overview.href()}>{ words::app::to_today() }</LinkButton>
            </Empty>
        </>
    }
}
