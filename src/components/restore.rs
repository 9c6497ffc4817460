//! Files out and in: the backup, restoring one, and the records file.

mod flow;
mod step;

use ledger::money::Money;
use yew::prelude::*;

use self::flow::Flow;
use self::step::{Event, Phase, Planned};
use crate::components::recover::Recover;
use crate::components::replacing::{LastNumbers, Numbers, view_differences, view_failure};
use crate::components::wizard::Wizard;
use crate::dispatch::{ChosenFile, Damaged};
use crate::hooks::use_dispatcher;
use crate::route::use_navigator;
use crate::state::{AskNumber, RestorePlan};
use crate::text::{self, format};
use crate::ui::{Button, ButtonKind, FileField, FileInput, Notice, Progress, Tone};

#[derive(Properties, PartialEq)]
pub struct RestoreProps {
    /// A backup that was chosen already.
    #[prop_or_default]
    pub file: Option<ChosenFile>,
}

/// Chooses a backup, shows what is in it, asks for the last numbers, restores.
#[component]
pub fn Restore(props: &RestoreProps) -> Html {
    let phase = use_state(|| Phase::Idle);
    let flow = Flow {
        dispatcher: use_dispatcher(),
        navigator: use_navigator(),
        phase: phase.setter(),
    };
    {
        let flow = flow.clone();
        use_effect_with(props.file.clone(), move |file| {
            if let Some(file) = file {
                flow.on(Event::Chosen(file.clone()));
            }
        });
    }
    let on_file = flow.callback(Event::Chosen);
    let on_choose = Callback::from(move |input: FileInput| {
        if let Some(file) = ChosenFile::all_of(&input).into_iter().next() {
            on_file.emit(file);
        }
    });
    match &*phase {
        Phase::Reading => html! { <Progress label={words::restore::reading()} /> },
        Phase::Restoring => html! { <Progress label={words::restore::restoring()} /> },
        Phase::Planned(planned) => view_planned(&flow, planned),
        Phase::Recovering(file) => html! { <Recover damaged={Damaged::File(file.clone())} /> },
        Phase::Idle | Phase::Failed(..) => html! {
            <>
                <FileField name="backup-file" label={words::start::backup_file()} accept=".json,.gz,application/json"
                    {on_choose} />
                if let Phase::Failed(failure, damaged) = &*phase {
                    { view_failure(failure) }
                    if let Some(file) = damaged.clone() {
                        <div class="actions">
                            <Button on_click={flow.callback(move |()| Event::ToRecover(file.clone()))}>{ words::restore::see_remains() }</Button>
                        </div>
                    }
                }
            </>
        },
    }
}

fn view_planned(flow: &Flow, planned: &Planned) -> Html {
    let on_cancel = flow.callback(|()| Event::Cancelled);
    let on_restore = {
        let (plan, file) = (planned.plan.clone(), planned.file.clone());
        flow.callback(move |numbers| Event::Confirmed(file.clone(), plan.clone(), numbers))
    };
    let (numbers, why) = planned.again.clone().unzip();
    html! {
        <>
            if let Some(why) = &why {
                { view_failure(why) }
            }
            <Plan plan={(*planned.plan).clone()} {numbers} {on_restore} {on_cancel} />
        </>
    }
}

#[derive(Properties, PartialEq)]
struct PlanProps {
    plan: RestorePlan,
    /// What was typed before, by series.
    numbers: Option<Numbers>,
    on_restore: Callback<Numbers>,
    on_cancel: Callback<()>,
}

/// The dry run.
#[component]
fn Plan(props: &PlanProps) -> Html {
    let plan = &props.plan;
    let numbers = use_state(|| {
        let first = |ask: &AskNumber| {
            let typed = props.numbers.iter().flatten();
            let typed = typed.filter(|(series, _)| *series == ask.series);
            let typed = typed.map(|(_, number)| number.clone()).next();
            let known = typed.or_else(|| ask.remembered.clone());
            (ask.series, known.unwrap_or_else(|| ask.in_file.clone()))
        };
        plan.ask.iter().map(first).collect::<Numbers>()
    });
    let onsubmit = {
        let (numbers, on_restore) = (numbers.clone(), props.on_restore.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            on_restore.emit((*numbers).clone());
        })
    };
    let on_numbers = {
        let numbers = numbers.setter();
        Callback::from(move |changed: Numbers| numbers.set(changed))
    };
    html! {
        <form class="plan" {onsubmit} novalidate=true>
            <h3>{ words::restore::contents() }</h3>
            { view_content(plan) }
            { view_replaced(plan) }
            <LastNumbers ask={plan.ask.clone()} numbers={(*numbers).clone()} on_change={on_numbers}
                why={words::restore::numbers_why()} />
            <div class="actions">
                <Button submit=true kind={ButtonKind::Primary}>
                    { if plan.replaces.is_some() { words::restore::replace() } else { words::restore::restore() } }
                </Button>
                <Button on_click={props.on_cancel.clone()}>{ words::common::cancel() }</Button>
            </div>
        </form>
    }
}

fn view_content(plan: &RestorePlan) -> Html {
    let facts = [
        (
            words::restore::written(),
            format::moment(plan.header.written),
        ),
        (
            words::restore::changes(),
            format::count(usize::try_from(plan.header.entries).unwrap_or(0)),
        ),
        (words::places::customers(), format::count(plan.customers)),
        (words::common::documents(), format::count(plan.documents)),
        (words::places::payments(), format::count(plan.payments)),
    ];
    html! {
        <dl class="facts-list" data-test="restore-plan">
            { for facts.into_iter().map(|(label, value)| html! {
                <div><dt>{ label }</dt><dd class="num">{ value }</dd></div>
            }) }
            { for plan.header.totals.iter().flat_map(|(currency, figures)| {
                figures.iter().map(move |(name, amount)| html! {
                    <div><dt>{ format!("{currency} {name}") }</dt><dd class="num">{ figure(currency, amount) }</dd></div>
                })
            }) }
        </dl>
    }
}

/// An amount of a file as the others are shown; as it stands where it is none.
fn figure(currency: &str, amount: &str) -> String {
    let money = currency.parse().ok().zip(amount.parse().ok());
    let money = money.and_then(|(currency, amount)| Money::new(amount, currency).ok());
    money.map_or_else(|| amount.to_owned(), format::money)
}

fn view_replaced(plan: &RestorePlan) -> Html {
    let stays = plan.stays.map(|entries| {
        let text = words::restore::another_open(&text::trust::entries(entries));
        html! { <Notice tone={Tone::Warning} title={text} /> }
    });
    let lacks = (plan.lacks_blobs > 0).then(|| {
        let pictures = words::counts::pictures(plan.lacks_blobs);
        html! { <p>{ words::restore::lacks_pictures(&pictures) }</p> }
    });
    let replaces = match &plan.replaces {
        None => html! { <p>{ words::restore::replaces_nothing() }</p> },
        Some(replaced) => view_differences(replaced),
    };
    html! { <>{ stays }{ lacks }{ replaces }</> }
}
