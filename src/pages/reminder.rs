//! A letter that reminds: what it says, whether it was sent, and the ways to
//! send it.

use std::rc::Rc;

use ledger::book::Book;
use ledger::collection::Reminder as Record;
use ledger::command::Command;
use ledger::date::Date;
use ledger::ids::ReminderId;
use ledger::invoice::Channel;
use ledger::problem::FieldName;
use paper::Paper;
use paper::mail::Mail;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::components::absent::absent;
use crate::components::asking::{AskDialog, use_asking};
use crate::components::download::use_download;
use crate::components::marking::MarkSent;
use crate::components::send::Send;
use crate::dispatch::Printed;
use crate::hooks::{use_dispatcher, use_view};
use crate::route::{Route, use_navigator};
use crate::state::View;
use crate::text::{coded, format, reminders};
use crate::ui::{Button, ButtonKind, Notice, Tone, view_paper};

/// The dialog that is open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Opened {
    Mail,
    Sent,
    NotSent,
    Discard,
}

#[derive(Properties, PartialEq)]
pub struct ReminderProps {
    pub id: ReminderId,
}

#[component]
pub fn Reminder(props: &ReminderProps) -> Html {
    let view = use_view();
    let Some(reminder) = view.book.reminders().get(props.id).cloned() else {
        return absent(
            words::reminders::reminder(),
            words::reminders::missing(),
            &Route::Reminders,
            words::reminders::back_to_list(),
        );
    };
    let customer = view.book.customers().get(reminder.customer);
    let name = customer.map_or_else(String::new, |known| known.details.name.clone());
    let paper = Paper::of_reminder(&view.book, &reminder);
    html! {
        <>
            <h1>{ words::reminders::reminder_to(&name) }</h1>
            <p class="lead">
                <a href={Route::Customer(reminder.customer).href()}>{ name }</a>
                { " · " }{ state(&view.book, &reminder) }
            </p>
            <Actions reminder={reminder.clone()} />
            if let Ok(paper) = paper {
                <section class="letter" aria-labelledby="letter">
                    <h2 id="letter" class="unseen">{ words::reminders::letter() }</h2>
                    { view_paper(&paper) }
                </section>
            }
            { view_invoices(&view, &reminder) }
        </>
    }
}

fn sent(book: &Book, reminder: &Record) -> Option<(Date, String)> {
    let mut events = book.collection_events_of(reminder.customer);
    let event = events.find(|event| event.sent() == Some(reminder.id))?;
    let channel = match &event.what {
        ledger::collection::CollectionFact::Sent { channel, .. } => coded::channel(channel),
        _ => "",
    };
    Some((event.date, channel.to_owned()))
}

/// When it was created, and whether it was sent.
fn state(book: &Book, reminder: &Record) -> String {
    let created = words::reminders::created_on(&format::date(reminder.date));
    let sent = match sent(book, reminder) {
        None => words::reminders::not_sent().to_owned(),
        Some((day, channel)) if channel.is_empty() => {
            words::reminders::sent_day(&format::date(day))
        }
        Some((day, channel)) => words::reminders::sent_day_by(&format::date(day), &channel),
    };
    [created, sent].join(" · ")
}

fn view_invoices(view: &View, reminder: &Record) -> Html {
    html! {
        <section class="block" aria-labelledby="about">
            <h2 id="about">{ words::reminders::about_invoices() }</h2>
            <p class="quiet">{ words::reminders::invoice_copies() }</p>
            <ul class="activity">
                { for reminder.lines.iter().map(|line| {
                    let (number, amount) = reminders::of_invoice(&view.book, line.invoice, line.amount);
                    html! {
                        <li key={line.invoice.to_string()}>
                            <a class="num" href={Route::Invoice(line.invoice).href()}>{ number }</a>
                            <span class="quiet">{ format::date(line.due) }</span>
                            <span class="num r">{ amount }</span>
                        </li>
                    }
                }) }
            </ul>
        </section>
    }
}

/// The letter as an e-mail to the customer.
fn mail(book: &Book, reminder: &Record) -> Mail {
    let customer = book.customers().get(reminder.customer);
    let to = customer.map_or("", |known| known.details.email.as_str());
    let paper = Paper::of_reminder(book, reminder);
    paper.map_or_else(|_| Mail::default(), |paper| Mail::of_reminder(&paper, to))
}

#[derive(Properties, PartialEq)]
struct ActionsProps {
    reminder: Rc<Record>,
}

