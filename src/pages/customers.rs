//! The customers with what each owes.

use std::collections::BTreeMap;
use std::rc::Rc;

use ledger::customer::Customer;
use ledger::ids::CustomerId;
use ledger::money::Money;
use ledger::report::aging::Options;
use yew::prelude::*;

use super::derived::{Aged, use_aging, use_derived};
use super::invoices::ROWS;
use crate::hooks::use_view;
use crate::route::Route;
use crate::text::{counted, format};
use crate::ui::{ButtonKind, Column, Empty, Field, Input, LinkButton, Place, Row, Table};

/// What a customer owes, in each currency.
type Owed = BTreeMap<CustomerId, Vec<(Money, Money)>>;

#[component]
pub fn Customers() -> Html {
    let view = use_view();
    let text = use_state(String::new);
    let shown = use_state(|| ROWS);
    let aged = use_aging(&view.book, Options::as_of(view.today));
    let owed = use_derived(&view.book, view.today, |_, _| owed(aged.as_ref().as_ref()));
    let found = use_derived(&view.book, text.trim().to_lowercase(), |book, text| {
        let mut found: Vec<Rc<Customer>> = book
            .customers()
            .iter()
            .filter(|customer| !customer.erased && says(customer, text))
            .cloned()
            .collect();
        found.sort_by(|a, b| format::by_name(&a.details.name, &b.details.name));
        found
    });
    let on_text = {
        let text = text.setter();
        Callback::from(move |value| text.set(value))
    };
    let on_more = {
        let shown = shown.clone();
        Callback::from(move |()| shown.set(*shown + ROWS))
    };
    let rows: Vec<Row> = found
        .iter()
        .take(*shown)
        .map(|customer| row(customer, &owed))
        .collect();
    html! {
        <>
            <div class="bar">
                <h1>{ "Customers" }</h1>
                <LinkButton kind={ButtonKind::Primary} writes=true href={Route::NewCustomer.href()}>{ "New customer" }</LinkButton>
            </div>
            <div class="filter">
                <Field name="filter" label="Filter" label_hidden=true input={Input::Search} placeholder="Name, number or email"
                    value={(*text).clone()} on_change={on_text} />
            </div>
            if rows.is_empty() {
                <Empty title={if text.is_empty() { "No customers yet." } else { "Nobody fits." }}
                    text="A customer is added with the first invoice to them, or here." />
            } else {
                <Table caption="Customers" columns={columns()} {rows}
                    more={found.len().saturating_sub(*shown)} {on_more} />
                <p class="quiet count" role="status">{ counted(found.len(), "customer", "customers") }</p>
            }
        </>
    }
}

fn owed(aged: Option<&Aged>) -> Owed {
    let mut owed = Owed::new();
    for aging in aged.iter().flat_map(|aged| &aged.aging.currencies) {
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

/// Whether the text, in lower case, is in the name, number or email.
fn says(customer: &Customer, text: &str) -> bool {
    text.is_empty()
        || [
            &customer.details.name,
            &customer.number,
            &customer.details.email,
        ]
        .into_iter()
        .any(|value| value.to_lowercase().contains(text))
}

fn columns() -> Vec<Column> {
    vec![
        Column::text("Name", Place::Title),
        Column::text("Number", Place::Note),
        Column::text("Email", Place::Hidden),
        Column::number("Open", Place::Sum),
        Column::number("Overdue", Place::Tag),
    ]
}

fn row(customer: &Customer, owed: &Owed) -> Row {
    let none = Vec::new();
    let amounts = owed.get(&customer.id).unwrap_or(&none);
    let list = |pick: fn(&(Money, Money)) -> Money| {
        amounts
            .iter()
            .map(pick)
            .filter(|money| !money.is_zero())
            .map(format::money)
            .collect::<Vec<_>>()
            .join(", ")
    };
    let overdue = list(|amounts| amounts.1);
    Row {
        key: customer.id.to_string().into(),
        cells: vec![
            html! { <a href={Route::Customer(customer.id).href()}>{ customer.details.name.clone() }</a> },
            html! { customer.number.clone() },
            html! { customer.details.email.clone() },
            html! { list(|amounts| amounts.0) },
            html! { <span class={classes!((!overdue.is_empty()).then_some("late"))}>{ overdue }</span> },
        ],
    }
}
