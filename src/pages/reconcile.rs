//! Bank lines on one side, open invoices on the other, and between them what
//! the lines may be.

use crate::components::settling::left_of;

mod detail;
mod ignore;
mod queue;
mod several;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;

use ledger::bank::matching::{Certainty, Proposal};
use ledger::book::Book;
use ledger::command::{Allocate, Command, MatchLine, MatchPart, Receipt};
use ledger::ids::{BankAccountId, BankLineId, InvoiceId};
use ledger::money::Money;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::components::action::{Action, ClosedReason, FailureNotice, override_of, use_action};
use crate::components::derived::{use_derived, use_directory};
use crate::dispatch::{Dispatcher, Long, Progress, Suggestions};
use crate::form::Problems;
use crate::form::reconcile::ReconcileForm;
use crate::hooks::{use_dispatcher, use_view};
use crate::route::{Route, use_navigator};
use crate::text::{self, counted, format};
use crate::ui::{self, Button, ButtonKind, Empty, LinkButton, Select};
pub use detail::{Detail, Way};
use ignore::{NotAReceipt, nothing_of_customers};
use queue::Queue;
use several::{Marks, Several};

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
            Group::Of(certainty) => text::matching::certainty(certainty).words,
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

/// Which of the open lines are looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Looked {
    group: Group,
    /// With the money out that nobody's money is known in.
    money_out: bool,
}

/// The open lines by what they may be.
struct Sorted {
    /// How many are in each of [`Group::ALL`].
    counts: [usize; 5],
    /// Those of the group that is looked at.
    shown: Rc<Vec<BankLineId>>,
    /// Money out that is nothing of a customer, as far as is known.
    money_out: usize,
    /// What is sure and leaves nothing of its line.
    sure: Rc<Vec<MatchLine>>,
}

/// Money out that is not known to be a refund or a payment that came back: it
/// is aside until somebody asks for it.
fn is_aside(book: &Book, suggestions: &Suggestions, line: BankLineId) -> bool {
    let is_out = book.line_figures(line).is_some_and(|row| row.amount < 0);
    let proposal = suggestions.of(line).and_then(|one| one.proposal.as_ref());
    is_out && proposal.is_none_or(|known| matches!(known, Proposal::OwnTransfer))
}

