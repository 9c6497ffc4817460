//! The catalogue: what is sold often, as a list and one by one.

use ledger::change::RecordId;
use ledger::ids::{ItemId, Seq};
use ledger::item::Item as Record;
use ledger::money::Money;
use ledger::problem::FieldName;
use yew::prelude::*;

use super::action::{FailureNotice, ProblemList, use_action};
use super::conflict;
use super::derived::use_derived;
use super::editing::{Editing, use_editing};
use super::invoice_form::lines::{set_options, unit_name, unit_options};
use super::invoices::view_name;
use super::more::absent;
use super::schedules::view_lists;
use super::start::currencies;
use crate::form::Problems;
use crate::form::item::{ItemField as F, ItemForm};
use crate::hooks::use_view;
use crate::route::{Route, use_navigator};
use crate::text::{format, tax};
use crate::ui::{
    Button, ButtonKind, Check, Column, Empty, Field, Input, LinkButton, Place, Row, Select, Table,
};

/// Items drawn at a time.
const ROWS: usize = 200;

#[component]
pub fn Items() -> Html {
    let view = use_view();
    let shown = use_state(|| ROWS);
    let items = use_derived(&view.book, (), |book, ()| {
        let mut items: Vec<_> = book.items().iter().cloned().collect();
        items.sort_by(|a, b| {
            (a.archived.cmp(&b.archived))
                .then_with(|| format::by_name(&a.description, &b.description))
        });
        items
    });
    let on_more = {
        let shown = shown.clone();
        Callback::from(move |()| shown.set(*shown + ROWS))
    };
    let rows = items.iter().take(*shown).map(|item| row(item));
    html! {
        <>
            <div class="bar">
                <h1>{ "Items" }</h1>
                <LinkButton kind={ButtonKind::Primary} writes=true href={Route::NewItem.href()}>{ "New item" }</LinkButton>
            </div>
            { view_lists(&Route::Items) }
            if items.is_empty() {
                <Empty title="No items yet."
                    text="What you sell often: its description, unit, price and taxes are offered while you write a line." />
            } else {
                <Table caption="Items" columns={columns()} rows={rows.collect::<Vec<_>>()}
                    more={items.len().saturating_sub(*shown)} {on_more} />
            }
        </>
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::text("Description", Place::Title),
        Column::text("Number", Place::Note),
        Column::text("Unit", Place::Hidden),
        Column::text("Taxes", Place::Tag),
        Column::number("Unit price", Place::Sum),
    ]
}

fn row(item: &Record) -> Row {
    let price = Money::new(item.unit_price, item.currency);
    let taxes: Vec<String> = item.taxes.iter().map(tax).collect();
    let state = if item.archived { " (archived)" } else { "" };
    Row {
        key: item.id.to_string().into(),
        cells: vec![
            html! {
                <a class="clip" dir="auto" href={Route::Item(item.id).href()}>{ format!("{}{state}", item.description) }</a>
            },
            view_name(item.number.clone()),
            html! { unit_name(&item.unit, ledger::money::Decimal::ONE).to_owned() },
            html! { taxes.join(" + ") },
            // A price may have more decimals than its currency.
            html! { price.map_or_else(|_| format!("{} {}", format::decimal(item.unit_price), item.currency), format::money) },
        ],
    }
}

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
            "Item",
            "This item is not in the book.",
            &Route::Items,
            "To the items",
        );
    }
    let form = item.map_or_else(
        || ItemForm::new(business),
        |item| ItemForm::of(item, business),
    );
    let opened = props.id.map_or(0, |id| book.seq(RecordId::Item(id)));
    let title = item.map_or("New item", |item| &item.description);
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
    opened: Seq,
}

#[component]
fn Writing(props: &WritingProps) -> Html {
    let action = use_action();
    let navigator = use_navigator();
    let id = props.id;
    let scratch = id.map_or_else(|| "item-new".to_owned(), |id| format!("item-{id}"));
    let editing = use_editing(props.form.clone(), props.opened, scratch.into());
    let on_forget = {
        let (editing, form, opened) = (editing.clone(), props.form.clone(), props.opened);
        Callback::from(move |()| editing.reset(form.clone(), opened))
    };
    let onsubmit = {
        let (editing, action) = (editing.clone(), action.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            match editing.form().command(id, editing.state.opened) {
                Err(problems) => editing.found(problems),
                Ok(command) => {
                    editing.found(Problems::default());
                    let work = editing.clone().save(command, move |book| {
                        let business = book.business().map(|business| &**business);
                        let item = id.and_then(|id| book.items().get(id))?;
                        Some(ItemForm::of(item, business))
                    });
                    let navigator = navigator.clone();
                    action.perform(work, move |_| navigator.go(Route::Items));
                }
            }
        })
    };
    let on_close = {
        let action = action.clone();
        Callback::from(move |()| action.clear())
    };
    html! {
        <form {onsubmit} novalidate=true>
            { conflict::view(&editing, on_forget) }
            <ProblemList problems={editing.state.problems.clone()} />
            if let Some(failure) = action.failure() {
                <FailureNotice failure={failure.clone()} problems_beside=true {on_close} />
            }
            { view_fields(&editing) }
            <div class="actions">
                <Button submit=true writes=true kind={ButtonKind::Primary} busy={action.is_busy()}
                    disabled={!editing.state.differences.is_empty()}>{ "Save item" }</Button>
            </div>
        </form>
    }
}

fn view_fields(editing: &Editing<ItemForm>) -> Html {
    let form = editing.form();
    html! {
        <div class="fields">
            <Field name="item-description" label="Description" value={form.description.clone()} class="wide" required=true
                on_change={editing.setter(F::Description)} problem={editing.problem(FieldName::Description)} />
            <Field name="item-price" label="Unit price" input={Input::Number} value={form.unit_price.clone()} required=true
                on_change={editing.setter(F::UnitPrice)} problem={editing.problem(FieldName::UnitPrice)} />
            <Select name="item-unit" label="Unit" value={form.unit.clone()} options={unit_options(&form.unit)} on_change={editing.setter(F::Unit)} />
            <Select name="item-currency" label="Currency" value={form.currency.clone()} options={currencies()}
                on_change={editing.setter(F::Currency)} problem={editing.problem(FieldName::Currency)} />
            <Select name="item-taxes" label="Tax" value={form.taxes.0.to_string()} options={set_options(&form.offered, form.taxes)}
                on_change={editing.setter(F::Taxes)} />
            <Field name="item-number" label="Item number" value={form.number.clone()}
                on_change={editing.setter(F::Number)} problem={editing.problem(FieldName::Number)} />
            <Check name="item-archived" label="Not offered any more" checked={form.archived}
                on_change={editing.setter(F::Archived).reform(|on: bool| on.to_string())} />
        </div>
    }
}
