//! Bank lines on one side, open invoices on the other, and between them what
//! the lines may be.

mod detail;
mod queue;

use std::cell::Cell;
use std::rc::Rc;

use ledger::bank::BankLine;
use ledger::bank::matching::Certainty;
use ledger::book::Book;
use ledger::command::{Command, MatchLine};
use ledger::ids::{BankAccountId, BankLineId};
use ledger::money::Money;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::action::{ClosedReason, FailureNotice, override_of, use_action};
use super::derived::use_derived;
use crate::dispatch::{Dispatcher, Long, NotDone, Progress, Suggestions, sure};
use crate::form::Problems;
use crate::form::customers::Directory;
use crate::form::reconcile::ReconcileForm;
use crate::hooks::{use_dispatcher, use_view};
use crate::route::{Route, use_navigator};
use crate::text::{counted, format};
use crate::ui::{self, Button, ButtonKind, Empty, LinkButton, Select};
pub use detail::rests;
use detail::{Detail, NotAReceipt, Way};
use queue::Queue;

/// The lines that are looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Group {
    All,
    Of(Certainty),
}

impl Group {
    const ALL: [Group; 5] = [
        Group::All,
        Group::Of(Certainty::Sure),
        Group::Of(Certainty::Likely),
        Group::Of(Certainty::Ask),
        Group::Of(Certainty::None),
    ];

    fn label(self) -> String {
        match self {
            Group::All => "All".to_owned(),
            Group::Of(certainty) => crate::text::matching::certainty(certainty).words,
        }
    }

    fn has(self, suggestions: &Suggestions, line: BankLineId) -> bool {
        match self {
            Group::All => true,
            Group::Of(certainty) => {
                suggestions
                    .of(line)
                    .map_or(Certainty::None, |one| one.certainty)
                    == certainty
            }
        }
    }
}

/// The lines of an account, or of all.
struct Lines {
    /// What is not known yet, by day.
    open: Vec<BankLineId>,
    count: usize,
}

fn lines(book: &Book, account: Option<BankAccountId>) -> Lines {
    let mut open = Vec::new();
    let mut count = 0;
    for line in book.bank_lines().iter() {
        let statement = book.statements().get(line.statement);
        let is_of =
            |known: BankAccountId| statement.is_some_and(|statement| statement.account == known);
        if account.is_none_or(is_of) {
            count += 1;
            if book.line_figures(line.id).is_some_and(|row| row.is_open()) {
                open.push((line.date, line.id));
            }
        }
    }
    open.sort_unstable();
    Lines {
        open: open.into_iter().map(|(_, id)| id).collect(),
        count,
    }
}

/// The open lines by what they may be.
struct Sorted {
    /// How many are in each of [`Group::ALL`].
    counts: [usize; 5],
    /// Those of the group that is looked at.
    shown: Rc<Vec<BankLineId>>,
}

impl Sorted {
    fn of(open: &[BankLineId], suggestions: &Suggestions, group: Group) -> Sorted {
        let of = |group: Group| {
            let lines = open.iter().copied();
            lines.filter(move |line| group.has(suggestions, *line))
        };
        Sorted {
            counts: Group::ALL.map(|group| of(group).count()),
            shown: Rc::new(of(group).collect()),
        }
    }

    fn count(&self, group: Group) -> usize {
        let counts = Group::ALL.iter().zip(self.counts);
        counts
            .filter(|(known, _)| **known == group)
            .map(|(_, count)| count)
            .sum()
    }
}

/// What is not known of a line, with its sign.
fn left_of(book: &Book, line: &BankLine) -> Option<Money> {
    let row = book.line_figures(line.id)?;
    Money::from_minor(row.left().into(), line.currency).ok()
}

/// What was typed about one line.
#[derive(Clone, PartialEq)]
struct Typed {
    line: BankLineId,
    form: ReconcileForm,
    way: Option<Way>,
    problems: Problems,
}

