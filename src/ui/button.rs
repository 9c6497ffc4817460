//! Buttons, and links that look like them.

use yew::prelude::*;

/// Whether the book may be written to: buttons that write are disabled where
/// it may not.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MayWrite(pub bool);

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum ButtonKind {
    #[default]
    Plain,
    /// The one that a page is for.
    Primary,
    /// Cannot be taken back.
    Danger,
    /// Looks like a link.
    Quiet,
}

impl ButtonKind {
    fn class(self) -> &'static str {
        match self {
            ButtonKind::Plain => "btn",
            ButtonKind::Primary => "btn primary",
            ButtonKind::Danger => "btn danger",
            ButtonKind::Quiet => "btn quiet",
        }
    }
}

#[derive(Properties, PartialEq)]
pub struct ButtonProps {
    pub children: Html,
    #[prop_or_default]
    pub on_click: Callback<()>,
    #[prop_or_default]
    pub kind: ButtonKind,
    /// It writes into the book.
    #[prop_or_default]
    pub writes: bool,
    #[prop_or_default]
    pub disabled: bool,
    /// What it began is not done yet.
    #[prop_or_default]
    pub busy: bool,
    /// It sends the form it stands in.
    #[prop_or_default]
    pub submit: bool,
    /// Its name, where its text does not say enough by itself.
    #[prop_or_default]
    pub label: Option<AttrValue>,
    #[prop_or_default]
    pub class: Classes,
}

#[component]
pub fn Button(props: &ButtonProps) -> Html {
    let may_write = use_context::<MayWrite>().is_none_or(|may| may.0);
    let onclick = {
        let on_click = props.on_click.clone();
        let submit = props.submit;
        Callback::from(move |_: MouseEvent| {
            if !submit {
                on_click.emit(());
            }
        })
    };
    html! {
        <button
            type={if props.submit { "submit" } else { "button" }}
            class={classes!(props.kind.class(), props.class.clone())}
            disabled={props.disabled || props.busy || (props.writes && !may_write)}
            aria-busy={props.busy.then_some("true")}
            aria-label={props.label.clone()}
            {onclick}
        >
            { props.children.clone() }
        </button>
    }
}

#[derive(Properties, PartialEq)]
pub struct LinkButtonProps {
    pub children: Html,
    pub href: AttrValue,
    #[prop_or_default]
    pub kind: ButtonKind,
    /// It leads to a form that writes into the book.
    #[prop_or_default]
    pub writes: bool,
    #[prop_or_default]
    pub class: Classes,
}

#[component]
pub fn LinkButton(props: &LinkButtonProps) -> Html {
    let may_write = use_context::<MayWrite>().is_none_or(|may| may.0);
    let class = classes!(props.kind.class(), props.class.clone());
    if props.writes && !may_write {
        return html! {
            <span {class} role="link" aria-disabled="true">{ props.children.clone() }</span>
        };
    }
    html! { <a {class} href={props.href.clone()}>{ props.children.clone() }</a> }
}
