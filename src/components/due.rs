//! What schedules are to make by now. Nothing runs while Owed is closed: what
//! one schedule missed once is made when it is opened, and where it missed
//! several the user is asked.

use std::rc::Rc;

use ledger::book::Book;
use ledger::command::{Command, MakeOccurrence, MakeOccurrences};
use ledger::date::Date;
use ledger::ids::ScheduleId;
use ledger::invoice::review::out_of_order;
use ledger::invoice::{Invoice, Kind, Totals};
use ledger::money::{Currency, Decimal, Money};
use ledger::problem::FieldName;
use ledger::report::occurrences::{DueOccurrence, due};
use ledger::report::unasked::made_unasked;
use ledger::schedule::{Mode, Schedule};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::components::action::{ClosedReason, FailureNotice, ProblemList};
use crate::components::asking::{AskDialog, Asking, use_asking};
use crate::components::derived::use_derived;
use crate::components::rows::customer_name;
use crate::form::{Problems, date, number};
use crate::hooks::{use_dispatcher, use_view};
use crate::route::Route;
use crate::state::{Mode as Opened, View};
use crate::text::{self, format, recurring};
use crate::ui::{Button, ButtonKind, Check, Field, Input, keep_part};

/// Rows shown at a time; what is left comes once these are done.
const SHOWN: usize = 100;

/// What a schedule's document asks for; `None` where it cannot be issued.
pub fn asks_for(schedule: &Schedule) -> Option<Money> {
    let totals = Totals::of_draft(&schedule.document, &[]).ok()?;
    Money::new(totals.payable, schedule.document.currency).ok()
}

/// Makes what fell due once, when a book is opened and when a new day begins.
#[component]
pub fn MakeDue() -> Html {
    let view = use_view();
    let dispatcher = use_dispatcher();
    use_effect_with(view.today, move |_| {
        if view.mode == Opened::Writable && view.unskipped.is_none() {
            for command in by_themselves(&view) {
                let dispatcher = dispatcher.clone();
                spawn_local(async move {
                    // Where it is refused, another tab made it, or Today asks.
                    drop(dispatcher.run(command, None, None).await);
                });
            }
        }
    });
    html! {}
}

/// What nobody has to be asked about, each as an action of its own.
fn by_themselves(view: &View) -> Vec<Command> {
    let made = made_unasked(&view.book, view.today).into_iter();
    made.map(|one| {
        Command::MakeOccurrences(Box::new(MakeOccurrences {
            date: view.today,
            make: vec![make(&view.book, &one, None)],
            as_drafts: false,
        }))
    })
    .collect()
}

fn make(book: &Book, one: &DueOccurrence, rate: Option<Decimal>) -> MakeOccurrence {
    MakeOccurrence {
        schedule: one.schedule.id,
        day: one.day,
        words: recurring::words(book, one.schedule.document.customer),
        rate,
    }
}

#[derive(Properties, PartialEq)]
pub struct DueProps {
    /// Of this schedule only.
    #[prop_or_default]
    pub schedule: Option<ScheduleId>,
    /// To the list of schedules.
    #[prop_or_default]
    pub with_link: bool,
}

/// What is typed beside the list.
#[derive(Clone, PartialEq, Default)]
struct Typed {
    /// `None` for today, whichever day that is by then.
    date: Option<String>,
    /// One unit of each currency in that of the books.
    rates: Vec<(Currency, String)>,
    /// Why it is recorded in a closed period.
    closed: String,
    /// Why it is skipped.
    reason: String,
}

impl Typed {
    /// What stands in the field of the date.
    fn shown_date(&self, today: Date) -> String {
        let typed = self.date.clone();
        typed.unwrap_or_else(|| today.to_string())
    }

    fn day(&self, today: Date) -> Result<Date, date::DateFault> {
        date::read(&self.shown_date(today))
    }
}

