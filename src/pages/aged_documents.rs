//! What a bucket is made of: each document or instalment, by due date.

use std::rc::Rc;

use ledger::book::Book;
use ledger::ids::CustomerId;
use ledger::money::{Currency, Money};
use ledger::query::{fold, natural};
use ledger::report::aging::{AgedRow, Options};
use yew::prelude::*;

use crate::components::derived::{is_within, options_of, use_aging, use_derived};
use crate::components::listing::{Order, use_order};
use crate::components::rows::view_name;
use crate::hooks::{use_dispatcher, use_view};
use crate::route::{AgingQuery, Route, use_navigator};
use crate::text::calendar::{self, Event};
use crate::text::{figure, format};
use crate::ui::{Button, Column, DataTable, Empty, LinkButton, Place, Row, Width};

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
    let navigator = use_navigator();
    let dispatcher = use_dispatcher();
    let (order, on_sort) = use_order();
    let options = options_of(&props.query, view.today);
    let found = use_found(props, &view.book, &options, order);
    let total = Money::sum(props.currency, found.iter().map(|row| row.open)).ok();
    let widest = found
        .iter()
        .map(|row| row.open)
        .max_by_key(|open| open.minor());
    let row = {
        let (view, found) = (view.clone(), found.clone());
        Callback::from(move |place: usize| {
            let row = found.get(place);
            row.map_or_else(Row::default, |row| view_row(&view.book, row))
        })
    };
    let on_open = {
        let found = found.clone();
        Callback::from(move |place: usize| {
            if let Some(row) = found.get(place) {
                navigator.go(Route::Invoice(row.invoice));
            }
        })
    };
    let on_calendar = {
        let (view, found) = (view.clone(), found.clone());
        Callback::from(move |()| {
            let events: Vec<Event> = found.iter().map(|row| event(&view.book, row)).collect();
            let text = calendar::file(&events, view.now);
            // The browser says itself where it cannot save.
            drop(dispatcher.save_text("owed-due-dates.ics", "text/calendar", &text));
        })
    };
    html! {
        <>
            <div class="bar">
                <h1>{ props.query.within.map_or_else(|| title(&options, props.bucket), |days| words::receivables::due_within(&days.to_string())) }</h1>
                <LinkButton href={Route::Aging(props.query.clone()).href()}>{ words::receivables::back() }</LinkButton>
            </div>
            <p class="lead">
                { words::receivables::as_of_day(&format::date(options.as_of)) }
                if let Some(customer) = props.customer.and_then(|id| view.book.customers().get(id)) {
                    { ", " }<a href={Route::Customer(customer.id).href()}>{ customer.details.name.clone() }</a>
                }
            </p>
            <section class="answer">
                <p class="sum small num" data-figure="bucket_total" data-count={found.len().to_string()}
                    data-value={total.map(|money| money.amount().to_string())}>
                    { format::money_or_none(total) }
                </p>
                <p class="quiet">{ words::counts::documents_or_instalments(found.len()) }</p>
            </section>
            if found.is_empty() {
                <Empty title={words::receivables::nothing_here()} />
            } else {
                <DataTable name="aged" caption={words::receivables::outstanding_documents()} columns={columns()} count={found.len()} {row} {on_open}
                    sorted={order} {on_sort} amount_chars={widest.map_or(0, |money| format::money(money).chars().count())} />
                <p class="more"><Button on_click={on_calendar}>{ words::receivables::save_calendar() }</Button></p>
            }
        </>
    }
}

