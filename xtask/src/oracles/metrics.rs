//! Topic `metrics`: the formulas of `ledger::report::kpi`.

use super::case::{Answer, Case, Input, Refused, shown_or_null};
use ledger::money::{Decimal, Exact, SCALE_MAX};
use ledger::report::kpi::{self, MonthSales, WeightedDays, ZeroSales};
use serde_json::{Value, json};

pub fn answer(case: &Case) -> Answer {
    let input = &case.input;
    match case.kind.as_str() {
        "dso_simple" => days(dso(input, "ar")),
        "dso_best_possible" => days(best_possible(input)),
        "dso_average" => days(dso_average(input)),
        "dso_countback" => days(countback(input)),
        "average_days_delinquent" => days(days_delinquent(input)),
        "days_to_pay_weighted" => days(weighted(input)),
        "cei" => percent(cei(input)),
        "bad_debt_ratio" => percent(bad_debt(input)),
        _ => Answer::NotBuilt,
    }
}

type Figure = Result<Option<Decimal>, Refused>;

fn days(figure: Figure) -> Answer {
    let answer = |figure| -> Value { json!({ "days": shown_or_null(figure) }) };
    figure.map(answer).into()
}

fn percent(figure: Figure) -> Answer {
    let answer = |figure| -> Value { json!({ "percent": shown_or_null(figure) }) };
    figure.map(answer).into()
}

/// The formulas take whole numbers of any one unit: here of the smallest
/// decimal there is, so that nothing is rounded before.
fn amount(input: &Input, key: &str) -> Result<i128, Refused> {
    Ok(Exact::from(input.decimal(key)?).minor(SCALE_MAX)?)
}

fn dso(input: &Input, receivables: &str) -> Figure {
    let receivables = amount(input, receivables)?;
    Ok(kpi::dso(
        receivables,
        amount(input, "sales")?,
        input.count("days")?,
    ))
}

fn best_possible(input: &Input) -> Figure {
    let current = amount(input, "ar_current")?;
    Ok(kpi::dso_best_possible(
        current,
        amount(input, "sales")?,
        input.count("days")?,
    ))
}

fn dso_average(input: &Input) -> Figure {
    if input.has("ar_average") {
        return dso(input, "ar_average");
    }
    Ok(kpi::dso_average(
        amount(input, "ar_opening")?,
        amount(input, "ar_closing")?,
        amount(input, "sales")?,
        input.count("days")?,
    ))
}

fn days_delinquent(input: &Input) -> Figure {
    Ok(kpi::average_days_delinquent(
        amount(input, "ar")?,
        amount(input, "ar_current")?,
        amount(input, "sales")?,
        input.count("days")?,
    ))
}

fn countback(input: &Input) -> Figure {
    let months = input.list("months");
    let months = months.iter().map(|month| {
        Ok(MonthSales {
            sales: amount(month, "sales")?,
            days: month.count("days")?,
        })
    });
    let months = months.collect::<Result<Vec<_>, Refused>>()?;
    let zero_sales = match input.get("zero_sales") {
        None => ZeroSales::default(),
        Some(choice) => match choice.text()?.as_str() {
            "count" => ZeroSales::Count,
            "skip" => ZeroSales::Skip,
            other => return Err(Refused(format!("zero_sales {other}"))),
        },
    };
    Ok(kpi::dso_countback(
        amount(input, "ar")?,
        &months,
        zero_sales,
    ))
}

fn cei(input: &Input) -> Figure {
    let opening = amount(input, "opening_ar")?;
    let sales = amount(input, "sales")?;
    let closing = amount(input, "closing_ar")?;
    let current = amount(input, "closing_current")?;
    Ok(if input.has("months") {
        kpi::cei_by_month(opening, sales, closing, current, input.count("months")?)
    } else {
        kpi::cei(opening, sales, closing, current)
    })
}

fn weighted(input: &Input) -> Figure {
    let mut days = WeightedDays::default();
    for payment in input.list("payments") {
        days.add(amount(&payment, "amount")?, payment.parse("days")?);
    }
    Ok(days.mean())
}

fn bad_debt(input: &Input) -> Figure {
    Ok(kpi::bad_debt_ratio(
        amount(input, "write_offs")?,
        amount(input, "sales")?,
    ))
}
