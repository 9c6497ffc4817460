//! The bank: the user's accounts, and the statements that were brought in.

use std::cmp::Reverse;
use std::rc::Rc;

use ledger::bank::standing::{self, Standing};
use ledger::bank::{BankAccount as Record, Statement};
use ledger::book::Book;
use ledger::date::Date;
use ledger::ids::StatementId;
use ledger::money::Money;
use yew::prelude::*;

use crate::components::bank_words::{period, progress, reconcile_href, view_number};
use crate::components::derived::use_derived;
use crate::components::undo_import::{Undo, of_files};
use crate::hooks::use_view;
use crate::route::Route;
use crate::text::{self, format};
use crate::ui::{Button, ButtonKind, Column, Empty, LinkButton, Place, Row, Table};

/// Statements drawn at a time.
const ROWS: usize = 100;

/// An account with what its statements come to.
struct Account {
    account: Rc<Record>,
    standing: Option<Standing>,
    closing: Option<(Option<Date>, Money)>,
}

struct Shown {
    accounts: Vec<Account>,
    /// The newest first.
    statements: Vec<StatementId>,
}

fn shown(book: &Book) -> Shown {
    let mut accounts: Vec<Account> = book
        .bank_accounts()
        .iter()
        .map(|account| Account {
            account: account.clone(),
            standing: standing::of_account(book, account.id),
            closing: standing::closing(book, account.id),
        })
        .collect();
    accounts.sort_by(|a, b| {
        let (a, b) = (&a.account, &b.account);
        (a.archived.cmp(&b.archived)).then_with(|| format::by_name(&a.name, &b.name))
    });
    let mut statements: Vec<_> = book
        .statements()
        .iter()
        .map(|statement| {
            let day = statement.closing.and_then(|balance| balance.date);
            let last = || book.lines_of(statement.id).map(|line| line.date).max();
            (Reverse((day.or_else(last), statement.id)), statement.id)
        })
        .collect();
    statements.sort_unstable();
    Shown {
        accounts,
        statements: statements.into_iter().map(|(_, id)| id).collect(),
    }
}

#[component]
pub fn Bank() -> Html {
    let view = use_view();
    let rows = use_state(|| ROWS);
    let asked = use_state(|| None::<Vec<StatementId>>);
    let shown = use_derived(&view.book, (), |book, ()| shown(book));
    let is_open = shown
        .accounts
        .iter()
        .any(|one| one.standing.is_some_and(|standing| standing.open > 0));
    let on_more = {
        let rows = rows.clone();
        Callback::from(move |()| rows.set(*rows + ROWS))
    };
    let on_undo = {
        let (asked, view) = (asked.setter(), view.clone());
        Callback::from(move |id: StatementId| asked.set(Some(of_files(&view.book, &[id]))))
    };
    let on_close = {
        let asked = asked.setter();
        Callback::from(move |()| asked.set(None))
    };
    let import_kind = if is_open {
        ButtonKind::Plain
    } else {
        ButtonKind::Primary
    };
    let statements = shown.statements.iter().take(*rows);
    let statements = statements.filter_map(|id| view.book.statements().get(*id));
    html! {
        <>
            <div class="bar">
                <h1>{ words::places::bank() }</h1>
                <LinkButton href={Route::BankRules { line: None }.href()}>{ words::places::ignore_rules() }</LinkButton>
                <LinkButton writes=true kind={import_kind} href={Route::BankImport.href()}>{ words::bank::import_statement() }</LinkButton>
                if is_open {
                    <LinkButton kind={ButtonKind::Primary} href={reconcile_href()}>{ words::bank::reconcile() }</LinkButton>
                }
            </div>
            if shown.accounts.is_empty() {
                <Empty title={words::bank::empty_title()}
                    text={words::bank::empty_hint()} />
            } else {
                <section class="block" aria-labelledby="bank-accounts">
                    <h2 id="bank-accounts">{ words::bank::accounts() }<a href={Route::NewBankAccount.href()}>{ words::bank::new_account() }</a></h2>
                    <Table caption={words::bank::accounts()} columns={account_columns()} rows={shown.accounts.iter().map(account_row).collect::<Vec<_>>()} />
                </section>
                <section class="block" aria-labelledby="bank-statements">
                    <h2 id="bank-statements">{ words::bank::statements() }</h2>
                    if shown.statements.is_empty() {
                        <p class="quiet">{ words::bank::no_statements() }</p>
                    } else {
                        <Table caption={words::bank::statements()} columns={statement_columns()}
                            rows={statements.map(|statement| statement_row(&view.book, statement, &on_undo)).collect::<Vec<_>>()}
                            more={shown.statements.len().saturating_sub(*rows)} {on_more} />
                    }
                </section>
            }
            if let Some(statements) = &*asked {
                <Undo statements={statements.clone()} {on_close} />
            }
        </>
    }
}

