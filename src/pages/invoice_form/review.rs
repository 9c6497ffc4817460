//! What is odd about a document, before it is issued. It keeps nobody from
//! issuing it.

use ledger::date::Date;
use ledger::invoice::review::{Draft, Remark, review};
use ledger::invoice::{Invoice, Totals};
use yew::prelude::*;

use crate::form::customers::{Directory, Found};
use crate::form::date;
use crate::form::invoice::InvoiceForm;
use crate::state::View;
use crate::text;

/// Once all can be read; `opened_on` is the day on which the form was opened.
pub fn view(
    form: &InvoiceForm,
    preview: Option<&(Invoice, Totals)>,
    view: &View,
    directory: &Directory,
    opened_on: Date,
) -> Html {
    let Ok(found) = directory.find(&form.customer) else {
        return html! {};
    };
    let (Ok(date), Some((document, totals))) = (date::read(&form.date), preview) else {
        return html! {};
    };
    let mut document = document.clone();
    if document.lines.is_empty() {
        return html! {};
    }
    let customer = match found {
        Found::Known(id) => view.book.customers().get(id),
        Found::New(_) => None,
    };
    if let Some(customer) = customer {
        document.customer = customer.id;
    }
    let draft = Draft {
        document: &document,
        totals,
        date,
        today: view.today,
        buyer: customer.map(|customer| &customer.details),
    };
    let mut remarks = review(&view.book, &draft);
    // A day that nobody typed: of a draft that lay some days, or of a form that
    // was left open over night. Who types another one means it.
    let is_left = form.kept_day().is_some() || date == opened_on;
    if !is_left {
        remarks.retain(|remark| !matches!(remark, Remark::DatedBack(_)));
    }
    if remarks.is_empty() {
        return html! {};
    }
    html! {
        <section class="review" aria-labelledby="review">
            <h2 id="review">{ words::invoice_form::before_issuing() }</h2>
            <ul>
                { for remarks.iter().map(|remark| html! {
                    <li key={format!("{remark:?}")} class={is_serious(remark).then_some("serious")}>{ text::review::remark(remark, &document) }</li>
                }) }
            </ul>
        </section>
    }
}

/// What most likely is a mistake, whatever the country.
fn is_serious(remark: &Remark) -> bool {
    matches!(
        remark,
        Remark::DuePast(_) | Remark::DatedAhead(_) | Remark::SameAs { .. } | Remark::NothingToPay
    )
}
