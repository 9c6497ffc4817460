//! The number series: pattern, first number, and the gaps there are.

use ledger::problem::FieldName;
use std::rc::Rc;

use ledger::business::{Series, SeriesFor};
use ledger::change::RecordId;
use ledger::ids::Version;
use ledger::report::numbers;
use yew::prelude::*;

use crate::components::action::{FailureNotice, use_action};
use crate::components::record_form::{stay, use_record_form};
use crate::form::series::{SeriesField as F, SeriesForm, new_series};
use crate::hooks::use_view;
use crate::route::Route;
use crate::state::View;
use crate::text;
use crate::ui::{Button, ButtonKind, Field, Input};

#[component]
pub fn AllSeries() -> Html {
    let view = use_view();
    let action = use_action();
    let missing = [
        SeriesFor::Invoices,
        SeriesFor::CreditNotes,
        SeriesFor::Quotes,
    ]
    .into_iter()
    .filter(|counts| {
        !view
            .book
            .series()
            .iter()
            .any(|series| series.counts == *counts)
    });
    let add = |counts: SeriesFor| {
        let action = action.clone();
        Callback::from(move |()| action.run(new_series(counts), None, drop))
    };
    html! {
        <section class="block" aria-labelledby="series">
            <h2 id="series">{ words::settings::series() }</h2>
            <p class="quiet">
                { words::settings::series_about() }
                <a href={Route::Numbers { run: None }.href()}>{ words::settings::all_numbers() }</a>
            </p>
            if let Some(failure) = action.failure() {
                <FailureNotice failure={failure.clone()} />
            }
            { for view.book.series().iter().map(|series| html! {
                <OneSeries key={series.id.to_string()} series={series.clone()}
                    opened={view.book.version(RecordId::Series(series.id))} />
            }) }
            { for missing.map(|counts| html! {
                <Button writes=true on_click={add(counts)}>{ words::settings::add_series(&counted(counts)) }</Button>
            }) }
        </section>
    }
}

fn counted(counts: SeriesFor) -> &'static str {
    match counts {
        SeriesFor::Invoices => "invoices",
        SeriesFor::CreditNotes => words::settings::credit_notes(),
        SeriesFor::Quotes => "quotes",
    }
}

#[derive(Properties, PartialEq)]
struct OneSeriesProps {
    series: Rc<Series>,
    opened: Version,
}

#[component]
fn OneSeries(props: &OneSeriesProps) -> Html {
    let view = use_view();
    let (series, id) = (&props.series, props.series.id);
    let scratch = format!("series-{id}");
    let record = use_record_form(SeriesForm::of(series), props.opened, scratch.into());
    let onsubmit = record.on_save(
        SeriesForm::command,
        move |book| Some(SeriesForm::of(book.series().get(id)?)),
        stay,
    );
    let of = counted(series.counts);
    let (editing, form) = (&record.editing, record.editing.form());
    let fields = html! {
        <>
            <div class="fields">
                <Field name={format!("pattern-{of}")} label={words::settings::series_pattern(&of)} value={form.pattern.clone()}
                    on_change={editing.setter(F::Pattern)} problem={editing.problem(FieldName::Pattern)}
                    hint={hint(&view, form)} />
                <Field name={format!("start-{of}")} label={words::settings::series_first(&of)} input={Input::Number}
                    value={form.start.clone()} on_change={editing.setter(F::Start)} problem={editing.problem(FieldName::Start)} />
            </div>
            { view_gaps(series) }
        </>
    };
    let label = words::settings::series_of(&of);
    let save = words::settings::save_series(&of);
    record.view_as(ButtonKind::Plain, Some(label), &save, onsubmit, fields)
}

/// What the series gives next as it is typed: the pattern tells itself.
fn hint(view: &View, form: &SeriesForm) -> Option<String> {
    let next = numbers::next(&view.book, &form.typed()?, view.today).ok()?;
    Some(words::settings::series_next(&next.now, &next.next_year))
}

fn view_gaps(series: &Series) -> Html {
    if series.gaps.is_empty() {
        return html! {};
    }
    html! {
        <ul class="plain quiet">
            { for series.gaps.iter().map(|gap| html! {
                <li>{ words::settings::series_gap(&gap.first.to_string(), &gap.last.to_string(), &gap.run.to_string(), &text::coded::gap_reason(&gap.reason)) }</li>
            }) }
        </ul>
    }
}
