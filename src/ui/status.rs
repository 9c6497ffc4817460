//! A document's status: a word and a shape, never colour alone.

use yew::prelude::*;

use crate::text::status::StatusText;

#[derive(Properties, PartialEq)]
pub struct StatusProps {
    pub status: StatusText,
}

#[component]
pub fn Status(props: &StatusProps) -> Html {
    html! {
        <span class={classes!("tag", props.status.shape)}>{ props.status.words.clone() }</span>
    }
}
