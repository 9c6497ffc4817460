//! A document's status: a word and a shape, never colour alone.

use yew::prelude::*;

use crate::text::status::StatusText;

pub fn view_status(status: StatusText) -> Html {
    html! { <span class={format!("tag {}", status.shape)}>{ status.words }</span> }
}
