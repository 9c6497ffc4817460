//! Every number and what became of it, a run of a series at a time.

use std::rc::Rc;

use ledger::book::Book;
use ledger::business::{Series, SeriesFor};
use ledger::date::Date;
use ledger::ids::SeriesId;
use ledger::report::numbers::{Became, NumberRow, label, rows, runs};
use yew::prelude::*;

use crate::components::derived::use_derived;
use crate::components::lists::view_lists;
use crate::components::rows::{customer_name, view_name};
use crate::hooks::{use_dispatcher, use_view};
use crate::route::{Route, use_navigator};
use crate::text::csv::cell;
use crate::text::status::{self, StatusText};
use crate::text::{self, format};
use crate::ui::{
    Button, Column, Details, Empty, Notice, Place, Row, Select, Table, Tone, view_status,
};

/// Rows that are shown at a time.
const SHOWN: usize = 200;

#[derive(Properties, PartialEq)]
pub struct NumbersProps {
    /// The newest of the first series where it is `None`.
    pub run: Option<(SeriesId, u32)>,
}

#[component]
pub fn Numbers(props: &NumbersProps) -> Html {
    let view = use_view();
    let navigator = use_navigator();
    let dispatcher = use_dispatcher();
    let told = use_state(|| None::<String>);
    let shown = use_state(|| SHOWN);
    let all = use_derived(&view.book, (), |book, ()| runs(book));
    let chosen = props.run.filter(|run| all.contains(run));
    let chosen = chosen.or(all.first().copied());
    let found = use_derived(&view.book, chosen, |book, chosen| {
        chosen.map_or_else(Vec::new, |(series, run)| rows(book, series, run))
    });
    let heading = html! {
        <>
            <h1>{ words::places::numbers() }</h1>
            { view_lists(&numbers()) }
        </>
    };
    let Some(((id, run), series)) =
        chosen.and_then(|run| Some((run, view.book.series().get(run.0)?)))
    else {
        return html! {
            <>
                { heading }
                <Empty title={words::numbers::empty_title()} text={words::numbers::empty_hint()} />
            </>
        };
    };
    let on_run = {
        let all = all.clone();
        Callback::from(move |place: String| {
            let run = place.parse::<usize>().ok();
            let run = run.and_then(|place| all.get(place).copied());
            navigator.replace(Route::Numbers { run });
        })
    };
    let on_csv = {
        let (view, found, series) = (view.clone(), found.clone(), series.clone());
        let told = told.setter();
        Callback::from(move |()| {
            let text = csv(&view.book, &series, run, &found, view.today);
            let name = format!("owed-numbers-{}-{run}.csv", counted_by(series.counts));
            told.set(dispatcher.save_text(&name, "text/csv", &text).err());
        })
    };
    let on_more = {
        let shown = shown.clone();
        Callback::from(move |()| shown.set(*shown + SHOWN))
    };
    let count: u64 = found.iter().map(count).sum();
    let lines = found.iter().take(*shown);
    let lines = lines.map(|row| line(&view.book, series, run, row, view.today));
    html! {
        <>
            { heading }
            <div class="filter">
                { view_runs(&view.book, &all, (id, run), on_run) }
                <Button on_click={on_csv}>{ words::common::save_csv() }</Button>
            </div>
            if let Some(why) = &*told {
                <Notice tone={Tone::Problem} title={words::numbers::not_saved()}><Details text={why.clone()} /></Notice>
            }
            <p class="quiet" role="status">
                { format!("{}, {}", words::counts::numbers(usize::try_from(count).unwrap_or(usize::MAX)), bounds(series, run, &found)) }
            </p>
            <Table caption={words::numbers::caption()} columns={columns()} rows={lines.collect::<Vec<_>>()}
                more={found.len().saturating_sub(*shown)} {on_more} />
        </>
    }
}

fn view_runs(
    book: &Book,
    all: &[(SeriesId, u32)],
    chosen: (SeriesId, u32),
    on_change: Callback<String>,
) -> Html {
    let place = all.iter().position(|known| *known == chosen);
    let options = all.iter().enumerate().filter_map(|(place, (id, run))| {
        let series = book.series().get(*id)?;
        Some((place.to_string().into(), run_name(series, *run).into()))
    });
    let options: Vec<(AttrValue, AttrValue)> = options.collect();
    html! {
        <Select name="run" label={words::numbers::series()} value={place.unwrap_or(0).to_string()} {options} {on_change} />
    }
}

/// The page without a choice.
pub fn numbers() -> Route {
    Route::Numbers { run: None }
}

fn counted_by(counts: SeriesFor) -> &'static str {
    match counts {
        SeriesFor::Invoices => "invoices",
        SeriesFor::CreditNotes => "credit-notes",
        SeriesFor::Quotes => "quotes",
    }
}

