//! The form of one record: above it what came back, what another tab changed
//! and what is wrong; below it the button that saves.

use ledger::book::Book;
use ledger::command::Command;
use ledger::ids::Version;
use yew::prelude::*;

use crate::components::action::{Action, FailureNotice, ProblemList, use_action};
use crate::components::conflict;
use crate::components::editing::{Editing, use_editing};
use crate::dispatch::Done;
use crate::form::Problems;
use crate::form::editing::Form;
use crate::ui::{Button, ButtonKind};

/// A page's handle on the form of a record.
#[derive(Clone)]
pub struct RecordForm<F: Form> {
    pub editing: Editing<F>,
    action: Action,
    /// The record as it is.
    record: F,
    opened: Version,
}

/// Edits a record as it was in version `opened`. While
/// nothing is typed the form follows the record; what is typed is kept under a
/// name that begins with `scratch`.
#[hook]
pub fn use_record_form<F: Form>(record: F, opened: Version, scratch: AttrValue) -> RecordForm<F> {
    let action = use_action();
    let editing = use_editing(record.clone(), opened, scratch);
    {
        let (editing, record) = (editing.clone(), record.clone());
        use_effect_with(opened, move |opened| {
            if !editing.state.is_dirty && editing.state.opened != *opened {
                editing.reset(record, *opened);
            }
        });
    }
    RecordForm {
        editing,
        action,
        record,
        opened,
    }
}

impl<F: Form> RecordForm<F> {
    /// Saves by the command that is read of the form as it was opened;
    /// `theirs` is the record as another tab saved it.
    pub fn on_save(
        &self,
        command: impl Fn(&F, Version) -> Result<Command, Problems> + 'static,
        theirs: impl Fn(&Book) -> Option<F> + Copy + 'static,
        on_saved: impl Fn(&Editing<F>, &Done) + Clone + 'static,
    ) -> Callback<SubmitEvent> {
        let (editing, action) = (self.editing.clone(), self.action.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            match command(editing.form(), editing.state.opened) {
                Err(problems) => editing.found(problems),
                Ok(command) => {
                    editing.found(Problems::default());
                    let (saved, on_saved) = (editing.clone(), on_saved.clone());
                    let work = editing.clone().save(command, theirs);
                    action.perform(work, move |done| on_saved(&saved, &done));
                }
            }
        })
    }

    /// The fields, with what stands above and below them.
    pub fn view(&self, save: &str, onsubmit: Callback<SubmitEvent>, fields: Html) -> Html {
        self.view_as(ButtonKind::Primary, None, save, onsubmit, fields)
    }

    /// The same for one of several forms on a page, which is called `label`.
    pub fn view_as(
        &self,
        kind: ButtonKind,
        label: Option<String>,
        save: &str,
        onsubmit: Callback<SubmitEvent>,
        fields: Html,
    ) -> Html {
        let editing = &self.editing;
        let on_forget = {
            let (editing, record, opened) = (editing.clone(), self.record.clone(), self.opened);
            Callback::from(move |()| editing.reset(record.clone(), opened))
        };
        html! {
            <form {onsubmit} novalidate=true aria-label={label}>
                { view_told(editing, &self.action, on_forget) }
                { fields }
                <div class="actions">
                    <Button submit=true writes=true {kind} busy={self.action.is_busy()}
                        disabled={!editing.state.differences.is_empty()}>{ save.to_owned() }</Button>
                </div>
            </form>
        }
    }
}

/// What was typed is the record now.
pub fn stay<F: Form>(editing: &Editing<F>, done: &Done) {
    editing.saved(done);
}

/// What stands above the fields of a form; `on_forget` throws away what was
/// typed.
pub fn view_told<F: Form>(editing: &Editing<F>, action: &Action, on_forget: Callback<()>) -> Html {
    let on_close = {
        let action = action.clone();
        Callback::from(move |()| action.clear())
    };
    html! {
        <>
            { conflict::view(editing, on_forget) }
            <ProblemList problems={editing.state.problems.clone()} />
            if let Some(failure) = action.failure() {
                <FailureNotice failure={failure.clone()} problems_beside=true {on_close} />
            }
        </>
    }
}
