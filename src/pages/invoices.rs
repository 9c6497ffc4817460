//! The documents as a list: searched, filtered, ordered and added up.
//!
//! What is shown is in the address; what is found is a list of slots, made
//! again only where the book, the day or the question changed.

use crate::components::derived::prepared;
use crate::components::rows::{document_columns, document_row};

mod saved;

use std::rc::Rc;

use ledger::book::Status as State;
use ledger::invoice::Invoice;
use ledger::query::{CurrencyTotals, Documents, Sort, Words};
use yew::prelude::*;

use self::saved::SavedFilters;
use crate::components::derived::use_derived;
use crate::components::lists::view_lists;
use crate::hooks::use_view;
use crate::route::{ListQuery, Route, StatusFilter, use_navigator};
use crate::state::View;
use crate::text::format::{self};
use crate::ui::{
    Button, ButtonKind, Column, DataTable, Empty, Field, Input, LinkButton, Row, next_order,
};

/// What each column of [`document_columns`] orders by.
const SORTS: [Sort; 7] = Sort::ALL;

#[derive(Properties, PartialEq)]
pub struct InvoicesProps {
    pub query: ListQuery,
}

#[component]
pub fn Invoices(props: &InvoicesProps) -> Html {
    let view = use_view();
    let navigator = use_navigator();
    let query = &props.query;
    let found = use_found(&view, query);
    let change = |change: fn(&mut ListQuery, String)| {
        let (navigator, query) = (navigator.clone(), query.clone());
        Callback::from(move |value| {
            let mut query = query.clone();
            change(&mut query, value);
            navigator.replace(Route::Invoices(query));
        })
    };
    let is_new = view.book.invoices().is_empty();
    html! {
        <>
            <div class="bar">
                <h1>{ words::places::invoices() }</h1>
                <LinkButton kind={ButtonKind::Primary} writes=true
                    href={Route::NewInvoice { customer: None, credits: None }.href()}>{ words::places::new_invoice() }</LinkButton>
            </div>
            { view_lists(&Route::Invoices(ListQuery::default())) }
            <div class="filter">
                <Field name="filter" label={words::common::filter()} label_hidden=true input={Input::Search}
                    placeholder={words::invoices::search()} value={query.text.clone()}
                    on_change={change(|query, text| query.text = text)} />
                { view_chips(query) }
                <SavedFilters query={query.clone()} />
            </div>
            if is_new {
                <Empty title={words::invoices::empty_title()} text={words::invoices::empty_hint()}>
                    <LinkButton href={Route::Import.href()}>{ words::places::import() }</LinkButton>
                </Empty>
            } else if found.slots.is_empty() {
                <Empty title={words::invoices::no_match()}>
                    <Button on_click={change(|query, _| *query = ListQuery::default()).reform(|()| String::new())}>
                        { words::common::clear_filter() }
                    </Button>
                </Empty>
            } else {
                { view_totals(&found) }
                <List query={query.clone()} found={found} />
            }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct ListProps {
    query: ListQuery,
    found: Found,
}

/// The rows; a row is made when it comes into sight.
#[component]
fn List(props: &ListProps) -> Html {
    let view = use_view();
    let navigator = use_navigator();
    let amount_chars = use_derived(&view.book, view.today, |_, _| {
        let widest = props.found.documents.widest().into_iter();
        let chars = widest.map(|money| format::money(money).chars().count());
        // Room for a sign.
        chars.max().unwrap_or(0) + 1
    });
    let sorted = props
        .query
        .sort
        .and_then(|(sort, down)| Some((SORTS.iter().position(|known| *known == sort)?, down)));
    let at = {
        let (view, slots) = (view.clone(), props.found.slots.clone());
        move |place: usize| {
            let slot = usize::try_from(*slots.get(place)?).ok()?;
            view.book.invoices().at(slot).cloned()
        }
    };
    let row = {
        let (view, at) = (view.clone(), at.clone());
        Callback::from(move |place| {
            let row =
                |invoice: Rc<Invoice>| document_row(&view.book, &invoice, view.today, Some("-1"));
            at(place).map_or_else(Row::default, row)
        })
    };
    let on_open = {
        let navigator = navigator.clone();
        Callback::from(move |place| {
            if let Some(invoice) = at(place) {
                navigator.go(Route::Invoice(invoice.id));
            }
        })
    };
    let on_sort = {
        let query = props.query.clone();
        Callback::from(move |place: usize| {
            let mut query = query.clone();
            query.sort = next_order(query.sort, SORTS[place]);
            navigator.replace(Route::Invoices(query));
        })
    };
    let columns = document_columns().into_iter().map(Column::sortable);
    html! {
        <DataTable name="documents" caption={words::common::documents()} columns={columns.collect::<Vec<_>>()}
            count={props.found.slots.len()} {row} {on_open} {sorted} {on_sort} amount_chars={*amount_chars} />
    }
}

/// What a query finds; compared by where it lies.
#[derive(Clone)]
struct Found {
    documents: Rc<Documents>,
    slots: Rc<Vec<u32>>,
    totals: Rc<Vec<CurrencyTotals>>,
}

impl PartialEq for Found {
    fn eq(&self, other: &Found) -> bool {
        Rc::ptr_eq(&self.documents, &other.documents) && Rc::ptr_eq(&self.slots, &other.slots)
    }
}

/// The last answer, the words it is to, and what these were searched in.
type Answer = (Words, Rc<Vec<u32>>, Found);

/// Letters that are added are searched for only in what was found before.
#[hook]
fn use_found(view: &View, query: &ListQuery) -> Found {
    let documents = use_derived(&view.book, view.today, |_, today| {
        prepared(&view.book, *today)
    });
    let documents = (*documents).clone();
    let ordered = use_derived(&view.book, (view.today, query.sort), |book, (_, sort)| {
        documents.ordered(book, *sort)
    });
    let question = (view.today, query.sort, query.status);
    let among = use_derived(&view.book, question, |_, (.., status)| {
        let fits = |slot: &u32| match (status, documents.status(*slot)) {
            (None, _) => true,
            (Some(filter), Some((status, is_credit))) => fits(status, is_credit, *filter),
            (Some(_), None) => false,
        };
        ordered.iter().copied().filter(fits).collect::<Vec<u32>>()
    });
    let last = use_mut_ref(|| None::<Answer>);
    let words = Words::of(&query.text);
    let mut last = last.borrow_mut();
    let before = last
        .as_ref()
        .filter(|(_, base, _)| Rc::ptr_eq(base, &among));
    let slots = match before {
        Some((known, _, found)) if *known == words => return found.clone(),
        Some((known, _, found)) if words.narrows(known) => {
            Rc::new(documents.find(&found.slots, &words))
        }
        _ if words.is_empty() => among.clone(),
        _ => Rc::new(documents.find(&among, &words)),
    };
    let found = Found {
        totals: Rc::new(documents.totals(&slots)),
        documents,
        slots,
    };
    last.replace((words, among, found.clone()));
    found
}

/// How many there are, and what they come to in each currency.
fn view_totals(found: &Found) -> Html {
    html! {
        <div class="found">
            <p class="quiet" role="status">{ words::counts::documents(found.slots.len()) }</p>
            { for found.totals.iter().map(view_total) }
        </div>
    }
}

fn view_total(sums: &CurrencyTotals) -> Html {
    let part = |name: &'static str, minor: i128, what: &'static str| {
        let money = sums.money(minor);
        html! {
            <span key={name}>
                <b class="num" data-figure={name} data-value={money.map(|money| money.amount().to_string())}>
                    { format::money_or_none(money) }
                </b>
                { what }
            </span>
        }
    };
    html! {
        <p key={sums.currency.code()} class="facts" data-currency={sums.currency.code()}>
            { part("list_balance", sums.balance, words::invoices::sum_open()) }
            { part("list_invoiced", sums.issued, words::invoices::sum_invoiced()) }
            if sums.drafts != 0 {
                { part("list_drafts", sums.drafts, words::invoices::in_drafts()) }
            }
            if sums.void != 0 {
                { part("list_void", sums.void, words::invoices::sum_void()) }
            }
        </p>
    }
}

fn view_chips(query: &ListQuery) -> Html {
    let label = |status| match status {
        StatusFilter::Open => words::invoices::open(),
        StatusFilter::Overdue => words::invoices::overdue(),
        StatusFilter::Drafts => words::invoices::drafts(),
        StatusFilter::Paid => words::invoices::paid(),
        StatusFilter::Credits => words::invoices::credit_notes(),
        StatusFilter::Void => words::invoices::void(),
    };
    let chips = std::iter::once((None, words::common::all()))
        .chain(StatusFilter::ALL.map(|status| (Some(status), label(status))));
    html! {
        <nav class="chips" aria-label={words::common::status()}>
            { for chips.map(|(status, label)| {
                let to = ListQuery { status, ..query.clone() };
                html! {
                    <a class="chip" key={label} href={Route::Invoices(to).href()}
                        aria-current={(status == query.status).then_some("true")}>{ label }</a>
                }
            }) }
        </nav>
    }
}

fn fits(status: State, is_credit: bool, filter: StatusFilter) -> bool {
    match filter {
        StatusFilter::Open => {
            !is_credit
                && matches!(
                    status,
                    State::Open | State::PartPaid | State::PartCredited | State::Overdue
                )
        }
        StatusFilter::Overdue => !is_credit && status == State::Overdue,
        StatusFilter::Drafts => status == State::Draft,
        StatusFilter::Paid => !is_credit && status == State::Paid,
        StatusFilter::Credits => is_credit,
        StatusFilter::Void => matches!(status, State::Void | State::WrittenOff),
    }
}
