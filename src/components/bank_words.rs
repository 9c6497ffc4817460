//! What pages of the bank have in common: accounts and statements in words.

use ledger::bank::standing::Standing;
use ledger::bank::{BankAccount as Record, Statement};
use yew::prelude::*;

use crate::route::Route;
use crate::text;
use crate::text::format;

/// Where lines and invoices are brought together.
pub fn reconcile_href() -> AttrValue {
    Route::Reconcile { account: None }.href()
}

/// An account's number, where it is not its name: one piece on a desk, broken
/// between its groups where there is less room.
pub fn view_number(account: &Record) -> Html {
    let number = text::bank::number(&account.number);
    if number == account.name {
        return html! {};
    }
    html! { <span class="account-number">{ number }</span> }
}

/// From its first day to its last, as its balances or its lines have it.
pub fn period(statement: &Statement, standing: Option<Standing>) -> String {
    let of = |balance: Option<ledger::bank::StatementBalance>| balance.and_then(|one| one.date);
    let first = of(statement.opening).or(standing.and_then(|standing| standing.first));
    let last = of(statement.closing).or(standing.and_then(|standing| standing.last));
    text::bank::period(first.min(last.or(first)), last)
}

/// How far the lines have come: "12 lines, 3 open".
pub fn progress(standing: Option<Standing>) -> String {
    match standing {
        None => format::NONE.to_owned(),
        Some(Standing { lines: 0, .. }) => words::bank::no_line().to_owned(),
        Some(Standing { lines, open: 0, .. }) => {
            words::bank::all_reconciled(&words::counts::lines(lines))
        }
        Some(Standing { lines, open, .. }) => {
            words::bank::some_open(&words::counts::lines(lines), &format::count(open))
        }
    }
}
