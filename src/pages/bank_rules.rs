//! Ignore rules: which lines are no receipts and are not asked about.

use std::rc::Rc;

use ledger::bank::{IgnoreRule, Matched};
use ledger::book::Book;
use ledger::change::RecordId;
use ledger::command::Command;
use ledger::ids::{BankLineId, RuleId, Version};
use ledger::problem::FieldName;
use yew::prelude::*;

use crate::components::action::{FailureNotice, ProblemList, use_action};
use crate::components::derived::use_derived;
use crate::form::Problems;
use crate::hooks::use_view;
use crate::route::{Route, use_navigator};
use crate::text::{self, format};
use crate::ui::{
    Button, ButtonKind, Column, Empty, Field, LinkButton, Notice, Place, Row, Select, Table, Tone,
    keep_part,
};

#[derive(Properties, PartialEq)]
pub struct BankRulesProps {
    /// A line that a rule is to be made of.
    pub line: Option<BankLineId>,
}

#[component]
pub fn BankRules(props: &BankRulesProps) -> Html {
    let view = use_view();
    let action = use_action();
    let navigator = use_navigator();
    let told = use_state(|| None::<String>);
    // How many lines each took.
    let counts = use_derived(&view.book, (), |book, ()| taken(book));
    let mut rules: Vec<Rc<IgnoreRule>> = view.book.rules().iter().cloned().collect();
    rules.sort_by(|a, b| a.ended.cmp(&b.ended).then(b.id.cmp(&a.id)));
    let on_end = {
        let (action, view) = (action.clone(), view.clone());
        Callback::from(move |rule: Rc<IgnoreRule>| {
            let ended = IgnoreRule {
                ended: true,
                ..(*rule).clone()
            };
            let command = Command::SaveIgnoreRule {
                id: Some(rule.id),
                opened: view.book.version(RecordId::IgnoreRule(rule.id)),
                rule: ended,
            };
            action.run(command, None, drop);
        })
    };
    let on_saved = {
        let told = told.setter();
        Callback::from(move |text| {
            told.set(Some(text));
            navigator.replace(Route::BankRules { line: None });
        })
    };
    html! {
        <>
            <div class="bar">
                <h1>{ words::places::ignore_rules() }</h1>
                <LinkButton href={Route::Bank.href()}>{ words::bank::back_to_bank() }</LinkButton>
            </div>
            <p class="lead">{ words::bank::rules_about() }</p>
            if let Some(failure) = action.failure() {
                <FailureNotice failure={failure.clone()} />
            }
            if let Some(told) = &*told {
                <Notice tone={Tone::Good} title={words::bank::rule_saved()} text={told.clone()} />
            }
            <NewRule key={props.line.map_or_else(String::new, |line| line.to_string())} line={props.line} {on_saved} />
            <section class="block" aria-labelledby="rules">
                <h2 id="rules">{ words::bank::rules() }</h2>
                if rules.is_empty() {
                    <Empty title={words::bank::no_rules()} />
                } else {
                    <Table caption={words::bank::rules()} columns={columns()}
                        rows={rules.iter().map(|rule| row(&view.book, rule, &counts, &on_end)).collect::<Vec<_>>()} />
                }
            </section>
        </>
    }
}

fn taken(book: &Book) -> Vec<(RuleId, usize)> {
    let mut counts: Vec<(RuleId, usize)> = Vec::new();
    for part in book.matches().iter() {
        if let Matched::Other {
            rule: Some(rule), ..
        } = &part.what
        {
            match counts.iter_mut().find(|(known, _)| known == rule) {
                Some((_, count)) => *count += 1,
                None => counts.push((*rule, 1)),
            }
        }
    }
    counts
}

fn columns() -> Vec<Column> {
    vec![
        Column::text(words::common::reason(), Place::Title),
        Column::text(words::bank::lines_with(), Place::Line),
        Column::text(words::bank::account(), Place::Note),
        Column::number(words::bank::lines_so_far(), Place::Sum),
        Column::text(words::bank::rule_end(), Place::Tag),
    ]
}

fn row(
    book: &Book,
    rule: &Rc<IgnoreRule>,
    counts: &[(RuleId, usize)],
    on_end: &Callback<Rc<IgnoreRule>>,
) -> Row {
    let account = rule.account.and_then(|id| book.bank_accounts().get(id));
    let count = counts.iter().find(|(known, _)| *known == rule.id);
    let number = text::bank::number(&rule.iban);
    let conditions = [
        (
            words::bank::condition_text as fn(&str) -> String,
            rule.text.as_str(),
        ),
        (words::bank::condition_name, rule.name.as_str()),
        (words::bank::condition_account, number.as_str()),
    ];
    let conditions: Vec<String> = conditions
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(said, value)| said(value))
        .collect();
    let end = {
        let rule = rule.clone();
        on_end.reform(move |()| rule.clone())
    };
    Row {
        key: rule.id.to_string().into(),
        cells: vec![
            html! { <span class="clip" dir="auto">{ rule.reason.clone() }</span> },
            html! { conditions.join(" and ") },
            html! { account.map_or(words::bank::every_account().to_owned(), |account| account.name.clone()) },
            html! { format::count(count.map_or(0, |(_, count)| *count)) },
            html! {
                if rule.ended {
                    <span class="quiet">{ words::bank::rule_ended() }</span>
                } else {
                    <Button kind={ButtonKind::Quiet} writes=true label={words::bank::end_rule(&rule.reason)} on_click={end}>{ words::bank::rule_end() }</Button>
                }
            },
        ],
    }
}

