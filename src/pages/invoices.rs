//! The documents as a list.

use std::rc::Rc;

use ledger::book::{Book, Status as State};
use ledger::date::Date;
use ledger::invoice::Invoice;
use ledger::money::{Decimal, Money};
use yew::prelude::*;

use super::derived::use_derived;
use crate::hooks::use_view;
use crate::route::{Route, StatusFilter};
use crate::text::format::{self, NONE};
use crate::text::{counted, kind, status};
use crate::ui::{ButtonKind, Column, Empty, Field, Input, LinkButton, Place, Row, Status, Table};

/// Rows drawn at a time.
pub const ROWS: usize = 200;

#[derive(Properties, PartialEq)]
pub struct InvoicesProps {
    pub status: Option<StatusFilter>,
}

#[component]
pub fn Invoices(props: &InvoicesProps) -> Html {
    let view = use_view();
    let text = use_state(String::new);
    let shown = use_state(|| ROWS);
    let question = (props.status, text.trim().to_lowercase(), view.today);
    let found = use_derived(&view.book, question, |book, (status, text, today)| {
        find(book, *status, text, *today)
    });
    let on_text = {
        let (text, shown) = (text.setter(), shown.setter());
        Callback::from(move |value| {
            text.set(value);
            shown.set(ROWS);
        })
    };
    let on_more = {
        let shown = shown.clone();
        Callback::from(move |()| shown.set(*shown + ROWS))
    };
    let rows = found
        .iter()
        .take(*shown)
        .map(|invoice| document_row(&view.book, invoice, view.today));
    let rows: Vec<Row> = rows.collect();
    html! {
        <>
            <div class="bar">
                <h1>{ "Invoices" }</h1>
                <LinkButton kind={ButtonKind::Primary} writes=true
                    href={Route::NewInvoice { customer: None, credits: None }.href()}>{ "New invoice" }</LinkButton>
            </div>
            <div class="filter">
                <Field name="filter" label="Filter" label_hidden=true input={Input::Search}
                    placeholder="Number, customer or amount" value={(*text).clone()} on_change={on_text} />
                { view_chips(props.status) }
            </div>
            if rows.is_empty() {
                { view_empty(view.book.invoices().is_empty()) }
            } else {
                <Table caption="Documents" columns={document_columns()} {rows}
                    more={found.len().saturating_sub(*shown)} {on_more} />
                <p class="quiet count" role="status">{ counted(found.len(), "document", "documents") }</p>
            }
        </>
    }
}

fn view_empty(is_new: bool) -> Html {
    if is_new {
        html! {
            <Empty title="No invoices yet." text="Write the first one, or import what you have.">
                <LinkButton href={Route::Import.href()}>{ "Import" }</LinkButton>
            </Empty>
        }
    } else {
        html! { <Empty title="Nothing fits." text="Change the filter or the words." /> }
    }
}

fn view_chips(current: Option<StatusFilter>) -> Html {
    let label = |status| match status {
        StatusFilter::Open => "Open",
        StatusFilter::Overdue => "Overdue",
        StatusFilter::Drafts => "Drafts",
        StatusFilter::Paid => "Paid",
        StatusFilter::Credits => "Credit notes",
        StatusFilter::Void => "Void",
    };
    let chips = std::iter::once((None, "All"))
        .chain(StatusFilter::ALL.map(|status| (Some(status), label(status))));
    html! {
        <nav class="chips" aria-label="Status">
            { for chips.map(|(status, label)| html! {
                <a class="chip" key={label} href={Route::Invoices(status).href()}
                    aria-current={(status == current).then_some("true")}>{ label }</a>
            }) }
        </nav>
    }
}

/// The documents that fit, the newest first.
fn find(book: &Book, status: Option<StatusFilter>, text: &str, today: Date) -> Vec<Rc<Invoice>> {
    let slots = book.invoices().slots();
    (0..slots)
        .rev()
        .filter_map(|slot| book.invoices().at(slot))
        .filter(|invoice| status.is_none_or(|status| fits(book, invoice, status, today)))
        .filter(|invoice| text.is_empty() || says(book, invoice, text))
        .cloned()
        .collect()
}

