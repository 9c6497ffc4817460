//! The lines of a document being written, and what they come to.

use crate::components::choices::{set_label, sets_of, unit_options};
use ledger::problem::FieldName;

pub mod adjustments;

use std::rc::Rc;

use ledger::invoice::totals::{line_amount, shares};
use ledger::invoice::{AdjustmentKind, Invoice, PriceMode, Totals};
use ledger::money::{Decimal, Money};
use ledger::tax::TAXES_MAX;
use yew::prelude::*;

use crate::components::derived::use_derived;
use crate::components::editing::Editing;
use crate::form::invoice::{InvoiceField as F, InvoiceForm, LineField, LineForm, SEVERAL};
use crate::hooks::use_view;
use crate::text::format::{self, NONE};
use crate::text::tax as tax_label;
use crate::ui::{
    Button, ButtonKind, Check, Field, Icon, IconName, Input, Select, focus, pressed_in,
};

/// The document as it stands with what it comes to, once all of it can be
/// read: worked out once for all that shows something of it.
pub type Shown = Rc<Option<(Invoice, Totals)>>;

/// The descriptions of the catalogue, each with the letters it is found by.
type Offers = Rc<Vec<(String, String)>>;

#[derive(Properties, PartialEq)]
pub struct LinesProps {
    pub editing: Editing<InvoiceForm>,
    pub preview: Shown,
}

#[component]
pub fn Lines(props: &LinesProps) -> Html {
    let view = use_view();
    let editing = &props.editing;
    let form = editing.form();
    let preview = (*props.preview).as_ref();
    let offers = use_derived(&view.book, (), |book, ()| {
        let offered = book.items().iter().filter(|item| !item.archived);
        let letters = |text: &String| (text.to_lowercase(), text.clone());
        let offers = offered.map(|item| letters(&item.description));
        offers.collect::<Vec<_>>()
    });
    let (on_add, onkeydown) = use_line_keys(editing);
    let is_gross = form.is_gross;
    let modes = [
        ("net", words::invoice_form::prices_exclude()),
        ("gross", words::invoice_form::prices_include()),
    ];
    let modes = modes.map(|(value, text)| (value.into(), text.into()));
    html! {
        <section class="lines" aria-labelledby="lines" {onkeydown}>
            <div class="lines-head">
                <h2 id="lines">{ words::document::lines() }</h2>
                <Select name="price-mode" label={words::invoice_form::prices()} value={form.price_mode_name()} options={modes.to_vec()}
                    on_change={editing.setter(F::PriceMode)} />
            </div>
            { for form.lines.iter().zip(line_amounts(form, preview)).enumerate().map(|(index, (line, amount))| html! {
                <LineFields key={line.key} editing={editing.clone()} {index} {amount} offers={offers.clone()} />
            }) }
            <div class="lines-foot" data-gross={is_gross.then_some("true")}>
                <div>
                    <Button on_click={on_add}>{ words::invoice_form::add_line() }</Button>
                    <p class="hint keys-hint">{ words::invoice_form::lines_hint() }</p>
                    { adjustments::view(editing, None, &form.adjustments) }
                    { view_retained(editing) }
                </div>
                { view_totals(preview) }
            </div>
        </section>
    }
}

/// What the customer keeps back of the total.
fn view_retained(editing: &Editing<InvoiceForm>) -> Html {
    let retained = &editing.form().retained;
    if retained.is_empty() {
        return html! {};
    }
    html! {
        <fieldset class="several">
            <legend>{ words::invoice_form::withholding() }</legend>
            { for retained.iter().enumerate().map(|(place, (tax, is_retained))| {
                let on_change = editing.setter(F::Retained(place)).reform(|_: bool| String::new());
                html! {
                    <Check key={place} name={format!("retained-{}", place + 1)} checked={*is_retained} {on_change}
                        label={format!("{} {}", tax.name, format::percent(tax.percent))} />
                }
            }) }
        </fieldset>
    }
}

/// What each line of the form comes to, where all can be read.
fn line_amounts(form: &InvoiceForm, preview: Option<&(Invoice, Totals)>) -> Vec<AttrValue> {
    let mut amounts = vec![AttrValue::from(NONE); form.lines.len()];
    let Some((document, _)) = preview else {
        return amounts;
    };
    // Blank lines of the form are none of the document.
    let filled = form.lines.iter().zip(&mut amounts);
    let filled = filled.filter(|(typed, _)| !typed.is_blank());
    for ((place, line), (_, shown)) in document.lines.iter().enumerate().zip(filled) {
        if let Ok(amount) = line_amount(line, place, document.currency) {
            *shown = format::decimal(amount.amount()).into();
        }
    }
    amounts
}

