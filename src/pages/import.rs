//! Bringing in what there is: a table, another program's export, a records
//! file. What a file is, its content says.

use crate::components::statement_import::StatementImport;
use crate::components::working::view_working;
use crate::pages::import::looked::{Looked, Rest, ToTake, count_of};
use crate::pages::import::problems::{record_problem, view_failure, view_problems};

mod checked;
mod export;
mod looked;
mod problems;
mod table;

use std::collections::BTreeSet;
use std::rc::Rc;

use ledger::date::Date;
use ledger::import::csv;
use ledger::import::exports::Paid;
use ledger::problem::Refusal;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use self::checked::{CheckedTable, SaveLeftOut};
use self::export::ExportImport;
use self::table::TableImport;
use crate::components::action::use_action;
use crate::dispatch::{
    BankSource, Chosen, ChosenFile, CsvFile, Dispatcher, ImportFailure, ImportReport, Long,
    NotDone, Odd, Progress,
};
use crate::hooks::{use_dispatcher, use_view};
use crate::route::{AgingQuery, Route};
use crate::text::{self, counted};
use crate::ui::{self, Button, FileField, FileInput, LinkButton, MayWrite, Notice, Tone};

/// How far an import has come.
pub enum Phase {
    Idle,
    /// Reading a file, to see what it is.
    Opening,
    /// It can be given up until it saves.
    Working(Long, Progress),
    /// With why it was not imported as chosen before.
    Looking(Looked, Option<Box<ImportFailure>>),
    /// A table of which something is odd: what is to become of that.
    Checked(ToTake),
    /// It is a bank's: all further steps are those of the bank.
    Statements(BankSource),
    Done(Box<ImportReport>),
    Failed(Box<ImportFailure>),
    /// The book cannot take all of these records.
    Refused(Rest, Box<ImportFailure>),
}

#[component]
pub fn Import() -> Html {
    let view = use_view();
    let dispatcher = use_dispatcher();
    let may_write = use_context::<MayWrite>().is_none_or(|may| may.0);
    let phase = use_state(|| Phase::Idle);
    let today = view.today;
    let on_choose = {
        let (dispatcher, phase) = (dispatcher.clone(), phase.setter());
        Callback::from(move |input: FileInput| {
            if let Some(file) = ChosenFile::all_of(&input).into_iter().next() {
                let (dispatcher, phase) = (dispatcher.clone(), phase.clone());
                phase.set(Phase::Opening);
                spawn_local(async move {
                    let chosen = choose(&file, &dispatcher, today, &phase).await;
                    phase.set(chosen.unwrap_or_else(failed));
                });
            }
        })
    };
    let on_import = {
        let (dispatcher, phase) = (dispatcher.clone(), phase.setter());
        Callback::from(move |looked: Looked| {
            let (dispatcher, phase) = (dispatcher.clone(), phase.clone());
            let long = working(&phase);
            spawn_local(async move {
                phase.set(match looked {
                    Looked::Table(file, options) => {
                        import_table(&dispatcher, file, options, &long).await
                    }
                    Looked::Export(export, paid) => {
                        let when = paid.unwrap_or(Paid::Open);
                        let report = dispatcher.import_export(&export, when, &long).await;
                        done(report, |failure| {
                            if !is_of_records(&failure) {
                                return Phase::Looking(Looked::Export(export, paid), Some(failure));
                            }
                            let (records, origins) = export.records(when);
                            let (records, origins) = (Rc::new(records), Rc::new(origins));
                            Phase::Refused(Rest { records, origins }, failure)
                        })
                    }
                });
            });
        })
    };
    let on_take = {
        let (dispatcher, phase) = (dispatcher.clone(), phase.setter());
        Callback::from(move |taken: ToTake| {
            let (dispatcher, phase) = (dispatcher.clone(), phase.clone());
            let long = working(&phase);
            spawn_local(async move {
                let report = dispatcher.import_checked(&taken.checked, &long).await;
                phase.set(done(report, |failure| {
                    let looked = Looked::Table(taken.file, taken.options);
                    Phase::Looking(looked, Some(failure))
                }));
            });
        })
    };
    let on_rest = {
        let phase = phase.setter();
        Callback::from(move |rest: Rest| {
            let (dispatcher, phase) = (dispatcher.clone(), phase.clone());
            let long = working(&phase);
            spawn_local(async move {
                let report = dispatcher
                    .import_rest(&rest.records, &rest.origins, &long)
                    .await;
                phase.set(done(report, Phase::Failed));
            });
        })
    };
    let on_back = {
        let phase = phase.setter();
        Callback::from(move |taken: ToTake| {
            phase.set(Phase::Looking(
                Looked::Table(taken.file, taken.options),
                None,
            ));
        })
    };
    let on_again = {
        let phase = phase.setter();
        Callback::from(move |()| phase.set(Phase::Idle))
    };
    let on_bank = {
        let phase = phase.setter();
        Callback::from(move |source: BankSource| phase.set(Phase::Statements(source)))
    };
    html! {
        <>
            <h1>{ "Import" }</h1>
            { match &*phase {
                Phase::Idle => html! {
                    <>
                        <p class="lead">{ "A table (CSV) of invoices, payments or customers, the export of serverless-invoices or inv-gen, a records file of Owed, or a statement of your bank. Rows of a table that are odd are shown before anything is taken, and an import can be undone." }</p>
                        <FileField name="import-file" label="File to import" accept=".csv,.tsv,.txt,.json,.xml,.sta,.mt940,.940,.ofx,.qfx,.qif,.zip,.c53,.c52,.c54,text/csv,application/json" disabled={!may_write} on_choose={on_choose} />
                    </>
                },
                Phase::Opening => html! { <ui::Progress label="Reading the file…" /> },
                Phase::Working(long, progress) => view_working(long, *progress),
                Phase::Looking(looked, failure) => html! {
                    <>
                        if let Some(failure) = failure {
                            { view_failure(failure) }
                        }
                        if let Some(source) = looked.as_statements() {
                            <p class="quiet">
                                { "Is it a statement of your bank? " }
                                <Button kind={ui::ButtonKind::Quiet} on_click={on_bank.reform(move |()| source.clone())}>{ "Read it as a bank statement" }</Button>
                            </p>
                        }
                        { match looked {
                            Looked::Table(file, options) => html! {
                                <TableImport file={file.clone()} options={(**options).clone()} on_import={on_import} on_cancel={on_again} />
                            },
                            Looked::Export(export, paid) => html! {
                                <ExportImport export={export.clone()} paid={*paid} on_import={on_import} on_cancel={on_again} />
                            },
                        } }
                    </>
                },
                Phase::Checked(table) => html! {
                    <CheckedTable table={table.clone()} {on_take} {on_back} on_cancel={on_again} />
                },
                Phase::Statements(source) => html! { <StatementImport source={source.clone()} /> },
                Phase::Done(report) => html! { <Report report={(**report).clone()} {on_again} /> },
                Phase::Refused(rest, failure) => {
                    let rest = rest.clone();
                    html! {
                        <>
                            { view_failure(failure) }
                            <div class="actions">
                                <Button writes=true kind={ui::ButtonKind::Primary} on_click={on_rest.reform(move |()| rest.clone())}>{ "Leave these out and import the rest" }</Button>
                                <Button on_click={on_again}>{ "Choose another file" }</Button>
                            </div>
                        </>
                    }
                },
                Phase::Failed(failure) => html! {
                    <>
                        { view_failure(failure) }
                        <div class="actions">
                            <Button on_click={on_again}>{ "Choose another file" }</Button>
                        </div>
                    </>
                },
            } }
        </>
    }
}

