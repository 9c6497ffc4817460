//! The receivables as of a day, by how late they are, and the DSO family of
//! a period.

use crate::components::derived::options_of;

mod figures;

use ledger::book::Book;
use ledger::change::RecordId;
use ledger::date::Date;
use ledger::ids::{InvoiceId, PaymentId};
use ledger::money::Money;
use ledger::payment::Source;
use ledger::report::aging::{Basis, CurrencyAging, Options, Sums};
use ledger::report::dso::{Figures, Period};
use ledger::report::late::{Late, late};
use yew::prelude::*;

use self::figures::{FigureList, view_months};
use crate::components::derived::{Aged, leading, use_aging, use_figures};
use crate::form::date;
use crate::hooks::{use_dispatcher, use_view};
use crate::route::{AgingQuery, Route, use_navigator};
use crate::state::View;
use crate::text::{self, figure, format};
use crate::ui::{Button, Column, Empty, Field, Input, Notice, Place, Row, Select, Table, Tone};

#[derive(Properties, PartialEq)]
pub struct AgingProps {
    pub query: AgingQuery,
}

/// Customers drawn at a time.
const ROWS: usize = 200;

/// The period of a query: the quarter up to the day where it names none.
fn period_of(query: &AgingQuery, as_of: Date) -> Period {
    let to = query.to.unwrap_or(as_of);
    Period {
        from: query.from.unwrap_or_else(|| Period::quarter_to(to).from),
        to,
    }
}

#[component]
pub fn Aging(props: &AgingProps) -> Html {
    let view = use_view();
    let query = &props.query;
    let options = options_of(query, view.today);
    let period = period_of(query, options.as_of);
    let aged = use_aging(&view.book, options.clone());
    let figures = use_figures(&view.book, period);
    html! {
        <>
            <h1>{ words::places::receivables() }</h1>
            <Question query={query.clone()} options={options.clone()} {period} />
            { view_late(&view, options.as_of) }
            if let Some(aged) = &*aged {
                { view_currencies(&view, query, aged, &figures) }
            } else {
                <Notice tone={Tone::Problem} title={words::receivables::wrong_buckets()}
                    text={words::receivables::wrong_buckets_hint()} />
            }
        </>
    }
}

/// What was recorded after a past day and is dated up to it.
fn view_late(view: &View, as_of: Date) -> Html {
    const SHOWN: usize = 20;
    if as_of >= view.today {
        return html! {};
    }
    let facts = late(&view.book, as_of, format::end_of(as_of));
    if facts.is_empty() {
        return html! {};
    }
    let title = words::receivables::recorded_later(
        &format::date(as_of),
        &words::counts::facts(facts.len()),
    );
    html! {
        <Notice tone={Tone::Quiet} {title} text={words::receivables::recorded_later_hint()}>
            <ul data-test="late">
                { for facts.iter().take(SHOWN).map(|fact| {
                    let (what, route, amount) = recorded(&view.book, fact.id);
                    html! {
                        <li>
                            <a href={route.href()}>{ what }</a>
                            { words::receivables::recorded_fact(&format::money_or_none(amount), &format::date(fact.date), &recorded_on(fact)) }
                        </li>
                    }
                }) }
            </ul>
            if facts.len() > SHOWN {
                <p class="quiet">{ words::receivables::and_more(&format::count(facts.len() - SHOWN)) }</p>
            }
        </Notice>
    }
}

fn recorded_on(fact: &Late) -> String {
    let day = fact.recorded.and_then(format::day_of);
    day.map_or_else(|| format::NONE.to_owned(), format::date)
}

/// A fact in words, where it is shown, and what it is about in money.
fn recorded(book: &Book, id: RecordId) -> (String, Route, Option<Money>) {
    let number = |id: InvoiceId| {
        let invoice = book.invoices().get(id);
        invoice.map_or_else(String::new, |invoice| invoice.number().to_owned())
    };
    let payer = |id: PaymentId| {
        let payment = book.payments().get(id)?;
        let customer = book.customers().get(payment.customer)?;
        Some((customer.details.name.clone(), Route::Customer(customer.id)))
    };
    let nowhere = || (String::new(), Route::Payments, None);
    match id {
        RecordId::Invoice(id) => {
            let invoice = book.invoices().get(id);
            let amount = invoice.and_then(|invoice| ledger::query::amount(invoice));
            (number(id), Route::Invoice(id), amount)
        }
        RecordId::Void(id) => book.voids().get(id).map_or_else(nowhere, |void| {
            let what = words::receivables::voided(&number(void.invoice));
            (what, Route::Invoice(void.invoice), None)
        }),
        RecordId::Payment(id) => {
            let (name, route) = payer(id).unwrap_or((String::new(), Route::Payments));
            let payment = book.payments().get(id);
            let amount = payment.and_then(|known| Money::new(known.amount, known.currency).ok());
            let became = payment.and_then(|known| text::status::payment(book, known));
            let became = became.map_or_else(String::new, |became| format!(" ({})", became.words));
            (
                words::receivables::payment_of(&name, &became),
                route,
                amount,
            )
        }
        RecordId::Refund(id) => book.refunds().get(id).map_or_else(nowhere, |refund| {
            let amount = Money::new(refund.amount, refund.currency).ok();
            let is_reversed = refund.reverses.is_some();
            match refund.source {
                Source::Payment(id) => {
                    let (name, route) = payer(id).unwrap_or((String::new(), Route::Payments));
                    let what = match is_reversed {
                        true => words::receivables::reversed_refund_to(&name),
                        false => words::receivables::refund_to(&name),
                    };
                    (what, route, amount)
                }
                Source::CreditNote(id) => {
                    let what = match is_reversed {
                        true => words::receivables::reversed_paid_out_for(&number(id)),
                        false => words::receivables::paid_out_for(&number(id)),
                    };
                    (what, Route::Invoice(id), amount)
                }
            }
        }),
        RecordId::WriteOff(id) => book.write_offs().get(id).map_or_else(nowhere, |write_off| {
            let amount = Money::new(write_off.amount, write_off.currency).ok();
            let what = words::receivables::written_off(&number(write_off.invoice));
            (what, Route::Invoice(write_off.invoice), amount)
        }),
        _ => nowhere(),
    }
}

