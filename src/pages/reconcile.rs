//! Bank lines on one side, open invoices on the other, and between them what
//! the lines may be.

use ledger::bank::BankLine;

use crate::components::settling::left_of;
use crate::components::working::view_working_at;
use crate::form::customers::Directory;
use crate::pages::reconcile::confirming::{Confirming, use_confirming};
use crate::pages::reconcile::desk::{Desk, Step, Typed, WhyNot, next};
use crate::pages::reconcile::sorted::{Group, Lines, Looked, Sorted, lines};
use crate::pages::reconcile::suggested::use_suggestions;
use crate::state::View;

mod confirming;
mod desk;
mod detail;
mod ignore;
mod queue;
mod several;
mod sorted;
mod suggested;

use std::rc::Rc;

use ledger::bank::matching::{Certainty, Way, settles};
use ledger::book::Book;
use ledger::command::MatchLine;
use ledger::ids::{BankAccountId, BankLineId};
use yew::prelude::*;

use self::detail::Detail;
use self::ignore::{NotAReceipt, nothing_of_customers};
use self::queue::Queue;
use self::several::Several;
use crate::components::action::{ClosedReason, FailureNotice};
use crate::components::derived::{use_derived, use_directory};
use crate::dispatch::Suggestions;
use crate::form::Problems;
use crate::form::reconcile::ReconcileForm;
use crate::hooks::use_view;
use crate::route::{Route, use_navigator};
use crate::text::{self, format};
use crate::ui::{Button, ButtonKind, Empty, LinkButton, Select};

#[derive(Properties, PartialEq)]
pub struct ReconcileProps {
    #[prop_or_default]
    pub account: Option<BankAccountId>,
}

#[component]
pub fn Reconcile(props: &ReconcileProps) -> Html {
    let view = use_view();
    let confirming = use_confirming();
    let account = props.account;
    let directory = use_directory(&view.book);
    let all = use_derived(&view.book, account, |book, account| lines(book, *account));
    let (suggestions, reading) = use_suggestions(account);
    let desk = use_reducer_eq(Desk::default);
    let sorted = use_derived(
        &view.book,
        (suggestions.clone(), account, desk.looked),
        |book, (suggestions, _, looked)| Sorted::of(book, &all.open, suggestions, *looked),
    );
    let at = At::of(
        view.clone(),
        directory,
        suggestions,
        sorted,
        desk,
        confirming,
    );
    let (sorted, confirming) = (&at.sorted, &at.confirming);
    let is_asking = at.desk.why_not.is_some();
    html! {
        <>
            <div class="bar">
                <h1>{ words::bank::reconcile() }</h1>
                <Accounts {account} />
                if !sorted.sure.is_empty() {
                    <Button kind={ButtonKind::Primary} writes=true busy={confirming.action.is_busy()} on_click={at.on_all_sure()}>
                        { words::reconcile::confirm_exact(&format::count(sorted.sure.len())) }
                    </Button>
                }
            </div>
            if all.count == 0 {
                <Empty title={words::reconcile::empty_title()} text={words::reconcile::empty_hint()}>
                    <LinkButton kind={ButtonKind::Primary} href={Route::BankImport.href()}>{ words::bank::import_statement() }</LinkButton>
                </Empty>
            } else {
                { view_progress(&view.book, &all, sorted) }
                if let Some((long, now)) = &*confirming.working {
                    { view_working_at(words::reconcile::confirming(), long, *now) }
                }
                if let Some(failure) = confirming.action.failure().filter(|_| !is_asking) {
                    <FailureNotice failure={failure.clone()} problems_beside={at.line.is_some()} />
                }
                if all.open.is_empty() {
                    <Empty title={words::reconcile::done_title()} text={words::reconcile::done_hint()}>
                        <LinkButton href={Route::Bank.href()}>{ words::places::bank() }</LinkButton>
                    </Empty>
                } else {
                    { view_groups(sorted, at.desk.looked, reading, &at.on(Step::Look)) }
                    { at.view_desk(reading) }
                }
                if let Some(asked) = at.desk.why_not.clone() {
                    <NotAReceipt lines={asked.lines} always={asked.always} on_done={at.on_done()}
                        on_close={at.on(|()| Step::Ask(None))} />
                }
            }
        </>
    }
}

