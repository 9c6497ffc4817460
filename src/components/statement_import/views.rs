//! A file of statements before it is imported: what is asked, and what is in it.

use std::rc::Rc;

use ledger::bank::csv::Looks;
use ledger::bank::file::{FileStatement, ReadError};
use ledger::bank::intake::Planned;
use ledger::bank::number::same_number;
use ledger::bank::{BankAccount, Letters, ReadOptions};
use ledger::book::Book;
use ledger::import::csv::{DateOrder, DecimalSign};
use ledger::money::Currency;
use ledger::problem::Refusal;
use yew::prelude::*;

use crate::components::choices::currencies;
use crate::components::statement_import::flow::Flow;
use crate::components::statement_import::looked::{Choice, Group, Looked, statement_name};
use crate::components::statement_import::step::Event;
use crate::components::statement_import::table::view_letters;
use crate::components::wizard::Wizard;
use crate::dispatch::{BankSource, ImportFailure, NotDone};
use crate::route::Route;
use crate::text;
use crate::text::format;
use crate::ui::{
    Button, ButtonKind, Column, Field, LinkButton, Notice, Place, Row, Select, Table, Tone,
};

/// Statements and warnings drawn at a time.
const SHOWN: usize = 50;

pub fn view_failure(failure: &ImportFailure) -> Html {
    let message = match failure {
        ImportFailure::NotDone(failure @ NotDone::Refused(Refusal::Problems(_))) => {
            text::failure::not_done(failure)
        }
        failure => text::failure::import(failure),
    };
    html! { <Notice tone={Tone::Problem} title={message.what} text={message.then} /> }
}

/// In which order QIF names year, month and day, or what its decimals follow.
pub fn view_asking(
    flow: &Flow,
    source: &BankSource,
    options: &ReadOptions,
    error: &ReadError,
    on_again: Callback<()>,
) -> Html {
    let answer = |options: ReadOptions| {
        let (flow, source) = (flow.clone(), source.clone());
        Callback::from(move |()| flow.on(Event::ToRead(source.clone(), options.clone())))
    };
    let (title, answers): (&str, Vec<(&str, Callback<()>)>) = match error {
        ReadError::DecimalSign { signs, .. } => {
            let each = signs.iter().map(|sign: &DecimalSign| {
                let options = ReadOptions {
                    decimal_sign: Some(*sign),
                    ..options.clone()
                };
                (text::csv::decimal_sign(*sign), answer(options))
            });
            (words::statements::ask_amounts(), each.collect())
        }
        ReadError::DateOrder { orders, .. } => {
            let each = orders.iter().map(|order: &DateOrder| {
                let options = ReadOptions {
                    date_order: Some(*order),
                    ..options.clone()
                };
                (text::csv::date_order(*order), answer(options))
            });
            (words::statements::ask_dates(), each.collect())
        }
        _ => ("", Vec::new()),
    };
    html! {
        <>
            <Notice tone={Tone::Warning} {title} text={text::bank::read_error(error)}>
                <div class="actions">
                    { for answers.into_iter().map(|(label, on_click)| html! { <Button {on_click}>{ label }</Button> }) }
                </div>
            </Notice>
            <div class="actions">
                <Button on_click={on_again}>{ words::statements::another_file() }</Button>
            </div>
        </>
    }
}

pub fn view_looked(
    book: &Book,
    flow: &Flow,
    looked: &Rc<Looked>,
    failure: Option<&ImportFailure>,
    on_again: Callback<()>,
) -> Html {
    let onsubmit = {
        let (flow, looked) = (flow.clone(), looked.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            flow.on(Event::Confirmed(looked.clone()));
        })
    };
    let lines: usize = looked.statements.iter().map(|one| one.lines.len()).sum();
    let new = looked.new_lines();
    let is_known = looked.is_known();
    let is_empty = lines == 0 && looked.is_table();
    let letters = {
        let (flow, looked) = (flow.clone(), looked.clone());
        Callback::from(move |letters: Letters| {
            let source = looked.source.with_letters(letters);
            flow.on(Event::ToRead(source, looked.options.clone()));
        })
    };
    html! {
        <form {onsubmit} novalidate=true>
            <p class="lead" data-test="statement-preview">
                <b class="name">{ looked.source.name.clone() }</b>
                { format!(": {}, {}, {}", looked.format, words::counts::statements(looked.statements.len()), words::counts::lines(lines)) }
                if let Some(new) = new.filter(|new| *new < lines) {
                    { words::statements::of_them_known(&format::count(lines - new)) }
                }
            </p>
            if let Some(failure) = failure {
                { view_failure(failure) }
            }
            if is_known {
                <Notice tone={Tone::Good} title={words::statements::nothing_new()} text={words::statements::nothing_to_import()} />
            }
            if is_empty {
                <Notice tone={Tone::Warning} title={words::statements::nothing_booked()} text={words::statements::nothing_to_import()} />
            }
            { view_warnings(&looked.warnings) }
            if looked.options.csv.is_none() {
                { view_letters(looked.source.letters, letters) }
            }
            { for (0..looked.groups.len()).map(|place| view_group(book, flow, looked, place)) }
            { view_profile(flow, looked) }
            <div class="actions">
                if is_known || is_empty {
                    <LinkButton kind={ButtonKind::Primary} href={Route::Bank.href()}>{ words::bank::back_to_bank() }</LinkButton>
                } else {
                    <Button submit=true writes=true kind={ButtonKind::Primary} disabled={new.is_none() || !looked.is_named()}>
                        { match new {
                            Some(0) => words::statements::import_statement().to_owned(),
                            Some(new) => words::statements::import_lines(&words::counts::lines(new)),
                            None => words::places::import().to_owned(),
                        } }
                    </Button>
                }
                <Button on_click={on_again}>{ words::statements::another_file() }</Button>
            </div>
        </form>
    }
}

