//! Closing a period, and opening it again with a reason.

use ledger::business::ClosingDecision;
use ledger::command::Command;
use ledger::problem::FieldName;
use yew::prelude::*;

use crate::components::action::{FailureNotice, ProblemList};
use crate::components::asking::use_asking;
use crate::form::{Fault, Problems, date};
use crate::hooks::use_view;
use crate::text::format;
use crate::ui::{Button, Field, Input, keep};

#[component]
pub fn Closing() -> Html {
    let view = use_view();
    let asking = use_asking();
    let until = use_state(String::new);
    let reason = use_state(String::new);
    let closed = view.book.closed_until();
    let problems = asking.problems();
    let on_decide = |closes: bool| {
        let (asking, until, reason) = (asking.clone(), until.clone(), reason.clone());
        Callback::from(move |()| {
            let (until_now, reason_now) = (until.setter(), reason.setter());
            asking.answer(command(closes, &until, &reason), "", move |_| {
                until_now.set(String::new());
                reason_now.set(String::new());
            });
        })
    };
    html! {
        <section class="block" aria-labelledby="closing">
            <h2 id="closing">{ words::settings::closed_period() }</h2>
            <p data-test="closed-until">
                { closed.map_or_else(|| words::settings::nothing_closed().to_owned(), |day| words::settings::closed_up_to_now(&format::date(day))) }
            </p>
            <p class="quiet">{ words::settings::closed_about() }</p>
            <ProblemList {problems} />
            if let Some(failure) = asking.action.failure() {
                <FailureNotice failure={failure.clone()} problems_beside=true />
            }
            <div class="fields">
                <Field name="close-until" label={words::settings::closing_date()} input={Input::Date} value={(*until).clone()}
                    on_change={keep(&until)} problem={asking.problem(FieldName::Until)}
                    hint={closed.map(|_| words::settings::reopen_hint())} />
                <Field name="close-reason" label={words::common::reason()} value={(*reason).clone()} on_change={keep(&reason)} problem={asking.problem(FieldName::Reason)} />
            </div>
            <div class="actions">
                <Button writes=true busy={asking.action.is_busy()} on_click={on_decide(true)}>{ words::settings::close_period() }</Button>
                if closed.is_some() {
                    <Button writes=true busy={asking.action.is_busy()} on_click={on_decide(false)}>{ words::settings::reopen() }</Button>
                }
            </div>
            <Decisions />
        </section>
    }
}

/// Closes up to a day, or opens what is after one, or all.
fn command(closes: bool, until: &str, reason: &str) -> Result<Command, Problems> {
    let mut problems = Problems::default();
    let until = problems
        .noted(FieldName::Until, date::read_optional(until))
        .flatten();
    let reason = reason.trim().to_owned();
    match until {
        Some(until) if closes => Ok(Command::ClosePeriod { until, reason }),
        None if closes && problems.is_empty() => {
            problems.add(FieldName::Until, Fault::Missing);
            Err(problems)
        }
        until => problems.or(|| Command::ReopenPeriod { until, reason }),
    }
}

/// What was decided so far.
#[component]
fn Decisions() -> Html {
    let view = use_view();
    let decisions: Vec<_> = view.book.closings().iter().cloned().collect();
    if decisions.is_empty() {
        return html! {};
    }
    html! {
        <ul class="plain quiet">
            { for decisions.iter().rev().map(|closing| {
                let what = match closing.decision {
                    ClosingDecision::Close(day) => words::settings::closed_up_to(&format::date(day)),
                    ClosingDecision::Reopen(Some(day)) => words::settings::reopened_after(&format::date(day)),
                    ClosingDecision::Reopen(None) => words::settings::reopened().to_owned(),
                    ClosingDecision::Override(day) => words::settings::recorded_in_closed(&format::date(day)),
                };
                let reason = if closing.reason.is_empty() { String::new() } else { format!(": {}", closing.reason) };
                html! { <li key={closing.id.to_string()}>{ format!("{what}{reason}") }</li> }
            }) }
        </ul>
    }
}
