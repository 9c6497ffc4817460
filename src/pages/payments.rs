//! The payments as a list.

use std::rc::Rc;

use ledger::book::Book;
use ledger::date::Date;
use ledger::money::Money;
use ledger::payment::Payment;
use yew::prelude::*;

use super::derived::use_derived;
use super::invoices::ROWS;
use crate::hooks::use_view;
use crate::route::Route;
use crate::text::{counted, format};
use crate::ui::{ButtonKind, Column, Empty, Field, Input, LinkButton, Place, Row, Table};

#[component]
pub fn Payments() -> Html {
    let view = use_view();
    let text = use_state(String::new);
    let shown = use_state(|| ROWS);
    let found = use_derived(&view.book, text.trim().to_lowercase(), |book, text| {
        let slots = book.payments().slots();
        let mut found: Vec<Rc<Payment>> = (0..slots)
            .filter_map(|slot| book.payments().at(slot))
            .filter(|payment| text.is_empty() || says(book, payment, text))
            .cloned()
            .collect();
        found.sort_by_key(|payment| std::cmp::Reverse((payment.date, payment.id)));
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
        .map(|payment| payment_row(&view.book, payment, view.today))
        .collect();
    html! {
        <>
            <div class="bar">
                <h1>{ "Payments" }</h1>
                <LinkButton kind={ButtonKind::Primary} writes=true
                    href={Route::NewPayment { customer: None, invoice: None }.href()}>{ "Record a payment" }</LinkButton>
            </div>
            <div class="filter">
                <Field name="filter" label="Filter" label_hidden=true input={Input::Search}
                    placeholder="Customer, reference or amount" value={(*text).clone()} on_change={on_text} />
            </div>
            if rows.is_empty() {
                <Empty title={if text.is_empty() { "No payments yet." } else { "Nothing fits." }} />
            } else {
                <Table caption="Payments" columns={payment_columns()} {rows}
                    more={found.len().saturating_sub(*shown)} {on_more} />
                <p class="quiet count" role="status">{ counted(found.len(), "payment", "payments") }</p>
            }
        </>
    }
}

fn customer(book: &Book, payment: &Payment) -> String {
    let customer = book.customers().get(payment.customer);
    customer.map_or_else(String::new, |customer| customer.details.name.clone())
}

/// Whether customer, reference or amount contain the text, in lower case.
fn says(book: &Book, payment: &Payment, text: &str) -> bool {
    customer(book, payment).to_lowercase().contains(text)
        || payment.reference.to_lowercase().contains(text)
        || payment.amount.to_string().contains(text)
}

pub fn payment_columns() -> Vec<Column> {
    vec![
        Column::text("Date", Place::Note),
        Column::text("Customer", Place::Title),
        Column::text("Method", Place::Hidden),
        Column::text("Reference", Place::Hidden),
        Column::number("Amount", Place::Sum),
        Column::number("Unapplied", Place::Tag),
    ]
}

/// A payment as a row of [`payment_columns`].
pub fn payment_row(book: &Book, payment: &Payment, today: Date) -> Row {
    let unapplied = book.unapplied(payment.id, today);
    let amount = Money::new(payment.amount, payment.currency).ok();
    Row {
        key: payment.id.to_string().into(),
        cells: vec![
            html! { <span class="num">{ format::date(payment.date) }</span> },
            html! { <a href={Route::Customer(payment.customer).href()}>{ customer(book, payment) }</a> },
            html! { payment.method.clone() },
            html! { payment.reference.clone() },
            html! { format::money_or_none(amount) },
            html! {
                <span class="quiet" data-figure="unapplied" data-value={unapplied.map(|money| money.amount().to_string())}>
                    if let Some(unapplied) = unapplied.filter(|money| !money.is_zero()) {
                        { format!("{} unapplied", format::money(unapplied)) }
                    }
                </span>
            },
        ],
    }
}
