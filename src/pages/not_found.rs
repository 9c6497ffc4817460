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
            <h1>{ "Nothing here" }</h1>
            <Empty title={format!("There is no page “{}”.", props.path)}>
                <LinkButton href={Route::Overview.href()}>{ "To today" }</LinkButton>
            </Empty>
        </>
    }
}
