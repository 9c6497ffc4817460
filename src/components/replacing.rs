//! What a restore and a recovery both ask and show: the last numbers that were sent, and what is replaced.

use ledger::backup::Side;
use ledger::ids::SeriesId;
use yew::prelude::*;

use crate::dispatch::RestoreFailure;
use crate::state::{AskNumber, Replaced};
use crate::text;
use crate::text::format;
use crate::ui::{Details, Field, Notice, Tone};

pub type Numbers = Vec<(SeriesId, String)>;

#[derive(Properties, PartialEq)]
pub struct LastNumbersProps {
    pub ask: Vec<AskNumber>,
    /// What stands in the fields, by series.
    pub numbers: Numbers,
    pub why: &'static str,
    pub on_change: Callback<Numbers>,
}

/// Asks for the last number that was sent of each series.
#[component]
pub fn LastNumbers(props: &LastNumbersProps) -> Html {
    if props.ask.is_empty() {
        return html! {};
    }
    let set_number = |series: SeriesId| {
        let numbers = props.numbers.clone();
        props.on_change.reform(move |value: String| {
            let mut changed = numbers.clone();
            if let Some((_, number)) = changed.iter_mut().find(|(known, _)| *known == series) {
                *number = value;
            }
            changed
        })
    };
    let value = |series: SeriesId| {
        let known = props.numbers.iter().find(|(known, _)| *known == series);
        known.map_or_else(String::new, |(_, number)| number.clone())
    };
    html! {
        <>
            <h3>{ words::restore::last_numbers() }</h3>
            <p class="quiet">{ props.why }</p>
            <div class="fields">
                { for props.ask.iter().enumerate().map(|(index, ask)| html! {
                    <Field key={ask.series.to_string()} name={format!("last-{index}")}
                        label={words::restore::last_number(&ask.pattern)}
                        hint={last_found(ask)}
                        value={value(ask.series)} on_change={set_number(ask.series)} />
                }) }
            </div>
        </>
    }
}

pub fn last_found(ask: &AskNumber) -> String {
    match (&ask.remembered, &ask.in_file[..]) {
        (Some(number), found) if number != found => words::restore::known_number(&number),
        (_, "") => words::restore::no_number().to_owned(),
        (_, number) => words::restore::last_found(&number),
    }
}

pub fn view_failure(failure: &RestoreFailure) -> Html {
    let message = text::failure::restore(failure);
    html! {
        <Notice tone={Tone::Problem} title={message.what} text={message.then}>
            <Details text={message.details} />
        </Notice>
    }
}

pub fn view_differences(replaced: &Replaced) -> Html {
    let differs = &replaced.differs;
    let here = text::trust::entries(replaced.entries);
    html! {
        <>
            <Notice tone={Tone::Warning}
                title={words::restore::replaces_same(&here)} />
            { view_side("lost", words::restore::only_here(), &differs.only_here) }
            { view_side("brought", words::restore::only_there(), &differs.only_there) }
            if !differs.changed.is_empty() {
                <div data-test="changed">
                    <h3>{ words::restore::differing() }</h3>
                    <p>{ text::kinds::counts(&differs.changed).join(", ") }</p>
                    <p class="quiet">{ words::restore::differing_about() }</p>
                </div>
            }
            if differs.is_empty() {
                <p>{ words::restore::same_records() }</p>
            }
        </>
    }
}

/// What only one of the two has: how many, how much, and the first few.
pub fn view_side(test: &'static str, title: &'static str, side: &Side) -> Html {
    const SHOWN: usize = 5;
    if side.is_empty() {
        return html! {};
    }
    let documents = side.documents.len();
    let mut counts = Vec::new();
    if documents > 0 {
        counts.push(words::counts::documents(documents));
    }
    if side.drafts > 0 {
        counts.push(words::counts::drafts(side.drafts));
    }
    counts.extend(text::kinds::counts(&side.kinds));
    let sums = side.sums().flat_map(|(asked, paid)| {
        let asked = asked.map(|money| words::restore::in_documents(&format::money(money)));
        let paid = paid.map(|money| words::restore::in_payments(&format::money(money)));
        asked.into_iter().chain(paid)
    });
    let sums: Vec<String> = sums.collect();
    let more = side.documents.len().saturating_sub(SHOWN);
    let mut numbers = side.documents[..side.documents.len() - more].join(", ");
    if more > 0 {
        numbers.push_str(&format!(
            " {}",
            words::restore::and_more(&format::count(more))
        ));
    }
    html! {
        <div data-test={test}>
            <h3>{ title }</h3>
            <p>{ counts.join(", ") }</p>
            if !sums.is_empty() {
                <p>{ sums.join(", ") }</p>
            }
            if !numbers.is_empty() {
                <p class="quiet">{ numbers }</p>
            }
        </div>
    }
}