fn fits(book: &Book, invoice: &Invoice, filter: StatusFilter, today: Date) -> bool {
    let Some(status) = book.status(invoice.id, today) else {
        return false;
    };
    let is_credit = invoice.kind.is_credit();
    match filter {
        StatusFilter::Open => {
            !is_credit && matches!(status, State::Open | State::PartPaid | State::Overdue)
        }
        StatusFilter::Overdue => !is_credit && status == State::Overdue,
        StatusFilter::Drafts => status == State::Draft,
        StatusFilter::Paid => !is_credit && status == State::Paid,
        StatusFilter::Credits => is_credit,
        StatusFilter::Void => matches!(status, State::Void | State::WrittenOff),
    }
}

/// Whether number, customer or amount contain the text, which is in lower
/// case.
fn says(book: &Book, invoice: &Invoice, text: &str) -> bool {
    invoice.number().to_lowercase().contains(text)
        || customer_name(book, invoice).to_lowercase().contains(text)
        || amount(invoice).is_some_and(|amount| amount.amount().to_string().contains(text))
}

/// The customer's name as it is now.
pub fn customer_name(book: &Book, invoice: &Invoice) -> String {
    let customer = book.customers().get(invoice.customer);
    customer.map_or_else(
        || NONE.to_owned(),
        |customer| {
            if customer.erased {
                "Erased customer".to_owned()
            } else {
                customer.details.name.clone()
            }
        },
    )
}

/// What a document asks for or credits; of a draft, what it comes to so far.
pub fn amount(invoice: &Invoice) -> Option<Money> {
    let payable = match &invoice.issue {
        Some(issue) => issue.totals.payable,
        None => {
            ledger::invoice::Totals::of(invoice, &[], Decimal::ZERO)
                .ok()?
                .payable
        }
    };
    Money::new(payable, invoice.currency).ok()
}

pub fn document_columns() -> Vec<Column> {
    vec![
        Column::text("Number", Place::Note),
        Column::text("Customer", Place::Title),
        Column::text("Issued", Place::Hidden),
        Column::text("Due", Place::Hidden),
        Column::number("Amount", Place::Hidden),
        Column::number("Balance", Place::Sum),
        Column::text("Status", Place::Tag),
    ]
}

/// A document as a row of [`document_columns`].
pub fn document_row(book: &Book, invoice: &Invoice, today: Date) -> Row {
    let is_credit = invoice.kind.is_credit();
    let signed = |money: Money| if is_credit { money.neg() } else { money };
    let issue = invoice.issue.as_deref();
    let balance = book.balance(invoice.id, today).filter(|_| issue.is_some());
    let balance = balance.map(signed);
    let number = match issue {
        Some(issue) => issue.number.clone(),
        None => format!("{} draft", kind(invoice.kind)),
    };
    let date = |date: Option<Date>| date.map_or_else(|| NONE.to_owned(), format::date);
    Row {
        key: invoice.id.to_string().into(),
        cells: vec![
            html! {
                <a class={classes!("num", issue.is_none().then_some("quiet"))} href={Route::Invoice(invoice.id).href()}>
                    { number }
                </a>
            },
            html! { customer_name(book, invoice) },
            html! { <span class="num">{ date(issue.map(|issue| issue.date)) }</span> },
            html! { <span class="num">{ date(issue.map(|issue| issue.due).filter(|_| !is_credit)) }</span> },
            html! { format::money_or_none(amount(invoice).map(signed)) },
            html! {
                <span data-figure="balance" data-value={balance.map(|money| money.amount().to_string())}>
                    { format::money_or_none(balance) }
                </span>
            },
            html! { <Status status={status::status(book, invoice, today)} /> },
        ],
    }
}
