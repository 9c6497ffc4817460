//! Notices within a page, and what stands where there is nothing yet.

use yew::prelude::*;

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Tone {
    #[default]
    Quiet,
    Good,
    /// Something to look at.
    Warning,
    /// Something did not happen.
    Problem,
}

impl Tone {
    fn class(self) -> &'static str {
        match self {
            Tone::Quiet => "notice",
            Tone::Good => "notice good",
            Tone::Warning => "notice warning",
            Tone::Problem => "notice bad",
        }
    }
}

#[derive(Properties, PartialEq)]
pub struct NoticeProps {
    pub title: AttrValue,
    #[prop_or_default]
    pub text: AttrValue,
    #[prop_or_default]
    pub tone: Tone,
    /// Lists, buttons.
    #[prop_or_default]
    pub children: Html,
}

/// Problems are read aloud at once, other notices when there is a pause.
#[component]
pub fn Notice(props: &NoticeProps) -> Html {
    let role = match props.tone {
        Tone::Problem => "alert",
        _ => "status",
    };
    html! {
        <div class={props.tone.class()} {role}>
            <p class="title">{ props.title.clone() }</p>
            if !props.text.is_empty() {
                <p>{ props.text.clone() }</p>
            }
            { props.children.clone() }
        </div>
    }
}

#[derive(Properties, PartialEq)]
pub struct DetailsProps {
    /// Nothing is shown where it is empty.
    pub text: AttrValue,
}

/// What most need not read, for who asks for it.
#[component]
pub fn Details(props: &DetailsProps) -> Html {
    if props.text.is_empty() {
        return html! {};
    }
    html! {
        <details>
            <summary>{ words::ui::details() }</summary>
            <p class="quiet">{ props.text.clone() }</p>
        </details>
    }
}

#[derive(Properties, PartialEq)]
pub struct EmptyProps {
    pub title: AttrValue,
    /// What to do next.
    #[prop_or_default]
    pub text: AttrValue,
    #[prop_or_default]
    pub children: Html,
}

#[component]
pub fn Empty(props: &EmptyProps) -> Html {
    html! {
        <div class="empty">
            <p class="title">{ props.title.clone() }</p>
            if !props.text.is_empty() {
                <p>{ props.text.clone() }</p>
            }
            <div class="actions">{ props.children.clone() }</div>
        </div>
    }
}