/// Whose lines are looked at, where there are several accounts.
#[component]
fn Accounts(props: &ReconcileProps) -> Html {
    let view = use_view();
    let navigator = use_navigator();
    let accounts = view.book.bank_accounts();
    if accounts.len() < 2 {
        return html! {};
    }
    let on_account = Callback::from(move |id: String| {
        navigator.go(Route::Reconcile {
            account: id.parse().ok(),
        });
    });
    let mut options: Vec<(AttrValue, AttrValue)> =
        vec![("".into(), words::bank::all_accounts().into())];
    let names = accounts.iter();
    options.extend(names.map(|known| (known.id.to_string().into(), known.name.clone().into())));
    html! {
        <Select name="account" label={words::bank::account()} label_hidden=true on_change={on_account} {options}
            value={props.account.map_or_else(String::new, |id| id.to_string())} />
    }
}

/// How far it has come, and what confirming all that is sure comes to.
fn view_progress(book: &Book, all: &Lines, sorted: &Sorted) -> Html {
    let matched = all.count - all.open.len();
    html! {
        <div class="reconciled">
            <label>
                <span data-test="reconciled" role="status">{ told(matched, all.count) }</span>
                <progress value={matched.to_string()} max={all.count.to_string()} />
            </label>
            if let Some(told) = text::matching::what_is_sure(settles(book, &sorted.sure)) {
                <p class="quiet" data-test="what-is-sure">{ told }</p>
            }
        </div>
    }
}

/// The desk with the line in hand, and what can be done there.
#[derive(Clone)]
struct At {
    view: Rc<View>,
    directory: Rc<Directory>,
    suggestions: Rc<Suggestions>,
    sorted: Rc<Sorted>,
    desk: UseReducerHandle<Desk>,
    confirming: Confirming,
    here: Option<BankLineId>,
    line: Option<Rc<BankLine>>,
    form: ReconcileForm,
    way: Way,
    marked: Rc<Vec<BankLineId>>,
}

impl At {
    fn of(
        view: Rc<View>,
        directory: Rc<Directory>,
        suggestions: Rc<Suggestions>,
        sorted: Rc<Sorted>,
        desk: UseReducerHandle<Desk>,
        confirming: Confirming,
    ) -> At {
        let here = desk.here(&sorted.shown);
        let one = here.and_then(|id| suggestions.of(id));
        let typed = desk.typed(here);
        let form = match typed {
            Some(typed) => typed.form.clone(),
            None => ReconcileForm::of(&view.book, &directory, one),
        };
        let way = typed.and_then(|typed| typed.way.clone());
        At {
            line: here.and_then(|id| view.book.bank_lines().get(id).cloned()),
            way: way.or_else(|| Way::of(one)).unwrap_or(Way::Receipt),
            marked: Rc::new(desk.marked(&sorted.shown)),
            form,
            here,
            view,
            directory,
            suggestions,
            sorted,
            desk,
            confirming,
        }
    }

