//! A table before it is imported: what its rows are, which column holds what,
//! how dates and amounts are written, and what the first rows look like.

use std::rc::Rc;

use ledger::import::csv::{self, DateOrder, DecimalSign, Field, Guess, Holds, Options};
use yew::prelude::*;

use super::Looked;
use crate::dispatch::CsvFile;
use crate::pages::start::currencies;
use crate::text::{self, counted};
use crate::ui::{
    Button, ButtonKind, Check, Column, Notice, Place, Radios, Row, Select, Table, Tone,
};

#[derive(Properties, PartialEq)]
pub struct TableImportProps {
    pub file: Rc<CsvFile>,
    /// As it seems to be, or as was chosen before.
    pub options: Options,
    pub on_import: Callback<Looked>,
    pub on_cancel: Callback<()>,
}

#[component]
pub fn TableImport(props: &TableImportProps) -> Html {
    let options = use_state(|| props.options.clone());
    // What dates and amounts can be depends on the columns that hold them.
    let guess = use_memo(
        (props.file.text.clone(), options.columns),
        |(text, columns)| {
            let is_known = *columns == props.file.guess.columns;
            let guess = || csv::sniff_as(text, options.delimiter, Some(*columns)).ok();
            (!is_known).then(guess).flatten()
        },
    );
    let guess = (*guess).clone().unwrap_or_else(|| props.file.guess.clone());
    let missing = missing(&options, &guess);
    let onsubmit = {
        let (file, options) = (props.file.clone(), options.clone());
        let on_import = props.on_import.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            on_import.emit(Looked::Table(file.clone(), Box::new((*options).clone())));
        })
    };
    let change = {
        let options = options.clone();
        Callback::from(move |changed: Options| options.set(changed))
    };
    let on_holds = {
        let (options, change) = (options.clone(), change.clone());
        let header = guess.header.clone();
        Callback::from(move |value: String| {
            let found = Holds::ALL
                .into_iter()
                .find(|holds| format!("{holds:?}") == value);
            let holds = found.unwrap_or_default();
            change.emit(Options {
                holds,
                columns: csv::guess_columns(&header, holds),
                date_order: None,
                decimal_sign: None,
                ..(*options).clone()
            });
        })
    };
    let kinds =
        Holds::ALL.map(|holds| (format!("{holds:?}").into(), text::csv::holds(holds).into()));
    html! {
        <form {onsubmit} novalidate=true>
            <p class="lead">
                <b>{ props.file.name.clone() }</b>
                { format!(": {}, {}", counted(guess.rows, "row", "rows"), props.file.encoding) }
            </p>
            <Radios name="holds" legend="Its rows are" value={format!("{:?}", options.holds)} options={kinds.to_vec()} on_change={on_holds} />
            <h2>{ "Which column holds what" }</h2>
            <div class="fields">
                { for options.holds.fields().iter().map(|field| view_column(*field, &options, &guess, &change)) }
            </div>
            <h2>{ "How it is written" }</h2>
            { view_writing(&options, &guess, &change) }
            { view_preview(&options, &guess) }
            if !missing.is_empty() {
                <Notice tone={Tone::Warning} title={format!("Still to say: {}.", missing.join(", "))} />
            }
            <div class="actions">
                <Button submit=true writes=true kind={ButtonKind::Primary} disabled={!missing.is_empty()}>
                    { format!("Import {}", counted(guess.rows, "row", "rows")) }
                </Button>
                <Button on_click={props.on_cancel.clone()}>{ "Choose another file" }</Button>
            </div>
        </form>
    }
}

fn missing(options: &Options, guess: &Guess) -> Vec<String> {
    let holds = options.holds;
    let column = |field| format!("the column of “{}”", text::csv::field(holds, field));
    let required = holds.fields().iter().copied();
    let mut missing: Vec<String> = required
        .filter(|field| holds.requires(*field) && options.columns.of(*field).is_none())
        .map(column)
        .collect();
    // Payments name an invoice or a customer.
    if missing.is_empty() && holds.missing(&options.columns).is_some() {
        missing.push(format!(
            "{} or {}",
            column(Field::Number),
            column(Field::Customer)
        ));
    }
    if options.date_order.is_none() && guess.date_orders.len() > 1 {
        missing.push("the order of the dates".to_owned());
    }
    if options.decimal_sign.is_none() && guess.decimal_signs.len() > 1 {
        missing.push("the decimal sign".to_owned());
    }
    missing
}

