//! A bank's file from the choice to the report: what it is, whose it is, what
//! of it is new. How a table is read is asked in `table`.

use crate::components::statement_import::flow::Flow;
use crate::components::statement_import::report::Report;
use crate::components::statement_import::step::{Event, Phase};
use crate::components::statement_import::views::{view_asking, view_failure, view_looked};

mod flow;
mod looked;
mod report;
mod step;
mod table;
mod views;

use ledger::bank::ReadOptions;
use yew::prelude::*;

use crate::components::statement_import::table::TableColumns;
use crate::components::wizard::Wizard;
use crate::components::working::view_working;
use crate::dispatch::{BankSource, ChosenFile};
use crate::hooks::{use_dispatcher, use_view};
use crate::ui::{self, Button, FileField, FileInput, MayWrite};

#[derive(Properties, PartialEq)]
pub struct StatementImportProps {
    /// A file that was chosen elsewhere.
    #[prop_or_default]
    pub source: Option<BankSource>,
}

/// The import without a heading: the page of all imports shows it as well.
#[component]
pub fn StatementImport(props: &StatementImportProps) -> Html {
    let view = use_view();
    let may_write = use_context::<MayWrite>().is_none_or(|may| may.0);
    let phase = use_state(|| Phase::Idle);
    let flow = Flow {
        dispatcher: use_dispatcher(),
        phase: phase.setter(),
    };
    {
        let flow = flow.clone();
        let source = props.source.clone();
        use_effect_with((), move |()| {
            if let Some(source) = source {
                flow.on(Event::ToRead(source, ReadOptions::default()));
            }
        });
    }
    let on_choose = {
        let flow = flow.clone();
        Callback::from(move |input: FileInput| {
            if let Some(file) = ChosenFile::all_of(&input).into_iter().next() {
                flow.on(Event::Chosen(file));
            }
        })
    };
    let on_again = flow.callback(|()| Event::Again);
    match &*phase {
        Phase::Idle => html! {
            <>
                <p class="lead">{ words::statements::about() }</p>
                <FileField name="statement-file" label={words::statements::file()} disabled={!may_write} {on_choose}
                    accept=".xml,.sta,.mt940,.940,.ofx,.qfx,.qif,.csv,.txt,.zip,.c53,.c52,.c54" hint={words::statements::file_hint()} />
            </>
        },
        Phase::Opening => html! { <ui::Progress label={words::statements::reading()} /> },
        Phase::Working(long, progress) => view_working(long, *progress),
        Phase::Columns(look, error) => {
            let on_read = flow.callback(Event::ColumnsChosen);
            html! { <TableColumns look={look.clone()} error={error.clone()} {on_read} on_cancel={on_again} /> }
        }
        Phase::Asking(source, options, error) => {
            view_asking(&flow, source, options, error, on_again)
        }
        Phase::Looking(looked, failure) => {
            view_looked(&view.book, &flow, looked, failure.as_deref(), on_again)
        }
        Phase::Done(report) => html! { <Report report={report.clone()} {on_again} /> },
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