/// Long work whose progress is this page's phase.
fn working(phase: &UseStateSetter<Phase>) -> Long {
    let phase = phase.clone();
    Long::telling(Callback::from(move |(long, progress)| {
        phase.set(Phase::Working(long, progress));
    }))
}

/// Whether it names the records that cannot be taken.
fn is_of_records(failure: &ImportFailure) -> bool {
    matches!(
        failure,
        ImportFailure::NotDone(NotDone::Refused(Refusal::Problems(_)))
    )
}

/// What becomes of an import, or where it goes on if it did not.
fn done(
    report: Result<ImportReport, ImportFailure>,
    otherwise: impl FnOnce(Box<ImportFailure>) -> Phase,
) -> Phase {
    match report {
        Ok(report) => Phase::Done(Box::new(report)),
        Err(failure) => otherwise(Box::new(failure)),
    }
}

/// Imports a table of which nothing is odd; else it is shown what is.
async fn import_table(
    dispatcher: &Dispatcher,
    file: Rc<CsvFile>,
    options: Box<csv::Options>,
    long: &Long,
) -> Phase {
    let again = |failure| {
        let looked = Looked::Table(file.clone(), options.clone());
        Phase::Looking(looked, Some(Box::new(failure)))
    };
    let checked = match dispatcher.check_table(&file, &options, false, long).await {
        Ok(checked) => Rc::new(checked),
        Err(failure) => return again(failure),
    };
    if checked.is_plain() {
        match dispatcher.import_checked(&checked, long).await {
            Ok(report) => return Phase::Done(Box::new(report)),
            // The rules of the books may be against some rows only.
            Err(ImportFailure::NotDone(NotDone::Refused(Refusal::Problems(_)))) => {}
            Err(failure) => return again(failure),
        }
        return match dispatcher.check_table(&file, &options, true, long).await {
            Ok(checked) => Phase::Checked(ToTake {
                file,
                options,
                checked: Rc::new(checked),
            }),
            Err(failure) => again(failure),
        };
    }
    Phase::Checked(ToTake {
        file,
        options,
        checked,
    })
}

fn failed(failure: ImportFailure) -> Phase {
    Phase::Failed(Box::new(failure))
}

