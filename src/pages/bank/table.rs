//! A bank's table before it is read: what each column holds, how dates and
//! amounts are written, what the first rows look like.

use std::rc::Rc;

use ledger::bank::csv::{CsvGuess, CsvProfile, Layout, Looks, Role, Unsure};
use ledger::bank::file::ReadError;
use ledger::import::csv::{DateOrder, DecimalSign, Delimiter};
use ledger::money::Currency;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::dispatch::{BankSource, Long};
use crate::hooks::use_dispatcher;
use crate::pages::start::currencies;
use crate::text::{self, counted};
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
            guess: Rc::new(guess),
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
            ..known.clone()
        }
    }

    fn missing(&self) -> Vec<String> {
        let column = self.guess.profile.missing();
        let column = column.map(|role| format!("the column of “{}”", text::bank::role(role)));
        let order = self.date_order.is_none();
        let sign = self.decimal_sign.is_none();
        let written = [
            order.then(|| "the order of the dates".to_owned()),
            sign.then(|| "the decimal sign".to_owned()),
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
    let dispatcher = use_dispatcher();
    let look = use_state(|| props.look.clone());
    let failed = use_state_eq(|| props.error.clone());
    // Only the newest look at the file counts.
    let turn = use_mut_ref(|| 0_u32);
    let see = {
        let (look, failed) = (look.clone(), failed.setter());
        Callback::from(move |looks: Looks| {
            let now = {
                let mut turn = turn.borrow_mut();
                *turn += 1;
                *turn
            };
            let (look, failed, turn) = (look.clone(), failed.clone(), turn.clone());
            let dispatcher = dispatcher.clone();
            spawn_local(async move {
                let long = Long::default();
                let seen = dispatcher.bank_guess(&look.source, &looks, &long).await;
                if *turn.borrow() != now {
                    return;
                }
                match seen {
                    Ok(guess) => {
                        failed.set(None);
                        look.set(look.seen(guess));
                    }
                    Err(crate::dispatch::ImportFailure::Bank(error)) => failed.set(Some(error)),
                    Err(_) => {}
                }
            });
        })
    };
    let change = {
        let look = look.clone();
        Callback::from(move |changed: TableLook| look.set(changed))
    };
    let onsubmit = {
        let (look, on_read) = (look.clone(), props.on_read.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            on_read.emit((*look).clone());
        })
    };
    let missing = look.missing();
    let is_told = |unsure: &&Unsure| !matches!(unsure, Unsure::Missing(_));
    let unsure: Vec<String> = look
        .guess
        .unsure
        .iter()
        .filter(is_told)
        .map(|unsure| text::bank::unsure(*unsure))
        .collect();
    html! {
        <form {onsubmit} novalidate=true>
            <p class="lead"><b class="name">{ look.source.name.clone() }</b>{ format!(": a table of {}", counted(look.guess.rows, "row", "rows")) }</p>
            if let Some(error) = &*failed {
                <Notice tone={Tone::Problem} title={text::bank::read_error(error)} text="Nothing was imported; the book is as it was." />
            }
            { for unsure.into_iter().map(|text| html! { <Notice tone={Tone::Warning} title={text} /> }) }
            <h2>{ "Which column holds what" }</h2>
            { view_columns(&look, &see) }
            <h2>{ "How it is written" }</h2>
            { view_writing(&look, &change, &see) }
            if !missing.is_empty() {
                <Notice tone={Tone::Warning} title={format!("Still to say: {}.", missing.join(", "))} />
            }
            <div class="actions">
                <Button submit=true kind={ButtonKind::Primary} disabled={!missing.is_empty()}>{ "Read the lines" }</Button>
                <Button on_click={props.on_cancel.clone()}>{ "Choose another file" }</Button>
            </div>
        </form>
    }
}

/// The first rows, with what each column holds above it.
fn view_columns(look: &TableLook, see: &Callback<Looks>) -> Html {
    let guess = &look.guess;
    let layout = guess.layout();
    let roles: Vec<(AttrValue, AttrValue)> = std::iter::once(("".into(), "Not used".into()))
        .chain(Role::ALL.map(|role| (format!("{role:?}").into(), text::bank::role(role).into())))
        .collect();
    let name = |place: usize| {
        let name = guess.header.get(place).map_or("", |name| name.trim());
        if name.is_empty() {
            format!("Column {}", place + 1)
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
        <div class="columns" role="group" aria-label="Columns">
            <table>
                <caption class="unseen">{ "The first rows" }</caption>
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

fn view_writing(look: &TableLook, change: &Callback<TableLook>, see: &Callback<Looks>) -> Html {
    let with = |make: fn(&mut TableLook, String)| {
        let look = look.clone();
        change.reform(move |value: String| {
            let mut changed = look.clone();
            make(&mut changed, value);
            changed
        })
    };
    let on_invert = {
        let look = look.clone();
        change.reform(move |invert_sign: bool| TableLook {
            invert_sign,
            ..look.clone()
        })
    };
    let layout = look.guess.layout();
    let has_mark = layout.roles.contains(&Some(Role::Mark));
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
        let first = is_open.then(|| ("".into(), "Choose…".into()));
        first
            .into_iter()
            .chain(list.iter().cloned())
            .collect::<Vec<_>>()
    };
    let mut money: Vec<(AttrValue, AttrValue)> = vec![("".into(), "That of the account".into())];
    money.extend(currencies());
    html! {
        <div class="fields">
            <Select name="csv-delimiter" label="Between two columns" options={delimiters.to_vec()}
                value={format!("{:?}", look.guess.profile.delimiter)} on_change={on_delimiter} />
            <Field name="csv-header" label="Rows before the first line" input={Input::Number}
                value={look.guess.profile.header_rows.to_string()} on_change={on_rows} />
            <Select name="csv-order" label="Order of the dates" options={choose(&orders, look.date_order.is_none())}
                value={look.date_order.map_or_else(String::new, |order| format!("{order:?}"))}
                on_change={with(|look, value| look.date_order = DateOrder::ALL.into_iter().find(|order| format!("{order:?}") == value))} />
            <Select name="csv-sign" label="Decimal sign" options={choose(&signs, look.decimal_sign.is_none())}
                value={look.decimal_sign.map_or_else(String::new, |sign| format!("{sign:?}"))}
                on_change={with(|look, value| look.decimal_sign = DecimalSign::ALL.into_iter().find(|sign| format!("{sign:?}") == value))} />
            <Select name="csv-money" label="Currency where no column says it" options={money}
                value={look.currency.map_or("", |currency| currency.code()).to_owned()}
                on_change={with(|look, value| look.currency = value.parse().ok())} />
            if has_mark {
                <Field name="csv-debits" label="Words for money out" hint="Apart by commas." value={look.debits.clone()}
                    on_change={with(|look, value| look.debits = value)} />
                <Field name="csv-credits" label="Words for money in" hint="Apart by commas." value={look.credits.clone()}
                    on_change={with(|look, value| look.credits = value)} />
            }
            <Check name="csv-invert" label="Money in is written as negative" checked={look.invert_sign} on_change={on_invert} />
        </div>
    }
}