#[derive(Properties, PartialEq)]
struct LineProps {
    editing: Editing<InvoiceForm>,
    index: usize,
    amount: AttrValue,
    offers: Offers,
}

#[component]
fn LineFields(props: &LineProps) -> Html {
    let LineProps {
        editing,
        index,
        amount,
        offers,
    } = props;
    let index = *index;
    let Some(line) = editing.form().lines.get(index) else {
        return html! {};
    };
    let number = index + 1;
    let of = AttrValue::from(words::invoice_form::line_suffix(&number.to_string()));
    let name = |field: &str| AttrValue::from(format!("line-{number}-{field}"));
    let set = |field| editing.setter(F::Line(index, field));
    let problem = |field: FieldName| editing.problem((field, index));
    let on_remove = {
        let editing = editing.clone();
        Callback::from(move |()| editing.set(F::RemoveLine(index), ""))
    };
    let view = use_view();
    let suggestions = items_like(offers, &line.description);
    let on_description = {
        let (editing, book) = (editing.clone(), view.book.clone());
        Callback::from(move |text: String| {
            editing.set(F::Line(index, LineField::Description), &text);
            let item = book
                .items()
                .iter()
                .find(|item| !item.archived && item.description == text);
            if let Some(item) = item.cloned() {
                editing.change(move |form| form.adopt_item(index, &item));
            }
        })
    };
    html! {
        <div class="line" role="group" aria-label={words::invoice_form::line(&number.to_string())} data-line={index.to_string()}>
            <Field name={name("description")} label={words::items::description()} label_more={of.clone()} class="description"
                value={line.description.clone()} on_change={on_description} {suggestions}
                problem={problem(FieldName::LineDescription).or_else(|| problem(FieldName::Line))} />
            <Field name={name("quantity")} label={words::document::quantity()} label_more={of.clone()} input={Input::Number}
                value={line.quantity.clone()} on_change={set(LineField::Quantity)} problem={problem(FieldName::LineQuantity)} />
            <Select name={name("unit")} label={words::items::unit()} label_more={of.clone()} value={line.unit.clone()}
                options={unit_options(&line.unit)} on_change={set(LineField::Unit)} />
            <Field name={name("price")} label={words::items::unit_price()} label_more={of.clone()} input={Input::Number}
                value={line.unit_price.clone()} on_change={set(LineField::UnitPrice)} problem={problem(FieldName::LineUnitPrice)} />
            <Select name={name("tax")} label={words::items::tax()} label_more={of}
                value={if line.several { SEVERAL.to_owned() } else { line.taxes.0.to_string() }}
                options={tax_options(editing.form(), line)} on_change={set(LineField::Taxes)} />
            <div class="line-amount">
                <span class="label">{ words::common::amount() }</span>
                <span class="num">{ amount.clone() }</span>
            </div>
            <Button kind={ButtonKind::Quiet} class="remove" label={words::invoice_form::remove_line(&number.to_string())} on_click={on_remove}>
                <Icon name={IconName::Remove} />
            </Button>
            if line.several {
                { view_several(editing, index, line) }
            }
            { view_more(editing, index, line) }
        </div>
    }
}

/// Items that are offered for a line at the most.
const OFFERED: usize = 30;

/// The catalogue's items with these letters in them.
fn items_like(offers: &Offers, text: &str) -> Vec<String> {
    let text = text.trim().to_lowercase();
    let items = offers.iter().filter(|(letters, _)| letters.contains(&text));
    let items = items.take(OFFERED);
    items.map(|(_, description)| description.clone()).collect()
}