#[component]
fn Actions(props: &ActionsProps) -> Html {
    let view = use_view();
    let dispatcher = use_dispatcher();
    let opened = use_state_eq(|| None::<Opened>);
    let copied = use_state_eq(|| None::<bool>);
    let reminder = &props.reminder;
    let download = use_download(Printed::Reminder(reminder.id));
    let open = |what: Opened| {
        let opened = opened.setter();
        Callback::from(move |()| opened.set(Some(what)))
    };
    let on_close = {
        let opened = opened.setter();
        Callback::from(move |()| opened.set(None))
    };
    let on_copy = {
        let text = mail(&view.book, reminder).text;
        let copied = copied.setter();
        Callback::from(move |()| {
            let (dispatcher, text, copied) = (dispatcher.clone(), text.clone(), copied.clone());
            spawn_local(async move { copied.set(Some(dispatcher.copy_text(&text).await)) });
        })
    };
    let is_sent = sent(&view.book, reminder).is_some();
    html! {
        <>
            <div class="actions">
                if download.is_offered() {
                    <Button kind={if is_sent { ButtonKind::Plain } else { ButtonKind::Primary }} on_click={open(Opened::Mail)}>{ words::reminders::write_mail() }</Button>
                }
                { download.view_button() }
                <Button on_click={on_copy}>{ words::reminders::copy_text() }</Button>
                if is_sent {
                    <Button writes=true on_click={open(Opened::NotSent)}>{ words::reminders::not_really_sent() }</Button>
                } else {
                    <Button writes=true on_click={open(Opened::Sent)}>{ words::reminders::mark_sent() }</Button>
                    <Button writes=true on_click={open(Opened::Discard)}>{ words::reminders::discard() }</Button>
                }
            </div>
            if let Some(done) = *copied {
                <Notice tone={if done { Tone::Good } else { Tone::Warning }}
                    title={if done { words::reminders::text_copied() } else { words::reminders::text_not_copied() }} />
            }
            { download.view_outcome() }
            { view_opened(&view, *opened, reminder, &on_close) }
        </>
    }
}

fn view_opened(
    view: &View,
    opened: Option<Opened>,
    reminder: &Rc<Record>,
    on_close: &Callback<()>,
) -> Html {
    let on_close = on_close.clone();
    match opened {
        None => html! {},
        Some(Opened::Mail) => {
            let sent = Command::RecordRemindersSent {
                reminders: vec![reminder.id],
                date: view.today,
                channel: Channel::Email.into(),
            };
            let first = mail(&view.book, reminder);
            html! { <Send document={Printed::Reminder(reminder.id)} {first} {sent} {on_close} /> }
        }
        Some(Opened::Sent) => html! { <MarkSent ids={vec![reminder.id]} {on_close} /> },
        Some(Opened::NotSent) => {
            html! { <Undo reminder={reminder.clone()} discards=false {on_close} /> }
        }
        Some(Opened::Discard) => {
            html! { <Undo reminder={reminder.clone()} discards=true {on_close} /> }
        }
    }
}

#[derive(Properties, PartialEq)]
struct UndoProps {
    reminder: Rc<Record>,
    /// The letter itself goes; else that it was sent.
    discards: bool,
    on_close: Callback<()>,
}

#[component]
fn Undo(props: &UndoProps) -> Html {
    let view = use_view();
    let asking = use_asking();
    let navigator = use_navigator();
    let on_answer = {
        let (asking, on_close) = (asking.clone(), props.on_close.clone());
        let (reminder, discards) = (props.reminder.clone(), props.discards);
        let mut events = view.book.collection_events_of(reminder.customer);
        let event = events
            .find(|event| event.sent() == Some(reminder.id))
            .map(|event| event.id);
        Callback::from(move |()| {
            let command = match event {
                Some(event) if !discards => Command::RemoveCollection { event },
                _ => Command::DiscardReminders {
                    reminders: vec![reminder.id],
                },
            };
            let (on_close, navigator) = (on_close.clone(), navigator.clone());
            asking.answer(Ok(command), "", move |_| {
                on_close.emit(());
                if discards {
                    navigator.go(Route::Reminders);
                }
            });
        })
    };
    let (title, about, verb) = if props.discards {
        (
            words::reminders::discard_question(),
            words::reminders::discard_hint(),
            words::reminders::discard(),
        )
    } else {
        (
            words::reminders::not_really_sent_question(),
            words::reminders::not_really_sent_hint(),
            words::reminders::not_really_sent(),
        )
    };
    let lead = html! {
        <>
            <p class="quiet">{ about }</p>
            if let Some(problem) = asking.problem(FieldName::Reminder) {
                <p class="problem">{ problem }</p>
            }
        </>
    };
    html! { <AskDialog {title} asking={asking} {lead} {verb} kind={ButtonKind::Danger} {on_answer} on_close={props.on_close.clone()} /> }
}
