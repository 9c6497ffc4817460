//! A question that a few fields answer: what is wrong with the answer, the
//! command that it comes to, and the dialog around it.

use ledger::command::Command;
use ledger::problem::At;
use yew::prelude::*;

use crate::components::action::{
    Action, ClosedReason, FailureNotice, ProblemList, override_of, use_action,
};
use crate::dispatch::Done;
use crate::form::Problems;
use crate::text;
use crate::ui::{Button, ButtonKind, Dialog};

/// A page's handle on a question.
#[derive(Clone, PartialEq)]
pub struct Asking {
    pub action: Action,
    found: UseStateHandle<Problems>,
}

#[hook]
pub fn use_asking() -> Asking {
    Asking {
        action: use_action(),
        found: use_state(Problems::default),
    }
}

impl Asking {
    /// What is wrong with the answer: what the ledger said of it, else what
    /// could not be read.
    pub fn problems(&self) -> Problems {
        let refused = self.action.problems();
        if refused.is_empty() {
            (*self.found).clone()
        } else {
            refused
        }
    }

    /// What is wrong with a field, as a sentence.
    pub fn problem(&self, at: impl Into<At>) -> Option<String> {
        self.problems().of(at).map(text::problem::fault)
    }

    /// Runs the command that the answer was read as, for `reason` where it is
    /// in a closed period; or says what is wrong.
    pub fn answer(
        &self,
        read: Result<Command, Problems>,
        reason: &str,
        on_done: impl FnOnce(Done) + 'static,
    ) {
        self.action.clear();
        match read {
            Err(problems) => self.found.set(problems),
            Ok(command) => {
                self.found.set(Problems::default());
                self.action.run(command, override_of(reason), on_done);
            }
        }
    }
}

#[derive(Properties, PartialEq)]
pub struct AskDialogProps {
    /// None where it stands within a dialog that shows more than it.
    #[prop_or_default]
    pub title: Option<AttrValue>,
    pub asking: Asking,
    /// Where they are not those of `asking`.
    #[prop_or_default]
    pub problems: Option<Problems>,
    /// Above what is wrong.
    #[prop_or_default]
    pub lead: Html,
    /// The fields.
    #[prop_or_default]
    pub children: Html,
    /// The reason for a closed period, where there may be one.
    #[prop_or_default]
    pub reason: Option<String>,
    #[prop_or_default]
    pub on_reason: Callback<String>,
    pub verb: AttrValue,
    #[prop_or(ButtonKind::Primary)]
    pub kind: ButtonKind,
    pub on_answer: Callback<()>,
    pub on_close: Callback<()>,
}

/// The question, its fields, and the answer.
#[component]
pub fn AskDialog(props: &AskDialogProps) -> Html {
    let action = &props.asking.action;
    let problems = props.problems.clone();
    let problems = problems.unwrap_or_else(|| props.asking.problems());
    let onsubmit = props
        .on_answer
        .reform(|event: SubmitEvent| event.prevent_default());
    let form = html! {
        <form {onsubmit} novalidate=true>
            { props.lead.clone() }
            <ProblemList problems={problems.clone()} />
            if let Some(failure) = action.failure() {
                <FailureNotice failure={failure.clone()} problems_beside=true on_close={props.on_close.clone()} />
            }
            { props.children.clone() }
            if let Some(reason) = props.reason.clone() {
                <ClosedReason {problems} {reason} on_change={props.on_reason.clone()} />
            }
            <div class="actions">
                <Button submit=true writes=true kind={props.kind} busy={action.is_busy()}>{ props.verb.clone() }</Button>
                <Button on_click={props.on_close.clone()}>{ words::common::cancel() }</Button>
            </div>
        </form>
    };
    match props.title.clone() {
        Some(title) => {
            html! { <Dialog {title} on_close={props.on_close.clone()}>{ form }</Dialog> }
        }
        None => form,
    }
}
