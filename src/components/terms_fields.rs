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
        <div class="terms" role="group" aria-label="Terms of payment">
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
                        { view_add(terms, F::AddTier, "Add an early-payment discount") }
                    }
                    { view_add(terms, F::AddInstalment, if form.instalments.is_empty() { "Split into instalments" } else { "Add an instalment" }) }
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
    let more = instalment.map(|index| AttrValue::from(format!(", instalment {}", index + 1)));
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
        "Days to pay"
    } else {
        "Days"
    };
    html! {
        <>
            <Select name={named("rule")} label="Due" label_more={more.clone()} value={due.rule.clone()}
                options={rules(terms, due, instalment)} on_change={set(DueField::Rule)}
                problem={problem(DueField::Rule)} />
            { number(DueField::Days, "days", days) }
            { number(DueField::Day, "day", "Day of the month") }
            { number(DueField::Months, "months", "Months") }
            if due.asks(DueField::Date) {
                <Field name={named("date")} label="Due date" label_more={more.clone()} input={Input::Date}
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
        "net" => "Days after the date",
        "on_receipt" => "On receipt",
        "prepaid" => "Paid in advance",
        "net_months" => "Months after the date",
        "end_of_month" => "End of the month, then days",
        "net_then_end" => "Days, then the end of that month",
        "net_then_day" => "Days, then a day of the month",
        "day_of_month" => "A day of a following month",
        _ => "On a fixed day",
    };
    let mut options = Vec::new();
    if let (Some(books), None) = (terms.books, instalment) {
        let text = format!("As in the books: {}", text::terms::due(books.due));
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
    let more = AttrValue::from(format!(", discount {number}"));
    let set = |field: F| terms.on_change.reform(move |value| (field, value));
    html! {
        <div class="tier" key={tier.key} role="group" aria-label={format!("Discount {number}")}>
            <Field name={format!("tier-{number}-percent")} label="Discount in percent" label_more={more.clone()}
                input={Input::Number} value={tier.percent.clone()} on_change={set(F::TierPercent(index))}
                problem={(terms.problem)((FieldName::TierPercent, index).into())} />
            <Field name={format!("tier-{number}-days")} label="If paid within days" label_more={more}
                input={Input::Number} value={tier.days.clone()} on_change={set(F::TierDays(index))}
                problem={(terms.problem)((FieldName::TierDays, index).into())} />
            { view_remove(terms, F::RemoveTier(index), format!("Remove discount {number}")) }
        </div>
    }
}

fn view_instalment(terms: &TermsView, index: usize) -> Html {
    let Some(part) = terms.form.instalments.get(index) else {
        return html! {};
    };
    let number = index + 1;
    let more = AttrValue::from(format!(", instalment {number}"));
    let set = |field: F| terms.on_change.reform(move |value| (field, value));
    let shares = [
        ("percent", "Percent"),
        ("amount", "Amount"),
        ("rest", "The rest"),
    ];
    let shares = shares.map(|(value, text)| (value.into(), text.into()));
    html! {
        <div class="instalment" key={part.key} role="group" aria-label={format!("Instalment {number}")}>
            <div class="fields">
                <Select name={format!("instalment-{number}-share")} label="Instalment" label_more={more.clone()}
                    value={part.share.clone()} options={shares.to_vec()} on_change={set(F::Share(index))} />
                if part.share != "rest" {
                    <Field name={format!("instalment-{number}-value")} label={if part.share == "amount" { "Amount" } else { "Percent" }}
                        label_more={more} input={Input::Number} value={part.value.clone()} on_change={set(F::Value(index))}
                        problem={(terms.problem)((FieldName::InstalmentValue, index).into())} />
                }
                { view_due(terms, &part.due, Some(index)) }
            </div>
            { view_remove(terms, F::RemoveInstalment(index), format!("Remove instalment {number}")) }
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
        Err(why) => (
            String::new(),
            wrong.or(Some(text::problem::sentence(&why.to_string()))),
        ),
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
