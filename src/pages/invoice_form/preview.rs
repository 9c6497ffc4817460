//! The document as it would be printed, while it is written.

use paper::Paper;
use yew::prelude::*;

use crate::components::derived::use_directory;
use crate::components::document_lines::Shown;
use crate::components::editing::Editing;
use crate::form::customers::Found;
use crate::form::date;
use crate::form::invoice::InvoiceForm;
use crate::hooks::use_view;
use crate::ui::{self, view_paper};

#[derive(Properties, PartialEq)]
pub struct PreviewProps {
    pub editing: Editing<InvoiceForm>,
    pub preview: Shown,
}

/// Drawn only while it is open: a long document takes its time.
#[component]
pub fn Preview(props: &PreviewProps) -> Html {
    let view = use_view();
    let is_open = use_state_eq(|| false);
    let directory = use_directory(&view.book);
    let form = props.editing.form();
    let ontoggle = {
        let is_open = is_open.setter();
        Callback::from(move |event: Event| is_open.set(ui::is_open(&event)))
    };
    let paper = || {
        let (document, totals) = (*props.preview).as_ref()?;
        let mut document = document.clone();
        if let Ok(Found::Known(id)) = directory.find(&form.customer) {
            document.customer = id;
        }
        let date = date::read(&form.date).unwrap_or(view.today);
        let mut paper = Paper::of_draft(&view.book, &document, totals, date).ok()?;
        if let Ok(Found::New(name)) = directory.find(&form.customer) {
            paper.buyer = vec![name];
        }
        Some(paper)
    };
    html! {
        <details class="preview" {ontoggle}>
            <summary>{ words::invoice_form::preview() }</summary>
            if *is_open {
                { paper().map_or_else(
                    || html! { <p class="quiet">{ words::invoice_form::preview_hint() }</p> },
                    |paper| view_paper(&paper),
                ) }
            }
        </details>
    }
}
