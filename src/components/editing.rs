//! A form being edited: what is typed survives a crash, and a record that
//! another tab changed meanwhile is compared, never overwritten.

use std::cell::RefCell;
use std::rc::Rc;

use ledger::book::Book;
use ledger::command::Command;
use ledger::ids::{Chain, Seq, Version};
use ledger::problem::{At, Refusal};
use serde::{Deserialize, Deserializer, Serialize};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::dispatch::{Dispatcher, Done, NotDone, Typing};
use crate::form::Problems;
use crate::form::editing::{Difference, Form, compare};
use crate::hooks::use_dispatcher;

/// A form, the version it was opened on, and what is wrong with it.
#[derive(Clone, PartialEq)]
pub struct State<F> {
    pub form: F,
    /// As the record was when the form was opened.
    opened_form: F,
    pub opened: Version,
    pub problems: Problems,
    /// Typed in since it was opened.
    pub is_dirty: bool,
    /// What is shown was typed before a crash or a reload.
    pub was_restored: bool,
    /// What only the other tab changed, taken over.
    pub taken: Vec<(At, String)>,
    /// What both changed; the user decides.
    pub differences: Vec<Difference>,
    /// The other version, for what is taken from it.
    theirs: Option<F>,
}

/// What is kept of a form while it is typed in.
#[derive(Serialize, Deserialize)]
struct Kept<F> {
    #[serde(deserialize_with = "version_or_seq")]
    opened: Version,
    opened_form: F,
    form: F,
}

/// What was kept by earlier versions of the program names an entry by its
/// place alone. That is the version of nothing, but for a new record: saving
/// it compares, and nothing that was typed is lost.
fn version_or_seq<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Version, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either {
        Version(Version),
        Seq(Seq),
    }
    Ok(match Either::deserialize(deserializer)? {
        Either::Version(version) => version,
        Either::Seq(seq) => Version::new(Chain(0), seq),
    })
}

pub enum Step<F: Form> {
    Set(F::Field, String),
    /// Changes the form where more than a field depends on it.
    Change(Rc<dyn Fn(&mut F)>),
    Found(Problems),
    Restore {
        opened: Version,
        opened_form: F,
        form: F,
    },
    /// The record is another one by now.
    Changed {
        theirs: F,
        now: Version,
    },
    TakeTheirs(At),
    KeepMine(At),
    /// The record as it is.
    Reset {
        form: F,
        opened: Version,
    },
}

impl<F: Form> State<F> {
    fn new(form: F, opened: Version) -> State<F> {
        State {
            opened_form: form.clone(),
            form,
            opened,
            problems: Problems::default(),
            is_dirty: false,
            was_restored: false,
            taken: Vec::new(),
            differences: Vec::new(),
            theirs: None,
        }
    }

    fn kept(&self) -> Option<String> {
        serde_json::to_string(&Kept {
            opened: self.opened,
            opened_form: self.opened_form.clone(),
            form: self.form.clone(),
        })
        .ok()
    }

    fn changed(&mut self, theirs: F, now: Version) {
        let comparison = compare(&self.opened_form, &self.form, &theirs);
        self.form = comparison.merged;
        self.taken = comparison.taken;
        self.differences = comparison.differences;
        self.opened_form = theirs.clone();
        self.opened = now;
        self.theirs = Some(theirs);
        self.problems = Problems::default();
    }
}

impl<F: Form> Reducible for State<F> {
    type Action = Step<F>;

    fn reduce(self: Rc<Self>, step: Step<F>) -> Rc<Self> {
        let mut state = (*self).clone();
        match step {
            Step::Set(field, value) => {
                state.form.set(field, &value);
                state.is_dirty = true;
            }
            Step::Change(change) => {
                change(&mut state.form);
                state.is_dirty = true;
            }
            Step::Found(problems) => state.problems = problems,
            Step::Restore {
                opened,
                opened_form,
                form,
            } => {
                if !state.is_dirty {
                    state = State::new(form, opened);
                    state.opened_form = opened_form;
                    state.is_dirty = true;
                    state.was_restored = true;
                }
            }
            Step::Changed { theirs, now } => state.changed(theirs, now),
            Step::TakeTheirs(part) => {
                if let Some(theirs) = &state.theirs {
                    state.form.take(theirs, part);
                }
                state
                    .differences
                    .retain(|difference| difference.part != part);
            }
            Step::KeepMine(part) => {
                state
                    .differences
                    .retain(|difference| difference.part != part);
            }
            Step::Reset { form, opened } => state = State::new(form, opened),
        }
        Rc::new(state)
    }
}

/// A page's handle on a form.
pub struct Editing<F: Form> {
    pub state: UseReducerHandle<State<F>>,
    pub scratch: AttrValue,
    dispatcher: Dispatcher,
}

impl<F: Form> Clone for Editing<F> {
    fn clone(&self) -> Editing<F> {
        Editing {
            state: self.state.clone(),
            scratch: self.scratch.clone(),
            dispatcher: self.dispatcher.clone(),
        }
    }
}

