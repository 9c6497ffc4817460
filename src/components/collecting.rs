//! What was done and said to collect from a customer: the facts that stand,
//! and the dialogs that record them.

use std::rc::Rc;

use ledger::book::Book;
use ledger::coded::Coded;
use ledger::collection::{
    CollectionEvent, CollectionFact, Contact, DisputeOutcome, DisputeReason, Disputed, Promised,
};
use ledger::command::Command;
use ledger::date::Date;
use ledger::ids::{CollectionEventId, CustomerId, InvoiceId};
use ledger::invoice::Invoice;
use ledger::money::{Currency, Money};
use ledger::problem::FieldName;
use ledger::report::worklist::{Standing, promise_row};
use yew::prelude::*;

use crate::components::action::{FailureNotice, use_action};
use crate::components::asking::{AskDialog, Asking, use_asking};
use crate::form::{Fault, Problems, date, number};
use crate::hooks::use_view;
use crate::route::Route;
use crate::state::View;
use crate::text::{coded, format, reminders};
use crate::ui::{Button, ButtonKind, Field, Input, Select, keep_part};

/// Days of grace that stand there first: a bank takes them.
const GRACE: &str = "3";
/// Facts of the past that are shown at a time.
const SHOWN: usize = 50;

/// What a dialog records.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Question {
    Log,
    Promise,
    Hold,
    Dispute,
    EndDispute(CollectionEventId),
    Remove(CollectionEventId),
}

#[derive(Properties, PartialEq)]
pub struct CollectingProps {
    pub id: CustomerId,
}

/// The section of a customer's page.
#[component]
pub fn Collecting(props: &CollectingProps) -> Html {
    let view = use_view();
    let action = use_action();
    let question = use_state_eq(|| None::<Question>);
    let ask = |what: Question| {
        let question = question.setter();
        Callback::from(move |()| question.set(Some(what)))
    };
    let on_close = {
        let question = question.setter();
        Callback::from(move |()| question.set(None))
    };
    let events: Vec<Rc<CollectionEvent>> =
        view.book.collection_events_of(props.id).cloned().collect();
    let owes = !open_invoices(&view.book, props.id, view.today).is_empty();
    html! {
        <section class="block" aria-labelledby="collecting">
            <h2 id="collecting">{ words::reminders::collecting() }</h2>
            <p class="quiet">{ words::reminders::collecting_hint() }</p>
            if let Some(failure) = action.failure() {
                <FailureNotice failure={failure.clone()} />
            }
            { view_standing(&view, props.id, &action, &ask) }
            <div class="actions">
                <Button writes=true on_click={ask(Question::Log)}>{ words::reminders::log() }</Button>
                if owes {
                    <Button writes=true on_click={ask(Question::Promise)}>{ words::reminders::promise() }</Button>
                    <Button writes=true on_click={ask(Question::Dispute)}>{ words::reminders::dispute() }</Button>
                }
                <Button writes=true on_click={ask(Question::Hold)}>{ words::reminders::hold() }</Button>
            </div>
            if !events.is_empty() {
                <ol class="history" aria-label={words::reminders::collecting()}>
                    { for events.iter().rev().take(SHOWN).map(|event| view_event(&view, event, &ask)) }
                </ol>
            }
            if let Some(question) = *question {
                <Answer {question} id={props.id} {on_close} />
            }
        </section>
    }
}

/// A fact with its day, its note, and a way to take it out.
fn view_event(
    view: &View,
    event: &Rc<CollectionEvent>,
    ask: &impl Fn(Question) -> Callback<()>,
) -> Html {
    let said = reminders::fact(&view.book, event);
    let is_contact = matches!(event.what, CollectionFact::Contact { .. });
    let note = if is_contact { "" } else { event.note.as_str() };
    let label = format!("{}, {}", words::reminders::remove(), said);
    html! {
        <li key={event.id.to_string()}>
            <span class="num quiet">{ format::date(event.date) }</span>
            <span>
                if let Some(letter) = event.sent() {
                    <a href={Route::Reminder(letter).href()}>{ said }</a>
                } else {
                    { said }
                }
                if !note.is_empty() {
                    <span class="quiet">{ " · " }<bdi>{ note.to_owned() }</bdi></span>
                }
            </span>
            <span></span>
            <Button kind={ButtonKind::Quiet} writes=true {label} on_click={ask(Question::Remove(event.id))}>{ words::reminders::remove() }</Button>
        </li>
    }
}

