//! Taking back what came in with a file.

use ledger::bank::Matched;
use ledger::bank::intake::of_file;
use ledger::book::Book;
use ledger::command::Command;
use ledger::ids::StatementId;
use ledger::problem::FieldName;
use yew::prelude::*;

use crate::components::asking::{AskDialog, use_asking};
use crate::form::{Problems, date};
use crate::hooks::use_view;
use crate::ui::{ButtonKind, Field, Input, keep};

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
    let asking = use_asking();
    let day = use_state(|| view.today.to_string());
    let reason = use_state(String::new);
    let (lines, matched, made) = counts(&view.book, &props.statements);
    let on_answer = {
        let (asking, statements) = (asking.clone(), props.statements.clone());
        let (day, reason, on_close) = (day.clone(), reason.clone(), props.on_close.clone());
        Callback::from(move |()| {
            let mut problems = Problems::default();
            let take_back = if matched == 0 {
                None
            } else {
                problems.noted(FieldName::Date, date::read(&day))
            };
            let command = problems.or(|| Command::RemoveStatements {
                statements: statements.clone(),
                take_back,
            });
            let on_close = on_close.clone();
            asking.answer(command, &reason, move |_| on_close.emit(()));
        })
    };
    let lead = html! {
        <>
            <p>{ words::bank::undo_lines(&words::counts::lines(lines), &words::counts::statements(props.statements.len())) }</p>
            if made > 0 {
                <p>{ words::bank::undo_payments(&words::counts::payments_were(made)) }</p>
            }
            if matched > 0 && made == 0 {
                <p>{ words::bank::undo_known() }</p>
            }
        </>
    };
    html! {
        <AskDialog title={words::bank::undo_question()} asking={asking.clone()} {lead} verb={words::bank::undo_import()} kind={ButtonKind::Danger}
            reason={(*reason).clone()} on_reason={keep(&reason)} {on_answer} on_close={props.on_close.clone()}>
                if matched > 0 {
                    <div class="fields">
                        <Field name="undo-date" label={words::bank::undo_date()} input={Input::Date} value={(*day).clone()} on_change={keep(&day)}
                            problem={asking.problem(FieldName::Date)} />
                    </div>
                }
        </AskDialog>
    }
}
