//! Files out and in: the backup, restoring one, and the records file.

use ledger::money::Money;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::components::recover::Recover;
use crate::components::replacing::{LastNumbers, Numbers, view_differences, view_failure};
use crate::dispatch::{ChosenFile, Damaged, Dispatcher, RestoreFailure};
use crate::hooks::use_dispatcher;
use crate::route::{Navigator, Route, use_navigator};
use crate::state::{AskNumber, RestorePlan};
use crate::text::{self, counted, format};
use crate::ui::{Button, ButtonKind, FileField, FileInput, Notice, Progress, Tone};

/// How far a restore has come.
enum Phase {
    Idle,
    Reading,
    Planned(Box<Planned>),
    Restoring,
    /// The file, where it is a damaged backup.
    Failed(RestoreFailure, Option<ChosenFile>),
    /// What is left of a damaged backup.
    Recovering(ChosenFile),
}

/// A plan that waits to be confirmed.
struct Planned {
    plan: RestorePlan,
    file: ChosenFile,
    /// What was typed into it before, where it is asked again.
    numbers: Option<Numbers>,
    /// Why it is asked again.
    why: Option<RestoreFailure>,
}

#[derive(Properties, PartialEq)]
pub struct RestoreProps {
    /// A backup that was chosen already.
    #[prop_or_default]
    pub file: Option<ChosenFile>,
}

/// Chooses a backup, shows what is in it, asks for the last numbers, restores.
#[component]
pub fn Restore(props: &RestoreProps) -> Html {
    let dispatcher = use_dispatcher();
    let navigator = use_navigator();
    let phase = use_state(|| Phase::Idle);
    let read = {
        let (dispatcher, phase) = (dispatcher.clone(), phase.setter());
        Callback::from(move |file: ChosenFile| {
            let (dispatcher, phase) = (dispatcher.clone(), phase.clone());
            phase.set(Phase::Reading);
            spawn_local(async move {
                phase.set(match dispatcher.plan_restore(&file).await {
                    Ok(plan) => Phase::Planned(Box::new(Planned {
                        plan,
                        file,
                        numbers: None,
                        why: None,
                    })),
                    Err(failure) => failed(failure, file),
                });
            });
        })
    };
    {
        let read = read.clone();
        use_effect_with(props.file.clone(), move |file| {
            if let Some(file) = file {
                read.emit(file.clone());
            }
        });
    }
    let on_choose = Callback::from(move |input: FileInput| {
        if let Some(file) = ChosenFile::all_of(&input).into_iter().next() {
            read.emit(file);
        }
    });
    let recover = {
        let phase = phase.setter();
        Callback::from(move |file: ChosenFile| phase.set(Phase::Recovering(file)))
    };
    match &*phase {
        Phase::Reading => html! { <Progress label="Reading the backup…" /> },
        Phase::Restoring => html! { <Progress label="Restoring…" /> },
        Phase::Planned(planned) => view_planned(&dispatcher, &navigator, planned, phase.setter()),
        Phase::Recovering(file) => html! { <Recover damaged={Damaged::File(file.clone())} /> },
        Phase::Idle | Phase::Failed(..) => html! {
            <>
                <FileField name="backup-file" label="Backup file" accept=".json,.gz,application/json"
                    {on_choose} />
                if let Phase::Failed(failure, damaged) = &*phase {
                    { view_failure(failure) }
                    if let Some(file) = damaged.clone() {
                        <div class="actions">
                            <Button on_click={recover.reform(move |()| file.clone())}>{ "See what can be saved of this backup" }</Button>
                        </div>
                    }
                }
            </>
        },
    }
}

/// A failure, and the file where something of it may be left.
fn failed(failure: RestoreFailure, file: ChosenFile) -> Phase {
    let damaged = failure.is_damage().then_some(file);
    Phase::Failed(failure, damaged)
}

