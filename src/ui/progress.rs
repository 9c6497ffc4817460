//! Long work that goes on.

use yew::prelude::*;

use super::Button;

#[derive(Properties, PartialEq)]
pub struct ProgressProps {
    pub label: AttrValue,
    /// Done and all of it, where that is known.
    #[prop_or_default]
    pub done: Option<(usize, usize)>,
    #[prop_or_default]
    pub on_cancel: Option<Callback<()>>,
}

#[component]
pub fn Progress(props: &ProgressProps) -> Html {
    let (value, max) = props.done.map_or((None, None), |(value, max)| {
        (Some(value.to_string()), Some(max.to_string()))
    });
    html! {
        <div class="progress" role="status">
            <label>
                { props.label.clone() }
                <progress {value} {max} />
            </label>
            if let Some(on_cancel) = &props.on_cancel {
                <Button on_click={on_cancel.clone()}>{ words::common::cancel() }</Button>
            }
        </div>
    }
}
