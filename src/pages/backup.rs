//! Files out and in: the backup, restoring one, and the records file.

use ledger::backup::Side;
use ledger::ids::SeriesId;
use ledger::money::Money;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::keeping::Kept;
use super::recovery::Recover;
use crate::dispatch::{ChosenFile, Damaged, Dispatcher, RestoreFailure};
use crate::hooks::{use_dispatcher, use_view};
use crate::route::{Navigator, Route, use_navigator};
use crate::state::{AskNumber, Replaced, RestorePlan};
use crate::text::{self, counted, format};
use crate::ui::{
    Button, ButtonKind, Details, Field, FileField, FileInput, LinkButton, Notice, Progress, Tone,
};

#[component]
pub fn Backup() -> Html {
    let view = use_view();
    let dispatcher = use_dispatcher();
    let told = use_state(|| None::<Result<String, String>>);
    let on_save = {
        let (dispatcher, told) = (dispatcher.clone(), told.setter());
        Callback::from(move |()| {
            let (dispatcher, told) = (dispatcher.clone(), told.clone());
            // Said again where it ends in the same way.
            told.set(None);
            spawn_local(async move {
                let saved = dispatcher.backup().await;
                told.set(Some(saved.map(|saved| text::trust::saved(&saved))));
            });
        })
    };
    let on_export = {
        let told = told.setter();
        Callback::from(move |()| {
            let saved = dispatcher.export_records();
            told.set(Some(
                saved.map(|()| "Records handed to the browser.".to_owned()),
            ));
        })
    };
    let moment = view.backup.map(|mark| format::moment(mark.at));
    let behind = moment
        .is_some()
        .then(|| text::trust::backup_behind(view.backup, &view.book));
    let since: Vec<String> = moment.into_iter().chain(behind.flatten()).collect();
    html! {
        <>
            <h1>{ "Backup" }</h1>
            <section class="answer">
                <p>{ text::trust::check(&view) }</p>
                <p class="sum small">{ text::trust::backup(view.backup, view.today) }</p>
                <p class="quiet">{ since.join(" · ") }</p>
            </section>
            { view_told(told.as_ref()) }
            <section aria-labelledby="save">
                <h2 id="save">{ "Save" }</h2>
                <p class="quiet">
                    { "The backup is one file with everything in it, to keep anywhere you like. You can open it without Owed: it is text." }
                </p>
                <div class="actions">
                    <Button kind={ButtonKind::Primary} on_click={on_save}>{ "Save a backup" }</Button>
                    <Button on_click={on_export}>{ "Export records for other tools" }</Button>
                </div>
            </section>
            if !view.demo {
                <Kept />
            }
            <section aria-labelledby="restore">
                <h2 id="restore">{ "Restore" }</h2>
                <p class="quiet">{ "Choosing a file changes nothing: first you see what is in it and what it would replace." }</p>
                <Restore />
            </section>
            <section aria-labelledby="books">
                <h2 id="books">{ "Books on this device" }</h2>
                <p class="quiet">{ "A device can hold several: another one to open, one to delete, one more to begin." }</p>
                <div class="actions"><LinkButton href={Route::Books.href()}>{ "See the books" }</LinkButton></div>
            </section>
        </>
    }
}

fn view_told(told: Option<&Result<String, String>>) -> Html {
    match told {
        None => html! {},
        Some(Ok(said)) => html! { <Notice tone={Tone::Good} title={said.clone()} /> },
        Some(Err(why)) => html! {
            <Notice tone={Tone::Problem} title={format!("No file was saved: {why}.")} text="The book is as it was." />
        },
    }
}

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

pub(super) type Numbers = Vec<(SeriesId, String)>;

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

pub(super) fn view_failure(failure: &RestoreFailure) -> Html {
    let message = text::failure::restore(failure);
    html! {
        <Notice tone={Tone::Problem} title={message.what} text={message.then}>
            <Details text={message.details} />
        </Notice>
    }
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
            <h3>{ "The last numbers you sent" }</h3>
            <p class="quiet">{ props.why }</p>
            <div class="fields">
                { for props.ask.iter().enumerate().map(|(index, ask)| html! {
                    <Field key={ask.series.to_string()} name={format!("last-{index}")}
                        label={format!("Last number sent, {}", ask.pattern)}
                        hint={last_found(ask)}
                        value={value(ask.series)} on_change={set_number(ask.series)} />
                }) }
            </div>
        </>
    }
}

fn last_found(ask: &AskNumber) -> String {
    match (&ask.remembered, &ask.in_file[..]) {
        (Some(number), found) if number != found => {
            format!("{number} is known to have been given.")
        }
        (_, "") => "No number was found.".to_owned(),
        (_, number) => format!("The last one found is {number}."),
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

pub(super) fn view_differences(replaced: &Replaced) -> Html {
    let differs = &replaced.differs;
    let here = text::trust::entries(replaced.entries);
    html! {
        <>
            <Notice tone={Tone::Warning}
                title={format!("It replaces this very book as it is on this device, with {here}.")} />
            { view_side("lost", "Only here, gone after the restore", &differs.only_here) }
            { view_side("brought", "Only in the file, here after the restore", &differs.only_there) }
            if !differs.changed.is_empty() {
                <div data-test="changed">
                    <h3>{ "In both, and not the same" }</h3>
                    <p>{ text::kinds::counts(&differs.changed).join(", ") }</p>
                    <p class="quiet">{ "After the restore they are as in the file; numbers go on after the last one given." }</p>
                </div>
            }
            if differs.is_empty() {
                <p>{ "Every record in it is the same as here." }</p>
            }
        </>
    }
}

/// What only one of the two has: how many, how much, and the first few.
fn view_side(test: &'static str, title: &'static str, side: &Side) -> Html {
    const SHOWN: usize = 5;
    if side.is_empty() {
        return html! {};
    }
    let documents = [
        (side.documents.len(), "document", "documents"),
        (side.drafts, "draft", "drafts"),
    ];
    let documents = documents.into_iter().filter(|(count, ..)| *count > 0);
    let mut counts: Vec<String> = documents
        .map(|(count, one, many)| counted(count, one, many))
        .collect();
    counts.extend(text::kinds::counts(&side.kinds));
    let sums = side.sums().flat_map(|(asked, paid)| {
        let asked = asked.map(|money| format!("{} in documents", format::money(money)));
        let paid = paid.map(|money| format!("{} in payments", format::money(money)));
        asked.into_iter().chain(paid)
    });
    let sums: Vec<String> = sums.collect();
    let more = side.documents.len().saturating_sub(SHOWN);
    let mut numbers = side.documents[..side.documents.len() - more].join(", ");
    if more > 0 {
        numbers.push_str(&format!(" and {} more", format::count(more)));
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
