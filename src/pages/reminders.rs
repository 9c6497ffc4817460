//! The worklist of collections: whom to remind today, what is not sent yet,
//! and what customers said that needs an answer.

use std::rc::Rc;

use ledger::book::Book;
use ledger::change::RecordId;
use ledger::collection::{Reminder, Tone};
use ledger::command::{Command, MakeReminder, MakeReminders};
use ledger::date::Date;
use ledger::ids::{CustomerId, ReminderId};
use ledger::money::{Currency, Money};
use ledger::problem::FieldName;
use ledger::report::worklist::{self, Letter, LetterLine, Wait, Worklist};
use yew::prelude::*;

use crate::components::action::{FailureNotice, ProblemList};
use crate::components::asking::{Asking, use_asking};
use crate::components::derived::use_worklist;
use crate::components::marking::MarkSent;
use crate::form::{Problems, date};
use crate::hooks::use_view;
use crate::route::Route;
use crate::state::View;
use crate::text::{format, reminders};
use crate::ui::{
    Button, ButtonKind, Check, Column, Empty, Field, Input, LinkButton, Notice, Place, Row, Table,
    Tone as Mood, keep_part,
};

/// Rows that are drawn at a time.
const SHOWN: usize = 100;

#[component]
pub fn Reminders() -> Html {
    let view = use_view();
    let list = use_worklist(&view.book, view.today);
    let made = use_state(|| None::<Asked>);
    html! {
        <>
            <div class="bar">
                <h1>{ words::places::reminders() }</h1>
                <LinkButton href={Route::ReminderSettings.href()}>{ words::reminders::set_up() }</LinkButton>
            </div>
            if let Some(list) = &*list {
                if !list.letters.is_empty() {
                    { view_behind(&view, list) }
                }
                if let Some(made) = &*made {
                    { view_made(&view, list, made) }
                }
                if list.is_empty() && list.waiting.is_empty() {
                    <Empty title={words::reminders::empty_title()} text={if view.book.invoices().is_empty() { words::reminders::no_invoices_hint() } else { words::reminders::empty_hint() }} />
                }
                if !list.letters.is_empty() {
                    <ToSend list={list.clone()} made={made.setter()} />
                }
                <Unsent list={list.clone()} />
                { view_broken(&view, list) }
                { view_disputes(&view, list) }
                { view_hand_over(&view, list) }
                { view_waiting(&view, list) }
            }
        </>
    }
}

/// Letters that were asked for, and the records that came of it.
#[derive(Clone, PartialEq)]
struct Asked {
    letters: Vec<Letter>,
    put: Vec<RecordId>,
}

/// How many letters came of those that were asked for, and why the others did
/// not: by the book as it is now.
fn view_made(view: &View, list: &Worklist, asked: &Asked) -> Html {
    let made = asked.put.iter().filter_map(|id| match id {
        RecordId::Reminder(id) => view.book.reminders().get(*id),
        _ => None,
    });
    let made: Vec<&Rc<Reminder>> = made.collect();
    let is_made = |letter: &Letter| {
        let key = (letter.customer, letter.currency);
        made.iter()
            .any(|made| (made.customer, made.currency) == key)
    };
    let why = |letter: &Letter| {
        let waiting = list
            .waiting
            .iter()
            .find(|one| one.customer == letter.customer);
        let mut unsent = list.unsent.iter();
        match waiting.map(|one| one.why) {
            _ if unsent.any(|one| one.customer == letter.customer) => words::reminders::why_made(),
            Some(why) => reminders::wait(why),
            None => words::reminders::why_paid(),
        }
    };
    let left_out = asked.letters.iter().filter(|letter| !is_made(letter));
    let left_out: Vec<String> = left_out
        .map(|letter| {
            words::reminders::left_out_one(&name_of(&view.book, letter.customer), why(letter))
        })
        .collect();
    let tone = if left_out.is_empty() {
        Mood::Good
    } else {
        Mood::Warning
    };
    html! {
        <Notice {tone} title={words::reminders::made(made.len())}>
            if !left_out.is_empty() {
                <p>{ words::reminders::left_out(left_out.len()) }</p>
                <ul>{ for left_out.into_iter().map(|line| html! { <li>{ line }</li> }) }</ul>
            }
        </Notice>
    }
}

