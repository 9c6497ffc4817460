//! Lines that are nothing of the receivables: one, several, or all like one.

use ledger::problem::FieldName;
use std::collections::BTreeSet;
use std::rc::Rc;

use ledger::bank::{BankLine, IgnoreRule, Matched};
use ledger::book::Book;
use ledger::command::{Command, MatchLine, MatchPart};
use ledger::ids::{BankLineId, Version};
use ledger::money::Money;
use yew::prelude::*;

use crate::components::asking::{AskDialog, use_asking};
use crate::components::derived::use_derived;
use crate::components::settling::left_of;
use crate::form::{Fault, Problems};
use crate::hooks::use_view;
use crate::text::{self, format};
use crate::ui::{Check, Field, Radios, keep};

/// Lines that a rule takes and that are listed before it does.
const SHOWN: usize = 5;
/// Characters of a text that a rule asks for.
const TEXT_MAX: usize = 100;

/// What lines like this one have in common, in each way that it says
/// something: as a rule, and in words.
pub fn conditions(line: &BankLine) -> Vec<(IgnoreRule, String)> {
    let text: String = line.text.chars().take(TEXT_MAX).collect();
    let text = text.trim().to_owned();
    let of_account = IgnoreRule {
        iban: line.iban.clone(),
        ..IgnoreRule::default()
    };
    let of_name = IgnoreRule {
        name: line.name.clone(),
        ..IgnoreRule::default()
    };
    let of_text = IgnoreRule {
        text: text.clone(),
        ..IgnoreRule::default()
    };
    let of_both = IgnoreRule {
        text: text.clone(),
        ..of_name.clone()
    };
    let mut all = vec![
        (
            of_account,
            words::reconcile::with_account(&text::bank::number(&line.iban)),
        ),
        (of_name, words::reconcile::with_name(&line.name)),
    ];
    if !line.name.is_empty() && !text.is_empty() {
        let both = words::reconcile::with_name_and_text(&line.name, &text);
        all.push((of_both, both));
    }
    all.push((of_text, words::reconcile::with_text(&text)));
    all.retain(|(rule, _)| rule.has_condition());
    all
}

/// Reasons that were given before, and customary ones.
fn reasons(book: &Book) -> Vec<String> {
    let known: BTreeSet<String> = book
        .matches()
        .iter()
        .filter_map(|part| match &part.what {
            Matched::Other { reason, .. } if !reason.is_empty() => Some(reason.clone()),
            _ => None,
        })
        .collect();
    let customary = [
        text::matching::own_reasons().own_transfer,
        text::matching::own_reasons().fee,
        words::reconcile::reason_payout(),
        words::reconcile::reason_private(),
        words::reconcile::reason_tax(),
        words::reconcile::reason_supplier(),
    ];
    let customary = customary
        .map(str::to_owned)
        .into_iter()
        .filter(|one| !known.contains(one));
    known.iter().cloned().chain(customary).collect()
}

#[derive(Properties, PartialEq)]
pub struct NotAReceiptProps {
    pub lines: Rc<Vec<BankLineId>>,
    /// All lines like it, from now on; of one line only.
    pub always: bool,
    pub on_done: Callback<()>,
    pub on_close: Callback<()>,
}

