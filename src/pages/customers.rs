//! The customers with what each owes.

use std::collections::BTreeMap;
use std::rc::Rc;

use ledger::book::Book;
use ledger::customer::Customer;
use ledger::ids::CustomerId;
use ledger::money::Money;
use ledger::query::{Search, fold, natural};
use ledger::report::aging::Options;
use yew::prelude::*;

use crate::components::derived::{Aged, leading, use_aging, use_derived};
use crate::components::listing::{Order, use_filter, use_order};
use crate::hooks::use_view;
use crate::route::{Route, use_navigator};
use crate::text::format;
use crate::ui::{ButtonKind, Column, DataTable, Empty, LinkButton, Place, Row, Width};

/// What a customer owes and of it is overdue, in each currency; that of the
/// books comes first.
type Owed = BTreeMap<CustomerId, Vec<(Money, Money)>>;

/// The customers by name, and how they are found.
struct Prepared {
    by_name: Vec<u32>,
    search: Search,
}

#[component]
pub fn Customers() -> Html {
    let view = use_view();
    let navigator = use_navigator();
    let filter = use_filter();
    let (order, on_sort) = use_order();
    let aged = use_aging(&view.book, Options::as_of(view.today));
    let owed = use_derived(&view.book, view.today, |book, _| {
        owed(book, aged.as_ref().as_ref())
    });
    let chars = use_derived(&view.book, view.today, |_, _| amount_chars(&owed));
    let prepared = use_derived(&view.book, (), |book, ()| prepared(book));
    let ordered = use_derived(&view.book, (view.today, order), |book, (_, order)| {
        ordered(book, &prepared, &owed, *order)
    });
    let found = use_derived(
        &view.book,
        (view.today, order, filter.words()),
        |_, (.., words)| prepared.search.find(&ordered, words),
    );
    let at = {
        let (view, found) = (view.clone(), found.clone());
        move |place: usize| at(&view.book, *found.get(place)?).cloned()
    };
    let on_open = {
        let at = at.clone();
        Callback::from(move |place| {
            if let Some(customer) = at(place) {
                navigator.go(Route::Customer(customer.id));
            }
        })
    };
    let view_at = {
        let owed = owed.clone();
        Callback::from(move |place| at(place).map_or_else(Row::default, |one| row(&one, &owed)))
    };
    html! {
        <>
            <div class="bar">
                <h1>{ words::places::customers() }</h1>
                <LinkButton kind={ButtonKind::Primary} writes=true href={Route::NewCustomer.href()}>{ words::places::new_customer() }</LinkButton>
            </div>
            { filter.view(words::customers::search()) }
            if ordered.is_empty() {
                <Empty title={words::customers::empty_title()} text={words::customers::empty_hint()} />
            } else if found.is_empty() {
                { filter.view_nothing_fits(words::customers::no_match()) }
            } else {
                <div class="found"><p class="quiet" role="status">{ words::counts::customers(found.len()) }</p></div>
                <DataTable name="customers" caption={words::places::customers()} columns={columns()} count={found.len()}
                    row={view_at} {on_open} sorted={order} {on_sort} amount_chars={*chars} />
            }
        </>
    }
}

/// Characters of the longest amount, with the word that there are more.
fn amount_chars(owed: &Owed) -> usize {
    let mut widest = BTreeMap::new();
    for (open, _) in owed.values().flatten() {
        let known = widest.entry(open.currency()).or_insert(*open);
        if open.minor() > known.minor() {
            *known = *open;
        }
    }
    let more = if widest.len() > 1 { 3 } else { 0 };
    let chars = widest
        .into_values()
        .map(|money| format::money(money).chars().count() + more);
    chars.max().unwrap_or(0).max(8)
}

fn at(book: &Book, slot: u32) -> Option<&Rc<Customer>> {
    book.customers().at(usize::try_from(slot).ok()?)
}

fn prepared(book: &Book) -> Prepared {
    let mut search = Search::default();
    let mut names = Vec::with_capacity(book.customers().slots());
    for (slot, place) in (0..book.customers().slots()).zip(0_u32..) {
        let customer = book.customers().at(slot);
        match customer.filter(|customer| !customer.erased) {
            None => search.push(&[], u32::MAX),
            Some(customer) => {
                let details = &customer.details;
                search.push(&[&details.name, &customer.number, &details.email], u32::MAX);
                names.push((fold(&details.name), place));
            }
        }
    }
    names.sort_unstable();
    Prepared {
        by_name: names.into_iter().map(|(_, place)| place).collect(),
        search,
    }
}

