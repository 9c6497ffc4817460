//! One quote: what it offers, how it stands, and what came of it.

use ledger::problem::FieldName;
use std::rc::Rc;

use ledger::change::RecordId;
use ledger::command::Command;
use ledger::ids::{QuoteId, Version};
use ledger::quote::{Quote as Record, QuoteFact, QuoteStatus};
use yew::prelude::*;

use crate::components::absent::absent;
use crate::components::action::{FailureNotice, use_action};
use crate::components::asking::{AskDialog, use_asking};
use crate::components::document::{Document, frozen_parties};
use crate::components::download::use_download;
use crate::components::rows::{customer_name, offered};
use crate::dispatch::Printed;
use crate::form::{Problems, date};
use crate::hooks::use_view;
use crate::route::{Route, use_navigator};
use crate::state::View;
use crate::text::{format, status};
use crate::ui::{
    Button, ButtonKind, Field, Input, LinkButton, Notice, Tone, keep, said, view_status,
};

#[derive(Properties, PartialEq)]
pub struct QuoteProps {
    pub id: QuoteId,
}

#[component]
pub fn Quote(props: &QuoteProps) -> Html {
    let view = use_view();
    let Some(quote) = view.book.quotes().get(props.id).cloned() else {
        return absent(
            words::quotes::quote(),
            words::quotes::missing(),
            &Route::Quotes,
            words::quotes::back_to_list(),
        );
    };
    let title = match quote.number() {
        "" => words::quotes::quote_draft().to_owned(),
        number => words::quotes::quote_number(&number),
    };
    let status = view.book.quote_status(props.id, view.today);
    let issue = quote.issue.as_deref();
    let parties = issue.map(|issue| frozen_parties(&view.book, Some(issue.seller), issue.buyer));
    html! {
        <>
            <div class="bar">
                <h1>{ title }</h1>
                { view_status(status::quote(&view.book, &quote, view.today)) }
            </div>
            <p class="lead">
                <a href={Route::Customer(quote.document.customer).href()}>{ customer_name(&view.book, &quote.document) }</a>
            </p>
            { view_answer(&view, &quote) }
            <Actions quote={quote.clone()} {status} opened={view.book.version(RecordId::Quote(props.id))} />
            <Document invoice={Rc::new((*quote.document).clone())} {parties} />
            { view_history(&view, &quote) }
        </>
    }
}

fn view_answer(view: &View, quote: &Record) -> Html {
    let amount = offered(quote);
    let invoice = view.book.invoice_of_quote(quote.id);
    html! {
        <section class="answer">
            <p>{ words::quotes::offered() }</p>
            <p class="sum small num" data-figure="quote" data-value={amount.map(|money| money.amount().to_string())}>
                { format::money_or_none(amount) }
            </p>
            <p class="facts">
                if let Some(issue) = &quote.issue {
                    <span>{ said(words::quotes::issued_on(html! { <b class="num">{ format::date(issue.date) }</b> })) }</span>
                }
                if let Some(last) = quote.valid_until {
                    <span>{ said(words::quotes::valid_until_day(html! { <b class="num">{ format::date(last) }</b> })) }</span>
                }
                if let Some(invoice) = invoice {
                    <span>{ said(words::quotes::invoiced_as(html! { <a href={Route::Invoice(invoice.id).href()}><b class="num">{ called(invoice.number()) }</b></a> })) }</span>
                }
            </p>
        </section>
    }
}

/// A document's number, or that it has none yet.
fn called(number: &str) -> String {
    match number {
        "" => words::quotes::a_draft().to_owned(),
        number => number.to_owned(),
    }
}

/// What a dialog asks about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Question {
    Accept,
    Decline,
    Discard,
}

#[derive(Properties, PartialEq)]
struct ActionsProps {
    quote: Rc<Record>,
    status: Option<QuoteStatus>,
    opened: Version,
}

