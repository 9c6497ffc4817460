//! Running an action from a page, and showing why it came to nothing.

use ledger::command::Command;
use ledger::problem::{At, FieldName, Refusal};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::dispatch::{Dispatcher, Done, Failure, NotDone};
use crate::form::{Fault, Problems};
use crate::hooks::use_dispatcher;
use crate::text;
use crate::ui::{Button, ButtonKind, Details, Dialog, Notice, Tone, soon, use_said_again};

/// How far a page's action has come.
#[derive(Clone, PartialEq, Debug, Default)]
enum Phase {
    #[default]
    Idle,
    Running,
    Failed(NotDone),
}

/// A page's handle on one action at a time.
#[derive(Clone, PartialEq)]
pub struct Action {
    phase: UseStateHandle<Phase>,
    dispatcher: Dispatcher,
}

/// One action at a time, its progress and its failure.
#[hook]
pub fn use_action() -> Action {
    Action {
        phase: use_state(Phase::default),
        dispatcher: use_dispatcher(),
    }
}

impl Action {
    pub fn is_busy(&self) -> bool {
        *self.phase == Phase::Running
    }

    pub fn failure(&self) -> Option<&NotDone> {
        match &*self.phase {
            Phase::Failed(failure) => Some(failure),
            _ => None,
        }
    }

    /// What the ledger said of the last try.
    pub fn problems(&self) -> Problems {
        match self.failure() {
            Some(NotDone::Refused(refusal)) => refusal.into(),
            _ => Problems::default(),
        }
    }

    /// Forgets the last failure.
    pub fn clear(&self) {
        if *self.phase != Phase::Idle {
            self.phase.set(Phase::Idle);
        }
    }

    /// Does the work; where it succeeds, goes on.
    pub fn perform<T: 'static>(
        &self,
        work: impl Future<Output = Result<T, NotDone>> + 'static,
        on_done: impl FnOnce(T) + 'static,
    ) {
        let phase = self.phase.setter();
        let has_failed = matches!(&*self.phase, Phase::Failed(_));
        phase.set(Phase::Running);
        let working = async move {
            match work.await {
                Ok(value) => {
                    phase.set(Phase::Idle);
                    on_done(value);
                }
                Err(failure) => phase.set(Phase::Failed(failure)),
            }
        };
        if has_failed {
            // The page is drawn without the failure first: else the same one
            // would come in silence.
            soon(move || spawn_local(working));
        } else {
            spawn_local(working);
        }
    }

    /// Runs one command.
    pub fn run(
        &self,
        command: Command,
        override_closed: Option<String>,
        on_done: impl FnOnce(Done) + 'static,
    ) {
        let dispatcher = self.dispatcher.clone();
        self.perform(
            async move { dispatcher.run(command, override_closed, None).await },
            on_done,
        );
    }
}

#[derive(Properties, PartialEq)]
pub struct FailureNoticeProps {
    pub failure: NotDone,
    /// Closes what must not be missed.
    #[prop_or_default]
    pub on_close: Callback<()>,
    /// Its problems are shown beside their fields.
    #[prop_or_default]
    pub problems_beside: bool,
}

/// Why an action came to nothing. No room left is a dialog that must be
/// answered: the form stays behind it.
#[component]
pub fn FailureNotice(props: &FailureNoticeProps) -> Html {
    let message = text::failure::not_done(&props.failure);
    match &props.failure {
        NotDone::Refused(Refusal::Problems(_)) if props.problems_beside => html! {},
        NotDone::Store(Failure::QuotaExceeded) => html! {
            <Dialog title={message.what} alert=true on_close={props.on_close.clone()}>
                <p>{ message.then }</p>
                <SaveAway />
                <div class="actions">
                    <Button kind={ButtonKind::Primary} on_click={props.on_close.clone()}>
                        { words::actions::back_to_typed() }
                    </Button>
                </div>
            </Dialog>
        },
        _ => html! {
            <Notice tone={Tone::Problem} title={message.what} text={message.then}>
                <Details text={message.details} />
            </Notice>
        },
    }
}

/// Saves a backup from wherever something went wrong.
#[component]
pub fn SaveAway() -> Html {
    let dispatcher = use_dispatcher();
    let told = use_state(|| None::<String>);
    let on_click = {
        let told = told.setter();
        Callback::from(move |()| {
            let dispatcher = dispatcher.clone();
            let told = told.clone();
            // Said again where it ends in the same way.
            told.set(None);
            spawn_local(async move {
                told.set(Some(match dispatcher.backup().await {
                    Ok(saved) => text::trust::saved(&saved),
                    Err(_) => words::actions::no_backup().to_owned(),
                }));
            });
        })
    };
    html! {
        <div class="actions">
            <Button {on_click}>{ words::actions::save_backup() }</Button>
            <span role="status">{ (*told).clone().unwrap_or_default() }</span>
        </div>
    }
}

#[derive(Properties, PartialEq)]
pub struct ProblemListProps {
    pub problems: Problems,
}

/// What is wrong with a form, in one place, read aloud.
#[component]
pub fn ProblemList(props: &ProblemListProps) -> Html {
    let tries = use_said_again();
    let problems: Vec<_> = props.problems.iter().collect();
    if problems.is_empty() {
        return html! {};
    }
    let title = words::actions::not_saved(problems.len());
    html! {
        <Notice key={tries} tone={Tone::Problem} {title}>
            <ul>
                { for problems.iter().map(|(at, fault)| html! {
                    <li>{ format!("{}: {}", text::problem::place(*at), text::problem::fault(fault)) }</li>
                }) }
            </ul>
        </Notice>
    }
}

/// What is wrong with a form, in one place.
pub fn view_problems(problems: &Problems) -> Html {
    html! { <ProblemList problems={problems.clone()} /> }
}

/// The same beside each field.
pub fn told_by_field(problems: &Problems) -> Vec<(FieldName, String)> {
    let told = |(at, fault): &(At, Fault)| (at.field, text::problem::fault(fault));
    problems.iter().map(told).collect()
}

/// Why an action came to nothing.
pub fn view_not_done(failure: NotDone) -> Html {
    html! { <FailureNotice {failure} /> }
}

#[derive(Properties, PartialEq)]
pub struct ClosedReasonProps {
    /// What was wrong with the last try.
    pub problems: Problems,
    pub reason: String,
    pub on_change: Callback<String>,
}

/// Asks why something is recorded in a closed period, once it was refused.
#[component]
pub fn ClosedReason(props: &ClosedReasonProps) -> Html {
    if props.problems.closed().is_none() && props.reason.is_empty() {
        return html! {};
    }
    html! {
        <crate::ui::Field
            name="override"
            label={words::actions::reason_closed()}
            hint={words::actions::reason_closed_hint()}
            value={props.reason.clone()}
            on_change={props.on_change.clone()}
            class="wide"
        />
    }
}

/// The reason as the dispatcher takes it.
pub fn override_of(reason: &str) -> Option<String> {
    let reason = reason.trim();
    (!reason.is_empty()).then(|| reason.to_owned())
}