#[derive(Properties, PartialEq)]
pub struct ReconcileProps {
    #[prop_or_default]
    pub account: Option<BankAccountId>,
}

#[component]
pub fn Reconcile(props: &ReconcileProps) -> Html {
    let view = use_view();
    let dispatcher = use_dispatcher();
    let navigator = use_navigator();
    let action = use_action();
    let account = props.account;
    let directory = use_derived(&view.book, (), |book, ()| Directory::of(book));
    let all = use_derived(&view.book, account, |book, account| lines(book, *account));
    let (suggestions, reading) = use_suggestions(account);
    let group = use_state_eq(|| Group::All);
    let current = use_state_eq(|| None::<BankLineId>);
    let typed = use_state_eq(|| None::<Typed>);
    let reason = use_state(String::new);
    let asks_why_not = use_state_eq(|| false);
    let working = use_state_eq(|| None::<(Long, Progress)>);

    let sorted = use_derived(
        &view.book,
        (suggestions.clone(), account, *group),
        |_, (suggestions, _, group)| Sorted::of(&all.open, suggestions, *group),
    );
    let shown = &sorted.shown;
    let here = current
        .filter(|line| shown.contains(line))
        .or(shown.first().copied());
    let line = here.and_then(|id| view.book.bank_lines().get(id).cloned());
    let one = here.and_then(|id| suggestions.of(id));
    let of_line = typed
        .as_ref()
        .filter(|known| Some(known.line) == here)
        .cloned();
    let form = match &of_line {
        Some(typed) => typed.form.clone(),
        None => ReconcileForm::of(&view.book, &directory, one),
    };
    let way = of_line.as_ref().and_then(|typed| typed.way.clone());
    let way = way.or_else(|| Way::of(one)).unwrap_or(Way::Receipt);

    // The next one stands where this one stood.
    let next = here.and_then(|id| {
        let place = shown.iter().position(|known| *known == id)?;
        shown
            .get(place + 1)
            .or_else(|| shown.get(place.checked_sub(1)?))
            .copied()
    });
    let on_move = {
        let (current, typed, action) = (current.setter(), typed.setter(), action.clone());
        Callback::from(move |line: BankLineId| {
            action.clear();
            typed.set(None);
            current.set(Some(line));
        })
    };
    let done = {
        let (current, typed, reason) = (current.setter(), typed.setter(), reason.setter());
        let asks = asks_why_not.setter();
        move || {
            typed.set(None);
            reason.set(String::new());
            asks.set(false);
            current.set(next);
        }
    };
    let on_confirm = {
        let (action, typed, reason) = (action.clone(), typed.clone(), reason.clone());
        let (view, directory, form, way) = (view.clone(), directory, form.clone(), way.clone());
        let (line, done) = (line.clone(), done.clone());
        Callback::from(move |()| {
            let Some(line) = line.clone().filter(|_| !action.is_busy()) else {
                return;
            };
            let Some(left) = left_of(&view.book, &line) else {
                return;
            };
            action.clear();
            let made = match way.parts() {
                Some(parts) => Ok(MatchLine {
                    line: line.id,
                    parts,
                }),
                None => form.command(&view.book, &directory, &line, left),
            };
            match made {
                Err(problems) => typed.set(Some(Typed {
                    line: line.id,
                    form: form.clone(),
                    way: Some(way.clone()),
                    problems,
                })),
                Ok(made) => {
                    let done = done.clone();
                    let command = Command::MatchLines(vec![made]);
                    action.run(command, override_of(&reason), move |_| done());
                }
            }
        })
    };
    let sure_count = sorted.count(Group::Of(Certainty::Sure));
    let on_all_sure = {
        let (action, dispatcher, working) = (action.clone(), dispatcher, working.setter());
        let (reason, all, suggestions) = (reason.clone(), all.clone(), suggestions.clone());
        Callback::from(move |()| {
            let open = all.open.iter();
            let lines: Vec<MatchLine> = open.filter_map(|line| sure(&suggestions, *line)).collect();
            if lines.is_empty() || action.is_busy() {
                return;
            }
            action.clear();
            let long = Long::telling(Callback::from({
                let working = working.clone();
                move |now| working.set(Some(now))
            }));
            let work = confirm_all(
                dispatcher.clone(),
                lines,
                override_of(&reason),
                long,
                working.clone(),
            );
            action.perform(work, drop);
        })
    };
    let on_not = {
        let asks = asks_why_not.setter();
        Callback::from(move |()| asks.set(true))
    };
    let on_change = {
        let typed = typed.clone();
        Callback::from(
            move |(line, form, way): (BankLineId, ReconcileForm, Option<Way>)| {
                typed.set(Some(Typed {
                    line,
                    form,
                    way,
                    problems: Problems::default(),
                }));
            },
        )
    };
    let on_group = {
        let (group, typed) = (group.setter(), typed.setter());
        Callback::from(move |chosen: Group| {
            typed.set(None);
            group.set(chosen);
        })
    };
    let on_account = {
        Callback::from(move |id: String| {
            navigator.go(Route::Reconcile {
                account: id.parse().ok(),
            });
        })
    };
    let on_reason = {
        let reason = reason.setter();
        Callback::from(move |text| reason.set(text))
    };
    let refused = action.problems();
    let problems = of_line
        .as_ref()
        .map(|typed| typed.problems.clone())
        .filter(|problems| !problems.is_empty())
        .unwrap_or(refused);
    let accounts: Vec<(AttrValue, AttrValue)> = view
        .book
        .bank_accounts()
        .iter()
        .map(|known| (known.id.to_string().into(), known.name.clone().into()))
        .collect();
    let matched = all.count - all.open.len();
    html! {
        <>
            <div class="bar">
                <h1>{ "Reconcile" }</h1>
                if accounts.len() > 1 {
                    <Select name="account" label="Account" label_hidden=true on_change={on_account}
                        value={account.map_or_else(String::new, |id| id.to_string())}
                        options={std::iter::once(("".into(), "All accounts".into())).chain(accounts).collect::<Vec<_>>()} />
                }
                if sure_count > 0 {
                    <Button kind={ButtonKind::Primary} writes=true busy={action.is_busy()} on_click={on_all_sure.clone()}>
                        { format!("Confirm {} sure", format::count(sure_count)) }
                    </Button>
                }
            </div>
            if all.count == 0 {
                <Empty title="No bank lines yet." text="Import the statement that your bank gives you, and Owed finds the invoices that were paid.">
                    <LinkButton kind={ButtonKind::Primary} href={Route::BankImport.href()}>{ "Import a statement" }</LinkButton>
                </Empty>
            } else {
                <div class="reconciled">
                    <label>
                        <span data-test="reconciled" role="status">{ told(matched, all.count) }</span>
                        <progress value={matched.to_string()} max={all.count.to_string()} />
                    </label>
                </div>
                if let Some((long, now)) = &*working {
                    { view_working(long, *now) }
                }
                if let Some(failure) = action.failure().filter(|_| !*asks_why_not) {
                    <FailureNotice failure={failure.clone()} problems_beside={line.is_some()} />
                }
                if all.open.is_empty() {
                    <Empty title="All of it is reconciled." text="Every line of every statement is known.">
                        <LinkButton href={Route::Bank.href()}>{ "Bank" }</LinkButton>
                    </Empty>
                } else {
                    { view_groups(&sorted, *group, reading, &on_group) }
                    <div class="desk">
                        <Queue lines={shown.clone()} current={here} suggestions={suggestions.clone()} on_move={on_move}
                            on_confirm={on_confirm.clone()} on_not={on_not.clone()} {on_all_sure} />
                        if let Some(line) = line.clone() {
                            <div class="detail">
                                <Detail line={line.clone()} suggestion={one.cloned()} {form} way={way.clone()}
                                    problems={problems.clone()} busy={action.is_busy()} {reading}
                                    {on_change} {on_confirm} {on_not} />
                                <ClosedReason {problems} reason={(*reason).clone()} on_change={on_reason} />
                            </div>
                        } else {
                            <p class="quiet detail">{ "No line of this kind." }</p>
                        }
                    </div>
                }
                if let Some(line) = line.filter(|_| *asks_why_not) {
                    <NotAReceipt {line} on_done={Callback::from(move |()| done())} on_close={
                        let asks = asks_why_not.setter();
                        Callback::from(move |()| asks.set(false))
                    } />
                }
            }
        </>
    }
}

