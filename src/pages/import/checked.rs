//! A table of which something is odd, before it is imported: what it is, row
//! by row, and what is to become of it.

use std::rc::Rc;

use ledger::import::Sound;
use ledger::import::csv::{Checked, Choice, Odd, Options, PaidWhen};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::dispatch::{ImportFailure, Long};
use crate::form::date;
use crate::hooks::use_dispatcher;
use crate::pages::import::looked::ToTake;
use crate::pages::import::problems::view_problems;
use crate::text;
use crate::ui::{Button, ButtonKind, Field, Input, Notice, Radios, Select, Tone};

/// The ways that [`PaidWhen`] can be chosen.
const OPEN: &str = "open";
const DUE: &str = "due";
const ON: &str = "on";

#[derive(Properties, PartialEq)]
pub struct CheckedTableProps {
    pub table: ToTake,
    pub on_take: Callback<ToTake>,
    /// Back to how it is read.
    pub on_back: Callback<ToTake>,
    pub on_cancel: Callback<()>,
}

#[component]
pub fn CheckedTable(props: &CheckedTableProps) -> Html {
    let table = use_state(|| props.table.clone());
    let failure = use_state(|| None::<ImportFailure>);
    let is_busy = use_state(|| false);
    let change = use_check(&table, failure.setter(), is_busy.setter());
    let checked = &table.checked;
    let missing = missing(&table);
    let onsubmit = {
        let (on_take, table) = (props.on_take.clone(), table.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            on_take.emit((*table).clone());
        })
    };
    let on_back = {
        let table = table.clone();
        props.on_back.reform(move |()| (*table).clone())
    };
    let may = missing.is_empty() && !*is_busy && failure.is_none() && checked.taken() > 0;
    html! {
        <form {onsubmit} novalidate=true data-test="checked-table" data-busy={is_busy.to_string()}>
            <p class="lead">
                <b>{ table.file.name.clone() }</b>
                { words::import::checked_rows(&words::counts::rows(checked.rows), &checked.taken().to_string(), &checked.left.len().to_string(), &checked.skipped.to_string()) }
            </p>
            if let Some(failure) = &*failure {
                { crate::pages::import::problems::view_failure(failure) }
            }
            { view_paid(&table, &change) }
            { for checked.counts.iter().map(|(odd, count)| view_odd(*odd, *count, &table, &change)) }
            if !checked.left.is_empty() {
                <SaveLeftOut checked={Some(checked.clone())} />
            }
            if !missing.is_empty() {
                <Notice tone={Tone::Warning} title={words::statements::still_missing(&missing.join(", "))} />
            } else if checked.taken() == 0 {
                <Notice tone={Tone::Warning} title={words::import::nothing_to_take()} />
            }
            <div class="actions">
                <Button submit=true writes=true kind={ButtonKind::Primary} disabled={!may}>
                    { words::statements::import_lines(&words::counts::rows(checked.taken())) }
                </Button>
                <Button on_click={on_back}>{ words::import::back_to_columns() }</Button>
                <Button on_click={props.on_cancel.clone()}>{ words::statements::another_file() }</Button>
            </div>
        </form>
    }
}

/// Holds the table against the book anew, as it is read otherwise.
#[hook]
fn use_check(
    table: &UseStateHandle<ToTake>,
    failure: UseStateSetter<Option<ImportFailure>>,
    is_busy: UseStateSetter<bool>,
) -> Callback<Options> {
    let dispatcher = use_dispatcher();
    // Of several checks the last one counts.
    let asked = use_mut_ref(|| 0_u32);
    let table = table.clone();
    Callback::from(move |options: Options| {
        let (dispatcher, table) = (dispatcher.clone(), table.clone());
        let (failure, is_busy, asked) = (failure.clone(), is_busy.clone(), asked.clone());
        let turn = asked.borrow().wrapping_add(1);
        *asked.borrow_mut() = turn;
        is_busy.set(true);
        let file = table.file.clone();
        let options = Box::new(options);
        table.set(ToTake {
            options: options.clone(),
            ..(*table).clone()
        });
        spawn_local(async move {
            let checked = dispatcher
                .check_table(&file, &options, true, &Long::default())
                .await;
            if *asked.borrow() != turn {
                return;
            }
            is_busy.set(false);
            match checked {
                Ok(checked) => {
                    failure.set(None);
                    table.set(ToTake {
                        file,
                        options,
                        checked: Rc::new(checked),
                    });
                }
                Err(why) => failure.set(Some(why)),
            }
        });
    })
}

/// What only the user can say, and has not yet.
fn missing(table: &ToTake) -> Vec<String> {
    let asked = table.checked.asked(&table.options).into_iter();
    let mut missing: Vec<String> = asked
        .map(|odd| words::import::what_to_do_with(&text::csv::odd(odd)))
        .collect();
    if table.checked.undated > 0 {
        missing.push(words::import::when_paid_missing().to_owned());
    }
    missing
}

