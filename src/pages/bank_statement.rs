//! One statement: its lines, what each was, and whether it adds up.

use ledger::problem::FieldName;
use std::rc::Rc;

use ledger::bank::standing::{self, Standing};
use ledger::bank::{BankLine, Matched, Statement};
use ledger::book::Book;
use ledger::command::Command;
use ledger::ids::{BankLineId, StatementId};
use ledger::money::Money;
use ledger::query::{Search, fold};
use yew::prelude::*;

use crate::components::asking::{AskDialog, use_asking};
use crate::components::bank_words::{period, progress, reconcile_href, view_number};
use crate::components::derived::use_derived;
use crate::components::listing::{Order, use_filter, use_order};
use crate::components::undo_import::{Undo, of_files};
use crate::form::{Problems, date};
use crate::hooks::use_view;
use crate::route::Route;
use crate::text::{self, format};
use crate::ui::{
    Button, ButtonKind, Column, DataTable, Dialog, Empty, Field, Input, LinkButton, Notice, Place,
    Row, Tone, Width, keep, said,
};

#[derive(Properties, PartialEq)]
pub struct BankStatementProps {
    pub id: StatementId,
}

/// The lines of a statement, and how they are found.
struct Prepared {
    lines: Vec<BankLineId>,
    search: Search,
    standing: Option<Standing>,
    /// Characters of the longest amount.
    chars: usize,
}

fn prepared(book: &Book, id: StatementId) -> Prepared {
    let mut search = Search::default();
    // Nothing is shared between lines.
    search.push_shared(&[""]);
    let mut lines = Vec::new();
    let mut longest: Option<Money> = None;
    for line in book.lines_of(id) {
        search.push(
            &[
                &line.name,
                &line.text,
                &line.reference,
                &line.amount.to_string(),
            ],
            0,
        );
        lines.push(line.id);
        let money = Money::new(line.amount, line.currency).ok();
        if let Some(money) = money
            .filter(|money| longest.is_none_or(|known| money.minor().abs() > known.minor().abs()))
        {
            longest = Some(money);
        }
    }
    let statement = book.statements().get(id);
    let longest = longest.map(|money| {
        if money.is_negative() {
            money
        } else {
            money.neg()
        }
    });
    Prepared {
        lines,
        search,
        standing: statement.and_then(|statement| standing::of_statement(book, statement)),
        chars: longest.map_or(0, |money| format::money(money).chars().count()),
    }
}

/// The places of the lines in the order of a column; as the file has them
/// where it is none.
fn ordered(book: &Book, prepared: &Prepared, order: Order) -> Vec<u32> {
    let mut lines: Vec<(u32, &Rc<BankLine>)> = (0_u32..)
        .zip(&prepared.lines)
        .filter_map(|(place, id)| Some((place, book.bank_lines().get(*id)?)))
        .collect();
    match order {
        Some((0, _)) => lines.sort_by_key(|(_, line)| line.date),
        Some((1, _)) => lines.sort_by_cached_key(|(_, line)| fold(&who(line))),
        Some((WAS, _)) => lines.sort_by_cached_key(|(_, line)| was(book, line)),
        Some((AMOUNT, _)) => lines.sort_by_key(|(_, line)| line.amount),
        _ => {}
    }
    if order.is_some_and(|(_, down)| down) {
        lines.reverse();
    }
    lines.into_iter().map(|(place, _)| place).collect()
}

/// The line that stands at a place of those found.
fn line_at(book: &Book, prepared: &Prepared, found: &[u32], place: usize) -> Option<Rc<BankLine>> {
    let place = usize::try_from(*found.get(place)?).ok()?;
    book.bank_lines().get(*prepared.lines.get(place)?).cloned()
}

/// Places of [`columns`].
const WAS: usize = 3;
const AMOUNT: usize = 4;