/// Promises, holds and disputes that stand, each with its end.
fn view_standing(
    view: &View,
    id: CustomerId,
    action: &crate::components::action::Action,
    ask: &impl Fn(Question) -> Callback<()>,
) -> Html {
    let standing = Standing::of(&view.book, id, view.today);
    let end = |event: CollectionEventId| {
        let (action, today) = (action.clone(), view.today);
        Callback::from(move |()| {
            let command = Command::RecordCollection {
                customer: id,
                date: today,
                what: CollectionFact::Ended { event },
                note: String::new(),
            };
            action.run(command, None, drop);
        })
    };
    let row = |event: &Rc<CollectionEvent>, tag: Option<&'static str>, verb, on_click| {
        let said = reminders::fact(&view.book, event);
        let label = format!("{verb}, {said}");
        html! {
            <li key={event.id.to_string()}>
                <span>{ said }</span>
                if let Some(tag) = tag {
                    <span class="quiet">{ format!("({tag})") }</span>
                }
                <Button writes=true busy={action.is_busy()} {label} {on_click}>{ verb }</Button>
            </li>
        }
    };
    let mut rows = Vec::new();
    for (event, promised) in standing.promises() {
        let status = promise_row(&view.book, event, promised, view.today);
        let status = status
            .ok()
            .map(|row| reminders::promise(row.standing.status));
        rows.push(row(
            event,
            status,
            words::reminders::end_promise(),
            end(event.id),
        ));
    }
    for (event, ..) in standing.holds() {
        rows.push(row(
            event,
            None,
            words::reminders::end_hold(),
            end(event.id),
        ));
    }
    for (event, _) in standing.disputes() {
        let on_click = ask(Question::EndDispute(event.id));
        rows.push(row(event, None, words::reminders::end_dispute(), on_click));
    }
    if rows.is_empty() {
        return html! {};
    }
    html! { <ul class="activity standing">{ for rows }</ul> }
}

/// Invoices of which something is open, the longest due first.
fn open_invoices(book: &Book, id: CustomerId, today: Date) -> Vec<(Rc<Invoice>, Date, Money)> {
    let mut open: Vec<_> = book
        .invoices_of(id)
        .filter_map(|invoice| {
            let row = book.figures(invoice.id)?;
            let left = book.balance(invoice.id, today)?;
            let due = book.next_due(invoice.id, today)?;
            let is_open = row.is_issued() && !row.credit && left.is_positive();
            is_open.then(|| (invoice.clone(), due, left))
        })
        .collect();
    open.sort_by_key(|(invoice, due, _)| (*due, invoice.id));
    open
}

/// What a promise is for: what is overdue in the currency of the oldest, else
/// all that is open in it.
fn promised_for(
    book: &Book,
    id: CustomerId,
    today: Date,
) -> (Currency, Vec<InvoiceId>, Option<Money>) {
    let open = open_invoices(book, id, today);
    let currency = open
        .first()
        .map_or_else(Currency::default, |(_, _, left)| left.currency());
    let of = |is_overdue: bool| {
        let rows = open.iter().filter(move |(_, due, left)| {
            left.currency() == currency && (!is_overdue || *due < today)
        });
        rows.map(|(invoice, _, left)| (invoice.id, *left))
            .collect::<Vec<_>>()
    };
    let mut rows = of(true);
    if rows.is_empty() {
        rows = of(false);
    }
    let sum = Money::sum(currency, rows.iter().map(|(_, left)| *left)).ok();
    (currency, rows.into_iter().map(|(id, _)| id).collect(), sum)
}

/// What is typed into any of the dialogs.
#[derive(Clone, PartialEq, Default)]
struct Typed {
    date: String,
    kind: String,
    note: String,
    amount: String,
    by: String,
    grace: String,
    invoice: String,
    until: String,
    reason: String,
    next: String,
    outcome: String,
}

#[derive(Properties, PartialEq)]
struct AnswerProps {
    question: Question,
    id: CustomerId,
    on_close: Callback<()>,
}

