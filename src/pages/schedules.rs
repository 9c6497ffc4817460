//! The recurring schedules as a list, and the links between the lists of
//! documents.

use std::rc::Rc;

use ledger::book::Book;
use ledger::report::occurrences::next;
use ledger::schedule::{Outcome, Schedule};
use yew::prelude::*;

use crate::components::derived::use_derived;
use crate::components::due::{Due, asks_for};
use crate::components::lists::view_lists;
use crate::components::rows::{customer_name, view_name};
use crate::hooks::use_view;
use crate::route::Route;
use crate::text::{format, recurring};
use crate::ui::{ButtonKind, Column, Empty, LinkButton, Place, Row, Table, view_status};

#[component]
pub fn Schedules() -> Html {
    let view = use_view();
    let rows = use_derived(&view.book, (), |book, ()| rows(book));
    html! {
        <>
            <div class="bar">
                <h1>{ words::places::recurring() }</h1>
                <LinkButton kind={ButtonKind::Primary} writes=true
                    href={Route::NewSchedule { invoice: None }.href()}>{ words::recurring::new() }</LinkButton>
            </div>
            { view_lists(&Route::Schedules) }
            <Due />
            if rows.is_empty() {
                <Empty title={words::recurring::empty_title()}
                    text={words::recurring::empty_hint()} />
            } else {
                <Table caption={words::recurring::caption()} columns={columns()} rows={(*rows).clone()} />
            }
        </>
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::text(words::common::customer(), Place::Title),
        Column::text(words::recurring::content(), Place::Hidden),
        Column::text(words::recurring::how_often(), Place::Note),
        Column::text(words::recurring::next(), Place::Line),
        Column::number(words::recurring::made(), Place::Hidden),
        Column::number(words::common::amount(), Place::Sum),
        Column::text(words::common::status(), Place::Tag),
    ]
}

/// The newest first.
fn rows(book: &Book) -> Vec<Row> {
    let schedules: Vec<&Rc<Schedule>> = book.schedules().iter().collect();
    schedules
        .into_iter()
        .rev()
        .map(|one| row(book, one))
        .collect()
}

fn row(book: &Book, schedule: &Schedule) -> Row {
    let next = next(book, schedule);
    let made = book
        .occurrences_of(schedule.id)
        .filter(|occurrence| matches!(occurrence.outcome, Outcome::Made(_)));
    let amount = asks_for(schedule);
    let lines = &schedule.document.lines;
    let what = lines.first().map_or("", |line| &line.description);
    Row {
        key: schedule.id.to_string().into(),
        cells: vec![
            html! {
                <a class="clip" dir="auto" href={Route::Schedule(schedule.id).href()}>
                    { customer_name(book, &schedule.document) }
                </a>
            },
            view_name(what.to_owned()),
            html! { recurring::rule(schedule) },
            html! { <span class="num">{ next.map_or_else(|| format::NONE.to_owned(), format::date) }</span> },
            html! { format::count(made.count()) },
            html! {
                <span data-figure="schedule" data-value={amount.map(|money| money.amount().to_string())}>
                    { format::money_or_none(amount) }
                </span>
            },
            view_status(recurring::status(schedule, next)),
        ],
    }
}