/// What is due, with what is done about it.
#[component]
pub fn Due(props: &DueProps) -> Html {
    let view = use_view();
    let asking = use_asking();
    let list = use_due(&view, props.schedule);
    let left_out = use_state(Vec::<(ScheduleId, Date)>::new);
    let typed = use_state(Typed::default);
    let skips = use_state(|| false);
    if list.is_empty() {
        return html! {};
    }
    let is_chosen = |one: &DueOccurrence| !left_out.contains(&(one.schedule.id, one.day));
    let shown = &list[..list.len().min(SHOWN)];
    let chosen: Vec<DueOccurrence> = shown.iter().filter(|one| is_chosen(one)).cloned().collect();
    let problems = asking.problems();
    let on_make = |as_drafts: bool| {
        let (view, chosen, typed) = (view.clone(), chosen.clone(), typed.clone());
        let asking = asking.clone();
        Callback::from(move |()| {
            let command = command(&view, &chosen, &typed, as_drafts);
            asking.answer(command, &typed.closed, drop);
        })
    };
    let ask_skip = |ask: bool| {
        let skips = skips.setter();
        Callback::from(move |()| skips.set(ask))
    };
    let issues = chosen.iter().any(|one| one.schedule.mode == Mode::Issue);
    let none = chosen.is_empty();
    html! {
        <section class="block" aria-labelledby="due">
            <h2 id="due">
                { words::recurring::due_title() }
                if props.with_link {
                    <a href={Route::Schedules.href()}>{ words::recurring::all() }</a>
                }
            </h2>
            <p class="quiet">{ told(list.len()) }</p>
            if !*skips {
                <ProblemList problems={problems.clone()} />
                if let Some(failure) = asking.action.failure() {
                    <FailureNotice failure={failure.clone()} problems_beside=true />
                }
            }
            <ul class="activity dues">
                { for shown.iter().map(|one| {
                    let key = (one.schedule.id, one.day);
                    let on_change = choosing(&left_out, key);
                    view_row(&view, one, is_chosen(one), on_change)
                }) }
            </ul>
            if issues {
                { view_issuing(&view, &chosen, &typed, &problems) }
            }
            <ClosedReason problems={problems.clone()} reason={typed.closed.clone()}
                on_change={keep_part(&typed, |typed, value| typed.closed = value)} />
            <div class="actions">
                <Button kind={ButtonKind::Primary} writes=true busy={asking.action.is_busy()} disabled={none} on_click={on_make(false)}>
                    { words::recurring::create(&format::count(chosen.len())) }
                </Button>
                if issues {
                    <Button writes=true busy={asking.action.is_busy()} on_click={on_make(true)}>{ words::recurring::create_drafts() }</Button>
                }
                <Button writes=true disabled={none} on_click={ask_skip(true)}>{ words::recurring::skip() }</Button>
            </div>
            if *skips {
                <Skip chosen={chosen.clone()} typed={typed.clone()} asking={asking.clone()} on_close={ask_skip(false)} />
            }
        </section>
    }
}

/// What is due, of one schedule where it is named.
#[hook]
fn use_due(view: &View, only: Option<ScheduleId>) -> Rc<Vec<DueOccurrence>> {
    use_derived(&view.book, (view.today, only), |book, (today, only)| {
        let mut list = due(book, *today);
        list.retain(|one| only.is_none_or(|only| one.schedule.id == only));
        list
    })
}

/// Leaves an occurrence out, or takes it in again.
fn choosing(
    left_out: &UseStateHandle<Vec<(ScheduleId, Date)>>,
    key: (ScheduleId, Date),
) -> Callback<bool> {
    let left_out = left_out.clone();
    Callback::from(move |on: bool| {
        let mut keys = (*left_out).clone();
        keys.retain(|known| *known != key);
        if !on {
            keys.push(key);
        }
        left_out.set(keys);
    })
}

#[derive(Properties, PartialEq)]
struct SkipProps {
    chosen: Vec<DueOccurrence>,
    typed: UseStateHandle<Typed>,
    asking: Asking,
    on_close: Callback<()>,
}

/// Asks why nothing is made of some.
#[component]
fn Skip(props: &SkipProps) -> Html {
    let SkipProps { typed, asking, .. } = props;
    let on_answer = {
        let (chosen, typed) = (props.chosen.clone(), typed.clone());
        let (asking, on_close) = (asking.clone(), props.on_close.clone());
        Callback::from(move |()| {
            let skip = chosen.iter().map(|one| (one.schedule.id, one.day));
            let command = Command::SkipOccurrences {
                skip: skip.collect(),
                reason: typed.reason.trim().to_owned(),
            };
            let on_close = on_close.clone();
            asking.answer(Ok(command), "", move |_| on_close.emit(()));
        })
    };
    let count = words::counts::occurrences(props.chosen.len());
    html! {
        <AskDialog title={words::recurring::skip_question(&count)} asking={asking.clone()}
            lead={html! { <p class="quiet">{ words::recurring::skip_about() }</p> }}
            verb={words::recurring::skip_yes()} {on_answer} on_close={props.on_close.clone()}>
            <Field name="skip-reason" label={words::common::reason()} value={typed.reason.clone()} autofocus=true
                on_change={keep_part(typed, |typed, value| typed.reason = value)} problem={asking.problem(FieldName::Reason)} />
        </AskDialog>
    }
}

fn told(count: usize) -> String {
    let more = if count > SHOWN {
        words::recurring::oldest_shown(&SHOWN.to_string())
    } else {
        String::new()
    };
    words::recurring::due_about(&words::counts::occurrences_are_due(count), &more)
}