fn view_planned(
    dispatcher: &Dispatcher,
    navigator: &Navigator,
    planned: &Planned,
    phase: UseStateSetter<Phase>,
) -> Html {
    let on_cancel = {
        let phase = phase.clone();
        Callback::from(move |()| phase.set(Phase::Idle))
    };
    let on_restore = {
        let (dispatcher, navigator) = (dispatcher.clone(), navigator.clone());
        let (plan, file) = (planned.plan.clone(), planned.file.clone());
        Callback::from(move |numbers: Numbers| {
            let (dispatcher, phase) = (dispatcher.clone(), phase.clone());
            let (plan, file) = (plan.clone(), file.clone());
            let navigator = navigator.clone();
            phase.set(Phase::Restoring);
            let from = navigator.here();
            spawn_local(async move {
                match restored(&dispatcher, file, plan, numbers).await {
                    Some(next) => phase.set(next),
                    // Whoever went on meanwhile is not taken back.
                    None if navigator.here() == from => navigator.go(Route::Overview),
                    None => {}
                }
            });
        })
    };
    html! {
        <>
            if let Some(why) = &planned.why {
                { view_failure(why) }
            }
            <Plan plan={planned.plan.clone()} numbers={planned.numbers.clone()} {on_restore} {on_cancel} />
        </>
    }
}

/// Restores; answers what is to be shown where it did not come to that. A plan
/// that is no longer true is made anew and asked again.
async fn restored(
    dispatcher: &Dispatcher,
    file: ChosenFile,
    plan: RestorePlan,
    numbers: Numbers,
) -> Option<Phase> {
    let reason = "Restored from a backup older than the last number sent";
    let failure = dispatcher
        .restore(&file, &plan, &numbers, reason)
        .await
        .err()?;
    let plan = match &failure {
        RestoreFailure::Number { .. } => plan,
        failure if failure.asks_anew() => match dispatcher.plan_restore(&file).await {
            Ok(plan) => plan,
            Err(failure) => return Some(failed(failure, file)),
        },
        _ => return Some(failed(failure, file)),
    };
    Some(Phase::Planned(Box::new(Planned {
        plan,
        file,
        numbers: Some(numbers),
        why: Some(failure),
    })))
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
            <h3>{ "What is in this backup" }</h3>
            { view_content(plan) }
            { view_replaced(plan) }
            <LastNumbers ask={plan.ask.clone()} numbers={(*numbers).clone()} on_change={on_numbers}
                why="You may have issued more after this backup. Owed goes on after the number you give, and notes the gap. Leave a field empty if you never sent any." />
            <div class="actions">
                <Button submit=true kind={ButtonKind::Primary}>
                    { if plan.replaces.is_some() { "Replace and restore" } else { "Restore" } }
                </Button>
                <Button on_click={props.on_cancel.clone()}>{ "Cancel" }</Button>
            </div>
        </form>
    }
}

fn view_content(plan: &RestorePlan) -> Html {
    let facts = [
        ("Written", format::moment(plan.header.written)),
        (
            "Entries",
            format::count(usize::try_from(plan.header.entries).unwrap_or(0)),
        ),
        ("Customers", format::count(plan.customers)),
        ("Documents", format::count(plan.documents)),
        ("Payments", format::count(plan.payments)),
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
        let text = format!(
            "Another book is open here, with {}. It stays on this device, under Books on this device; Owed opens the restored one from then on.",
            text::trust::entries(entries)
        );
        html! { <Notice tone={Tone::Warning} title={text} /> }
    });
    let lacks = (plan.lacks_blobs > 0).then(|| {
        let pictures = counted(plan.lacks_blobs, "picture", "pictures");
        html! { <p>{ format!("The file lacks {pictures} of the documents; they are printed without, unless this device has them.") }</p> }
    });
    let replaces = match &plan.replaces {
        None => html! { <p>{ "It replaces nothing." }</p> },
        Some(replaced) => view_differences(replaced),
    };
    html! { <>{ stays }{ lacks }{ replaces }</> }
}