/// What few lines say, and where the line goes.
fn view_more(editing: &Editing<InvoiceForm>, index: usize, line: &LineForm) -> Html {
    let number = index + 1;
    let of = AttrValue::from(words::invoice_form::line_suffix(&number.to_string()));
    let press = |field: F, value: &'static str| {
        let editing = editing.clone();
        Callback::from(move |()| editing.set(field, value))
    };
    let last = editing.form().lines.len() - 1;
    html! {
        <details class="line-more" open={line.has_more()}>
            <summary>{ words::places::more() }<span class="unseen">{ words::invoice_form::of_line(&number.to_string()) }</span></summary>
            <div class="fields">
                <Field name={format!("line-{number}-note")} label={words::invoice_form::extra_line()} label_more={of.clone()} value={line.note.clone()}
                    on_change={editing.setter(F::Line(index, LineField::Note))} />
                <Field name={format!("line-{number}-per")} label={words::invoice_form::price_per()} label_more={of} input={Input::Number}
                    value={line.price_base_quantity.clone()} on_change={editing.setter(F::Line(index, LineField::PriceBaseQuantity))}
                    problem={editing.problem((FieldName::LinePriceBaseQuantity, index))} />
            </div>
            { adjustments::view(editing, Some(index), &line.adjustments) }
            <div class="actions">
                <Button kind={ButtonKind::Quiet} label={words::invoice_form::move_line_up(&number.to_string())} disabled={index == 0}
                    on_click={press(F::MoveLine(index), "")}>{ words::invoice_form::move_up() }</Button>
                <Button kind={ButtonKind::Quiet} label={words::invoice_form::move_line_down(&number.to_string())} disabled={index == last}
                    on_click={press(F::MoveLine(index), "down")}>{ words::invoice_form::move_down() }</Button>
                <Button kind={ButtonKind::Quiet} label={words::invoice_form::duplicate_line(&number.to_string())}
                    on_click={press(F::DuplicateLine(index), "")}>{ words::invoice_form::duplicate() }</Button>
            </div>
        </details>
    }
}

/// Adds a line and goes to it. Enter in a field of a line goes on to the next
/// one, Alt with an arrow moves the line.
#[hook]
fn use_line_keys(editing: &Editing<InvoiceForm>) -> (Callback<()>, Callback<KeyboardEvent>) {
    let wanted = use_mut_ref(|| None::<usize>);
    let count = editing.form().lines.len();
    {
        let wanted = wanted.clone();
        use_effect_with(count, move |_| {
            if let Some(line) = wanted.take() {
                focus_line(line);
            }
        });
    }
    let on_add = {
        let editing = editing.clone();
        Callback::from(move |()| {
            wanted.replace(Some(editing.form().lines.len()));
            editing.set(F::AddLine, "");
        })
    };
    let onkeydown = {
        let (editing, on_add) = (editing.clone(), on_add.clone());
        Callback::from(move |event: KeyboardEvent| {
            let Some((line, is_input)) = line_of(&event) else {
                return;
            };
            match event.key().as_str() {
                "Enter" if is_input => {
                    event.prevent_default();
                    if line + 1 < editing.form().lines.len() {
                        focus_line(line + 1);
                    } else {
                        on_add.emit(());
                    }
                }
                "ArrowUp" if event.alt_key() => {
                    event.prevent_default();
                    editing.set(F::MoveLine(line), "");
                }
                "ArrowDown" if event.alt_key() => {
                    event.prevent_default();
                    editing.set(F::MoveLine(line), "down");
                }
                _ => {}
            }
        })
    };
    (on_add, onkeydown)
}

/// The line that a key was pressed in, and whether in a field that is typed
/// into.
fn line_of(event: &KeyboardEvent) -> Option<(usize, bool)> {
    let (line, is_input) = pressed_in(event, "data-line")?;
    Some((line.parse().ok()?, is_input))
}

fn focus_line(line: usize) {
    focus(&format!("f-line-{}-description", line + 1));
}

/// Every tax there is, to be put on the line or not.
fn view_several(editing: &Editing<InvoiceForm>, index: usize, line: &LineForm) -> Html {
    let taxes = editing.form().taxes.iter().enumerate().take(TAXES_MAX);
    html! {
        <fieldset class="several">
            <legend>{ words::invoice_form::taxes_of_line(&(index + 1).to_string()) }</legend>
            { for taxes.map(|(place, tax)| {
                let compound = if tax.compound { words::invoice_form::compound() } else { "" };
                let on_change = editing.setter(F::Line(index, LineField::Tax(place))).reform(|_: bool| String::new());
                html! {
                    <Check key={place} name={format!("line-{}-tax-{}", index + 1, place + 1)}
                        label={format!("{}{compound}", tax_label(tax))} checked={line.taxes.contains(place)} {on_change} />
                }
            }) }
        </fieldset>
    }
}

