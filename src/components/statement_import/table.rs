//! A bank's table before it is read: what each column holds, how dates and
//! amounts are written, what the first rows look like.

use std::rc::Rc;

use ledger::bank::csv::{CsvGuess, CsvProfile, Layout, Looks, Role, Unsure, amount_in, day_in};
use ledger::bank::file::ReadError;
use ledger::bank::{Letters, ReadOptions};
use ledger::import::csv::{DateOrder, DecimalSign, Delimiter};
use ledger::money::Currency;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::components::choices::currencies;
use crate::dispatch::{BankSource, Long};
use crate::hooks::use_dispatcher;
use crate::text;
use crate::ui::{Button, ButtonKind, Check, Field, Input, Notice, Select, Tone};

/// A table, what it seems to be, and what was chosen of it.
#[derive(Clone, PartialEq)]
pub struct TableLook {
    pub source: BankSource,
    guess: Rc<CsvGuess>,
    date_order: Option<DateOrder>,
    decimal_sign: Option<DecimalSign>,
    currency: Option<Currency>,
    invert_sign: bool,
    /// Words apart by commas.
    debits: String,
    credits: String,
    booked: String,
    pending: String,
    /// Of the newest line, as it is typed.
    year: String,
    /// How often it could not be read as chosen.
    tries: u32,
}

impl TableLook {
    pub fn new(source: BankSource, guess: CsvGuess) -> TableLook {
        let is_sure = |unsure| !guess.unsure.contains(&unsure);
        let profile = &guess.profile;
        TableLook {
            source,
            date_order: is_sure(Unsure::DateOrder).then_some(profile.date_order),
            decimal_sign: is_sure(Unsure::DecimalSign).then_some(profile.decimal_sign),
            currency: profile.currency,
            invert_sign: profile.invert_sign,
            debits: profile.debit_values.join(", "),
            credits: profile.credit_values.join(", "),
            booked: profile.booked_values.join(", "),
            pending: profile.pending_values.join(", "),
            year: String::new(),
            tries: 0,
            guess: Rc::new(guess),
        }
    }

    /// The same after it could not be read as chosen.
    pub fn tried(&self) -> TableLook {
        TableLook {
            tries: self.tries + 1,
            ..self.clone()
        }
    }

    fn is_unsure(&self, unsure: Unsure) -> bool {
        self.guess.unsure.contains(&unsure)
    }

    /// Whether the days have no year: one has to be said.
    fn needs_year(&self) -> bool {
        self.is_unsure(Unsure::Year)
    }

    fn typed_year(&self) -> Option<i32> {
        const YEARS: std::ops::RangeInclusive<i32> = 1980..=2079;
        let year = self.year.trim().parse().ok()?;
        YEARS.contains(&year).then_some(year)
    }

    /// What is chosen beside the profile.
    pub fn options(&self) -> ReadOptions {
        ReadOptions {
            csv: Some(self.profile()),
            year: self.typed_year(),
            ..ReadOptions::default()
        }
    }

    /// The same table seen in another way; what was chosen and still can be
    /// stays.
    fn seen(&self, guess: CsvGuess) -> TableLook {
        let now = TableLook::new(self.source.clone(), guess);
        let order = self
            .date_order
            .filter(|order| now.guess.date_orders.contains(order));
        let sign = self
            .decimal_sign
            .filter(|sign| now.guess.decimal_signs.contains(sign));
        TableLook {
            date_order: now.date_order.or(order),
            decimal_sign: now.decimal_sign.or(sign),
            currency: now.currency.or(self.currency),
            invert_sign: self.invert_sign,
            year: self.year.clone(),
            tries: self.tries,
            ..now
        }
    }

    /// How it is read, once nothing is missing.
    pub fn profile(&self) -> CsvProfile {
        let words = |text: &str| -> Vec<String> {
            let words = text.split(',').map(str::trim);
            words
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect()
        };
        let known = &self.guess.profile;
        CsvProfile {
            date_order: self.date_order.unwrap_or(known.date_order),
            decimal_sign: self.decimal_sign.unwrap_or(known.decimal_sign),
            currency: self.currency,
            invert_sign: self.invert_sign,
            debit_values: words(&self.debits),
            credit_values: words(&self.credits),
            booked_values: words(&self.booked),
            pending_values: words(&self.pending),
            ..known.clone()
        }
    }

