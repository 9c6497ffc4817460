//! Going on after damage: what can be saved of a book or of a backup, what is
//! lost, and what is to be recorded again. Nothing changes before its user
//! saw it and kept what is there.

mod flow;
mod step;

use ledger::business::SeriesFor;
use ledger::recovery::Fact;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use self::flow::Flow;
use self::step::{Event, Phase};
use crate::components::replacing::{LastNumbers, Numbers, view_differences, view_failure};
use crate::components::wizard::Wizard;
use crate::dispatch::{Damaged, Dispatcher, Handed};
use crate::hooks::use_dispatcher;
use crate::route::{Route, use_navigator};
use crate::state::RecoveryPlan;
use crate::text;
use crate::ui::{Button, ButtonKind, Check, Details, LinkButton, Notice, Progress, Tone};

/// Rows of a list that are shown; a file has all.
const SHOWN: usize = 100;

#[derive(Properties, PartialEq)]
pub struct RecoverProps {
    pub damaged: Damaged,
}

/// Looks what can be saved, shows it, and goes on with it.
#[component]
pub fn Recover(props: &RecoverProps) -> Html {
    let phase = use_state(|| Phase::Looking);
    let flow = Flow {
        dispatcher: use_dispatcher(),
        navigator: use_navigator(),
        phase: phase.setter(),
    };
    use_effect_with(props.damaged.clone(), {
        let flow = flow.clone();
        move |damaged| flow.on(Event::ToLook(damaged.clone()))
    });
    match &*phase {
        Phase::Looking => html! { <Progress label={words::recovery::reading()} /> },
        Phase::Working => html! { <Progress label={words::recovery::going_on()} /> },
        Phase::Failed(failure) => {
            let damaged = props.damaged.clone();
            let again = flow.callback(move |()| Event::ToLook(damaged.clone()));
            html! {
                <>
                    { view_failure(failure) }
                    <div class="actions">
                        <Button on_click={again}>{ words::recovery::look_again() }</Button>
                        if props.damaged == Damaged::Here {
                            <LinkButton href={Route::Backup.href()}>{ words::recovery::restore_backup() }</LinkButton>
                        }
                    </div>
                    if props.damaged == Damaged::Here {
                        <Keep />
                    }
                </>
            }
        }
        Phase::Planned(plan) => {
            let confirmed = plan.clone();
            let on_recover =
                flow.callback(move |numbers| Event::Confirmed(confirmed.clone(), numbers));
            html! { <Plan plan={Planned((**plan).clone())} here={props.damaged == Damaged::Here} {on_recover} /> }
        }
    }
}

/// A plan as a property: equal where it is the very same.
#[derive(Clone)]
struct Planned(RecoveryPlan);

impl PartialEq for Planned {
    fn eq(&self, other: &Planned) -> bool {
        std::rc::Rc::ptr_eq(&self.0.recovery, &other.0.recovery)
    }
}

#[derive(Properties, PartialEq)]
struct PlanProps {
    plan: Planned,
    /// The damage is in the open book: its bytes are kept in a file first.
    here: bool,
    on_recover: Callback<Numbers>,
}

#[component]
fn Plan(props: &PlanProps) -> Html {
    let plan = &props.plan.0;
    let dispatcher = use_dispatcher();
    let numbers = use_state(|| {
        let known = |ask: &crate::state::AskNumber| {
            let last = ask.remembered.clone();
            (ask.series, last.unwrap_or_else(|| ask.in_file.clone()))
        };
        plan.ask.iter().map(known).collect::<Numbers>()
    });
    let kept = use_state_eq(|| false);
    let none_sent = use_state_eq(|| false);
    let on_kept = {
        let kept = kept.setter();
        Callback::from(move |()| kept.set(true))
    };
    let on_none_sent = {
        let none_sent = none_sent.setter();
        Callback::from(move |checked: bool| none_sent.set(checked))
    };
    let asks = !plan.recovery.is_whole() && lacks_a_number(plan, &numbers);
    let may_go_on = (!props.here || *kept) && (!asks || *none_sent);
    let onsubmit = {
        let (numbers, on_recover) = (numbers.clone(), props.on_recover.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if may_go_on {
                on_recover.emit((*numbers).clone());
            }
        })
    };
    let on_numbers = {
        let numbers = numbers.setter();
        Callback::from(move |changed: Numbers| numbers.set(changed))
    };
    html! {
        <form class="plan" {onsubmit} novalidate=true>
            { view_kept_entries(plan) }
            { view_facts("lost", words::recovery::lost_title(), words::recovery::lost_about(), &plan.recovery.lost, &dispatcher) }
            { view_facts("later", words::recovery::later_title(), words::recovery::later_about(), &plan.recovery.later, &dispatcher) }
            if plan.recovery.unreadable > 0 {
                <Notice tone={Tone::Warning} title={text::recovery::unreadable(plan.recovery.unreadable)}
                    text={words::recovery::unlisted()} />
            }
            if let Some(replaced) = &plan.replaces {
                { view_differences(replaced) }
            }
            <LastNumbers ask={plan.ask.clone()} numbers={(*numbers).clone()} on_change={on_numbers}
                why={words::recovery::numbers_why()} />
            if asks {
                <Check name="none-sent" checked={*none_sent} on_change={on_none_sent}
                    label={words::recovery::no_numbers_sent()} />
            }
            if props.here {
                <h3>{ words::recovery::keep_first() }</h3>
                <Keep {on_kept} />
            }
            <div class="actions">
                <Button submit=true kind={ButtonKind::Primary} disabled={!may_go_on}>{ go_on(plan) }</Button>
                <LinkButton href={Route::Backup.href()}>{ words::recovery::restore_instead() }</LinkButton>
            </div>
            if props.here && !*kept {
                <p class="quiet">{ words::recovery::needs_file() }</p>
            } else if !may_go_on {
                <p class="quiet">{ words::recovery::needs_number() }</p>
            }
        </form>
    }
}