fn view_behind(view: &View, list: &Worklist) -> Html {
    let rows = list.behind.iter().map(|behind| {
        let account = view.book.bank_accounts().get(behind.account);
        let name = account.map_or("", |known| {
            if known.name.is_empty() {
                &known.number
            } else {
                &known.name
            }
        });
        match behind.last {
            Some(day) => words::reminders::behind(name, &format::date(day)),
            None => words::reminders::behind_none(name),
        }
    });
    let rows: Vec<String> = rows.collect();
    if rows.is_empty() {
        return html! {};
    }
    html! {
        <Notice tone={Mood::Warning} title={rows.join(" ")} text={words::reminders::behind_hint()}>
            <div class="actions"><LinkButton href={Route::BankImport.href()}>{ words::places::bank_import() }</LinkButton></div>
        </Notice>
    }
}

fn name_of(book: &Book, customer: CustomerId) -> String {
    let known = book.customers().get(customer);
    known.map_or_else(String::new, |known| known.details.name.clone())
}

fn view_customer(book: &Book, customer: CustomerId) -> Html {
    html! { <a href={Route::Customer(customer).href()}><bdi>{ name_of(book, customer) }</bdi></a> }
}

/// What is typed below the list.
#[derive(Clone, PartialEq)]
struct Typed {
    considered_to: String,
    pay_by: String,
    hand_over: bool,
}

#[derive(Properties, PartialEq)]
struct ToSendProps {
    list: Rc<Worklist>,
    made: UseStateSetter<Option<Asked>>,
}

/// The letters of today, to be created.
#[component]
fn ToSend(props: &ToSendProps) -> Html {
    let view = use_view();
    let asking = use_asking();
    let left_out = use_state(Vec::<(CustomerId, Currency)>::new);
    let typed = use_state(|| first(&view));
    let letters = &props.list.letters;
    let shown = &letters[..letters.len().min(SHOWN)];
    let is_chosen = |letter: &&Letter| !left_out.contains(&(letter.customer, letter.currency));
    let chosen: Vec<Letter> = shown.iter().filter(is_chosen).cloned().collect();
    let on_make = {
        let (asking, typed, chosen) = (asking.clone(), typed.clone(), chosen.clone());
        let made = props.made.clone();
        Callback::from(move |()| {
            let command = command(&typed, &chosen);
            let (letters, made) = (chosen.clone(), made.clone());
            asking.answer(command, "", move |done| {
                let put = done.put;
                made.set(Some(Asked { letters, put }));
            });
        })
    };
    let is_final = chosen.iter().any(|letter| letter.tone == Tone::Final);
    let rows = shown.iter().map(|letter| row(&view, letter, &left_out));
    let hand_over = typed.hand_over;
    let on_hand_over = {
        let typed = typed.clone();
        Callback::from(move |hand_over| {
            typed.set(Typed {
                hand_over,
                ..(*typed).clone()
            });
        })
    };
    html! {
        <section class="block" aria-labelledby="to-send">
            <h2 id="to-send">{ words::reminders::send_today() }</h2>
            <p class="quiet">{ words::reminders::send_today_hint() }</p>
            <ProblemList problems={asking.problems()} />
            if let Some(failure) = asking.action.failure() {
                <FailureNotice failure={failure.clone()} problems_beside=true />
            }
            <Table caption={words::reminders::send_today()} columns={columns()} rows={rows.collect::<Vec<_>>()} more={letters.len() - shown.len()} />
            <div class="fields">
                { view_day(&asking, &typed, "considered-to", words::reminders::considered_to(), FieldName::ConsideredTo) }
                { view_day(&asking, &typed, "pay-by", words::reminders::pay_by(), FieldName::PayBy) }
            </div>
            if is_final {
                <Check name="hand-over" label={words::reminders::will_hand_over()} checked={hand_over} on_change={on_hand_over} />
                <p class="quiet">{ words::reminders::will_hand_over_hint() }</p>
            }
            <div class="actions">
                <Button kind={ButtonKind::Primary} writes=true busy={asking.action.is_busy()} disabled={chosen.is_empty()} on_click={on_make}>
                    { words::reminders::make(chosen.len()) }
                </Button>
            </div>
        </section>
    }
}

