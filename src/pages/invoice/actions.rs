//! What can be done with a document, each in a dialog of its own.

use std::rc::Rc;

use ledger::book::{Book, Status};
use ledger::command::Command;
use ledger::ids::Version;
use ledger::invoice::{Channel, Invoice};
use ledger::payment::Source;
use ledger::problem::FieldName;
use paper::mail::Mail;
use yew::prelude::*;

use crate::components::asking::{AskDialog, Asking, use_asking};
use crate::components::download::use_download;
use crate::components::send::Send;
use crate::components::unapplied;
use crate::dispatch::Printed;
use crate::form::{Fault, Problems, date, number};
use crate::hooks::use_view;
use crate::route::{ListQuery, Route, use_navigator};
use crate::state::View;
use crate::ui::{Button, ButtonKind, Field, Input, LinkButton, keep_part, print_page};

/// What a dialog asks about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Question {
    Send,
    Void,
    WriteOff,
    Discard,
}

/// The dialog that is open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Opened {
    Send,
    Unapplied(unapplied::Question),
    Question(Question),
}

#[derive(Properties, PartialEq)]
pub struct ActionsProps {
    pub invoice: Rc<Invoice>,
    pub status: Option<Status>,
}

#[component]
pub fn Actions(props: &ActionsProps) -> Html {
    let view = use_view();
    let opened = use_state_eq(|| None::<Opened>);
    let open = |what: Opened| {
        let opened = opened.setter();
        Callback::from(move |()| opened.set(Some(what)))
    };
    let on_close = {
        let opened = opened.setter();
        Callback::from(move |()| opened.set(None))
    };
    let id = props.invoice.id;
    let download = use_download(Printed::Invoice(id));
    let is_credit = props.invoice.kind.is_credit();
    let repeat = Route::NewSchedule { invoice: Some(id) };
    let can_repeat = !is_credit && !props.invoice.lines.is_empty();
    html! {
        <>
        <div class="actions">
            if props.status == Some(Status::Draft) {
                <LinkButton kind={ButtonKind::Primary} writes=true href={Route::EditInvoice(id).href()}>{ words::invoice::edit_and_issue() }</LinkButton>
                <Button writes=true on_click={open(Opened::Question(Question::Discard))}>{ words::invoice::discard_draft() }</Button>
            } else if props.status != Some(Status::Void) {
                { view_of_issued(&view, props, download.is_offered(), open) }
            }
            if can_repeat {
                <LinkButton writes=true href={Route::CopyInvoice(id).href()}>{ words::invoice::copy() }</LinkButton>
                <LinkButton writes=true href={repeat.href()}>{ words::invoice::make_recurring() }</LinkButton>
            }
            if !props.invoice.kind.is_opening() {
                { download.view_button() }
                if props.status != Some(Status::Draft) {
                    <Button on_click={Callback::from(|()| print_page())}>{ words::invoice::print() }</Button>
                }
            }
            { view_opened(&view, *opened, &props.invoice, &on_close) }
        </div>
        { download.view_outcome() }
        </>
    }
}

/// What can be done with a document that was issued and is not void.
fn view_of_issued(
    view: &View,
    props: &ActionsProps,
    makes_pdfs: bool,
    open: impl Fn(Opened) -> Callback<()>,
) -> Html {
    let ask = |question: Question| open(Opened::Question(question));
    let id = props.invoice.id;
    let is_credit = props.invoice.kind.is_credit();
    let is_open = matches!(
        props.status,
        Some(
            Status::Open
                | Status::PartPaid
                | Status::PartCredited
                | Status::Overdue
                | Status::Upcoming
        )
    );
    let unapplied = if is_credit {
        unapplied::questions(&view.book, Source::CreditNote(id), view.today)
    } else {
        Vec::new()
    };
    let payment = Route::NewPayment {
        customer: Some(props.invoice.customer),
        invoice: Some(id),
    };
    let credit = Route::NewInvoice {
        customer: None,
        credits: Some(id),
    };
    html! {
        <>
            if is_open && !is_credit {
                <LinkButton kind={ButtonKind::Primary} writes=true href={payment.href()}>{ words::places::record_payment() }</LinkButton>
            }
            { for unapplied.into_iter().map(|question| html! {
                <Button writes=true on_click={open(Opened::Unapplied(question))}>{ unapplied::label(question) }</Button>
            }) }
            if makes_pdfs && !props.invoice.kind.is_opening() {
                <Button on_click={open(Opened::Send)}>{ words::invoice::send() }</Button>
            }
            <Button writes=true on_click={ask(Question::Send)}>{ words::invoice::mark_as_sent() }</Button>
            if !is_credit {
                <LinkButton writes=true href={credit.href()}>{ words::invoice::credit_note() }</LinkButton>
            }
            if is_open && !is_credit {
                <Button writes=true on_click={ask(Question::WriteOff)}>{ words::invoice::write_off() }</Button>
            }
            <Button writes=true on_click={ask(Question::Void)}>{ words::invoice::void() }</Button>
        </>
    }
}

fn view_opened(
    view: &View,
    opened: Option<Opened>,
    invoice: &Rc<Invoice>,
    on_close: &Callback<()>,
) -> Html {
    let (invoice, on_close) = (invoice.clone(), on_close.clone());
    match opened {
        None => html! {},
        Some(Opened::Send) => {
            let sent = Command::MarkSent {
                invoice: invoice.id,
                date: view.today,
                channel: Channel::Email.into(),
            };
            let first = first_mail(&view.book, &invoice);
            html! { <Send document={Printed::Invoice(invoice.id)} {first} {sent} {on_close} /> }
        }
        Some(Opened::Unapplied(question)) => html! {
            <unapplied::Answer {question} source={Source::CreditNote(invoice.id)} {on_close} />
        },
        Some(Opened::Question(question)) => html! { <Answer {question} {invoice} {on_close} /> },
    }
}

