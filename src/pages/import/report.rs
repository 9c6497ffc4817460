//! What an import wrote.

use std::collections::BTreeSet;

use yew::prelude::*;

use crate::components::action::{FailureNotice, use_action};
use crate::dispatch::{ImportReport, Odd};
use crate::hooks::use_dispatcher;
use crate::pages::import::checked::SaveLeftOut;
use crate::pages::import::looked::count_of;
use crate::pages::import::problems::{record_problem, view_problems};
use crate::route::{AgingQuery, Route};
use crate::ui::{Button, LinkButton, Notice, Tone};
use crate::{text, ui};

#[derive(Properties, PartialEq)]
pub struct ReportProps {
    pub report: ImportReport,
    pub on_again: Callback<()>,
}

/// What the import wrote, with the offer to undo it.
#[component]
pub fn Report(props: &ReportProps) -> Html {
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
        (true, _) => words::import::undone(),
        (false, true) => words::import::nothing_new(),
        (false, false) => words::import::imported(),
    };
    let told = Told::of(&report.odd);
    html! {
        <>
            <Notice tone={Tone::Good} {title}>
                { view_counts(report) }
            </Notice>
            if let Some(failure) = action.failure() {
                <FailureNotice failure={failure.clone()} />
            }
            { told.view() }
            <div class="actions">
                <LinkButton kind={ui::ButtonKind::Primary} href={Route::Aging(AgingQuery::default()).href()}>{ words::import::see_owed() }</LinkButton>
                if !*is_undone && !is_empty {
                    <Button writes=true busy={action.is_busy()} on_click={on_undo}>{ words::import::undo() }</Button>
                }
                <Button on_click={props.on_again.clone()}>{ words::import::import_another() }</Button>
            </div>
        </>
    }
}

/// What was taken, and how much of the file was not.
fn view_counts(report: &ImportReport) -> Html {
    let (rows, skipped) = match &report.odd {
        Odd::Table(table) => (table.left.len(), table.skipped),
        _ => (0, 0),
    };
    let documents = match &report.odd {
        Odd::Export(export) => export.left_out,
        _ => 0,
    };
    let records = match &report.odd {
        Odd::Records(sound) => count_of(&sound.left),
        _ => 0,
    };
    html! {
        <ul data-test="import-report">
            <li>{ words::counts::customers(report.customers) }</li>
            <li>{ words::counts::documents(report.documents) }</li>
            <li>{ words::counts::payments(report.payments) }</li>
            if report.known > 0 {
                <li>{ words::import::known_customers(&words::counts::customers(report.known)) }</li>
            }
            if rows > 0 {
                <li data-test="rows-left-out">{ words::import::left_out_of(&words::counts::rows(rows)) }</li>
            }
            if documents > 0 {
                <li data-test="documents-left-out">{ words::import::left_out_of(&words::counts::documents(documents)) }</li>
            }
            if records > 0 {
                <li data-test="records-left-out">{ words::import::left_out_of(&words::counts::records(records)) }</li>
            }
            if skipped > 0 {
                <li data-test="rows-skipped">{ words::import::skipped_of(&words::counts::rows(skipped)) }</li>
            }
        </ul>
    }
}

/// What of a file is told row by row.
struct Told<'a> {
    from: &'a Odd,
    /// It was taken.
    odd: Vec<(String, String, String)>,
    /// It was not.
    out: Vec<(String, String, String)>,
}

impl Told<'_> {
    fn of(from: &Odd) -> Told<'_> {
        let (mut odd, mut out) = (Vec::new(), Vec::new());
        match from {
            Odd::Nothing => {}
            Odd::Table(table) => {
                let left: BTreeSet<u32> = table.left.iter().map(|left| left.line).collect();
                let found = table.found.iter();
                for found in found.filter(|found| !found.fault.odd().is_skipped()) {
                    let list = if left.contains(&found.line) {
                        &mut out
                    } else {
                        &mut odd
                    };
                    list.push(text::csv::row(found));
                }
            }
            Odd::Export(export) => {
                odd.extend(export.warnings.iter().map(text::csv::place));
                out.extend(export.left.iter().map(text::csv::place));
            }
            Odd::Records(sound) => out.extend(sound.problems.iter().map(record_problem)),
        }
        Told { from, odd, out }
    }

    fn view(self) -> Html {
        // What of the file can be saved apart.
        let left = match self.from {
            Odd::Export(export) if export.left_out > 0 => Some(html! {}),
            Odd::Table(table) if !table.left.is_empty() => {
                Some(html! { <SaveLeftOut checked={Some(table.clone())} /> })
            }
            Odd::Records(sound) => Some(html! { <SaveLeftOut records={Some(sound.clone())} /> }),
            _ => None,
        };
        html! {
            <>
                if !self.odd.is_empty() {
                    <h2>{ words::import::taken_odd() }</h2>
                    { view_problems(words::import::taken_odd(), self.odd) }
                }
                if let Some(save) = left {
                    <h2>{ words::import::left_out() }</h2>
                    { view_problems(words::import::left_out(), self.out) }
                    { save }
                }
            </>
        }
    }
}
