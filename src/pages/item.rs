//! One item of the catalogue, or a new one.

use ledger::change::RecordId;
use ledger::ids::{ItemId, Version};
use ledger::problem::FieldName;
use yew::prelude::*;

use crate::components::absent::absent;
use crate::components::choices::{currencies, set_options, unit_options};
use crate::components::editing::Editing;
use crate::components::record_form::use_record_form;
use crate::form::item::{ItemField as F, ItemForm};
use crate::hooks::use_view;
use crate::route::{Route, use_navigator};
use crate::ui::{Check, Field, Input, Select};

#[derive(Properties, PartialEq)]
pub struct ItemProps {
    #[prop_or_default]
    pub id: Option<ItemId>,
}

/// One item, or a new one.
#[component]
pub fn Item(props: &ItemProps) -> Html {
    let view = use_view();
    let book = &view.book;
    let business = book.business().map(|business| &**business);
    let item = props.id.and_then(|id| book.items().get(id));
    if props.id.is_some() && item.is_none() {
        return absent(
            words::items::item(),
            words::items::missing(),
            &Route::Items,
            words::items::back_to_list(),
        );
    }
    let form = item.map_or_else(
        || ItemForm::new(business),
        |item| ItemForm::of(item, business),
    );
    let opened = props
        .id
        .map_or(Version::NONE, |id| book.version(RecordId::Item(id)));
    let title = item.map_or(words::places::new_item(), |item| &item.description);
    html! {
        <>
            <h1>{ title.to_owned() }</h1>
            <Writing id={props.id} {form} {opened} />
        </>
    }
}

#[derive(Properties, PartialEq)]
struct WritingProps {
    id: Option<ItemId>,
    form: ItemForm,
    opened: Version,
}

#[component]
fn Writing(props: &WritingProps) -> Html {
    let navigator = use_navigator();
    let id = props.id;
    let scratch = id.map_or_else(|| "item-new".to_owned(), |id| format!("item-{id}"));
    let record = use_record_form(props.form.clone(), props.opened, scratch.into());
    let onsubmit = record.on_save(
        move |form, opened| form.command(id, opened),
        move |book| {
            let business = book.business().map(|business| &**business);
            let item = id.and_then(|id| book.items().get(id))?;
            Some(ItemForm::of(item, business))
        },
        move |_, _| navigator.go(Route::Items),
    );
    record.view(words::items::save(), onsubmit, view_fields(&record.editing))
}

fn view_fields(editing: &Editing<ItemForm>) -> Html {
    let form = editing.form();
    html! {
        <div class="fields">
            <Field name="item-description" label={words::items::description()} value={form.description.clone()} class="wide" required=true
                on_change={editing.setter(F::Description)} problem={editing.problem(FieldName::Description)} />
            <Field name="item-price" label={words::items::unit_price()} input={Input::Number} value={form.unit_price.clone()} required=true
                on_change={editing.setter(F::UnitPrice)} problem={editing.problem(FieldName::UnitPrice)} />
            <Select name="item-unit" label={words::items::unit()} value={form.unit.clone()} options={unit_options(&form.unit)} on_change={editing.setter(F::Unit)} />
            <Select name="item-currency" label={words::common::currency()} value={form.currency.clone()} options={currencies()}
                on_change={editing.setter(F::Currency)} problem={editing.problem(FieldName::Currency)} />
            <Select name="item-taxes" label={words::items::tax()} value={form.taxes.0.to_string()} options={set_options(&form.offered, form.taxes)}
                on_change={editing.setter(F::Taxes)} />
            <Field name="item-number" label={words::items::number()} value={form.number.clone()}
                on_change={editing.setter(F::Number)} problem={editing.problem(FieldName::Number)} />
            <Check name="item-archived" label={words::items::archived()} checked={form.archived}
                on_change={editing.setter(F::Archived).reform(|on: bool| on.to_string())} />
        </div>
    }
}
