//! Where an address names what is not in the book.

use yew::prelude::*;

use crate::route::Route;
use crate::ui::{Empty, LinkButton};

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
