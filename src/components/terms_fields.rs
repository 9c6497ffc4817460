//! The fields of terms of payment, for the business, for customers and for a
//! document, with the sentence that they come to.

use ledger::date::Date;
use ledger::money::Money;
use ledger::problem::{At, FieldName};
use ledger::terms::{TIERS_MAX, Terms};
use yew::prelude::*;

use crate::form::Problems;
use crate::form::terms::{
    AS_IN_THE_BOOKS, DueField, DueForm, RULES, TermsField as F, TermsForm, place,
};
use crate::text;
use crate::ui::{Button, ButtonKind, Field, Icon, IconName, Input, Select};

/// What the terms are shown for.
pub struct TermsView<'a> {
    pub form: &'a TermsForm,
    pub on_change: Callback<(F, String)>,
    pub problem: &'a dyn Fn(At) -> Option<String>,
    /// The day that the sentence counts from, and whether it is a document's.
    pub date: Option<Date>,
    pub of_document: bool,
    /// What a document asks for, where that can be said.
    pub total: Option<Money>,
    /// A customer's: the terms of the books hold where there are none.
    pub books: Option<&'a Terms>,
}

pub fn view(terms: &TermsView) -> Html {
    let form = terms.form;
    html! {
        <div class="terms" role="group" aria-label={words::terms::title()}>
            if !form.is_own() || form.instalments.is_empty() {
                <div class="fields">
                    { view_due(terms, &form.due, None) }
                </div>
            }
            if form.is_own() {
                { for (0..form.early.len()).map(|index| view_tier(terms, index)) }
                { for (0..form.instalments.len()).map(|index| view_instalment(terms, index)) }
            }
            { view_sentence(terms) }
            if form.is_own() {
                <div class="actions">
                    if form.early.len() < TIERS_MAX {
                        { view_add(terms, F::AddTier, words::terms::add_discount()) }
                    }
                    { view_add(terms, F::AddInstalment, if form.instalments.is_empty() { words::terms::split() } else { words::terms::add_instalment() }) }
                </div>
            }
        </div>
    }
}

fn view_add(terms: &TermsView, field: F, label: &'static str) -> Html {
    let on_click = terms.on_change.reform(move |()| (field, String::new()));
    html! { <Button kind={ButtonKind::Quiet} {on_click}>{ label }</Button> }
}

fn view_remove(terms: &TermsView, field: F, label: String) -> Html {
    let on_click = terms.on_change.reform(move |()| (field, String::new()));
    html! {
        <Button kind={ButtonKind::Quiet} class="remove" {label} {on_click}>
            <Icon name={IconName::Remove} />
        </Button>
    }
}

/// The rule and what it asks for.
fn view_due(terms: &TermsView, due: &DueForm, instalment: Option<usize>) -> Html {
    let named = |field: &str| match instalment {
        None => AttrValue::from(format!("terms-{field}")),
        Some(index) => AttrValue::from(format!("instalment-{}-{field}", index + 1)),
    };
    let more = instalment
        .map(|index| AttrValue::from(words::terms::instalment_suffix(&(index + 1).to_string())));
    let set = |field: DueField| {
        terms.on_change.reform(move |value| match instalment {
            None => (F::Due(field), value),
            Some(index) => (F::InstalmentDue(index, field), value),
        })
    };
    let problem = |field: DueField| (terms.problem)(place(field, instalment));
    let number = |field: DueField, name: &str, label: &'static str| {
        html! {
            if due.asks(field) {
                <Field name={named(name)} {label} label_more={more.clone()} input={Input::Number}
                    value={due.get(field).to_owned()} on_change={set(field)} problem={problem(field)} />
            }
        }
    };
    let days = if due.rule == "net" {
        words::terms::days_to_pay()
    } else {
        words::terms::days()
    };
    html! {
        <>
            <Select name={named("rule")} label={words::common::due()} label_more={more.clone()} value={due.rule.clone()}
                options={rules(terms, due, instalment)} on_change={set(DueField::Rule)}
                problem={problem(DueField::Rule)} />
            { number(DueField::Days, "days", days) }
            { number(DueField::Day, "day", words::terms::day_of_month()) }
            { number(DueField::Months, "months", words::terms::months()) }
            if due.asks(DueField::Date) {
                <Field name={named("date")} label={words::terms::due_date()} label_more={more.clone()} input={Input::Date}
                    value={due.date.clone()} on_change={set(DueField::Date)} problem={problem(DueField::Date)} />
            }
        </>
    }
}

