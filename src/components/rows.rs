//! Documents, payments and quotes as rows of a list, and what stands in their cells.

use ledger::book::Book;
use ledger::date::Date;
use ledger::invoice::{Invoice, Totals};
use ledger::money::Money;
use ledger::payment::Payment;
use ledger::query::amount;
use ledger::quote::Quote;
use yew::prelude::*;

use crate::route::Route;
use crate::text::format::NONE;
use crate::text::{format, kind, status};
use crate::ui::{Column, Place, Row, Width, view_status};

/// The customer's name as it is now.
pub fn customer_name(book: &Book, invoice: &Invoice) -> String {
    let customer = book.customers().get(invoice.customer);
    customer.map_or_else(
        || NONE.to_owned(),
        |customer| {
            if customer.erased {
                words::common::erased_customer().to_owned()
            } else {
                customer.details.name.clone()
            }
        },
    )
}

/// A name of any script and length within its cell.
pub fn view_name(name: String) -> Html {
    html! { <span class="clip" dir="auto" title={name.clone()}>{ name }</span> }
}

pub fn document_columns() -> Vec<Column> {
    vec![
        Column::text(words::common::number(), Place::Note).wide(Width::Number),
        Column::text(words::common::customer(), Place::Title),
        Column::text(words::common::issued(), Place::Hidden).wide(Width::DateLess(1)),
        Column::text(words::common::due(), Place::Hidden).wide(Width::DateLess(2)),
        Column::number(words::common::amount(), Place::Hidden).wide(Width::Amount),
        Column::number(words::common::balance(), Place::Sum).wide(Width::Amount),
        Column::text(words::common::status(), Place::Tag).wide(Width::Status),
    ]
}

/// A document as a row of [`document_columns`]. In a [`DataTable`] the link is not reached by Tab: the row opens by Enter.
pub fn document_row(book: &Book, invoice: &Invoice, today: Date, tab: Option<&'static str>) -> Row {
    let is_credit = invoice.kind.is_credit();
    let signed = |money: Money| if is_credit { money.neg() } else { money };
    let issue = invoice.issue.as_deref();
    let balance = book.balance(invoice.id, today).filter(|_| issue.is_some());
    let balance = balance.map(signed);
    let number = match issue {
        Some(issue) => issue.number.clone(),
        None => words::common::kind_draft(&kind(invoice.kind)),
    };
    let date = |date: Option<Date>| date.map_or_else(|| NONE.to_owned(), format::date);
    Row {
        key: invoice.id.to_string().into(),
        cells: vec![
            html! {
                <a class={classes!("num", "opens", issue.is_none().then_some("quiet"))}
                    href={Route::Invoice(invoice.id).href()} tabindex={tab} title={number.clone()}>
                    { number }
                </a>
            },
            view_name(customer_name(book, invoice)),
            html! { <span class="num">{ date(issue.map(|issue| issue.date).or(invoice.draft_date)) }</span> },
            html! { <span class="num">{ date(book.next_due(invoice.id, today)) }</span> },
            html! { format::money_or_none(amount(invoice).map(signed)) },
            html! {
                <span data-figure="balance" data-value={balance.map(|money| money.amount().to_string())}>
                    if issue.is_some() {
                        { format::money_or_none(balance) }
                    } else {
                        // A card has no place for the amount beside the balance.
                        <span class="rows">{ NONE }</span>
                        <span class="cards">{ format::money_or_none(amount(invoice)) }</span>
                    }
                </span>
            },
            view_status(status::status(book, invoice, today)),
        ],
    }
}

pub fn payment_columns() -> Vec<Column> {
    vec![
        Column::text(words::common::date(), Place::Note).wide(Width::Date),
        Column::text(words::common::customer(), Place::Title),
        Column::text(words::common::method(), Place::Hidden).wide(Width::DateLess(1)),
        Column::text(words::common::reference(), Place::Hidden),
        Column::number(words::common::amount(), Place::Sum).wide(Width::Amount),
        Column::number(words::common::credit(), Place::Tag).wide(Width::Unapplied),
    ]
}

/// A payment as a row of [`payment_columns`]. In a [`DataTable`] the link is not reached by Tab: the row opens by Enter.
pub fn payment_row(book: &Book, payment: &Payment, today: Date, tab: Option<&'static str>) -> Row {
    let name = payer_name(book, payment);
    let unapplied = book.unapplied(payment.id, today);
    let amount = Money::new(payment.amount, payment.currency).ok();
    Row {
        key: payment.id.to_string().into(),
        cells: vec![
            html! {
                <a class="num opens" tabindex={tab} href={Route::Payment(payment.id).href()}>
                    { format::date(payment.date) }
                </a>
            },
            view_name(name),
            view_name(payment.method.clone()),
            view_name(payment.reference.clone()),
            html! { format::money_or_none(amount) },
            html! {
                <span class="quiet" data-figure="unapplied" data-value={unapplied.map(|money| money.amount().to_string())}>
                    if let Some(unapplied) = unapplied.filter(|money| !money.is_zero()) {
                        { words::payments::credit_left(&format::money(unapplied)) }
                    }
                    else if let Some(became) = status::payment(book, payment) {
                        { view_status(became) }
                    }
                </span>
            },
        ],
    }
}

pub fn payer_name(book: &Book, payment: &Payment) -> String {
    let customer = book.customers().get(payment.customer);
    customer.map_or_else(String::new, |customer| customer.details.name.clone())
}

/// What a quote comes to; `None` for a draft that cannot be issued.
pub fn offered(quote: &Quote) -> Option<Money> {
    let payable = match &quote.issue {
        Some(issue) => issue.totals.payable,
        None => Totals::of_draft(&quote.document, &[]).ok()?.payable,
    };
    Money::new(payable, quote.document.currency).ok()
}