    fn missing(&self) -> Vec<String> {
        let column = self.guess.profile.missing();
        let column = column.map(|role| words::statements::needs_column(&text::bank::role(role)));
        let order = self.date_order.is_none();
        let sign = self.decimal_sign.is_none();
        let written = [
            order.then(|| words::statements::needs_date_order().to_owned()),
            sign.then(|| words::statements::needs_decimal_sign().to_owned()),
            self.is_unsure(Unsure::Sides)
                .then(|| words::statements::needs_money_out().to_owned()),
            self.is_unsure(Unsure::Fee)
                .then(|| words::statements::needs_fee().to_owned()),
            (self.needs_year() && self.typed_year().is_none())
                .then(|| words::statements::needs_year().to_owned()),
        ];
        column
            .into_iter()
            .chain(written.into_iter().flatten())
            .collect()
    }
}

#[derive(Properties, PartialEq)]
pub struct TableColumnsProps {
    pub look: TableLook,
    /// Why it was not read as chosen before.
    pub error: Option<ReadError>,
    pub on_read: Callback<TableLook>,
    pub on_cancel: Callback<()>,
}

#[component]
pub fn TableColumns(props: &TableColumnsProps) -> Html {
    let look = use_state(|| props.look.clone());
    let told = |error: &ReadError| text::bank::read_error(error);
    let failed = use_state_eq(|| props.error.as_ref().map(told));
    // The same columns may be tried several times, and each time it is said
    // why they were not read.
    {
        let failed = failed.setter();
        let why = props.error.as_ref().map(told);
        use_effect_with((props.look.tries, why), move |(_, why)| {
            failed.set(why.clone());
        });
    }
    let see_as = use_guess(&look, &failed);
    let see = {
        let look = look.clone();
        see_as.reform(move |looks: Looks| (look.source.clone(), looks))
    };
    let on_letters = {
        let look = look.clone();
        see_as.reform(move |letters: Letters| (look.source.with_letters(letters), Looks::Unknown))
    };
    let change = {
        let look = look.clone();
        Callback::from(move |changed: TableLook| look.set(changed))
    };
    let onsubmit = {
        let (look, on_read) = (look.clone(), props.on_read.clone());
        let (failed, tries) = (failed.setter(), props.look.tries);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            failed.set(None);
            on_read.emit(TableLook {
                tries,
                ..(*look).clone()
            });
        })
    };
    let missing = look.missing();
    html! {
        <form {onsubmit} novalidate=true>
            <p class="lead"><b class="name">{ look.source.name.clone() }</b>{ words::statements::table_of(&words::counts::rows(look.guess.rows)) }</p>
            { for view_unsure(&look.guess) }
            <h2>{ words::statements::columns_title() }</h2>
            { view_columns(&look, &see) }
            <h2>{ words::statements::format_title() }</h2>
            { view_writing(&look, &change, &see, on_letters) }
            if let Some(why) = &*failed {
                <Notice tone={Tone::Problem} title={why.clone()} text={words::statements::not_imported()} />
            }
            if !missing.is_empty() {
                <Notice tone={Tone::Warning} title={words::statements::still_missing(&missing.join(", "))} />
            }
            <div class="actions">
                <Button submit=true kind={ButtonKind::Primary} disabled={!missing.is_empty()}>{ words::statements::read_lines() }</Button>
                <Button on_click={props.on_cancel.clone()}>{ words::statements::another_file() }</Button>
            </div>
        </form>
    }
}

/// Looks at the file anew, in a way that was chosen.
#[hook]
fn use_guess(
    look: &UseStateHandle<TableLook>,
    failed: &UseStateHandle<Option<String>>,
) -> Callback<(BankSource, Looks)> {
    let dispatcher = use_dispatcher();
    // Only the newest look at the file counts.
    let turn = use_mut_ref(|| 0_u32);
    let (look, failed) = (look.clone(), failed.setter());
    Callback::from(move |(source, looks): (BankSource, Looks)| {
        let now = {
            let mut turn = turn.borrow_mut();
            *turn += 1;
            *turn
        };
        let (look, failed, turn) = (look.clone(), failed.clone(), turn.clone());
        let dispatcher = dispatcher.clone();
        spawn_local(async move {
            let long = Long::default();
            let seen = dispatcher.bank_guess(&source, &looks, &long).await;
            if *turn.borrow() != now {
                return;
            }
            match seen {
                Ok(guess) => {
                    failed.set(None);
                    let now = TableLook {
                        source,
                        ..(*look).clone()
                    };
                    look.set(now.seen(guess));
                }
                Err(failure) => failed.set(Some(text::failure::import(&failure).what)),
            }
        });
    })
}

