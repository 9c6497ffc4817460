//! Several lines at once: those that are marked in the list.

use std::collections::BTreeSet;
use std::rc::Rc;

use ledger::ids::BankLineId;
use yew::prelude::*;

use crate::text::{self, format};
use crate::ui::{Button, ButtonKind};

/// Lines that are marked, in the order of their ids.
pub type Marks = Rc<BTreeSet<BankLineId>>;

#[derive(Properties, PartialEq)]
pub struct SeveralProps {
    /// Lines that can be marked.
    pub shown: Rc<Vec<BankLineId>>,
    /// Those of them that are.
    pub marked: Rc<Vec<BankLineId>>,
    /// How many of the marked ones are taken for something.
    pub proposed: usize,
    pub busy: bool,
    pub on_mark: Callback<Marks>,
    pub on_confirm: Callback<()>,
    pub on_own_transfer: Callback<()>,
    pub on_ignore: Callback<()>,
}

/// What can be done with the marked lines.
#[component]
pub fn Several(props: &SeveralProps) -> Html {
    let count = props.marked.len();
    let busy = props.busy;
    let on_all = {
        let (shown, on_mark) = (props.shown.clone(), props.on_mark.clone());
        Callback::from(move |()| on_mark.emit(Rc::new(shown.iter().copied().collect())))
    };
    let on_none = props.on_mark.reform(|()| Marks::default());
    html! {
        <div class="several" role="group" aria-label={words::reconcile::several_lines()}>
            if count == 0 {
                <Button kind={ButtonKind::Quiet} on_click={on_all}>
                    { words::reconcile::select_all(&format::count(props.shown.len())) }
                </Button>
            } else {
                <span role="status" data-test="selected">{ words::reconcile::selected(&format::count(count)) }</span>
                if props.proposed > 0 {
                    <Button writes=true {busy} on_click={props.on_confirm.clone()}>
                        { words::reconcile::confirm_suggested(&format::count(props.proposed)) }
                    </Button>
                }
                <Button writes=true {busy} on_click={props.on_own_transfer.clone()}>{ text::matching::own_reasons().own_transfer }</Button>
                <Button writes=true {busy} on_click={props.on_ignore.clone()}>{ words::reconcile::ignore_open() }</Button>
                <Button kind={ButtonKind::Quiet} on_click={on_none}>{ words::reconcile::clear() }</Button>
            }
        </div>
    }
}

/// Takes a line in, or out.
pub fn toggled(marks: &Marks, line: BankLineId) -> Marks {
    let mut changed = (**marks).clone();
    if !changed.remove(&line) {
        changed.insert(line);
    }
    Rc::new(changed)
}

/// All lines from one to another are marked as well.
pub fn up_to(marks: &Marks, lines: &[BankLineId], from: usize, to: usize) -> Marks {
    let (first, last) = (from.min(to), from.max(to));
    let mut changed = (**marks).clone();
    changed.extend(lines.get(first..=last).unwrap_or_default().iter().copied());
    Rc::new(changed)
}