fn first_mail(book: &Book, invoice: &Invoice) -> Mail {
    let paper = paper::Paper::of(book, invoice);
    let customer = book.customers().get(invoice.customer);
    let to = customer.map_or("", |customer| customer.details.email.as_str());
    let business = book.business();
    let own = business.map_or(&[][..], |business| &business.mails);
    paper.map_or_else(|_| Mail::default(), |paper| Mail::of(&paper, to, own))
}

#[derive(Properties, PartialEq)]
struct AnswerProps {
    question: Question,
    invoice: Rc<Invoice>,
    on_close: Callback<()>,
}

/// What is typed into any of the dialogs.
#[derive(Clone, PartialEq, Default)]
struct Typed {
    date: String,
    text: String,
    amount: String,
    reason: String,
}

#[component]
fn Answer(props: &AnswerProps) -> Html {
    let view = use_view();
    let asking = use_asking();
    let navigator = use_navigator();
    let typed = use_state(|| {
        let balance = view.book.balance(props.invoice.id, view.today);
        Typed {
            date: view.today.to_string(),
            amount: balance.map_or_else(String::new, |money| number::typed(money.amount())),
            ..Typed::default()
        }
    });
    let on_answer = {
        let (typed, asking) = (typed.clone(), asking.clone());
        let (question, invoice) = (props.question, props.invoice.clone());
        let opened = view
            .book
            .version(ledger::change::RecordId::Invoice(invoice.id));
        let on_close = props.on_close.clone();
        Callback::from(move |()| {
            let command = command(question, &invoice, opened, &typed);
            let (on_close, navigator) = (on_close.clone(), navigator.clone());
            asking.answer(command, &typed.reason, move |_| {
                on_close.emit(());
                if question == Question::Discard {
                    navigator.go(Route::Invoices(ListQuery::default()));
                }
            });
        })
    };
    let (title, explanation, verb) = words(props.question);
    html! {
        <AskDialog {title} asking={asking.clone()} lead={html! { <p class="quiet">{ explanation }</p> }}
            {verb} kind={verb_kind(props.question)} reason={typed.reason.clone()}
            on_reason={keep_part(&typed, |typed, value| typed.reason = value)}
            {on_answer} on_close={props.on_close.clone()}>
            { view_fields(props.question, &typed, &asking) }
        </AskDialog>
    }
}

fn view_fields(question: Question, typed: &UseStateHandle<Typed>, asking: &Asking) -> Html {
    if question == Question::Discard {
        return html! {};
    }
    let text_label = if question == Question::Send {
        words::invoice::how()
    } else {
        words::common::reason()
    };
    let text_field = if question == Question::Send {
        FieldName::Channel
    } else {
        FieldName::Reason
    };
    html! {
        <div class="fields">
            <Field name="answer-date" label={words::common::date()} input={Input::Date} value={typed.date.clone()}
                on_change={keep_part(typed, |typed, value| typed.date = value)} problem={asking.problem(FieldName::Date)} />
            if question == Question::WriteOff {
                <Field name="answer-amount" label={words::common::amount()} input={Input::Number} value={typed.amount.clone()}
                    on_change={keep_part(typed, |typed, value| typed.amount = value)} problem={asking.problem(FieldName::Amount)} />
            }
            <Field name="answer-text" label={text_label} value={typed.text.clone()} class="wide"
                on_change={keep_part(typed, |typed, value| typed.text = value)} problem={asking.problem(text_field)} />
        </div>
    }
}

fn words(question: Question) -> (&'static str, &'static str, &'static str) {
    match question {
        Question::Send => (
            words::invoice::mark_as_sent(),
            words::invoice::mark_as_sent_about(),
            words::invoice::mark_as_sent(),
        ),
        Question::Void => (
            words::invoice::void_title(),
            words::invoice::void_about(),
            words::invoice::void(),
        ),
        Question::WriteOff => (
            words::invoice::write_off(),
            words::invoice::write_off_about(),
            words::invoice::write_off(),
        ),
        Question::Discard => (
            words::invoice::discard_question(),
            words::invoice::discard_about(),
            words::invoice::discard(),
        ),
    }
}

fn verb_kind(question: Question) -> ButtonKind {
    match question {
        Question::Send => ButtonKind::Primary,
        Question::Void | Question::WriteOff | Question::Discard => ButtonKind::Danger,
    }
}

fn command(
    question: Question,
    invoice: &Invoice,
    opened: Version,
    typed: &Typed,
) -> Result<Command, Problems> {
    let mut problems = Problems::default();
    let date = problems.noted(FieldName::Date, date::read(&typed.date));
    let amount = match question {
        Question::WriteOff => {
            let amount = number::read_amount(&typed.amount, Some(invoice.currency));
            problems.noted(FieldName::Amount, amount)
        }
        _ => Some(ledger::money::Decimal::ZERO),
    };
    let needs_reason = matches!(question, Question::Void | Question::WriteOff);
    if needs_reason && typed.text.trim().is_empty() {
        problems.add(FieldName::Reason, Fault::Missing);
    }
    let (Some(date), Some(amount), true) = (date, amount, problems.is_empty()) else {
        return Err(problems);
    };
    let (id, text) = (invoice.id, typed.text.trim().to_owned());
    Ok(match question {
        Question::Send => Command::MarkSent {
            invoice: id,
            date,
            channel: text.as_str().into(),
        },
        Question::Void => Command::VoidInvoice {
            invoice: id,
            date,
            reason: text,
        },
        Question::WriteOff => Command::WriteOff {
            invoice: id,
            date,
            amount,
            reason: text,
        },
        Question::Discard => Command::DiscardDraft { id, opened },
    })
}