fn run_name(series: &Series, run: u32) -> String {
    let of = match series.counts {
        SeriesFor::Invoices => words::numbers::invoices(),
        SeriesFor::CreditNotes => words::numbers::credit_notes(),
        SeriesFor::Quotes => words::numbers::quotes(),
    };
    match run {
        0 => format!("{of}, {}", series.pattern),
        year if year < 10_000 => format!("{of}, {}, {year}", series.pattern),
        both => format!("{of}, {}, {}-{:02}", series.pattern, both / 100, both % 100),
    }
}

fn count(row: &NumberRow) -> u64 {
    u64::from(row.last) - u64::from(row.first) + 1
}

/// From the first to the last.
fn bounds(series: &Series, run: u32, rows: &[NumberRow]) -> String {
    match (rows.first(), rows.last()) {
        (Some(first), Some(last)) => words::numbers::bounds(
            &label(series, run, first.first),
            &label(series, run, last.last),
        ),
        _ => String::new(),
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::text(words::common::number(), Place::Title),
        Column::text(words::common::date(), Place::Hidden),
        Column::text(words::common::customer(), Place::Note),
        Column::number(words::common::amount(), Place::Sum),
        Column::text(words::numbers::became(), Place::Tag),
    ]
}

/// What is told of a row.
struct Told {
    number: String,
    route: Option<Route>,
    date: Option<Date>,
    customer: String,
    amount: Option<ledger::money::Money>,
    state: StatusText,
}

fn told(book: &Book, series: &Series, run: u32, row: &NumberRow, today: Date) -> Told {
    let said = |words: String, shape| StatusText { words, shape };
    let number = match (row.first, row.last) {
        (first, last) if first == last => label(series, run, first),
        (first, last) => {
            words::numbers::range(&label(series, run, first), &label(series, run, last))
        }
    };
    let bare = |state: StatusText| Told {
        number: number.clone(),
        route: None,
        date: None,
        customer: String::new(),
        amount: None,
        state,
    };
    match &row.became {
        Became::Document(id) | Became::Imported(id) => {
            let Some(invoice) = book.invoices().get(*id) else {
                return bare(said(format::NONE.to_owned(), "void"));
            };
            let mut state = status::status(book, invoice, today);
            if matches!(row.became, Became::Imported(_)) {
                state.words.push_str(", imported");
            }
            Told {
                number: invoice.number().to_owned(),
                route: Some(Route::Invoice(*id)),
                date: invoice.issue.as_ref().map(|issue| issue.date),
                customer: customer_name(book, invoice),
                amount: ledger::query::amount(invoice),
                state,
            }
        }
        Became::Quote(id) => {
            let Some(quote) = book.quotes().get(*id) else {
                return bare(said(format::NONE.to_owned(), "void"));
            };
            Told {
                number: quote.number().to_owned(),
                route: Some(Route::Quote(*id)),
                date: quote.issue.as_ref().map(|issue| issue.date),
                customer: customer_name(book, &quote.document),
                amount: crate::components::rows::offered(quote),
                state: status::quote(book, quote, today),
            }
        }
        Became::LeftOut(reason) if reason.is_empty() => {
            bare(said(words::numbers::skipped_by_import().to_owned(), "void"))
        }
        Became::LeftOut(reason) => {
            let reason = text::coded::gap_reason(reason);
            bare(said(words::numbers::left_out(&reason), "void"))
        }
        Became::Unknown => bare(said(words::numbers::unknown().to_owned(), "over")),
    }
}

fn line(book: &Book, series: &Rc<Series>, run: u32, row: &NumberRow, today: Date) -> Row {
    let told = told(book, series, run, row, today);
    let date = told
        .date
        .map_or_else(|| format::NONE.to_owned(), format::date);
    let number = match told.route {
        Some(route) => html! { <a class="num" href={route.href()}>{ told.number }</a> },
        None => html! { <span class="num">{ told.number }</span> },
    };
    Row {
        key: row.first.to_string().into(),
        cells: vec![
            number,
            html! { <span class="num">{ date }</span> },
            view_name(told.customer),
            html! { told.amount.map(format::money).unwrap_or_default() },
            view_state(told.state, &row.became),
        ],
    }
}

/// A reason is no state to be struck out.
fn view_state(state: StatusText, became: &Became) -> Html {
    match became {
        Became::LeftOut(_) => html! { <span class="quiet">{ state.words }</span> },
        _ => view_status(state),
    }
}

/// A line for each row; amounts are plain decimals with their currency beside.
fn csv(book: &Book, series: &Series, run: u32, rows: &[NumberRow], today: Date) -> String {
    let mut text = String::from("first,last,number,date,customer,amount,currency,state\r\n");
    for row in rows {
        let told = told(book, series, run, row, today);
        let amount = told.amount;
        let fields = [
            row.first.to_string(),
            row.last.to_string(),
            cell(&told.number),
            told.date.map_or_else(String::new, |date| date.to_string()),
            cell(&told.customer),
            amount.map_or_else(String::new, |money| money.amount().to_string()),
            amount.map_or_else(String::new, |money| money.currency().to_string()),
            cell(&told.state.words),
        ];
        text.push_str(&fields.join(","));
        text.push_str("\r\n");
    }
    text
}
