//! The payments as a list.

use std::cmp::Reverse;
use std::rc::Rc;

use ledger::book::Book;
use ledger::date::Date;
use ledger::money::Money;
use ledger::payment::Payment;
use ledger::query::{Search, fold, natural};
use yew::prelude::*;

use crate::components::derived::use_derived;
use crate::components::listing::{Order, use_filter, use_order};
use crate::components::rows::{payer_name, payment_columns, payment_row};
use crate::hooks::use_view;
use crate::route::{Route, use_navigator};
use crate::text::format;
use crate::ui::{ButtonKind, DataTable, Empty, LinkButton, Row};

/// The payments, the newest first, and how they are found.
struct Prepared {
    newest: Vec<u32>,
    search: Search,
    /// Characters of the longest amount.
    chars: usize,
}

#[component]
pub fn Payments() -> Html {
    let view = use_view();
    let navigator = use_navigator();
    let filter = use_filter();
    let (order, on_sort) = use_order();
    let prepared = use_derived(&view.book, (), |book, ()| prepared(book));
    let ordered = use_derived(&view.book, (view.today, order), |book, (today, order)| {
        ordered(book, &prepared.newest, *order, *today)
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
            if let Some(payment) = at(place) {
                navigator.go(Route::Payment(payment.id));
            }
        })
    };
    let view_at = {
        let view = view.clone();
        Callback::from(move |place| {
            let row =
                |payment: Rc<Payment>| payment_row(&view.book, &payment, view.today, Some("-1"));
            at(place).map_or_else(Row::default, row)
        })
    };
    let columns = payment_columns().into_iter().enumerate();
    let columns = columns.map(|(place, column)| match place {
        METHOD => column,
        _ => column.sortable(),
    });
    html! {
        <>
            <div class="bar">
                <h1>{ words::payments::title() }</h1>
                <LinkButton kind={ButtonKind::Primary} writes=true
                    href={Route::NewPayment { customer: None, invoice: None }.href()}>{ words::payments::record() }</LinkButton>
            </div>
            { filter.view(words::payments::search()) }
            if ordered.is_empty() {
                <Empty title={words::payments::empty()} />
            } else if found.is_empty() {
                { filter.view_nothing_fits(words::payments::no_match()) }
            } else {
                <div class="found"><p class="quiet" role="status">{ words::payments::count(found.len()) }</p></div>
                <DataTable name="payments" caption={words::payments::title()} columns={columns.collect::<Vec<_>>()} count={found.len()}
                    row={view_at} {on_open} sorted={order} {on_sort} amount_chars={prepared.chars} />
            }
        </>
    }
}

/// The place of the column that nobody orders by.
const METHOD: usize = 2;

fn at(book: &Book, slot: u32) -> Option<&Rc<Payment>> {
    book.payments().at(usize::try_from(slot).ok()?)
}

fn prepared(book: &Book) -> Prepared {
    let mut search = Search::default();
    for customer in (0..book.customers().slots()).map(|slot| book.customers().at(slot)) {
        search.push_shared(&[customer.map_or("", |customer| &customer.details.name)]);
    }
    let mut newest = Vec::with_capacity(book.payments().slots());
    let mut widest = std::collections::BTreeMap::new();
    for (slot, place) in (0..book.payments().slots()).zip(0_u32..) {
        let Some(payment) = book.payments().at(slot) else {
            search.push(&[], u32::MAX);
            continue;
        };
        let customer = book.customers().slot(payment.customer);
        let customer = customer.and_then(|slot| u32::try_from(slot).ok());
        let amount = payment.amount.to_string();
        search.push(
            &[&amount, &payment.reference, &payment.method],
            customer.unwrap_or(u32::MAX),
        );
        if let Ok(money) = Money::new(payment.amount, payment.currency) {
            let known = widest.entry(payment.currency).or_insert(money);
            if money.minor() > known.minor() {
                *known = money;
            }
        }
        newest.push((Reverse((payment.date, payment.id)), place));
    }
    newest.sort_unstable();
    let chars = widest
        .into_values()
        .map(|money| format::money(money).chars().count());
    Prepared {
        chars: chars.max().unwrap_or(0),
        newest: newest.into_iter().map(|(_, place)| place).collect(),
        search,
    }
}

/// All of them in the order of a column, the newest first where it is the
/// same. Amounts are ordered by currency first: those of two do not compare.
fn ordered(book: &Book, newest: &[u32], order: Order, today: Date) -> Vec<u32> {
    let mut slots = newest.to_vec();
    let of = |slot: &u32| at(book, *slot);
    let name = |slot: &u32| of(slot).map(|payment| fold(&payer_name(book, payment)));
    let reference = |slot: &u32| of(slot).map_or("", |payment| &payment.reference);
    let minor = |money: Money| (money.currency(), money.minor());
    let amount = |slot: &u32| {
        let payment = of(slot)?;
        Some(minor(Money::new(payment.amount, payment.currency).ok()?))
    };
    let unapplied = |slot: &u32| Some(minor(book.unapplied(of(slot)?.id, today)?));
    match order {
        Some((0, _)) => slots.sort_by_key(|slot| of(slot).map(|payment| payment.date)),
        Some((1, _)) => slots.sort_by_cached_key(name),
        Some((3, _)) => slots.sort_by(|a, b| natural(reference(a), reference(b))),
        Some((4, _)) => slots.sort_by_cached_key(amount),
        Some((5, _)) => slots.sort_by_cached_key(unapplied),
        _ => {}
    }
    if order.is_some_and(|(_, down)| down) {
        slots.reverse();
    }
    slots
}