#[component]
fn Answer(props: &AnswerProps) -> Html {
    let view = use_view();
    let asking = use_asking();
    let typed = use_state(|| first(&view, props));
    let on_answer = {
        let (view, typed, asking) = (view.clone(), typed.clone(), asking.clone());
        let (question, id) = (props.question, props.id);
        let on_close = props.on_close.clone();
        Callback::from(move |()| {
            let on_close = on_close.clone();
            let command = command(&view, question, id, &typed);
            asking.answer(command, "", move |_| on_close.emit(()));
        })
    };
    let (title, about, verb) = words_of(props.question);
    let kind = match props.question {
        Question::Remove(_) => ButtonKind::Danger,
        _ => ButtonKind::Primary,
    };
    let lead = html! {
        <>
            if !about.is_empty() {
                <p class="quiet">{ about }</p>
            }
            if props.question == Question::Log {
                { view_call_sheet(&view, props.id) }
            }
        </>
    };
    html! {
        <AskDialog {title} asking={asking.clone()} {lead} {verb} {kind} {on_answer} on_close={props.on_close.clone()}>
            <div class="fields">{ view_fields(&view, props, &typed, &asking) }</div>
        </AskDialog>
    }
}

/// What stands in the fields first.
fn first(view: &View, props: &AnswerProps) -> Typed {
    let (_, _, sum) = promised_for(&view.book, props.id, view.today);
    let open = open_invoices(&view.book, props.id, view.today);
    let (invoice, left) = open.first().map_or_else(
        || (String::new(), None),
        |(invoice, _, left)| (invoice.id.to_string(), Some(*left)),
    );
    let amount = match props.question {
        Question::Promise => sum,
        Question::Dispute => left,
        _ => None,
    };
    let is_dispute = props.question == Question::Dispute;
    Typed {
        date: view.today.to_string(),
        kind: Contact::Call.as_str().to_owned(),
        amount: amount.map_or_else(String::new, |money| number::typed(money.amount())),
        grace: GRACE.to_owned(),
        invoice: if is_dispute { invoice } else { String::new() },
        outcome: DisputeOutcome::Credited.as_str().to_owned(),
        ..Typed::default()
    }
}

/// What is owed and was promised, and what to ask.
fn view_call_sheet(view: &View, id: CustomerId) -> Html {
    let open = open_invoices(&view.book, id, view.today);
    if open.is_empty() {
        return html! {};
    }
    let mut currencies: Vec<Currency> = open.iter().map(|(_, _, left)| left.currency()).collect();
    currencies.sort_unstable();
    currencies.dedup();
    let sums = |is_overdue: bool| {
        let sums = currencies.iter().filter_map(|currency| {
            let rows = open.iter().filter(|(_, due, left)| {
                left.currency() == *currency && (!is_overdue || *due < view.today)
            });
            Money::sum(*currency, rows.map(|(_, _, left)| *left)).ok()
        });
        sums.map(format::money).collect::<Vec<_>>().join(", ")
    };
    let standing = Standing::of(&view.book, id, view.today);
    let last = standing
        .promises()
        .last()
        .map(|(event, _)| reminders::fact(&view.book, event));
    html! {
        <dl class="call-sheet">
            <dt>{ words::reminders::call_owes() }</dt><dd class="num">{ sums(false) }</dd>
            <dt>{ words::reminders::call_overdue() }</dt><dd class="num">{ sums(true) }</dd>
            if let Some(last) = last {
                <dt>{ words::reminders::call_last_promise() }</dt><dd>{ last }</dd>
            }
            <dd class="quiet wide">{ words::reminders::call_ask() }</dd>
        </dl>
    }
}