#[component]
fn Actions(props: &ActionsProps) -> Html {
    let action = use_action();
    let navigator = use_navigator();
    let asked = use_state(|| None::<Question>);
    let ask = |question: Option<Question>| {
        let asked = asked.setter();
        Callback::from(move |()| asked.set(question))
    };
    let id = props.quote.id;
    let on_invoice = {
        let action = action.clone();
        Callback::from(move |()| {
            let navigator = navigator.clone();
            action.run(Command::InvoiceQuote { quote: id }, None, move |done| {
                let made = done.find(|id| match id {
                    RecordId::Invoice(id) => Some(*id),
                    _ => None,
                });
                navigator.go(made.map_or(Route::Quote(id), Route::EditInvoice));
            });
        })
    };
    let copy = Route::NewQuote {
        customer: None,
        copies: Some(id),
    };
    let download = use_download(Printed::Quote(id));
    let status = props.status;
    let is_draft = status == Some(QuoteStatus::Draft);
    let can_invoice = matches!(
        status,
        Some(QuoteStatus::Open | QuoteStatus::Expired | QuoteStatus::Accepted)
    );
    let can_decide = !is_draft && status != Some(QuoteStatus::Invoiced);
    html! {
        <>
            if let Some(failure) = action.failure() {
                <FailureNotice failure={failure.clone()} />
            }
            if status == Some(QuoteStatus::Expired) {
                <Notice tone={Tone::Warning} title={words::quotes::expired()}
                    text={words::quotes::expired_hint()} />
            }
            <div class="actions">
                if is_draft {
                    <LinkButton kind={ButtonKind::Primary} writes=true href={Route::EditQuote(id).href()}>{ words::invoice::edit_and_issue() }</LinkButton>
                    <Button writes=true on_click={ask(Some(Question::Discard))}>{ words::invoice::discard_draft() }</Button>
                }
                if can_invoice {
                    <Button kind={ButtonKind::Primary} writes=true busy={action.is_busy()} on_click={on_invoice}>{ words::quotes::create_invoice() }</Button>
                }
                if can_decide && status != Some(QuoteStatus::Accepted) {
                    <Button writes=true on_click={ask(Some(Question::Accept))}>{ words::quotes::accepted() }</Button>
                }
                if can_decide && status != Some(QuoteStatus::Declined) {
                    <Button writes=true on_click={ask(Some(Question::Decline))}>{ words::quotes::declined() }</Button>
                }
                if !is_draft {
                    <LinkButton writes=true href={copy.href()}>{ words::invoice::copy() }</LinkButton>
                }
                { download.view_button() }
                if let Some(question) = *asked {
                    <Answer {question} {id} opened={props.opened} on_close={ask(None)} />
                }
            </div>
            { download.view_outcome() }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct AnswerProps {
    question: Question,
    id: QuoteId,
    opened: Version,
    on_close: Callback<()>,
}

#[component]
fn Answer(props: &AnswerProps) -> Html {
    let view = use_view();
    let asking = use_asking();
    let navigator = use_navigator();
    let day = use_state(|| view.today.to_string());
    let note = use_state(String::new);
    // What another tab changed meanwhile is not discarded.
    let opened = *use_state(|| props.opened);
    let on_answer = {
        let (day, note, asking) = (day.clone(), note.clone(), asking.clone());
        let (question, id, on_close) = (props.question, props.id, props.on_close.clone());
        Callback::from(move |()| {
            let mut problems = Problems::default();
            let date = problems.noted(FieldName::Date, date::read(&day));
            let command = match (question, date) {
                (Question::Discard, _) => Ok(Command::DiscardQuote { id, opened }),
                (_, Some(date)) => Ok(Command::DecideQuote {
                    quote: id,
                    date,
                    accepted: question == Question::Accept,
                    note: note.trim().to_owned(),
                }),
                (_, None) => Err(problems),
            };
            let (on_close, navigator) = (on_close.clone(), navigator.clone());
            asking.answer(command, "", move |_| {
                on_close.emit(());
                if question == Question::Discard {
                    navigator.go(Route::Quotes);
                }
            });
        })
    };
    let (title, explanation, verb, kind) = words(props.question);
    html! {
        <AskDialog {title} asking={asking.clone()} lead={html! { <p class="quiet">{ explanation }</p> }} {verb} {kind}
            {on_answer} on_close={props.on_close.clone()}>
            if props.question != Question::Discard {
                <div class="fields">
                    <Field name="quote-day" label={words::common::date()} input={Input::Date} value={(*day).clone()} on_change={keep(&day)}
                        problem={asking.problem(FieldName::Date)} />
                    <Field name="quote-note" label={words::common::note()} value={(*note).clone()} on_change={keep(&note)} class="wide"
                        problem={asking.problem(FieldName::Note)} />
                </div>
            }
        </AskDialog>
    }
}

fn words(question: Question) -> (&'static str, &'static str, &'static str, ButtonKind) {
    match question {
        Question::Accept => (
            words::quotes::accept_title(),
            words::quotes::accept_about(),
            words::quotes::record(),
            ButtonKind::Primary,
        ),
        Question::Decline => (
            words::quotes::decline_title(),
            words::quotes::decline_about(),
            words::quotes::record(),
            ButtonKind::Primary,
        ),
        Question::Discard => (
            words::invoice::discard_question(),
            words::invoice::discard_about(),
            words::invoice::discard(),
            ButtonKind::Danger,
        ),
    }
}

fn view_history(view: &View, quote: &Record) -> Html {
    let events: Vec<_> = view.book.events_of_quote(quote.id).collect();
    if events.is_empty() {
        return html! {};
    }
    html! {
        <section class="block" aria-labelledby="history">
            <h2 id="history">{ words::invoice::history() }</h2>
            <ul class="activity">
                { for events.into_iter().map(|event| {
                    let what = match event.what {
                        QuoteFact::Accepted => html! { words::quotes::accepted() },
                        QuoteFact::Declined => html! { words::quotes::declined() },
                        QuoteFact::Invoiced(id) => match view.book.invoices().get(id) {
                            None => html! { words::quotes::invoice_draft_discarded() },
                            Some(invoice) => said(words::quotes::invoice_created(html! {
                                <a href={Route::Invoice(id).href()}>{ called(invoice.number()) }</a>
                            })),
                        },
                    };
                    html! {
                        <li key={event.id.to_string()}>
                            <span class="num quiet">{ format::date(event.date) }</span>
                            <span>{ what }</span>
                            <span class="quiet">{ event.note.clone() }</span>
                        </li>
                    }
                }) }
            </ul>
        </section>
    }
}
