//! A table before it is imported: what its rows are, which column holds what,
//! how dates and amounts are written, and what the first rows look like.

use std::rc::Rc;

use ledger::import::csv::{
    self, DATES, DateOrder, DecimalSign, Delimiter, Field, Guess, Holds, Look, Mark, Options, Shown,
};
use ledger::money::Currency;
use yew::prelude::*;

use crate::components::choices::currencies;
use crate::dispatch::CsvFile;
use crate::hooks::use_view;
use crate::pages::import::looked::Looked;
use crate::text::{self, format};
use crate::ui::{Button, ButtonKind, Column, Notice, Place, Radios, Row, Select, Table, Tone};

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
    let home = use_view().book.business().map(|business| business.currency);
    let options = use_state(|| props.options.clone());
    // What dates and amounts can be depends on the columns that hold them.
    let guess = use_memo(
        (props.file.clone(), look_of(&options)),
        |(file, look)| match look_of(&Options::from_guess(&file.guess, options.today)) == *look {
            true => Some(file.guess.clone()),
            false => csv::sniff_as(&file.text, look).ok(),
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
    let look_again = looking_again(&props.file, &options, &change);
    let on_holds = {
        let options = options.clone();
        look_again.reform(move |value: String| Look {
            holds: Holds::ALL
                .into_iter()
                .find(|holds| format!("{holds:?}") == value),
            columns: None,
            ..look_of(&options)
        })
    };
    let kinds =
        Holds::ALL.map(|holds| (format!("{holds:?}").into(), text::csv::holds(holds).into()));
    html! {
        <form {onsubmit} novalidate=true>
            <p class="lead">
                <b>{ props.file.name.clone() }</b>
                { format!(": {}, {}", words::counts::rows(guess.rows), props.file.encoding) }
            </p>
            <Radios name="holds" legend={words::import::rows_are()} value={format!("{:?}", options.holds)} options={kinds.to_vec()} on_change={on_holds} />
            <div class="fields">
                { view_layout(&options, &guess, &look_again) }
            </div>
            <h2>{ words::statements::columns_title() }</h2>
            <div class="fields">
                { for options.holds.fields().iter().map(|field| view_column(*field, &options, &guess, &change)) }
            </div>
            <h2>{ words::statements::format_title() }</h2>
            { view_writing(&options, &guess, home, &change) }
            { view_preview(&options, &guess) }
            if !missing.is_empty() {
                <Notice tone={Tone::Warning} title={words::statements::still_missing(&missing.join(", "))} />
            }
            <div class="actions">
                <Button submit=true writes=true kind={ButtonKind::Primary} disabled={!missing.is_empty()}>
                    { words::statements::import_lines(&words::counts::rows(guess.rows)) }
                </Button>
                <Button on_click={props.on_cancel.clone()}>{ words::statements::another_file() }</Button>
            </div>
        </form>
    }
}

/// Looked at in another way, columns and ways of writing are guessed anew.
fn looking_again(
    file: &Rc<CsvFile>,
    options: &UseStateHandle<Options>,
    change: &Callback<Options>,
) -> Callback<Look> {
    let (options, change, file) = (options.clone(), change.clone(), file.clone());
    Callback::from(move |look: Look| {
        if let Ok(guess) = csv::sniff_as(&file.text, &look) {
            change.emit(Options {
                currency: options.currency,
                choices: options.choices.clone(),
                first_year: options.first_year,
                paid: options.paid,
                ..Options::from_guess(&guess, options.today)
            });
        }
    })
}

/// Where the rows are, and what they hold, as chosen.
fn look_of(options: &Options) -> Look {
    Look {
        delimiter: options.delimiter,
        header: Some(options.header),
        holds: Some(options.holds),
        columns: Some(options.columns),
    }
}

fn missing(options: &Options, guess: &Guess) -> Vec<String> {
    let holds = options.holds;
    let column = |field| words::statements::needs_column(&text::csv::field(holds, field));
    let required = holds.fields().iter().copied();
    let mut missing: Vec<String> = required
        .filter(|field| holds.requires(*field) && options.columns.of(*field).is_none())
        .map(column)
        .collect();
    // Payments name an invoice or a customer.
    if missing.is_empty() && holds.missing(&options.columns).is_some() {
        missing.push(words::import::either(
            &column(Field::Number),
            &column(Field::Customer),
        ));
    }
    let asked = DATES.into_iter().zip(&guess.date_orders);
    let is_asked = |(field, possible): (Field, &Vec<DateOrder>)| {
        possible.len() > 1 && options.date_orders.of(field).is_none()
    };
    if asked.into_iter().any(is_asked) {
        missing.push(words::statements::needs_date_order().to_owned());
    }
    if options.decimal_sign.is_none() && guess.decimal_signs.len() > 1 {
        missing.push(words::statements::needs_decimal_sign().to_owned());
    }
    if holds != Holds::Customers && guess.needs_currency && options.currency.is_none() {
        missing.push(words::import::needs_currency().to_owned());
    }
    missing
}

fn column_name(guess: &Guess, index: usize) -> String {
    let name = guess.header.get(index).map_or("", |name| name.trim());
    if guess.header_line.is_some() && !name.is_empty() {
        name.to_owned()
    } else {
        words::statements::column_number(&(index + 1).to_string())
    }
}

fn view_column(field: Field, options: &Options, guess: &Guess, change: &Callback<Options>) -> Html {
    let label = text::csv::field(options.holds, field);
    let none = if options.holds.requires(field) {
        words::statements::choose()
    } else {
        words::import::not_in_file()
    };
    let mut choices: Vec<(AttrValue, AttrValue)> = vec![("".into(), none.into())];
    let names = (0..guess.header.len())
        .map(|index| (index.to_string().into(), column_name(guess, index).into()));
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
            if DATES.contains(&field) {
                changed.date_orders = csv::DateOrders::default();
            } else {
                changed.decimal_sign = None;
            }
            changed
        })
    };
    html! {
        <Select key={label} name={format!("column-{field:?}")} {label} {value}
            options={choices} {on_change} />
    }
}