fn view_warnings(warnings: &[String]) -> Html {
    if warnings.is_empty() {
        return html! {};
    }
    let title = match warnings.len() {
        1 => words::statements::look_at_one().to_owned(),
        count => words::statements::look_at_many(&format::count(count)),
    };
    let left = warnings.len().saturating_sub(SHOWN);
    html! {
        <Notice tone={Tone::Warning} {title}>
            <ul data-test="statement-warnings">
                { for warnings.iter().take(SHOWN).map(|warning| html! { <li>{ warning.clone() }</li> }) }
                if left > 0 {
                    <li>{ words::statements::and_more(&format::count(left)) }</li>
                }
            </ul>
        </Notice>
    }
}

/// How a table was read, and the way to say otherwise.
fn view_profile(flow: &Flow, looked: &Rc<Looked>) -> Html {
    let Some(profile) = looked.options.csv.clone() else {
        return html! {};
    };
    let said = text::bank::profile(&profile);
    let on_click = {
        let (flow, source) = (flow.clone(), looked.source.clone());
        Callback::from(move |()| {
            let looks = Looks::Like(Box::new(profile.clone()));
            flow.on(Event::ToAsk(source.clone(), looks));
        })
    };
    let said = if looked.is_saved {
        words::statements::read_as_last(&said)
    } else {
        words::statements::read_as_chosen(&said)
    };
    html! {
        <p class="quiet">
            { said }{ " " }
            <Button kind={ButtonKind::Quiet} {on_click}>{ words::statements::change_layout() }</Button>
        </p>
    }
}

fn view_group(book: &Book, flow: &Flow, looked: &Rc<Looked>, place: usize) -> Html {
    let group = &looked.groups[place];
    let choose = {
        let (flow, looked) = (flow.clone(), looked.clone());
        move |chosen: Choice, plans: bool| {
            let mut changed = (*looked).clone();
            changed.groups[place].chosen = chosen;
            flow.on(if plans {
                Event::ToPlan(changed)
            } else {
                Event::Renamed(changed)
            });
        }
    };
    let title = if group.number.is_empty() {
        words::statements::unnamed_account().to_owned()
    } else {
        words::statements::account_number(&text::bank::number(&group.number))
    };
    html! {
        <section class="block" aria-label={title.clone()}>
            <h2>{ title }</h2>
            { view_choice(book, group, place, choose) }
            { view_statements(looked, group) }
        </section>
    }
}

fn view_choice(
    book: &Book,
    group: &Group,
    place: usize,
    choose: impl Fn(Choice, bool) + Clone + 'static,
) -> Html {
    const NEW: &str = "new";
    let currency = group.currency;
    let of_books = book.business().map(|business| business.currency);
    let fits = |account: &&Rc<BankAccount>| currency.is_none_or(|known| known == account.currency);
    let accounts = book.bank_accounts().iter().filter(fits).map(|account| {
        let name = format!("{} ({})", account.name, account.currency);
        (account.id.to_string().into(), name.into())
    });
    let mut options: Vec<(AttrValue, AttrValue)> = Vec::new();
    if group.chosen == Choice::Open {
        options.push(("".into(), words::statements::choose().into()));
    }
    options.extend(accounts);
    options.push((NEW.into(), words::statements::new_account().into()));
    let value = match &group.chosen {
        Choice::Open => String::new(),
        Choice::Known(id) => id.to_string(),
        Choice::New { .. } => NEW.to_owned(),
    };
    let on_change = {
        let choose = choose.clone();
        let name = text::bank::number(&group.number);
        Callback::from(move |value: String| {
            let chosen = match value.parse() {
                Ok(id) => Choice::Known(id),
                Err(_) if value == NEW => Choice::New {
                    name: name.clone(),
                    currency: currency.or(of_books).unwrap_or_default(),
                },
                Err(_) => Choice::Open,
            };
            choose(chosen, true);
        })
    };
    let other = match &group.chosen {
        Choice::Known(id) => book.bank_accounts().get(*id).filter(|account| {
            let number = account.number.as_str();
            let is_other = number != group.number && !same_number(number, &group.number, "");
            !number.is_empty() && !group.number.is_empty() && is_other
        }),
        _ => None,
    };
    html! {
        <>
            <div class="fields">
                <Select name={format!("account-{place}")} label={words::bank::account()} {value} {options} {on_change} />
                if let Choice::New { name, currency: now } = &group.chosen {
                    { view_new(group, place, name, *now, choose) }
                }
            </div>
            if let Some(account) = other {
                <Notice tone={Tone::Warning} title={words::statements::other_number()}
                    text={words::statements::account_is(&account.name, &text::bank::number(&account.number))} />
            }
        </>
    }
}

