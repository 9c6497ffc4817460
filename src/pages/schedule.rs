//! One recurring schedule: what it makes and when, and what it made.

use std::rc::Rc;

use ledger::book::Book;
use ledger::change::RecordId;
use ledger::command::Command;
use ledger::ids::{ScheduleId, Version};
use ledger::problem::FieldName;
use ledger::report::occurrences::next;
use ledger::schedule::{Occurrence, Outcome, Schedule as Record};
use yew::prelude::*;

use crate::components::absent::absent;
use crate::components::asking::{AskDialog, use_asking};
use crate::components::document::Document;
use crate::components::due::{Due, asks_for};
use crate::components::rows::customer_name;
use crate::form::{Problems, date};
use crate::hooks::use_view;
use crate::route::Route;
use crate::state::View;
use crate::text::{self, format, recurring};
use crate::ui::{
    Button, Column, Field, Input, LinkButton, Place, Row, Table, keep, said, view_status,
};

#[derive(Properties, PartialEq)]
pub struct ScheduleProps {
    pub id: ScheduleId,
}

#[component]
pub fn Schedule(props: &ScheduleProps) -> Html {
    let view = use_view();
    let Some(schedule) = view.book.schedules().get(props.id).cloned() else {
        return absent(
            words::recurring::recurring_invoice(),
            words::recurring::missing(),
            &Route::Schedules,
            words::recurring::back_to_list(),
        );
    };
    let next = next(&view.book, &schedule);
    let document = Rc::new((*schedule.document).clone());
    html! {
        <>
            <div class="bar">
                <h1>{ words::recurring::recurring_invoice() }</h1>
                { view_status(recurring::status(&schedule, next)) }
            </div>
            <p class="lead">
                <a href={Route::Customer(schedule.document.customer).href()}>{ customer_name(&view.book, &schedule.document) }</a>
            </p>
            { view_answer(&schedule, next) }
            <Actions schedule={schedule.clone()} opened={view.book.version(RecordId::Schedule(props.id))} {next} />
            <Due schedule={props.id} />
            { view_made(&view, &schedule) }
            <Document invoice={document} />
        </>
    }
}

fn view_answer(schedule: &Record, next: Option<ledger::date::Date>) -> Html {
    let amount = asks_for(schedule);
    let next = next.map_or_else(|| format::NONE.to_owned(), format::date);
    html! {
        <section class="answer">
            <p>{ recurring::rule(schedule) }</p>
            <p class="sum small num" data-figure="schedule" data-value={amount.map(|money| money.amount().to_string())}>
                { format::money_or_none(amount) }
            </p>
            <p class="facts">
                <span>{ said(words::recurring::next_on(html! { <b class="num" data-test="next">{ next }</b> })) }</span>
                <span>{ said(words::recurring::from_day(html! { <b class="num">{ format::date(schedule.first) }</b> })) }</span>
                <span>{ recurring::end(schedule.end) }</span>
                <span>{ recurring::mode(schedule.mode) }</span>
                <span>{ recurring::service(schedule.service) }</span>
            </p>
            { for schedule.pauses.iter().map(|(from, to)| {
                let from = format::date(*from);
                let paused = match to {
                    None => words::recurring::paused_from(&from),
                    Some(to) => words::recurring::paused_between(&from, &format::date(*to)),
                };
                html! { <p class="quiet">{ paused }</p> }
            }) }
        </section>
    }
}

/// What a dialog asks about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Question {
    Pause,
    Resume,
    End,
    Skip,
}

#[derive(Properties, PartialEq)]
struct ActionsProps {
    schedule: Rc<Record>,
    opened: Version,
    next: Option<ledger::date::Date>,
}