#[component]
pub fn BankStatement(props: &BankStatementProps) -> Html {
    let view = use_view();
    let filter = use_filter();
    let asked = use_state(|| None::<BankLineId>);
    let undoes = use_state(|| false);
    let prepared = use_derived(&view.book, props.id, |book, id| prepared(book, *id));
    let (order, on_sort) = use_order();
    let ordered = use_derived(&view.book, (props.id, order), |book, (_, order)| {
        ordered(book, &prepared, *order)
    });
    let found = use_derived(
        &view.book,
        (props.id, order, filter.words()),
        |_, (.., words)| prepared.search.find(&ordered, words),
    );
    let Some(statement) = view.book.statements().get(props.id).cloned() else {
        return view_absent();
    };
    let at = {
        let (view, found, prepared) = (view.clone(), found.clone(), prepared.clone());
        move |place: usize| line_at(&view.book, &prepared, &found, place)
    };
    let on_open = {
        let (at, asked) = (at.clone(), asked.setter());
        Callback::from(move |place| asked.set(at(place).map(|line| line.id)))
    };
    let view_at = {
        let (view, asked) = (view.clone(), asked.setter());
        Callback::from(move |place| {
            at(place).map_or_else(Row::default, |line| row(&view.book, &line, &asked))
        })
    };
    let set_undoes = |on: bool| {
        let undoes = undoes.setter();
        Callback::from(move |()| undoes.set(on))
    };
    let on_close = {
        let asked = asked.setter();
        Callback::from(move |()| asked.set(None))
    };
    let standing = prepared.standing;
    html! {
        <>
            { view_bar(&statement, standing, set_undoes(true)) }
            { view_facts(&view.book, &statement, standing) }
            { view_check(&view.book, &statement, standing) }
            if prepared.lines.is_empty() {
                <Empty title={words::bank::statement_empty()} />
            } else {
                { filter.view(words::bank::line_search()) }
                if found.is_empty() {
                    { filter.view_nothing_fits(words::bank::line_no_match()) }
                } else {
                    <div class="found"><p class="quiet" role="status">{ words::counts::lines(found.len()) }</p></div>
                    <DataTable name="bank-lines" caption={words::bank::lines()} columns={columns()} count={found.len()}
                        row={view_at} {on_open} sorted={order} {on_sort} amount_chars={prepared.chars} />
                }
            }
            if let Some(line) = *asked {
                <Line {line} {on_close} />
            }
            if *undoes {
                <Undo statements={of_files(&view.book, &[props.id])} on_close={set_undoes(false)} />
            }
        </>
    }
}

fn view_bar(statement: &Statement, standing: Option<Standing>, on_undo: Callback<()>) -> Html {
    let is_open = standing.is_some_and(|standing| standing.open > 0);
    html! {
        <div class="bar">
            <h1>{ words::bank::statement_of(&period(statement, standing)) }</h1>
            <Button writes=true on_click={on_undo}>{ words::bank::undo_import() }</Button>
            if is_open {
                <LinkButton kind={ButtonKind::Primary} href={reconcile_href()}>{ words::bank::reconcile() }</LinkButton>
            }
        </div>
    }
}

fn view_absent() -> Html {
    html! {
        <>
            <h1>{ words::bank::statement() }</h1>
            <Empty title={words::bank::statement_missing()}>
                <LinkButton href={Route::Bank.href()}>{ words::bank::back_to_bank() }</LinkButton>
            </Empty>
        </>
    }
}

fn view_facts(book: &Book, statement: &Statement, standing: Option<Standing>) -> Html {
    let account = book.bank_accounts().get(statement.account);
    html! {
        <p class="facts">
            if let Some(account) = account {
                <span><a href={Route::BankAccount(account.id).href()}><b>{ account.name.clone() }</b></a>{ " " }{ view_number(account) }</span>
            }
            <span>{ progress(standing) }</span>
            <span class="name">{ format!("{}: {}", statement.format, statement.file) }</span>
            if !statement.number.is_empty() {
                <span>{ words::bank::number_mark(&statement.number) }</span>
            }
            <span>{ words::bank::imported_on(&format::date(statement.imported)) }</span>
        </p>
    }
}

/// Opening, lines and closing, in words.
fn view_check(book: &Book, statement: &Statement, standing: Option<Standing>) -> Html {
    let currency = book
        .bank_accounts()
        .get(statement.account)
        .map(|account| account.currency);
    let (Some(standing), Some(currency)) = (standing, currency) else {
        return html! {};
    };
    let money = |balance: Option<ledger::bank::StatementBalance>| {
        balance.map(|one| text::bank::amount_in(one.amount, Some(currency)))
    };
    let known = usize::try_from(statement.known).unwrap_or(usize::MAX);
    let sum = format::money(standing.sum);
    let (opening, closing) = (money(statement.opening), money(statement.closing));
    match (opening, closing, standing::missing(statement, standing.sum)) {
        (Some(opening), Some(closing), Some(missing)) if missing.is_zero() => html! {
            <p class="quiet" data-test="statement-check">{ words::bank::adds_up(&opening, &sum, &closing) }</p>
        },
        (Some(opening), Some(closing), Some(missing)) => html! {
            <div data-test="statement-check">
                <Notice tone={Tone::Warning} title={words::bank::does_not_add_up(&format::money(missing))}
                    text={words::bank::does_not_add_up_hint(&opening, &sum, &closing)} />
            </div>
        },
        (Some(opening), Some(closing), None) if known > 0 => html! {
            <p class="quiet" data-test="statement-check">{ words::bank::overlapping(&opening, &closing, &words::counts::lines(known)) }</p>
        },
        (opening, closing, _) => html! {
            <p class="quiet" data-test="statement-check">{ words::bank::unchecked(given(opening.as_deref()), &sum, given(closing.as_deref())) }</p>
        },
    }
}