impl<F: Form> PartialEq for Editing<F> {
    fn eq(&self, other: &Editing<F>) -> bool {
        self.state == other.state && self.scratch == other.scratch
    }
}

impl<F: Form> Editing<F> {
    pub fn form(&self) -> &F {
        &self.state.form
    }

    /// What a field's `on_change` is.
    pub fn setter(&self, field: F::Field) -> Callback<String> {
        let dispatch = self.state.dispatcher();
        Callback::from(move |value| dispatch.dispatch(Step::Set(field, value)))
    }

    pub fn set(&self, field: F::Field, value: &str) {
        self.state.dispatch(Step::Set(field, value.to_owned()));
    }

    pub fn change(&self, change: impl Fn(&mut F) + 'static) {
        self.state.dispatch(Step::Change(Rc::new(change)));
    }

    pub fn found(&self, problems: Problems) {
        self.state.dispatch(Step::Found(problems));
    }

    /// What is wrong with a field, as a sentence.
    pub fn problem(&self, at: impl Into<At>) -> Option<String> {
        self.state.problems.of(at).map(crate::text::problem::fault)
    }

    /// Throws away what was typed.
    pub fn reset(&self, form: F, opened: Version) {
        self.dispatcher.forget_typed(self.scratch.to_string());
        self.state.dispatch(Step::Reset { form, opened });
    }

    /// What was typed is the record now, by what an action came to.
    pub fn saved(&self, done: &Done) {
        if let Some(book) = self.dispatcher.book() {
            self.reset(self.form().clone(), book.version_at(done.last));
        }
    }

    pub fn changed(&self, theirs: F, now: Version) {
        self.state.dispatch(Step::Changed { theirs, now });
    }

    /// Runs the command that saves it. Problems go beside the fields; where
    /// another tab was faster, `theirs` is the record as it is now.
    pub async fn save(
        self,
        command: Command,
        theirs: impl FnOnce(&Book) -> Option<F>,
    ) -> Result<Done, NotDone> {
        let scratch = self.scratch.to_string();
        let done = self.dispatcher.run(command, None, Some(scratch)).await;
        match &done {
            Err(NotDone::Refused(Refusal::Problems(problems))) => {
                self.found(problems.as_slice().into());
            }
            Err(NotDone::Refused(Refusal::Changed { now, .. })) => {
                let book = self.dispatcher.book();
                if let Some(theirs) = book.and_then(|book| theirs(&book)) {
                    self.changed(theirs, *now);
                }
            }
            _ => {}
        }
        done
    }
}

/// Edits `form`, the record as it was in version `opened`. What is typed is kept
/// in a place of this tab's own, under a name that begins with `form_name`,
/// until a command that is run with it succeeds.
#[hook]
pub fn use_editing<F: Form>(form: F, opened: Version, form_name: AttrValue) -> Editing<F> {
    let dispatcher = use_dispatcher();
    let state = use_reducer(move || State::new(form, opened));
    let place = use_state(|| None::<AttrValue>);
    {
        let dispatch = state.dispatcher();
        let place = place.setter();
        let dispatcher = dispatcher.clone();
        use_effect_with(form_name.clone(), move |form_name| {
            let form_name = form_name.to_string();
            // Held as long as the form is open.
            let held = Rc::new(RefCell::new(Some(None::<Typing>)));
            let holds = held.clone();
            spawn_local(async move {
                let typing = dispatcher.take_typed(&form_name).await;
                let Some(mut typing) = typing else {
                    return;
                };
                let (name, text) = (typing.name.clone(), typing.text.take());
                match &mut *held.borrow_mut() {
                    Some(held) => *held = Some(typing),
                    // Closed meanwhile.
                    None => return,
                }
                let kept: Option<Kept<F>> = text.and_then(|text| serde_json::from_str(&text).ok());
                if let Some(kept) = kept {
                    dispatch.dispatch(Step::Restore {
                        opened: kept.opened,
                        opened_form: kept.opened_form,
                        form: kept.form,
                    });
                }
                place.set(Some(name.into()));
            });
            move || {
                holds.replace(None);
            }
        });
    }
    {
        let dispatcher = dispatcher.clone();
        let state = state.clone();
        use_effect_with((state.form.clone(), place.clone()), move |(_, place)| {
            if let (true, Some(place)) = (state.is_dirty, &**place)
                && let Some(text) = state.kept()
            {
                dispatcher.keep_typed(place.to_string(), text);
            }
        });
    }
    Editing {
        state,
        scratch: (*place).clone().unwrap_or(form_name),
        dispatcher,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_read_whatever_names_the_entry_it_was_opened_on() {
        for (opened, expected) in [
            ("\"0000001f-7\"", Version::new(Chain(0x1f), 7)),
            ("7", Version::new(Chain(0), 7)),
            ("0", Version::NONE),
        ] {
            let text = format!(r#"{{"opened":{opened},"opened_form":"a","form":"b"}}"#);
            let kept: Kept<String> = serde_json::from_str(&text).expect("what was kept");
            assert_eq!((kept.opened, kept.form.as_str()), (expected, "b"));
        }
    }
}
