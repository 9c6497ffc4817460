//! What an import of statements kept.

use ledger::ids::BankAccountId;
use yew::prelude::*;

use crate::components::bank_words::{reconcile_href, view_number};
use crate::components::undo_import::{Undo, of_files};
use crate::dispatch::StatementReport;
use crate::hooks::use_view;
use crate::route::Route;
use crate::ui::{Button, ButtonKind, LinkButton, Notice, Tone};

#[derive(Properties, PartialEq)]
pub struct ReportProps {
    pub report: StatementReport,
    pub on_again: Callback<()>,
}

/// What the import kept, with the ways on and the offer to take it back.
#[component]
pub fn Report(props: &ReportProps) -> Html {
    let view = use_view();
    let is_asked = use_state(|| false);
    let report = &props.report;
    let book = &view.book;
    let of = of_files(book, &report.statements);
    let is_gone = of.is_empty();
    let title = if is_gone {
        words::statements::undone()
    } else {
        words::statements::imported()
    };
    let ask = {
        let is_asked = is_asked.setter();
        Callback::from(move |()| is_asked.set(true))
    };
    let on_close = {
        let is_asked = is_asked.setter();
        Callback::from(move |()| is_asked.set(false))
    };
    let mut accounts: Vec<BankAccountId> = of
        .iter()
        .filter_map(|id| book.statements().get(*id).map(|known| known.account))
        .collect();
    accounts.sort_unstable();
    accounts.dedup();
    let accounts = accounts
        .iter()
        .filter_map(|id| book.bank_accounts().get(*id));
    html! {
        <>
            <Notice tone={Tone::Good} {title}>
                <ul data-test="statement-report">
                    <li>{ words::counts::lines(report.lines) }</li>
                    if report.known > 0 {
                        <li>{ words::statements::known_lines(&words::counts::lines(report.known)) }</li>
                    }
                    if report.posted > 0 {
                        <li>{ words::statements::posted_lines(&words::counts::lines_were(report.posted)) }</li>
                    }
                    if report.ignored > 0 {
                        <li>{ words::statements::ignored_lines(&words::counts::lines_are(report.ignored)) }</li>
                    }
                    { for accounts.map(|account| html! {
                        <li><a href={Route::BankAccount(account.id).href()}>{ account.name.clone() }</a>{ " " }{ view_number(account) }</li>
                    }) }
                </ul>
            </Notice>
            <div class="actions">
                if !is_gone {
                    <LinkButton kind={ButtonKind::Primary} href={reconcile_href()}>{ words::bank::reconcile() }</LinkButton>
                    if let [only] = of.as_slice() {
                        <LinkButton href={Route::BankStatement(*only).href()}>{ words::statements::see_statement() }</LinkButton>
                    }
                }
                <LinkButton href={Route::Bank.href()}>{ words::bank::back_to_bank() }</LinkButton>
                if !is_gone {
                    <Button writes=true on_click={ask}>{ words::bank::undo_import() }</Button>
                }
                <Button on_click={props.on_again.clone()}>{ words::statements::import_another() }</Button>
            </div>
            if *is_asked && !is_gone {
                <Undo statements={of} {on_close} />
            }
        </>
    }
}