fn view_row(view: &View, one: &DueOccurrence, chosen: bool, on_change: Callback<bool>) -> Html {
    let schedule = &one.schedule;
    let amount = asks_for(schedule);
    let name = customer_name(&view.book, &schedule.document);
    let day = format::date(one.day);
    let makes = match schedule.mode {
        Mode::Draft => words::common::draft(),
        Mode::Issue => words::common::invoice(),
    };
    html! {
        <li key={format!("{}-{}", schedule.id, one.day)} data-due={one.day.to_string()}>
            <Check name={format!("due-{}-{}", schedule.id, one.day)} label={day} label_more={format!(", {name}")}
                checked={chosen} {on_change} />
            <span>
                <a dir="auto" href={Route::Schedule(schedule.id).href()}>{ name }</a>
                { " " }<span class="quiet">{ makes }</span>
            </span>
            <span class="num r" data-figure="due" data-value={amount.map(|money| money.amount().to_string())}>
                { format::money_or_none(amount) }
            </span>
        </li>
    }
}

/// What is asked where invoices are issued: their day, and rates.
fn view_issuing(
    view: &View,
    chosen: &[DueOccurrence],
    typed: &UseStateHandle<Typed>,
    problems: &Problems,
) -> Html {
    html! {
        <div class="fields">
            <Field name="due-date" label={words::recurring::issue_date()} input={Input::Date} value={typed.shown_date(view.today)}
                on_change={keep_part(typed, |typed, value| typed.date = Some(value))} hint={order_hint(&view.book, &typed.shown_date(view.today))}
                problem={problems.of(FieldName::Date).map(text::problem::fault)} />
            { for foreign(view, chosen).into_iter().map(|currency| view_rate(view, currency, typed, problems)) }
        </div>
    }
}

/// Numbers are to follow each other in time as well: that is told, not forced.
fn order_hint(book: &Book, typed: &str) -> Option<AttrValue> {
    let day = date::read(typed).ok()?;
    let odd = out_of_order(book, Kind::Invoice, day)?;
    Some(text::review::remark(&odd, &Invoice::default()).into())
}

/// The currencies that need a rate.
fn foreign(view: &View, chosen: &[DueOccurrence]) -> Vec<Currency> {
    let own = view.book.business().map(|business| business.currency);
    let issued = chosen.iter().filter(|one| one.schedule.mode == Mode::Issue);
    let mut currencies: Vec<Currency> = issued
        .map(|one| one.schedule.document.currency)
        .filter(|currency| Some(*currency) != own)
        .collect();
    currencies.sort_unstable();
    currencies.dedup();
    currencies
}

fn view_rate(
    view: &View,
    currency: Currency,
    typed: &UseStateHandle<Typed>,
    problems: &Problems,
) -> Html {
    let own = view.book.business().map(|business| business.currency);
    let own = own.map_or_else(String::new, |own| own.to_string());
    let value = typed.rates.iter().find(|(known, _)| *known == currency);
    let on_change = {
        let typed = typed.clone();
        Callback::from(move |value: String| {
            let mut changed = (*typed).clone();
            changed.rates.retain(|(known, _)| *known != currency);
            changed.rates.push((currency, value));
            typed.set(changed);
        })
    };
    html! {
        <Field key={currency.code()} name={format!("rate-{currency}")} label={words::recurring::rate(&currency.to_string(), &own)}
            input={Input::Number} value={value.map_or_else(String::new, |(_, text)| text.clone())} {on_change}
            problem={problems.of(FieldName::Rate).map(text::problem::fault)} />
    }
}

fn command(
    view: &View,
    chosen: &[DueOccurrence],
    typed: &Typed,
    as_drafts: bool,
) -> Result<Command, Problems> {
    let mut problems = Problems::default();
    let issues = chosen.iter().any(|one| one.schedule.mode == Mode::Issue);
    let date = if issues && !as_drafts {
        problems.noted(FieldName::Date, typed.day(view.today))
    } else {
        Some(view.today)
    };
    let mut rates = Vec::new();
    if !as_drafts {
        for currency in foreign(view, chosen) {
            let text = typed.rates.iter().find(|(known, _)| *known == currency);
            let text = text.map_or("", |(_, text)| text);
            if let Some(rate) = problems.noted(FieldName::Rate, number::read(text)) {
                rates.push((currency, rate));
            }
        }
    }
    let date = date.filter(|_| problems.is_empty()).ok_or(problems)?;
    let rate = |one: &DueOccurrence| {
        let known =
            |(currency, _): &&(Currency, Decimal)| *currency == one.schedule.document.currency;
        rates.iter().find(known).map(|(_, rate)| *rate)
    };
    let make = chosen.iter().map(|one| make(&view.book, one, rate(one)));
    Ok(Command::MakeOccurrences(Box::new(MakeOccurrences {
        date,
        make: make.collect(),
        as_drafts,
    })))
}
