//! Taking back what came in with a file.

use ledger::bank::Matched;
use ledger::bank::intake::of_file;
use ledger::book::Book;
use ledger::command::Command;
use ledger::ids::StatementId;
use ledger::problem::FieldName;
use yew::prelude::*;

use crate::components::action::{
    ClosedReason, FailureNotice, ProblemList, override_of, use_action,
};
use crate::form::{Problems, date};
use crate::hooks::use_view;
use crate::text::{self, counted};
use crate::ui::{Button, ButtonKind, Dialog, Field, Input};

/// All statements of the files that these came in with, as far as they are
/// still there.
pub fn of_files(book: &Book, statements: &[StatementId]) -> Vec<StatementId> {
    let mut all: Vec<StatementId> = statements
        .iter()
        .flat_map(|statement| of_file(book, *statement))
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Lines, how many of them are matched with money, and payments and refunds
/// that were recorded by that.
fn counts(book: &Book, statements: &[StatementId]) -> (usize, usize, usize) {
    let mut counted = (0, 0, 0);
    for line in statements.iter().flat_map(|id| book.lines_of(*id)) {
        counted.0 += 1;
        let money = book
            .matches_of(line.id)
            .filter(|part| !matches!(part.what, Matched::Other { .. }));
        let made: Vec<bool> = money.map(|part| part.made).collect();
        counted.1 += usize::from(!made.is_empty());
        counted.2 += made.into_iter().filter(|made| *made).count();
    }
    counted
}

#[derive(Properties, PartialEq)]
pub struct UndoProps {
    pub statements: Vec<StatementId>,
    pub on_close: Callback<()>,
}

#[component]
pub fn Undo(props: &UndoProps) -> Html {
    let view = use_view();
    let action = use_action();
    let day = use_state(|| view.today.to_string());
    let reason = use_state(String::new);
    let found = use_state(Problems::default);
    let (lines, matched, made) = counts(&view.book, &props.statements);
    let refused = action.problems();
    let problems = if refused.is_empty() {
        (*found).clone()
    } else {
        refused
    };
    let onsubmit = {
        let (action, found, statements) = (action.clone(), found, props.statements.clone());
        let (day, reason, on_close) = (day.clone(), reason.clone(), props.on_close.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            action.clear();
            let mut problems = Problems::default();
            let take_back = if matched == 0 {
                None
            } else {
                problems.noted(FieldName::Date, date::read(&day))
            };
            let is_fine = problems.is_empty();
            found.set(problems);
            if is_fine {
                let command = Command::RemoveStatements {
                    statements: statements.clone(),
                    take_back,
                };
                let on_close = on_close.clone();
                action.run(command, override_of(&reason), move |_| on_close.emit(()));
            }
        })
    };
    let set = |state: &UseStateHandle<String>| {
        let state = state.setter();
        Callback::from(move |value| state.set(value))
    };
    html! {
        <Dialog title="Undo this import?" on_close={props.on_close.clone()}>
            <form {onsubmit} novalidate=true>
                <p>{ format!("{} of {} go out of the book. The account stays.", counted(lines, "line", "lines"), counted(props.statements.len(), "statement", "statements")) }</p>
                if made > 0 {
                    <p>{ format!("{} recorded from them: each is taken back on the day below, and what it paid is open again from then on.", counted(made, "payment was", "payments were")) }</p>
                }
                if matched > 0 && made == 0 {
                    <p>{ "Payments that were recorded before stay; only that they stand on these lines is forgotten." }</p>
                }
                <ProblemList problems={problems.clone()} />
                if let Some(failure) = action.failure() {
                    <FailureNotice failure={failure.clone()} problems_beside=true on_close={props.on_close.clone()} />
                }
                if matched > 0 {
                    <div class="fields">
                        <Field name="undo-date" label="Taken back on" input={Input::Date} value={(*day).clone()} on_change={set(&day)}
                            problem={problems.of(FieldName::Date).map(text::problem::fault)} />
                    </div>
                }
                <ClosedReason {problems} reason={(*reason).clone()} on_change={set(&reason)} />
                <div class="actions">
                    <Button submit=true writes=true kind={ButtonKind::Danger} busy={action.is_busy()}>{ "Undo import" }</Button>
                    <Button on_click={props.on_close.clone()}>{ "Cancel" }</Button>
                </div>
            </form>
        </Dialog>
    }
}
