//! The taxes that lines are offered, and those that countries begin with.

use ledger::problem::FieldName;
use ledger::tax::TaxCategory;
use ledger::tax::preset::{self, Offer, Preset};
use yew::prelude::*;

use crate::components::editing::Editing;
use crate::form::business::{BusinessField as F, BusinessForm};
use crate::form::tax::TaxField;
use crate::text::{self, format, tax_preset};
use crate::ui::{Button, ButtonKind, Check, Field, Icon, IconName, Input, Select, said};

#[derive(Properties, PartialEq)]
pub struct TaxesProps {
    pub editing: Editing<BusinessForm>,
}

#[component]
pub fn Taxes(props: &TaxesProps) -> Html {
    let editing = &props.editing;
    let form = editing.form();
    let adding = |field: F| {
        let editing = editing.clone();
        Callback::from(move |()| editing.set(field, ""))
    };
    html! {
        <div role="group" aria-label={words::taxes::taxes()}>
            <h3>{ words::taxes::taxes() }</h3>
            <p class="quiet">{ words::taxes::about() }</p>
            { for (0..form.taxes.len()).map(|index| view_tax(editing, index)) }
            if !form.retained.is_empty() {
                <h4>{ words::taxes::withholding_taxes() }</h4>
                { for (0..form.retained.len()).map(|index| view_retained(editing, index)) }
            }
            <div class="actions">
                <Button on_click={adding(F::AddTax)}>{ words::taxes::add() }</Button>
                <Button kind={ButtonKind::Quiet} on_click={adding(F::AddRetained)}>{ words::taxes::add_withholding() }</Button>
            </div>
            <Presets editing={editing.clone()} />
        </div>
    }
}

fn view_tax(editing: &Editing<BusinessForm>, index: usize) -> Html {
    let Some(tax) = editing.form().taxes.get(index) else {
        return html! {};
    };
    let number = index + 1;
    let of = AttrValue::from(words::taxes::tax_suffix(&number.to_string()));
    let set = |field| editing.setter(F::Tax(index, field));
    let category = tax.category();
    let on_remove = {
        let editing = editing.clone();
        Callback::from(move |()| editing.set(F::RemoveTax(index), ""))
    };
    html! {
        <div class="tax" key={tax.key} role="group" aria-label={words::taxes::tax_number(&number.to_string())}>
            <Field name={format!("tax-{number}-name")} label={words::common::name()} label_more={of.clone()} value={tax.name.clone()}
                on_change={set(TaxField::Name)} problem={editing.problem((FieldName::TaxName, index))} />
            <Select name={format!("tax-{number}-category")} label={words::taxes::category()} label_more={of.clone()} value={tax.category.clone()}
                options={categories()} on_change={set(TaxField::Category)} />
            if category.has_rate() {
                <Field name={format!("tax-{number}-percent")} label={words::taxes::percent()} label_more={of.clone()} input={Input::Number}
                    value={tax.percent.clone()} on_change={set(TaxField::Percent)}
                    problem={editing.problem((FieldName::TaxPercent, index)).or_else(|| editing.problem((FieldName::Tax, index)))} />
            }
            if category.needs_exemption_reason() {
                <Field name={format!("tax-{number}-reason")} label={words::taxes::reason_printed()} label_more={of} value={tax.exemption_reason.clone()}
                    on_change={set(TaxField::ExemptionReason)} problem={editing.problem((FieldName::TaxExemptionReason, index))} />
            }
            <Button kind={ButtonKind::Quiet} class="remove" label={words::taxes::remove_tax(&number.to_string())} on_click={on_remove}>
                <Icon name={IconName::Remove} />
            </Button>
            if category.has_rate() && (index > 0 || tax.compound) {
                <Check name={format!("tax-{number}-compound")} label={words::taxes::compound()}
                    checked={tax.compound} on_change={set(TaxField::Compound).reform(|on: bool| on.to_string())} />
            }
        </div>
    }
}

fn view_retained(editing: &Editing<BusinessForm>, index: usize) -> Html {
    let Some(tax) = editing.form().retained.get(index) else {
        return html! {};
    };
    let number = index + 1;
    let of = AttrValue::from(words::taxes::withholding_suffix(&number.to_string()));
    let on_remove = {
        let editing = editing.clone();
        Callback::from(move |()| editing.set(F::RemoveRetained(index), ""))
    };
    html! {
        <div class="retained" key={tax.key} role="group" aria-label={words::taxes::withholding_number(&number.to_string())}>
            <Field name={format!("retained-{number}-name")} label={words::common::name()} label_more={of.clone()} value={tax.name.clone()}
                on_change={editing.setter(F::RetainedName(index))} problem={editing.problem((FieldName::RetainedName, index))} />
            <Field name={format!("retained-{number}-percent")} label={words::taxes::percent_of_net()} label_more={of} input={Input::Number}
                value={tax.percent.clone()} on_change={editing.setter(F::RetainedPercent(index))}
                problem={editing.problem((FieldName::RetainedPercent, index)).or_else(|| editing.problem((FieldName::Retained, index)))} />
            <Button kind={ButtonKind::Quiet} class="remove" label={words::taxes::remove_withholding(&number.to_string())} on_click={on_remove}>
                <Icon name={IconName::Remove} />
            </Button>
        </div>
    }
}