fn column_name(guess: &Guess, has_header: bool, index: usize) -> String {
    let name = guess.header.get(index).map_or("", |name| name.trim());
    if has_header && !name.is_empty() {
        name.to_owned()
    } else {
        format!("Column {}", index + 1)
    }
}

fn view_column(field: Field, options: &Options, guess: &Guess, change: &Callback<Options>) -> Html {
    let label = text::csv::field(options.holds, field);
    let none = if options.holds.requires(field) {
        "Choose…"
    } else {
        "Not in the file"
    };
    let mut choices: Vec<(AttrValue, AttrValue)> = vec![("".into(), none.into())];
    let names = (0..guess.header.len()).map(|index| {
        (
            index.to_string().into(),
            column_name(guess, options.has_header, index).into(),
        )
    });
    choices.extend(names);
    let value = options
        .columns
        .of(field)
        .map_or_else(String::new, |index| index.to_string());
    let on_change = {
        let options = options.clone();
        change.reform(move |value: String| {
            let mut changed = options.clone();
            changed.columns.set(field, value.parse().ok());
            // Other columns may be written in another way.
            changed.date_order = None;
            changed.decimal_sign = None;
            changed
        })
    };
    html! {
        <Select key={label} name={format!("column-{field:?}")} {label} {value}
            options={choices} {on_change} />
    }
}

fn view_writing(options: &Options, guess: &Guess, change: &Callback<Options>) -> Html {
    let with = |make: fn(&mut Options, String)| {
        let options = options.clone();
        change.reform(move |value: String| {
            let mut changed = options.clone();
            make(&mut changed, value);
            changed
        })
    };
    let on_header = {
        let options = options.clone();
        change.reform(move |has_header: bool| Options {
            has_header,
            ..options.clone()
        })
    };
    let orders = DateOrder::ALL.map(|order| {
        (
            format!("{order:?}").into(),
            text::csv::date_order(order).into(),
        )
    });
    let signs = DecimalSign::ALL.map(|sign| {
        (
            format!("{sign:?}").into(),
            text::csv::decimal_sign(sign).into(),
        )
    });
    let choice = |known: usize| {
        if known > 1 {
            "Choose…"
        } else {
            "As in the file"
        }
    };
    let offered = |first: &'static str, list: &[(AttrValue, AttrValue)]| {
        let mut all: Vec<(AttrValue, AttrValue)> = vec![("".into(), first.into())];
        all.extend_from_slice(list);
        all
    };
    let has_money = options.holds != Holds::Customers;
    html! {
        <div class="fields">
            if has_money {
            <Select name="date-order" label="Order of the dates" options={offered(choice(guess.date_orders.len()), &orders)}
                value={options.date_order.map_or_else(String::new, |order| format!("{order:?}"))}
                on_change={with(|options, value| options.date_order = DateOrder::ALL.into_iter().find(|order| format!("{order:?}") == value))} />
            <Select name="decimal-sign" label="Decimal sign" options={offered(choice(guess.decimal_signs.len()), &signs)}
                value={options.decimal_sign.map_or_else(String::new, |sign| format!("{sign:?}"))}
                on_change={with(|options, value| options.decimal_sign = DecimalSign::ALL.into_iter().find(|sign| format!("{sign:?}") == value))} />
            <Select name="csv-currency" label="Currency where no column says it" options={currencies()} value={options.currency.code()}
                on_change={with(|options, value| options.currency = value.parse().unwrap_or(options.currency))} />
            }
            <Check name="has-header" label="The first row names the columns" checked={options.has_header} on_change={on_header} />
        </div>
    }
}

/// The first rows, with what each column is taken for.
fn view_preview(options: &Options, guess: &Guess) -> Html {
    let fields = options.holds.fields().iter();
    let taken: Vec<(usize, Field)> = fields
        .filter_map(|field| Some((options.columns.of(*field)?, *field)))
        .collect();
    if taken.is_empty() {
        return html! {};
    }
    let columns = taken
        .iter()
        .map(|(_, field)| Column::text(text::csv::field(options.holds, *field), Place::Line));
    let rows = guess.sample.iter().enumerate().map(|(index, sample)| Row {
        key: index.to_string().into(),
        cells: taken
            .iter()
            .map(|(column, _)| html! { sample.get(*column).cloned().unwrap_or_default() })
            .collect(),
    });
    html! {
        <>
            <h2>{ "The first rows" }</h2>
            <Table caption="The first rows" columns={columns.collect::<Vec<_>>()} rows={rows.collect::<Vec<_>>()} />
        </>
    }
}