fn view_new(
    group: &Group,
    place: usize,
    name: &str,
    now: Currency,
    choose: impl Fn(Choice, bool) + Clone + 'static,
) -> Html {
    let on_name = {
        let choose = choose.clone();
        Callback::from(move |name| {
            choose(
                Choice::New {
                    name,
                    currency: now,
                },
                false,
            );
        })
    };
    let on_currency = {
        let name = name.to_owned();
        Callback::from(move |value: String| {
            let currency = value.parse().unwrap_or(now);
            let name = name.clone();
            choose(Choice::New { name, currency }, true);
        })
    };
    let is_empty = name.trim().is_empty();
    html! {
        <>
            <Field name={format!("account-{place}-name")} label={words::statements::account_name()} required=true value={name.to_owned()} on_change={on_name}
                problem={is_empty.then(|| words::common::required().to_owned())} />
            if group.currency.is_none() {
                <Select name={format!("account-{place}-currency")} label={words::common::currency()} value={now.code()} options={currencies()} on_change={on_currency} />
            }
        </>
    }
}

fn view_statements(looked: &Looked, group: &Group) -> Html {
    let columns = vec![
        Column::text(words::bank::statement(), Place::Title),
        Column::text(words::bank::period(), Place::Note),
        Column::number(words::bank::opening(), Place::Hidden),
        Column::number(words::bank::closing(), Place::Sum),
        Column::number(words::bank::lines(), Place::Hidden),
        Column::text(words::statements::new(), Place::Tag),
    ];
    let row = |place: &usize| {
        let statement = looked.statements.get(*place)?;
        let planned = looked.planned.as_ref().and_then(|all| all.get(*place));
        Some(statement_row(statement, *place, planned, group.currency))
    };
    let rows: Vec<Row> = group
        .statements
        .iter()
        .take(SHOWN)
        .filter_map(row)
        .collect();
    let gaps = group.statements.iter().filter_map(|place| {
        let planned = looked.planned.as_ref()?.get(*place)?;
        let currency = planned.currency;
        let gap = planned.gap.as_ref();
        let other = planned.contradiction.as_ref();
        let said = gap
            .map(|gap| text::bank::gap(gap, currency))
            .or_else(|| other.map(|other| text::bank::contradiction(other, currency)))?;
        let name = statement_name(looked.statements.get(*place)?, *place);
        Some(format!("{name}: {said}"))
    });
    let gaps: Vec<String> = gaps.collect();
    let left = group.statements.len().saturating_sub(SHOWN);
    html! {
        <>
            { view_warnings(&gaps) }
            <Table caption={words::bank::statements()} {columns} {rows} />
            if left > 0 {
                <p class="quiet">{ words::statements::and_more(&words::counts::statements(left)) }</p>
            }
        </>
    }
}

fn statement_row(
    statement: &FileStatement,
    place: usize,
    planned: Option<&Planned>,
    currency: Option<Currency>,
) -> Row {
    let currency = planned.map(|planned| planned.currency).or(currency);
    let days = || statement.lines.iter().map(|line| line.date);
    let balance = |balance: Option<ledger::bank::file::Balance>| {
        balance.map_or_else(
            || format::NONE.to_owned(),
            |balance| text::bank::amount_in(balance.amount, currency),
        )
    };
    let on = |balance: Option<ledger::bank::file::Balance>| balance.and_then(|known| known.date);
    let first = on(statement.opening).or_else(|| days().min());
    let last = on(statement.closing).or_else(|| days().max());
    let new = planned.map(|planned| match planned.new.len() {
        0 if planned.known > 0 => words::statements::nothing_new_mark().to_owned(),
        count => words::statements::new_mark(&format::count(count)),
    });
    Row {
        key: place.to_string().into(),
        cells: vec![
            html! { <span class="clip">{ statement_name(statement, place) }</span> },
            html! { <span class="num">{ text::bank::period(first, last) }</span> },
            html! { balance(statement.opening) },
            html! { balance(statement.closing) },
            html! { format::count(statement.lines.len()) },
            html! { new.unwrap_or_else(|| words::counts::lines(statement.lines.len())) },
        ],
    }
}
