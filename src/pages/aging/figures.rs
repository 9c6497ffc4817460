//! The DSO family, each figure with its formula and what went into it, and
//! the aging as a file.

use ledger::book::Book;
use ledger::money::Decimal;
use ledger::report::aging::CurrencyAging;
use ledger::report::dso::Figures;
use yew::prelude::*;

use crate::text::csv::cell;
use crate::text::figure::FigureName as F;
use crate::text::format;
use crate::ui::{Bar, Bars, Figure, FigureInput};

#[derive(Properties, PartialEq)]
pub struct FigureListProps {
    pub figures: Figures,
}

#[component]
pub fn FigureList(props: &FigureListProps) -> Html {
    let figures = &props.figures;
    let period = figures.period;
    let title = words::receivables::figures_title(
        &format::date(period.from),
        &format::date(period.to),
        &period.days().to_string(),
    );
    let inputs = &figures.inputs;
    let money = |name: F, minor: i128| {
        let money = figures.money(minor);
        html! {
            <Figure {name} shown={money.map(format::money)}
                plain={money.map(|money| money.amount().to_string())} />
        }
    };
    html! {
        <section class="block" aria-label={format!("{}: {title}", figures.currency)}>
            <h3>{ title }</h3>
            <dl class="figures">
                { money(F::Ar, inputs.receivables) }
                { money(F::OpeningAr, inputs.opening) }
                { money(F::Sales, inputs.sales) }
                { money(F::Collections, inputs.collected) }
                <Figure name={F::OpenCount} shown={Some(inputs.open_count.to_string())} plain={Some(inputs.open_count.to_string())} />
                { for ratios(figures).into_iter().map(|(name, value, inputs)| html! {
                    <Figure {name} shown={value.map(format::decimal)}
                        plain={value.map(|value| value.to_string())} {inputs} />
                }) }
            </dl>
        </section>
    }
}

/// Months drawn: a year.
const MONTHS: usize = 12;

/// The sales of the months up to the period's last day, as they count back.
pub fn view_months(figures: &Figures) -> Html {
    let months = &figures.inputs.months;
    let largest = months
        .iter()
        .take(MONTHS)
        .map(|month| month.sales.abs())
        .max()
        .filter(|largest| *largest > 0);
    let Some(largest) = largest else {
        return html! {};
    };
    let mut last = figures.period.to;
    let mut bars = Vec::with_capacity(MONTHS);
    for month in months.iter().take(MONTHS) {
        let money = figures.money(month.sales);
        bars.push(Bar {
            short: format::month(last, false).into(),
            label: format::month(last, true).into(),
            amount: format::money_or_none(money).into(),
            plain: money
                .map(|money| money.amount().to_string())
                .unwrap_or_default()
                .into(),
            share: i32::try_from(month.sales * 1000 / largest).unwrap_or(0),
        });
        let Ok(before) = last.month_start().minus_days(1) else {
            break;
        };
        last = before;
    }
    bars.reverse();
    html! {
        <section class="block">
            <h3>{ words::receivables::sales_by_month() }</h3>
            <Bars label={words::receivables::sales_by_month_in(&figures.currency.to_string())} figure="month_sales"
                columns={(words::receivables::month().into(), words::receivables::sales().into())} {bars} />
        </section>
    }
}

type Ratio = (F, Option<Decimal>, Vec<FigureInput>);

fn ratios(figures: &Figures) -> Vec<Ratio> {
    let inputs = &figures.inputs;
    let amount = |label: &'static str, minor: i128| {
        FigureInput::new(label, format::money_or_none(figures.money(minor)))
    };
    let ar = || amount(words::figures::input_receivables(), inputs.receivables);
    let current = || amount(words::figures::input_current(), inputs.current);
    let opening = || amount(words::figures::input_opening(), inputs.opening);
    let sales = || amount(words::figures::input_sales(), inputs.sales);
    let days = || {
        FigureInput::new(
            words::figures::unit_days(),
            figures.period.days().to_string(),
        )
    };
    let paid = || amount(words::figures::input_paid(), inputs.to_pay.amount());
    vec![
        (F::Dso, figures.dso, vec![ar(), sales(), days()]),
        (
            F::DsoBestPossible,
            figures.best_possible,
            vec![current(), sales(), days()],
        ),
        (
            F::Add,
            figures.average_days_delinquent,
            vec![ar(), current(), sales(), days()],
        ),
        (
            F::DsoAverage,
            figures.dso_average,
            vec![opening(), ar(), sales(), days()],
        ),
        (F::DsoCountback, figures.dso_countback, vec![ar()]),
        (
            F::Cei,
            figures.cei,
            vec![opening(), sales(), ar(), current()],
        ),
        (F::DaysToPay, figures.days_to_pay, vec![paid()]),
        (F::DaysLate, figures.days_late, vec![paid()]),
        (F::DaysLateFloored, figures.days_late_floored, vec![paid()]),
        (
            F::BadDebtRatio,
            figures.bad_debt_ratio,
            vec![
                amount(words::figures::input_write_offs(), inputs.written_off),
                sales(),
            ],
        ),
        (
            F::Turnover,
            figures.turnover,
            vec![sales(), opening(), ar()],
        ),
    ]
}

/// The aging as CSV: plain decimals, a row per customer and the total.
pub fn csv(book: &Book, aging: &CurrencyAging, labels: &[(String, String)]) -> String {
    let mut lines = Vec::with_capacity(aging.customers.len() + 2);
    let mut header = vec!["customer".to_owned()];
    header.extend(labels.iter().map(|(key, _)| key.clone()));
    header.extend(["outstanding", "unapplied", "net"].map(str::to_owned));
    lines.push(header.join(","));
    let plain = |minor: i128| aging.money(minor).map(|money| money.amount().to_string());
    let all = aging.customers.iter().map(|(id, sums)| {
        let customer = book.customers().get(*id);
        let name = customer.map_or_else(String::new, |customer| customer.details.name.clone());
        (name, sums)
    });
    for (name, sums) in all.chain([(words::receivables::total().to_owned(), &aging.total)]) {
        let mut fields = vec![cell(&name)];
        let amounts = sums.buckets.iter().copied();
        let amounts = amounts.chain([sums.outstanding(), sums.unapplied, sums.net()]);
        fields.extend(amounts.map(|minor| plain(minor).unwrap_or_default()));
        lines.push(fields.join(","));
    }
    lines.join("\r\n") + "\r\n"
}
