//! One document: what it says, what is left of it, and what happened to it.

mod actions;
mod credits;
mod history;

use ledger::book::Status as State;
use ledger::ids::InvoiceId;
use yew::prelude::*;

use self::actions::Actions;
use self::credits::Credits;
use self::history::History;
use crate::components::absent::absent;
use crate::components::document::Document;
use crate::components::rows::customer_name;
use crate::hooks::use_view;
use crate::route::{ListQuery, Route};
use crate::state::View;
use crate::text::{self, format, kind};
use crate::ui::{said, view_paper, view_status};

/// What is printed in place of this page.
fn view_printed(view: &View, invoice: &ledger::invoice::Invoice) -> Html {
    let paper = paper::Paper::of(&view.book, invoice);
    paper.map_or_else(
        |_| html! {},
        |paper| html! { <div class="printed">{ view_paper(&paper) }</div> },
    )
}

#[derive(Properties, PartialEq)]
pub struct InvoiceProps {
    pub id: InvoiceId,
}

#[component]
pub fn Invoice(props: &InvoiceProps) -> Html {
    let view = use_view();
    let Some(invoice) = view.book.invoices().get(props.id).cloned() else {
        return absent(
            words::common::invoice(),
            words::invoice::missing(),
            &Route::Invoices(ListQuery::default()),
            words::invoice::back_to_list(),
        );
    };
    let status = view.book.status(props.id, view.today);
    let title = match &invoice.issue {
        Some(issue) => format!("{} {}", kind(invoice.kind), issue.number),
        None => words::common::kind_draft(kind(invoice.kind)),
    };
    html! {
        <>
            <div class="bar">
                <h1>{ title }</h1>
                { view_status(text::status::status(&view.book, &invoice, view.today)) }
            </div>
            <p class="lead">
                <a href={Route::Customer(invoice.customer).href()}>{ customer_name(&view.book, &invoice) }</a>
                { view_origin(&view, props.id) }
            </p>
            { view_balance(&view, props.id) }
            <Actions invoice={invoice.clone()} {status} />
            <Credits invoice={invoice.clone()} />
            <Document invoice={invoice.clone()} />
            { view_printed(&view, &invoice) }
            if status != Some(State::Draft) {
                <History {invoice} />
            }
        </>
    }
}

/// The quote or the schedule that it was made of.
fn view_origin(view: &View, id: InvoiceId) -> Html {
    html! {
        <>
            if let Some(quote) = view.book.quote_of_invoice(id) {
                { " " }{ said(words::invoice::of_quote(html! { <a class="num" href={Route::Quote(quote.id).href()}>{ quote.number().to_owned() }</a> })) }
            }
            if let Some(made) = view.book.made_by(id) {
                { " · " }<a href={Route::Schedule(made.schedule).href()}>{ words::invoice::of_recurring() }</a>{ words::invoice::of_day(&format::date(made.day)) }
            }
        </>
    }
}

fn view_balance(view: &View, id: InvoiceId) -> Html {
    let (Some(invoice), Some(balance)) = (
        view.book.invoices().get(id),
        view.book.balance(id, view.today),
    ) else {
        return html! {};
    };
    let Some(issue) = &invoice.issue else {
        return html! {};
    };
    let label = if invoice.kind.is_credit() {
        words::invoice::left_to_apply()
    } else {
        words::common::balance()
    };
    html! {
        <section class="answer">
            <p>{ label }</p>
            <p class="sum small num" data-figure="balance" data-value={balance.amount().to_string()}>
                { format::money(balance) }
            </p>
            <p class="facts">
                <span>{ said(words::invoice::issued_on(html! { <b class="num">{ format::date(issue.date) }</b> })) }</span>
                if let Some(due) = view.book.next_due(id, view.today) {
                    <span>{ said(words::invoice::due_on(html! { <b class="num" data-figure="due" data-value={due.to_string()}>{ format::date(due) }</b> })) }</span>
                }
                if let Some(original) = invoice.credits.and_then(|id| view.book.invoices().get(id)) {
                    <span>{ said(words::invoice::corrects(html! { <a href={Route::Invoice(original.id).href()}><b class="num">{ original.number().to_owned() }</b></a> })) }</span>
                }
            </p>
        </section>
    }
}