impl Sorted {
    fn of(book: &Book, open: &[BankLineId], suggestions: &Suggestions, looked: Looked) -> Sorted {
        let aside = |line: &&BankLineId| is_aside(book, suggestions, **line);
        let money_out = open.iter().filter(aside).count();
        let lines: Vec<BankLineId> = open
            .iter()
            .filter(|line| looked.money_out || !aside(line))
            .copied()
            .collect();
        let of = |group: Group| {
            let lines = lines.iter().copied();
            lines.filter(move |line| group.has(suggestions, *line))
        };
        let close = |line: &BankLineId| {
            let one = suggestions.of(*line)?;
            one.close(book, *line, text::matching::WORDS)
        };
        Sorted {
            counts: Group::ALL.map(|group| of(group).count()),
            shown: Rc::new(of(looked.group).collect()),
            money_out,
            sure: Rc::new(open.iter().filter_map(close).collect()),
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

/// What the page asks about lines that are nothing of a customer.
#[derive(Clone, PartialEq)]
struct WhyNot {
    lines: Rc<Vec<BankLineId>>,
    /// All lines like it.
    always: bool,
}

#[component]
pub fn Reconcile(props: &ReconcileProps) -> Html {
    let view = use_view();
    let navigator = use_navigator();
    let confirming = use_confirming();
    let action = &confirming.action;
    let account = props.account;
    let directory = use_directory(&view.book);
    let all = use_derived(&view.book, account, |book, account| lines(book, *account));
    let (suggestions, reading) = use_suggestions(account);
    let looked = use_state_eq(|| Looked {
        group: Group::All,
        money_out: false,
    });
    let current = use_state_eq(|| None::<BankLineId>);
    let typed = use_state_eq(|| None::<Typed>);
    let marks = use_state_eq(Marks::default);
    let why_not = use_state_eq(|| None::<WhyNot>);

    let sorted = use_derived(
        &view.book,
        (suggestions.clone(), account, *looked),
        |book, (suggestions, _, looked)| Sorted::of(book, &all.open, suggestions, *looked),
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
    let marked: Vec<BankLineId> = shown
        .iter()
        .filter(|line| marks.contains(line))
        .copied()
        .collect();
    let marked = Rc::new(marked);

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
        let (current, typed, marks) = (current.setter(), typed.setter(), marks.setter());
        let (reason, why_not) = (confirming.reason.setter(), why_not.setter());
        Callback::from(move |()| {
            typed.set(None);
            reason.set(String::new());
            why_not.set(None);
            marks.set(Marks::default());
            current.set(next);
        })
    };
    let on_confirm = {
        let (confirming, typed, done) = (confirming.clone(), typed.clone(), done.clone());
        let (view, directory, form, way) =
            (view.clone(), directory.clone(), form.clone(), way.clone());
        let line = line.clone();
        Callback::from(move |()| {
            let Some(line) = line.clone().filter(|_| !confirming.action.is_busy()) else {
                return;
            };
            let Some(left) = left_of(&view.book, &line) else {
                return;
            };
            let made = match way.parts(left) {
                Some(parts) => Ok(MatchLine {
                    line: line.id,
                    parts,
                }),
                None => form.command(&view.book, &directory, &line, left),
            };
            match made {
                Err(problems) => {
                    confirming.action.clear();
                    typed.set(Some(Typed {
                        line: line.id,
                        form: form.clone(),
                        way: Some(way.clone()),
                        problems,
                    }));
                }
                Ok(made) => confirming.one(made, done.clone()),
            }
        })
    };
    let on_all_sure = {
        let (confirming, sure) = (confirming.clone(), sorted.sure.clone());
        Callback::from(move |()| confirming.all((*sure).clone(), Callback::noop()))
    };
    let proposed: Rc<Vec<MatchLine>> = Rc::new(
        marked
            .iter()
            .filter_map(|line| {
                // Where the user has to say which, there is nothing to confirm.
                let one = suggestions.of(*line);
                let one = one.filter(|one| one.certainty >= Certainty::Likely)?;
                one.confirm(&view.book, *line, text::matching::WORDS)
            })
            .collect(),
    );
    let on_marked = {
        let (confirming, proposed, done) = (confirming.clone(), proposed.clone(), done.clone());
        Callback::from(move |()| confirming.all((*proposed).clone(), done.clone()))
    };
    let on_own_transfer = {
        let (confirming, marked, done) = (confirming.clone(), marked.clone(), done.clone());
        Callback::from(move |()| {
            let lines = nothing_of_customers(&marked, text::matching::WORDS.own_transfer);
            confirming.all(lines, done.clone());
        })
    };
    let on_ignore = {
        let (why_not, lines) = (why_not.setter(), marked.clone());
        Callback::from(move |()| {
            why_not.set(Some(WhyNot {
                lines: lines.clone(),
                always: false,
            }));
        })
    };
    let on_not = {
        let why_not = why_not.setter();
        Callback::from(move |always: bool| {
            let lines = Rc::new(here.into_iter().collect());
            why_not.set(Some(WhyNot { lines, always }));
        })
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
    let on_mark = {
        let marks = marks.setter();
        Callback::from(move |chosen: Marks| marks.set(chosen))
    };
    let on_look = {
        let (looked, typed, marks) = (looked.setter(), typed.setter(), marks.setter());
        Callback::from(move |chosen: Looked| {
            typed.set(None);
            marks.set(Marks::default());
            looked.set(chosen);
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
        let reason = confirming.reason.setter();
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
    let is_busy = action.is_busy();
    html! {
        <>
            <div class="bar">
                <h1>{ "Reconcile" }</h1>
                if accounts.len() > 1 {
                    <Select name="account" label="Account" label_hidden=true on_change={on_account}
                        value={account.map_or_else(String::new, |id| id.to_string())}
                        options={std::iter::once(("".into(), "All accounts".into())).chain(accounts).collect::<Vec<_>>()} />
                }
                if !sorted.sure.is_empty() {
                    <Button kind={ButtonKind::Primary} writes=true busy={is_busy} on_click={on_all_sure.clone()}>
                        { format!("Confirm {} sure", format::count(sorted.sure.len())) }
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
                    if let Some(told) = what_is_sure(&view.book, &sorted.sure) {
                        <p class="quiet" data-test="what-is-sure">{ told }</p>
                    }
                </div>
                if let Some((long, now)) = &*confirming.working {
                    { view_working(long, *now) }
                }
                if let Some(failure) = action.failure().filter(|_| why_not.is_none()) {
                    <FailureNotice failure={failure.clone()} problems_beside={line.is_some()} />
                }
                if all.open.is_empty() {
                    <Empty title="All of it is reconciled." text="Every line of every statement is known.">
                        <LinkButton href={Route::Bank.href()}>{ "Bank" }</LinkButton>
                    </Empty>
                } else {
                    { view_groups(&sorted, *looked, reading, &on_look) }
                    <div class="desk">
                        <div class="waiting">
                            <Several shown={shown.clone()} {marked} proposed={proposed.len()} busy={is_busy}
                                on_mark={on_mark.clone()} on_confirm={on_marked} {on_own_transfer} {on_ignore} />
                            <Queue lines={shown.clone()} current={here} suggestions={suggestions.clone()} {on_move}
                                marks={(*marks).clone()} {on_mark}
                                on_confirm={on_confirm.clone()} on_not={on_not.reform(|()| false)} {on_all_sure} />
                        </div>
                        if let Some(line) = line {
                            <div class="detail">
                                <Detail {line} suggestion={one.cloned()} {form} {way} {directory}
                                    problems={problems.clone()} busy={is_busy} {reading}
                                    {on_change} {on_confirm} {on_not} />
                                <ClosedReason {problems} reason={(*confirming.reason).clone()} on_change={on_reason} />
                            </div>
                        } else {
                            <p class="quiet detail">{ nothing_here(&sorted, *looked) }</p>
                        }
                    </div>
                }
                if let Some(asked) = (*why_not).clone() {
                    <NotAReceipt lines={asked.lines} always={asked.always} on_done={done} on_close={
                        let why_not = why_not.setter();
                        Callback::from(move |()| why_not.set(None))
                    } />
                }
            }
        </>
    }
}

/// Saying what lines were: one at a time, or many as long work.
#[derive(Clone)]
struct Confirming {
    action: Action,
    dispatcher: Dispatcher,
    /// Why a fact of a closed period is recorded, where somebody says so.
    reason: UseStateHandle<String>,
    working: UseStateHandle<Option<(Long, Progress)>>,
}

#[hook]
fn use_confirming() -> Confirming {
    Confirming {
        action: use_action(),
        dispatcher: use_dispatcher(),
        reason: use_state(String::new),
        working: use_state_eq(|| None),
    }
}

impl Confirming {
    fn one(&self, line: MatchLine, done: Callback<()>) {
        self.action.clear();
        let command = Command::MatchLines(vec![line]);
        let override_closed = override_of(&self.reason);
        self.action
            .run(command, override_closed, move |_| done.emit(()));
    }

    fn all(&self, lines: Vec<MatchLine>, done: Callback<()>) {
        if lines.is_empty() || self.action.is_busy() {
            return;
        }
        self.action.clear();
        let working = self.working.setter();
        let long = Long::telling(Callback::from({
            let working = working.clone();
            move |now| working.set(Some(now))
        }));
        let (dispatcher, override_closed) = (self.dispatcher.clone(), override_of(&self.reason));
        let work = async move {
            let command = Command::MatchLines(lines);
            let made = dispatcher
                .run_long(&command, override_closed, None, &long)
                .await;
            working.set(None);
            made.map(drop)
        };
        self.action.perform(work, move |()| done.emit(()));
    }
}

/// What confirming all that is sure comes to: how many invoices it settles,
/// and of how many something stays open.
fn what_is_sure(book: &Book, lines: &[MatchLine]) -> Option<String> {
    let mut left: BTreeMap<InvoiceId, i64> = BTreeMap::new();
    for receipt in lines
        .iter()
        .flat_map(|line| &line.parts)
        .filter_map(receipt)
    {
        let Allocate::Parts(parts) = &receipt.allocate else {
            continue;
        };
        let credits = receipt.credits.iter().map(|(_, id, part)| (*id, *part));
        for (id, part) in parts.iter().copied().chain(credits) {
            let row = book.figures(id)?;
            let part = Money::new(part, row.currency()).ok()?;
            let open = row.settlements.headroom(row.asked, i32::MAX - 1);
            *left.entry(id).or_insert(open) -= part.minor();
        }
        for (id, _) in &receipt.closes {
            left.insert(*id, 0);
        }
    }
    let part = left.values().filter(|left| **left > 0).count();
    let whole = left.len() - part;
    let settles = counted(whole, "invoice", "invoices");
    match (whole, part) {
        (0, 0) => None,
        (_, 0) => Some(format!("What is sure settles {settles}.")),
        _ => Some(format!(
            "What is sure settles {settles}; of {} more a part stays open.",
            format::count(part)
        )),
    }
}

fn receipt(part: &MatchPart) -> Option<&Receipt> {
    match part {
        MatchPart::Receipt(receipt) => Some(receipt),
        _ => None,
    }
}

/// What is said where no line is looked at.
fn nothing_here(sorted: &Sorted, looked: Looked) -> &'static str {
    let is_out = sorted.count(Group::All) == 0 && sorted.money_out > 0 && !looked.money_out;
    if is_out {
        "All that came in is reconciled. What is left is money out that is not known to be a refund or a returned payment."
    } else {
        "No line of this kind."
    }
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

fn view_groups(sorted: &Sorted, looked: Looked, reading: bool, on_look: &Callback<Looked>) -> Html {
    let on_out = on_look.reform(move |_: MouseEvent| Looked {
        money_out: !looked.money_out,
        ..looked
    });
    html! {
        <div class="chips groups" role="group" aria-label="Which lines">
            { for Group::ALL.into_iter().map(|group| {
                let count = sorted.count(group);
                let onclick = on_look.reform(move |_: MouseEvent| Looked { group, ..looked });
                html! {
                    <button type="button" class="chip" aria-pressed={(group == looked.group).to_string()} {onclick}>
                        { group.label() }{ " " }
                        <span class="num">{ if reading && group != Group::All { "…".to_owned() } else { format::count(count) } }</span>
                    </button>
                }
            }) }
            if sorted.money_out > 0 {
                <button type="button" class="chip" aria-pressed={looked.money_out.to_string()} onclick={on_out}>
                    { "Show money out " }<span class="num">{ format::count(sorted.money_out) }</span>
                </button>
            }
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