/// Characters of a row that is offered as the one of names.
const ROW_CHARS: usize = 60;

/// What stands between two columns, and where they are named.
fn view_layout(options: &Options, guess: &Guess, look_again: &Callback<Look>) -> Html {
    let delimiters = Delimiter::ALL.map(|delimiter| {
        (
            format!("{delimiter:?}").into(),
            text::csv::delimiter(delimiter).into(),
        )
    });
    let on_delimiter = {
        let options = options.clone();
        look_again.reform(move |value: String| Look {
            delimiter: Delimiter::ALL
                .into_iter()
                .find(|delimiter| format!("{delimiter:?}") == value),
            holds: Some(options.holds),
            ..Look::default()
        })
    };
    let mut rows: Vec<(AttrValue, AttrValue)> =
        vec![("".into(), words::import::no_heading_row().into())];
    rows.extend(guess.first_rows.iter().map(|(line, cells)| {
        let text: String = cells.join(", ").chars().take(ROW_CHARS).collect();
        (
            line.to_string().into(),
            words::import::row_line(&line.to_string(), &text).into(),
        )
    }));
    let on_header = {
        let options = options.clone();
        look_again.reform(move |value: String| Look {
            header: Some(value.parse().ok()),
            columns: None,
            ..look_of(&options)
        })
    };
    html! {
        <>
            <Select name="delimiter" label={words::statements::separator()} options={delimiters.to_vec()}
                value={options.delimiter.map_or_else(String::new, |delimiter| format!("{delimiter:?}"))} on_change={on_delimiter} />
            <Select name="header-line" label={words::import::heading_row()} options={rows}
                value={options.header.map_or_else(String::new, |line| line.to_string())} on_change={on_header} />
        </>
    }
}

/// The first choice of a list: nothing, or that something is to be chosen.
fn offered(possible: usize, list: &[(AttrValue, AttrValue)]) -> Vec<(AttrValue, AttrValue)> {
    let first = if possible > 1 {
        words::statements::choose()
    } else {
        words::import::as_in_file()
    };
    let mut all: Vec<(AttrValue, AttrValue)> = vec![("".into(), first.into())];
    all.extend_from_slice(list);
    all
}

fn view_writing(
    options: &Options,
    guess: &Guess,
    home: Option<Currency>,
    change: &Callback<Options>,
) -> Html {
    if options.holds == Holds::Customers {
        return html! {};
    }
    let with = |make: fn(&mut Options, String)| {
        let options = options.clone();
        change.reform(move |value: String| {
            let mut changed = options.clone();
            make(&mut changed, value);
            changed
        })
    };
    let signs = DecimalSign::ALL.map(|sign| {
        (
            format!("{sign:?}").into(),
            text::csv::decimal_sign(sign).into(),
        )
    });
    let dates = DATES.into_iter().zip(&guess.date_orders);
    html! {
        <div class="fields">
            { for dates.map(|(field, possible)| view_order(field, possible, options, guess, change)) }
            if guess.has_short_years {
                { view_years(options, change) }
            }
            <Select name="decimal-sign" label={words::statements::decimal_mark()} options={offered(guess.decimal_signs.len(), &signs)}
                value={options.decimal_sign.map_or_else(String::new, |sign| format!("{sign:?}"))}
                on_change={with(|options, value| options.decimal_sign = DecimalSign::ALL.into_iter().find(|sign| format!("{sign:?}") == value))} />
            <Select name="csv-currency" label={words::statements::currency_default()} options={offered_currencies(guess, home)}
                value={options.currency.map_or("", |currency| currency.code())}
                on_change={with(|options, value| options.currency = value.parse().ok())} />
        </div>
    }
}

