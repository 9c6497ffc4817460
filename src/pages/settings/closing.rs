//! Closing a period, and opening it again with a reason.

use ledger::business::ClosingDecision;
use ledger::command::Command;
use ledger::problem::FieldName;
use yew::prelude::*;

use crate::components::action::{FailureNotice, ProblemList, use_action};
use crate::form::{Problems, date};
use crate::hooks::use_view;
use crate::text::{self, format};
use crate::ui::{Button, Field, Input};

#[component]
pub fn Closing() -> Html {
    let view = use_view();
    let action = use_action();
    let until = use_state(String::new);
    let reason = use_state(String::new);
    let found = use_state(Problems::default);
    let closed = view.book.closed_until();
    let refused = action.problems();
    let problems = if refused.is_empty() {
        (*found).clone()
    } else {
        refused
    };
    let set = |state: &UseStateHandle<String>| {
        let state = state.setter();
        Callback::from(move |value| state.set(value))
    };
    let run = |make: fn(Option<ledger::date::Date>, String) -> Command, needs_day: bool| {
        let (action, found) = (action.clone(), found.setter());
        let (until, reason) = (until.clone(), reason.clone());
        Callback::from(move |()| {
            action.clear();
            let mut problems = Problems::default();
            let day = problems
                .noted(FieldName::Until, date::read_optional(&until))
                .flatten();
            if needs_day && day.is_none() && problems.is_empty() {
                problems.add(FieldName::Until, crate::form::Fault::Missing);
            }
            let is_right = problems.is_empty();
            found.set(problems);
            if is_right {
                let (until, reason_now) = (until.setter(), reason.setter());
                action.run(make(day, reason.trim().to_owned()), None, move |_| {
                    until.set(String::new());
                    reason_now.set(String::new());
                });
            }
        })
    };
    let on_close_period = run(
        |until, reason| Command::ClosePeriod {
            // Asked for before.
            until: until.unwrap_or_else(|| ledger::date::Date::new(1900, 1, 1).expect("a day")),
            reason,
        },
        true,
    );
    let on_reopen = run(
        |until, reason| Command::ReopenPeriod { until, reason },
        false,
    );
    let problem = |field: FieldName| problems.of(field).map(text::problem::fault);
    html! {
        <section class="block" aria-labelledby="closing">
            <h2 id="closing">{ "Closed period" }</h2>
            <p data-test="closed-until">
                { closed.map_or_else(|| "Everything is open.".to_owned(), |day| format!("Closed up to {}.", format::date(day))) }
            </p>
            <p class="quiet">{ "Nothing is dated in a closed period any more, unless a reason is given." }</p>
            <ProblemList problems={problems.clone()} />
            if let Some(failure) = action.failure() {
                <FailureNotice failure={failure.clone()} problems_beside=true />
            }
            <div class="fields">
                <Field name="close-until" label="Last closed day" input={Input::Date} value={(*until).clone()}
                    on_change={set(&until)} problem={problem(FieldName::Until)}
                    hint={closed.map(|_| "To reopen: the day up to which it stays closed, or nothing.")} />
                <Field name="close-reason" label="Reason" value={(*reason).clone()} on_change={set(&reason)} problem={problem(FieldName::Reason)} />
            </div>
            <div class="actions">
                <Button writes=true busy={action.is_busy()} on_click={on_close_period}>{ "Close the period" }</Button>
                if closed.is_some() {
                    <Button writes=true busy={action.is_busy()} on_click={on_reopen}>{ "Reopen" }</Button>
                }
            </div>
            <Decisions />
        </section>
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
                    ClosingDecision::Close(day) => format!("Closed up to {}", format::date(day)),
                    ClosingDecision::Reopen(Some(day)) => format!("Reopened after {}", format::date(day)),
                    ClosingDecision::Reopen(None) => "Reopened".to_owned(),
                    ClosingDecision::Override(day) => format!("Recorded on {} in the closed period", format::date(day)),
                };
                let reason = if closing.reason.is_empty() { String::new() } else { format!(": {}", closing.reason) };
                html! { <li key={closing.id.to_string()}>{ format!("{what}{reason}") }</li> }
            }) }
        </ul>
    }
}