/// All of them in the order of a column; by name where there is none, and
/// where it is the same.
fn ordered(book: &Book, prepared: &Prepared, owed: &Owed, order: Order) -> Vec<u32> {
    let mut slots = prepared.by_name.clone();
    let number = |slot: u32| at(book, slot).map_or("", |customer| &customer.number);
    let email = |slot: u32| at(book, slot).map_or("", |customer| &customer.details.email);
    // Amounts of two currencies do not compare: that of the books counts, and
    // before it come those who owe in others only.
    let own = book.business().map(|business| business.currency);
    let sum = |slot: u32, pick: fn(&(Money, Money)) -> Money| {
        let amounts = owed.get(&at(book, slot)?.id)?;
        let money = pick(amounts.first()?);
        Some((Some(money.currency()) == own, money.minor()))
    };
    match order {
        Some((1, _)) => slots.sort_by(|a, b| natural(number(*a), number(*b))),
        Some((2, _)) => slots.sort_by_cached_key(|slot| fold(email(*slot))),
        Some((3, _)) => slots.sort_by_cached_key(|slot| sum(*slot, |amounts| amounts.0)),
        Some((4, _)) => slots.sort_by_cached_key(|slot| sum(*slot, |amounts| amounts.1)),
        _ => {}
    }
    if order.is_some_and(|(_, down)| down) {
        slots.reverse();
    }
    slots
}

fn owed(book: &Book, aged: Option<&Aged>) -> Owed {
    let mut owed = Owed::new();
    let currencies = aged.map_or(&[][..], |aged| &aged.aging.currencies);
    for place in leading(book, currencies, |aging| aging.currency) {
        let aging = &currencies[place];
        for (customer, sums) in &aging.customers {
            let overdue = sums.buckets.iter().skip(1).sum();
            if let (Some(open), Some(overdue)) =
                (aging.money(sums.outstanding()), aging.money(overdue))
            {
                owed.entry(*customer).or_default().push((open, overdue));
            }
        }
    }
    owed
}

fn columns() -> Vec<Column> {
    vec![
        Column::text(words::common::name(), Place::Title).sortable(),
        Column::text(words::common::number(), Place::Note)
            .wide(Width::NumberLess)
            .sortable(),
        Column::text(words::common::email(), Place::Hidden).sortable(),
        Column::number(words::customers::open(), Place::Sum)
            .wide(Width::Amount)
            .sortable(),
        Column::number(words::customers::overdue(), Place::Tag)
            .wide(Width::Amount)
            .sortable(),
    ]
}

/// The first amount, and that there are more; all of them under the pointer.
fn view_amounts(amounts: Vec<Money>, class: Option<&'static str>) -> Html {
    let mut texts = amounts.into_iter().map(format::money);
    let Some(first) = texts.next() else {
        return html! {};
    };
    let more: Vec<String> = texts.collect();
    let title = (!more.is_empty()).then(|| format!("{first}, {}", more.join(", ")));
    html! {
        <span {class} {title}>
            { first }
            if !more.is_empty() {
                { format!(" +{}", more.len()) }
            }
        </span>
    }
}

/// A card has no head that says what it is.
fn view_overdue(amounts: Vec<Money>) -> Html {
    if amounts.is_empty() {
        return html! {};
    }
    html! { <>{ view_amounts(amounts, Some("late")) }<span class="cards late">{ " " }{ words::customers::overdue_mark() }</span></> }
}

fn row(customer: &Customer, owed: &Owed) -> Row {
    let amounts = owed.get(&customer.id).map_or(&[][..], Vec::as_slice);
    let list = |pick: fn(&(Money, Money)) -> Money| {
        let amounts = amounts.iter().map(pick);
        amounts.filter(|money| !money.is_zero()).collect::<Vec<_>>()
    };
    let name = &customer.details.name;
    Row {
        key: customer.id.to_string().into(),
        cells: vec![
            html! {
                <a class="clip opens" dir="auto" tabindex="-1" title={name.clone()} href={Route::Customer(customer.id).href()}>
                    { name.clone() }
                </a>
            },
            html! { customer.number.clone() },
            html! { <span class="clip" title={customer.details.email.clone()}>{ customer.details.email.clone() }</span> },
            view_amounts(list(|amounts| amounts.0), None),
            view_overdue(list(|amounts| amounts.1)),
        ],
    }
}