/// The same, with what any line has, and the way to choose several.
fn tax_options(form: &InvoiceForm, line: &LineForm) -> Vec<(AttrValue, AttrValue)> {
    let others = form.lines.iter().map(|line| line.taxes);
    let mut options = sets_of(&form.taxes, others.chain([line.taxes]));
    if form.taxes.len() > 1 {
        options.push((SEVERAL.into(), words::invoice_form::several_taxes().into()));
    }
    options
}

fn view_totals(preview: Option<&(Invoice, Totals)>) -> Html {
    let Some((document, totals)) = preview else {
        return html! { <p class="quiet">{ words::invoice_form::total_hint() }</p> };
    };
    html! { <TotalsList document={document.clone()} totals={totals.clone()} /> }
}

/// What each rate gets of the discounts and charges that go over several, in
/// the mode of the prices.
fn spread(document: &Invoice, kind: AdjustmentKind) -> Vec<(String, Decimal)> {
    let with_tax = match document.price_mode {
        PriceMode::Net => "",
        PriceMode::Gross => words::invoice_form::with_tax_suffix(),
    };
    let shares = shares(document).unwrap_or_default();
    let several = document.adjustments.iter().zip(shares);
    let several =
        several.filter(|(stated, shares)| stated.kind == kind && stated.spread && shares.len() > 1);
    let rows = several.flat_map(|(stated, shares)| {
        let is_allowance = stated.kind == AdjustmentKind::Allowance;
        shares.into_iter().map(move |(set, share)| {
            let amount = share.amount();
            let label =
                words::invoice_form::part_at_rate(&set_label(&document.taxes, set), &with_tax);
            (label, if is_allowance { amount.neg() } else { amount })
        })
    });
    rows.collect()
}

#[derive(Properties, PartialEq)]
pub struct TotalsListProps {
    pub document: Invoice,
    pub totals: Totals,
}

/// Net, the taxes, and what is to pay.
#[component]
pub fn TotalsList(props: &TotalsListProps) -> Html {
    let TotalsListProps { document, totals } = props;
    let shown = |amount: Decimal| {
        Money::new(amount, document.currency).map_or_else(|_| amount.to_string(), format::money)
    };
    let row = |label: String, key: &'static str, amount: Decimal| {
        html! {
            <div class={match key { "payable" => Some("due"), "share" => Some("share"), _ => None }}>
                <dt>{ label }</dt>
                <dd class="num" data-figure={key} data-value={amount.to_string()}>{ shown(amount) }</dd>
            </div>
        }
    };
    let optional = |label: &str, key: &'static str, amount: Decimal| {
        if amount.is_zero() {
            html! {}
        } else {
            row(label.to_owned(), key, amount)
        }
    };
    let net = match document.price_mode {
        PriceMode::Net => words::document::net(),
        PriceMode::Gross => words::invoice_form::net_of_gross(),
    };
    let asked = if document.kind.is_credit() {
        words::invoice_form::credited()
    } else {
        words::invoice_form::amount_due()
    };
    let tax = |place: Option<u8>| {
        place
            .and_then(|place| document.taxes.get(usize::from(place)))
            .map_or_else(|| words::common::no_tax().to_owned(), tax_label)
    };
    let shares = |kind| {
        let shares = spread(document, kind).into_iter();
        shares
            .map(|(label, amount)| row(label, "share", amount))
            .collect::<Html>()
    };
    let paid_before = match document.deducts.is_empty() {
        true => words::invoice_form::paid_before(),
        false => words::invoice_form::deposits_before(),
    };
    html! {
        <dl class="totals">
            { optional(words::invoice_form::discounts(), "allowances", totals.allowance_total.neg()) }
            { shares(AdjustmentKind::Allowance) }
            { optional(words::invoice_form::charges(), "charges", totals.charge_total) }
            { shares(AdjustmentKind::Charge) }
            { row(net.to_owned(), "net", totals.net) }
            { for totals.rows.iter().filter(|tax_row| tax_row.place.is_some() || !tax_row.tax.is_zero()).map(|tax_row| {
                row(words::invoice_form::tax_on(&tax(tax_row.place), &format::decimal(tax_row.taxable)), "tax_row", tax_row.tax)
            }) }
            { row(words::invoice_form::total().to_owned(), "gross", totals.gross) }
            { optional(paid_before, "prepaid", totals.prepaid.neg()) }
            { optional(words::invoice_form::rounding(), "rounding", totals.rounding) }
            { optional(words::invoice_form::withholding(), "retained", totals.retained.neg()) }
            { row(asked.to_owned(), "payable", totals.payable) }
        </dl>
    }
}