/// What the file leaves unsure; what is missing is told below the columns.
fn view_unsure(guess: &CsvGuess) -> impl Iterator<Item = Html> {
    let is_told = |unsure: &&Unsure| !matches!(unsure, Unsure::Missing(_));
    let unsure = guess.unsure.iter().filter(is_told);
    unsure.map(|unsure| {
        let title = text::bank::unsure(*unsure);
        html! { <Notice tone={Tone::Warning} {title} /> }
    })
}

/// The first rows, with what each column holds above it.
fn view_columns(look: &TableLook, see: &Callback<Looks>) -> Html {
    let guess = &look.guess;
    let layout = guess.layout();
    let roles: Vec<(AttrValue, AttrValue)> =
        std::iter::once(("".into(), words::statements::not_used().into()))
            .chain(
                Role::ALL.map(|role| (format!("{role:?}").into(), text::bank::role(role).into())),
            )
            .collect();
    let name = |place: usize| {
        let name = guess.header.get(place).map_or("", |name| name.trim());
        if name.is_empty() {
            words::statements::column_number(&(place + 1).to_string())
        } else {
            name.to_owned()
        }
    };
    let head = layout.roles.iter().enumerate().map(|(place, role)| {
        let on_change = {
            let layout = layout.clone();
            see.reform(move |value: String| {
                let found = Role::ALL.into_iter().find(|role| format!("{role:?}") == value);
                let mut layout = layout.clone();
                layout.roles[place] = found;
                Looks::Laid(layout)
            })
        };
        html! {
            <th scope="col" key={place}>
                <Select name={format!("role-{place}")} label={name(place)} value={role.map_or_else(String::new, |role| format!("{role:?}"))}
                    options={roles.clone()} {on_change} />
            </th>
        }
    });
    let used = |place: usize| layout.roles.get(place).is_some_and(Option::is_some);
    html! {
        <div class="columns" role="group" aria-label={words::statements::columns()}>
            <table>
                <caption class="unseen">{ words::statements::first_rows() }</caption>
                <thead><tr>{ for head }</tr></thead>
                <tbody>
                    { for guess.sample.iter().map(|row| html! {
                        <tr>
                            { for (0..layout.roles.len()).map(|place| html! {
                                <td class={(!used(place)).then_some("quiet")}>{ row.get(place).cloned().unwrap_or_default() }</td>
                            }) }
                        </tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}

fn view_writing(
    look: &TableLook,
    change: &Callback<TableLook>,
    see: &Callback<Looks>,
    on_letters: Callback<Letters>,
) -> Html {
    let with = |make: fn(&mut TableLook, String)| changing(look, change, make);
    let on_invert = {
        let look = look.clone();
        change.reform(move |invert_sign: bool| TableLook {
            invert_sign,
            ..look.clone()
        })
    };
    let layout = look.guess.layout();
    let sides = view_sides(look, &layout, see);
    let fee = view_fee(look, &layout, see);
    let letters = view_letters(look.source.letters, on_letters);
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
    let choose = |list: &[(AttrValue, AttrValue)], is_open: bool| {
        let first = is_open.then(|| ("".into(), words::statements::choose().into()));
        first
            .into_iter()
            .chain(list.iter().cloned())
            .collect::<Vec<_>>()
    };
    let mut money: Vec<(AttrValue, AttrValue)> =
        vec![("".into(), words::statements::account_currency().into())];
    money.extend(currencies());
    html! {
        <div class="fields">
            { view_rows(look, see) }
            { letters }
            { sides }
            { fee }
            <Select name="csv-order" label={words::statements::date_order()} hint={shown_day(look)} options={choose(&orders, look.date_order.is_none())}
                value={look.date_order.map_or_else(String::new, |order| format!("{order:?}"))}
                on_change={with(|look, value| look.date_order = DateOrder::ALL.into_iter().find(|order| format!("{order:?}") == value))} />
            if look.needs_year() {
                <Field name="csv-year" label={words::statements::newest_year()} input={Input::Number} value={look.year.clone()}
                    on_change={with(|look, value| look.year = value)} />
            }
            <Select name="csv-sign" label={words::statements::decimal_mark()} hint={shown_amount(look)} options={choose(&signs, look.decimal_sign.is_none())}
                value={look.decimal_sign.map_or_else(String::new, |sign| format!("{sign:?}"))}
                on_change={with(|look, value| look.decimal_sign = DecimalSign::ALL.into_iter().find(|sign| format!("{sign:?}") == value))} />
            <Select name="csv-money" label={words::statements::currency_default()} options={money}
                value={look.currency.map_or("", |currency| currency.code()).to_owned()}
                on_change={with(|look, value| look.currency = value.parse().ok())} />
            { view_words(look, change, &layout) }
            <Check name="csv-invert" label={words::statements::inverted()} checked={look.invert_sign} on_change={on_invert} />
        </div>
    }
}

fn changing(
    look: &TableLook,
    change: &Callback<TableLook>,
    make: fn(&mut TableLook, String),
) -> Callback<String> {
    let look = look.clone();
    change.reform(move |value: String| {
        let mut changed = look.clone();
        make(&mut changed, value);
        changed
    })
}

/// What parts the columns, and where the lines begin.
fn view_rows(look: &TableLook, see: &Callback<Looks>) -> Html {
    let layout = look.guess.layout();
    let on_delimiter = see.reform(|value: String| {
        let found = Delimiter::ALL
            .into_iter()
            .find(|known| format!("{known:?}") == value);
        found.map_or(Looks::Unknown, Looks::Delimited)
    });
    let on_rows = {
        see.reform(move |value: String| {
            Looks::Laid(Layout {
                header_rows: value.trim().parse().unwrap_or(layout.header_rows),
                ..layout.clone()
            })
        })
    };
    let delimiters = Delimiter::ALL.map(|known| {
        (
            format!("{known:?}").into(),
            text::bank::delimiter(known).into(),
        )
    });
    html! {
        <>
            <Select name="csv-delimiter" label={words::statements::separator()} options={delimiters.to_vec()}
                value={format!("{:?}", look.guess.profile.delimiter)} on_change={on_delimiter} />
            <Field name="csv-header" label={words::statements::rows_to_skip()} input={Input::Number}
                value={look.guess.profile.header_rows.to_string()} on_change={on_rows} />
        </>
    }
}

/// What a table calls money in and out, and what is booked.
fn view_words(look: &TableLook, change: &Callback<TableLook>, layout: &Layout) -> Html {
    let with = |make: fn(&mut TableLook, String)| changing(look, change, make);
    let has_mark = layout.roles.contains(&Some(Role::Mark));
    let has_status = layout.roles.contains(&Some(Role::Status));
    html! {
        <>
            if has_mark {
                <Field name="csv-debits" label={words::statements::debit_words()} hint={words::statements::comma_hint()} value={look.debits.clone()}
                    on_change={with(|look, value| look.debits = value)} />
                <Field name="csv-credits" label={words::statements::credit_words()} hint={words::statements::comma_hint()} value={look.credits.clone()}
                    on_change={with(|look, value| look.credits = value)} />
            }
            if has_status {
                <Field name="csv-booked" label={words::statements::booked_words()} hint={words::statements::comma_hint()} value={look.booked.clone()}
                    on_change={with(|look, value| look.booked = value)} />
                <Field name="csv-pending" label={words::statements::unbooked_words()} hint={words::statements::unbooked_hint()} value={look.pending.clone()}
                    on_change={with(|look, value| look.pending = value)} />
            }
        </>
    }
}

/// The first day as it is read so far.
fn shown_day(look: &TableLook) -> Option<AttrValue> {
    let cell = first_cell(look, Role::Date)?;
    let day = day_in(&cell, look.date_order?)?;
    Some(words::statements::reads_as(&cell, &text::format::date(day)).into())
}

/// The first amount as it is read so far.
fn shown_amount(look: &TableLook) -> Option<AttrValue> {
    let roles = [Role::Amount, Role::Credit, Role::Debit];
    roles.into_iter().find_map(|role| {
        let cell = first_cell(look, role)?;
        let amount = amount_in(&cell, look.decimal_sign?)?;
        Some(words::statements::reads_as(&cell, &text::format::decimal(amount)).into())
    })
}

/// What stands in the first row that has something in the column of a role.
fn first_cell(look: &TableLook, role: Role) -> Option<String> {
    let roles = look.guess.layout().roles;
    let place = roles.iter().position(|known| *known == Some(role))?;
    let cells = look.guess.sample.iter().filter_map(|row| row.get(place));
    let mut cells = cells.map(|cell| cell.trim());
    let is_some = |cell: &&str| cell.contains(|letter: char| letter.is_ascii_digit());
    cells.find(is_some).map(str::to_owned)
}

/// What a column is called on the page, with what stands first in it.
fn column_name(look: &TableLook, place: usize) -> String {
    let name = look.guess.header.get(place).map_or("", |name| name.trim());
    let name = match name {
        "" => words::statements::column_number(&(place + 1).to_string()),
        name => name.to_owned(),
    };
    let cells = look.guess.sample.iter().filter_map(|row| row.get(place));
    match cells.map(|cell| cell.trim()).find(|cell| !cell.is_empty()) {
        Some(cell) => format!("{name} ({cell})"),
        None => name,
    }
}

/// Which of two columns that are filled in turn is money out, where nothing
/// says it.
fn view_sides(look: &TableLook, layout: &Layout, see: &Callback<Looks>) -> Html {
    let of = |role: Role| layout.roles.iter().position(|known| *known == Some(role));
    let (true, Some(debit), Some(credit)) = (
        look.is_unsure(Unsure::Sides),
        of(Role::Debit),
        of(Role::Credit),
    ) else {
        return html! {};
    };
    let options: Vec<(AttrValue, AttrValue)> =
        std::iter::once(("".into(), words::statements::choose().into()))
            .chain(
                [debit, credit]
                    .map(|place| (place.to_string().into(), column_name(look, place).into())),
            )
            .collect();
    let on_change = {
        let layout = layout.clone();
        see.reform(move |value: String| {
            let mut layout = layout.clone();
            if value == credit.to_string() {
                layout.roles.swap(debit, credit);
            }
            Looks::Laid(layout)
        })
    };
    html! { <Select name="csv-out" label={words::statements::money_out_column()} value="" {options} {on_change} /> }
}

/// Whether a fee is to be taken off the amount, where nothing says it.
fn view_fee(look: &TableLook, layout: &Layout, see: &Callback<Looks>) -> Html {
    let place = layout
        .roles
        .iter()
        .position(|known| *known == Some(Role::Fee));
    let (true, Some(place)) = (look.is_unsure(Unsure::Fee), place) else {
        return html! {};
    };
    let options: Vec<(AttrValue, AttrValue)> = vec![
        ("".into(), words::statements::choose().into()),
        ("off".into(), words::statements::fee_off().into()),
        ("within".into(), words::statements::fee_within().into()),
    ];
    let label = words::statements::fee_in(&column_name(look, place));
    let on_change = {
        let layout = layout.clone();
        see.reform(move |value: String| {
            let mut layout = layout.clone();
            if value == "within" {
                layout.roles[place] = Some(Role::FeeWithin);
            }
            Looks::Laid(layout)
        })
    };
    html! { <Select name="csv-fee" {label} value="" {options} {on_change} /> }
}

/// Which letters a file is read with, where it does not say so.
pub fn view_letters(now: Option<Letters>, on_letters: Callback<Letters>) -> Html {
    let Some(now) = now else {
        return html! {};
    };
    let options = Letters::ALL.map(|letters| {
        (
            format!("{letters:?}").into(),
            text::bank::letters(letters).into(),
        )
    });
    let on_change = Callback::from(move |value: String| {
        let found = Letters::ALL
            .into_iter()
            .find(|letters| format!("{letters:?}") == value);
        if let Some(letters) = found {
            on_letters.emit(letters);
        }
    });
    html! {
        <Select name="bank-letters" label={words::statements::letters()} hint={words::statements::letters_hint()} value={format!("{now:?}")}
            options={options.to_vec()} {on_change} />
    }
}