/// The rows of the bucket, of the customer where one is named.
#[hook]
fn use_found(
    props: &AgedDocumentsProps,
    book: &Rc<Book>,
    options: &Options,
    order: Order,
) -> Rc<Vec<AgedRow>> {
    let aged = use_aging(book, options.clone());
    let question = (
        options.clone(),
        props.currency,
        props.bucket,
        (props.customer, props.query.within),
        order,
    );
    use_derived(
        book,
        question,
        |book, (options, currency, bucket, (customer, within), order)| {
            let fits = |row: &&AgedRow| {
                row.open.currency() == *currency
                    && is_within(*within, row, options.as_of)
                    && bucket.is_none_or(|bucket| row.bucket == bucket)
                    && customer.is_none_or(|customer| row.customer == customer)
            };
            let rows = aged.as_ref().iter().flat_map(|aged| &aged.rows);
            ordered(book, rows.filter(fits).cloned().collect(), *order)
        },
    )
}

fn event(book: &Book, row: &AgedRow) -> Event {
    let number = book.invoices().get(row.invoice);
    let number = number.map_or("", |invoice| invoice.number());
    let customer = book.customers().get(row.customer);
    let name = customer.map_or("", |customer| &customer.details.name);
    Event {
        id: format!("{}-{}", row.invoice, row.due),
        day: row.due,
        summary: words::receivables::calendar_due(&number, &name),
        description: words::receivables::calendar_open(&format::money(row.open)),
    }
}

fn title(options: &Options, bucket: Option<usize>) -> String {
    let Some(bucket) = bucket else {
        return words::receivables::outstanding().to_owned();
    };
    let range = bucket
        .checked_sub(1)
        .and_then(|place| options.ranges().get(place).copied());
    let (_, label) = figure::bucket(range);
    match range {
        None => words::receivables::current().to_owned(),
        Some(_) => words::receivables::past_due(&label),
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::text(words::common::number(), Place::Note)
            .wide(Width::Number)
            .sortable(),
        Column::text(words::common::customer(), Place::Title).sortable(),
        Column::text(words::common::due(), Place::Hidden)
            .wide(Width::Date)
            .sortable(),
        Column::number(words::receivables::days_late(), Place::Tag)
            .wide(Width::Date)
            .sortable(),
        Column::number(words::common::open(), Place::Sum)
            .wide(Width::Amount)
            .sortable(),
    ]
}

/// The rows in the order of a column, by due date where there is none.
fn ordered(book: &Book, mut rows: Vec<AgedRow>, order: Order) -> Vec<AgedRow> {
    let number = |row: &AgedRow| book.invoices().get(row.invoice);
    let name = |row: &AgedRow| {
        let customer = book.customers().get(row.customer);
        customer.map(|customer| fold(&customer.details.name))
    };
    match order {
        Some((0, _)) => rows.sort_by(|a, b| {
            let (a, b) = (number(a), number(b));
            natural(
                a.map_or("", |invoice| invoice.number()),
                b.map_or("", |invoice| invoice.number()),
            )
        }),
        Some((1, _)) => rows.sort_by_cached_key(name),
        Some((2, _)) => rows.sort_by_key(|row| row.due),
        Some((3, _)) => rows.sort_by_key(|row| row.days_late),
        Some((4, _)) => rows.sort_by_key(|row| row.open.minor()),
        _ => {}
    }
    if order.is_some_and(|(_, down)| down) {
        rows.reverse();
    }
    rows
}

fn view_row(book: &Book, row: &AgedRow) -> Row {
    let number = book.invoices().get(row.invoice);
    let customer = book.customers().get(row.customer);
    let late = usize::try_from(row.days_late).unwrap_or(0);
    Row {
        key: format!("{}-{}", row.invoice, row.due).into(),
        cells: vec![
            html! {
                <a class="num opens" tabindex="-1" href={Route::Invoice(row.invoice).href()}>
                    { number.map_or_else(String::new, |invoice| invoice.number().to_owned()) }
                </a>
            },
            view_name(customer.map_or_else(String::new, |customer| customer.details.name.clone())),
            html! { <span class="num">{ format::date(row.due) }</span> },
            html! {
                if late > 0 {
                    <span class="late">{ words::counts::days(late) }</span>
                } else {
                    { format::NONE }
                }
            },
            html! { format::money(row.open) },
        ],
    }
}