    /// Goes a step at the desk.
    fn on<T: 'static>(&self, step: impl Fn(T) -> Step + 'static) -> Callback<T> {
        let desk = self.desk.dispatcher();
        Callback::from(move |value| desk.dispatch(step(value)))
    }

    fn on_done(&self) -> Callback<()> {
        let next = next(&self.sorted.shown, self.here);
        self.on(move |()| Step::Done(next))
    }

    fn on_take(&self) -> Callback<BankLineId> {
        let (desk, action) = (self.desk.dispatcher(), self.confirming.action.clone());
        Callback::from(move |line| {
            action.clear();
            desk.dispatch(Step::Take(line));
        })
    }

    fn on_confirm(&self) -> Callback<()> {
        let at = self.clone();
        Callback::from(move |()| at.confirm())
    }

    fn confirm(&self) {
        let Some(line) = self.line.clone() else {
            return;
        };
        if self.confirming.action.is_busy() {
            return;
        }
        let book = &self.view.book;
        let Some(left) = left_of(book, &line) else {
            return;
        };
        let made = match self.way.parts(left, text::matching::own_reasons()) {
            Some(parts) => Ok(MatchLine {
                line: line.id,
                parts,
            }),
            None => self.form.command(book, &self.directory, &line, left),
        };
        match made {
            Err(problems) => {
                self.confirming.action.clear();
                self.desk.dispatch(Step::Type(Typed {
                    line: line.id,
                    form: self.form.clone(),
                    way: Some(self.way.clone()),
                    problems,
                }));
            }
            Ok(made) => self.confirming.one(made, &self.desk.reason, self.on_done()),
        }
    }

    fn on_all(&self, lines: Rc<Vec<MatchLine>>, done: Callback<()>) -> Callback<()> {
        let (confirming, reason) = (self.confirming.clone(), self.desk.reason.clone());
        Callback::from(move |()| confirming.all((*lines).clone(), &reason, done.clone()))
    }

    fn on_all_sure(&self) -> Callback<()> {
        self.on_all(self.sorted.sure.clone(), Callback::noop())
    }

    /// What the marked lines are taken for. Where the user has to say which,
    /// there is nothing to confirm.
    fn proposed(&self) -> Vec<MatchLine> {
        let marked = self.marked.iter();
        let confirmed = marked.filter_map(|line| {
            let one = self.suggestions.of(*line);
            let one = one.filter(|one| one.certainty >= Certainty::Likely)?;
            one.confirm(&self.view.book, *line, text::matching::own_reasons())
        });
        confirmed.collect()
    }

    fn on_not(&self) -> Callback<bool> {
        let lines: Rc<Vec<BankLineId>> = Rc::new(self.here.into_iter().collect());
        self.on(move |always| {
            let lines = lines.clone();
            Step::Ask(Some(WhyNot { lines, always }))
        })
    }

    fn problems(&self) -> Problems {
        let typed = self.desk.typed(self.here);
        let found = typed.map(|typed| typed.problems.clone());
        let found = found.filter(|problems| !problems.is_empty());
        found.unwrap_or_else(|| self.confirming.action.problems())
    }

    fn view_desk(&self, reading: bool) -> Html {
        html! {
            <div class="desk">
                { self.view_waiting() }
                if let Some(line) = self.line.clone() {
                    { self.view_line(line, reading) }
                } else {
                    <p class="quiet detail">{ nothing_here(&self.sorted, self.desk.looked) }</p>
                }
            </div>
        }
    }

    fn view_waiting(&self) -> Html {
        let (shown, marked) = (&self.sorted.shown, &self.marked);
        let proposed = self.proposed();
        let transfers = nothing_of_customers(marked, text::matching::own_reasons().own_transfer);
        let on_ignore = {
            let lines = marked.clone();
            self.on(move |()| {
                let (lines, always) = (lines.clone(), false);
                Step::Ask(Some(WhyNot { lines, always }))
            })
        };
        html! {
            <div class="waiting">
                <Several shown={shown.clone()} marked={marked.clone()} proposed={proposed.len()}
                    busy={self.confirming.action.is_busy()} on_mark={self.on(Step::Mark)}
                    on_confirm={self.on_all(Rc::new(proposed), self.on_done())}
                    on_own_transfer={self.on_all(Rc::new(transfers), self.on_done())} {on_ignore} />
                <Queue lines={shown.clone()} current={self.here} suggestions={self.suggestions.clone()}
                    on_move={self.on_take()} marks={self.desk.marks.clone()} on_mark={self.on(Step::Mark)}
                    on_confirm={self.on_confirm()} on_not={self.on_not().reform(|()| false)}
                    on_all_sure={self.on_all_sure()} />
            </div>
        }
    }

    fn view_line(&self, line: Rc<BankLine>, reading: bool) -> Html {
        let problems = self.problems();
        let suggestion = self.suggestions.of(line.id).cloned();
        let on_change = self.on(|(line, form, way)| {
            let problems = Problems::default();
            Step::Type(Typed {
                line,
                form,
                way,
                problems,
            })
        });
        html! {
            <div class="detail">
                <Detail {line} {suggestion} form={self.form.clone()} way={self.way.clone()}
                    directory={self.directory.clone()} problems={problems.clone()}
                    busy={self.confirming.action.is_busy()} {reading}
                    {on_change} on_confirm={self.on_confirm()} on_not={self.on_not()} />
                <ClosedReason {problems} reason={self.desk.reason.clone()} on_change={self.on(Step::Reason)} />
            </div>
        }
    }
}

/// What is said where no line is looked at.
fn nothing_here(sorted: &Sorted, looked: Looked) -> &'static str {
    let is_out = sorted.count(Group::All) == 0 && sorted.money_out > 0 && !looked.money_out;
    if is_out {
        words::reconcile::receipts_done()
    } else {
        words::reconcile::group_empty()
    }
}

fn told(matched: usize, count: usize) -> String {
    words::reconcile::progress(
        &format::count(matched),
        &words::counts::bank_lines(count),
        &format::count(count - matched),
    )
}

fn view_groups(sorted: &Sorted, looked: Looked, reading: bool, on_look: &Callback<Looked>) -> Html {
    let on_out = on_look.reform(move |_: MouseEvent| Looked {
        money_out: !looked.money_out,
        ..looked
    });
    html! {
        <div class="chips groups" role="group" aria-label={words::reconcile::groups()}>
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
                    { words::reconcile::show_money_out() }{ " " }<span class="num">{ format::count(sorted.money_out) }</span>
                </button>
            }
        </div>
    }
}
