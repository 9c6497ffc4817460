//! Discounts and surcharges being written, on the document or on a line.

use ledger::problem::FieldName;
use yew::prelude::*;

use crate::components::choices::set_options;
use crate::components::editing::Editing;
use crate::form::adjustment::{AdjustmentField as A, AdjustmentForm, SPREAD};
use crate::form::invoice::{InvoiceField as F, InvoiceForm};
use crate::ui::{Button, ButtonKind, Field, Icon, IconName, Input, Select};

/// Those of a line, or of the document: a row each, and one more on demand.
pub fn view(editing: &Editing<InvoiceForm>, line: Option<usize>, list: &[AdjustmentForm]) -> Html {
    let on_add = {
        let editing = editing.clone();
        Callback::from(move |()| editing.set(F::AddAdjustment(line), ""))
    };
    let label = line.map(|line| words::invoice_form::adjustment_on_line(&(line + 1).to_string()));
    html! {
        <div class="adjustments">
            { for list.iter().enumerate().map(|(place, part)| view_one(editing, line, place, part)) }
            <Button kind={ButtonKind::Quiet} {label} on_click={on_add}>{ words::invoice_form::adjustment() }</Button>
        </div>
    }
}

/// All rates, or one set of taxes.
fn tax_options(
    editing: &Editing<InvoiceForm>,
    part: &AdjustmentForm,
) -> Vec<(AttrValue, AttrValue)> {
    let mut options = vec![(SPREAD.into(), words::invoice_form::all_rates().into())];
    options.extend(set_options(&editing.form().taxes, part.taxes));
    options
}

fn view_one(
    editing: &Editing<InvoiceForm>,
    line: Option<usize>,
    place: usize,
    part: &AdjustmentForm,
) -> Html {
    let number = place + 1;
    let of = line.map_or_else(String::new, |line| {
        words::invoice_form::of_line(&(line + 1).to_string())
    });
    let of = AttrValue::from(format!(", {number}{of}"));
    let stem = line.map_or_else(
        || "adjustment".to_owned(),
        |line| format!("line-{}-adjustment", line + 1),
    );
    let name = |field: &str| AttrValue::from(format!("{stem}-{number}-{field}"));
    let set = |field| editing.setter(F::Adjustment(line, place, field));
    let problem = match line {
        None => editing.problem((FieldName::Adjustment, place)),
        Some(line) => editing.problem((FieldName::LineAdjustment, line)),
    };
    let kinds = [
        ("allowance", words::invoice_form::discount()),
        ("charge", words::invoice_form::surcharge()),
    ];
    let kinds = kinds.map(|(value, text)| (value.into(), text.into()));
    let on_remove = {
        let editing = editing.clone();
        Callback::from(move |()| editing.set(F::RemoveAdjustment(line, place), ""))
    };
    html! {
        <div class="adjustment" key={part.key}>
            <Select name={name("kind")} label={words::invoice_form::r#type()} label_more={of.clone()} value={if part.is_charge { "charge" } else { "allowance" }}
                options={kinds.to_vec()} on_change={set(A::Kind)} />
            <Field name={name("value")} label={words::invoice_form::amount_or_percent()} label_more={of.clone()} input={Input::Number}
                value={part.value.clone()} on_change={set(A::Value)} {problem} placeholder="10 %" />
            <Field name={name("reason")} label={words::invoice_form::reason_printed()} label_more={of.clone()} value={part.reason.clone()} on_change={set(A::Reason)} />
            if line.is_none() {
                <Select name={name("tax")} label={words::items::tax()} label_more={of} value={part.taxes_value()}
                    options={tax_options(editing, part)} on_change={set(A::Taxes)} />
            }
            <Button kind={ButtonKind::Quiet} class="remove" label={words::invoice_form::remove_adjustment(&number.to_string())} on_click={on_remove}>
                <Icon name={IconName::Remove} />
            </Button>
        </div>
    }
}
