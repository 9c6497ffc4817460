//! The quotes as a list.

use ledger::book::Book;
use ledger::date::Date;
use ledger::quote::Quote;
use yew::prelude::*;

use crate::components::derived::use_derived;
use crate::components::listing::use_filter;
use crate::components::lists::view_lists;
use crate::components::rows::{customer_name, offered, view_name};
use crate::hooks::use_view;
use crate::route::Route;
use crate::text::{format, status};
use crate::ui::{ButtonKind, Column, Empty, LinkButton, Place, Row, Table, view_status};

/// Rows that are made at a time.
const SHOWN: usize = 200;

#[component]
pub fn Quotes() -> Html {
    let view = use_view();
    let filter = use_filter();
    let shown = use_state(|| SHOWN);
    let words = filter.words();
    let found = use_derived(&view.book, (view.today, words), |book, (today, words)| {
        let slots = (0..book.quotes().slots()).rev();
        let quotes = slots.filter_map(|slot| book.quotes().at(slot));
        let fits = |quote: &&std::rc::Rc<Quote>| {
            let name = customer_name(book, &quote.document);
            let mut search = ledger::query::Search::default();
            search.push(&[quote.number(), &name], u32::MAX);
            words.is_empty() || !search.find(&[0], words).is_empty()
        };
        quotes
            .filter(fits)
            .map(|quote| row(book, quote, *today))
            .collect::<Vec<Row>>()
    });
    let on_more = {
        let shown = shown.clone();
        Callback::from(move |()| shown.set(*shown + SHOWN))
    };
    let rows: Vec<Row> = found.iter().take(*shown).cloned().collect();
    let more = found.len() - rows.len();
    html! {
        <>
            <div class="bar">
                <h1>{ words::places::quotes() }</h1>
                <LinkButton kind={ButtonKind::Primary} writes=true
                    href={Route::NewQuote { customer: None, copies: None }.href()}>{ words::places::new_quote() }</LinkButton>
            </div>
            { view_lists(&Route::Quotes) }
            if view.book.quotes().is_empty() {
                <Empty title={words::quotes::empty_title()} text={words::quotes::empty_hint()} />
            } else {
                { filter.view(words::quotes::search()) }
                if found.is_empty() {
                    { filter.view_nothing_fits(words::quotes::no_match()) }
                } else {
                    <div class="found"><p class="quiet" role="status">{ words::counts::quotes(found.len()) }</p></div>
                    <Table caption={words::places::quotes()} columns={columns()} {rows} {more} {on_more} />
                }
            }
        </>
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::text(words::common::number(), Place::Note),
        Column::text(words::common::customer(), Place::Title),
        Column::text(words::common::issued(), Place::Hidden),
        Column::text(words::quotes::valid_until(), Place::Hidden),
        Column::number(words::common::amount(), Place::Sum),
        Column::text(words::common::status(), Place::Tag),
    ]
}

fn row(book: &Book, quote: &Quote, today: Date) -> Row {
    let issue = quote.issue.as_ref();
    let number = match quote.number() {
        "" => words::quotes::quote_draft(),
        number => number,
    };
    let date = |date: Option<Date>| date.map_or_else(|| format::NONE.to_owned(), format::date);
    let amount = offered(quote);
    Row {
        key: quote.id.to_string().into(),
        cells: vec![
            html! {
                <a class={classes!("num", issue.is_none().then_some("quiet"))} href={Route::Quote(quote.id).href()}>
                    { number.to_owned() }
                </a>
            },
            view_name(customer_name(book, &quote.document)),
            html! { <span class="num">{ date(issue.map(|issue| issue.date)) }</span> },
            html! { <span class="num">{ date(quote.valid_until) }</span> },
            html! {
                <span data-figure="quote" data-value={amount.map(|money| money.amount().to_string())}>
                    { format::money_or_none(amount) }
                </span>
            },
            view_status(status::quote(book, quote, today)),
        ],
    }
}
