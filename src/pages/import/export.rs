//! Another program's export before it is imported: what is in it, what of it
//! is odd, and what it leaves open.

use std::rc::Rc;

use ledger::import::exports::{Export, Paid};
use yew::prelude::*;

use crate::form::date;
use crate::pages::import::looked::Looked;
use crate::pages::import::problems::view_problems;
use crate::text::{self, format};
use crate::ui::{
    Button, ButtonKind, Check, Column, Field, Input, Notice, Place, Radios, Row, Table, Tone, keep,
};

/// Documents shown beforehand.
const SHOWN: usize = 5;

#[derive(Properties, PartialEq)]
pub struct ExportImportProps {
    pub export: Rc<Export>,
    /// As it was chosen before.
    pub paid: Option<Paid>,
    pub on_import: Callback<Looked>,
    pub on_cancel: Callback<()>,
}

/// The ways that [`Paid`] can be chosen.
const OPEN: &str = "open";
const DUE: &str = "due";
const ON: &str = "on";

#[component]
pub fn ExportImport(props: &ExportImportProps) -> Html {
    let export = &props.export;
    let way = use_state(|| match props.paid {
        None => "",
        Some(Paid::Open) => OPEN,
        Some(Paid::WhenDue) => DUE,
        Some(Paid::On(_)) => ON,
    });
    let day = use_state(|| match props.paid {
        Some(Paid::On(date)) => date.to_string(),
        _ => String::new(),
    });
    let undated = export.undated();
    let chosen = match *way {
        _ if undated == 0 => Some(Paid::Open),
        OPEN => Some(Paid::Open),
        DUE => Some(Paid::WhenDue),
        ON => date::read(&day).ok().map(Paid::On),
        _ => None,
    };
    let onsubmit = {
        let (export, on_import) = (export.clone(), props.on_import.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if chosen.is_some() {
                on_import.emit(Looked::Export(export.clone(), chosen));
            }
        })
    };
    let leaves_out = use_state(|| false);
    let is_left_open = export.left_out > 0 && !*leaves_out;
    html! {
        <form {onsubmit} novalidate=true>
            { view_lead(export) }
            if export.left_out > 0 {
                { view_left_out(export, &leaves_out) }
            }
            if undated > 0 {
                { view_paid(undated, &way, &day) }
            }
            { view_first(export) }
            if !export.warnings.is_empty() {
                <h2>{ words::import::odd_title() }</h2>
                { view_problems(words::import::odd_title(), export.warnings.iter().map(text::csv::place).collect()) }
            }
            if chosen.is_none() {
                <Notice tone={Tone::Warning} title={words::import::missing_paid()} />
            }
            if is_left_open {
                <Notice tone={Tone::Warning} title={words::import::missing_left_out()} />
            }
            <div class="actions">
                <Button submit=true writes=true kind={ButtonKind::Primary} disabled={chosen.is_none() || is_left_open || export.documents() + export.customers() == 0}>
                    { words::statements::import_lines(&words::counts::documents(export.documents())) }
                </Button>
                <Button on_click={props.on_cancel.clone()}>{ words::statements::another_file() }</Button>
            </div>
        </form>
    }
}

/// What it is, and what is not taken of it.
fn view_lead(export: &Export) -> Html {
    let left_out = match export.drafts {
        0 => String::new(),
        drafts => words::import::drafts_left_out(&words::counts::drafts_are(drafts)),
    };
    html! {
        <p class="lead">
            { words::import::export_of(&text::csv::program(export.program), &words::counts::documents(export.documents()), &words::counts::customers(export.customers()), &left_out) }
        </p>
    }
}

fn view_left_out(export: &Export, leaves_out: &UseStateHandle<bool>) -> Html {
    let on_leave = {
        let leaves_out = leaves_out.setter();
        Callback::from(move |checked: bool| leaves_out.set(checked))
    };
    html! {
        <section data-test="documents-left-out">
            <h2>{ words::counts::documents_cannot_be_taken(export.left_out) }</h2>
            { view_problems(words::import::cannot_title(), export.left.iter().map(text::csv::place).collect()) }
            <div class="fields">
                <Check name="leave-out" label={words::import::skip_and_import_others()} checked={**leaves_out} on_change={on_leave} />
            </div>
        </section>
    }
}

/// Asks when those were paid of which the file does not say it.
fn view_paid(
    undated: usize,
    way: &UseStateHandle<&'static str>,
    day: &UseStateHandle<String>,
) -> Html {
    let ways = [
        (DUE, words::import::paid_on_due()),
        (ON, words::import::paid_on_one_day()),
        (OPEN, words::import::paid_not()),
    ];
    let on_way = {
        let way = way.setter();
        Callback::from(move |value: String| {
            let known = [OPEN, DUE, ON].into_iter().find(|way| *way == value);
            way.set(known.unwrap_or_default());
        })
    };
    html! {
        <section>
            <h2>{ words::counts::documents_are_called_paid_without_a_date(undated) }</h2>
            <Radios name="paid" legend={words::import::when_paid()} value={**way}
                options={ways.map(|(value, text)| (value.into(), text.into())).to_vec()} on_change={on_way} />
            if **way == ON {
                <div class="fields">
                    <Field name="paid-day" label={words::tables::paid_on()} input={Input::Date} value={(**day).clone()} on_change={keep(day)} />
                </div>
            }
        </section>
    }
}

/// The first documents, as they will be.
fn view_first(export: &Export) -> Html {
    let columns = vec![
        Column::text(words::common::number(), Place::Title),
        Column::text(words::common::customer(), Place::Line),
        Column::text(words::tables::issued_on(), Place::Note),
        Column::number(words::common::amount(), Place::Sum),
    ];
    let first = export.preview().take(SHOWN).enumerate();
    let rows = first.map(|(index, (document, asked))| Row {
        key: index.to_string().into(),
        cells: vec![
            html! { document.number.clone() },
            html! { document.customer.clone() },
            html! { format::date(document.issued) },
            html! { format::money(asked) },
        ],
    });
    let rows: Vec<Row> = rows.collect();
    if rows.is_empty() {
        return html! {};
    }
    html! {
        <>
            <h2>{ words::import::first_documents() }</h2>
            <Table caption={words::import::first_documents()} {columns} {rows} />
        </>
    }
}