/// Whether nobody knows the last number of invoices, and none was typed.
fn lacks_a_number(plan: &RecoveryPlan, numbers: &Numbers) -> bool {
    numbers.iter().any(|(id, number)| {
        let series = plan.recovery.book.series().get(*id);
        let invoices = series.is_some_and(|series| series.counts == SeriesFor::Invoices);
        invoices && number.trim().is_empty()
    })
}

#[derive(Properties, PartialEq)]
struct KeepProps {
    #[prop_or_default]
    on_kept: Callback<()>,
}

/// Saves all that is stored of the damaged book.
#[component]
fn Keep(props: &KeepProps) -> Html {
    let dispatcher = use_dispatcher();
    let told = use_state(|| None::<Result<String, String>>);
    let on_keep = {
        let (told, on_kept) = (told.setter(), props.on_kept.clone());
        Callback::from(move |()| {
            let (dispatcher, told) = (dispatcher.clone(), told.clone());
            let on_kept = on_kept.clone();
            spawn_local(async move {
                match dispatcher.save_remains().await {
                    // The share sheet was closed.
                    Ok(saved) if saved.handed == Handed::Cancelled => {}
                    Ok(saved) => {
                        told.set(Some(Ok(text::recovery::kept(saved.bytes))));
                        on_kept.emit(());
                    }
                    Err(why) => told.set(Some(Err(why))),
                }
            });
        })
    };
    html! {
        <>
            <p class="quiet">{ words::recovery::file_about() }</p>
            <div class="actions"><Button on_click={on_keep}>{ words::recovery::save_file() }</Button></div>
            { view_told(told.as_ref()) }
        </>
    }
}

fn view_told(kept: Option<&Result<String, String>>) -> Html {
    match kept {
        None => html! {},
        Some(Ok(said)) => html! { <Notice tone={Tone::Good} title={said.clone()} /> },
        Some(Err(why)) => {
            html! { <Notice tone={Tone::Problem} title={words::backup::not_saved()}><Details text={why.clone()} /></Notice> }
        }
    }
}

fn go_on(plan: &RecoveryPlan) -> &'static str {
    match plan.recovery.is_whole() {
        true => words::recovery::go_on_with(),
        false => words::recovery::go_on_without(),
    }
}

fn view_kept_entries(plan: &RecoveryPlan) -> Html {
    let book = &plan.recovery.book;
    let counts = [
        words::counts::customers(book.customers().len()),
        words::counts::documents(book.invoices().len()),
        words::counts::payments(book.payments().len()),
    ];
    html! {
        <section aria-labelledby="stays" data-test="stays">
            <h3 id="stays">{ words::recovery::stays_title() }</h3>
            <p>{ format!("{}: {}.", text::trust::entries(plan.recovery.entries), counts.join(", ")) }</p>
            if plan.as_shown {
                <p>{ words::recovery::all_there() }</p>
            } else if plan.recovery.is_whole() {
                <p>{ words::recovery::nothing_lost() }</p>
            }
        </section>
    }
}

fn view_facts(
    test: &'static str,
    title: &'static str,
    lead: &'static str,
    facts: &[Fact],
    dispatcher: &Dispatcher,
) -> Html {
    if facts.is_empty() {
        return html! {};
    }
    let on_save = {
        let (dispatcher, text) = (dispatcher.clone(), text::recovery::csv(facts));
        // The browser says it itself where it does not take the file.
        Callback::from(move |()| {
            drop(dispatcher.save_text(&format!("owed-{test}.csv"), "text/csv", &text));
        })
    };
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for fact in facts.iter().take(SHOWN) {
        let (action, what) = (text::recovery::action(fact), text::recovery::fact(fact));
        match groups.last_mut().filter(|(known, _)| *known == action) {
            Some((_, all)) => all.push(what),
            None => groups.push((action, vec![what])),
        }
    }
    html! {
        <section aria-labelledby={test} data-test={test}>
            <h3 id={test}>{ format!("{title}: {}", words::counts::changes(facts.len())) }</h3>
            <p class="quiet">{ lead }</p>
            <ul class="changes">
                { for groups.into_iter().map(|(action, all)| html! {
                    <li>
                        <p>{ action }</p>
                        <ul>{ for all.into_iter().map(|what| html! { <li>{ what }</li> }) }</ul>
                    </li>
                }) }
            </ul>
            if facts.len() > SHOWN {
                <p class="quiet">{ words::recovery::and_more(&(facts.len() - SHOWN).to_string()) }</p>
            }
            <div class="actions"><Button on_click={on_save}>{ words::recovery::save_list() }</Button></div>
        </section>
    }
}