/// Why lines are nothing of the receivables, and whether others like the one
/// are.
#[component]
pub fn NotAReceipt(props: &NotAReceiptProps) -> Html {
    let view = use_view();
    let asking = use_asking();
    let reason = use_state(String::new);
    let always = use_state_eq(|| props.always);
    let chosen = use_state_eq(|| 0_usize);
    let lines = use_derived(&view.book, props.lines.clone(), |book, ids| {
        let known = ids
            .iter()
            .filter_map(|id| book.bank_lines().get(*id).cloned());
        known.collect::<Vec<_>>()
    });
    let one = match lines.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    };
    let conditions = one.as_ref().map(|one| conditions(one)).unwrap_or_default();
    let rule = conditions.get(*chosen).or(conditions.first());
    let rule = rule.filter(|_| *always).map(|(rule, _)| rule.clone());
    let on_answer = {
        let (asking, reason, rule) = (asking.clone(), reason.clone(), rule.clone());
        let (ids, on_done) = (props.lines.clone(), props.on_done.clone());
        Callback::from(move |()| {
            let command = ignored(&ids, rule.clone(), reason.trim());
            let on_done = on_done.clone();
            asking.answer(command, "", move |_| on_done.emit(()));
        })
    };
    let on_always = {
        let always = always.setter();
        Callback::from(move |on| always.set(on))
    };
    let on_choose = {
        let chosen = chosen.setter();
        Callback::from(move |place: String| chosen.set(place.parse().unwrap_or(0)))
    };
    let options: Vec<(AttrValue, AttrValue)> = conditions
        .iter()
        .enumerate()
        .map(|(place, (_, words))| (place.to_string().into(), words.clone().into()))
        .collect();
    html! {
        <AskDialog title={asked(&lines)} asking={asking.clone()} verb={words::reconcile::ignore()} {on_answer} on_close={props.on_close.clone()}
            lead={html! { <p class="quiet">{ words::reconcile::ignore_about() }</p> }}>
                <Field name="not-reason" label={words::common::reason()} value={(*reason).clone()} on_change={keep(&reason)} suggestions={reasons(&view.book)} autofocus=true
                    problem={asking.problem(FieldName::Reason)} />
                if !conditions.is_empty() {
                    <Check name="not-always" label={words::reconcile::always_ignore()}
                        checked={*always} on_change={on_always} />
                }
                if let Some(rule) = &rule {
                    if options.len() > 1 {
                        <Radios name="not-like" legend={words::reconcile::lines_like_this()} value={chosen.to_string()} {options} on_change={on_choose} />
                    } else if let Some((_, words)) = conditions.first() {
                        <p>{ words::reconcile::lines_like_this_have(&words) }</p>
                    }
                    <Taken rule={rule.clone()} />
                }
        </AskDialog>
    }
}

fn asked(lines: &[Rc<BankLine>]) -> String {
    match lines {
        [one] => {
            let amount = Money::new(one.amount, one.currency).ok();
            words::reconcile::what_is_this(&format::money_or_none(amount))
        }
        _ => words::reconcile::what_are_these(&words::counts::lines(lines.len())),
    }
}

/// Lines as nothing of the receivables, or the rule that takes those like it.
fn ignored(
    lines: &[BankLineId],
    rule: Option<IgnoreRule>,
    reason: &str,
) -> Result<Command, Problems> {
    let mut problems = Problems::default();
    if reason.is_empty() {
        problems.add(FieldName::Reason, Fault::Missing);
    }
    problems.or(|| match rule {
        Some(rule) => Command::SaveIgnoreRule {
            id: None,
            rule: IgnoreRule {
                reason: reason.to_owned(),
                ..rule
            },
            opened: Version::NONE,
        },
        None => Command::MatchLines(nothing_of_customers(lines, reason)),
    })
}

/// All that is left of lines, as nothing of the receivables.
pub fn nothing_of_customers(lines: &[BankLineId], reason: &str) -> Vec<MatchLine> {
    let lines = lines.iter();
    lines
        .map(|line| MatchLine {
            line: *line,
            parts: vec![MatchPart::Other {
                amount: None,
                reason: reason.to_owned(),
            }],
        })
        .collect()
}

#[derive(Properties, PartialEq)]
struct TakenProps {
    rule: IgnoreRule,
}

/// The open lines that a rule would take now.
#[component]
fn Taken(props: &TakenProps) -> Html {
    let view = use_view();
    let taken = use_derived(&view.book, props.rule.clone(), |book, rule| {
        book.lines_taken_by(rule).cloned().collect::<Vec<_>>()
    });
    let receipts = taken
        .iter()
        .filter(|line| !line.amount.is_negative())
        .count();
    let told = words::reconcile::rule_takes(&words::counts::open_lines(taken.len()));
    html! {
        <div class="taken" role="status" data-test="rule-takes">
            <p>{ told }</p>
            if receipts > 0 && receipts < taken.len() {
                <p>{ words::reconcile::rule_takes_receipts(&format::count(receipts)) }</p>
            }
            <ul class="quiet">
                { for taken.iter().take(SHOWN).map(|line| html! {
                    <li key={line.id.to_string()}>
                        <span class="num">{ format::date(line.date) }</span>{ " " }
                        <bdi>{ if line.name.is_empty() { line.text.clone() } else { line.name.clone() } }</bdi>{ " " }
                        <span class="num">{ format::money_or_none(left_of(&view.book, line)) }</span>
                    </li>
                }) }
                if taken.len() > SHOWN {
                    <li>{ words::reconcile::more(&format::count(taken.len() - SHOWN)) }</li>
                }
            </ul>
        </div>
    }
}
