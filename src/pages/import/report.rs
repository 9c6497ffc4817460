//! What an import wrote.

use std::collections::BTreeSet;

use yew::prelude::*;

use crate::components::action::use_action;
use crate::dispatch::{ImportReport, Odd};
use crate::hooks::use_dispatcher;
use crate::pages::import::checked::SaveLeftOut;
use crate::pages::import::looked::count_of;
use crate::pages::import::problems::{record_problem, view_problems};
use crate::route::{AgingQuery, Route};
use crate::text::counted;
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