/// In which order the dates of a column name day and month.
fn view_order(
    field: Field,
    possible: &[DateOrder],
    options: &Options,
    guess: &Guess,
    change: &Callback<Options>,
) -> Html {
    if options.columns.of(field).is_none() || !options.holds.fields().contains(&field) {
        return html! {};
    }
    let orders = DateOrder::ALL.map(|order| {
        (
            format!("{order:?}").into(),
            text::csv::date_order(order).into(),
        )
    });
    let on_change = {
        let (options, guess) = (options.clone(), guess.clone());
        change.reform(move |value: String| {
            let mut changed = options.clone();
            let orders = DateOrder::ALL.into_iter();
            let order = orders
                .into_iter()
                .find(|order| format!("{order:?}") == value);
            changed.date_orders.set(field, order);
            // What is asked of the other columns is most likely the same.
            for (other, possible) in DATES.into_iter().zip(&guess.date_orders) {
                if let Some(order) = order
                    && possible.len() > 1
                    && possible.contains(&order)
                    && changed.date_orders.of(other).is_none()
                {
                    changed.date_orders.set(other, Some(order));
                }
            }
            changed
        })
    };
    let label = words::import::date_order_of(&text::csv::field(options.holds, field));
    html! {
        <Select name={format!("date-order-{field:?}")} {label} options={offered(possible.len(), &orders)}
            value={options.date_orders.of(field).map_or_else(String::new, |order| format!("{order:?}"))} {on_change} />
    }
}

/// Of which hundred years those of two digits are.
fn view_years(options: &Options, change: &Callback<Options>) -> Html {
    let usual = options.today.year();
    let mut firsts = vec![options.first_year, 1900, 1970, 2000, usual - 79];
    firsts.sort_unstable();
    firsts.dedup();
    let offered = firsts.iter().map(|first| {
        let text = words::import::years(&first.to_string(), &(first + 99).to_string());
        (first.to_string().into(), text.into())
    });
    let on_change = {
        let options = options.clone();
        change.reform(move |value: String| Options {
            first_year: value.parse().unwrap_or(options.first_year),
            ..options.clone()
        })
    };
    html! {
        <Select name="short-years" label={words::import::two_digit_years()} options={offered.collect::<Vec<_>>()}
            value={options.first_year.to_string()} {on_change} />
    }
}

/// Currencies whose sign is used most, the likeliest first.
const LIKELY: [&str; 10] = [
    "USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "GBP", "JPY", "CNY",
];

/// All currencies, those first that the signs in the file can be, or that of
/// the books.
fn offered_currencies(guess: &Guess, home: Option<Currency>) -> Vec<(AttrValue, AttrValue)> {
    let signs: Vec<Mark> = guess
        .marks
        .iter()
        .copied()
        .filter(|mark| matches!(mark, Mark::Symbol(_)))
        .collect();
    let fits = |code: &&str| {
        let currency = code.parse::<Currency>().ok();
        currency.is_some_and(|currency| signs.iter().any(|sign| sign.fits(currency)))
    };
    let mut first: Vec<&str> = LIKELY.into_iter().filter(fits).collect();
    let home = home.map(|home| home.code());
    if let Some(home) = home
        && (signs.is_empty() || fits(&home))
    {
        first.retain(|code| *code != home);
        first.insert(0, home);
    }
    let all = currencies();
    let named = |code: &str| {
        let known = all.iter().find(|(known, _)| *known == code);
        let (value, text) = known.cloned().unwrap_or_default();
        let is_home = Some(code) == home;
        let text = if is_home {
            words::import::home_currency(&text).into()
        } else {
            text
        };
        (value, text)
    };
    let mut list: Vec<_> = first.iter().map(|code| named(code)).collect();
    list.extend(
        all.iter()
            .filter(|(code, _)| !first.contains(&code.as_str()))
            .cloned(),
    );
    offered(if guess.needs_currency { 2 } else { 1 }, &list)
}

/// The first rows as they will be read.
fn view_preview(options: &Options, guess: &Guess) -> Html {
    let fields = options.holds.fields().iter().copied();
    let fields: Vec<Field> = fields
        .filter(|field| options.columns.of(*field).is_some())
        .collect();
    if fields.is_empty() {
        return html! {};
    }
    let columns = fields
        .iter()
        .map(|field| Column::text(text::csv::field(options.holds, *field), Place::Line));
    let rows = csv::preview(guess, options, &fields);
    let rows = rows.into_iter().map(|(line, cells)| Row {
        key: line.to_string().into(),
        cells: cells.into_iter().map(view_cell).collect(),
    });
    html! {
        <section aria-label={words::import::first_rows()} data-test="import-preview">
            <h2>{ words::import::first_rows() }</h2>
            <Table caption={words::import::first_rows()} columns={columns.collect::<Vec<_>>()} rows={rows.collect::<Vec<_>>()} />
        </section>
    }
}

fn view_cell(shown: Shown) -> Html {
    match shown {
        Shown::Text(text) => html! { text },
        Shown::Date(date) => html! { format::date(date) },
        Shown::Money(money) => html! { format::money(money) },
        Shown::Amount(amount) => html! { format::decimal(amount) },
        Shown::Unread(text) => html! { <span class="problem">{ format!("{text} ?") }</span> },
    }
}