fn account_columns() -> Vec<Column> {
    vec![
        Column::text(words::bank::account(), Place::Title),
        Column::text(words::common::number(), Place::Line),
        Column::number(words::bank::last_balance(), Place::Sum),
        Column::text(words::bank::as_of(), Place::Note),
        Column::text(words::bank::open_lines(), Place::Line),
        Column::number(words::bank::r#in(), Place::Line),
        Column::number(words::bank::out(), Place::Line),
    ]
}

fn account_row(shown: &Account) -> Row {
    let account = &shown.account;
    let state = if account.archived {
        words::items::archived_mark()
    } else {
        ""
    };
    let standing = shown.standing.filter(|standing| standing.open > 0);
    let part = |money: Option<Money>| {
        let money = money.filter(|money| !money.is_zero());
        html! { <span class="num">{ money.map_or_else(String::new, format::money) }</span> }
    };
    let open = match (shown.standing, standing) {
        (Some(all), None) if all.lines > 0 => "none".to_owned(),
        (_, Some(standing)) => words::counts::lines(standing.open),
        _ => format::NONE.to_owned(),
    };
    Row {
        key: account.id.to_string().into(),
        cells: vec![
            html! {
                <a class="clip" dir="auto" href={Route::BankAccount(account.id).href()}>{ format!("{}{state}", account.name) }</a>
            },
            html! {
                <span>{ view_number(account) }<span class="quiet">{ format!(" {}", account.currency) }</span></span>
            },
            html! { format::money_or_none(shown.closing.map(|(_, money)| money)) },
            html! { <span class="num">{ shown.closing.and_then(|(day, _)| day).map_or_else(String::new, format::date) }</span> },
            html! { <span data-figure="open-lines" data-value={standing.map_or(0, |standing| standing.open).to_string()}>{ open }</span> },
            part(standing.map(|standing| standing.open_in)),
            part(standing.map(|standing| standing.open_out)),
        ],
    }
}

fn statement_columns() -> Vec<Column> {
    vec![
        Column::text(words::bank::period(), Place::Title),
        Column::text(words::bank::account(), Place::Note),
        Column::text(words::bank::file(), Place::Line),
        Column::number(words::bank::opening(), Place::Hidden),
        Column::number(words::bank::closing(), Place::Sum),
        Column::text(words::bank::lines(), Place::Tag),
        Column::text(words::common::undo(), Place::Line),
    ]
}

fn statement_row(book: &Book, statement: &Statement, on_undo: &Callback<StatementId>) -> Row {
    let standing = standing::of_statement(book, statement);
    let account = book.bank_accounts().get(statement.account);
    let balance = |balance: Option<ledger::bank::StatementBalance>| {
        let currency = account.map(|account| account.currency);
        balance.map_or_else(
            || format::NONE.to_owned(),
            |balance| text::bank::amount_in(balance.amount, currency),
        )
    };
    let id = statement.id;
    let period = period(statement, standing);
    Row {
        key: id.to_string().into(),
        cells: vec![
            html! { <a class="num" href={Route::BankStatement(id).href()}>{ period.clone() }</a> },
            html! { <span class="clip" dir="auto">{ account.map_or_else(String::new, |account| account.name.clone()) }</span> },
            html! { <span class="clip name" dir="auto" title={statement.file.clone()}>{ statement.file.clone() }</span> },
            html! { balance(statement.opening) },
            html! { balance(statement.closing) },
            html! { progress(standing) },
            html! {
                <Button kind={ButtonKind::Quiet} writes=true label={words::bank::undo_import_of(&statement.file, &period)}
                    on_click={on_undo.reform(move |()| id)}>{ words::bank::undo_import() }</Button>
            },
        ],
    }
}
