//! The bank lines that wait, as a list that is gone through by keys.

use std::rc::Rc;

use ledger::bank::BankLine;
use ledger::ids::BankLineId;
use yew::prelude::*;

use crate::components::settling::left_of;
use crate::dispatch::Suggestions;
use crate::hooks::use_view;
use crate::pages::reconcile::several::{Marks, toggled, up_to};
use crate::text::{self, format};
use crate::ui::{show_chosen, view_status};

/// Lines in the page before and after the current one.
const BEFORE: usize = 15;
const AFTER: usize = 35;
/// Lines that a page key goes on by.
const PAGE: usize = 10;

#[derive(Properties, PartialEq)]
pub struct QueueProps {
    pub lines: Rc<Vec<BankLineId>>,
    pub current: Option<BankLineId>,
    pub suggestions: Rc<Suggestions>,
    pub marks: Marks,
    pub on_mark: Callback<Marks>,
    pub on_move: Callback<BankLineId>,
    pub on_confirm: Callback<()>,
    pub on_not: Callback<()>,
    pub on_all_sure: Callback<()>,
}

#[component]
pub fn Queue(props: &QueueProps) -> Html {
    let view = use_view();
    let place = use_node_ref();
    let lines = &props.lines;
    let at = props
        .current
        .and_then(|id| lines.iter().position(|known| *known == id));
    {
        // The current line stays in sight.
        let place = place.clone();
        use_effect_with((props.current, lines.len()), move |_| {
            show_chosen(&place);
        });
    }
    let onkeydown = on_keys(props, at);
    let first = at.unwrap_or(0).saturating_sub(BEFORE);
    let end = (at.unwrap_or(0) + AFTER).min(lines.len());
    html! {
        <div class="queue">
            <ul ref={place} role="listbox" tabindex="0" aria-label={words::reconcile::bank_lines()} aria-multiselectable="true" {onkeydown}
                aria-activedescendant={props.current.map(|id| format!("line-{id}"))} aria-describedby="queue-keys">
                if first > 0 {
                    <li role="presentation" class="quiet">{ words::reconcile::before(&format::count(first)) }</li>
                }
                { for lines.get(first..end).unwrap_or_default().iter().filter_map(|id| {
                    let line = view.book.bank_lines().get(*id)?;
                    Some(view_line(props, &view.book, line, at))
                }) }
                if end < lines.len() {
                    <li role="presentation" class="quiet">{ words::reconcile::more(&format::count(lines.len() - end)) }</li>
                }
            </ul>
            <p id="queue-keys" class="quiet keys-hint">
                <kbd>{ "↑" }</kbd>{ " " }<kbd>{ "↓" }</kbd>{ " " }{ words::reconcile::keys_move() }{ " · " }<kbd>{ "Enter" }</kbd>{ " " }{ words::reconcile::keys_confirm() }{ " · " }
                <kbd>{ "x" }</kbd>{ " " }{ words::reconcile::keys_ignore() }{ " · " }<kbd>{ words::reconcile::key_space() }</kbd>{ " " }{ words::reconcile::keys_select() }{ " · " }<kbd>{ "a" }</kbd>{ " " }{ words::reconcile::keys_all() }
            </p>
        </div>
    }
}

/// What the keys do on the list; `at` is the place of the current line.
fn on_keys(props: &QueueProps, at: Option<usize>) -> Callback<KeyboardEvent> {
    let (lines, on_move) = (props.lines.clone(), props.on_move.clone());
    let (on_confirm, on_not) = (props.on_confirm.clone(), props.on_not.clone());
    let on_all_sure = props.on_all_sure.clone();
    let (marks, on_mark) = (props.marks.clone(), props.on_mark.clone());
    Callback::from(move |event: KeyboardEvent| {
        let is_all = event.key() == "a" && (event.ctrl_key() || event.meta_key());
        if is_all && !event.alt_key() {
            event.prevent_default();
            return on_mark.emit(Rc::new(lines.iter().copied().collect()));
        }
        if event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        let Some(last) = lines.len().checked_sub(1) else {
            return;
        };
        let now = at.unwrap_or(0);
        let to = match event.key().as_str() {
            "ArrowDown" | "j" => now + 1,
            "ArrowUp" | "k" => now.saturating_sub(1),
            "PageDown" => now + PAGE,
            "PageUp" => now.saturating_sub(PAGE),
            "Home" => 0,
            "End" => last,
            " " => {
                event.prevent_default();
                if let Some(line) = lines.get(now) {
                    on_mark.emit(toggled(&marks, *line));
                }
                return;
            }
            "Enter" => {
                event.prevent_default();
                return on_confirm.emit(());
            }
            "x" => {
                event.prevent_default();
                return on_not.emit(());
            }
            "a" => {
                event.prevent_default();
                return on_all_sure.emit(());
            }
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        let to = to.min(last);
        if event.shift_key() {
            on_mark.emit(up_to(&marks, &lines, now, to));
        }
        if let Some(line) = lines.get(to) {
            on_move.emit(*line);
        }
    })
}

fn view_line(
    props: &QueueProps,
    book: &ledger::book::Book,
    line: &BankLine,
    at: Option<usize>,
) -> Html {
    let id = line.id;
    let is_current = props.current == Some(id);
    let is_marked = props.marks.contains(&id);
    // Where none is marked, the current one is what is chosen.
    let is_selected = is_marked || (is_current && props.marks.is_empty());
    let left = left_of(book, line);
    let one = props.suggestions.of(id);
    let name = if line.name.is_empty() {
        &line.text
    } else {
        &line.name
    };
    let onclick = {
        let (lines, marks) = (props.lines.clone(), props.marks.clone());
        let (on_move, on_mark) = (props.on_move.clone(), props.on_mark.clone());
        Callback::from(move |event: MouseEvent| {
            let to = lines.iter().position(|known| *known == id);
            if event.ctrl_key() || event.meta_key() {
                on_mark.emit(toggled(&marks, id));
            } else if let (true, Some(from), Some(to)) = (event.shift_key(), at, to) {
                on_mark.emit(up_to(&marks, &lines, from, to));
            }
            on_move.emit(id);
        })
    };
    let on_box = {
        let (marks, on_mark) = (props.marks.clone(), props.on_mark.clone());
        Callback::from(move |event: MouseEvent| {
            event.stop_propagation();
            on_mark.emit(toggled(&marks, id));
        })
    };
    html! {
        <li key={id.to_string()} id={format!("line-{id}")} role="option" aria-selected={is_selected.to_string()} {onclick}
            data-current={is_current.to_string()} data-marked={is_marked.to_string()}
            data-line={line.end_to_end.clone()} data-certainty={one.map(|one| format!("{:?}", one.certainty))}>
            <span class="tick" aria-hidden="true" onclick={on_box}></span>
            <span class="who" dir="auto">{ if name.is_empty() { words::reconcile::no_name().to_owned() } else { name.clone() } }</span>
            <span class="num amount">{ format::money_or_none(left) }</span>
            <span class="quiet num">{ format::date(line.date) }</span>
            <span class="guess">
                if let Some(one) = one {
                    <span class="quiet">{ text::matching::proposal(book, one) }</span>
                    { view_status(text::matching::certainty(one.certainty)) }
                }
            </span>
        </li>
    }
}