fn view_day(
    asking: &Asking,
    typed: &UseStateHandle<Typed>,
    name: &'static str,
    label: &'static str,
    at: FieldName,
) -> Html {
    let is_pay_by = at == FieldName::PayBy;
    let value = if is_pay_by {
        typed.pay_by.clone()
    } else {
        typed.considered_to.clone()
    };
    let hint = (!is_pay_by).then(|| AttrValue::from(words::reminders::considered_to_hint()));
    let problem = asking.problem((at, 0)).or_else(|| asking.problem(at));
    let on_change = keep_part(typed, move |typed, value| {
        if is_pay_by {
            typed.pay_by = value;
        } else {
            typed.considered_to = value;
        }
    });
    html! { <Field {name} {label} {hint} input={Input::Date} {value} {problem} {on_change} /> }
}

/// The days that stand there first: up to which the bank's statements go, or
/// yesterday, and the days to pay of the schedule.
fn first(view: &View) -> Typed {
    let accounts = view.book.bank_accounts().iter();
    let known = accounts.filter_map(|account| worklist::known_up_to(&view.book, account.id));
    let yesterday = view.today.minus_days(1).ok();
    let considered = known.min().or(yesterday).filter(|day| *day <= view.today);
    let business = view
        .book
        .business()
        .and_then(|business| business.reminders.clone());
    let within = business.unwrap_or_default().pay_within_days;
    let pay_by = view.today.plus_days(within.max(1)).ok();
    let shown = |day: Option<Date>| day.map_or_else(String::new, |day| day.to_string());
    Typed {
        considered_to: shown(considered),
        pay_by: shown(pay_by),
        hand_over: false,
    }
}

fn command(typed: &Typed, chosen: &[Letter]) -> Result<Command, Problems> {
    let mut problems = Problems::default();
    let considered_to = problems.noted(
        FieldName::ConsideredTo,
        date::read_optional(&typed.considered_to),
    );
    let pay_by = problems.noted(FieldName::PayBy, date::read(&typed.pay_by));
    let letters = chosen.iter().map(|letter| MakeReminder {
        customer: letter.customer,
        currency: letter.currency,
        lines: letter
            .lines
            .iter()
            .map(|line| (line.invoice, line.stage))
            .collect(),
        hand_over: typed.hand_over && letter.tone == Tone::Final,
        text: String::new(),
    });
    match (considered_to, pay_by) {
        (Some(considered_to), Some(pay_by)) if problems.is_empty() => {
            Ok(Command::MakeReminders(Box::new(MakeReminders {
                letters: letters.collect(),
                considered_to,
                pay_by: vec![pay_by],
            })))
        }
        _ => Err(problems),
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::text(words::common::customer(), Place::Title),
        Column::text(words::reminders::invoices(), Place::Line),
        Column::text(words::reminders::oldest(), Place::Note),
        Column::number(words::reminders::total(), Place::Sum),
    ]
}

fn row(
    view: &View,
    letter: &Letter,
    left_out: &UseStateHandle<Vec<(CustomerId, Currency)>>,
) -> Row {
    let key = (letter.customer, letter.currency);
    let name = name_of(&view.book, letter.customer);
    let on_change = {
        let left_out = left_out.clone();
        Callback::from(move |on: bool| {
            let mut keys = (*left_out).clone();
            keys.retain(|known| *known != key);
            if !on {
                keys.push(key);
            }
            left_out.set(keys);
        })
    };
    let late = letter
        .lines
        .iter()
        .map(|line| line.days_late)
        .max()
        .unwrap_or(0);
    let net = letter.total.sub(letter.credit).unwrap_or(letter.total);
    let field = format!("choose-{}-{}", letter.customer, letter.currency.code());
    html_row(
        format!("{}-{}", letter.customer, letter.currency.code()),
        vec![
            html! {
                <span class="choose">
                    <Check name={field} label={name.clone()}
                        checked={!left_out.contains(&key)} {on_change} />
                </span>
            },
            html! { <ul class="plain">{ for letter.lines.iter().map(|line| view_line(view, line)) }</ul> },
            html! { <span class="num">{ reminders::days(late) }</span> },
            html! {
                <>
                    <span data-figure="reminder" data-value={net.amount().to_string()}>{ format::money(net) }</span>
                    if letter.credit.is_positive() {
                        <span class="quiet block-line">{ words::reminders::less_credit(&format::money(letter.credit)) }</span>
                    }
                </>
            },
        ],
    )
}