async fn confirm_all(
    dispatcher: Dispatcher,
    lines: Vec<MatchLine>,
    override_closed: Option<String>,
    long: Long,
    working: UseStateSetter<Option<(Long, Progress)>>,
) -> Result<(), NotDone> {
    let done = dispatcher.match_lines(&lines, override_closed, &long).await;
    working.set(None);
    done.map(drop)
}

fn told(matched: usize, count: usize) -> String {
    format!(
        "{} of {} reconciled, {} left",
        format::count(matched),
        counted(count, "bank line", "bank lines"),
        format::count(count - matched)
    )
}

fn view_working(long: &Long, progress: Progress) -> Html {
    let done = (progress.steps.1 > 0).then_some(progress.steps);
    let on_cancel = {
        let long = long.clone();
        Callback::from(move |()| long.cancel())
    };
    html! { <ui::Progress label="Confirming what is sure…" {done} on_cancel={Some(on_cancel)} /> }
}

fn view_groups(sorted: &Sorted, chosen: Group, reading: bool, on_group: &Callback<Group>) -> Html {
    html! {
        <div class="chips groups" role="group" aria-label="Which lines">
            { for Group::ALL.into_iter().map(|group| {
                let count = sorted.count(group);
                let onclick = on_group.reform(move |_: MouseEvent| group);
                html! {
                    <button type="button" class="chip" aria-pressed={(group == chosen).to_string()} {onclick}>
                        { group.label() }{ " " }
                        <span class="num">{ if reading && group != Group::All { "…".to_owned() } else { format::count(count) } }</span>
                    </button>
                }
            }) }
        </div>
    }
}