fn view_fields(
    view: &View,
    props: &AnswerProps,
    typed: &UseStateHandle<Typed>,
    asking: &Asking,
) -> Html {
    let text = |name: &'static str,
                label: &'static str,
                input: Input,
                at: FieldName,
                of: fn(&mut Typed) -> &mut String| {
        let mut now = (**typed).clone();
        let value = of(&mut now).clone();
        html! {
            <Field {name} {label} {input} {value} problem={asking.problem(at)}
                on_change={keep_part(typed, move |typed, value| *of(typed) = value)} />
        }
    };
    let day = text(
        "collect-date",
        words::reminders::on_day(),
        Input::Date,
        FieldName::Date,
        |typed| &mut typed.date,
    );
    let note = text(
        "collect-note",
        words::common::note(),
        Input::Lines,
        FieldName::Note,
        |typed| &mut typed.note,
    );
    match props.question {
        Question::Log => {
            let options = Contact::ALL.iter().map(|by| {
                (
                    by.as_str().into(),
                    coded::contact(&Coded::Code(*by)).to_owned().into(),
                )
            });
            html! {
                <>
                    { day }
                    <Select name="collect-kind" label={words::reminders::what_happened()} value={typed.kind.clone()}
                        options={options.collect::<Vec<_>>()} on_change={keep_part(typed, |typed, value| typed.kind = value)} />
                    { note }
                </>
            }
        }
        Question::Promise => html! {
            <>
                { text("collect-amount", words::reminders::promised_amount(), Input::Number, FieldName::Amount, |typed| &mut typed.amount) }
                { text("collect-by", words::reminders::promised_by(), Input::Date, FieldName::By, |typed| &mut typed.by) }
                <Field name="collect-grace" label={words::reminders::grace()} input={Input::Number} value={typed.grace.clone()}
                    hint={words::reminders::grace_hint()} problem={asking.problem(FieldName::Day)}
                    on_change={keep_part(typed, |typed, value| typed.grace = value)} />
                { day }
                { note }
            </>
        },
        Question::Hold => {
            let mut options = vec![("".into(), words::reminders::hold_all().into())];
            options.extend(invoice_options(view, props.id));
            html! {
                <>
                    <Select name="collect-invoice" label={words::reminders::hold_what()} value={typed.invoice.clone()} {options}
                        problem={asking.problem(FieldName::Invoice)}
                        on_change={keep_part(typed, |typed, value| typed.invoice = value)} />
                    { text("collect-until", words::reminders::hold_until(), Input::Date, FieldName::Until, |typed| &mut typed.until) }
                    { text("collect-note", words::common::reason(), Input::Lines, FieldName::Note, |typed| &mut typed.note) }
                </>
            }
        }
        Question::Dispute => {
            let mut reasons: Vec<(AttrValue, AttrValue)> = DisputeReason::ALL
                .iter()
                .map(|why| {
                    let text = coded::dispute_reason(&Coded::Code(*why)).to_owned();
                    (why.as_str().into(), text.into())
                })
                .collect();
            reasons.insert(0, ("".into(), words::reminders::how_empty().into()));
            html! {
                <>
                    <Select name="collect-invoice" label={words::reminders::dispute_invoice()} value={typed.invoice.clone()}
                        options={invoice_options(view, props.id)} problem={asking.problem(FieldName::Invoice)}
                        on_change={keep_part(typed, |typed, value| typed.invoice = value)} />
                    { text("collect-amount", words::reminders::dispute_amount(), Input::Number, FieldName::Amount, |typed| &mut typed.amount) }
                    <Select name="collect-reason" label={words::reminders::dispute_reason()} value={typed.reason.clone()} options={reasons}
                        on_change={keep_part(typed, |typed, value| typed.reason = value)} />
                    { text("collect-next", words::reminders::dispute_next(), Input::Date, FieldName::Next, |typed| &mut typed.next) }
                    { day }
                    { note }
                </>
            }
        }
        Question::EndDispute(_) => {
            let options = DisputeOutcome::ALL.iter().map(|outcome| {
                let text = match outcome {
                    DisputeOutcome::Credited => words::reminders::outcome_credited(),
                    DisputeOutcome::Rejected => words::reminders::outcome_rejected(),
                    DisputeOutcome::Withdrawn => words::reminders::outcome_withdrawn(),
                };
                (outcome.as_str().into(), text.into())
            });
            html! {
                <>
                    <Select name="collect-outcome" label={words::reminders::end_dispute_title()} value={typed.outcome.clone()}
                        options={options.collect::<Vec<_>>()} on_change={keep_part(typed, |typed, value| typed.outcome = value)} />
                    { day }
                    { note }
                </>
            }
        }
        Question::Remove(id) => {
            let event = view.book.collection_events().get(id);
            html! { <p>{ event.map_or_else(String::new, |event| reminders::fact(&view.book, event)) }</p> }
        }
    }
}