#[component]
fn Actions(props: &ActionsProps) -> Html {
    let asked = use_state(|| None::<Question>);
    let ask = |question: Option<Question>| {
        let asked = asked.setter();
        Callback::from(move |()| asked.set(question))
    };
    let (schedule, opened) = (props.schedule.clone(), props.opened);
    let has_next = props.next.is_some();
    html! {
        <div class="actions">
            <LinkButton writes=true href={Route::EditSchedule(schedule.id).href()}>{ words::common::edit() }</LinkButton>
            if has_next {
                <Button writes=true on_click={ask(Some(Question::Skip))}>{ words::recurring::skip_next() }</Button>
            }
            if schedule.paused_since().is_some() {
                <Button writes=true on_click={ask(Some(Question::Resume))}>{ words::recurring::resume() }</Button>
            } else if has_next {
                <Button writes=true on_click={ask(Some(Question::Pause))}>{ words::recurring::pause() }</Button>
            }
            if has_next {
                <Button writes=true on_click={ask(Some(Question::End))}>{ words::recurring::end() }</Button>
            }
            if let Some(question) = *asked {
                <Answer {question} {schedule} {opened} next={props.next} on_close={ask(None)} />
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct AnswerProps {
    question: Question,
    schedule: Rc<Record>,
    opened: Version,
    next: Option<ledger::date::Date>,
    on_close: Callback<()>,
}

#[component]
fn Answer(props: &AnswerProps) -> Html {
    let view = use_view();
    let asking = use_asking();
    // A skip asks for a reason, all else for a day.
    let typed = use_state(|| match props.question {
        Question::Skip => String::new(),
        _ => view.today.to_string(),
    });
    // What another tab changed meanwhile is not overwritten.
    let opened = *use_state(|| props.opened);
    let on_answer = {
        let (typed, asking) = (typed.clone(), asking.clone());
        let (question, id, next) = (props.question, props.schedule.id, props.next);
        let on_close = props.on_close.clone();
        Callback::from(move |()| {
            let command = command(question, id, opened, next, &typed);
            let on_close = on_close.clone();
            asking.answer(command, "", move |_| on_close.emit(()));
        })
    };
    let (title, explanation, label, field, verb) = words(props.question);
    let input = match props.question {
        Question::Skip => Input::Text,
        _ => Input::Date,
    };
    let lead = html! {
        <>
            if let (Question::Skip, Some(next)) = (props.question, props.next) {
                <p>{ words::recurring::next_is(&format::date(next)) }</p>
            }
            <p class="quiet">{ explanation }</p>
        </>
    };
    html! {
        <AskDialog {title} asking={asking.clone()} {lead} {verb} {on_answer} on_close={props.on_close.clone()}>
            <div class="fields">
                <Field name="schedule-answer" {label} {input} value={(*typed).clone()} on_change={keep(&typed)}
                    problem={asking.problem(field)} />
            </div>
        </AskDialog>
    }
}

/// Title, explanation, the field's label and name, and the verb.
fn words(
    question: Question,
) -> (
    &'static str,
    &'static str,
    &'static str,
    FieldName,
    &'static str,
) {
    match question {
        Question::Pause => (
            words::recurring::pause_title(),
            words::recurring::pause_about(),
            words::recurring::pause_first(),
            FieldName::From,
            words::recurring::pause(),
        ),
        Question::Resume => (
            words::recurring::resume_title(),
            words::recurring::resume_about(),
            words::recurring::resume_first(),
            FieldName::From,
            words::recurring::resume(),
        ),
        Question::End => (
            words::recurring::end_title(),
            words::recurring::end_about(),
            words::recurring::last_day(),
            FieldName::Last,
            words::recurring::end(),
        ),
        Question::Skip => (
            words::recurring::skip_next(),
            words::recurring::skip_next_about(),
            words::common::reason(),
            FieldName::Reason,
            words::recurring::skip(),
        ),
    }
}

fn command(
    question: Question,
    schedule: ScheduleId,
    opened: Version,
    next: Option<ledger::date::Date>,
    typed: &str,
) -> Result<Command, Problems> {
    let mut problems = Problems::default();
    if question == Question::Skip {
        return Ok(Command::SkipOccurrences {
            skip: next.map(|day| (schedule, day)).into_iter().collect(),
            reason: typed.trim().to_owned(),
        });
    }
    let (.., field, _) = words(question);
    let Some(day) = problems.noted(field, date::read(typed)) else {
        return Err(problems);
    };
    Ok(match question {
        Question::Pause => Command::PauseSchedule {
            schedule,
            from: day,
            opened,
        },
        Question::Resume => Command::ResumeSchedule {
            schedule,
            from: day,
            opened,
        },
        _ => Command::EndSchedule {
            schedule,
            last: day,
            opened,
        },
    })
}

/// What became of its occurrences, the newest day first.
fn view_made(view: &View, schedule: &Record) -> Html {
    let book = &view.book;
    let mut facts: Vec<&Rc<Occurrence>> = book.occurrences_of(schedule.id).collect();
    if facts.is_empty() {
        return html! {};
    }
    facts.sort_by_key(|fact| std::cmp::Reverse(fact.day));
    let columns = vec![
        Column::text(words::recurring::day(), Place::Title),
        Column::text(words::recurring::became(), Place::Note),
        Column::number(words::common::amount(), Place::Sum),
        Column::text(words::common::status(), Place::Tag),
    ];
    let rows = facts.into_iter().map(|fact| made_row(view, fact));
    html! {
        <section class="block" aria-labelledby="made">
            <h2 id="made">{ words::recurring::created() }</h2>
            <Table caption={words::recurring::created()} {columns} rows={rows.collect::<Vec<_>>()} />
        </section>
    }
}

fn made_row(view: &View, fact: &Occurrence) -> Row {
    let made = match &fact.outcome {
        Outcome::Made(id) => view.book.invoices().get(*id),
        Outcome::Skipped(_) => None,
    };
    let amount = made.and_then(|made| ledger::query::amount(made));
    let status = made.map(|made| text::status::status(&view.book, made, view.today));
    Row {
        key: fact.id.to_string().into(),
        cells: vec![
            html! { <span class="num">{ format::date(fact.day) }</span> },
            outcome(&view.book, fact),
            html! { format::money_or_none(amount) },
            status.map(view_status).unwrap_or_default(),
        ],
    }
}

fn outcome(book: &Book, fact: &Occurrence) -> Html {
    match &fact.outcome {
        Outcome::Skipped(reason) => html! { words::recurring::skipped_because(&reason) },
        Outcome::Made(id) => match book.invoices().get(*id) {
            None => html! { words::recurring::draft_discarded() },
            Some(made) => {
                let name = match made.number() {
                    "" => words::common::draft(),
                    number => number,
                };
                html! { <a class="num" href={Route::Invoice(made.id).href()}>{ name.to_owned() }</a> }
            }
        },
    }
}