/// What the open lines may be, again after each change of the book. The ones
/// before stay until then: confirming checks them anew.
#[hook]
fn use_suggestions(account: Option<BankAccountId>) -> (Rc<Suggestions>, bool) {
    let view = use_view();
    let dispatcher = use_dispatcher();
    let suggestions = use_state_eq(|| Rc::new(Suggestions::default()));
    let reading = use_state_eq(|| true);
    let wanted = use_mut_ref(|| account);
    *wanted.borrow_mut() = account;
    let running = use_memo((), |()| Cell::new(false));
    let gone = use_memo((), |()| Cell::new(false));
    {
        let gone = gone.clone();
        use_effect_with((), move |()| move || gone.set(true));
    }
    {
        let (suggestions, reading) = (suggestions.setter(), reading.setter());
        use_effect_with((view.book.head().seq, account), move |_| {
            if running.replace(true) {
                return;
            }
            spawn_local(async move {
                while !gone.get()
                    && let Some(book) = dispatcher.book()
                {
                    let account = *wanted.borrow();
                    let open = lines(&book, account).open;
                    let Ok(made) = dispatcher.suggest(&open, &Long::default()).await else {
                        break;
                    };
                    let seq = made.seq;
                    if gone.get() {
                        break;
                    }
                    suggestions.set(Rc::new(made));
                    let now = dispatcher.book().map(|book| book.head().seq);
                    if now == Some(seq) && account == *wanted.borrow() {
                        break;
                    }
                }
                running.set(false);
                if !gone.get() {
                    reading.set(false);
                }
            });
        });
    }
    ((*suggestions).clone(), *reading)
}
