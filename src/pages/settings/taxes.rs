//! The taxes that lines are offered.

use ledger::tax::TaxCategory;
use yew::prelude::*;

use crate::form::business::{BusinessField as F, BusinessForm};
use crate::form::tax::TaxField;
use crate::pages::editing::Editing;
use crate::ui::{Button, ButtonKind, Field, Icon, IconName, Input, Select};

#[derive(Properties, PartialEq)]
pub struct TaxesProps {
    pub editing: Editing<BusinessForm>,
}

#[component]
pub fn Taxes(props: &TaxesProps) -> Html {
    let editing = &props.editing;
    let on_add = {
        let editing = editing.clone();
        Callback::from(move |()| editing.set(F::AddTax, ""))
    };
    html! {
        <div role="group" aria-label="Taxes">
            <h3>{ "Taxes" }</h3>
            <p class="quiet">{ "Offered on every line; the first one is chosen on a new invoice. Which rates are right for you, you know." }</p>
            { for (0..editing.form().taxes.len()).map(|index| view_tax(editing, index)) }
            <Button on_click={on_add}>{ "Add a tax" }</Button>
        </div>
    }
}

fn view_tax(editing: &Editing<BusinessForm>, index: usize) -> Html {
    let Some(tax) = editing.form().taxes.get(index) else {
        return html! {};
    };
    let number = index + 1;
    let of = AttrValue::from(format!(", tax {number}"));
    let set = |field| editing.setter(F::Tax(index, field));
    let category = tax.category();
    let on_remove = {
        let editing = editing.clone();
        Callback::from(move |()| editing.set(F::RemoveTax(index), ""))
    };
    html! {
        <div class="tax" key={tax.key} role="group" aria-label={format!("Tax {number}")}>
            <Field name={format!("tax-{number}-name")} label="Name" label_more={of.clone()} value={tax.name.clone()}
                on_change={set(TaxField::Name)} problem={editing.problem(("tax.name", index))} />
            <Select name={format!("tax-{number}-category")} label="Category" label_more={of.clone()} value={tax.category.clone()}
                options={categories()} on_change={set(TaxField::Category)} />
            if category.has_rate() {
                <Field name={format!("tax-{number}-percent")} label="Percent" label_more={of.clone()} input={Input::Number}
                    value={tax.percent.clone()} on_change={set(TaxField::Percent)}
                    problem={editing.problem(("tax.percent", index)).or_else(|| editing.problem(("tax", index)))} />
            }
            if category.needs_exemption_reason() {
                <Field name={format!("tax-{number}-reason")} label="Reason, as printed" label_more={of} value={tax.exemption_reason.clone()}
                    on_change={set(TaxField::ExemptionReason)} problem={editing.problem(("tax.exemption_reason", index))} />
            }
            <Button kind={ButtonKind::Quiet} class="remove" label={format!("Remove tax {number}")} on_click={on_remove}>
                <Icon name={IconName::Remove} />
            </Button>
        </div>
    }
}

fn categories() -> Vec<(AttrValue, AttrValue)> {
    let name = |category| match category {
        TaxCategory::S => "Standard or reduced rate",
        TaxCategory::Z => "Zero rated",
        TaxCategory::E => "Exempt",
        TaxCategory::AE => "Reverse charge",
        TaxCategory::K => "Supply within the EU",
        TaxCategory::G => "Export",
        TaxCategory::O => "Not subject to tax",
        TaxCategory::L => "IGIC (Canary Islands)",
        TaxCategory::M => "IPSI (Ceuta, Melilla)",
    };
    TaxCategory::ALL
        .map(|category| (category.code().into(), name(category).into()))
        .to_vec()
}
