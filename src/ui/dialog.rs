//! A dialog: it holds the focus, and Escape closes it.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct DialogProps {
    pub title: AttrValue,
    pub children: Html,
    pub on_close: Callback<()>,
    /// Says something that must not be missed.
    #[prop_or_default]
    pub alert: bool,
}

/// Open for as long as it is part of the page.
#[component]
pub fn Dialog(props: &DialogProps) -> Html {
    let place = use_node_ref();
    {
        let place = place.clone();
        use_effect_with((), move |()| {
            let dialog = place.cast::<HtmlDialogElement>();
            if let Some(dialog) = &dialog {
                // It fails only where it is open already.
                drop(dialog.show_modal());
            }
            move || {
                // Gives the focus back to where it was.
                if let Some(dialog) = dialog {
                    dialog.close();
                }
            }
        });
    }
    let oncancel = {
        let on_close = props.on_close.clone();
        Callback::from(move |event: Event| {
            event.prevent_default();
            on_close.emit(());
        })
    };
    html! {
        <dialog
            ref={place}
            {oncancel}
            role={props.alert.then_some("alertdialog")}
            aria-labelledby="dialog-title"
        >
            <h2 id="dialog-title">{ props.title.clone() }</h2>
            { props.children.clone() }
        </dialog>
    }
}