fn view_currencies(view: &View, query: &AgingQuery, aged: &Aged, all: &[Figures]) -> Html {
    if all.is_empty() {
        return html! { <Empty title={words::receivables::empty_title()} text={words::receivables::empty_hint()} /> };
    }
    let order = leading(&view.book, all, |figures| figures.currency);
    html! {
        { for order.into_iter().map(|place| {
            let figures = &all[place];
            let aging = aged.aging.currencies.iter().find(|aging| aging.currency == figures.currency);
            html! {
                <section class="currency" key={figures.currency.code()} data-currency={figures.currency.code()}
                    aria-label={words::receivables::in_currency(&figures.currency.to_string())}>
                    <h2>{ figures.currency.code() }</h2>
                    if let Some(aging) = aging {
                        <AgingTable query={query.clone()} aging={aging.clone()} options={aged.aging.options.clone()}
                            counts={(0..aging.total.buckets.len()).map(|bucket| aged.count(aging.currency, bucket)).collect::<Vec<_>>()} />
                    } else {
                        <p class="quiet">{ words::receivables::nothing_outstanding() }</p>
                    }
                    { view_months(figures) }
                    <FigureList figures={figures.clone()} />
                </section>
            }
        }) }
    }
}

#[derive(Properties, PartialEq)]
struct QuestionProps {
    query: AgingQuery,
    options: Options,
    period: Period,
}

/// As of when, by what, in which buckets; and the period.
#[component]
fn Question(props: &QuestionProps) -> Html {
    let navigator = use_navigator();
    let QuestionProps {
        query,
        options,
        period,
    } = props;
    let bounds = options
        .bounds
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(", ");
    let typed_bounds = use_state(|| bounds.clone());
    let ask = |change: fn(&mut AgingQuery, &str)| {
        let (navigator, query) = (navigator.clone(), query.clone());
        Callback::from(move |value: String| {
            let mut query = query.clone();
            change(&mut query, &value);
            navigator.go(Route::Aging(query));
        })
    };
    let on_bounds = {
        let (ask, typed) = (ask(set_bounds), typed_bounds.setter());
        Callback::from(move |value: String| {
            typed.set(value.clone());
            ask.emit(value);
        })
    };
    let basis = match options.basis {
        Basis::Due => "due",
        Basis::Invoice => "invoice",
    };
    let bases = vec![
        ("due".into(), words::receivables::by_due_date().into()),
        (
            "invoice".into(),
            words::receivables::by_invoice_date().into(),
        ),
    ];
    html! {
        <div class="fields question">
            <Field name="as-of" label={words::receivables::as_of()} input={Input::Date} value={options.as_of.to_string()}
                on_change={ask(set_as_of)} />
            <Select name="basis" label={words::receivables::age_from()} value={basis} options={bases} on_change={ask(set_basis)} />
            <Field name="bounds" label={words::receivables::buckets()} value={(*typed_bounds).clone()} on_change={on_bounds} />
            <Field name="from" label={words::receivables::figures_from()} input={Input::Date} value={period.from.to_string()}
                on_change={ask(|query, value| set_day(&mut query.from, value))} />
            <Field name="to" label={words::receivables::figures_to()} input={Input::Date} value={period.to.to_string()}
                on_change={ask(|query, value| set_day(&mut query.to, value))} />
        </div>
    }
}

/// Another day has its own period, until one is chosen again.
fn set_as_of(query: &mut AgingQuery, value: &str) {
    if let Ok(day) = value.parse() {
        query.as_of = Some(day);
        query.from = None;
        query.to = None;
    }
}

/// A day that is typed in part leaves what there is.
fn set_day(day: &mut Option<Date>, value: &str) {
    if let Ok(read) = date::read_optional(value) {
        *day = read;
    }
}