/// A records file is imported at once, anything else is looked at first.
async fn choose(
    file: &ChosenFile,
    dispatcher: &Dispatcher,
    today: Date,
    phase: &UseStateSetter<Phase>,
) -> Result<Phase, ImportFailure> {
    Ok(match dispatcher.read_import(file).await? {
        Chosen::Records(records) => {
            let long = working(phase);
            match dispatcher.import_records(&records, &long).await {
                Err(failure) if is_of_records(&failure) => {
                    let origins = Rc::default();
                    Phase::Refused(Rest { records, origins }, Box::new(failure))
                }
                report => Phase::Done(Box::new(report?)),
            }
        }
        Chosen::Table(file) => {
            let options = csv::Options::from_guess(&file.guess, today);
            Phase::Looking(Looked::Table(file, Box::new(options)), None)
        }
        Chosen::Statements(source) => Phase::Statements(source),
        Chosen::Export(export) => Phase::Looking(Looked::Export(export, None), None),
    })
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
    let is_empty = report.customers + report.documents + report.payments == 0;
    let title = match (*is_undone, is_empty) {
        (true, _) => "The import is undone.",
        (false, true) => "Nothing in the file is new.",
        (false, false) => "Imported.",
    };
    let (mut odd, mut out) = (Vec::new(), Vec::new());
    let table = match &report.odd {
        Odd::Nothing => None,
        Odd::Table(table) => {
            let left: BTreeSet<u32> = table.left.iter().map(|left| left.line).collect();
            let told = table
                .found
                .iter()
                .filter(|found| !found.fault.odd().is_skipped());
            for found in told {
                let list = if left.contains(&found.line) {
                    &mut out
                } else {
                    &mut odd
                };
                list.push(text::csv::row(found));
            }
            Some(table.clone())
        }
        Odd::Export(export) => {
            odd.extend(export.warnings.iter().map(text::csv::place));
            out.extend(export.left.iter().map(text::csv::place));
            None
        }
        Odd::Records(sound) => {
            out.extend(sound.problems.iter().map(record_problem));
            None
        }
    };
    let records = match &report.odd {
        Odd::Records(sound) => Some(sound.clone()),
        _ => None,
    };
    let (left, skipped) = table
        .as_ref()
        .map_or((0, 0), |table| (table.left.len(), table.skipped));
    let left_documents = match &report.odd {
        Odd::Export(export) => export.left_out,
        _ => 0,
    };
    let left_records = records.as_ref().map_or(0, |sound| count_of(&sound.left));
    html! {
        <>
            <Notice tone={Tone::Good} {title}>
                <ul data-test="import-report">
                    <li>{ counted(report.customers, "customer", "customers") }</li>
                    <li>{ counted(report.documents, "document", "documents") }</li>
                    <li>{ counted(report.payments, "payment", "payments") }</li>
                    if report.known > 0 {
                        <li>{ format!("{} in the book already, left as they are there", counted(report.known, "customer", "customers")) }</li>
                    }
                    if left > 0 {
                        <li data-test="rows-left-out">{ format!("{} left out", counted(left, "row", "rows")) }</li>
                    }
                    if left_documents > 0 {
                        <li data-test="documents-left-out">{ format!("{} left out", counted(left_documents, "document", "documents")) }</li>
                    }
                    if left_records > 0 {
                        <li data-test="records-left-out">{ format!("{} left out", counted(left_records, "record", "records")) }</li>
                    }
                    if skipped > 0 {
                        <li data-test="rows-skipped">{ format!("{} skipped", counted(skipped, "row", "rows")) }</li>
                    }
                </ul>
            </Notice>
            if let Some(failure) = action.failure() {
                <crate::components::action::FailureNotice failure={failure.clone()} />
            }
            if !odd.is_empty() {
                <h2>{ "Taken, but odd" }</h2>
                { view_problems("Taken, but odd", odd) }
            }
            if left_documents > 0 {
                <h2>{ "Left out" }</h2>
                { view_problems("Left out", out.clone()) }
            }
            if let Some(sound) = records {
                <h2>{ "Left out" }</h2>
                { view_problems("Left out", out.clone()) }
                <SaveLeftOut records={Some(sound)} />
            }
            if let Some(table) = table.filter(|table| !table.left.is_empty()) {
                <h2>{ "Left out" }</h2>
                { view_problems("Left out", out) }
                <SaveLeftOut checked={Some(table)} />
            }
            <div class="actions">
                <LinkButton kind={ui::ButtonKind::Primary} href={Route::Aging(AgingQuery::default()).href()}>{ "See what is owed" }</LinkButton>
                if !*is_undone && !is_empty {
                    <Button writes=true busy={action.is_busy()} on_click={on_undo}>{ "Undo the import" }</Button>
                }
                <Button on_click={props.on_again.clone()}>{ "Import another file" }</Button>
            </div>
        </>
    }
}