/// A fixed day is a document's: as a habit it would soon be past.
fn rules(
    terms: &TermsView,
    due: &DueForm,
    instalment: Option<usize>,
) -> Vec<(AttrValue, AttrValue)> {
    let name = |rule: &str| match rule {
        "net" => words::terms::net_days(),
        "on_receipt" => words::terms::on_receipt(),
        "prepaid" => words::terms::prepaid(),
        "net_months" => words::terms::net_months(),
        "end_of_month" => words::terms::end_of_month(),
        "net_then_end" => words::terms::net_then_end(),
        "net_then_day" => words::terms::net_then_day(),
        "day_of_month" => words::terms::day_of_month_rule(),
        _ => words::terms::fixed_day(),
    };
    let mut options = Vec::new();
    if let (Some(books), None) = (terms.books, instalment) {
        let text = words::terms::default(&text::terms::due(books.due));
        options.push((AS_IN_THE_BOOKS.into(), text.into()));
    }
    let shown = RULES
        .into_iter()
        .filter(|rule| terms.of_document || *rule != "fixed" || due.rule == "fixed");
    options.extend(shown.map(|rule| (rule.into(), name(rule).into())));
    options
}

fn view_tier(terms: &TermsView, index: usize) -> Html {
    let Some(tier) = terms.form.early.get(index) else {
        return html! {};
    };
    let number = index + 1;
    let more = AttrValue::from(words::terms::discount_suffix(&number.to_string()));
    let set = |field: F| terms.on_change.reform(move |value| (field, value));
    html! {
        <div class="tier" key={tier.key} role="group" aria-label={words::terms::discount(&number.to_string())}>
            <Field name={format!("tier-{number}-percent")} label={words::terms::discount_percent()} label_more={more.clone()}
                input={Input::Number} value={tier.percent.clone()} on_change={set(F::TierPercent(index))}
                problem={(terms.problem)((FieldName::TierPercent, index).into())} />
            <Field name={format!("tier-{number}-days")} label={words::terms::discount_days()} label_more={more}
                input={Input::Number} value={tier.days.clone()} on_change={set(F::TierDays(index))}
                problem={(terms.problem)((FieldName::TierDays, index).into())} />
            { view_remove(terms, F::RemoveTier(index), words::terms::remove_discount(&number.to_string())) }
        </div>
    }
}

fn view_instalment(terms: &TermsView, index: usize) -> Html {
    let Some(part) = terms.form.instalments.get(index) else {
        return html! {};
    };
    let number = index + 1;
    let more = AttrValue::from(words::terms::instalment_suffix(&number.to_string()));
    let set = |field: F| terms.on_change.reform(move |value| (field, value));
    let shares = [
        ("percent", words::terms::percent()),
        ("amount", words::common::amount()),
        ("rest", words::terms::rest()),
    ];
    let shares = shares.map(|(value, text)| (value.into(), text.into()));
    html! {
        <div class="instalment" key={part.key} role="group" aria-label={words::terms::instalment_number(&number.to_string())}>
            <div class="fields">
                <Select name={format!("instalment-{number}-share")} label={words::terms::instalment()} label_more={more.clone()}
                    value={part.share.clone()} options={shares.to_vec()} on_change={set(F::Share(index))} />
                if part.share != "rest" {
                    <Field name={format!("instalment-{number}-value")} label={if part.share == "amount" { words::common::amount() } else { words::terms::percent() }}
                        label_more={more} input={Input::Number} value={part.value.clone()} on_change={set(F::Value(index))}
                        problem={(terms.problem)((FieldName::InstalmentValue, index).into())} />
                }
                { view_due(terms, &part.due, Some(index)) }
            </div>
            { view_remove(terms, F::RemoveInstalment(index), words::terms::remove_instalment(&number.to_string())) }
        </div>
    }
}

/// What the terms come to, or why they are none.
fn view_sentence(terms: &TermsView) -> Html {
    let mut problems = Problems::default();
    let read = terms.form.read(&mut problems);
    let wrong = problems.of(FieldName::Terms).map(text::problem::fault);
    let read = match (read, terms.books) {
        (None, Some(books)) if problems.is_empty() => Some(books.clone()),
        (read, _) => read,
    };
    let said = match (read, terms.date) {
        (Some(read), Some(date)) => text::terms::sentence(&read, date, terms.total),
        _ => Ok(String::new()),
    };
    let (said, wrong) = match said {
        Ok(said) => (said, wrong),
        Err(why) => (String::new(), wrong.or(Some(text::values::terms(&why)))),
    };
    let of_today = !terms.of_document && !said.is_empty();
    html! {
        <p class={if wrong.is_some() { "problem" } else { "hint" }} aria-live="polite" data-figure="terms">
            if let Some(wrong) = wrong {
                { wrong }
            } else {
                { if of_today { text::terms::of_today(&said) } else { said } }
            }
        </p>
    }
}
