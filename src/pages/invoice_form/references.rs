//! What some documents say beside their lines: the customer's references, a
//! foot of their own, and the deposit invoices that they deduct.

use ledger::open_items::deductible;
use ledger::problem::FieldName;
use yew::prelude::*;

use crate::components::editing::Editing;
use crate::form::customers::{Directory, Found};
use crate::form::invoice::{InvoiceField as F, InvoiceForm};
use crate::state::View;
use crate::text::format;
use crate::ui::{Check, Field, Input};

/// Open where something stands there.
pub fn view(editing: &Editing<InvoiceForm>) -> Html {
    let form = editing.form();
    let fields = [
        (
            "buyer-reference",
            words::invoice_form::buyer_reference(),
            &form.buyer_reference,
            F::BuyerReference,
        ),
        (
            "purchase-order",
            words::invoice_form::purchase_order(),
            &form.purchase_order,
            F::PurchaseOrder,
        ),
        (
            "contract",
            words::invoice_form::contract(),
            &form.contract,
            F::Contract,
        ),
        (
            "project",
            words::invoice_form::project(),
            &form.project,
            F::Project,
        ),
    ];
    let said = fields.iter().map(|(.., value, _)| *value);
    let is_open = said
        .chain([&form.footer])
        .any(|value| !value.trim().is_empty());
    html! {
        <details class="references" open={is_open}>
            <summary>{ words::invoice_form::references_and_footer() }</summary>
            <div class="fields">
                { for fields.into_iter().map(|(name, label, value, field)| html! {
                    <Field {name} {label} value={value.clone()} on_change={editing.setter(field)}
                        problem={editing.problem(name_of(field))} />
                }) }
                <Field name="document-footer" label={words::invoice_form::footer()} input={Input::Lines} value={form.footer.clone()}
                    on_change={editing.setter(F::Footer)} problem={editing.problem(FieldName::Footer)} />
            </div>
        </details>
    }
}

fn name_of(field: F) -> FieldName {
    match field {
        F::BuyerReference => FieldName::BuyerReference,
        F::PurchaseOrder => FieldName::PurchaseOrder,
        F::Contract => FieldName::Contract,
        _ => FieldName::Project,
    }
}

/// The customer's deposit invoices, to be deducted.
pub fn view_deposits(editing: &Editing<InvoiceForm>, view: &View, directory: &Directory) -> Html {
    let form = editing.form();
    let Ok(Found::Known(customer)) = directory.find(&form.customer) else {
        return html! {};
    };
    if form.is_credit_note() || form.is_deposit {
        return html! {};
    }
    let deposits = deductible(&view.book, customer, form.currency.trim(), &form.deducts);
    if deposits.is_empty() {
        return html! {};
    }
    html! {
        <fieldset class="deposits">
            <legend>{ words::invoice_form::deduct_deposits() }</legend>
            { for deposits.iter().map(|deposit| {
                let issue = deposit.issue.as_ref();
                let gross = issue.and_then(|issue| ledger::money::Money::new(issue.totals.gross, deposit.currency).ok());
                let day = issue.map_or_else(String::new, |issue| format::date(issue.date));
                let label = words::invoice_form::deposit(&deposit.number(), &day, &format::money_or_none(gross));
                let (editing, id) = (editing.clone(), deposit.id);
                let on_change = Callback::from(move |_| editing.set(F::Deduct(id), ""));
                html! {
                    <Check key={id.to_string()} name={format!("deduct-{id}")} {label} checked={form.deducts.contains(&id)} {on_change} />
                }
            }) }
            if let Some(problem) = editing.problem(FieldName::Deducts) {
                <p class="problem">{ problem }</p>
            }
        </fieldset>
    }
}