/// A balance, or that there is none.
fn given(balance: Option<&str>) -> &str {
    balance.unwrap_or(words::bank::not_given())
}

fn columns() -> Vec<Column> {
    vec![
        Column::text(words::common::date(), Place::Note)
            .wide(Width::Date)
            .sortable(),
        Column::text(words::bank::from_or_to(), Place::Title).sortable(),
        Column::text(words::bank::text(), Place::Hidden),
        Column::text(words::bank::what_it_was(), Place::Tag).sortable(),
        Column::number(words::common::amount(), Place::Sum)
            .wide(Width::Amount)
            .sortable(),
    ]
}

fn row(book: &Book, line: &Rc<BankLine>, asked: &UseStateSetter<Option<BankLineId>>) -> Row {
    let onclick = {
        let (asked, id) = (asked.clone(), line.id);
        Callback::from(move |_: MouseEvent| asked.set(Some(id)))
    };
    let who = who(line);
    let amount = Money::new(line.amount, line.currency).ok();
    Row {
        key: line.id.to_string().into(),
        cells: vec![
            html! { <span class="num">{ format::date(line.date) }</span> },
            html! {
                // Reached by the row, as links in such tables are.
                <button type="button" class="as-link clip opens" tabindex="-1" dir="auto" title={who.clone()} {onclick}>{ who.clone() }</button>
            },
            html! { <span class="clip" dir="auto" title={line.text.clone()}>{ line.text.clone() }</span> },
            html! { was(book, line) },
            html! {
                <span data-figure="bank-line" data-value={line.amount.to_string()}>{ format::money_or_none(amount) }</span>
            },
        ],
    }
}

/// The other side, or what the line says where nobody is named.
fn who(line: &BankLine) -> String {
    let said = [&line.name, &line.text, &line.code, &line.bank_id];
    let said = said.into_iter().find(|text| !text.is_empty());
    said.cloned()
        .unwrap_or_else(|| words::bank::line_without_text().to_owned())
}

/// What became of the payment that a line was, where something did.
fn became(book: &Book, part: &ledger::bank::Match) -> String {
    let Matched::Payment(id) = part.what else {
        return String::new();
    };
    let payment = book.payments().get(id);
    let became = payment.and_then(|payment| text::status::payment(book, payment));
    became.map_or_else(String::new, |became| format!(" ({})", became.words))
}

/// What a line was, in a few words.
fn was(book: &Book, line: &BankLine) -> String {
    let parts: Vec<String> = book
        .matches_of(line.id)
        .map(|part| match &part.what {
            Matched::Payment(payment) => {
                let payment = book.payments().get(*payment);
                let customer = payment.and_then(|known| book.customers().get(known.customer));
                let what = customer.map_or_else(
                    || words::bank::a_payment().to_owned(),
                    |customer| words::bank::payment_from(&customer.details.name),
                );
                what + became(book, part).as_str()
            }
            Matched::Refund(_) => words::bank::refund_or_return().to_owned(),
            Matched::Other { reason, .. } => words::bank::ignored_because(&reason),
        })
        .collect();
    let row = book.line_figures(line.id);
    match (parts.is_empty(), row.is_some_and(|row| row.is_open())) {
        (true, _) if line.amount.is_negative() => words::bank::open_money_out().to_owned(),
        (true, _) => words::common::open().to_owned(),
        (false, true) => words::bank::partly_open(&parts.join(", ")),
        (false, false) => parts.join(", "),
    }
}

#[derive(Properties, PartialEq)]
struct LineProps {
    line: BankLineId,
    on_close: Callback<()>,
}

