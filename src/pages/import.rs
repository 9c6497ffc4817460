//! Bringing in what there is: a records file, or a table of invoices.

mod table;

use std::rc::Rc;

use ledger::command::{Problem, Refusal, What};
use ledger::import::ImportFault;
use ledger::import::csv::{self, Refused};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use self::table::TableImport;
use crate::dispatch::{ChosenFile, CsvFile, Dispatcher, ImportFailure, ImportReport, NotDone};
use crate::hooks::{use_dispatcher, use_view};
use crate::pages::action::use_action;
use crate::route::{AgingQuery, Route};
use crate::text::{self, counted, problem};
use crate::ui::{
    Button, Column, FileField, FileInput, LinkButton, MayWrite, Notice, Place, Progress, Row,
    Table, Tone,
};

/// Problems shown at a time.
const SHOWN: usize = 50;

/// How far an import has come.
pub enum Phase {
    Idle,
    Working(&'static str),
    Table(Rc<CsvFile>),
    Done(Box<ImportReport>),
    Failed(Box<ImportFailure>, Option<Rc<CsvFile>>),
}

#[component]
pub fn Import() -> Html {
    let view = use_view();
    let dispatcher = use_dispatcher();
    let may_write = use_context::<MayWrite>().is_none_or(|may| may.0);
    let phase = use_state(|| Phase::Idle);
    let on_choose = {
        let (dispatcher, phase) = (dispatcher.clone(), phase.setter());
        Callback::from(move |input: FileInput| {
            if let Some(file) = ChosenFile::all_of(&input).into_iter().next() {
                choose(file, dispatcher.clone(), phase.clone());
            }
        })
    };
    let on_options = {
        let phase = phase.setter();
        Callback::from(move |(file, options): (Rc<CsvFile>, csv::Options)| {
            let (dispatcher, phase) = (dispatcher.clone(), phase.clone());
            phase.set(Phase::Working("Importing…"));
            spawn_local(async move {
                phase.set(match dispatcher.import_csv(&file, &options).await {
                    Ok(report) => Phase::Done(Box::new(report)),
                    Err(failure) => Phase::Failed(Box::new(failure), Some(file)),
                });
            });
        })
    };
    let on_again = {
        let phase = phase.setter();
        Callback::from(move |()| phase.set(Phase::Idle))
    };
    let currency = view
        .book
        .business()
        .map(|business| business.currency)
        .unwrap_or_default();
    html! {
        <>
            <h1>{ "Import" }</h1>
            { match &*phase {
                Phase::Idle => html! {
                    <>
                        <p class="lead">{ "A table of invoices (CSV) from any program, or a records file of Owed. All of it is taken or nothing, and it can be undone." }</p>
                        <FileField name="import-file" label="File to import" accept=".csv,.txt,.json,text/csv,application/json" disabled={!may_write} {on_choose} />
                    </>
                },
                Phase::Working(what) => html! { <Progress label={*what} /> },
                Phase::Table(file) => html! { <TableImport file={file.clone()} {currency} on_import={on_options} on_cancel={on_again} /> },
                Phase::Done(report) => html! { <Report report={(**report).clone()} {on_again} /> },
                Phase::Failed(failure, file) => html! {
                    <>
                        { view_failure(failure) }
                        if let Some(file) = file {
                            <TableImport file={file.clone()} {currency} on_import={on_options} on_cancel={on_again} />
                        } else {
                            <Button on_click={on_again}>{ "Choose another file" }</Button>
                        }
                    </>
                },
            } }
        </>
    }
}

/// A records file is imported at once, a table is looked at first.
fn choose(file: ChosenFile, dispatcher: Dispatcher, phase: UseStateSetter<Phase>) {
    let is_records = file.name().to_lowercase().ends_with(".json");
    phase.set(Phase::Working("Reading the file…"));
    spawn_local(async move {
        phase.set(if is_records {
            match dispatcher.import_records(&file).await {
                Ok(report) => Phase::Done(Box::new(report)),
                Err(failure) => Phase::Failed(Box::new(failure), None),
            }
        } else {
            match dispatcher.read_csv(&file).await {
                Ok(file) => Phase::Table(Rc::new(file)),
                Err(failure) => Phase::Failed(Box::new(failure), None),
            }
        });
    });
}

fn view_failure(failure: &ImportFailure) -> Html {
    let message = text::failure::import(failure);
    let rows: Vec<(String, String, String)> = match failure {
        ImportFailure::Csv(Refused::Rows(rows)) => rows.iter().map(text::csv::row).collect(),
        ImportFailure::NotDone(NotDone::Refused(Refusal::Problems(problems))) => {
            problems.iter().map(record_problem).collect()
        }
        _ => Vec::new(),
    };
    html! {
        <>
            <Notice tone={Tone::Problem} title={message.what} text={message.then} />
            if !rows.is_empty() {
                { view_problems(rows) }
            }
        </>
    }
}

/// Where, what stands there, and what is wrong.
fn record_problem(found: &Problem) -> (String, String, String) {
    match &found.what {
        What::Import(import) => {
            let place = format!(
                "{}, {}",
                problem::place(found.at),
                problem::place(import.at)
            );
            let what = match &import.fault {
                ImportFault::What(what) => problem::what(what),
                other => problem::sentence(&other.to_string()),
            };
            (place, import.record.clone(), what)
        }
        what => (problem::place(found.at), String::new(), problem::what(what)),
    }
}

fn view_problems(problems: Vec<(String, String, String)>) -> Html {
    let count = problems.len();
    let columns = vec![
        Column::text("Where", Place::Note),
        Column::text("What stands there", Place::Line),
        Column::text("What is wrong", Place::Title),
    ];
    let rows = problems.into_iter().take(SHOWN).enumerate();
    let rows = rows.map(|(index, (place, value, what))| Row {
        key: index.to_string().into(),
        cells: vec![html! { place }, html! { value }, html! { what }],
    });
    html! {
        <section aria-label="Problems">
            <Table caption="Problems" {columns} rows={rows.collect::<Vec<_>>()} />
            if count > SHOWN {
                <p class="quiet">{ format!("and {} more", counted(count - SHOWN, "problem", "problems")) }</p>
            }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct ReportProps {
    report: ImportReport,
    on_again: Callback<()>,
}

/// What the import wrote, with the offer to undo it.
#[component]
fn Report(props: &ReportProps) -> Html {
    let dispatcher = use_dispatcher();
    let action = use_action();
    let is_undone = use_state(|| false);
    let report = &props.report;
    let on_undo = {
        let (action, is_undone) = (action.clone(), is_undone.setter());
        let (first, last) = (report.first, report.last);
        Callback::from(move |()| {
            let (dispatcher, is_undone) = (dispatcher.clone(), is_undone.clone());
            action.perform(
                async move { dispatcher.undo(first, last).await },
                move |_| is_undone.set(true),
            );
        })
    };
    let title = if *is_undone {
        "The import is undone."
    } else {
        "Imported."
    };
    html! {
        <>
            <Notice tone={Tone::Good} {title}>
                <ul data-test="import-report">
                    <li>{ counted(report.customers, "customer", "customers") }</li>
                    <li>{ counted(report.documents, "document", "documents") }</li>
                    <li>{ counted(report.payments, "payment", "payments") }</li>
                </ul>
            </Notice>
            if let Some(failure) = action.failure() {
                <crate::pages::action::FailureNotice failure={failure.clone()} />
            }
            if !report.warnings.is_empty() {
                <h2>{ "Taken, but odd" }</h2>
                { view_problems(report.warnings.iter().map(text::csv::row).collect()) }
            }
            <div class="actions">
                <LinkButton kind={crate::ui::ButtonKind::Primary} href={Route::Aging(AgingQuery::default()).href()}>{ "See what is owed" }</LinkButton>
                if !*is_undone {
                    <Button writes=true busy={action.is_busy()} on_click={on_undo}>{ "Undo the import" }</Button>
                }
                <Button on_click={props.on_again.clone()}>{ "Import another file" }</Button>
            </div>
        </>
    }
}