fn invoice_options(view: &View, id: CustomerId) -> Vec<(AttrValue, AttrValue)> {
    let open = open_invoices(&view.book, id, view.today).into_iter();
    let option = |(invoice, due, left): (Rc<Invoice>, Date, Money)| {
        let text = [
            invoice.number().to_owned(),
            format::money(left),
            format::date(due),
        ]
        .join(" · ");
        (invoice.id.to_string().into(), text.into())
    };
    open.map(option).collect()
}

fn words_of(question: Question) -> (&'static str, &'static str, &'static str) {
    match question {
        Question::Log => (
            words::reminders::log_title(),
            "",
            words::reminders::save_log(),
        ),
        Question::Promise => (
            words::reminders::promise_title(),
            words::reminders::promise_invoices_hint(),
            words::reminders::save_promise(),
        ),
        Question::Hold => (
            words::reminders::hold_title(),
            "",
            words::reminders::save_hold(),
        ),
        Question::Dispute => (
            words::reminders::dispute_title(),
            words::reminders::dispute_hint(),
            words::reminders::save_dispute(),
        ),
        Question::EndDispute(_) => (
            words::reminders::end_dispute_title(),
            "",
            words::reminders::save_outcome(),
        ),
        Question::Remove(_) => (
            words::reminders::remove_question(),
            words::reminders::remove_hint(),
            words::reminders::remove(),
        ),
    }
}

fn command(
    view: &View,
    question: Question,
    customer: CustomerId,
    typed: &Typed,
) -> Result<Command, Problems> {
    let mut problems = Problems::default();
    let date = match question {
        Question::Hold => Some(view.today),
        _ => problems.noted(FieldName::Date, date::read(&typed.date)),
    };
    let invoice: Option<InvoiceId> = typed.invoice.parse().ok();
    let what = match question {
        Question::Remove(event) => return Ok(Command::RemoveCollection { event }),
        Question::Log => Some(CollectionFact::Contact {
            by: typed.kind.as_str().into(),
        }),
        Question::Promise => promised(view, customer, typed, &mut problems),
        Question::Hold => {
            let until = problems.noted(FieldName::Until, date::read_optional(&typed.until));
            until.map(|until| CollectionFact::Held { invoice, until })
        }
        Question::Dispute => disputed(view, invoice, typed, &mut problems),
        Question::EndDispute(dispute) => DisputeOutcome::of(&typed.outcome)
            .map(|outcome| CollectionFact::Settled { dispute, outcome }),
    };
    match (date, what) {
        (Some(date), Some(what)) if problems.is_empty() => Ok(Command::RecordCollection {
            customer,
            date,
            what,
            note: typed.note.clone(),
        }),
        _ => Err(problems),
    }
}

fn promised(
    view: &View,
    customer: CustomerId,
    typed: &Typed,
    problems: &mut Problems,
) -> Option<CollectionFact> {
    let (currency, invoices, _) = promised_for(&view.book, customer, view.today);
    let amount = number::read_amount(&typed.amount, Some(currency));
    let amount = problems.noted(FieldName::Amount, amount);
    let by = problems.noted(FieldName::By, date::read(&typed.by));
    let grace = match typed.grace.trim() {
        "" => Ok(0),
        days => days.parse::<u32>().map_err(|_| Fault::NotAWholeNumber),
    };
    let grace_days = problems.noted(FieldName::Day, grace);
    Some(CollectionFact::Promised(Promised {
        invoices,
        amount: amount?,
        currency,
        by: by?,
        grace_days: grace_days?,
    }))
}

fn disputed(
    view: &View,
    invoice: Option<InvoiceId>,
    typed: &Typed,
    problems: &mut Problems,
) -> Option<CollectionFact> {
    let Some(invoice) = invoice else {
        problems.add(FieldName::Invoice, Fault::Missing);
        return None;
    };
    let currency = view
        .book
        .invoices()
        .get(invoice)
        .map(|known| known.currency);
    let amount = number::read_amount(&typed.amount, currency);
    let amount = problems.noted(FieldName::Amount, amount);
    let next_on = problems.noted(FieldName::Next, date::read_optional(&typed.next));
    Some(CollectionFact::Disputed(Disputed {
        invoice,
        amount: amount?,
        reason: typed.reason.as_str().into(),
        next_on: next_on?,
    }))
}