/// Asks for the day of what is paid on no day.
fn view_paid(table: &ToTake, change: &Callback<Options>) -> Html {
    let undated = table.checked.undated;
    if undated == 0 && table.options.paid.is_none() {
        return html! {};
    }
    let (way, day) = match table.options.paid {
        None => ("", String::new()),
        Some(PaidWhen::OpenOnly) => (OPEN, String::new()),
        Some(PaidWhen::WhenDue) => (DUE, String::new()),
        Some(PaidWhen::On(day)) => (ON, day.to_string()),
    };
    let with = {
        let (options, change) = (table.options.clone(), change.clone());
        move |paid| {
            let mut options = (*options).clone();
            options.paid = paid;
            change.emit(options);
        }
    };
    let today = table.options.today;
    let on_way = {
        let with = with.clone();
        Callback::from(move |way: String| {
            with(match way.as_str() {
                OPEN => Some(PaidWhen::OpenOnly),
                DUE => Some(PaidWhen::WhenDue),
                _ => Some(PaidWhen::On(today)),
            });
        })
    };
    let on_day = Callback::from(move |day: String| {
        if let Ok(day) = date::read(&day) {
            with(Some(PaidWhen::On(day)));
        }
    });
    let ways = [
        (DUE, words::import::paid_on_due_or_today()),
        (ON, words::import::paid_on_one_day()),
        (OPEN, words::import::paid_left_out()),
    ];
    html! {
        <section aria-label={words::import::paid_without_day()}>
            <h2>{ words::import::paid_without_day() }</h2>
            <Radios name="paid" legend={words::import::when_paid()} value={way}
                options={ways.map(|(value, text)| (value.into(), text.into())).to_vec()} on_change={on_way} />
            if way == ON {
                <div class="fields">
                    <Field name="paid-day" label={words::tables::paid_on()} input={Input::Date} value={day} on_change={on_day} />
                </div>
            }
        </section>
    }
}

/// One kind of odd rows: which, and what is to become of them.
fn view_odd(odd: Odd, count: usize, table: &ToTake, change: &Callback<Options>) -> Html {
    let title = text::csv::odd(odd);
    let found = table.checked.found.iter();
    let rows: Vec<_> = found
        .filter(|found| found.fault.odd() == odd)
        .map(text::csv::row)
        .collect();
    html! {
        <div key={format!("{odd:?}")} data-test={format!("found-{odd:?}")} data-count={count.to_string()}>
            <h2>{ format!("{title}: {}", words::counts::rows(count)) }</h2>
            { view_choice(odd, table, change) }
            { view_problems(title, rows) }
        </div>
    }
}

fn view_choice(odd: Odd, table: &ToTake, change: &Callback<Options>) -> Html {
    let choices = odd.choices();
    if let [only] = choices {
        return html! { <p class="quiet">{ format!("{}.", text::csv::choice(odd, *only)) }</p> };
    }
    let chosen = table.options.choices.of(odd);
    let value = |choice: Choice| format!("{choice:?}");
    let mut offered: Vec<(AttrValue, AttrValue)> = Vec::new();
    if chosen.is_none() {
        offered.push(("".into(), words::statements::choose().into()));
    }
    let known = choices.iter();
    offered.extend(known.map(|choice| {
        let text = text::csv::choice(odd, *choice);
        (value(*choice).into(), text.into())
    }));
    let on_change = {
        let options = table.options.clone();
        change.reform(move |picked: String| {
            let mut options = (*options).clone();
            let choice = choices
                .iter()
                .copied()
                .find(|choice| value(*choice) == picked);
            options.choices.set(odd, choice);
            options
        })
    };
    html! {
        <div class="fields">
            <Select name={format!("choice-{odd:?}")} label={words::import::what_to_do_with_title(&text::csv::odd(odd))}
                value={chosen.map_or_else(String::new, value)} options={offered} {on_change} />
        </div>
    }
}

#[derive(Properties, PartialEq)]
pub struct SaveLeftOutProps {
    /// Rows of a table.
    #[prop_or_default]
    pub checked: Option<Rc<Checked>>,
    /// Records of a file.
    #[prop_or_default]
    pub records: Option<Rc<Sound>>,
}

/// Saves what stays out as a file to mend.
#[component]
pub fn SaveLeftOut(props: &SaveLeftOutProps) -> Html {
    let dispatcher = use_dispatcher();
    let said = use_state(|| None::<String>);
    let on_click = {
        let (checked, records) = (props.checked.clone(), props.records.clone());
        let said = said.setter();
        Callback::from(move |()| {
            let saved = match (&checked, &records) {
                (Some(checked), _) => {
                    let text = text::csv::left_out(checked);
                    let saved = dispatcher.save_text("owed-left-out.csv", "text/csv", &text);
                    saved.map(|()| words::import::downloaded_csv())
                }
                (None, Some(sound)) => dispatcher
                    .save_left_out(&sound.left)
                    .map(|()| words::import::downloaded_json()),
                (None, None) => return,
            };
            said.set(Some(match saved {
                Ok(done) => done.to_owned(),
                Err(_) => words::import::could_not_save().to_owned(),
            }));
        })
    };
    let what = match (&props.checked, &props.records) {
        (Some(checked), _) => words::counts::rows(checked.left.len()),
        (None, Some(sound)) => {
            words::counts::records(crate::pages::import::looked::count_of(&sound.left))
        }
        (None, None) => return html! {},
    };
    html! {
        <p>
            <Button {on_click}>{ words::import::save_left_out(&what) }</Button>
            <span role="status" class="quiet">{ said.as_deref().unwrap_or_default() }</span>
        </p>
    }
}