fn html_row(key: String, cells: Vec<Html>) -> Row {
    Row {
        key: key.into(),
        cells,
    }
}

/// An invoice of a letter: its stage, and what of it is left out.
fn view_line(view: &View, line: &LetterLine) -> Html {
    let invoice = view.book.invoices().get(line.invoice);
    let number = invoice.map_or_else(String::new, |known| known.number().to_owned());
    let customer = invoice.map(|known| known.customer);
    let policy = customer.map(|customer| worklist::policy(&view.book, customer));
    let stage = line.stage.and_then(|stage| {
        let policy = policy.as_ref()?;
        let place = policy
            .stages
            .iter()
            .position(|known| known.stage == stage)?;
        let tone = policy.stages.get(place)?.tone;
        Some(words::reminders::stage(
            &format::count(place + 1),
            reminders::tone(tone),
        ))
    });
    html! {
        <li key={line.invoice.to_string()}>
            <a class="num" href={Route::Invoice(line.invoice).href()}>{ number }</a>
            <span class="quiet">
                { format!(" · {}", reminders::days(line.days_late)) }
                if let Some(stage) = stage { { format!(" · {stage}") } }
                if line.disputed.is_positive() { { format!(" · {}", words::reminders::less_disputed(&format::money(line.disputed))) } }
            </span>
        </li>
    }
}

#[derive(Properties, PartialEq)]
struct UnsentProps {
    list: Rc<Worklist>,
}

/// Letters that were created and are not recorded as sent.
#[component]
fn Unsent(props: &UnsentProps) -> Html {
    let view = use_view();
    let marks = use_state_eq(|| None::<Vec<ReminderId>>);
    let mark = |ids: Vec<ReminderId>| {
        let marks = marks.setter();
        Callback::from(move |()| marks.set(Some(ids.clone())))
    };
    let on_close = {
        let marks = marks.setter();
        Callback::from(move |()| marks.set(None))
    };
    let unsent = &props.list.unsent;
    if unsent.is_empty() && marks.is_none() {
        return html! {};
    }
    let all: Vec<ReminderId> = unsent.iter().map(|one| one.id).collect();
    let columns = vec![
        Column::text(words::common::customer(), Place::Title),
        Column::text(words::common::date(), Place::Note),
        Column::number(words::reminders::total(), Place::Sum),
        Column::text(words::common::status(), Place::Line),
    ];
    let rows = unsent.iter().take(SHOWN).map(|reminder| {
        let name = name_of(&view.book, reminder.customer);
        let label = format!("{}, {name}", words::reminders::mark_sent());
        html_row(
            reminder.id.to_string(),
            vec![
                html! { <a href={Route::Reminder(reminder.id).href()}><bdi>{ name }</bdi></a> },
                html! { <span class="num">{ format::date(reminder.date) }</span> },
                html! { <>{ format::money_or_none(total(reminder)) }</> },
                html! { <Button writes=true {label} on_click={mark(vec![reminder.id])}>{ words::reminders::mark_sent() }</Button> },
            ],
        )
    });
    html! {
        <section class="block" aria-labelledby="unsent">
            <h2 id="unsent">{ words::reminders::unsent() }</h2>
            <p class="quiet">{ words::reminders::unsent_hint() }</p>
            <Table caption={words::reminders::unsent()} {columns} rows={rows.collect::<Vec<_>>()} more={unsent.len().saturating_sub(SHOWN)} />
            if all.len() > 1 {
                <div class="actions"><Button writes=true on_click={mark(all)}>{ words::reminders::mark_all_sent() }</Button></div>
            }
            if let Some(ids) = (*marks).clone() {
                <MarkSent {ids} {on_close} />
            }
        </section>
    }
}

fn total(reminder: &Reminder) -> Option<Money> {
    let currency = reminder.currency;
    let lines = reminder
        .lines
        .iter()
        .map(|line| Money::new(line.amount, currency));
    let lines: Vec<Money> = lines.collect::<Result<_, _>>().ok()?;
    let credit = Money::new(reminder.credit, currency).ok()?;
    Money::sum(currency, lines).ok()?.sub(credit).ok()
}