fn set_basis(query: &mut AgingQuery, value: &str) {
    query.basis = if value == "invoice" {
        Basis::Invoice
    } else {
        Basis::Due
    };
}

fn set_bounds(query: &mut AgingQuery, value: &str) {
    query.bounds = value
        .split([',', ';', ' '])
        .filter_map(|bound| bound.trim().parse().ok())
        .collect();
}

#[derive(Properties, PartialEq)]
struct AgingTableProps {
    query: AgingQuery,
    options: Options,
    aging: CurrencyAging,
    /// Documents and instalments in each bucket.
    counts: Vec<usize>,
}

/// A row per customer; every figure leads to what it is made of.
#[component]
fn AgingTable(props: &AgingTableProps) -> Html {
    let view = use_view();
    let dispatcher = use_dispatcher();
    let shown = use_state(|| ROWS);
    let AgingTableProps { options, aging, .. } = props;
    let ranges: Vec<_> = std::iter::once(None)
        .chain(options.ranges().into_iter().map(Some))
        .collect();
    let labels: Vec<(String, String)> = ranges.into_iter().map(figure::bucket).collect();
    let mut columns = vec![Column::text(words::common::customer(), Place::Title)];
    columns.extend(
        labels
            .iter()
            .map(|(_, label)| Column::number(label.clone(), Place::Line)),
    );
    columns.push(Column::number(
        words::receivables::outstanding(),
        Place::Sum,
    ));
    columns.push(Column::number(words::receivables::credit(), Place::Line));
    columns.push(Column::number(words::receivables::net(), Place::Line));
    let rows = aging.customers.iter().take(*shown).map(|(id, sums)| {
        let name = view
            .book
            .customers()
            .get(*id)
            .map(|customer| customer.details.name.clone());
        let title =
            html! { <a href={Route::Customer(*id).href()}>{ name.unwrap_or_default() }</a> };
        view_row(props, &labels, id.to_string(), title, sums, Some(*id))
    });
    let rows: Vec<Row> = rows.collect();
    let foot = view_row(
        props,
        &labels,
        "total".to_owned(),
        html! { words::receivables::total() },
        &aging.total,
        None,
    );
    let on_more = {
        let shown = shown.clone();
        Callback::from(move |()| shown.set(*shown + ROWS))
    };
    let on_save = {
        let (view, aging, labels) = (view.clone(), aging.clone(), labels.clone());
        let name = format!("owed-aging-{}-{}.csv", options.as_of, aging.currency);
        Callback::from(move |()| {
            // The browser says itself where it cannot save.
            drop(dispatcher.save_text(
                &name,
                "text/csv",
                &figures::csv(&view.book, &aging, &labels),
            ));
        })
    };
    html! {
        <>
            <Table caption={words::receivables::aging_caption(&aging.currency.to_string(), &format::date(options.as_of))}
                class="aging-table" {columns} {rows} foot={Some(foot)}
                more={aging.customers.len().saturating_sub(*shown)} {on_more} />
            <p><Button on_click={on_save}>{ words::common::save_csv() }</Button></p>
        </>
    }
}

fn view_row(
    props: &AgingTableProps,
    labels: &[(String, String)],
    key: String,
    title: Html,
    sums: &Sums,
    customer: Option<ledger::ids::CustomerId>,
) -> Row {
    let aging = &props.aging;
    let is_total = customer.is_none();
    let shown = |minor: i128| format::money_or_none(aging.money(minor));
    let plain = |minor: i128| aging.money(minor).map(|money| money.amount().to_string());
    let mut cells = vec![title];
    for (bucket, (minor, (key, _))) in sums.buckets.iter().zip(labels).enumerate() {
        let href = Route::AgedDocuments {
            query: props.query.clone(),
            currency: aging.currency,
            bucket: Some(bucket),
            customer,
        };
        let count = props.counts.get(bucket).filter(|_| is_total);
        let figure = if is_total { "aging" } else { "customer_aging" };
        cells.push(html! {
            <a class={classes!((*minor == 0).then_some("quiet"))} href={href.href()} data-figure={figure} data-bucket={key.clone()} data-value={plain(*minor)}
                data-count={count.map(ToString::to_string)}>{ shown(*minor) }</a>
        });
    }
    let all = Route::AgedDocuments {
        query: props.query.clone(),
        currency: aging.currency,
        bucket: None,
        customer,
    };
    let figure = |name: &'static str| is_total.then_some(name);
    cells.push(html! {
        <a href={all.href()} data-figure={figure("outstanding")} data-value={plain(sums.outstanding())}>
            { shown(sums.outstanding()) }
        </a>
    });
    for (name, minor) in [("unapplied", sums.unapplied), ("net", sums.net())] {
        cells.push(html! {
            <span class={(minor == 0).then_some("quiet")} data-figure={figure(name)} data-value={plain(minor)}>{ shown(minor) }</span>
        });
    }
    Row {
        key: key.into(),
        cells,
    }
}
