//! Why a file cannot be taken, row by row.

use ledger::import::exports;
use ledger::problem::{ImportFault, Problem, Refusal, What};
use yew::prelude::*;

use crate::dispatch::{ImportFailure, NotDone};
use crate::text;
use crate::text::problem;
use crate::ui::{Column, Notice, Place, Row, Table, Tone};

/// Problems shown at a time.
const SHOWN: usize = 50;

pub fn view_failure(failure: &ImportFailure) -> Html {
    let message = text::failure::import(failure);
    let rows: Vec<(String, String, String)> = match failure {
        ImportFailure::Export(exports::Refused::Places(places)) => {
            places.iter().map(text::csv::place).collect()
        }
        ImportFailure::NotDone(NotDone::Refused(Refusal::Problems(problems))) => {
            problems.iter().map(record_problem).collect()
        }
        _ => Vec::new(),
    };
    html! {
        <>
            <Notice tone={Tone::Problem} title={message.what} text={message.then} />
            if !rows.is_empty() {
                { view_problems(words::import::problems(), rows) }
            }
        </>
    }
}

/// Where, what stands there, and what is wrong.
pub fn record_problem(found: &Problem) -> (String, String, String) {
    match &found.what {
        What::Import(import) => {
            let mut place = problem::place(found.at);
            if let Some(at) = import.at {
                place.push_str(&format!(", {}", problem::place(at).to_lowercase()));
            }
            let what = text::problem::import(&import.fault);
            (place, import.record.clone(), what)
        }
        what => (problem::place(found.at), String::new(), problem::what(what)),
    }
}

/// Problems with their places; `label` tells their table from others.
pub fn view_problems(label: &str, problems: Vec<(String, String, String)>) -> Html {
    let count = problems.len();
    let columns = vec![
        Column::text(words::import::r#where(), Place::Note),
        Column::text(words::import::value(), Place::Line),
        Column::text(words::import::problem(), Place::Title),
    ];
    let rows = problems.into_iter().take(SHOWN).enumerate();
    let rows = rows.map(|(index, (place, value, what))| Row {
        key: index.to_string().into(),
        cells: vec![html! { place }, html! { value }, html! { what }],
    });
    html! {
        <section aria-label={label.to_owned()}>
            <Table caption={label.to_owned()} {columns} rows={rows.collect::<Vec<_>>()} />
            if count > SHOWN {
                <p class="quiet">{ words::statements::and_more(&words::counts::problems(count - SHOWN)) }</p>
            }
        </section>
    }
}