/// A section of plain rows; nothing where there are none.
fn view_section(
    id: &'static str,
    title: &'static str,
    hint: &'static str,
    rows: Vec<Html>,
) -> Html {
    if rows.is_empty() {
        return html! {};
    }
    html! {
        <section class="block" aria-labelledby={id}>
            <h2 {id}>{ title }</h2>
            if !hint.is_empty() {
                <p class="quiet">{ hint }</p>
            }
            <ul class="activity">{ for rows }</ul>
        </section>
    }
}

fn view_broken(view: &View, list: &Worklist) -> Html {
    let rows = list.broken.iter().map(|row| {
        let said = words::reminders::broken_row(
            &format::money(row.amount),
            &format::date(row.standing.last_day),
            &format::money(row.standing.short),
        );
        html! {
            <li key={row.event.id.to_string()}>
                <span>{ view_customer(&view.book, row.event.customer) }</span>
                <span>{ said }</span>
                <span></span>
            </li>
        }
    });
    view_section(
        "broken",
        words::reminders::broken(),
        words::reminders::broken_hint(),
        rows.collect(),
    )
}

fn view_disputes(view: &View, list: &Worklist) -> Html {
    let rows = list.disputes.iter().map(|event| {
        html! {
            <li key={event.id.to_string()}>
                <span>{ view_customer(&view.book, event.customer) }</span>
                <span>{ reminders::fact(&view.book, event) }</span>
                <span class="num quiet">{ format::date(event.date) }</span>
            </li>
        }
    });
    view_section(
        "disputes",
        words::reminders::disputes_due(),
        "",
        rows.collect(),
    )
}

fn view_hand_over(view: &View, list: &Worklist) -> Html {
    let rows = list.hand_over.iter().map(|(customer, invoice)| {
        let known = view.book.invoices().get(*invoice);
        let number = known.map_or_else(String::new, |known| known.number().to_owned());
        let open = view.book.balance(*invoice, view.today);
        html! {
            <li key={invoice.to_string()}>
                <span>{ view_customer(&view.book, *customer) }</span>
                <a class="num" href={Route::Invoice(*invoice).href()}>{ number }</a>
                <span class="num r">{ format::money_or_none(open) }</span>
            </li>
        }
    });
    view_section(
        "hand-over",
        words::reminders::hand_over(),
        words::reminders::hand_over_hint(),
        rows.collect(),
    )
}

fn view_waiting(view: &View, list: &Worklist) -> Html {
    if list.waiting.is_empty() {
        return html! {};
    }
    let columns = vec![
        Column::text(words::common::customer(), Place::Title),
        Column::text(words::common::invoice(), Place::Note),
        Column::text(words::reminders::reason(), Place::Line),
        Column::text(words::reminders::until(), Place::Tag),
        Column::number(words::reminders::total(), Place::Sum),
    ];
    let rows = list.waiting.iter().take(SHOWN).map(|waiting| {
        let known = view.book.invoices().get(waiting.invoice);
        let number = known.map_or_else(String::new, |known| known.number().to_owned());
        let until = match (waiting.why, waiting.until) {
            (Wait::Credit | Wait::Small | Wait::Disputed, _) | (_, None) => format::NONE.to_owned(),
            (_, Some(day)) => format::date(day),
        };
        html_row(
            waiting.invoice.to_string(),
            vec![
                view_customer(&view.book, waiting.customer),
                html! { <a class="num" href={Route::Invoice(waiting.invoice).href()}>{ number }</a> },
                html! { <>{ reminders::wait(waiting.why) }</> },
                html! { <span class="num">{ until }</span> },
                html! { <>{ format::money(waiting.amount) }</> },
            ],
        )
    });
    html! {
        <section class="block" aria-labelledby="waiting">
            <h2 id="waiting">{ words::reminders::waiting() }</h2>
            <p class="quiet">{ words::reminders::waiting_hint() }</p>
            <Table caption={words::reminders::waiting()} {columns} rows={rows.collect::<Vec<_>>()} more={list.waiting.len().saturating_sub(SHOWN)} />
        </section>
    }
}