fn categories() -> Vec<(AttrValue, AttrValue)> {
    let name = |category| match category {
        TaxCategory::S => words::taxes::category_s(),
        TaxCategory::Z => words::taxes::category_z(),
        TaxCategory::E => words::taxes::category_e(),
        TaxCategory::AE => words::taxes::category_ae(),
        TaxCategory::K => words::taxes::category_k(),
        TaxCategory::G => words::taxes::category_g(),
        TaxCategory::O => words::taxes::category_o(),
        TaxCategory::L => words::taxes::category_l(),
        TaxCategory::M => words::taxes::category_m(),
    };
    TaxCategory::ALL
        .map(|category| (category.code().into(), name(category).into()))
        .to_vec()
}

/// What a country begins with: each tax is added at a click and edited above.
#[component]
fn Presets(props: &TaxesProps) -> Html {
    let editing = &props.editing;
    // `None`: the country of the business.
    let chosen = use_state(|| None::<String>);
    let own = &editing.form().details.country;
    let country = (*chosen).clone().unwrap_or_else(|| own.clone());
    let on_country = {
        let chosen = chosen.setter();
        Callback::from(move |country| chosen.set(Some(country)))
    };
    let mut options: Vec<(AttrValue, AttrValue)> = preset::countries()
        .into_iter()
        .map(|code| (code.into(), format::country(code).into()))
        .collect();
    options.sort_by(|(_, a), (_, b)| format::by_name(a, b));
    options.insert(0, ("".into(), format::NONE.into()));
    let preset = preset::of(&country, &editing.form().language);
    let value = preset.as_ref().map_or("", |preset| preset.country);
    html! {
        <div class="preset" role="group" aria-label={words::taxes::of_country()}>
            <div class="fields">
                <Select name="preset-country" label={words::taxes::of_country()} value={value} {options} on_change={on_country} />
            </div>
            if let Some(preset) = &preset {
                { view_preset(editing, preset) }
            } else if !country.is_empty() {
                <p class="quiet">{ words::taxes::none_for_country() }</p>
            }
        </div>
    }
}

fn view_preset(editing: &Editing<BusinessForm>, preset: &Preset) -> Html {
    let form = editing.form();
    let offers = preset.offers.iter().map(|offer| {
        let on_click = {
            let (editing, tax) = (editing.clone(), offer.tax.clone());
            Callback::from(move |()| {
                let tax = tax.clone();
                editing.change(move |form| form.add_tax(&tax));
            })
        };
        view_chip(offer_label(offer), form.has_tax(&offer.tax), on_click)
    });
    let retained = preset.retained.iter().map(|tax| {
        let on_click = {
            let (editing, tax) = (editing.clone(), tax.clone());
            Callback::from(move |()| {
                let tax = tax.clone();
                editing.change(move |form| form.add_retained(&tax));
            })
        };
        let label = words::taxes::withholding_preset(&tax.name, &format::percent(tax.percent));
        view_chip(label, form.has_retained(tax), on_click)
    });
    let limits = tax_preset::limits(preset.country);
    html! {
        <>
            if !preset.offers.is_empty() {
                <div class="chips">{ for offers.chain(retained) }</div>
                <p class="hint">{ said(words::taxes::preset_source(&tax_preset::month(preset.checked), html! { <span translate="no">{ preset.source }</span> })) }</p>
            }
            <p class="hint"><b>{ words::taxes::preset_limits() }</b>{ limits }</p>
            <p class="hint">{ tax_preset::check() }</p>
        </>
    }
}

fn view_chip(label: String, is_there: bool, on_click: Callback<()>) -> Html {
    html! {
        <Button {on_click} disabled={is_there}>
            { if is_there { format!("✓ {label}") } else { format!("+ {label}") } }
        </Button>
    }
}

/// VAT 19 % · HST 13 %, Ontario · VAT, reverse charge.
fn offer_label(offer: &Offer) -> String {
    let tax = if offer.tax.category.needs_exemption_reason() {
        offer.tax.name.clone()
    } else {
        text::tax(&offer.tax)
    };
    let more = [offer.region, tax_preset::role(offer.role)];
    let more: Vec<&str> = more.into_iter().filter(|part| !part.is_empty()).collect();
    if more.is_empty() {
        tax
    } else {
        format!("{tax}, {}", more.join(", "))
    }
}
