//! Whose a document is, when and in which currency; and its note.

use ledger::problem::FieldName;
use yew::prelude::*;

use crate::components::choices::currencies;
use crate::components::derived::use_directory;
use crate::components::editing::Editing;
use crate::form::customers::Found;
use crate::form::invoice::{InvoiceField as F, InvoiceForm as Form};
use crate::hooks::use_view;
use crate::ui::{Field, Input, Select};

/// What the parts of this form are written for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Purpose {
    #[default]
    Invoice,
    /// What is offered or repeated: its days stand elsewhere.
    Undated,
}

#[derive(Properties, PartialEq)]
pub struct PartProps {
    pub editing: Editing<Form>,
    #[prop_or_default]
    pub purpose: Purpose,
}

pub fn kinds() -> [(&'static str, &'static str); 2] {
    [
        ("invoice", words::common::invoice()),
        ("deposit", words::invoice_form::deposit_invoice()),
    ]
}

/// Whose it is, when, in which currency, and when it is due.
#[component]
pub fn Head(props: &PartProps) -> Html {
    const OFFERED: usize = 50;
    let view = use_view();
    let editing = &props.editing;
    let form = editing.form();
    let directory = use_directory(&view.book);
    let found = directory.find(&form.customer);
    let hint = match &found {
        Ok(Found::New(_)) => Some(words::invoice_form::new_customer_hint()),
        _ => None,
    };
    let on_customer = {
        let (editing, directory, view) = (editing.clone(), directory.clone(), view.clone());
        Callback::from(move |name: String| {
            let before = directory.find(&editing.form().customer);
            editing.set(F::Customer, &name);
            if let (Ok(Found::Known(id)), true) =
                (directory.find(&name), directory.find(&name) != before)
            {
                let book = view.book.clone();
                editing.change(move |form| form.adopt(&book, id));
            }
        })
    };
    let own = view
        .book
        .business()
        .map(|business| business.currency.to_string());
    let needs_rate = own.as_ref().is_some_and(|own| *own != form.currency);
    let suggestions = directory.suggestions(&form.customer, OFFERED);
    let suggestions: Vec<String> = suggestions.into_iter().map(str::to_owned).collect();
    let fixed = form.base.credits.is_some();
    html! {
        <div class="fields">
            <Field name="customer" label={words::common::customer()} value={form.customer.clone()} on_change={on_customer} {hint}
                problem={editing.problem(FieldName::Customer)} {suggestions} disabled={fixed} required=true />
            if props.purpose == Purpose::Invoice {
                <Field name="date" label={words::common::date()} input={Input::Date} value={form.date.clone()} required=true
                    on_change={editing.setter(F::Date)} problem={editing.problem(FieldName::Date)} />
            }
            <Select name="currency" label={words::common::currency()} value={form.currency.clone()} options={currencies()}
                on_change={editing.setter(F::Currency)} problem={editing.problem(FieldName::Currency)} disabled={fixed} />
            if props.purpose == Purpose::Invoice && !form.is_credit_note() {
                <Select name="kind" label={words::invoice_form::r#type()} value={form.kind_name()} options={kinds().map(|(value, text)| (value.into(), text.into())).to_vec()}
                    on_change={editing.setter(F::Kind)} />
            }
            if needs_rate && props.purpose == Purpose::Invoice {
                <Field name="rate" label={words::invoice_form::rate(&form.currency, &own.unwrap_or_default())}
                    input={Input::Number} value={form.rate.clone()} on_change={editing.setter(F::Rate)}
                    problem={editing.problem(FieldName::Rate)} />
            }
        </div>
    }
}

#[component]
pub fn Foot(props: &PartProps) -> Html {
    let editing = &props.editing;
    let form = editing.form();
    html! {
        <div class="fields">
            if form.is_credit_note() {
                <Field name="credit-reason" label={words::common::reason()} value={form.credit_reason.clone()}
                    on_change={editing.setter(F::CreditReason)} problem={editing.problem(FieldName::CreditReason)} class="wide" />
            }
            if !form.is_credit_note() && props.purpose == Purpose::Invoice {
                <Field name="delivered" label={words::invoice_form::delivered_on()} input={Input::Date} value={form.delivered.clone()}
                    on_change={editing.setter(F::Delivered)} problem={editing.problem(FieldName::Delivered)} />
                <Field name="service-from" label={words::invoice_form::service_from()} input={Input::Date} value={form.service_from.clone()}
                    on_change={editing.setter(F::ServiceFrom)} problem={editing.problem(FieldName::ServiceFrom)} />
                <Field name="service-to" label={words::invoice_form::service_to()} input={Input::Date} value={form.service_to.clone()}
                    on_change={editing.setter(F::ServiceTo)} problem={editing.problem(FieldName::ServiceTo)} />
            }
            <Field name="note" label={words::common::note()} input={Input::Lines} value={form.note.clone()}
                on_change={editing.setter(F::Note)} problem={editing.problem(FieldName::Note)} />
        </div>
    }
}