/// All that a line says, and what can be done with it.
#[component]
fn Line(props: &LineProps) -> Html {
    let view = use_view();
    let Some(line) = view.book.bank_lines().get(props.line).cloned() else {
        return html! {};
    };
    let book = &view.book;
    let parts: Vec<_> = book.matches_of(line.id).cloned().collect();
    let is_open = book.line_figures(line.id).is_some_and(|row| row.is_open());
    let amount = Money::new(line.amount, line.currency).ok();
    let value = line.value_date.filter(|day| *day != line.date);
    let original = line
        .original
        .map(|original| text::bank::amount_in(original.amount, Some(original.currency)));
    let charges = line
        .charges
        .map(|charges| text::bank::amount_in(charges, Some(line.currency)));
    let facts: Vec<(&str, String)> = vec![
        (words::bank::booked(), format::date(line.date)),
        (
            words::bank::value_date(),
            value.map_or_else(String::new, format::date),
        ),
        (words::bank::other_account(), text::bank::number(&line.iban)),
        (words::bank::on_behalf_of(), line.ultimate_name.clone()),
        (words::bank::text(), line.text.clone()),
        (
            words::bank::payment_reference(),
            format::reference(&line.reference),
        ),
        (words::bank::end_to_end(), line.end_to_end.clone()),
        (words::bank::bank_number(), line.bank_id.clone()),
        (words::bank::movement_type(), line.code.clone()),
        (words::bank::before_exchange(), original.unwrap_or_default()),
        (words::payments::bank_fee(), charges.unwrap_or_default()),
        (
            words::bank::returned(),
            line.returned.as_ref().map_or_else(String::new, |returned| {
                if returned.reason.is_empty() {
                    "yes".to_owned()
                } else {
                    returned.reason.clone()
                }
            }),
        ),
    ];
    html! {
        <Dialog title={who(&line)} on_close={props.on_close.clone()}>
            <p class="sum num">{ format::money_or_none(amount) }</p>
            <dl class="facts-list">
                { for facts.into_iter().filter(|(_, value)| !value.is_empty()).map(|(label, value)| html! {
                    <div><dt>{ label }</dt><dd class="name" dir="auto">{ value }</dd></div>
                }) }
            </dl>
            if parts.is_empty() {
                <p>{ if line.amount.is_negative() { words::bank::money_out_hint() } else { words::bank::line_open_hint() } }</p>
                <div class="actions">
                    <LinkButton kind={ButtonKind::Primary} href={reconcile_href()}>{ words::bank::reconcile() }</LinkButton>
                    <LinkButton writes=true href={Route::BankRules { line: Some(line.id) }.href()}>{ words::bank::make_rule() }</LinkButton>
                    <Button on_click={props.on_close.clone()}>{ words::common::cancel() }</Button>
                </div>
            } else {
                <ul class="plain">
                    { for parts.iter().map(|part| view_part(book, part)) }
                </ul>
                if is_open {
                    <p>{ words::bank::part_open() }</p>
                }
                <TakeBack line={line.id} has_payment={parts.iter().any(|part| part.made)} on_close={props.on_close.clone()} />
            }
        </Dialog>
    }
}

fn view_part(book: &Book, part: &ledger::bank::Match) -> Html {
    let line = book.bank_lines().get(part.line);
    let amount = line.and_then(|line| Money::new(part.amount, line.currency).ok());
    let amount = format::money_or_none(amount);
    let of = |customer| {
        let customer = book.customers().get(customer)?;
        Some(html! {
            <a href={Route::Customer(customer.id).href()}>{ customer.details.name.clone() }</a>
        })
    };
    let payment = |id| {
        book.payments()
            .get(id)
            .and_then(|payment| of(payment.customer))
    };
    match &part.what {
        Matched::Payment(id) => html! {
            <li>{ said(words::bank::part_payment_of(&amount, payment(*id).unwrap_or_default())) }{ became(book, part) }</li>
        },
        Matched::Refund(_) => {
            html! { <li>{ words::bank::part_refund(&amount) }</li> }
        }
        Matched::Other { reason, rule } => html! {
            <li>{ words::bank::part_ignored(&amount, &reason) }if rule.is_some() { { words::bank::by_rule_mark() } }</li>
        },
    }
}

#[derive(Properties, PartialEq)]
struct TakeBackProps {
    line: BankLineId,
    /// A payment was recorded from it.
    has_payment: bool,
    on_close: Callback<()>,
}

/// Says that a line was not what was said.
#[component]
fn TakeBack(props: &TakeBackProps) -> Html {
    let view = use_view();
    let asking = use_asking();
    let day = use_state(|| view.today.to_string());
    let reason = use_state(String::new);
    let on_answer = {
        let (asking, line) = (asking.clone(), props.line);
        let (day, reason, on_close) = (day.clone(), reason.clone(), props.on_close.clone());
        Callback::from(move |()| {
            let mut problems = Problems::default();
            let date = problems.noted(FieldName::Date, date::read(&day));
            let command = date.map(|date| Command::UnmatchLine { line, date });
            let on_close = on_close.clone();
            asking.answer(command.ok_or(problems), &reason, move |_| on_close.emit(()));
        })
    };
    html! {
        <AskDialog asking={asking.clone()} verb={words::bank::unmatch()} kind={ButtonKind::Plain}
            reason={(*reason).clone()} on_reason={keep(&reason)} {on_answer} on_close={props.on_close.clone()}>
            if props.has_payment {
                <p>{ words::bank::unmatch_about() }</p>
                <div class="fields">
                    <Field name="take-back-date" label={words::bank::unmatch_date()} input={Input::Date} value={(*day).clone()} on_change={keep(&day)}
                        problem={asking.problem(FieldName::Date)} />
                </div>
            }
        </AskDialog>
    }
}
