//! What a bucket is made of: each document or instalment, by due date.

use ledger::book::Book;
use ledger::ids::CustomerId;
use ledger::money::{Currency, Money};
use ledger::report::aging::{AgedRow, Options};
use yew::prelude::*;

use super::aging::options_of;
use super::derived::use_aging;
use super::invoices::ROWS;
use crate::hooks::use_view;
use crate::route::{AgingQuery, Route};
use crate::text::{counted, figure, format};
use crate::ui::{Column, Empty, LinkButton, Place, Row, Table};

#[derive(Properties, PartialEq)]
pub struct AgedDocumentsProps {
    pub query: AgingQuery,
    pub currency: Currency,
    pub bucket: Option<usize>,
    pub customer: Option<CustomerId>,
}

#[component]
pub fn AgedDocuments(props: &AgedDocumentsProps) -> Html {
    let view = use_view();
    let shown = use_state(|| ROWS);
    let options = options_of(&props.query, view.today);
    let aged = use_aging(&view.book, options.clone());
    let fits = |row: &&AgedRow| {
        row.open.currency() == props.currency
            && props.bucket.is_none_or(|bucket| row.bucket == bucket)
            && props
                .customer
                .is_none_or(|customer| row.customer == customer)
    };
    let rows: Vec<&AgedRow> = aged
        .as_ref()
        .iter()
        .flat_map(|aged| &aged.rows)
        .filter(fits)
        .collect();
    let total = Money::sum(props.currency, rows.iter().map(|row| row.open)).ok();
    let on_more = {
        let shown = shown.clone();
        Callback::from(move |()| shown.set(*shown + ROWS))
    };
    let table: Vec<Row> = rows
        .iter()
        .take(*shown)
        .map(|row| view_row(&view.book, row))
        .collect();
    html! {
        <>
            <div class="bar">
                <h1>{ title(&options, props.bucket) }</h1>
                <LinkButton href={Route::Aging(props.query.clone()).href()}>{ "Back to the aging" }</LinkButton>
            </div>
            <p class="lead">
                { format!("As of {}", format::date(options.as_of)) }
                if let Some(customer) = props.customer.and_then(|id| view.book.customers().get(id)) {
                    { ", " }<a href={Route::Customer(customer.id).href()}>{ customer.details.name.clone() }</a>
                }
            </p>
            <section class="answer">
                <p class="sum small num" data-figure="bucket_total" data-count={rows.len().to_string()}
                    data-value={total.map(|money| money.amount().to_string())}>
                    { format::money_or_none(total) }
                </p>
                <p class="quiet">{ counted(rows.len(), "document or instalment", "documents or instalments") }</p>
            </section>
            if table.is_empty() {
                <Empty title="Nothing is outstanding here." />
            } else {
                <Table caption="Outstanding documents" columns={columns()} rows={table}
                    more={rows.len().saturating_sub(*shown)} {on_more} />
            }
        </>
    }
}

fn title(options: &Options, bucket: Option<usize>) -> String {
    let Some(bucket) = bucket else {
        return "Outstanding".to_owned();
    };
    let range = bucket
        .checked_sub(1)
        .and_then(|place| options.ranges().get(place).copied());
    let (_, label) = figure::bucket(range);
    match range {
        None => "Current".to_owned(),
        Some(_) => format!("{label} past due"),
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::text("Number", Place::Note),
        Column::text("Customer", Place::Title),
        Column::text("Due", Place::Hidden),
        Column::number("Days late", Place::Tag),
        Column::number("Open", Place::Sum),
    ]
}

fn view_row(book: &Book, row: &AgedRow) -> Row {
    let number = book.invoices().get(row.invoice);
    let customer = book.customers().get(row.customer);
    let late = usize::try_from(row.days_late).unwrap_or(0);
    Row {
        key: format!("{}-{}", row.invoice, row.due).into(),
        cells: vec![
            html! {
                <a class="num" href={Route::Invoice(row.invoice).href()}>
                    { number.map_or_else(String::new, |invoice| invoice.number().to_owned()) }
                </a>
            },
            html! { customer.map_or_else(String::new, |customer| customer.details.name.clone()) },
            html! { <span class="num">{ format::date(row.due) }</span> },
            html! {
                if late > 0 {
                    <span class="late">{ counted(late, "day", "days") }</span>
                } else {
                    { format::NONE }
                }
            },
            html! { format::money(row.open) },
        ],
    }
}
