//! The catalogue: what is sold often, as a list and one by one.

use ledger::item::Item as Record;
use ledger::money::Money;
use yew::prelude::*;

use crate::components::choices::unit_name;
use crate::components::derived::use_derived;
use crate::components::lists::view_lists;
use crate::components::rows::view_name;
use crate::hooks::use_view;
use crate::route::Route;
use crate::text::{format, tax};
use crate::ui::{ButtonKind, Column, Empty, LinkButton, Place, Row, Table};

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
                <h1>{ words::places::items() }</h1>
                <LinkButton kind={ButtonKind::Primary} writes=true href={Route::NewItem.href()}>{ words::places::new_item() }</LinkButton>
            </div>
            { view_lists(&Route::Items) }
            if items.is_empty() {
                <Empty title={words::items::empty_title()}
                    text={words::items::empty_hint()} />
            } else {
                <Table caption={words::places::items()} columns={columns()} rows={rows.collect::<Vec<_>>()}
                    more={items.len().saturating_sub(*shown)} {on_more} />
            }
        </>
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::text(words::items::description(), Place::Title),
        Column::text(words::common::number(), Place::Note),
        Column::text(words::items::unit(), Place::Hidden),
        Column::text(words::items::taxes(), Place::Tag),
        Column::number(words::items::unit_price(), Place::Sum),
    ]
}

fn row(item: &Record) -> Row {
    let price = Money::new(item.unit_price, item.currency);
    let taxes: Vec<String> = item.taxes.iter().map(tax).collect();
    let state = if item.archived {
        words::items::archived_mark()
    } else {
        ""
    };
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
