//! The number series: pattern, first number, and the gaps there are.

use ledger::problem::FieldName;
use std::rc::Rc;

use ledger::business::{Series, SeriesFor};
use ledger::change::RecordId;
use ledger::ids::Seq;
use ledger::report::numbers;
use yew::prelude::*;

use crate::components::action::{FailureNotice, ProblemList, use_action};
use crate::components::conflict;
use crate::components::editing::use_editing;
use crate::form::Problems;
use crate::form::series::{SeriesField as F, SeriesForm, new_series};
use crate::hooks::use_view;
use crate::route::Route;
use crate::state::View;
use crate::ui::{Button, Field, Input};

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
            <h2 id="series">{ "Number series" }</h2>
            <p class="quiet">
                { "{YYYY}, {YY} and {MM} stand for the date, {0000} for the number. " }
                <a href={Route::Numbers { run: None }.href()}>{ "Every number and what became of it" }</a>
            </p>
            if let Some(failure) = action.failure() {
                <FailureNotice failure={failure.clone()} />
            }
            { for view.book.series().iter().map(|series| html! {
                <OneSeries key={series.id.to_string()} series={series.clone()}
                    opened={view.book.seq(RecordId::Series(series.id))} />
            }) }
            { for missing.map(|counts| html! {
                <Button writes=true on_click={add(counts)}>{ format!("Add a series for {}", counted(counts)) }</Button>
            }) }
        </section>
    }
}

fn counted(counts: SeriesFor) -> &'static str {
    match counts {
        SeriesFor::Invoices => "invoices",
        SeriesFor::CreditNotes => "credit notes",
        SeriesFor::Quotes => "quotes",
    }
}

#[derive(Properties, PartialEq)]
struct OneSeriesProps {
    series: Rc<Series>,
    opened: Seq,
}

#[component]
fn OneSeries(props: &OneSeriesProps) -> Html {
    let action = use_action();
    let (series, opened) = (props.series.clone(), props.opened);
    let scratch = format!("series-{}", series.id);
    let editing = use_editing(SeriesForm::of(&series), opened, scratch.into());
    {
        let (editing, series) = (editing.clone(), series.clone());
        use_effect_with(opened, move |opened| {
            let state = &editing.state;
            if !state.is_dirty && state.opened != *opened {
                editing.reset(SeriesForm::of(&series), *opened);
            }
        });
    }
    let on_forget = {
        let (editing, series) = (editing.clone(), series.clone());
        Callback::from(move |()| editing.reset(SeriesForm::of(&series), opened))
    };
    let onsubmit = {
        let (editing, action, id) = (editing.clone(), action.clone(), series.id);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            match editing.form().command(editing.state.opened) {
                Err(problems) => editing.found(problems),
                Ok(command) => {
                    editing.found(Problems::default());
                    let work = editing.clone().save(command, move |book| {
                        Some(SeriesForm::of(book.series().get(id)?))
                    });
                    let editing = editing.clone();
                    action.perform(work, move |done| {
                        editing.reset(editing.form().clone(), done.last);
                    });
                }
            }
        })
    };
    let view = use_view();
    let of = counted(series.counts);
    let form = editing.form();
    html! {
        <form {onsubmit} novalidate=true aria-label={format!("Number series for {of}")}>
            { conflict::view(&editing, on_forget) }
            <ProblemList problems={editing.state.problems.clone()} />
            if let Some(failure) = action.failure() {
                <FailureNotice failure={failure.clone()} problems_beside=true />
            }
            <div class="fields">
                <Field name={format!("pattern-{of}")} label={format!("Pattern for {of}")} value={form.pattern.clone()}
                    on_change={editing.setter(F::Pattern)} problem={editing.problem(FieldName::Pattern)}
                    hint={hint(&view, form)} />
                <Field name={format!("start-{of}")} label={format!("First number for {of}")} input={Input::Number}
                    value={form.start.clone()} on_change={editing.setter(F::Start)} problem={editing.problem(FieldName::Start)} />
            </div>
            { view_gaps(&series) }
            <div class="actions">
                <Button submit=true writes=true busy={action.is_busy()}>{ format!("Save series for {of}") }</Button>
            </div>
        </form>
    }
}

/// What the series gives next as it is typed: the pattern tells itself.
fn hint(view: &View, form: &SeriesForm) -> Option<String> {
    let next = numbers::next(&view.book, &form.typed()?, view.today).ok()?;
    Some(format!(
        "Next {}; then the first of the next year is {}.",
        next.now, next.next_year
    ))
}

fn view_gaps(series: &Series) -> Html {
    if series.gaps.is_empty() {
        return html! {};
    }
    html! {
        <ul class="plain quiet">
            { for series.gaps.iter().map(|gap| html! {
                <li>{ format!("Not in this book: {} to {} of {}. {}", gap.first, gap.last, gap.run, gap.reason) }</li>
            }) }
        </ul>
    }
}
