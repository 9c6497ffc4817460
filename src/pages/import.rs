//! Bringing in what there is: a table, another program's export, a records
//! file. What a file is, its content says.

use crate::components::statement_import::StatementImport;
use crate::components::working::view_working;
use crate::pages::import::flow::Flow;
use crate::pages::import::looked::Looked;
use crate::pages::import::problems::view_failure;
use crate::pages::import::report::Report;
use crate::pages::import::step::{Event, Phase};

mod checked;
mod export;
mod flow;
mod looked;
mod problems;
mod report;
mod step;
mod table;

use yew::prelude::*;

use self::checked::CheckedTable;
use self::export::ExportImport;
use self::table::TableImport;
use crate::components::wizard::Wizard;
use crate::dispatch::{ChosenFile, ImportFailure};
use crate::hooks::{use_dispatcher, use_view};
use crate::ui::{self, Button, FileField, FileInput, MayWrite};

#[component]
pub fn Import() -> Html {
    let view = use_view();
    let phase = use_state(|| Phase::Idle);
    let flow = Flow {
        dispatcher: use_dispatcher(),
        phase: phase.setter(),
        today: view.today,
    };
    let may_write = use_context::<MayWrite>().is_none_or(|may| may.0);
    html! {
        <>
            <h1>{ words::places::import() }</h1>
            { view_phase(&phase, &flow, may_write) }
        </>
    }
}

fn view_phase(phase: &Phase, flow: &Flow, may_write: bool) -> Html {
    let on_again = flow.callback(|()| Event::Again);
    let on_file = flow.callback(Event::Chosen);
    let on_choose = Callback::from(move |input: FileInput| {
        if let Some(file) = ChosenFile::all_of(&input).into_iter().next() {
            on_file.emit(file);
        }
    });
    match phase {
        Phase::Idle => html! {
            <>
                <p class="lead">{ words::import::about() }</p>
                <FileField name="import-file" label={words::import::file()} accept=".csv,.tsv,.txt,.json,.xml,.sta,.mt940,.940,.ofx,.qfx,.qif,.zip,.c53,.c52,.c54,text/csv,application/json" disabled={!may_write} {on_choose} />
            </>
        },
        Phase::Opening => html! { <ui::Progress label={words::statements::reading()} /> },
        Phase::Working(long, progress) => view_working(long, *progress),
        Phase::Looking(looked, failure) => view_looked(looked, failure.as_deref(), flow),
        Phase::Checked(table) => html! {
            <CheckedTable table={table.clone()} on_take={flow.callback(Event::ToTake)}
                on_back={flow.callback(Event::Back)} on_cancel={on_again} />
        },
        Phase::Statements(source) => html! { <StatementImport source={source.clone()} /> },
        Phase::Done(report) => html! { <Report report={(**report).clone()} {on_again} /> },
        Phase::Refused(rest, failure) => {
            let rest = rest.clone();
            let on_rest = flow.callback(move |()| Event::LeaveOut(rest.clone()));
            html! {
                <>
                    { view_failure(failure) }
                    <div class="actions">
                        <Button writes=true kind={ui::ButtonKind::Primary} on_click={on_rest}>{ words::import::skip_and_import() }</Button>
                        <Button on_click={on_again}>{ words::statements::another_file() }</Button>
                    </div>
                </>
            }
        }
        Phase::Failed(failure) => html! {
            <>
                { view_failure(failure) }
                <div class="actions">
                    <Button on_click={on_again}>{ words::statements::another_file() }</Button>
                </div>
            </>
        },
    }
}

fn view_looked(looked: &Looked, failure: Option<&ImportFailure>, flow: &Flow) -> Html {
    let on_import = flow.callback(Event::ToImport);
    let on_cancel = flow.callback(|()| Event::Again);
    html! {
        <>
            if let Some(failure) = failure {
                { view_failure(failure) }
            }
            if let Some(source) = looked.as_statements() {
                <p class="quiet">
                    { words::import::is_it_statement() }{ " " }
                    <Button kind={ui::ButtonKind::Quiet} on_click={flow.callback(move |()| Event::IsOfBank(source.clone()))}>{ words::import::read_as_statement() }</Button>
                </p>
            }
            { match looked {
                Looked::Table(file, options) => html! {
                    <TableImport file={file.clone()} options={(**options).clone()} {on_import} {on_cancel} />
                },
                Looked::Export(export, paid) => html! {
                    <ExportImport export={export.clone()} paid={*paid} {on_import} {on_cancel} />
                },
            } }
        </>
    }
}