#[derive(Properties, PartialEq)]
struct NewRuleProps {
    line: Option<BankLineId>,
    /// With what came of it.
    on_saved: Callback<String>,
}

/// The form for one more, filled in with what a line says.
#[component]
fn NewRule(props: &NewRuleProps) -> Html {
    let view = use_view();
    let action = use_action();
    let typed = use_state(|| first_rule(&view.book, props.line));
    let problems: Problems = action.problems();
    let onsubmit = {
        let (action, typed, on_saved) = (action.clone(), typed.clone(), props.on_saved.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            action.clear();
            let mut rule = (*typed).clone();
            rule.iban = rule.iban.split_whitespace().collect::<String>();
            let command = Command::SaveIgnoreRule {
                id: None,
                rule,
                opened: Version::NONE,
            };
            let (typed, on_saved) = (typed.setter(), on_saved.clone());
            action.run(command, None, move |done| {
                let taken = done
                    .put
                    .iter()
                    .filter(|id| matches!(id, RecordId::Match(_)));
                let told = match taken.count() {
                    0 => words::bank::no_line_matches().to_owned(),
                    count => words::bank::lines_match(&words::counts::open_lines_fit(count)),
                };
                typed.set(IgnoreRule::default());
                on_saved.emit(told);
            });
        })
    };
    html! {
        <section class="block" aria-labelledby="new-rule">
            <h2 id="new-rule">{ words::bank::new_rule() }</h2>
            <form {onsubmit} novalidate=true>
                <ProblemList problems={problems.clone()} />
                if let Some(failure) = action.failure() {
                    <FailureNotice failure={failure.clone()} problems_beside=true />
                }
                { view_fields(&view.book, &typed, &problems) }
                <div class="actions">
                    <Button submit=true writes=true kind={ButtonKind::Primary} busy={action.is_busy()}>{ words::bank::save_rule() }</Button>
                </div>
            </form>
        </section>
    }
}

/// What a rule begins with: what a line says, where it is of one.
fn first_rule(book: &Book, line: Option<BankLineId>) -> IgnoreRule {
    let line = line.and_then(|id| book.bank_lines().get(id));
    line.map_or_else(IgnoreRule::default, |line| IgnoreRule {
        // The other side says most; where nobody is named, the text does.
        text: if line.name.is_empty() && line.iban.is_empty() {
            line.text.chars().take(100).collect()
        } else {
            String::new()
        },
        name: line.name.clone(),
        iban: line.iban.clone(),
        account: (book.statements().get(line.statement)).map(|known| known.account),
        ..IgnoreRule::default()
    })
}

fn view_fields(book: &Book, typed: &UseStateHandle<IgnoreRule>, problems: &Problems) -> Html {
    let problem = |field: FieldName| problems.of(field).map(text::problem::fault);
    let accounts = book.bank_accounts().iter();
    let accounts =
        accounts.map(|account| (account.id.to_string().into(), account.name.clone().into()));
    let accounts: Vec<(AttrValue, AttrValue)> =
        std::iter::once(("".into(), words::bank::all_accounts().into()))
            .chain(accounts)
            .collect();
    html! {
        <div class="fields">
            <Field name="rule-reason" label={words::bank::rule_reason()} value={typed.reason.clone()} required=true placeholder={words::bank::rule_reason_example()}
                on_change={keep_part(typed, |rule, value| rule.reason = value)} problem={problem(FieldName::Reason)} />
            <Field name="rule-text" label={words::bank::text_contains()} value={typed.text.clone()}
                on_change={keep_part(typed, |rule, value| rule.text = value)} problem={problem(FieldName::Text)} />
            <Field name="rule-name" label={words::bank::name_contains()} value={typed.name.clone()}
                on_change={keep_part(typed, |rule, value| rule.name = value)} problem={problem(FieldName::Name)} />
            <Field name="rule-iban" label={words::bank::other_account()} value={typed.iban.clone()}
                on_change={keep_part(typed, |rule, value| rule.iban = value)} problem={problem(FieldName::Iban)} />
            <Select name="rule-account" label={words::bank::on_account()} options={accounts}
                value={typed.account.map_or_else(String::new, |id| id.to_string())}
                on_change={keep_part(typed, |rule, value| rule.account = value.parse().ok())} />
        </div>
    }
}
